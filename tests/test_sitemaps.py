"""Sitemaps: the articles and sitemaps that they name, and those that are gone."""

import gzip
from collections.abc import Callable, Iterator
from itertools import zip_longest
from pathlib import Path

import pytest
from scrapy import Request
from scrapy.http import XmlResponse

from archive.writer import Archive
from crawler.sitemaps import MAX_OTHERS, MAX_SITEMAPS

from .crawls import Crawl, following, index, read_through, urlset
from .gosim import (
    HOME,
    article_url,
    new_archive,
    only_request,
    record_earlier,
    redirect,
    respond,
    urls,
)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with new_archive(tmp_path) as opened:
        yield opened


@pytest.fixture
def crawl(archive: Archive) -> Crawl:
    return Crawl(archive)


# What they name


def test_sitemaps_of_indexes_that_are_read_at_once_have_one_limit(crawl: Crawl) -> None:
    names = [[f"{HOME}/{part}-{n}.xml" for n in range(MAX_SITEMAPS)] for part in "ab"]
    requests = crawl.sitemaps.requests(HOME, ["/0.xml", "/1.xml"])
    first, second = (
        crawl.listings.parse(XmlResponse(r.url, body=index(*names[n])), **r.cb_kwargs)
        for n, r in enumerate(requests)
    )
    taken = [request for pair in zip_longest(first, second) for request in pair if request]
    assert len(taken) == MAX_SITEMAPS
    assert (
        f"names {MAX_SITEMAPS} sitemaps: a crawl reads at most {MAX_SITEMAPS}" in crawl.remarks()[0]
    )


def test_the_sitemaps_of_the_site_are_requested(crawl: Crawl) -> None:
    named = ["http://www.baogosim.example/a.xml", "/b.xml", "https://khac.example/c.xml"]
    requests = list(crawl.sitemaps.requests(f"{HOME}/robots.txt", named))
    assert urls(requests) == [f"{HOME}/a.xml", f"{HOME}/b.xml"]
    assert all(request.priority > 0 for request in requests)
    assert respond(requests[0], 500) == []
    assert crawl.remarks() == [f"the listing {HOME}/a.xml answered 500"]
    assert crawl.run.listings == 0


def test_a_line_that_is_no_url_costs_only_itself(crawl: Crawl) -> None:
    named = ["http://[dan-van", "/a.xml", "", "https://baogosim.example:port/c.xml", "/d.xml"]
    requests = list(crawl.sitemaps.requests(f"{HOME}/robots.txt", named))
    assert urls(requests) == [f"{HOME}/a.xml", f"{HOME}/robots.txt", f"{HOME}/d.xml"]


def test_a_location_that_is_no_url_costs_only_itself(crawl: Crawl) -> None:
    broken = ("http://[dan-van", "https://baogosim.example:port/", "", "mailto:a@b.test")
    body = urlset(article_url(1), *broken, "\n/bai-viet-\npost2.html ", article_url(3))
    assert urls(respond(crawl.sitemap(), 200, body)) == [article_url(n) for n in (1, 2, 3)]
    assert crawl.remarks() == []


def test_a_sitemap_is_read_where_it_redirects_to_on_the_site(crawl: Crawl) -> None:
    request = crawl.sitemap()
    for target in ("https://www.baogosim.example/sitemap.xml", "/so-do/", "http://gosim.example/s"):
        request = only_request(redirect(request, target))
        assert (request.url.endswith(target), request.dont_filter) == (True, True)
        assert request.priority > 0
    assert urls(respond(request, 200, urlset(article_url(1)))) == [article_url(1)]
    assert (crawl.run.listings, crawl.remarks()) == (1, [])


@pytest.mark.parametrize("target", ["https://khac.example/s.xml", "file:///etc/hostname"])
def test_a_redirect_of_a_sitemap_to_elsewhere_is_not_followed(crawl: Crawl, target: str) -> None:
    assert redirect(crawl.sitemap(), target) == []
    where = f"another host, not followed: {target}"
    assert crawl.remarks() == [f"the listing {HOME}/sitemap.xml redirects to {where}"]


def test_five_redirects_of_a_sitemap_are_followed_and_no_sixth(crawl: Crawl) -> None:
    request = crawl.sitemap()
    for _ in range(5):
        request = only_request(redirect(request, "/sitemap.xml"))
    assert redirect(request, "/sitemap.xml") == []
    assert crawl.remarks() == [f"the listing {HOME}/sitemap.xml redirects more than 5 times"]


def test_the_articles_of_a_sitemap_are_requested(crawl: Crawl) -> None:
    body = urlset(article_url(1), "https://khac.example/bai-post2.html", f"{HOME}/thoi-su")
    request = only_request(respond(crawl.sitemap(), 200, body))
    assert (request.url, request.cb_kwargs["link_text"]) == (article_url(1), "")
    assert (crawl.run.listings, crawl.remarks()) == (1, [])


NEITHER = "it is neither XML nor a text with a web address on each line"
NO_GZIP = b"\x1f\x8b\x08" + b"\0" * 7 + b"x" * 50


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b"", "it is empty"),
        (b"not found", NEITHER),
        (f"{article_url(1)}\nnot found".encode(), NEITHER),
        (b"<p>Just a moment...</p>", "its root is <p>"),
        (b"<html><body><p>x</p></body></html>", "its root is <html>"),
        (NO_GZIP, "it cannot be unpacked, or has more than 100000 bytes"),
    ],
    ids=["empty", "words", "not only addresses", "a challenge page", "a page", "no gzip"],
)
def test_what_is_no_sitemap_is_remarked(crawl: Crawl, body: bytes, error: str) -> None:
    assert respond(crawl.sitemap(), 200, body) == []
    assert crawl.remarks() == [f"the listing {HOME}/sitemap.xml is no sitemap ({error})"]
    assert crawl.run.listings == 0


