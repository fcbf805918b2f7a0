"""WARC records: what is packed, what is read of them, and what makes no sense."""

import base64
import gzip
import hashlib
import os
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archive.errors import ArchiveError
from archive.warc import reader, records
from archive.warc.own_file import OwnFile
from archive.warc.reader import Damage, Found, Skipped, read_warcs
from archive.warc.records import (
    Exchange,
    has_digest,
    pack,
    read_record,
    repeats,
    run_record,
    to_exchange,
)

URL = "https://gosim.example/bai-1"
WHEN = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
DATE = "2026-01-02T03:04:05Z"
PAGE = "<h1>Dân vận khéo ở xã Gò Sim</h1>".encode()
SHA256 = hashlib.sha256(PAGE).hexdigest()
EARLIER = ("2025-12-01T07:00:00+07:00", SHA256)


def exchange(payload: bytes = PAGE, status: int = 200, url: str = URL, **facts: Any) -> Exchange:
    return Exchange(url, WHEN, status, [("Content-Type", "text/html")], payload, **facts)


def parsed(packed: bytes) -> ArcWarcRecord:
    """Return the record that is packed."""
    return next(iter(ArchiveIterator(BytesIO(packed))))


def record(
    payload: bytes = PAGE,
    *,
    kind: str = "response",
    url: str = URL,
    date: str = DATE,
    status: str = "200 OK",
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "text/html"),),
    packed: bool = True,
    **fields: str,
) -> bytes:
    """Return a record as another tool makes it; the names of its fields have `_` for `-`."""
    out = BytesIO()
    writer = WARCWriter(out, gzip=packed)
    more = {name.replace("_", "-"): value for name, value in fields.items()}
    line = StatusAndHeaders(status, list(headers), protocol="HTTP/1.1")
    made = writer.create_warc_record(
        url, kind, BytesIO(payload), len(payload), http_headers=line,
        warc_headers_dict={"WARC-Date": date, **more},
    )  # fmt: skip
    writer.write_record(made)
    return out.getvalue()


# Packing


@pytest.mark.parametrize(
    ("again", "earlier", "record_type", "profile"),
    [
        pytest.param(exchange(), None, "response", None, id="the first capture"),
        pytest.param(exchange(), EARLIER, "revisit", "identical-payload-digest", id="the same"),
        pytest.param(exchange(b"other"), EARLIER, "response", None, id="another payload"),
        pytest.param(exchange(b"", 304), EARLIER, "revisit", "server-not-modified", id="304"),
        pytest.param(exchange(b"", 304), None, "response", None, id="304 without an earlier one"),
        pytest.param(exchange(b"", 404), EARLIER, "response", None, id="another status"),
    ],
)
def test_what_becomes_a_revisit_record(
    again: Exchange, earlier: tuple[str, str] | None, record_type: str, profile: str | None
) -> None:
    packed = pack(again, earlier)
    found = parsed(packed.response)
    fields = found.rec_headers
    assert found.rec_type == record_type
    assert packed.record == record_type
    assert (fields.get_header("WARC-Profile") or "").rpartition("/")[2] == (profile or "")
    digest = SHA256 if profile else hashlib.sha256(again.payload).hexdigest()
    assert packed.sha256 == digest
    stated = base64.b32encode(bytes.fromhex(digest)).decode()
    assert fields.get_header("WARC-Payload-Digest") == f"sha256:{stated}"
    refers = fields.get_header("WARC-Refers-To-Date")
    assert refers == ("2025-12-01T00:00:00Z" if profile else None)
    assert fields.get_header("WARC-Date") == DATE


@pytest.mark.parametrize(
    ("url", "line"),
    [
        ("https://gosim.example/bai-1", "GET /bai-1 HTTP/1.1"),
        ("https://gosim.example/tin?id=1&p=2", "GET /tin?id=1&p=2 HTTP/1.1"),
        ("https://gosim.example", "GET / HTTP/1.1"),
        ("https://gosim.example?id=1", "GET /?id=1 HTTP/1.1"),
    ],
)
def test_the_request_has_its_target(url: str, line: str) -> None:
    request = [("Host", "gosim.example")]
    packed = pack(exchange(url=url, request=request))
    found = parsed(packed.request)
    assert gzip.decompress(packed.request).split(b"\r\n\r\n")[1].startswith(line.encode())
    assert (found.rec_type, list(found.http_headers.headers)) == ("request", request)
    assert found.rec_headers.get_header("WARC-Date") == DATE


def test_without_a_request_only_the_response_is_packed() -> None:
    assert pack(exchange()).request == b""


