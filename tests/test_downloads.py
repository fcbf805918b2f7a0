"""What readers download has what the published file has, and runs nothing in a spreadsheet."""

import csv
import gzip
import io
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import arro3.io
import pytest
from arro3.core import DataType
from hypothesis import given
from hypothesis import strategies as st

from extraction.formulas import without_formulas
from operations import downloads

from .archives import opened
from .releases import HOSTILE, add_articles, file_size_limit, published_archive

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """An archive with 2,500 articles, so that there are several batches, and a hostile one."""
    url = published_archive(tmp_path_factory.mktemp("downloads"))
    with opened(url) as archive:
        add_articles(archive, range(4, 5), title=HOSTILE, author=None)
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
        names = [row[1] for row in connection.execute("PRAGMA table_info(articles)")]
        others = ", ".join({"id", "url", "text_sha256"}.symmetric_difference(names))
        connection.execute(
            f"INSERT INTO articles (url, text_sha256, {others}) "
            f"SELECT 'u' || value, value, {others} FROM articles, json_each(?) "
            "WHERE articles.id = 1",
            [str(list(range(2500)))],
        )
        yield connection


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Dân vận khéo", "Dân vận khéo"),
        ("=1+1", "'=1+1"),
        ("+84 912", "'+84 912"),
        ("-5 độ", "'-5 độ"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("＝1+1", "'＝1+1"),
        ("\t=1", "'\t'=1"),
        ('"=1', "'\"=1"),
        ("1=1", "1=1"),
        ("a-b", "a-b"),
        ("Một.\n\n- Hai", "Một.\n\n'- Hai"),
        ("Một;=1", "Một;'=1"),
        ('Một;""=1', 'Một;\'""=1'),
        ("Một; =1", "Một; =1"),
        ("Một,=1", "Một,=1"),
        ("", ""),
    ],
)
def test_formulas_become_texts(text: str, written: str) -> None:
    assert without_formulas(text) == written


@given(st.text(alphabet='=+-@"; \n\tab'))
def test_only_apostrophes_are_added(text: str) -> None:
    written = without_formulas(text)
    assert written.replace("'", "") == text
    for part in written.replace("\n", ";").replace("\t", ";").split(";"):
        assert not part.lstrip('"').startswith(("=", "+", "-", "@"))


def test_csv_has_all_rows_and_no_formulas(database: sqlite3.Connection, tmp_path: Path) -> None:
    downloads.write_csv(database, "articles", tmp_path / "a.csv.gz")
    text = gzip.decompress((tmp_path / "a.csv.gz").read_bytes())
    assert text.startswith(b"\xef\xbb\xbfid,title,")
    columns, *rows = csv.reader(io.StringIO(text.decode("utf-8-sig"), newline=""))
    assert "d_words" not in columns
    stored = database.execute(f"SELECT {', '.join(columns)} FROM articles ORDER BY id").fetchall()
    assert rows == [
        ["" if cell is None else without_formulas(str(cell)) for cell in row] for row in stored
    ]
    assert rows[3][1] == f"'{HOSTILE}"


def test_parquet_has_all_rows_and_types(database: sqlite3.Connection, tmp_path: Path) -> None:
    downloads.write_parquet(database, "articles", tmp_path / "a.parquet")
    table = arro3.io.read_parquet(tmp_path / "a.parquet").read_all()
    columns = table.schema.names
    assert table.schema.field("id").type == DataType.int64()
    assert table.schema.field("title").type == DataType.string()
    stored = database.execute(f"SELECT {', '.join(columns)} FROM articles ORDER BY id").fetchall()
    assert list(zip(*(table[name].to_pylist() for name in columns), strict=True)) == stored


@pytest.mark.parametrize("table", downloads.TABLES)
def test_a_table_without_rows_can_be_written(tmp_path: Path, table: str) -> None:
    published_archive(tmp_path, articles=0)
    with closing(sqlite3.connect(tmp_path / "archive.db")) as empty:
        empty.execute(f"DELETE FROM {table}")
        downloads.write_parquet(empty, table, tmp_path / "e.parquet")
        downloads.write_csv(empty, table, tmp_path / "e.csv.gz")
    assert arro3.io.read_parquet(tmp_path / "e.parquet").read_all().num_rows == 0
    assert len(gzip.decompress((tmp_path / "e.csv.gz").read_bytes()).splitlines()) == 1


def test_a_full_disk_is_an_oserror_for_every_writer(
    database: sqlite3.Connection, tmp_path: Path
) -> None:
    big = tmp_path / "big"
    big.write_bytes(bytes(range(256)) * 4000)
    writers: tuple[Callable[[], None], ...] = (
        lambda: downloads.write_parquet(database, "articles", tmp_path / "a.parquet"),
        lambda: downloads.write_csv(database, "articles", tmp_path / "a.csv.gz"),
        lambda: downloads.compress(big),
    )
    for write in writers:
        with file_size_limit(2000), pytest.raises(OSError, match="File too large"):
            write()


def test_compressed_copies_are_the_file(tmp_path: Path) -> None:
    content = "Bà con xã Gò Sim ".encode() * 200_000
    (tmp_path / "archive.db").write_bytes(content)
    downloads.compress(tmp_path / "archive.db")
    assert gzip.decompress((tmp_path / "archive.db.gz").read_bytes()) == content
    with zstd.open(tmp_path / "archive.db.zst") as file:
        assert file.read() == content
