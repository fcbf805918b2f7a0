"""The command that says how the archive is."""

import json
import sys

import click

from archive.database import captures_dir, is_being_written
from danvan.common import GOOD, SOME_SITE_FAILED, database_option, reading_archive
from danvan.status_tables import show_checks, show_status
from operations.status import read_status


@click.command()
@database_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--check", is_flag=True, help="Check every table too: minutes, in a large archive.")
def status(database: str | None, as_json: bool, check: bool) -> None:
    """Show how each site is: green, yellow or red, why, since when, and its new articles.

    Exit code 1: a consistency check failed.
    """
    with reading_archive(database) as engine:
        found = read_status(engine)
        if as_json:
            click.echo(json.dumps(found.as_json(), ensure_ascii=False))
        else:
            show_status(found, is_written=is_being_written(engine))
        checks = []
        if check:
            from archive.checks import check_files, check_tables  # loads what reads captures

            checks = [*check_tables(engine), check_files(engine, captures_dir(engine.url))]
    broken = [one for one in checks if one.broken]
    if not as_json:
        show_checks(checks)
    else:
        for fault in broken:
            click.echo(f"danvan: WRONG: {fault.what} ({fault.broken} times not)", err=True)
    sys.exit(SOME_SITE_FAILED if broken else GOOD)
