"""Extensions: a line in the log that says how far the crawls are."""

import logging
from collections import Counter
from typing import ClassVar, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.utils.asyncio import create_looping_call

from archive.outcomes import Outcome

log = logging.getLogger("danvan")


class ProgressLog:
    """Logs the counts of all crawls of the process every PROGRESS_SECONDS (0 switches it off).

    There is one line for all of them: with a line for each of 160 sites, nobody would find those
    that say how a crawl ended.
    """

    _running: ClassVar[list["ProgressLog"]] = []
    """Of the crawls that go on, the oldest first; the oldest logs for all."""

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
        self._running.append(self)
        self._timer.start(self._seconds, now=False)

    def spider_closed(self) -> None:
        """Stop logging; the spider logs its final counts itself."""
        self._running.remove(self)
        self._timer.stop()

    def _log(self) -> None:
        if self._running[0] is not self:
            return
        runs = [extension._crawler.spider.run for extension in self._running]  # type: ignore[union-attr]
        listings = sum(run.listings for run in runs)
        outcomes = sum((run.outcomes for run in runs), Counter[Outcome]())
        log.info("sites being crawled: %d; %s", len(runs), counts(listings, outcomes))


def cost(requests: int, new: int) -> str:
    """Return in words how many requests a crawl sent, robots.txt and retries included."""
    share = f"{requests / new:.1f} for each new article" if new else "and no new article"
    return f"{requests} requests sent, {share}"


def counts(listings: int, outcomes: Counter[Outcome]) -> str:
    """Return in words how far one crawl is, or several."""
    named = ", ".join(f"{count} {outcome.value}" for outcome, count in outcomes.items() if count)
    return f"{listings} listings read, {outcomes.total()} URLs requested ({named or 'none yet'})"
