"""Finding articles in RSS and Atom feeds, and which feeds a crawl reads."""

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy import Request
from scrapy.http import Response

from archive.writer import Archive
from crawler.feeds import MAX_FEED_BYTES, MAX_FEEDS, links_of_feed

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
    urls,
)

FEED = f"{HOME}/rss/thoi-su"
LOST = f"the site no longer leads to listings of the last 7 days: {FEED}"
XML = {"Content-Type": "text/xml"}


class WithFeed(GoSim):
    feeds: ClassVar[tuple[str, ...]] = ("/rss/thoi-su",)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with new_archive(tmp_path) as opened:
        yield opened


@pytest.fixture
def crawl(archive: Archive) -> Crawl:
    return Crawl(archive, site=WithFeed)


def item(link: int | str, title: str = "Dân vận khéo ở thôn 1") -> str:
    url = article_url(link) if isinstance(link, int) else link
    return f"<item><title>{title}</title><link>{url}</link></item>"


def rss(*items: str) -> bytes:
    """Return a feed; its character set is that of the Content-Type, or UTF-8."""
    body = "".join(items)
    return f'<rss version="2.0"><channel><title>Báo</title>{body}</channel></rss>'.encode()


ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Họp dân</title>
<link rel="self" href="/feed/1"/><link href="{article_url(1)}"/></entry></feed>"""
RDF = f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
xmlns="http://purl.org/rss/1.0/"><item><title>Họp dân</title><link>{article_url(1)}</link></item>
</rdf:RDF>"""
GUID = f'<rss version="2.0"><item><title>Họp dân</title><guid>{article_url(1)}</guid></item></rss>'
BROKEN = rss(item(1, "Họp dân & bàn việc"), "<item>&nbsp;<").decode()


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (rss(item(1, "Họp dân")).decode(), "Họp dân"),
        (rss(item(1, "<![CDATA[Họp <b>dân</b>]]>")).decode(), "Họp dân"),
        (rss(item(1, "Họp d&amp;acirc;n &amp;amp; bàn")).decode(), "Họp dân & bàn"),
        (rss(item("\n/bai-viet-post1.html\n", "\nHọp\n dân ")).decode(), "Họp dân"),
        (ATOM, "Họp dân"),
        (RDF, "Họp dân"),
        (GUID, "Họp dân"),
        (BROKEN, "Họp dân & bàn việc"),
        ("\n \n" + rss(item(1, "Họp dân")).decode(), "Họp dân"),
    ],
    ids="rss cdata twice relative atom rdf guid broken spaces".split(),
)
@pytest.mark.parametrize("content_type", ["text/xml", "application/rss+xml", "text/html", ""])
def test_the_articles_of_a_feed_are_requested_with_their_titles(
    crawl: Crawl, text: str, title: str, content_type: str
) -> None:
    items = respond(crawl.listing(FEED), 200, text.encode(), {"Content-Type": content_type})
    request = only_request(items)
    assert request.url == article_url(1)
    assert request.cb_kwargs["link_text"] == title
    assert (crawl.run.listings, crawl.run.listings_without_article) == (1, 0)
    assert crawl.remarks() == []


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("Vui &#55357;&#56397;", "Vui 👍"),
        ("<![CDATA[Vui &#xD83D;&#xDC4D;]]>", "Vui 👍"),
        ("Vui &#55357;", "Vui \ufffd"),
        ("Vui &#9999999999;", "Vui \ufffd"),
    ],
    ids=["an emoji in halves", "in CDATA", "half of one", "too large"],
)
def test_a_reference_to_no_character_does_not_cost_the_feed(
    crawl: Crawl, written: str, title: str
) -> None:
    body = rss(item(1, "Họp dân"), item(2, written))
    found = respond(crawl.listing(FEED), 200, body, XML)
    titles = [item.cb_kwargs["link_text"] for item in found if isinstance(item, Request)]
    assert titles == ["Họp dân", title]
    assert crawl.remarks() == []


