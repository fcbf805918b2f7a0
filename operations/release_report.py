"""The `report.html` of a release: what is in it, and what is new since the last one.

It is in Vietnamese and English at once, as it is a file, which no server can translate.
"""

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from archive.escaping import escaped
from operations.datapackage import ReleaseNote
from operations.gate import Finding
from operations.measures import FILLED
from operations.words import both

FILE = "report.html"
MAX_NAMED = 50
"""Articles that are named of each kind."""
_ENVIRONMENT = Environment(
    loader=PackageLoader("operations"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_ENVIRONMENT.filters["escaped"] = escaped
_ENVIRONMENT.globals["_"] = both
# What is named -> a query for title, site, time and URL.
_NEWS = {
    "New articles": (
        "SELECT title, site, published, url FROM articles WHERE id > :last_article ORDER BY id"
    ),
    "Articles that the newspapers changed": (
        "SELECT articles.title, articles.site, max(seen), articles.url FROM revisions "
        "JOIN articles ON articles.id = article_id WHERE seen > :created AND cause = 'edited' "
        "GROUP BY articles.id ORDER BY max(seen)"
    ),
    "Articles that are gone from their addresses": (
        "SELECT title, site, gone_since, url FROM articles "
        "WHERE gone_since > :created ORDER BY gone_since"
    ),
    "Articles that were withdrawn": (
        "SELECT reason, site, withdrawn, url FROM withdrawals "
        "WHERE withdrawn > :created ORDER BY withdrawn"
    ),
}

NAMES = {
    "articles": "Articles",
    "captures": "Captures",
    "pages": "Pages",
    "revisions": "Revisions",
    "runs": "Runs",
    "sites": "Sites",
    "stored": "Stored",
    "unchanged": "Unchanged",
    "revised": "Revised",
    "duplicate": "Duplicates",
    "off_topic": "Off topic",
    "empty": "Empty",
    "blocked": "Blocked",
    "gone": "Gone",
    "refused": "Refused",
    "failed": "Failed",
    "title": "Title",
    "published": "Published",
    "author": "Author",
    "lead": "Lead",
}
"""Tables, outcomes and columns that are counted, as readers call them."""


def write_report(
    folder: Path,
    database: sqlite3.Connection,
    note: ReleaseNote,
    last: ReleaseNote | None,
    findings: Sequence[Finding],
) -> None:
    """Write the report of a release, given the file that readers get."""
    since = {
        "last_article": last.measures.last_article if last is not None else 0,
        "created": last.created if last is not None else "",
    }
    news = {}
    for heading, query in _NEWS.items():
        (total,) = database.execute(f"SELECT count(*) FROM ({query})", since).fetchone()  # noqa: S608
        limited = database.execute(f"{query} LIMIT {MAX_NAMED}", since)
        news[heading] = (total, limited.fetchall())
    now, before = note.measures, last.measures if last is not None else None
    compared = {
        "Table": _side_by_side(now.rows, before.rows if before else None),
        "Outcome of a URL": _side_by_side(now.outcomes, before.outcomes if before else None),
        "Articles of": _side_by_side(now.articles_of, before.articles_of if before else None),
    }
    page = _ENVIRONMENT.get_template(FILE).render(
        note=note,
        last=last,
        compared=compared,
        names=NAMES,
        fill_rates=[
            (column, now.fill_rate(column), before.fill_rate(column) if before else None)
            for column in FILLED
        ],
        news=news,
        findings=findings,
        files=[(path.name, path.stat().st_size) for path in sorted(folder.iterdir())],
    )
    (folder / FILE).write_text(page, "utf-8")


def _side_by_side(
    now: dict[str, int], before: dict[str, int] | None
) -> list[tuple[str, int, int | None]]:
    """Return each name with its number in this release and in the last one."""
    if before is None:
        return [(name, number, None) for name, number in sorted(now.items())]
    return [(name, now.get(name, 0), before.get(name, 0)) for name in sorted(now.keys() | before)]
