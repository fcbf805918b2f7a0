"""The commands about the settings."""

import sys

import click
from rich import box
from rich.table import Table
from rich.text import Text
from scrapy.exceptions import UsageError

from archive.settings import FILE, SECRET, Setting, SettingsError, stated_settings
from crawler.contact import check_contact
from danvan.common import GOOD, NOTHING_DONE, CommandError
from danvan.console import console
from danvan.settings import project_settings


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
        faults = list(_contact_faults())
    for fault in faults:
        click.echo(f"danvan: {fault}", err=True)
    if not faults:
        console.print(f"All settings are sound ({FILE} and the environment).")
    sys.exit(NOTHING_DONE if faults else GOOD)


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
