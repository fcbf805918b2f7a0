"""Titles with a date below them, where another heading may be a section's or a banner's."""

import re
from collections.abc import Sequence
from itertools import islice

from extraction.block import Block
from extraction.bylines import read_byline
from extraction.dates import date_line
from extraction.section import has_words_of_sections
from extraction.stated_titles import MIN_WORDS
from extraction.text import word_count
from extraction.title_clues import HEADING_RANKS, TitleClues, has_title_class, is_banner

MAX_LABEL_WORDS = 5
"""Words of the name of a section."""
_SECONDS = re.compile(r":\d\d:\d\d")  # a clock's
_LINK = 0.5  # share of a line that is a link
_MIN_MENU = 3  # links
_LOW_RANKS = ("h2", "h3", "h4")  # those of sections
_BOX_RANKS = ("h3", "h4")  # those of boxes, which may be below the date


def is_set_as_title(block: Block) -> bool:
    """Return whether a line is a heading, or its class calls it a title."""
    return block.tag in HEADING_RANKS or has_title_class(block)


def or_dated(page: TitleClues, heading: Block, lines: Sequence[Block]) -> Block:
    """Return the title just above the date, if the heading may be a section's or a banner's."""
    if page.is_dated(heading, 1):
        return heading
    is_label = word_count(heading.text) <= MAX_LABEL_WORDS
    is_doubtful = page.is_of_other(heading) or is_banner(heading)
    if not (is_label or is_doubtful or heading.tag in _LOW_RANKS):
        return heading
    min_words = 2 * MAX_LABEL_WORDS if is_label else MIN_WORDS
    for line in lines[:-1]:
        if word_count(line.text) >= min_words and _is_dated_title(page, line):
            return line
    for line in lines:
        is_set = is_set_as_title(line)
        distance = 2 if is_set else 1
        dated = lines[line.index - lines[0].index + 1 :][:distance]
        if (
            (is_set or is_doubtful or heading.tag == "h4")
            and (line.index > heading.index or is_doubtful or heading.tag in _BOX_RANKS)
            and line is not heading
            and word_count(line.text) >= min_words
            and read_byline(line.text) is None
            and any(date_line(b.text, b.tag) for b in dated)
            and page.is_plausible(line)
            and not page.is_of_other(line)
            and not line.text.endswith(".")
        ):
            return line
    return heading


def below_label(page: TitleClues, heading: Block) -> Block | None:
    """Return the line just above the date, if `heading` names a section or a box above it.

    It does if all its words are those of sections; or, below the rank of `<h1>`, if the menu is
    between them, or if it is in a box without the text, and the line is not.
    """
    if page.is_dated(heading, 1):
        return None
    lines = page.above_text[heading.index + 1 :]
    line = next((b for b in lines if _is_line_above_date(page, b)), None)
    if line is None:
        return None
    menu = (b for b in page.blocks[heading.index : line.index] if b.link_share >= _LINK)
    links = sum(len(list(islice(b.element.iter("a"), _MIN_MENU))) for b in menu)
    is_apart = heading.box not in page.around_text and line.box in page.around_text
    is_of_box = heading.tag in _LOW_RANKS and (links >= _MIN_MENU or is_apart)
    return line if is_of_box or has_words_of_sections(heading.text) else None


def _is_line_above_date(page: TitleClues, line: Block) -> bool:
    return (
        word_count(line.text) > MAX_LABEL_WORDS
        and page.is_dated(line, 1)
        and page.is_plausible(line)
        and not page.is_of_other(line)
        and not line.text.endswith(".")
        and read_byline(line.text) is None
    )


def _is_dated_title(page: TitleClues, line: Block) -> bool:
    """Return whether a line is a heading, and the next one prints a date."""
    return (
        line.tag in HEADING_RANKS
        and page.is_dated(line, 1)
        and page.is_plausible(line)
        and not page.is_of_other(line)
        and not line.text.endswith(".")
    )


def below_menu(page: TitleClues, heading: Block) -> Block | None:
    """Return the dated title below a menu, if `heading` is above it, as a slogan is."""
    has_links = False
    for line in page.above_text[heading.index + 1 :]:
        date = date_line(line.text, line.tag)
        if date is not None and not (date.clock or _SECONDS.search(line.text)):
            return None
        if has_links and _is_dated_title(page, line):
            return line
        has_links = has_links or line.link_share >= 0.5
    return None
