"""What an uptime check asks: can the published file be read, and which release is it?"""

import asyncio
import sqlite3
from collections.abc import Collection, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from datasette.utils.asgi import Response  # type: ignore[import-untyped]

from publishing.following import ARCHIVE, archive_path

ROUTE = r"^/-/health$"
_ADVICE = "Publish again, or go back to an earlier release."
_HEADERS = {"Cache-Control": "no-store"}
# The newest article, a word in the search index, and the release.
_QUERIES = (
    "SELECT title, body FROM articles ORDER BY id DESC LIMIT 1",
    "SELECT rowid FROM articles_fts WHERE articles_fts MATCH 'dan' LIMIT 1",
    "SELECT version, made FROM releases ORDER BY made DESC, rowid DESC LIMIT 1",
)


async def health(datasette: Any) -> Any:
    """Answer 200 with the release, or 503 with a sentence on what is wrong."""
    path = archive_path(datasette)
    tables = datasette.metadata("tables", database=ARCHIVE, fallback=False) or {}
    expected = {name: table["columns"] for name, table in tables.items() if "columns" in table}
    try:
        if path is None:
            raise ValueError("No release is served here. Serve the file that was published.")
        release = await asyncio.to_thread(read_release, path, expected)
    except ValueError as error:
        return Response.json({"ok": False, "error": str(error)}, 503, _HEADERS)
    return Response.json({"ok": True, **release}, 200, _HEADERS)


def read_release(path: Path, expected: Mapping[str, Collection[str]]) -> dict[str, str]:
    """Return the version of a published file and when it was made.

    The file is opened again: open connections have read parts of it, and do not notice that it has
    changed or is gone. Raises ValueError, with one sentence, if a query is not answered or a column
    is missing.
    """
    uri = f"{path.absolute().as_uri()}?immutable=1"
    try:
        with closing(sqlite3.connect(uri, uri=True)) as file:
            for table, columns in expected.items():
                present = {row[1] for row in file.execute(f"PRAGMA table_xinfo([{table}])")}
                if missing := sorted(set(columns) - present):
                    raise ValueError(f"The published file lacks {table}.{missing[0]}. {_ADVICE}")
            *_, release = [file.execute(query).fetchone() for query in _QUERIES]
    except sqlite3.Error as error:
        raise ValueError(f"The published file cannot be read ({error}). {_ADVICE}") from error
    if release is None:
        raise ValueError(f"The published file names no release. {_ADVICE}")
    return dict(zip(("version", "made"), release, strict=True))
