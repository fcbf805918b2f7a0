"""Finding articles in listings that are JSON."""

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy import Request
from scrapy.exceptions import IgnoreRequest

from archive.writer import Archive
from crawler.json_listings import MAX_JSON_BYTES, links_of_answer
from crawler.middlewares import StayOnSiteMiddleware
from sites.card import JsonListing
from sites.check import check

from .crawls import SECTION, Crawl, articles, following, read_through
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
)

DATA = "https://data.gosim.example/list?page={page}&size=2"
FIRST = DATA.replace("{page}", "1")
HEADERS = {"X-Requested-With": "XMLHttpRequest", "Referer": f"{HOME}/"}
NO_LIST = f"the listing {FIRST} has no list of links at data[].link"


class WithJson(GoSim):
    json_listings: ClassVar[tuple[JsonListing, ...]] = (JsonListing(DATA, "data[].link", HEADERS),)


class Other(Crawl):
    """A crawl of that site."""

    def __init__(self, archive: Archive, site: type[GoSim] = WithJson) -> None:
        super().__init__(archive, site=site)

    def first(self) -> Request:
        return self.listing(FIRST)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with new_archive(tmp_path) as opened:
        yield opened


@pytest.fixture
def crawl(archive: Archive) -> Other:
    return Other(archive)


def answer(*targets: int | str) -> bytes:
    found = [article_url(t) if isinstance(t, int) else t for t in targets]
    return json.dumps({"data": [{"id": 1, "link": link} for link in found]}).encode()


def test_the_card_is_whole() -> None:
    check(WithJson)


def test_a_listing_is_requested_with_its_headers_and_read(crawl: Other) -> None:
    request = crawl.first()
    sent = dict(request.headers.to_unicode_dict())
    assert sent == HEADERS
    assert request.priority > 0
    elsewhere = ("https://khac.example/bai-viet-post9.html", "http://[x", "/gioi-thieu")
    items = respond(request, 200, answer(1, "/bai-viet-post2.html", *elsewhere, "tin/3"))
    assert articles(items) == [article_url(1), article_url(2), f"{HOME}/tin/3"]
    assert (crawl.run.listings, crawl.remarks()) == (1, [])


def test_its_pages_are_requested_until_one_shows_nothing_new(crawl: Other, tmp_path: Path) -> None:
    [second] = following(respond(crawl.first(), 200, answer(1, 2)))
    assert second.url == DATA.replace("{page}", "2")
    assert (second.headers["Referer"], second.priority) == (f"{HOME}/".encode(), -10)
    [third] = following(respond(second, 200, answer(2, 3)))
    assert respond(third, 200, answer(1, 3)) == []
    crawl.listings.mark_fully_crawled()
    assert read_through(tmp_path) == {FIRST: True}
    assert crawl.remarks() == []


@pytest.mark.parametrize("end", [(200, b'{"data": []}'), (404, b""), (410, b"")])
def test_a_page_that_is_not_there_is_the_end(
    crawl: Other, tmp_path: Path, end: tuple[int, bytes]
) -> None:
    [second] = following(respond(crawl.first(), 200, answer(1)))
    assert respond(second, *end) == []
    crawl.listings.mark_fully_crawled()
    assert read_through(tmp_path) == {FIRST: True}
    assert crawl.remarks() == []


def test_an_error_behind_the_first_page_is_no_end(crawl: Other, tmp_path: Path) -> None:
    [second] = following(respond(crawl.first(), 200, answer(1)))
    assert respond(second, 500) == []
    crawl.listings.mark_fully_crawled()
    assert read_through(tmp_path) == {FIRST: False}
    assert crawl.remarks() == [f"the listing {FIRST} answered 500"]


def test_the_next_crawl_reads_to_the_first_page_without_news(archive: Archive) -> None:
    for number in (1, 2):
        record_earlier(archive, number)
    earlier = Other(archive)
    [second] = following(respond(earlier.first(), 200, answer(1, 2)))
    respond(second, 404)
    earlier.listings.mark_fully_crawled()
    assert following(respond(Other(archive).first(), 200, answer(1, 2))) == []


