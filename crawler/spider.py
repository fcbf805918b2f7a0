"""The base of every site's spider: what a crawl of one site begins and ends with."""

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import urljoin

import scrapy
from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from archive.errors import ArchiveError
from archive.outcomes import Outcome
from archive.queue import Period
from archive.runs import Run
from archive.shared import shared_archive
from crawler.blocks import BlockWatch
from crawler.budget import Budget
from crawler.contact import identify
from crawler.discovery import Discovery
from crawler.extensions import cost, counts
from crawler.fetching import Fetching
from crawler.listings import Listings
from crawler.retry_after import Pauses, not_sent
from crawler.sitemaps import Sitemaps
from crawler.tls import accept_weak_tls
from replay.recovery import recover
from sites.card import SiteCard
from sites.check import check

log = logging.getLogger("danvan")

_CUT_SHORT = "cut short"
"""The reason with which a run that is cut short closes the spider."""


def apply_card(settings: BaseSettings, card: type[SiteCard]) -> None:
    """Apply what a card says of its servers, and who sends the requests.

    Disable the delays if an origin stands in for the site. Raises UsageError if CONTACT does not
    say who runs the crawl.
    """
    identify(settings)
    if card.weak_tls:
        accept_weak_tls(settings, card.owns)
    if settings["CRAWL_ORIGIN"]:
        settings.set("CONCURRENT_REQUESTS_PER_DOMAIN", 8, priority="spider")
        settings.set("DOWNLOAD_DELAY", 0, priority="spider")
        settings.set("AUTOTHROTTLE_ENABLED", False, priority="spider")
        settings.set("HTTPPROXY_ENABLED", False, priority="spider")  # $http_proxy is for sites


@dataclass(frozen=True, slots=True)
class SiteCrawl:
    """How the crawl of a site goes, or how it went."""

    site: str
    listings: int
    outcomes: Counter[Outcome]
    verdict: str
    """`failed` until it has ended."""
    reasons: list[str]
    fatal: str | None
    """Why the crawl could not go on, in one sentence."""


