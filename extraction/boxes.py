"""Boxes that are left out before title and body are looked for: comments, and cards."""

from collections import Counter
from collections.abc import Sequence, Set

from lxml.html import HtmlElement

from extraction.block import Block
from extraction.boilerplate import is_below_comment, is_comment_box, is_prose
from extraction.bylines import read_byline
from extraction.cards import card_lines
from extraction.findings import CutLine

_PAGE = ("html", "body", "main")
_MIN_COMMENTS = 2  # set alike
_MAX_COMMENT = 20  # lines of a comment, with the name above it and the buttons below it
_MIN_TEXT_BESIDE_COMMENTS = 300  # characters of paragraphs
_MIN_TEXT_BESIDE_CARDS = 1


def without_boxes(blocks: Sequence[Block]) -> tuple[Sequence[Block], tuple[CutLine, ...]]:
    """Return a page's lines without comment boxes and cards, with new numbers, and the others.

    On a page with a short article they are most of the text. Boxes are kept if too little text
    would be left without them.
    """
    by_class = "a box whose class says that it is for comments"
    commented = _comment_lines(blocks)
    kept, comments = _without(blocks, commented, by_class, _MIN_TEXT_BESIDE_COMMENTS)
    signed = "a comment, between a name and the buttons to like it or reply"
    kept, items = _without(kept, _signed_comments(kept), signed, _MIN_TEXT_BESIDE_COMMENTS)
    card = "a card that links to another article"
    kept, cards = _without(kept, card_lines(kept), card, _MIN_TEXT_BESIDE_CARDS)
    return kept, (*comments, *items, *cards)


def _comment_lines(blocks: Sequence[Block]) -> set[int]:
    """Return the indexes of the lines in comment boxes; a box with a `<h1>` is not one."""
    boxes: dict[HtmlElement, bool] = {}
    for block in blocks:
        for element in reversed(block.path):
            if element in boxes:
                break  # and so are those around it
            boxes[element] = element.tag not in _PAGE and is_comment_box(element)
    found = {e for e, is_box in boxes.items() if is_box and next(e.iter("h1"), None) is None}
    return {b.index for b in blocks if not found.isdisjoint(b.path)} if found else set()


def _signed_comments(blocks: Sequence[Block]) -> set[int]:
    """Return the indexes of the lines of comments, whatever their class.

    Several elements are set alike, and each has a name first and buttons to like or reply last.
    """
    comments = dict[HtmlElement, range]()
    for line in blocks[1:]:
        if not is_below_comment(line.text):
            continue
        before = blocks[max(0, line.index - _MAX_COMMENT) : line.index]
        around = frozenset(before[-1].path)
        box = next(element for element in reversed(line.path) if element in around)
        first = next(other for other in before if box in other.path)
        byline = read_byline(first.text)
        if byline is not None and byline.author is not None and not byline.labelled:
            comments[box] = range(first.index, line.index + 1)
    settings = Counter((box.getparent(), box.tag, box.get("class")) for box in comments)
    return {
        index
        for box, lines in comments.items()
        if settings[box.getparent(), box.tag, box.get("class")] >= _MIN_COMMENTS
        for index in lines
    }


def _without(
    blocks: Sequence[Block], indexes: Set[int], reason: str, min_text: int
) -> tuple[Sequence[Block], tuple[CutLine, ...]]:
    """Leave out lines, unless fewer than `min_text` characters of paragraphs would be left."""
    if not indexes:
        return blocks, ()
    kept = [block for block in blocks if block.index not in indexes]
    if sum(len(block.text) for block in kept if is_prose(block)) < min_text:
        return blocks, ()
    cuts = tuple((block, reason) for block in blocks if block.index in indexes)
    return [block.at(index) for index, block in enumerate(kept)], cuts
