"""Finding articles: listings and their pages, menus and searches."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import ClassVar

import pytest
from scrapy import Request

from archive.outcomes import Outcome
from archive.visit import Visit
from archive.writer import Archive
from crawler.middlewares import ForbiddenByRobotsTxt

from .archives import NOW
from .crawls import PAGER, SEARCH, SECTION, Crawl, articles, following, index, read_through, urlset
from .gosim import (
    HOME,
    GoSim,
    article_url,
    fail,
    links,
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


# What is requested first


def test_home_pages_sections_and_searches_are_requested(crawl: Crawl) -> None:
    requests = list(crawl.discovery.listing_requests())
    assert urls(requests) == [
        "https://baogosim.example/",
        "https://gosim.example/",
        "https://baogosim.example/thoi-su",
        "https://gosim.example/chinh-tri",
        "https://baogosim.example/tim/d%C3%A2n%20v%E1%BA%ADn?trang=1",
        "https://baogosim.example/tim/quy%20ch%E1%BA%BF%20d%C3%A2n%20ch%E1%BB%A7?trang=1",
        "https://baogosim.example/tim/th%E1%BB%B1c%20hi%E1%BB%87n%20d%C3%A2n%20ch%E1%BB%A7"
        "%20%E1%BB%9F%20c%C6%A1%20s%E1%BB%9F?trang=1",
    ]
    assert all(request.priority > 0 for request in requests), "before the articles"
    assert all(request.meta["handle_httpstatus_all"] for request in requests)
    assert not any(request.dont_filter for request in requests)


def test_without_a_search_none_is_requested(archive: Archive) -> None:
    class NoSearch(GoSim):
        search = ""
        sections: ClassVar[tuple[str, ...]] = ()

    crawl = Crawl(archive, site=NoSearch)
    assert urls(crawl.discovery.listing_requests()) == [f"{HOME}/", "https://gosim.example/"]


# The articles of a listing


def test_the_articles_of_a_listing_are_requested_in_its_order(crawl: Crawl) -> None:
    body = links(3, 1, 2, "https://khac.example/bai-viet-post9.html", "/gioi-thieu", 1)
    items = respond(crawl.listing(), 200, body)
    assert urls(items) == [article_url(3), article_url(1), article_url(2)]
    assert (crawl.run.listings, crawl.remarks()) == (1, [])


@pytest.mark.parametrize(
    ("texts", "longest"),
    [
        (["Họp dân", "Họp dân bàn làm đường", "Họp"], "Họp dân bàn làm đường"),
        (["Họp dân bàn làm đường", "Họp"], "Họp dân bàn làm đường"),
        (["", "Họp"], "Họp"),
        (["Họp một", "Họp hai"], "Họp một"),
        ([""], ""),
    ],
)
def test_the_link_text_is_the_longest_of_several(
    crawl: Crawl, texts: list[str], longest: str
) -> None:
    body = "".join(f'<p><a href="{article_url(1)}">{text}</a></p>' for text in texts).encode()
    request = only_request(respond(crawl.listing(), 200, body))
    assert request.cb_kwargs["link_text"] == longest


def test_the_header_names_the_character_set_of_a_listing(crawl: Crawl) -> None:
    body = f'<p><a href="{article_url(1)}">Приветствие</a></p>'.encode("cp1251")
    headers = {"Content-Type": "text/html; charset=windows-1251"}
    request = only_request(respond(crawl.listing(), 200, body, headers))
    assert request.cb_kwargs["link_text"] == "Приветствие"


@pytest.mark.parametrize("content_type", [b"text/html; charset=\xe9", b"\xff\xfe", b""])
def test_a_listing_is_read_whatever_its_content_type(crawl: Crawl, content_type: bytes) -> None:
    items = respond(crawl.listing(), 200, links(1), {"Content-Type": content_type})
    assert urls(items) == [article_url(1)]


# Listings that cannot be read


@pytest.mark.parametrize("status", [201, 204, 304, 403, 404, 500, 503])
def test_a_listing_with_another_status_is_not_read(
    crawl: Crawl, status: int, tmp_path: Path
) -> None:
    assert respond(crawl.listing(), status, links(1)) == []
    assert crawl.remarks() == [f"the listing {SECTION} answered {status}"]
    assert crawl.run.listings == 0
    crawl.listings.mark_fully_crawled()
    assert read_through(tmp_path) == {}


CHALLENGE = "<p>Just a moment...</p>"


def test_a_challenge_is_no_listing(crawl: Crawl, tmp_path: Path) -> None:
    assert respond(crawl.listing(), 200, CHALLENGE.encode()) == []
    assert crawl.remarks() == [f"the listing {SECTION} is a challenge page: “Just a moment”"]
    assert crawl.run.listings == 0
    crawl.listings.mark_fully_crawled()
    assert read_through(tmp_path) == {}


def test_a_listing_with_articles_is_no_challenge(crawl: Crawl) -> None:
    assert urls(respond(crawl.listing(), 200, links(1, more=CHALLENGE))) == [article_url(1)]
    assert crawl.remarks() == []


@pytest.mark.parametrize("body", [b"", links("/gioi-thieu", "/lien-he")])
def test_a_section_without_an_article_is_remarked(
    crawl: Crawl, body: bytes, tmp_path: Path
) -> None:
    assert respond(crawl.listing(), 200, body) == []
    assert crawl.remarks() == [f"the listing {SECTION} shows no article"]
    assert crawl.run.listings == 0
    crawl.listings.mark_fully_crawled()
    assert read_through(tmp_path) == {}


@pytest.mark.parametrize("url", [f"{HOME}/", SEARCH.format(1)], ids=["home page", "search"])
def test_a_home_page_and_a_search_may_show_no_article(
    crawl: Crawl, url: str, tmp_path: Path
) -> None:
    assert respond(crawl.listing(url), 200, links("/gioi-thieu")) == []
    assert (crawl.remarks(), crawl.run.listings) == ([], 1)
    crawl.listings.mark_fully_crawled()
    assert read_through(tmp_path) == {url: True}


def test_a_later_page_without_an_article_is_the_end_of_its_listing(
    crawl: Crawl, tmp_path: Path
) -> None:
    [second] = following(respond(crawl.listing(), 200, links(1, more=PAGER.format(2))))
    assert respond(second, 200, links("/gioi-thieu", more=PAGER.format(3))) == []
    assert (crawl.remarks(), crawl.run.listings) == ([], 2)
    crawl.listings.mark_fully_crawled()
    assert read_through(tmp_path) == {SECTION: True}


@pytest.mark.parametrize(
    ("error", "remark"),
    [
        (TimeoutError("slow"), "could not be fetched: TimeoutError: slow"),
        (
            ForbiddenByRobotsTxt("robots.txt forbids it"),
            "is not fetched: robots.txt forbids it",
        ),
    ],
)
def test_a_listing_without_a_response_is_remarked(
    crawl: Crawl, error: Exception, remark: str
) -> None:
    url = SEARCH.format(1)
    assert fail(crawl.listing(url), error) == []
    assert crawl.remarks() == [f"the listing {HOME}/tim/dân vận?trang=1 {remark}"]
    assert fail(crawl.sitemap(), error) == []
    assert f"the listing {HOME}/sitemap.xml {remark}" in crawl.run.remarks
    forbidden = 2 if isinstance(error, ForbiddenByRobotsTxt) else 0
    assert crawl.run.measures.forbidden == forbidden


def test_a_remark_is_counted(crawl: Crawl) -> None:
    for _ in range(2):
        respond(crawl.listing(), 404)
    assert crawl.run.remarks == {f"the listing {SECTION} answered 404": 2}


# Pages of a listing


def test_the_next_page_is_requested_when_no_article_waits(crawl: Crawl) -> None:
    pager = '<a href="http://www.baogosim.example/thoi-su?trang=2&utm_source=x">Trang sau</a>'
    [request] = following(respond(crawl.listing(), 200, links(1, more=pager)))
    assert request.url == f"{SECTION}?trang=2"
    assert request.priority < 0, "after the articles"
    assert request.meta["handle_httpstatus_all"] is True


def test_a_listing_ends_with_a_page_that_shows_nothing_new(crawl: Crawl, tmp_path: Path) -> None:
    [second] = following(respond(crawl.listing(), 200, links(1, 2, more=PAGER.format(2))))
    [third] = following(respond(second, 200, links(2, 3, more=PAGER.format(3))))
    assert third.url == f"{SECTION}?trang=3"
    assert respond(third, 200, links(1, 2, 3, more=PAGER.format(4))) == []
    assert read_through(tmp_path) == {SECTION: False}, "while it is crawled"
    crawl.listings.mark_fully_crawled()
    assert read_through(tmp_path) == {SECTION: True}


@pytest.mark.parametrize(
    "target",
    ["https://khac.example/thoi-su?trang=2", "/bai-viet-post7.html", "ftp://baogosim.example/2"],
    ids=["another host", "an article", "another scheme"],
)
def test_a_next_page_is_one_of_the_site_and_no_article(
    crawl: Crawl, target: str, tmp_path: Path
) -> None:
    pager = f'<a href="{target}">Trang sau</a>'
    assert following(respond(crawl.listing(), 200, links(1, more=pager))) == []
    crawl.listings.mark_fully_crawled()
    assert read_through(tmp_path) == {SECTION: True}


def test_a_search_goes_on_by_its_number(crawl: Crawl) -> None:
    request = crawl.listing(SEARCH.format(1))
    for number in (2, 3, 4):
        items = respond(request, 200, links(number, more=PAGER.format(9)))
        [request] = following(items)
        assert request.url == SEARCH.format(number)
    assert respond(request, 200, b"") == []
    assert (crawl.remarks(), crawl.run.listings) == ([], 4)


def page_through(crawl: Crawl, pages: int) -> list[Request | Visit]:
    """Read so many pages of the search, each with a new article; return what the last yields."""
    request = crawl.listing(SEARCH.format(1))
    items: list[Request | Visit] = []
    for number in range(1, pages + 1):
        items = respond(request, 200, links(number))
        if number < pages:
            [request] = following(items)
    return items


def test_a_listing_is_read_to_its_thousandth_page(crawl: Crawl, tmp_path: Path) -> None:
    [thousandth] = following(page_through(crawl, 999))
    assert crawl.remarks() == []
    items = respond(thousandth, 200, links(1000))
    assert (articles(items), following(items)) == ([article_url(1000)], [])
    assert crawl.remarks() == [f"the listing {HOME}/tim/dân vận?trang=1 has more than 1000 pages"]
    crawl.listings.mark_fully_crawled()
    assert read_through(tmp_path) == {SEARCH.format(1): False}


# Listings that were crawled before


def crawl_whole(archive: Archive) -> None:
    """Crawl the section once to its end, with article 1."""
    crawl = Crawl(archive)
    assert following(respond(crawl.listing(), 200, links(1))) == []
    crawl.listings.mark_fully_crawled()


def test_a_listing_that_was_fully_crawled_is_read_to_the_first_page_without_news(
    archive: Archive, tmp_path: Path
) -> None:
    record_earlier(archive, 1)
    crawl_whole(archive)
    crawl = Crawl(archive)
    assert following(respond(crawl.listing(), 200, links(1, more=PAGER.format(2)))) == []
    assert read_through(tmp_path) == {SECTION: True}


def test_news_on_its_first_page_opens_a_fully_crawled_listing_again(
    archive: Archive, tmp_path: Path
) -> None:
    for number in (1, 3):
        record_earlier(archive, number)
    crawl_whole(archive)
    crawl = Crawl(archive)
    items = respond(crawl.listing(), 200, links(2, 1, more=PAGER.format(2)))
    [second] = following(items)
    assert articles(items) == [article_url(2)]
    assert read_through(tmp_path) == {SECTION: False}
    # Still only to the first page without news.
    assert following(respond(second, 200, links(3, more=PAGER.format(3)))) == []
    crawl.listings.mark_fully_crawled()
    assert read_through(tmp_path) == {SECTION: True}


def test_a_listing_that_was_never_fully_crawled_is_read_past_what_is_known(
    archive: Archive,
) -> None:
    for number in (1, 2):
        record_earlier(archive, number)
    crawl = Crawl(archive)
    [second] = following(respond(crawl.listing(), 200, links(1, more=PAGER.format(2))))
    [third] = following(respond(second, 200, links(2, more=PAGER.format(3))))
    assert third.url == f"{SECTION}?trang=3"


def test_a_search_that_was_fully_crawled_is_known_by_its_first_page(archive: Archive) -> None:
    record_earlier(archive, 1)
    before = Crawl(archive)
    assert following(respond(before.listing(SEARCH.format(1)), 200, b"")) == []
    before.listings.mark_fully_crawled()
    crawl = Crawl(archive)
    assert respond(crawl.listing(SEARCH.format(1)), 200, links(1)) == []


def test_at_the_limit_a_listing_is_not_fully_crawled(archive: Archive, tmp_path: Path) -> None:
    crawl = Crawl(archive, limit=1)
    assert urls(respond(crawl.listing(), 200, links(1, 2))) == [article_url(1)]
    crawl.listings.mark_fully_crawled()
    assert read_through(tmp_path) == {SECTION: False}


def test_what_could_not_be_read_behind_the_first_page_is_read_by_the_next_crawl(
    crawl: Crawl, tmp_path: Path
) -> None:
    [second] = following(respond(crawl.listing(), 200, links(1, more=PAGER.format(2))))
    assert respond(second, 500) == []
    crawl.listings.mark_fully_crawled()
    assert read_through(tmp_path) == {SECTION: False}


def test_what_is_known_is_no_news_only_if_it_was_known_before_this_crawl(
    archive: Archive, tmp_path: Path
) -> None:
    crawl_whole(archive)
    crawl = Crawl(archive)
    # Another listing of this very crawl has found it: here it is news all the same.
    record_earlier(archive, 5, Outcome.OFF_TOPIC, fetched=NOW + timedelta(hours=1))
    items = respond(crawl.listing(), 200, links(5, more=PAGER.format(2)))
    assert [r.url for r in following(items)] == [f"{SECTION}?trang=2"]
    assert read_through(tmp_path) == {SECTION: False}


# Listings that join


SHARED = '<a href="/chung?trang=2">Trang sau</a>'
OTHER = "https://gosim.example/chinh-tri"


@pytest.mark.parametrize("whole", [True, False])
def test_a_listing_that_goes_on_with_the_pages_of_another_ends_with_it(
    crawl: Crawl, tmp_path: Path, whole: bool
) -> None:
    [second] = following(respond(crawl.listing(), 200, links(1, more=SHARED)))
    shared = SHARED.replace("/chung", f"{HOME}/chung")
    more = links(article_url(2), more=shared)
    assert following(respond(crawl.listing(OTHER), 200, more)) == []
    respond(second, 200 if whole else 500, links(1))
    crawl.listings.mark_fully_crawled()
    assert read_through(tmp_path) == {SECTION: whole, OTHER: whole}


def test_a_pager_that_leads_in_a_circle_ends(crawl: Crawl) -> None:
    [second] = following(respond(crawl.listing(), 200, links(1, more=PAGER.format(2))))
    [again] = following(respond(second, 200, links(2, more=PAGER.format(1))))
    assert not again.dont_filter, "Scrapy drops a request that it has seen"


def test_a_pager_that_leads_to_its_own_page_ends(crawl: Crawl) -> None:
    [second] = following(respond(crawl.listing(), 200, links(1, more=PAGER.format(2))))
    assert following(respond(second, 200, links(2, more=PAGER.format(2)))) == []


# Menus


def test_the_sections_that_a_home_page_names_are_crawled(crawl: Crawl) -> None:
    menu = (
        '<a href="http://www.baogosim.example/dan-van?utm_source=x">Dân vận khéo</a>'
        '<a href="/the-thao">Thể thao</a>'
        '<a href="https://khac.example/dan-van">Dân vận</a>'
        '<a href="/dan-van-post5.html">Dân vận</a>'
        '<a href="/dan-van-post6.html;jsessionid=1A">Dân vận</a>'
    )
    items = respond(crawl.listing(f"{HOME}/"), 200, links(1, more=menu))
    [request] = following(items)
    assert request.url == f"{HOME}/dan-van"
    assert request.priority > 0
    assert articles(items) == [article_url(1), *(f"{HOME}/dan-van-post{n}.html" for n in (5, 6))]
    assert respond(request, 200, b"") == []
    assert crawl.remarks() == []  # the word may be that of a page of another kind


def test_a_section_of_the_menu_that_had_articles_is_told_when_it_is_empty(crawl: Crawl) -> None:
    menu = '<a href="/dan-van">Dân vận khéo</a>'
    crawl.run.queue.mark_listing(f"{HOME}/dan-van", fully_crawled=True)
    [request] = following(respond(crawl.listing(f"{HOME}/"), 200, links(1, more=menu)))
    assert respond(request, 200, b"") == []
    assert crawl.remarks() == [f"the listing {HOME}/dan-van shows no article"]


SECTIONS = (
    '<a href="/dan-van-mat-tran-doan-the-post7.html">Dân vận - Mặt trận - Đoàn thể</a>'
    '<a href="/hoat-dong-post8.html">Dân vận</a>'
)


def test_sections_whose_addresses_have_the_form_of_articles(crawl: Crawl) -> None:
    items = respond(crawl.listing(f"{HOME}/"), 200, links(1, more=SECTIONS))
    assert articles(items) == [article_url(1)]
    section, single = following(items)
    assert section.url == f"{HOME}/dan-van-mat-tran-doan-the-post7.html"
    pager = '<a href="/dan-van-mat-tran-doan-the-post7.html?trang=2">Trang sau</a>'
    items = respond(section, 200, links(*range(10, 15), more=pager + SECTIONS))
    assert articles(items) == [article_url(n) for n in range(10, 15)]
    assert [r.url for r in following(items)] == [f"{section.url}?trang=2"]
    # With fewer links it is an article, which links to a few others.
    [article] = respond(single, 200, links(*range(10, 14)))
    assert isinstance(article, Request)
    assert article.url == f"{HOME}/hoat-dong-post8.html"
    assert (article.cb_kwargs["address"].key, article.dont_filter) == ("post:8", True)


def test_the_map_of_a_site_names_sections_that_no_menu_has(crawl: Crawl) -> None:
    footer = '<a href="/so-do-to-chuc">Sơ đồ tổ chức</a><a href="/so-do">Sơ đồ cổng thông tin</a>'
    [page] = following(respond(crawl.listing(f"{HOME}/"), 200, links(1, more=footer)))
    assert page.url == f"{HOME}/so-do"
    listed = '<a href="/dan-van">Công tác dân vận</a><a href="/the-thao">Thể thao</a>'
    assert urls(following(respond(page, 200, listed.encode()))) == [f"{HOME}/dan-van"]
    assert crawl.remarks() == [], "a map has no articles"


def test_a_section_names_sub_sections_on_the_topic_and_no_others(crawl: Crawl) -> None:
    menu = '<a href="/dan-van">Dân vận</a><a href="/chinh-tri">Chính trị</a>'
    found = following(respond(crawl.listing(), 200, links(1, 2, more=menu + PAGER.format(2))))
    assert [request.url for request in found] == [f"{HOME}/dan-van", f"{SECTION}?trang=2"]
    more = '<a href="/dan-chu">Dân chủ ở cơ sở</a>'
    assert following(respond(found[1], 200, links(1, 2, more=more))) == []


def menu(*numbers: int) -> bytes:
    """Return a home page whose menu names sections."""
    return "".join(f'<a href="/dan-van-{n}">Dân vận {n}</a>' for n in numbers).encode()


def test_fifty_sections_of_the_menus_are_read(crawl: Crawl) -> None:
    sections = [f"{HOME}/dan-van-{n}" for n in range(51)]
    home = crawl.listing(f"{HOME}/")
    assert urls(respond(home, 200, menu(*range(30)))) == sections[:30]
    assert urls(respond(home, 200, menu(*range(20, 50)))) == sections[30:50], "each once"
    assert crawl.remarks() == []
    assert urls(respond(home, 200, menu(*range(51)))) == []
    assert crawl.remarks() == [
        f"the listing {HOME}/ names 1 sections in its menu that are not read: more than 50"
    ]


# What is missing

MENU = '<a href="/dan-van">Dân vận</a>'
NO_SECTION = "no link of a home page has one of the words dân vận"
LOST = "the site no longer leads to listings of the last 7 days: "


def missing(crawl: Crawl) -> list[str]:
    crawl.discovery.note_what_is_missing()
    return crawl.remarks()


@pytest.mark.parametrize(
    ("body", "remarks"),
    [
        (links(1, more=MENU), []),
        (links(more=MENU), []),
        (links(1), [NO_SECTION]),
        (links("/gioi-thieu"), [f"the listing {HOME}/ shows neither an article nor a section"]),
        (b"", [f"the listing {HOME}/ shows neither an article nor a section"]),
    ],
)
def test_what_a_home_page_does_not_show(crawl: Crawl, body: bytes, remarks: list[str]) -> None:
    respond(crawl.listing(f"{HOME}/"), 200, body)
    assert missing(crawl) == remarks


def test_one_home_page_with_a_section_is_enough(crawl: Crawl) -> None:
    respond(crawl.listing(f"{HOME}/"), 200, links(1))
    respond(crawl.listing("https://gosim.example/"), 200, links(2, more=MENU))
    assert missing(crawl) == []


def test_a_site_without_a_menu_needs_no_section(archive: Archive) -> None:
    class NoMenu(GoSim):
        menu = ()

    crawl = Crawl(archive, site=NoMenu)
    respond(crawl.listing(f"{HOME}/"), 200, links(1))
    assert missing(crawl) == []


def test_a_home_page_that_was_not_read_has_its_own_remark(crawl: Crawl) -> None:
    respond(crawl.listing(f"{HOME}/"), 503)
    assert missing(crawl) == [f"the listing {HOME}/ answered 503"]


def test_a_home_page_that_redirects_is_one_listing(crawl: Crawl) -> None:
    moved = only_request(redirect(crawl.listing(f"{HOME}/"), f"{HOME}/trang-chu"))
    respond(moved, 200, b"")
    missing(crawl)
    remark = f"the listing {HOME}/ shows neither an article nor a section"
    assert crawl.run.remarks == {remark: 1}


@pytest.mark.parametrize("found", [True, False])
def test_a_search_that_finds_nothing_for_any_query(crawl: Crawl, found: bool) -> None:
    searches = [r for r in crawl.discovery.listing_requests() if "/tim/" in r.url]
    for number, request in enumerate(searches):
        respond(request, 200, links(1) if found and number == 1 else b"")
    assert missing(crawl) == ([] if found else ["the search of the site finds no article"])


def crawled_through(archive: Archive, *targets: str) -> None:
    """Crawl the home page and the sections that its menu names to their end."""
    crawl = Crawl(archive)
    menu = "".join(f'<a href="{target}">Dân vận</a>' for target in targets)
    for request in following(respond(crawl.listing(f"{HOME}/"), 200, links(1, more=menu))):
        respond(request, 200, links(2))
    crawl.listings.mark_fully_crawled()


@pytest.mark.parametrize("days", [6, 8])
def test_a_listing_of_the_last_days_that_the_menu_no_longer_names(
    archive: Archive, tmp_path: Path, days: int
) -> None:
    crawled_through(archive, "/dan-van", "/dân-vận-khéo")
    when = (NOW - timedelta(days=days)).isoformat(timespec="seconds")
    with closing(sqlite3.connect(tmp_path / "archive.db")) as connection:
        connection.execute("UPDATE listings SET read_through = ?", (when,))
        connection.commit()
    crawl = Crawl(archive)
    list(crawl.discovery.listing_requests())
    respond(crawl.listing(f"{HOME}/"), 200, links(1, more=MENU))
    assert missing(crawl) == ([f"{LOST}{HOME}/dân-vận-khéo"] if days < 7 else [])


@pytest.mark.parametrize(("count", "more"), [(3, ""), (4, " and 1 more")])
def test_three_lost_listings_are_named(archive: Archive, count: int, more: str) -> None:
    paths = [f"/dan-van-{number}" for number in range(count)]
    crawled_through(archive, *paths)
    crawl = Crawl(archive)
    respond(crawl.listing(f"{HOME}/"), 200, links(1, more=MENU))
    named = ", ".join(f"{HOME}{path}" for path in paths[:3])
    assert missing(crawl) == [f"{LOST}{named}{more}"]


BUTTON = "<button>Xem thêm</button>"
HIDDEN = f"the listing {SECTION} has more articles behind a button that a crawl cannot press"


@pytest.mark.parametrize(
    ("body", "remarks"),
    [
        (links(1, 2, more=BUTTON), [HIDDEN]),
        (links(1, 2, more=BUTTON + PAGER.format(2)), []),
        (links(1, 2), []),
    ],
)
def test_a_button_that_loads_more(crawl: Crawl, body: bytes, remarks: list[str]) -> None:
    respond(crawl.listing(), 200, body)
    assert crawl.remarks() == remarks


@pytest.mark.parametrize(("shown", "remarks"), [((1, 2), []), ((2, 3), []), ((3, 4), [HIDDEN])])
def test_behind_articles_that_are_known_a_button_hides_nothing_new(
    archive: Archive, shown: tuple[int, int], remarks: list[str]
) -> None:
    earlier = Crawl(archive)
    respond(earlier.listing(), 200, links(1, 2))
    earlier.listings.mark_fully_crawled()
    for number in (1, 2):
        record_earlier(archive, number)
    crawl = Crawl(archive)
    respond(crawl.listing(), 200, links(*shown, more=BUTTON))
    assert crawl.remarks() == remarks


def test_the_address_of_a_button_is_the_next_page(crawl: Crawl) -> None:
    button = "<button data-url='/ajax/thoi-su-2.html'>Xem thêm</button>"
    [second] = following(respond(crawl.listing(), 200, links(1, 2, more=button)))
    assert second.url == f"{HOME}/ajax/thoi-su-2.html"
    last = "<button data-url='/ajax/thoi-su-3.html'>Xem thêm</button>"
    [third] = following(respond(second, 200, links(3, 4, more=last)))
    assert following(respond(third, 200, links(3, 4, more=last))) == []
    assert crawl.remarks() == []


@pytest.mark.parametrize("address", ["https://khac.example/tin", "/thoi-su", article_url(9)])
def test_a_button_leads_to_no_article_and_to_no_other_site(crawl: Crawl, address: str) -> None:
    button = f"<button data-url='{address}'>Xem thêm</button>"
    assert following(respond(crawl.listing(), 200, links(1, 2, more=button))) == []
    assert crawl.remarks() == [HIDDEN]


def test_listings_without_an_article_are_counted(crawl: Crawl) -> None:
    respond(crawl.listing(f"{HOME}/"), 200, b"")
    respond(crawl.listing(), 200, links(1))
    respond(crawl.sitemap(), 200, urlset(f"{HOME}/thoi-su"))
    respond(crawl.sitemap("/b.xml"), 200, urlset(article_url(3)))
    respond(crawl.sitemap("/c.xml"), 200, index(f"{HOME}/1.xml"))
    assert (crawl.run.listings, crawl.run.listings_without_article) == (5, 3)
