"""Reading the captures that others made: the responses in their WARC, ARC and WACZ files."""

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, replace
from io import SEEK_END
from pathlib import Path
from typing import IO, Generic, TypeVar

from warcio.recordloader import ArcWarcRecord

from archive.warc.iteration import BLOCK, MemberReader, RecordIterator, SeveralRecords
from archive.warc.members import UnreadableFile, open_members
from archive.warc.pairing import Pairing
from archive.warc.records import (
    BROKEN,
    MAX_CONTENT,
    Exchange,
    is_complete,
    repeats,
    shortened,
    to_exchange,
)

NO_PAGE = "it holds no page as it was sent (conversion, continuation or another type)"
NO_GET = "it answers another request than a GET"

_PAGES = ("response", "revisit", "resource")
_ABOUT_PAGES = ("warcinfo", "request", "metadata")
_MAGIC = (b"\x1f\x8b\x08", b"WARC/")
_MAX_STEP = 1 << 20  # bytes that are searched for the next record at a time
_MAX_REREAD = 4  # times the size of a file, for damaged records that reach far into others
_MAX_KNOWN = 50_000  # responses of a file to which a revisit may refer

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A response, and what its URL was resolved to."""

    exchange: Exchange
    address: T


@dataclass(frozen=True, slots=True)
class Skipped:
    """A record that is not read."""

    url: str
    why: str | None = None
    """None if its URL could not be resolved."""


@dataclass(frozen=True, slots=True)
class Damage:
    """A record or a file that cannot be read."""

    where: str
    why: str


def read_warcs(
    path: Path, resolve: Callable[[str], T | None]
) -> Iterator[Found[T] | Skipped | Damage]:
    """Yield every page in a file: found, skipped, or damaged.

    `resolve` returns None for a URL that is not wanted. Requests and other records about pages are
    ignored. After a damaged record the search goes on for the next one. Raises OSError if the file
    cannot be opened.
    """
    for name, member in open_members(path):
        if isinstance(member, UnreadableFile):
            yield Damage(name, shortened(member))
        else:
            yield from read_stream(member, name, resolve)


def read_stream(
    stream: IO[bytes], name: str, resolve: Callable[[str], T | None]
) -> Iterator[Found[T] | Skipped | Damage]:
    """Yield every page in one WARC or ARC file, as `read_warcs` does; `name` is its name."""
    yield from _Reader(stream, name, resolve).read()


class _Reader(Generic[T]):
    """Reads one WARC or ARC file; `name` is how messages call it."""

    def __init__(self, stream: IO[bytes], name: str, resolve: Callable[[str], T | None]) -> None:
        self._stream = stream
        self._name = name
        self._resolve = resolve
        self._size = stream.seek(0, SEEK_END)
        self._begin = 0
        """Where the record begins that is read, or its gzip member."""
        self._reread = 0
        self._pairing: Pairing[Found[T]] = Pairing()
        self._known: dict[int, int] = {}
        """Hash of a payload's digest, or of URL and date -> where the response begins.

        The texts themselves may be long. A collision is harmless: the payload is compared.
        """

    def read(self) -> Iterator[Found[T] | Skipped | Damage]:
        start: int | None = 0
        while start is not None:
            here = start
            try:
                start = yield from self._read_from(here)
            except BROKEN as error:
                reached = self._stream.tell() - BLOCK
                begin = _after_blank_lines(self._stream, self._begin)
                if begin > here:
                    start = begin  # it may be packed, and those before it not
                else:
                    start = yield from self._after_damage(begin, reached, shortened(error))

    def _read_from(self, start: int) -> Generator[Found[T] | Skipped | Damage, None, int | None]:
        """Read records up to the first that is damaged; return where to go on."""
        self._begin = start
        self._stream.seek(start)
        try:
            yield from self._walk(RecordIterator(self._stream))
        except SeveralRecords:
            return (yield from self._read_member())
        yield from self._pairing.rest()
        begin = _after_blank_lines(self._stream, self._begin)
        if self._stream.read(1):
            yield Damage(f"{self._name} at {begin}", "its header is cut off")
        return None

    def _walk(
        self, records: RecordIterator, *, in_member: bool = False
    ) -> Iterator[Found[T] | Skipped | Damage]:
        """Yield what is in the records, up to the first that is damaged, for which it raises.

        Places within a gzip member mean nothing: all its records are at its beginning.
        """
        for record in records:
            if record.rec_headers.get_header("Content-Length") is None:
                raise EOFError("its header is cut off")
            if not (records.is_packed or in_member) and record.length > self._size - self._begin:
                raise EOFError("it is cut off")  # before the rest of the file is read for it
            item = self._item(record)
            place, length = records.get_record_offset(), records.get_record_length()
            if not is_complete(record):
                raise EOFError("it is cut off")
            if records.err_count:
                raise EOFError("it is longer than it says")
            if in_member:
                place = self._begin
            else:
                self._begin = place + length
                self._remember(record, place)
            known = Damage(f"{self._name} at {place}", item) if isinstance(item, str) else item
            yield from self._paired(record, known)

    def _read_member(self) -> Generator[Found[T] | Skipped | Damage, None, int | None]:
        """Read a gzip member with several records; return where to go on.

        After a damaged record its others are not read: there is no way back in packed data.
        """
        self._stream.seek(self._begin)
        member = MemberReader(self._stream)
        yield from self._walk(RecordIterator(member), in_member=True)
        if not member.decompressor.eof:
            raise EOFError("it is cut off")
        return self._stream.tell() - len(member.decompressor.unused_data)

    def _after_damage(
        self, begin: int, reached: int, why: str
    ) -> Generator[Found[T] | Skipped | Damage, None, int | None]:
        """Name the damage, and return where the next record may begin.

        The search begins in the damaged record, as reading it may have gone far into others; but
        only as long as that does not read the file many times over.
        """
        yield from self._pairing.rest()
        yield Damage(f"{self._name} at {begin}", why)
        self._reread += max(0, reached - begin)
        may_go_back = self._reread <= self._size * _MAX_REREAD
        return _next_record(self._stream, begin + 1 if may_go_back else max(begin + 1, reached))

    def _item(self, record: ArcWarcRecord) -> Found[T] | Skipped | str | None:
        """Return what is in a record, None if it is about a page, or what is wrong with it."""
        if record.rec_type in _ABOUT_PAGES:
            return None
        url = record.rec_headers.get_header("WARC-Target-URI") or ""
        if record.rec_type not in _PAGES:
            return Skipped(url, NO_PAGE)
        address = self._resolve(url)
        if address is None:
            return Skipped(url)
        if record.length > MAX_CONTENT:
            return f"it is larger than {MAX_CONTENT} bytes: {url}"
        try:
            exchange = to_exchange(record)
        except ValueError as error:
            return f"{error}: {url}"
        if exchange is None:
            return None
        return Found(self._with_payload(exchange, record), address)

    def _paired(
        self, record: ArcWarcRecord, item: Found[T] | Skipped | Damage | None
    ) -> Iterator[Found[T] | Skipped | Damage]:
        """Yield a record's item, a response as soon as it is known that it answers a GET."""
        if record.rec_type == "request":
            refused = self._pairing.add_request(record)
        elif isinstance(item, Found):
            yield from self._pairing.rest()
            refused = self._pairing.add_response(record, item)
        else:
            refused = None
            if item is not None:
                yield from self._pairing.rest()
                yield item
        if refused is not None:
            yield Skipped(refused.exchange.url, NO_GET)

    def _remember(self, record: ArcWarcRecord, place: int) -> None:
        """Note where a response is, in case a revisit refers to it."""
        headers = record.rec_headers
        is_page = record.rec_type == "response" and record.length <= MAX_CONTENT
        if is_page and len(self._known) < _MAX_KNOWN:
            url, date = headers.get_header("WARC-Target-URI"), headers.get_header("WARC-Date")
            for name in (headers.get_header("WARC-Payload-Digest"), f"{url} {date}"):
                if name:
                    self._known[hash(name)] = place

    def _with_payload(self, exchange: Exchange, record: ArcWarcRecord) -> Exchange:
        """Return a revisit with the payload of the response in this file that it repeats."""
        if not exchange.is_revisit or exchange.status == 304:
            return exchange
        date = record.rec_headers.get_header("WARC-Refers-To-Date")
        names = map(hash, (exchange.digest or "", f"{exchange.refers_to} {date}"))
        place = next((self._known[name] for name in names if name in self._known), None)
        if place is None:
            return exchange
        here = self._stream.tell()
        self._stream.seek(place)
        original = to_exchange(next(iter(RecordIterator(self._stream))))
        self._stream.seek(here)
        if original is None or not repeats(exchange, original):
            return exchange
        headers = exchange.headers or original.headers
        return replace(
            exchange, payload=original.payload, headers=headers, truncated=original.truncated,
            is_revisit=False,
        )  # fmt: skip


def _after_blank_lines(stream: IO[bytes], offset: int) -> int:
    """Go to the first byte from `offset` on that is not in a blank line, and return where it is."""
    stream.seek(offset)
    while piece := stream.read(BLOCK):
        rest = piece.lstrip(b"\r\n")
        offset += len(piece) - len(rest)
        if rest:
            break
    stream.seek(offset)
    return offset


def _next_record(stream: IO[bytes], start: int) -> int | None:
    """Return the offset from `start` on of something that looks like a record, or None."""
    stream.seek(start)
    overlap, position, step = b"", start, BLOCK
    while piece := stream.read(step):
        text = overlap + piece
        found = [at for at in (text.find(magic) for magic in _MAGIC) if at >= 0]
        if found:
            return position - len(overlap) + min(found)
        overlap, position, step = text[-8:], position + len(piece), min(step * 2, _MAX_STEP)
    return None
