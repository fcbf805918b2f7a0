"""Short paragraphs: verses, the numbered entries of a list, texts of a few sentences."""

import itertools
import re
from collections import Counter
from collections.abc import Sequence

from extraction.block import Block
from extraction.boilerplate import (
    is_chrome,
    is_comment_heading,
    is_related_heading,
    is_title_link,
)
from extraction.imprint import is_imprint

_MAX_RUN = 60  # lines below a title; the article begins among them
_MIN_SENTENCES = 3
_ENTRY = re.compile(r"\d{1,3}[.)/]\s\S")  # 1. Khối Dân vận xã Gò Sim, huyện Lam Khê
_MIN_ENTRIES = 4
_MIN_ENTRY_WORDS = 4
_MAX_INTRODUCTION = 2  # paragraphs before a poem
_MIN_VERSES = 6
_MIN_VERSE, _MAX_VERSE = 3, 12  # words
_MIN_LINK_SHARE = 0.5  # of a line that is a link
_MIN_SENTENCE_WORDS = 5


def with_short_paragraphs(blocks: Sequence[Block], title: Block | None) -> Sequence[Block]:
    """Return the lines of a page with its short paragraphs marked as prose.

    If several sentences follow the title before the third long paragraph, they are paragraphs, so
    that articles of short paragraphs, or of pictures with captions, are found. So are the verses of
    a poem and the numbered entries of a list. On other pages nothing changes.
    """
    if title is None:
        return blocks
    start = title.index + 1
    near = blocks[start : start + _MAX_RUN]
    verses = _verses(near)
    if verses:
        return [block.as_prose() if block.index in verses else block for block in blocks]
    long = [position for position, block in enumerate(near) if block.is_prose]
    beginning = near[: long[2] if len(long) > 2 else None]
    sentences = {
        block.index
        for position, block in enumerate(beginning)
        if _is_short_sentence(block) and not _leads_to_link(near, position)
    }
    marked = _entries(beginning)
    if len(sentences) >= _MIN_SENTENCES:
        marked |= sentences
    return [block.as_prose() if block.index in marked else block for block in blocks]


def _entries(lines: Sequence[Block]) -> set[int]:
    """Return the indexes of the numbered entries of a list, if enough are side by side."""
    entries = [
        line
        for line in lines
        if _ENTRY.match(line.text)
        and len(line.text.split()) >= _MIN_ENTRY_WORDS
        and not line.link_chars
    ]
    parents = Counter(line.element.getparent() for line in entries)
    return {line.index for line in entries if parents[line.element.getparent()] >= _MIN_ENTRIES}


def _verses(lines: Sequence[Block]) -> set[int]:
    """Return the indexes of the lines of a poem that has no text before it but an introduction.

    A list is no poem, nor are the labels above a text: lines with more text below them than they
    have. Verses may be in lower case, or have digits, or be short, if there are enough others.
    """
    poem: list[Block] = []
    introduction = 0
    for line in lines:
        if line.is_prose:
            introduction += 1
            if poem or introduction > _MAX_INTRODUCTION:
                break
            continue
        if poem and _is_set_like(line, poem[-1]) and _may_be_in_poem(line):
            poem.append(line)
        elif _count_verses(poem) >= _MIN_VERSES:
            break
        else:
            poem = [line] if _is_verse(line) else []
    if _count_verses(poem) < _MIN_VERSES:
        return set()
    below = [line for line in lines if line.index > poem[-1].index]
    if _chars_of_text(below) > sum(len(line.text) for line in poem):
        return set()
    last = max(line.index for line in poem if _is_verse(line))
    return {line.index for line in poem if line.index <= last}


def _count_verses(lines: Sequence[Block]) -> int:
    return sum(map(_is_verse, lines))


def _chars_of_text(lines: Sequence[Block]) -> int:
    """Return the length of the paragraphs of lines up to the next link to another article."""
    before_links = itertools.takewhile(lambda line: line.link_share < _MIN_LINK_SHARE, lines)
    return sum(len(line.text) for line in before_links if line.is_prose)


def _may_be_in_poem(line: Block) -> bool:
    return (
        len(line.text.split()) <= _MAX_VERSE
        and not (line.link_chars or line.strong or line.after_image)
        and not any(is_no_text(line.text) for is_no_text in _NO_TEXT)
    )


def _is_verse(line: Block) -> bool:
    words = line.text.split()
    return (
        len(words) >= _MIN_VERSE
        and words[0][0].isupper()
        and any(word[0].islower() for word in words)  # a name has none
        and all(word.strip(".,;:!?…“”\"'()-–").isalpha() for word in words if len(word) > 1)
        and _may_be_in_poem(line)
    )


def _is_set_like(line: Block, other: Block) -> bool:
    """Return whether two lines are in one element, or in paragraphs side by side."""
    if line.element is other.element:
        return line.tag != "li"
    same_place = line.element.getparent() is other.element.getparent()
    return same_place and line.element.tag == other.element.tag == "p"


_NO_TEXT = (is_chrome, is_imprint, is_comment_heading, is_related_heading)


def _leads_to_link(lines: Sequence[Block], position: int) -> bool:
    """Return whether a line such as `Xem lại các bài trước:` is just above a link."""
    following = lines[position + 1 : position + 2]
    return lines[position].text.endswith(":") and any(map(is_title_link, following))


def _is_short_sentence(block: Block) -> bool:
    return (
        block.text.endswith((".", "!", "?", "…", ".”", ":"))
        and len(block.text.split()) >= _MIN_SENTENCE_WORDS
        and block.link_share < 0.5
        and not any(is_no_text(block.text) for is_no_text in _NO_TEXT)
    )
