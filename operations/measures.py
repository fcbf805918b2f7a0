"""What is counted of an archive, to be compared with the last release."""

import sqlite3

from msgspec import Struct

COUNTED = ("articles", "revisions", "pages", "captures", "runs", "sites")
FILLED = ("title", "published", "author", "lead")


class Measures(Struct, frozen=True):
    """The size of an archive, as a release keeps it in its `datapackage.json`."""

    rows: dict[str, int]
    """Of each table."""
    articles_of: dict[str, int]
    """Of each site."""
    filled: dict[str, int]
    """Articles that have a value in a column."""
    outcomes: dict[str, int]
    """Pages with each outcome."""
    last_article: int
    """The highest number of an article."""

    def fill_rate(self, column: str) -> float:
        """Return the share of the articles that have a value in a column."""
        articles = self.rows["articles"]
        return self.filled.get(column, 0) / articles if articles else 0.0


def measure(database: sqlite3.Connection) -> Measures:
    """Count what there is in an archive."""
    filled = ", ".join(f"count(nullif({column}, ''))" for column in FILLED)
    counts = database.execute(f"SELECT {filled} FROM articles").fetchone()  # noqa: S608
    return Measures(
        rows=count_rows(database),
        articles_of=dict(database.execute("SELECT site, count(*) FROM articles GROUP BY site")),
        filled=dict(zip(FILLED, counts, strict=True)),
        outcomes=dict(database.execute("SELECT outcome, count(*) FROM pages GROUP BY outcome")),
        last_article=database.execute("SELECT coalesce(max(id), 0) FROM articles").fetchone()[0],
    )


def count_rows(database: sqlite3.Connection) -> dict[str, int]:
    """Count the rows of each table that grows with the archive."""
    return {
        table: database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
        for table in COUNTED
    }
