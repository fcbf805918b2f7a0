"""An archive of the previous version is upgraded without loss."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from archive.database import open_for_writing
from extraction.article import Article
from extraction.extract import with_facts

from .conftest import running_in
from .old_archive import make_old_archive

ARTICLES = 2000


def _rows(path: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


def test_an_upgrade_keeps_all_rows(tmp_path: Path) -> None:
    path = make_old_archive(tmp_path, ARTICLES)
    columns = {
        table: ", ".join(f'"{row[1]}"' for row in _rows(path, f"PRAGMA table_info({table})")
                         if row[1] not in ("next_check", "text_sha256", "d_words"))
        for table in ("articles", "pages", "sites", "provinces", "runs", "listings")
    }  # fmt: skip
    queries = {table: f"SELECT {names} FROM {table}" for table, names in columns.items()}
    before = {table: _rows(path, query) for table, query in queries.items()}
    with open_for_writing(f"sqlite:///{path}", "a test"):
        pass
    assert {table: _rows(path, query) for table, query in queries.items()} == before
    found = _rows(path, "SELECT rowid FROM articles_fts WHERE articles_fts MATCH '\"1999\"'")
    assert found == [(1999,)]
    status = running_in(tmp_path)("danvan", "status", "--check")
    assert status.returncode == 0, status.stdout
    assert running_in(tmp_path)("alembic", "check").returncode == 0


def test_an_upgrade_renews_the_digests_of_short_articles(tmp_path: Path) -> None:
    path = make_old_archive(tmp_path, 3)
    with closing(sqlite3.connect(path)) as old:
        old.execute("UPDATE articles SET words = 149, lead = NULL WHERE id = 2")
        old.execute("UPDATE articles SET words = 150 WHERE id = 3")
        old.commit()
    with open_for_writing(f"sqlite:///{path}", "a test"):
        pass
    query = "SELECT title, lead, body, published, text_sha256 FROM articles ORDER BY id"
    *short, (_, _, _, _, long) = _rows(path, query)
    for title, lead, body, published, digest in short:
        read = with_facts(Article("", title=title, lead=lead, body=body, published=published))
        assert digest == read.text_sha256
    assert long == f"{3:064}"


def test_an_upgrade_renews_the_words_with_d(tmp_path: Path) -> None:
    path = make_old_archive(tmp_path, 2)
    with closing(sqlite3.connect(path)) as old:
        old.execute("UPDATE articles SET d_words = 'dường đ dưỡng', body = 'Đường, đương'")
        old.commit()
    with open_for_writing(f"sqlite:///{path}", "a test"):
        pass
    assert _rows(path, "SELECT id, d_words FROM articles") == [(1, "duong"), (2, "duong")]
    found = "SELECT rowid FROM articles_fts WHERE articles_fts MATCH 'd_words : {}'"
    assert _rows(path, found.format("duong")) == [(1,), (2,)]
    assert _rows(path, found.format("đ")) == []


def test_duplicates_of_the_previous_version_are_due(tmp_path: Path) -> None:
    path = make_old_archive(tmp_path, 4)
    assert running_in(tmp_path)("alembic", "upgrade", "0004").returncode == 0
    with closing(sqlite3.connect(path)) as old:
        old.execute("UPDATE pages SET next_check = NULL")
        old.execute("UPDATE pages SET outcome = 'duplicate' WHERE id IN (1, 2)")
        old.execute("UPDATE pages SET redirects_to = 'https://gosim.vn/x' WHERE id = 2")
        old.execute("UPDATE pages SET outcome = 'duplicate', article_id = NULL WHERE id = 3")
        old.commit()
    with open_for_writing(f"sqlite:///{path}", "a test"):
        pass
    due = _rows(path, "SELECT id FROM pages WHERE next_check IS NOT NULL")
    assert due == [(1,)]


def test_articles_of_the_previous_version_are_due_within_92_days(tmp_path: Path) -> None:
    path = make_old_archive(tmp_path, ARTICLES)
    with open_for_writing(f"sqlite:///{path}", "a test"):
        pass
    [(first, last, days)] = _rows(
        path,
        "SELECT min(next_check) >= datetime('now', '-1 day'), "
        "max(next_check) < datetime('now', '+92 days'), count(DISTINCT date(next_check)) "
        "FROM pages WHERE outcome = 'stored'",
    )
    assert (first, last) == (1, 1)
    assert days >= 91
