"""Extraction in one call, for tests that build a page and look at its article."""

from datetime import datetime

from extraction.article import Article
from extraction.extract import Extraction, extract
from extraction.inputs import FetchedPage, SiteRules
from extraction.layouts import Layout

URL = "https://baogosim.example/bai-1.html"


def explain(
    page: str | bytes,
    url: str = URL,
    *,
    content_type: str = "",
    layouts: tuple[Layout, ...] = (),
    repeated: frozenset[str] = frozenset(),
    link_text: str | None = None,
    fetched: datetime | None = None,
) -> Extraction:
    """Extract a page, given as bytes or as text to be encoded as UTF-8."""
    content = page.encode("utf-8", "replace") if isinstance(page, str) else page
    fetched_page = FetchedPage(content, url, content_type, link_text, fetched)
    return extract(fetched_page, SiteRules(layouts, repeated))


def read(
    page: str | bytes,
    url: str = URL,
    *,
    content_type: str = "",
    layouts: tuple[Layout, ...] = (),
    repeated: frozenset[str] = frozenset(),
    link_text: str | None = None,
    fetched: datetime | None = None,
) -> Article:
    """Return the article of a page."""
    return explain(
        page,
        url,
        content_type=content_type,
        layouts=layouts,
        repeated=repeated,
        link_text=link_text,
        fetched=fetched,
    ).article
