"""WARC files that others made: WARC and ARC files, compressed or not, and WACZ files of them."""

import logging
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Generic, TypeVar

from warcio.archiveiterator import ArchiveIterator
from warcio.recordloader import ArcWarcRecord

from archive.warc.records import BROKEN, MAX_CONTENT, Exchange, is_complete, to_exchange

# It would log the URLs of damaged records, with whatever bytes they have, to the terminal.
logging.getLogger("warcio").setLevel(logging.ERROR)

_MEMBERS = (".warc", ".warc.gz", ".arc", ".arc.gz")
_ZIP = b"PK\x03\x04"
_MAGIC = (b"\x1f\x8b\x08", b"WARC/")
_MAX_WHY = 100  # characters: some errors quote what they could not read
_STEP = 1 << 20  # bytes that are searched for the next record at a time

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A response, and what its URL was resolved to."""

    exchange: Exchange
    address: T


@dataclass(frozen=True, slots=True)
class Skipped:
    """A response whose URL could not be resolved."""

    url: str


@dataclass(frozen=True, slots=True)
class Damage:
    """A record that cannot be read."""

    where: str
    why: str


def read_warcs(
    path: Path, resolve: Callable[[str], T | None]
) -> Iterator[Found[T] | Skipped | Damage]:
    """Yield every response in a file: found, skipped because of its URL, or damaged.

    `resolve` returns None for a URL that is not wanted. Requests and other records are ignored.
    After a damaged record the search goes on for the next one. Raises OSError if the file cannot
    be opened.
    """
    with path.open("rb") as stream:
        if stream.read(len(_ZIP)) != _ZIP:
            yield from _read(stream, path.name, resolve)
            return
    try:
        with zipfile.ZipFile(path) as wacz:
            for name in sorted(wacz.namelist()):
                if name.lower().endswith(_MEMBERS):
                    with wacz.open(name) as member:
                        yield from _read(member, f"{path.name}:{name}", resolve)
    except (zipfile.BadZipFile, zlib.error) as error:
        yield Damage(path.name, str(error))


class _Records(ArchiveIterator):  # type: ignore[misc]
    INC_RECORD = ""  # its log message for a record that is longer than declared: here it is damage


def _read(
    stream: IO[bytes], name: str, resolve: Callable[[str], T | None]
) -> Iterator[Found[T] | Skipped | Damage]:
    start: int | None = 0
    while start is not None:
        stream.seek(start)
        records = _Records(stream, arc2warc=True)
        begin = start
        try:
            for record in records:
                if record.rec_headers.get_header("Content-Length") is None:
                    raise EOFError("its header is cut off")
                item = _item(record, resolve)
                end = records.get_record_offset() + records.get_record_length()
                if not is_complete(record):
                    raise EOFError("it is cut off")
                if records.err_count:
                    raise EOFError("it is longer than it says")
                begin = end
                if isinstance(item, str):
                    yield Damage(f"{name} at {records.get_record_offset()}", item)
                elif item is not None:
                    yield item
            begin = _after_blank_lines(stream, begin)
            if stream.read(1):
                yield Damage(f"{name} at {begin}", "its header is cut off")
            return
        except BROKEN as error:
            begin = _after_blank_lines(stream, begin)
            why = (str(error).strip().splitlines() or ["unreadable"])[0]
            yield Damage(f"{name} at {begin}", why[:_MAX_WHY])
            # Search from its beginning: reading it may have gone far into the records after it.
            start = _next_record(stream, begin + 1)


def _item(
    record: ArcWarcRecord, resolve: Callable[[str], T | None]
) -> Found[T] | Skipped | str | None:
    """Return the response in a record, None if it holds none, or what is wrong with it."""
    if record.rec_type not in ("response", "revisit"):
        return None
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    address = resolve(url)
    if address is None:
        return Skipped(url)
    if record.length is not None and record.length > MAX_CONTENT:
        return f"it is larger than {MAX_CONTENT} bytes: {url}"
    try:
        exchange = to_exchange(record)
    except ValueError as error:
        return f"{error}: {url}"
    return Found(exchange, address) if exchange is not None else None


def _after_blank_lines(stream: IO[bytes], offset: int) -> int:
    """Go to the first byte from `offset` on that is not in a blank line, and return where it is."""
    stream.seek(offset)
    while piece := stream.read(_STEP):
        rest = piece.lstrip(b"\r\n")
        offset += len(piece) - len(rest)
        if rest:
            break
    stream.seek(offset)
    return offset


def _next_record(stream: IO[bytes], start: int) -> int | None:
    """Return the offset from `start` on of something that looks like a record, or None."""
    stream.seek(start)
    overlap, position = b"", start
    while piece := stream.read(_STEP):
        text = overlap + piece
        found = [at for at in (text.find(magic) for magic in _MAGIC) if at >= 0]
        if found:
            return position - len(overlap) + min(found)
        overlap, position = text[-8:], position + len(piece)
    return None
