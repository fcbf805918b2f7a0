"""Markup that was escaped once too often: `&lt;p&gt;Sáng nay&lt;/p&gt;` shows a reader the tags."""

import re
from html import unescape

from lxml import etree, html
from lxml.html import HtmlElement

from extraction.text import without_control_characters
from extraction.visibility import UNSEEN

_TAG = r"(?:p|div|br|span|strong|em|li|h[1-6]|td)"
_ESCAPED = re.compile(rf"&(?:amp;)*lt;/?{_TAG}\b", re.I)
_MARKUP = re.compile(rf"</{_TAG}\s*>|<(?:br|p)\b[^<>]{{0,500}}>", re.I)
_ENTITY = re.compile(r"&(?:#\d{2,6}|#x[\da-f]{2,5}|[a-z]{2,8}\d{0,2});", re.I)
_MAX_TIMES = 3  # that a text was escaped


def restore_markup(root: HtmlElement, source: str) -> None:
    """Turn escaped markup in the text of a page into elements.

    `source` is the page before it was parsed, which says quickly whether there is any.
    """
    if not _ESCAPED.search(source):
        return
    for element in list(root.iter()):
        inside = _parsed(element.text) if element.tag not in UNSEEN else None
        if inside is not None:
            element.text = None
            element.insert(0, inside)
        after = _parsed(element.tail)
        if after is not None:
            element.tail = None
            element.addnext(after)


def _parsed(text: str | None) -> HtmlElement | None:
    """Return the elements of an escaped text in a `<div>`, or None for any other text."""
    if not text:
        return None
    for _ in range(_MAX_TIMES):
        if "<" not in text and "&" in text:
            text = unescape(text)
    if not _MARKUP.search(text):
        return None
    box: HtmlElement = html.Element("div")
    append_markup(box, text)
    return box if len(box) or box.text else None


def append_markup(target: HtmlElement, markup: str) -> None:
    """Append HTML to an element without text; what cannot be parsed is left out."""
    # The rest of the extraction knows no comments: a page is parsed without them, too.
    parser = html.HTMLParser(remove_comments=True, remove_pis=True)
    try:
        fragments = html.fragments_fromstring(markup, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return
    for fragment in fragments:
        if isinstance(fragment, str):
            target.text = without_control_characters(fragment)
        else:
            target.append(fragment)


def unescape_entities(text: str) -> str:
    """Return a line with the characters for the entities that it shows, such as `&ldquo;`."""
    return unescape(text) if "&" in text and _ENTITY.search(text) else text
