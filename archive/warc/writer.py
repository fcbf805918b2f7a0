"""The WARC files that we write: every response to a request for an article, as it was fetched.

The files are in a folder beside the database, one for each site and day. `archive.warc.records`
packs what is in them.
"""

import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from archive.errors import ArchiveError
from archive.times import clock
from archive.warc.own_file import DamagedRecord, OwnFile
from archive.warc.records import CaptureRecord, Exchange, Records, run_record

MAX_BYTES = 1_000_000_000
"""Of a file; the next record after it begins a new file."""

_MAX_FILES = 10_000  # of a site and a day
_OURS = re.compile(r"(\w+)/\1-\d{8}-\d{3,}\.warc\.gz")


@dataclass(slots=True)
class _OpenFile:
    name: str
    day: str
    handle: BinaryIO
    end: int
    dirty: bool = False

    def append(self, content: bytes) -> None:
        """Write all of it or, if the disk is full, nothing."""
        left = memoryview(content)
        try:
            while left:
                left = left[self.handle.write(left) or 0 :]
        except OSError:
            self.handle.seek(self.end)
            self.handle.truncate()  # most tools stop at a torn record
            raise
        self.end, self.dirty = self.end + len(content), True


class WarcFiles:
    """The files of a folder, open for appending by one writer at a time.

    `register` is called with the site and the name of a file before it is made, and returns whether
    the name is free. The methods raise ArchiveError, with one sentence, if the disk cannot go on;
    what was flushed before stays.
    """

    def __init__(self, folder: Path, register: Callable[[str, str], bool]) -> None:
        self.folder = folder
        self._register = register
        self._open: dict[str, _OpenFile] = {}
        self._ends: dict[str, int] = {}  # of files that are indexed to their end
        self._searched: set[str] = set()  # also those that are damaged
        self._damaged: dict[str, list[DamagedRecord]] = {}

    def append(self, site: str, exchange: Exchange, records: Records) -> CaptureRecord:
        """Append the records of an exchange to the site's file of the day (in UTC)."""
        try:
            file = self._file(site)
            offset = file.end + len(records.request)
            file.append(records.request + records.response)
        except OSError as error:
            raise ArchiveError(_describe(self.folder, error)) from error
        return CaptureRecord(
            exchange.fetched, file.name, offset, len(records.response), records.sha256,
            exchange.status, records.record,
        )  # fmt: skip

    def end_run(self, site: str) -> None:
        """Mark the end of a run in the site's file, if the run wrote to it."""
        file = self._open.get(site)
        if file is None:
            return
        try:
            file.append(run_record(site, file.name))
            self.flush()
        except OSError as error:
            raise ArchiveError(_describe(self.folder, error)) from error

    def flush(self) -> None:
        """Bring what was appended to the disk, so that the database may say that it exists."""
        try:
            for file in self._open.values():
                if file.dirty:
                    os.fsync(file.handle.fileno())
                    file.dirty = False
        except OSError as error:
            raise ArchiveError(_describe(self.folder, error)) from error

    def close(self) -> None:
        """Close the files."""
        for file in self._open.values():
            file.handle.close()
        self._open.clear()

    def goes_on_after(self, name: str, indexed: int) -> bool:
        """Return whether a file has bytes after the offset `indexed`."""
        path = self.folder / name
        try:
            return path.is_file() and path.stat().st_size > indexed
        except OSError as error:
            sentence = f"The captures in {self.folder} cannot be read ({error.strerror})."
            raise ArchiveError(sentence) from error

    def unrecorded(
        self, site: str, name: str, indexed: int, known: Mapping[int, int]
    ) -> Iterator[tuple[Exchange, CaptureRecord]]:
        """Yield the records after the offset `indexed` that the database does not know.

        `known` has the offsets of records that it knows, and where they end: they are never cut.
        Nor is any that is complete, or damaged otherwise. Only an exchange within which the file
        ends is cut, as a killed writer leaves one. A file of today without damage is opened for
        appending again. Both happen after the last record, so not if the iteration is given up.

        A file that has nothing after that offset is not opened, and no file's time is changed
        without need: backups go by it.
        """
        path = self.folder / name
        try:
            size = path.stat().st_size if path.exists() else -1
            if size < indexed:
                return  # `danvan captures verify` says so
            file = OwnFile(path, name, indexed)
            if size > indexed:
                yield from (each for each in file if each and each[1].offset not in known)
            self._searched.add(name)
            self._damaged[name] = [each for each in file.damaged if each.offset not in known]
            end = size if file.torn_at is None else file.torn_at
            if end < max(known.values(), default=0):
                return  # the database knows what is torn: nothing is cut
            if end < size:
                os.truncate(path, end)
            if file.damaged:
                return  # it is searched again, and not appended to, until its day is over
            if _day_of(name) == _today() and site not in self._open:
                handle = path.open("r+b", buffering=0)
                handle.seek(end)
                self._open[site] = _OpenFile(name, _today(), handle, end)
            self._ends[name] = end
        except OSError as error:
            raise ArchiveError(_describe(self.folder, error)) from error

    def ends(self, site: str) -> dict[str, int]:
        """Return the size of each of a site's files that was written or searched."""
        open_file = self._open.get(site)
        ends = {name: end for name, end in self._ends.items() if name.startswith(f"{site}/")}
        return ends | ({open_file.name: open_file.end} if open_file is not None else {})

    def take_damaged(self, site: str) -> list[DamagedRecord]:
        """Return what is damaged in a site's files, and not known, since this was called last."""
        names = [name for name in self._damaged if name.startswith(f"{site}/")]
        return [record for name in names for record in self._damaged.pop(name)]

    def over(self, site: str) -> list[str]:
        """Return the site's files that were searched and whose day is over: they stay as they are.

        Nothing more can be found in one that is damaged, either.
        """
        today = _today()
        own = (name for name in self._searched if name.startswith(f"{site}/"))
        return sorted(name for name in own if _day_of(name) < today)

    def _file(self, site: str) -> _OpenFile:
        file = self._open.get(site)
        day = _today()
        if file is not None and (file.day != day or file.end >= MAX_BYTES):
            os.fsync(file.handle.fileno())
            file.handle.close()
            self._ends[file.name] = file.end
            del self._open[site]
        if site not in self._open:
            self._open[site] = self._new_file(site, day)
        return self._open[site]

    def _new_file(self, site: str, day: str) -> _OpenFile:
        (self.folder / site).mkdir(parents=True, exist_ok=True)
        for number in range(1, _MAX_FILES + 1):
            name = f"{site}/{site}-{day}-{number:03}.warc.gz"
            if not (self.folder / name).exists() and self._register(site, name):
                break
        else:
            raise OSError(0, f"there are {_MAX_FILES} files of {site} today")
        file = _OpenFile(name, day, (self.folder / name).open("xb", buffering=0), end=0)
        try:
            file.append(run_record(site, name))
            for folder in (self.folder / site, self.folder, self.folder.parent):
                sync_folder(folder)
        except OSError:
            file.handle.close()
            raise
        return file


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk: they must survive a power cut too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def own_name(path: Path, folder: Path) -> str | None:
    """Return the name of one of our files relative to the captures folder, or None for another."""
    try:
        name = path.resolve().relative_to(folder.resolve()).as_posix()
    except ValueError:
        return None
    return name if _OURS.fullmatch(name) else None


def _day_of(name: str) -> str:
    return name.split("-")[-2]


def _today() -> str:
    return clock().strftime("%Y%m%d")


def _describe(folder: Path, error: OSError) -> str:
    return (
        f"The captures in {folder} cannot be written ({error.strerror}): check free space and "
        "permissions. Nothing already archived is lost."
    )
