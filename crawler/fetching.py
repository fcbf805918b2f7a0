"""Fetching articles: which are requested at which URL, and what follows from their responses."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, islice

from scrapy import Request
from scrapy.exceptions import IgnoreRequest, ResponseDataLossError
from scrapy.http import Response
from twisted.python.failure import Failure

from archive.ledger import record
from archive.outcomes import Outcome
from archive.queue import DuePage
from archive.runs import Run
from archive.times import clock
from archive.visit import Visit
from crawler.middlewares import ForbiddenByRobotsTxt, UnreadableRobotsTxt
from crawler.requests import (
    KEEP_WIRE,
    MAX_REDIRECTS,
    exchange_of,
    following,
    page_request,
    validators,
    with_cookies,
)
from crawler.retry_after import LeftAlone, NotSent
from sites.card import Address, SiteCard
from sites.responses import REDIRECT_STATUSES, visit_from_exchange

_MAX_ADDRESSES = 10  # of one article that are kept in case it cannot be read at the first


class Fetching:
    """Requests each article of a site once, at one URL after another until one can be read."""

    def __init__(
        self,
        site: type[SiteCard],
        run: Run,
        limit: int | None,
        max_requests: int = sys.maxsize,
    ) -> None:
        self._site = site
        self._run = run
        # Requests that wait are in memory: no more than the run may send.
        self._limit = min(limit or max_requests, max_requests)
        self._max_due = (max_requests + 1) // 2
        # Key -> its addresses: the first was requested, the others wait in case it cannot be read.
        self._requested: dict[str, list[Address]] = {}
        self._unread: set[str] = set()
        """Keys of articles that could not be read and wait for another of their URLs."""
        self._tried: set[str] = set()
        """URLs at which an article could not be read: none is requested there again."""
        self._redirects: dict[str, str] = {}
        """URL -> the URL to which it redirected in this crawl."""
        self._circular: set[str] = set()
        """URLs that failed because they redirect in a circle."""

    def limit_reached(self) -> bool:
        """Return whether the crawl has requested as many articles as it may."""
        return len(self._requested) >= self._limit

    def is_wanted(self, address: Address) -> bool:
        """Return whether an article is due and was not requested yet."""
        return address.key not in self._requested and self._is_due(address)

    def _is_due(self, address: Address) -> bool:
        is_live = self._site.is_live(address.url)
        return is_live and self._run.queue.is_due(address.key, address.url)

    def due_requests(self) -> Iterator[Request]:
        """Request what is due, whether or not a listing still has it.

        It takes at most half of the requests of the run, so that news is not left waiting.
        """
        requests = chain.from_iterable(map(self._due_request, self._run.queue.due_pages()))
        yield from islice(requests, self._max_due)

    def _due_request(self, due: DuePage) -> Iterator[Request]:
        if not self._site.is_live(due.url):
            return
        if due.redirects_to is not None:
            yield from self._request_target(due)
        else:
            yield from self.request(Address(self._site, due.key, due.url), "", due)

    def request(
        self, address: Address, link_text: str, due: DuePage | None = None
    ) -> Iterator[Request]:
        """Request an article, unless it was requested, is not due, or the limit is reached.

        `due` has the validators for a conditional request.
        """
        addresses = self._requested.get(address.key)
        if addresses is not None:
            if len(addresses) < _MAX_ADDRESSES and address not in addresses:
                addresses.append(address)
                if address.key in self._unread:
                    yield from self._request_other_url(addresses[0], link_text)
        elif not self.limit_reached() and self._is_due(address):
            self._requested[address.key] = [address]
            yield self._article_request(address, link_text, due)

    def _request_target(self, due: DuePage) -> Iterator[Request]:
        """Request the target of a redirect, which an earlier crawl did not come to."""
        target = self._site.resolve(due.redirects_to or "")
        if target is None or not self.is_wanted(target):
            self._run.queue.clear_due(due.url)
        elif not self.limit_reached():
            self._requested[target.key] = [target]
            yield self._article_request(target, "", redirected_from=(due.url,))

    def _request_other_url(self, address: Address, link_text: str) -> Iterator[Request]:
        """Request an article at the next of its URLs, because it could not be read at this one."""
        addresses = self._requested[address.key]
        self._tried |= {address.url, addresses[0].url}  # the first may have led to this one
        waiting = [other for other in addresses if other.url not in self._tried]
        if waiting:
            self._requested[address.key] = waiting
            self._unread.discard(address.key)
            yield self._article_request(waiting[0], link_text)
        else:
            self._unread.add(address.key)

    def _article_request(
        self,
        address: Address,
        link_text: str,
        due: DuePage | None = None,
        *,
        url: str | None = None,
        redirects: int = 0,
        redirected_from: tuple[str, ...] = (),
    ) -> Request:
        return page_request(
            url or address.url,
            callback=self.parse_article,
            errback=self.article_failed,
            headers=self._validators(due) if due is not None else {},
            cb_kwargs={
                "address": address,
                "link_text": link_text,
                "redirects": redirects,
                "redirected_from": redirected_from,
            },
            meta={KEEP_WIRE: True},
            # News comes before revisits, in case the crawl is cut short.
            priority=0 if due is None else -5,
            dont_filter=True,  # `_requested` and `_tried` have what was requested
        )

    def _validators(self, due: DuePage) -> dict[str, str]:
        """Return the headers of a conditional request.

        There are none if the capture that a 304 would confirm is lost: the page is needed again.
        """
        found = validators(due.etag, due.last_modified)
        last = self._run.captures.last_complete(due.url) if found else None
        if last is not None and not self._run.captures.is_intact(last):
            self._run.remarks["a capture is missing or damaged (see `danvan captures verify`)"] += 1
            return {}
        return found

    def parse_article(
        self,
        response: Response,
        address: Address,
        link_text: str,
        redirects: int,
        redirected_from: tuple[str, ...],
    ) -> Iterator[Visit | Request]:
        """Send a visit to the pipelines, with its outcome if there is no text to read.

        `redirected_from` are the URLs that redirected to it: they are no longer due after it.
        """
        exchange = exchange_of(response, link_text)
        try:
            visit = visit_from_exchange(self._run, address, exchange)
        except ValueError as error:  # it cannot be unpacked, and is captured as no whole page
            part = replace(exchange, truncated="unspecified")
            visit = Visit(
                self._run,
                address.key,
                address.url,
                exchange.fetched,
                response.status,
                exchange=part,
            )
            visit.end(Outcome.FAILED, f"could not be read: {error}")
        visit.redirected_from = redirected_from
        if response.status in REDIRECT_STATUSES or visit.redirects_to is not None:
            yield from self._parse_redirect(visit, address, response, link_text, redirects)
            return
        yield visit
        if response.status not in (200, 304) or visit.outcome is Outcome.FAILED:
            yield from self._request_other_url(address, link_text)

    def _parse_redirect(
        self, visit: Visit, address: Address, response: Response, link_text: str, redirects: int
    ) -> Iterator[Visit | Request]:
        location = visit.redirects_to
        is_followed = location is not None and visit.outcome is Outcome.DUPLICATE
        target = self._site.resolve(location) if location is not None and is_followed else None
        if location is None or target is None:
            yield visit
            if location is not None:
                yield from self._request_other_url(address, link_text)
            return
        if redirects >= MAX_REDIRECTS:
            visit.end(Outcome.FAILED, f"more than {MAX_REDIRECTS} redirects")
            yield visit
            yield from self._request_other_url(address, link_text)
            return
        if target.key != address.key:
            leads_back = self._leads_back(target.url, address.url)
            self._redirects[address.url] = target.url
            if leads_back and target.key in self._requested:
                yield from self._end_circle(visit, address, target, response, link_text, redirects)
                return
            if not leads_back and not self.is_wanted(target):
                yield visit
                return
        if target.url == address.url:  # with `www.`, or by http
            again = following(response, location)
            again.cb_kwargs["redirects"] = redirects + 1
            yield again
            return
        visit.due_again = True  # until its target has an outcome, in this crawl or a later one
        yield visit
        if target.key == address.key or not self.limit_reached():
            self._requested.setdefault(target.key, [target])
            request = self._article_request(
                target,
                link_text,
                # An article that moved within its key is requested as the site wants it.
                url=location if target.key == address.key else None,
                redirects=redirects + 1,
                redirected_from=(*visit.redirected_from, visit.url),
            )
            yield with_cookies(response, request)

    def _leads_back(self, url: str, start: str) -> bool:
        """Return whether a URL redirects to another, in this crawl or when it was fetched last."""
        for _ in range(MAX_REDIRECTS):
            location = self._redirects.get(url) or self._run.pages.redirect_of(url)
            target = self._site.resolve(location) if location is not None else None
            if target is None:
                return False
            if target.url == start:
                return True
            url = target.url
        return False

    def _end_circle(
        self,
        visit: Visit,
        address: Address,
        target: Address,
        response: Response,
        link_text: str,
        redirects: int,
    ) -> Iterator[Visit | Request]:
        """Fail a page that redirects in a circle, and request its target again.

        The target was taken for a duplicate of this page: it fails too, unless the circle is over.
        """
        visit.end(Outcome.FAILED, f"redirects in a circle, to {target.url} and back")
        yield visit
        self._circular.add(address.url)
        if target.url not in self._circular:
            request = self._article_request(target, link_text, redirects=redirects + 1)
            yield with_cookies(response, request)
        yield from self._request_other_url(address, link_text)

    def article_failed(self, failure: Failure) -> Iterator[Visit | Request]:
        """Record an article for which there was no response, unless it was not requested."""
        if isinstance(failure.value, NotSent):
            return
        request: Request = failure.request  # type: ignore[attr-defined]
        address: Address = request.cb_kwargs["address"]
        visit = Visit(
            self._run,
            address.key,
            address.url,
            clock(),
            redirected_from=request.cb_kwargs["redirected_from"],
        )
        visit.end(*failure_outcome(failure))
        visit.requested = not isinstance(failure.value, IgnoreRequest)
        visit.is_temporary = isinstance(failure.value, UnreadableRobotsTxt)
        # At once: there is no capture from which a later crawl could recover it.
        with self._run.guard():
            record(visit)
            self._run.archive.commit()
        yield from self._request_other_url(address, request.cb_kwargs["link_text"])


def failure_outcome(failure: Failure) -> tuple[Outcome, str]:
    """Return the outcome of a request without a response, and the reason."""
    error = failure.value
    if isinstance(error, ForbiddenByRobotsTxt):
        return Outcome.REFUSED, f"is not fetched: {error}"
    if isinstance(error, LeftAlone):
        return Outcome.FAILED, f"is not fetched: {error}"
    if isinstance(error, ResponseDataLossError):
        return Outcome.FAILED, f"only a part of it came: {str(error) or 'the connection ended'}"
    reasons = getattr(error and error.__cause__, "reasons", ())  # of Twisted's ResponseFailed
    why = ", ".join(str(reason.value) for reason in reasons)
    why = why or f"{type(error).__name__}: {error}".rstrip(": ")
    return Outcome.FAILED, f"could not be fetched: {why}"
