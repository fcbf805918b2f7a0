"""The command that serves a release to readers."""

import asyncio
import json
import os
import socket
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import click

from archive.database import captures_dir
from archive.settings import read_settings
from danvan.common import CommandError, command_errors

METADATA = Path(__file__).resolve().parent.parent / "datasette_metadata.json"
SETTINGS = {
    "default_cache_ttl": 600,  # seconds; a release lasts for a day
    "facet_time_limit_ms": 1000,
    "suggest_facets": False,  # each column of a large table takes its time
}
"""Of Datasette, beside its own."""
_HOST = "127.0.0.1"


@click.command()
@click.option(
    "--database", metavar="FILE", help="Default: archive.db in the setting published_dir."
)
@click.option("--port", type=click.IntRange(1, 65535), default=8001, show_default=True)
def serve(database: str | None, port: int) -> None:
    """Serve a release to readers at http://127.0.0.1:PORT, until Ctrl-C.

    When there is a new release, readers get it without a restart.
    """
    with command_errors():
        settings = read_settings()
        captures = captures_dir(settings.database_url)
    file = Path(database or Path(settings.published_dir, "archive.db"))
    if not file.is_file():
        raise CommandError(f"There is no {file}. To make a release: danvan publish")
    _require_tables(file)
    _require_free(port)
    # The metadata names it, so that nobody reads the path at /-/metadata.json.
    os.environ["CAPTURES_DIR"] = str(captures.absolute())
    # They take longer than to show the help.
    import uvicorn
    from datasette.app import Datasette  # type: ignore[import-untyped]
    from datasette.database import Database  # type: ignore[import-untyped]

    datasette = Datasette([], metadata=json.loads(METADATA.read_text("utf-8")), settings=SETTINGS)
    datasette.remove_database("_memory")
    datasette.add_database(Database(datasette, str(file), is_mutable=False), name="archive")
    asyncio.run(compile_templates(datasette))
    click.echo(f"Serving {file} at http://{_HOST}:{port} - Ctrl-C stops the server.")
    uvicorn.run(datasette.app(), host=_HOST, port=port, log_level="info", lifespan="on")


async def compile_templates(datasette: Any) -> None:
    """Compile the templates of all pages, so that the first reader of each need not wait for it."""
    await datasette.invoke_startup()  # they need what plugins give them
    for name in datasette.jinja_env.list_templates(["html", "svg", "xml"]):
        datasette.jinja_env.get_template(name)


def _require_tables(file: Path) -> None:
    """Raise CommandError if the file is no database, is damaged at its beginning, or is empty."""
    try:
        database = sqlite3.connect(f"{file.absolute().as_uri()}?immutable=1", uri=True)
        with closing(database):
            (tables,) = database.execute("SELECT count(*) FROM sqlite_master").fetchone()
        fault = None if tables else "it has no tables"
    except sqlite3.Error as error:
        fault = str(error)
    if fault is not None:
        raise CommandError(
            f"{file} cannot be served ({fault}). To make a release: danvan publish. To serve "
            "another file, name it with --database."
        )


def _require_free(port: int) -> None:
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            server.bind((_HOST, port))
        except OSError as error:
            raise CommandError(
                f"Port {port} is taken ({error.strerror}): choose another --port."
            ) from error
