"""What every response says of its server, for the monitors."""

from typing import Self

from OpenSSL.crypto import X509
from OpenSSL.SSL import Error as TlsError
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from twisted.web.client import ResponseFailed

from archive.measures import Measures
from archive.times import clock
from crawler.middlewares import NOT_RECEIVED
from crawler.requests import header, location
from sites.responses import REDIRECT_STATUSES, http_date
from sites.urls import bare_host, web_host


class MeasuringMiddleware:
    """Counts each response, or the error in its place, also if the request is sent again."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Keep the crawler, whose spider has the run."""
        return cls(crawler)

    @property
    def _measures(self) -> Measures:
        return self._crawler.spider.run.measures  # type: ignore[union-attr, no-any-return]

    def process_response(self, request: Request, response: Response) -> Response:
        """Count the status, the clock of the server, its certificate, and the host it leads to."""
        if NOT_RECEIVED in response.flags:
            return response
        measures = self._measures
        measures.answered(bare_host(response.url), response.status, _skew(response))
        until = _valid_until(response)
        if until is not None:
            measures.certificate_until = min(measures.certificate_until or until, until)
        if response.status in REDIRECT_STATUSES:
            target = location(response)
            host = web_host(target) if target is not None else None
            if host is not None and not self._crawler.spider.owns(target):  # type: ignore[union-attr]
                measures.moved[host] += 1
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Count the kind of an error; a request that we did not send is none."""
        if isinstance(exception, IgnoreRequest):
            return
        causes = exception.reasons if isinstance(exception, ResponseFailed) else []
        errors = [exception, exception.__cause__, *(failure.value for failure in causes)]
        if any(isinstance(error, TlsError) for error in errors):
            self._measures.certificate += 1
        self._measures.errors[type(exception).__name__] += 1


def _skew(response: Response) -> float | None:
    """Return by how many seconds this machine's clock is ahead of the server's."""
    sent = http_date(header(response, "Date") or "")
    if sent is None or sent.tzinfo is None:
        return None
    return (clock() - sent).total_seconds()


def _valid_until(response: Response) -> str | None:
    """Return the day on which the server's certificate ends, such as 2026-12-31."""
    certificate = getattr(response.certificate, "original", None)
    ends = certificate.get_notAfter() if isinstance(certificate, X509) else None
    if ends is None:
        return None
    day = ends.decode("ascii", "replace")
    return f"{day[:4]}-{day[4:6]}-{day[6:8]}"
