"""An archive that cannot be written ends the crawl, with one sentence and no traceback."""

from collections.abc import Iterable
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.http import Response

from archive.database import ArchiveError


class ArchiveFaultMiddleware:
    """Ends the crawl of a site whose spider could not read or write the ledger."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Keep the crawler: its spider is to be stopped."""
        return cls(crawler)

    def process_spider_exception(
        self, response: Response, exception: Exception
    ) -> Iterable[Any] | None:
        """Take over ArchiveError; every other exception is Scrapy's to log."""
        if not isinstance(exception, ArchiveError):
            return None
        self._crawler.spider.stop(str(exception))  # type: ignore[union-attr]
        return []
