"""The command that crawls."""

import logging
import sys
from contextlib import nullcontext
from datetime import datetime
from typing import Any

import click
from scrapy.exceptions import UsageError
from scrapy.settings import Settings

from crawler.contact import check_contact
from crawler.process import CrawlProcess
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
from danvan.network import reachable_origin, require_network
from danvan.settings import project_settings
from operations.choice import choose, note_sites
from sites.card import SiteCard

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
        note_sites(archive, all_sites().values())
        choice = choose(archive, named, by_name=bool(sites))
        for name, why in choice.left_out.items() if sites else ():
            click.echo(f"danvan: {name} is not crawled: {why}", err=True)
        chosen = choice.sites
        if not chosen:
            raise CommandError("There is no site to crawl.")
        if not settings["CRAWL_ORIGIN"]:
            require_network(chosen)
        arguments = {"since": _day(since), "until": _day(until), "limit": limit}
        level = logging.WARNING if quiet else _LEVELS.get(log_level or "")
        process = _run(settings, chosen, arguments, level, quiet=quiet)
    crawls = process.site_crawls()
    tables.show_crawls([one for one in crawls if one.verdict != "good"] if quiet else crawls)
    faults = process.faults | {one.fatal for one in crawls if one.fatal}
    if faults:
        raise CommandError(min(faults))
    started = {one.site for one in crawls}
    failed = [one.site for one in crawls if one.verdict == "failed"]
    failed += [site.name for site in chosen if site.name not in started]
    if failed:
        click.echo(f"danvan: failed: {', '.join(failed)}", err=True)
    sys.exit(SOME_SITE_FAILED if failed else GOOD)


def _day(moment: datetime | None) -> str | None:
    return moment.date().isoformat() if moment else None


def _run(
    settings: Settings,
    chosen: list[type[SiteCard]],
    arguments: dict[str, Any],
    level: int | None,
    *,
    quiet: bool,
) -> CrawlProcess:
    """Crawl the sites."""
    settings.set("LOG_INSTALL_ROOT_HANDLER", False)
    if console.is_terminal:
        settings.set("PROGRESS_SECONDS", 0)  # the live table shows it
    process = CrawlProcess(settings, chosen)
    configure_logging(level)
    with nullcontext() if quiet else tables.live_table(process.site_crawls):
        process.crawl_all(arguments, settings.getint("CONCURRENT_SITES"))
    return process
