"""Archives that a test writes, and visits to record in them."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from archive.database import captures_dir, open_for_writing
from archive.models import Outcome
from archive.queue import Period
from archive.runs import Run
from archive.site import SiteFacts
from archive.visit import Visit
from archive.writer import Archive
from extraction import Article

NOW = datetime.now(UTC)
SITE = SiteFacts("baogosim", "Báo Gò Sim", "Bắc Kạn", "baogosim.example", "ePI")


@contextmanager
def opened(url: str, purpose: str = "a test") -> Iterator[Archive]:
    """Open an archive for writing, and close it at the end."""
    with open_for_writing(url, purpose) as engine:
        archive = Archive(engine, captures_dir(url))
        try:
            yield archive
        finally:
            archive.close()


def begin_run(
    archive: Archive, site: SiteFacts = SITE, period: Period | None = None, kind: str = "crawl"
) -> Run:
    """Begin a run over a site."""
    return Run(archive, site, period, kind).open()


def visit_to(
    run: Run,
    number: int,
    outcome: Outcome = Outcome.STORED,
    article: Article | None = None,
    **facts: Any,
) -> Visit:
    """Return a visit to the page of this number on the run's site, with its outcome."""
    facts = {"fetched": NOW, "status": 200, "article": article, **facts}
    facts.setdefault("key", f"post:{number}")
    facts.setdefault("url", f"https://{run.site.host}/bai-{number}")
    visit = Visit(run, **facts)
    visit.end(outcome, "a reason in words")
    return visit


def rows(url: str | Path, query: str, *values: object) -> list[tuple[Any, ...]]:
    """Return the rows of a query on an archive, given its URL or its file."""
    with closing(sqlite3.connect(str(url).removeprefix("sqlite:///"))) as connection:
        return connection.execute(query, values).fetchall()
