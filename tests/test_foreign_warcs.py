"""Files that other tools make: every kind of record is read, or counted and named."""

import gzip
import io
import struct
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from archive.warc import members, reader
from archive.warc.iteration import BLOCK, MAX_HEADER, RecordIterator
from archive.warc.reader import NO_GET, NO_PAGE, Damage, Found, Skipped, read_warcs

from .test_warc_records import ARC, DATE, PAGE, URL, record

Item = Found[str] | Skipped | Damage
OTHER = "https://gosim.example/in/1"
PAGE_2 = "<h1>Thôn Nà Vài họp bàn</h1>".encode()


def read(path: Path, content: bytes | None = None) -> list[Item]:
    """Read a file, in which a URL with `/in/` is no article's."""
    if content is not None:
        path.write_bytes(content)
    return list(read_warcs(path, lambda url: None if "/in/" in url else url))


def payloads(items: list[Item]) -> list[bytes]:
    return [item.exchange.payload for item in items if isinstance(item, Found)]


def damages(items: list[Item]) -> list[str]:
    return [item.why for item in items if isinstance(item, Damage)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "other.warc.gz"


# Records without a response of their own


def test_a_resource_is_a_page_with_the_type_of_its_record(path: Path) -> None:
    block = f"WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: {URL}\r\nWARC-Date: {DATE}\r\n"
    head = f"Content-Type: text/html; charset=utf-8\r\nContent-Length: {len(PAGE)}\r\n\r\n"
    [found] = read(path, (block + head).encode() + PAGE + b"\r\n\r\n")
    assert isinstance(found, Found)
    assert (found.exchange.status, found.exchange.content) == (200, PAGE)
    assert found.exchange.headers == [("Content-Type", "text/html; charset=utf-8")]


@pytest.mark.parametrize("kind", ["conversion", "continuation", "unheard-of"])
def test_records_of_other_types_are_counted(path: Path, kind: str) -> None:
    assert read(path, record(kind=kind) + record()) == [
        Skipped(URL, NO_PAGE),
        *read(path, record()),
    ]


@pytest.mark.parametrize(
    ("fields", "truncated"),
    [
        ({}, None),
        ({"WARC_Truncated": "length"}, "length"),
        ({"WARC_Truncated": "disconnect"}, "disconnect"),
        ({"WARC_Truncated": "\x1b[31mlength"}, "unspecified"),
        ({"WARC_Segment_Number": "1"}, "unspecified"),
    ],
)
def test_a_part_of_a_page_is_told(path: Path, fields: Any, truncated: str | None) -> None:
    [found] = read(path, record(**fields))
    assert isinstance(found, Found)
    assert found.exchange.truncated == truncated


# Requests that are no GET


def request(method: str, url: str = URL, **fields: str) -> bytes:
    line = f"{method} /bai-1 HTTP/1.1\r\nHost: gosim.example\r\n\r\n"
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in fields.items()]
    head = ["WARC/1.0", "WARC-Type: request", f"WARC-Target-URI: {url}", f"WARC-Date: {DATE}"]
    head += ["Content-Type: application/http", f"Content-Length: {len(line)}", *lines]
    return gzip.compress(("\r\n".join([*head, "", line])).encode() + b"\r\n\r\n")


ID, OTHER_ID = "<urn:uuid:00000000-0000-4000-8000-000000000001>", "<urn:uuid:2>"
ANSWER = record(WARC_Record_ID=ID)


@pytest.mark.parametrize("method", ["POST", "HEAD", "PUT"])
@pytest.mark.parametrize(
    ("content", "refused"),
    [
        (lambda m: ANSWER + request(m, WARC_Concurrent_To=ID), [True]),
        (lambda m: request(m, WARC_Concurrent_To=ID) + ANSWER, [True]),
        (lambda m: request(m, WARC_Record_ID=ID) + record(WARC_Concurrent_To=ID), [True]),
        (lambda m: record(WARC_Concurrent_To=ID) + request(m, WARC_Record_ID=ID), [True]),
        (lambda m: request(m) + record(), [True]),
        (lambda m: record() + request(m), [True]),
        (lambda m: record() + record(kind="metadata") + request(m), [True]),
        (lambda m: request(m, url=OTHER) + record(), [False]),
        (lambda m: record() + request(m, url=OTHER), [False]),
        (lambda m: ANSWER + request(m, WARC_Concurrent_To=OTHER_ID), [False]),
        (lambda m: ANSWER + request("GET", WARC_Concurrent_To=ID) + record(), [False, False]),
        (lambda m: request(m) + record() + record(), [True, False]),
        (lambda m: record() + record() + request(m), [False, True]),
        (lambda m: request(m) + request("GET") + record(), [False]),
        (lambda m: request("GET") + record() + request(m) + record(), [False, True]),
        (lambda m: request(m) + record() + request("GET") + record(), [True, False]),
        (lambda m: record() + request("GET") + record() + request(m), [False, True]),
        (lambda m: record() + request(m) + record() + request("GET"), [True, False]),
    ],
)
def test_the_answer_to_another_request_than_a_get_is_no_page(
    path: Path, method: str, content: Callable[[str], bytes], refused: list[bool]
) -> None:
    found = read(path, content(method))
    assert [item == Skipped(URL, NO_GET) for item in found] == refused


