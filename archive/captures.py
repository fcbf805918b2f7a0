"""Raw captures: every answer to a request for an article, as it was fetched, in WARC files.

The files stand in a folder beside the database, one for each site and day. Each record is a gzip
member of its own: first the request, then the answer. An answer with the same payload as an
earlier one, or none at all (304), is a `revisit` record. Format: WARC 1.0 (ISO 28500).
"""

import base64
import gzip
import hashlib
import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import BufferedReader, ChunkedDataReader
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archive.database import ArchiveError
from archive.encodings import unpack

MOST_BYTES = 1_000_000_000
"""Of a file; the next record begins a new one."""
MOST_CONTENT = 20 * 1024 * 1024
"""Bytes of a page that are read, whatever it unpacks to."""

_MOST_FILES = 10_000  # of a site and a day
_LEVEL = 6  # of compression; 9 takes twice the time for a hundredth of the space
_NOT_MODIFIED = "http://netpreserve.org/warc/1.0/revisit/server-not-modified"
_LINK_TEXT = "Link-Text"  # a field of ours: what the listing called the page
BROKEN = Exception  # warcio raises whatever comes where a record is damaged

_OURS = re.compile(r"(\w+)/\1-\d{8}-\d{3,}\.warc\.gz")

_FIRST_PAGE = datetime(1991, 8, 6, tzinfo=UTC)  # of the web

Headers = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request for a page and its answer, as they went over the wire."""

    url: str
    fetched: datetime
    """In UTC, to the second."""
    status: int
    headers: Headers
    """Of the answer."""
    payload: bytes
    """The body of the answer as it was sent, packed or not."""
    request: Headers | None = None
    link_text: str | None = None
    """What the listing called the page."""
    is_revisit: bool = False
    """It has no payload of its own, but that of an earlier answer."""
    digest: str | None = None
    """The digest of the payload, as its record states it."""

    def header(self, name: str) -> str | None:
        """Return a header of the answer."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    @property
    def content(self) -> bytes:
        """The body as it was before it was packed for the way, at most MOST_CONTENT bytes.

        Raises ValueError where it cannot be unpacked.
        """
        payload = self.payload
        if (self.header("Transfer-Encoding") or "").lower() == "chunked":
            payload = _read(ChunkedDataReader(BytesIO(payload)), MOST_CONTENT)
        return unpack(payload, self.header("Content-Encoding") or "", MOST_CONTENT)


@dataclass(frozen=True, slots=True)
class Captured:
    """Where the record of an answer is."""

    fetched: datetime
    file: str
    """Relative to the folder of captures."""
    offset: int
    length: int
    sha256: str
    """Hexadecimal, of the payload."""
    status: int
    record: str
    """`response`, or `revisit` where the payload is that of an earlier record."""


@dataclass(frozen=True, slots=True)
class Records:
    """The two records of an exchange, packed."""

    request: bytes
    answer: bytes
    sha256: str
    is_revisit: bool


def pack(exchange: Exchange, earlier: tuple[str, str] | None = None) -> Records:
    """Turn an exchange into records; `earlier` are date and digest of the last whole one."""
    digest = hashlib.sha256(exchange.payload)
    sha256, revisit = digest.hexdigest(), False
    if earlier is not None and (exchange.status == 304 or earlier[1] == sha256):
        sha256, revisit = earlier[1], True
    writer = _Packer()
    request = b""
    if exchange.request is not None:
        parts = urlsplit(exchange.url)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        line = StatusAndHeaders(f"GET {target} HTTP/1.1", exchange.request, is_http_request=True)
        record = writer.create_warc_record(
            exchange.url, "request", http_headers=line, warc_headers_dict=_fields(exchange)
        )
        request = writer.packed(record)
    answer = StatusAndHeaders(_status_line(exchange.status), exchange.headers, "HTTP/1.1")
    fields = _fields(exchange, sha256)
    if exchange.link_text:
        fields[_LINK_TEXT] = exchange.link_text
    if revisit and earlier is not None:
        record = writer.create_revisit_record(
            exchange.url, fields.pop("WARC-Payload-Digest"), exchange.url, _warc_date(earlier[0]),
            http_headers=answer, warc_headers_dict=fields,
        )  # fmt: skip
        if exchange.status == 304:
            record.rec_headers.replace_header("WARC-Profile", _NOT_MODIFIED)
    else:
        record = writer.create_warc_record(
            exchange.url, "response", BytesIO(exchange.payload), len(exchange.payload),
            http_headers=answer, warc_headers_dict=fields,
        )  # fmt: skip
    return Records(request, writer.packed(record), sha256, revisit)


