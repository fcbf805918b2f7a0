"""Finding articles: home pages and their menus, listings and their pages, searches, sitemaps."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import quote, unquote, urljoin

from scrapy import Request
from scrapy.http import Response
from scrapy.utils.gz import gunzip, gzip_magic_number
from scrapy.utils.sitemap import Sitemap
from twisted.python.failure import Failure

from archive.runs import Run
from crawler.fetching import MAX_REDIRECTS, Fetching, failure_outcome
from crawler.requests import page_request
from extraction.listings import Link, next_page, read_listing, sections
from extraction.topics import names_topic
from sites.card import Address, SiteCard
from sites.responses import REDIRECT_STATUSES
from sites.urls import canonical, redirect_target

QUERIES = ("dân vận", "quy chế dân chủ", "thực hiện dân chủ ở cơ sở")
"""What a site's own search is queried for."""

MAX_PAGES = 1000  # of one listing in one crawl
MAX_SITEMAPS = 200
# A sitemap lists everything that a site ever published. Every article whose URL names a topic is
# requested, and this many of the others each night.
MAX_OTHERS_FROM_SITEMAPS = 500


@dataclass(slots=True)
class ListingCrawl:
    """A listing while it is crawled, page after page."""

    url: str
    template: str | None = None
    """The URL of page `{page}`, if the paging is known."""
    number: int = 1
    incremental: bool = False
    """It was fully crawled once: what was known before tonight is not new."""
    is_home: bool = False
    seen: set[str] = field(default_factory=set)
    """Keys of the articles on its pages."""


