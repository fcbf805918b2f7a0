"""Buttons and counters that share a line with a date or an author."""

import re
from itertools import islice

from extraction.block import Block
from extraction.boilerplate import is_chrome, is_comment_heading
from extraction.text import clean

_TAGS = ("a", "span", "small", "i", "em", "b", "strong", "label")
_MAX_ELEMENTS = 20  # of a line
_MAX_LINE = 200  # characters; a longer line prints no date
_DIGITS = re.compile(r"\d\d")  # every line with a date has them


def without_buttons(line: Block) -> str:
    """Return the text of a dated line with bars for its buttons, links to comments and counters.

    Each is an element of its own, as in `15/10/2025 06:45 <a>Theo dõi ... trên Google News</a>`.
    The bars are as long as what they replace, so that positions in the text stay the same.
    """
    text = line.text
    if len(text) > _MAX_LINE or not _DIGITS.search(text):
        return text
    for element in islice(line.element.iter(*_TAGS), _MAX_ELEMENTS):
        words = clean(element.text_content())
        if words != line.text and _is_button(words):
            text = _with_bars(text, words)
    return text


def _is_button(words: str) -> bool:
    has_letter = any(map(str.isalpha, words))  # 30 is a counter, and may be a day
    return has_letter and (is_chrome(words) or is_comment_heading(words))


def _with_bars(text: str, words: str) -> str:
    start = text.find(words)
    while start >= 0:
        end = start + len(words)
        is_part_of_word = text[start - 1 : start].isalpha() or text[end : end + 1].islower()
        if not is_part_of_word:
            return f"{text[:start]}{'|' * len(words)}{text[end:]}"
        start = text.find(words, end)
    return text
