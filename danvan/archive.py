"""Commands for the archive: captures, import, reextract."""

import asyncio
import sys
from pathlib import Path

import click

from archive.checks import check_captures
from archive.database import captures_dir
from archive.escaping import escaped
from danvan import archive_tables as tables
from danvan.common import (
    GOOD,
    SOME_SITE_FAILED,
    CommandError,
    all_sites,
    archive_url,
    chosen_sites,
    command_errors,
    database_option,
    existing_archive,
    reading_archive,
    writing_archive,
)
from danvan.progress import ProgressCallback, progress_bar
from pipelines import workers
from replay.importing import Import
from replay.reextraction import Differences, Reextraction
from replay.runner import StageRunner
from sites.card import Directory

_MAX_NAMED = 20  # faults of captures


def _seconds() -> float:
    """Return the time limit for the extraction of a page.

    Scrapy, whose settings they are, would take half a second to load. Raises CommandError if a
    setting is wrong.
    """
    with command_errors():
        from crawler.settings import EXTRACTION_SECONDS
    return EXTRACTION_SECONDS


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@database_option
def import_(files: tuple[Path, ...], database: str | None) -> None:
    """Import captures from WARC, ARC or WACZ files.

    Pages of the known sites go through the same stages as in a crawl, and keep the dates of their
    captures. Give the files in the order of their dates. Exit code 1: a file cannot be opened.
    """
    for file in files:
        if not file.is_file():
            raise CommandError(f"There is no file {file}.")
    sites = Directory(all_sites().values())
    with writing_archive(archive_url(database)) as archive:
        importing = Import(archive, sites)
        finished = False
        try:
            with progress_bar("records", None) as progress:
                asyncio.run(_import(importing, files, progress))
            finished = True
        finally:
            importing.close(finished=finished)
    tables.show_import(importing)
    sys.exit(SOME_SITE_FAILED if importing.unread else GOOD)


async def _import(importing: Import, files: tuple[Path, ...], progress: ProgressCallback) -> None:
    seconds = _seconds()
    with StageRunner(seconds) as stages:
        await importing.recover(seconds)
        for file in files:
            try:
                await importing.read(file, stages, progress)
            except OSError as error:  # the next file may be readable
                importing.unread.append(f"{file}: {error.strerror or error}")


@click.command()
@click.argument("sites", nargs=-1, metavar="[SITE...]")
@database_option
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@click.option("--yes", is_flag=True, help="Change it without asking.")
def reextract(sites: tuple[str, ...], database: str | None, dry_run: bool, yes: bool) -> None:
    """Re-extract the captures with the current rules, without requesting anything from a site.

    Shows which fields of how many articles would change, and asks before it changes anything.
    """
    chosen = chosen_sites(sites)
    url = existing_archive(database)
    with writing_archive(url) as archive:
        reextractions = [Reextraction(archive, site, _seconds()) for site in chosen]
        workers.shared.acquire(_seconds())
        try:
            differences = _compare(reextractions)
            tables.show_differences(differences)
            if dry_run or not (differences.articles or differences.found):
                return
            if not yes and not sys.stdin.isatty():
                raise CommandError("Nothing was changed: add --yes, or --dry-run to only compare.")
            if not yes and not click.confirm("Apply these changes?"):
                return
            # New runs: those that compared have counted each page already.
            reextractions = [Reextraction(archive, site, _seconds()) for site in chosen]
            with progress_bar("pages", differences.pages) as progress:
                asyncio.run(_apply(reextractions, progress))
        finally:
            workers.shared.release()
    changed = sum(reextraction.changed for reextraction in reextractions)
    found = sum(reextraction.found for reextraction in reextractions)
    click.echo(f"{changed} articles were changed, {found} were found.")


def _compare(reextractions: list[Reextraction]) -> Differences:
    differences = Differences()

    async def compare_all(progress: ProgressCallback) -> None:
        for reextraction in reextractions:
            async for read in reextraction.compare(differences):
                progress(read)

    total = sum(reextraction.count() for reextraction in reextractions)
    with progress_bar("pages", total) as progress:
        asyncio.run(compare_all(progress))
    return differences


async def _apply(reextractions: list[Reextraction], progress: ProgressCallback) -> None:
    for reextraction in reextractions:
        async for read in reextraction.apply():
            progress(read)


@click.group()
def captures() -> None:
    """The raw captures: every response as it was fetched, in WARC files."""


@captures.command()
@database_option
def verify(database: str | None) -> None:
    """Compare every capture with its record, and name the first faults.

    Exit code 1: something is wrong.
    """
    compared = faults = 0
    with reading_archive(database) as engine, progress_bar("captures", None) as progress:
        for number, fault in check_captures(engine, captures_dir(engine.url)):
            compared += number
            progress(number)
            if fault is not None:
                faults += 1
                if faults <= _MAX_NAMED:
                    click.echo(escaped(fault), err=True)
    if faults > _MAX_NAMED:
        click.echo(f"... and {faults - _MAX_NAMED} more", err=True)
    click.echo(f"{compared} captures were compared with their records, {faults} are wrong.")
    sys.exit(SOME_SITE_FAILED if faults else GOOD)
