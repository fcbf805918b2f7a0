"""The command `danvan`."""

from pkgutil import resolve_name

import click

from danvan.memory import return_large_blocks

_COMMANDS = {
    "accuracy": "danvan.extraction:accuracy",
    "captures": "danvan.archive:captures",
    "crawl": "danvan.crawl:crawl",
    "extract": "danvan.extraction:extract",
    "gold": "danvan.extraction:gold",
    "import": "danvan.archive:import_",
    "reextract": "danvan.archive:reextract",
    "sites": "danvan.crawl:sites",
    "status": "danvan.archive:status",
}


class _Commands(click.Group):
    """Imports a command when it is needed: Ctrl-C during the import of Scrapy ends it quietly."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = resolve_name(_COMMANDS[cmd_name])
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="danvan-archive", message="%(prog)s %(version)s")
def main() -> None:
    """Archive Vietnamese provincial news on dân vận and grassroots democracy (QCDC)."""
    return_large_blocks()
