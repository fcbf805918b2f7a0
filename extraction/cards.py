"""Cards: boxes of a few lines with a link to another article and its teaser."""

from collections import Counter
from collections.abc import Sequence

from lxml.html import HtmlElement

from extraction.block import Block
from extraction.text import comparable

_MAX_LINES = 4  # title, teaser, date, section
_MIN_SIMILAR_CARDS = 2  # with the same tag and class; a single box may be part of the article
_MIN_TITLE = 15  # characters


def card_lines(blocks: Sequence[Block]) -> set[int]:
    """Return the indexes of the lines in cards.

    A card is an element of at most four lines, one of them a link that is not a `<h1>` nor has the
    words of the page's `<title>`, and one a paragraph; others have the same tag and class. Their
    teasers read like paragraphs of an article, and on a page with a short article they are most of
    the text.
    """
    cards: dict[HtmlElement, None] = {}
    stated = next(blocks[0].path[0].iter("title"), None) if blocks else None
    own_title = comparable(stated.text or "") if stated is not None else ""
    for position, link in enumerate(blocks):
        if link.link_share < 0.8 or len(link.text) < _MIN_TITLE or link.tag == "h1":
            continue
        # A date may be between title and teaser.
        teaser = next((b for b in blocks[position + 1 : position + 3] if b.is_prose), None)
        if teaser is None or link.key in own_title:
            continue
        around_link = set(link.path)
        card = next((e for e in reversed(teaser.path) if e in around_link), None)
        near = blocks[max(0, position - _MAX_LINES) : position + _MAX_LINES + 1]
        if card is not None and sum(card in line.path for line in near) <= _MAX_LINES:
            cards[card] = None
    kinds = Counter((card.tag, card.get("class", "")) for card in cards)
    alike = {card for card in cards if kinds[card.tag, card.get("class", "")] >= _MIN_SIMILAR_CARDS}
    return {block.index for block in blocks if not alike.isdisjoint(block.path)} if alike else set()
