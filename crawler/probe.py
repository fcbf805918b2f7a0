"""A probe: a short visit to a site that finds out where its articles are."""

from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import replace
from itertools import chain, islice, zip_longest
from typing import Any, Self
from urllib.parse import quote, urljoin

import scrapy
from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from archive.measures import Measures
from archive.times import clock
from crawler.fetching import failure_outcome
from crawler.probed_pages import Page, feed_entries, named_feeds, read_page, sitemap_entries
from crawler.requests import MAX_REDIRECTS, following, location, page_request, redirects
from crawler.retry_after import Pauses
from crawler.spider import apply_card
from extraction.listings import Link
from sites.card import SiteCard
from sites.findings import (
    FEED,
    HOME,
    SEARCH,
    SECTION,
    SITEMAP,
    ArticleVisit,
    Findings,
    HostVisit,
    ListingVisit,
)
from sites.probing import (
    links_of_design,
    note_articles,
    section_links,
    section_url,
    with_patterns,
)
from sites.responses import REDIRECT_STATUSES, refresh_target
from sites.urls import bare_host, canonical

MAX_REQUESTS = 30
"""Of one probe, with those for robots.txt."""
MAX_SECONDS = 300.0
"""After which a probe gives up what it has not read."""
_MAX_BYTES = 60_000_000
_MAX_HOSTS = 3  # with a home page that is requested
_MAX_SITEMAPS = 2  # with the first one that each of them names
_MAX_FEEDS = 2
_FIRST_SECTIONS = 8  # before the articles; the requests that are left at the end are for others
_MAX_SECOND_PAGES = 3
_ARTICLES = 5
_QUERY = "dân vận"
_USUAL_FEEDS = ("/rss/home.rss", "/rss", "/feed")
_NO_REQUEST_LEFT = f"not requested: a probe sends at most {MAX_REQUESTS} requests"


class Visit:
    """What the middlewares and extensions need of a run: here it is not written anywhere."""

    def __init__(self) -> None:
        self.remarks: Counter[str] = Counter()
        self.measures = Measures()
        self.sent = 0
        self.host_requests = Counter[str]()
        self.is_over = False

    def count_request(self, host: str) -> None:
        """Count a request to a host."""
        self.sent += 1
        self.host_requests[host] += 1

    def cut_short(self, why: str) -> None:
        """Note that the budget is used up."""
        self.is_over = True