class SiteSpider(SiteCard, scrapy.Spider):
    """Crawls one site, as its card says."""

    run: Run
    """This crawl, in the archive."""
    budget: Budget
    """What this crawl may use."""
    listings: Listings
    """What was found of the site's listings."""
    discovery: Discovery
    """Finds articles in listings."""
    sitemap_discovery: Sitemaps
    """Finds articles in sitemaps."""
    fetching: Fetching
    """Requests articles."""
    blocks: BlockWatch
    """Notices if the site blocks the crawl."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        check(type(self))
        super().__init__(*args, **kwargs)
        self.limit = int(kwargs["limit"]) if kwargs.get("limit") else None
        self.period = Period(kwargs.get("since") or None, kwargs.get("until") or None)
        self.fatal: str | None = None
        """Why the crawl cannot go on, in one sentence."""
        self.verdict: tuple[str, list[str]] = ("failed", [])
        self.unreadable_robots: dict[str, str] = {}
        """Host -> why its robots.txt could not be read, so that nothing may be requested."""
        self.pauses = Pauses()
        self.deadline: float | None = None
        """In the event loop's time: when requests are given up, because the run must end."""

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Apply what the site's card says; see `apply_card`."""
        super().update_settings(settings)
        apply_card(settings, cls)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Open the archive and begin a run in it."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        settings = crawler.settings
        archive = shared_archive.acquire(
            settings["DATABASE_URL"], f"a crawl of {cls.name}", settings["CAPTURES_DIR"]
        )
        try:
            spider.run = Run(archive, cls.facts(), spider.period).open()
        except BaseException:
            shared_archive.release()
            raise
        spider.run.on_fault = spider.stop
        spider.run.on_cut_short = spider.cut_short
        max_bytes = settings.getint("DOWNLOAD_MAXSIZE")
        spider.blocks = BlockWatch(spider.run.cut_short, max_bytes)
        # Before the retries: what they take is a refusal, too.
        crawler.signals.connect(spider.blocks.note, signal=signals.response_downloaded)
        spider.budget = Budget.from_settings(settings)
        spider.fetching = Fetching(cls, spider.run, spider.limit, spider.budget.requests)
        spider.listings = Listings(cls, spider.run, spider.fetching)
        spider.discovery = Discovery(spider.listings)
        spider.sitemap_discovery = Sitemaps(spider.listings, max_bytes)
        log.info("%s: crawl begins", cls.name)
        crawler.signals.connect(spider._robots_parsed, signal=signals.robots_parsed)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """Recover an interrupted run, then request what is due, and the listings."""
        recovered = 0
        with self.run.guard():
            seconds = self.settings.getfloat("EXTRACTION_SECONDS")
            recovered = await recover(self.run.captures, type(self), seconds, lambda _: self.run)
        for host in self.live_hosts():  # an earlier crawl of this night may have used it up
            self.budget.check_host(self.run, host)
        if self.run.is_cut_short:
            self._close(_CUT_SHORT)
            return
        if recovered:
            log.info("%s: recorded %d captures of a killed run", self.name, recovered)
        for request in self.fetching.due_requests():
            yield request
        for request in self.discovery.listing_requests():
            yield request
        home = f"https://{self.live_hosts()[0]}/"
        for request in self.sitemap_discovery.requests(home, self.sitemaps):
            yield request

    def site_crawl(self) -> SiteCrawl:
        """Return how the crawl goes, or how it went."""
        run = self.run
        outcomes = Counter(run.outcomes)
        return SiteCrawl(self.name, run.listings, outcomes, *self.verdict, self.fatal)

    def _robots_parsed(self, robotparser: Any, request: Request) -> None:
        assert self.crawler.engine is not None
        robots = urljoin(request.url, "/robots.txt")
        for sitemap in self.sitemap_discovery.requests(robots, robotparser.rp.sitemaps):
            self.crawler.engine.crawl(sitemap)

    def stop(self, fault: str) -> None:
        """End the crawl of this site because of a fault that the operator must see."""
        if self.fatal is None:
            self.fatal = fault
            log.error("%s: %s", self.name, fault)
            self._close("archive")

    def cut_short(self, why: str) -> None:
        """End the crawl of this site for this night; what it has not requested is left to the next.

        A recovery is completed first, because it still writes to the archive.
        """
        log.warning("%s: %s", self.name, why)
        if not self.run.recovering:
            self._close(_CUT_SHORT)

    def _close(self, reason: str) -> None:
        assert self.crawler.engine is not None
        closing = self.crawler.engine.close_spider_async(reason=reason)
        self._closing = asyncio.ensure_future(closing)
        self.send_no_more()

    def send_no_more(self) -> None:
        """Give up the requests that wait for their turn: with a long delay they take minutes."""
        self.pauses.stop()
        assert self.crawler.engine is not None
        for slot in self.crawler.engine.downloader.slots.values():
            while slot.queue:
                request, waiting = slot.queue.popleft()
                waiting.errback(Failure(not_sent(request)))  # type: ignore[no-untyped-call]

    def _blocked_by(self) -> str | None:
        """Return how the site blocks the crawl: its first host asks to be left alone, or refuses.

        The others may be old: what they answer does not keep the site from being read.
        """
        home = f"https://{self.live_hosts()[0]}/"
        return self.pauses.why_left_alone(home) or self.blocks.reason()

    def closed(self, reason: str) -> None:
        """Write how the crawl went; Scrapy calls it after the pipelines are closed."""
        try:
            if reason == "finished":
                self.discovery.note_what_is_missing()
            self.run.blocked_by = self._blocked_by()
            self.run.was_accepted = self.blocks.was_accepted
            self.run.measures.listings = self.listings.measured()
            self.run.measures.robots_unread = len(self.unreadable_robots)
            self.verdict = self.run.close(finished=reason in ("finished", _CUT_SHORT))
            # A crawl of one period leaves articles that a later crawl must find again.
            if reason == "finished" and self.period == Period():
                self.listings.mark_fully_crawled()
            verdict, reasons = self.verdict
            run = self.run
            said = counts(run.listings, run.outcomes), cost(run.sent, run.outcomes[Outcome.STORED])
            log.info("%s: crawl ends: %s", self.name, "; ".join((verdict, *said, *reasons)))
        except ArchiveError as error:
            self.fatal = self.fatal or str(error)
        finally:
            try:
                shared_archive.release()
            except ArchiveError as error:
                self.fatal = self.fatal or str(error)
