"""What to compare a crawl with: what a user would write or pick, and the least there can be.

    python -m benchmarks.peers NAME ORIGIN FOLDER

`naive` is a spider that follows the links of articles, asks trafilatura for their text and inserts
rows one by one into FOLDER/naive.db. `plain` is one that requests the URLs in FOLDER/urls.txt and
looks at none of them. `newspaper4k` and `news-please` fetch and extract the articles in
FOLDER/articles.txt as their guides show, and insert rows too. All reach the sample newsroom at
ORIGIN as a proxy. (Fundus reads only the newspapers that it knows.)
"""

import re
import sys
from collections.abc import AsyncIterator, Iterator
from importlib import import_module
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
_BATCH = 50  # articles


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


def fetch_with_newspaper(origin: str, folder: Path) -> None:
    """Fetch and extract the articles with newspaper4k, in threads, and insert rows."""
    newspaper = import_module("newspaper")
    fetch_news = import_module("newspaper.mthreading").fetch_news
    config = newspaper.Config()
    config.proxies = {"http": origin, "https": origin}
    config.fetch_images = False
    rows: Any = sqlite_utils.Database(folder / "newspaper.db")["articles"]
    for urls in _batches(folder):
        for found in fetch_news([newspaper.Article(url, config=config) for url in urls]):
            authors, date = ", ".join(found.authors), str(found.publish_date)
            row = {"title": found.title, "author": authors, "date": date, "text": found.text}
            rows.insert({"url": found.url, **row}, pk="url", replace=True)


def fetch_with_news_please(origin: str, folder: Path) -> None:
    """Fetch and extract the articles with news-please, in threads and processes; insert rows."""
    news_please = import_module("newsplease").NewsPlease
    proxies = {"http": origin, "https": origin}
    rows: Any = sqlite_utils.Database(folder / "news-please.db")["articles"]
    for urls in _batches(folder):
        found = news_please.from_urls(
            urls, request_args={"proxies": proxies, "timeout": 30}, fetch_images=False
        )
        for url, article in found.items():
            authors, date = ", ".join(article.authors), str(article.date_publish)
            text = {"title": article.title, "text": article.maintext}
            rows.insert({"url": url, "author": authors, "date": date, **text}, pk="url")


def _batches(folder: Path) -> Iterator[list[str]]:
    """Yield the URLs of some articles at a time: news-please starts a thread for each."""
    urls = (folder / "articles.txt").read_text("utf-8").split()
    for start in range(0, len(urls), _BATCH):
        yield [over_http(url) for url in urls[start : start + _BATCH]]


_LIBRARIES = {"newspaper4k": fetch_with_newspaper, "news-please": fetch_with_news_please}


def main() -> None:
    """Run one of them."""
    which, origin, folder = sys.argv[1:]
    if which in _LIBRARIES:
        _LIBRARIES[which](origin, Path(folder))
        return
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
