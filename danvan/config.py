"""The commands about the settings."""

import sys

import click
from rich import box
from rich.table import Table
from rich.text import Text
from scrapy.exceptions import UsageError

from archive.database import connect
from archive.errors import ArchiveError
from archive.settings import FILE, SECRET, Setting, SettingsError, read_settings, stated_settings
from crawler.contact import check_contact
from danvan.common import GOOD, NOTHING_DONE, SOME_SITE_FAILED, CommandError, command_errors
from danvan.console import console
from danvan.settings import project_settings
from operations.notify import notify, unusable


@click.group()
def config() -> None:
    """The settings: danvan.toml in this folder, and the environment."""


@config.command()
def check() -> None:
    """Say which settings are in force, where each is from, and what is wrong.

    Exit code 2: a setting is wrong, and no command that needs it would begin.
    """
    try:
        settings = list(stated_settings())
    except SettingsError as error:
        raise CommandError(str(error)) from error
    table = Table(box=box.SIMPLE_HEAD, collapse_padding=True, pad_edge=False)
    for heading in ("setting", "value", "from", "meaning"):
        table.add_column(heading)
    for setting in settings:
        cells = (setting.name, _shown(setting), setting.source, setting.description)
        table.add_row(*map(Text, cells))
    console.print(table)
    faults = [setting.fault for setting in settings if setting.fault is not None]
    if not faults:
        faults = [*_contact_faults(), *_database_faults(), *_notify_faults()]
    for fault in faults:
        click.echo(f"danvan: {fault}", err=True)
    if not faults:
        console.print(f"All settings are sound ({FILE} and the environment).")
    sys.exit(NOTHING_DONE if faults else GOOD)


@config.command()
def test_notify() -> None:
    """Send a test message to every address of the setting notify.

    Exit code 1: an address did not take it.
    """
    with command_errors():
        addresses = read_settings().notify
    if not addresses:
        raise CommandError(f"No address is told of alerts: set notify in {FILE}.")
    failed = notify(addresses, "danvan: a test", "This is where alerts of the archive arrive.")
    for name in failed:
        click.echo(f"danvan: {name} of notify did not take the message.", err=True)
    click.echo(f"{len(addresses) - len(failed)} of {len(addresses)} addresses took the message.")
    sys.exit(SOME_SITE_FAILED if failed else GOOD)


def _database_faults() -> list[str]:
    try:
        connect(read_settings().database_url)
    except ArchiveError as error:
        return [str(error)]
    return []


def _notify_faults() -> list[str]:
    why = "Apprise does not know its service, or a part of it is missing"
    return [f"{name} of notify cannot be used: {why}." for name in unusable(read_settings().notify)]


def _shown(setting: Setting) -> str:
    if setting.name in SECRET and setting.value:
        return f"{len(setting.value)} (not shown)"
    if isinstance(setting.value, (tuple, list)):
        return " ".join(map(str, setting.value)) or "none"
    return str(setting.value) if setting.value != "" else "none"


def _contact_faults() -> list[str]:
    try:
        check_contact(project_settings())
    except UsageError as error:
        return [str(error)]
    return []