@pytest.mark.parametrize(
    ("status", "line"), [(200, "200 OK"), (404, "404 Not Found"), (299, "299 "), (599, "599 ")]
)
def test_the_status_line(status: int, line: str) -> None:
    content = gzip.decompress(pack(exchange(status=status)).response)
    assert f"\r\nHTTP/1.1 {line}\r\n".encode() in content


@pytest.mark.parametrize("link_text", [None, "", "Dân vận khéo"])
def test_the_text_of_the_link_is_a_field_of_the_response(link_text: str | None) -> None:
    fields = parsed(pack(exchange(link_text=link_text)).response).rec_headers
    assert fields.get_header("Link-Text") == (link_text or None)


def test_packed_records_have_no_time_of_their_own() -> None:
    assert pack(exchange()).response[4:8] == b"\0\0\0\0"


# Reading


def test_what_is_read_is_what_was_packed() -> None:
    one = exchange(link_text="Dân vận khéo")
    found = to_exchange(parsed(pack(one).response), [("Host", "x")])
    assert found is not None
    assert replace(found, digest=None) == replace(one, request=[("Host", "x")])
    revisit = to_exchange(parsed(pack(one, EARLIER).response))
    assert revisit is not None
    assert (revisit.is_revisit, revisit.payload, revisit.digest) == (True, b"", found.digest)


@pytest.mark.parametrize(
    ("made", "is_exchange"),
    [
        pytest.param(record(), True, id="a response"),
        pytest.param(record(kind="revisit"), True, id="a revisit"),
        pytest.param(record(url="http://gosim.example/"), True, id="http"),
        pytest.param(record(kind="request", status="GET / HTTP/1.1"), False, id="a request"),
        pytest.param(record(kind="resource"), True, id="a resource"),
        pytest.param(record(kind="conversion"), False, id="a conversion"),
        pytest.param(record(url="ftp://gosim.example/"), False, id="ftp"),
        pytest.param(record(url="dns:gosim.example"), False, id="dns"),
    ],
)
def test_only_responses_over_http_are_exchanges(made: bytes, is_exchange: bool) -> None:
    assert (to_exchange(parsed(made)) is not None) is is_exchange


@pytest.mark.parametrize(
    ("status", "valid"),
    [
        ("100 x", True), ("999 x", True), ("200", True), ("099 x", False), ("1000 x", False),
        ("20 x", False), ("2x0 x", False), ("-20 x", False),
    ],
)  # fmt: skip
def test_a_status_has_three_digits(status: str, valid: bool) -> None:
    found = parsed(record(status=status))
    if valid:
        read = to_exchange(found)
        assert read is not None
        assert read.status == int(status.split()[0])
    else:
        with pytest.raises(ValueError, match="its status is"):
            to_exchange(found)


TOMORROW = datetime.now(UTC) + timedelta(days=1)


@pytest.mark.parametrize(
    ("date", "valid"),
    [
        ("1991-08-06T00:00:00Z", True),
        ("1991-08-05T23:59:59Z", False),
        pytest.param((TOMORROW - timedelta(hours=1)).isoformat(), True, id="in 23 hours"),
        pytest.param((TOMORROW + timedelta(hours=1)).isoformat(), False, id="in 25 hours"),
        ("yesterday", False),
        ("", False),
        ("0001-01-01T00:00:00+14:00", False),
    ],
)
def test_a_date_is_after_the_first_web_page_and_not_in_the_future(date: str, valid: bool) -> None:
    found = parsed(record(date=date))
    if valid:
        assert to_exchange(found) is not None
    else:
        with pytest.raises(ValueError, match="its date is"):
            to_exchange(found)


@pytest.mark.parametrize(
    ("date", "read"),
    [
        ("2026-01-02T03:04:05Z", WHEN),
        ("2026-01-02T03:04:05", WHEN),
        ("2026-01-02T03:04:05.987654Z", WHEN),
        ("2026-01-02T10:04:05+07:00", WHEN),
    ],
    ids=["UTC", "without a zone", "microseconds", "Vietnam"],
)
def test_a_date_is_read_in_utc_to_the_second(date: str, read: datetime) -> None:
    found = to_exchange(parsed(record(date=date)))
    assert found is not None
    assert (found.fetched, found.fetched.tzinfo) == (read, UTC)


def test_a_record_without_http_headers_is_a_page_unless_it_says_that_it_has_some() -> None:
    found = parsed(record())
    found.http_headers = None
    with pytest.raises(ValueError, match="it has no HTTP header"):
        to_exchange(found)
    found.rec_headers.replace_header("Content-Type", "text/html")
    read = to_exchange(found)
    assert read is not None
    assert (read.status, read.headers) == (200, [])


