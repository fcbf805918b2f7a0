"""A quiet night costs as much in a large archive as in a small one, and leaves old files alone."""

import os
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from archive.checks import check_captures, check_tables
from archive.database import captures_dir, connect
from archive.ledger import record
from archive.outcomes import Outcome
from archive.runs import Run
from archive.times import clock
from archive.warc.records import CaptureRecord
from benchmarks import synthetic

from .archives import NOW, article, begin_run, captured, new_archive, opened, rows, visit_to
from .test_query_plans import statements

MAX_RATIO = 1.1


class Files:
    """The files of a folder that are opened or truncated while `folder` is set."""

    def __init__(self) -> None:
        self.folder: str | None = None
        self.opened: set[str] = set()
        sys.addaudithook(self._note)  # it stays

    def _note(self, name: str, arguments: tuple[Any, ...]) -> None:
        if self.folder is not None and name in ("open", "os.truncate"):
            path = str(arguments[0])
            if path.startswith(self.folder) and ".warc" in path:
                self.opened.add(os.path.basename(path))


FILES = Files()


def archive_of(folder: Path, articles: int) -> str:
    """Make an archive with so many articles, and one that can be revisited."""
    url = new_archive(folder)
    with opened(url) as archive:
        run = begin_run(archive)
        record(captured(visit_to(run, 1, article=article(1), fetched=NOW - timedelta(days=1))))
        run.listings = 1
        run.close(finished=True)
    synthetic.fill(folder / "archive.db", captures_dir(url), articles, NOW)
    return url


def night(run: Run) -> None:
    """Ask for everything that a crawl asks, and revisit an article."""
    list(run.captures.unrecorded())
    run.queue.due_pages()
    run.queue.known_version("https://baogosim.example/")
    run.queue.recent_listings()
    run.queue.was_known("post:2")
    assert not run.queue.is_due("post:2", "https://baogosim.example/bai-viet-post000000002.html")
    visit = visit_to(run, 1, Outcome.UNCHANGED)
    visit.stored = run.pages.article_of(visit.key)
    record(captured(visit))
    run.listings = 1
    run.close(finished=True)


