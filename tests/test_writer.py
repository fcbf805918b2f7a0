"""The writer: batches, bad rows, full disks, and a power cut at any moment."""

import errno
import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import IntegrityError, ResourceClosedError

from archive import database, writer
from archive.database import captures_dir
from archive.errors import ArchiveError
from archive.ledger import record
from archive.models import RunRow
from archive.outcomes import Outcome
from archive.runs import Run
from archive.visit import Visit
from archive.warc import writer as warc_writer
from archive.warc.records import read_record
from archive.writer import MAX_BATCH, Archive
from extraction.article import Article

from .archives import NOW, SITE, article, begin_run, captured, new_archive, opened, rows, visit_to

UNWRITABLE = "\ud83d"  # SQLite takes no lone surrogate
HOST = f"https://{SITE.host}"


@pytest.fixture
def url(tmp_path: Path) -> str:
    return new_archive(tmp_path)


@pytest.fixture
def archive(url: str) -> Iterator[Archive]:
    with opened(url) as archive:
        yield archive


@pytest.fixture
def run(archive: Archive) -> Run:
    return begin_run(archive)


def stored(run: Run, number: int, **fields: str | None) -> Visit:
    return visit_to(run, number, article=article(number, **fields))  # type: ignore[arg-type]


def unwritable(run: Run, number: int) -> Visit:
    return visit_to(run, number, article=replace(article(number), author=UNWRITABLE))


def outcomes(url: str) -> list[tuple[str, str]]:
    found = rows(url, "SELECT url, outcome FROM pages ORDER BY id")
    return [(page.removeprefix(f"{HOST}/bai-"), outcome) for page, outcome in found]


def fill_disk(url: str, archive: Archive) -> None:
    """Let the database grow no more."""
    [(pages,)] = rows(url, "PRAGMA page_count")
    archive.write((text(f"PRAGMA max_page_count = {pages}"), {}))


# Batches


def test_a_batch_is_written_when_it_is_full(
    url: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "MAX_BATCH", 3)
    written = []
    for number in range(7):
        record(stored(run, number))
        written.append(len(outcomes(url)))
    assert written == [0, 0, 3, 3, 3, 6, 6]
    run.archive.commit()
    run.archive.commit()
    assert [number for number, _ in outcomes(url)] == list("0123456")


def test_a_batch_that_is_not_full_is_written_when_the_archive_is_closed(url: str) -> None:
    with opened(url) as archive:
        run = begin_run(archive)
        record(stored(run, 1))
        assert outcomes(url) == []
    assert outcomes(url) == [("1", "stored")]


def test_changes_are_written_together_or_not_at_all(url: str, archive: Archive, run: Run) -> None:
    change = insert(RunRow), {"site": SITE.name, "started": "2020", "kind": "crawl", "reasons": []}
    with pytest.raises(IntegrityError):
        archive.write(change, (insert(RunRow), {"site": "unknown", "started": "2020"}))
    assert rows(url, "SELECT count(*) FROM runs WHERE started = '2020'") == [(0,)]
    archive.write(change, change)
    assert rows(url, "SELECT count(*) FROM runs WHERE started = '2020'") == [(2,)]


def test_the_url_of_a_text(archive: Archive, run: Run) -> None:
    digest = article(1).text_sha256
    assert archive.url_of_text(digest) is None
    record(visit_to(run, 1, Outcome.OFF_TOPIC, article=article(1)))
    assert archive.url_of_text(digest) is None, "it is no article of the archive"
    record(stored(run, 1))
    assert archive.url_of_text(digest) == f"{HOST}/bai-1"
    archive.commit()
    assert archive.url_of_text(digest) == f"{HOST}/bai-1"
    assert archive.url_of_text(article(2).text_sha256) is None


def test_the_text_of_an_article_that_could_not_be_written_is_free(
    archive: Archive, run: Run
) -> None:
    record(unwritable(run, 1))
    assert archive.url_of_text(article(1).text_sha256) == f"{HOST}/bai-1"
    archive.commit()
    assert archive.url_of_text(article(1).text_sha256) is None