class ProbeSpider(SiteCard, scrapy.Spider):
    """Visits the site of a card with few requests, one after the other.

    It obeys robots.txt and pauses as a crawl does; nothing is captured.
    """

    findings: Findings
    """What it has found so far."""
    site: type[SiteCard]
    """The card with patterns that fit what was read so far."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.run = Visit()
        self.fatal: str | None = None
        self.unreadable_robots: dict[str, str] = {}
        self.pauses = Pauses()
        self.deadline: float | None = None
        self._robots: dict[str, list[str]] = {}

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Apply what the card says, and the budget of a probe."""
        super().update_settings(settings)
        apply_card(settings, cls)
        for name, value in (
            ("MAX_RUN_REQUESTS", MAX_REQUESTS),
            ("MAX_RUN_SECONDS", MAX_SECONDS),
            ("MAX_RUN_BYTES", _MAX_BYTES),
            ("RETRY_ENABLED", False),
            ("PROGRESS_SECONDS", 0),
            ("ITEM_PIPELINES", {}),
        ):
            settings.set(name, value, priority="spider")

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Count the requests, and keep what each robots.txt says."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        card = cls.__mro__[1]
        assert issubclass(card, SiteCard)
        spider.findings = Findings(card)
        spider.site = card
        crawler.signals.connect(spider._count, signal=signals.request_reached_downloader)
        crawler.signals.connect(spider._robots_parsed, signal=signals.robots_parsed)
        return spider

    def _count(self) -> None:
        self.findings.requests += 1

    def _robots_parsed(self, robotparser: Any, request: Request) -> None:
        self._robots[bare_host(request.url)] = list(islice(robotparser.rp.sitemaps, 10))

    async def start(self) -> AsyncIterator[Request]:
        """Visit the site; all requests are sent here, none through the scheduler."""
        self._max_bytes = self.settings.getint("DOWNLOAD_MAXSIZE")
        homes = [page async for page in self._visit_homes()]
        await self._visit_sitemaps()
        await self._visit_feeds(homes)
        self._infer()
        sections = section_links(self.site, self._listings(HOME))
        await self._visit_sections(sections[:_FIRST_SECTIONS])
        self._infer()
        await self._visit_second_pages()
        await self._visit_articles()
        await self._visit_search()
        left = section_links(self.site, self._listings(HOME))
        await self._visit_sections(left)
        self._infer()
        self.findings.remarks = self.run.remarks
        return
        yield  # what makes this function a generator

    def stop(self, fault: str) -> None:
        """Note a fault that ends the probe; see `SpiderErrorMiddleware`."""
        self.fatal = fault
        self.run.is_over = True

    # Requests

    async def _get(self, url: str) -> tuple[Response | None, str]:
        """Return the response at a URL, or where it redirects to, and how it answered in words."""
        request = page_request(url)
        while True:
            if self.run.is_over or self.findings.requests >= MAX_REQUESTS:
                return None, _NO_REQUEST_LEFT
            assert self.crawler.engine is not None
            try:
                response = await self.crawler.engine.download_async(request)
            except Exception as error:  # of the middlewares, the network or the server
                failure = Failure(error)  # type: ignore[no-untyped-call]
                return None, failure_outcome(failure)[1]
            target = _target(response)
            if target is None:
                return response, f"answered {response.status}"
            if not self.may_request(target):
                return None, f"redirects to another host, not followed: {target}"
            if redirects(response) >= MAX_REDIRECTS:
                return None, f"redirects more than {MAX_REDIRECTS} times"
            request = following(response, target)

    async def _visit_page(self, url: str, kind: str) -> tuple[ListingVisit, Page | None]:
        """Request a page of HTML, and note its links to the site."""
        response, answer = await self._get(url)
        visit = ListingVisit(canonical(url), kind, answer)
        if response is None or response.status != 200:
            return visit, None
        content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
        page = read_page(response.body, content_type, response.url)
        if page.challenge:
            visit.answer = f"is a challenge page: “{page.challenge}”"
            return visit, None
        visit.is_read = True
        visit.links = self._own(page.links)
        note_articles(self.site, visit)
        return visit, page

    # What is visited

    async def _visit_homes(self) -> AsyncIterator[Page]:
        for host in self.live_hosts()[:_MAX_HOSTS]:
            url = f"https://{host}/"
            visit, page = await self._visit_page(url, HOME)
            moved = page.url if page is not None and canonical(page.url) != canonical(url) else None
            self.findings.hosts.append(
                HostVisit(host, visit.answer, moved, self._robots_in_words(host))
            )
            if page is None:
                continue
            self.findings.listings.append(visit)
            self.findings.title = self.findings.title or page.title
            self.findings.search = self.findings.search or page.search
            yield page

    def _robots_in_words(self, host: str) -> str:
        if host in self.unreadable_robots:
            return self.unreadable_robots[host]
        if host not in self._robots:
            return "not read"
        return f"read; it names {len(self._robots[host])} sitemaps"

    async def _visit_sitemaps(self) -> None:
        """Visit sitemaps; what one of those has that another names counts as that one's."""
        named = {canonical(url) for urls in self._robots.values() for url in urls
                 if self.may_request(url)}  # fmt: skip
        self.findings.robots_sitemaps = named
        own = [section_url(self.site, path) for path in self.sitemaps]
        usual = f"https://{self.live_hosts()[0]}/sitemap.xml"
        for url in list(dict.fromkeys([*own, *sorted(named)] or [usual]))[:_MAX_SITEMAPS]:
            visit = ListingVisit(url, SITEMAP, "")
            self.findings.listings.append(visit)
            inner = await self._read_sitemap(visit, url)
            if inner:
                await self._read_sitemap(visit, inner[0])

    async def _read_sitemap(self, visit: ListingVisit, url: str) -> list[str]:
        """Request a sitemap, and note its URLs, or return those of the sitemaps that it names."""
        response, visit.answer = await self._get(url)
        if response is None or response.status != 200:
            return []
        kind, found = sitemap_entries(response, self._max_bytes)
        if kind is None:
            visit.answer = "is no sitemap"
            return []
        visit.is_read = True
        urls = [canonical(one) for one in found if self.may_request(one)]
        if kind == "sitemapindex":
            return urls
        visit.links += [Link(one, "", "") for one in urls]
        return []

    async def _visit_feeds(self, homes: list[Page]) -> None:
        """Visit feeds, and the first of those that a page names which stands in place of one."""
        own = [section_url(self.site, path) for path in self.feeds]
        named = [canonical(url) for page in homes for url in page.feeds if self.may_request(url)]
        home = f"https://{self.live_hosts()[0]}/"
        waiting = list(dict.fromkeys([*own, *named])) or [urljoin(home, p) for p in _USUAL_FEEDS]
        for url in waiting[:_MAX_FEEDS]:
            response = await self._visit_feed(url)
            if response is not None:
                named = [canonical(k) for k in named_feeds(response) if self.may_request(k)]
                for first in named[:1]:
                    await self._visit_feed(first)

    async def _visit_feed(self, url: str) -> Response | None:
        """Request a feed, and note its entries. Return the response if it is no feed."""
        response, answer = await self._get(url)
        visit = ListingVisit(url, FEED, answer)
        self.findings.listings.append(visit)
        if response is None or response.status != 200:
            return None
        entries = feed_entries(response)
        if not entries:
            visit.answer = "is no feed with entries"
            return response
        visit.is_read = True
        visit.links = self._own(entries)
        return None

    async def _visit_sections(self, urls: Iterable[str]) -> None:
        known = {visit.url for visit in self.findings.listings}
        for url in urls:
            if url in known:
                continue
            if self.findings.requests >= MAX_REQUESTS:
                self.findings.unread_sections.append(url)
                continue
            visit, _ = await self._visit_page(url, SECTION)
            self.findings.listings.append(visit)

    async def _visit_second_pages(self) -> None:
        with_next = [visit for visit in self._listings(SECTION) if visit.next_page]
        for visit in with_next[:_MAX_SECOND_PAGES]:
            assert visit.next_page is not None
            visit.second_page, _ = await self._visit_page(visit.next_page, SECTION)

    async def _visit_articles(self) -> None:
        texts: dict[str, str] = {}
        for link in (link for visit in self.findings.listings for link in visit.links):
            texts[link.url] = max(texts.get(link.url, ""), link.text, key=len)
        for url in islice(self._some_articles(), _ARTICLES):
            response, answer = await self._get(url)
            visit = ArticleVisit(url, answer, texts.get(url, ""))
            self.findings.articles.append(visit)
            if response is not None and response.status == 200:
                visit.content = response.body
                visit.fetched = clock()
                visit.content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")

    def _some_articles(self) -> Iterator[str]:
        """Yield articles in turn from each pattern, first those that not every page links to."""
        design = links_of_design(self.findings.listings)
        urls = [url for visit in self.findings.listings for url in visit.articles]
        by_pattern: dict[str, dict[str, None]] = {}
        for url in sorted(dict.fromkeys(urls), key=lambda url: url in design):
            match = self.site.match(url)
            if match is not None:
                by_pattern.setdefault(match[0], {})[url] = None
        turns = zip_longest(*by_pattern.values())
        return (url for url in chain.from_iterable(turns) if url is not None)

    async def _visit_search(self) -> None:
        path = self.search or self.findings.search
        if path:
            url = urljoin(
                f"https://{self.live_hosts()[0]}/", path.replace("{query}", quote(_QUERY))
            )
            visit, _ = await self._visit_page(url.replace("{page}", "1"), SEARCH)
            self.findings.listings.append(visit)

    # What follows

    def _listings(self, kind: str) -> list[ListingVisit]:
        return [visit for visit in self.findings.listings if visit.kind == kind]

    def _own(self, links: Iterable[Link]) -> list[Link]:
        return [replace(link, url=canonical(link.url)) for link in links if self.owns(link.url)]

    def _infer(self) -> None:
        """Find the patterns that fit all that was read, and the articles by them."""
        self.site = with_patterns(self.findings.card, self.findings.listings)
        for visit in self.findings.listings:
            for one in filter(None, (visit, visit.second_page)):
                note_articles(self.site, one)


def probe_of(card: type[SiteCard]) -> type[ProbeSpider]:
    """Return the spider that probes the site of a card."""
    return type(f"{card.__name__}Probe", (card, ProbeSpider), {"__module__": card.__module__})


def _target(response: Response) -> str | None:
    """Return where a response leads on to, or None."""
    if response.status in REDIRECT_STATUSES:
        return location(response)
    sets_cookie = "Set-Cookie" in response.headers
    if response.status != 200:
        return None
    return refresh_target(response.url, response.body, sets_cookie=sets_cookie)
