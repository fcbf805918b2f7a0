"""Sites without news, which are read to their end once, and hosts that are retired."""

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest
from scrapy import Request
from scrapy.exceptions import IgnoreRequest

from archive.outcomes import Outcome
from archive.writer import Archive
from crawler.fetching import Fetching
from crawler.middlewares import StayOnSiteMiddleware
from sites.card import FROZEN, SiteError
from sites.check import check
from sites.responses import classify_redirect

from .archives import begin_run
from .crawls import SECTION, Crawl, following, read_through
from .gosim import (
    EARLIER,
    HOME,
    GoSim,
    article_url,
    links,
    new_archive,
    only_request,
    only_visit,
    record_earlier,
    redirect,
    requests_of,
    respond,
    site_run,
    urls,
)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with new_archive(tmp_path) as opened:
        yield opened


class Frozen(GoSim):
    state = FROZEN
    search = ""
    sections: ClassVar[tuple[str, ...]] = ("/thoi-su",)
    hosts: ClassVar[tuple[str, ...]] = ("baogosim.example",)
    feeds: ClassVar[tuple[str, ...]] = ("/rss",)


MENU = '<a href="/dan-van">Dân vận</a>'
FEED = b'<rss version="2.0"><channel/></rss>'
URLSET = f"<urlset><url><loc>{article_url(9, 'dan-van')}</loc></url></urlset>".encode()
INDEX = f"<sitemapindex><sitemap><loc>{HOME}/1.xml</loc></sitemap></sitemapindex>".encode()
PAGES = {
    f"{HOME}/": (200, links(1, more=MENU)),
    SECTION: (200, links(1)),
    f"{HOME}/dan-van": (200, links(2)),
    f"{HOME}/rss": (200, FEED),
    f"{HOME}/sitemap.xml": (200, INDEX),
    f"{HOME}/1.xml": (200, URLSET),
}


def crawl_site(archive: Archive, **answers: tuple[int, bytes]) -> list[str]:
    """Crawl the site once, with other answers for paths by their last name; return what it read."""
    crawl = Crawl(archive, site=Frozen)
    waiting = [
        *crawl.discovery.listing_requests(),
        *crawl.sitemaps.requests(HOME, ["/sitemap.xml"]),
    ]
    read = []
    while waiting:
        request = waiting.pop(0)
        read.append(request.url)
        name = request.url.rsplit("/", 1)[1].partition(".")[0].replace("-", "_")
        waiting += following(respond(request, *answers.get(name, PAGES[request.url])))
    crawl.discovery.note_what_is_missing()
    assert not [remark for remark in crawl.remarks() if "no longer leads" in remark]
    crawl.listings.mark_fully_crawled()
    assert crawl.run.reads_listings == bool(read)
    return read


def test_what_was_read_of_a_frozen_site_is_not_requested_again(
    archive: Archive, tmp_path: Path
) -> None:
    assert sorted(crawl_site(archive)) == sorted(PAGES)
    assert read_through(tmp_path) == dict.fromkeys(PAGES, True)
    assert crawl_site(archive) == []


@pytest.mark.parametrize(
    ("broken", "again"),
    [
        ("dan_van", [f"{HOME}/", f"{HOME}/sitemap.xml", f"{HOME}/dan-van"]),
        ("1", [f"{HOME}/", f"{HOME}/sitemap.xml", f"{HOME}/1.xml"]),
        ("thoi_su", [f"{HOME}/", SECTION, f"{HOME}/sitemap.xml"]),
    ],
)
def test_what_could_not_be_read_is_requested_again_with_what_leads_to_it(
    archive: Archive, broken: str, again: list[str]
) -> None:
    crawl_site(archive, **{broken: (500, b"")})
    assert crawl_site(archive) == again
    assert crawl_site(archive) == []


def test_a_feed_that_a_frozen_site_does_not_have_is_nothing_to_wait_for(archive: Archive) -> None:
    crawl_site(archive, rss=(404, b""))
    assert crawl_site(archive, rss=(404, b"")) == [f"{HOME}/rss"]


def test_a_living_site_is_read_again(archive: Archive) -> None:
    crawl = Crawl(archive)
    assert crawl.run.reads_listings
    respond(crawl.listing(), 200, links(1))
    crawl.listings.mark_fully_crawled()
    assert SECTION in urls(Crawl(archive).discovery.listing_requests())


@pytest.mark.parametrize(("kind", "reads"), [("crawl", True), ("import", False), ("reread", False)])
def test_only_a_crawl_reads_listings(archive: Archive, kind: str, reads: bool) -> None:
    assert begin_run(archive, GoSim.facts(), kind=kind).reads_listings == reads


@pytest.mark.parametrize(("reads", "verdict"), [(True, "failed"), (False, "good")])
def test_a_run_without_listings_is_good_if_all_were_read_before(
    archive: Archive, reads: bool, verdict: str
) -> None:
    run = site_run(archive)
    run.reads_listings = reads
    assert run.close(finished=True)[0] == verdict


# Retired hosts

RETIRED = "https://gosim.example"


class Moved(GoSim):
    retired: ClassVar[tuple[str, ...]] = ("gosim.example",)
    sections: ClassVar[tuple[str, ...]] = ("/thoi-su",)


class Ahead(GoSim):
    """Its first host is the retired one."""

    hosts: ClassVar[tuple[str, ...]] = ("gosim.example", "baogosim.example")
    retired: ClassVar[tuple[str, ...]] = ("gosim.example",)
    sections: ClassVar[tuple[str, ...]] = ("/thoi-su",)


