"""WARC records: a request and its response, packed for a file and read from one.

Each record is a gzip member of its own, the request before its response. A response with the
payload of an earlier one, or without a payload (304), is a `revisit` record. Format: WARC 1.0
(ISO 28500).
"""

import base64
import gzip
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import BufferedReader
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archive.errors import ArchiveError
from archive.times import clock
from extraction.encodings import Incomplete, unchunk, unpack

MAX_CONTENT = 10 * 1024 * 1024
"""Bytes of a page that are read, after decompression."""

_LEVEL = 6  # of compression; level 9 takes twice the time to save 1 % of the space
_NOT_MODIFIED = "http://netpreserve.org/warc/1.0/revisit/server-not-modified"
_TRUNCATED = "WARC-Truncated"
_LINK_TEXT = "Link-Text"  # our own field: the text of the link in the listing
_DIGESTS = ("md5", "sha1", "sha256", "sha512")
BROKEN = Exception  # warcio raises errors of any kind when a record is damaged
_PIECE = 1 << 20  # bytes that are read at a time
_MAX_WHY = 100  # characters: some errors quote what they could not read

_FIRST_WEB_PAGE = datetime(1991, 8, 6, tzinfo=UTC)  # of the web

Headers = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request for a page and its response, as they were sent."""

    url: str
    fetched: datetime
    """In UTC, to the second."""
    status: int
    headers: Headers
    """Of the response."""
    payload: bytes
    """The body of the response as it was sent, compressed or not."""
    request: Headers | None = None
    link_text: str | None = None
    """The text of the link to the page in a listing."""
    is_revisit: bool = False
    """Its payload is that of an earlier response."""
    digest: str | None = None
    """The digest of the payload, as its record states it."""
    refers_to: str | None = None
    """The URL whose payload a revisit repeats, if its record names one."""
    refers_to_date: datetime | None = None
    """When the response with that payload was fetched, if its record says so; in UTC."""
    truncated: str | None = None
    """Why the payload is not the whole one: a value of `WARC-Truncated`, such as `length`."""

    def header(self, name: str) -> str | None:
        """Return a header of the response."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    @property
    def content(self) -> bytes:
        """The whole body without its transfer and content encodings.

        Raises Incomplete if a part of it is missing, ValueError if it cannot be decoded or is
        larger than MAX_CONTENT bytes.
        """
        if self.truncated is not None:
            raise Incomplete(f"its capture is cut off (WARC-Truncated: {self.truncated})")
        payload = self.payload
        if (self.header("Transfer-Encoding") or "").lower() == "chunked":
            payload = unchunk(payload)
        elif len(payload) < (stated := self._stated_length()):
            raise Incomplete(f"it has {len(payload)} of {stated} bytes")
        encodings = [value for name, value in self.headers if name.lower() == "content-encoding"]
        return unpack(payload, ",".join(encodings), MAX_CONTENT)

    def _stated_length(self) -> int:
        length = (self.header("Content-Length") or "").strip()
        return int(length) if re.fullmatch("[0-9]{1,15}", length) else 0


@dataclass(frozen=True, slots=True)
class CaptureRecord:
    """Where the record of a response is."""

    fetched: datetime
    file: str
    """Relative to the captures folder."""
    offset: int
    length: int
    sha256: str
    """Hexadecimal, of the payload."""
    status: int
    record: str
    """`response`, `partial` if the payload is not whole, or `revisit` if it is an earlier one."""


@dataclass(frozen=True, slots=True)
class Records:
    """The two records of an exchange, packed."""

    request: bytes
    response: bytes
    sha256: str
    record: str
    """As in `CaptureRecord`."""


def pack(exchange: Exchange, earlier: tuple[str, str] | None = None) -> Records:
    """Pack an exchange; `earlier` is the time and digest of the page's last complete capture."""
    digest = hashlib.sha256(exchange.payload)
    sha256, kind = digest.hexdigest(), "response" if exchange.truncated is None else "partial"
    is_repeated = exchange.status == 304 or (earlier is not None and earlier[1] == sha256)
    if earlier is not None and is_repeated and kind == "response":
        sha256, kind = earlier[1], "revisit"
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
    response = StatusAndHeaders(_status_line(exchange.status), exchange.headers, "HTTP/1.1")
    fields = _fields(exchange, sha256)
    if exchange.link_text:
        fields[_LINK_TEXT] = exchange.link_text
    if exchange.truncated is not None:
        fields[_TRUNCATED] = exchange.truncated
    if kind == "revisit" and earlier is not None:
        record = writer.create_revisit_record(
            exchange.url, fields.pop("WARC-Payload-Digest"), exchange.url, _warc_date(earlier[0]),
            http_headers=response, warc_headers_dict=fields,
        )  # fmt: skip
        if exchange.status == 304:
            record.rec_headers.replace_header("WARC-Profile", _NOT_MODIFIED)
    else:
        record = writer.create_warc_record(
            exchange.url, "response", BytesIO(exchange.payload), len(exchange.payload),
            http_headers=response, warc_headers_dict=fields,
        )  # fmt: skip
    return Records(request, writer.packed(record), sha256, kind)


