"""How tests read a whole page: the one place that knows how the extraction is called."""

from datetime import datetime

import extraction
from extraction import Article, Layout
from extraction.notes import Notes

URL = "https://baogosim.example/bai-1.html"


def read(
    html: str | bytes,
    url: str = URL,
    *,
    layouts: tuple[Layout, ...] = (),
    repeated: frozenset[str] = frozenset(),
    link_text: str | None = None,
    fetched: datetime | None = None,
    content_type: str = "",
) -> Article:
    """Return the article that is read from a page."""
    return extraction.extract(
        html.encode() if isinstance(html, str) else html,
        url,
        layouts=layouts,
        repeated=repeated,
        link_text=link_text,
        fetched=fetched,
        content_type=content_type,
    )


def explain(
    html: str | bytes,
    url: str = URL,
    *,
    layouts: tuple[Layout, ...] = (),
    repeated: frozenset[str] = frozenset(),
    link_text: str | None = None,
    fetched: datetime | None = None,
    content_type: str = "",
) -> Notes:
    """Return what was found and what was cut while a page was read."""
    return extraction.explain(
        html.encode() if isinstance(html, str) else html,
        url,
        layouts=layouts,
        repeated=repeated,
        link_text=link_text,
        fetched=fetched,
        content_type=content_type,
    )[1]
