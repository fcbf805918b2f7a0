"""A page as a reader sees it: its lines of text in order, each with where it stands."""

import re
from dataclasses import dataclass, field, replace

from lxml import etree, html
from lxml.html import HtmlElement

from extraction.text import clean, comparable, is_syllable


def _tags(names: str) -> frozenset[str]:
    return frozenset(names.split())


_UNSEEN = _tags(
    "script style noscript template iframe object svg math button select option optgroup "
    "textarea input head title meta link audio video canvas map dialog embed applet marquee "
    "amp-ad amp-audio amp-embed amp-iframe amp-sidebar amp-sticky-ad amp-video amp-youtube"
)
_INLINE = _tags(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr o:p q "
    "s samp small span st1:place strike strong sub sup time tt u var wbr"
)
_STRONG = _tags("b strong h1 h2 h3 h4 h5 h6")
_EMPHASIS = _tags("i em cite figcaption")
_IMAGES = _tags("img picture amp-img")
_CELLS = _tags("td th")
_LONGEST_CELL = 80  # characters
_BESIDE = _tags("a span time label em i b strong small cite")
_RUNNING = _tags("p h1 h2 h3 h4 h5 h6 figcaption blockquote b strong em i")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)

# Of Bootstrap, WordPress and video.js; with a size beside it, it is hidden on some screens only.
_HIDDEN_CLASS = re.compile(
    r"(?:^|\s)(?:d-none|sr-only|visually-hidden|screen-reader-text|vjs-no-js)(?:\s|$)"
)
_RESPONSIVE = re.compile(r"(?:^|\s)d-(?:sm|md|lg|xl|xxl)-")
# What is read of a page: real ones of a long life stay far below, and hostile ones end in time.
LONGEST_PAGE = 3_000_000  # characters
MOST_LINES = 10_000
_DEEPEST = 200  # elements around a line
_LONGEST_LINE = 20_000  # characters of lines joined over <br>
_LONGEST_WORD = 50  # characters
_MOST_ENDS = 20  # inline elements in a line of which the end may part a caption
_DECLARATIONS = re.compile(r"^(?:\s*<\?[^>]*>?)+")
_ENDLESS_TAG = re.compile(r"(<[a-z][^\s<>/]{0,50})[^<>]{20000,}>?", re.I)

_TEMPLATE = re.compile(r"\{\{[^{}]{0,200}\}\}")  # {{ item.title }}, which no script has filled in

_WORDS = re.compile(r"\W+")
_IMAGE_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|bmp)\b", re.I)
_CREDIT = re.compile(r"[Ảả]nh\s*:\s*(?:[^\W\d_]\.){1,3}[^\W\d_]$")
_LONGEST_CAPTION = 250  # characters
_SENTENCE_END = re.compile(r"[.!?:;…\"”)\]]$|\./\.$")


@dataclass(slots=True)
class Block:
    """One line of text on the page, with the facts that decide what it is."""

    text: str
    element: HtmlElement
    """The block-level element that the text stands in directly."""
    path: tuple[HtmlElement, ...] = ()
    """The elements around the text, from the root down to `element`."""
    inline: tuple[HtmlElement, ...] = ()
    """The inline elements in `element` that hold the whole text, outermost first."""
    link_chars: int = 0
    strong_chars: int = 0
    emphasis_chars: int = 0
    after_image: bool = False
    """Nothing but space stands between an image and this text."""
    times: list[str] = field(default_factory=list)
    """The `datetime` attributes of the `<time>` elements in the text."""
    index: int = 0
    _key: str | None = None
    prose: bool | None = None
    """Whether it reads like a paragraph; known once `boilerplate.is_prose` was asked."""

    @property
    def key(self) -> str:
        """The text as it is compared; not before the text is complete."""
        if self._key is None:
            self._key = comparable(self.text)
        return self._key

    @property
    def tag(self) -> str:
        return str(self.element.tag)

    @property
    def names(self) -> str:
        """The classes and ids of the elements that hold this text and no other."""
        own = (self.element, *self.inline)
        return " ".join(e.get(name, "") for e in own for name in ("class", "id"))

    @property
    def link_share(self) -> float:
        return self.link_chars / len(self.text)

    @property
    def strong(self) -> bool:
        return self.strong_chars >= 0.8 * len(self.text)

    @property
    def emphasised(self) -> bool:
        return self.emphasis_chars >= 0.8 * len(self.text)


def parse(text: str) -> HtmlElement | None:
    """Return the tree of an HTML page, or None where there is nothing to parse."""
    text = text[:LONGEST_PAGE].replace("\x00", "")
    # An XML declaration with an encoding is refused in text that is decoded already.
    text = _DECLARATIONS.sub("", text)
    text = _ENDLESS_TAG.sub(r"\1>", text)
    if not text.strip():
        return None
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        tree = html.document_fromstring(text, parser=parser)
    except etree.ParserError:
        return None
    return tree


