"""Runs: their rows, their ends, and what one that was stopped leaves to the next."""

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from archive import repeated_lines, writer
from archive.database import captures_dir, open_for_writing
from archive.errors import ArchiveError
from archive.ledger import record
from archive.outcomes import Outcome
from archive.repeated_lines import find_repeated_lines, repeated_keys
from archive.runs import Run
from archive.shared import SharedArchive
from archive.site import SiteFacts
from archive.warc import writer as warc_writer
from archive.warc.own_file import OwnFile
from archive.writer import Archive
from extraction.text import comparable

from .archives import NOW, SITE, article, begin_run, captured, new_archive, opened, rows, visit_to

OTHER = SiteFacts("khac", "Báo Khác", "Cao Bằng", "khac.example", "own")
LINE = "Bản tin chiều của Đài Gò Sim phát sóng hằng ngày."


@pytest.fixture
def url(tmp_path: Path) -> str:
    return new_archive(tmp_path)


@pytest.fixture
def archive(url: str) -> Iterator[Archive]:
    with opened(url) as archive:
        yield archive


# The beginning


def test_a_run_has_a_row_from_its_beginning(url: str, archive: Archive) -> None:
    run = begin_run(archive, kind="import")
    assert rows(url, "SELECT site, started, finished, verdict, kind, reasons FROM runs") == [
        (SITE.name, run.started, None, None, "import", "[]")
    ]
    assert rows(url, "SELECT * FROM sites") == [
        (
            SITE.name,
            SITE.title,
            "Bắc Kạn",
            SITE.host,
            SITE.family,
            None,
            "",
            "",
            "[]",
            "Thái Nguyên",
        )
    ]
    assert rows(url, "SELECT name_now FROM provinces WHERE name = 'Bắc Kạn'") == [("Thái Nguyên",)]


def test_nothing_is_written_before_a_run_is_opened(url: str, archive: Archive) -> None:
    Run(archive, SITE)
    assert rows(url, "SELECT count(*) FROM sites") == [(0,)]


def test_a_changed_card_changes_the_row_of_the_site(url: str, archive: Archive) -> None:
    run = begin_run(archive)
    run.listings = 1
    run.close(finished=True)
    begin_run(archive, replace(SITE, title="Báo Lam Khê", host="lamkhe.example"))
    found = rows(url, "SELECT title, host, last_good_crawl FROM sites")
    assert found == [("Báo Lam Khê", "lamkhe.example", run.started)]


def test_a_run_that_was_killed_before_has_failed(url: str, archive: Archive) -> None:
    done = begin_run(archive)
    done.listings = 1
    done.close(finished=True)
    begin_run(archive)  # killed
    begin_run(archive, OTHER)  # under way
    begin_run(archive)
    assert rows(url, "SELECT site, verdict, reasons FROM runs ORDER BY id") == [
        (SITE.name, "good", "[]"),
        (SITE.name, "failed", '["it was killed before its end"]'),
        (OTHER.name, None, "[]"),
        (SITE.name, None, "[]"),
    ]


def test_runs_of_all_sites_that_were_killed_have_failed_when_the_archive_is_opened(
    url: str,
) -> None:
    with opened(url) as archive:
        begin_run(archive).close(finished=False)
        begin_run(archive, OTHER)
        begin_run(archive, kind="import")
    with opened(url):
        assert rows(url, "SELECT verdict, finished IS NULL, reasons FROM runs ORDER BY id") == [
            ("failed", 0, '["the crawl was stopped before its end"]'),
            ("failed", 1, '["it was killed before its end"]'),
            ("failed", 1, '["it was killed before its end"]'),
        ]


# The end


@pytest.mark.parametrize(
    ("kind", "listings", "finished", "verdict", "is_good_crawl"),
    [
        pytest.param("crawl", 1, True, "good", True, id="a crawl"),
        pytest.param("crawl", 0, True, "failed", False, id="a crawl that read no listing"),
        pytest.param("crawl", 1, False, "failed", False, id="a crawl that was stopped"),
        pytest.param("import", 0, True, "good", False, id="an import reads no listing"),
        pytest.param("reread", 0, True, "good", False, id="a re-extraction reads none"),
    ],
)
def test_the_end_of_a_run(
    url: str,
    archive: Archive,
    kind: str,
    listings: int,
    finished: bool,
    verdict: str,
    is_good_crawl: bool,
) -> None:
    earlier = begin_run(archive)
    earlier.close(finished=False)
    other = begin_run(archive, OTHER)
    run = begin_run(archive, kind=kind)
    run.listings = listings
    for number, outcome in enumerate([Outcome.GONE, Outcome.GONE, Outcome.OFF_TOPIC]):
        record(visit_to(run, number, outcome))
    assert run.close(finished=finished)[0] == verdict
    found = rows(
        url,
        "SELECT requests, gone, off_topic, stored, listings, verdict, finished >= started "
        "FROM runs WHERE site = ? ORDER BY id",
        SITE.name,
    )
    assert found == [
        (0, 0, 0, 0, 0, "failed", 1),
        (3, 2, 1, 0, listings, verdict, 1),
    ]
    assert rows(url, "SELECT verdict FROM runs WHERE site = ?", OTHER.name) == [(None,)]
    good = rows(url, "SELECT last_good_crawl FROM sites ORDER BY name")
    assert good == [(run.started if is_good_crawl else None,), (None,)]
    assert other.outcomes.total() == 0


