"""The command that crawls."""

import logging
import socket
import sys
from asyncio import Task
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies

import click
from scrapy.exceptions import UsageError
from scrapy.settings import Settings

from archive.database import ArchiveError
from archive.probes import passed_sites
from archive.sites import put_sites
from crawler.contact import check_contact
from crawler.loader import spider_of
from crawler.spider import SiteSpider
from danvan import crawl_tables as tables
from danvan.common import (
    GOOD,
    SOME_SITE_FAILED,
    CommandError,
    all_sites,
    chosen_sites,
    database_option,
    writing_archive,
)
from danvan.console import configure_logging, console
from danvan.settings import project_settings
from sites.card import ACTIVE, DEAD, FROZEN, SiteCard

log = logging.getLogger("danvan")

_LEVELS = {
    "debug": logging.DEBUG,
    "info": logging.INFO,
    "warning": logging.WARNING,
    "error": logging.ERROR,
}


@click.command()
@click.argument("sites", nargs=-1, metavar="[SITE...]")
@click.option("--origin", metavar="URL", help="Crawl this server instead of the sites.")
@database_option
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Published on this day or later.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Published on this day or before.")
@click.option("--limit", type=click.IntRange(min=1), help="Articles to request from each site.")
@click.option(
    "--log-level",
    type=click.Choice(list(_LEVELS)),
    help="Default: info, and warning on a terminal, which shows a table.",
)
@click.option("--quiet", is_flag=True, help="Print warnings, and sites that are not good, only.")
def crawl(
    sites: tuple[str, ...],
    origin: str | None,
    database: str | None,
    since: datetime | None,
    until: datetime | None,
    limit: int | None,
    log_level: str | None,
    quiet: bool,
) -> None:
    """Crawl the named sites, or all that are active or frozen.

    A site that is dead is never requested. Exit code 0: every site was crawled; 1: at least
    one site failed; 2: the crawl could not begin, or the archive could not be written.
    """
    if since and until and since > until:
        raise CommandError("--since is later than --until: no day lies between them.")
    if quiet and log_level:
        raise click.UsageError("--quiet cannot be combined with --log-level.")
    settings = project_settings()
    if origin:
        settings.set("CRAWL_ORIGIN", reachable_origin(origin), priority="cmdline")
    if database:
        settings.set("DATABASE_URL", database, priority="cmdline")
    named = chosen_sites(sites)
    try:
        check_contact(settings)
    except UsageError as error:
        raise CommandError(str(error)) from error
    with writing_archive(settings["DATABASE_URL"]) as archive:
        archive.write(*put_sites(site.facts() for site in all_sites().values()))
        chosen = _to_crawl(named, passed_sites(archive), by_name=bool(sites))
        if not settings["CRAWL_ORIGIN"]:
            require_network(chosen)
        arguments = {"since": _day(since), "until": _day(until), "limit": limit}
        level = logging.WARNING if quiet else _LEVELS.get(log_level or "")
        spiders, faults = _run(settings, chosen, arguments, level, quiet=quiet)
    tables.show_crawl([s for s in spiders if s.verdict[0] != "good"] if quiet else spiders)
    faults |= {spider.fatal for spider in spiders if spider.fatal}
    if faults:
        raise CommandError(min(faults))
    started = {spider.name for spider in spiders}
    failed = [spider.name for spider in spiders if spider.verdict[0] == "failed"]
    failed += [site.name for site in chosen if site.name not in started]
    if failed:
        click.echo(f"danvan: failed: {', '.join(failed)}", err=True)
    sys.exit(SOME_SITE_FAILED if failed else GOOD)


def _to_crawl(
    named: list[type[SiteCard]], passed: frozenset[str], *, by_name: bool
) -> list[type[SiteCard]]:
    """Return the sites that may be crawled, and say of named ones why they may not.

    `passed` are the sites that a probe has found to be as their cards say. Raises CommandError if
    none is left.
    """
    chosen = []
    for site in named:
        if by_name:
            why = _reason_against(site)
            if why is None:
                chosen.append(site)
            else:
                click.echo(f"danvan: {site.name} is not crawled: {why}", err=True)
        elif site.state in (ACTIVE, FROZEN) or (site.name in passed and not _reason_against(site)):
            chosen.append(site)
    if not chosen:
        raise CommandError("There is no site to crawl.")
    return chosen


def _reason_against(site: type[SiteCard]) -> str | None:
    if site.state == DEAD:
        return "it is dead (see `danvan backfill`)"
    if not (site.articles or site.query_articles):
        return f"its card has no pattern of articles (see `danvan probe {site.name}`)"
    return None


def _day(moment: datetime | None) -> str | None:
    return moment.date().isoformat() if moment else None


def reachable_origin(origin: str) -> str:
    """Return the origin. Raises CommandError if nothing listens there."""
    parts = urlsplit(origin)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise CommandError(f"--origin must be a URL such as http://127.0.0.1:8080, not {origin!r}.")
    try:
        port = parts.port or (443 if parts.scheme == "https" else 80)
        socket.create_connection((parts.hostname, port), timeout=5).close()
    except (OSError, ValueError) as error:
        cause = getattr(error, "strerror", None) or error
        raise CommandError(
            f"The origin {origin} cannot be reached ({cause}): is it running?"
        ) from error
    return origin


def require_network(sites: list[type[SiteCard]]) -> None:
    """Raise CommandError if no host of these sites can be looked up, as without a network."""
    if getproxies():
        return  # the proxy looks them up

    def is_known(host: str) -> bool:
        try:
            return bool(socket.getaddrinfo(host, 443))
        except OSError:
            return False

    hosts = [host for site in sites for host in site.live_hosts()]
    with ThreadPoolExecutor(len(hosts)) as threads:
        if not any(threads.map(is_known, hosts)):
            raise CommandError(
                f"There is no network: not one of {len(hosts)} hosts, such as {hosts[0]}, is found."
            )


def _run(
    settings: Settings,
    chosen: list[type[SiteCard]],
    arguments: dict[str, Any],
    level: int | None,
    *,
    quiet: bool,
) -> tuple[list[SiteSpider], set[str]]:
    """Crawl the sites; return their spiders, and why the archive could not be written, if so."""
    from scrapy.crawler import AsyncCrawlerProcess  # installs the reactor: not on `danvan --help`

    settings.set("LOG_INSTALL_ROOT_HANDLER", False)
    if console.is_terminal:
        settings.set("PROGRESS_SECONDS", 0)  # the live table shows it
    process = AsyncCrawlerProcess(settings)
    configure_logging(level)
    crawlers = [process.create_crawler(spider_of(site)) for site in chosen]
    tasks = [process.crawl(crawler, **arguments) for crawler in crawlers]
    with nullcontext() if quiet else tables.live_table(crawlers):
        process.start()
    return tables.spiders_of(crawlers), _faults(chosen, tasks)


def _faults(sites: list[type[SiteCard]], tasks: list[Task[None]]) -> set[str]:
    """Return why crawls could not begin because of the archive; log any other error."""
    faults: set[str] = set()
    for site, task in zip(sites, tasks, strict=True):
        error = task.exception() if task.done() and not task.cancelled() else None
        if isinstance(error, ArchiveError):
            faults.add(str(error))
        elif error is not None:
            log.error("%s: the crawl could not begin", site.name, exc_info=error)
    return faults
