"""What one step of the extraction found, and what it left out."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from lxml.html import HtmlElement

from extraction.block import Block

Value = TypeVar("Value", covariant=True)

CutLine = tuple[Block, str]
"""A line that is not part of the article, and the reason."""


@dataclass(frozen=True, slots=True)
class Finding(Generic[Value]):
    """A value, with how and where it was found."""

    value: Value
    by: str = ""
    """The step that found it, in words; empty if no value was found, only a doubt."""
    element: HtmlElement | None = None
    doubts: tuple[str, ...] = ()