def _status_line(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"{status} "  # no registered status


def _fields(exchange: Exchange, sha256: str = "") -> dict[str, str]:
    fields = {"WARC-Date": exchange.fetched.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")}
    if sha256:
        encoded = base64.b32encode(bytes.fromhex(sha256)).decode()
        fields["WARC-Payload-Digest"] = f"sha256:{encoded}"
    return fields


def _warc_date(written: str) -> str:
    return datetime.fromisoformat(written).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def run_record(site: str, file: str) -> bytes:
    """Return the `warcinfo` record that begins a file or ends a run."""
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
        return gzip.compress(self.out.getbuffer(), _LEVEL, mtime=0)


def read_record(folder: Path, file: str, offset: int, sha256: str) -> Exchange:
    """Return the exchange whose response is at `offset` of a file, without its request.

    Raises ArchiveError if there is no such record, or if its payload has another digest.
    """
    try:
        with (folder / file).open("rb") as stream:
            stream.seek(offset)
            record = next(iter(ArchiveIterator(stream)))
            exchange = to_exchange(record)
            if exchange is None:
                raise ValueError(f"a record of type {record.rec_type}")
            if not is_complete(record):
                raise ValueError("it is cut off")
            if digest_of(record, exchange) != sha256:
                raise ValueError("it is not the one that was recorded: its SHA-256 differs")
            return exchange
    except BROKEN as error:
        sentence = f"The capture in {file} at {offset} cannot be read ({error})."
        raise ArchiveError(sentence) from error


def to_exchange(record: ArcWarcRecord, request: Headers | None = None) -> Exchange | None:
    """Return the exchange in a record, or None if it is not the response to an HTTP request.

    Raises ValueError if its fields make no sense.
    """
    if record.rec_type not in ("response", "revisit", "resource"):
        return None
    # warcio looks at all fields for each; of two with a name, the first counts, as with it.
    fields = {name.lower(): value for name, value in reversed(record.rec_headers.headers)}
    url = fields.get("warc-target-uri", "")
    if not url.startswith(("http://", "https://")):
        return None
    response = record.http_headers
    kind = fields.get("content-type", "")
    if response is None and record.rec_type == "response" and kind.startswith("application/http"):
        raise ValueError("it has no HTTP header")
    headers = list(response.headers) if response is not None else []
    if record.rec_type == "resource" and kind:  # a page without its HTTP header
        headers = [("Content-Type", kind)]
    line = response.statusline.split() if response is not None else ["200"]
    if not re.fullmatch(r"[1-9]\d\d", line[0]):
        raise ValueError(f"its status is {line[0][:20]!r}")
    return Exchange(
        url=url,
        fetched=warc_time(fields.get("warc-date", "")),
        status=int(line[0]),
        headers=headers,
        payload=read_all(record.raw_stream),
        request=request,
        link_text=fields.get(_LINK_TEXT.lower()),
        is_revisit=record.rec_type == "revisit",
        digest=fields.get("warc-payload-digest"),
        refers_to=fields.get("warc-refers-to-target-uri"),
        refers_to_date=_refers_to_date(fields),
        truncated=_truncated(fields),
    )


def _refers_to_date(fields: Mapping[str, str]) -> datetime | None:
    try:
        return warc_time(fields.get("warc-refers-to-date", ""))
    except ValueError:
        return None  # it names no response by its date


def _truncated(fields: Mapping[str, str]) -> str | None:
    """Return why a record has only a part of its payload, in a word of the standard, or None."""
    stated = fields.get(_TRUNCATED.lower())
    if stated is None and "warc-segment-number" not in fields:
        return None
    return stated if stated in ("length", "time", "disconnect") else "unspecified"


def warc_time(date: str) -> datetime:
    """Return a date in ISO 8601, such as a WARC-Date, to the second.

    Raises ValueError if it cannot be right.
    """
    try:
        read = datetime.fromisoformat(date)
        fetched = read.replace(tzinfo=read.tzinfo or UTC, microsecond=0).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"its date is {date[:40]!r}") from error
    if not _FIRST_WEB_PAGE <= fetched <= clock() + timedelta(days=1):
        raise ValueError(f"its date is {date[:40]!r}")
    return fetched


def repeats(revisit: Exchange, response: Exchange) -> bool:
    """Return whether a revisit repeats the payload of a response.

    By the digest that its record states; without one that can be compared, by the date of the
    response to which it refers. A record that states neither may repeat any.
    """
    same = has_digest(revisit, response.payload)
    return same if same is not None else revisit.refers_to_date in (None, response.fetched)


def has_digest(exchange: Exchange, payload: bytes) -> bool | None:
    """Return whether a payload has the digest that an exchange's record states.

    None if it states none that can be compared. Tools write `sha1:`, `SHA1:` and `sha-256:`, and
    digests in hexadecimal and in base 32.
    """
    label, _, stated = (exchange.digest or "").lower().partition(":")
    name = label.replace("-", "")
    if name not in _DIGESTS:
        return None
    found = hashlib.new(name, payload, usedforsecurity=False)
    encoded = base64.b32encode(found.digest()).decode().lower()
    return stated in (found.hexdigest(), encoded, encoded.rstrip("="))


def digest_of(record: ArcWarcRecord, exchange: Exchange) -> str:
    """Return the SHA-256 of a record's payload, or of the payload that a revisit refers to."""
    if record.rec_type == "response":
        return hashlib.sha256(exchange.payload).hexdigest()
    stated = record.rec_headers.get_header("WARC-Payload-Digest") or ""
    found = re.fullmatch(r"sha256:([A-Z2-7]{52}={4})", stated)
    return base64.b32decode(found[1]).hex() if found else ""


def is_complete(record: ArcWarcRecord) -> bool:
    """Return whether a record, after it was read, had as many bytes as it declares."""
    left = getattr(record.raw_stream, "limit", 0)
    return not left


def shortened(error: Exception) -> str:
    """Return in few words why a record cannot be read."""
    return (str(error).strip().splitlines() or ["unreadable"])[0][:_MAX_WHY]


def read_all(stream: BufferedReader) -> bytes:
    """Return what is left in the stream of a record."""
    return b"".join(iter(lambda: stream.read(_PIECE), b""))
