"""The commands that back up the archive, and restore it."""

import sys
from pathlib import Path

import click

from archive.escaping import escaped
from archive.settings import notify_addresses, read_settings
from danvan.common import (
    GOOD,
    SOME_SITE_FAILED,
    archive_url,
    command_errors,
    database_option,
    existing_archive,
    why_failed,
)
from danvan.progress import progress_bar
from operations.backup import back_up
from operations.notify import notify
from operations.restore import restore as restore_archive

_folder = click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))


@click.command()
@_folder
@database_option
def backup(folder: Path, database: str | None) -> None:
    """Back up the database and the captures to the folder DIR, also while a crawl is running.

    Only captures that are new since the last backup are copied. Exit code 1: a file of captures is
    lost, was changed or cannot be read, and the backup has what the last one has of it. The
    addresses of the setting notify are told of that, and of a backup that failed.
    """
    try:
        url = existing_archive(database)
        with command_errors(), progress_bar("files", None) as progress:
            done = back_up(url, folder, read_settings().keep_backups, progress)
    except Exception as error:
        _tell("the backup failed", why_failed(error))
        raise
    if done.faults:
        _tell("the backup is incomplete", "\n".join(done.faults))
    click.echo(
        f"{done.path}: the database, {done.copied} new files of captures, "
        f"and {done.linked} as before."
    )
    _exit(done.faults)


@click.command()
@_folder
@database_option
def restore(folder: Path, database: str | None) -> None:
    """Restore the archive from the last backup in the folder DIR, or from the backup DIR.

    There must be no database yet. Exit code 1: files of captures are damaged in the backup, and
    were not restored; all others were.
    """
    url = archive_url(database)
    with command_errors(), progress_bar("files", None) as progress:
        done = restore_archive(folder, url, progress)
    click.echo(f"{done.backup}: the database and {done.files} files of captures were restored.")
    _exit(done.damaged)


def _tell(title: str, body: str) -> None:
    for address in notify(notify_addresses(), f"danvan: {title}", body):
        click.echo(f"danvan: {address} of notify could not be reached.", err=True)


def _exit(faults: list[str]) -> None:
    for fault in faults:
        click.echo(f"danvan: {escaped(fault)}", err=True)
    sys.exit(SOME_SITE_FAILED if faults else GOOD)