@pytest.mark.parametrize("start", ["", "\ufeff", "\n"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_sitemap_may_be_a_text_with_an_address_on_each_line(
    crawl: Crawl, start: str, line_end: str, pack: Callable[[bytes], bytes]
) -> None:
    lines = (article_url(1), f" {article_url(2)} ", "", "https://khac.example/bai-post3.html")
    body = pack((start + line_end.join(lines)).encode())
    items = respond(crawl.sitemap(), 200, body, {"Content-Type": "text/plain"})
    assert urls(items) == [article_url(1), article_url(2)]
    assert (crawl.run.listings, crawl.remarks()) == (1, [])


def test_a_packed_sitemap_is_read_up_to_a_size(crawl: Crawl) -> None:
    body = urlset(article_url(1))
    assert urls(respond(crawl.sitemap(), 200, gzip.compress(body))) == [article_url(1)]
    padded = body.replace(b"<urlset>", b"<urlset>" + b" " * 100_001)
    assert respond(crawl.sitemap(), 200, gzip.compress(padded)) == []
    [remark] = crawl.remarks()
    assert remark.startswith(f"the listing {HOME}/sitemap.xml is no sitemap (")
    assert crawl.run.listings == 1


def test_of_the_articles_that_name_no_topic_five_hundred_are_requested(crawl: Crawl) -> None:
    named = [article_url(n, "dan-van-kheo") for n in range(1000, 1005)]
    others = [article_url(n) for n in range(501)]
    items = respond(crawl.sitemap(), 200, urlset(*others, *named))
    assert urls(items) == others[:500] + named
    more = respond(
        crawl.sitemap("/b.xml"), 200, urlset(article_url(700), article_url(1, "dan-van"))
    )
    assert more == [], "one is too many, and one was requested"


def test_an_article_that_is_known_does_not_count(archive: Archive) -> None:
    record_earlier(archive, 900)
    crawl = Crawl(archive)
    fresh = [article_url(n) for n in range(501)]
    items = respond(crawl.sitemap(), 200, urlset(article_url(900), fresh[0], *fresh))
    assert urls(items) == fresh[:500]


def test_an_index_names_sitemaps_and_no_articles(crawl: Crawl) -> None:
    body = index(f"{HOME}/1.xml", article_url(5), "https://khac.example/2.xml")
    items = respond(crawl.sitemap(), 200, body)
    assert urls(items) == [f"{HOME}/1.xml", article_url(5)]
    assert all(r.cb_kwargs.keys() == {"listing"} for r in following(items))
    assert (crawl.run.listings, crawl.remarks()) == (1, [])


def test_two_hundred_sitemaps_are_read(crawl: Crawl) -> None:
    names = [f"{HOME}/{number}.xml" for number in range(201)]
    assert urls(respond(crawl.sitemap(), 200, index(*names[:150]))) == names[:150]
    assert urls(respond(crawl.sitemap("/b.xml"), 200, index(*names[150:200]))) == names[150:200]
    assert crawl.remarks() == []
    assert respond(crawl.sitemap("/c.xml"), 200, index(names[200])) == []
    assert crawl.remarks() == [
        f"the listing {HOME}/c.xml names 1 sitemaps: a crawl reads at most 200"
    ]


def test_of_an_index_with_too_many_sitemaps_the_first_are_read(crawl: Crawl) -> None:
    names = [f"{HOME}/{number}.xml" for number in range(201)]
    assert urls(respond(crawl.sitemap(), 200, index(*names))) == names[:200]
    assert crawl.remarks() == [
        f"the listing {HOME}/sitemap.xml names 201 sitemaps: a crawl reads at most 200"
    ]


def test_two_hundred_sitemaps_of_a_robots_txt_are_read(crawl: Crawl) -> None:
    names = [f"/{number}.xml" for number in range(200)]
    robots = f"{HOME}/robots.txt"
    found = urls(crawl.sitemaps.requests(robots, [*names, *names, "https://khac.example/a.xml"]))
    assert found == [HOME + name for name in names]
    assert crawl.remarks() == []
    assert len(list(crawl.sitemaps.requests(robots, [*names, "/200.xml"]))) == 200
    assert crawl.remarks() == [
        f"the listing {robots} names 201 sitemaps: a crawl reads at most 200"
    ]


# Those that a card names, and those that are gone


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


@pytest.mark.parametrize(
    ("written", "title"), [("Vui &#55357;&#56397;", "Vui 👍"), ("Vui &#55357;", "Vui \ufffd")]
)
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_half_a_character_does_not_cost_the_sitemap(
    archive: Archive, written: str, title: str, pack: Callable[[bytes], bytes]
) -> None:
    crawl = Crawl(archive)
    body = NEWS.format(one=article_url(1), two=article_url(2)).replace("Họp dân", written)
    found = respond(sitemap(crawl), 200, pack(body.encode()))
    titles = [item.cb_kwargs["link_text"] for item in found if isinstance(item, Request)]
    assert titles == [f"{title} & bàn việc làng", ""]
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
