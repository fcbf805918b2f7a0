"""Captures read again: import and recovery, in this process."""

import asyncio
import gzip
import random
import tracemalloc
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, ClassVar

import pytest

from archive.database import captures_dir
from archive.errors import ArchiveError
from archive.ledger import record
from archive.outcomes import Outcome
from archive.runs import Run
from archive.times import SIMULATED_NOW, format_time
from archive.visit import Visit, fetched_page
from archive.warc import own_file as warc_own_file
from archive.warc import writer
from archive.warc.records import CaptureRecord, Exchange, pack
from archive.warc.writer import WarcFiles
from archive.writer import Archive
from extraction.extract import extract
from pipelines import workers
from pipelines.classify import ClassifyPipeline
from replay import captures
from replay.captures import ArticleCapture, Tally, chunks_of_visits
from replay.recovery import recover
from replay.runner import StageRunner
from sites.card import Directory

from .archives import begin_run, captured, new_archive, opened, rows, visit_to
from .replays import (
    DAY,
    HOST,
    SECONDS,
    WHEN,
    GoSim,
    LamKhe,
    appended,
    capture,
    exchange,
    file_of,
    imported,
    page,
    pages,
)


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
        [],
        [f"{HOST}/cu-1", f"{HOST}/bai-2"],
    ]
    assert tally.pages == 5


def test_a_chunk_that_depends_on_the_one_before_is_preceded_by_an_empty_one(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(captures, "_MAX_CHUNK", 2)
    run = begin_run(archive, GoSim.facts())

    def sizes(*numbers: int, revisit: bool = False) -> list[int]:
        """Return the sizes of the chunks of captures of articles, after them one of a 304."""
        taken = [capture(exchange(n, after=number * DAY)) for number, n in enumerate(numbers)]
        if revisit:
            taken.append(capture(exchange(9, b"", status=304, is_revisit=True)))
        return [len(chunk) for chunk in chunks(run, *taken)]

    assert sizes(1, 2, 3, 4) == [2, 2]
    assert sizes(1, 2, 3, 1) == [2, 0, 2], "the chunk goes on after it"
    assert sizes(1, 2, 1, 2) == [2, 0, 2], "all of it is stored by then"
    assert sizes(1, 2, 3, 4, 1) == [2, 2, 1], "that is stored by then"
    assert sizes(1, revisit=True) == [2], "none is before it"
    assert sizes(1, 2, 3, revisit=True) == [2, 0, 2], "it may repeat the payload of any page"


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


def test_a_chunk_is_taken_while_the_one_before_is_extracted(url: str, archive: Archive) -> None:
    run = begin_run(archive, GoSim.facts())
    one, two, three = (
        [visit] for visit in chunks(run, *(capture(exchange(n)) for n in range(3)))[0]
    )
    stored: list[int] = []

    def taken() -> Iterator[list[Visit]]:
        for chunk in (one, two, [], three):
            stored.append(rows(url, "SELECT count(*) FROM articles")[0][0])
            yield chunk

    async def go() -> None:
        with StageRunner(SECONDS) as stages:
            await stages.process_all(taken())

    asyncio.run(go())
    assert stored == [0, 0, 1, 2], "an empty chunk has all before it stored"
    assert rows(url, "SELECT count(*) FROM articles") == [(3,)]


def test_a_run_that_is_cut_short_takes_no_more_chunks(url: str, archive: Archive) -> None:
    run = begin_run(archive, GoSim.facts())
    [visits] = chunks(run, *(capture(exchange(n)) for n in range(3)))

    def taken() -> Iterator[list[Visit]]:
        yield visits[:1]
        run.cut_short("the network is down")
        yield visits[1:2]
        yield visits[2:]

    async def go() -> None:
        with StageRunner(SECONDS) as stages:
            await stages.process_all(taken())

    asyncio.run(go())
    assert rows(url, "SELECT url FROM pages") == [(f"{HOST}/bai-0",)]


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


DAMAGED = "a record in {file} is damaged (see `danvan captures verify`)"


def flip(path: Path, offset: int) -> None:
    """Change one byte of a file."""
    content = bytearray(path.read_bytes())
    content[offset] ^= 0xFF
    path.write_bytes(content)


def test_a_damaged_record_of_our_own_file_costs_itself_alone(url: str, archive: Archive) -> None:
    one, two, three, four = (exchange(number) for number in (1, 2, 3, 4))
    places = own_file(url, one, None, two, three, four)
    path = captures_dir(url) / places[0].file
    flip(path, places[1].offset + 150)
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size - 1)
    done = imported(archive, path)
    assert pages(url) == {"bai-1": "stored", "bai-3": "stored"}
    name = places[0].file
    assert (done.tally.damages, done.tally.damaged) == (
        2,
        [
            f"{name} at {places[1].offset}: there is no complete record",
            f"{name} at {places[3].offset}: it is cut off",
        ],
    )
    [(verdict, reasons)] = rows(url, "SELECT verdict, reasons FROM runs")
    assert (verdict, reasons) == ("doubtful", f'["{DAMAGED.format(file=name)}"]')


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