def test_a_held_response_comes_before_the_damage_after_it(path: Path) -> None:
    whole = record()
    assert [type(item) for item in read(path, whole + whole[:99])] == [Found, Damage]


# Revisits of what is elsewhere in the file

DIGEST: dict[str, Any] = {"WARC_Payload_Digest": "sha256:" + "A" * 52 + "===="}


def revisit(url: str = URL, **fields: Any) -> bytes:
    return record(b"", kind="revisit", url=url, headers=(), **fields)


def test_a_revisit_has_the_payload_of_another_address_by_its_digest(path: Path) -> None:
    original = record(PAGE_2, url=OTHER, date="2020-01-01T00:00:00Z")
    digest = next(
        line.split(b": ")[1].strip().decode()
        for line in gzip.decompress(original).splitlines()
        if line.startswith(b"WARC-Payload-Digest")
    )
    for content in (
        original + revisit(WARC_Payload_Digest=digest, WARC_Refers_To_Target_URI=OTHER),
        record(PAGE) + original + record(PAGE) + revisit(WARC_Payload_Digest=digest),
        original + revisit(WARC_Payload_Digest=digest) + record(),
    ):
        [found] = [
            item.exchange
            for item in read(path, content)
            if isinstance(item, Found) and item.exchange.payload == PAGE_2
        ]
        assert (found.url, found.is_revisit) == (URL, False)
        assert found.headers == [("Content-Type", "text/html")]


def test_a_revisit_without_a_digest_is_resolved_by_address_and_date(path: Path) -> None:
    blank = gzip.decompress(record(PAGE_2, url=OTHER, date="2020-01-01T00:00:00Z"))
    lines = [line for line in blank.split(b"\r\n") if b"Digest" not in line]
    original = gzip.compress(b"\r\n".join(lines))
    named = {"WARC_Refers_To_Target_URI": OTHER}
    with_date = revisit(**named, WARC_Refers_To_Date="2020-01-01T00:00:00Z")
    other_date = revisit(**named, WARC_Refers_To_Date="2020-01-02T00:00:00Z")
    without = [gzip.compress(b"\r\n".join(
        line for line in gzip.decompress(one).split(b"\r\n") if b"Payload-Digest" not in line
    )) for one in (with_date, other_date)]  # fmt: skip
    found = read(path, original + without[0] + without[1])
    assert payloads(found) == [PAGE_2, b""]


def test_a_revisit_of_other_bytes_than_its_digest_says_stays_one(path: Path) -> None:
    original = record(PAGE_2, url=OTHER, **DIGEST)
    _, found = read(path, original + revisit(**DIGEST))
    assert isinstance(found, Found)
    assert found.exchange.is_revisit


# Files that are packed in other ways


@pytest.mark.parametrize("number", [1, 2, 60])
def test_one_gzip_member_for_a_whole_file_is_read(path: Path, number: int) -> None:
    bodies = [b"<p>%d</p>" % n * (n * 50) for n in range(number)]
    plain = b"".join(record(body, packed=False) for body in bodies)
    assert payloads(read(path, gzip.compress(plain))) == bodies
    more = record(PAGE)
    assert payloads(read(path, more + gzip.compress(plain) + more)) == [PAGE, *bodies, PAGE]
    twice = gzip.compress(plain) + gzip.compress(plain)
    assert payloads(read(path, twice)) == bodies * 2


def test_an_arc_file_in_one_gzip_member_is_read(path: Path) -> None:
    response = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE
    head = f"{URL} 1.2.3.4 20190506070809 text/html {len(response)}\n".encode()
    assert payloads(read(path, gzip.compress(ARC + (head + response + b"\n") * 3))) == [PAGE] * 3


