"""The checks of an archive: each finds its own fault, and no other."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from archive.checks import check_captures, check_tables
from archive.database import captures_dir, connect
from archive.ledger import record
from archive.outcomes import Outcome
from archive.warc.own_file import OwnFile
from archive.warc.records import CaptureRecord, pack, read_record

from .archives import NOW, article, begin_run, captured, new_archive, opened, rows, visit_to

KINDS = ("every URL", "the outcomes", "every page", "every article", "every row", "the search")


@pytest.fixture
def url(tmp_path: Path) -> str:
    """An archive with a page of every outcome, of which three are captured."""
    url = new_archive(tmp_path)
    with opened(url) as archive:
        run = begin_run(archive)
        for number, outcome in enumerate(Outcome):
            stored = article(number) if outcome is Outcome.STORED else None
            visit = visit_to(run, number, outcome, article=stored, fetched=NOW)
            if outcome in (Outcome.UNCHANGED, Outcome.REVISED):
                visit.stored = run.pages.article_of("post:0")
            record(captured(visit) if number < 3 else visit)
            archive.commit()
        run.close(finished=True)
        begin_run(archive)
    return url


def path_of(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


def spoil(url: str, statement: str) -> None:
    with closing(sqlite3.connect(path_of(url))) as connection:
        connection.executescript(statement)
        connection.commit()


def broken(url: str) -> dict[str, int | None]:
    """Return the first words of each check that found something, and how many rows."""
    engine = connect(url)
    found = list(check_tables(engine))
    engine.dispose()
    assert [check.what.startswith(kind) for check, kind in zip(found, KINDS, strict=True)] == [
        True
    ] * len(KINDS)
    return {
        kind: check.broken for check, kind in zip(found, KINDS, strict=True) if check.broken != 0
    }


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        pytest.param("SELECT 1", {}, id="nothing"),
        pytest.param("UPDATE pages SET reason = '' WHERE id IN (5, 6)", {"every URL": 2},
                     id="no reason"),
        pytest.param("UPDATE pages SET outcome = 'lost' WHERE id = 5", {"every URL": 1},
                     id="an unknown outcome"),
        pytest.param("UPDATE runs SET requests = 9 WHERE id = 1", {"the outcomes": 1},
                     id="too few requests"),
        pytest.param("UPDATE runs SET requests = 9 WHERE id = 2", {}, id="a run under way"),
        *(
            pytest.param(f"UPDATE pages SET outcome = '{outcome}' WHERE id = 5", {"every page": 1},
                         id=f"{outcome} without an article")
            for outcome in ("stored", "unchanged", "revised")
        ),
        pytest.param("UPDATE articles SET url = 'x'", {"every article": 1},
                     id="an article without a page"),
        pytest.param("UPDATE pages SET article_id = 77 WHERE id = 5", {"every row": 1},
                     id="a row that is not there"),
        pytest.param("DELETE FROM articles_fts_data", {"the search": 1},
                     id="a damaged index"),
    ],
)  # fmt: skip
def test_each_check_finds_its_own_fault(url: str, statement: str, found: dict[str, int]) -> None:
    spoil(url, statement)
    assert broken(url) == found


def test_an_index_that_is_not_that_of_the_articles_is_found(url: str) -> None:
    spoil(url, "DROP TRIGGER articles_fts_update; UPDATE articles SET body = 'Thôn khác.'")
    assert broken(url) == {"the search": 1}


def test_the_index_cannot_be_checked_while_another_program_writes(url: str) -> None:
    with closing(sqlite3.connect(path_of(url))) as other:
        other.execute("BEGIN IMMEDIATE")
        assert broken(url) == {"the search": None}


# Captures


def faults(url: str) -> tuple[int, list[str]]:
    """Return how many captures were compared, and the faults."""
    engine = connect(url)
    found = list(check_captures(engine, captures_dir(url)))
    engine.dispose()
    return sum(number for number, _ in found), [fault for _, fault in found if fault is not None]


def places(url: str) -> list[CaptureRecord]:
    folder = captures_dir(url)
    [path] = folder.glob("*/*")
    name = path.relative_to(folder).as_posix()
    return [found[1] for found in OwnFile(path, name) if found is not None]


def test_every_capture_is_compared(url: str) -> None:
    assert faults(url) == (3, [])


def test_a_revisit_record_is_compared_by_the_digest_that_it_names(url: str) -> None:
    with opened(url) as archive:
        run = begin_run(archive)
        visit = captured(visit_to(run, 1, Outcome.UNCHANGED))
        assert visit.capture is not None
        one = read_record(
            captures_dir(url), visit.capture.file, visit.capture.offset, visit.capture.sha256
        )
        again = visit_to(run, 2, Outcome.UNCHANGED, fetched=one.fetched)
        records = pack(replace(one, url=again.url), (NOW.isoformat(), visit.capture.sha256))
        again.capture = archive.warc_files.append(run.site.name, one, records)
        assert again.capture.record == "revisit"
        record(visit)
        record(again)
    assert faults(url) == (5, [])


@pytest.mark.parametrize(
    "change",
    [
        "length = length + 1",
        "sha256 = 'x'",
        "status = 201",
        "fetched = '2020-01-01T00:00:00+00:00'",
    ],
)
def test_a_row_that_differs_from_its_record(url: str, change: str) -> None:
    spoil(url, f"UPDATE captures SET {change} WHERE id = 2")
    second = places(url)[1]
    fault = f"{second.file} at {second.offset}: the record is not the one in the table"
    assert faults(url) == (3, [fault])


def test_a_record_without_a_row(url: str) -> None:
    spoil(url, "DELETE FROM captures WHERE id = 2")
    second = places(url)[1]
    fault = "the table does not know this record: `danvan import` of the file records it"
    assert faults(url) == (3, [f"{second.file} at {second.offset}: {fault}"])


@pytest.mark.parametrize(("known", "compared"), [(True, 3), (False, 2)])
def test_a_damaged_record_is_named_with_and_without_a_row(
    url: str, known: bool, compared: int
) -> None:
    second = places(url)[1]
    if not known:
        spoil(url, "DELETE FROM captures WHERE id = 2")
    path = captures_dir(url) / second.file
    content = bytearray(path.read_bytes())
    content[second.offset + 100] ^= 0xFF
    path.write_bytes(content)
    fault = f"{second.file} at {second.offset}: there is no complete record"
    assert faults(url) == (compared, [fault])


def test_a_record_of_a_wrong_clock_is_named_with_its_date(url: str) -> None:
    with opened(url) as archive:
        run = begin_run(archive)
        record(captured(visit_to(run, 4, Outcome.GONE, fetched=NOW + timedelta(days=2))))
    [_, _, _, fourth] = rows(url, 'SELECT file, "offset", fetched FROM captures')
    date = fourth[2].replace("+00:00", "Z")
    assert faults(url) == (4, [f"{fourth[0]} at {fourth[1]}: its date is '{date}'"])


@pytest.mark.parametrize(
    ("damage", "compared", "said"),
    [
        (lambda path, third: path.unlink(), 0, "is missing, with 3 captures"),
        (lambda path, third: (path.unlink(), path.mkdir()), 0, "cannot be read (Is a directory)"),
        (lambda path, third: os.truncate(path, third + 50), 3, "there is no complete record"),
    ],
    ids=["a missing file", "a folder in its place", "a file that is cut off"],
)
def test_what_is_missing(
    url: str, damage: Callable[[Path, int], object], compared: int, said: str
) -> None:
    third = places(url)[2]
    damage(captures_dir(url) / third.file, third.offset)
    where = third.file if compared == 0 else f"{third.file} at {third.offset}:"
    assert faults(url) == (compared, [f"{where} {said}"])


def test_a_lost_file_without_captures_is_no_fault(url: str) -> None:
    spoil(url, "INSERT INTO capture_files VALUES ('baogosim/a', 'baogosim', '2020', 0, NULL)")
    assert faults(url) == (3, [])
