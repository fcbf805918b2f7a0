"""Opening the archive: where it is, who may write it, and which schema it has."""

import json
import os
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError

from archive.errors import ArchiveError
from archive.settings import read_settings
from archive.times import clock

_MIGRATIONS = Path(__file__).parent.parent / "migrations"
BUSY_SECONDS = 30
"""How long to wait for a transaction of another program."""
_LOCK_SECONDS = 0.2  # longer than `is_being_written` holds the lock


def captures_dir(url: str | URL) -> Path:
    """Return the folder of the raw captures: the setting `captures_dir`, or the default.

    The default is the folder `captures` beside the database file, or in the current folder if the
    database is not a file. Beside the file itself, not beside a symbolic link to it.
    """
    named = read_settings().captures_dir
    if named:
        return Path(named)
    location = parsed(url)
    if location.get_backend_name() != "sqlite":
        return Path("captures")
    return database_file(location).parent / "captures"


def database_file(location: URL) -> Path:
    """Return the file of a SQLite database; of a symbolic link, the file that it leads to."""
    path = Path(location.database or "")
    return Path(os.path.realpath(path)) if path.is_symlink() else path


def parsed(url: str | URL) -> URL:
    """Return the parts of the URL of a database. Raises ArchiveError if a text is no such URL."""
    try:
        return make_url(url)
    except (ArgumentError, ValueError) as error:
        raise _no_url(url, error) from error


def _no_url(url: str | URL, error: Exception) -> ArchiveError:
    return ArchiveError(
        f"{url!r} is not the URL of a database, such as sqlite:///archive.db ({error})."
    )


def connect(url: str | URL, *, writing: bool = False) -> Engine:
    """Return an engine for the archive at `url`, without opening it yet.

    On SQLite, an engine for `writing` takes the write lock at the start of a transaction, so that
    it waits for another program there instead of failing later; each query of an engine for reading
    sees what has been committed by then. Raises ArchiveError if `url` is none.
    """
    try:
        engine = create_engine(
            url,
            # JSON as people read it: "dân vận", not "d\u00e2n v\u1eadn".
            json_serializer=partial(json.dumps, ensure_ascii=False),
            hide_parameters=True,  # no article's text in an error message
        )
    except (ArgumentError, ImportError, ValueError) as error:
        raise _no_url(url, error) from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        if writing:
            event.listen(engine, "begin", lambda c: c.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver's own transactions leave out DDL and start late: SQLAlchemy begins them instead.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    # What is committed survives a power cut: else the database could forget a capture.
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}")
    cursor.close()


@contextmanager
def open_for_writing(url: str, purpose: str) -> Iterator[Engine]:
    """Open the archive for its one writer, and upgrade its schema if it is older.

    `purpose` tells others who writes it. Raises ArchiveError, with one sentence, if another process
    writes the archive, or if it cannot be written, is not a database, or is newer than this
    program.
    """
    engine = connect(url, writing=True)
    with exclusive(url, purpose):
        try:
            if engine.dialect.name == "sqlite":
                _read_while_written(engine)
            _upgrade(engine)
            yield engine
        except (OperationalError, DatabaseError) as error:
            raise ArchiveError(describe(engine, error)) from error
        finally:
            engine.dispose()


@contextmanager
def open_for_reading(url: str) -> Iterator[Engine]:
    """Open an archive that exists.

    Raises ArchiveError, with one sentence, if it cannot be read, is no archive, is newer than this
    program, or lacks a table or column that is read because it is older.
    """
    engine, schema = connect(url), None
    try:
        with engine.connect() as connection:
            schema = _schema(connection)
        if schema is None:
            raise ArchiveError(f"The database {engine.url.database} is not an archive.")
        _refuse_newer(engine, schema)
        yield engine
    except DatabaseError as error:
        if error_code(error) == sqlite3.SQLITE_ERROR and schema and schema != max(known_schemas()):
            raise ArchiveError(
                f"The archive {engine.url.database} was written by an older danvan-archive (schema "
                f"{schema}): the next crawl upgrades it, and `danvan pause` does so at once."
            ) from error
        raise ArchiveError(describe(engine, error)) from error
    finally:
        engine.dispose()


def _read_while_written(engine: Engine) -> None:
    """Let others read while a crawl writes, with SQLite's write-ahead log."""
    try:
        with closing(engine.raw_connection()) as connection:
            connection.cursor().execute("PRAGMA journal_mode = WAL")
    except sqlite3.DatabaseError as error:  # the driver's own; SQLAlchemy wraps only its calls
        raise OperationalError("PRAGMA journal_mode", None, error) from error