@pytest.mark.parametrize("link", ["", "<link/>", "<link>\n</link>", "<link><![CDATA[ ]]></link>"])
@pytest.mark.parametrize(
    ("guid", "is_found"),
    [
        (f"<guid>{article_url(1)}</guid>", True),
        (f'<guid isPermaLink="true">{article_url(1)}</guid>', True),
        (f'<guid isPermaLink="false">{article_url(1)}</guid>', False),
        ("<guid>tag:gosim,2026:1</guid>", False),
    ],
)
def test_an_item_without_a_link_has_the_permalink_of_its_guid(
    crawl: Crawl, link: str, guid: str, is_found: bool
) -> None:
    body = rss(f"<item><title>Họp dân</title>{link}{guid}</item>", item(2))
    found = [article_url(1)] if is_found else []
    assert urls(respond(crawl.listing(FEED), 200, body, XML)) == [*found, article_url(2)]


def test_a_feed_in_another_character_set(crawl: Crawl) -> None:
    body = rss(item(1, "Приветствие")).replace("Báo".encode(), b"Bao").decode().encode("cp1251")
    headers = {"Content-Type": "application/xml; charset=windows-1251"}
    request = only_request(respond(crawl.listing(FEED), 200, body, headers))
    assert request.cb_kwargs["link_text"] == "Приветствие"


def test_items_without_an_article_of_the_site_are_left_out(crawl: Crawl) -> None:
    elsewhere = ("https://khac.example/bai-viet-post9.html", "http://[x", "/gioi-thieu", "")
    body = rss(*map(item, elsewhere), "<item/>", item(2))
    assert urls(respond(crawl.listing(FEED), 200, body, XML)) == [article_url(2)]


def test_a_feed_may_be_empty(crawl: Crawl, tmp_path: Path) -> None:
    assert respond(crawl.listing(FEED), 200, rss(), XML) == []
    assert (crawl.run.listings, crawl.run.listings_without_article) == (1, 1)
    assert crawl.remarks() == []
    crawl.listings.mark_fully_crawled()
    assert read_through(tmp_path) == {FEED: True}


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b"", "AttributeError"),
        (b"<p>Just a moment...</p>", "ValueError"),
        (links(1), "ValueError"),
        (b"<urlset><url><loc>https://baogosim.example/1</loc></url></urlset>", "ValueError"),
    ],
)
def test_what_is_no_feed_is_remarked(crawl: Crawl, tmp_path: Path, body: bytes, error: str) -> None:
    assert respond(crawl.listing(FEED), 200, body) == []
    assert crawl.remarks() == [f"the listing {FEED} is no feed ({error})"]
    assert crawl.run.listings == 0
    crawl.listings.mark_fully_crawled()
    assert read_through(tmp_path) == {}


@pytest.mark.parametrize("form", ["{}", "file://{}"])
def test_the_name_of_a_file_is_no_feed(crawl: Crawl, tmp_path: Path, form: str) -> None:
    file = tmp_path / "feed.xml"
    file.write_bytes(rss(item(1)))
    assert respond(crawl.listing(FEED), 200, form.format(file).encode()) == []
    assert crawl.remarks() == [f"the listing {FEED} is no feed (ValueError)"]


@pytest.mark.parametrize(("more", "is_read"), [(0, True), (1, False)])
def test_a_feed_is_read_up_to_a_size(crawl: Crawl, more: int, is_read: bool) -> None:
    body = rss(item(1))
    body += b" " * (MAX_FEED_BYTES - len(body) + more)
    assert len(respond(crawl.listing(FEED), 200, body, XML)) == is_read
    remark = f"the listing {FEED} is a feed of more than 2000000 bytes"
    assert crawl.remarks() == ([] if is_read else [remark])


