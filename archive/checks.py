"""Is the archive sound? What `danvan status` and `danvan captures verify` check."""

# ruff: noqa: S608  (the queries are put together from names of our own columns)

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DatabaseError

from archive.database import error_code
from archive.errors import ArchiveError
from archive.models import WithdrawalRow
from archive.outcomes import Outcome
from archive.search import FTS_TABLE
from archive.warc.own_file import OwnFile
from archive.warc.records import read_record

_OUTCOMES = ", ".join(f"'{outcome.value}'" for outcome in Outcome)
_SUM = " + ".join(outcome.value for outcome in Outcome)
_NO_RECORD = "there is no complete record"
_READ = "('stored', 'unchanged', 'revised')"

# What must hold -> a query for the number of rows that break it. A published file has the pages of
# withdrawn articles, without the articles.
_QUERIES = {
    "every URL ever requested has exactly one of the ten outcomes": (
        f"SELECT (SELECT count(*) FROM pages) - "
        f"(SELECT coalesce(sum(n), 0) FROM (SELECT count(*) AS n FROM pages "
        f"WHERE outcome IN ({_OUTCOMES}) AND reason != '' GROUP BY outcome))"
    ),
    "the outcomes of every finished run add up to its requests": (
        f"SELECT count(*) FROM runs WHERE finished IS NOT NULL AND requests != {_SUM}"
    ),
    "every page that was read has an article": (
        f"SELECT count(*) FROM pages WHERE outcome IN {_READ} AND article_id IS NULL "
        "AND (site, key) NOT IN (SELECT site, key FROM {withdrawals})"
    ),
    "every article has the page that it was read from": (
        "SELECT count(*) FROM articles WHERE url NOT IN (SELECT url FROM pages)"
    ),
    "every row that another row refers to exists": "SELECT count(*) FROM pragma_foreign_key_check",
}


@dataclass(frozen=True, slots=True)
class Check:
    """What must hold, and how many rows break it; None if it could not be checked."""

    what: str
    broken: int | None


def check_tables(engine: Engine) -> Iterator[Check]:
    """Check what must hold among the tables."""
    # An archive that was last written before there were any has none.
    is_there = inspect(engine).has_table(WithdrawalRow.__tablename__)
    withdrawals = WithdrawalRow.__tablename__ if is_there else "(SELECT '' AS site, '' AS key)"
    with engine.connect() as connection:
        for what, query in _QUERIES.items():
            broken = connection.execute(text(query.format(withdrawals=withdrawals))).scalar_one()
            yield Check(what, int(broken))
        yield Check("the search index matches the articles", _index_faults(engine))


def check_files(engine: Engine, folder: Path) -> Check:
    """Check that the file of every capture is there and long enough; no record is read."""
    beyond = text('SELECT count(*) FROM captures WHERE file = :file AND "offset" + length > :size')
    missing = 0
    with engine.connect() as connection:
        for (name,) in connection.execute(text("SELECT file FROM capture_files")).all():
            missing += connection.execute(
                beyond, {"file": name, "size": file_size(folder / name)}
            ).scalar_one()
    return Check("every capture lies within its file (`danvan captures verify` reads all)", missing)


def file_size(path: Path) -> int:
    """Return the size of a file in bytes, or 0 if it is not there or cannot be read."""
    try:
        return path.stat().st_size if path.is_file() else 0
    except OSError:  # such as a folder of another user
        return 0


def _index_faults(engine: Engine) -> int | None:
    """Return 1 if the index is damaged, None if a writer holds the archive or it is read-only.

    SQLite's own check is an INSERT that changes nothing, so it needs the write lock.
    """
    command = f"INSERT INTO {FTS_TABLE}({FTS_TABLE}, rank) VALUES ('integrity-check', 1)"
    with engine.connect() as connection:
        try:
            connection.exec_driver_sql("PRAGMA busy_timeout = 1000")
            connection.exec_driver_sql(command)
        except DatabaseError as error:
            busy = error_code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_READONLY)
            return None if busy else 1
    return 0


def check_captures(engine: Engine, folder: Path) -> Iterator[tuple[int, str | None]]:
    """Compare every capture with its record; yield how many were compared, and each fault.

    A fault is a sentence: a file or a record is missing or damaged, a digest or a date differs, or
    the table does not know a record.
    """
    with engine.connect() as connection:
        files = connection.execute(text("SELECT file FROM capture_files ORDER BY file")).all()
        for (name,) in files:
            rows = connection.execute(
                text('SELECT file, "offset", length, sha256, fetched, status FROM captures '
                     'WHERE file = :file ORDER BY "offset"'),
                {"file": name},
            ).all()  # fmt: skip
            try:
                yield from _check_file(folder, name, {row.offset: row for row in rows})
            except OSError as error:
                yield 0, f"{name} cannot be read ({error.strerror})"


def _check_file(folder: Path, name: str, rows: dict[int, Any]) -> Iterator[tuple[int, str | None]]:
    path = folder / name
    if not path.exists():
        if rows:
            yield 0, f"{name} is missing, with {len(rows)} captures"
        return
    file = OwnFile(path, name)
    for found in file:
        if found is None:
            continue
        exchange, captured = found
        row = rows.pop(captured.offset, None)
        where = f"{name} at {captured.offset}"
        if row is None:
            what = "the table does not know this record: `danvan import` of the file records it"
            yield 1, f"{where}: {what}"
            continue
        read = (captured.length, captured.sha256, exchange.status, exchange.fetched.isoformat())
        differs = read != (row.length, row.sha256, row.status, row.fetched)
        yield 1, f"{where}: the record is not the one in the table" if differs else None
    for damaged in file.damaged:
        is_known = rows.pop(damaged.offset, None) is not None
        yield int(is_known), f"{damaged.where}: {damaged.why}"
    for row in rows.values():  # torn, or too near to another damaged record to be told from it
        yield 1, None if _is_there(folder, row) else f"{name} at {row.offset}: {_NO_RECORD}"


def _is_there(folder: Path, row: Any) -> bool:
    if (folder / row.file).stat().st_size < row.offset + row.length:
        return False
    try:
        exchange = read_record(folder, row.file, row.offset, row.sha256)
    except ArchiveError:
        return False
    return (exchange.status, exchange.fetched.isoformat()) == (row.status, row.fetched)