@pytest.mark.parametrize("name", ["Content-Type", "content-type", "CONTENT-TYPE"])
def test_headers_are_found_in_any_case(name: str) -> None:
    one = replace(exchange(), headers=[("X-A", "1"), ("content-Type", "a"), ("Content-Type", "b")])
    assert one.header(name) == "a"
    assert one.header("Content") is None


@pytest.mark.parametrize("coding", ["chunked", "Chunked"])
def test_a_chunked_payload_is_decoded(coding: str) -> None:
    headers = [("Transfer-Encoding", coding), ("Content-Encoding", "gzip")]
    packed = gzip.compress(PAGE)
    payload = b"%x\r\n%s\r\n0\r\n\r\n" % (len(packed), packed)
    one = replace(exchange(payload), headers=headers)
    assert one.content == PAGE
    assert replace(one, headers=[]).content == payload


@pytest.mark.parametrize("more", [-1, 0, 1])
def test_a_page_larger_than_the_limit_is_not_read(
    monkeypatch: pytest.MonkeyPatch, more: int
) -> None:
    monkeypatch.setattr(records, "MAX_CONTENT", 3_000_000)
    page = b"x" * (3_000_000 + more)
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(page), page)
    for headers, payload in (
        ([("Content-Encoding", "gzip")], gzip.compress(page)),
        ([("Transfer-Encoding", "chunked")], chunked),
    ):
        one = replace(exchange(payload), headers=headers)
        if more <= 0:
            assert one.content == page
        else:
            with pytest.raises(ValueError, match="it is larger than 3000000 bytes"):
                _ = one.content


# Digests

SHA1, MD5 = hashlib.sha1(PAGE), hashlib.md5(PAGE)
BASE32 = base64.b32encode(SHA1.digest()).decode()
PADDED = base64.b32encode(MD5.digest()).decode()


@pytest.mark.parametrize(
    ("digest", "matches"),
    [
        pytest.param(None, None, id="none"),
        pytest.param("sha1:" + BASE32, True, id="sha1, base32"),
        pytest.param("sha1:" + SHA1.hexdigest(), True, id="sha1, hexadecimal"),
        pytest.param("sha256:" + SHA256, True, id="sha256"),
        pytest.param("sha-256:" + SHA256, True, id="sha-256"),
        pytest.param("SHA1:" + SHA1.hexdigest().upper(), True, id="in capitals"),
        pytest.param("sha1:" + BASE32.lower(), True, id="base32 in small letters"),
        pytest.param("md5:" + MD5.hexdigest(), True, id="md5"),
        pytest.param("md5:" + PADDED, True, id="base32, padded"),
        pytest.param("md5:" + PADDED.rstrip("="), True, id="base32, without padding"),
        pytest.param("sha1:" + BASE32[:-1], False, id="cut off"),
        pytest.param("sha1:" + MD5.hexdigest(), False, id="another algorithm"),
        pytest.param("sha256:" + "0" * 64, False, id="another payload"),
        pytest.param("md5:", False, id="empty"),
        pytest.param("crc32:12345678", None, id="an unknown algorithm says nothing"),
    ],
)
def test_the_digest_that_a_record_states(digest: str | None, matches: bool | None) -> None:
    assert has_digest(exchange(digest=digest), PAGE) is matches


@pytest.mark.parametrize(
    ("digest", "refers_to_date", "expected"),
    [
        ("sha1:" + BASE32, WHEN - timedelta(days=1), True),
        ("sha1:" + "A" * 32, WHEN, False),
        ("crc32:12345678", WHEN, True),
        (None, WHEN, True),
        (None, WHEN - timedelta(seconds=1), False),
        (None, None, True),
    ],
)
def test_a_revisit_repeats_what_has_its_digest_or_without_one_its_date(
    digest: str | None, refers_to_date: datetime | None, expected: bool
) -> None:
    revisit = exchange(b"", digest=digest, refers_to_date=refers_to_date, is_revisit=True)
    assert repeats(revisit, exchange(PAGE)) is expected


# Our own files