def test_a_listing_of_one_page(archive: Archive) -> None:
    class OnePage(WithJson):
        json_listings = (JsonListing(f"{HOME}/moi.json", "[*]"),)

    crawl = Other(archive, OnePage)
    body = json.dumps([article_url(1)]).encode()
    items = respond(crawl.listing(f"{HOME}/moi.json"), 200, body)
    assert (articles(items), following(items)) == ([article_url(1)], [])


@pytest.mark.parametrize(
    ("body", "remark"),
    [
        (b"", f"the listing {FIRST} is no JSON"),
        (b"<p>Just a moment...</p>", f"the listing {FIRST} is no JSON"),
        (b'{"data": [', f"the listing {FIRST} is no JSON"),
        (b"\xff\xfe\xfd", f"the listing {FIRST} is no JSON"),
        (b"[" * 100_000, f"the listing {FIRST} is no JSON"),
        (b"1" * 5_000, f"the listing {FIRST} is no JSON"),
        (b"{}", NO_LIST),
        (b"null", NO_LIST),
        (b'{"data": null}', NO_LIST),
        (b'{"data": "x"}', NO_LIST),
        (b'{"data": [{"link": 1}]}', NO_LIST),
        (b'{"data": [{"link": ["/bai-viet-post1.html"]}]}', NO_LIST),
        (b'{"data": []}', f"the listing {FIRST} shows no article"),
        (b'{"data": [{"id": 1}]}', f"the listing {FIRST} shows no article"),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_an_answer_without_links_is_remarked(
    crawl: Other, tmp_path: Path, body: bytes, remark: str
) -> None:
    assert respond(crawl.first(), 200, body) == []
    assert crawl.remarks() == [remark]
    assert crawl.run.listings == 0
    crawl.listings.mark_fully_crawled()
    assert read_through(tmp_path) == {}


def test_an_expression_that_fails_on_the_answer_is_remarked(archive: Archive) -> None:
    class Sorted(WithJson):
        json_listings = (JsonListing(DATA, "sort(data)"),)

    crawl = Other(archive, Sorted)
    assert respond(crawl.first(), 200, b'{"data": [1, "a"]}') == []
    assert crawl.remarks() == [f"the listing {FIRST} has no list of links at sort(data)"]


@pytest.mark.parametrize(("more", "is_read"), [(0, True), (1, False)])
def test_an_answer_is_read_up_to_a_size(crawl: Other, more: int, is_read: bool) -> None:
    body = answer(1)
    body += b" " * (MAX_JSON_BYTES - len(body) + more)
    assert len(articles(respond(crawl.first(), 200, body))) == is_read
    remark = f"the listing {FIRST} answered more than 2000000 bytes"
    assert crawl.remarks() == ([] if is_read else [remark])


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["data", "link"]), inner, max_size=2)
    ),
    max_leaves=8,
)


@given(_JSON)
def test_any_json_has_links_or_is_refused(value: Any) -> None:
    with suppress(ValueError):
        found = links_of_answer(json.dumps(value).encode(), "data[].link")
        assert isinstance(found, list)
        assert all(isinstance(link, str) for link in found)


# The host


def test_a_host_of_data_is_requested_and_has_no_articles(crawl: Other) -> None:
    class Spider(WithJson):
        class pauses:
            is_stopped = False
            check = staticmethod(lambda _: None)

    class Crawler:
        spider = Spider

    stay = StayOnSiteMiddleware(Crawler)  # type: ignore[arg-type]
    stay.process_request(Request(FIRST))
    with pytest.raises(IgnoreRequest):
        stay.process_request(Request("https://khac.example/list"))
    assert WithJson.resolve("https://data.gosim.example/bai-viet-post1.html") is None
    body = answer("https://data.gosim.example/bai-viet-post1.html", 2)
    assert articles(respond(crawl.first(), 200, body)) == [article_url(2)]


def test_a_redirect_of_a_host_of_data(crawl: Other) -> None:
    moved = only_request(redirect(crawl.first(), "https://data.gosim.example/v2/list"))
    assert moved.headers["X-Requested-With"] == b"XMLHttpRequest"
    assert articles(respond(moved, 200, answer(1))) == [article_url(1)]
    assert redirect(crawl.first(), "https://khac.example/list") == []
    where = "another host, not followed: https://khac.example/list"
    assert crawl.remarks() == [f"the listing {FIRST} redirects to {where}"]


