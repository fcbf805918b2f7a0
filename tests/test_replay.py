"""Captures read again: import, recovery and re-extraction, in this process."""

import asyncio
import gzip
from collections.abc import Iterator
from contextlib import aclosing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest
from sqlalchemy import text

from archive.database import captures_dir
from archive.errors import ArchiveError
from archive.ledger import record
from archive.outcomes import Outcome
from archive.runs import Run
from archive.times import format_time
from archive.visit import Visit
from archive.warc.records import CaptureRecord, Exchange, pack
from archive.warc.writer import WarcFiles
from archive.writer import Archive
from pipelines import workers
from replay import captures, reextraction
from replay.captures import ArticleCapture, Tally, chunks_of_visits
from replay.importing import Import
from replay.recovery import recover
from replay.reextraction import Differences, Reextraction
from replay.runner import StageRunner
from sites.card import Directory, SiteCard

from .archives import NOW, article, begin_run, captured, new_archive, opened, rows, visit_to

HOST = "https://gosim.example"
WHEN = NOW.replace(year=2025, month=1, day=2, microsecond=0)
DAY = timedelta(days=1)
SECONDS = 60
HTML = [("Content-Type", "text/html; charset=utf-8")]
TEXT = "Bà con thôn {n} xã Gò Sim cùng nhau làm ba cây số đường liên thôn trong một vụ nông nhàn."


class GoSim(SiteCard):
    """A site for these tests."""

    name = "gosim"
    title = "Báo Gò Sim"
    province = "Bắc Kạn"
    hosts = ("gosim.example",)
    family = "own"
    sections = ("/thoi-su",)
    articles: ClassVar[dict[str, str]] = {"post": r"^/(?:bai|cu)-(?P<key>\d+)$"}


class LamKhe(GoSim):
    """Another one."""

    name = "lamkhe"
    hosts = ("lamkhe.example",)


SITES = Directory([GoSim, LamKhe])


@pytest.fixture(scope="module", autouse=True)
def worker_processes() -> Iterator[None]:
    """The processes that extract, for all tests below."""
    workers.shared.acquire(SECONDS)
    yield
    workers.shared.release()


@pytest.fixture
def url(tmp_path: Path) -> str:
    return new_archive(tmp_path)


@pytest.fixture
def archive(url: str) -> Iterator[Archive]:
    with opened(url) as archive:
        yield archive


def page(number: int, more: str = "", title: str = "Dân vận khéo ở thôn {n} xã Gò Sim") -> bytes:
    heading, body = title.format(n=number), TEXT.format(n=number)
    return (
        f"<title>{heading}</title><h1>{heading}</h1>"
        f"<div><p>{body}</p><p>{body} Vui.{more}</p></div>"
    ).encode()


def exchange(
    number: int,
    payload: bytes | None = None,
    *,
    status: int = 200,
    after: timedelta = timedelta(0),
    url: str = "",
    **facts: Any,
) -> Exchange:
    url = url or f"{HOST}/bai-{number}"
    content = page(number) if payload is None else payload
    facts.setdefault("headers", HTML)
    return Exchange(url, WHEN + after, status, payload=content, **facts)


def capture(one: Exchange, place: CaptureRecord | None = None) -> ArticleCapture:
    address = SITES.resolve(one.url)
    assert address is not None
    return ArticleCapture(address, one, place)


def appended(archive: Archive, one: Exchange, site: str = "gosim") -> CaptureRecord:
    """Append a capture to our own files, and leave the database without it."""
    return archive.warc_files.append(site, one, pack(one))


def pages(url: str) -> dict[str, str]:
    """Return the outcome of each page, by its path."""
    found = rows(url, "SELECT url, outcome FROM pages ORDER BY url")
    return {page_url.rpartition("/")[2]: outcome for page_url, outcome in found}


# Chunks


def chunks(run: Run, *captures: ArticleCapture, tally: Tally | None = None) -> list[list[Visit]]:
    return list(chunks_of_visits(captures, lambda _: run, tally or Tally()))


def test_a_second_capture_of_an_article_is_in_a_later_chunk(archive: Archive) -> None:
    run = begin_run(archive, GoSim.facts())
    tally = Tally()
    one, two = capture(exchange(1)), capture(exchange(2))
    again = capture(exchange(1, url=f"{HOST}/cu-1", after=DAY))
    elsewhere = capture(exchange(1, url="https://lamkhe.example/bai-1"))
    found = chunks(run, one, two, elsewhere, again, two, tally=tally)
    assert [[visit.url for visit in chunk] for chunk in found] == [
        [f"{HOST}/bai-1", f"{HOST}/bai-2", "https://lamkhe.example/bai-1"],
        [f"{HOST}/cu-1", f"{HOST}/bai-2"],
    ]
    assert tally.pages == 5


@pytest.mark.parametrize(("number", "sizes"), [(0, []), (48, [48]), (49, [48, 1])])
def test_no_more_than_48_pages_are_in_a_chunk(
    archive: Archive, number: int, sizes: list[int]
) -> None:
    run = begin_run(archive, GoSim.facts())
    found = chunks(run, *(capture(exchange(n)) for n in range(number)))
    assert [len(chunk) for chunk in found] == sizes