def test_a_file_is_read_up_to_its_first_torn_record(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    head, one = run_record("gosim", "a.warc.gz"), pack(exchange(request=[("Host", "x")]))
    two, three = (pack(exchange(number)) for number in (b"2", b"3"))
    path.write_bytes(head + one.request + one.response + head + two.response + three.response[:-1])
    found = list(OwnFile(path, "gosim/a.warc.gz"))
    assert [pair is None for pair in found] == [True, False, True, False]
    pairs = [pair for pair in found if pair is not None]
    assert [pair[0].request for pair in pairs] == [[("Host", "x")], None]
    places = [place for _, place in pairs]
    assert [(p.file, p.offset, p.length, p.sha256, p.record) for p in places] == [
        ("gosim/a.warc.gz", len(head + one.request), len(one.response), one.sha256, "response"),
        ("gosim/a.warc.gz", len(head + one.request + one.response + head), len(two.response),
         two.sha256, "response"),
    ]  # fmt: skip


@pytest.mark.parametrize("cut", [1, 4, 8, 9, 30])
def test_the_last_record_needs_its_checksum(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(pack(exchange()).response[:-cut])
    assert list(OwnFile(path, "a")) == []
    path.write_bytes(pack(exchange()).response)
    assert len(list(OwnFile(path, "a"))) == 1


def test_a_record_that_makes_no_sense_costs_itself_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(record() + record(date="yesterday") + record())
    assert len(list(OwnFile(path, "a"))) == 2


@pytest.mark.parametrize(
    ("stated", "sha256"),
    [
        (f"sha256:{base64.b32encode(bytes.fromhex(SHA256)).decode()}", SHA256),
        (f"sha256:{SHA256}", ""),
        (f"sha1:{BASE32}", ""),
    ],
)
def test_the_digest_of_a_revisit_is_that_of_the_payload_it_names(
    tmp_path: Path, stated: str, sha256: str
) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(record(b"", kind="revisit", WARC_Payload_Digest=stated))
    [found] = OwnFile(path, "a")
    assert found is not None
    assert (found[1].sha256, found[1].record) == (sha256, "revisit")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (record(kind="request", status="GET / HTTP/1.1"), "a record of type request"),
        (record(packed=False)[:-40], "it is cut off"),
        (b"", ""),
    ],
    ids=["a request", "cut off", "nothing"],
)
def test_why_a_record_cannot_be_read(tmp_path: Path, content: bytes, why: str) -> None:
    (tmp_path / "a.warc").write_bytes(b"\r\n" * 5 + content)
    with pytest.raises(ArchiveError, match=rf"^The capture in a\.warc at 10 cannot .*{why}"):
        read_record(tmp_path, "a.warc", 10, "0" * 64)


# Files of others


def read(
    folder: Path, content: bytes, resolve: Callable[[str], object] = lambda _: True
) -> list[Found[object] | Skipped | Damage]:
    path = folder / "other.warc.gz"
    path.write_bytes(content)
    return list(read_warcs(path, resolve))


def test_what_a_file_of_others_holds(tmp_path: Path) -> None:
    other = "https://khac.example/"
    found = read(
        tmp_path,
        record(kind="request", status="GET / HTTP/1.1")
        + record()
        + record(url=other)
        + record(kind="resource")
        + record(b"", kind="revisit")
        + record(url="ftp://gosim.example/"),
        lambda url: None if url == other else url.upper(),
    )
    assert [item.address if isinstance(item, Found) else item for item in found] == [
        URL.upper(), Skipped(other), URL.upper(), URL.upper(),
    ]  # fmt: skip
    revisits = [item.exchange.is_revisit for item in found if isinstance(item, Found)]
    assert revisits == [False, False, True]


def test_a_record_that_makes_no_sense_is_named_and_passed_over(tmp_path: Path) -> None:
    first = record()
    found = read(tmp_path, first + record(date="yesterday") + record())
    assert [type(item) for item in found] == [Found, Damage, Found]
    where = f"other.warc.gz at {len(first)}"
    assert found[1] == Damage(where, f"its date is 'yesterday': {URL}")


@pytest.mark.parametrize(("more", "read_whole"), [(0, True), (1, False)])
def test_a_record_larger_than_the_limit_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: int, read_whole: bool
) -> None:
    limit = parsed(record()).length
    monkeypatch.setattr(reader, "MAX_CONTENT", limit)
    [first, second] = read(tmp_path, record(PAGE + b"x" * more) + record())
    assert isinstance(second, Found)
    if read_whole:
        assert first == second
    else:
        assert first == Damage("other.warc.gz at 0", f"it is larger than {limit} bytes: {URL}")


