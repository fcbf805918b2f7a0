"""Decoders: put a text into the page that only a script of the page would put there."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree, html
from lxml.html import HtmlElement

from extraction.layouts import select

_MAX_SCRIPT = 2_000_000  # characters; a page has at most five times as many
_STRING = re.compile(r"\"((?:[^\"\\\n]|\\.)*)\"|'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`", re.S)
_ESCAPE = re.compile(r"\\(?:u\{([\da-fA-F]{1,6})\}|u([\da-fA-F]{4})|x([\da-fA-F]{2})|(.))", re.S)
_LETTERS = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "v": "\v", "\n": "", "0": ""}


@dataclass(frozen=True, slots=True)
class ScriptText:
    """The text is HTML in a string of a script, and the script puts it into an element."""

    before: str
    """What the script has just before the string, spaces aside: `outputData =`."""
    into: str
    """The CSS selector of the element."""


Decoder = ScriptText
"""How the text gets into the page; a card names it in `decoders`."""


def decode_into(root: HtmlElement, decoders: Iterable[Decoder]) -> None:
    """Put the texts that scripts of a page hold into the page, as the scripts would.

    A decoder that finds nothing changes nothing: the site has been redesigned.
    """
    for decoder in decoders:
        target = next(iter(select(root, decoder.into)), None)
        markup = _string_after(root, decoder.before) if target is not None else None
        if target is None or not markup or not markup.strip():
            continue
        for element in list(target):
            target.remove(element)
        target.text = None
        try:
            fragments = html.fragments_fromstring(markup)
        except (etree.ParserError, etree.XMLSyntaxError, ValueError):
            continue
        for fragment in fragments:
            if isinstance(fragment, str):
                target.text = fragment
            else:
                target.append(fragment)


def _string_after(root: HtmlElement, before: str) -> str | None:
    """Return the first string of a script of the page that follows `before`."""
    wanted = re.compile(r"\s*".join(map(re.escape, before.split())) + r"\s*")
    for script in root.iter("script"):
        text = (script.text or "")[:_MAX_SCRIPT]
        place = wanted.search(text)
        string = _STRING.match(text, place.end()) if place is not None else None
        if string is not None:
            return _ESCAPE.sub(_unescaped, next(s for s in string.groups() if s is not None))
    return None


def _unescaped(escape: re.Match[str]) -> str:
    code = escape[1] or escape[2] or escape[3]
    if code is None:
        return _LETTERS.get(escape[4], escape[4])
    number = int(code, 16)
    return chr(number) if number <= 0x10FFFF and not 0xD800 <= number < 0xE000 else "\ufffd"