# Rows that cannot be written


def test_a_bad_article_costs_itself_alone_and_its_capture_is_kept(
    url: str, archive: Archive, run: Run
) -> None:
    record(captured(stored(run, 1)))
    record(captured(unwritable(run, 2)))
    record(captured(stored(run, 3)))
    archive.commit()
    assert outcomes(url) == [("1", "stored"), ("2", "failed"), ("3", "stored")]
    reason = "could not be stored: UnicodeEncodeError"
    assert rows(url, "SELECT reason FROM pages WHERE outcome = 'failed'") == [(reason,)]
    assert rows(
        url, "SELECT url FROM captures JOIN pages ON pages.id = page_id ORDER BY captures.id"
    ) == [(f"{HOST}/bai-{number}",) for number in (1, 2, 3)]
    assert archive.fault is None


@pytest.mark.parametrize("number", [1, MAX_BATCH], ids=["a small batch", "a full batch"])
def test_a_page_that_could_not_be_written_is_counted_as_failed(
    archive: Archive, run: Run, number: int, caplog: pytest.LogCaptureFixture
) -> None:
    for page in range(1, number):
        record(stored(run, page))
    record(unwritable(run, number))
    archive.commit()
    assert run.remarks == {"a page could not be stored: the log says why": 1}
    assert "xã Gò Sim" not in caplog.text, "the log does not quote articles"
    counts = {Outcome.STORED: number - 1, Outcome.FAILED: 1}
    assert {outcome: count for outcome, count in run.outcomes.items() if count} == {
        outcome: count for outcome, count in counts.items() if count
    }


@pytest.mark.parametrize("outcome", [Outcome.STORED, Outcome.REVISED, Outcome.OFF_TOPIC])
def test_a_page_that_could_not_be_written_is_requested_again(
    url: str, archive: Archive, run: Run, outcome: Outcome
) -> None:
    visit = unwritable(run, 1)
    visit.article = replace(article(1), published=UNWRITABLE)
    visit.end(outcome, "a reason")
    visit.fetched = NOW - timedelta(days=400)
    record(visit)
    archive.commit()
    hours = "(julianday(next_check) - julianday(last_fetched)) * 24"
    assert rows(url, f"SELECT outcome, round({hours}), failures FROM pages") == [
        ("failed", 20, 0.5)
    ]


def test_what_a_bad_article_would_have_changed_stays(url: str, archive: Archive, run: Run) -> None:
    record(visit_to(run, 2, Outcome.DUPLICATE, due_again=True))
    archive.commit()
    visit = unwritable(run, 1)
    visit.redirected_from = (f"{HOST}/bai-2",)
    record(visit)
    archive.commit()
    assert rows(url, "SELECT url FROM pages WHERE next_check IS NOT NULL AND outcome != 'failed'")


def test_a_bad_article_does_not_cost_the_changes_of_others(
    url: str, archive: Archive, run: Run
) -> None:
    record(stored(run, 1))
    archive.commit()
    revised = stored(run, 1, body="Bà con làm thêm cầu.")
    revised.stored = run.pages.article_of("post:1")
    revised.end(Outcome.REVISED, "changed by the site: body")
    record(unwritable(run, 2))
    record(revised)
    archive.commit()
    assert outcomes(url) == [("1", "revised"), ("2", "failed")]
    assert rows(url, "SELECT body FROM articles") == [("Bà con làm thêm cầu.",)]
    assert rows(url, "SELECT body FROM revisions") == [(article(1).body,)]


def test_a_publish_date_that_cannot_be_written_is_left_out(
    url: str, archive: Archive, run: Run
) -> None:
    record(stored(run, 1, published=UNWRITABLE))
    archive.commit()
    assert rows(url, "SELECT outcome, published FROM pages") == [("failed", None)]


