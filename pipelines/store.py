"""Stage 4: write the article and the ledger, in batches."""

import asyncio
from typing import Self

from scrapy.crawler import Crawler

from archive.database import ArchiveError
from archive.ledger import Entry
from archive.models import Outcome
from pipelines.page import Page

_BATCH_SECONDS = 1.0  # how long a page waits to be written, at the most


class StorePipeline:
    """Writes what became of every page; a batch is one transaction."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._timer: asyncio.TimerHandle | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Keep the crawler: its spider holds the ledger."""
        return cls(crawler)

    def process_item(self, page: Page) -> Page:
        """Store the article, if the page is one, and its outcome."""
        spider = self._crawler.spider
        try:
            self._write(page)
        except ArchiveError as error:
            spider.stop(str(error))  # type: ignore[union-attr]
        return page

    def _write(self, page: Page) -> None:
        ledger = self._crawler.spider.ledger  # type: ignore[union-attr]
        if page.outcome is None and page.article is not None:
            named = ", ".join(f"“{item.phrase}” in {item.field}" for item in page.article.evidence)
            page.end(Outcome.STORED, f"found {named}")
            if page.layouts and page.article.layout not in {one.name for one in page.layouts}:
                ledger.without_layout += 1
        assert page.outcome is not None
        ledger.record(
            Entry(
                url=page.url,
                key=page.key,
                outcome=page.outcome,
                reason=page.reason,
                fetched=page.fetched,
                status=page.status,
                etag=page.etag,
                last_modified=page.last_modified,
                article=page.article,
                requested=page.requested,
                again=page.again,
            )
        )
        if self._timer is None:
            loop = asyncio.get_running_loop()
            self._timer = loop.call_later(_BATCH_SECONDS, self._commit)

    def _commit(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        try:
            self._crawler.spider.ledger.archive.commit()  # type: ignore[union-attr]
        except ArchiveError as error:
            self._crawler.spider.stop(str(error))  # type: ignore[union-attr]

    def close_spider(self) -> None:
        """Write what is left."""
        self._commit()