@pytest.mark.parametrize("site", [Moved, Ahead])
def test_listings_are_on_the_hosts_that_are_there(archive: Archive, site: type[GoSim]) -> None:
    requested = urls(Crawl(archive, site=site).discovery.listing_requests())
    assert requested[:2] == [f"{HOME}/", SECTION]
    assert all(url.startswith(HOME) for url in requested)


@pytest.mark.parametrize("name", ["sections", "feeds", "sitemaps"])
def test_a_card_names_no_listing_of_a_retired_host(name: str) -> None:
    check(type("Whole", (Moved,), {name: (f"{HOME}/tin",)}))
    with pytest.raises(SiteError, match="is neither a path nor a URL on one of its live hosts"):
        check(type("Faulty", (Moved,), {name: (f"{RETIRED}/tin",)}))


def test_links_to_a_retired_host_are_not_followed(archive: Archive) -> None:
    crawl = Crawl(archive, site=Moved)
    more = f'<a href="{RETIRED}/dan-van">Dân vận</a><a href="{RETIRED}/?trang=2">Trang sau</a>'
    feed = f'<link rel="alternate" type="application/rss+xml" href="{RETIRED}/rss">'
    body = links(1, f"{RETIRED}/bai-viet-post2.html", more=more + feed)
    for url in (f"{HOME}/", SECTION):
        assert following(respond(crawl.listing(url), 200, body)) == []
    named = [f"{RETIRED}/a.xml", "/b.xml"]
    assert urls(crawl.sitemaps.requests(HOME, named)) == [f"{HOME}/b.xml"]
    [request] = list(crawl.sitemaps.requests(HOME, ["/c.xml"]))
    location = f"<urlset><url><loc>{RETIRED}/dan-van-post5.html</loc></url></urlset>"
    assert respond(request, 200, location.encode()) == []


def test_an_article_that_cannot_be_read_is_not_requested_at_a_retired_host(
    archive: Archive,
) -> None:
    crawl = Crawl(archive, site=Moved)
    there, retired = article_url(1), f"{RETIRED}/bai-viet-post1.html"
    assert [address.url for address in crawl.listings.articles([(there, ""), (retired, "")])] == [
        there
    ]


def test_a_redirect_of_a_listing_to_a_retired_host_is_not_followed(archive: Archive) -> None:
    crawl = Crawl(archive, site=Moved)
    assert redirect(crawl.listing(), f"{RETIRED}/thoi-su") == []
    where = f"another host, not followed: {RETIRED}/thoi-su"
    assert crawl.remarks() == [f"the listing {SECTION} redirects to {where}"]


@pytest.mark.parametrize("site", [GoSim, Moved])
@pytest.mark.parametrize("number", [1, 2], ids=["the same article", "another article"])
def test_a_redirect_of_an_article_to_a_retired_host(
    archive: Archive, site: type[GoSim], number: int
) -> None:
    crawl = Crawl(archive, site=site)
    request = only_request(respond(crawl.listing(), 200, links(1)))
    target = f"{RETIRED}/bai-viet-post{number}.html"
    items = redirect(request, target)
    if site is GoSim:
        assert urls(items) == [target]
        return
    visit = only_visit(items)
    reason = f"redirects to a retired host, not followed: {target}"
    assert (visit.outcome, visit.reason, visit.due_again) == (Outcome.REFUSED, reason, False)


@pytest.mark.parametrize(
    ("kind", "outcome"), [("crawl", Outcome.REFUSED), ("import", Outcome.DUPLICATE)]
)
def test_an_import_may_have_the_target(archive: Archive, kind: str, outcome: Outcome) -> None:
    run = begin_run(archive, Moved.facts(), kind=kind)
    target = f"{RETIRED}/bai-viet-post1.html"
    assert classify_redirect(run, Moved, target)[0] is outcome


@pytest.mark.parametrize("site", [GoSim, Moved])
def test_a_due_page_of_a_retired_host_is_not_requested(archive: Archive, site: type[GoSim]) -> None:
    page = f"{RETIRED}/bai-viet-post1.html"
    record_earlier(archive, 1, Outcome.STORED, url=page)
    record_earlier(archive, 2, Outcome.STORED)
    fetching = Fetching(site, site_run(archive), None, max_requests=1)
    due = urls(fetching.due_requests())
    assert due == [page if site is GoSim else article_url(2)], "one request, and it is not wasted"


@pytest.mark.parametrize("site", [GoSim, Moved])
def test_a_due_redirect_to_a_retired_host_is_given_up(
    archive: Archive, tmp_path: Path, site: type[GoSim]
) -> None:
    target = f"{RETIRED}/bai-viet-post2.html"
    facts = {"redirects_to": target, "due_again": True, "fetched": EARLIER}
    record_earlier(archive, 1, Outcome.DUPLICATE, **facts)
    fetching = Fetching(site, site_run(archive), None)
    assert urls(fetching.due_requests()) == ([target] if site is GoSim else [])
    archive.commit()
    again = Fetching(site, site_run(archive), None)
    assert len(list(requests_of(again.due_requests()))) == (site is GoSim)


def test_no_request_for_a_retired_host_is_sent() -> None:
    class Spider(Moved):
        class pauses:
            is_stopped = False
            check = staticmethod(lambda _: None)

    class Crawler:
        spider = Spider

    stay = StayOnSiteMiddleware(Crawler)  # type: ignore[arg-type]
    stay.process_request(Request(SECTION))
    with pytest.raises(IgnoreRequest, match="not one of the site's own hosts"):
        stay.process_request(Request(f"{RETIRED}/thoi-su"))
