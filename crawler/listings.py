"""What a crawl does with every listing, whether it is a page, a feed, a sitemap or JSON."""

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import unquote

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from archive.measures import Listed
from archive.outcomes import Outcome
from archive.queue import RECENT_DAYS, Version
from archive.runs import Run
from archive.times import now
from crawler.fetching import Fetching, failure_outcome
from crawler.requests import (
    follow_listing,
    header,
    is_unchanged,
    location,
    page_request,
    remark_listing,
    validators,
)
from crawler.retry_after import NotSent
from sites.card import FROZEN, Address, SiteCard
from sites.responses import REDIRECT_STATUSES
from sites.urls import canonical

MAX_PAGES = 1000  # of one listing in one crawl
_NOT_THERE = (404, 410)
_MAX_NAMED = 3  # listings in one sentence


@dataclass(slots=True)
class ListingCrawl:
    """A listing while it is crawled, page after page."""

    url: str
    read: Callable[[Response, "ListingCrawl"], Iterator[Request]]
    """Requests what a page of it names."""
    template: str | None = None
    """The URL of page `{page}`, for pages that have no pager."""
    headers: dict[str, str] = field(default_factory=dict)
    """Of its requests."""
    number: int = 1
    incremental: bool = False
    """It was fully crawled once: what was known before this crawl is not new."""
    is_home: bool = False
    is_map: bool = False
    """It lists the sections of the site."""
    is_search: bool = False
    is_day: bool = False
    """It has the articles of one day, if there are any."""
    is_optional: bool = False
    """The site need not have it: a feed, a sitemap."""
    is_sitemap: bool = False
    is_of_menu: bool = False
    """A home page named it: it may be a page without articles."""
    may_be: Address | None = None
    """The article that it is if it is no section: the forms of their addresses are alike."""
    leads_on: bool = False
    """It names other listings, as a home page does, so that it is always read as a whole."""
    version: Version = field(default_factory=Version)
    """Its first page: as it was last sent in full."""
    has_pager: bool = False
    """A page of it had a pager, which ends where the listing ends."""
    seen: set[str] = field(default_factory=set)
    """Keys of the articles on its pages."""
    sections: int = 0
    """Sections that it names, if it is a home page."""
    is_read: bool = False
    shows_articles: bool = False
    answered: bool = False
    """Its server sent what the listing is now, with or without articles."""
    is_as_before: bool = False
    """Its server says that it is as it was when it was sent last, so it has articles."""
    fresh: int = 0
    """Articles on its pages that were new to it."""

    def templated(self) -> str | None:
        """Return the URL of the next page by the template, or None if it has no number."""
        if self.template is None or "{page}" not in self.template:
            return None
        return self.template.replace("{page}", str(self.number + 1))

    def is_built(self) -> bool:
        """Return whether only the template names the page that is requested."""
        return self.is_day or (self.number > 1 and not self.has_pager)


