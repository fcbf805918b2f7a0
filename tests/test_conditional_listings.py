"""A listing that has not changed is not sent again: which ones are requested conditionally."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from scrapy import Request

from archive.queue import FULL_DAYS
from archive.times import format_time, parse_time
from archive.writer import Archive
from danvan.common import GOOD

from .archives import rows
from .conftest import Command
from .crawls import SECTION, Crawl, articles, following
from .gosim import HOME, article_url, links, new_archive, only_request, redirect, respond, urls
from .one_site import LISTING, Site, listing, served

ETAG, DATE = '"a-1"', "Sat, 28 Nov 2026 15:00:00 GMT"
SENT = {"ETag": ETAG, "Last-Modified": DATE}
ASKED = {"If-None-Match": ETAG, "If-Modified-Since": DATE}
FEED = f"{HOME}/rss/thoi-su"
PAGER = '<a href="/thoi-su?trang=2">2</a>'
XML = {"Content-Type": "text/xml", **SENT}


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with new_archive(tmp_path) as opened:
        yield opened


def crawled(archive: Archive, body: bytes, url: str = SECTION, **headers: str) -> Crawl:
    """Crawl a listing of one page to its end."""
    crawl = Crawl(archive)
    respond(crawl.listing(url), 200, body, headers)
    crawl.listings.mark_fully_crawled()
    return crawl


def conditions(request: Request) -> dict[str, str]:
    headers = request.headers.to_unicode_dict()
    return {name: headers[name] for name in ASKED if name in headers}


def searches(crawl: Crawl) -> list[Request]:
    return [request for request in crawl.discovery.listing_requests() if "/tim/" in request.url]


def versions(folder: Path) -> dict[str, tuple[str | None, str | None]]:
    query = "SELECT url, etag, last_modified FROM listings"
    return {url: (etag, date) for url, etag, date in rows(folder / "archive.db", query)}


def test_a_listing_that_was_fully_crawled_is_requested_conditionally(
    archive: Archive, tmp_path: Path
) -> None:
    crawled(archive, links(1), **SENT)
    assert versions(tmp_path) == {SECTION: (ETAG, DATE)}
    crawl = Crawl(archive)
    request = crawl.listing()
    assert conditions(request) == ASKED
    assert respond(request, 304) == []
    assert crawl.remarks() == []
    assert (crawl.run.listings, crawl.run.listings_without_article) == (1, 0)


def test_what_has_not_changed_is_fully_crawled_again(archive: Archive, tmp_path: Path) -> None:
    crawled(archive, links(1), **SENT)
    with closing(sqlite3.connect(tmp_path / "archive.db")) as connection:
        before = format_time(parse_time(Crawl(archive).run.started) - timedelta(days=3))
        connection.execute("UPDATE listings SET read_through = ?, last_sent = ?", (before, before))
        connection.commit()
    crawl = Crawl(archive)
    respond(crawl.listing(), 304)
    crawl.listings.mark_fully_crawled()
    assert versions(tmp_path) == {SECTION: (ETAG, DATE)}
    [(through, sent)] = rows(
        tmp_path / "archive.db", "SELECT read_through, last_sent FROM listings"
    )
    assert sent == before
    assert through > before


def test_a_changed_listing_has_the_validators_of_its_new_version(
    archive: Archive, tmp_path: Path
) -> None:
    crawled(archive, links(1), **SENT)
    crawl = Crawl(archive)
    items = respond(crawl.listing(), 200, links(1, 2), {"ETag": '"b-2"'})
    assert articles(items) == [article_url(1), article_url(2)]
    assert versions(tmp_path) == {SECTION: (None, None)}, "until it is crawled to its end"
    crawl.listings.mark_fully_crawled()
    assert versions(tmp_path) == {SECTION: ('"b-2"', None)}


def test_only_the_first_page_is_requested_conditionally(archive: Archive, tmp_path: Path) -> None:
    crawl = Crawl(archive)
    [second] = following(respond(crawl.listing(), 200, links(1, more=PAGER), SENT))
    assert conditions(second) == {}
    respond(second, 200, links(2), {"ETag": '"of the second"'})
    crawl.listings.mark_fully_crawled()
    assert versions(tmp_path) == {SECTION: (ETAG, DATE)}


@pytest.mark.parametrize(
    ("ago", "expected"),
    [(timedelta(days=FULL_DAYS), ASKED), (timedelta(days=FULL_DAYS, seconds=1), {})],
    ids=["just short of the limit", "just past it"],
)
def test_after_some_days_a_listing_is_requested_in_full(
    archive: Archive, tmp_path: Path, ago: timedelta, expected: dict[str, str]
) -> None:
    crawled(archive, links(1), **SENT)
    crawl = Crawl(archive)
    sent = format_time(parse_time(crawl.run.started) - ago)
    with closing(sqlite3.connect(tmp_path / "archive.db")) as connection:
        connection.execute("UPDATE listings SET last_sent = ?", (sent,))
        connection.commit()
    assert conditions(crawl.listing()) == expected


def test_a_listing_that_was_not_read_to_its_end_is_requested_in_full(archive: Archive) -> None:
    crawled(archive, links(1), **SENT)
    crawl = Crawl(archive, limit=1)
    assert urls(respond(crawl.listing(), 200, links(2, 3), SENT)) == [article_url(2)]
    crawl.listings.mark_fully_crawled()
    assert conditions(Crawl(archive).listing()) == {}


NAMES_A_FEED = links(
    1, more=f'<link rel="alternate" type="application/rss+xml" href="{HOME}/b.rss">'
)


NAMES_A_SECTION = links(1, more='<a href="/thoi-su/dan-van">Dân vận</a>')


@pytest.mark.parametrize(
    ("url", "body"),
    [(f"{HOME}/", links(1)), (SECTION, NAMES_A_FEED), (SECTION, NAMES_A_SECTION)],
    ids=["a home page", "a section that names a feed", "a section that names another"],
)
def test_what_leads_on_is_requested_in_full(archive: Archive, url: str, body: bytes) -> None:
    crawled(archive, body, url, **SENT)
    assert conditions(Crawl(archive).listing(url)) == {}


def test_a_section_that_the_menu_has_too_does_not_lead_on(archive: Archive) -> None:
    crawl = Crawl(archive)
    respond(crawl.listing(f"{HOME}/"), 200, NAMES_A_SECTION)
    respond(crawl.listing(), 200, NAMES_A_SECTION, SENT)
    crawl.listings.mark_fully_crawled()
    assert conditions(Crawl(archive).listing()) == ASKED


def test_a_search_that_finds_no_article_is_requested_in_full(archive: Archive) -> None:
    crawl = Crawl(archive)
    for request in searches(crawl):
        assert respond(request, 200, b"", SENT) == []
    crawl.listings.mark_fully_crawled()
    assert [conditions(request) for request in searches(Crawl(archive))] == [{}, {}, {}]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (f"<urlset><url><loc>{article_url(1)}</loc></url></urlset>", ASKED),
        (f"<sitemapindex><sitemap><loc>{HOME}/1.xml</loc></sitemap></sitemapindex>", {}),
    ],
    ids=["a sitemap", "an index of sitemaps"],
)
def test_sitemaps(archive: Archive, body: str, expected: dict[str, str]) -> None:
    crawl = Crawl(archive)
    respond(crawl.sitemap(), 200, body.encode(), XML)
    crawl.listings.mark_fully_crawled()
    assert conditions(Crawl(archive).sitemap()) == expected


def test_a_feed_that_another_page_names_first_does_not_lead_on(archive: Archive) -> None:
    crawl = Crawl(archive)
    respond(crawl.listing(f"{HOME}/"), 200, NAMES_A_FEED)
    respond(crawl.listing(), 200, NAMES_A_FEED, SENT)
    crawl.listings.mark_fully_crawled()
    assert conditions(Crawl(archive).listing()) == ASKED


def test_nothing_changed_is_no_answer_to_an_unconditional_request(archive: Archive) -> None:
    crawl = Crawl(archive)
    assert respond(crawl.listing(), 304) == []
    assert crawl.remarks() == [f"the listing {SECTION} answered 304"]
    assert crawl.run.listings == 0


def test_the_condition_goes_on_to_where_a_listing_redirects(archive: Archive) -> None:
    crawled(archive, links(1), **SENT)
    crawl = Crawl(archive)
    request = only_request(redirect(crawl.listing(), f"{HOME}/thoi-su/"))
    assert conditions(request) == ASKED
    assert respond(request, 304) == []
    assert crawl.remarks() == []


def test_searches_that_have_not_changed_still_find_articles(archive: Archive) -> None:
    crawl = Crawl(archive)
    for request in searches(crawl):
        [second] = following(respond(request, 200, links(1), SENT))
        respond(second, 200, b"")
    crawl.listings.mark_fully_crawled()
    crawl = Crawl(archive)
    for request in searches(crawl):
        assert respond(request, 304) == []
    crawl.discovery.note_what_is_missing()
    assert crawl.remarks() == []
    assert crawl.run.listings == len(searches(crawl))


def test_of_two_listings_with_one_url_the_one_that_was_sent_counts(
    archive: Archive, tmp_path: Path
) -> None:
    crawl = Crawl(archive)
    respond(crawl.listing(), 200, links(1), SENT)
    crawl.listing()  # Scrapy drops a second request for the same URL
    crawl.listings.mark_fully_crawled()
    assert versions(tmp_path)[SECTION] == (ETAG, DATE)


def test_a_site_that_says_that_nothing_has_changed(run: Command) -> None:
    site = Site()
    status, headers, body = listing([1, 2])
    site.responses[LISTING] = status, headers | {"ETag": ETAG}, body
    site.articles(1, 2)
    with served(site) as origin:
        for expected in (200, 304):
            site.sent.clear()
            done = run("danvan", "crawl", "nbtv", "--origin", origin)
            assert done.returncode == GOOD, done.stderr
            assert (LISTING, expected) in site.sent
    assert "crawl ends: good; 2 listings read, 0 URLs requested (none yet); " in done.stderr
    assert "3 requests sent, and no new article" in done.stderr
    assert [path for path, _ in site.sent] == ["/robots.txt", "/", LISTING]
