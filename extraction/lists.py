"""Lists of other articles in a body: how many lines belong to one, and which links are text."""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from lxml.html import HtmlElement

from extraction.block import HEADINGS, Block
from extraction.boilerplate import MIN_TITLE_LINK, is_chrome, is_title_link
from extraction.dates import date_line, find_dates
from extraction.markup import leads_elsewhere

MIN_LIST_LINKS = 0.25
"""The least share of link text in a list of other articles."""
_MAX_CARD_LINES = 3
_ITEM = 2  # lines: a link and its teaser
_MAX_TEASER = 300  # characters
_MAX_TEASER_IN_RUN = 200  # of a list among paragraphs, which may be longer
_MARKED = re.compile(r"[>»›→►▶▪■•*+-]|(?:xem|đọc) (?:thêm|tiếp)\b", re.I)
_MIN_LINK = 0.5  # share of a line that is a link
_MIN_TITLE_SHARE = 0.8  # of a line, without its date, that links to an article
_MIN_LINKS_AT_END = 2  # below a heading
_MIN_LINKED_WORDS = 12  # of a paragraph in a link


def length_of_list(heading: Block, rest: Sequence[Block]) -> int:
    """Return how many lines after the heading of a list of other articles belong to the list.

    The list is the largest element that begins with the heading, if it consists of links; if the
    heading is among the paragraphs, the list is the run of links after it.
    """
    boxed = 0
    box = heading.element
    while box is not None:
        length = next((i for i, b in enumerate(rest) if box not in b.path), len(rest))
        is_list = length < len(rest) and (length == 0 or _is_list(rest[:length]))
        if not (is_list or _is_one_item(rest[:length])):
            break
        boxed = length
        parent = box.getparent()
        box = parent if parent is not None and _begins_with(parent, box) else None
    return boxed or length_of_run(rest)


def _is_list(lines: Sequence[Block]) -> bool:
    """Return whether lines consist of links to other articles, and their teasers.

    A teaser is a paragraph just after its link and just before the next. One at the end counts only
    if there are others: otherwise it may be the next paragraph of the article.
    """
    links = [block.link_share >= 0.5 for block in lines]
    share = sum(b.link_chars for b in lines) / sum(len(b.text) for b in lines)
    if share < MIN_LIST_LINKS:
        return False
    linked = {b.key for b, link in zip(lines, links, strict=True) if link}
    prose = [i for i, b in enumerate(lines) if b.is_prose and b.key not in linked]
    last = len(lines) - 1
    between = [i for i in prose if 0 < i < last and links[i - 1] and links[i + 1]]
    at_end = [i for i in prose if 0 < i == last and links[i - 1]]
    return len(between) + (len(at_end) if between else 0) == len(prose)


def _is_one_item(lines: Sequence[Block]) -> bool:
    """Return whether lines are all of a box below its heading: one link, perhaps a date, a teaser.

    The text of an article is outside the box, or there is none.
    """
    item = [line for line in lines if not date_line(line.text)]
    if len(item) != _ITEM or len(item[1].text) > _MAX_TEASER:
        return False
    return _is_title_link(item[0]) and not item[1].link_chars


def is_heading_of_links(blocks: Sequence[Block], position: int, *, at_end: bool) -> bool:
    """Return whether a short line heads a box of nothing but links, or links up to the end.

    Those up to the end count only if `at_end`; the line above them is bold or a heading.
    """
    line, rest = blocks[position], blocks[position + 1 :]
    if line.is_prose or line.link_chars or line.text.endswith((".", "?", "!")):
        return False
    links = next((i for i, b in enumerate(rest) if b.link_share < _MIN_LINK), len(rest))
    if not links:
        return False
    before = blocks[position - 1].path if position else ()
    following = rest[links].path if links < len(rest) else ()
    box = next(e for e in reversed(line.path) if e in rest[links - 1].path)
    if box not in before and box not in following:
        return any(map(_is_title_link, rest[:links]))
    if not at_end or line.text.endswith(":"):
        return False
    is_set_apart = line.strong or line.tag in HEADINGS
    return is_set_apart and links == len(rest) and links >= _MIN_LINKS_AT_END