class Discovery:
    """Crawls the listings of a site and requests the articles that it finds."""

    def __init__(
        self, site: type[SiteCard], run: Run, fetching: Fetching, max_sitemap_bytes: int
    ) -> None:
        self._site = site
        self._run = run
        self._fetching = fetching
        self._max_sitemap_bytes = max_sitemap_bytes
        self._fully_crawled: set[str] = set()
        # Next pages that were requested -> their listing; and listings that go on with the pages of
        # another, such as a search that is in the menu too.
        self._page_of: dict[str, str] = {}
        self._joined: dict[str, str] = {}
        self._sitemaps = 0
        self._others_from_sitemaps = 0

    # Requests

    def listing_requests(self) -> Iterator[Request]:
        """Request the home pages, the sections and the searches."""
        home = f"https://{self._site.hosts[0]}"
        for host in self._site.hosts:
            yield self._listing_request(ListingCrawl(f"https://{host}/", is_home=True))
        for section in self._site.sections:
            yield self._listing_request(ListingCrawl(urljoin(f"{home}/", section)))
        for query in QUERIES if self._site.search else ():
            template = home + self._site.search.replace("{query}", quote(query))
            first = template.replace("{page}", "1")
            yield self._listing_request(ListingCrawl(first, template=template))

    def _listing_request(self, listing: ListingCrawl, url: str | None = None) -> Request:
        if listing.number == 1:
            listing.incremental = self._run.queue.was_fully_crawled(listing.url)
        return page_request(
            url or listing.url,
            callback=self.parse_listing,
            errback=self.listing_failed,
            cb_kwargs={"listing": listing},
            # The next page only when no article waits: otherwise the requests for all of a site's
            # articles would wait in memory. (What is published meanwhile moves articles down, to a
            # page where they are seen again.)
            priority=10 if listing.number == 1 else -10,
        )

    def sitemap_requests(self, base: str, urls: Iterable[str]) -> Iterator[Request]:
        """Request the sitemaps of the site among `urls`, which may be relative to `base`."""
        for url in (urljoin(base, url) for url in urls):
            if self._site.owns(url):
                yield self._sitemap_request(url)

    def _sitemap_request(self, url: str) -> Request:
        return page_request(
            canonical(url),
            callback=self.parse_sitemap,
            errback=self.listing_failed,
            cb_kwargs={"listing": ListingCrawl(url)},
            priority=10,
        )

    # Listings

    def parse_listing(self, response: Response, listing: ListingCrawl) -> Iterator[Request]:
        """Request a listing page's articles, and its next page while there is news."""
        if response.status in REDIRECT_STATUSES:
            yield from self._follow_listing(response, listing)
            return
        if response.status != 200:
            self._remark(listing, f"answered {response.status}")
            return
        content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
        page = read_listing(response.body, content_type, response.url)
        links = [link for link in page.links if self._site.owns(link.url)]
        articles = self._articles(links)
        challenge = None if articles else page.challenge
        if challenge:
            self._remark(listing, f"is a challenge page: “{challenge}”")
            return
        if not articles and listing.number == 1 and not (listing.is_home or listing.template):
            self._remark(listing, "shows no article")
            return
        self._run.listings += 1
        fresh = 0
        for address, text in articles.items():
            if address.key not in listing.seen:
                listing.seen.add(address.key)
                fresh += not (listing.incremental and self._run.queue.was_known(address.key))
            yield from self._fetching.request(address, text)
        if listing.is_home:
            yield from self._menu_sections(links)
        yield from self._turn_page(listing, links, fresh)

    def _articles(self, links: list[Link]) -> dict[Address, str]:
        """Return the articles of a page, each with the longest text that links to it."""
        texts: dict[Address, str] = {}
        for link in links:
            address = self._site.resolve(link.url)
            if address is not None:
                texts[address] = max(texts.get(address, ""), link.text, key=len)
        return texts

    def _menu_sections(self, links: list[Link]) -> Iterator[Request]:
        for url in sections(links, self._site.menu, self._is_article):
            yield self._listing_request(ListingCrawl(canonical(url)))

    def _is_article(self, url: str) -> bool:
        return self._site.key(url) is not None

    def _turn_page(self, listing: ListingCrawl, links: list[Link], fresh: int) -> Iterator[Request]:
        if fresh and listing.number == 1:
            self._run.queue.mark_listing(listing.url, fully_crawled=False)
        if self._fetching.limit_reached():
            return  # not fully crawled: the next crawl begins again
        if listing.template:
            url: str | None = listing.template.replace("{page}", str(listing.number + 1))
        else:
            url = next_page(links, listing.number)
        if not fresh or url is None or not self._site.owns(url) or self._is_article(url):
            self._fully_crawled.add(listing.url)
            return
        if listing.number >= MAX_PAGES:
            self._remark(listing, f"has more than {MAX_PAGES} pages")
            return
        following = canonical(url)
        first = self._page_of.setdefault(following, listing.url)
        if first != listing.url:
            self._joined[listing.url] = first
            return
        listing.number += 1
        yield self._listing_request(listing, following)

    def _follow_listing(self, response: Response, listing: ListingCrawl) -> Iterator[Request]:
        location = response.headers.get("Location")
        target = redirect_target(response.url, location.decode("latin-1") if location else None)
        redirects = response.meta.get("redirects", 0)
        if target is None or not self._site.owns(target) or redirects >= MAX_REDIRECTS:
            self._remark(listing, f"redirects to {target}")
            return
        # Not in its canonical form: this site may want `www.`.
        request = self._listing_request(listing, target)
        request.meta["redirects"] = redirects + 1
        yield request.replace(dont_filter=True)

    # Sitemaps

    def parse_sitemap(self, response: Response, listing: ListingCrawl) -> Iterator[Request]:
        """Request a sitemap's articles: all that name a topic, and some of the others."""
        if response.status != 200:
            self._remark(listing, f"answered {response.status}")
            return
        try:
            kind, urls = self._read_sitemap(response)
        except Exception as error:  # of any parser: the file is the site's
            self._remark(listing, f"is no sitemap ({type(error).__name__})")
            return
        self._run.listings += 1
        if kind == "sitemapindex":
            yield from self._follow_index(listing, urls)
            return
        for address in filter(None, map(self._site.resolve, urls)):
            if not names_topic(address.url):
                if self._others_from_sitemaps >= MAX_OTHERS_FROM_SITEMAPS:
                    continue
                if not self._fetching.is_wanted(address):
                    continue
                self._others_from_sitemaps += 1
            yield from self._fetching.request(address, "")

    def _read_sitemap(self, response: Response) -> tuple[str, list[str]]:
        """Return the kind of a sitemap (`urlset` or `sitemapindex`), and the site's URLs in it."""
        body = response.body
        if gzip_magic_number(response):
            body = gunzip(body, max_size=self._max_sitemap_bytes)
        sitemap = Sitemap(body)
        return sitemap.type, [entry["loc"] for entry in sitemap if self._site.owns(entry["loc"])]

    def _follow_index(self, listing: ListingCrawl, urls: list[str]) -> Iterator[Request]:
        left = MAX_SITEMAPS - self._sitemaps
        if len(urls) > left:
            self._remark(listing, f"names {len(urls)} sitemaps, of which only {left} were read")
        for url in urls[:left]:
            self._sitemaps += 1
            yield self._sitemap_request(url)

    # The end

    def listing_failed(self, failure: Failure) -> None:
        """Note a listing for which there was no response."""
        request: Request = failure.request  # type: ignore[attr-defined]
        self._remark(request.cb_kwargs["listing"], failure_outcome(failure)[1])

    def _remark(self, listing: ListingCrawl, what: str) -> None:
        self._run.remarks[f"the listing {unquote(listing.url)} {what}"] += 1

    def mark_fully_crawled(self) -> None:
        """Note the listings that were crawled to their end, so that the next crawl reads less."""
        joined = {url for url, other in self._joined.items() if other in self._fully_crawled}
        for url in self._fully_crawled | joined:
            self._run.queue.mark_listing(url, fully_crawled=True)
