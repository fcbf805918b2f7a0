"""Commands for the record: captures, import, reextract, status."""

import asyncio
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from archive.checks import check_captures, check_tables
from archive.database import ArchiveError, captures_dir, connect, database_url
from archive.ledger import Ledger
from archive.shared import shared as shared_archive
from archive.writer import Archive
from danvan import archive_tables as reports
from danvan.common import (
    GOOD,
    SOME_SITE_FAILED,
    Sentence,
    all_sites,
    chosen_sites,
    database_option,
    project_settings,
)
from pipelines import workers
from replay.importing import Import
from replay.reextraction import Differences, Reextraction
from replay.runner import Stages


@contextmanager
def _writing(database: str | None) -> Iterator[Archive]:
    try:
        archive = shared_archive.acquire(
            database or database_url(), f"`danvan {' '.join(sys.argv[1:])}`"
        )
        try:
            yield archive
        finally:
            shared_archive.release()
    except ArchiveError as error:
        raise Sentence(str(error)) from error


def _existing(database: str | None) -> str:
    url = database or database_url()
    try:
        engine = connect(url)
    except ArchiveError as error:
        raise Sentence(str(error)) from error
    path = engine.url.database
    if engine.dialect.name == "sqlite" and not (path and Path(path).is_file()):
        raise Sentence(f"There is no archive {path}: crawl first, or name one with --database.")
    return url


def _seconds() -> float:
    return project_settings().getfloat("EXTRACTION_SECONDS")


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@database_option
def import_(files: tuple[Path, ...], database: str | None) -> None:
    """Import captures that others made: WARC, ARC or WACZ files.

    Pages of the known sites go through the same stages as in a crawl, and keep the dates of their
    captures. Give the files in the order of their dates.
    """
    for file in files:
        if not file.is_file():
            raise Sentence(f"There is no file {file}.")
    sites = {host: site for site in all_sites().values() for host in site.hosts}
    with _writing(database) as archive:
        run = Import(archive, sites)
        finished = False
        try:
            with reports.progress("records", None) as told:
                asyncio.run(_import(run, files, told))
            finished = True
        except OSError as error:
            raise Sentence(f"The file cannot be read: {error}.") from error
        finally:
            run.close(finished=finished)
    reports.show_import(run)


async def _import(run: Import, files: tuple[Path, ...], told: reports.Told) -> None:
    with Stages(_seconds()) as stages:
        for file in files:
            await run.read(file, stages, lambda _: told(1))


@click.command()
@click.argument("sites", nargs=-1, metavar="[SITE...]")
@database_option
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@click.option("--yes", is_flag=True, help="Change it without asking.")
def reextract(sites: tuple[str, ...], database: str | None, dry_run: bool, yes: bool) -> None:
    """Read the captures anew, by the rules of today, without asking any site.

    Shows what would change in which field, and asks before it changes anything.
    """
    chosen = chosen_sites(sites)
    _existing(database)
    with _writing(database) as archive:
        runs = [Reextraction(archive, site) for site in chosen]
        differences = Differences()
        workers.shared.acquire(_seconds())
        try:
            with reports.progress("pages read", sum(run.count() for run in runs)) as told:
                asyncio.run(_look(runs, differences, told))
            reports.show_differences(differences)
            if dry_run or not (differences.articles or differences.found):
                return
            if not yes and not sys.stdin.isatty():
                raise Sentence("Nothing was changed: say --yes, or --dry-run to look only.")
            if not yes and not click.confirm("Change them?"):
                return
            with reports.progress("pages read", differences.pages) as told:
                asyncio.run(_change(archive, runs, told))
        finally:
            workers.shared.release()
    click.echo(f"{differences.articles} articles were changed, {differences.found} were found.")


async def _look(runs: list[Reextraction], differences: Differences, told: reports.Told) -> None:
    for run in runs:
        async for read in run.look(differences):
            told(read)


async def _change(archive: Archive, runs: list[Reextraction], told: reports.Told) -> None:
    for run in runs:
        ledger = Ledger(archive, run.site.card(), kind="reread")
        finished = False
        try:
            async for read in run.change(ledger):
                told(read)
            finished = True
        finally:
            ledger.close(finished=finished)


@click.group()
def captures() -> None:
    """The raw captures: every answer as it was fetched, in WARC files."""


@captures.command()
@database_option
def verify(database: str | None) -> None:
    """Compare every capture with its record. Exit code 1: something is wrong."""
    url = _existing(database)
    looked = faults = 0
    with reports.progress("captures", None) as told:
        for number, fault in check_captures(connect(url), captures_dir(url)):
            looked += number
            told(number)
            if fault is not None:
                faults += 1
                click.echo(fault, err=True)
    click.echo(f"{looked} captures were compared with their records, {faults} are wrong.")
    sys.exit(SOME_SITE_FAILED if faults else GOOD)


@click.command()
@database_option
def status(database: str | None) -> None:
    """Show how the archive is: each site, what is due, and whether all is whole.

    Exit code 1: something that must hold does not.
    """
    url = _existing(database)
    try:
        reports.show_status(connect(url), captures_dir(url))
        checks = list(check_tables(connect(url)))
    except ArchiveError as error:
        raise Sentence(str(error)) from error
    reports.show_checks(checks)
    sys.exit(SOME_SITE_FAILED if any(check.broken for check in checks) else GOOD)
