"""The download handler: it sends requests to the origin, if there is one, and unpacks responses."""

import asyncio
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError, ResponseDataLossError
from scrapy.http import Response
from scrapy.responsetypes import responsetypes

from crawler.connections import BoundedFactory
from crawler.requests import KEEP_WIRE
from crawler.retry_after import LeftAlone
from crawler.tls import WeakCiphers
from extraction.encodings import Incomplete, unpack


class OriginDownloadHandler(HTTP11DownloadHandler):
    """Sends every request, robots.txt included, to the server in CRAWL_ORIGIN.

    The request carries the site's own name in its `Host` header and the response keeps the site's
    URL, so nothing else in the crawl can see the difference. Without CRAWL_ORIGIN it sends them to
    the site, as Scrapy's own handler does.

    It unpacks responses as captures are unpacked. Scrapy's own middleware is off: it takes packed
    data without its end for a whole page.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = BoundedFactory
        self._max_pause = crawler.settings.getfloat("RETRY_AFTER_MAX_SECONDS")
        if getattr(crawler.spidercls, "weak_tls", False):
            self._contextFactory.tls_ciphers = WeakCiphers()
        self._origin = (crawler.settings["CRAWL_ORIGIN"] or "").rstrip("/")
        self._max_bytes = crawler.settings.getint("DOWNLOAD_MAXSIZE")

    async def download_request(self, request: Request) -> Response:
        """Download from the origin or the site, and unpack the response unless it is captured.

        A host that asked for a pause is left alone until it is over. At the spider's deadline the
        request is given up, with LeftAlone.
        """
        spider = self._crawler.spider
        assert spider is not None
        try:
            async with asyncio.timeout_at(spider.deadline) as until_deadline:  # type: ignore[attr-defined]
                await spider.pauses.wait(request.url)  # type: ignore[attr-defined]
                response = await self._download(request)
        except TimeoutError:
            if until_deadline.expired():
                raise LeftAlone("the time of the crawl was used up") from None
            raise
        left_alone = spider.pauses.note(response, self._max_pause)  # type: ignore[attr-defined]
        if left_alone is not None:
            spider.run.remarks[f"{left_alone}: it was left alone"] += 1  # type: ignore[attr-defined]
        return response if request.meta.get(KEEP_WIRE) else unpacked(response, self._max_bytes)

    async def _download(self, request: Request) -> Response:
        if not self._origin:
            return await super().download_request(request)
        parts = urlsplit(request.url)
        target = self._origin + (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        rerouted = request.replace(url=target)
        rerouted.headers["Host"] = parts.netloc
        response = await super().download_request(rerouted)
        return response.replace(url=request.url)


def unpacked(response: Response, most: int) -> Response:
    """Return a response with its body decoded, of at most so many bytes.

    Raises ResponseDataLossError if its end is missing, DownloadCancelledError if it is damaged or
    larger.
    """
    encodings = response.headers.getlist("Content-Encoding")
    if not encodings:
        return response
    try:
        body = unpack(response.body, b",".join(encodings).decode("latin-1"), most)
    except Incomplete as error:
        raise ResponseDataLossError(str(error)) from error
    except ValueError as error:
        raise DownloadCancelledError(str(error)) from error
    headers = response.headers.copy()
    del headers["Content-Encoding"]
    kind = responsetypes.from_args(headers=headers, url=response.url, body=body)
    return response.replace(cls=kind, body=body, headers=headers)
