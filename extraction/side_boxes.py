"""Headings of lists of links beside the text: the menus and boxes of a column."""

from collections.abc import Sequence

from lxml.html import HtmlElement

from extraction.block import HEADINGS, Block
from extraction.boilerplate import is_chrome
from extraction.dates import date_line
from extraction.setting import signature

_MIN_LINKS = 3  # below a heading
_LINK = 0.5  # share of a line that is a link
_MAX_LABEL_WORDS = 5


class SideBoxes:
    """The boxes of a page that do not hold its text, and consist of links."""

    def __init__(self, blocks: Sequence[Block], around_text: Sequence[HtmlElement]) -> None:
        self._blocks = blocks
        self._around_text = frozenset(around_text)
        self._headings: dict[HtmlElement, frozenset[tuple[str, str]]] = {}

    def has_heading(self, line: Block) -> bool:
        """Return whether a line heads a box of links, or is set like the headings of such boxes.

        A short heading just above a list of links does so wherever it is. In a box without the
        text, most of which is links, so do the headings set like it: not all have links below.
        """
        if len(line.text.split()) <= _MAX_LABEL_WORDS and self._is_above_links(line):
            return True
        branch = next((e for e in line.path if e not in self._around_text), None)
        if branch is None or not self._around_text:
            return False
        if branch not in self._headings:
            self._headings[branch] = self._headings_in(branch, line)
        return signature(line) in self._headings[branch]

    def _headings_in(self, branch: HtmlElement, line: Block) -> frozenset[tuple[str, str]]:
        """Return the signatures of the headings above links in a box, if it consists of links."""
        start, end = line.index, line.index + 1
        while start and branch in self._blocks[start - 1].path:
            start -= 1
        while end < len(self._blocks) and branch in self._blocks[end].path:
            end += 1
        inside = self._blocks[start:end]
        chars = sum(len(block.text) for block in inside)
        if 2 * sum(block.link_chars for block in inside) < chars:
            return frozenset()
        dates = (date_line(block.text, block.tag) for block in inside if not block.link_chars)
        if any(date is not None and not date.clock for date in dates):
            return frozenset()
        return frozenset(signature(block) for block in inside if self._is_above_links(block))

    def _is_above_links(self, line: Block) -> bool:
        if line.link_share >= _LINK or not (line.tag in HEADINGS or line.strong or line.names):
            return False
        below = self._blocks[line.index + 1 : line.index + 1 + _MIN_LINKS]
        if len(below) < _MIN_LINKS or any(other.link_share < _LINK for other in below):
            return False
        return sum(is_chrome(other.text) for other in below) <= 1  # Trang chủ; more are buttons
