"""The `datapackage.json` of a release: every file, table and column described (Frictionless Data).

The descriptions are those of `datasette_metadata.json`, the one place where they are.
"""

import json
import sqlite3
from pathlib import Path
from typing import Any

import msgspec

from operations.descriptions import described_tables, plain, read_metadata
from operations.downloads import DATABASE, STATUS, TABLES, columns_of, sha256
from operations.measures import Measures

FILE = "datapackage.json"
_SCHEMA = "https://datapackage.org/profiles/2.0/datapackage.json"
_TYPES = {"INTEGER": "integer", "FLOAT": "number", "BOOLEAN": "boolean", "JSON": "any"}
_KINDS = {
    ".db": ("sqlite", "application/vnd.sqlite3"),
    ".json": ("json", "application/json"),
    ".gz": ("gz", "application/gzip"),
    ".zst": ("zst", "application/zstd"),
    ".parquet": ("parquet", "application/vnd.apache.parquet"),
}
_STATUS = "How each site was when the release was made, and its new articles of the last 90 nights."

Resource = dict[str, Any]


class ReleaseNote(msgspec.Struct, frozen=True):
    """What a release says of itself; the next one is compared with it."""

    version: str
    created: str
    rules: str
    measures: Measures


def read_note(folder: Path) -> ReleaseNote:
    """Read what a release says of itself. Raises OSError or ValueError if it cannot be read."""
    return msgspec.json.decode((folder / FILE).read_bytes(), type=ReleaseNote)


def write_datapackage(folder: Path, database: sqlite3.Connection, note: ReleaseNote) -> None:
    """Describe the files of a release, all of which are in the folder already."""
    metadata = read_metadata()
    resources = [_file(path) for path in sorted(folder.glob(f"{DATABASE}*"))]
    resources.append(_file(folder / STATUS) | {"title": _STATUS})
    for name, table in described_tables().items():
        resources.append(_table(database, name, table))
        if name in TABLES:
            resources += _exports(folder, database, name, table)
    package = {
        "$schema": _SCHEMA,
        "name": "danvan-archive",
        "title": metadata["title"],
        "description": plain(metadata["description_html"]),
        **msgspec.to_builtins(note),
        "licenses": [{"name": "other-closed", "title": metadata["license"]}],
        "sources": [{"title": metadata["source"]}],
        "resources": resources,
    }
    (folder / FILE).write_text(json.dumps(package, ensure_ascii=False, indent=2) + "\n", "utf-8")


def _file(path: Path) -> Resource:
    kind, mediatype = _KINDS[path.suffix]
    return {
        "name": path.name.replace(".", "-"),
        "path": path.name,
        "format": kind,
        "mediatype": mediatype,
        "bytes": path.stat().st_size,
        "hash": f"sha256:{sha256(path)}",
    }


def _table(database: sqlite3.Connection, name: str, table: dict[str, Any]) -> Resource:
    return {
        "name": name,
        "path": DATABASE,
        "format": "sqlite",
        "dialect": {"table": name},
        "title": table["title"],
        "description": plain(table["description_html"]),
        "schema": {
            "fields": _fields(database, name, table["columns"]),
            **_keys(database, name),
        },
    }


def _exports(
    folder: Path, database: sqlite3.Connection, name: str, table: dict[str, Any]
) -> list[Resource]:
    columns = {column: table["columns"][column] for column in columns_of(database, name)}
    packed, whole = (_file(folder / f"{name}.{kind}") for kind in ("csv.gz", "parquet"))
    del whole["bytes"]  # frictionless-py cannot count those of a Parquet file, and would object
    return [
        {
            **packed,
            "format": "csv",
            "compression": "gz",
            "encoding": "utf-8-sig",
            "title": table["title"],
            "schema": {"fields": _fields(database, name, columns)},
        },
        {
            **whole,
            "title": table["title"],
            "description": f"The rows and columns of {packed['path']}, with their types.",
        },
    ]


def _fields(
    database: sqlite3.Connection, table: str, columns: dict[str, str]
) -> list[dict[str, str]]:
    kinds = {name: kind for _, name, kind, *_ in database.execute(f"PRAGMA table_xinfo([{table}])")}
    return [
        {"name": name, "type": _TYPES.get(kinds[name], "string"), "description": description}
        for name, description in columns.items()
    ]


def _keys(database: sqlite3.Connection, table: str) -> dict[str, Any]:
    info = database.execute(f"PRAGMA table_info([{table}])").fetchall()
    key = [name for _, name, _, _, _, place in info if place]
    foreign = database.execute(f"PRAGMA foreign_key_list([{table}])").fetchall()
    references = [
        {"fields": [column], "reference": {"resource": other, "fields": [its_column]}}
        for _, _, other, column, its_column, *_ in foreign
    ]
    return {"primaryKey": key, "foreignKeys": references}