EVENING = WHEN.replace(hour=15, minute=0, second=0)
"""At ten o'clock in Vietnam."""
SECOND = timedelta(seconds=1)
NOON = EVENING + timedelta(hours=14)
HOURS = [EVENING + timedelta(hours=hour) for hour in range(5)]
NIGHTS = [EVENING + DAY * night for night in range(5)]
AN_ARTICLE = {"bai-0": "stored"} | {f"bai-{number}": "duplicate" for number in range(1, 5)}
A_NOTICE = {f"bai-{number}": "failed" for number in range(5)}


def one_text(times: Sequence[datetime]) -> list[Exchange]:
    """Return captures of these times, of pages that all show one article."""
    return [exchange(number, page(1), after=time - WHEN) for number, time in enumerate(times)]


@pytest.mark.parametrize("is_own", [True, False], ids=["our own file", "a file of others"])
@pytest.mark.parametrize(
    ("times", "expected"),
    [
        pytest.param(NIGHTS, AN_ARTICLE, id="in five nights"),
        pytest.param(HOURS, A_NOTICE, id="in one night"),
        pytest.param([*HOURS[:4], NOON - SECOND], A_NOTICE, id="the last before noon"),
        pytest.param([*HOURS[:4], NOON], AN_ARTICLE, id="the last at noon"),
        pytest.param([*HOURS[3:], *NIGHTS[1:2], *HOURS[:2]], AN_ARTICLE, id="in any order"),
    ],
)
def test_what_pages_show_is_a_notice_if_they_show_it_in_one_night(
    url: str,
    archive: Archive,
    tmp_path: Path,
    *,
    is_own: bool,
    times: list[datetime],
    expected: dict[str, str],
) -> None:
    shown = one_text(times)
    file = file_of(tmp_path, *shown)
    if is_own:
        [place, *_] = own_file(url, *shown)
        file = captures_dir(url) / place.file
    imported(archive, file)
    assert pages(url) == expected
    [(articles,)] = rows(url, "SELECT count(*) FROM articles")
    assert articles == (1 if expected is AN_ARTICLE else 0)


@pytest.mark.parametrize(
    ("ends_after", "expected"), [(4, AN_ARTICLE), (5, A_NOTICE)], ids=["two runs", "one run"]
)
def test_the_pages_of_each_run_in_our_own_file_are_judged_without_those_of_others(
    url: str, archive: Archive, ends_after: int, expected: dict[str, str]
) -> None:
    shown = one_text(HOURS)
    [place, *_] = own_file(url, *shown[:ends_after], None, *shown[ends_after:])
    imported(archive, captures_dir(url) / place.file)
    assert pages(url) == expected


def test_a_run_that_goes_on_in_another_file_is_one_run(
    url: str, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "MAX_BYTES", 1)
    files = [captures_dir(url) / place.file for place in own_file(url, *one_text(HOURS))]
    assert len(set(files)) == 5
    imported(archive, *files)
    assert pages(url) == A_NOTICE


@pytest.mark.parametrize(
    ("times", "expected"), [(NIGHTS, "gone"), (HOURS, "failed")], ids=["in five nights", "in one"]
)
def test_known_articles_that_are_gone_at_once_were_gone_in_one_night(
    url: str, archive: Archive, tmp_path: Path, times: list[datetime], expected: str
) -> None:
    known = [exchange(number, after=EVENING - DAY - WHEN) for number in range(5)]
    gone = [exchange(n, b"", status=404, after=time - WHEN) for n, time in enumerate(times)]
    imported(archive, file_of(tmp_path, *known, *gone))
    assert set(pages(url).values()) == {expected}


class Slugs(GoSim):
    """The same site, with the words of titles in its URLs."""

    articles: ClassVar[dict[str, str]] = {"post": r"^/[^/]+-post(?P<key>\d+)\.html$"}


def test_a_page_that_shows_another_article_does_not_refer_to_it(
    url: str, archive: Archive, tmp_path: Path
) -> None:
    """Although its number is a part of the other one."""
    other = f"{HOST}/dan-van-kheo-o-thon-bai-post4512.html"
    own = f"{HOST}/hoi-nghi-tong-ket-cong-tac-nam-post45.html"
    link = f'<link rel="canonical" href="{other}">'.encode()
    shown = link + page(1, title="Dân vận khéo ở thôn Bãi")
    captures = (exchange(1, shown, url=other), exchange(2, shown, url=own, after=DAY))
    imported(archive, file_of(tmp_path, *captures), sites=Directory([Slugs]))
    assert rows(url, "SELECT outcome, reason, article_id FROM pages WHERE url = ?", own) == [
        ("failed", f"the page shows another article: {other}", None)
    ]
    assert rows(url, "SELECT url FROM articles") == [(other,)]


def test_an_import_that_was_stopped_has_failed(url: str, archive: Archive, tmp_path: Path) -> None:
    imported(archive, file_of(tmp_path, exchange(1)), finished=False)
    assert rows(url, "SELECT verdict FROM runs") == [("failed",)]


# Recovery


