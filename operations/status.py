"""How the archive and each of its sites are, from its tables: in less than a second."""

import json
from collections import Counter, defaultdict
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, text

from archive.due import IS_REQUESTED
from archive.outcomes import Outcome
from archive.times import clock, format_time, night_of, parse_time

NIGHTS = 90
"""Of which the new articles are counted."""
MAX_WITHOUT_CRAWL = timedelta(days=3)
"""Without a good crawl; then an active site is yellow, if no monitor said so."""

_RANK = {"green": 0, "yellow": 1, "red": 2}
_SITES = f"""
SELECT s.name, s.title, s.state, s.last_good_crawl, r.started AS crawled, r.verdict,
  r.finished IS NULL AND r.started IS NOT NULL AS is_open,
  (SELECT count(*) FROM articles a WHERE a.site = s.name) AS articles,
  (SELECT count(*) FROM pages
    WHERE pages.site = s.name AND pages.next_check <= :now AND {IS_REQUESTED}) AS due
FROM sites s LEFT JOIN runs r ON r.id =
  (SELECT id FROM runs WHERE site = s.name AND kind = 'crawl' ORDER BY id DESC LIMIT 1)
ORDER BY s.name
"""  # noqa: S608
# Each is answered by an index alone. To count the rows of one key takes a third of GROUP BY.
_PAGES = """
SELECT s.name AS site, o.value AS outcome,
  (SELECT count(*) FROM pages p WHERE p.site = s.name AND p.outcome = o.value) AS pages
FROM sites s, json_each(:outcomes) o
"""
_CAPTURES = "SELECT (SELECT count(*) FROM captures), (SELECT sum(settled) FROM capture_files)"
_RUNS = "SELECT site, started, stored FROM runs WHERE started >= :since AND kind = 'crawl'"
_ALERTS = """
SELECT site, monitor, level, since, until, message FROM alerts WHERE until IS NULL ORDER BY id
"""


@dataclass(slots=True)
class SiteStatus:
    """One site: whether it is well, and what the archive has of it."""

    site: str
    title: str
    state: str
    """green, yellow or red."""
    since: str | None
    """Since when it is so; None if it was never otherwise."""
    alerts: list[dict[str, Any]]
    last_good_crawl: str | None
    last_crawl: str | None
    verdict: str | None
    """Of the last crawl; None if it has not ended."""
    articles: int
    pages: int
    due: int
    new: list[int | None]
    """New articles of each of the last nights, the latest last; None: it was not crawled."""


@dataclass(slots=True)
class Status:
    """The whole archive."""

    state: str
    """That of its worst site, or of this machine."""
    night: str
    """The evening on which the last of the nights began."""
    alerts: list[dict[str, Any]]
    """Of this machine."""
    sites: list[SiteStatus]
    """All that are active, or were crawled."""
    outcomes: dict[str, int] = field(default_factory=dict)
    """Of all pages."""
    captures: int = 0
    capture_bytes: int = 0

    def as_json(self) -> dict[str, Any]:
        """Return it as types that JSON has."""
        return asdict(self)


def read_status(engine: Engine) -> Status:
    """Read the status from the tables."""
    moment = clock()
    with engine.connect() as connection:
        alerts = _alerts(connection)
        pages: dict[str, Counter[str]] = defaultdict(Counter)
        for row in connection.execute(text(_PAGES), {"outcomes": json.dumps(list(Outcome))}):
            pages[row.site][row.outcome] = row.pages
        tonight = night_of(moment)
        new = _new_articles(connection, tonight)
        rows = connection.execute(text(_SITES), {"now": format_time(moment)}).all()
        captures, size = connection.execute(text(_CAPTURES)).one()
    sites = []
    for row in rows:
        if row.state != "active" and row.crawled is None:
            continue
        own = alerts[row.name]
        stale = _why_stale(row) if not own else None
        if stale is not None and row.state == "active":
            own = [stale]
        state = _worst([alert["level"] for alert in own])
        sites.append(
            SiteStatus(
                site=row.name,
                title=row.title,
                state=state,
                since=min((a["since"] for a in own if a["level"] == state), default=None),
                alerts=own,
                last_good_crawl=row.last_good_crawl,
                last_crawl=row.crawled,
                verdict=row.verdict,
                articles=row.articles,
                pages=pages[row.name].total(),
                due=row.due,
                new=new[row.name],
            )
        )
    outcomes = sum(pages.values(), Counter[str]())
    machine = alerts[None]
    levels = [alert["level"] for alert in machine] + [site.state for site in sites]
    return Status(
        state=_worst(levels),
        night=tonight.isoformat(),
        alerts=machine,
        sites=sites,
        outcomes=dict(outcomes.most_common()),
        captures=captures,
        capture_bytes=size or 0,
    )


def _worst(levels: list[str]) -> str:
    return max(levels, key=_RANK.__getitem__, default="green")


def _alerts(connection: Connection) -> dict[str | None, list[dict[str, Any]]]:
    found: dict[str | None, list[dict[str, Any]]] = defaultdict(list)
    for row in connection.execute(text(_ALERTS)).mappings():
        alert = dict(row)
        found[alert.pop("site")].append(alert)
    return found


def _new_articles(connection: Connection, tonight: date) -> dict[str, list[int | None]]:
    first = tonight - timedelta(days=NIGHTS - 1)
    found: dict[str, list[int | None]] = defaultdict(lambda: [None] * NIGHTS)
    for row in connection.execute(text(_RUNS), {"since": first.isoformat()}):
        number = (night_of(parse_time(row.started)) - first).days
        if 0 <= number < NIGHTS:
            found[row.site][number] = (found[row.site][number] or 0) + row.stored
    return found


def _why_stale(row: Any) -> dict[str, Any] | None:
    """Return an alert for a site without a good crawl, which a night that was not judged lacks."""
    if row.last_good_crawl is None:
        message = "There was no good crawl yet. Crawl it, or see `danvan probe`."
    elif clock() - parse_time(row.last_good_crawl) > MAX_WITHOUT_CRAWL:
        message = (
            f"No good crawl since {row.last_good_crawl[:10]}; expected: one every night. "
            "See whether `danvan nightly` runs, and what its log says."
        )
    else:
        return None
    since = row.last_good_crawl or ""
    return {"monitor": "missed", "level": "yellow", "since": since, "until": None,
            "message": message}  # fmt: skip
