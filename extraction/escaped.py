"""Markup that was escaped once too often, so that a reader sees tags: `&lt;p&gt;Sáng nay&lt;/p&gt;`."""

import re
from html import unescape

from lxml import etree, html
from lxml.html import HtmlElement

from extraction.visibility import UNSEEN

_TAG = r"(?:p|div|br|span|strong|em|li|h[1-6]|td)"
_ESCAPED = re.compile(rf"&(?:amp;)*lt;/?{_TAG}\b", re.I)
_MARKUP = re.compile(rf"</{_TAG}\s*>|<(?:br|p)\b[^<>]{{0,500}}>", re.I)
_ENTITY = re.compile(r"&(?:#\d{2,6}|#x[\da-f]{2,5}|[a-z]{2,8}\d{0,2});", re.I)
_MAX_TIMES = 3  # that a text was escaped


def restore_markup(root: HtmlElement, source: str) -> None:
    """Turn escaped markup in the text of a page into elements; `source` is what it was parsed from."""
    if not _ESCAPED.search(source):
        return
    for element in list(root.iter()):
        if element.tag in UNSEEN:
            continue
        for nodes in _nodes(element.text):
            element.text = nodes.pop(0)
            element[:0] = nodes
    for element in list(root.iter()):
        parent = element.getparent()
        for nodes in _nodes(element.tail) if parent is not None else ():
            element.tail = nodes.pop(0)
            position = parent.index(element) + 1
            parent[position:position] = nodes


def _nodes(text: str | None):
    """Yield the text and the elements of an escaped text: nothing for any other."""
    for _ in range(_MAX_TIMES):
        if not text or _MARKUP.search(text) or "&" not in text:
            break
        text = unescape(text)
    if text and _MARKUP.search(text):
        try:
            nodes = html.fragments_fromstring(text)
        except etree.ParserError:
            return
        yield nodes if nodes and isinstance(nodes[0], str) else [None, *nodes]


def unescape_entities(text: str) -> str:
    """Return a line with the characters for the entities that it shows, such as `&ldquo;`."""
    return unescape(text) if "&" in text and _ENTITY.search(text) else text
