"""Which lines of a body are not part of the article, and why."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from itertools import takewhile
from typing import NamedTuple

from extraction.asides import without_asides, without_marked_boxes
from extraction.author_marks import is_set_apart, read_line
from extraction.block import HEADINGS, Block
from extraction.boilerplate import (
    author_link,
    ends_article,
    is_call,
    is_chrome,
    is_comment_heading,
    is_related_heading,
    is_tags,
    is_title_link,
    may_be_entry,
    may_be_subheading,
    offers_file,
)
from extraction.bylines import is_source, read_byline
from extraction.chronicles import days_of_text, hours_of_text, numbers_of_parts
from extraction.dates import beside_date
from extraction.findings import CutLine
from extraction.garbled import is_encoded
from extraction.imprint import is_imprint, names_publisher
from extraction.lists import (
    MIN_LIST_LINKS,
    has_teasers,
    is_heading_of_links,
    is_linked_text,
    length_of_card,
    length_of_list,
    length_of_run,
)
from extraction.paging import is_pager
from extraction.paywall import is_wall
from extraction.setting import Setting, prose_chars, set_like, setting, signature
from extraction.text import comparable

IN_LIST = "a list of other articles"
"""Why a line is cut that is below the heading of such a list."""
_MIN_LINK_LINE = 0.6  # share of link text; a line with less is a sentence with a link in it
_SENTENCE_ENDS = (".", "!", "?", "…", "”", '"')
_MAX_LIST = 300  # lines
_MIN_LINES_OF_TEXT = 3
_MAX_ENDS = 20  # share bars, tags and comment boxes that are tried as the article's end
_MAX_COMMENTS = 60  # lines of a comment box up to its form
_MAX_ENTRIES = 10  # lines below an entry of an announcement among which is another
_MIN_BARS = 2  # between the columns of a row of a table; a label with its value has one
_MAX_ROWS = 3  # rows before or after one that show what the table is
_MIN_VERSES = 2  # below the first of a stanza
_MAX_VERSE = 60  # characters
_MAX_IMPRINT = 10  # lines before or after one of an imprint that belong to it
_MIN_BEFORE_END = 0.2  # share of the text; a share bar with less text before it is on top


_NUMBER_OF_PICTURE = re.compile(r"(\d{1,3}) ?/ ?(\d{1,3})")

_NUMBER_OF_COMMENTS = re.compile(r"\(\d{1,5}\)$")

ENCODED = "text: a part of it is encoded, and only a script of the page can read it"
"""The doubt of an article that is not complete for this reason."""


class Cutting(NamedTuple):
    """The lines of an article, and the others."""

    lines: Sequence[Block]
    cuts: tuple[CutLine, ...]
    doubts: tuple[str, ...] = ()


def article_lines(blocks: Sequence[Block], title: str | None, repeated: frozenset[str]) -> Cutting:
    """Separate the lines of a body from what is not the article.

    Cut, in this order: boxes beside the text; everything from the comment box, the tags or the
    share bar below the text on; then lists of other articles, boilerplate, lines that are only
    links or a date, the title, lines of `repeated` (in their comparable form), and repetitions of
    the line before.
    """
    left, cuts = blocks, list[CutLine]()
    for step, reason in (
        (_without_code, "encoded, for a script of the page to decode"),
        (without_marked_boxes, "a box whose class says that it is beside the article"),
        (without_asides, "a card of its own beside the text"),
        (_without_numbers, "the number of a picture"),
        (_up_to_the_end, "after the end of the article"),
    ):
        kept = step(left)
        cuts += _left_out(left, kept, reason)
        left = kept
    doubts: tuple[str, ...] = (ENCODED,) if any(is_encoded(block.text) for block, _ in cuts) else ()
    if repeated and _are_most(left, repeated):
        doubts += ("text: most of it stands on other pages too",)
        repeated = frozenset()
    last_set_like = {setting(block): block.index for block in left if block.is_prose}
    key = comparable(title) if title else None
    figures = days_of_text(left, key) | hours_of_text(left) | numbers_of_parts(left)
    page = _Lines(left, key, repeated, prose_chars(left), last_set_like, figures)
    kept = list[Block]()
    position = 0
    while position < len(left):
        length, reason = _cut_at(page, position, kept)
        cuts += [(block, reason) for block in left[position : position + length]]
        if not length:
            kept.append(left[position])
        position += length or 1
    return Cutting(kept, tuple(cuts), doubts)


def _is_linked_byline(block: Block) -> bool:
    """Return whether a line is the name of an author that links to the author's articles."""
    return author_link(block) is not None and read_line(block, marked=True) is not None


