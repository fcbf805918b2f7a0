"""A page as a reader sees it: its lines of text in their order."""

import functools
import re
from collections.abc import Collection, Set
from dataclasses import replace
from typing import NamedTuple

from lxml import etree, html
from lxml.html import HtmlElement

from extraction.block import HEADINGS, Block
from extraction.dates import is_only_date
from extraction.escaped import restore_markup, unescape_entities
from extraction.glued_captions import caption_length
from extraction.markup import (
    CELLS,
    IMAGES,
    INLINE,
    STYLED,
    is_bold,
    is_data_row,
    is_date_at_end,
    is_icon,
    is_italic,
    is_link,
    is_set_as_block,
    is_set_beside,
    leads_elsewhere,
)
from extraction.text import clean
from extraction.visibility import UNSEEN, is_hidden, is_page

# Real pages stay far below these limits; they bound the time and memory for hostile ones.
MAX_PAGE = 3_000_000  # characters
MAX_LINES = 10_000
_MAX_DEPTH = 200  # elements around a line
_MAX_JOINED = 20_000  # characters of lines joined over <br>
_IN_LINES = ("h1", "h2")  # the headings that are one title in several lines
_STOPS = (".", "!", "?")
_MAX_HEADING = 300  # characters
_MAX_ENDS = 20  # inline elements of a line after which a caption may end

_DECLARATIONS = re.compile(r"^(?:\s*<\?[^>]*>?)+")
_END_OF_PAGE = re.compile(r"</(?:html|body)\s*>", re.I)
_MAX_TAG = 20_000  # characters
_ENDLESS_TAG = re.compile(rf"(<[a-z][^\s<>/]{{0,50}})[^<>]{{{_MAX_TAG},}}>?", re.I)
_TEMPLATE = re.compile(r"\{\{[^{}]{0,200}\}\}")  # {{ item.title }}, which no script has filled in
_SENTENCE_END = re.compile(r"[.!?:;…\"”)\]]$|\./\.$")

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
    return tree


def _may_have_endless_tag(text: str) -> bool:
    """Return whether a long part of a page closes no tag. To look at each tag takes long."""
    half = _MAX_TAG // 2
    return any(text.find(">", i, i + half) < 0 for i in range(0, len(text) - half, half))


def read_blocks(root: HtmlElement, without: Set[HtmlElement] = frozenset()) -> list[Block]:
    """Return the visible lines of text under `root`, in document order, but those in `without`.

    Block-level elements and `<br>` end a line; a line that continues in lower case after a `<br>`
    is one line. A caption that runs into the paragraph after it is a line of its own. An element
    around most of the page is read even if it is hidden: a script shows it. At most MAX_LINES lines
    are read (a last caption may be one more).
    """
    reader = _Reader()
    revealed = False
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        tag = element.tag
        if event == "end":
            reader.close(element, tag)
            if len(reader.blocks) >= MAX_LINES:
                break
        elif tag in UNSEEN or element in without:
            walker.skip_subtree()  # its end event, with the text after it, comes all the same
        else:
            attributes = element.keys()  # their values take five times as long to read
            if not is_hidden(element, attributes):
                reader.open(element, tag, attributes)
            elif not revealed and is_page(element):
                revealed = True
                reader.open(element, tag, attributes)
            else:
                walker.skip_subtree()
    return reader.blocks


def shown_text(text: str) -> str:
    """Return the text of one line as a reader sees it: without templates, with single spaces."""
    if "{{" in text:
        text = _TEMPLATE.sub("", text)
    return clean(unescape_entities(text))


class _Style(NamedTuple):
    """What the elements around a text make of it."""

    link: bool = False
    strong: bool = False
    emphasis: bool = False


_style = functools.cache(_Style)  # there are eight
_PLAIN = _style()


def _style_in(
    around: _Style, element: HtmlElement, tag: str, attributes: Collection[str]
) -> _Style:
    """Return the style of the text in an element."""
    own = element.get("style", "") if "style" in attributes else ""
    return _style(
        around.link or is_link(tag, attributes),
        around.strong or is_bold(tag, own),
        around.emphasis or is_italic(tag, own),
    )


