"""Half a payload is never a whole one, however it is packed."""

import gzip
import sys
import zlib
from collections.abc import Callable
from contextlib import suppress

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction import encodings
from extraction.encodings import Incomplete, unchunk, unpack

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

PAGE = "<h1>Dân vận khéo ở xã Gò Sim</h1><p>Bà con thôn Nà Vài góp công làm đường.</p>".encode()
MOST = 1000

Pack = Callable[[bytes], bytes]
PACKED: dict[str, tuple[str, Pack]] = {
    "gzip": ("gzip", gzip.compress),
    "gzip, stored": ("gzip", lambda page: gzip.compress(page, 0)),
    "two gzip members": ("gzip", lambda page: gzip.compress(page[:40]) + gzip.compress(page[40:])),
    "x-gzip": ("X-Gzip", gzip.compress),
    "zlib": ("deflate", zlib.compress),
    "raw deflate": ("deflate", lambda page: zlib.compress(page)[2:-4]),
    "brotli": ("br", brotli.compress),
    "zstd": ("zstd", zstd.compress),
    "two zstd frames": ("zstd", lambda page: zstd.compress(page[:40]) + zstd.compress(page[40:])),
    "twice": ("deflate, gzip", lambda page: gzip.compress(zlib.compress(page))),
}
"""Name -> value of the header, and how to pack."""

each_way = pytest.mark.parametrize(("encoding", "pack"), PACKED.values(), ids=PACKED)


@each_way
def test_a_whole_payload_is_unpacked_whole(encoding: str, pack: Pack) -> None:
    assert unpack(pack(PAGE), encoding, MOST) == PAGE


@each_way
def test_a_payload_without_its_end_is_incomplete(encoding: str, pack: Pack) -> None:
    """Wherever it is cut, except between two members: each of them is whole."""
    packed = pack(PAGE)
    between = {len(pack(PAGE[:40])), len(gzip.compress(PAGE[:40])), len(zstd.compress(PAGE[:40]))}
    for length in range(1, len(packed)):
        if length in between and packed[length:].startswith(packed[:2]):
            continue
        with pytest.raises(Incomplete):
            unpack(packed[:length], encoding, MOST)


@pytest.mark.parametrize("more", [b"\0" * 7, b"\r\n", b"<!-- 0.2 s -->", b"\x1f"[:0]])
@pytest.mark.parametrize("name", ["gzip", "two gzip members", "zstd"])
def test_what_follows_the_last_member_is_ignored(name: str, more: bytes) -> None:
    encoding, pack = PACKED[name]
    assert unpack(pack(PAGE) + more, encoding, MOST) == PAGE


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd", "gzip, br", "", "UTF-8"])
@pytest.mark.parametrize("page", [PAGE, b"\xef\xbb\xbf \n" + PAGE, b"", b"<p>" + PAGE * 9])
def test_a_page_that_is_sent_plain_is_read_whatever_its_header_says(
    encoding: str, page: bytes
) -> None:
    assert unpack(page, encoding, 2000) == page


@each_way
@pytest.mark.parametrize("more", [0, 1])
def test_a_payload_larger_than_the_limit_is_not_unpacked(
    encoding: str, pack: Pack, more: int
) -> None:
    page = b"x" * (MOST + more)
    if more == 0:
        assert unpack(pack(page), encoding, MOST) == page
        return
    with pytest.raises(ValueError, match="larger than 1000 bytes") as raised:
        unpack(pack(page), encoding, MOST)
    assert not isinstance(raised.value, Incomplete)


@pytest.mark.parametrize("more", [0, 1])
def test_a_payload_has_a_limited_number_of_members(
    monkeypatch: pytest.MonkeyPatch, more: int
) -> None:
    monkeypatch.setattr(encodings, "_MAX_MEMBERS", 5)
    packed = gzip.compress(b"x") * (5 + more)
    if more == 0:
        assert unpack(packed, "gzip", MOST) == b"xxxxx"
        return
    with pytest.raises(ValueError, match="more than 5 parts"):
        unpack(packed, "gzip", MOST)


@given(st.binary(max_size=200), st.sampled_from(["gzip", "deflate", "br", "zstd", "gzip, br"]))
def test_any_bytes_are_unpacked_or_refused(payload: bytes, encoding: str) -> None:
    with suppress(ValueError):  # and no error of another kind
        assert len(unpack(payload, encoding, MOST)) <= MOST


@given(st.binary(max_size=300_000), st.integers(1, 9))
def test_a_payload_in_pieces_is_unpacked_whole(page: bytes, level: int) -> None:
    packed = gzip.compress(page[:100], level) + gzip.compress(page[100:], level)
    assert unpack(packed, "gzip", 300_000) == page


# Chunks

CHUNKED = b"4\r\n<h1>\r\n3;x=1\r\nabc\r\n0\r\n\r\n"


@pytest.mark.parametrize(
    ("payload", "content"),
    [
        (CHUNKED, b"<h1>abc"),
        (CHUNKED[:-2], b"<h1>abc"),
        (CHUNKED[:-2] + b"X-Trailer: 1\r\n\r\n", b"<h1>abc"),
        (CHUNKED.replace(b"\r\n", b"\n"), b"<h1>abc"),
        (b"0004\r\n<h1>\r\n000\r\n\r\n", b"<h1>"),
        (b"0\r\n\r\n", b""),
        (b"", b""),
        (PAGE, PAGE),
        (b"\r\n" + PAGE, b"\r\n" + PAGE),
        (b"<" * 5000, b"<" * 5000),
    ],
)
def test_chunks_are_joined_and_what_has_none_stays(payload: bytes, content: bytes) -> None:
    assert unchunk(payload) == content


@pytest.mark.parametrize("length", range(3, CHUNKED.index(b"0\r\n\r\n") + 2))
def test_chunks_without_the_last_are_incomplete(length: int) -> None:
    with pytest.raises(Incomplete, match="its last chunk is"):
        unchunk(CHUNKED[:length])
