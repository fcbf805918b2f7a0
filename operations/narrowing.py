"""Leaving out of the copy of an archive the indexes that only crawls need.

Some of them keep a column unique. What was unique in the archive stays so in a file that nobody
changes, without an index.
"""

# ruff: noqa: S608  (the queries are put together from names of our own)

import re
import sqlite3

_INDEXES = (
    "ix_articles_duplicate_of",
    "ix_articles_site",
    "ix_articles_site_published",
    "ix_articles_published",
    "ix_articles_province",
    "ix_articles_province_now",
    "ix_articles_year",
    "ix_capture_files_open",
    "ix_captures_page_id_fetched",
    "ix_pages_article_id",
    "ix_pages_due",
    "ix_pages_site_key",
    "ix_pages_site_outcome",
    "ix_runs_under_way",
)
_CONSTRAINTS = {
    "articles": "uq_articles_text_sha256",
    "captures": "uq_captures_file_offset",
    "pages": "uq_pages_url",
}
"""Readers look for articles by their URLs, and for captures by their pages."""

_UNIQUE = re.compile(r",\s*CONSTRAINT (?P<name>\w+) UNIQUE \([^()]*\)")


def leave_out_indexes(copy: sqlite3.Connection) -> None:
    """Drop the indexes and the constraints from a copy."""
    for name in _INDEXES:
        copy.execute(f"DROP INDEX {name}")
    for table, constraint in _CONSTRAINTS.items():
        _drop_constraint(copy, table, constraint)


def _drop_constraint(copy: sqlite3.Connection, table: str, constraint: str) -> None:
    """Make a table again without a constraint: SQLite cannot drop it from the table that is there.

    https://www.sqlite.org/lang_altertable.html#making_other_kinds_of_table_schema_changes
    """
    schema = "SELECT sql FROM sqlite_schema WHERE tbl_name = ? AND type {} AND sql IS NOT NULL"
    [(created,)] = copy.execute(schema.format("= 'table'"), [table]).fetchall()
    others = copy.execute(schema.format("IN ('index', 'trigger')"), [table]).fetchall()
    clauses = [found for found in _UNIQUE.finditer(created) if found["name"] == constraint]
    if len(clauses) != 1:
        raise sqlite3.DatabaseError(f"{table} has no constraint {constraint}")
    without = created[: clauses[0].start()] + created[clauses[0].end() :]
    columns = ", ".join(
        f'"{name}"'
        for name, hidden in copy.execute("SELECT name, hidden FROM pragma_table_xinfo(?)", [table])
        if not hidden
    )
    copy.execute(f"CREATE TABLE narrower {without[without.index('(') :]}")
    copy.execute(f"INSERT INTO narrower ({columns}) SELECT {columns} FROM {table} ORDER BY rowid")
    copy.execute(f"DROP TABLE {table}")
    copy.execute(f"ALTER TABLE narrower RENAME TO {table}")
    for (statement,) in others:
        copy.execute(statement)