def _is_sentence(block: Block) -> bool:
    """Return whether a line that begins like chrome is a paragraph of the article."""
    if not block.is_prose or block.link_share >= MIN_LIST_LINKS:
        return False
    if is_tags(block.text):
        return True
    return block.text.endswith(_SENTENCE_ENDS) and not is_call(block.text)


def _without_code(blocks: Sequence[Block]) -> Sequence[Block]:
    return [block for block in blocks if not is_encoded(block.text)]


def _without_numbers(blocks: Sequence[Block]) -> Sequence[Block]:
    """Leave out the numbers of a series of pictures: lines 1/7, 2/7 and so on."""
    numbers = {b.index: m for b in blocks if (m := _NUMBER_OF_PICTURE.fullmatch(b.text))}
    series = {int(number[2]) for number in numbers.values() if number[1] == "1"}
    series = {of for of in series if any(n[1] == "2" and int(n[2]) == of for n in numbers.values())}
    return [b for b in blocks if b.index not in numbers or int(numbers[b.index][2]) not in series]


def _left_out(blocks: Sequence[Block], kept: Sequence[Block], reason: str) -> list[CutLine]:
    if len(kept) == len(blocks):
        return []
    indexes = {block.index for block in kept}
    return [(block, reason) for block in blocks if block.index not in indexes]


class _Lines(NamedTuple):
    """The lines of a body, and what lines are compared with."""

    blocks: Sequence[Block]
    title: str | None
    """In its comparable form."""
    repeated: frozenset[str]
    prose_chars: int
    last_set_like: Mapping[Setting, int]
    """The index of the last paragraph of each setting."""
    figures: Set[int]
    """The indexes of lines with the days or hours of a chronicle, or the numbers of parts."""


def _are_most(blocks: Sequence[Block], repeated: frozenset[str]) -> bool:
    """Return whether most of the text is repeated, as that of an article under many URLs is."""
    chars = sum(len(b.text) for b in blocks if b.is_prose and b.key in repeated)
    return chars > prose_chars(blocks) / 2


def _cut_at(page: _Lines, position: int, kept: Sequence[Block]) -> tuple[int, str]:
    """Return how many lines from `position` on are not the article, and the reason."""
    blocks = page.blocks
    block = blocks[position]
    if block.index in page.figures or _is_word_of_text(blocks, position, kept):
        return 0, ""
    if is_related_heading(block.text) and not block.is_prose:
        rest = blocks[position + 1 : position + _MAX_LIST]
        return 1 + length_of_list(block, rest), IN_LIST
    if kept and is_title_link(block) and has_teasers(blocks[position : position + 6]):
        rest = blocks[position : position + _MAX_LIST]
        return length_of_run(rest), "a list of other articles without a heading"
    if is_heading_of_links(blocks, position, at_end=bool(kept)):
        return 1, "the heading of a list of other articles"
    card = length_of_card(blocks, position, page.prose_chars)
    if card:
        return card, "a card that links to another article"
    is_text = (
        _is_sentence(block) or _is_entry(blocks, position) or _is_row_among_rows(blocks, position)
    )
    if is_chrome(block.text) and not is_text:
        return 1, "a counter, a button or another line of chrome"
    if is_comment_heading(block.text):
        return 1, "a comment box"
    if is_imprint(block.text) and not _is_notice(page, position):
        return 1, "the imprint"
    if offers_file(block):
        return 1, "an offer of a file"
    if is_pager(block):
        return 1, "a pager"
    if block.link_share >= _MIN_LINK_LINE and not (
        _is_linked_byline(block) or is_linked_text(blocks, position)
    ):
        return 1, "nothing but links"
    if beside_date(block.text) == "" and block.tag != "tr" and not block.text.endswith(":"):
        return 1, "nothing but a date"
    if block.key == page.title and not _is_verse(blocks, position):
        return 1, "the title again"
    if page.repeated and block.key in page.repeated:
        return 1, "it is repeated on many pages of this site"
    if _is_repeated(block, kept):
        return 1, "said just before"
    return 0, ""


