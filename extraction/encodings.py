"""Decoding the `Transfer-Encoding` and `Content-Encoding` of a response (RFC 9112, RFC 9110)."""

import re
import sys
import zlib
from collections.abc import Callable
from functools import partial
from typing import Protocol

import brotli

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_STEP = 1 << 16  # bytes that are unpacked at a time
_MAX_MEMBERS = 1000  # of a payload; each costs some time, even if it is empty
_MAX_SIZE_LINE = 1000  # bytes that say how long a chunk is
_NOT_PACKED = ("", "identity", "none", "utf-8", "utf8", "8bit", "binary")  # what servers write
_CHUNK_SIZE = re.compile(rb"[0-9A-Fa-f]{1,15}")
_TEXT = re.compile(rb"[^\x00-\x08\x0e-\x1a\x1c-\x1f]+")
_MAX_PROBE = 1000  # bytes that show whether a payload is a page


class Incomplete(ValueError):
    """A payload ends before its end; the message says how that shows."""


class _Unpacker(Protocol):
    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int, /) -> bytes: ...


def unpack(payload: bytes, encoding: str, most: int) -> bytes:
    """Return a payload, decoded; `encoding` is the value of its header.

    A payload that is not encoded as its header says is returned as it is: servers lie. Raises
    Incomplete if its end is missing, ValueError if it is damaged or larger than `most` bytes.
    """
    for name in reversed([part.strip().lower() for part in encoding.split(",")]):
        try:
            payload = _unpacked(payload, name, most)
        except (zlib.error, brotli.error, zstd.ZstdError) as error:
            raise ValueError(f"it cannot be unpacked ({name}: {error})") from error
        if len(payload) > most:
            raise ValueError(f"it is larger than {most} bytes when it is unpacked")
    return payload


def _unpacked(payload: bytes, name: str, most: int) -> bytes:
    if name in _NOT_PACKED or not payload:
        return payload
    if name in ("gzip", "x-gzip"):
        new: Callable[[], _Unpacker] = partial(zlib.decompressobj, 16 + zlib.MAX_WBITS)
        return _members(payload, new, b"\x1f\x8b", most)
    if name == "zstd":
        return _members(payload, zstd.ZstdDecompressor, b"\x28\xb5\x2f\xfd", most)
    if name == "deflate":
        return _inflated(payload, most)
    if name == "br":
        return _unbrotlied(payload, most)
    raise ValueError(f"it is packed in an unknown way ({name})")


def _members(payload: bytes, new: Callable[[], _Unpacker], magic: bytes, most: int) -> bytes:
    """Unpack all the members of a payload; what follows them and is no member is ignored."""
    if not _begins(payload, magic):
        return payload
    unpacked, at = bytearray(), 0
    for _ in range(_MAX_MEMBERS):
        unpacker = new()
        while not unpacker.eof:
            piece = payload[at : at + _STEP]
            if not piece:
                raise Incomplete("its packed data ends before its end")
            unpacked += unpacker.decompress(piece, most + 1 - len(unpacked))
            if len(unpacked) > most:
                return bytes(unpacked)
            at += len(piece) - len(unpacker.unused_data)
        following = payload[at : at + len(magic)]
        if not following or not _begins(following, magic):
            return bytes(unpacked)
    raise ValueError(f"it is packed in more than {_MAX_MEMBERS} parts")


def _begins(payload: bytes, magic: bytes) -> bool:
    """Return whether a payload begins with some bytes, of which the last may be cut off."""
    return payload.startswith(magic) or magic.startswith(payload)


def _inflated(payload: bytes, most: int) -> bytes:
    """Decode `deflate`: with the zlib header of the standard, without it, or not encoded at all."""
    is_cut = False
    for bits in (zlib.MAX_WBITS, -zlib.MAX_WBITS):
        unpacker = zlib.decompressobj(bits)
        try:
            unpacked = unpacker.decompress(payload, most + 1)
        except zlib.error:
            continue
        if unpacker.eof or len(unpacked) > most:
            return unpacked
        is_cut = True
    if _is_page(payload):
        return payload
    if is_cut:
        raise Incomplete("its packed data ends before its end")
    raise ValueError("it cannot be unpacked (deflate)")


def _unbrotlied(payload: bytes, most: int) -> bytes:
    """Decode brotli, which has no mark at its beginning; browsers save pages already decoded."""
    unpacker = brotli.Decompressor()
    try:
        unpacked = bytes(unpacker.process(payload, output_buffer_limit=most + 1))
    except brotli.error:
        if _is_page(payload):
            return payload
        raise
    if unpacker.is_finished() or len(unpacked) > most:
        return unpacked
    if _is_page(payload):
        return payload
    raise Incomplete("its packed data ends before its end")


def _is_page(payload: bytes) -> bool:
    """Return whether a payload is a page that is not packed: packed data has control characters."""
    probe = payload[:_MAX_PROBE]
    return b"<" in probe and _TEXT.fullmatch(probe) is not None


def unchunk(payload: bytes) -> bytes:
    """Return a payload without its chunked transfer encoding, or as it is if it has none.

    Raises Incomplete if its last chunk is missing.
    """
    pieces: list[bytes] = []
    at = 0
    while True:
        end = payload.find(b"\n", at, at + _MAX_SIZE_LINE)
        size = payload[at:end].partition(b";")[0].strip() if end >= 0 else b""
        if not _CHUNK_SIZE.fullmatch(size):
            if not pieces:
                return payload
            raise Incomplete("its last chunk is missing")
        length = int(size, 16)
        if length == 0:
            return b"".join(pieces)
        start = end + 1
        at = start + length
        if at > len(payload):
            raise Incomplete("its last chunk is cut off")
        pieces.append(payload[start:at])
        at += 2 if payload.startswith(b"\r\n", at) else payload.startswith(b"\n", at)