def same_text(number: int) -> Article:
    """Return an article with another URL and the text of the first."""
    return article(number, lead=None, body=article(1).text, title=article(1).title)


def test_a_text_that_is_stored_already_is_no_fault_of_the_archive(
    url: str, archive: Archive, run: Run
) -> None:
    """It breaks a constraint, which is a fault of the program: the page fails, the run goes on."""
    record(stored(run, 1))
    archive.commit()
    record(visit_to(run, 2, article=same_text(2)))
    record(stored(run, 3))
    archive.commit()
    assert archive.fault is None
    assert rows(url, "SELECT outcome, reason, article_id FROM pages ORDER BY id") == [
        ("stored", "a reason in words", 1),
        ("failed", "could not be stored: IntegrityError", None),
        ("stored", "a reason in words", 2),
    ]


def test_a_page_without_any_row_costs_itself_alone(url: str, archive: Archive, run: Run) -> None:
    for number in (1, 2, 3):
        key = UNWRITABLE if number == 2 else f"post:{number}"
        record(visit_to(run, number, Outcome.GONE, key=key, is_new=True))
    archive.commit()
    assert outcomes(url) == [("1", "gone"), ("3", "gone")]
    assert archive.fault is None


# A database that cannot go on


def test_a_full_disk_among_bad_rows_ends_the_batch(url: str) -> None:
    with suppress(ArchiveError), opened(url) as archive:
        run = begin_run(archive)
        record(unwritable(run, 1))
        record(stored(run, 2, body="Một đoạn rất dài. " * 20_000))
        record(stored(run, 3))
        fill_disk(url, archive)
        with pytest.raises(ArchiveError, match="the disk is full"):
            archive.commit()
        assert archive.fault is not None
    assert ("2", "failed") not in outcomes(url)
    assert "3" not in dict(outcomes(url))


def test_a_full_disk_while_a_failure_is_written_ends_the_batch(url: str) -> None:
    with suppress(ArchiveError), opened(url) as archive:
        run = begin_run(archive)
        visit = unwritable(run, 1)
        visit.etag = "x" * 400_000
        record(visit)
        record(stored(run, 2))
        fill_disk(url, archive)
        with pytest.raises(ArchiveError, match="the disk is full"):
            archive.commit()
    assert outcomes(url) == []


def test_after_a_fault_nothing_is_written(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.02)
    with suppress(ArchiveError), opened(url) as archive:
        run = begin_run(archive)
        record(stored(run, 1))
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(ArchiveError, match="another program holds it") as lost:
                archive.commit()
        assert archive.fault == str(lost.value)
        record(stored(run, 2))
        with pytest.raises(ArchiveError, match="another program holds it"):
            archive.commit()
    assert outcomes(url) == []


def test_a_fault_while_the_archive_is_closed_closes_it(url: str) -> None:
    with opened(url) as archive:
        run = begin_run(archive)
        record(captured(stored(run, 1, body="Một đoạn rất dài. " * 20_000)))
        fill_disk(url, archive)
        with pytest.raises(ArchiveError):
            archive.close()
        assert archive.warc_files.ends(SITE.name) == {}
        with pytest.raises(ResourceClosedError):
            run.queue.due_pages()
        archive.fault = None  # it is closed once more


def test_reading_is_a_fault_in_one_sentence(archive: Archive, run: Run) -> None:
    archive.write((text("DROP TABLE listings"), {}))
    with pytest.raises(ArchiveError, match=r"^The archive .* cannot be used: no such table"):
        run.queue.was_fully_crawled("x")


# Captures reach the disk first


