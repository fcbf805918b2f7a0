"""Finding articles on pages: home pages and their menus, sections, searches."""

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import quote, urljoin, urlsplit

from scrapy import Request
from scrapy.http import Response

from archive.queue import RECENT_DAYS
from archive.times import clock
from crawler.feeds import Feeds
from crawler.json_listings import JsonListings
from crawler.listings import ListingCrawl, Listings
from extraction.date_forms import VIETNAM
from extraction.listings import Link, next_page, read_listing, sections
from extraction.periods import older_page, period_of
from extraction.text import word_count
from sites.responses import refresh_target
from sites.urls import canonical, web_host

QUERIES = ("dân vận", "quy chế dân chủ", "thực hiện dân chủ ở cơ sở")
"""What a site's own search is queried for."""

SUBSECTION_WORDS = ("dân vận", "dân chủ", "khối vận", "mặt trận", "đoàn thể")
"""Words of `menu` that also name a sub-section on the page of a section."""
# Names of a page that lists all sections, some of which no menu has. Others are of organisations.
_MAPS = ("sơ đồ trang", "sơ đồ cổng", "sơ đồ site", "sơ đồ web", "sơ đồ website", "sơ đồ báo")

MAX_MENU_SECTIONS = 50  # of all home pages and sections of a site; a menu names about ten
MAX_DAYS = 31
"""Days whose listings are crawled, on a site that lists its news by day."""
_MAX_LABEL_WORDS = 6  # of a section in a menu; titles of articles are longer
_MIN_IN_SECTION = 5  # articles on a section's page; an article links to a few others
_OPEN_DAYS = 3  # the last of them, which are crawled again: their news comes late


