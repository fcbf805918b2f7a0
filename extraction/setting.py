"""How lines are set: paragraphs of one text have the same element around them, tag and class."""

from collections import Counter
from collections.abc import Callable, Sequence

from lxml.html import HtmlElement

from extraction.block import Block

Setting = tuple[HtmlElement | None, str, str]
"""The element around a line's own, and the tag and class of its own."""


def signature(line: Block) -> tuple[str, str]:
    """Return the tag and class of a line's element: the paragraphs of a body share them."""
    return str(line.element.tag), line.element.get("class", "")


def setting(line: Block) -> Setting:
    """Return the element around a line's own, and its signature."""
    return line.element.getparent(), *signature(line)


def set_like(lines: Sequence[Block]) -> Callable[[Block], bool]:
    """Return what says whether a line has the signature of most paragraphs of `lines`."""
    signatures = Counter(signature(b) for b in lines if b.is_prose)
    common = signatures.most_common(1)
    return lambda line: not common or signature(line) == common[0][0]


def prose_chars(blocks: Sequence[Block]) -> int:
    """Return the number of characters in paragraphs."""
    return sum(len(block.text) for block in blocks if block.is_prose)