class _Line:
    """The pieces of one line of text while they are collected."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.ends: list[int] = []  # after how many pieces an inline element ended
        self.times: list[str] = []
        self._link_chars = self._strong_chars = self._emphasis_chars = 0
        # The elements around the first piece; how many of these are around all pieces; and the
        # lowest number of elements that were open since the last piece.
        self._around: tuple[HtmlElement, ...] = ()
        self._shared = self.lowest = 0

    def add(self, text: str, around: list[HtmlElement]) -> None:
        """Add a piece of text that is not only space at the start of the line."""
        if not self.pieces:
            self._around, self._shared = tuple(around), len(around)
            self.lowest = self._shared
        elif not text.isspace():
            self._shared = min(self._shared, self.lowest)
            self.lowest = len(around)
        self.pieces.append(text)

    def count(self, text: str, style: "_Style", *, in_row: bool) -> None:
        """Count the visible characters of a piece that was added, by their style.

        A link in a row of a table is a figure or a document, like the cells beside it.
        """
        length = len(" ".join(text.split()))
        self._link_chars += length * (style.link and not in_row)
        self._strong_chars += length * style.strong
        self._emphasis_chars += length * style.emphasis

    def caption_ends(self) -> set[str]:
        """Return the text up to the end of each inline element."""
        return {clean("".join(self.pieces[:end])) for end in self.ends[:_MAX_ENDS]}

    def block(
        self, text: str, path: tuple[HtmlElement, ...], index: int, *, after_image: bool
    ) -> Block:
        """Return the line as a block with the given text."""
        return Block(
            text,
            path[-1],
            path,
            self._around[len(path) : self._shared],
            self._link_chars,
            self._strong_chars,
            self._emphasis_chars,
            after_image,
            tuple(self.times),
            index,
        )


class _Reader:
    """Follows the open elements while the tree is walked, and ends the lines."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._line = _Line()
        self._open: list[HtmlElement] = []
        self._containers: list[HtmlElement] = []  # the open block-level elements
        self._rows: list[HtmlElement] = []
        self._set_as_blocks: list[HtmlElement] = []  # the open inline elements that are set so
        self._styles = [_PLAIN]  # of the text around the page, and in each open element
        self._after_image = False
        self._alt = ""
        self._after_br = False
        self._with_text: dict[HtmlElement, bool] = {}  # a cache: lxml copies a text to read it

    def open(self, element: HtmlElement, tag: str, attributes: Collection[str]) -> None:
        """Take up the start of an element, and the text at its start.

        `attributes` are the names of those that it has.
        """
        if len(self._open) >= _MAX_DEPTH:
            if tag not in INLINE:
                self._end_line_around(element)
        else:
            self._separate(element, tag, attributes)
            style = self._styles[-1]
            if tag in STYLED or "style" in attributes:
                style = _style_in(style, element, tag, attributes)
            self._styles.append(style)
            if tag == "time" and (time := element.get("datetime")):
                self._line.times.append(time)
            self._open.append(element)
        if text := element.text:
            self._add(text)

    def _separate(self, element: HtmlElement, tag: str, attributes: Collection[str]) -> None:
        """End the line before an element, or separate the cells of a row, if it is one to do so."""
        if tag in INLINE:
            if "style" in attributes and is_set_as_block(element.get("style", "")):
                self._set_as_blocks.append(element)
                self._end_line_beside_block(element)
            elif is_icon(element, tag, attributes):
                self._add(" ")
            elif is_set_beside(element, self._begins_with_text) or is_date_at_end(element, tag):
                self._end_line_around(element)
        elif self._rows and tag in CELLS and element.getparent() is self._rows[-1]:
            if any(piece.strip() for piece in self._line.pieces):
                self._add(" | ")
        elif tag == "tr" and is_data_row(element):
            self._end_line_around(element)
            self._containers.append(element)
            self._rows.append(element)
        elif self._rows:
            self._add(" ")
        elif tag in IMAGES:
            self._end_line_around(element)
            if not any(e.tag == "a" and leads_elsewhere(e) for e in self._open):
                self._after_image = True
                self._alt = clean(element.get("alt", ""))
        elif tag != "br":
            self._end_line_around(element)
            self._containers.append(element)

    def close(self, element: HtmlElement, tag: str) -> None:
        """Take up the end of an element, and the text after it."""
        opened, tail = self._open, element.tail
        if opened and opened[-1] is element:  # one that is not shown was not opened
            if tag not in INLINE:
                self._end(element, tag)
            elif self._set_as_blocks and self._set_as_blocks[-1] is element:
                self._set_as_blocks.pop()
                self._end_line_beside_block(element)
            elif tail:
                self._line.ends.append(len(self._line.pieces))
            self._styles.pop()
            if len(opened) == 1:
                self._end_line(element)  # the root is inline
            opened.pop()
            line = self._line
            if line.lowest > len(opened):
                line.lowest = len(opened)
        elif len(opened) >= _MAX_DEPTH and tag not in INLINE:
            self._end_line_around(element)
        if tail and opened:
            self._add(tail)

    def _end(self, element: HtmlElement, tag: str) -> None:
        """End the line in an element that is not inline, if it is one to do so."""
        if self._rows and element is not self._rows[-1]:
            self._add(" ")
        elif tag == "br":
            self._end_line(self._container(element), by_br=True)
        elif tag not in IMAGES:
            self._end_line(element)
            self._containers.pop()
            if self._rows:
                self._rows.pop()

    def _begins_with_text(self, element: HtmlElement) -> bool:
        if element not in self._with_text:
            self._with_text[element] = bool(element.text and element.text.strip())
        return self._with_text[element]

    def _container(self, element: HtmlElement) -> HtmlElement:
        if self._containers:
            return self._containers[-1]
        return self._open[0] if self._open else element  # the root is inline, such as a link

    def _add(self, text: str) -> None:
        if self._line.pieces or not text.isspace():
            self._line.add(text, self._open)
            style = self._styles[-1]
            if style is not _PLAIN:
                self._line.count(text, style, in_row=bool(self._rows))

    def _end_line_around(self, element: HtmlElement) -> None:
        """End a line that an element interrupts."""
        if self._line.pieces:
            self._end_line(self._container(element))

    def _end_line_beside_block(self, element: HtmlElement) -> None:
        """End a line beside an inline element that is set as a block; a heading is one line."""
        if self._rows or self._container(element).tag in HEADINGS:
            self._add(" ")
        else:
            self._end_line_around(element)

    def _end_line(self, element: HtmlElement, *, by_br: bool = False) -> None:
        """End the line that `element`, or what it holds, has."""
        line = self._line
        if not line.pieces:
            self._after_br = self._after_br and not by_br
            return
        self._line = _Line()
        text = shown_text("".join(line.pieces))
        if not text:
            if by_br:
                self._after_br = False  # an empty line: two <br> separate paragraphs
            return
        path = (*self._open[: self._open.index(element)], element)
        block = line.block(text, path, len(self.blocks), after_image=self._after_image)
        previous = self.blocks[-1] if self.blocks else None
        if self._after_br and previous is not None and _is_continued(previous, block):
            self.blocks[-1] = _joined(previous, block)
        elif self._after_image:
            self.blocks += _unglued(block, line.caption_ends() | {self._alt})
        else:
            self.blocks.append(block)
        self._after_image = False
        self._after_br = by_br


