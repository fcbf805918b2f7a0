"""The base of every site's spider: how a site is read, given what its site file says."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Self
from urllib.parse import quote, unquote, urljoin, urlsplit

import scrapy
from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.utils.gz import gunzip, gzip_magic_number
from scrapy.utils.sitemap import Sitemap
from twisted.python.failure import Failure

from archive.database import ArchiveError
from archive.ledger import Due, Entry, Ledger, Period
from archive.models import Outcome
from archive.shared import shared as shared_archive
from archive.visit import Page
from archive.warc.records import Exchange
from crawler.requests import canonical, exchange_of, page_request
from extraction.listings import Link, ListingPage, next_page, read_listing, sections
from extraction.topics import names_topic
from replay.importing import Import
from replay.runner import Stages
from sites.card import SiteFile
from sites.responses import REDIRECTS, page_of, target_of

log = logging.getLogger("danvan")

QUERIES = ("dân vận", "quy chế dân chủ", "thực hiện dân chủ ở cơ sở")
"""What a site's own search is asked for."""

MOST_PAGES = 1000  # of one listing in one crawl
MOST_REDIRECTS = 5
MOST_SITEMAPS = 200
# A sitemap lists all that a site ever published. Every article whose address names a topic is
# asked for, and this many of the others each night.
OTHERS_FROM_SITEMAPS = 500

_ROBOTS_SAYS_NO = "Forbidden by robots.txt"


@dataclass(slots=True)
class Listing:
    """A listing while it is read, page after page."""

    url: str
    template: str | None = None
    """Where the paging is known: the URL of page `{page}`."""
    number: int = 1
    incremental: bool = False
    """It was read to its end once: what was known before tonight is not new."""
    is_home: bool = False
    seen: set[str] = field(default_factory=set)


