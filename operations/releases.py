"""The folder that readers are served from, and the releases in it.

    releases/2026-11-28/   the files of a release, which never change
    current                a symbolic link to the release that readers get
    archive.db, ...        symbolic links to its files, through `current`

To replace `current` is one step of the file system: at any moment, all names lead to the files of
one release.
"""

import os
import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

_VERSION = re.compile(r"(\d{4}-\d{2}-\d{2})(?:\.([1-9]\d*))?")
_UNFINISHED, _REMOVED = ".unfinished", ".removed-"
_LINK = ".link"


class PublishError(Exception):
    """Nothing was published; the message is one sentence for the operator."""


class ReleaseFolder:
    """The releases in a folder, which is made when it is first locked."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._releases = path / "releases"
        self._current = path / "current"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Let one process at a time make a release; remove the files of one that was killed."""
        self._releases.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self.path / ".lock")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            message = f"Another process makes a release in {self.path}: wait for it to end."
            raise PublishError(message) from None
        try:
            for leftover in self._releases.glob(".*"):
                shutil.rmtree(leftover)
            yield
        finally:
            lock.release()

    @property
    def current(self) -> Path | None:
        """The folder of the release that readers get, if there is one."""
        return self._current.resolve() if self._current.is_dir() else None

    def versions(self) -> list[str]:
        """Return the releases that are kept, the oldest first."""
        names = (path.name for path in self._releases.glob("*"))
        return sorted(filter(_VERSION.fullmatch, names), key=_order)

    def next_version(self, day: str, earlier: Iterable[str]) -> str:
        """Return the name of the next release of a day, which no earlier release has."""
        known = map(_order, {*self.versions(), *earlier})
        numbers = [number for its_day, number in known if its_day == day]
        return f"{day}.{max(numbers) + 1}" if numbers else day

    @contextmanager
    def unfinished(self) -> Iterator[Path]:
        """Make a folder for the files of a release; it is removed at the end."""
        folder = self._releases / _UNFINISHED
        folder.mkdir()
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)  # the next release tries again

    def publish(self, files: Path, version: str) -> None:
        """Make the files in a folder the release that readers get."""
        names = sorted(path.name for path in files.iterdir())
        for name in names:
            if (link := self.path / name).exists() and not link.is_symlink():
                raise PublishError(
                    f"The file {link} is not of a release: move it away, or name another folder."
                )
        for name in names:
            _sync(files / name)
            (files / name).chmod(0o444)
        _sync(files)
        for name in names:  # before the first release, links that lead nowhere
            self._link(self.path / name, Path("current", name))
        files.rename(self._releases / version)
        _sync(self._releases)
        self._link(self._current, Path("releases", version))
        _sync(self.path)

    def _link(self, path: Path, target: Path) -> None:
        """Let a symbolic link lead to a target, in one step."""
        if path.is_symlink() and path.readlink() == target:
            return
        new = self.path / _LINK
        new.unlink(missing_ok=True)
        new.symlink_to(target)
        new.replace(path)

    def remove(self, versions: Iterable[str]) -> None:
        """Remove releases that readers do not get."""
        for version in versions:
            removed = self._releases / f"{_REMOVED}{version}"
            (self._releases / version).rename(removed)  # never a release that lacks files
            shutil.rmtree(removed)

    def files_of(self, version: str) -> Path:
        """Return the folder of a release."""
        return self._releases / version


def _order(version: str) -> tuple[str, int]:
    match = _VERSION.fullmatch(version)
    assert match is not None
    return match[1], int(match[2] or 1)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
