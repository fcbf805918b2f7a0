"""Listings that redirect, or lead on by a refresh."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from scrapy import Request

from archive.writer import Archive
from sites.urls import MAX_URL

from .crawls import PAGER, SEARCH, SECTION, Crawl, articles, following, read_through
from .gosim import (
    HOME,
    HOST,
    article_url,
    links,
    new_archive,
    only_request,
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


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_of_a_listing_is_followed_as_the_site_wants_it(
    crawl: Crawl, status: int
) -> None:
    target = "http://www.baogosim.example/thoi-su/"
    request = only_request(redirect(crawl.listing(), target, status))
    assert (request.url, request.dont_filter) == (target, True)
    assert request.priority > 0
    assert articles(respond(request, 200, links(1))) == [
        "https://baogosim.example/bai-viet-post1.html"
    ]
    assert crawl.remarks() == []


@pytest.mark.parametrize(
    ("location", "where"),
    [
        ("https://khac.example/", "another host, not followed: https://khac.example/"),
        ("file:///etc/hostname", "another host, not followed: file:///etc/hostname"),
        ("http://[broken/", "something that is no URL"),
        ("", "something that is no URL"),
        (f"/{'a' * MAX_URL}", "something that is no URL"),
    ],
    ids=lambda value: value[:40],
)
def test_a_redirect_of_a_listing_to_elsewhere_is_not_followed(
    crawl: Crawl, location: str, where: str
) -> None:
    assert redirect(crawl.listing(), location) == []
    assert crawl.remarks() == [f"the listing {SECTION} redirects to {where}"]


def test_a_redirect_without_a_location(crawl: Crawl) -> None:
    assert respond(crawl.listing(), 301) == []
    assert crawl.remarks() == [f"the listing {SECTION} redirects to something that is no URL"]


def test_a_redirect_in_bytes_that_are_no_ascii(crawl: Crawl) -> None:
    items = respond(crawl.listing(), 302, headers={"Location": b"/th\xe0nh"})
    assert only_request(items).url == f"{HOME}/th%E0nh"


def test_a_redirect_in_bytes_of_utf_8(crawl: Crawl) -> None:
    items = respond(crawl.listing(), 302, headers={"Location": "/thời-sự".encode()})
    assert only_request(items).url == f"{HOME}/th%E1%BB%9Di-s%E1%BB%B1"


def refreshing(content: str) -> bytes:
    """Return a page that refreshes itself, with a link to an article."""
    return f'<meta http-equiv="Refresh" content="{content}">'.encode() + links(1)


@pytest.mark.parametrize("seconds", ["0", "5", "0.5"])
def test_a_listing_that_leads_on_at_once_is_followed(crawl: Crawl, seconds: str) -> None:
    items = respond(crawl.listing(), 200, refreshing(f"{seconds};url=/thoi-su/moi"))
    request = only_request(items)
    assert (request.url, request.dont_filter) == (f"{HOME}/thoi-su/moi", True)
    assert articles(respond(request, 200, links(2))) == [article_url(2)]
    assert (crawl.run.listings, crawl.remarks()) == (1, [])


@pytest.mark.parametrize(
    "content",
    ["6;url=/khac", "1800;url=/khac", "0", "0;url=/thoi-su", "0;url=#dau", "0;url=mailto:a@b.test"],
)
def test_a_listing_that_only_reloads_itself_is_read(crawl: Crawl, content: str) -> None:
    items = respond(crawl.listing(), 200, refreshing(content))
    assert articles(items) == [article_url(1)]


def test_a_listing_that_sets_a_cookie_and_reloads_itself_is_read_with_it(crawl: Crawl) -> None:
    headers = {"Set-Cookie": "seen=1; path=/"}
    items = respond(crawl.listing(), 200, refreshing("0;url=/thoi-su"), headers)
    request = only_request(items)
    assert (request.url, request.headers["Cookie"]) == (SECTION, b"seen=1")
    assert articles(respond(request, 200, refreshing("0;url=/thoi-su"))) == [article_url(1)]


def test_a_listing_that_leads_on_to_another_site_is_remarked(crawl: Crawl) -> None:
    assert respond(crawl.listing(), 200, refreshing("0;url=https://khac.example/")) == []
    where = "another host, not followed: https://khac.example/"
    assert crawl.remarks() == [f"the listing {SECTION} redirects to {where}"]
    assert crawl.run.measures.moved == {"khac.example": 1}


def test_two_pages_that_lead_to_each_other_end(crawl: Crawl) -> None:
    request = crawl.listing()
    for number in range(5):
        there = "/khac" if number % 2 == 0 else "/thoi-su"
        request = only_request(respond(request, 200, refreshing(f"0;url={there}")))
    assert respond(request, 200, refreshing("0;url=/thoi-su")) == []
    assert crawl.remarks() == [f"the listing {SECTION} redirects more than 5 times"]


def test_the_request_after_a_redirect_starts_again(crawl: Crawl) -> None:
    request = crawl.listing()
    request.meta.update({"download_slot": HOST, "retry_times": 1})  # as Scrapy does
    followed = only_request(redirect(request, "https://gosim.example/thoi-su"))
    assert followed.meta.keys() == {"handle_httpstatus_all", "redirects", "cookies"}


def test_a_redirect_is_followed_with_its_cookies_and_nothing_else_is(crawl: Crawl) -> None:
    headers = {"Location": "/thoi-su", "Set-Cookie": "seen=1; path=/"}
    request = only_request(respond(crawl.listing(), 302, headers=headers))
    assert (request.url, request.headers["Cookie"]) == (SECTION, b"seen=1")
    headers = {"Location": "https://gosim.example/x", "Set-Cookie": "b=2"}
    other = only_request(respond(request, 302, headers=headers))
    assert "Cookie" not in other.headers, "another host"
    back = only_request(redirect(other, SECTION))
    assert back.headers["Cookie"] == b"seen=1; b=2"
    items = respond(back, 200, links(1, more=PAGER.format(2)))
    ended = [item for item in items if isinstance(item, Request)]
    assert len(ended) == 2
    for after in (*ended, crawl.listing()):
        assert "Cookie" not in after.headers, "the chain has ended"


def test_five_redirects_of_a_listing_are_followed_and_no_sixth(crawl: Crawl) -> None:
    request = crawl.listing()
    for number in range(1, 6):
        request = only_request(redirect(request, f"/thoi-su/{number}"))
    assert urls(respond(request, 200, links(1))) == [article_url(1)]
    assert redirect(request, "/thoi-su/6") == []
    assert crawl.remarks() == [f"the listing {SECTION} redirects more than 5 times"]


OLD_HOME = "https://gosim.example/"


@pytest.fixture
def homes(crawl: Crawl) -> tuple[Request, Request]:
    """Return the requests of the site's two home pages."""
    requests = {request.url: request for request in crawl.discovery.listing_requests()}
    return requests[f"{HOME}/"], requests[OLD_HOME]