class SiteSpider(SiteFile, scrapy.Spider):
    """Reads one site."""

    ledger: Ledger

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.check()
        super().__init__(*args, **kwargs)
        self.limit = int(kwargs["limit"]) if kwargs.get("limit") else None
        self.period = Period(kwargs.get("since") or None, kwargs.get("until") or None)
        self.fatal: str | None = None
        self.verdict: tuple[str, list[str]] = ("failed", [])
        # Key -> its URLs: the first was asked for, the others wait in case it cannot be read.
        self._asked: dict[str, list[str]] = {}
        self._lost: set[str] = set()
        self._read_through: set[str] = set()
        # Next pages that were asked for -> the listing that they are of; and listings that go on
        # with the pages of another, such as a search that is in the menu too.
        self._turned: dict[str, str] = {}
        self._joined: dict[str, str] = {}
        self._unreadable_robots: dict[str, str] = {}
        self._sitemaps = 0
        self._others_from_sitemaps = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Open the archive and the site's ledger in it."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        archive = shared_archive.acquire(crawler.settings["DATABASE_URL"], f"a crawl of {cls.name}")
        try:
            spider.ledger = Ledger(archive, cls.card(), spider.period)
            spider.ledger.on_fault = spider.stop
        except BaseException:
            shared_archive.release()
            raise
        log.info("%s: crawl begins", cls.name)
        crawler.signals.connect(spider._robots_parsed, signal=signals.robots_parsed)
        return spider

    # What is read first

    async def start(self) -> AsyncIterator[Request]:
        """Ask for what is due again, and for the home pages, the sections and the searches."""
        await self._take_up_what_was_left_behind()
        for due in self.ledger.due_pages():
            for request in self._follow(due) if due.leads_to else self._ask_for_article(due, ""):
                yield request
        for host in self.hosts:
            yield self._listing_request(Listing(f"https://{host}/", is_home=True))
        for section in self.sections:
            yield self._listing_request(Listing(urljoin(f"https://{self.hosts[0]}/", section)))
        for query in QUERIES if self.search else ():
            template = f"https://{self.hosts[0]}" + self.search.replace("{query}", quote(query))
            first = template.replace("{page}", "1")
            yield self._listing_request(Listing(first, template=template))

    async def _take_up_what_was_left_behind(self) -> None:
        """Read the pages that a killed crawl captured and did not store: they are not asked for."""
        with self.ledger.guard():
            left = self.ledger.left_behind()
            if not left:
                return
            self.ledger.may_settle = False
            log.info("%s: %d captures of a killed run are taken up", self.name, len(left))
            with Stages(self.settings.getfloat("EXTRACTION_SECONDS")) as stages:
                sites = dict.fromkeys(self.hosts, type(self))
                await Import(self.ledger.archive, sites, self.ledger).take_up(left, stages)
            self.ledger.may_settle = True

    def _listing_request(self, listing: Listing, url: str | None = None) -> Request:
        if listing.number == 1:
            listing.incremental = self.ledger.was_read_through(listing.url)
        return page_request(
            url or listing.url,
            callback=self.parse_listing,
            errback=self.listing_failed,
            cb_kwargs={"listing": listing},
            # A following page only when no article waits: else all of a site's would, in memory.
            # (What is published meanwhile moves articles down, to where they are seen again.)
            priority=10 if listing.number == 1 else -10,
        )

    def _robots_parsed(self, robotparser: Any, request: Request) -> None:
        for url in (urljoin(request.url, url) for url in robotparser.rp.sitemaps):
            if self.owns(url):
                assert self.crawler.engine is not None
                self.crawler.engine.crawl(self._sitemap_request(url))

    def _sitemap_request(self, url: str) -> Request:
        return page_request(
            canonical(url),
            callback=self.parse_sitemap,
            errback=self.listing_failed,
            cb_kwargs={"listing": Listing(url)},
            priority=10,
        )

    # Listings

    def parse_listing(self, response: Response, listing: Listing) -> Iterator[Request]:
        """Ask for a listing page's articles, and for its next page while there is news."""
        if response.status in REDIRECTS:
            yield from self._redirected_listing(response, listing)
            return
        if response.status != 200:
            self._remark_listing(listing, f"answered {response.status}")
            return
        page = self._listing_page(response)
        links = [link for link in page.links if self.owns(link.url)]
        articles = list(self._article_links(links))
        challenge = None if articles else page.challenge
        if challenge:
            self._remark_listing(listing, f"is a challenge page: “{challenge}”")
            return
        if not articles and listing.number == 1 and not (listing.is_home or listing.template):
            self._remark_listing(listing, "shows no article")
            return
        self.ledger.listings += 1
        fresh = 0
        for url, text in articles:
            key = self.key(url)
            assert key is not None
            if key not in listing.seen:
                listing.seen.add(key)
                fresh += not (listing.incremental and self.ledger.was_known(key))
            yield from self._ask_for_article(Due(url, key), text)
        if listing.is_home:
            yield from self._sections(links)
        yield from self._turn_page(listing, links, fresh)

    def _listing_page(self, response: Response) -> ListingPage:
        content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
        return read_listing(response.body, content_type, response.url)

    def _article_links(self, links: list[Link]) -> Iterator[tuple[str, str]]:
        """Yield each article of a page once, with the longest text that links to it."""
        texts: dict[str, str] = {}
        for link in links:
            url = canonical(link.url)
            if self.key(url) is not None:
                texts[url] = max(texts.get(url, ""), link.text, key=len)
        yield from texts.items()

    def _sections(self, links: list[Link]) -> Iterator[Request]:
        for url in sections(links, self.menu, lambda url: self.key(url) is not None):
            yield self._listing_request(Listing(canonical(url)))

    def _turn_page(self, listing: Listing, links: list[Link], fresh: int) -> Iterator[Request]:
        if fresh and listing.number == 1:
            self.ledger.mark_listing(listing.url, read_through=False)
        if self._limit_reached():
            return  # not read to its end: the next crawl reads it again
        if listing.template:
            url: str | None = listing.template.replace("{page}", str(listing.number + 1))
        else:
            url = next_page(links, listing.number)
        ends = not fresh or url is None or not self.owns(url) or self.key(url) is not None
        if ends:
            self._read_through.add(listing.url)
            return
        if listing.number >= MOST_PAGES:
            self._remark_listing(listing, f"has more than {MOST_PAGES} pages")
            return
        assert url is not None
        following = canonical(url)
        first = self._turned.setdefault(following, listing.url)
        if first != listing.url:
            self._joined[listing.url] = first
            return
        listing.number += 1
        yield self._listing_request(listing, following)

    def _redirected_listing(self, response: Response, listing: Listing) -> Iterator[Request]:
        location = response.headers.get("Location")
        target = target_of(response.url, location.decode("latin-1") if location else None)
        hops = response.meta.get("hops", 0)
        if target is None or not self.owns(target) or hops >= MOST_REDIRECTS:
            self._remark_listing(listing, f"redirects to {target}")
            return
        # As it is given, with `www.` or not: this site wants it so.
        request = self._listing_request(listing, target)
        request.meta["hops"] = hops + 1
        yield request.replace(dont_filter=True)

    def parse_sitemap(self, response: Response, listing: Listing) -> Iterator[Request]:
        """Ask for a sitemap's articles: all that name a topic, and some of the others."""
        if response.status != 200:
            self._remark_listing(listing, f"answered {response.status}")
            return
        body = response.body
        try:
            if gzip_magic_number(response):
                body = gunzip(body, max_size=self.settings.getint("DOWNLOAD_MAXSIZE"))
            sitemap = Sitemap(body)
            addresses = [entry["loc"] for entry in sitemap if self.owns(entry["loc"])]
        except Exception as error:  # any parser's error: the sitemap is another's file
            self._remark_listing(listing, f"is no sitemap ({type(error).__name__})")
            return
        self.ledger.listings += 1
        if sitemap.type == "sitemapindex":
            left = MOST_SITEMAPS - self._sitemaps
            if len(addresses) > left:
                self._remark_listing(
                    listing, f"names {len(addresses)} sitemaps, of which only {left} were read"
                )
            for url in addresses[:left]:
                self._sitemaps += 1
                yield self._sitemap_request(url)
            return
        for url in map(canonical, addresses):
            key = self.key(url)
            if key is None:
                continue
            if not names_topic(url):
                if self._others_from_sitemaps >= OTHERS_FROM_SITEMAPS or not self._is_wanted(
                    key, url
                ):
                    continue
                self._others_from_sitemaps += 1
            yield from self._ask_for_article(Due(url, key), "")

    def listing_failed(self, failure: Failure) -> None:
        """Note a listing that could not be read."""
        request: Request = failure.request  # type: ignore[attr-defined]
        listing: Listing = request.cb_kwargs["listing"]
        self._remark_listing(listing, self._why(failure, request)[1])

    def _remark_listing(self, listing: Listing, what: str) -> None:
        self.ledger.remarks[f"the listing {unquote(listing.url)} {what}"] += 1

    # Articles

    def _limit_reached(self) -> bool:
        return self.limit is not None and len(self._asked) >= self.limit

    def _is_wanted(self, key: str, url: str) -> bool:
        return key not in self._asked and self.ledger.is_due(key, url)

    def _ask_for_article(self, due: Due, link_text: str) -> Iterator[Request]:
        urls = self._asked.get(due.key)
        if urls is not None:
            if due.url not in urls:
                urls.append(due.url)
                if due.key in self._lost:
                    yield from self._other_url(due.key, link_text)
        elif not self._limit_reached() and self.ledger.is_due(due.key, due.url):
            self._asked[due.key] = [due.url]
            yield self._article_request(due, link_text)

    def _follow(self, due: Due) -> Iterator[Request]:
        """Ask for what a page redirected to when there was no time left to ask for it."""
        target = canonical(due.leads_to or "")
        key = self.key(target)
        if key is None or key in self._asked or not self.ledger.is_due(key, target):
            self.ledger.settle_page(due.url)
        elif not self._limit_reached():
            self._asked[key] = [target]
            yield self._article_request(Due(target, key), "", via=(due.url,))

    def _other_url(self, key: str, link_text: str) -> Iterator[Request]:
        """Ask for an article under another of its URLs, where the first cannot be read."""
        urls = self._asked[key]
        self._lost.add(key)
        if len(urls) > 1:
            self._lost.discard(key)
            urls.pop(0)
            yield self._article_request(Due(urls[0], key), link_text)

    def _article_request(
        self, due: Due, link_text: str, hops: int = 0, via: tuple[str, ...] = ()
    ) -> Request:
        headers = {"If-None-Match": due.etag, "If-Modified-Since": due.last_modified}
        return page_request(
            due.url,
            callback=self.parse_article,
            errback=self.article_failed,
            headers={name: value for name, value in headers.items() if value},
            cb_kwargs={"key": due.key, "link_text": link_text, "via": via},
            meta={"hops": hops, "to_be_captured": True},
            dont_filter=hops > 0,
        )

    def parse_article(
        self, response: Response, key: str, link_text: str, via: tuple[str, ...]
    ) -> Iterator[Page | Request]:
        """Hand a page to the pipelines; without text to read, with its outcome.

        `via` are the URLs that redirected to it: they are settled with it.
        """
        exchange = exchange_of(response, link_text)
        page = page_of(type(self), self.ledger, exchange, response.body)
        assert page is not None  # only articles are asked for
        page.via = via
        if response.status in REDIRECTS:
            yield from self._redirected_article(response, page, exchange)
            return
        yield page
        if response.status not in (200, 304):
            yield from self._other_url(key, link_text)

    def _redirected_article(
        self, response: Response, page: Page, exchange: Exchange
    ) -> Iterator[Page | Request]:
        target = target_of(exchange.url, exchange.header("Location"))
        hops, link_text = response.meta.get("hops", 0), exchange.link_text or ""
        key = self.key(target) if target is not None else None
        if page.outcome is not Outcome.DUPLICATE or target is None or key is None:
            yield page
            if target is not None:
                yield from self._other_url(page.key, link_text)
            return
        if hops >= MOST_REDIRECTS:
            page.end(Outcome.FAILED, f"more than {MOST_REDIRECTS} redirects")
            yield page
            yield from self._other_url(page.key, link_text)
            return
        same = canonical(target) == page.url  # with `www.`, or the like: no page of its own
        due = Due(target if key == page.key else canonical(target), key)
        if key != page.key and (key in self._asked or not self.ledger.is_due(key, due.url)):
            yield page
            return
        page.again = True  # until its target has an outcome, now or in a later crawl
        if not same:
            yield page
        if key == page.key or not self._limit_reached():
            self._asked.setdefault(key, [due.url])
            via = page.via if same else (*page.via, page.url)
            yield self._article_request(due, link_text, hops + 1, via)

    def article_failed(self, failure: Failure) -> Iterator[Page | Request]:
        """Give a page that was not answered its outcome."""
        request: Request = failure.request  # type: ignore[attr-defined]
        key, link_text = request.cb_kwargs["key"], request.cb_kwargs["link_text"]
        via = request.cb_kwargs["via"]
        outcome, reason = self._why(failure, request)
        entry = Entry(canonical(request.url), key, outcome, reason, datetime.now(UTC), via=via,
                      requested=outcome is not Outcome.REFUSED)  # fmt: skip
        with self.ledger.guard():  # at once: it has no capture that a later crawl could take up
            self.ledger.record(entry)
            self.ledger.archive.commit()
        yield from self._other_url(key, link_text)

    def _why(self, failure: Failure, request: Request) -> tuple[Outcome, str]:
        error = failure.value
        if isinstance(error, IgnoreRequest) and _ROBOTS_SAYS_NO in str(error):
            host = urlsplit(request.url).hostname or ""
            if host in self._unreadable_robots:
                why = self._unreadable_robots[host]
                return Outcome.REFUSED, f"is not fetched: robots.txt of {host} {why}"
            return Outcome.REFUSED, "is not fetched: robots.txt forbids it"
        return Outcome.FAILED, f"could not be fetched: {type(error).__name__}: {error}".rstrip(": ")

    def note_unreadable_robots(self, host: str, why: str) -> None:
        """Remember that nothing may be fetched from a host, and why."""
        self._unreadable_robots[host] = why

    # The end

    def stop(self, sentence: str) -> None:
        """End the crawl of this site because of a fault that the operator must see."""
        if self.fatal is None:
            self.fatal = sentence
            log.error("%s: %s", self.name, sentence)
            assert self.crawler.engine is not None
            closing = self.crawler.engine.close_spider_async(reason="archive")
            self._closing = asyncio.ensure_future(closing)

    def log_counts(self) -> None:
        """Write a line that says how far the crawl of this site is."""
        outcomes = self.ledger.outcomes
        named = ", ".join(f"{count} {outcome.value}" for outcome, count in outcomes.items())
        log.info("%s: %d listings read, %d URLs asked for (%s)", self.name, self.ledger.listings,
                 outcomes.total(), named or "none yet")  # fmt: skip

    def closed(self, reason: str) -> None:
        """Write how it went; called by Scrapy after the pipelines are closed."""
        try:
            # A crawl of one period leaves articles behind that a later crawl must find again.
            self.verdict = self.ledger.close(finished=reason == "finished")
            if reason == "finished" and self.period == Period():
                joined = {url for url, other in self._joined.items() if other in self._read_through}
                for url in self._read_through | joined:
                    self.ledger.mark_listing(url, read_through=True)
            self.log_counts()
            log.info(
                "%s: crawl ends: %s", self.name, "; ".join((self.verdict[0], *self.verdict[1]))
            )
        except ArchiveError as error:
            self.fatal = self.fatal or str(error)
        finally:
            try:
                shared_archive.release()
            except ArchiveError as error:
                self.fatal = self.fatal or str(error)
