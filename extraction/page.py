"""A page with the places of its title and its body."""

from dataclasses import dataclass, field

from lxml.html import HtmlElement

from extraction.blocks import Block
from extraction.dates import date_line
from extraction.head import Head
from extraction.layouts import Fit, select
from extraction.notes import NoteTaker
from extraction.text import clean

_BELOW_TITLE = 14  # lines; a publish date and a byline stand near the title
_BEHIND_LEAD = 1
_PARAGRAPH = 80  # characters from which on a line of the body is text proper


@dataclass(frozen=True, slots=True)
class Page:
    """What the steps that look for lead, date, byline and section are given."""

    root: HtmlElement
    head: Head
    fit: Fit | None
    blocks: list[Block]
    title: Block | None
    inside: list[Block]
    """The lines of the body, from behind the title on."""
    before: list[Block]
    """The lines between title and body."""
    after: list[Block]
    """The first lines behind the body."""
    notes: NoteTaker = field(default_factory=NoteTaker)

    def laid_out(self, part: str, *, last: bool = False) -> str | None:
        """Return the text that the layout, if one fits, has for a part of the article."""
        selector = getattr(self.fit.layout, part) if self.fit else ""
        found = [clean(element.text_content()) for element in select(self.root, selector)]
        found = [text for text in found if text]
        return (found[-1] if last else found[0]) if found else None

    @property
    def below_title(self) -> list[Block]:
        """The lines in which date and byline may stand: behind the title, before the text proper.

        Page clocks come before the title, and dates inside the text are about something else.
        """
        if self.title is None:
            return []
        near = self.blocks[self.title.index + 1 : self.title.index + 1 + _BELOW_TITLE]
        inside = {block.index for block in self.inside}
        for position, block in enumerate(near):
            text_proper = block.index in inside and len(block.text) >= _PARAGRAPH
            if text_proper and not date_line(block.text):
                return near[: position + 1 + _BEHIND_LEAD]
        return near