def recovered(run: Run) -> int:
    return asyncio.run(recover(run.captures, GoSim, SECONDS, lambda _: run))


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


def test_a_recovery_records_what_is_after_damaged_records_and_counts_these(url: str) -> None:
    with opened(url) as archive:
        begin_run(archive, GoSim.facts())
        places = [appended(archive, exchange(n)) for n in range(1, 7)]
    path = captures_dir(url) / places[0].file
    for place in (places[1], places[3]):
        flip(path, place.offset + 150)
    before = path.read_bytes()
    with opened(url) as archive:
        run = begin_run(archive, GoSim.facts())
        assert recovered(run) == 4
        run.listings = 1
        verdict, reasons = run.close(finished=True)
    assert (verdict, reasons) == ("doubtful", [f"{DAMAGED.format(file=places[0].file)} (2 times)"])
    assert list(pages(url)) == ["bai-1", "bai-3", "bai-5", "bai-6"]
    with opened(url) as archive:
        run = begin_run(archive, GoSim.facts())
        assert recovered(run) == 0
        assert list(run.remarks.values()) == [2], "the file is searched again on its day"
        assert appended(archive, exchange(7)).file != places[0].file
    assert path.read_bytes() == before


def test_unrecorded_captures_are_in_memory_one_by_one(url: str) -> None:
    size, number = 500_000, 12
    with opened(url) as archive:
        begin_run(archive, GoSim.facts())
        for n in range(number):
            appended(archive, exchange(n, random.randbytes(size)))
    with opened(url) as archive:
        run = begin_run(archive, GoSim.facts())
        tracemalloc.start()
        assert sum(1 for _ in run.captures.unrecorded()) == number
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < 6 * size


def test_an_import_reads_each_unrecorded_record_once(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(url) as archive:
        begin_run(archive, GoSim.facts())
        places = [appended(archive, exchange(n)) for n in (1, 2, 3)]
    size = (captures_dir(url) / places[0].file).stat().st_size
    read: list[int] = []
    original = warc_own_file._unpacked

    def unpacked(stream: IO[bytes], start: int) -> tuple[bytes, int]:
        read.append(start)
        return original(stream, start)

    monkeypatch.setattr(warc_own_file, "_unpacked", unpacked)
    with opened(url) as archive:
        assert imported(archive).recovered == 3
    assert read == [0, *(place.offset for place in places), size]


def test_an_import_tells_of_damage_where_nothing_else_is_unrecorded(url: str) -> None:
    with opened(url) as archive:
        begin_run(archive, GoSim.facts())
        place = appended(archive, exchange(1))
    flip(captures_dir(url) / place.file, place.offset + 150)
    with opened(url) as archive:
        done = imported(archive)
        assert (done.recovered, list(done.runs)) == (0, ["gosim"])
    [(_, _), (verdict, reasons)] = rows(url, "SELECT verdict, reasons FROM runs ORDER BY id")
    assert (verdict, reasons) == ("doubtful", f'["{DAMAGED.format(file=place.file)}"]')


def test_a_file_that_is_searched_in_part_stays_as_it_is(url: str) -> None:
    with opened(url) as archive:
        begin_run(archive, GoSim.facts())
        places = [appended(archive, exchange(n)) for n in (1, 2, 3)]
    path = captures_dir(url) / places[0].file
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size - 1)
    before = path.read_bytes()
    with opened(url) as archive:
        files = archive.warc_files
        run = begin_run(archive, GoSim.facts())
        unrecorded = run.captures.unrecorded()
        next(unrecorded)
        assert (files.ends("gosim"), files._searched) == ({}, set())
        assert path.read_bytes() == before
        assert len(list(unrecorded)) == 1
        assert files.ends("gosim") == {places[0].file: places[2].offset}
    assert path.stat().st_size == places[2].offset


@pytest.mark.parametrize(
    ("tonight", "expected"),
    [
        pytest.param(NIGHTS[1], AN_ARTICLE, id="in another night"),
        pytest.param(HOURS[4], A_NOTICE, id="in the same night"),
    ],
)
def test_what_a_killed_crawl_captured_is_judged_with_its_night(
    url: str, monkeypatch: pytest.MonkeyPatch, tonight: datetime, expected: dict[str, str]
) -> None:
    """The crawl that records it meets the same text on two more pages."""
    *killed, fourth, fifth = one_text([*HOURS[:3], tonight, tonight])
    monkeypatch.setenv(SIMULATED_NOW, tonight.isoformat())
    with opened(url) as archive:
        begin_run(archive, GoSim.facts())
        for one in killed:
            appended(archive, one)
    with opened(url) as archive:
        run = begin_run(archive, GoSim.facts())
        recovered(run)
        for one in (fourth, fifth):
            shown = extract(fetched_page(one, one.url, one.payload), run.rules).article
            visit = Visit(run, f"post:{one.url[-1]}", one.url, one.fetched, 200, article=shown)
            ClassifyPipeline().process_item(visit)
            visit.end(Outcome.DUPLICATE, "the same text as another page")
            record(visit)
        run.listings = 1
        run.close(finished=True)
    assert pages(url) == expected


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
