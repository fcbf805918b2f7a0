"""Backing up an archive: a copy of the database, and of the captures that are new."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from archive.database import captures_dir, open_for_reading
from operations.backup_folder import (
    CAPTURES,
    DATABASE,
    BackupError,
    UnreadableFileError,
    copy_file,
    digest,
    finished_backups,
    is_unchanged,
    new_backup,
    read_sums,
    remove_oldest,
    write_sums,
)

_PREFIX = f"{CAPTURES}/"
_NEVER_FEWER = ("pages", "captures")  # their rows are never deleted


@dataclass(slots=True)
class Backup:
    """What was done for a backup."""

    path: Path
    copied: int = 0
    """Files of captures; the others are those of the backup before it."""
    linked: int = 0
    faults: list[str] = field(default_factory=list)
    """A sentence on each file of captures that could not be copied."""


def back_up(url: str, folder: Path, keep: int, progress: Callable[[int], None]) -> Backup:
    """Back up an archive to a folder, where the last `keep` backups stay.

    A crawl may be running: the database is copied first, and refers only to captures that are on
    the disk by then. If a file of captures is lost, cannot be read to its end, or differs from its
    last backup by more than new records, the new backup has the file of the last one.

    Raises ArchiveError, with one sentence; the earlier backups are as before then.
    """
    with open_for_reading(url) as engine, _one_sentence(folder), ExitStack() as stack:
        if engine.dialect.name != "sqlite":
            raise BackupError("Only a SQLite archive can be backed up: use your database's tools.")
        with new_backup(folder) as new:
            _copy_database(engine, new / DATABASE)
            _check_links(folder, new)
            current = stack.enter_context(closing(_Copy(new, {})))
            last = _last(folder, stack)
            if last is not None:
                _check_rows(current, last)
            done = Backup(new)
            _Captures(captures_dir(engine.url), current, last, done).add_all(progress)
            write_sums(new, current.sums | {DATABASE: digest(new / DATABASE)})
        remove_oldest(folder, keep)
        done.path = finished_backups(folder)[-1]
    return done


@contextmanager
def _one_sentence(folder: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.Error, UnreadableFileError) as error:
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR:  # an older schema
            raise OperationalError("the copy of the database", None, error) from error
        why = error.strerror if isinstance(error, OSError) else error
        raise BackupError(
            f"No backup was made in {folder} ({why}): is there space, and may you write there? "
            "The earlier ones are as they were."
        ) from error


def _copy_database(engine: Engine, target: Path) -> None:
    """Copy the database as it is at one moment, while others may write it."""
    with closing(engine.raw_connection()) as source, closing(sqlite3.connect(target)) as copy:
        connection = source.driver_connection
        assert isinstance(connection, sqlite3.Connection)
        connection.backup(copy)
    with closing(_open_copy(target)) as copy:
        (found,) = copy.execute("PRAGMA quick_check(1)").fetchone()
    if found != "ok":
        raise BackupError(
            f"The archive {engine.url.database} is damaged: restore a backup, or rebuild it from "
            "the captures. No backup was made; the earlier ones are as they were."
        )


def _open_copy(path: Path) -> sqlite3.Connection:
    """Open the database of a backup, which nobody writes."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?immutable=1", uri=True)


def _check_links(folder: Path, new: Path) -> None:
    link = new / "link"
    try:
        os.link(new / DATABASE, link)
    except OSError as error:
        raise BackupError(
            f"The file system of {folder} cannot make hard links ({error.strerror}), which backups "
            "need: use a folder on ext4, XFS, Btrfs or ZFS."
        ) from error
    link.unlink()


class _Copy:
    """A backup: its digests and its database."""

    def __init__(self, path: Path, sums: dict[str, str]) -> None:
        self.path = path
        self.sums = sums
        """Name of a file in the backup -> its digest."""
        self._database = _open_copy(path / DATABASE)

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    def count(self, table: str) -> int:
        """Return the number of rows of a table."""
        query = f"SELECT count(*) FROM {table}"  # noqa: S608  (a name of our own)
        (number,) = self._database.execute(query).fetchone()
        return int(number)

    def capture_files(self) -> list[str]:
        """Return the files of captures that the database knows, relative to their folder."""
        return [file for (file,) in self._database.execute("SELECT file FROM capture_files")]

    def known_end(self, file: str) -> int:
        """Return where the last record ends that the database knows.

        A crawl never changes what is before it.
        """
        query = """SELECT max(
            coalesce((SELECT settled FROM capture_files WHERE file = :file), 0),
            coalesce((SELECT max("offset" + length) FROM captures WHERE file = :file), 0)
        )"""
        (end,) = self._database.execute(query, {"file": file}).fetchone()
        return int(end)