def read_blocks(root: HtmlElement, without: frozenset[HtmlElement] = frozenset()) -> list[Block]:
    """Return the visible lines of text under `root`, in document order, but those in `without`.

    Block-level elements and `<br>` end a line; a line that goes on in lower case after a `<br>`
    is one line. A caption glued to the paragraph behind it is set apart (see `_unglue`).
    """
    reader = _Reader()
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        tag = element.tag
        if event == "end":
            reader.close(element, tag)
        elif is_shown(element) and element not in without:
            reader.open(element, tag)
        else:
            walker.skip_subtree()  # its end, with the text behind it, comes all the same
        if len(reader.blocks) >= MOST_LINES:
            break
    for index, block in enumerate(reader.blocks):
        block.index = index
    return reader.blocks


def is_shown(element: HtmlElement) -> bool:
    """Say whether a browser without scripts would show the element."""
    if element.tag in _UNSEEN:
        return False
    if not element.attrib:
        return True
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return False
    style, names = element.get("style"), element.get("class")
    if style and _HIDDEN_STYLE.search(style):
        return False
    return not (names and _HIDDEN_CLASS.search(names) and not _RESPONSIVE.search(names))


class _Reader:
    """Collects the lines while the tree is walked."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._pieces: list[str] = []
        self._styles: list[tuple[int, bool, bool, bool]] = []  # length, link, strong, emphasis
        self._ends: list[int] = []  # after how many pieces an inline element ended
        self._containers: list[HtmlElement] = []
        self._links = self._strongs = self._emphases = 0
        self._rows: list[HtmlElement] = []
        self._image = False
        self._alt = ""
        self._soft_break = False
        self._times: list[str] = []
        self._open: list[HtmlElement] = []
        # Around the line's first piece; how many of these are around all its pieces; and how many
        # elements were open at the least since its last piece.
        self._around: tuple[HtmlElement, ...] = ()
        self._shared = self._lowest = 0
        self._texted: dict[HtmlElement, bool] = {}  # parents with a text of their own

    def open(self, element: HtmlElement, tag: str) -> None:
        if len(self._open) >= _DEEPEST:
            if tag not in _INLINE:
                self.end_line(self._container(element))
            self._add(element.text)
            return
        if tag in _CELLS and self._rows and element.getparent() is self._rows[-1]:
            if any(piece.strip() for piece in self._pieces):
                self._add(" | ")
        elif tag == "tr" and _is_data_row(element):
            self.end_line(self._container(element))
            self._containers.append(element)
            self._rows.append(element)
        elif self._rows and tag not in _INLINE:
            self._add(" ")
        elif tag in _IMAGES:
            self.end_line(self._container(element))
            if not any(e.tag == "a" and _leads_elsewhere(e) for e in self._open):
                self._image = True
                self._alt = clean(element.get("alt", ""))
        elif tag not in _INLINE:
            if tag != "br":
                self.end_line(self._container(element))
                self._containers.append(element)
        elif _stands_beside(element, self._texted):
            self.end_line(self._container(element))
        self._links += tag == "a"
        self._strongs += tag in _STRONG
        self._emphases += tag in _EMPHASIS
        if tag == "time" and element.get("datetime"):
            self._times.append(element.get("datetime", ""))
        self._open.append(element)
        self._add(element.text)

    def close(self, element: HtmlElement, tag: str) -> None:
        if self._open and self._open[-1] is element:  # else it was not shown
            if self._rows and element is not self._rows[-1]:
                if tag not in _INLINE:
                    self._add(" ")
            elif tag == "br":
                self.end_line(self._container(element), soft=True)
            elif tag not in _INLINE and tag not in _IMAGES:
                self.end_line(element)
                self._containers.pop()
                if self._rows and self._rows[-1] is element:
                    self._rows.pop()
            if tag in _INLINE and element.tail:
                self._ends.append(len(self._pieces))
            self._links -= tag == "a"
            self._strongs -= tag in _STRONG
            self._emphases -= tag in _EMPHASIS
            if len(self._open) == 1:
                self.end_line(element)  # the root is inline
            self._open.pop()
            self._lowest = min(self._lowest, len(self._open))
        elif len(self._open) >= _DEEPEST and tag not in _INLINE:
            self.end_line(self._container(element))
        if self._open:
            self._add(element.tail)

    def _container(self, element: HtmlElement) -> HtmlElement:
        if self._containers:
            return self._containers[-1]
        return self._open[0] if self._open else element  # the root is inline, such as a link

    def _add(self, text: str | None) -> None:
        if text and (self._pieces or not text.isspace()):
            if not self._pieces:
                self._around, self._shared = tuple(self._open), len(self._open)
                self._lowest = self._shared
            elif not text.isspace():
                self._shared = min(self._shared, self._lowest)
                self._lowest = len(self._open)
            self._pieces.append(text)
            if self._links or self._strongs or self._emphases:
                shown = len(" ".join(text.split()))
                self._styles.append((shown, self._links > 0, self._strongs > 0, self._emphases > 0))

    def end_line(self, element: HtmlElement, *, soft: bool = False) -> None:
        if not self._pieces:
            self._soft_break = self._soft_break and not soft
            return
        text = clean(_TEMPLATE.sub("", "".join(self._pieces)))
        ends = (
            {clean("".join(self._pieces[:end])) for end in self._ends[:_MOST_ENDS]}
            if self._image
            else set()
        )
        styles, self._styles, self._pieces, self._ends = self._styles, [], [], []
        times, self._times = self._times, []
        if not text:
            if soft:
                self._soft_break = False  # an empty line: two <br> part paragraphs
            return
        path = (*self._open[: self._open.index(element)], element)
        block = Block(
            text,
            element,
            path=path,
            inline=self._around[len(path) : self._shared],
            link_chars=sum(length for length, link, _, _ in styles if link),
            strong_chars=sum(length for length, _, strong, _ in styles if strong),
            emphasis_chars=sum(length for length, _, _, emphasis in styles if emphasis),
            after_image=self._image,
            times=times,
        )
        self._image = False
        previous = self.blocks[-1] if self.blocks else None
        if self._soft_break and previous is not None and _goes_on(previous, block):
            previous.text += " " + block.text
            previous.inline = ()
            previous.prose = None
            previous.link_chars += block.link_chars
            previous.strong_chars += block.strong_chars
            previous.emphasis_chars += block.emphasis_chars
            previous.times += block.times
        else:
            self.blocks.extend(_unglue(block, ends | {self._alt}))
        self._soft_break = soft


def _leads_elsewhere(link: HtmlElement) -> bool:
    """An image in such a link is a share button or another article's, not one of this text."""
    href = link.get("href", "")
    return not (_IMAGE_FILE.search(href) or href.startswith(("#", "javascript:")) or not href)