def _is_notice(page: _Lines, position: int) -> bool:
    """Return whether a line that sounds like the imprint is text, such as whom to call.

    It is if it is set like the paragraphs, or below a line that ends with a colon. An imprint that
    is set so is at the end, and has more than addresses and numbers.
    """
    blocks = page.blocks
    last = page.last_set_like.get(setting(blocks[position]))
    if last is not None and last > blocks[position].index:
        return True
    around = blocks[max(0, position - _MAX_IMPRINT) : position][::-1]
    before = list(takewhile(lambda line: is_imprint(line.text), around))
    after = blocks[position : position + _MAX_IMPRINT + 1]
    after = list(takewhile(lambda line: is_imprint(line.text), after))
    if any(names_publisher(line.text) for line in (*before, *after)):
        return False
    is_led_to = any(line.text.endswith(":") for line in around[len(before) : len(before) + 1])
    return last is not None or is_led_to


def _is_subheading(blocks: Sequence[Block], position: int) -> bool:
    """Return whether a line is a heading among paragraphs of one element that are set alike."""
    line, neighbours = blocks[position], blocks[max(0, position - 1) : position + 2]
    is_heading = line.strong or line.tag in HEADINGS or line.text.endswith(":")
    if not is_heading or line.link_chars or len(neighbours) < 3:
        return False
    before, after = neighbours[0], neighbours[2]
    return (
        before.is_prose
        and after.is_prose
        and not after.link_chars
        and signature(before) == signature(after)
        and before.element.getparent() is after.element.getparent()
    )


def _has_form(lines: Sequence[Block]) -> bool:
    """Return whether the form of a comment box, or the links below its comments, are in lines."""
    return any(
        is_comment_heading(line.text) and not _is_subheading(lines, position)
        for position, line in enumerate(lines[:_MAX_COMMENTS])
    )


def _is_word_of_text(blocks: Sequence[Block], position: int, kept: Sequence[Block]) -> bool:
    """Return whether a line that sounds like boilerplate is a subheading of the article.

    Such as `Bình luận`, or a date in a chronicle. A date before the first paragraph may be that of
    the article.
    """
    block = blocks[position]
    if not _is_subheading(blocks, position):
        return False
    if beside_date(block.text) == "":
        return any(b.is_prose for b in kept)
    return may_be_subheading(block.text)


def _is_entry(blocks: Sequence[Block], position: int) -> bool:
    """Return whether a line such as `Chủ đề: ...` is an entry of the text, and not its tags.

    It is if a paragraph or another entry, set like it, is below it.
    """
    block = blocks[position]
    if not may_be_entry(block):
        return False
    below = blocks[position + 1 : position + 1 + _MAX_ENTRIES]
    return any(
        line.is_prose or (":" in line.text and not _is_boilerplate(line))
        for line in below
        if setting(line) == setting(block) and not line.link_chars
    )


def _is_boilerplate(line: Block) -> bool:
    is_of_site = is_chrome(line.text) or is_comment_heading(line.text) or is_imprint(line.text)
    return is_of_site or is_source(line.text) or read_byline(line.text) is not None


def _is_row_among_rows(blocks: Sequence[Block], position: int) -> bool:
    """Return whether a line is a row of several columns, in a table that is no chrome."""
    row = blocks[position]
    if row.tag != "tr" or row.text.count(" | ") < _MIN_BARS:
        return False
    table = next(row.element.iterancestors("table"), None)
    near = blocks[max(0, position - _MAX_ROWS) : position + _MAX_ROWS + 1]
    return any(
        line.tag == "tr" and table in line.path and not is_chrome(line.text) for line in near
    )


