"""A page divided into title, body and what surrounds them."""

from collections.abc import Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from extraction.block import Block
from extraction.dates import date_line
from extraction.findings import Finding
from extraction.fitting import Fit
from extraction.head import Head
from extraction.text import clean

_MAX_BELOW_TITLE = 14  # lines; the publish date and the byline are near the title
_AFTER_LEAD = 1  # lines; some sites print the byline after the lead
_MIN_PARAGRAPH = 80  # characters; a line of the body as long as this is text


@dataclass(frozen=True, slots=True)
class PageParts:
    """What the steps that look for lead, date, byline and section are given."""

    root: HtmlElement
    head: Head
    fit: Fit | None
    blocks: Sequence[Block]
    title: Block | None = None
    inside: Sequence[Block] = ()
    """The lines of the body, after the title."""
    before: Sequence[Block] = ()
    """The lines between title and body."""
    after: Sequence[Block] = ()
    """The first lines after the body."""
    url: str = ""

    def by_layout(self, field: str, *, last: bool = False) -> Finding[str] | None:
        """Return the text of the first element, or the last, that the layout has for a field.

        None if no layout fits the page, or the layout has no such element with text.
        """
        if self.fit is None:
            return None
        elements = self.fit.select(field)
        texts = [text for element in elements if (text := clean(element.text_content()))]
        return Finding(texts[-1 if last else 0], self.fit.by) if texts else None

    @property
    def below_title(self) -> Sequence[Block]:
        """The lines that may hold the publish date and the byline: from the title to the text.

        The clock of a page is above its title, and dates inside the text are about other events.
        """
        if self.title is None:
            return []
        near = self.blocks[self.title.index + 1 : self.title.index + 1 + _MAX_BELOW_TITLE]
        inside = {block.index for block in self.inside}
        for position, block in enumerate(near):
            is_text = block.index in inside and len(block.text) >= _MIN_PARAGRAPH
            if is_text and not date_line(block.text):
                return near[: position + 1 + _AFTER_LEAD]
        return near
