"""Stage 1: from bytes to an Article, in another process and within a time limit."""

from functools import partial
from typing import Self

from pebble import ProcessExpired
from scrapy.crawler import Crawler

from archive.models import Outcome
from extraction import extract
from pipelines import workers
from pipelines.page import Page


class ExtractPipeline:
    """Gives a page its `article`; a page that holds none gets its outcome here."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read the time limit from the settings."""
        return cls(crawler.settings.getfloat("EXTRACTION_SECONDS"))

    def open_spider(self) -> None:
        """Start the worker processes, or join those of another site."""
        workers.shared.acquire(self._seconds)

    def close_spider(self) -> None:
        """Let go of the worker processes."""
        workers.shared.release()

    async def process_item(self, page: Page) -> Page:
        """Extract the article, unless the page's outcome is known already."""
        if page.outcome is not None:
            return page
        extraction = partial(
            extract,
            page.body,
            page.url,
            content_type=page.content_type,
            layouts=page.layouts,
            repeated=page.repeated,
            link_text=page.link_text,
            fetched=page.fetched,
        )
        try:
            article = await workers.shared.run(extraction)
        except TimeoutError:
            page.end(Outcome.FAILED, f"the extraction took longer than {self._seconds:g} seconds")
        except ProcessExpired:
            page.end(Outcome.FAILED, "the extraction's process died on this page")
        except workers.ExtractionBroke as error:
            page.end(Outcome.FAILED, f"the extraction broke: {error}")
        except Exception as error:  # whatever it was, the page must not vanish from the ledger
            page.end(Outcome.FAILED, f"the extraction broke: {type(error).__name__}: {error}")
        else:
            page.article = article
            if article.challenge:
                page.end(Outcome.BLOCKED, f"a challenge page: “{article.challenge}”")
            elif article.garbled:
                page.end(Outcome.FAILED, f"the page's text is garbled: {article.garbled}")
            elif not article.text:
                page.end(Outcome.EMPTY, "the page has no text of an article")
        return page
