"""A copy of an archive that others may write meanwhile, and the file that readers get of it."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from archive.database import open_for_reading, open_for_writing
from archive.search import FTS_TABLE
from operations.releases import PublishError

LARGE = 100_000_000
"""Bytes from which a file has larger pages: an article leaves a part of its last page empty."""
_LARGE_PAGE = 65_536

Row = tuple[str, str, str, int, int]
"""A row of `releases`."""


def copy_archive(url: str, target: Path) -> None:
    """Copy an archive, page by page, as it is at one moment.

    Raises ArchiveError if it cannot be read.
    """
    with open_for_reading(url) as engine:
        if engine.dialect.name != "sqlite":
            raise PublishError("Only an archive in SQLite can be published.")
        with (
            closing(engine.raw_connection()) as connection,
            closing(sqlite3.connect(target)) as copy,
        ):
            source = connection.driver_connection
            assert isinstance(source, sqlite3.Connection)
            source.backup(copy)


def upgrade_copy(copy: Path) -> None:
    """Upgrade the schema of a copy, if it is older than this program."""
    with open_for_writing(f"sqlite:///{copy}", "danvan publish"):
        pass


def write_file(copy: sqlite3.Connection, target: Path, releases: Iterable[Row]) -> None:
    """Write the file that readers get of a copy, which names all releases so far.

    The search index is merged, and the file is written again: nothing of what was deleted remains
    in the index or in free pages. (An index that is rebuilt would hide that it was damaged.)
    """
    with copy:
        copy.execute("DELETE FROM releases")
        copy.executemany("INSERT INTO releases VALUES (?, ?, ?, ?, ?)", releases)
        copy.execute(f"INSERT INTO {FTS_TABLE}({FTS_TABLE}) VALUES ('optimize')")  # noqa: S608
    if _size(copy) >= LARGE:
        copy.execute(f"PRAGMA page_size = {_LARGE_PAGE}")
    copy.execute("VACUUM INTO ?", [str(target)])


def _size(copy: sqlite3.Connection) -> int:
    """Return the bytes of a database."""
    size: int = copy.execute(
        "SELECT page_size * page_count FROM pragma_page_size, pragma_page_count"
    ).fetchone()[0]
    return size


def earlier_releases(database: Path) -> list[Row]:
    """Return the releases that the file of one names."""
    with closing(open_published(database)) as file:
        return file.execute("SELECT * FROM releases ORDER BY made, version").fetchall()


def may_have_articles(database: Path, urls: Iterable[str]) -> bool:
    """Return whether a release has one of these articles, or cannot be read."""
    query = "SELECT 1 FROM articles WHERE url = ?"
    try:
        with closing(open_published(database)) as file:
            return any(file.execute(query, [url]).fetchone() for url in urls)
    except sqlite3.DatabaseError:
        return True


def open_published(database: Path) -> sqlite3.Connection:
    """Open the file of a release, which does not change."""
    return sqlite3.connect(f"{database.as_uri()}?mode=ro&immutable=1", uri=True)
