"""Numeric character references of XML, such as `&#7841;`, that parsers fail at."""

import re
import sys

_REFERENCES = re.compile(rb"(?:&#(?:[0-9]+|[xX][0-9a-fA-F]+);)+")
_MAX_DIGITS = 8  # a longer number is no character, and neither are its first digits


def without_surrogates(xml: bytes) -> bytes:
    """Return XML in which every numeric reference is one of a character.

    Two in a row may be the halves of one, as an emoji is in UTF-16: they become that character. Any
    other that is no character becomes U+FFFD; at one of them, parsers give up the whole file.
    """
    return _REFERENCES.sub(_whole, xml)


def _whole(references: re.Match[bytes]) -> bytes:
    codes = [_code(one) for one in references.group().split(b";")[:-1]]
    halves = "".join(chr(code) if code <= sys.maxunicode else "\ufffd" for code in codes)
    text = halves.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return "".join(f"&#{ord(character)};" for character in text).encode()


def _code(reference: bytes) -> int:
    number = reference.removeprefix(b"&#")
    is_hexadecimal = number[:1] in (b"x", b"X")
    digits = number[is_hexadecimal:].lstrip(b"0")[:_MAX_DIGITS]
    return int(digits or b"0", 16 if is_hexadecimal else 10)