def test_a_record_that_is_cut_off_is_damaged_and_the_next_is_found(tmp_path: Path) -> None:
    whole = record(os.urandom(3000))
    cut = whole[: len(whole) // 2]
    for content, kinds in (
        (whole + cut, [Found, Damage]),
        (whole + cut + whole, [Found, Damage, Found]),
        (whole + cut + cut + whole + whole, [Found, Damage, Damage, Found, Found]),
    ):
        found = read(tmp_path, content)
        assert [type(item) for item in found] == kinds
        assert isinstance(found[1], Damage)
        assert found[1].where == f"other.warc.gz at {len(whole)}"
    [damage] = read(tmp_path, cut)
    assert damage == Damage("other.warc.gz at 0", "it is cut off")


def test_a_record_that_is_cut_off_and_not_packed_is_damaged(tmp_path: Path) -> None:
    whole = record(PAGE * 100, packed=False)
    found = read(tmp_path, whole + whole[: len(whole) // 2] + whole)
    assert sum(isinstance(item, Found) for item in found) == 2
    assert any(isinstance(item, Damage) for item in found)


def test_a_record_longer_than_it_says_is_damaged(tmp_path: Path) -> None:
    one = gzip.decompress(record())
    longer = gzip.compress(one.replace(PAGE, PAGE + b" more"))
    found = read(tmp_path, longer + record())
    assert [type(item) for item in found] == [Damage, Found]
    assert isinstance(found[0], Damage)
    assert found[0].why == "it is longer than it says"


def test_why_a_record_is_damaged_is_said_in_few_words(tmp_path: Path) -> None:
    found = read(tmp_path, b"WARC/" + b"y" * 5000 + b"\r\n\r\n")
    assert [len(item.why) for item in found if isinstance(item, Damage)] == [100]


@pytest.mark.parametrize("distance", range(-6, 3))
@pytest.mark.parametrize("packed", [True, False], ids=["packed", "not packed"])
def test_the_next_record_is_found_far_behind_a_damaged_one(
    tmp_path: Path, packed: bool, distance: int
) -> None:
    """Its first bytes may be in two of the pieces that are searched."""
    noise = b"WARC/x" + b"\r\n" * 3 + b"." * ((1 << 20) - 11 + distance)
    found = read(tmp_path, noise + record(packed=packed))
    assert [type(item) for item in found] == [Damage, Found]


def test_the_search_for_the_next_record_finds_the_first(tmp_path: Path) -> None:
    picture = record(b"\x1f\x8b\x08" + PAGE, packed=False)
    found = read(tmp_path, b"WARC/x\r\n\r\n" + picture)
    assert [type(item) for item in found] == [Damage, Found]


@pytest.mark.parametrize(
    ("name", "is_read"),
    [
        ("archive/data.warc.gz", True),
        ("archive/DATA.WARC", True),
        ("data.warc", True),
        ("indexes/index.cdx.gz", False),
        ("pages/warc.jsonl", False),
    ],
)
def test_which_files_of_a_wacz_are_read(tmp_path: Path, name: str, is_read: bool) -> None:
    path = tmp_path / "a.wacz"
    with zipfile.ZipFile(path, "w") as wacz:
        wacz.writestr(name, record(date="x") + record())
    found = list(read_warcs(path, lambda _: True))
    assert [type(item) for item in found] == ([Damage, Found] if is_read else [])
    assert not is_read or str(found[0]).startswith(f"Damage(where='a.wacz:{name} at 0'")


@pytest.mark.parametrize("packed", [True, False])
def test_a_last_record_that_is_cut_off_anywhere_is_one_damage(tmp_path: Path, packed: bool) -> None:
    """Only the checksum of a gzip member, or the line breaks after a record, may be missing."""
    one, two = record(packed=packed), record(packed=packed)
    may_be_missing = 12 if packed else 4
    for length in range(1, len(two) - may_be_missing):
        first, *rest = read(tmp_path, one + two[:length])
        assert isinstance(first, Found)
        assert [type(item) for item in rest] == [Damage], length
        assert str(rest[0]).startswith(f"Damage(where='other.warc.gz at {len(one)}'"), length


def test_blank_lines_after_the_last_record_are_no_damage(tmp_path: Path) -> None:
    assert len(read(tmp_path, record(packed=False) + b"\r\n" * 1_000_000)) == 1


def test_a_wacz_that_is_cut_off_is_damaged(tmp_path: Path) -> None:
    found = read(tmp_path, b"PK\x03\x04" + os.urandom(50))
    assert found == [Damage("other.warc.gz", "File is not a zip file")]


ARC = (
    b"filedesc://a.arc 0.0.0.0 20190506070809 text/plain 74\n"
    b"1 0 InternetArchive\nURL IP-address Archive-date Content-type Archive-length\n\n"
)


def test_an_arc_file_is_read(tmp_path: Path) -> None:
    response = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE
    head = f"{URL} 1.2.3.4 20190506070809 text/html {len(response)}\n".encode()
    [item] = read(tmp_path, ARC + head + response + b"\n")
    assert isinstance(item, Found)
    assert (item.exchange.payload, item.exchange.fetched.year) == (PAGE, 2019)
