"""Hosts that ask for a pause: they are left alone that long, or for the rest of the crawl."""

import asyncio
from collections import Counter
from contextlib import suppress
from time import monotonic

from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from sites.responses import pause_asked_by
from sites.urls import bare_host

MAX_REFUSALS = 3
"""In a row; a host that asked so often for a pause is left alone for the rest of the crawl."""

_MIN_PAUSE = 1.0


class LeftAlone(IgnoreRequest):
    """The host is requested no more in this crawl; the message says why, in words."""


class NotSent(IgnoreRequest):
    """The crawl ends before the request is sent: the next one makes it, and nothing is recorded."""


def not_sent(request: Request) -> LeftAlone | NotSent:
    """Return why a request is not sent when the crawl ends; it may have been sent before."""
    if request.meta.get("retry_times"):
        return LeftAlone("the crawl ended before it was requested again")
    return NotSent("the crawl ends")


class Pauses:
    """The pauses that the hosts of a site asked for."""

    def __init__(self) -> None:
        self._ends: dict[str, float] = {}
        self._refusals: Counter[str] = Counter()
        self._left_alone: dict[str, str] = {}
        self._stopped = asyncio.Event()

    def why_left_alone(self, url: str) -> str | None:
        """Return why the host of a URL is left alone for the rest of the crawl, or None."""
        return self._left_alone.get(bare_host(url))

    def check(self, url: str) -> None:
        """Raise LeftAlone if the host of a URL is left alone for the rest of the crawl."""
        why = self.why_left_alone(url)
        if why is not None:
            raise LeftAlone(why)

    async def wait(self, url: str) -> None:
        """Wait until the pause of a URL's host is over.

        Raises LeftAlone as `check` does, and if the crawl is stopped meanwhile.
        """
        self.check(url)
        while (seconds := self._ends.get(bare_host(url), 0) - monotonic()) > 0:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopped.wait(), seconds)
                raise LeftAlone(f"the crawl was stopped while {bare_host(url)} wanted a pause")
            self.check(url)

    def stop(self) -> None:
        """End every pause: the crawl is being stopped, and must not wait for it."""
        self._stopped.set()

    @property
    def is_stopped(self) -> bool:
        """Whether the crawl is being stopped, and sends no request any more."""
        return self._stopped.is_set()

    def note(self, response: Response, max_seconds: float) -> str | None:
        """Begin the pause that a response asks for.

        A host that asks for more than `max_seconds` is left alone from now on. Return why it is,
        when that begins.
        """
        host = bare_host(response.url)
        asked = asked_pause(response)
        if asked is None:
            self._refusals[host] = 0
            return None
        pause = max(asked, _MIN_PAUSE)
        end = self._ends.get(host, 0)
        self._refusals[host] += monotonic() >= end  # else its request was sent before the pause
        self._ends[host] = max(end, monotonic() + pause)
        if host in self._left_alone:
            return None
        if pause > max_seconds:
            why = f"{host} answered {response.status} and asks for a pause of {pause:.0f} seconds"
        elif self._refusals[host] >= MAX_REFUSALS:
            why = f"{host} asked for a pause {MAX_REFUSALS} times in a row ({response.status})"
        else:
            return None
        self._left_alone[host] = why
        return why


def asked_pause(response: Response) -> float | None:
    """Return for how many seconds a response asks to be left alone, or None if it does not."""
    retry_after = (response.headers.get("Retry-After") or b"").decode("latin-1")
    return pause_asked_by(response.status, retry_after)