class PowerCut:
    """What of a folder survives a power cut: what `os.fsync` was called for."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._folder = folder
        self._sizes: dict[int, int] = {}
        self._names: set[str] = set()
        self._fsync = os.fsync
        monkeypatch.setattr(os, "fsync", self._note)

    def _note(self, descriptor: int) -> None:
        self._fsync(descriptor)
        found = os.fstat(descriptor)
        if stat.S_ISDIR(found.st_mode):
            self._names.update(os.listdir(descriptor))
        else:
            self._sizes[found.st_ino] = found.st_size

    def happen(self) -> None:
        """Leave what is on the disk."""
        for path in self._folder.glob("*/*"):
            if path.name in self._names:
                os.truncate(path, self._sizes.get(path.stat().st_ino, 0))
            else:
                path.unlink()


def assert_captures_readable(url: str, number: int) -> None:
    """Every capture that the database names is on the disk, and it names so many."""
    query = 'SELECT url, file, "offset", sha256 FROM captures JOIN pages ON pages.id = page_id'
    found = rows(url, query)
    assert len(found) == number
    for page, *place in found:
        assert read_record(captures_dir(url), *place).url == page


@pytest.mark.parametrize("max_bytes", [10**9, 500], ids=["one file", "a file for each"])
def test_the_database_names_no_capture_that_a_power_cut_took(
    url: str, monkeypatch: pytest.MonkeyPatch, max_bytes: int
) -> None:
    monkeypatch.setattr(warc_writer, "MAX_BYTES", max_bytes)
    power_cut = PowerCut(captures_dir(url), monkeypatch)
    with suppress(ArchiveError), opened(url) as archive:
        run = begin_run(archive)
        for batch in range(2):
            for number in range(3):
                record(captured(stored(run, 3 * batch + number)))
            archive.commit()
        captured(stored(run, 7))  # appended, but in no batch
        power_cut.happen()
        archive.fault = "the power was cut"
    assert_captures_readable(url, 6)


def test_a_bad_row_does_not_make_the_database_name_what_is_not_on_the_disk(
    url: str, archive: Archive, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    power_cut = PowerCut(captures_dir(url), monkeypatch)
    record(captured(unwritable(run, 1)))
    record(captured(stored(run, 2)))
    archive.commit()
    power_cut.happen()
    assert_captures_readable(url, 2)


def test_the_end_of_a_run_survives_a_power_cut(
    url: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database says up to where a file is indexed: the file is not shorter afterwards."""
    power_cut = PowerCut(captures_dir(url), monkeypatch)
    record(captured(stored(run, 1)))
    run.listings = 1
    run.close(finished=True)
    power_cut.happen()
    [(file, settled)] = rows(url, "SELECT file, settled FROM capture_files")
    assert (captures_dir(url) / file).stat().st_size == settled > 0


def test_captures_that_do_not_reach_the_disk_are_not_in_the_database(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    with suppress(ArchiveError), opened(url) as archive:
        run = begin_run(archive)
        record(captured(stored(run, 1)))
        archive.commit()
        record(captured(stored(run, 2)))
        monkeypatch.setattr(os, "fsync", fail)
        with pytest.raises(ArchiveError, match=r"cannot be written \(Input/output error\)"):
            archive.commit()
        monkeypatch.undo()
        with pytest.raises(ArchiveError, match="Input/output error"):
            archive.commit()
    assert outcomes(url) == [("1", "stored")]
    assert_captures_readable(url, 1)


# The names of files


def test_a_file_is_in_the_database_before_its_first_record(url: str, run: Run) -> None:
    visit = captured(stored(run, 1))
    assert visit.capture is not None
    found = rows(url, "SELECT file, site, settled, opened >= ? FROM capture_files", run.started)
    assert found == [(visit.capture.file, SITE.name, 0, 1)]


def test_the_name_of_a_lost_file_is_not_used_again(url: str) -> None:
    files = []
    for number in range(2):
        with opened(url) as archive:
            run = begin_run(archive)
            visit = captured(stored(run, number))
            record(visit)
        assert visit.capture is not None
        files.append(visit.capture.file)
        (captures_dir(url) / files[-1]).unlink()
    assert files[0] != files[1]
    assert rows(url, "SELECT file FROM capture_files") == [(file,) for file in files]
