"""Layouts: CSS selectors for the parts of an article, as one site used them for some years."""

import functools
from dataclasses import dataclass
from typing import cast

from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement


@dataclass(frozen=True, slots=True)
class Layout:
    """The CSS selectors of one layout; a field without one is found from the page's structure.

    A layout fits a page if `title` and `body` each select an element.
    """

    name: str
    """Stored with each article that was read by this layout."""
    title: str
    body: str
    lead: str = ""
    date: str = ""
    """The element whose `datetime` or `content` attribute, or whose text, is the publish date."""
    author: str = ""
    section: str = ""
    """Breadcrumb links; the last one counts."""
    drop: str = ""
    """Elements inside the body that are not part of the article.

    They are looked for in the element around title and body, so that a selector names nothing
    outside it."""


def select(root: HtmlElement, selector: str) -> list[HtmlElement]:
    """Return the elements that a CSS selector selects, in document order.

    None for an empty selector. Raises cssselect.SelectorError if the selector is not valid.
    """
    return cast(list[HtmlElement], _compiled(selector)(root)) if selector else []


@functools.cache
def _compiled(selector: str) -> CSSSelector:
    return CSSSelector(selector, translator="html")


@dataclass(frozen=True, slots=True)
class Fit:
    """A layout that fits a page, with the elements of title and body."""

    layout: Layout
    title: HtmlElement
    body: HtmlElement

    @property
    def by(self) -> str:
        """What a finding says of how it was found."""
        return f"the layout {self.layout.name}"


def fitting(root: HtmlElement, layouts: tuple[Layout, ...]) -> Fit | None:
    """Return the first of `layouts` that fits the page, or None."""
    for layout in layouts:
        titles = select(root, layout.title)
        bodies = select(root, layout.body) if titles else []
        if bodies:
            return Fit(layout, titles[0], bodies[0])
    return None