def _is_data_row(row: HtmlElement) -> bool:
    """A row of a table of figures is one line; a row that only lays a page out is not."""
    cells = [cell for cell in row if cell.tag in _CELLS]
    return (
        len(cells) >= 2
        and next(row.iter("table", "img", "a", "form", "iframe"), None) is None
        and all(len(cell.text_content()) <= _LONGEST_CELL for cell in cells)
    )


def _stands_beside(element: HtmlElement, texted: dict[HtmlElement, bool]) -> bool:
    """Inline elements that a style sheet sets side by side (`16:45</span><span>340 lượt xem`).

    Without a space between them, in a container with no text of its own, where a word or number
    ends and a capital or a number begins (not between two capitals: `<b>H</b><i>ỌP`). An address to
    write to stands by itself.
    """
    left, parent = element.getprevious(), element.getparent()
    if left is not None and left.tag in _UNSEEN and not left.tail:
        left = left.getprevious()
    if left is None or parent is None or parent.tag in _RUNNING or left.tag not in _BESIDE:
        return False
    if element.get("href", "").startswith("mailto:"):
        return True
    if element.tag not in _BESIDE or left.tail:
        return False
    before, behind = left.text_content().rstrip(), element.text_content().lstrip()
    if not (before and behind):
        return False
    if not (before[-1].isalnum() or before[-1] == ")"):
        return False
    if not (behind[0].isdigit() or (behind[0].isupper() and not before[-1].isupper())):
        return False
    if parent not in texted:  # once: reading a text is copying it
        texted[parent] = bool(parent.text and parent.text.strip())
    return not texted[parent]


def _goes_on(previous: Block, block: Block) -> bool:
    return (
        previous.element is block.element
        and block.text[0].islower()
        and len(previous.text) < _LONGEST_LINE
        and not _SENTENCE_END.search(previous.text[-3:])
    )


def _ends_caption(caption: str, paragraph: str, known: bool) -> bool:
    """Say whether a caption ends here: it is known to, its credit does, or a word does."""
    if known or (_CREDIT.search(caption) and paragraph[1:2].islower()):
        return True
    left, right = _WORDS.split(caption)[-1], _WORDS.split(paragraph[:_LONGEST_WORD])[0]
    if not (caption[-1].islower() and is_syllable(left) and is_syllable(right)):
        return False
    return not (left.isascii() and right.isascii())  # without marks it may be a foreign name


def _unglue(block: Block, ends: set[str]) -> list[Block]:
    """Part `Quang cảnh hội nghịTại hội nghị, ...` behind an image into caption and paragraph.

    Only behind an image, only near the start, and only where an inline element ends (`ends` has
    the text up to each such place, and the image's alt text), a credit such as `Ảnh: H.T` ends, or
    both halves of the glued word are built like Vietnamese syllables (so that YouTube and
    VnExpress stay whole).
    """
    if not block.after_image:
        return [block]
    text = block.text
    for position in range(1, min(len(text) - 1, _LONGEST_CAPTION)):
        if not text[position].isupper() or text[position - 1] in " (“\"'‘-–/.":
            continue
        caption, paragraph = text[:position], text[position:]
        if len(caption.split()) < 2 or not _ends_caption(caption, paragraph, caption in ends):
            continue
        share = len(caption)
        return [
            replace(block, text=caption, link_chars=0, times=[],
                    strong_chars=min(block.strong_chars, share),
                    emphasis_chars=min(block.emphasis_chars, share)),
            replace(block, text=paragraph, after_image=False,
                    strong_chars=max(0, block.strong_chars - share),
                    emphasis_chars=max(0, block.emphasis_chars - share)),
        ]  # fmt: skip
    return [block]