class Listings:
    """The listings of a site in one crawl: their requests, their pages, and how they ended."""

    def __init__(self, site: type[SiteCard], run: Run, fetching: Fetching) -> None:
        self.site = site
        self.run = run
        self.fetching = fetching
        self.requested: list[ListingCrawl] = []
        self.sections: set[str] = set()
        """Keys of what is taken for sections, though its address has the form of an article's."""
        self._present: set[str] = set()
        """URLs of the listings to which the site still leads."""
        self._fully_crawled: set[str] = set()
        # URL of a next page -> its listing; and listings that continue on the pages of another one,
        # such as a search that is a menu entry too.
        self._page_of: dict[str, str] = {}
        self._joined: dict[str, str] = {}
        # URL at which a home page is requested -> its listing; and home pages that redirect to
        # that of another host.
        self._home_at: dict[str, str] = {}
        self._other_home: dict[str, str] = {}
        run.reads_listings = site.state != FROZEN

    # Requests

    def request(self, listing: ListingCrawl) -> Iterator[Request]:
        """Request the first page of a listing; nothing if its site is frozen and it was read."""
        self.is_there(listing.url)
        version = self.run.queue.known_version(listing.url)
        listing.incremental, listing.version = version is not None, version or Version()
        if listing.incremental and self.site.state == FROZEN:
            return
        self.run.reads_listings = True
        self.requested.append(listing)
        if listing.is_home:
            self._home_at[listing.url] = listing.url
        if listing.may_be is not None:
            self.sections.add(listing.may_be.key)
        request = self._page_request(listing, listing.url)
        request.headers.update(validators(listing.version.etag, listing.version.last_modified))
        yield request

    def is_known(self, listing: ListingCrawl) -> bool:
        """Return whether a listing was read in the last days."""
        return listing.url in self.run.queue.recent_listings()

    def request_article(self, listing: ListingCrawl) -> Iterator[Request]:
        """Request what was taken for a section as the article that it is."""
        assert listing.may_be is not None
        self.sections.discard(listing.may_be.key)
        self._present.discard(listing.url)
        yield from self.fetching.request(listing.may_be, "")

    def is_there(self, url: str) -> None:
        """Note that the site still leads to a listing, whether or not it is requested."""
        self._present.add(url)

    def _page_request(self, listing: ListingCrawl, url: str) -> Request:
        return page_request(
            url,
            callback=self.parse,
            errback=self.failed,
            headers=listing.headers,
            cb_kwargs={"listing": listing},
            # Turn a page only when no request for an article waits: otherwise those of a whole site
            # would wait in memory. (Articles that are published meanwhile move others down, to a
            # page where they are seen again.)
            priority=10 if listing.number == 1 else -10,
        )

    # Responses

    def parse(self, response: Response, listing: ListingCrawl) -> Iterator[Request]:
        """Read a page of a listing, follow its redirect, or note why neither is possible."""
        listing.answered = response.status in (200, *_NOT_THERE)
        if response.status == 200:
            if listing.number == 1:
                sent = header(response, "ETag"), header(response, "Last-Modified")
                listing.version = Version(*sent, now())
            yield from listing.read(response, listing)
        elif is_unchanged(response):
            listing.answered = listing.is_as_before = True
            self.count(listing, has_articles=True)  # as before: see `mark_fully_crawled`
            self._fully_crawled.add(listing.url)
        elif response.status in REDIRECT_STATUSES:
            yield from self.follow(listing, response, location(response))
        elif response.status in _NOT_THERE and listing.is_built():
            self._fully_crawled.add(listing.url)
        elif response.status in _NOT_THERE and listing.is_optional:
            self._present.discard(listing.url)
        else:
            self.remark(listing, f"answered {response.status}")

    def follow(
        self, listing: ListingCrawl, response: Response, target: str | None
    ) -> Iterator[Request]:
        """Request a page of a listing where its response leads to.

        A home page is not: hosts of one site that lead to each other have one.
        """
        if target is not None and listing.is_home and self.site.may_request(target):
            first = self._home_at.setdefault(canonical(target), listing.url)
            if self._read_as(first) != listing.url:
                self._other_home[listing.url] = first
                return
        yield from follow_listing(self.site, self.run, listing.url, response, target)

    def _read_as(self, url: str) -> str:
        """Return the listing that is read in place of one that redirects to it, or the same."""
        while url in self._other_home:
            url = self._other_home[url]
        return url

    def failed(self, failure: Failure) -> None:
        """Note a listing for which there was no response, unless it was not requested."""
        if isinstance(failure.value, NotSent):
            return
        request: Request = failure.request  # type: ignore[attr-defined]
        outcome, why = failure_outcome(failure)
        self.run.measures.forbidden += outcome is Outcome.REFUSED
        self.remark(request.cb_kwargs["listing"], why)

    def articles(self, links: Iterable[tuple[str, str]]) -> dict[Address, str]:
        """Return the articles among links, each with the longest text that links to it."""
        texts: dict[Address, str] = {}
        for url, text in links:
            address = self.site.resolve(url) if self.site.is_live(url) else None
            if address is not None and address.key not in self.sections:
                texts[address] = max(texts.get(address, ""), text, key=len)
        return texts

    def take(
        self, listing: ListingCrawl, articles: Mapping[Address, str]
    ) -> Generator[Request, None, int]:
        """Request the articles of a page, and return how many of them are new to its listing."""
        self.count(listing, has_articles=bool(articles))
        fresh = 0
        for address, text in articles.items():
            if address.key not in listing.seen:
                listing.seen.add(address.key)
                fresh += not (listing.incremental and self.run.queue.was_known(address.key))
            yield from self.fetching.request(address, text)
        listing.fresh += fresh
        return fresh

    def count(self, listing: ListingCrawl, *, has_articles: bool) -> None:
        """Count a page of a listing as read."""
        listing.is_read = True
        listing.shows_articles = listing.shows_articles or has_articles
        self.run.listings += 1
        self.run.listings_without_article += not has_articles

    def turn_page(self, listing: ListingCrawl, url: str | None, fresh: int) -> Iterator[Request]:
        """Request the next page of a listing, at `url`, while its pages show new articles."""
        if fresh and listing.number == 1:
            self.run.queue.mark_listing(listing.url, fully_crawled=False)
        if self.fetching.limit_reached():
            return  # not fully crawled: the next crawl begins again
        if not fresh or url is None:
            self._fully_crawled.add(listing.url)
            return
        if listing.number >= MAX_PAGES:
            self.remark(listing, f"has more than {MAX_PAGES} pages")
            return
        following = canonical(url) if self.site.owns(url) else url
        first = self._page_of.setdefault(following, listing.url)
        if first != listing.url:
            self._joined[listing.url] = first
            return
        listing.number += 1
        yield self._page_request(listing, following)

    # What is noted

    def remark(self, listing: ListingCrawl, what: str) -> None:
        """Note what the operator must know of a listing."""
        remark_listing(self.run, listing.url, what)

    def note_lost(self) -> None:
        """Note the listings that were read in the last days and that the site no longer has.

        A frozen site is not asked for those that were read.
        """
        if self.site.state == FROZEN:
            return
        lost = [url for url in self.run.queue.recent_listings() if url not in self._present]
        if lost:
            named = ", ".join(unquote(url) for url in lost[:_MAX_NAMED])
            more = f" and {len(lost) - _MAX_NAMED} more" if len(lost) > _MAX_NAMED else ""
            what = f"the site no longer leads to listings of the last {RECENT_DAYS} days"
            self.run.remarks[f"{what}: {named}{more}"] += 1

    def measured(self) -> dict[str, Listed]:
        """Return what was found on each listing, by its URL from the path on.

        Pages of days and sitemaps are left out: they are others each night, or have old articles.
        """
        home, by_url = f"https://{self.site.live_hosts()[0]}", self._by_url()
        return {
            unquote(listing.url.removeprefix(home)): _listed(by_url[self._read_as(listing.url)])
            for listing in by_url.values()
            if not (listing.is_day or listing.is_sitemap)
        }

    def mark_fully_crawled(self) -> None:
        """Note the listings that were crawled to their end, so that the next crawl reads less.

        On a frozen site, what leads to other listings is requested again until all are read.
        """
        joined = {url for url, other in self._joined.items() if other in self._fully_crawled}
        whole = self._fully_crawled | joined
        whole |= {url for url in self._other_home if self._read_as(url) in whole}
        asked = {listing.url for listing in self.requested} & self._present
        if self.site.state == FROZEN and not asked <= whole:
            whole -= {listing.url for listing in self.requested if listing.leads_on}
        by_url = self._by_url()
        for url in whole:
            self._mark(by_url[url])

    def _by_url(self) -> dict[str, ListingCrawl]:
        """Return the listings by URL.

        Of two with one URL, such as a section that is in the menu, only the first is requested.
        """
        return {one.url: one for one in sorted(self.requested, key=lambda one: one.answered)}

    def _mark(self, listing: ListingCrawl) -> None:
        """Note a listing with its version, if a later one is all that a crawl has to see of it.

        One that leads on is needed for that, and one without an article may have lost them.
        """
        version = listing.version
        if listing.leads_on or not listing.shows_articles:
            version = replace(version, etag=None, last_modified=None)
        self.run.queue.mark_listing(listing.url, fully_crawled=True, version=version)


def _listed(listing: ListingCrawl) -> Listed:
    if not listing.answered:
        return None
    if listing.is_as_before:
        return [None, 0]
    return [len(listing.seen), listing.fresh if listing.incremental else None]
