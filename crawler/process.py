"""Crawls of many sites in one process, some at once."""

import asyncio
import logging
from collections.abc import Sequence
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings

from archive.errors import ArchiveError
from crawler.loader import spider_of
from crawler.spider import SiteCrawl, SiteSpider
from sites.card import SiteCard

log = logging.getLogger("danvan")


class CrawlProcess(AsyncCrawlerProcess):
    """Begins the crawl of the next site when one has ended, until it is stopped or out of time."""

    def __init__(self, settings: Settings, sites: Sequence[type[SiteCard]]) -> None:
        super().__init__(settings)
        self._sites = sites
        # A crawler only while it crawls: what it has in memory would stay there until the last
        # site has ended.
        self._begun: dict[str, Crawler | SiteCrawl] = {}
        self._is_over = False
        self.is_stopped = False
        """It was told to stop, by SIGINT or SIGTERM: no other crawl begins."""
        self.faults: set[str] = set()
        """Why crawls could not begin because of the archive."""

    async def stop(self) -> None:
        """End the crawls when the responses under way have come; Scrapy calls it on a signal."""
        self.is_stopped = not self._is_over  # at the end, Scrapy calls it as well
        for crawler in self.crawlers:
            if isinstance(crawler.spider, SiteSpider) and crawler.engine is not None:
                crawler.spider.send_no_more()
        await super().stop()

    def crawl_all(
        self, arguments: dict[str, Any], at_once: int, seconds: float | None = None
    ) -> None:
        """Crawl the sites, `at_once` of them, and begin none after so many seconds."""
        loop = asyncio.get_event_loop()
        task = loop.create_task(self._crawl_all(arguments, at_once, seconds))
        task.add_done_callback(self._stop_reactor)
        self.start(stop_after_crawl=False)

    async def _crawl_all(
        self, arguments: dict[str, Any], at_once: int, seconds: float | None
    ) -> None:
        deadline = asyncio.get_running_loop().time() + seconds if seconds is not None else None
        places = asyncio.Semaphore(at_once)

        async def crawl(site: type[SiteCard]) -> None:
            async with places:
                if not self.is_stopped:
                    await self._crawl_one(site, arguments, deadline)

        await asyncio.gather(*map(crawl, self._sites))
        self._is_over = not self.is_stopped

    async def _crawl_one(
        self, site: type[SiteCard], arguments: dict[str, Any], deadline: float | None
    ) -> None:
        try:
            await self._crawl_in_time(site, arguments, deadline)
        except ArchiveError as error:
            self.faults.add(str(error))
        except Exception:  # the other sites are crawled all the same
            log.exception("%s: the crawl could not begin", site.name)

    async def _crawl_in_time(
        self, site: type[SiteCard], arguments: dict[str, Any], deadline: float | None
    ) -> None:
        """Crawl a site if there is time for it, and keep how it went."""
        crawler = self.create_crawler(spider_of(site))
        if not self._may_begin(crawler, deadline):
            return
        self._begun[site.name] = crawler
        try:
            await self.crawl(crawler, **arguments)
        finally:
            ended = _site_crawl(crawler)
            if ended is None:
                del self._begun[site.name]
            else:
                self._begun[site.name] = ended

    def _may_begin(self, crawler: Crawler, deadline: float | None) -> bool:
        """Return whether there is time for a crawl, and let it end in time."""
        if deadline is None:
            return True
        left = deadline - asyncio.get_running_loop().time()
        if left < 1:
            return False
        if left < float(crawler.settings["MAX_RUN_SECONDS"]):
            crawler.settings.set("MAX_RUN_SECONDS", left, priority="cmdline")
        return True

    def site_crawls(self) -> list[SiteCrawl]:
        """Return how the crawls that have begun go, or how they went, in the order of the sites.

        Another thread may call it.
        """
        begun = (self._begun.get(site.name) for site in self._sites)
        crawls = (_site_crawl(one) if isinstance(one, Crawler) else one for one in begun)
        return [crawl for crawl in crawls if crawl is not None]


def _site_crawl(crawler: Crawler) -> SiteCrawl | None:
    """Return how a crawl goes, or None if it has no spider yet."""
    spider = crawler.spider
    return spider.site_crawl() if isinstance(spider, SiteSpider) else None