def _status_line(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"{status} "  # a number of the site's own


def _fields(exchange: Exchange, sha256: str = "") -> dict[str, str]:
    fields = {"WARC-Date": exchange.fetched.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")}
    if sha256:
        encoded = base64.b32encode(bytes.fromhex(sha256)).decode()
        fields["WARC-Payload-Digest"] = f"sha256:{encoded}"
    return fields


def _warc_date(written: str) -> str:
    return datetime.fromisoformat(written).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _about(site: str, file: str) -> bytes:
    """Return the record that goes before those of a run."""
    fields = {"software": "danvan-archive", "format": "WARC File Format 1.0", "isPartOf": site}
    writer = _Packer()
    return writer.packed(writer.create_warcinfo_record(Path(file).name, fields))


class _Packer(WARCWriter):  # type: ignore[misc]
    """Writes a record into memory, as a gzip member of its own."""

    def __init__(self) -> None:
        super().__init__(None, gzip=False)

    def packed(self, record: ArcWarcRecord) -> bytes:
        self.out = BytesIO()
        self.write_record(record)
        return gzip.compress(self.out.getvalue(), _LEVEL, mtime=0)


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
            file.append(_about(site, file.name))
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
                for record, record_end in _whole_records(path, name, end):
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
        head = _about(site, name)
        handle.write(head)
        folder = os.open(self.folder / site, os.O_RDONLY)
        try:
            os.fsync(folder)  # the name of the file, too
        finally:
            os.close(folder)
        return _OpenFile(name, day, handle, len(head), dirty=True)


def read_record(folder: Path, file: str, offset: int) -> Exchange:
    """Return the exchange whose answer stands at `offset` of a file, without its request.

    Raises ArchiveError where there is no such record.
    """
    try:
        with (folder / file).open("rb") as stream:
            stream.seek(offset)
            record = next(iter(ArchiveIterator(stream)))
            exchange = to_exchange(record)
            if exchange is None:
                raise ValueError(f"a record of type {record.rec_type}")
            if not is_whole(record):
                raise ValueError("it is cut off")
            return exchange
    except BROKEN as error:
        sentence = f"The capture in {file} at {offset} cannot be read ({error})."
        raise ArchiveError(sentence) from error


def is_ours(path: Path, folder: Path) -> str | None:
    """Return the name of a file of the folder of captures, relative to it; None for any other."""
    try:
        name = path.resolve().relative_to(folder.resolve()).as_posix()
    except ValueError:
        return None
    return name if _OURS.fullmatch(name) else None


def read_file(path: Path, name: str) -> Iterator[tuple[Exchange, Captured] | None]:
    """Yield the exchanges in a file of ours, up to a torn record; None before those of a run."""
    for record, _ in _whole_records(path, name, 0):
        yield record


def _whole_records(
    path: Path, name: str, offset: int
) -> Iterator[tuple[tuple[Exchange, Captured] | None, int]]:
    """Yield each answer from `offset` on, or None before those of a run, and where it ends."""
    size = path.stat().st_size
    request: Headers | None = None
    with path.open("rb") as stream:
        stream.seek(offset)
        records = ArchiveIterator(stream)
        try:
            for record in records:
                exchange = to_exchange(record, request)
                sha256 = digest_of(record, exchange) if exchange is not None else ""
                start, length = records.get_record_offset(), records.get_record_length()
                end = start + length
                if not is_whole(record) or (end >= size and not _ends_whole(path, start, length)):
                    return
                if exchange is not None:
                    captured = Captured(exchange.fetched, name, start, length, sha256,
                                        exchange.status, record.rec_type)  # fmt: skip
                    yield (exchange, captured), end
                elif record.rec_type == "warcinfo":
                    yield None, end
                is_request = record.rec_type == "request" and record.http_headers is not None
                request = list(record.http_headers.headers) if is_request else None
        except BROKEN:
            return  # torn here


def to_exchange(record: ArcWarcRecord, request: Headers | None = None) -> Exchange | None:
    """Return what a record holds, or None where it is no answer to an HTTP request.

    Raises ValueError where its fields make no sense.
    """
    if record.rec_type not in ("response", "revisit"):
        return None
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    if not url.startswith(("http://", "https://")):
        return None
    answer = record.http_headers
    line = answer.statusline.split() if answer is not None else ["200"]
    if not re.fullmatch(r"[1-9]\d\d", line[0]):
        raise ValueError(f"its status is {line[0][:20]!r}")
    return Exchange(
        url=url,
        fetched=_moment(record.rec_headers.get_header("WARC-Date") or ""),
        status=int(line[0]),
        headers=list(answer.headers) if answer is not None else [],
        payload=_read(record.raw_stream, None),
        request=request,
        link_text=record.rec_headers.get_header(_LINK_TEXT),
        is_revisit=record.rec_type == "revisit",
        digest=record.rec_headers.get_header("WARC-Payload-Digest"),
    )


def _moment(date: str) -> datetime:
    """Read a WARC-Date, to the second. Raises ValueError for one that cannot be true."""
    try:
        read = datetime.fromisoformat(date)
        fetched = read.replace(tzinfo=read.tzinfo or UTC, microsecond=0).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"its date is {date[:40]!r}") from error
    if not _FIRST_PAGE <= fetched <= datetime.now(UTC) + timedelta(days=1):
        raise ValueError(f"its date is {date[:40]!r}")
    return fetched


def has_digest(exchange: Exchange, payload: bytes) -> bool:
    """Say whether a payload has the digest that an exchange's record states, if it states one."""
    name, _, stated = (exchange.digest or "").partition(":")
    if name not in ("sha1", "sha256", "md5"):
        return True  # nothing to compare
    found = hashlib.new(name, payload, usedforsecurity=False)
    encoded = base64.b32encode(found.digest()).decode()
    return stated in (found.hexdigest(), encoded, encoded.rstrip("="))


def digest_of(record: ArcWarcRecord, exchange: Exchange) -> str:
    """Return the SHA-256 of a record's payload: of a revisit, that of the payload it names."""
    if record.rec_type == "response":
        return hashlib.sha256(exchange.payload).hexdigest()
    stated = record.rec_headers.get_header("WARC-Payload-Digest") or ""
    found = re.fullmatch(r"sha256:([A-Z2-7]{52}={4})", stated)
    return base64.b32decode(found[1]).hex() if found else ""


def is_whole(record: ArcWarcRecord) -> bool:
    """Say whether a record, read to its end, had all the bytes that it says."""
    left = getattr(record.raw_stream, "limit", 0)
    return not left


def _ends_whole(path: Path, start: int, length: int) -> bool:
    """A record's last bytes, its gzip member's checksum, may be missing though its text is not."""
    with path.open("rb") as stream:
        stream.seek(start)
        try:
            gzip.decompress(stream.read(length))
        except BROKEN:
            return False
    return True


def _read(stream: BufferedReader, most: int | None) -> bytes:
    pieces: list[bytes] = []
    left = most if most is not None else 1 << 62
    while left > 0 and (piece := stream.read(min(left, 1 << 20))):
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces)


def _day_of(name: str) -> str:
    return name.split("-")[-2]


def _today() -> str:
    return datetime.now(UTC).strftime("%Y%m%d")


def _in_one_sentence(folder: Path, error: OSError) -> str:
    return (
        f"The captures in {folder} cannot be written ({error.strerror}): is the disk full, or may "
        "you not write there? Nothing already archived is lost."
    )
