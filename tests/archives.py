"""Archives that a test writes, and visits to record in them."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from archive.database import captures_dir, open_for_writing
from archive.outcomes import Outcome
from archive.queue import Period
from archive.runs import Run
from archive.site import SiteFacts
from archive.visit import Visit
from archive.warc.records import Exchange, pack
from archive.writer import Archive
from extraction.article import Article
from extraction.extract import with_facts

NOW = datetime.now(UTC)
SITE = SiteFacts("baogosim", "Báo Gò Sim", "Bắc Kạn", "baogosim.example", "ePI")


@cache
def _empty_archive() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "archive.db"
        with open_for_writing(f"sqlite:///{path}", "a test"):
            pass
        return path.read_bytes()


def new_archive(folder: Path) -> str:
    """Make an archive without a row in a folder, and return its URL.

    It is a copy of one that was made by the migrations once, which takes ten times as long.
    """
    path = folder / "archive.db"
    path.write_bytes(_empty_archive())
    return f"sqlite:///{path}"


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


def article(number: int, body: str = "", **fields: Any) -> Article:
    """Return an article that belongs in the archive, different for each number."""
    fields = {
        "url": f"https://{SITE.host}/bai-{number}",
        "title": f"Dân vận khéo ở thôn {number}",
        "lead": "Đồng chí bí thư chi bộ về thôn.",
        "body": body or f"Bà con thôn {number} xã Gò Sim làm đường.",
        "published": "2023-05-06T07:30:00+07:00",
        **fields,
    }
    return with_facts(Article(**fields))


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


def captured(visit: Visit, payload: bytes = b"<h1>Go Sim</h1>") -> Visit:
    """Append a response to the captures of the visit's run, as the capture of the visit."""
    status = visit.status or 200
    fetched = visit.fetched.replace(microsecond=0)
    exchange = Exchange(visit.url, fetched, status, [("Content-Type", "text/html")], payload)
    files = visit.run.archive.warc_files
    visit.capture = files.append(visit.run.site.name, exchange, pack(exchange))
    return visit


def rows(url: str | Path, query: str, *values: object) -> list[tuple[Any, ...]]:
    """Return the rows of a query on an archive, given its URL or its file."""
    with closing(sqlite3.connect(str(url).removeprefix("sqlite:///"))) as connection:
        return connection.execute(query, values).fetchall()
