"""Trafilatura: the second reader of a page, for pages on which our own rules find little text."""

from dataclasses import replace

from lxml.html import HtmlElement

from extraction.boilerplate import is_chrome
from extraction.findings import Finding
from extraction.parts import PageParts
from extraction.reading import Reading
from extraction.text import clean, comparable, has_excessive_combining_marks

# Trafilatura takes more time than all our rules together, so it is asked only about pages on which
# they find a short text, and never about large pages.
_SHORT_TEXT = 400  # characters
_MAX_LINES = 2000
_MAX_CHARACTERS = 100_000
_MUCH_MORE = 3  # times as much text: ours may not be complete


def with_fallback(
    reading: Reading, parts: PageParts, title: str | None
) -> tuple[Reading, Finding[object] | None]:
    """Return the reading, with trafilatura's paragraphs if ours has none.

    The second value says how the body was found, if trafilatura found it. A
    text that trafilatura reads much more of has a doubt.
    """
    if reading.length >= _SHORT_TEXT or len(parts.blocks) > _MAX_LINES:
        return reading, None
    if sum(len(block.text) for block in parts.blocks) > _MAX_CHARACTERS:
        return reading, None
    paragraphs = _trafilatura_paragraphs(parts.root, title)
    if not reading.length:
        by = Finding(None, "trafilatura, for want of paragraphs")
        return replace(reading, paragraphs=paragraphs), by
    if sum(map(len, paragraphs)) > _MUCH_MORE * reading.length:
        doubt = "text: short, and trafilatura reads more of the page"
        return replace(reading, doubts=(*reading.doubts, doubt)), None
    return reading, None


def _trafilatura_paragraphs(root: HtmlElement, title: str | None) -> tuple[str, ...]:
    if has_excessive_combining_marks(root.text_content()):
        return ()
    import trafilatura  # takes a second to load, and most crawls never need it

    text = trafilatura.extract(
        root, fast=True, favor_precision=True, include_comments=False, include_tables=False
    )
    own_title = comparable(title or "")
    lines = (clean(line) for line in (text or "").splitlines())
    return tuple(
        line for line in lines if line and comparable(line) != own_title and not is_chrome(line)
    )
