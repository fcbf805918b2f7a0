"""Layouts: CSS selectors for the parts of an article, as one site used them for some years."""

from dataclasses import dataclass


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
