"""Crawls of many sites in one process, some at once."""

import asyncio
import logging
from collections.abc import Sequence
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings

from archive.errors import ArchiveError
from crawler.loader import spider_of
from crawler.spider import SiteSpider
from sites.card import SiteCard

log = logging.getLogger("danvan")


class CrawlProcess(AsyncCrawlerProcess):
    """Begins the crawl of the next site when one has ended, until it is stopped or out of time."""

    def __init__(self, settings: Settings, sites: Sequence[type[SiteCard]]) -> None:
        super().__init__(settings)
        self.crawls = [self.create_crawler(spider_of(site)) for site in sites]
        self._is_over = False
        self.is_stopped = False
        """It was told to stop, by SIGINT or SIGTERM: no other crawl begins."""
        self.faults: set[str] = set()
        """Why crawls could not begin because of the archive."""

    async def stop(self) -> None:
        """End the crawls when the responses under way have come; Scrapy calls it on a signal."""
        self.is_stopped = not self._is_over  # at the end, Scrapy calls it as well
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

        async def crawl(crawler: Crawler) -> None:
            async with places:
                if not self.is_stopped and self._may_begin(crawler, deadline):
                    await self._crawl_one(crawler, arguments)

        await asyncio.gather(*map(crawl, self.crawls))
        self._is_over = not self.is_stopped

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

    async def _crawl_one(self, crawler: Crawler, arguments: dict[str, Any]) -> None:
        try:
            await self.crawl(crawler, **arguments)
        except ArchiveError as error:
            self.faults.add(str(error))
        except Exception:  # the other sites are crawled all the same
            log.exception("%s: the crawl could not begin", crawler.spidercls.name)

    def spiders(self) -> list[SiteSpider]:
        """Return the spiders of the crawls that have begun."""
        return [c.spider for c in self.crawls if isinstance(c.spider, SiteSpider)]
