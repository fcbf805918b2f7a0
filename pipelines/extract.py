"""Stage 2: from bytes to an article, in another process and within a time limit."""

import asyncio
from contextlib import suppress
from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Self

from pebble import ProcessExpired

from archive.outcomes import Outcome
from archive.runs import Run
from archive.site import SiteFacts
from archive.visit import Visit
from extraction.article import Article
from extraction.inputs import FetchedPage, SiteRules
from extraction.title import TITLE_OF_LINK
from pipelines import workers
from pipelines.workers import read_article

if TYPE_CHECKING:  # a re-extraction needs no Scrapy
    from scrapy.crawler import Crawler

MAX_TIMEOUTS = 5
"""Pages of a site whose extraction may take too long in one crawl; then it is cut short."""
_LEFT_OUT = Outcome.FAILED, "not extracted, because too many pages of the site took too long"


class ExtractPipeline:
    """Gives a visit its article; a page that holds none gets its outcome here.

    If pages of a site keep taking too long, its crawl is cut short and its waiting pages are not
    extracted: they would keep the processes from all other sites.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._under_way: set[asyncio.Task[Article]] = set()

    @classmethod
    def from_crawler(cls, crawler: "Crawler") -> Self:
        """Read the time limit from the settings."""
        return cls(crawler.settings.getfloat("EXTRACTION_SECONDS"))

    def open_spider(self) -> None:
        """Start the worker processes, or join those of another site."""
        workers.shared.acquire(self._seconds)

    def close_spider(self) -> None:
        """Release the worker processes."""
        workers.shared.release()

    def begin(self, visit: Visit) -> None:
        """Have the page of a visit extracted before `process_item` is called with it."""
        page = visit.page
        if visit.outcome is None and page is not None and page.content:
            visit.extraction = self._begun(visit, page)

    def _begun(self, visit: Visit, page: FetchedPage) -> asyncio.Task[Article]:
        extraction = asyncio.create_task(extract_in_worker(page, visit.run.rules))
        self._under_way.add(extraction)
        extraction.add_done_callback(self._under_way.discard)
        return extraction

    async def process_item(self, visit: Visit) -> Visit:
        """Extract the article, unless the visit has an outcome already."""
        page, visit.page = visit.page, None
        extraction, visit.extraction = visit.extraction, None
        if visit.outcome is not None:
            return visit
        if page is None or not page.content:
            visit.end(Outcome.EMPTY, "the page has no text of an article")
            return visit
        if _is_too_slow(visit.run):
            visit.end(*_LEFT_OUT)
            return visit
        try:
            article = await (extraction or self._begun(visit, page))
        except asyncio.CancelledError:
            if not _is_too_slow(visit.run):
                raise
            visit.end(*_LEFT_OUT)
        except TimeoutError:
            visit.end(Outcome.FAILED, f"the extraction took longer than {self._seconds:g} seconds")
            self._count_timeout(visit.run)
        except ProcessExpired:
            visit.end(Outcome.FAILED, "the extraction's process died on this page")
        except workers.ExtractionError as error:
            visit.end(Outcome.FAILED, f"the extraction broke: {error}")
        except Exception as error:  # whatever it was, the page must not vanish from the ledger
            visit.end(Outcome.FAILED, f"the extraction broke: {type(error).__name__}: {error}")
        else:
            visit.article = article
            unreadable = why_unreadable(article, visit.key, visit.run.site)
            if unreadable is not None:
                visit.end(*unreadable)
            else:
                await _measure(visit, article, page)
        return visit

    def _count_timeout(self, run: Run) -> None:
        run.timeouts += 1
        if _is_too_slow(run):
            run.cut_short(
                f"the extraction of {MAX_TIMEOUTS} pages took longer than {self._seconds:g} "
                "seconds each: the site is left for the night"
            )
            for extraction in self._under_way:
                extraction.cancel()


async def _measure(visit: Visit, article: Article, page: FetchedPage) -> None:
    """Count what was read, and read the first pages that fit a layout without it too."""
    measures, rules = visit.run.measures, visit.run.rules
    fits = any(article.layout == layout.name for layout in rules.layouts)
    shows_title = TITLE_OF_LINK not in article.doubts
    measures.read(article, fits=fits, shows_title=shows_title)
    if fits and visit.run.kind == "crawl" and measures.wants_comparison():
        with suppress(TimeoutError, ProcessExpired, workers.ExtractionError):
            measures.compare(article, await extract_in_worker(page, replace(rules, layouts=())))


def _is_too_slow(run: Run) -> bool:
    return run.kind == "crawl" and run.timeouts >= MAX_TIMEOUTS


async def extract_in_worker(page: FetchedPage, rules: SiteRules) -> Article:
    """Extract the article of a page in a worker process; see `Workers.run` for the errors."""
    return await workers.shared.run(partial(read_article, page, rules), len(page.content))


def _is_key_of(key: str, url: str, site: SiteFacts) -> bool:
    """Return whether a URL is of the article with a key.

    If the site's card does not know such a URL, the number of the article is looked for in it.
    """
    other = site.key_of(url)
    if other is not None:
        return other == key
    # `21/345` is the article 345 of a list, `345@b` is on the host b.
    number = key.partition(":")[2].rpartition("/")[2].partition("@")[0]
    around = pairwise(url.split(number)) if number else [("", "")]
    return any(not (left[-1:].isdigit() or right[:1].isdigit()) for left, right in around)


def why_unreadable(article: Article, key: str, site: SiteFacts) -> tuple[Outcome, str] | None:
    """Return the outcome of a page without a readable article and the reason, or None.

    `key` is what is the same in all URLs of the article.
    """
    if article.challenge:
        return Outcome.BLOCKED, f"a challenge page: “{article.challenge}”"
    if article.garbled:
        return Outcome.FAILED, f"the page's text is garbled: {article.garbled}"
    if article.paywall:
        return Outcome.FAILED, f"the page keeps the rest of its text: “{article.paywall}”"
    if article.other and not _is_key_of(key, article.other, site):
        return Outcome.FAILED, f"the page shows another article: {article.other}"
    if not article.text:
        return Outcome.EMPTY, "the page has no text of an article"
    return None
