"""Finding articles in listings that a site's own scripts read as JSON."""

import json
from collections.abc import Iterator
from functools import partial
from itertools import islice
from urllib.parse import urljoin

import jmespath
from scrapy import Request
from scrapy.http import Response

from crawler.listings import ListingCrawl, Listings
from extraction.listings import MAX_LINKS
from extraction.load_more import LoadMoreButton
from sites.card import JsonListing
from sites.urls import bare_host, joined

MAX_JSON_BYTES = 2_000_000
"""A larger answer is not read: parsed, it would take many times as much memory."""


class JsonListings:
    """Crawls the JSON listings of a site's card and requests the articles that it finds."""

    def __init__(self, listings: Listings) -> None:
        self._listings = listings

    def requests(self, home: str) -> Iterator[Request]:
        """Request the first page of each listing; its links are relative to the home page."""
        for card in self._listings.site.json_listings:
            yield from self._listings.request(self._crawl_of(home, card))

    def loaded_by(
        self, section: ListingCrawl, button: LoadMoreButton | None, page: str, *, more: bool
    ) -> Iterator[Request]:
        """Request what the button on a page of a section loads, if the site's card says how.

        If there is no `more`, the listing is only noted: the page itself has all that is new.
        """
        card, zone = self._listings.site.load_more, button.zone if button is not None else None
        if card is None or zone is None:
            return
        home = urljoin(page, "/").rstrip("/")
        listing = self._crawl_of(home, card.of(bare_host(page), zone))
        listing.is_optional = True
        section.leads_on = True
        if more:
            yield from self._listings.request(listing)
        else:
            self._listings.is_there(listing.url)

    def _crawl_of(self, home: str, card: JsonListing) -> ListingCrawl:
        read = partial(self._read, home, card.links)
        first = card.url.replace("{page}", "1")
        return ListingCrawl(first, read, card.url, headers=card.headers)

    def _read(
        self, home: str, expression: str, response: Response, listing: ListingCrawl
    ) -> Iterator[Request]:
        try:
            links = links_of_answer(response.body, expression)
        except (ValueError, RecursionError) as error:
            why = str(error) if isinstance(error, _WrongAnswer) else "is no JSON"
            self._listings.remark(listing, why)
            return
        urls = (joined(f"{home}/", link) for link in islice(links, MAX_LINKS))
        articles = self._listings.articles((url, "") for url in urls if url is not None)
        if not articles and listing.number == 1:
            self._listings.remark(listing, "shows no article")
            return
        fresh = yield from self._listings.take(listing, articles)
        yield from self._listings.turn_page(listing, listing.templated(), fresh)


class _WrongAnswer(ValueError):
    """The answer is not what the card says; the message goes on from the name of the listing."""


def links_of_answer(body: bytes, expression: str) -> list[str]:
    """Return the links of an answer. Raises ValueError or RecursionError if it has none."""
    if len(body) > MAX_JSON_BYTES:
        raise _WrongAnswer(f"answered more than {MAX_JSON_BYTES} bytes")
    try:
        links = jmespath.search(expression, json.loads(body))
    except jmespath.exceptions.JMESPathError as error:
        raise _WrongAnswer(f"has no list of links at {expression}") from error
    if not isinstance(links, list) or not all(isinstance(link, str) for link in links):
        raise _WrongAnswer(f"has no list of links at {expression}")
    return links