_ADVICE = {
    sqlite3.SQLITE_CANTOPEN: "does its folder exist, and may you write there?",
    sqlite3.SQLITE_READONLY: "the file or its folder is read-only for you.",
    sqlite3.SQLITE_CORRUPT: "restore a backup, or rebuild it from the captures.",
    sqlite3.SQLITE_NOTADB: "it is damaged, or something else: restore a backup or name another.",
    sqlite3.SQLITE_BUSY: "another program holds it; close that program and try again.",
    sqlite3.SQLITE_IOERR: "is the disk full or broken? Nothing already archived is lost.",
    sqlite3.SQLITE_FULL: "the disk is full; nothing already archived is lost.",
}


def error_code(error: DatabaseError) -> int | None:
    """Return SQLite's primary error code (`sqlite3.SQLITE_BUSY`), or None for another database."""
    code = getattr(error.orig, "sqlite_errorcode", None)
    return code & 0xFF if code is not None else None


def describe(engine: Engine, error: DatabaseError) -> str:
    """Return one sentence on what happened to the archive and what to do."""
    name, cause, code = engine.url.database or engine.url, error.orig, error_code(error)
    if code is None and engine.dialect.name == "sqlite":
        code = sqlite3.SQLITE_CORRUPT  # the driver cannot read a value that SQLite can
    advice = _ADVICE.get(code or 0)
    if advice is None:
        return f"The archive {name} cannot be used: {cause}."
    return f"The archive {name} cannot be used ({cause}): {advice}"


@contextmanager
def exclusive(url: str, purpose: str) -> Iterator[None]:
    """Let one process at a time write a SQLite archive; a file beside it says which.

    Raises ArchiveError if there is another one.
    """
    location = parsed(url)
    if location.get_backend_name() != "sqlite":
        yield
        return
    if location.database in (None, "", ":memory:"):
        raise ArchiveError("An archive in memory would be lost: name a file with --database.")
    path = database_file(location)
    if not path.parent.is_dir():
        raise ArchiveError(f"The archive {path} cannot be made: there is no folder {path.parent}.")
    lock = FileLock(f"{path}.lock")
    note = Path(f"{path}.lock.owner")
    try:
        lock.acquire(timeout=_LOCK_SECONDS)
    except Timeout:
        if not Path(lock.lock_file).exists():  # no file can be made in this folder, such as /proc
            raise ArchiveError(f"The archive {path} cannot be made in {path.parent}.") from None
        holder = note.read_text("utf-8").strip() if note.exists() else "another process"
        raise ArchiveError(
            f"The archive {path} is being written by {holder}: wait for it to end, or stop it."
        ) from None
    except OSError as error:
        raise ArchiveError(
            f"The archive {path} cannot be used ({error.strerror}): "
            "does its folder exist, and may you write there?"
        ) from error
    since = clock().strftime("%Y-%m-%d %H:%M UTC")
    writer = f"{purpose} (process {os.getpid()} on {socket.gethostname()}, since {since})"
    try:
        note.write_text(writer, "utf-8")
    except OSError as error:
        lock.release()
        raise ArchiveError(
            f"The archive {path} cannot be written ({error.strerror}); nothing was changed."
        ) from error
    try:
        yield
    finally:
        note.unlink(missing_ok=True)
        lock.release()


def _schema(connection: Connection) -> str | None:
    """Return the revision of the schema, or None if the database has none yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.exec_driver_sql(
        "SELECT version_num FROM alembic_version"
    ).scalar()
    return revision


def known_schemas() -> set[str]:
    """Return the revisions that this program knows: the names of the migrations begin with them."""
    return {file.name.split("_")[0] for file in (_MIGRATIONS / "versions").glob("[0-9]*_*.py")}


def _refuse_newer(engine: Engine, schema: str | None) -> None:
    if schema is not None and schema not in known_schemas():
        raise ArchiveError(
            f"The archive {engine.url.database} was written by a newer danvan-archive "
            f"(schema {schema}, which this one does not know): update this program first."
        )


def is_being_written(engine: Engine) -> bool:
    """Return whether a process of this program writes the archive, or may do so unseen."""
    if engine.dialect.name != "sqlite":
        return True
    lock = FileLock(f"{database_file(engine.url)}.lock")
    if not Path(lock.lock_file).exists():
        return False
    try:
        with lock.acquire(timeout=0):
            return False
    except (Timeout, OSError):
        return True


def _upgrade(engine: Engine) -> None:
    """Upgrade the schema; refuse one that this program does not know."""
    with engine.connect() as connection:
        current = _schema(connection)
    _refuse_newer(engine, current)
    if current == max(known_schemas()):
        return
    # Half a second to load, and most archives are up to date.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