def test_the_first_thousand_items_of_a_feed_are_read(crawl: Crawl) -> None:
    body = rss(*(item(number) for number in range(1001)))
    assert len(respond(crawl.listing(FEED), 200, body, XML)) == 1000


@given(st.binary(max_size=300) | st.text("<>/&;![]-rsitemchanl ='\n", max_size=300))
def test_anything_is_a_feed_or_is_remarked(body: bytes | str) -> None:
    content = b"<rss><channel><item>" + (body.encode() if isinstance(body, str) else body)
    response = Response(FEED, headers=XML, body=content)
    for url, title in links_of_feed(response):
        assert url.isascii()
        assert title == " ".join(title.split())


# Feeds that are not there


@pytest.mark.parametrize("status", [404, 410])
def test_a_feed_that_is_not_there_is_no_fault(crawl: Crawl, tmp_path: Path, status: int) -> None:
    assert respond(crawl.listing(FEED), status) == []
    assert crawl.remarks() == []
    crawl.listings.mark_fully_crawled()
    assert read_through(tmp_path) == {}


@pytest.mark.parametrize("status", [403, 405, 500, 503])
def test_any_other_failure_of_a_feed_is_one(crawl: Crawl, status: int) -> None:
    assert respond(crawl.listing(FEED), status) == []
    assert crawl.remarks() == [f"the listing {FEED} answered {status}"]


def test_a_feed_without_a_response_is_remarked(crawl: Crawl) -> None:
    assert fail(crawl.listing(FEED), TimeoutError("slow")) == []
    remark = f"the listing {FEED} could not be fetched: TimeoutError: slow"
    assert crawl.remarks() == [remark]


def test_a_redirect_of_a_feed_is_followed_on_the_site(crawl: Crawl) -> None:
    request = only_request(redirect(crawl.listing(FEED), "https://gosim.example/rss"))
    assert urls(respond(request, 200, rss(item(1)), XML)) == [article_url(1)]
    assert redirect(crawl.listing(FEED), "https://khac.example/rss") == []
    where = "another host, not followed: https://khac.example/rss"
    assert crawl.remarks() == [f"the listing {FEED} redirects to {where}"]


@pytest.mark.parametrize("status", [200, 404, 500])
def test_a_feed_that_was_read_and_is_gone_is_missed(archive: Archive, status: int) -> None:
    earlier = Crawl(archive, site=WithFeed)
    respond(earlier.listing(FEED), 200, rss(item(1)), XML)
    earlier.listings.mark_fully_crawled()
    crawl = Crawl(archive, site=WithFeed)
    respond(crawl.listing(FEED), status, rss(item(1)), XML)
    crawl.listings.note_lost()
    answered = [f"the listing {FEED} answered 500"]
    assert crawl.remarks() == {200: [], 404: [LOST], 500: answered}[status]


# Feeds that pages name


def alternate(href: str, kind: str = "application/rss+xml", rel: str = "alternate") -> str:
    return f'<link rel="{rel}" type="{kind}" title="Tin tức dân vận" href="{href}">'


@pytest.mark.parametrize(
    ("link", "feed"),
    [
        (alternate("/rss/a.rss"), f"{HOME}/rss/a.rss"),
        (alternate("/rss/a.rss", "application/atom+xml"), f"{HOME}/rss/a.rss"),
        (alternate("http://www.gosim.example/rss", "Application/RSS+XML", "Alternate home"),
         "https://gosim.example/rss"),
        (alternate("/rss/a.rss", "application/json"), None),
        (alternate("/rss/a.rss", "application/rss+xml", "self"), None),
        (alternate("https://khac.example/rss"), None),
    ],
)  # fmt: skip
@pytest.mark.parametrize("page", [f"{HOME}/", SECTION], ids=["home page", "section"])
def test_home_page_and_sections_name_feeds(
    archive: Archive, page: str, link: str, feed: str | None
) -> None:
    crawl = Crawl(archive)
    found = following(respond(crawl.listing(page), 200, links(1, more=link)))
    assert [request.url for request in found] == ([feed] if feed else [])
    for request in found:
        assert request.priority > 0
        assert articles(respond(request, 200, rss(item(5)), XML)) == [article_url(5)]


