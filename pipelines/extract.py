"""Stage 2: from bytes to an Article, in another process and within a time limit."""

from functools import partial
from typing import Self

from pebble import ProcessExpired
from scrapy.crawler import Crawler

from archive.models import Outcome
from archive.visit import Page
from archive.warc.records import Exchange
from extraction import Article, FetchedPage, SiteRules, extract
from pipelines import workers


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
        if page.outcome is not None or not page.body:
            if page.outcome is None:
                page.end(Outcome.EMPTY, "the page has no text of an article")
            return page
        try:
            article = await read_bytes(page)
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
            unreadable = why_unreadable(article)
            if unreadable is not None:
                page.end(*unreadable)
        page.body = b""
        return page


async def read_bytes(page: Page, exchange: Exchange | None = None) -> Article:
    """Read a page by the rules of today, or an earlier answer to its request, in a process."""
    body, content_type = page.body, page.content_type
    link_text, fetched = page.link_text, page.fetched
    if exchange is not None:
        body, content_type = exchange.content, (exchange.header("Content-Type") or "").lower()
        link_text, fetched = exchange.link_text, exchange.fetched
    fetched_page = FetchedPage(body, page.url, content_type, link_text, fetched)
    rules = SiteRules(page.layouts, page.ledger.repeated)
    return await workers.shared.run(partial(read_article, fetched_page, rules))


def read_article(page: FetchedPage, rules: SiteRules) -> Article:
    """Return the article alone: a crawl has no use for the notes, so they need not travel."""
    return extract(page, rules).article


def why_unreadable(article: Article) -> tuple[Outcome, str] | None:
    """Return the outcome of a page that holds no article that can be read, and why."""
    if article.challenge:
        return Outcome.BLOCKED, f"a challenge page: “{article.challenge}”"
    if article.garbled:
        return Outcome.FAILED, f"the page's text is garbled: {article.garbled}"
    if not article.text:
        return Outcome.EMPTY, "the page has no text of an article"
    return None
