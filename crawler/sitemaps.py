"""Finding articles in sitemaps."""

from collections.abc import Iterable, Iterator
from io import BytesIO

from lxml import etree
from scrapy import Request
from scrapy.http import Response
from scrapy.utils.gz import gunzip, gzip_magic_number

from crawler.listings import ListingCrawl, Listings
from crawler.references import without_surrogates
from crawler.requests import remark_listing
from extraction.topics import names_topic
from sites.urls import canonical, joined

MAX_SITEMAPS = 200
"""Sitemaps that are read in one crawl: of those named by the card, in a robots.txt, and in other
sitemaps."""
MAX_OTHERS = 500
"""A sitemap lists everything that a site ever published. Every article whose URL names a topic is
requested, and this many of the others each night."""


class Sitemaps:
    """Crawls the sitemaps of a site and requests the articles that it finds.

    A sitemap of more than `max_bytes`, decompressed, is not read.
    """

    def __init__(self, listings: Listings, max_bytes: int) -> None:
        self._listings = listings
        self._site = listings.site
        self._max_bytes = max_bytes
        self._sitemaps = 0
        self._others = 0

    def requests(self, base: str, urls: Iterable[str]) -> Iterator[Request]:
        """Request the sitemaps of the site that its card or a robots.txt, at `base`, names."""
        own = list(self._own(base, ((url, "") for url in urls)))
        self._remark_left_out(base, len(own), MAX_SITEMAPS)
        for url in own[:MAX_SITEMAPS]:
            yield from self._request(url)

    def _own(self, base: str, entries: Iterable[tuple[str, str]]) -> dict[str, str]:
        """Return the URLs of the site with their titles; what is no URL is left out."""
        found = ((joined(base, url), title) for url, title in entries)
        return {url: title for url, title in found if url is not None and self._site.is_live(url)}

    def _request(self, url: str) -> Iterator[Request]:
        sitemap = ListingCrawl(canonical(url), self._read, is_optional=True, is_sitemap=True)
        yield from self._listings.request(sitemap)

    def _read(self, response: Response, listing: ListingCrawl) -> Iterator[Request]:
        """Request a sitemap's articles: all that name a topic, and some of the others."""
        try:
            kind, entries = read_sitemap(response, self._max_bytes)
        except Exception as error:  # of any parser: the file is the site's
            why = str(error) if isinstance(error, NoSitemap) else type(error).__name__
            self._listings.remark(listing, f"is no sitemap ({why})")
            return
        own = self._own(response.url, entries)
        listing.leads_on = kind == "sitemapindex"
        if listing.leads_on:
            self._listings.count(listing, has_articles=False)
            yield from self._follow_index(listing, list(own))
        else:
            yield from self._take(listing, own)

    def _take(self, listing: ListingCrawl, titles: dict[str, str]) -> Iterator[Request]:
        articles = self._listings.articles(titles.items())
        self._listings.count(listing, has_articles=bool(articles))
        fetching, is_whole = self._listings.fetching, True
        for address, title in articles.items():
            if not names_topic(address.url):
                if self._others >= MAX_OTHERS:
                    is_whole = False
                    continue
                if not fetching.is_wanted(address):
                    continue
                self._others += 1
            yield from fetching.request(address, title)
        if is_whole:
            yield from self._listings.turn_page(listing, None, 0)

    def _follow_index(self, listing: ListingCrawl, urls: list[str]) -> Iterator[Request]:
        left = MAX_SITEMAPS - self._sitemaps
        self._remark_left_out(listing.url, len(urls), left)
        taken = urls[:left]
        self._sitemaps += len(taken)  # before others are read while these are requested
        for url in taken:
            yield from self._request(url)
        if len(taken) == len(urls):
            yield from self._listings.turn_page(listing, None, 0)

    def _remark_left_out(self, named_in: str, number: int, left: int) -> None:
        if number > left:
            what = f"names {number} sitemaps: a crawl reads at most {MAX_SITEMAPS}"
            remark_listing(self._listings.run, named_in, what)


class NoSitemap(ValueError):
    """A response is no sitemap; the message says why, in words."""


def read_sitemap(response: Response, max_bytes: int) -> tuple[str, list[tuple[str, str]]]:
    """Return the kind of a sitemap, `urlset` or `sitemapindex`, and its URLs with their titles.

    Only news sitemaps have titles. Raises NoSitemap, or whatever a parser raises, if it is none.
    """
    body = response.body
    if gzip_magic_number(response):
        try:
            body = gunzip(body, max_size=max_bytes)
        except Exception as error:  # of several modules
            raise NoSitemap(f"it cannot be unpacked, or has more than {max_bytes} bytes") from error
    events = etree.iterparse(
        BytesIO(without_surrogates(body)),
        events=("start", "end"),
        recover=True,
        remove_comments=True,
        resolve_entities=False,
        no_network=True,
    )
    try:
        _, root = next(events)
    except (StopIteration, etree.XMLSyntaxError):  # there is no element
        return "urlset", _read_text(body)
    kind = etree.QName(root).localname
    if kind not in ("urlset", "sitemapindex"):
        raise NoSitemap(f"its root is <{kind}>")  # such as a challenge page
    entries = []
    for event, element in events:
        if event == "end" and etree.QName(element).localname in ("url", "sitemap"):
            if url := element.findtext("{*}loc"):
                title = element.findtext("{*}news/{*}title") or ""
                entries.append((url, " ".join(title.split())))
            element.clear()  # a sitemap may have 50,000 of them
    return kind, entries


def _read_text(body: bytes) -> list[tuple[str, str]]:
    """Return the URLs of a sitemap that is a text with one on each line, as sitemaps.org allows."""
    lines = [line.strip() for line in body.decode("utf-8-sig", "replace").splitlines()]
    urls = [line for line in lines if line]
    if not urls:
        raise NoSitemap("it is empty")
    if not all(url.lower().startswith(("http://", "https://")) for url in urls):
        raise NoSitemap("it is neither XML nor a text with a web address on each line")
    return [(url, "") for url in urls]
