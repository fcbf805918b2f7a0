"""Readers get the next release without a restart of Datasette.

Every second, each immutable database is compared with the file that its path leads to now. If that
is another file, it is opened, its rows are counted, and it takes the place of the old one. Queries
that have begun end on the file on which they began.
"""

import asyncio
import queue
import sqlite3
import sys
from collections.abc import Awaitable, Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from datasette.database import Database  # type: ignore[import-untyped]
from datasette.inspect import inspect_hash, inspect_tables  # type: ignore[import-untyped]

ARCHIVE = "archive"
"""The name of the database in Datasette."""
SECONDS = 1.0
"""Between two looks at the files."""
_SUMS = "SHA256SUMS"

App = Callable[[Any, Any, Any], Awaitable[None]]


class Release(Database):  # type: ignore[misc]
    """The file that a path leads to, with connections of its own.

    Datasette's are kept for each thread under the name of the database, so they would outlive the
    file. These are all opened at once: queries can go on when the file has been removed.
    """

    def __init__(self, datasette: Any, name: str, path: Path) -> None:
        """Open the file and count its rows. Raises OSError or sqlite3.Error if that fails."""
        super().__init__(datasette, is_mutable=False)
        file = path.resolve(strict=True)
        self.path = str(file)
        self.name = self.route = name
        self.followed = path
        self._identity = _identity(file)
        self._idle: queue.SimpleQueue[sqlite3.Connection] = queue.SimpleQueue()
        for _ in range(datasette.setting("num_sql_threads") or 1):
            connection = self.connect()
            datasette._prepare_connection(connection, name)
            self._idle.put(connection)
        self.inspected = self._inspect(file)

    def __del__(self) -> None:
        """Close the file after its last query: Python would do so some time, if at all."""
        self.close()

    def is_current(self) -> bool:
        """Return whether the path still leads to this file."""
        return _identity(self.followed) == self._identity

    def _inspect(self, file: Path) -> dict[str, Any]:
        """Return what `datasette inspect` says of the file: its digest, the rows of its tables."""
        with closing(self.connect()) as connection:
            connection.row_factory = sqlite3.Row
            tables = inspect_tables(connection, {})
        if not tables:  # as of an empty file
            raise sqlite3.DatabaseError("it has no tables")
        return {"hash": _digest(file), "size": file.stat().st_size, "tables": tables}

    async def execute_fn(self, fn: Callable[[sqlite3.Connection], Any]) -> Any:
        """Run a function with a connection, in a thread. There is one for each thread."""

        def run() -> Any:
            connection = self._idle.get()
            try:
                return fn(connection)
            finally:
                self._idle.put(connection)

        return await asyncio.get_running_loop().run_in_executor(self.ds.executor, run)


def wrap(datasette: Any, app: App) -> App:
    """Look at the files before the first request, and as long as the server runs."""

    async def wrapped(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "lifespan":
            await app(scope, receive, send)
            return
        failures: dict[str, str] = {}
        await look(datasette, failures)
        following = asyncio.create_task(_follow(datasette, failures))
        try:
            await app(scope, receive, send)
        finally:
            following.cancel()
            with suppress(asyncio.CancelledError):
                await following

    return wrapped


async def _follow(datasette: Any, failures: dict[str, str]) -> None:
    while True:
        await asyncio.sleep(SECONDS)
        await look(datasette, failures)


async def look(datasette: Any, failures: dict[str, str]) -> None:
    """Replace each immutable database whose path leads to another file.

    If that file cannot be read, the old one stays; it is said once, and tried again.
    """
    for name, database in datasette.databases.items():
        if database.is_mutable:
            continue
        is_followed = isinstance(database, Release)
        path = database.followed if is_followed else Path(database.path)
        try:
            if is_followed and database.is_current():
                continue
            release = await asyncio.to_thread(Release, datasette, name, path)
        except Exception as error:  # whatever it is, readers keep their file, and looking goes on
            failure = f"{path} cannot be read ({error}): readers keep the file that is open."
            if failures.get(name) != failure:
                failures[name] = failure
                print(failure, file=sys.stderr, flush=True)
            continue
        failures.pop(name, None)
        # New objects, as in Datasette: others may be iterating over the old ones.
        datasette.inspect_data = {**(datasette.inspect_data or {}), name: release.inspected}
        databases = datasette.databases.copy()
        databases[name] = release
        datasette.databases = databases
        if not is_followed:
            database.close()  # threads would keep its connections; no request has begun yet
        print(f"Readers get {release.path} from now on.", file=sys.stderr, flush=True)


def archive_path(datasette: Any) -> Path | None:
    """Return the path of the archive that readers get, or None if it is not an immutable file."""
    database = datasette.databases.get(ARCHIVE)
    if database is None or database.is_mutable:
        return None
    return database.followed if isinstance(database, Release) else Path(database.path)


def _identity(path: Path) -> tuple[int, ...]:
    found = path.stat()
    return found.st_dev, found.st_ino, found.st_mtime_ns, found.st_size


def _digest(file: Path) -> str:
    """Return the SHA-256 of a file: as the release says, because a large file takes long."""
    sums = file.with_name(_SUMS)
    lines = sums.read_text("utf-8").splitlines() if sums.exists() else []
    stated = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    return str(stated.get(file.name) or inspect_hash(file))
