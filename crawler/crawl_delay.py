"""The delay between requests that a robots.txt asks for."""

from typing import Any, Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response


class CrawlDelay:
    """Leaves at least as many seconds between two requests to a host as its robots.txt says.

    More than CRAWL_DELAY_MAX_SECONDS would leave the site unread: the delay is then that long, and
    the run says so. It runs after AutoThrottle, which would shorten the delay of a quick server.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._longest = crawler.settings.getfloat("CRAWL_DELAY_MAX_SECONDS")
        self._user_agent = crawler.settings["ROBOTSTXT_USER_AGENT"]
        self._delays: dict[str, float] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Connect to the signals of a robots.txt and of responses."""
        extension = cls(crawler)
        crawler.signals.connect(extension.robots_parsed, signal=signals.robots_parsed)
        crawler.signals.connect(extension.response_downloaded, signal=signals.response_downloaded)
        return extension

    def robots_parsed(self, robotparser: Any, request: Request) -> None:
        """Apply the delay of a robots.txt to its host."""
        asked = robotparser.rp.crawl_delay(self._user_agent)
        if asked is None:
            return
        if asked > self._longest:
            remarks = self._crawler.spider.run.remarks  # type: ignore[union-attr]
            remarks[
                f"a robots.txt asks for {asked:g} seconds between requests: "
                f"a crawl waits {self._longest:g} at most"
            ] += 1
        key = self._crawler.engine.downloader.get_slot_key(request)
        # A host may have another robots.txt at `www.`.
        self._delays[key] = max(self._delays.get(key, 0), min(asked, self._longest))
        self._apply(key)

    def response_downloaded(self, response: Response, request: Request) -> None:
        """Undo what AutoThrottle took from the delay."""
        self._apply(self._crawler.engine.downloader.get_slot_key(request))

    def _apply(self, key: str) -> None:
        slot = self._crawler.engine.downloader.slots.get(key)
        if slot is not None and key in self._delays:
            slot.delay = max(slot.delay, self._delays[key])