def _last(folder: Path, stack: ExitStack) -> _Copy | None:
    """Open the last backup of a folder until the stack closes."""
    earlier = finished_backups(folder)
    if not earlier:
        return None
    try:
        last = stack.enter_context(closing(_Copy(earlier[-1], read_sums(earlier[-1]))))
        last.capture_files()
    except (BackupError, sqlite3.Error) as error:
        raise BackupError(
            f"The last backup {earlier[-1]} is damaged: move it away, and the next one goes on "
            "from the one before it. No backup was made."
        ) from error
    return last


def _check_rows(new: _Copy, last: _Copy) -> None:
    """Refuse an archive with less than its last backup has: it may be another one."""
    for table in _NEVER_FEWER:
        now, before = new.count(table), last.count(table)
        if now < before:
            raise BackupError(
                f"The archive has {now} {table}, and the backup {last.path} has {before}: restore "
                "that one, or move it away if this archive is the right one."
            )


class _Captures:
    """Adds the captures to a new backup, which has its database already."""

    def __init__(self, folder: Path, new: _Copy, last: _Copy | None, done: Backup) -> None:
        self._folder, self._new, self._last, self._done = folder, new, last, done

    def add_all(self, progress: Callable[[int], None]) -> None:
        """Copy the files that are new or have grown, and link the others to the last backup."""
        files = set(self._new.capture_files())
        if self._last is not None:
            files |= {name.removeprefix(_PREFIX) for name in self._last.sums} - {DATABASE}
        for file in sorted(files):
            (self._new.path / CAPTURES / file).parent.mkdir(exist_ok=True)
            self._add(file)
            progress(1)

    def _add(self, file: str) -> None:
        last = self._last
        if last is None or not (last.path / CAPTURES / file).is_file():
            fault = self._copy(file)
            if fault and self._new.known_end(file):  # it has a row before its first byte
                self._done.faults.append(f"{self._folder / file} {fault}, and no backup has it.")
        else:
            self._renew(file, last)

    def _renew(self, file: str, last: _Copy) -> None:
        """Add a file that the last backup has."""
        source, kept = self._folder / file, last.path / CAPTURES / file
        if is_unchanged(source, kept):
            self._link(last, file)
        elif fault := _difference(source, last, file):
            self._done.faults.append(f"{source} {fault}. The backup keeps {kept}: restore it.")
            self._link(last, file)
        elif fault := self._copy(file):
            self._done.faults.append(
                f"{source} {fault}. The backup keeps {kept}, without the newest records: check the "
                "disk."
            )
            self._link(last, file)

    def _link(self, last: _Copy, file: str) -> None:
        os.link(last.path / CAPTURES / file, self._new.path / CAPTURES / file)
        self._new.sums[_PREFIX + file] = last.sums[_PREFIX + file]
        self._done.linked += 1

    def _copy(self, file: str) -> str | None:
        """Copy a file, or return why it cannot be read to its end."""
        target = self._new.path / CAPTURES / file
        try:
            self._new.sums[_PREFIX + file] = copy_file(self._folder / file, target)
        except UnreadableFileError as error:
            target.unlink(missing_ok=True)
            return str(error)
        self._done.copied += 1
        return None


def _difference(source: Path, last: _Copy, file: str) -> str | None:
    """Return why a file is not its copy with more records, or None if it is."""
    kept = last.path / CAPTURES / file
    try:
        known = min(last.known_end(file), kept.stat().st_size)
        before = digest(kept, known)
    except UnreadableFileError:
        return None  # nothing to keep
    try:
        return None if digest(source, known) == before else "has other records than before"
    except UnreadableFileError as error:
        return str(error)
