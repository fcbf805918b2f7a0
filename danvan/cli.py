"""The command `danvan`."""

import os
import socket
import sys
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import click

from archive.database import ArchiveError, database_url
from archive.shared import shared as shared_archive
from crawler.spider import SiteSpider
from danvan import archive, extraction
from danvan import tables as reports
from danvan.common import (
    GOOD,
    SOME_SITE_FAILED,
    Sentence,
    all_sites,
    chosen_sites,
    database_option,
    project_settings,
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Archive Vietnamese provincial news on dân vận and grassroots democracy (QCDC)."""


@main.command()
@click.argument("sites", nargs=-1, metavar="[SITE...]")
@click.option("--origin", metavar="URL", help="Crawl this server in place of the sites.")
@database_option
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Published on this day or later.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Published on this day or before.")
@click.option("--limit", type=click.IntRange(min=1), help="Articles to ask for, of each site.")
def crawl(
    sites: tuple[str, ...],
    origin: str | None,
    database: str | None,
    since: datetime | None,
    until: datetime | None,
    limit: int | None,
) -> None:
    """Crawl the named sites, or all.

    Exit code 0: every site was crawled; 1: at least one site failed; 2: the crawl could not begin.
    """
    if origin:
        os.environ["CRAWL_ORIGIN"] = _reachable(origin)
    if database:
        os.environ["DATABASE_URL"] = database
    if since and until and since > until:
        raise Sentence("--since is later than --until: no day lies between them.")
    chosen = chosen_sites(sites)
    period = {"since": _day(since), "until": _day(until), "limit": limit}
    try:
        shared_archive.acquire(database_url(), f"`danvan {' '.join(sys.argv[1:])}`")
        try:
            spiders = _run(chosen, period)
        finally:
            shared_archive.release()
    except ArchiveError as error:
        raise Sentence(str(error)) from error
    reports.show_crawl(spiders)
    faults = sorted({spider.fatal for spider in spiders if spider.fatal})
    if faults:
        raise Sentence(faults[0])
    started = {spider.name for spider in spiders}
    failed = [spider.name for spider in spiders if spider.verdict[0] == "failed"]
    failed += [site.name for site in chosen if site.name not in started]
    if failed:
        click.echo(f"danvan: failed: {', '.join(failed)}", err=True)
    sys.exit(SOME_SITE_FAILED if failed else GOOD)


def _day(moment: datetime | None) -> str | None:
    return moment.date().isoformat() if moment else None


def _reachable(origin: str) -> str:
    parts = urlsplit(origin)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Sentence(f"--origin wants an address such as http://127.0.0.1:8080, not {origin!r}.")
    try:
        port = parts.port or (443 if parts.scheme == "https" else 80)
        socket.create_connection((parts.hostname, port), timeout=5).close()
    except (OSError, ValueError) as error:
        cause = getattr(error, "strerror", None) or error
        raise Sentence(
            f"The origin {origin} cannot be reached ({cause}): is it running?"
        ) from error
    return origin


def _run(chosen: list[type[SiteSpider]], arguments: dict[str, Any]) -> list[SiteSpider]:
    from scrapy.crawler import AsyncCrawlerProcess  # installs the reactor: not on `danvan --help`

    settings = project_settings()
    settings.set("LOG_INSTALL_ROOT_HANDLER", False)
    process = AsyncCrawlerProcess(settings)
    reports.configure_logging()
    crawlers = [process.create_crawler(spider) for spider in chosen]
    for crawler in crawlers:
        process.crawl(crawler, **arguments)
    with reports.progress(crawlers):
        process.start()
    return [crawler.spider for crawler in crawlers if isinstance(crawler.spider, SiteSpider)]


@main.command()
@database_option
def sites(database: str | None) -> None:
    """List the sites: province then and now, host, family, last good crawl."""
    try:
        crawled = reports.last_good_crawls(database or database_url())
    except ArchiveError as error:
        raise Sentence(str(error)) from error
    reports.show_sites(all_sites().values(), crawled)


for _command in (
    extraction.extract, extraction.accuracy, extraction.gold,
    archive.captures, archive.import_, archive.reextract, archive.status,
):  # fmt: skip
    main.add_command(_command)
