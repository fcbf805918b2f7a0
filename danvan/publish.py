"""The command that makes a release for readers."""

from pathlib import Path

import click

from archive.escaping import escaped
from archive.settings import read_settings
from danvan.common import CommandError, command_errors, database_option, existing_archive
from operations.releases import PublishError


@click.command()
@database_option
@click.option("--to", metavar="DIR", help="Default: the setting published_dir.")
@click.option(
    "--allow-fewer",
    is_flag=True,
    help="Publish although the last release has more, is old, or cannot be read.",
)
def publish(database: str | None, to: str | None, allow_fewer: bool) -> None:
    """Make a checked release of the archive for readers, and put it in place of the last one.

    Exit code 2: nothing was published, and readers keep what they have.
    """
    from operations.publish import publish as publish_release  # takes longer than to show the help

    with command_errors():
        settings = read_settings()
    folder = Path(to or settings.published_dir)
    url = existing_archive(database)
    try:
        made = publish_release(url, folder, keep=settings.keep_releases, allow_fewer=allow_fewer)
    except PublishError as error:
        raise CommandError(str(error)) from error
    for finding in made.allowed:
        click.echo(escaped(f"Allowed: {finding.what} does not hold ({finding.fault})."))
    left_out = f", {made.withdrawn} withdrawn articles left out" if made.withdrawn else ""
    click.echo(f"Release {made.version}: {made.articles} articles{left_out}.")
    if made.removed:
        click.echo(f"Removed old releases: {', '.join(made.removed)}.")
    click.echo(escaped(f"What is new: {folder / 'report.html'}"))
