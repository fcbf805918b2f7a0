"""Commands for crawling: crawl, sites."""

import socket
import sys
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click
from scrapy.exceptions import UsageError
from scrapy.settings import Settings
from sqlalchemy import inspect, select
from sqlalchemy.exc import DatabaseError

from archive.database import ArchiveError, connect, database_url, describe
from archive.models import SiteRow
from crawler.contact import check_contact
from crawler.spider import SiteSpider
from danvan import crawl_tables as tables
from danvan.common import (
    GOOD,
    SOME_SITE_FAILED,
    CommandError,
    all_sites,
    chosen_sites,
    command_errors,
    database_option,
    project_settings,
    writing_archive,
)
from danvan.console import configure_logging, console


@click.command()
@click.argument("sites", nargs=-1, metavar="[SITE...]")
@click.option("--origin", metavar="URL", help="Crawl this server instead of the sites.")
@database_option
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Published on this day or later.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Published on this day or before.")
@click.option("--limit", type=click.IntRange(min=1), help="Articles to request from each site.")
def crawl(
    sites: tuple[str, ...],
    origin: str | None,
    database: str | None,
    since: datetime | None,
    until: datetime | None,
    limit: int | None,
) -> None:
    """Crawl the named sites, or all.

    Exit code 0: every site was crawled; 1: at least one site failed; 2: the crawl could
    not begin, or the archive could not be written.
    """
    if since and until and since > until:
        raise CommandError("--since is later than --until: no day lies between them.")
    settings = project_settings()
    if origin:
        settings.set("CRAWL_ORIGIN", _reachable(origin), priority="cmdline")
    if database:
        settings.set("DATABASE_URL", database, priority="cmdline")
    chosen = chosen_sites(sites)
    try:
        check_contact(settings)
    except UsageError as error:
        raise CommandError(str(error)) from error
    with writing_archive(settings["DATABASE_URL"]):
        arguments = {"since": _day(since), "until": _day(until), "limit": limit}
        spiders = _run(settings, chosen, arguments)
    tables.show_crawl(spiders)
    faults = sorted({spider.fatal for spider in spiders if spider.fatal})
    if faults:
        raise CommandError(faults[0])
    started = {spider.name for spider in spiders}
    failed = [spider.name for spider in spiders if spider.verdict[0] == "failed"]
    failed += [site.name for site in chosen if site.name not in started]
    if failed:
        click.echo(f"danvan: failed: {', '.join(failed)}", err=True)
    sys.exit(SOME_SITE_FAILED if failed else GOOD)


def _day(moment: datetime | None) -> str | None:
    return moment.date().isoformat() if moment else None


def _reachable(origin: str) -> str:
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


def _run(
    settings: Settings, chosen: list[type[SiteSpider]], arguments: dict[str, Any]
) -> list[SiteSpider]:
    from scrapy.crawler import AsyncCrawlerProcess  # installs the reactor: not on `danvan --help`

    settings.set("LOG_INSTALL_ROOT_HANDLER", False)
    if console.is_terminal:
        settings.set("PROGRESS_SECONDS", 0)  # the live table shows it
    process = AsyncCrawlerProcess(settings)
    configure_logging()
    crawlers = [process.create_crawler(spider) for spider in chosen]
    for crawler in crawlers:
        process.crawl(crawler, **arguments)
    with tables.live_table(crawlers):
        process.start()
    return tables.spiders_of(crawlers)


@click.command()
@database_option
def sites(database: str | None) -> None:
    """List the sites: province then and now, host, family, last good crawl."""
    with command_errors():
        crawled = _last_good_crawls(database or database_url())
    tables.show_sites(all_sites().values(), crawled)


def _last_good_crawls(url: str) -> dict[str, str]:
    """Return when each site was last crawled well; empty if there is no archive yet."""
    engine = connect(url)
    database = engine.url.database
    if engine.dialect.name == "sqlite" and not (database and Path(database).exists()):
        return {}
    try:
        with engine.connect() as connection:
            if not inspect(connection).has_table(SiteRow.__tablename__):
                return {}
            rows = connection.execute(select(SiteRow.name, SiteRow.last_good_crawl)).all()
    except DatabaseError as error:
        raise ArchiveError(describe(engine, error)) from error
    finally:
        engine.dispose()
    return {name: crawled for name, crawled in rows if crawled}
