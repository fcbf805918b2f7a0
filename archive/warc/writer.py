"""Raw captures: every answer to a request for an article, as it was fetched, in WARC files.

The files stand in a folder beside the database, one for each site and day;
`archive.warc.records` says what is in them.
"""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from archive.database import ArchiveError
from archive.warc.records import Captured, Exchange, Records, about_run, whole_records

MOST_BYTES = 1_000_000_000
"""Of a file; the next record begins a new one."""

_MOST_FILES = 10_000  # of a site and a day
_OURS = re.compile(r"(\w+)/\1-\d{8}-\d{3,}\.warc\.gz")


@dataclass(slots=True)
class _OpenFile:
    name: str
    day: str
    handle: BinaryIO
    end: int
    dirty: bool = False

    def append(self, content: bytes) -> None:
        """Write all of it or, where the disk is full, nothing."""
        whole = memoryview(content)
        try:
            while whole:
                whole = whole[self.handle.write(whole) or 0 :]
        except OSError:
            self.handle.truncate(self.end)  # no half of a record stays behind
            raise
        self.end, self.dirty = self.end + len(content), True


class CaptureFiles:
    """The files of a folder, open for appending: one writer at a time.

    `register` is told the site and the name of a file before it is made, and says whether the
    name is free. The methods raise ArchiveError, with one sentence, where the disk cannot go on;
    what was flushed before stays.
    """

    def __init__(self, folder: Path, register: Callable[[str, str], bool]) -> None:
        self.folder = folder
        self._register = register
        self._open: dict[str, _OpenFile] = {}
        self._ends: dict[str, int] = {}  # of files that are not open

    def append(self, site: str, exchange: Exchange, records: Records) -> Captured:
        """Append the records of an exchange to the site's file of today."""
        try:
            file = self._file(site)
            offset = file.end + len(records.request)
            file.append(records.request + records.answer)
        except OSError as error:
            raise ArchiveError(_in_one_sentence(self.folder, error)) from error
        record = "revisit" if records.is_revisit else "response"
        return Captured(exchange.fetched, file.name, offset, len(records.answer), records.sha256,
                        exchange.status, record)  # fmt: skip

    def end_run(self, site: str) -> None:
        """Note in the site's file, if this run wrote to it, that what follows is of another run."""
        file = self._open.get(site)
        if file is None:
            return
        try:
            file.append(about_run(site, file.name))
            self.flush()
        except OSError as error:
            raise ArchiveError(_in_one_sentence(self.folder, error)) from error

    def flush(self) -> None:
        """Bring what was appended to the disk: only then may the database say that it exists."""
        try:
            for file in self._open.values():
                if file.dirty:
                    os.fsync(file.handle.fileno())
                    file.dirty = False
        except OSError as error:
            raise ArchiveError(_in_one_sentence(self.folder, error)) from error

    def close(self) -> None:
        """Let go of the files."""
        for file in self._open.values():
            file.handle.close()
        self._open.clear()

    def left_behind(
        self, site: str, name: str, settled: int, known: Mapping[int, int]
    ) -> list[tuple[Exchange, Captured]]:
        """Return what a writer that was killed left in a file behind `settled`; cut a torn record.

        `known` has the places of records that the database has, and where they end: nothing of
        theirs is ever cut. A whole file of today is gone on with.
        """
        path = self.folder / name
        found: list[tuple[Exchange, Captured]] = []
        try:
            if not path.exists() or path.stat().st_size < settled:
                return []  # `danvan captures verify` says so
            end = settled
            if path.stat().st_size > end:
                for record, record_end in whole_records(path, name, end):
                    end = record_end
                    if record is not None and record[1].offset not in known:
                        found.append(record)
                if end < max(known.values(), default=0):
                    return found  # damaged in its middle: it is left as it is
                os.truncate(path, end)
            if _day_of(name) == _today() and end < MOST_BYTES and site not in self._open:
                handle = path.open("r+b", buffering=0)
                handle.seek(end)
                self._open[site] = _OpenFile(name, _today(), handle, end)
            self._ends[name] = end
        except OSError as error:
            raise ArchiveError(_in_one_sentence(self.folder, error)) from error
        return found

    def ends(self, site: str) -> dict[str, int]:
        """Return where the files of a site end that were written or looked at."""
        open_file = self._open.get(site)
        ends = {name: end for name, end in self._ends.items() if name.startswith(f"{site}/")}
        return ends | ({open_file.name: open_file.end} if open_file is not None else {})

    def _file(self, site: str) -> _OpenFile:
        file = self._open.get(site)
        day = _today()
        if file is not None and (file.day != day or file.end >= MOST_BYTES):
            os.fsync(file.handle.fileno())
            file.handle.close()
            self._ends[file.name] = file.end
            del self._open[site]
        if site not in self._open:
            self._open[site] = self._new_file(site, day)
        return self._open[site]

    def _new_file(self, site: str, day: str) -> _OpenFile:
        (self.folder / site).mkdir(parents=True, exist_ok=True)
        for number in range(1, _MOST_FILES):
            name = f"{site}/{site}-{day}-{number:03}.warc.gz"
            if not (self.folder / name).exists() and self._register(site, name):
                break
        else:
            raise OSError(0, f"there are {_MOST_FILES} files of {site} today")
        handle = (self.folder / name).open("xb", buffering=0)
        head = about_run(site, name)
        handle.write(head)
        folder = os.open(self.folder / site, os.O_RDONLY)
        try:
            os.fsync(folder)  # the name of the file, too
        finally:
            os.close(folder)
        return _OpenFile(name, day, handle, len(head), dirty=True)


def is_ours(path: Path, folder: Path) -> str | None:
    """Return the name of a file of the folder of captures, relative to it; None for any other."""
    try:
        name = path.resolve().relative_to(folder.resolve()).as_posix()
    except ValueError:
        return None
    return name if _OURS.fullmatch(name) else None


def _day_of(name: str) -> str:
    return name.split("-")[-2]


def _today() -> str:
    return datetime.now(UTC).strftime("%Y%m%d")


def _in_one_sentence(folder: Path, error: OSError) -> str:
    return (
        f"The captures in {folder} cannot be written ({error.strerror}): is the disk full, or may "
        "you not write there? Nothing already archived is lost."
    )
