"""What a probe reads in the pages, feeds and sitemaps of a site."""

import re
from dataclasses import dataclass
from itertools import islice
from urllib.parse import quote, urlsplit

from lxml.html import HtmlElement
from scrapy.http import Response

from crawler.feeds import MAX_FEED_BYTES, links_of_feed
from crawler.sitemaps import read_sitemap
from extraction.decode import decode
from extraction.head import read_head
from extraction.listings import Link, read_listing
from extraction.parsing import parse
from sites.urls import joined

MAX_LINKS = 2_000
"""Of a page, a feed or a sitemap; a probe reads no more."""
_MAX_FORMS = 20  # of a page
_MAX_FIELDS = 50  # of a form
_FEED = re.compile(r"(?:^|[/._-])(?:rss|feed|atom)(?:$|[/._-])|\.xml$", re.I)
_QUERY = re.compile(
    r"q|s|k|key|keys|keyword|keywords|query|search|text|txt\w{0,20}|tu_?khoa|tim_?kiem|tukhoa", re.I
)


@dataclass(frozen=True, slots=True)
class Page:
    """A page of HTML."""

    url: str
    links: tuple[Link, ...]
    challenge: str | None
    """The words that show that it is a bot challenge."""
    title: str
    """The name of the site, as its head states it."""
    feeds: tuple[str, ...]
    """URLs that look like those of feeds."""
    search: str
    """The path of the site's search with `{query}`, or an empty string."""


def read_page(body: bytes, content_type: str, url: str) -> Page:
    """Read a page that was fetched from `url`."""
    listing = read_listing(body, content_type, url)
    root = parse(decode(body, content_type))
    links = listing.links[:MAX_LINKS]
    if root is None:
        return Page(url, links, None, "", (), "")
    head = read_head(root)
    names = (*head.site_names, *head.titles, "")
    return Page(url, links, listing.challenge, names[0], _feeds(links), _search(root, url))


def _feeds(links: tuple[Link, ...]) -> tuple[str, ...]:
    """Return the URLs of feeds: first those in the head of the page."""
    found = [link for link in links if _FEED.search(urlsplit(link.url).path)]
    found.sort(key=lambda link: "alternate" not in link.rel.split())
    return tuple(dict.fromkeys(link.url for link in found))


def _search(root: HtmlElement, url: str) -> str:
    """Return the path of the first form that asks for words."""
    for form in islice(root.iter("form"), _MAX_FORMS):
        action = joined(url, form.get("action", "") or url)
        if form.get("method", "get").lower() != "get" or action is None:
            continue
        parts = urlsplit(action)
        if parts.hostname != urlsplit(url).hostname:
            continue
        for field in islice(form.iter("input"), _MAX_FIELDS):
            name = field.get("name", "")
            if field.get("type", "text").lower() in ("text", "search") and _QUERY.fullmatch(name):
                return f"{quote(parts.path or '/', safe='/%')}?{name}={{query}}"
    return ""


def feed_entries(response: Response) -> list[Link]:
    """Return the entries of a feed as links; an empty list if it is none."""
    if len(response.body) > MAX_FEED_BYTES:
        return []
    try:
        entries = links_of_feed(response)
    except Exception:  # of any parser: the file is the site's, and it is no feed
        return []
    return [Link(url, title, "") for url, title in entries[:MAX_LINKS]]


def named_feeds(response: Response) -> list[str]:
    """Return the URLs of feeds on a page that lists them."""
    content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
    links = read_listing(response.body, content_type, response.url).links[:MAX_LINKS]
    return [url for url in _feeds(links) if url != response.url]


def sitemap_entries(response: Response, max_bytes: int) -> tuple[str | None, list[str]]:
    """Return the kind of a sitemap (`urlset` or `sitemapindex`) and URLs in it.

    The kind is None if it cannot be read.
    """
    try:
        kind, entries = read_sitemap(response, max_bytes)
    except Exception:  # of any parser: the file is the site's
        return None, []
    urls = (joined(response.url, url) for url, _ in entries[:MAX_LINKS])
    return kind, [url for url in urls if url]
