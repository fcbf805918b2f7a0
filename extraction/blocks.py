"""A page as a reader sees it: its lines of text in their order."""

import contextlib
import functools
import re
from collections.abc import Collection, Set
from dataclasses import replace
from typing import NamedTuple

from lxml import etree
from lxml.html import HtmlElement

from extraction.block import HEADINGS, Block
from extraction.dates import is_only_date
from extraction.escaped import unescape_entities
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
MAX_LINES = 10_000
_MAX_DEPTH = 200  # elements around a line
_MAX_JOINED = 20_000  # characters of lines joined over <br>
_IN_LINES = ("h1", "h2")  # the headings that are one title in several lines
_STOPS = (".", "!", "?")
_MAX_HEADING = 300  # characters
_MAX_ENDS = 20  # inline elements of a line after which a caption may end

_TEMPLATE = re.compile(r"\{\{[^{}]{0,200}\}\}")  # {{ item.title }}, which no script has filled in
_SENTENCE_END = re.compile(r"[.!?:;…\"”)\]]$|\./\.$")

_Path = tuple[HtmlElement, ...]  # the elements around one, from the root, and that one


def read_blocks(root: HtmlElement, without: Set[HtmlElement] = frozenset()) -> list[Block]:
    """Return the visible lines of text under `root`, in document order, but those in `without`.

    Block-level elements and `<br>` end a line; a line that continues in lower case after a `<br>`
    is one line. A caption that runs into the paragraph after it is a line of its own. An element
    around most of the page is read even if it is hidden: a script shows it. At most MAX_LINES lines
    are read (a last caption may be one more).
    """
    reader = _Reader(root, without)
    with contextlib.suppress(_EnoughLinesError):
        reader.read(root)
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
    if "style" in attributes:
        return _style_of(around, tag, element.get("style", ""), is_link(tag, attributes))
    if tag in STYLED:
        return _style_by_tag(around, tag, is_link(tag, attributes))
    return around


def _style_of(around: _Style, tag: str, own: str, link: bool) -> _Style:
    return _style(
        around.link or link,
        around.strong or is_bold(tag, own),
        around.emphasis or is_italic(tag, own),
    )


@functools.cache  # there are eight styles, and a dozen tags
def _style_by_tag(around: _Style, tag: str, link: bool) -> _Style:
    return _style_of(around, tag, "", link)


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
        length = len(clean(text))
        link, strong, emphasis = style
        if link and not in_row:
            self._link_chars += length
        if strong:
            self._strong_chars += length
        if emphasis:
            self._emphasis_chars += length

    def caption_ends(self) -> set[str]:
        """Return the text up to the end of each inline element."""
        return {clean("".join(self.pieces[:end])) for end in self.ends[:_MAX_ENDS]}

    def block(self, text: str, path: _Path, index: int, *, after_image: bool) -> Block:
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


class _EnoughLinesError(Exception):
    """As many lines are read as may be."""


