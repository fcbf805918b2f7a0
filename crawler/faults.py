"""What a spider could not do: no fault of it goes unseen by the operator."""

from collections.abc import Iterable
from typing import Any, Self
from urllib.parse import unquote

from scrapy.crawler import Crawler
from scrapy.http import Response

from archive.database import ArchiveError


class FaultMiddleware:
    """Ends the crawl of a site whose ledger cannot be used; any other fault makes it doubtful."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Keep the crawler: its spider is to be stopped."""
        return cls(crawler)

    def process_spider_exception(
        self, response: Response, exception: Exception
    ) -> Iterable[Any] | None:
        """Take over ArchiveError, with one sentence; note any other, which Scrapy then logs."""
        spider = self._crawler.spider
        if isinstance(exception, ArchiveError):
            spider.stop(str(exception))  # type: ignore[union-attr]
            return []
        what = f"{unquote(response.url)} broke the spider ({type(exception).__name__})"
        spider.ledger.remarks[what] += 1  # type: ignore[union-attr]
        return None
