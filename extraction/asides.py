"""Boxes in a body that are beside the text, by their class or their tag."""

from collections import Counter
from collections.abc import Mapping, Sequence

from lxml.html import HtmlElement

from extraction.block import Block
from extraction.boilerplate import (
    is_aside_box,
    is_chrome,
    is_comment_heading,
    is_related_heading,
)
from extraction.setting import prose_chars

_CARDS = frozenset(("aside", "article", "form", "nav", "footer"))
_QUOTES = ("blockquote", "figure", "q")
_CONTROLS = ("form", "input", "button", "select", "textarea", "iframe")
_TEXT = ("p", "figure", "figcaption", "h1", "h2", "h3")
_MIN_ARTICLE = 1000  # characters; the first <article> with so much text is the article itself


def without_marked_boxes(blocks: Sequence[Block]) -> Sequence[Block]:
    """Leave out boxes whose class says what they are, unless they hold most of the text."""
    if not blocks:
        return blocks
    around_all = set(blocks[0].path) & set(blocks[-1].path)
    boxes: dict[HtmlElement, bool] = {}
    for block in blocks:
        for element in block.path:
            if element not in boxes:
                boxes[element] = (
                    element not in around_all and element.tag not in _TEXT and is_aside_box(element)
                )
    found = {element for element, is_box in boxes.items() if is_box}
    kept = [block for block in blocks if found.isdisjoint(block.path)] if found else blocks
    return kept if 2 * prose_chars(kept) > prose_chars(blocks) else blocks


def without_asides(blocks: Sequence[Block]) -> Sequence[Block]:
    """Leave out elements such as `<aside>` or `<article>` with a minor part of the text.

    A quotation names its source in a `<footer>`. An `<aside>` among the paragraphs without a link
    or a form tells more: figures, a quotation, who plays.
    """
    shares: Counter[HtmlElement] = Counter()
    linked: set[HtmlElement] = set()
    if not blocks:
        return blocks
    around_all = set(blocks[0].path) & set(blocks[-1].path)
    cards: dict[int, HtmlElement] = {}
    for block in blocks:
        for element in block.path:
            if _is_card(element) and element not in around_all:
                cards.setdefault(block.index, element)  # the outermost
                shares[element] += len(block.text) if block.is_prose else 0
                if block.link_share >= 0.5:
                    linked.add(element)
    total = prose_chars(blocks)
    first = next((e for e in cards.values() if e.tag == "article"), None)
    if cards:
        cards = _without_asides_of_text(blocks, cards)
    return [
        b
        for b in blocks
        if b.index not in cards
        or shares[cards[b.index]] > total / 2
        or (cards[b.index] is first and shares[first] > _MIN_ARTICLE)
        or (cards[b.index].tag == "article" and cards[b.index] not in linked)
    ]


def _is_card(element: HtmlElement) -> bool:
    if element.tag not in _CARDS:
        return False
    parent = element.getparent()
    return element.tag != "footer" or parent is None or parent.tag not in _QUOTES


def _without_asides_of_text(
    blocks: Sequence[Block], cards: Mapping[int, HtmlElement]
) -> dict[int, HtmlElement]:
    """Return the cards of lines, but not an `<aside>` that is text among paragraphs."""
    prose = [b.index for b in blocks if b.index not in cards and b.is_prose]
    lines: dict[HtmlElement, list[Block]] = {}
    for block in blocks:
        if block.index in cards and cards[block.index].tag == "aside":
            lines.setdefault(cards[block.index], []).append(block)
    of_text = {
        aside
        for aside, inside in lines.items()
        if prose
        and prose[0] < inside[0].index < prose[-1]
        and next(aside.iter(*_CONTROLS), None) is None
        and not any(line.link_chars or _is_label_of_box(line) for line in inside)
    }
    return {index: card for index, card in cards.items() if card not in of_text}


def _is_label_of_box(line: Block) -> bool:
    return is_related_heading(line.text) or is_comment_heading(line.text) or is_chrome(line.text)
