"""Sitemaps that a card names, sitemaps that are gone, and news sitemaps."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from scrapy import Request

from archive.writer import Archive
from crawler.sitemaps import MAX_OTHERS, MAX_SITEMAPS

from .crawls import Crawl, read_through
from .gosim import HOME, article_url, new_archive, only_request, respond, urls


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with new_archive(tmp_path) as opened:
        yield opened


def sitemap(crawl: Crawl, url: str = "/sitemap.xml") -> Request:
    return only_request(crawl.sitemaps.requests(f"{HOME}/", [url]))


@pytest.mark.parametrize("status", [404, 410, 500])
def test_a_sitemap_that_is_not_there_is_no_fault(archive: Archive, status: int) -> None:
    crawl = Crawl(archive)
    assert respond(sitemap(crawl), status) == []
    remark = f"the listing {HOME}/sitemap.xml answered 500"
    assert crawl.remarks() == ([remark] if status == 500 else [])


@pytest.mark.parametrize("status", [200, 404])
def test_a_sitemap_that_was_read_and_is_gone_is_missed(archive: Archive, status: int) -> None:
    body = f"<urlset><url><loc>{article_url(1)}</loc></url></urlset>".encode()
    earlier = Crawl(archive)
    respond(sitemap(earlier), 200, body)
    earlier.listings.mark_fully_crawled()
    crawl = Crawl(archive)
    respond(sitemap(crawl), status, body)
    crawl.listings.note_lost()
    lost = f"the site no longer leads to listings of the last 7 days: {HOME}/sitemap.xml"
    assert crawl.remarks() == ([lost] if status == 404 else [])


def test_an_index_of_too_many_sitemaps_is_not_fully_crawled(
    archive: Archive, tmp_path: Path
) -> None:
    for name, number in (("/a.xml", MAX_SITEMAPS), ("/b.xml", MAX_SITEMAPS + 1)):
        crawl = Crawl(archive)
        locations = "".join(f"<sitemap><loc>{HOME}/{n}</loc></sitemap>" for n in range(number))
        respond(sitemap(crawl, name), 200, f"<sitemapindex>{locations}</sitemapindex>".encode())
        crawl.listings.mark_fully_crawled()
    assert read_through(tmp_path) == {f"{HOME}/a.xml": True}


NEWS = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>
 {one}<!-- the first -->
</loc><news:news><news:publication><news:name>Báo Gò Sim</news:name></news:publication>
<news:title>Họp dân &amp; bàn
 việc làng</news:title></news:news></url>
<url><loc>{two}</loc><image:image><image:title>Ảnh</image:title></image:image></url>
<url><news:news><news:title>Không có địa chỉ</news:title></news:news></url>
<url><loc/></url>
</urlset>"""


def test_a_news_sitemap_has_the_titles_of_its_articles(archive: Archive) -> None:
    crawl = Crawl(archive)
    body = NEWS.format(one=article_url(1), two=article_url(2)).encode()
    found = [item for item in respond(sitemap(crawl), 200, body) if isinstance(item, Request)]
    titles = {request.url: request.cb_kwargs["link_text"] for request in found}
    assert titles == {article_url(1): "Họp dân & bàn việc làng", article_url(2): ""}
    assert crawl.remarks() == []


def test_an_entity_of_a_sitemap_is_not_expanded(archive: Archive) -> None:
    crawl = Crawl(archive)
    declared = '<!DOCTYPE urlset [<!ENTITY more "2">]>'
    body = f"{declared}<urlset><url><loc>{HOME}/tin/1&more;</loc></url></urlset>".encode()
    assert urls(respond(sitemap(crawl), 200, body)) == [f"{HOME}/tin/1"]


@pytest.mark.parametrize(("others", "is_whole"), [(MAX_OTHERS, True), (MAX_OTHERS + 1, False)])
def test_a_sitemap_of_which_articles_wait_is_not_fully_crawled(
    archive: Archive, tmp_path: Path, others: int, is_whole: bool
) -> None:
    crawl = Crawl(archive)
    locations = "".join(f"<url><loc>{article_url(n)}</loc></url>" for n in range(others))
    assert len(respond(sitemap(crawl), 200, f"<urlset>{locations}</urlset>".encode())) == MAX_OTHERS
    crawl.listings.mark_fully_crawled()
    assert read_through(tmp_path) == ({f"{HOME}/sitemap.xml": True} if is_whole else {})