def test_a_run_that_is_cut_short_is_doubtful_and_says_why_once(archive: Archive) -> None:
    run = begin_run(archive)
    reported: list[str] = []
    run.on_cut_short = reported.append
    assert not run.is_cut_short
    run.cut_short("no time is left")
    run.cut_short("no request is left")
    assert (run.is_cut_short, reported) == (True, ["no time is left"])
    assert run.listings == 0
    assert run.close(finished=True) == ("doubtful", ["no time is left"])


def test_a_doubtful_crawl_is_a_good_enough_one(url: str, archive: Archive) -> None:
    run = begin_run(archive)
    run.listings = 1
    run.remarks["a listing has no date"] += 2
    run.started = "2026-01-02T03:04:05+00:00"
    assert run.close(finished=True) == ("doubtful", ["a listing has no date (2 times)"])
    assert rows(url, "SELECT reasons FROM runs") == [('["a listing has no date (2 times)"]',)]
    assert rows(url, "SELECT last_good_crawl FROM sites") == [(run.started,)]


def test_the_batch_is_written_before_the_verdict(url: str, archive: Archive) -> None:
    run = begin_run(archive)
    record(visit_to(run, 1, Outcome.GONE))
    archive.fault = "the disk is full"
    with pytest.raises(ArchiveError, match="the disk is full"):
        run.close(finished=True)
    archive.fault = None
    assert rows(url, "SELECT verdict FROM runs") == [(None,)]


def test_only_recorded_visits_are_counted(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "MAX_BATCH", 1)
    run = begin_run(archive)
    archive.fault = "the disk is full"
    with suppress(ArchiveError):
        record(visit_to(run, 1, Outcome.GONE))
    assert run.outcomes.total() == 0
    archive.fault = None


def test_the_first_fault_of_a_run_is_its_fault(archive: Archive) -> None:
    run = begin_run(archive)
    reported: list[str] = []
    run.on_fault = reported.append
    with run.guard():
        pass
    assert run.fault is None
    for sentence in ("The disk is full.", "It is still full."):
        with run.guard():
            raise ArchiveError(sentence)
    assert run.fault == "The disk is full."
    assert reported == ["The disk is full."]
    with pytest.raises(ValueError, match="a fault of the program"), run.guard():
        raise ValueError("a fault of the program")


# What the next run need not search


@pytest.mark.parametrize(
    ("finished", "fault", "recovering", "indexed", "ended"),
    [
        pytest.param(True, None, False, True, True, id="finished"),
        pytest.param(False, None, False, False, True, id="stopped"),
        pytest.param(True, "The disk is full.", False, False, False, id="a fault"),
        pytest.param(True, None, True, False, True, id="while it recovers captures"),
    ],
)
def test_captures_are_indexed_after_a_run_without_a_gap(
    url: str,
    archive: Archive,
    finished: bool,
    fault: str | None,
    recovering: bool,
    indexed: bool,
    ended: bool,
) -> None:
    other = begin_run(archive, OTHER)
    record(captured(visit_to(other, 1, Outcome.GONE)))
    run = begin_run(archive)
    record(captured(visit_to(run, 1, Outcome.GONE)))
    run.fault, run.recovering = fault, recovering
    run.close(finished=finished)
    [(file, settled)] = rows(
        url, "SELECT file, settled FROM capture_files WHERE site = ?", SITE.name
    )
    path = captures_dir(url) / file
    assert settled == (path.stat().st_size if indexed else 0)
    assert (list(OwnFile(path, file))[-1] is None) is ended
    assert rows(url, "SELECT settled FROM capture_files WHERE site = ?", OTHER.name) == [(0,)]