def test_without_a_response(crawl: Other) -> None:
    assert fail(crawl.first(), TimeoutError("slow")) == []
    remark = f"the listing {FIRST} could not be fetched: TimeoutError: slow"
    assert crawl.remarks() == [remark]


@pytest.mark.parametrize("site", [GoSim, WithJson])
def test_a_button_is_the_end_only_without_json(archive: Archive, site: type[GoSim]) -> None:
    crawl = Crawl(archive, site=site)
    respond(crawl.listing(), 200, links(1, more="<button>Xem thêm</button>"))
    remark = f"the listing {SECTION} has more articles behind a button that a crawl cannot press"
    assert crawl.remarks() == ([remark] if site is GoSim else [])


# What the button of a section loads


MORE = "https://api.{host}/more-{zone}-{page}.html"
OF_ZONE = f"https://api.{HOME.removeprefix('https://')}/more-4-1.html"
BUTTON = "<button data-zone=4>Xem thêm</button>"


class WithButton(GoSim):
    load_more = JsonListing(MORE, "data[].link", {"Referer": "https://{host}/"})


def test_the_button_of_a_section_names_a_listing(archive: Archive) -> None:
    check(WithButton)
    crawl = Other(archive, WithButton)
    [first] = following(respond(crawl.listing(SECTION), 200, links(1, 2, more=BUTTON)))
    assert (first.url, first.headers["Referer"]) == (OF_ZONE, f"{HOME}/".encode())
    assert WithButton.may_request(first.url)
    items = respond(first, 200, answer(2, 3))
    assert articles(items) == [article_url(3)]
    assert [request.url for request in following(items)] == [OF_ZONE.replace("-1.", "-2.")]
    assert crawl.remarks() == []


def test_a_button_whose_listing_is_not_there_is_no_fault(archive: Archive) -> None:
    crawl = Other(archive, WithButton)
    [first] = following(respond(crawl.listing(SECTION), 200, links(1, 2, more=BUTTON)))
    respond(first, 404)
    assert crawl.remarks() == []


def test_the_listing_of_a_button_ends_with_a_page_that_is_not_there(
    archive: Archive, tmp_path: Path
) -> None:
    crawl = Other(archive, WithButton)
    page = links(1, 2, more=BUTTON)
    [first] = following(respond(crawl.listing(SECTION), 200, page, {"ETag": '"1"'}))
    [second] = following(respond(first, 200, answer(3)))
    assert respond(second, 404) == []
    crawl.listings.note_lost()
    crawl.listings.mark_fully_crawled()
    assert read_through(tmp_path)[OF_ZONE]
    assert crawl.remarks() == []
    assert "If-None-Match" not in Other(archive, WithButton).listing(SECTION).headers


def test_the_button_of_a_page_with_www_loads_from_the_host_of_the_card(archive: Archive) -> None:
    crawl = Other(archive, WithButton)
    there = SECTION.replace("https://", "https://www.")
    moved = only_request(redirect(crawl.listing(SECTION), there))
    [first] = following(respond(moved, 200, links(1, 2, more=BUTTON)))
    assert first.url == OF_ZONE


def test_the_listing_of_a_button_is_not_lost_if_there_is_no_news(archive: Archive) -> None:
    earlier = Other(archive, WithButton)
    [first] = following(respond(earlier.listing(SECTION), 200, links(1, 2, more=BUTTON)))
    [second] = following(respond(first, 200, answer(1, 2)))
    respond(second, 404)
    earlier.listings.mark_fully_crawled()
    for number in (1, 2):
        record_earlier(archive, number)
    crawl = Other(archive, WithButton)
    assert following(respond(crawl.listing(SECTION), 200, links(1, 2, more=BUTTON))) == []
    crawl.listings.note_lost()
    assert OF_ZONE not in "".join(crawl.remarks())


def test_a_button_without_a_zone_loads_nothing(archive: Archive) -> None:
    crawl = Other(archive, WithButton)
    button = "<button data-zone=x>Xem thêm</button>"
    assert following(respond(crawl.listing(SECTION), 200, links(1, 2, more=button))) == []
