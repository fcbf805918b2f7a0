"""Restoring an archive from a backup."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from archive.database import captures_dir, database_file, exclusive, parsed
from archive.warc.writer import sync_folder
from operations.backup_folder import (
    CAPTURES,
    DATABASE,
    SUMS,
    BackupError,
    UnreadableFileError,
    copy_file,
    digest,
    finished_backups,
    read_sums,
)

_OF_SQLITE = ("", "-wal", "-shm", "-journal")
_SUFFIX = ".restoring"


@dataclass(slots=True)
class Restored:
    """What was restored."""

    backup: Path
    files: int = 0
    """Of captures."""
    damaged: list[str] = field(default_factory=list)
    """A sentence on each file of captures in the backup that was not restored or compared."""


def restore(folder: Path, url: str, progress: Callable[[int], None]) -> Restored:
    """Restore an archive from a backup, or from the last one in a folder of backups.

    There must be no database yet. Files of captures that are there already stay if they are those
    of the backup, with more records or without; so a restoration that was stopped goes on. They
    stay, too, if the backup's copy is damaged. The database comes last. Every file is compared with
    its digest.

    Raises ArchiveError, with one sentence; no file that was there is changed.
    """
    backup = _chosen(folder)
    sums = read_sums(backup)
    location = parsed(url)
    if location.get_backend_name() != "sqlite":
        raise BackupError("A backup is restored to a SQLite file: name one with --database.")
    with exclusive(url, "`danvan restore`"), _one_sentence(backup):
        database, captures = database_file(location), captures_dir(url)
        for file in (Path(f"{database}{suffix}") for suffix in _OF_SQLITE):
            if os.path.lexists(file):
                raise BackupError(f"There is a file {file} already: move it away, then restore.")
        done = Restored(backup)
        with _checked_copy(backup / DATABASE, database, sums[DATABASE]):
            for name in _missing(backup, captures, sums, done):
                _restore_file(backup / name, captures / _file(name), sums[name], done)
                progress(1)
        sync_folder(database.absolute().parent)
    return done


@contextmanager
def _one_sentence(backup: Path) -> Iterator[None]:
    try:
        yield
    except _DamagedFileError as error:
        raise BackupError(
            f"{error} in the backup, so nothing was restored: restore an earlier backup of "
            f"{backup.parent}."
        ) from error
    except OSError as error:
        raise BackupError(
            f"The backup {backup} cannot be restored ({error.strerror or error}). No file that was "
            "there has changed; the same command goes on after you mended that."
        ) from error


def _chosen(folder: Path) -> Path:
    if (folder / SUMS).is_file():
        return folder
    backups = finished_backups(folder) if folder.is_dir() else []
    if not backups:
        raise BackupError(f"There is no backup in {folder}.")
    return backups[-1]


def _file(name: str) -> str:
    return name.removeprefix(f"{CAPTURES}/")


def _missing(backup: Path, captures: Path, sums: dict[str, str], done: Restored) -> list[str]:
    """Return the files of captures that are to be restored.

    Raises BackupError if there is another file of that name.
    """
    missing = []
    for name in sorted(sums.keys() - {DATABASE}):
        copy, target = backup / name, captures / _file(name)
        if not os.path.lexists(target):
            missing.append(name)
        elif not _begins_as_copied(target, copy, sums[name]):
            fault = _fault(copy, sums[name])
            if fault is None:
                raise BackupError(
                    f"{target} is not the file of the backup: move it away, then restore. "
                    "Nothing was changed."
                )
            done.damaged.append(f"{copy} {fault}: {target} was not compared, and stays as it is")
    return missing


def _begins_as_copied(target: Path, copy: Path, sha256: str) -> bool:
    """Return whether a file is the one of a digest, with more records or without.

    Of the copy, only the size is read: it may be damaged, and the file be right.
    """
    length = copy.stat().st_size if copy.is_file() else None
    return not _fault(target, sha256, length) or not _fault(target, sha256)


def _fault(path: Path, sha256: str, length: int | None = None) -> str | None:
    """Return what is wrong with a file, or with its first bytes, if their digest is not this."""
    try:
        return None if digest(path, length) == sha256 else "is damaged"
    except UnreadableFileError as error:
        return str(error)


def _restore_file(copy: Path, target: Path, sha256: str, done: Restored) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with _checked_copy(copy, target, sha256):
            pass
        sync_folder(target.parent)
        done.files += 1
    except _DamagedFileError as error:
        done.damaged.append(str(error))


class _DamagedFileError(Exception):
    pass


@contextmanager
def _checked_copy(copy: Path, target: Path, sha256: str) -> Iterator[None]:
    """Copy a file, and give it its name at the end, if its digest is right."""
    temporary = target.with_name(f"{target.name}{_SUFFIX}")
    try:
        try:
            if copy_file(copy, temporary) != sha256:
                raise _DamagedFileError(f"{copy} is damaged")
        except UnreadableFileError as error:
            raise _DamagedFileError(f"{copy} {error}") from error
        yield
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
