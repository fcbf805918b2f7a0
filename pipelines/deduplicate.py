"""Stage 3: is this text in the archive already?"""

from typing import Self

from scrapy.crawler import Crawler

from archive.database import ArchiveError
from archive.models import Outcome
from pipelines.page import Page


class DeduplicatePipeline:
    """Points a second page with the same normalised text at the first article."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Keep the crawler: its spider holds the ledger."""
        return cls(crawler)

    def process_item(self, page: Page) -> Page:
        """Set the outcome `duplicate`, or let the page pass."""
        if page.outcome is not None or page.article is None:
            return page
        ledger = self._crawler.spider.ledger  # type: ignore[union-attr]
        try:
            first = ledger.archive.url_of_text(page.article.text_sha256)
        except ArchiveError as error:
            self._crawler.spider.stop(str(error))  # type: ignore[union-attr]
            first = None
        if first is not None and first != page.url:
            page.end(Outcome.DUPLICATE, f"the same text as {first}")
        return page