@pytest.mark.parametrize(
    ("seconds", "reason"),
    [
        pytest.param(0, "captured already", id="the same"),
        pytest.param(-1, "older than what the archive has of the page", id="older"),
        pytest.param(1, None, id="newer"),
    ],
)
def test_captures_that_the_archive_has_or_that_are_older_are_skipped(
    archive: Archive, seconds: int, reason: str | None
) -> None:
    run = begin_run(archive, GoSim.facts())
    visit = visit_to(run, 1, Outcome.GONE, fetched=WHEN)
    visit.capture = appended(archive, exchange(1))
    record(visit)
    archive.commit()
    tally = Tally()
    found = chunks(run, capture(exchange(1, after=timedelta(seconds=seconds))), tally=tally)
    assert dict(tally.skipped) == ({reason: 1} if reason else {})
    assert (len(found), tally.pages) == ((0, 0) if reason else (1, 1))


def test_a_page_that_was_read_then_but_not_captured_is_not_skipped(archive: Archive) -> None:
    run = begin_run(archive, GoSim.facts())
    record(visit_to(run, 1, Outcome.GONE, fetched=WHEN))
    record(visit_to(run, 2, Outcome.BLOCKED, fetched=WHEN + DAY, requested=False))
    archive.commit()
    assert len(chunks(run, capture(exchange(1)), capture(exchange(2)))[0]) == 2


@pytest.mark.parametrize(
    ("target", "due_again"), [(f"{HOST}/bai-2", True), (f"{HOST}/", False)], ids=str
)
def test_the_target_of_a_captured_redirect_is_requested(
    archive: Archive, target: str, due_again: bool
) -> None:
    run = begin_run(archive, GoSim.facts())
    moved = exchange(1, b"", status=301, headers=[("Location", target)])
    [[visit]] = chunks(run, capture(moved))
    assert visit.due_again is due_again
    assert visit.redirects_to == target


def test_the_first_twenty_damaged_captures_are_named(archive: Archive) -> None:
    run = begin_run(archive, GoSim.facts())
    tally = Tally()
    damaged = [
        capture(exchange(n, headers=[("Content-Encoding", "unheard-of")])) for n in range(21)
    ]
    assert chunks(run, *damaged, capture(exchange(30)), tally=tally)[0][0].key == "post:30"
    assert (tally.damages, len(tally.damaged), tally.pages) == (21, 20, 1)
    where = f"{HOST}/bai-0 of {format_time(WHEN)}"
    assert tally.damaged[0] == f"{where}: it is packed in an unknown way (unheard-of)"


@pytest.mark.parametrize(
    ("sizes", "chunked"),
    [
        ([400, 400, 200, 1], [3, 1]),
        ([400, 400, 201], [2, 1]),
        ([5000, 1, 5000, 5000], [1, 1, 1, 1]),
        ([999, 2, 998], [1, 2]),
    ],
)
def test_the_pages_of_a_chunk_have_a_limited_size(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, sizes: list[int], chunked: list[int]
) -> None:
    monkeypatch.setattr(captures, "_MAX_CHUNK_BYTES", 1000)
    run = begin_run(archive, GoSim.facts())
    pages = [capture(exchange(n, b"x" * size)) for n, size in enumerate(sizes)]
    assert [len(chunk) for chunk in chunks(run, *pages)] == chunked


