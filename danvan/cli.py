"""The command `danvan`."""

import errno
import os
import sys
import traceback
from contextlib import suppress
from pkgutil import resolve_name
from typing import Any

import click

from archive.escaping import escaped
from archive.times import SIMULATED_NOW, now
from danvan.memory import return_large_blocks
from danvan.output import give_up_output

_COMMANDS = {
    "accuracy": (
        "danvan.extraction:accuracy",
        "Score the extraction on a folder of saved pages with a gold.json.",
    ),
    "backfill": (
        "danvan.backfill:backfill",
        "Fetch the captures of a site that a web archive has, and import them.",
    ),
    "backup": (
        "danvan.backup:backup",
        "Back up the database and the captures to a folder; only what is new is copied.",
    ),
    "captures": (
        "danvan.archive:captures",
        "The raw captures: every response as it was fetched, in WARC files.",
    ),
    "config": (
        "danvan.config:config",
        "The settings: danvan.toml in this folder, and the environment.",
    ),
    "crawl": ("danvan.crawl:crawl", "Crawl the named sites, or all that are active or frozen."),
    "extract": ("danvan.extraction:extract", "Extract saved pages, and print their articles."),
    "gold": (
        "danvan.extraction:gold",
        "Write or refresh the entries of saved pages in FOLDER/gold.json, for review.",
    ),
    "import": ("danvan.archive:import_", "Import captures from WARC, ARC or WACZ files."),
    "new-site": (
        "danvan.new_site:new_site",
        "Write the card of a site, pages with draft gold and tests of its addresses.",
    ),
    "nightly": (
        "danvan.nightly:nightly",
        "Crawl all sites that are active, judge them, publish, and notify of what has changed.",
    ),
    "pause": (
        "danvan.pauses:pause",
        "Leave a site alone until a day; without a site, list the pauses.",
    ),
    "probe": (
        "danvan.probe:probe",
        "Visit sites with few requests: where are their articles, and is the card right?",
    ),
    "publish": (
        "danvan.publish:publish",
        "Make a checked release of the archive for readers, and put it in place of the last one.",
    ),
    "reextract": (
        "danvan.archive:reextract",
        "Re-extract the captures with the current rules, without requesting anything from a site.",
    ),
    "restore": (
        "danvan.backup:restore",
        "Restore the archive from a folder of backups.",
    ),
    "retire": (
        "danvan.pauses:retire",
        "Request nothing from a host of a site any more; without a host, list such hosts.",
    ),
    "serve": ("danvan.serve:serve", "Serve a release to readers, at http://127.0.0.1:8001."),
    "sites": (
        "danvan.sites:sites",
        "List the sites: kind, state, province then and now, host, family, last good crawl.",
    ),
    "status": (
        "danvan.status:status",
        "Show how each site is: green, yellow or red, why, since when, and its new articles.",
    ),
    "withdraw": (
        "danvan.withdraw:withdraw",
        "Leave an article out of what is published, or publish it again.",
    ),
}
"""Name -> where the command is, and its first words of help, which need no import."""


class _Commands(click.Group):
    """Imports a command when it is needed: Ctrl-C during the import of Scrapy ends it quietly."""

    def main(self, *args: Any, **options: Any) -> Any:
        """Run a command, and say in one sentence if the disk to which it prints is full.

        An error that no command expects ends it with 2: Python's 1 would say that it was done, and
        that a site needs a look.
        """
        try:
            return super().main(*args, **options)
        except Exception as error:
            if isinstance(error, OSError) and error.errno == errno.ENOSPC:
                give_up_output("danvan: The disk is full: not all could be written.")
                sys.exit(1)
            with suppress(OSError):  # standard error may be full as well
                click.echo("\n".join(map(escaped, traceback.format_exc().splitlines())), err=True)
            sys.exit(2)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, words) for name, (_, words) in _COMMANDS.items()])

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = resolve_name(_COMMANDS[cmd_name][0])
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="danvan-archive", message="%(prog)s %(version)s")
def main() -> None:
    """Archive Vietnamese provincial news on dân vận and grassroots democracy (QCDC)."""
    return_large_blocks()
    _announce_simulated_clock()


def _announce_simulated_clock() -> None:
    if not os.environ.get(SIMULATED_NOW):
        return
    try:
        shown = now()
    except ValueError as error:
        raise click.UsageError(f"{SIMULATED_NOW} must be an ISO 8601 time: {error}.") from error
    click.echo(f"danvan: SIMULATION: {SIMULATED_NOW} sets the clock to {shown}.", err=True)
