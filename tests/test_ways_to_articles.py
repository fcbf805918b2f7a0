"""A whole crawl of a frozen site, on which each article is found in another way."""

import json
from pathlib import Path

from .archives import rows
from .conftest import Command, assert_whole
from .one_site import Response, Site, listing, served

SITE_FILE = """
from sites.card import FROZEN, Evidence, JsonListing, SiteCard

class Ways(SiteCard):
    name = "ways"
    title = "Báo Gò Sim"
    kind = "newspaper"
    state = FROZEN
    evidence = (Evidence("text", "2026-11", "a sample"),)
    province = "Bắc Kạn"
    family = "own"
    hosts = ("gosim.example", "cu.gosim.example")
    retired = ("cu.gosim.example",)
    sections = ("/muc.html",)
    paging = "{section}/trang-{page}"
    feeds = ("/rss",)
    sitemaps = ("/so-do.xml",)
    json_listings = (JsonListing("https://data.gosim.example/tin?trang={page}", "data[].url"),)
    articles = {"id": r"^/bai-(?P<key>[0-9]{5})[.]html$"}
"""
WAYS = {
    1: "section", 2: "second page", 3: "feed of the card", 4: "feed of the page", 5: "sitemap",
    6: "JSON", 7: "second page of JSON",
}  # fmt: skip


def feed(number: int) -> Response:
    item = f"<item><title>Bài {number}</title><link>/bai-{number:05}.html</link></item>"
    return 200, {"Content-Type": "text/xml"}, f'<rss version="2.0"><channel>{item}</channel></rss>'


def data(number: int) -> Response:
    found = {"data": [{"url": f"/bai-{number:05}.html"}]}
    return 200, {"Content-Type": "application/json"}, json.dumps(found)


def site() -> Site:
    site = Site()
    site.articles(*WAYS, 8)
    more = '<link rel="alternate" type="application/rss+xml" href="/rss/muc">'
    old = '<a href="https://cu.gosim.example/bai-00008.html">Bài viết 8</a>'
    status, headers, text = listing([1])
    site.responses |= {
        "/": (200, {}, '<a href="/muc.html">Tin tức</a>'),
        "/muc.html": (status, headers, more + text + old),
        "/muc/trang-2": listing([2]),
        "/rss": feed(3),
        "/rss/muc": feed(4),
        "/so-do.xml": (
            200,
            {},
            "<urlset><url><loc>https://gosim.example/bai-00005.html</loc></url></urlset>",
        ),
        "/tin?trang=1": data(6),
        "/tin?trang=2": data(7),
    }
    return site


def test_a_frozen_site_is_read_in_every_way_once(run: Command, tmp_path: Path) -> None:
    (tmp_path / "ways_to_articles.py").write_text(SITE_FILE, "utf-8")
    newspaper = site()
    asked = []
    with served(newspaper) as origin:
        for _ in range(2):
            done = run(
                *("scrapy", "crawl", "ways", "-s", "SPIDER_MODULES=ways_to_articles"),
                PYTHONPATH=str(tmp_path),
                CRAWL_ORIGIN=origin,
            )
            assert done.returncode == 0, done.stderr
            asked.append(len(newspaper.requested))
    runs = rows(tmp_path / "archive.db", "SELECT verdict, reasons, stored FROM runs")
    assert runs == [("good", "[]", len(WAYS)), ("good", "[]", 0)]
    stored = "SELECT url FROM pages WHERE outcome = 'stored' ORDER BY url"
    assert [url for (url,) in rows(tmp_path / "archive.db", stored)] == [
        f"https://gosim.example/bai-{number:05}.html" for number in WAYS
    ]
    assert asked[0] == asked[1], "the second crawl has nothing to request"
    assert_whole(tmp_path)
