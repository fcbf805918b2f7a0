"""Decoding the `Content-Encoding` of a response (RFC 9110, 8.4)."""

import sys
import zlib

import brotli

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_GZIP = 16 + zlib.MAX_WBITS


def unpack(payload: bytes, encoding: str, most: int) -> bytes:
    """Return at most `most` bytes of a payload, decoded; `encoding` is the header's value.

    A payload that is not encoded as its header says is returned as it is: servers lie. Raises
    ValueError if it is damaged after its beginning, or if the encoding is unknown.
    """
    for name in reversed([part.strip().lower() for part in encoding.split(",")]):
        try:
            payload = _unpacked(payload, name, most)
        except (zlib.error, brotli.error, zstd.ZstdError) as error:
            raise ValueError(f"it cannot be unpacked ({name}: {error})") from error
    return payload


def _unpacked(payload: bytes, name: str, most: int) -> bytes:
    if name in ("", "identity", "none", "utf-8"):
        return payload
    if name in ("gzip", "x-gzip"):
        if not payload.startswith(b"\x1f\x8b"):
            return payload
        return zlib.decompressobj(_GZIP).decompress(payload, most)
    if name == "deflate":
        return _inflated(payload, most)
    if name == "br":
        unpacked = brotli.Decompressor().process(payload, output_buffer_limit=most)
        return bytes(unpacked[:most])
    if name == "zstd":
        if not payload.startswith(b"\x28\xb5\x2f\xfd"):
            return payload
        return zstd.ZstdDecompressor().decompress(payload, most)
    raise ValueError(f"it is packed in an unknown way ({name})")


def _inflated(payload: bytes, most: int) -> bytes:
    """Decode `deflate`: with the zlib header of the standard, without it, or not encoded at all."""
    for bits in (zlib.MAX_WBITS, -zlib.MAX_WBITS):
        try:
            return zlib.decompressobj(bits).decompress(payload, most)
        except zlib.error:
            continue
    return payload
