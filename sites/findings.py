"""What a probe has found on a site."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from extraction.listings import Link
from sites.card import SiteCard

HOME, SECTION, FEED, SITEMAP, SEARCH = "home page", "section", "feed", "sitemap", "search"
"""Kinds of listings."""


@dataclass(slots=True)
class HostVisit:
    """How a host answered."""

    host: str
    answer: str
    """In words."""
    redirects_to: str | None
    """Where its home page is, if that is another URL."""
    robots: str
    """What its robots.txt says, in words."""


@dataclass(slots=True)
class ListingVisit:
    """A listing that was requested, or one that names the site's listings."""

    url: str
    kind: str
    answer: str
    """In words."""
    is_read: bool = False
    articles: list[str] = field(default_factory=list)
    """URLs that may be those of articles."""
    links: list[Link] = field(default_factory=list)
    """Those to the site, with canonical URLs, in the order of the page."""
    next_page: str | None = None
    second_page: "ListingVisit | None" = None


@dataclass(slots=True)
class ArticleVisit:
    """A page of an article."""

    url: str
    answer: str
    """In words."""
    link_text: str = ""
    content: bytes = b""
    content_type: str = ""
    fetched: datetime | None = None


@dataclass(slots=True)
class Findings:
    """All that a probe has found."""

    card: type[SiteCard]
    """The card of the site, or a provisional one."""
    title: str = ""
    """The name of the site as its home page has it."""
    search: str = ""
    """The path of its search with `{query}`, as the form on its home page has it."""
    hosts: list[HostVisit] = field(default_factory=list)
    listings: list[ListingVisit] = field(default_factory=list)
    articles: list[ArticleVisit] = field(default_factory=list)
    unread_sections: list[str] = field(default_factory=list)
    """Sections in the menu for which no request was left."""
    robots_sitemaps: set[str] = field(default_factory=set)
    """Sitemaps that a robots.txt names; a crawl finds them there."""
    remarks: Counter[str] = field(default_factory=Counter)
    requests: int = 0