@pytest.fixture
def small_nights(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(synthetic, "PER_NIGHT", 10)


def cost_of_night(folder: Path, articles: int) -> tuple[int, int, int]:
    """Return how many statements a night takes, how many steps in SQLite, and how many files."""
    folder.mkdir()
    url = archive_of(folder, articles)
    with opened(url) as archive:
        night(begin_run(archive))  # closes the files of all nights before it
    statements = steps = 0

    def count(connection: Any, _record: object) -> None:
        def step() -> None:
            nonlocal steps
            steps += 1

        def statement(_: str) -> None:
            nonlocal statements
            statements += 1

        connection.set_progress_handler(step, 10)
        connection.set_trace_callback(statement)

    event.listen(Engine, "connect", count)
    FILES.folder, FILES.opened = str(folder), set()
    try:
        with opened(url) as archive:
            night(begin_run(archive))
    finally:
        FILES.folder = None
        event.remove(Engine, "connect", count)
    return statements, steps, len(FILES.opened)


def test_a_night_costs_the_same_after_few_nights_and_after_many(
    tmp_path: Path, small_nights: None
) -> None:
    # A run looks at the newest 500 articles.
    few, many = (cost_of_night(tmp_path / str(number), number) for number in (600, 2400))
    assert few[0] == many[0], "statements"
    assert many[1] <= MAX_RATIO * few[1], "steps"
    assert few[2] == many[2] == 1, "files: that of today"


def test_the_synthetic_archive_is_sound(tmp_path: Path, small_nights: None) -> None:
    url = archive_of(tmp_path, 20)
    engine = connect(url)
    assert {check.what: check.broken for check in check_tables(engine) if check.broken} == {}
    found = list(check_captures(engine, captures_dir(url)))
    engine.dispose()
    assert sum(number for number, _ in found) == 21
    assert [fault for _, fault in found if fault is not None] == []


@pytest.mark.parametrize(
    ("kind", "outcome", "reads"),
    [
        ("crawl", Outcome.UNCHANGED, False),
        ("crawl", Outcome.STORED, True),
        ("crawl", Outcome.REVISED, True),
        ("reread", Outcome.UNCHANGED, True),
    ],
)
def test_texts_are_read_only_after_a_run_that_may_have_brought_some(
    tmp_path: Path, kind: str, outcome: Outcome, reads: bool
) -> None:
    with opened(new_archive(tmp_path)) as archive:
        run = begin_run(archive, kind=kind)
        run.outcomes[outcome] = run.listings = 1
        with statements() as found:
            run.close(finished=True)
    assert any("articles.body" in statement for statement, _ in found) is reads


# Old files


def times(url: str) -> dict[str, tuple[int, int]]:
    paths = captures_dir(url).glob("*/*")
    return {path.name: (path.stat().st_mtime_ns, path.stat().st_ctime_ns) for path in paths}


def closed(url: str) -> dict[str, bool]:
    query = "SELECT file, closed IS NOT NULL FROM capture_files"
    return {file.rpartition("/")[2]: bool(is_closed) for file, is_closed in rows(url, query)}


def change(url: str, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
        connection.execute(statement, values)
        connection.commit()


def search(url: str, *, finished: bool = True) -> list[CaptureRecord]:
    """Begin a run, end it, and return the captures that it found unrecorded."""
    with opened(url) as archive:
        run = begin_run(archive)
        FILES.folder, FILES.opened = str(captures_dir(url)), set()
        try:
            found = [capture for _, capture in run.captures.unrecorded()]
        finally:
            FILES.folder = None
        run.listings = 1
        run.close(finished=finished)
    return found


def killed(folder: Path) -> tuple[str, list[CaptureRecord]]:
    """Return an archive, and its three captures: a killed run recorded the second one."""
    url = new_archive(folder)
    places = []
    with opened(url) as archive:
        run = begin_run(archive)
        for number in (1, 2, 3):
            visit = captured(visit_to(run, number, Outcome.GONE))
            assert visit.capture is not None
            places.append(visit.capture)
            if number == 2:
                record(visit)
    return url, places


@pytest.fixture
def tomorrow(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Return a function that sets the clock to the next day."""
    moment = clock() + timedelta(days=1)
    return lambda: monkeypatch.setenv("DANVAN_NOW", moment.isoformat())


def test_no_old_file_is_opened_or_changed(tmp_path: Path, small_nights: None) -> None:
    url = archive_of(tmp_path, 30)
    before = times(url)
    assert search(url) == []
    today = max(before)
    assert FILES.opened <= {today}
    assert closed(url) == {name: name != today for name in before}
    assert {name: time for name, time in times(url).items() if name != today} == {
        name: time for name, time in before.items() if name != today
    }


def test_a_file_is_closed_after_its_day(tmp_path: Path, tomorrow: Callable[[], None]) -> None:
    url, [first, _, third] = killed(tmp_path)
    assert search(url, finished=False) == [first, third]
    assert list(closed(url).values()) == [False], "today's"
    tomorrow()
    before = times(url)
    assert search(url, finished=False) == [first, third]
    assert list(closed(url).values()) == [False], "what was found need not be recorded"
    assert search(url) == [first, third]
    assert list(closed(url).values()) == [True]
    assert search(url) == []
    assert FILES.opened == set()
    assert times(url) == before


def test_a_file_of_the_same_day_is_not_closed(tmp_path: Path) -> None:
    url, [first, _, third] = killed(tmp_path)
    assert search(url) == [first, third]
    assert list(closed(url).values()) == [False]


def cut(path: Path, place: CaptureRecord) -> None:
    os.truncate(path, place.offset)


def damage(path: Path, place: CaptureRecord) -> None:
    with path.open("r+b") as file:
        file.write(bytes(20))


@pytest.mark.parametrize(
    ("harm", "is_closed", "found"),
    [
        (lambda path, place: path.unlink(), False, []),
        (cut, False, []),
        (damage, True, [1, 3]),
    ],
    ids=["lost", "shorter than what is indexed", "damaged before what is indexed"],
)
def test_a_file_that_misses_captures_is_not_closed_unless_it_can_be_searched(
    tmp_path: Path,
    tomorrow: Callable[[], None],
    harm: Callable[[Path, CaptureRecord], None],
    is_closed: bool,
    found: list[int],
) -> None:
    url, places = killed(tmp_path)
    second = places[1]
    if harm is not damage:  # as a run that ended has left it
        change(url, "UPDATE capture_files SET settled = ?", second.offset + second.length)
    harm(captures_dir(url) / second.file, second)
    tomorrow()
    assert search(url) == [places[number - 1] for number in found]
    assert list(closed(url).values()) == [is_closed]
