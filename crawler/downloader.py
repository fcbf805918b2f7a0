"""The downloader: a host has one queue of requests, with or without `www.`."""

from scrapy import Request
from scrapy.core.downloader import Downloader

from sites.urls import bare_host


class HostDownloader(Downloader):
    """Sends one request at a time to a host, also if some URLs of the site have `www.`.

    Scrapy takes `www.baogosim.example` for another host: it would get twice as many requests.
    """

    def get_slot_key(self, request: Request) -> str:
        """Return the host whose delay and queue a request shares."""
        return bare_host(request.url)
