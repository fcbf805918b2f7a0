"""A folder of backups: each is a folder with the database, the captures and their digests.

A backup is a plain copy, which `sha256sum --check SHA256SUMS` verifies. A file that is as in the
backup before it is a hard link to that one. A backup gets its name when it is whole, and is never
changed after that.
"""

import hashlib
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from filelock import FileLock, Timeout

from archive.errors import ArchiveError
from archive.times import clock
from archive.warc.writer import sync_folder

DATABASE = "archive.db"
CAPTURES = "captures"
SUMS = "SHA256SUMS"

_NAME = re.compile(r"(\d{4,})-\d{8}T\d{6}Z")
_LINE = re.compile(r"([0-9a-f]{64})  ([^\n\\]+)")
_UNFINISHED, _REMOVED, _LOCK = ".unfinished", ".removed", ".lock"
_BLOCK = 1 << 20


class BackupError(ArchiveError):
    """A backup cannot be made or used; the message is one sentence for the operator."""


class UnreadableFileError(Exception):
    """A file that is to be copied cannot be read; the message says why."""


def finished_backups(folder: Path) -> list[Path]:
    """Return the backups of a folder, the oldest first.

    They are numbered: the clock of the machine may have been wrong.
    """
    found = [(match, path) for path in folder.iterdir() if (match := _NAME.fullmatch(path.name))]
    return [path for _, path in sorted((int(match[1]), path) for match, path in found)]


@contextmanager
def new_backup(folder: Path) -> Iterator[Path]:
    """Give an empty folder, which becomes the next backup if all goes well.

    Raises BackupError if another process backs up to the same folder.
    """
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(folder / _LOCK).acquire(timeout=0):
            unfinished = folder / _UNFINISHED
            _clear(folder)
            try:
                (unfinished / CAPTURES).mkdir(parents=True)
                yield unfinished
                _sync_folders(unfinished)
                unfinished.rename(folder / _next_name(folder))
                sync_folder(folder)
            finally:
                _clear(folder)
    except Timeout:
        raise BackupError(f"Another process makes a backup in {folder}: let it end.") from None


def remove_oldest(folder: Path, keep: int) -> None:
    """Remove all backups but the last `keep`."""
    for backup in finished_backups(folder)[:-keep]:
        removed = folder / _REMOVED  # half removed, it must not look like a backup
        backup.rename(removed)
        shutil.rmtree(removed)


def _clear(folder: Path) -> None:
    """Remove what a killed process left."""
    for name in (_UNFINISHED, _REMOVED):
        if (folder / name).exists():
            shutil.rmtree(folder / name)


def _next_name(folder: Path) -> str:
    last = finished_backups(folder)[-1:]
    number = 1 + (int(last[0].name.split("-")[0]) if last else 0)
    return f"{number:04}-{clock():%Y%m%dT%H%M%SZ}"


def copy_file(source: Path, target: Path) -> str:
    """Copy the bytes that a file has now, and its time of change, and return their digest.

    The copy is on the disk after that. Raises UnreadableFileError, or OSError if it cannot be
    written.
    """
    sha256 = hashlib.sha256()
    status = _status(source)
    with target.open("wb") as writer:
        for block in _blocks(source, status.st_size):
            sha256.update(block)
            writer.write(block)
        writer.flush()
        os.fsync(writer.fileno())
    os.utime(target, ns=(status.st_atime_ns, status.st_mtime_ns))
    return sha256.hexdigest()


def digest(path: Path, length: int | None = None) -> str:
    """Return the SHA-256 of a file, or of its first bytes. Raises UnreadableFileError."""
    sha256 = hashlib.sha256()
    for block in _blocks(path, _status(path).st_size if length is None else length):
        sha256.update(block)
    return sha256.hexdigest()


def is_unchanged(source: Path, copy: Path) -> bool:
    """Return whether a file has the size and the time of change of its copy."""
    try:
        now, then = source.stat(), copy.stat()
    except OSError:
        return False
    return (now.st_size, now.st_mtime_ns) == (then.st_size, then.st_mtime_ns)


def _status(path: Path) -> os.stat_result:
    try:
        return path.stat()
    except OSError as error:
        raise UnreadableFileError(f"cannot be read ({error.strerror})") from error


def _blocks(path: Path, length: int) -> Iterator[bytes]:
    """Yield the first `length` bytes of a file in blocks."""
    try:
        with path.open("rb") as reader:
            while length and (block := reader.read(min(length, _BLOCK))):
                yield block
                length -= len(block)
    except OSError as error:
        raise UnreadableFileError(f"cannot be read ({error.strerror})") from error
    if length:
        raise UnreadableFileError("is too short")


def write_sums(backup: Path, sums: Mapping[str, str]) -> None:
    """Write the digests of the files of a backup; that of the database is the last line."""
    names = [*sorted(sums.keys() - {DATABASE}), DATABASE]
    with (backup / SUMS).open("w", encoding="utf-8") as writer:
        writer.writelines(f"{sums[name]}  {name}\n" for name in names)
        writer.flush()
        os.fsync(writer.fileno())


def read_sums(backup: Path) -> dict[str, str]:
    """Return the digests of the files of a backup by their names. Raises BackupError."""
    path = backup / SUMS
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, ValueError) as error:
        raise BackupError(f"{path} cannot be read: use another backup.") from error
    matches = [_LINE.fullmatch(line) for line in lines]
    sums = {match[2]: match[1] for match in matches if match and _is_inside(match[2])}
    if len(sums) != len(lines) or next(reversed(sums), None) != DATABASE:
        raise BackupError(f"{path} is damaged: use another backup.")
    return sums


def _is_inside(name: str) -> bool:
    """Return whether a name is that of a file in a backup, and does not lead out of it."""
    path = PurePosixPath(name)
    return name == DATABASE or (path.parts[0] == CAPTURES and ".." not in path.parts)


def _sync_folders(folder: Path) -> None:
    """Bring the names of all files in a folder to the disk."""
    for path, _, _ in os.walk(folder):
        sync_folder(Path(path))
