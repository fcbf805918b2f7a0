"""What the commands share: errors in one sentence, the sites, where the archive is.

What opens an archive, and what knows the sites, is loaded when it is needed: half a second each.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archive.errors import ArchiveError
from archive.escaping import escaped
from archive.settings import SettingsError, read_settings

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from archive.writer import Archive
    from sites.card import SiteCard

GOOD, SOME_SITE_FAILED, NOTHING_DONE = 0, 1, 2
"""Exit codes."""

database_option = click.option(
    "--database", metavar="URL", help="Default: the setting database_url, or archive.db here."
)


class CommandError(click.ClickException):
    """An error that ends the command: one sentence, no traceback."""

    exit_code = NOTHING_DONE

    def show(self, file: Any = None) -> None:
        """Print it on standard error."""
        click.echo(escaped(f"danvan: {self.format_message()}"), err=True, file=file)


def why_failed(error: Exception) -> str:
    """Return why a command has failed, for a message, in one sentence."""
    if isinstance(error, CommandError):
        return error.message
    return f"A fault of this program ({type(error).__name__}: {error}): see the log."


@contextmanager
def command_errors() -> Iterator[None]:
    """Turn an error of the archive or of the settings into a CommandError."""
    try:
        yield
    except (ArchiveError, SettingsError) as error:
        raise CommandError(str(error)) from error


@contextmanager
def writing_archive(url: str) -> "Iterator[Archive]":
    """Open the archive for this command. Raises CommandError if it cannot be used."""
    from archive.shared import shared_archive

    with command_errors():
        archive = shared_archive.acquire(url, f"`danvan {' '.join(sys.argv[1:])}`")
        try:
            yield archive
        finally:
            shared_archive.release()


def archive_url(database: str | None) -> str:
    """Return the URL of the archive that a command names, or that of the settings.

    Raises CommandError if a setting is wrong.
    """
    with command_errors():
        return database or read_settings().database_url


def existing_archive(database: str | None) -> str:
    """Return the URL of an archive. Raises CommandError if there is none."""
    from archive.database import connect

    url = archive_url(database)
    with command_errors():
        engine = connect(url)
    path = engine.url.database
    if engine.dialect.name == "sqlite" and not (path and Path(path).is_file()):
        raise CommandError(f"There is no archive {path}: crawl first, or name one with --database.")
    return url


@contextmanager
def reading_archive(database: str | None) -> "Iterator[Engine]":
    """Open an existing archive. Raises CommandError if there is none, or if it cannot be read."""
    from archive.database import open_for_reading

    url = existing_archive(database)
    with command_errors(), open_for_reading(url) as engine:
        yield engine


def all_sites() -> "dict[str, type[SiteCard]]":
    """Return the sites by name. Raises CommandError if a site file is incomplete or faulty."""
    from sites.card import SiteError
    from sites.loading import load_sites

    try:
        return load_sites()
    except SiteError as error:
        raise CommandError(str(error)) from error


def chosen_sites(names: tuple[str, ...]) -> "list[type[SiteCard]]":
    """Return the named sites, or all. Raises CommandError for an unknown name."""
    known = all_sites()
    for name in names:
        if name not in known:
            alike = ", ".join(get_close_matches(name, known))
            hint = f"; its name may be one of {alike}" if alike else ""
            raise CommandError(f"There is no site {name!r}{hint}: `danvan sites` lists them.")
    return [known[name] for name in dict.fromkeys(names or known)]