def test_packed_pages_of_a_chunk_count_with_their_unpacked_size(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(captures, "_MAX_CHUNK_BYTES", 1000)
    run = begin_run(archive, GoSim.facts())
    packed = [("Content-Encoding", "gzip")]
    pages = [capture(exchange(n, gzip.compress(b"x" * 1000), headers=packed)) for n in range(3)]
    assert [len(chunk) for chunk in chunks(run, *pages)] == [1, 1, 1]


def test_a_revisit_without_its_earlier_record_is_damaged(archive: Archive) -> None:
    run = begin_run(archive, GoSim.facts())
    tally = Tally()
    assert chunks(run, capture(exchange(1, is_revisit=True)), tally=tally) == []
    assert tally.damaged[0].endswith("it repeats a record that is not here")


# The stages


def process(*visits: Visit) -> None:
    async def go() -> None:
        with StageRunner(SECONDS) as stages:
            await stages.process_all([list(visits)])

    asyncio.run(go())


def test_visits_of_a_chunk_are_stored_in_order(url: str, archive: Archive) -> None:
    run = begin_run(archive, GoSim.facts())
    [chunk] = chunks(run, *(capture(exchange(n)) for n in (3, 1, 2)))
    process(*chunk)
    assert rows(url, "SELECT url FROM articles ORDER BY id") == [
        (f"{HOST}/bai-{number}",) for number in (3, 1, 2)
    ]
    assert rows(url, "SELECT count(*) FROM captures") == [(3,)]


def test_a_page_that_breaks_a_stage_costs_itself_alone(url: str, archive: Archive) -> None:
    run = begin_run(archive, GoSim.facts())
    [[broken, other]] = chunks(run, capture(exchange(1)), capture(exchange(2)))
    broken.exchange = replace(exchange(1), headers=[("X", None)])  # type: ignore[list-item]
    process(broken, other)
    assert pages(url) == {"bai-1": "failed", "bai-2": "stored"}
    [(reason,)] = rows(url, "SELECT reason FROM pages WHERE outcome = 'failed'")
    assert reason.startswith("could not be read: ")


def test_a_fault_of_the_archive_ends_the_stages(url: str, archive: Archive) -> None:
    run = begin_run(archive, GoSim.facts())
    [[one]], [[two]] = chunks(run, capture(exchange(1))), chunks(run, capture(exchange(2)))
    run.fault = "The disk is full."
    with pytest.raises(ArchiveError, match=r"The disk is full\."):
        process(one, two)
    assert pages(url) == {}


# Import


def imported(
    archive: Archive, *files: Path, finished: bool = True, sites: Directory = SITES
) -> Import:
    done = Import(archive, sites)
    read: list[int] = []

    async def go() -> None:
        with StageRunner(SECONDS) as stages:
            await done.recover(SECONDS)
            for file in files:
                await done.read(file, stages, read.append)

    asyncio.run(go())
    done.close(finished=finished)
    assert set(read) <= {1}  # one more record at a time, as a progress bar wants it
    assert len(read) >= done.tally.pages
    return done


def file_of(folder: Path, *exchanges: Exchange) -> Path:
    path = folder / "other.warc.gz"
    path.write_bytes(b"".join(pack(one).response for one in exchanges))
    return path


def test_many_unknown_hosts_are_counted_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(captures, "_MAX_HOSTS", 2)
    tally = Tally()
    for host in ("one.example", "two.example", "three.example", "one.example", "four.example"):
        tally.note_unknown_host(host)
    assert tally.unknown_hosts == {"one.example": 2, "two.example": 1, "": 2}


def test_a_file_of_others_is_copied_in(url: str, archive: Archive, tmp_path: Path) -> None:
    file = file_of(
        tmp_path,
        exchange(1),
        exchange(2, status=404),
        exchange(3, url=f"{HOST}/anh.jpg"),
        exchange(4, url="https://www.Khac.example/bai-1"),
        exchange(5, url="https://khac.example/bai-2"),
        exchange(6, url="https://lamkhe.example/bai-6"),
        exchange(7, headers=[("Content-Encoding", "unheard-of")]),
    )
    done = imported(archive, file)
    assert pages(url) == {"bai-1": "stored", "bai-2": "gone", "bai-6": "stored"}
    assert dict(done.tally.skipped) == {"no address of an article": 1}
    assert dict(done.tally.unknown_hosts) == {"khac.example": 2}
    assert (done.tally.pages, done.tally.damages) == (3, 1)
    assert rows(url, "SELECT site, kind, verdict, requests FROM runs ORDER BY site") == [
        ("gosim", "import", "good", 2),
        ("lamkhe", "import", "good", 1),
    ]
    assert rows(url, "SELECT count(*), count(DISTINCT file) FROM captures") == [(3, 2)]
    assert rows(url, "SELECT last_good_crawl FROM sites") == [(None,), (None,)]


def own_file(url: str, *exchanges: Exchange | None) -> list[CaptureRecord]:
    """Write a file of our own, with None between two runs, that the database does not know."""
    files = WarcFiles(captures_dir(url), lambda site, file: True)
    places = []
    for one in exchanges:
        if one is None:
            files.end_run("gosim")
        else:
            places.append(files.append("gosim", one, pack(one)))
    files.close()
    return places


def test_a_file_of_our_own_is_indexed_in_place(url: str, archive: Archive) -> None:
    picture = exchange(3, url=f"{HOST}/anh.jpg")
    places = own_file(url, exchange(1), picture, None, exchange(2))
    path = captures_dir(url) / places[0].file
    done = imported(archive, path)
    assert pages(url) == {"bai-1": "stored", "bai-2": "stored"}
    assert dict(done.tally.skipped) == {"no address of an article": 1}
    assert rows(url, 'SELECT file, "offset", length FROM captures ORDER BY 2') == [
        (place.file, place.offset, place.length) for place in (places[0], places[2])
    ]
    found = rows(url, "SELECT site, settled FROM capture_files")
    assert found == [("gosim", path.stat().st_size)]
    assert list(captures_dir(url).glob("*/*")) == [path]


def test_a_file_of_an_unknown_site_is_refused(url: str, archive: Archive) -> None:
    [place] = own_file(url, exchange(1))
    with pytest.raises(OSError, match="there is no site 'gosim'"):
        imported(archive, captures_dir(url) / place.file, sites=Directory([LamKhe]))


@pytest.mark.parametrize(
    ("order", "due"),
    [
        pytest.param((1, 2), [], id="the target is captured"),
        pytest.param((1,), ["cu-1"], id="the target is not captured"),
    ],
)
def test_a_redirect_is_due_unless_its_target_was_imported(
    url: str, archive: Archive, tmp_path: Path, order: tuple[int, ...], due: list[str]
) -> None:
    moved = exchange(
        1, b"", status=301, url=f"{HOST}/cu-1", headers=[("Location", f"{HOST}/bai-2?utm_id=x")]
    )
    found = {1: moved, 2: exchange(2)}
    imported(archive, file_of(tmp_path, *(found[number] for number in order)))
    left = rows(url, "SELECT url FROM pages WHERE next_check IS NOT NULL AND outcome = 'duplicate'")
    assert left == [(f"{HOST}/{path}",) for path in due]


LINE = "Bản tin chiều của Đài Gò Sim phát sóng lúc mười bảy giờ hằng ngày, trừ ngày lễ."


def test_lines_are_learned_between_two_runs_of_a_file(url: str, archive: Archive) -> None:
    with_line = [exchange(n, page(n).replace(b"</div>", f"<p>{LINE}</p></div>".encode()))
                 for n in range(1, 7)]  # fmt: skip
    [place, *_] = own_file(url, *with_line[:5], None, with_line[5])
    imported(archive, captures_dir(url) / place.file)
    found = rows(url, "SELECT body LIKE ? FROM articles ORDER BY id", f"%{LINE}%")
    assert found == [(1,)] * 5 + [(0,)]


def test_an_import_that_was_stopped_has_failed(url: str, archive: Archive, tmp_path: Path) -> None:
    imported(archive, file_of(tmp_path, exchange(1)), finished=False)
    assert rows(url, "SELECT verdict FROM runs") == [("failed",)]


# Recovery


def recovered(run: Run) -> int:
    return asyncio.run(recover(run, GoSim, SECONDS))


def test_what_an_interrupted_run_captured_is_recorded(url: str) -> None:
    with opened(url) as archive:
        begin_run(archive, GoSim.facts())
        places = [appended(archive, exchange(n)) for n in (1, 2)]
        appended(archive, exchange(3, url=f"{HOST}/anh.jpg"))
        begin_run(archive, LamKhe.facts())
        appended(archive, exchange(4, url="https://lamkhe.example/bai-4"), "lamkhe")
    with opened(url) as archive:
        run = begin_run(archive, GoSim.facts())
        assert recovered(run) == 3
        assert not run.recovering
        assert (run.outcomes[Outcome.STORED], run.outcomes.total()) == (2, 2)
        run.listings = 1
        run.close(finished=True)
        assert recovered(run) == 0
    assert pages(url) == {"bai-1": "stored", "bai-2": "stored"}
    assert rows(url, 'SELECT "offset" FROM captures') == [(place.offset,) for place in places]
    [(settled,)] = rows(url, "SELECT settled FROM capture_files WHERE site = 'gosim'")
    assert settled == (captures_dir(url) / places[0].file).stat().st_size


def test_an_import_records_first_what_a_killed_import_copied(url: str, tmp_path: Path) -> None:
    file = file_of(tmp_path, exchange(1), exchange(2))
    with opened(url) as archive:
        begin_run(archive, GoSim.facts(), kind="import")
        place = appended(archive, exchange(1))
        begin_run(archive, LamKhe.facts()).close(finished=True)
    with opened(url) as archive:
        done = imported(archive, file)
        assert (done.recovered, list(done.runs)) == (1, ["gosim"])
        assert done.tally.skipped == {"captured already": 1}
        assert imported(archive, file).recovered == 0
    assert pages(url) == {"bai-1": "stored", "bai-2": "stored"}
    assert rows(url, 'SELECT "offset" FROM captures ORDER BY 1')[0] == (place.offset,)
    assert len(rows(url, "SELECT id FROM captures")) == 2
    verdicts = rows(url, "SELECT verdict FROM runs WHERE site = 'gosim'")
    assert verdicts == [("failed",), ("good",), ("good",)]


def test_an_import_has_no_run_of_a_site_whose_captures_are_all_recorded(
    url: str, tmp_path: Path
) -> None:
    with opened(url) as archive:
        run = begin_run(archive, LamKhe.facts())
        record(captured(visit_to(run, 5, Outcome.GONE)))
        run.close(finished=False)  # stopped by Ctrl-C: its file is not marked as indexed
    with opened(url) as archive:
        assert list(imported(archive, file_of(tmp_path, exchange(1))).runs) == ["gosim"]


def test_a_recovery_that_is_cut_short_leaves_the_captures_to_the_next(url: str) -> None:
    with opened(url) as archive:
        begin_run(archive, GoSim.facts())
        appended(archive, exchange(1))
    with opened(url) as archive:
        run = begin_run(archive, GoSim.facts())
        run.cut_short("the budget is used up")
        recovered(run)
        assert run.outcomes.total() == 0
        run.close(finished=True)
    assert rows(url, "SELECT settled FROM capture_files") == [(0,)]
    with opened(url) as archive:
        assert recovered(begin_run(archive, GoSim.facts())) == 1
    assert pages(url) == {"bai-1": "stored"}


def test_a_recovery_that_cannot_go_on_leaves_the_captures_to_the_next(url: str) -> None:
    with opened(url) as archive:
        begin_run(archive, GoSim.facts())
        appended(archive, exchange(1))
    with opened(url) as archive:
        run = begin_run(archive, GoSim.facts())
        run.fault = "The disk is full."
        with pytest.raises(ArchiveError):
            recovered(run)
        assert run.recovering
        run.fault = None
        run.close(finished=True)
    assert rows(url, "SELECT settled FROM capture_files") == [(0,)]
    with opened(url) as archive:
        assert recovered(begin_run(archive, GoSim.facts())) == 1
    assert pages(url) == {"bai-1": "stored"}


# Re-extraction


def compared(archive: Archive) -> Differences:
    async def go() -> Differences:
        differences = Differences()
        async for _ in Reextraction(archive, GoSim, SECONDS).compare(differences):
            pass
        return differences

    return asyncio.run(go())


def applied(archive: Archive) -> list[int]:
    async def go() -> list[int]:
        return [number async for number in Reextraction(archive, GoSim, SECONDS).apply()]

    return asyncio.run(go())


def change(archive: Archive, statement: str, **values: object) -> None:
    archive.write((text(statement), values))


@pytest.fixture
def three(url: str, archive: Archive, tmp_path: Path) -> str:
    """The URL of an archive with three articles and their captures."""
    imported(archive, file_of(tmp_path, *(exchange(n) for n in (1, 2, 3))))
    assert set(pages(url).values()) == {"stored"}
    return url


def test_what_reads_the_same_does_not_change(three: str, archive: Archive) -> None:
    change(archive, "UPDATE articles SET author = '' WHERE id = 1")
    differences = compared(archive)
    assert (differences.pages, differences.articles, differences.found) == (3, 0, 0)
    assert not differences.kept
    before = rows(three, "SELECT * FROM articles")
    assert applied(archive) == [3]
    assert rows(three, "SELECT * FROM articles") == before
    assert rows(three, "SELECT count(*) FROM revisions") == [(0,)]
    assert Reextraction(archive, GoSim, SECONDS).count() == 3
    last = "SELECT kind, verdict, requests FROM runs ORDER BY id DESC LIMIT 1"
    assert rows(three, last) == [("reread", "good", 0)]


def test_what_reads_differently_changes_with_a_revision_of_its_text(
    three: str, archive: Archive
) -> None:
    change(archive, "UPDATE articles SET body = 'x', text_sha256 = 'x' WHERE id = 1")
    change(archive, "UPDATE articles SET words = 7 WHERE id = 2")
    differences = compared(archive)
    assert (differences.pages, differences.articles) == (3, 2)
    assert dict(differences.fields) == {"body": 1, "text_sha256": 1, "words": 1}
    [(of_url, before, after)] = differences.examples["words"]
    assert (of_url, before) == (f"{HOST}/bai-2", "7")
    assert int(after) > 7
    assert rows(three, "SELECT body FROM articles WHERE id = 1") == [("x",)], "nothing is changed"
    applied(archive)
    assert compared(archive).articles == 0
    found = rows(three, "SELECT article_id, number, cause, changed, body FROM revisions")
    assert found == [(1, 1, "reread", '["body"]', "x")]


def test_three_examples_of_a_field_are_shown(url: str, archive: Archive, tmp_path: Path) -> None:
    imported(archive, file_of(tmp_path, *(exchange(n) for n in range(1, 5))))
    change(archive, "UPDATE articles SET words = 7")
    differences = compared(archive)
    assert (differences.fields["words"], len(differences.examples["words"])) == (4, 3)


@pytest.mark.parametrize(("most", "sizes"), [(10_000, [3]), (1, [1, 1, 1])])
def test_the_pages_that_are_reextracted_together_have_a_limited_size(
    three: str, archive: Archive, monkeypatch: pytest.MonkeyPatch, most: int, sizes: list[int]
) -> None:
    monkeypatch.setattr(reextraction, "_MAX_SLICE_BYTES", most)
    assert pages(three).keys() == {"bai-1", "bai-2", "bai-3"}
    assert applied(archive) == sizes


def test_a_second_page_of_an_article_is_compared_with_what_the_first_has_changed(
    url: str, archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reextraction, "_MAX_SLICE_BYTES", 1)  # a slice for each
    imported(archive, file_of(tmp_path, exchange(1), exchange(2, page(1) + b"<!-- 2 -->")))
    change(archive, "UPDATE pages SET article_id = 1, outcome = 'stored'")
    change(archive, "UPDATE articles SET body = 'x', text_sha256 = 'x'")
    assert applied(archive) == [1, 1]
    assert rows(url, "SELECT body FROM revisions") == [("x",)]


def test_a_re_extraction_that_is_left_leaves_no_page_under_way(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reextraction, "_MAX_SLICE_BYTES", 1)
    slow = page(2) + b"<i>x</i> " * 30_000
    imported(archive, file_of(tmp_path, exchange(1), exchange(2, slow)))

    async def leave() -> set[asyncio.Task[Any]]:
        numbers = Reextraction(archive, GoSim, SECONDS).compare(Differences())
        async with aclosing(numbers):
            await anext(numbers)
        for _ in range(5):
            await asyncio.sleep(0)
        return asyncio.all_tasks() - {asyncio.current_task()}

    assert asyncio.run(leave()) == set()


def test_an_article_that_cannot_be_read_any_more_is_kept(three: str, archive: Archive) -> None:
    change(archive, 'UPDATE captures SET "offset" = "offset" + 1 WHERE page_id = 1')
    change(archive, "UPDATE articles SET body = 'x'")
    differences = compared(archive)
    [(why, number)] = differences.kept.items()
    assert why == "it could not be read any more (its capture cannot be read)"
    assert (number, differences.articles, differences.found) == (1, 2, 0)
    applied(archive)
    assert rows(three, "SELECT id FROM articles WHERE body = 'x'") == [(1,)]
    assert pages(three)["bai-1"] == "stored"


def test_a_page_that_still_holds_no_article_is_not_kept(
    url: str, archive: Archive, tmp_path: Path
) -> None:
    off_topic = b"<h1>Thu hoach lua</h1><p>" + b"Lua vu mua nam nay duoc mua. " * 9 + b"</p>"
    imported(archive, file_of(tmp_path, exchange(1, off_topic)))
    assert pages(url) == {"bai-1": "off_topic"}
    differences = compared(archive)
    assert (differences.pages, differences.found, dict(differences.kept)) == (1, 0, {})


def test_an_article_that_would_repeat_another_is_kept(three: str, archive: Archive) -> None:
    [(digest,)] = rows(three, "SELECT text_sha256 FROM articles WHERE id = 1")
    change(archive, "UPDATE articles SET text_sha256 = 'x' WHERE id = 1")
    change(archive, "UPDATE articles SET text_sha256 = :digest WHERE id = 2", digest=digest)
    differences = compared(archive)
    assert dict(differences.kept) == {"it would have the same text as another article": 1}
    assert differences.articles == 1


def test_two_articles_that_would_have_one_text_keep_theirs_apart(
    url: str, archive: Archive, tmp_path: Path
) -> None:
    imported(archive, file_of(tmp_path, exchange(1), exchange(2, page(1) + b"<!-- 2 -->")))
    assert pages(url) == {"bai-1": "stored", "bai-2": "duplicate"}
    run = begin_run(archive, GoSim.facts())
    other = visit_to(run, 2, article=article(2, url=f"{HOST}/bai-2"), fetched=WHEN)
    record(other)
    archive.commit()
    change(archive, "UPDATE pages SET article_id = 2 WHERE url LIKE '%bai-2'")
    change(archive, "UPDATE articles SET text_sha256 = 'x', body = 'x' WHERE id = 1")
    assert compared(archive).articles == 1
    applied(archive)
    assert rows(url, "SELECT count(*) FROM revisions") == [(1,)]


NOT_FOUND = "UPDATE pages SET article_id = NULL, next_check = {due}, outcome = '{outcome}'"


@pytest.mark.parametrize(
    ("outcome", "due", "status", "found"),
    [
        pytest.param("off_topic", "NULL", 200, True, id="off topic"),
        pytest.param("off_topic", "'2030'", 200, False, id="off topic, and due again"),
        pytest.param("off_topic", "NULL", 404, False, id="off topic, and gone since"),
        pytest.param("empty", "'2030'", 200, True, id="empty"),
        pytest.param("failed", "'2030'", 503, True, id="failed"),
        pytest.param("blocked", "'2030'", 403, True, id="blocked"),
        pytest.param("duplicate", "NULL", 200, False, id="a duplicate"),
        pytest.param("gone", "NULL", 404, False, id="gone"),
        pytest.param("refused", "'2030'", 301, False, id="refused"),
    ],
)
def test_which_pages_can_become_articles(
    three: str, archive: Archive, outcome: str, due: str, status: int, found: bool
) -> None:
    where = " , status = :status WHERE id = 2"
    change(archive, NOT_FOUND.format(due=due, outcome=outcome) + where, status=status)
    change(archive, "DELETE FROM articles WHERE id = 2")
    differences = compared(archive)
    assert (differences.pages, differences.found) == ((3, 1) if found else (2, 0))
    applied(archive)
    last = "SELECT stored, requests FROM runs ORDER BY id DESC LIMIT 1"
    assert rows(three, last) == [(int(found), int(found))]
    [(outcome_now, reason)] = rows(three, "SELECT outcome, reason FROM pages WHERE id = 2")
    assert outcome_now == ("stored" if found else outcome)
    assert reason.endswith(", when it was read again") is found
    assert len(rows(three, "SELECT id FROM articles")) == (3 if found else 2)


def test_a_file_at_the_address_of_an_article_is_not_read(
    url: str, archive: Archive, tmp_path: Path
) -> None:
    feed = [("Content-Type", "application/rss+xml")]
    imported(archive, file_of(tmp_path, exchange(1), exchange(2, headers=feed)))
    assert pages(url) == {"bai-1": "stored", "bai-2": "empty"}
    assert (compared(archive).pages, compared(archive).found) == (2, 0)
    applied(archive)
    assert pages(url) == {"bai-1": "stored", "bai-2": "empty"}


def test_two_pages_with_one_text_are_found_once(url: str, archive: Archive, tmp_path: Path) -> None:
    imported(archive, file_of(tmp_path, exchange(1), exchange(2, page(1) + b"<!-- 2 -->")))
    change(archive, "UPDATE pages SET article_id = NULL, next_check = NULL, outcome = 'off_topic'")
    change(archive, "DELETE FROM articles")
    assert compared(archive).found == 2
    applied(archive)
    assert pages(url) == {"bai-1": "stored", "bai-2": "off_topic"}


def test_a_re_extraction_counts_what_it_has_written(
    url: str, archive: Archive, tmp_path: Path
) -> None:
    again = exchange(2, page(1) + b"<!-- 2 -->")
    imported(archive, file_of(tmp_path, exchange(1), again, exchange(3), exchange(4)))
    change(archive, "UPDATE pages SET article_id = NULL, next_check = NULL, outcome = 'off_topic' "
                    "WHERE url LIKE '%-1' OR url LIKE '%-2'")  # fmt: skip
    change(archive, "DELETE FROM articles WHERE url LIKE '%-1'")
    change(archive, "UPDATE articles SET body = 'x' WHERE url LIKE '%-3'")
    reextraction = Reextraction(archive, GoSim, SECONDS)

    async def go() -> None:
        async for _ in reextraction.apply():
            pass

    asyncio.run(go())
    assert (reextraction.changed, reextraction.found) == (1, 1), "the second repeats the first"


def test_what_is_found_in_a_slice_is_written_before_the_next(three: str, archive: Archive) -> None:
    change(archive, NOT_FOUND.format(due="NULL", outcome="off_topic"))
    change(archive, "DELETE FROM articles")

    async def go() -> list[int]:
        reading = Reextraction(archive, GoSim, SECONDS).apply()
        return [len(rows(three, "SELECT id FROM articles")) async for _ in reading]

    assert asyncio.run(go()) == [3]


def test_the_newest_complete_capture_is_read(url: str, archive: Archive, tmp_path: Path) -> None:
    imported(
        archive,
        file_of(tmp_path, exchange(1), exchange(1, page(1, " Sửa."), after=DAY),
                exchange(1, b"x", status=503, after=2 * DAY)),
    )  # fmt: skip
    assert pages(url) == {"bai-1": "failed"}
    differences = compared(archive)
    assert (differences.articles, dict(differences.kept)) == (0, {})
    [(body,)] = rows(url, "SELECT body FROM articles")
    assert body.endswith("Sửa.")


@pytest.mark.parametrize(
    ("first", "second", "read"),
    [
        pytest.param(("stored", 0), ("unchanged", 1), "cu-1", id="read later at another URL"),
        pytest.param(("stored", 1), ("unchanged", 0), "bai-1", id="read later here"),
        pytest.param(("gone", 1), ("unchanged", 0), "cu-1", id="gone here, read at another URL"),
    ],
)
def test_an_article_is_read_from_the_page_that_was_read_last(
    url: str,
    archive: Archive,
    tmp_path: Path,
    first: tuple[str, int],
    second: tuple[str, int],
    read: str,
) -> None:
    imported(archive, file_of(tmp_path, exchange(1), exchange(1, url=f"{HOST}/cu-1", after=DAY)))
    for path, (outcome, days) in (("bai-1", first), ("cu-1", second)):
        change(
            archive,
            "UPDATE pages SET outcome = :outcome, last_fetched = :fetched, article_id = 1 "
            "WHERE url = :url",
            outcome=outcome, fetched=format_time(WHEN + days * DAY), url=f"{HOST}/{path}",
        )  # fmt: skip
    change(archive, "UPDATE articles SET words = 7")
    differences = compared(archive)
    assert differences.pages == 1
    assert [example[0] for example in differences.examples["words"]] == [f"{HOST}/{read}"]


def test_a_capture_without_its_payload_is_not_read(
    url: str, archive: Archive, tmp_path: Path
) -> None:
    imported(archive, file_of(tmp_path, exchange(1), exchange(1, after=DAY)))
    assert rows(url, "SELECT record FROM captures ORDER BY id") == [("response",), ("revisit",)]
    differences = compared(archive)
    assert (differences.pages, dict(differences.kept)) == (1, {})


def test_pages_of_other_sites_are_not_read(url: str, archive: Archive, tmp_path: Path) -> None:
    elsewhere = exchange(2, url="https://lamkhe.example/bai-2")
    imported(archive, file_of(tmp_path, exchange(1), elsewhere))
    assert compared(archive).pages == 1
    assert Reextraction(archive, GoSim, SECONDS).count() == 1


def test_more_pages_than_a_slice_are_all_read(url: str, archive: Archive) -> None:
    run = begin_run(archive, GoSim.facts())
    for number in range(65):
        visit = visit_to(run, number, Outcome.OFF_TOPIC, fetched=WHEN, key=f"post:{number}")
        visit.capture = appended(archive, exchange(number, b""))
        record(visit)
    archive.commit()
    assert applied(archive) == [64, 1]


def test_a_reextraction_that_is_stopped_has_failed(three: str, archive: Archive) -> None:
    async def go() -> None:
        async for _ in (reading := Reextraction(archive, GoSim, SECONDS).apply()):
            await reading.aclose()

    asyncio.run(go())
    last = "SELECT verdict FROM runs ORDER BY id DESC LIMIT 1"
    assert rows(three, last) == [("failed",)]


# Captures of something else

NOTICE = (
    "<h1>Hệ thống đang bảo trì</h1><p>Trang dân vận đang được nâng cấp, mong bạn đọc quay lại.</p>"
).encode()


def test_a_capture_of_something_else_does_not_change_the_article(
    url: str, archive: Archive, tmp_path: Path
) -> None:
    imported(archive, file_of(tmp_path, exchange(1), exchange(1, NOTICE, after=DAY)))
    assert pages(url) == {"bai-1": "failed"}
    articles = rows(url, "SELECT * FROM articles")
    differences = compared(archive)
    reason = "it could not be read any more (its last capture shows something else)"
    assert (differences.articles, dict(differences.kept)) == (0, {reason: 1})
    applied(archive)
    assert rows(url, "SELECT * FROM articles") == articles
    assert rows(url, "SELECT count(*) FROM revisions") == [(0,)]


def test_an_article_that_was_read_badly_is_corrected(three: str, archive: Archive) -> None:
    change(archive, "UPDATE articles SET title = 'Trang chủ', body = 'Giới thiệu' WHERE id = 1")
    assert compared(archive).articles == 1
    applied(archive)
    [(title, body)] = rows(three, "SELECT title, body FROM articles WHERE id = 1")
    assert (title, body) != ("Trang chủ", "Giới thiệu")


@pytest.mark.parametrize("shown_before", [True, False])
def test_a_date_that_only_an_earlier_capture_shows_stays(
    url: str, archive: Archive, tmp_path: Path, shown_before: bool
) -> None:
    dated = page(1).replace(b"</h1>", "</h1><p>Thứ tư, 15/05/2024 - 08:30</p>".encode())
    first = exchange(1, dated if shown_before else page(1))
    imported(archive, file_of(tmp_path, first, exchange(1, page(1, " Sửa."), after=DAY)))
    known = ("2024-05-15T08:30:00+07:00", "Thứ tư, 15/05/2024 - 08:30")
    change(
        archive,
        "UPDATE articles SET published = :published, published_raw = :raw",
        published=known[0], raw=known[1],
    )  # fmt: skip
    applied(archive)
    found = rows(url, "SELECT published, published_raw FROM articles")
    assert found == [known if shown_before else (None, None)]


def test_a_date_after_the_first_capture_is_not_taken_from_the_last_one(
    url: str, archive: Archive, tmp_path: Path
) -> None:
    def dated(day: datetime) -> bytes:
        return page(1).replace(b"</h1>", f"</h1><p>Ngày {day:%d/%m/%Y - %H:%M}</p>".encode())

    known, late = WHEN - DAY, WHEN + 5 * DAY
    captures = exchange(1, dated(known)), exchange(1, dated(late), after=10 * DAY)
    imported(archive, file_of(tmp_path, *captures))
    query = "SELECT substr(published, 1, 10) FROM articles"
    assert rows(url, query) == [(f"{known:%Y-%m-%d}",)]
    applied(archive)
    assert rows(url, query) == [(f"{known:%Y-%m-%d}",)]
    assert rows(url, "SELECT count(*) FROM revisions") == [(0,)]


def test_a_notice_on_many_pages_does_not_become_an_article(
    url: str, archive: Archive, tmp_path: Path
) -> None:
    imported(archive, file_of(tmp_path, *(exchange(n, NOTICE) for n in range(1, 6))))
    assert set(pages(url).values()) == {"failed"}
    applied(archive)
    assert set(pages(url).values()) == {"failed"}
    assert rows(url, "SELECT count(*) FROM articles") == [(0,)]
    assert rows(url, "SELECT verdict FROM runs") == [("failed",), ("doubtful",)]


def test_reading_captures_again_is_no_visit_to_the_site(
    url: str, archive: Archive, tmp_path: Path
) -> None:
    imported(archive, file_of(tmp_path, exchange(1), exchange(1, b"<p></p>", after=DAY)))
    applied(archive)
    assert rows(url, "SELECT kind, verdict FROM runs") == [
        ("import", "doubtful"),
        ("reread", "good"),
    ]
