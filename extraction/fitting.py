"""Which layout fits a page."""

from dataclasses import dataclass

from lxml.html import HtmlElement

from extraction.layouts import Layout
from extraction.selectors import Elements


@dataclass(frozen=True, slots=True)
class Fit:
    """A layout that fits a page, with the elements of title and body."""

    layout: Layout
    title: HtmlElement
    body: HtmlElement
    elements: Elements

    @property
    def by(self) -> str:
        """What a finding says of how it was found."""
        return f"the layout {self.layout.name}"

    def select(self, field: str) -> list[HtmlElement]:
        """Return the elements that the layout has for a field."""
        return self.elements.select(getattr(self.layout, field))


def fitting(root: HtmlElement, layouts: tuple[Layout, ...]) -> Fit | None:
    """Return the first of `layouts` that fits the page, or None."""
    elements = Elements(root)
    for layout in layouts:
        titles = elements.select(layout.title)
        bodies = elements.select(layout.body) if titles else []
        if bodies:
            return Fit(layout, titles[0], bodies[0], elements)
    return None
