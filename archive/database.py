"""Opening the archive: where it is, who may write it, and at which schema."""

import json
import os
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError

DEFAULT_URL = "sqlite:///archive.db"
_MIGRATIONS = Path(__file__).parent.parent / "migrations"
_BUSY_SECONDS = 30  # how long to wait for another program's transaction


class ArchiveError(Exception):
    """The archive cannot be used; the message is one sentence for the operator."""


def database_url() -> str:
    """Return the archive's address: the environment's `DATABASE_URL`, or the default."""
    return os.environ.get("DATABASE_URL") or DEFAULT_URL


def captures_dir(url: str | URL) -> Path:
    """Return the folder of the raw captures: the environment's `CAPTURES_DIR`, or the default.

    By default it is the folder `captures` beside the database, or here where that is no file.
    """
    named = os.environ.get("CAPTURES_DIR")
    if named:
        return Path(named)
    location = make_url(url)
    is_file = location.get_backend_name() == "sqlite" and location.database
    return Path(location.database or "").parent / "captures" if is_file else Path("captures")


def connect(url: str | URL, *, writing: bool = False) -> Engine:
    """Return an engine for the archive at `url`, without touching it yet.

    On SQLite, one for `writing` takes the write lock at the start of a transaction, so that it
    waits for another program there rather than failing in its middle; one for reading sees, with
    every query, what is committed by then.
    """
    try:
        # JSON as people read it: "dân vận", not "d\u00e2n v\u1eadn".
        engine = create_engine(url, json_serializer=partial(json.dumps, ensure_ascii=False))
    except (ArgumentError, ImportError) as error:
        raise ArchiveError(
            f"{url!r} is no address of a database, such as sqlite:///archive.db ({error})."
        ) from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        if writing:
            event.listen(engine, "begin", lambda c: c.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver's own transactions leave out DDL and start late: we say when they begin.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    # What is committed survives a power cut: a capture that the database forgot is an orphan.
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute(f"PRAGMA busy_timeout = {_BUSY_SECONDS * 1000}")
    cursor.close()


@contextmanager
def open_for_writing(url: str, purpose: str) -> Iterator[Engine]:
    """Hold the archive for one writer, brought up to this program's schema.

    `purpose` tells others what holds it. Raises ArchiveError, with one sentence, where the
    archive is held by another writer, cannot be written, is no database, or is newer than this
    program.
    """
    engine = connect(url, writing=True)
    with _exclusive(url, purpose):
        try:
            if engine.dialect.name == "sqlite":
                _read_while_written(engine)
            _upgrade(engine)
            yield engine
        except (OperationalError, DatabaseError) as error:
            raise ArchiveError(in_one_sentence(engine, error)) from error
        finally:
            engine.dispose()


def _read_while_written(engine: Engine) -> None:
    """Let readers go on reading while a crawl writes: SQLite's write-ahead log."""
    try:
        with closing(engine.raw_connection()) as connection:
            connection.cursor().execute("PRAGMA journal_mode = WAL")
    except sqlite3.DatabaseError as error:  # not wrapped here, as SQLAlchemy's own calls are
        raise OperationalError("PRAGMA journal_mode", None, error) from error


def in_one_sentence(engine: Engine, error: DatabaseError) -> str:
    """Say what happened to the archive and what to do."""
    name = engine.url.database or engine.url
    cause = str(error.orig)
    advice = {
        "unable to open database file": "does its folder exist, and may you write there?",
        "attempt to write a readonly database": "the file or its folder is read-only for you.",
        "file is not a database": "the file is something else; name another with --database.",
        "database is locked": "another program holds it; close that program and try again.",
        "disk I/O error": "is the disk full or broken? Nothing already archived is lost.",
        "database or disk is full": "the disk is full; nothing already archived is lost.",
    }
    for sign, words in advice.items():
        if sign in cause:
            return f"The archive {name} cannot be used ({cause}): {words}"
    return f"The archive {name} cannot be used: {cause}."


@contextmanager
def _exclusive(url: str, purpose: str) -> Iterator[None]:
    """Let one process write a SQLite archive at a time; a file beside it says who."""
    location = make_url(url)
    if location.get_backend_name() != "sqlite":
        yield
        return
    if location.database in (None, "", ":memory:"):
        raise ArchiveError("An archive in memory would be lost: name a file with --database.")
    path = Path(location.database or "")
    if not path.parent.is_dir():
        raise ArchiveError(f"The archive {path} cannot be made: there is no folder {path.parent}.")
    lock = FileLock(f"{path}.lock")
    note = Path(f"{path}.lock.owner")
    try:
        lock.acquire(timeout=0)
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
    try:
        since = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
        note.write_text(
            f"{purpose} (process {os.getpid()} on {socket.gethostname()}, since {since})", "utf-8"
        )
        yield
    finally:
        note.unlink(missing_ok=True)
        lock.release()


def _upgrade(engine: Engine) -> None:
    """Bring the schema up to date; refuse one that this program does not know."""
    # Half a second to load, and most commands only read.
    from alembic import command
    from alembic.config import Config
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    scripts = ScriptDirectory.from_config(config)
    with engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    known = {script.revision for script in scripts.walk_revisions()}
    if current is not None and current not in known:
        raise ArchiveError(
            f"The archive {engine.url.database} was written by a newer danvan-archive "
            f"(schema {current}, which this one does not know): update this program first."
        )
    if current != scripts.get_current_head():
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
