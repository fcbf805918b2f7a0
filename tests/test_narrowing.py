"""Which indexes a published file lacks, and that it lacks nothing else."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from operations.narrowing import leave_out_indexes

from .archives import new_archive, rows

UNIQUE = "SELECT origin, name FROM pragma_index_list('{}') WHERE \"unique\" ORDER BY origin"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with two articles."""
    url = new_archive(tmp_path_factory.mktemp("archive"))
    path = Path(url.removeprefix("sqlite:///"))
    with closing(sqlite3.connect(path)) as database:
        database.execute("INSERT INTO sites (name, title, host, family) VALUES ('a', 'A', 'a', '')")
        database.executemany(
            "INSERT INTO articles (id, title, published, site, topics, body, captions, evidence, "
            "words, layout, url, first_captured, text_sha256, d_words) "
            "VALUES (?, 'Họp dân', '2024-05-06', 'a', '[]', '', '[]', '[]', 1, '', ?, '', ?, '')",
            [(3, "u3", "d3"), (8, "u8", "d8")],
        )
        database.commit()
    return path


def test_rows_columns_and_triggers_stay(archive: Path, tmp_path: Path) -> None:
    narrow = tmp_path / "narrow.db"
    narrow.write_bytes(archive.read_bytes())
    with closing(sqlite3.connect(narrow)) as copy, copy:
        leave_out_indexes(copy)
        copy.execute("UPDATE articles SET title = 'Đối thoại' WHERE id = 8")
    for table in ("articles", "captures", "pages"):
        columns = f"SELECT name, type, \"notnull\", hidden FROM pragma_table_xinfo('{table}')"
        assert rows(narrow, columns) == rows(archive, columns)
        keys = f'SELECT "table", "from", "to" FROM pragma_foreign_key_list(\'{table}\')'
        assert rows(narrow, keys) == rows(archive, keys)
    assert rows(narrow, "SELECT id, title, day, newest FROM articles ORDER BY newest") == [
        (3, "Họp dân", "2024-05-06", 28_582_560_00000003),
        (8, "Đối thoại", "2024-05-06", 28_582_560_00000008),
    ]
    found = "SELECT rowid FROM articles_fts WHERE articles_fts MATCH '{}'"
    assert rows(narrow, found.format("thoai")) == [(8,)]
    assert rows(narrow, found.format("hop AND dan")) == [(3,)]


def test_an_article_is_looked_up_by_its_url_alone(archive: Path, tmp_path: Path) -> None:
    narrow = tmp_path / "narrow.db"
    narrow.write_bytes(archive.read_bytes())
    with closing(sqlite3.connect(narrow)) as copy, copy:
        leave_out_indexes(copy)
    plan = "EXPLAIN QUERY PLAN SELECT id FROM articles WHERE url = 'u8'"
    assert "SEARCH articles USING COVERING INDEX" in rows(narrow, plan)[0][3]
    assert [origin for origin, _ in rows(archive, UNIQUE.format("articles"))] == ["c", "u", "u"]
    assert [origin for origin, _ in rows(narrow, UNIQUE.format("articles"))] == ["c", "u"]
    assert [origin for origin, _ in rows(archive, UNIQUE.format("captures"))] == ["u"]
    assert rows(narrow, UNIQUE.format("captures")) == []
    assert [origin for origin, _ in rows(archive, UNIQUE.format("pages"))] == ["u"]
    assert rows(narrow, UNIQUE.format("pages")) == []
