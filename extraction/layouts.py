"""A layout: where one site, in one era, keeps the parts of an article. Data, not code."""

import functools
from dataclasses import dataclass
from typing import cast

from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement


@dataclass(frozen=True, slots=True)
class Layout:
    """CSS selectors of one layout; an empty one means that the page must be read without it.

    A layout fits a page on which both `title` and `body` are found.
    """

    name: str
    title: str
    body: str
    lead: str = ""
    date: str = ""
    """Element whose `datetime` or `content` attribute, or whose text, is the publish date."""
    author: str = ""
    section: str = ""
    """Breadcrumb links; the last one counts."""
    drop: str = ""
    """Elements inside the body that are not the article."""


def select(root: HtmlElement, selector: str) -> list[HtmlElement]:
    """Return the elements that a CSS selector finds, in document order."""
    return cast(list[HtmlElement], _compiled(selector)(root)) if selector else []


@functools.cache
def _compiled(selector: str) -> CSSSelector:
    return CSSSelector(selector, translator="html")


@dataclass(frozen=True, slots=True)
class Fit:
    """A layout, and where its title and body are on a page."""

    layout: Layout
    title: HtmlElement
    body: HtmlElement

    @property
    def by(self) -> str:
        """What a finding says of how it was found."""
        return f"the layout {self.layout.name}"


def fitting(root: HtmlElement, layouts: tuple[Layout, ...]) -> Fit | None:
    """Return the first of `layouts`, newest first, that fits the page."""
    for layout in layouts:
        titles = select(root, layout.title)
        bodies = select(root, layout.body) if titles else []
        if bodies:
            return Fit(layout, titles[0], bodies[0])
    return None
