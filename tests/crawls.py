"""One crawl of the site of Báo Gò Sim, to whose requests a test responds itself."""

from pathlib import Path

from scrapy import Request

from archive.visit import Visit
from archive.writer import Archive
from crawler.discovery import Discovery
from crawler.fetching import Fetching
from crawler.listings import Listings
from crawler.sitemaps import Sitemaps

from .archives import rows
from .gosim import HOME, GoSim, only_request, site_run

SECTION = f"{HOME}/thoi-su"
SEARCH = f"{HOME}/tim/d%C3%A2n%20v%E1%BA%ADn?trang={{}}"
PAGER = '<a href="/thoi-su?trang={}">Trang sau</a>'


class Crawl:
    """One crawl of the site without a server: a test responds to its requests."""

    def __init__(
        self, archive: Archive, limit: int | None = None, site: type[GoSim] = GoSim
    ) -> None:
        self.run = site_run(archive)
        self.listings = Listings(site, self.run, Fetching(site, self.run, limit))
        self.discovery = Discovery(self.listings)
        self.sitemaps = Sitemaps(self.listings, 100_000)

    def listing(self, url: str = SECTION) -> Request:
        """Return the request for a listing."""
        [request] = [r for r in self.discovery.listing_requests() if r.url == url]
        return request

    def remarks(self) -> list[str]:
        return sorted(self.run.remarks)

    def sitemap(self, url: str = "/sitemap.xml") -> Request:
        return only_request(self.sitemaps.requests(f"{HOME}/robots.txt", [url]))


def read_through(folder: Path) -> dict[str, bool]:
    """Return the listings of the archive, and whether they were crawled to their end."""
    query = "SELECT url, read_through IS NOT NULL FROM listings ORDER BY url"
    return {url: bool(whole) for url, whole in rows(folder / "archive.db", query)}


def following(items: list[Request | Visit]) -> list[Request]:
    """Return the requests for listing pages among the items."""
    return [i for i in items if isinstance(i, Request) and "listing" in i.cb_kwargs]


def articles(items: list[Request | Visit]) -> list[str]:
    """Return the URLs of the articles that are requested."""
    return [i.url for i in items if isinstance(i, Request) and "address" in i.cb_kwargs]


def urlset(*locations: str) -> bytes:
    """Return a sitemap of articles."""
    entries = "".join(f"<url><loc>{location}</loc></url>" for location in locations)
    return f"<urlset>{entries}</urlset>".encode()


def index(*locations: str) -> bytes:
    """Return an index of sitemaps."""
    entries = "".join(f"<sitemap><loc>{location}</loc></sitemap>" for location in locations)
    return f"<sitemapindex>{entries}</sitemapindex>".encode()
