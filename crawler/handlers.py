"""The download handler: it sends requests to the origin, if there is one, and keeps responses."""

from urllib.parse import urlsplit

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler.requests import KEEP_WIRE, WIRE
from crawler.tls import WeakCiphers


class OriginDownloadHandler(HTTP11DownloadHandler):
    """Sends every request, robots.txt included, to the server in CRAWL_ORIGIN.

    The request carries the site's own name in its `Host` header and the response keeps the site's
    URL, so nothing else in the crawl can see the difference. Without CRAWL_ORIGIN it works as
    Scrapy's own handler.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._max_pause = crawler.settings.getfloat("RETRY_AFTER_MAX_SECONDS")
        if getattr(crawler.spidercls, "weak_tls", False):
            self._contextFactory.tls_ciphers = WeakCiphers()
        self._origin = (crawler.settings["CRAWL_ORIGIN"] or "").rstrip("/")

    async def download_request(self, request: Request) -> Response:
        """Download from the origin or the site; keep the response if it is to be captured.

        A host that asked for a pause is left alone until it is over.
        """
        spider = self._crawler.spider
        assert spider is not None
        await spider.pauses.wait(request.url)  # type: ignore[attr-defined]
        response = await self._download(request)
        left_alone = spider.pauses.note(response, self._max_pause)  # type: ignore[attr-defined]
        if left_alone is not None:
            spider.run.remarks[f"{left_alone}: it was left alone"] += 1  # type: ignore[attr-defined]
        if request.meta.get(KEEP_WIRE):
            request.meta[WIRE] = response
        return response

    async def _download(self, request: Request) -> Response:
        if not self._origin:
            return await super().download_request(request)
        parts = urlsplit(request.url)
        target = self._origin + (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        rerouted = request.replace(url=target)
        rerouted.headers["Host"] = parts.netloc
        response = await super().download_request(rerouted)
        return response.replace(url=request.url)
