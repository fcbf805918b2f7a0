"""Finding articles: home pages and their menus, listings and their pages, searches."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import quote, unquote, urljoin

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from archive.queue import RECENT_DAYS
from archive.runs import Run
from crawler.fetching import Fetching, failure_outcome
from crawler.requests import follow_listing, location, page_request, remark_listing
from extraction.listings import Link, next_page, read_listing, sections
from sites.card import Address, SiteCard
from sites.responses import REDIRECT_STATUSES, refresh_target
from sites.urls import canonical

QUERIES = ("dân vận", "quy chế dân chủ", "thực hiện dân chủ ở cơ sở")
"""What a site's own search is queried for."""

MAX_PAGES = 1000  # of one listing in one crawl
MAX_MENU_SECTIONS = 50  # of all home pages of a site; a menu names about ten
_MAX_NAMED = 3  # listings in one sentence


@dataclass(slots=True)
class ListingCrawl:
    """A listing while it is crawled, page after page."""

    url: str
    template: str | None = None
    """The URL of page `{page}`, if the paging is known."""
    number: int = 1
    incremental: bool = False
    """It was fully crawled once: what was known before this crawl is not new."""
    is_home: bool = False
    seen: set[str] = field(default_factory=set)
    """Keys of the articles on its pages."""
    sections: int = 0
    """Sections that it names, if it is a home page."""
    is_read: bool = False


