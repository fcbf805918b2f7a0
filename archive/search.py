"""The full-text indexes over `articles`. SQLite only.

Datasette shows a search box for a table that an FTS table names with `content="articles"`, in
double quotes. Triggers keep the index up to date through insert, update and delete. Never write
`articles` with INSERT OR REPLACE: it fires no delete trigger and corrupts the index.
"""

FTS_TABLE = "articles_fts"
COLUMNS = ("body", "title", "lead", "d_words")
"""The body is the first: the index names the column of a word, unless it is the first one."""

_NAMES = ", ".join(COLUMNS)
_NEW = ", ".join(f"new.{column}" for column in COLUMNS)
_OLD = ", ".join(f"old.{column}" for column in COLUMNS)
_INSERT = f"INSERT INTO {FTS_TABLE}(rowid, {_NAMES}) VALUES (new.id, {_NEW});"  # noqa: S608
_DELETE = (
    f"INSERT INTO {FTS_TABLE}({FTS_TABLE}, rowid, {_NAMES}) "  # noqa: S608
    f"VALUES ('delete', old.id, {_OLD});"
)

CREATE = (
    f'CREATE VIRTUAL TABLE {FTS_TABLE} USING fts5({_NAMES}, content="articles", '
    "content_rowid=\"id\", tokenize='unicode61 remove_diacritics 2')",
    f"CREATE TRIGGER {FTS_TABLE}_insert AFTER INSERT ON articles BEGIN {_INSERT} END",
    f"CREATE TRIGGER {FTS_TABLE}_delete AFTER DELETE ON articles BEGIN {_DELETE} END",
    f"CREATE TRIGGER {FTS_TABLE}_update AFTER UPDATE OF {_NAMES} ON articles "
    f"BEGIN {_DELETE} {_INSERT} END",
)
REBUILD = f"INSERT INTO {FTS_TABLE}({FTS_TABLE}) VALUES ('rebuild')"  # noqa: S608
DROP = (
    *(f"DROP TRIGGER {FTS_TABLE}_{event}" for event in ("insert", "delete", "update")),
    f"DROP TABLE {FTS_TABLE}",
)


EXACT_TABLE = "articles_exact"
CREATE_EXACT = (
    f"CREATE VIRTUAL TABLE {EXACT_TABLE} USING fts5(words, content='', detail=none, "
    "tokenize='unicode61 remove_diacritics 0')"
)
"""The words of each article of a release that have marks: it says which article has the very words
that a reader typed, and no more. `operations/exact_index.py` says which words are left out."""


def belongs_to_index(table_name: str) -> bool:
    """Return whether a table is an index, or one of the tables in which SQLite keeps it."""
    return table_name.startswith((FTS_TABLE, EXACT_TABLE))
