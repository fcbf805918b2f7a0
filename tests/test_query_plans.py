"""What a night asks of the database is found through an index, however large the archive is."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, event

from archive.models import Base
from archive.runs import Run
from archive.warc.index import sites_with_unrecorded

from .archives import begin_run, new_archive, opened, rows

Statement = tuple[str, Any]


@contextmanager
def statements() -> Iterator[list[Statement]]:
    """Collect the statements that are executed meanwhile, each with values of one row."""
    found: list[Statement] = []

    def note(*arguments: Any) -> None:
        _, _, statement, values, _, has_many_rows = arguments
        found.append((statement, values[0] if has_many_rows else values))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def plans(url: str, found: list[Statement]) -> list[str]:
    """Return each step of SQLite's plans, without those that put a few rows in order."""
    steps = []
    for statement, values in found:
        if statement.startswith(("SELECT", "UPDATE")):
            plan = rows(url, f"EXPLAIN QUERY PLAN {statement}", *values)
            steps += [detail for *_, detail in plan if not detail.startswith("USE TEMP B-TREE")]
    return steps


DUE = "SEARCH pages USING INDEX ix_pages_due (site=? AND next_check<?)"
PLANS: dict[str, tuple[Callable[[Run], object], list[str]]] = {
    "due pages": (
        lambda run: run.queue.due_pages(),
        [
            DUE,
            "CORRELATED SCALAR SUBQUERY 1",
            "SEARCH other USING INDEX ix_pages_site_key (site=? AND key=?)",
        ],
    ),
    "due redirects": (lambda run: run.queue.due_redirects(), [DUE]),
    "recent listings": (
        lambda run: run.queue.recent_listings(),
        ["SEARCH listings USING INDEX ix_listings_site_read_through (site=? AND read_through>?)"],
    ),
    "files that may have unrecorded captures": (
        lambda run: list(run.captures.unrecorded()),
        ["SEARCH capture_files USING INDEX ix_capture_files_open (site=?)"],
    ),
    "sites that may have some": (
        lambda run: sites_with_unrecorded(run.archive),
        ["SCAN capture_files USING INDEX ix_capture_files_open"],
    ),
    "runs that were killed, and the number of the new one": (
        lambda run: run.open(),
        [
            "SEARCH runs USING INDEX ix_runs_under_way (site=?)",
            "SEARCH runs USING COVERING INDEX ix_runs_site (site=?)",
        ],
    ),
}


@pytest.mark.parametrize("what", PLANS)
def test_what_a_night_asks_for_has_an_index(tmp_path: Path, what: str) -> None:
    url = new_archive(tmp_path)
    ask, expected = PLANS[what]
    with opened(url) as archive:
        run = begin_run(archive)
        with statements() as found:
            ask(run)
        assert plans(url, found) == expected


def test_the_migrations_make_the_indexes_of_the_models(tmp_path: Path) -> None:
    """Alembic does not compare the conditions of partial indexes."""

    def indexes(path: Path) -> set[str]:
        query = "SELECT replace(sql, '\"', '') FROM sqlite_schema WHERE type = 'index'"
        return {sql for (sql,) in rows(path, query) if sql is not None}

    migrated = tmp_path / "archive.db"
    new_archive(tmp_path)
    engine = create_engine(f"sqlite:///{tmp_path / 'made.db'}")
    Base.metadata.create_all(engine)
    engine.dispose()
    assert indexes(migrated) == indexes(tmp_path / "made.db")