@pytest.mark.parametrize("cut", [1, 8, 20, 200])
def test_one_gzip_member_that_is_cut_is_damaged(path: Path, cut: int) -> None:
    plain = b"".join(record(bytes([n]) * 300, packed=False) for n in range(65, 85))
    found = read(path, gzip.compress(plain)[:-cut])
    assert len(damages(found)) == 1
    assert len(payloads(found)) >= 1


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"\x28\xb5\x2f\xfd....", "unpack it first, with `zstd -d`"),
        (b"\x5d\x2a\x4d\x18....", "unpack it first, with `zstd -d`"),
        (b"BZh91AY", "unpack it first, with `bunzip2`"),
        (b"\xfd7zXZ\x00..", "unpack it first, with `unxz`"),
    ],
)
def test_what_is_packed_in_another_way_is_named(path: Path, content: bytes, why: str) -> None:
    assert read(path, content) == [Damage("other.warc.gz", why)]


# WACZ files


def wacz(*entries: tuple[str, bytes], how: int = zipfile.ZIP_STORED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as packed:
        for name, content in entries:
            packed.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    "how", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]
)
@pytest.mark.parametrize("packed", [True, False])
def test_a_wacz_packed_in_any_way_is_read(path: Path, how: int, packed: bool) -> None:
    # With its ID: where the cut falls in packed data depends on every byte.
    damaged = record(packed=packed, WARC_Record_ID=ID)[:-60] + record(PAGE_2, packed=packed)
    found = read(path, wacz(("archive/a.warc.gz", damaged), ("b.warc", record()), how=how))
    assert payloads(found) == [PAGE_2, PAGE]
    assert len(damages(found)) == 1


@pytest.mark.parametrize(("depth", "is_read"), [(1, True), (2, True), (3, True), (4, False)])
def test_a_wacz_in_a_wacz_is_read(path: Path, depth: int, is_read: bool) -> None:
    content, name = record(), "data.warc.gz"
    for _ in range(depth):
        content, name = wacz((name, content), ("z.warc", record(PAGE_2))), "in.wacz"
    found = read(path, content)
    assert (PAGE in payloads(found)) is is_read
    assert payloads(found).count(PAGE_2) == min(depth, 3)
    assert damages(found) == ([] if is_read else ["it is in more than 2 other WACZ files"])


def changed(content: bytes, local: int, central: int, value: int) -> bytes:
    """Change a field of the second member, in both of its headers."""
    changed = bytearray(content)
    struct.pack_into("<H", changed, content.index(b"PK\x03\x04", 1) + local, value)
    struct.pack_into("<H", changed, content.rindex(b"PK\x01\x02", 0, -100) + central, value)
    return bytes(changed)


def encrypted(content: bytes) -> bytes:
    return changed(content, 6, 8, 1)


def unheard_of(content: bytes) -> bytes:
    return changed(content, 8, 10, 99)


def without_header(content: bytes) -> bytes:
    at = content.index(b"PK\x03\x04", 1)
    return content[:at] + b"xx" + content[at + 2 :]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (encrypted, "encrypted"),
        (unheard_of, "compression method is not supported"),
        (without_header, "Bad magic number"),
    ],
)
def test_a_member_that_cannot_be_read_costs_itself_alone(
    path: Path, change: Callable[[bytes], bytes], why: str
) -> None:
    entries = (("0.warc", record()), ("a.warc.gz", record()), ("b.warc.gz", record(PAGE_2)))
    found = read(path, change(wacz(*entries)))
    assert payloads(found) == [PAGE, PAGE_2]
    [damage] = damages(found)
    assert why in damage


@pytest.mark.parametrize(("more", "is_read"), [(0, True), (60, False)])
def test_a_member_that_is_packed_too_well_is_a_bomb(
    path: Path, monkeypatch: pytest.MonkeyPatch, more: int, is_read: bool
) -> None:
    monkeypatch.setattr(members, "_MAX_RATIO", 50)
    content = record(b"x" * 100 * (100 + 100 * more), packed=False)
    found = read(path, wacz(("a.warc", content), how=zipfile.ZIP_DEFLATED))
    assert bool(payloads(found)) is is_read
    assert damages(found) == ([] if is_read else ["it is packed to less than 1/50 of its size"])


