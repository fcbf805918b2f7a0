"""Finding articles in sitemaps."""

from collections.abc import Iterable, Iterator

from scrapy import Request
from scrapy.http import Response
from scrapy.utils.gz import gunzip, gzip_magic_number
from scrapy.utils.sitemap import Sitemap
from twisted.python.failure import Failure

from archive.runs import Run
from crawler.fetching import Fetching, failure_outcome
from crawler.requests import follow_listing, location, page_request, remark_listing
from extraction.topics import names_topic
from sites.card import SiteCard
from sites.responses import REDIRECT_STATUSES
from sites.urls import canonical, joined

MAX_SITEMAPS = 200
"""Sitemaps that are read in one crawl: of those named in a robots.txt, and in other sitemaps."""
MAX_OTHERS = 500
"""A sitemap lists everything that a site ever published. Every article whose URL names a topic is
requested, and this many of the others each night."""


class Sitemaps:
    """Crawls the sitemaps of a site and requests the articles that it finds.

    A sitemap of more than `max_bytes`, decompressed, is not read.
    """

    def __init__(self, site: type[SiteCard], run: Run, fetching: Fetching, max_bytes: int) -> None:
        self._site = site
        self._run = run
        self._fetching = fetching
        self._max_bytes = max_bytes
        self._sitemaps = 0
        self._others = 0

    def requests(self, base: str, urls: Iterable[str]) -> Iterator[Request]:
        """Request the sitemaps of the site that robots.txt, at `base`, names: the first ones."""
        own = list(dict.fromkeys(self._own(base, urls)))
        self._remark_left_out(base, len(own), MAX_SITEMAPS)
        yield from map(self._request, own[:MAX_SITEMAPS])

    def _own(self, base: str, urls: Iterable[str]) -> list[str]:
        """Return the URLs of the site among `urls`; what is no URL is left out."""
        return [url for url in (joined(base, url) for url in urls) if url and self._site.owns(url)]

    def _request(self, url: str) -> Request:
        return page_request(
            canonical(url),
            callback=self.parse,
            errback=self.failed,
            cb_kwargs={"url": url},
            priority=10,
        )

    def parse(self, response: Response, url: str) -> Iterator[Request]:
        """Request a sitemap's articles: all that name a topic, and some of the others."""
        if response.status in REDIRECT_STATUSES:
            yield from follow_listing(self._site, self._run, url, response, location(response))
            return
        if response.status != 200:
            remark_listing(self._run, url, f"answered {response.status}")
            return
        try:
            kind, urls = self._read_sitemap(response)
        except Exception as error:  # of any parser: the file is the site's
            remark_listing(self._run, url, f"is no sitemap ({type(error).__name__})")
            return
        self._run.listings += 1
        if kind == "sitemapindex":
            self._run.listings_without_article += 1
            yield from self._follow_index(url, urls)
            return
        addresses = list(filter(None, map(self._site.resolve, urls)))
        self._run.listings_without_article += not addresses
        for address in addresses:
            if not names_topic(address.url):
                if self._others >= MAX_OTHERS:
                    continue
                if not self._fetching.is_wanted(address):
                    continue
                self._others += 1
            yield from self._fetching.request(address, "")

    def _read_sitemap(self, response: Response) -> tuple[str, list[str]]:
        """Return the kind of a sitemap (`urlset` or `sitemapindex`), and the site's URLs in it."""
        body = response.body
        if gzip_magic_number(response):
            body = gunzip(body, max_size=self._max_bytes)
        sitemap = Sitemap(body)
        if sitemap.type not in ("urlset", "sitemapindex"):
            raise ValueError(f"its root is <{sitemap.type}>")  # such as a challenge page
        return sitemap.type, self._own(response.url, (entry["loc"] for entry in sitemap))

    def _follow_index(self, url: str, urls: list[str]) -> Iterator[Request]:
        left = MAX_SITEMAPS - self._sitemaps
        self._remark_left_out(url, len(urls), left)
        taken = urls[:left]
        self._sitemaps += len(taken)  # before others are read while these are requested
        yield from map(self._request, taken)

    def _remark_left_out(self, named_in: str, number: int, left: int) -> None:
        if number > left:
            what = f"names {number} sitemaps: a crawl reads at most {MAX_SITEMAPS}"
            remark_listing(self._run, named_in, what)

    def failed(self, failure: Failure) -> None:
        """Note a sitemap for which there was no response."""
        request: Request = failure.request  # type: ignore[attr-defined]
        remark_listing(self._run, request.cb_kwargs["url"], failure_outcome(failure)[1])