@pytest.mark.parametrize("tag", ["link", "a"])
def test_a_feed_that_a_menu_word_names_is_no_section(archive: Archive, tag: str) -> None:
    crawl = Crawl(archive)
    named = alternate("/r").replace("<link", f"<{tag}") + f"Tin tức dân vận</{tag}>"
    [request] = following(respond(crawl.listing(f"{HOME}/"), 200, links(1, more=named)))
    respond(request, 200, rss(), XML)
    crawl.discovery.note_what_is_missing()
    assert crawl.remarks() == ["no link of a home page has one of the words dân vận"]


def test_a_feed_is_requested_once(crawl: Crawl) -> None:
    named = alternate("/rss/thoi-su") + alternate("/rss/khac") + alternate("/rss/khac#1")
    requests = list(crawl.discovery.listing_requests())
    assert [request.url for request in requests].count(FEED) == 1
    for page in (f"{HOME}/", SECTION):
        [request] = [request for request in requests if request.url == page]
        found = following(respond(request, 200, links(1, more=named)))
        assert [r.url for r in found] == ([f"{HOME}/rss/khac"] if page != SECTION else [])


def test_fifty_feeds_of_the_pages_are_read(archive: Archive) -> None:
    crawl = Crawl(archive)
    named = [f"{HOME}/rss/{n}" for n in range(MAX_FEEDS + 1)]
    home = crawl.listing(f"{HOME}/")
    first = respond(home, 200, links(1, more="".join(map(alternate, named[:30]))))
    assert [r.url for r in following(first)] == named[:30]
    rest = respond(home, 200, links(1, more="".join(map(alternate, named[:50]))))
    assert [r.url for r in following(rest)] == named[30:50]
    assert crawl.remarks() == []
    assert following(respond(home, 200, links(1, more="".join(map(alternate, named))))) == []
    assert crawl.remarks() == [f"the listing {HOME}/ names 1 feeds that are not read: more than 50"]


@pytest.mark.parametrize("which", ["search", "second page"])
def test_other_pages_name_none(archive: Archive, which: str) -> None:
    crawl = Crawl(archive)
    pager = '<a href="/thoi-su?trang=2">Trang sau</a>'
    if which == "search":
        [request] = [r for r in crawl.discovery.listing_requests() if "d%C3%A2n%20v" in r.url]
    else:
        [request] = following(respond(crawl.listing(), 200, links(1, more=pager)))
    found = following(respond(request, 200, links(2, more=alternate("/rss"))))
    assert not [r for r in found if r.url == f"{HOME}/rss"]


def test_the_articles_of_a_feed_are_requested_once_in_a_crawl(archive: Archive) -> None:
    record_earlier(archive, 7)
    crawl = Crawl(archive, site=WithFeed)
    respond(crawl.listing(), 200, links(1))
    items = respond(crawl.listing(FEED), 200, rss(item(1), item(7), item(2)), XML)
    assert articles(items) == [article_url(2)], "1 was requested, 7 is known"


def test_a_page_of_feeds_names_feeds(crawl: Crawl) -> None:
    home = respond(crawl.listing(f"{HOME}/"), 200, links(1, more='<a href="/rss.html">RSS</a>'))
    page = following(home)[-1]
    assert page.url == f"{HOME}/rss.html"
    named = '<a href="/rss/chinh-tri.rss">Chính trị</a><a href="https://khac.example/rss">RSS</a>'
    [feed] = following(respond(page, 200, links(2, more=named + '<a href="/rss.html">RSS</a>')))
    assert feed.url == f"{HOME}/rss/chinh-tri.rss"
    assert urls(respond(feed, 200, rss(item(3)), XML)) == [article_url(3)]
    assert crawl.remarks() == []