def test_a_list_of_members_has_a_limited_size(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = wacz(*((f"{number}.warc.gz", record()) for number in range(3)))
    directory = content.index(b"PK\5\6") - content.index(b"PK\1\2")
    monkeypatch.setattr(members, "_MAX_DIRECTORY", directory)
    assert payloads(read(path, content)) == [PAGE] * 3
    monkeypatch.setattr(members, "_MAX_DIRECTORY", directory - 1)
    found = read(path, content)
    assert (payloads(found), len(damages(found))) == ([], 1)
    assert f"its list of members is larger than {directory - 1} bytes" in damages(found)[0]


# Damage and size


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("where", ["WARC", "HTTP"])
@pytest.mark.parametrize("form", ["one line", "many lines"])
def test_a_header_larger_than_the_limit_is_damage(
    path: Path, packed: bool, where: str, form: str
) -> None:
    for size, is_read in ((MAX_HEADER - 2000, True), (MAX_HEADER + 1, False)):
        line = b"X-A: " + b"y" * 43 + b"\r\n"
        more = (
            b"X: " + b"y" * size + b"\r\n" if form == "one line" else line * (size // len(line) + 1)
        )
        one = record(packed=False)
        first, rest = one.split(b"\r\n", 1)
        if where == "HTTP":
            length = int(one.split(b"Content-Length: ")[1].split(b"\r\n")[0])
            rest = rest.replace(
                b"Content-Length: %d" % length, b"Content-Length: %d" % (length + len(more))
            )
            rest = rest.replace(b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\n" + more)
            made = first + b"\r\n" + rest
        else:
            made = first + b"\r\n" + more + rest
        found = read(path, (gzip.compress(made, 1) if packed else made) + record(PAGE_2))
        assert payloads(found) == ([PAGE, PAGE_2] if is_read else [PAGE_2])
        assert damages(found) == (
            [] if is_read else [f"its header is larger than {MAX_HEADER} bytes"]
        )


def test_a_record_without_a_length_is_damage(path: Path) -> None:
    one = record(packed=False)
    without = b"\r\n".join(line for line in one.split(b"\r\n") if b"Content-Length" not in line)
    for content in (without + b"x" * 3_000_000, gzip.compress(without + b"x" * 3_000_000)):
        found = read(path, content + record(PAGE_2))
        assert payloads(found) == [PAGE_2]
        assert damages(found) == ["its header is cut off"]


def too_long(plain: bytes) -> bytes:
    return plain.replace(b"Content-Length: ", b"Content-Length: 9")


def swallowing(number: int) -> bytes:
    """Records that each claim nearly all of the file behind them."""
    one = record(packed=False)
    length = one.split(b"Content-Length: ")[1].split(b"\r\n")[0]
    left = len(one) * number
    return b"".join(
        one.replace(
            b"Content-Length: " + length, b"Content-Length: %d" % (left - n * len(one) - 900)
        )
        for n in range(number)
    )


@pytest.mark.parametrize(
    "damaged",
    [
        lambda n: too_long(record(packed=False)) * n,
        lambda n: gzip.compress(too_long(record(packed=False))) * n,
        lambda n: record()[:-60] * n,
        lambda n: b"WARC/1.0\r\n\r\n" * n,
        lambda n: b"\x1f\x8b\x08" * n,
        lambda n: b"WARC/1.0\r\nWARC-Type: response\r\n" * n,
        swallowing,
    ],
    ids=["too long", "too long, packed", "cut", "empty", "magic", "without an end", "swallowing"],
)
def test_damage_costs_linear_time(path: Path, damaged: Callable[[int], bytes]) -> None:
    """Counted in bytes that are read, not in seconds: the machine may be busy."""
    path.write_bytes(damaged(1600) + record(PAGE_2))
    stream = Counting(path)
    items = list(reader._Reader(stream, "x", lambda url: url).read())
    size, most = path.stat().st_size, reader._MAX_REREAD + 3
    assert stream.count <= size * most + len(items) * 4 * BLOCK
    stream.close()


class Counting(io.FileIO):
    """A file that counts the bytes that are read from it."""

    count = 0

    def read(self, size: int | None = -1, /) -> bytes:
        piece = super().read(size) or b""
        self.count += len(piece)
        return piece


@pytest.mark.parametrize("digits", [b"9", b"9999999"], ids=["in the file", "beyond its end"])
def test_records_after_many_damaged_ones_are_found(path: Path, digits: bytes) -> None:
    started = time.process_time()
    one = record(packed=False)
    broken = one.replace(b"Content-Length: ", b"Content-Length: " + digits)
    found = read(path, (broken * 3 + record(packed=False)) * 300)
    assert len(payloads(found)) == 300
    assert len(damages(found)) == 900
    assert time.process_time() - started < 60


def test_packed_bytes_after_a_plain_record_are_no_arc_record() -> None:
    looks_like_arc = b"\x1f\x8b\x08 1 20240512010203 text/html 0\n"
    with pytest.raises(ValueError, match="packed"):
        list(RecordIterator(io.BytesIO(record(packed=False) + looks_like_arc)))