@pytest.mark.parametrize("location", [f"{HOME}/", "http://www.baogosim.example"])
@pytest.mark.parametrize("is_read_first", [True, False])
def test_a_home_page_that_leads_to_that_of_another_host_is_the_same(
    crawl: Crawl,
    homes: tuple[Request, Request],
    tmp_path: Path,
    location: str,
    is_read_first: bool,
) -> None:
    home, old = homes
    menu = '<a href="/dan-van">Dân vận</a>'
    if is_read_first:
        respond(home, 200, links(1, 2, more=menu))
    assert redirect(old, location) == []
    if not is_read_first:
        respond(home, 200, links(1, 2, more=menu))
    crawl.discovery.note_what_is_missing()
    measured = crawl.listings.measured()
    assert measured["/"] == measured[OLD_HOME] == [2, None]
    assert (crawl.run.listings, crawl.remarks()) == (1, [])
    crawl.listings.mark_fully_crawled()
    assert read_through(tmp_path) == {f"{HOME}/": True, OLD_HOME: True}


def test_both_home_pages_lead_to_one_that_is_requested_once(
    crawl: Crawl, homes: tuple[Request, Request]
) -> None:
    home, old = homes
    again = only_request(redirect(home, "/trang-chu"))
    assert redirect(old, f"{HOME}/trang-chu") == []
    respond(again, 200, links(1))
    assert crawl.listings.measured()[OLD_HOME] == [1, None]


def test_home_pages_that_lead_to_each_other_are_followed(
    crawl: Crawl, homes: tuple[Request, Request]
) -> None:
    home, old = homes
    assert redirect(home, OLD_HOME) == []
    again = only_request(redirect(old, "https://www.baogosim.example/"))
    respond(again, 200, links(1))
    assert crawl.listings.measured()["/"] == [1, None]


def test_a_redirected_page_of_a_listing_stays_that_page(crawl: Crawl) -> None:
    [second] = following(respond(crawl.listing(SEARCH.format(1)), 200, links(1)))
    request = only_request(redirect(second, "http://www.baogosim.example/tim?trang=2"))
    assert request.priority < 0
    [third] = following(respond(request, 200, links(2)))
    assert third.url == SEARCH.format(3)
