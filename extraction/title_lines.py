"""The lines that show a title: several together, the second of two, those above the text."""

from collections.abc import Sequence, Set
from itertools import pairwise

from extraction.block import Block
from extraction.dates import date_line
from extraction.title_clues import HEADING_RANKS

MAX_PARTS = 3  # lines of one title
_MAX_REPETITION = 3  # lines between a title for machines and the one that readers see
_MIN_TEXT = 2000  # characters of prose; boxes above a short article may hold as much


def in_several_lines(blocks: Sequence[Block], complete: Set[str]) -> Sequence[Block]:
    """Return the lines of one element that together are a stated title."""
    for start, (first, second) in enumerate(pairwise(blocks)):
        if first.element is not second.element:
            continue  # as most lines
        for end in range(start + 2, start + 1 + MAX_PARTS):
            lines = blocks[start:end]
            if any(line.element is not first.element for line in lines):
                break
            if " ".join(line.key for line in lines) in complete:
                return lines
    return ()


def or_repetition(best: Block, blocks: Sequence[Block]) -> Block:
    """Return the title that readers see, if the first is there for machines and just above it."""
    if best.tag in HEADING_RANKS:
        return best
    below = blocks[best.index + 1 : best.index + 1 + _MAX_REPETITION]
    for block in below:
        if date_line(block.text, block.tag) is not None or block.is_prose:
            return best
        if block.key == best.key and block.link_share < 0.5:
            return block
    return best


def end_of_titles(blocks: Sequence[Block]) -> int:
    """Return the index after which no title is expected: most of the text is before it."""
    prose = [block for block in blocks if block.is_prose]
    left = max(_MIN_TEXT, sum(len(block.text) for block in prose) / 2)
    for block in prose:
        left -= len(block.text)
        if left < 0:
            return block.index
    return len(blocks)
