"""Text whose line breaks a browser shows: in `<pre>`, or by the style `white-space: pre-line`."""

import math
import re
from collections.abc import Iterator, Sequence
from itertools import islice

from lxml import etree, html
from lxml.html import HtmlElement

from extraction.markup import INLINE
from extraction.visibility import UNSEEN

_TAGS = ("<pre", "<PRE")
_PROPERTIES = ("white-space", "WHITE-SPACE")
_STYLE = re.compile(r"white-space\s*:\s*pre", re.I)
_IN_TAG = re.compile(rf"{_STYLE.pattern}[^<>{{}}]{{0,500}}>", re.I)  # and not in a style sheet
# The longest line of a text that is wrapped at a column has so many characters.
_MIN_WIDTH, _MAX_WIDTH = 60, 120
_MAX_WORD = 8  # characters of a word and the space before it
_BREAK = "\x00"  # which no page has after it is parsed
_MAX_LINES = 10_000  # of a page; no more are read


def break_lines(root: HtmlElement, source: str) -> None:
    """Insert a `<br>` at each line break of a page that a browser shows, and two at an empty line.

    In a text that is wrapped, a line to which the next word would not fit goes on in the next one,
    unless that one is indented.
    `source` is the page before it was parsed, which says quickly whether there is any such text.
    """
    has_style = any(name in source for name in _PROPERTIES) and _IN_TAG.search(source)
    if not has_style and not any(tag in source for tag in _TAGS):
        return
    left = _MAX_LINES
    for element in list(islice(_preformatted(root), _MAX_LINES)):
        left = _break_lines_in(element, left)


def _preformatted(root: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the outermost block-level elements whose line breaks a browser shows.

    Inline ones are left out: editors paste them with this style, and wrap the page in them.
    """
    walker = etree.iterwalk(root, events=("start",))
    for _, element in walker:
        is_styled = element.tag not in INLINE and _STYLE.search(element.get("style", ""))
        if element.tag == "pre" or is_styled:
            yield element
            walker.skip_subtree()


def _break_lines_in(element: HtmlElement, left: int) -> int:
    """Insert breaks in an element at `left` line ends at most, and return how many are left."""
    width = max(len(line.rstrip()) for line in element.text_content().split("\n"))
    is_wrapped = _MIN_WIDTH <= width <= _MAX_WIDTH
    full = width - _MAX_WORD if is_wrapped else math.inf
    length = indent = 0  # of the line so far
    for holder, after in list(islice(_texts(element), max(left, 0))):
        if left <= 0:
            break
        marked, *lines = ((holder.tail if after else holder.text) or "").split("\n", left)
        length += len(marked.rstrip())
        for line in lines:
            above, indent = indent, len(line) - len(line.lstrip())
            end = _BREAK if length < full or indent > above else "\n"
            marked += (end if length else 2 * _BREAK) + line
            length = len(line.rstrip())
        left -= len(lines) + 1
        if _BREAK in marked:
            _insert_breaks(holder, marked.split(_BREAK), after=after)
    return left


def _texts(element: HtmlElement) -> Iterator[tuple[HtmlElement, bool]]:
    """Yield for each text in an element, in order, what it is in, or after (then with True)."""
    for event, holder in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            if holder.text and holder.tag not in UNSEEN:
                yield holder, False
        elif holder.tail and holder is not element:
            yield holder, True


def _insert_breaks(holder: HtmlElement, pieces: Sequence[str], *, after: bool) -> None:
    """Set the text in an element, or after it, to pieces with a `<br>` between two."""
    if after:
        holder.tail = None
    else:
        holder.text = None
    for piece in reversed(pieces[1:]):
        br = html.Element("br")
        br.tail = piece
        if after:
            holder.addnext(br)
        else:
            holder.insert(0, br)
    if after:
        holder.tail = pieces[0]
    else:
        holder.text = pieces[0]
