"""Reading the files that we wrote: every complete record in them, also those after a damaged one.

Each record is a gzip member of its own, with a checksum: a record is complete if its member is.
After a damaged one the search goes on for the next member that begins as a record does.
"""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO

from warcio.recordloader import ArcWarcRecord, ArcWarcRecordLoader

from archive.warc.iteration import BLOCK
from archive.warc.records import (
    BROKEN,
    MAX_CONTENT,
    CaptureRecord,
    Exchange,
    Headers,
    digest_of,
    is_complete,
    read_all,
    shortened,
    to_exchange,
)

_MEMBER = b"\x1f\x8b\x08"  # the first bytes of a gzip member
_BEGINNING = b"WARC/"  # of a record, unpacked
_MAX_RECORD = 4 * MAX_CONTENT  # bytes, unpacked: a page with its headers has far fewer
_ENOUGH = 1 << 10  # bytes of a member that surely unpack to the beginning of a record
_WINDOW = 1 << 12  # bytes that are searched at a time; more than _ENOUGH
_FIRST_PIECE = 1 << 9  # bytes; few, as damage near the beginning of a record is found in them
_MAX_REREAD = 16  # times the size of a file, for damaged records that reach far into others


@dataclass(frozen=True, slots=True)
class DamagedRecord:
    """A record of one of our files that cannot be read."""

    file: str
    """Relative to the captures folder."""
    offset: int
    why: str

    @property
    def where(self) -> str:
        """Where it is, in words."""
        return f"{self.file} at {self.offset}"


class OwnFile:
    """One of our files, from an offset on; `name` is relative to the captures folder.

    Its items are the exchanges, each with the place of its response, and None for a `warcinfo`
    record. It can be iterated over once; after that, its attributes say what else is in the file.
    """

    def __init__(self, path: Path, name: str, offset: int = 0) -> None:
        self._path = path
        self._name = name
        self._offset = offset
        self.damaged: list[DamagedRecord] = []
        """The records that cannot be read, without a torn one."""
        self.torn_at: int | None = None
        """Where an exchange begins within which the file ends, as a killed writer leaves it.

        It begins where a complete record ends, and no complete one is after it.
        """
        self._request: Headers | None = None
        """Of the next response."""
        self._request_at: int | None = None
        """Where the last record begins, if it is a request."""
        self._follows_complete = True
        self._reread = 0

    def __iter__(self) -> Iterator[tuple[Exchange, CaptureRecord] | None]:
        with self._path.open("rb") as stream:
            start: int | None = self._offset
            while start is not None:
                try:
                    content, end = _unpacked(stream, start)
                except (EOFError, ValueError, zlib.error) as error:
                    start = self._after_damage(stream, start, error)
                    continue
                if end == start:
                    break
                yield from self._item(content, start, end)
                self._follows_complete, start = True, end
        if self._request_at is not None:
            self.torn_at = self._request_at

    def _item(
        self, content: bytes, start: int, end: int
    ) -> Iterator[tuple[Exchange, CaptureRecord] | None]:
        """Yield the item of a complete record; if it makes no sense, note it as damaged."""
        request, self._request, self._request_at = self._request, None, None
        try:
            record, exchange = _parsed(content, request)
            sha256 = digest_of(record, exchange) if exchange is not None else ""
        except BROKEN as error:
            self.damaged.append(DamagedRecord(self._name, start, shortened(error)))
            return
        if exchange is not None:
            kind = record.rec_type if exchange.truncated is None else "partial"
            yield (
                exchange,
                CaptureRecord(
                    exchange.fetched, self._name, start, end - start, sha256, exchange.status, kind
                ),
            )
        elif record.rec_type == "warcinfo":
            yield None
        elif record.rec_type == "request":
            self._request_at = start
            if record.http_headers is not None:
                self._request = list(record.http_headers.headers)

    def _after_damage(self, stream: IO[bytes], start: int, error: Exception) -> int | None:
        """Note what begins at `start` as damaged or torn; return where the next record begins."""
        reached = stream.tell()
        self._reread += reached - start
        # Nobody writes a file for which this is not enough, except to keep us busy.
        may_go_back = self._reread <= self._path.stat().st_size * _MAX_REREAD
        following = _next_beginning(stream, start + 1 if may_go_back else max(start + 1, reached))
        ends_within = isinstance(error, EOFError) and following is None and may_go_back
        if ends_within and self._follows_complete:
            self.torn_at = self._request_at if self._request_at is not None else start
        else:
            self.damaged.append(DamagedRecord(self._name, start, "there is no complete record"))
        self._request, self._request_at, self._follows_complete = None, None, False
        return following


def _unpacked(stream: IO[bytes], start: int) -> tuple[bytes, int]:
    """Return what is in the gzip member at an offset, and where it ends: at `start`, if no byte is.

    Raises EOFError if the file ends within it, ValueError or zlib.error if it is damaged.
    """
    member = zlib.decompressobj(wbits=31)  # gzip, with its checksum
    pieces: list[bytes] = []
    left = _MAX_RECORD
    stream.seek(start)
    while not member.eof:
        packed = stream.read(min(max(stream.tell() - start, _FIRST_PIECE), BLOCK))
        if not packed:
            if stream.tell() == start:
                break
            raise EOFError
        pieces.append(member.decompress(packed, left + 1))
        left -= len(pieces[-1])
        if left < 0:
            raise ValueError
    return b"".join(pieces), stream.tell() - len(member.unused_data)


def _next_beginning(stream: IO[bytes], start: int) -> int | None:
    """Return the offset from `start` on of the next member that begins as a record, or None."""
    stream.seek(start)
    window = stream.read(_WINDOW)
    while window:
        more = stream.read(_WINDOW)
        text = window + more
        at = text.find(_MEMBER)
        while 0 <= at < len(window):
            if _begins_as_record(text[at : at + _ENOUGH]):
                return start + at
            at = text.find(_MEMBER, at + 1)
        start, window = start + len(window), more
    return None


def _begins_as_record(packed: bytes) -> bool:
    try:
        return zlib.decompressobj(wbits=31).decompress(packed, len(_BEGINNING)) == _BEGINNING
    except zlib.error:
        return False


def _parsed(content: bytes, request: Headers | None) -> tuple[ArcWarcRecord, Exchange | None]:
    """Return the record in a member, and its exchange. Raises an error of any kind if it is odd."""
    stream = BytesIO(content)
    # An iterator of warcio would keep the content until Python next looks for cycles.
    record = ArcWarcRecordLoader().parse_record_stream(stream)
    exchange = to_exchange(record, request)
    read_all(record.raw_stream)
    if not is_complete(record):
        raise ValueError("it is cut off")
    if stream.read().strip():
        raise ValueError("more follows it in its gzip member")
    return record, exchange
