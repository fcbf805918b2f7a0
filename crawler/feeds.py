"""Finding articles in RSS and Atom feeds."""

import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import islice
from urllib.parse import urljoin

import feedparser
from scrapy import Request
from scrapy.http import Response
from w3lib.html import remove_tags, replace_entities

from crawler.listings import ListingCrawl, Listings
from crawler.references import without_surrogates
from extraction.listings import read_listing
from sites.urls import canonical, joined

MAX_FEEDS = 50
"""Feeds that are read in one crawl because pages of the site name them."""
MAX_FEED_BYTES = 2_000_000
"""A larger feed is not read: parsing it would keep the crawls of all sites waiting for seconds."""
_MAX_ITEMS = 1000  # of a feed; most have 20 to 100
_MAX_TITLE = 1000  # characters
_EMPTY_LINK = re.compile(rb"<link\s*/>|<link>(?:\s|<!\[CDATA\[\s*\]\]>)*</link>")


class Feeds:
    """Crawls the feeds of a site and requests the articles that it finds."""

    def __init__(self, listings: Listings) -> None:
        self._listings = listings
        self._of_card: set[str] = set()
        self._named: set[str] = set()
        """By pages of the site."""

    def requests(self, home: str, urls: Iterable[str]) -> Iterator[Request]:
        """Request the feeds of the card."""
        for url in urls:
            feed = canonical(urljoin(f"{home}/", url))
            self._of_card.add(feed)
            yield from self._request(feed)

    def named_by(self, page: ListingCrawl, urls: Iterable[str]) -> Iterator[Request]:
        """Request the feeds that a page names; of all pages together, the first ones."""
        known = self._named | self._of_card
        new = [url for url in dict.fromkeys(map(canonical, urls)) if url not in known]
        page.leads_on = page.leads_on or bool(new)
        left = MAX_FEEDS - len(self._named)
        if len(new) > left:
            more = f"{len(new) - left} feeds that are not read"
            self._listings.remark(page, f"names {more}: more than {MAX_FEEDS}")
        for url in new[:left]:
            self._named.add(url)
            yield from self._request(url)

    def _request(self, url: str) -> Iterator[Request]:
        yield from self._listings.request(ListingCrawl(url, self._read, is_optional=True))

    def _read(self, response: Response, listing: ListingCrawl) -> Iterator[Request]:
        if len(response.body) > MAX_FEED_BYTES:
            self._listings.remark(listing, f"is a feed of more than {MAX_FEED_BYTES} bytes")
            return
        try:
            links = links_of_feed(response)
        except Exception as error:  # of any parser: the file is the site's
            if listing.url in self._of_card:
                self._listings.remark(listing, f"is no feed ({type(error).__name__})")
            else:
                yield from self._read_page_of_feeds(response, listing)
            return
        articles = self._listings.articles(links)
        fresh = yield from self._listings.take(listing, articles)
        yield from self._listings.turn_page(listing, None, fresh)

    def _read_page_of_feeds(self, response: Response, listing: ListingCrawl) -> Iterator[Request]:
        """Request the feeds that a page such as `/rss` names."""
        content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
        page = read_listing(response.body, content_type, response.url)
        urls = (k.url for k in page.links if k.is_feed and self._listings.site.is_live(k.url))
        yield from self.named_by(listing, urls)


def links_of_feed(response: Response) -> list[tuple[str, str]]:
    """Return URL and title of each item of a feed, as far as broken markup lets them be read.

    Raises ValueError, or whatever the parser raises, if it is not a feed.
    """
    content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
    body = without_surrogates(response.body)
    body = _EMPTY_LINK.sub(b"", body)  # with one, feedparser takes no guid for the link
    parsed = feedparser.parse(
        BytesIO(body),  # a text or bytes might name a file
        response_headers={"content-type": content_type},
        resolve_relative_uris=False,
        sanitize_html=False,
    )
    if not parsed.version:
        raise ValueError("it is neither RSS nor Atom")  # such as a challenge page
    links = (
        (joined(response.url, item.get("link") or ""), _title(item.get("title") or ""))
        for item in islice(parsed.entries, _MAX_ITEMS)
    )
    return [(url, title) for url, title in links if url is not None]


def _title(markup: str) -> str:
    """Return the text of a title, which may have tags and twice encoded entities."""
    return " ".join(replace_entities(remove_tags(markup[:_MAX_TITLE])).split())
