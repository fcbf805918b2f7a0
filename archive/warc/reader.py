"""Captures that others made: WARC and ARC files, packed or not, and WACZ files of them."""

import logging
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from warcio.archiveiterator import ArchiveIterator
from warcio.recordloader import ArcWarcRecord

from archive.warc.records import BROKEN, MOST_CONTENT, Exchange, is_whole, to_exchange

# It would write odd addresses, with whatever bytes a damaged file has there, to the terminal.
logging.getLogger("warcio").setLevel(logging.ERROR)

_MEMBERS = (".warc", ".warc.gz", ".arc", ".arc.gz")
_ZIP = b"PK\x03\x04"
_MAGIC = (b"\x1f\x8b\x08", b"WARC/")
_LONGEST_WHY = 100  # characters: some errors quote what they could not read
_STEP = 1 << 20  # bytes in which the next record is looked for at a time


@dataclass(frozen=True, slots=True)
class Left:
    """An answer that is not wanted."""

    url: str


@dataclass(frozen=True, slots=True)
class Damage:
    """A record that cannot be read."""

    where: str
    why: str


Item = Exchange | Left | Damage


def read_warcs(path: Path, wanted: Callable[[str], bool]) -> Iterator[Item]:
    """Yield every answer in a file whose address is wanted, and what is left or damaged.

    Requests and other records are passed over. Behind a damaged record the next whole one is looked
    for. Raises OSError where the file cannot be opened.
    """
    with path.open("rb") as stream:
        if stream.read(len(_ZIP)) != _ZIP:
            yield from _read(stream, path.name, wanted)
            return
    try:
        with zipfile.ZipFile(path) as wacz:
            for name in sorted(wacz.namelist()):
                if name.lower().endswith(_MEMBERS):
                    with wacz.open(name) as member:
                        yield from _read(member, f"{path.name}:{name}", wanted)
    except (zipfile.BadZipFile, zlib.error) as error:
        yield Damage(path.name, str(error))


class _Records(ArchiveIterator):  # type: ignore[misc]
    INC_RECORD = ""  # what it would say of a record that goes on behind its end: here it is damaged


def _read(stream: IO[bytes], name: str, wanted: Callable[[str], bool]) -> Iterator[Item]:
    start: int | None = 0
    while start is not None:
        stream.seek(start)
        records = _Records(stream, arc2warc=True)
        begin = start
        try:
            for record in records:
                item = _item(record, f"{name} at {begin}", wanted)
                end = records.get_record_offset() + records.get_record_length()
                if not is_whole(record):
                    raise EOFError("it is cut off")
                if records.err_count:
                    raise EOFError("it goes on behind its end")
                begin = end
                if item is not None:
                    yield item
            return
        except BROKEN as error:
            why = (str(error).strip().splitlines() or ["unreadable"])[0]
            yield Damage(f"{name} at {begin}", why[:_LONGEST_WHY])
            # From its beginning on: reading it may have gone far into those behind it.
            start = _next_record(stream, begin + 1)


def _item(record: ArcWarcRecord, where: str, wanted: Callable[[str], bool]) -> Item | None:
    if record.rec_type not in ("response", "revisit"):
        return None
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    if not wanted(url):
        return Left(url)
    if record.length is not None and record.length > MOST_CONTENT:
        return Damage(where, f"it is larger than {MOST_CONTENT} bytes: {url}")
    try:
        return to_exchange(record)
    except ValueError as error:
        return Damage(where, f"{error}: {url}")


def _next_record(stream: IO[bytes], start: int) -> int | None:
    """Return where from `start` on something begins that looks like a record."""
    stream.seek(start)
    behind, position = b"", start
    while piece := stream.read(_STEP):
        text = behind + piece
        found = [at for at in (text.find(magic) for magic in _MAGIC) if at >= 0]
        if found:
            return position - len(behind) + min(found)
        behind, position = text[-8:], position + len(piece)
    return None