def test_captures_without_a_row_are_found_by_the_next_run(url: str) -> None:
    with opened(url) as archive:
        run = begin_run(archive)
        record(captured(visit_to(run, 1, Outcome.GONE)))
        run.listings = 1
        run.close(finished=True)
    with opened(url) as archive:
        run, other = begin_run(archive), begin_run(archive, OTHER)
        assert list(run.captures.unrecorded()) == []
        record(captured(visit_to(run, 2, Outcome.GONE)))
        archive.commit()
        lost = [captured(visit_to(one, 3, Outcome.GONE)).capture for one in (run, other)]
    with opened(url) as archive:
        for site, capture in zip((SITE, OTHER), lost, strict=True):
            found = list(begin_run(archive, site).captures.unrecorded())
            assert [place for _, place in found] == [capture]


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        pytest.param({}, True, id="a complete page"),
        pytest.param({"status": 404}, False, id="another status"),
    ],
)
def test_the_last_complete_capture_of_a_page(
    archive: Archive, facts: dict[str, Any], found: bool
) -> None:
    run = begin_run(archive)
    visit = captured(visit_to(run, 1, Outcome.GONE, **facts))
    record(visit)
    record(captured(visit_to(run, 2, Outcome.GONE)))
    archive.commit()
    last = run.captures.last_complete(visit.url)
    assert (last is not None) is found
    assert [row.offset for row in run.captures.complete(visit.url)] == (
        [visit.capture.offset] if found and visit.capture else []
    )
    assert run.captures.last_complete("https://unknown.example/") is None


def test_complete_captures_come_newest_first_and_no_more_than_fifty(archive: Archive) -> None:
    run = begin_run(archive)
    offsets = []
    for second in [*range(50, -1, -1), 50]:
        fetched = NOW.replace(year=2025, minute=0, second=second, microsecond=0)
        visit = captured(visit_to(run, 1, Outcome.GONE, fetched=fetched))
        record(visit)
        offsets.append(visit.capture.offset if visit.capture else 0)
    archive.commit()
    found = run.captures.complete(f"https://{SITE.host}/bai-1")
    assert [row.offset for row in found] == [offsets[51], *offsets[:49]]
    last = run.captures.last_complete(f"https://{SITE.host}/bai-1")
    assert last == found[0]


def test_captures_without_a_row_are_found_in_every_file(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warc_writer, "MAX_BYTES", 500)
    with opened(url) as archive:
        run = begin_run(archive)
        lost = [captured(visit_to(run, number, Outcome.GONE)).capture for number in (1, 2)]
    with opened(url) as archive:
        found = list(begin_run(archive).captures.unrecorded())
        assert [place for _, place in found] == lost


def test_a_torn_record_with_a_row_is_not_cut(url: str) -> None:
    with opened(url) as archive:
        run = begin_run(archive)
        for number in (1, 2):
            visit = captured(visit_to(run, number, Outcome.GONE))
            record(visit)
    assert visit.capture is not None
    path = captures_dir(url) / visit.capture.file
    size = path.stat().st_size - 1
    os.truncate(path, size)
    with opened(url) as archive:
        assert list(begin_run(archive).captures.unrecorded()) == []
    assert path.stat().st_size == size


def test_a_capture_without_its_payload_is_not_complete(archive: Archive) -> None:
    run = begin_run(archive)
    visit = captured(visit_to(run, 1, Outcome.GONE))
    assert visit.capture is not None
    visit.capture = replace(visit.capture, record="revisit")
    record(visit)
    archive.commit()
    assert run.captures.complete(visit.url) == []


# Lines that appear on many pages


def test_a_run_learns_at_its_end_what_is_cut_from_then_on(url: str, archive: Archive) -> None:
    run, other = begin_run(archive), begin_run(archive, OTHER)
    for number in range(5):
        body = f"Thôn {number} làm đường.\n\n{LINE}"
        record(visit_to(run, number, article=article(number, body, lead=None)))
    assert not run.rules.repeated
    run.close(finished=True)
    assert run.rules.repeated == repeated_keys(archive, SITE.name) == {comparable(LINE)}
    assert begin_run(archive).rules.repeated == {comparable(LINE)}
    other.close(finished=True)
    assert not other.rules.repeated
    [(site, line, count, learned)] = rows(
        url, "SELECT site, line, articles, learned FROM repeated_lines"
    )
    assert (site, line, count) == (SITE.name, LINE, 5)
    assert learned >= run.started


