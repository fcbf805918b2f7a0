"""What readers download: compressed copies, tables as CSV and Parquet, and the digests of all."""

import csv
import gzip
import hashlib
import io
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import arro3.io
from arro3.core import Array, DataType, Field, RecordBatch, RecordBatchReader, Schema

from extraction.formulas import without_formulas

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

DATABASE, STATUS, SUMS = "archive.db", "status.json", "SHA256SUMS"
TABLES = ("articles", "revisions", "sites")
"""Tables that are also CSV and Parquet files."""
NOT_EXPORTED = ("d_words", "newest")
"""Columns that are for the search index and for lists only."""
_STEP = 1 << 20  # bytes
_ROWS = 1000  # in a batch
_ROW_GROUP = 5_000
# Higher levels take several times as long, for files that are a tenth smaller at most.
_GZIP_LEVEL = 4
_ZSTD_LEVEL = 3


def columns_of(database: sqlite3.Connection, table: str) -> dict[str, str]:
    """Return the columns of a table that are exported, with their types in SQLite."""
    rows = database.execute(f"PRAGMA table_xinfo([{table}])")
    return {name: kind for _, name, kind, *_ in rows if name not in NOT_EXPORTED}


def _rows(database: sqlite3.Connection, table: str, columns: Sequence[str]) -> sqlite3.Cursor:
    names = ", ".join(f"[{column}]" for column in columns)
    return database.execute(f"SELECT {names} FROM [{table}] ORDER BY rowid")  # noqa: S608


def compress(path: Path) -> None:
    """Write a gzip and a zstd file beside a file."""
    with (
        path.open("rb") as file,
        path.with_name(f"{path.name}.gz").open("wb") as packed,
        gzip.GzipFile("", "wb", _GZIP_LEVEL, packed, mtime=0) as gzipped,
        zstd.open(path.with_name(f"{path.name}.zst"), "wb", level=_ZSTD_LEVEL) as zstandard,
    ):
        while block := file.read(_STEP):
            gzipped.write(block)
            zstandard.write(block)


def write_csv(database: sqlite3.Connection, table: str, path: Path) -> None:
    """Write a table as gzipped CSV, in UTF-8 with a BOM, for spreadsheets."""
    columns = list(columns_of(database, table))
    with (
        path.open("wb") as packed,
        gzip.GzipFile("", "wb", _GZIP_LEVEL, packed, mtime=0) as gzipped,
        io.TextIOWrapper(gzipped, "utf-8-sig", newline="") as text,
    ):
        writer = csv.writer(text)
        writer.writerow(columns)
        for row in _rows(database, table, columns):
            writer.writerow([without_formulas(c) if isinstance(c, str) else c for c in row])


def write_parquet(database: sqlite3.Connection, table: str, path: Path) -> None:
    """Write a table as Parquet, some thousand rows at a time."""
    columns = {name: _arrow_type(kind) for name, kind in columns_of(database, table).items()}
    schema = Schema([Field(name, kind) for name, kind in columns.items()])
    rows = _rows(database, table, list(columns))

    def batches() -> Iterator[RecordBatch]:
        while batch := rows.fetchmany(_ROWS):
            values = zip(*batch, strict=True)
            arrays = [Array(v, type=kind) for v, kind in zip(values, columns.values(), strict=True)]
            yield RecordBatch.from_arrays(arrays, schema=schema)

    reader = RecordBatchReader.from_batches(schema, batches())
    with _Output(io.FileIO(path, "w")) as file:
        arro3.io.write_parquet(
            reader, file, compression=f"zstd({_ZSTD_LEVEL})", max_row_group_size=_ROW_GROUP
        )
        if file.error is not None:
            raise file.error


class _Output(io.BufferedWriter):
    """A file that keeps an error to itself until the end: arro3 panics if it cannot write."""

    error: OSError | None = None

    def write(self, block: Any) -> int:
        """Write a block, unless an earlier one could not be written."""
        if self.error is None:
            try:
                super().write(block)
            except OSError as error:
                self.error = error
        return len(block)


def _arrow_type(kind: str) -> DataType:
    types: dict[str, Any] = {"INTEGER": DataType.int64, "FLOAT": DataType.float64}
    made: DataType = types.get(kind, DataType.string)()
    return made


def write_sums(folder: Path) -> None:
    """Write the SHA-256 of all files of a folder, as `sha256sum -c` reads them."""
    lines = [f"{sha256(path)}  {path.name}\n" for path in sorted(folder.iterdir())]
    (folder / SUMS).write_text("".join(lines), "utf-8")


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