def _is_title_link(block: Block) -> bool:
    """Return whether a line is a link to an article, perhaps with a date beside it."""
    if is_title_link(block):
        return True
    dated = sum(date.end - date.start for date in find_dates(block.text)[:1])
    length = len(block.text.strip("()[] ")) - dated
    is_dated_link = dated > 0 and block.link_chars >= _MIN_TITLE_SHARE * length
    return is_dated_link and block.link_chars >= MIN_TITLE_LINK


def has_teasers(lines: Sequence[Block]) -> bool:
    """Return whether lines begin a list without a heading: a link, its teaser, another link."""
    teaser = next((i for i, b in enumerate(lines[1:4], 1) if b.is_prose), None)
    return teaser is not None and any(map(_is_title_link, lines[teaser + 1 : teaser + 3]))


def _may_be_teaser(line: Block, above: Sequence[Block]) -> bool:
    """Return whether a line may be the teaser of a link above it, and no paragraph of the text.

    A paragraph of the text may be between two links to other articles, too. Then it is often
    longer, or there is a mark before the link: `>> Mùa nước nổi`, `Xem thêm: Mùa nước nổi`.
    """
    is_short = len(line.text) <= _MAX_TEASER_IN_RUN
    is_below_link = any(map(_is_title_link, above))
    return is_short and is_below_link and not any(_MARKED.match(b.text) for b in above)


def length_of_card(blocks: Sequence[Block], position: int, total: int) -> int:
    """Return how many lines a card at `position` has: a link to another article, and its teaser.

    A card is the largest element of at most three lines that begins with the link. It has less than
    half of the `total` characters of paragraphs. 0 if there is none.
    """
    link = blocks[position]
    if not is_title_link(link):
        return 0
    lines = blocks[position : position + _MAX_CARD_LINES + 1]
    length = 0
    for box in reversed(link.path):
        inside = next((i for i, b in enumerate(lines) if box not in b.path), len(lines))
        begins = position == 0 or box not in blocks[position - 1].path
        if inside > _MAX_CARD_LINES or not begins:
            break
        length = inside
    teaser = blocks[position + 1 : position + length]
    is_minor = 2 * sum(len(line.text) for line in teaser if line.is_prose) < total
    return length if teaser and is_minor and not any(b.link_chars for b in teaser) else 0


def length_of_run(rest: Sequence[Block]) -> int:
    """Return how many lines at the start of `rest` are links, with their dates and teasers."""
    length = teasers = 0
    while length < len(rest):
        block = rest[length]
        last_two = {link.key for link in rest[max(0, length - 2) : length]}
        if (
            block.link_share >= 0.5
            or is_chrome(block.text)
            or date_line(block.text)
            or block.key in last_two
        ):
            length += 1
        elif _may_be_teaser(block, rest[max(0, length - 2) : length]) and (
            any(map(_is_title_link, rest[length + 1 : length + 2]))
            or (teasers and not any(b.is_prose for b in rest[length + 1 :]))
        ):
            length += 1  # a teaser: between two links, or at the end of a list that has others
            teasers += 1
        else:
            break
    return length


def _begins_with(parent: HtmlElement, child: HtmlElement) -> bool:
    """Return whether only space is before `child` in `parent`."""
    return parent[0] is child and not (parent.text and parent.text.strip())


def is_linked_text(blocks: Sequence[Block], position: int) -> bool:
    """Return whether the link around a paragraph leads to a picture or a script, or never ends.

    A link to another article is around its title, and perhaps around the sentence below it.
    """
    block = blocks[position]
    if not _is_linked_sentence(block):
        return False
    link = next((e for e in (*block.inline, *reversed(block.path)) if e.tag == "a"), None)
    if link is None:
        return False
    if not leads_elsewhere(link):
        return True
    before = (blocks[i] for i in range(position - 1, -1, -1))
    after = (blocks[i] for i in range(position + 1, len(blocks)))
    return _has_sentence_in(link, before) or _has_sentence_in(link, after)


def _has_sentence_in(link: HtmlElement, lines: Iterator[Block]) -> bool:
    """Return whether a sentence is among the first of `lines`, those in a link."""
    inside = takewhile(lambda line: link in line.inline or link in line.path, lines)
    return any(map(_is_linked_sentence, inside))


def _is_linked_sentence(block: Block) -> bool:
    words = len(block.text.split())
    return words >= _MIN_LINKED_WORDS and block.text.endswith((".", ".”", '."'))