@pytest.mark.parametrize(("before", "after"), [(4, 5), (9, 9)])
def test_a_line_learned_again_keeps_the_higher_count_and_its_mark(
    url: str, archive: Archive, before: int, after: int
) -> None:
    run = begin_run(archive)
    for number in range(5):
        body = f"Thôn {number} làm đường.\n\n{LINE}"
        record(visit_to(run, number, article=article(number, body, lead=None)))
    insert = "INSERT INTO repeated_lines VALUES (:site, :key, 'x', :articles, '2020', 1)"
    key = comparable(LINE)
    archive.write((text(insert), {"site": SITE.name, "key": key, "articles": before}))
    run.close(finished=True)
    assert rows(url, "SELECT line, articles, learned, kept FROM repeated_lines") == [
        ("x", after, "2020", 1)
    ]
    assert not run.rules.repeated, "the operator keeps it"


def test_lines_are_learned_again_once_a_page_was_recorded_or_corrected(archive: Archive) -> None:
    run = begin_run(archive)
    for number in range(5):
        body = f"Thôn {number} làm đường.\n\n{LINE}"
        record(visit_to(run, number, article=article(number, body, lead=None)))
    archive.commit()

    def is_learned() -> bool:
        archive.write((text("DELETE FROM repeated_lines"), {}))
        run.learn_repeated_lines()
        return bool(repeated_keys(archive, SITE.name))

    assert is_learned()
    assert not is_learned(), "the articles are as before"
    record(visit_to(run, 9, Outcome.GONE))
    assert is_learned()
    run.recount_as_failed(Outcome.GONE)
    assert is_learned()


def test_lines_are_learned_from_the_newest_articles(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert repeated_lines.NEWEST == 500
    run = begin_run(archive)
    for number in range(508):
        line = LINE if number < 28 else f"Thôn {number} họp dân."
        record(visit_to(run, number, article=article(number, f"{number}\n\n{line}", lead=None)))
    run.close(finished=True)
    assert not run.rules.repeated, "twenty are among the newest 500, of 25 that it takes"


WORDS = "một hai ba bốn năm sáu bảy tám".split()


@pytest.mark.parametrize(
    ("words", "learned"), [(7, False), (8, True)], ids=["too short", "long enough"]
)
def test_only_long_lines_are_learned(words: int, learned: bool) -> None:
    line = " ".join(WORDS[:words])
    found = find_repeated_lines([(line, f"Thôn {n}.", []) for n in range(5)])
    assert bool(found) is learned


@pytest.mark.parametrize(
    ("place", "learned"), [(0, True), (1, True), (2, False), (3, False), (4, True), (6, True)]
)
def test_only_the_two_lines_at_the_top_and_the_three_at_the_end_are_learned(
    place: int, learned: bool
) -> None:
    def body(number: int) -> str:
        lines = [f"{number} và {n}" for n in range(7)]
        lines[place] = LINE
        return "\n\n".join(lines)

    found = find_repeated_lines([(None, body(number), []) for number in range(5)])
    assert list(found.values()) == ([(LINE, 5)] if learned else [])


def test_captions_are_not_learned() -> None:
    assert find_repeated_lines([(None, LINE, [LINE]) for _ in range(9)]) == {}


# One archive for all the sites of a process


def test_users_share_an_archive_until_the_last_gives_it_back(url: str, tmp_path: Path) -> None:
    shared = SharedArchive()
    first = shared.acquire(url, "a test")
    assert shared.acquire(url, "a test") is first
    assert first.warc_files.folder == tmp_path / "captures"
    with pytest.raises(ValueError, match=r"writes sqlite:.* already, not sqlite:///x\.db"):
        shared.acquire("sqlite:///x.db", "a test")
    run = begin_run(first)
    record(visit_to(run, 1, Outcome.GONE))
    shared.release()
    with pytest.raises(ArchiveError, match="is being written"), opened(url):
        pass
    assert rows(url, "SELECT count(*) FROM pages") == [(0,)]
    shared.release()
    assert rows(url, "SELECT count(*) FROM pages") == [(1,)]
    with pytest.raises(ValueError, match="released more often"):
        shared.release()
    again = shared.acquire(url, "a test", str(tmp_path / "elsewhere"))
    assert again is not first
    assert again.warc_files.folder == tmp_path / "elsewhere"
    shared.release()


def test_an_archive_that_is_held_can_be_acquired_later(url: str, tmp_path: Path) -> None:
    shared = SharedArchive()
    with (
        open_for_writing(url, "another"),
        pytest.raises(ArchiveError, match="written by another"),
    ):
        shared.acquire(url, "a test")
    with pytest.raises(ValueError, match="released more often"):
        shared.release()
    shared.acquire(url, "a test")
    shared.release()
    with opened(url):
        pass
