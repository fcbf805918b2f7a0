"""The command that runs a night, unattended."""

import json
import logging
import sys
from pathlib import Path

import click
from rich import box
from rich.table import Table
from rich.text import Text
from scrapy.exceptions import UsageError
from scrapy.settings import Settings as ScrapySettings

from archive.escaping import escaped
from archive.queue import Period, Queue
from archive.settings import Settings, read_settings, stated_settings
from archive.times import VIETNAM, clock, now
from archive.writer import Archive
from crawler.contact import check_contact
from crawler.process import CrawlProcess
from danvan.common import (
    CommandError,
    all_sites,
    command_errors,
    database_option,
    writing_archive,
)
from danvan.console import configure_logging, console
from danvan.files import write_all
from danvan.network import reachable_origin, require_network
from danvan.settings import project_settings
from operations.alerts import note_told, read_untold
from operations.hours import end_of_night
from operations.nightly import (
    LOOK_AT_A_SITE,
    Night,
    choose_sites,
    crawl_night,
    publish_night,
    tell,
)

_LEAST_DELAY = 0.001  # seconds


@click.command()
@click.option("--origin", metavar="URL", help="Crawl this server instead of the sites.")
@database_option
@click.option("--json", "report", type=click.Path(dir_okay=False, path_type=Path),
              help="Write the report of the night to this file.")  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Say what would be requested, and request nothing.")
def nightly(origin: str | None, database: str | None, report: Path | None, dry_run: bool) -> None:
    """Crawl all sites that are active, judge them, publish, and notify of what has changed.

    Exit code 0: all is well; 1: a site needs a look; 2: nothing was published. SIGTERM ends the
    crawls when the responses under way have come: it takes as long as a request may, a minute.
    """
    scrapy_settings = project_settings()
    with command_errors():
        settings = read_settings()
    if origin:
        scrapy_settings.set("CRAWL_ORIGIN", reachable_origin(origin), priority="cmdline")
    if database:
        scrapy_settings.set("DATABASE_URL", database, priority="cmdline")
    try:
        check_contact(scrapy_settings)
    except UsageError as error:
        raise CommandError(str(error)) from error
    seconds = _seconds(settings, has_origin=bool(scrapy_settings["CRAWL_ORIGIN"]))
    _be_polite(scrapy_settings)
    url = scrapy_settings["DATABASE_URL"]
    cards, night = all_sites().values(), Night(now())
    if dry_run:
        with writing_archive(url) as archive:
            night.choice = choose_sites(archive, cards)
            _show_plan(archive, night)
        return
    try:
        with writing_archive(url) as archive:
            night.choice = choose_sites(archive, cards)
            _crawl(archive, night, scrapy_settings, seconds)
            night.untold = read_untold(archive, night.started)
    except CommandError as error:  # such as a damaged archive: nobody reads a log every morning
        night.why_not = error.message
    if night.why_not is None:
        publish_night(night, settings, url)
    if tell(night, settings.notify) and night.untold:
        _note_told(night, url)
    _end(night, report)


def _crawl(archive: Archive, night: Night, settings: ScrapySettings, seconds: float) -> None:
    """Crawl the sites of a night. Raises CommandError if there is no network."""
    if night.choice.sites and not settings["CRAWL_ORIGIN"]:
        require_network(night.choice.sites)
    settings.set("LOG_INSTALL_ROOT_HANDLER", False)
    process = CrawlProcess(settings, night.choice.sites)
    configure_logging(logging.INFO)  # after Scrapy has
    night.why_not = crawl_night(archive, night, process, seconds)


def _note_told(night: Night, url: str) -> None:
    """Note in the archive which alerts were told."""
    try:
        with writing_archive(url) as archive:
            note_told(archive, night.untold, now())
    except CommandError as error:
        click.echo(escaped(f"danvan: The alerts will be told again: {error.message}"), err=True)


def _seconds(settings: Settings, *, has_origin: bool) -> float:
    """Return for how long the night may crawl. An origin has no hours.

    Raises CommandError by day.
    """
    if has_origin:
        return settings.max_night_seconds
    moment = clock()
    end = end_of_night(settings.night_hours, moment)
    if end is None:
        raise CommandError(
            f"It is {moment.astimezone(VIETNAM):%H:%M} in Vietnam, and the sites are crawled "
            f"from {settings.night_hours} only (the setting night_hours); nothing was requested."
        )
    return min(settings.max_night_seconds, (end - moment).total_seconds())


def _be_polite(settings: ScrapySettings) -> None:
    """Send one request at a time to each host, and keep the operator's delay, to an origin too."""
    settings.set("CONCURRENT_REQUESTS_PER_DOMAIN", 1, priority="cmdline")
    stated = next(one for one in stated_settings() if one.name == "download_delay")
    # Without any delay, Scrapy 2.19 sends all requests that wait for a host at once.
    delay = _LEAST_DELAY if stated.source == "default" else max(stated.value, _LEAST_DELAY)
    if settings["CRAWL_ORIGIN"] or stated.source != "default":
        settings.set("DOWNLOAD_DELAY", delay, priority="cmdline")


def _show_plan(archive: Archive, night: Night) -> None:
    table = Table(box=box.SIMPLE_HEAD, collapse_padding=True, pad_edge=False)
    table.add_column("site", no_wrap=True)
    table.add_column("pages due", justify="right")
    table.add_column("or why it is left out")
    for site in night.choice.sites:
        due = Queue(archive, site.name, night.started, Period()).due_pages()
        table.add_row(Text(site.name), str(len(due)))
    for name, why in night.choice.left_out.items():
        table.add_row(Text(name), "", Text(why))
    console.print(table)
    console.print(
        f"{len(night.choice.sites)} sites would be crawled: their listings and feeds, what is new "
        "there, and the pages that are due. Nothing was requested."
    )


def _end(night: Night, report: Path | None) -> None:
    """Print the states of the sites, write the report, and end with the exit code of the night.

    It is at least 1 if the report cannot be written.
    """
    night.finished = now()
    _show_states(night)
    for address in night.not_notified:
        click.echo(f"danvan: {address} of notify could not be reached.", err=True)
    if night.why_not is not None:
        click.echo(escaped(f"danvan: {night.why_not}"), err=True)
    exit_code = night.exit_code
    if report is not None:
        try:
            write_all({report: json.dumps(night.as_json(), ensure_ascii=False, indent=1).encode()})
        except OSError as error:
            click.echo(escaped(f"danvan: {report} cannot be written: {error.strerror}."), err=True)
            exit_code = max(exit_code, LOOK_AT_A_SITE)
    sys.exit(exit_code)


def _show_states(night: Night) -> None:
    table = Table(box=box.SIMPLE_HEAD, collapse_padding=True, pad_edge=False)
    for heading in ("site", "state", "since", "new articles", "why"):
        table.add_column(heading, no_wrap=heading == "site")
    for state in night.states:
        why = " ".join(alert.message for alert in state.open)
        stored = str(state.outcomes.get("stored", 0))
        cells = (state.site or "(this machine)", state.state, (state.since or "")[:10], stored, why)
        table.add_row(*map(Text, cells))
    console.print(table)
    if night.not_begun:
        names = ", ".join(night.not_begun)
        console.print(f"Not crawled, as no time was left or as the log says: {names}")
    if night.published is not None:
        console.print(f"Release {night.published.version}: {night.published.articles} articles.")