class _Reader:
    """Reads elements inside each other, and ends the lines."""

    def __init__(self, root: HtmlElement, without: Set[HtmlElement]) -> None:
        self.blocks: list[Block] = []
        self._without = without
        self._line = _Line()
        self._open: list[HtmlElement] = []
        self._containers: list[_Path] = [(root,)]  # the open block-level elements
        self._rows: list[HtmlElement] = []
        self._revealed = False
        self._after_image = False
        self._alt = ""
        self._after_br = False
        self._with_text: dict[HtmlElement, bool] = {}  # a cache: lxml copies a text to read it

    def read(self, root: HtmlElement) -> None:
        """Read an element of which nothing is read yet."""
        tag, attributes = root.tag, root.keys()
        if self._shows(root, tag, attributes):
            read = self._read_inline if tag in INLINE else self._read_block
            read(root, tag, attributes, _PLAIN)
            self._end_line()

    def _shows(self, element: HtmlElement, tag: str, attributes: Collection[str]) -> bool:
        """Return whether a reader sees an element.

        `attributes` are the names of those that it has: the values take five times as long to read.
        """
        if tag in UNSEEN or element in self._without:
            return False
        return not is_hidden(element, tag, attributes) or self._reveals(element)

    def _reveals(self, element: HtmlElement) -> bool:
        """Return whether a hidden element is the first that holds most of the page."""
        if self._revealed or not is_page(element):
            return False
        self._revealed = True
        return True

    def _read_block(
        self, element: HtmlElement, tag: str, attributes: Collection[str], around: _Style
    ) -> None:
        style = _style_in(around, element, tag, attributes)
        is_row = tag == "tr" and is_data_row(element)
        if self._rows and not is_row:
            self._separate(element, tag)
            self._read_inside(element, style)
            self._add(" ", style)
        elif tag in IMAGES:
            self._end_line_around()
            if not any(e.tag == "a" and leads_elsewhere(e) for e in self._open):
                self._after_image = True
                self._alt = clean(element.get("alt", ""))
            self._read_inside(element, style)
        elif tag == "br":
            self._end_line(by_br=True)
        else:
            self._end_line_around()
            self._containers.append((*self._open, element))
            if is_row:
                self._rows.append(element)
            self._read_inside(element, style)
            self._end_line()
            if is_row:
                self._rows.pop()
            self._containers.pop()

    def _separate(self, element: HtmlElement, tag: str) -> None:
        """Separate what an element in a row of a table holds from what is before it."""
        if tag not in CELLS or element.getparent() is not self._rows[-1]:
            self._add(" ", _PLAIN)
        elif any(piece.strip() for piece in self._line.pieces):
            self._add(" | ", _PLAIN)

    def _read_inline(
        self, element: HtmlElement, tag: str, attributes: Collection[str], around: _Style
    ) -> None:
        is_block = "style" in attributes and is_set_as_block(element.get("style", ""))
        if is_block:
            self._end_line_beside_block()
        elif self._line.pieces:
            if is_icon(element, tag, attributes):
                self._add(" ", around)
            elif is_set_beside(element, self._begins_with_text) or is_date_at_end(element, tag):
                self._end_line_around()
        if tag == "time" and (time := element.get("datetime")):
            self._line.times.append(time)
        self._read_inside(element, _style_in(around, element, tag, attributes))
        if is_block:
            self._end_line_beside_block()
        elif element.tail:
            self._line.ends.append(len(self._line.pieces))

    def _read_inside(self, element: HtmlElement, style: _Style) -> None:
        """Read the text at the start of an element, then each child and the text after it."""
        text = element.text
        if not (text or len(element)):
            return  # such as an icon or an image
        opened = self._open
        opened.append(element)
        if text:
            self._add(text, style)
        is_deep = len(opened) >= _MAX_DEPTH
        for child in element:
            tag, attributes = child.tag, child.keys()
            if not self._shows(child, tag, attributes):
                pass
            elif is_deep:
                self._read_deep(child, style)
            elif tag in INLINE:
                self._read_inline(child, tag, attributes, style)
            else:
                self._read_block(child, tag, attributes, style)
            if tail := child.tail:
                self._add(tail, style)
        opened.pop()
        if self._line.lowest > len(opened):
            self._line.lowest = len(opened)

    def _read_deep(self, root: HtmlElement, style: _Style) -> None:
        """Read the text of an element in too many others: of all in it, only the lines matter."""
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            tag = element.tag
            if event == "start" and not self._shows(element, tag, element.keys()):
                walker.skip_subtree()  # its end event comes all the same
                continue
            if tag not in INLINE:
                self._end_line_around()
            if event == "end" and element is root:
                break  # the text after it is not in it
            if text := element.text if event == "start" else element.tail:
                self._add(text, style)

    def _begins_with_text(self, element: HtmlElement) -> bool:
        if element not in self._with_text:
            self._with_text[element] = bool(element.text and element.text.strip())
        return self._with_text[element]

    def _add(self, text: str, style: _Style) -> None:
        if self._line.pieces or not text.isspace():
            self._line.add(text, self._open)
            if style is not _PLAIN:
                self._line.count(text, style, in_row=bool(self._rows))

    def _end_line_around(self) -> None:
        """End a line that an element interrupts."""
        if self._line.pieces:
            self._end_line()

    def _end_line_beside_block(self) -> None:
        """End a line beside an inline element that is set as a block; a heading is one line."""
        if self._rows or self._containers[-1][-1].tag in HEADINGS:
            self._add(" ", _PLAIN)
        else:
            self._end_line_around()

    def _end_line(self, *, by_br: bool = False) -> None:
        """End the line that the innermost block-level element, or what it holds, has."""
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
        index, path = len(self.blocks), self._containers[-1]
        block = line.block(text, path, index, after_image=self._after_image)
        previous = self.blocks[-1] if self.blocks else None
        if self._after_br and previous is not None and _is_continued(previous, block):
            self.blocks[-1] = _joined(previous, block)
        elif self._after_image:
            self.blocks += _unglued(block, line.caption_ends() | {self._alt})
        else:
            self.blocks.append(block)
        self._after_image = False
        self._after_br = by_br
        if len(self.blocks) >= MAX_LINES:
            raise _EnoughLinesError


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
