"""What a heading has beside its title: a counter, a badge, a kicker, the author."""

import re
from collections.abc import Set
from itertools import islice

from extraction.block import Block
from extraction.counters import is_counter
from extraction.site_names import is_site_name, names_office_of_place
from extraction.text import clean, comparable

_TAGS = ("a", "span", "small", "i", "em", "b", "strong", "label", "font", "sup", "mark")
_MAX_ELEMENTS = 20  # of a heading
_WORD = re.compile(r"\w+")
_BEFORE = " |·•,;:)]-–—"  # between a kicker and the title
_AFTER = " |·•,;:([-–—"


def without_additions(block: Block, stated: Set[str]) -> str | None:
    """Return the title in a line that has more beside it, or None for any other line.

    The head of the page states the title (`stated`, in their comparable form). What is before it or
    after it has fewer words, and stands in an element of its own or is a counter:
    `<h1>Title <small>Lê An</small></h1>`.
    """
    titles = [title for title in stated if f" {title} " in f" {block.key} "]
    key = max(titles, key=len, default=block.key)
    before, after = (side.split() for side in f" {block.key} ".split(f" {key} ", 1))
    if not 0 < len(before) + len(after) < len(key.split()):
        return None
    texts = _texts_of_elements(block)
    if not all(_is_addition(" ".join(side), texts) for side in (before, after)):
        return None
    words = list(_WORD.finditer(block.text))
    start = words[len(before) - 1].end() if before else 0
    end = words[-len(after)].start() if after else len(block.text)
    title = block.text[start:end].lstrip(_BEFORE).rstrip(_AFTER)
    is_name = is_site_name(title, repeated=True) or names_office_of_place(title)
    return None if is_name or comparable(title) != key else title


def _is_addition(words: str, texts: Set[str]) -> bool:
    return not words or words in texts or is_counter(words)


def _texts_of_elements(block: Block) -> set[str]:
    elements = islice(block.element.iter(*_TAGS), _MAX_ELEMENTS)
    return {comparable(clean(element.text_content())) for element in elements}
