"""What the published file has of an article. Each query uses an index and reads a few rows."""

import sqlite3
from dataclasses import dataclass
from typing import Any

MAX_CHANGES = 20
"""Changes that are compared word by word."""
MAX_COMPARED = 1_000_000
"""Characters of the earlier texts that are compared."""
MAX_CAPTURES = 100
_NEIGHBOURS = 3  # before an article, and after it
_DATED = 100_000_000  # the least sort key of an article with a date
_OF_SITE = "site = :site AND "
_TABLES = {"articles", "sites", "revisions", "pages", "captures", "releases", "withdrawals"}

_ARTICLE = """
    SELECT articles.*, sites.title AS newspaper
    FROM articles JOIN sites ON sites.name = articles.site WHERE articles.id = :id
"""
_REVISIONS = f"""
    SELECT * FROM (
        SELECT *, sum(length(body)) OVER (ORDER BY number DESC) AS characters
        FROM revisions WHERE article_id = :id
    )
    WHERE characters <= {MAX_COMPARED} ORDER BY number DESC LIMIT {MAX_CHANGES}
"""  # noqa: S608
_NUMBER_OF_CHANGES = "SELECT count(*) FROM revisions WHERE article_id = :id"
_CAPTURES = f"""
    SELECT captures.*, pages.url
    FROM pages JOIN captures ON captures.page_id = pages.id
    WHERE pages.article_id = :id ORDER BY fetched DESC, captures.id DESC LIMIT {MAX_CAPTURES}
"""  # noqa: S608
# When the article was found or last changed: its page showed it then. Of the captures since then,
# nobody can tell which are of visits that failed, as the page showed something else.
_LAST_CHANGE = """
    max(articles.first_captured,
        ifnull((SELECT max(seen) FROM revisions WHERE article_id = articles.id), ''))
"""
_COMPLETE = """
    SELECT captures.*, pages.url
    FROM articles JOIN pages ON pages.article_id = articles.id
    JOIN captures ON captures.page_id = pages.id
    WHERE articles.id = :id AND captures.record = 'response' AND captures.status = 200
"""
# Those before the article was gone come first: after that, its address may show anything. Captures
# of its own address come before those of other pages with the same text.
_LATEST = f"""
    {_COMPLETE} AND captures.fetched <= {_LAST_CHANGE}
    ORDER BY ifnull(captures.fetched >= articles.gone_since, 0), pages.url = articles.url DESC,
        captures.fetched DESC
    LIMIT 1
"""
_ONE = f"{_COMPLETE} AND captures.id = :capture"
_RELEASE = "SELECT version FROM releases ORDER BY rowid DESC LIMIT 1"
_REPRINTS = """
    SELECT articles.id, articles.title, published, sites.title AS newspaper
    FROM articles JOIN sites ON sites.name = articles.site
    WHERE duplicate_of = :id ORDER BY articles.id LIMIT 100
"""
_ORIGINAL = """
    SELECT articles.id, articles.title, published, sites.title AS newspaper
    FROM articles JOIN sites ON sites.name = articles.site WHERE articles.id = :duplicate_of
"""
_WITHDRAWN = "SELECT withdrawn, reason FROM withdrawals WHERE article_id = ? ORDER BY id DESC"

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Stored:
    """An article and what belongs to it."""

    article: Row
    """Its columns, and the name of its newspaper."""
    revisions: list[Row]
    """The last ones, oldest first."""
    number_of_changes: int
    captures: list[Row]
    """The last ones, newest first."""
    viewed: Row | None
    """The capture that is shown if nothing is said: the complete one of its last change."""
    original: Row | None
    reprints: list[Row]
    of_site: list[Row]
    """Those before it of the same site, itself, and those after it; itself alone without a date."""
    of_all: list[Row]
    release: str | None


def missing_tables(connection: sqlite3.Connection) -> set[str]:
    """Return which tables the pages need and the file does not have."""
    found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    return _TABLES - {name for (name,) in found}


def read_article(connection: sqlite3.Connection, number: int) -> Stored | None:
    """Return the article with this number, or None if there is none."""

    def rows(query: str) -> list[Row]:
        return [dict(row) for row in connection.execute(query, values)]

    values: Row = {"id": number}
    article = _first(rows(_ARTICLE))
    if article is None:
        return None
    values |= {name: article[name] for name in ("site", "newest", "duplicate_of")}
    release = _first(rows(_RELEASE))
    return Stored(
        article=article,
        revisions=rows(_REVISIONS)[::-1],
        number_of_changes=connection.execute(_NUMBER_OF_CHANGES, values).fetchone()[0],
        captures=rows(_CAPTURES),
        viewed=_first(rows(_LATEST)),
        original=_first(rows(_ORIGINAL)),
        reprints=rows(_REPRINTS),
        of_site=[*rows(_near("<", "DESC", _OF_SITE)), article, *rows(_near(">", "ASC", _OF_SITE))],
        of_all=[*rows(_near("<", "DESC")), article, *rows(_near(">", "ASC"))],
        release=release["version"] if release else None,
    )


def read_capture(connection: sqlite3.Connection, number: int, capture: int | None) -> Row | None:
    """Return a complete capture of an article, the one of its last change if none is named."""
    query = _LATEST if capture is None else _ONE
    row = connection.execute(query, {"id": number, "capture": capture}).fetchone()
    return None if row is None else dict(row)


def read_withdrawal(connection: sqlite3.Connection, number: int) -> Row | None:
    """Return when and why the article with this number was withdrawn, if it was."""
    row = connection.execute(_WITHDRAWN, (number,)).fetchone()
    return None if row is None else dict(row)


def _near(sign: str, order: str, of_site: str = "") -> str:
    """Return the query for the next articles before (`<`) or after (`>`) an article."""
    return f"""
        SELECT near.id, near.title, near.published, sites.title AS newspaper
        FROM (
            SELECT id, title, published, newest, site FROM articles
            WHERE {of_site}newest {sign} :newest AND newest >= {_DATED} AND :newest >= {_DATED}
            ORDER BY newest {order} LIMIT {_NEIGHBOURS}
        ) AS near JOIN sites ON sites.name = near.site
        ORDER BY near.newest
    """  # noqa: S608


def _first(rows: list[Row]) -> Row | None:
    return rows[0] if rows else None
