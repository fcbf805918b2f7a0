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
from archive.settings import Settings, notify_addresses, read_settings, stated_settings
from archive.times import VIETNAM, clock, now
from archive.writer import Archive
from crawler.contact import check_contact
from crawler.process import CrawlProcess
from danvan.common import (
    CommandError,
    all_sites,
    archive_url,
    command_errors,
    database_option,
    why_failed,
    writing_archive,
)
from danvan.console import configure_logging, console
from danvan.files import write_all
from danvan.network import reachable_origin, require_network
from danvan.output import give_up_output
from danvan.settings import project_settings
from operations.alerts import note_told, read_untold
from operations.hours import end_of_night
from operations.nightly import (
    LOOK_AT_A_SITE,
    NOT_PUBLISHED,
    Night,
    choose_sites,
    crawl_night,
    publish_night,
    tell,
)

log = logging.getLogger("danvan")

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
    night, faults = Night(now()), []
    if dry_run:
        _show_plan(night, origin, database)
        return
    try:
        _run(night, origin, database)
    except Exception as error:  # whatever it is: nobody reads a log every morning
        night.why_not = why_failed(error)
        if not isinstance(error, CommandError):
            log.exception("A fault of this program")
    if tell(night, notify_addresses()) and night.untold:
        faults = _note_told(night, database)
    _end(night, report, faults)


def _run(night: Night, origin: str | None, database: str | None) -> None:
    """Crawl, judge and publish. Raises CommandError if the night cannot begin."""
    settings, scrapy_settings = _settings(origin, database)
    seconds = _time_to_crawl(settings, scrapy_settings)
    _be_polite(scrapy_settings)
    url, cards = scrapy_settings["DATABASE_URL"], all_sites().values()
    with writing_archive(url) as archive:
        night.choice = choose_sites(archive, cards)
        _crawl(archive, night, scrapy_settings, seconds)
        night.untold = read_untold(archive, night.started)
    if night.why_not is None:
        publish_night(night, settings, url)


def _settings(origin: str | None, database: str | None) -> tuple[Settings, ScrapySettings]:
    """Return the settings of a night. Raises CommandError if one is wrong."""
    scrapy_settings = project_settings()
    with command_errors():
        settings = read_settings()
    if origin:
        scrapy_settings.set("CRAWL_ORIGIN", reachable_origin(origin), priority="cmdline")
    if database:
        scrapy_settings.set("DATABASE_URL", database, priority="cmdline")
    return settings, scrapy_settings


def _time_to_crawl(settings: Settings, scrapy_settings: ScrapySettings) -> float:
    """Return for how many seconds a night may crawl.

    Raises CommandError by day, or if nobody says who crawls.
    """
    try:
        check_contact(scrapy_settings)
    except UsageError as error:
        raise CommandError(str(error)) from error
    return _seconds(settings, has_origin=bool(scrapy_settings["CRAWL_ORIGIN"]))


def _crawl(archive: Archive, night: Night, settings: ScrapySettings, seconds: float) -> None:
    """Crawl the sites of a night. Raises CommandError if there is no network."""
    if night.choice.sites and not settings["CRAWL_ORIGIN"]:
        require_network(night.choice.sites)
    settings.set("LOG_INSTALL_ROOT_HANDLER", False)
    process = CrawlProcess(settings, night.choice.sites)
    configure_logging(logging.INFO)  # after Scrapy has
    night.why_not = crawl_night(archive, night, process, seconds)


def _note_told(night: Night, database: str | None) -> list[str]:
    """Note in the archive which alerts were told, and return why that failed, if it did."""
    try:
        with writing_archive(archive_url(database)) as archive:
            note_told(archive, night.untold, now())
    except CommandError as error:
        return [f"The alerts will be told again: {error.message}"]
    return []


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


def _show_plan(night: Night, origin: str | None, database: str | None) -> None:
    """Print what the night would request, and of which sites."""
    _, scrapy_settings = _settings(origin, database)
    cards = all_sites().values()
    with writing_archive(scrapy_settings["DATABASE_URL"]) as archive:
        night.choice = choose_sites(archive, cards)
        _print_plan(archive, night)


def _print_plan(archive: Archive, night: Night) -> None:
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


def _end(night: Night, report: Path | None, faults: list[str]) -> None:
    """Write the report, print the states of the sites, and end with the exit code of the night.

    It is at least 1 if the report cannot be written, and 2 if nothing can be printed.
    """
    night.finished = now()
    exit_code = night.exit_code
    faults += [f"{address} of notify could not be reached." for address in night.not_notified]
    if night.why_not is not None:
        faults.append(night.why_not)
    if report is not None:
        try:
            write_all({report: json.dumps(night.as_json(), ensure_ascii=False, indent=1).encode()})
        except OSError as error:
            faults.append(f"{report} cannot be written: {error.strerror}.")
            exit_code = max(exit_code, LOOK_AT_A_SITE)
    try:
        _show_states(night)
        for fault in faults:
            click.echo(escaped(f"danvan: {fault}"), err=True)
    except OSError as error:
        give_up_output(f"danvan: The output cannot be written: {error.strerror}.")
        exit_code = NOT_PUBLISHED
    sys.exit(exit_code)


def _show_states(night: Night) -> None:
    if not night.states:
        return
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
