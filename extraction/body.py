"""The element that holds the article's paragraphs, on a page without a layout."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain, islice, takewhile

from lxml.html import HtmlElement

from extraction.block import Block
from extraction.boilerplate import (
    is_comment_heading,
    is_related_heading,
    is_title_link,
)
from extraction.setting import signature

_PAGE = ("body", "html")

# As in Readability, a paragraph counts in full for the element that holds it, and less for each
# element around that one.
_DECAY = 0.7
_MAX_LEVELS = 5
# Sidebars and footers come after the article, so text close to the title weighs more.
_NEAR = 40  # lines after the first paragraph
_FAR_WEIGHT = 0.6
# Text of siblings joins the body only if it has few links: a list of teasers has many.
_MAX_LINK_SHARE = 0.25
_MIN_GAIN = 0.05  # share of the body's own text that a sibling must add
_MAX_CLIMB = 3  # elements
_MIN_ROWS = 2  # of a table of figures


def find_body(blocks: Sequence[Block], title: Block | None) -> HtmlElement | None:
    """Return the element that holds the article's paragraphs, or None if there are none."""
    start = title.index + 1 if title is not None else 0
    prose = [b for b in blocks if b.index >= start and b.is_prose]
    if not prose:
        return None
    first = prose[0].index
    scores: dict[HtmlElement, float] = defaultdict(float)
    for block in prose:
        weight = 1.0 if block.index - first < _NEAR else _FAR_WEIGHT
        value = len(block.text) * (1 - block.link_share) * weight
        for holder in islice(_holders(block, blocks), _MAX_LEVELS):
            scores[holder] += value
            value *= _DECAY
    if not scores:  # the paragraphs are in <body> itself
        return prose[0].element.getroottree().find("body")
    best = max(scores, key=lambda element: scores[element])
    return _with_siblings(best, blocks, start)


def _holders(block: Block, blocks: Sequence[Block]) -> Iterator[HtmlElement]:
    """Yield the elements around a line that hold another one beside it, innermost first."""
    above, below = blocks[block.index - 1 : block.index], blocks[block.index + 1 : block.index + 2]
    beside = frozenset(chain.from_iterable(line.path for line in (*above, *below)))
    return (e for e in reversed(block.path) if e in beside and e.tag not in _PAGE)


def _with_siblings(best: HtmlElement, blocks: Sequence[Block], start: int) -> HtmlElement:
    """Climb from `best` as long as the element around it adds paragraphs and few links."""
    parent, passed_wrapper = best, False
    for _ in range(_MAX_CLIMB):
        parent = parent.getparent()
        if parent is None or parent.tag in _PAGE:
            break
        around = [b for b in blocks if parent in b.path]
        extra = [b for b in around if b.index >= start and best not in b.path]
        if not extra:
            passed_wrapper = True  # text beside a wrapper must be set like the text in it
            continue
        if passed_wrapper and not _is_set_alike(around, best, extra):
            break
        own = sum(len(b.text) for b in around if best in b.path and b.is_prose)
        if not _adds_text(extra, own):
            break
        best = parent
    return best


def end_of_series(body: HtmlElement, blocks: Sequence[Block], last: int) -> int:
    """Return the index of the last line of a text whose body ends with the line `last`.

    A long read has each part of its text in an element of its own, set alike. Those after the body
    belong to the text, with the pictures between them, up to a list of links or comments. So does a
    table of figures just below a chronicle.
    """
    if body.tag == "dl":
        return _end_of_table_below(body, blocks, last)
    names = body.get("class")
    alike = (e for e in body.itersiblings() if e.tag == body.tag and e.get("class") == names)
    if not names or next(alike, None) is None:
        return last
    settings = {signature(b) for b in blocks[: last + 1] if body in b.path and b.is_prose}
    end = position = last
    for sibling in body.itersiblings():
        part = _lines_of(sibling, blocks, position)
        if any(_is_of_list(block) for block in part):
            break
        position += len(part)
        is_alike = sibling.tag == body.tag and sibling.get("class") == names
        if is_alike and any(b.is_prose and signature(b) in settings for b in part):
            end = position
    return end


def _end_of_table_below(body: HtmlElement, blocks: Sequence[Block], last: int) -> int:
    part = _lines_of(body.getnext(), blocks, last)
    rows = sum(block.tag == "tr" for block in part)
    is_of_text = rows >= _MIN_ROWS and not any(b.link_chars or _is_of_list(b) for b in part)
    return last + len(part) if is_of_text else last


def _lines_of(element: HtmlElement | None, blocks: Sequence[Block], position: int) -> list[Block]:
    """Return the lines of an element that are just below the line at `position`."""
    below = (blocks[index] for index in range(position + 1, len(blocks)))  # a copy takes too long
    return list(takewhile(lambda block: element in block.path, below))


def _is_of_list(block: Block) -> bool:
    return is_related_heading(block.text) or is_comment_heading(block.text) or is_title_link(block)


def _adds_text(extra: Sequence[Block], own: int) -> bool:
    """Return whether lines are text of an article whose element has `own` characters of prose."""
    gain = sum(len(b.text) for b in extra if b.is_prose)
    links = sum(b.link_chars for b in extra)
    total = sum(len(b.text) for b in extra) or 1
    if gain < _MIN_GAIN * own or links / total > _MAX_LINK_SHARE:
        return False
    return not any(is_related_heading(b.text) for b in extra)


def _is_set_alike(around: Sequence[Block], best: HtmlElement, extra: Sequence[Block]) -> bool:
    """Return whether the text beside `best` is in `<p>` of the same class as most text in it."""
    inside = Counter(signature(b) for b in around if best in b.path and b.is_prose)
    usual = inside.most_common(1)[0][0] if inside else None
    return (
        usual is not None
        and usual[0] == "p"
        and all(signature(b) == usual for b in extra if b.is_prose)
    )
