"""What the crawl does not do: leave a site, or read one whose robots.txt it could not read."""

import asyncio
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response, TextResponse
from scrapy.robotstxt import RobotParser

_FORBID_ALL = b"User-agent: *\nDisallow: /\n"


class StayOnSiteMiddleware:
    """Drops every request that is not for one of the site's own hosts, by http or https.

    Scrapy's OffsiteMiddleware lets requests with `dont_filter` through, whatever their host.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Keep the crawler: its spider knows the site's hosts."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raise IgnoreRequest for a request that leaves the site."""
        if not self._crawler.spider.owns(request.url):  # type: ignore[union-attr]
            raise IgnoreRequest(f"not one of the site's own hosts: {request.url}")


class SharedRobotsMiddleware(RobotsTxtMiddleware):
    """Scrapy's robots.txt middleware, true also for requests that wait for the same robots.txt.

    In Scrapy 2.19 they wait on one Deferred, which gives its result to the first of them and None,
    which means "all is allowed", to the others. A task gives it to all.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._tasks: dict[str, asyncio.Task[RobotParser | None]] = {}

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """Return the rules of the request's host, read once."""
        host = urlsplit(request.url).netloc
        if host not in self._tasks:
            self._tasks[host] = asyncio.ensure_future(super().robot_parser(request))
        return await self._tasks[host]


class UnreadableRobotsMiddleware:
    """A robots.txt that cannot be read forbids everything; one that is not there, nothing.

    Source: RFC 9309, 2.3.1.3 and 2.3.1.4.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Keep the crawler: its spider notes whose robots.txt was unreadable."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        """Give Scrapy's robots.txt middleware what the status means."""
        if not _is_robots(request) or response.status == 200:
            return response
        if 400 <= response.status < 500:
            return TextResponse(response.url, body=b"")
        return self._forbid(request, f"answered {response.status}")

    def process_exception(self, request: Request, exception: Exception) -> Response | None:
        """A server that cannot be reached has not allowed anything."""
        if not _is_robots(request):
            return None
        return self._forbid(request, f"could not be read ({type(exception).__name__})")

    def _forbid(self, request: Request, why: str) -> Response:
        host = urlsplit(request.url).hostname or ""
        self._crawler.spider.note_unreadable_robots(host, why)  # type: ignore[union-attr]
        return TextResponse(request.url, body=_FORBID_ALL)


def _is_robots(request: Request) -> bool:
    """Only robots.txt itself is fetched without leave of robots.txt."""
    return bool(request.meta.get("dont_obey_robotstxt"))
