"""Puts texts into a page that only its scripts would put there, as its card says."""

import base64
import binascii
import re
from collections.abc import Iterable, Iterator, Sequence

from lxml.html import HtmlElement

from extraction.decoders import Base64Text, Decoder
from extraction.escaped import append_markup
from extraction.selectors import select

_MAX_SCRIPT = 2_000_000  # characters; a page has at most five times as many
_STRING = re.compile(r"\"((?:[^\"\\\n]|\\.)*)\"|'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`", re.S)
_SPACE = re.compile(r"\s*")
_BASE64 = re.compile(r"[A-Za-z0-9+/]{200,}={0,2}")
_ESCAPE = re.compile(r"\\(?:u\{([\da-fA-F]{1,6})\}|u([\da-fA-F]{4})|x([\da-fA-F]{2})|(.))", re.S)
_LETTERS = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "v": "\v", "\n": "", "0": ""}


def decode_into(root: HtmlElement, decoders: Iterable[Decoder]) -> None:
    """Put the texts that scripts of a page hold into the page, as the scripts would.

    A decoder that finds nothing changes nothing: the site has been redesigned.
    """
    for decoder in decoders:
        target = next(iter(select(root, decoder.into)), None)
        if target is None:
            continue
        if isinstance(decoder, Base64Text):
            for element, decoded in list(_in_base64(root, target)):
                append_markup(element, decoded)
        elif (markup := _string_after(root, decoder.before)) and markup.strip():
            for element in list(target):
                target.remove(element)
            target.text = None
            append_markup(target, markup)


def _in_base64(root: HtmlElement, target: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
    """Yield what is in base64 and Vietnamese, with the element that it belongs into."""
    for element in target.iter():
        for value in element.attrib.values() if isinstance(element.tag, str) else ():
            markup = _decoded(value) if _BASE64.fullmatch(value) else None
            if markup is not None:
                yield element, markup
    for script in root.iter("script"):
        for code in _BASE64.findall((script.text or "")[:_MAX_SCRIPT]):
            markup = _decoded(code)
            if markup is not None:
                yield target, markup


def _decoded(code: str) -> str | None:
    """Return the text that is in base64, or None if it is something else, such as a picture."""
    try:
        text = base64.b64decode(code, validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return text if not text.isascii() else None


def _string_after(root: HtmlElement, before: str) -> str | None:
    """Return the first string of a script of the page that follows `before`."""
    words = before.split()
    for script in root.iter("script"):
        text = (script.text or "")[:_MAX_SCRIPT]
        start = text.find(words[0])
        while start >= 0:
            end = _end_of_words(text, words, start)
            string = _STRING.match(text, end) if end is not None else None
            if string is not None:
                return _ESCAPE.sub(_unescaped, next(s for s in string.groups() if s is not None))
            start = text.find(words[0], start + 1)
    return None


def _end_of_words(text: str, words: Sequence[str], start: int) -> int | None:
    """Return where words end that begin at `start`, and the space after them; None if others do."""
    for word in words:
        if not text.startswith(word, start):
            return None
        start = _end_of_space(text, start + len(word))
    return start


def _end_of_space(text: str, start: int) -> int:
    space = _SPACE.match(text, start)
    return space.end() if space is not None else start


def _unescaped(escape: re.Match[str]) -> str:
    code = escape[1] or escape[2] or escape[3]
    if code is None:
        return _LETTERS.get(escape[4], escape[4])
    number = int(code, 16)
    return chr(number) if number <= 0x10FFFF and not 0xD800 <= number < 0xE000 else "\ufffd"
