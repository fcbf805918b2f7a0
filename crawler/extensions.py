"""Extensions: lines in the log that say how far a crawl is."""

from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.utils.asyncio import create_looping_call


class ProgressLog:
    """Logs the counts of a crawl every PROGRESS_SECONDS (a setting; 0 switches it off)."""

    def __init__(self, crawler: Crawler, seconds: float) -> None:
        self._crawler = crawler
        self._seconds = seconds
        self._timer = create_looping_call(self._log)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Connect to the signals of the spider's start and end."""
        seconds = crawler.settings.getfloat("PROGRESS_SECONDS")
        if not seconds:
            raise NotConfigured
        extension = cls(crawler, seconds)
        crawler.signals.connect(extension.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(extension.spider_closed, signal=signals.spider_closed)
        return extension

    def spider_opened(self) -> None:
        """Begin to log."""
        self._timer.start(self._seconds, now=False)

    def spider_closed(self) -> None:
        """Stop logging; the spider logs its final counts itself."""
        self._timer.stop()

    def _log(self) -> None:
        self._crawler.spider.log_counts()  # type: ignore[union-attr]