def _up_to_the_end(blocks: Sequence[Block]) -> Sequence[Block]:
    """Leave out everything after a line that ends articles, unless most of the text is there."""
    before, ends, total = 0, 0, prose_chars(blocks)
    is_interrupted = False
    for position, block in enumerate(blocks):
        if block.is_prose:
            before += len(block.text)
        elif before and ends < _MAX_ENDS and _is_end(block.text):
            ends += 1
            if _begins_comments(blocks, position):
                return blocks[:position]
            if _is_entry(blocks, position):
                continue
            if _is_subheading(blocks, position) and not _has_form(blocks[position + 1 :]):
                continue
            if _does_text_go_on(blocks, position):
                is_interrupted = True
                continue
            set_like_it = set_like(blocks[:position])
            # The text may be set otherwise than the lead.
            lead_only = sum(b.is_prose for b in blocks[:position]) == 1
            after = sum(
                len(b.text)
                for b in blocks[position:]
                if b.is_prose and (lead_only or set_like_it(b))
            )
            box = sum(is_comment_heading(b.text) for b in blocks[position : position + 4])
            if box >= 2 or (after <= before / 2 and before >= total * _MIN_BEFORE_END):
                return blocks[:position]
    return _in_element_of_text(blocks) if is_interrupted else blocks


def _is_end(text: str) -> bool:
    return ends_article(text) or is_wall(text)


def _begins_comments(blocks: Sequence[Block], position: int) -> bool:
    """Return whether comments follow the byline, however long they are: by their number or dates.

    Such as `Bình luận (5)`, or a line with a name and a date below a heading.
    """
    heading, above = blocks[position], blocks[position - 1]
    if not is_comment_heading(heading.text) or read_line(above, marked=is_set_apart(above)) is None:
        return False
    below = beside_date(blocks[position + 1].text) if position + 1 < len(blocks) else None
    is_dated = below is not None and read_byline(below.strip(" -–()")) is not None
    return is_dated or _NUMBER_OF_COMMENTS.search(heading.text) is not None


def _in_element_of_text(blocks: Sequence[Block]) -> Sequence[Block]:
    """Leave out what is below the last paragraph, outside the element of most paragraphs."""
    parents = Counter(line.element.getparent() for line in blocks if line.is_prose)
    parent = parents.most_common(1)[0][0]
    last = max(line.index for line in blocks if line.element.getparent() is parent)
    return [line for line in blocks if line.index <= last or parent in line.path]


def _does_text_go_on(blocks: Sequence[Block], position: int) -> bool:
    """Return whether the text goes on below a share bar or an advertisement in the middle of it.

    It does if a paragraph, or three lines or rows, follow in the element of paragraphs and are set
    like them. Below tags, the heading of comments, or a line that is itself set like paragraphs,
    such lines may be of another article.
    """
    block = blocks[position]
    settings = {setting(line) for line in blocks[:position] if line.is_prose}
    if is_comment_heading(block.text) or is_tags(block.text) or setting(block) in settings:
        return False
    parents = {parent for parent, _, _ in settings}
    lines = 0
    for line in blocks[position + 1 :]:
        if is_comment_heading(line.text) or is_related_heading(line.text):
            return False
        is_row = line.tag == "tr" and not parents.isdisjoint(line.path)
        if (is_row or setting(line) in settings) and not (line.link_chars or _is_boilerplate(line)):
            lines += 1
            if line.is_prose or lines == _MIN_LINES_OF_TEXT:
                return True
    return False


def _is_verse(blocks: Sequence[Block], position: int) -> bool:
    """Return whether a line with the words of the title is the first verse of a stanza.

    Two short lines below it are set like it, and are no date, label or byline, as those of a head
    would be; the first of them is no whole sentence.
    """
    verse, below = blocks[position], blocks[position + 1 : position + 1 + _MIN_VERSES]
    if len(below) < _MIN_VERSES or below[0].text.endswith(_SENTENCE_ENDS):
        return False
    return all(
        setting(line) == setting(verse)
        and line.strong == verse.strong
        and len(line.text) <= _MAX_VERSE
        and not (line.link_chars or line.after_image or _is_boilerplate(line))
        and beside_date(line.text) is None
        for line in below
    )


def _is_repeated(block: Block, kept: Sequence[Block]) -> bool:
    """Return whether a line repeats one of the last two: a caption and its alt text, or a lead.

    A verse or the row of a table may be repeated.
    """
    return any(
        earlier.key == block.key
        and (block.is_prose or block.after_image or earlier.after_image)
        and block.tag != "tr"
        for earlier in kept[-2:]
    )