class Discovery:
    """Crawls the listings of a site and requests the articles that it finds."""

    def __init__(self, site: type[SiteCard], run: Run, fetching: Fetching) -> None:
        self._site = site
        self._run = run
        self._fetching = fetching
        self._fully_crawled: set[str] = set()
        self._menu_sections: set[str] = set()
        # URL of a next page -> its listing; and listings that continue on the pages of another one,
        # such as a search that is a menu entry too.
        self._page_of: dict[str, str] = {}
        self._joined: dict[str, str] = {}
        self._listings: list[ListingCrawl] = []

    # Requests

    def listing_requests(self) -> Iterator[Request]:
        """Request the home pages, the sections and the searches."""
        home = f"https://{self._site.hosts[0]}"
        for host in self._site.live_hosts():
            yield self._listing_request(ListingCrawl(f"https://{host}/", is_home=True))
        for section in self._site.sections:
            yield self._listing_request(ListingCrawl(urljoin(f"{home}/", section)))
        for query in QUERIES if self._site.search else ():
            template = home + self._site.search.replace("{query}", quote(query))
            first = template.replace("{page}", "1")
            yield self._listing_request(ListingCrawl(first, template=template))

    def _listing_request(self, listing: ListingCrawl, url: str | None = None) -> Request:
        if listing.number == 1:
            listing.incremental = self._run.queue.was_fully_crawled(listing.url)
        if url is None:
            self._listings.append(listing)
        return page_request(
            url or listing.url,
            callback=self.parse_listing,
            errback=self.listing_failed,
            cb_kwargs={"listing": listing},
            # Turn a page only when no request for an article waits: otherwise those of a whole site
            # would wait in memory. (Articles that are published meanwhile move others down, to a
            # page where they are seen again.)
            priority=10 if listing.number == 1 else -10,
        )

    # Listings

    def parse_listing(self, response: Response, listing: ListingCrawl) -> Iterator[Request]:
        """Request a listing page's articles, and its next page while it shows new articles."""
        if response.status == 200:
            sets_cookie = "Set-Cookie" in response.headers
            target = refresh_target(response.url, response.body, sets_cookie=sets_cookie)
            if target is None:
                yield from self._read_listing(response, listing)
                return
        elif response.status in REDIRECT_STATUSES:
            target = location(response)
        else:
            self._remark(listing, f"answered {response.status}")
            return
        yield from follow_listing(self._site, self._run, listing.url, response, target)

    def _read_listing(self, response: Response, listing: ListingCrawl) -> Iterator[Request]:
        content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
        page = read_listing(response.body, content_type, response.url)
        links = [link for link in page.links if self._site.owns(link.url)]
        articles = self._articles(links)
        challenge = None if articles else page.challenge
        if challenge:
            self._remark(listing, f"is a challenge page: “{challenge}”")
            return
        if not articles and listing.number == 1 and not (listing.is_home or listing.template):
            self._remark(listing, "shows no article")
            return
        self._run.listings += 1
        self._run.listings_without_article += not articles
        listing.is_read = True
        fresh = 0
        for address, text in articles.items():
            if address.key not in listing.seen:
                listing.seen.add(address.key)
                fresh += not (listing.incremental and self._run.queue.was_known(address.key))
            yield from self._fetching.request(address, text)
        if listing.is_home:
            yield from self._request_sections(listing, links)
        following = self._next_page(listing, links, response.url)
        all_fresh = bool(articles) and fresh == len(articles)
        if all_fresh and page.has_load_more_button and following is None:
            self._remark(listing, "has more articles behind a button that a crawl cannot press")
        yield from self._turn_page(listing, following, fresh)

    def _articles(self, links: list[Link]) -> dict[Address, str]:
        """Return the articles of a page, each with the longest text that links to it."""
        texts: dict[Address, str] = {}
        for link in links:
            address = self._site.resolve(link.url)
            if address is not None:
                texts[address] = max(texts.get(address, ""), link.text, key=len)
        return texts

    def _request_sections(self, home: ListingCrawl, links: list[Link]) -> Iterator[Request]:
        urls = dict.fromkeys(map(canonical, sections(links, self._site.menu, self._is_article)))
        home.sections = len(urls)
        new = [url for url in urls if url not in self._menu_sections]
        left = MAX_MENU_SECTIONS - len(self._menu_sections)
        if len(new) > left:
            more = f"{len(new) - left} sections in its menu that are not read"
            self._remark(home, f"names {more}: more than {MAX_MENU_SECTIONS}")
        for url in new[:left]:
            self._menu_sections.add(url)
            yield self._listing_request(ListingCrawl(url))

    def _is_article(self, url: str) -> bool:
        return self._site.resolve(url) is not None

    def _turn_page(self, listing: ListingCrawl, url: str | None, fresh: int) -> Iterator[Request]:
        if fresh and listing.number == 1:
            self._run.queue.mark_listing(listing.url, fully_crawled=False)
        if self._fetching.limit_reached():
            return  # not fully crawled: the next crawl begins again
        if not fresh or url is None or not self._site.owns(url):
            self._fully_crawled.add(listing.url)
            return
        if listing.number >= MAX_PAGES:
            self._remark(listing, f"has more than {MAX_PAGES} pages")
            return
        following = canonical(url)
        first = self._page_of.setdefault(following, listing.url)
        if first != listing.url:
            self._joined[listing.url] = first
            return
        listing.number += 1
        yield self._listing_request(listing, following)

    def _next_page(self, listing: ListingCrawl, links: list[Link], page_url: str) -> str | None:
        if listing.template:
            return listing.template.replace("{page}", str(listing.number + 1))
        return next_page(links, listing.number, page_url, self._is_article)

    # What is noted

    def listing_failed(self, failure: Failure) -> None:
        """Note a listing for which there was no response."""
        request: Request = failure.request  # type: ignore[attr-defined]
        self._remark(request.cb_kwargs["listing"], failure_outcome(failure)[1])

    def _remark(self, listing: ListingCrawl, what: str) -> None:
        remark_listing(self._run, listing.url, what)

    def note_what_is_missing(self) -> None:
        """Note at the end what no single listing shows: what the site no longer leads to."""
        read = [listing for listing in self._listings if listing.is_read]
        homes = [listing for listing in read if listing.is_home]
        searches = [listing for listing in read if listing.template]
        for home in homes:
            if not home.seen and not home.sections:
                self._remark(home, "shows neither an article nor a section")
        names_section = any(home.sections for home in homes)
        if self._site.menu and any(home.seen for home in homes) and not names_section:
            words = ", ".join(self._site.menu)
            self._run.remarks[f"no link of a home page has one of the words {words}"] += 1
        if searches and not any(search.seen for search in searches):
            self._run.remarks["the search of the site finds no article"] += 1
        self._note_lost_listings()

    def _note_lost_listings(self) -> None:
        requested = {listing.url for listing in self._listings}
        lost = [url for url in self._run.queue.recent_listings() if url not in requested]
        if lost:
            named = ", ".join(unquote(url) for url in lost[:_MAX_NAMED])
            more = f" and {len(lost) - _MAX_NAMED} more" if len(lost) > _MAX_NAMED else ""
            what = f"the site no longer leads to listings of the last {RECENT_DAYS} days"
            self._run.remarks[f"{what}: {named}{more}"] += 1

    def mark_fully_crawled(self) -> None:
        """Note the listings that were crawled to their end, so that the next crawl reads less."""
        joined = {url for url, other in self._joined.items() if other in self._fully_crawled}
        for url in self._fully_crawled | joined:
            self._run.queue.mark_listing(url, fully_crawled=True)
