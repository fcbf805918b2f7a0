"""Pages that show another article below theirs, as soon as a reader scrolls down to its end."""

from collections.abc import Sequence
from itertools import islice, takewhile

from lxml.html import HtmlElement

from extraction.block import Block
from extraction.dates import date_line

_TITLES = ("h1", "h2")
_MIN_SIGNS = 2
_MAX_HEADINGS = 50  # below the title that are looked at


def without_next_article(blocks: Sequence[Block], title: Block | None) -> Sequence[Block]:
    """Return the lines of a page up to the next article that begins below the text.

    It is in an element beside the one with title and text, set like it, and begins with a heading.
    Two of three signs must agree: the elements are `<article>`, the heading has the rank of the
    title, a date is beside it. The parts of a long read have headings of a lower rank and no dates.
    """
    if title is None:
        return blocks
    below = (line for line in islice(blocks, title.index + 1, None) if line.tag in _TITLES)
    for heading in islice(below, _MAX_HEADINGS):
        start = _start_of_article(blocks, title, heading)
        if start is not None:
            return blocks[:start]
    return blocks


def _start_of_article(blocks: Sequence[Block], title: Block, heading: Block) -> int | None:
    """Return the index of the first line of another article, if a heading is its title."""
    pairs = zip(title.path, heading.path, strict=False)
    own, other = next(((a, b) for a, b in pairs if a is not b), (title.element, title.element))
    if not _are_alike(own, other):
        return None
    above = blocks[title.index + 1 : heading.index]
    head = list(takewhile(lambda line: other in line.path, reversed(above)))
    if any(line.is_prose for line in head):
        return None
    if not any(line.is_prose and own in line.path for line in above):
        return None
    below = islice(blocks, heading.index + 1, None)
    beside = takewhile(lambda line: other in line.path and not line.is_prose, below)
    signs = (
        own.tag == "article",
        heading.tag == title.tag,
        any(date_line(line.text) for line in (*head, *beside)),
    )
    return heading.index - len(head) if sum(signs) >= _MIN_SIGNS else None


def _are_alike(own: HtmlElement, other: HtmlElement) -> bool:
    """Return whether two elements may hold an article each; one may have a class more."""
    names, others = own.get("class", "").split(), other.get("class", "").split()
    is_alike = own.tag == "article" or names == others or not set(names).isdisjoint(others)
    return own.tag == other.tag and is_alike