class Discovery:
    """Crawls the listings of a site and requests the articles that it finds."""

    def __init__(self, listings: Listings) -> None:
        self._listings = listings
        self._site = listings.site
        self._run = listings.run
        self._feeds = Feeds(listings)
        self._json = JsonListings(listings)
        self._menu_sections: set[str] = set()

    # Requests

    def listing_requests(self) -> Iterator[Request]:
        """Request the home pages, the sections, the searches, the feeds and the JSON listings."""
        home = f"https://{self._site.live_hosts()[0]}"
        for host in self._site.live_hosts():
            url = f"https://{host}/"
            page = ListingCrawl(url, self.read, is_home=True, leads_on=True)
            yield from self._listings.request(page)
        for section in self._site.sections:
            yield from self._request_section(urljoin(f"{home}/", section))
        for query in QUERIES if self._site.search else ():
            template = home + self._site.search.replace("{query}", quote(query))
            first = template.replace("{page}", "1")
            search = ListingCrawl(first, self.read, template, is_search=True)
            yield from self._listings.request(search)
        yield from self._feeds.requests(home, self._site.feeds)
        yield from self._json.requests(home)

    def _request_section(self, url: str, *, is_of_menu: bool = False) -> Iterator[Request]:
        template = _paging(self._site.paging, url)
        if template is None or "{day}" not in template:
            section = ListingCrawl(url, self.read, template, is_of_menu=is_of_menu)
            section.may_be = self._site.resolve(url) if is_of_menu else None
            yield from self._listings.request(section)
            return
        yield from self._listings.request(ListingCrawl(url, self.read))
        yield from self._request_days(template)

    def _request_days(self, template: str) -> Iterator[Request]:
        today = clock().astimezone(VIETNAM)
        for ago in range(MAX_DAYS + RECENT_DAYS + 1):
            of_day = template.replace("{day}", (today - timedelta(days=ago)).strftime("%d-%m-%Y"))
            url = of_day.replace("{page}", "1")
            was_read = ago >= _OPEN_DAYS and self._run.queue.was_fully_crawled(url)
            if was_read or ago >= MAX_DAYS:
                self._listings.is_there(url)  # it is not lost
                continue
            day = ListingCrawl(url, self.read, of_day, is_day=True)
            yield from self._listings.request(day)

    # Pages

    def read(self, response: Response, listing: ListingCrawl) -> Iterator[Request]:
        """Request a listing page's articles, and its next page while it shows new articles."""
        sets_cookie = "Set-Cookie" in response.headers
        target = refresh_target(response.url, response.body, sets_cookie=sets_cookie)
        if target is not None:
            host = web_host(target)
            if host is not None and not self._site.owns(target):
                self._run.measures.moved[host] += 1
            yield from self._listings.follow(listing, response, target)
            return
        content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
        page = read_listing(response.body, content_type, response.url)
        links = [link for link in page.links if self._site.is_live(link.url)]
        # First, because what is in the menu is no article.
        menu = list(self._request_menu(listing, links))
        articles = self._listings.articles((link.url, link.text) for link in links)
        challenge = None if articles else page.challenge
        if challenge:
            self._listings.remark(listing, f"is a challenge page: “{challenge}”")
            self._run.measures.challenges += 1
            self._run.measures.challenge = challenge
            return
        may_be_empty = (
            listing.is_home or listing.is_map or listing.is_search or listing.is_day
            or listing.number > 1
            or (listing.is_of_menu and not self._listings.is_known(listing))
        )  # fmt: skip
        if listing.may_be is not None and len(articles) < _MIN_IN_SECTION:
            yield from self._listings.request_article(listing)
            return
        if not articles and not may_be_empty:
            self._listings.remark(listing, "shows no article")
            return
        yield from menu
        fresh = yield from self._listings.take(listing, articles)
        if listing.number == 1 and not listing.is_search:
            yield from self._feeds.named_by(listing, (link.url for link in links if link.is_feed))
        following = self._next_page(listing, links, response.url)
        all_fresh = bool(articles) and fresh == len(articles)
        button = page.load_more_button
        loaded = list(self._json.loaded_by(listing, button, response.url, more=all_fresh))
        if following is None and button is not None and button.address is not None:
            following = self._loaded_page(listing, urljoin(response.url, button.address))
        yield from loaded
        if following is None and not loaded:
            following = self._older_page(listing, links, response.url)
            # The section's own page may have shown all articles of the newest period.
            fresh = fresh or int(following is not None and not listing.incremental)
        has_ways = following or loaded or self._site.json_listings
        if all_fresh and button is not None and not has_ways:
            what = "has more articles behind a button that a crawl cannot press"
            self._listings.remark(listing, what)
        yield from self._listings.turn_page(listing, following, fresh)

    def _request_menu(self, page: ListingCrawl, links: list[Link]) -> Iterator[Request]:
        """Request the sections that a home page or a map names, and the sub-sections of a section.

        A home page also names the map of the site, if it has one.
        """
        if not page.is_home and (page.is_search or page.is_day or page.number > 1):
            return
        names_all = page.is_home or page.is_map
        words = [w for w in self._site.menu if names_all or w in SUBSECTION_WORDS]
        found = sections(links, words, lambda link: self._is_article(link.url))
        if page.is_home and not found:
            # On some sites the addresses of all sections have the form of those of articles.
            found = sections(links, words, self._is_title_of_article)
        urls = dict.fromkeys(map(canonical, found))
        page.sections = len(urls)
        new = [url for url in urls if url not in self._menu_sections]
        page.leads_on = page.leads_on or bool(new)
        left = MAX_MENU_SECTIONS - len(self._menu_sections)
        if len(new) > left:
            more = f"{len(new) - left} sections in its menu that are not read"
            self._listings.remark(page, f"names {more}: more than {MAX_MENU_SECTIONS}")
        for url in new[:left]:
            self._menu_sections.add(url)
            yield from self._request_section(url, is_of_menu=True)
        for url in sections(links, _MAPS, lambda _: False)[:1] if page.is_home else ():
            yield from self._listings.request(ListingCrawl(canonical(url), self.read, is_map=True))

    def _is_title_of_article(self, link: Link) -> bool:
        """Return whether a link leads to an article, by its address and the length of its text."""
        return word_count(link.text) > _MAX_LABEL_WORDS and self._is_article(link.url)

    def _is_article(self, url: str) -> bool:
        address = self._site.resolve(url)
        return address is not None and address.key not in self._listings.sections

    def _next_page(self, listing: ListingCrawl, links: list[Link], page_url: str) -> str | None:
        """Return the URL of the next page: by the pager, or without one by the template.

        The pages of a search are numbered: it may name others that are like it.
        """
        if listing.is_search and listing.templated() is not None:
            return listing.templated()
        following = next_page(links, listing.number, page_url, self._is_article)
        listing.has_pager = listing.has_pager or following is not None
        return following if listing.has_pager else listing.templated()

    def _older_page(self, listing: ListingCrawl, links: list[Link], page_url: str) -> str | None:
        """Return the URL of the next period of a section without a pager, if it has periods."""
        is_section = not (listing.is_home or listing.is_search or listing.is_day)
        may_begin = is_section and listing.number == 1 and listing.template is None
        if not may_begin and period_of(page_url) is None:
            return None
        return older_page((k for k in links if not self._is_article(k.url)), page_url)

    def _loaded_page(self, listing: ListingCrawl, url: str) -> str | None:
        """Return the address that a button loads, if it is a page of the site's own."""
        is_page = self._site.is_live(url) and url != listing.url and not self._is_article(url)
        return url if is_page else None

    # What is noted

    def note_what_is_missing(self) -> None:
        """Note at the end what no single listing shows: what the site no longer leads to."""
        read = [listing for listing in self._listings.requested if listing.is_read]
        homes = [listing for listing in read if listing.is_home]
        searches = [listing for listing in read if listing.is_search]
        for home in homes:
            if not home.seen and not home.sections:
                self._listings.remark(home, "shows neither an article nor a section")
        names_section = any(home.sections for home in homes)
        if self._site.menu and any(home.seen for home in homes) and not names_section:
            words = ", ".join(self._site.menu)
            self._run.remarks[f"no link of a home page has one of the words {words}"] += 1
        if searches and not any(search.shows_articles for search in searches):
            self._run.remarks["the search of the site finds no article"] += 1
        self._listings.note_lost()


def _paging(template: str, section: str) -> str | None:
    """Return the template of a section's pages as a URL, or None without a template."""
    if not template:
        return None
    parts = urlsplit(section)
    path = parts.path.removesuffix(".html").rstrip("/") + (f"?{parts.query}" if parts.query else "")
    return f"{parts.scheme}://{parts.netloc}{template.replace('{section}', path)}"
