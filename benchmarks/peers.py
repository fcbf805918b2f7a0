"""Two spiders to compare a crawl with: what a user would write, and the least there can be.

    python -m benchmarks.peers naive ORIGIN FOLDER
    python -m benchmarks.peers plain ORIGIN FOLDER

`naive` follows the links of articles, asks trafilatura for their text and inserts rows one by one
into FOLDER/naive.db. `plain` requests the URLs in FOLDER/urls.txt and looks at none of them. Both
reach the sample newsroom at ORIGIN as a proxy.
"""

import re
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import sqlite_utils
import trafilatura
from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response
from scrapy.linkextractors import LinkExtractor
from scrapy.spiders import CrawlSpider, Rule

from danvan.common import all_sites
from sample_sites import SITE_NAMES

_SITES = [site for name, site in all_sites().items() if name in SITE_NAMES]
_ARTICLES = [
    pattern.removeprefix("^").replace("(?P<key>", "(").replace("(?P<day>", "(")
    for site in _SITES
    for pattern in site.articles.values()
]


def over_http(url: str) -> str:
    """Return a URL without TLS, which the newsroom does not speak."""
    return re.sub("^https:", "http:", url)


class NaiveSpider(CrawlSpider):
    """Follows the articles of all sites from their home pages and sections."""

    name = "naive"
    rules = (
        Rule(
            LinkExtractor(
                allow=_ARTICLES,
                allow_domains=[host for site in _SITES for host in site.hosts],
                process_value=over_http,
            ),
            callback="parse_article",
            follow=True,
        ),
    )

    def __init__(self, origin: str, folder: Path) -> None:
        super().__init__()
        self._origin = origin
        self._articles: Any = sqlite_utils.Database(folder / "naive.db")["articles"]

    async def start(self) -> AsyncIterator[Any]:
        """Request the home pages and sections."""
        for site in _SITES:
            for path in ("/", *site.sections):
                yield self._by_proxy(Request(f"http://{site.hosts[0]}{path}"))

    def _requests_to_follow(self, response: Response) -> Any:
        for request in super()._requests_to_follow(response):
            if request is not None:
                yield self._by_proxy(request)

    def _by_proxy(self, request: Request) -> Request:
        request.meta["proxy"] = self._origin
        return request

    def parse_article(self, response: Response) -> None:
        """Insert a row."""
        found: Any = trafilatura.bare_extraction(
            response.body, url=response.url, with_metadata=True
        )
        if found is not None:
            row = {name: getattr(found, name) for name in ("title", "author", "date", "text")}
            self._articles.insert({"url": response.url, **row}, pk="url", replace=True)


class PlainSpider(Spider):
    """Fetches a list of URLs."""

    name = "plain"

    def __init__(self, origin: str, folder: Path) -> None:
        super().__init__()
        self._origin = origin
        self._urls = (folder / "urls.txt").read_text("utf-8").split()

    async def start(self) -> AsyncIterator[Any]:
        """Request them all."""
        for url in self._urls:
            yield Request(over_http(url), meta={"proxy": self._origin}, dont_filter=True)

    def parse(self, response: Response) -> None:
        """Look at nothing."""


def main() -> None:
    """Run one of the spiders."""
    which, origin, folder = sys.argv[1:]
    process = AsyncCrawlerProcess(
        {
            "LOG_LEVEL": "ERROR",
            "HTTPERROR_ALLOW_ALL": True,
            "REDIRECT_ENABLED": False,  # to https, which the newsroom does not speak
        }
    )
    spider = {"naive": NaiveSpider, "plain": PlainSpider}[which]
    process.crawl(spider, origin=origin, folder=Path(folder))
    process.start()


if __name__ == "__main__":
    main()