def _is_continued(previous: Block, block: Block) -> bool:
    """Return whether a line after a `<br>` continues the line before it."""
    if previous.element is block.element and block.tag in _IN_LINES:
        is_sentence = block.tag != "h1" and previous.text.endswith(_STOPS)
        joined = len(previous.text) + len(block.text)
        return joined < _MAX_HEADING and not (is_sentence or is_only_date(block.text))
    return (
        previous.element is block.element
        and block.text[0].islower()
        and len(previous.text) < _MAX_JOINED
        and not _SENTENCE_END.search(previous.text[-3:])
        and not is_only_date(block.text)
    )


def _joined(previous: Block, block: Block) -> Block:
    return Block(
        f"{previous.text} {block.text}",
        previous.element,
        previous.path,
        tuple(element for element in previous.inline if element in block.inline),
        previous.link_chars + block.link_chars,
        previous.strong_chars + block.strong_chars,
        previous.emphasis_chars + block.emphasis_chars,
        previous.after_image,
        previous.times + block.times,
        previous.index,
    )


def _unglued(block: Block, ends: Set[str]) -> list[Block]:
    """Separate a caption from the paragraph that it runs into."""
    length = caption_length(block.text, ends)
    if length is None:
        return [block]
    strong, emphasis = block.strong_chars, block.emphasis_chars
    caption = replace(block, text=block.text[:length], link_chars=0, times=(),
                      strong_chars=min(strong, length),
                      emphasis_chars=min(emphasis, length))  # fmt: skip
    paragraph = replace(block, text=block.text[length:], after_image=False, index=block.index + 1,
                        strong_chars=max(0, strong - length),
                        emphasis_chars=max(0, emphasis - length))  # fmt: skip
    return [caption, paragraph]
