"""Opening the archive: its address, its lock, and what a fault says."""

import os
import re
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from threading import Timer

import pytest
from filelock import FileLock
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError, OperationalError

from archive import database
from archive.database import (
    captures_dir,
    connect,
    describe,
    error_code,
    is_being_written,
    open_for_writing,
)
from archive.errors import ArchiveError
from archive.settings import read_settings

from .archives import begin_run, new_archive, opened, rows

URL = "sqlite:///archive.db"


@pytest.fixture
def url(tmp_path: Path) -> str:
    return new_archive(tmp_path)


@pytest.mark.parametrize(
    ("value", "found"),
    [(None, URL), ("", URL), ("sqlite:////srv/tin.db", "sqlite:////srv/tin.db")],
)
def test_the_address_of_the_archive(
    monkeypatch: pytest.MonkeyPatch, value: str | None, found: str
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    if value is not None:
        monkeypatch.setenv("DATABASE_URL", value)
    assert read_settings().database_url == found


@pytest.mark.parametrize(
    ("named", "url", "folder"),
    [
        ("", "sqlite:////srv/tin.db", "/srv/captures"),
        ("", "sqlite:///data/tin.db", "data/captures"),
        ("", "sqlite:///tin.db", "captures"),
        ("", "sqlite://", "captures"),
        ("", "postgresql://host/srv/tin", "captures"),
        ("/mnt/captures", "sqlite:////srv/tin.db", "/mnt/captures"),
    ],
)
def test_the_folder_of_the_captures(
    monkeypatch: pytest.MonkeyPatch, named: str, url: str, folder: str
) -> None:
    monkeypatch.setenv("CAPTURES_DIR", named)
    assert captures_dir(url) == Path(folder)


@pytest.mark.parametrize(
    "url",
    ["a letter", "postgresql://host:port/tin", "no-such://tin", "sqlite:///t.db?timeout=soon"],
)
def test_a_text_that_is_no_url_of_a_database_is_named(url: str) -> None:
    with pytest.raises(ArchiveError, match=f"^{re.escape(repr(url))} is not the URL of a database"):
        connect(url)


# Locks


def test_a_writer_holds_the_archive_from_the_beginning_of_a_transaction(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.02)
    with open_for_writing(url, "a test") as engine, engine.begin():
        other = connect(url, writing=True)
        with pytest.raises(OperationalError, match="locked"), other.begin():
            pass
        other.dispose()
        with connect(url).connect() as reading:
            assert reading.execute(text("SELECT count(*) FROM pages")).scalar_one() == 0
        reading.engine.dispose()


@pytest.mark.parametrize(
    ("pragma", "value"), [("foreign_keys", 1), ("synchronous", 2), ("busy_timeout", 30_000)]
)
def test_how_a_connection_is_prepared(url: str, pragma: str, value: int) -> None:
    engine = connect(url)
    with engine.connect() as connection:
        assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar_one() == value
    engine.dispose()


def test_an_archive_can_be_read_while_it_is_written(url: str) -> None:
    with open_for_writing(url, "a test"):
        assert rows(url, "PRAGMA journal_mode") == [("wal",)]


def test_an_archive_that_is_up_to_date_is_opened_without_alembic(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It takes half a second to load."""
    with open_for_writing(url, "a test"):
        pass
    monkeypatch.setitem(sys.modules, "alembic", None)
    with open_for_writing(url, "a test"):
        pass


def test_the_owner_of_a_lock_is_named_and_forgotten(url: str, tmp_path: Path) -> None:
    note = tmp_path / "archive.db.lock.owner"
    with open_for_writing(url, "a crawl"):
        said = note.read_text("utf-8")
        assert re.fullmatch(
            rf"a crawl \(process {os.getpid()} on \S+, since [-\d]+ [\d:]+ UTC\)", said
        )
        sentence = f"is being written by {re.escape(said)}: wait for it to end, or stop it"
        with pytest.raises(ArchiveError, match=sentence), open_for_writing(url, "another"):
            pass
        assert note.exists()
    assert not note.exists()


def test_the_owner_of_a_lock_may_be_unknown(url: str, tmp_path: Path) -> None:
    with open_for_writing(url, "a crawl"):
        (tmp_path / "archive.db.lock.owner").unlink()
        with (
            pytest.raises(ArchiveError, match="written by another process: wait"),
            open_for_writing(url, "another"),
        ):
            pass


def linked(folder: Path, kind: str) -> str:
    """Return the URL of the archive in a folder through a symbolic link."""
    elsewhere = folder / "elsewhere"
    if kind == "a link to its folder":
        elsewhere.symlink_to(folder)
        return f"sqlite:///{elsewhere}/archive.db"
    elsewhere.mkdir()
    (elsewhere / "first.db").symlink_to("../archive.db")
    (elsewhere / "second.db").symlink_to("first.db")
    return f"sqlite:///{elsewhere}/second.db"


@pytest.mark.parametrize("kind", ["a link to its folder", "a link to a link"])
def test_one_archive_has_one_lock_and_one_folder_of_captures(
    url: str, tmp_path: Path, kind: str
) -> None:
    other = linked(tmp_path, kind)
    assert captures_dir(other).resolve() == captures_dir(url)
    for first, second in ((url, other), (other, url)):
        with (
            open_for_writing(first, "a crawl"),
            pytest.raises(ArchiveError, match="is being written by a crawl"),
            open_for_writing(second, "another"),
        ):
            pass


@pytest.mark.parametrize("target", ["loop.db", "none/archive.db"], ids=["a loop", "no folder"])
def test_a_link_that_leads_nowhere_is_one_sentence(tmp_path: Path, target: str) -> None:
    (tmp_path / "loop.db").symlink_to(target)
    url = f"sqlite:///{tmp_path / 'loop.db'}"
    assert captures_dir(url).name == "captures"
    with pytest.raises(ArchiveError, match="cannot be"), open_for_writing(url, "a test"):
        pass


def test_whether_an_archive_is_being_written(url: str, tmp_path: Path) -> None:
    engine = connect(url)
    assert not is_being_written(engine)
    with open_for_writing(url, "a crawl"):
        assert is_being_written(engine)
        assert is_being_written(connect(linked(tmp_path, "a link to its folder")))
    assert not is_being_written(engine), "the lock can stay as a file"
    engine.dispose()


def test_to_ask_whether_an_archive_is_being_written_stops_no_crawl(url: str) -> None:
    lock = FileLock(f"{url.removeprefix('sqlite:///')}.lock", thread_local=False)
    with lock as held:
        Timer(0.05, held.release).start()
        with open_for_writing(url, "a crawl"):
            pass


def test_the_lock_is_released_after_a_fault(url: str) -> None:
    with pytest.raises(ValueError, match="a fault"), open_for_writing(url, "a test"):
        raise ValueError("a fault")
    with open_for_writing(url, "a test"):
        pass


def test_a_fault_of_the_database_is_one_sentence(url: str) -> None:
    with (
        pytest.raises(ArchiveError, match=r"^The archive \S+ cannot be used: no such table: x\.$"),
        open_for_writing(url, "a test") as engine,
        engine.connect() as connection,
    ):
        connection.execute(text("SELECT * FROM x"))


def test_a_file_that_is_no_database_is_refused(url: str, tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    path.write_bytes(b"SQLite format 3\0" + b"\0" * 200)
    with (
        pytest.raises(
            ArchiveError, match=r"not a database\): it is damaged, or something else: restore"
        ),
        open_for_writing(url, "a test"),
    ):
        pass


# What a fault says


def fault(code: int | None) -> DatabaseError:
    cause = sqlite3.OperationalError("words of the driver")
    if code is not None:
        cause.sqlite_errorcode = code
    return DatabaseError("SELECT 1", None, cause)


@pytest.mark.parametrize(
    ("code", "primary", "advice"),
    [
        (sqlite3.SQLITE_FULL, sqlite3.SQLITE_FULL, "the disk is full; nothing"),
        (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_BUSY, "another program holds it"),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, sqlite3.SQLITE_BUSY, "another program holds it"),
        (sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR, "is the disk full or broken?"),
        (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_READONLY, "the file or its folder is read-only"),
        (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_CANTOPEN, "does its folder exist"),
        (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_NOTADB, "it is damaged, or something else"),
        (sqlite3.SQLITE_ERROR, sqlite3.SQLITE_ERROR, None),
        (None, None, "restore a backup"),
    ],
)
def test_a_fault_is_described_with_advice(
    code: int | None, primary: int | None, advice: str | None
) -> None:
    error = fault(code)
    assert error_code(error) == primary
    said = describe(connect(URL), error)
    if advice is None:
        assert said == "The archive archive.db cannot be used: words of the driver."
    else:
        start = "The archive archive.db cannot be used (words of the driver): "
        assert said.startswith(start + advice)


def test_a_reader_sees_what_was_committed_since_it_began(url: str) -> None:
    with opened(url) as archive:
        run = begin_run(archive)
        assert run.queue.due_pages() == []
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as other:
            other.execute(
                "INSERT INTO pages (url, site, key, outcome, reason, first_seen, failures, "
                "next_check) VALUES ('x', 'baogosim', 'x', 'failed', 'x', '2020', 1, '2020')"
            )
            other.commit()
        assert [page.url for page in run.queue.due_pages()] == ["x"]
