"""Middlewares: a crawl stays on its site, obeys robots.txt, and reports what breaks the spider."""

import asyncio
from collections.abc import Iterable
from typing import Any, Self
from urllib.parse import unquote, urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response, TextResponse
from scrapy.robotstxt import RobotParser

from archive.errors import ArchiveError
from crawler.requests import MAX_REDIRECTS, following, location, redirects
from crawler.retry_after import LeftAlone, NotSent, not_sent
from sites.responses import REDIRECT_STATUSES
from sites.urls import web_host

NOT_RECEIVED = "not received"
"""The flag of a response that no server sent."""

_FORBID_ALL = b"User-agent: *\nDisallow: /\n"
_ROBOTS_OF = "robots_of"  # key in `meta`: the host whose robots.txt redirected here


class ForbiddenByRobotsTxt(IgnoreRequest):
    """robots.txt forbids the request; the message says why, in words for the ledger."""


class UnreadableRobotsTxt(ForbiddenByRobotsTxt):
    """What robots.txt allows is not known tonight."""


class StayOnSiteMiddleware:
    """Drops every request for a host that the site's card does not let be requested.

    And every request for a host that is left alone for the rest of the crawl.

    Scrapy's OffsiteMiddleware lets requests with `dont_filter` through, whatever their host.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Keep the crawler, whose spider knows the site's hosts."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raise IgnoreRequest for a request that must not be sent."""
        if self._crawler.spider.pauses.is_stopped:  # type: ignore[union-attr]
            raise not_sent(request)
        if not self._crawler.spider.may_request(request.url):  # type: ignore[union-attr]
            raise IgnoreRequest(f"not one of the site's own hosts: {request.url}")
        self._crawler.spider.pauses.check(request.url)  # type: ignore[union-attr]


class HttpOnlyMiddleware:
    """Requests by http what is on a host without https, as the card of the site says."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Keep the crawler, whose spider knows such hosts."""
        return cls(crawler)

    def process_request(self, request: Request) -> Request | None:
        """Return the request by http instead, if its host does not speak https."""
        host = web_host(request.url)
        if not request.url.startswith("https:") or host not in self._crawler.spider.http_only:  # type: ignore[union-attr]
            return None
        return request.replace(url="http:" + request.url.removeprefix("https:"))


class SharedRobotsMiddleware(RobotsTxtMiddleware):
    """Scrapy's robots.txt middleware, with the right rules for requests that wait for them.

    In Scrapy 2.19 requests that wait for the same robots.txt wait for one Deferred. It gives its
    result to the first of them and None, which means that all is allowed, to the others. A task
    gives it to all.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._tasks: dict[str, asyncio.Task[RobotParser | None]] = {}

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """Return the rules of the request's host, which are read once."""
        host = urlsplit(request.url).netloc
        if host not in self._tasks:
            self._tasks[host] = asyncio.ensure_future(super().robot_parser(request))
        return await self._tasks[host]

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        """Raise ForbiddenByRobotsTxt for a request that the rules forbid, or if there are none.

        It may have waited for them until the crawl ended, and is not sent then.
        """
        if self.crawler.spider.pauses.is_stopped:  # type: ignore[union-attr]
            raise not_sent(request)
        host = urlsplit(request.url).hostname or ""
        if rp is None:  # an error in reading it, which Scrapy has logged
            raise UnreadableRobotsTxt(f"robots.txt of {host} could not be read")
        try:
            super().process_request_2(rp, request)
        except IgnoreRequest as error:
            unreadable = self.crawler.spider.unreadable_robots.get(host)  # type: ignore[union-attr]
            if unreadable:
                raise UnreadableRobotsTxt(f"robots.txt of {host} {unreadable}") from error
            raise ForbiddenByRobotsTxt("robots.txt forbids it") from error


class UnreadableRobotsMiddleware:
    """A robots.txt that cannot be read forbids everything; one that does not exist, nothing.

    It is read where it redirects to on the site's own hosts; a redirect to any other host is not
    followed. Source: RFC 9309, 2.3.1; like other crawlers, it does not take 429 as permission.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Keep the crawler, whose spider remembers the hosts with an unreadable robots.txt."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """Replace the response with what its status means to Scrapy's robots.txt middleware."""
        if not _is_robots(request) or 200 <= response.status < 300:
            return response
        if response.status in REDIRECT_STATUSES:
            return self._follow(request, response.replace(request=request))
        if 400 <= response.status < 500 and response.status != 429:
            return TextResponse(response.url, body=b"")
        return self._forbid(request, f"answered {response.status}")

    def _follow(self, request: Request, response: Response) -> Request | Response:
        target = location(response)
        if target is None:
            return self._forbid(request, "redirects to something that is no URL")
        if not self._crawler.spider.may_request(target):  # type: ignore[union-attr]
            return self._forbid(request, f"redirects to another host, not followed: {target}")
        if redirects(response) >= MAX_REDIRECTS:
            return self._forbid(request, f"redirects more than {MAX_REDIRECTS} times")
        follower = following(response, target)
        follower.meta[_ROBOTS_OF] = _robots_of(request)
        return follower

    def process_exception(self, request: Request, exception: Exception) -> Response | None:
        """Forbid everything on a server that cannot be reached: it has not allowed anything."""
        if not _is_robots(request) or isinstance(exception, NotSent):
            return None
        return self._forbid(request, f"could not be read ({_described(exception)})")

    def _forbid(self, request: Request, why: str) -> Response:
        self._crawler.spider.unreadable_robots[_robots_of(request)] = why  # type: ignore[union-attr]
        return TextResponse(request.url, body=_FORBID_ALL, flags=[NOT_RECEIVED])


def _described(exception: Exception) -> str:
    return str(exception) if isinstance(exception, LeftAlone) else type(exception).__name__


def _is_robots(request: Request) -> bool:
    """Return whether this is a request for robots.txt: no other one ignores its rules."""
    return bool(request.meta.get("dont_obey_robotstxt"))


def _robots_of(request: Request) -> str:
    """Return the host whose rules a request for robots.txt is to read, through any redirect."""
    return str(request.meta.get(_ROBOTS_OF) or urlsplit(request.url).hostname or "")


class SpiderErrorMiddleware:
    """Ends the crawl of a site whose archive cannot be used; any other error makes it doubtful."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Keep the crawler, whose spider is to be stopped."""
        return cls(crawler)

    def process_spider_exception(
        self, response: Response, exception: Exception
    ) -> Iterable[Any] | None:
        """Stop the spider for an ArchiveError; note any other error, which Scrapy then logs."""
        spider = self._crawler.spider
        if isinstance(exception, ArchiveError):
            spider.stop(str(exception))  # type: ignore[union-attr]
            return []
        what = f"{unquote(response.url)} broke the spider ({type(exception).__name__})"
        spider.run.remarks[what] += 1  # type: ignore[union-attr]
        return None
