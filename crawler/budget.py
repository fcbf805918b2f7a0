"""The budget of a crawl: when its time, its requests or its bytes are used up, it ends."""

import asyncio
import math
from dataclasses import dataclass
from typing import Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Headers
from scrapy.settings import BaseSettings
from scrapy.utils.asyncio import CallLaterResult, call_later

from archive.runs import Run
from sites.urls import bare_host


@dataclass(frozen=True, slots=True)
class Budget:
    """What one crawl of one site may use."""

    seconds: float
    requests: int
    bytes: int
    host_requests: int
    """Of one host, in a night."""

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Self:
        """Read the budget from the settings. Raises ValueError, with one sentence."""
        return cls(
            _positive(settings, "MAX_RUN_SECONDS"),
            int(_positive(settings, "MAX_RUN_REQUESTS")),
            int(_positive(settings, "MAX_RUN_BYTES")),
            int(_positive(settings, "MAX_HOST_REQUESTS")),
        )

    def check_host(self, run: Run, host: str) -> None:
        """Cut a run short if a host has got all its requests of the night."""
        if run.host_requests[host] >= self.host_requests:
            run.cut_short(_used_up(f"{self.host_requests} requests to {host} in a night"))


def _positive(settings: BaseSettings, name: str) -> float:
    value = settings[name]
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = math.nan
    if not 1 <= number < math.inf:
        raise ValueError(f"The setting {name} must be a number of at least 1, not {value!r}.")
    return number


class RunBudget:
    """Cuts a crawl short when it has used up its budget.

    Scrapy's CloseSpider extension has no limit for bytes, and the run would not know why it ended.
    """

    def __init__(self, crawler: Crawler, budget: Budget) -> None:
        self._crawler = crawler
        self._budget = budget
        self._bytes = 0
        self._timer: CallLaterResult | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Connect to the signals of what is counted."""
        budget = cls(crawler, Budget.from_settings(crawler.settings))
        for method, signal in (
            (budget.spider_opened, signals.spider_opened),
            (budget.spider_closed, signals.spider_closed),
            (budget.count_request, signals.request_reached_downloader),
            (budget.count_headers, signals.headers_received),
            (budget.count_bytes, signals.bytes_received),
        ):
            crawler.signals.connect(method, signal=signal)
        return budget

    def spider_opened(self) -> None:
        """Start the clock, and set the time at which the spider gives up its requests."""
        seconds = self._budget.seconds
        deadline = asyncio.get_running_loop().time() + seconds
        self._crawler.spider.deadline = deadline  # type: ignore[union-attr]
        self._timer = call_later(seconds, self._cut_short, f"{seconds:g} seconds")

    def spider_closed(self) -> None:
        """Stop the clock."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def count_request(self, request: Request) -> None:
        """Count a request, also one for robots.txt or a retry."""
        run = self._crawler.spider.run  # type: ignore[union-attr]
        host = bare_host(request.url)
        run.count_request(host)
        self._budget.check_host(run, host)
        if run.sent == self._budget.requests:
            self._cut_short(f"{run.sent} requests")

    def count_bytes(self, data: bytes) -> None:
        """Count bytes as they arrive, also those of a response that is too large to be kept."""
        self._count(len(data))

    def count_headers(self, headers: Headers) -> None:
        """Count the bytes of a response's headers, which may be as large as pages."""
        self._count(len(headers.to_string()))

    def _count(self, size: int) -> None:
        self._bytes += size
        if self._bytes - size < self._budget.bytes <= self._bytes:
            self._cut_short(f"{self._budget.bytes} bytes")

    def _cut_short(self, what: str) -> None:
        self._crawler.spider.run.cut_short(_used_up(what))  # type: ignore[union-attr]


def _used_up(what: str) -> str:
    return f"the budget of {what} is used up: the next crawl requests what is left"
