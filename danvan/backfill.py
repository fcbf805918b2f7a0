"""The command that fetches what web archives have of a site."""

import asyncio
import ipaddress
import sys
from collections.abc import Callable
from datetime import UTC, datetime, time
from urllib.parse import urlsplit

import click
import httpx
from ada_url import URL
from scrapy.exceptions import UsageError

from crawler.budget import Budget
from crawler.contact import identify
from danvan import archive_tables as tables
from danvan.common import (
    GOOD,
    SOME_SITE_FAILED,
    CommandError,
    archive_url,
    chosen_sites,
    database_option,
    writing_archive,
)
from danvan.progress import progress_bar
from danvan.settings import project_settings
from replay.backfill import Backfill
from replay.captures import Tally
from replay.cdx import IndexFault, ListedCapture, Span, WebArchive, list_captures
from replay.client import BadAnswer, Limits, PoliteClient, RequestFailed, Stopped
from replay.commoncrawl import CommonCrawl
from replay.importing import Import
from replay.runner import StageRunner
from replay.wayback import Wayback
from sites.card import Directory, SiteCard

_SERVICES: dict[str, Callable[..., WebArchive]] = {
    "wayback": Wayback,
    "commoncrawl": CommonCrawl,
}
"""Name -> what makes a web archive from a client, and the address of another server if any."""


@click.command()
@click.argument("name")
@click.option(
    "--source",
    type=click.Choice(list(_SERVICES)),
    required=True,
    help="The web archive: the Wayback Machine, or Common Crawl.",
)
@click.option("--index", metavar="URL", help="Ask this server instead, for records as well.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Captured on this day or later.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Captured on this day or before.")
@click.option("--limit", type=click.IntRange(min=1), help="Captures to fetch.")
@database_option
def backfill(
    name: str,
    source: str,
    index: str | None,
    since: datetime | None,
    until: datetime | None,
    limit: int | None,
    database: str | None,
) -> None:
    """Fetch the captures of a site that a web archive has, and import them.

    Also those of a site that is dead, and of its old hosts. They keep their dates. A backfill that
    is stopped goes on where it stopped. Exit code 1: captures are left; 2: it could not begin.
    """
    if since and until and since > until:
        raise CommandError("--since is later than --until: no day lies between them.")
    [site] = chosen_sites((name,))
    if not (site.articles or site.query_articles):
        raise CommandError(f"The card of {name} has no pattern of articles, so none can be found.")
    base = _base(index) if index is not None else None
    is_loopback = base is not None and _is_loopback(base)
    limits, headers = _settings(base if is_loopback else None)
    span = Span(
        datetime.combine(since, time.min, UTC) if since else None,
        datetime.combine(until, time.max.replace(microsecond=0), UTC) if until else None,
    )

    async def run() -> bool:
        async with _client(headers, limits, proxies=not is_loopback) as client:
            service = _SERVICES[source](client, *([base] if base is not None else []))
            tally = Tally()
            captures = await _list(service, site, span, tally)
            with writing_archive(archive_url(database)) as archive:
                importing = Import(archive, Directory([site]), "backfill", tally)
                return await _fetch(Backfill(archive, importing, service), captures, limit)

    sys.exit(GOOD if asyncio.run(run()) else SOME_SITE_FAILED)


def _client(headers: dict[str, str], limits: Limits, *, proxies: bool) -> PoliteClient:
    """Return the client. Raises CommandError if a proxy of the environment cannot be used."""
    try:
        return PoliteClient(headers, limits, proxies=proxies)
    except (ImportError, ValueError, httpx.InvalidURL) as error:
        raise CommandError(f"The proxy of the environment cannot be used: {error}") from error


def _base(index: str) -> str:
    """Return the address without a slash at its end. Raises CommandError if it is none."""
    try:
        url = URL(index)
    except ValueError:
        url = None
    if url is None or url.protocol not in ("http:", "https:") or url.search or url.hash:
        raise CommandError(f"--index must be a URL such as https://web.example, not {index!r}.")
    return url.href.rstrip("/")


def _is_loopback(base: str) -> bool:
    host = (urlsplit(base).hostname or "").lower()
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False  # another name


def _settings(loopback: str | None) -> tuple[Limits, dict[str, str]]:
    """Return the limits and the headers of the requests; a server on this machine needs no pauses.

    Raises CommandError if a setting is invalid.
    """
    settings = project_settings()
    if loopback is not None:
        settings.set("DOWNLOAD_DELAY", 0, priority="cmdline")
        settings.set("CRAWL_ORIGIN", loopback, priority="cmdline")  # no contact is needed
    try:
        budget = Budget.from_settings(settings)
        identify(settings)
    except (ValueError, UsageError) as error:
        raise CommandError(str(error)) from error
    limits = Limits(
        seconds=budget.seconds,
        requests=budget.requests,
        bytes=budget.bytes,
        delay=settings.getfloat("DOWNLOAD_DELAY"),
        silence=settings.getfloat("DOWNLOAD_TIMEOUT"),
        pause=settings.getfloat("RETRY_AFTER_MAX_SECONDS"),
    )
    headers = {"User-Agent": settings["USER_AGENT"]}
    sender = settings.getdict("DEFAULT_REQUEST_HEADERS").get("From")
    return limits, headers | ({"From": sender} if sender else {})


async def _list(
    service: WebArchive, site: type[SiteCard], span: Span, tally: Tally
) -> list[ListedCapture]:
    """Return what the index lists. Raises CommandError if it cannot be read to its end."""
    try:
        return await list_captures(service, site, span, tally)
    except IndexFault as error:
        raise CommandError(f"The index of {service.name} {error}.") from error
    except (RequestFailed, BadAnswer, Stopped) as error:
        raise CommandError(f"The index of {service.name} cannot be read: {error}.") from error


async def _fetch(backfill: Backfill, captures: list[ListedCapture], most: int | None) -> bool:
    """Fetch and import the captures, and print what came of them; return whether none is left."""
    importing = backfill.importing
    seconds = project_settings().getfloat("EXTRACTION_SECONDS")
    finished = False
    try:
        with StageRunner(seconds) as stages, progress_bar("captures", len(captures)) as progress:
            await importing.recover(seconds)
            await backfill.fetch(captures, stages, progress, most)
        finished = True
    finally:
        importing.close(finished=finished)
    tables.show_backfill(backfill, len(captures))
    return backfill.stopped is None
