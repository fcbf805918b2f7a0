"""Stage 2: does the article belong in the archive?"""

from typing import Self

from scrapy.crawler import Crawler

from archive.models import Outcome
from pipelines.page import Page


class ClassifyPipeline:
    """Ends pages on other topics, and those published outside the period asked for."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Keep the crawler: its spider knows the period."""
        return cls(crawler)

    def process_item(self, page: Page) -> Page:
        """Set the outcome `off_topic`, or let the page pass."""
        if page.outcome is not None or page.article is None:
            return page
        period = self._crawler.spider.ledger.period  # type: ignore[union-attr]
        if not page.article.topics:
            page.end(Outcome.OFF_TOPIC, "no phrase of dân vận or QCDC in title, lead or body")
        elif page.article.published not in period:
            page.end(
                Outcome.OFF_TOPIC,
                f"published {page.article.published}, outside the period asked for: {period}",
            )
            page.again = True
        return page
