"""Which layout fits a page, and what its CSS selectors select."""

import functools
from dataclasses import dataclass
from typing import cast

from cssselect.xpath import XPathExpr
from lxml.cssselect import CSSSelector, LxmlHTMLTranslator
from lxml.html import HtmlElement

from extraction.layouts import Layout


def select(root: HtmlElement, selector: str) -> list[HtmlElement]:
    """Return the elements that a CSS selector selects, in document order.

    None for an empty selector. Raises cssselect.SelectorError if the selector is not valid.
    """
    return cast(list[HtmlElement], _compiled(selector)(root)) if selector else []


class _Translator(LxmlHTMLTranslator):  # type: ignore[misc]
    """Looks for a name anywhere in the attribute first, which settles it for most elements."""

    def xpath_attrib_includes(self, xpath: XPathExpr, name: str, value: str | None) -> XPathExpr:
        if value:
            xpath.add_condition(f"contains({name}, {self.xpath_literal(value)})")
        return cast(XPathExpr, super().xpath_attrib_includes(xpath, name, value))


@functools.cache
def _compiled(selector: str) -> CSSSelector:
    return CSSSelector(selector, translator=_Translator())


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
