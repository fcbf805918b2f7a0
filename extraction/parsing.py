"""The tree of a page."""

import re

from lxml import etree, html
from lxml.html import HtmlElement

from extraction.escaped import restore_markup
from extraction.preformatted import break_lines

# Real pages stay far below this; it bounds the time and memory for hostile ones.
MAX_PAGE = 3_000_000  # characters
_DECLARATIONS = re.compile(r"^(?:\s*<\?[^>]*>?)+")
_END_OF_PAGE = re.compile(r"</(?:html|body)\s*>", re.I)
_MAX_TAG = 20_000  # characters
_ENDLESS_TAG = re.compile(rf"(<[a-z][^\s<>/]{{0,50}})[^<>]{{{_MAX_TAG},}}>?", re.I)

# All elements alike: lxml.html has classes for forms, and asks Python for that of each element.
_ELEMENTS = etree.ElementDefaultClassLookup(element=HtmlElement)


def parse(text: str) -> HtmlElement | None:
    """Return the tree of an HTML page, or None if there is nothing to parse."""
    text = text[:MAX_PAGE].replace("\x00", "")
    # Browsers read on after these; libxml2 does not.
    text = _END_OF_PAGE.sub("", text)
    if _may_have_endless_tag(text):
        text = _ENDLESS_TAG.sub(r"\1>", text)
    # lxml refuses an XML declaration with an encoding in text that is decoded already.
    text = _DECLARATIONS.sub("", text)
    if not text.strip():
        return None
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True)
    parser.set_element_class_lookup(_ELEMENTS)
    try:
        tree = html.document_fromstring(text, parser=parser)
    except etree.ParserError:
        return None
    restore_markup(tree, text)
    break_lines(tree, text)
    return tree


def _may_have_endless_tag(text: str) -> bool:
    """Return whether a long part of a page closes no tag. To look at each tag takes long."""
    half = _MAX_TAG // 2
    return any(text.find(">", i, i + half) < 0 for i in range(0, len(text) - half, half))
