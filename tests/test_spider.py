"""The spider: its arguments and settings, and what a crawl begins and ends with."""

import asyncio
import logging
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request
from scrapy.core.downloader import Slot
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.http import Response
from scrapy.robotstxt import ProtegoRobotParser
from scrapy.settings import Settings
from scrapy.statscollectors import MemoryStatsCollector
from twisted.internet.defer import Deferred
from twisted.python.failure import Failure

from archive.outcomes import Outcome
from archive.queue import Period
from archive.shared import shared_archive
from crawler.blocks import BlockWatch
from crawler.extensions import ProgressLog
from crawler.listings import ListingCrawl
from crawler.middlewares import (
    NOT_RECEIVED,
    SharedRobotsMiddleware,
    SpiderErrorMiddleware,
    StayOnSiteMiddleware,
    UnreadableRobotsMiddleware,
    UnreadableRobotsTxt,
)
from crawler.retry_after import LeftAlone, NotSent
from sites.card import Address, SiteError

from .archives import opened, rows
from .conftest import Command
from .gosim import (
    HOME,
    GoSimSpider,
    article_url,
    fail,
    links,
    place_archive,
    record_earlier,
    requests_of,
    respond,
    response_to,
    urls,
)
from .one_site import LISTING, Site, listing, served

SECTION = f"{HOME}/thoi-su"


def project_settings(**changes: Any) -> Settings:
    """Return the project's settings, some of them changed as on a command line."""
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    for name, value in changes.items():
        settings.set(name, value, priority="cmdline")
    return settings


@pytest.fixture
def url(tmp_path: Path) -> str:
    return place_archive(tmp_path)


@pytest.fixture
def spider(url: str) -> Iterator[GoSimSpider]:
    """A spider that has begun its crawl."""
    begun = begin(url)
    yield begun
    if begun.verdict == ("failed", []) and begun.fatal is None:
        begun.closed("finished")


def begin(url: str, spider: type[GoSimSpider] = GoSimSpider, **arguments: str) -> GoSimSpider:
    crawler = Crawler(spider, project_settings(DATABASE_URL=url))
    return spider.from_crawler(crawler, **arguments)


# Arguments and settings


@pytest.mark.parametrize(
    ("arguments", "limit", "period"),
    [
        ({}, None, Period()),
        ({"limit": "5"}, 5, Period()),
        ({"limit": ""}, None, Period()),
        ({"limit": None, "since": None, "until": None}, None, Period()),
        ({"since": "2026-01-02"}, None, Period("2026-01-02", None)),
        ({"until": "2026-01-02"}, None, Period(None, "2026-01-02")),
        ({"since": "", "until": ""}, None, Period()),
    ],
)
def test_the_arguments_of_a_crawl(
    arguments: dict[str, Any], limit: int | None, period: Period
) -> None:
    spider = GoSimSpider(**arguments)
    assert (spider.limit, spider.period) == (limit, period)
    assert (spider.fatal, spider.verdict) == (None, ("failed", []))


def test_a_spider_without_a_whole_card_does_not_begin() -> None:
    class Half(GoSimSpider):
        title = ""

    with pytest.raises(SiteError, match="it lacks title"):
        Half()


POLITE = {
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1, "DOWNLOAD_DELAY": 1.0, "AUTOTHROTTLE_ENABLED": True,
    "ROBOTSTXT_OBEY": True,
}  # fmt: skip


@pytest.mark.parametrize(
    ("origin", "wanted"),
    [
        ("", POLITE),
        (
            "http://127.0.0.1:8080",
            {
                "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
                "DOWNLOAD_DELAY": 0,
                "AUTOTHROTTLE_ENABLED": False,
                "ROBOTSTXT_OBEY": True,
            },
        ),
    ],
    ids=["the site", "an origin"],
)
def test_a_crawl_is_polite_unless_an_origin_stands_in_for_the_site(
    origin: str, wanted: dict[str, Any]
) -> None:
    settings = Crawler(GoSimSpider, project_settings(CRAWL_ORIGIN=origin)).settings
    assert {name: settings[name] for name in POLITE} == wanted


def test_what_the_command_line_says_holds_with_an_origin_too() -> None:
    changes = {"CRAWL_ORIGIN": "http://127.0.0.1:8080", "DOWNLOAD_DELAY": 3}
    settings = Crawler(GoSimSpider, project_settings(**changes)).settings
    assert settings["DOWNLOAD_DELAY"] == 3


def test_a_spider_may_have_settings_of_its_own() -> None:
    class Slow(GoSimSpider):
        custom_settings = {"DOWNLOAD_DELAY": 7}  # noqa: RUF012

    assert Crawler(Slow, project_settings()).settings["DOWNLOAD_DELAY"] == 7


# The beginning of a crawl


def test_a_crawl_begins_a_run_in_the_archive_of_its_settings(tmp_path: Path) -> None:
    url = place_archive(tmp_path)
    captures = tmp_path / "elsewhere"
    settings = project_settings(DATABASE_URL=url, CAPTURES_DIR=str(captures))
    spider = GoSimSpider.from_crawler(Crawler(GoSimSpider, settings), since="2026-01-02")
    try:
        assert spider.run.archive.warc_files.folder == captures
        assert spider.run.period == Period("2026-01-02")
        owner = (tmp_path / "archive.db.lock.owner").read_text("utf-8")
        assert owner.startswith("a crawl of baogosim (process ")
        runs = rows(url, "SELECT site, kind, verdict FROM runs")
        assert runs == [("baogosim", "crawl", None)]
    finally:
        spider.closed("finished")


def test_what_is_due_is_requested_before_the_listings(tmp_path: Path, url: str) -> None:
    with opened(url) as archive:
        record_earlier(archive, 1, Outcome.FAILED)
    spider = begin(url)

    async def started() -> list[Request]:
        return [request async for request in spider.start()]

    requests = urls(asyncio.run(started()))
    spider.closed("finished")
    assert requests[:2] == [article_url(1), f"{HOME}/"]
    assert SECTION in requests


def test_the_limit_and_the_size_of_a_response_hold(url: str) -> None:
    crawler = Crawler(GoSimSpider, project_settings(DATABASE_URL=url, DOWNLOAD_MAXSIZE=1))
    spider = GoSimSpider.from_crawler(crawler, limit="1")
    section = [r for r in spider.discovery.listing_requests() if r.url == SECTION]
    assert urls(respond(section[0], 200, links(1, 2))) == [article_url(1)]
    spider.closed("finished")


def test_a_crawl_that_cannot_begin_gives_the_archive_back(url: str, tmp_path: Path) -> None:
    class Broken(GoSimSpider):
        @classmethod
        def facts(cls) -> Any:
            raise LookupError("no facts")

    with pytest.raises(LookupError, match="no facts"):
        begin(url, Broken)
    assert not (tmp_path / "archive.db.lock.owner").exists()
    with pytest.raises(ValueError, match="released more often than acquired"):
        shared_archive.release()


# The end of a crawl


def read_section(spider: GoSimSpider) -> list[Request]:
    """Read the section, which has one article and no other page."""
    [request] = [r for r in spider.discovery.listing_requests() if r.url == SECTION]
    return list(requests_of(respond(request, 200, links(1))))


@pytest.mark.parametrize(
    ("reason", "arguments", "verdict", "whole"),
    [
        ("finished", {}, ("good", []), True),
        ("finished", {"since": "2020-01-01"}, ("good", []), False),
        ("finished", {"until": "2020-01-01"}, ("good", []), False),
        ("shutdown", {}, ("failed", ["the crawl was stopped before its end"]), False),
    ],
)
def test_only_a_whole_crawl_marks_listings_as_fully_crawled(
    url: str, reason: str, arguments: dict[str, Any], verdict: tuple[str, list[str]], whole: bool
) -> None:
    spider = begin(url, **arguments)
    read_section(spider)
    spider.closed(reason)
    assert spider.verdict == verdict
    assert spider.fatal is None
    query = "SELECT url, read_through IS NOT NULL FROM listings"
    assert rows(url, query) == [(SECTION, int(whole))]
    assert rows(url, "SELECT verdict, listings FROM runs") == [(verdict[0], 1)]


def test_a_crawl_that_is_cut_short_is_doubtful_and_leaves_its_listings_to_the_next(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    spider = begin(url)
    closed: list[str] = []
    monkeypatch.setattr(spider, "_close", closed.append)
    read_section(spider)
    spider.run.cut_short("the budget is used up")
    assert closed == ["cut short"]
    spider.closed("cut short")
    assert spider.verdict == ("doubtful", ["the budget is used up"])
    assert rows(url, "SELECT read_through FROM listings") == [(None,)]


def test_a_crawl_that_is_cut_short_while_it_recovers_ends_after_that(
    spider: GoSimSpider, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed: list[str] = []
    monkeypatch.setattr(spider, "_close", closed.append)

    async def requested() -> list[Request]:
        spider.run.recovering = True
        spider.run.cut_short("the budget is used up")
        assert closed == []
        return [request async for request in spider.start()]

    assert asyncio.run(requested()) == []
    assert closed == ["cut short"]


@pytest.mark.parametrize("reason", ["finished", "shutdown"])
def test_a_crawl_that_was_not_stopped_names_what_is_missing(url: str, reason: str) -> None:
    spider = begin(url)
    read_section(spider)
    [home] = [r for r in spider.discovery.listing_requests() if r.url == f"{HOME}/"]
    respond(home, 200, b"")
    spider.closed(reason)
    missing = f"the listing {HOME}/ shows neither an article nor a section"
    assert (missing in spider.verdict[1]) is (reason == "finished")


def test_a_crawl_that_read_no_listing_has_failed(url: str) -> None:
    spider = begin(url)
    spider.closed("finished")
    assert spider.verdict == ("failed", ["no listing could be read"])


def test_the_log_says_how_a_crawl_ended(url: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "danvan")
    spider = begin(url)
    read_section(spider)
    spider.run.outcomes[Outcome.STORED] = 2
    spider.run.outcomes[Outcome.GONE] = 1
    spider.run.remarks["a remark"] = 1
    spider.closed("finished")
    assert [message for message in caplog.messages if message.startswith("baogosim: ")] == [
        "baogosim: crawl begins",
        "baogosim: crawl ends: doubtful; 1 listings read, 3 URLs requested (2 stored, 1 gone); "
        "0 requests sent, 0.0 for each new article; a remark",
    ]


@pytest.mark.parametrize("earlier", [None, "The first fault."])
def test_a_fault_at_the_end_is_told_and_the_archive_given_back(
    url: str, tmp_path: Path, earlier: str | None
) -> None:
    spider = begin(url)
    spider.fatal = earlier
    spider.run.archive.fault = "The disk is full."
    spider.closed("finished")
    assert spider.fatal == (earlier or "The disk is full.")
    assert not (tmp_path / "archive.db.lock.owner").exists()


def test_a_fault_of_the_last_commit_is_told(url: str) -> None:
    class Full(logging.Handler):
        """The disk fills up when the crawl has said how it ended."""

        def emit(self, record: logging.LogRecord) -> None:
            if "crawl ends" in record.getMessage():
                ending.run.archive.fault = "The disk is full."

    ending = begin(url)
    read_section(ending)
    log, full = logging.getLogger("danvan"), Full()
    log.addHandler(full)
    level = log.level
    log.setLevel(logging.INFO)
    try:
        ending.closed("finished")
    finally:
        log.removeHandler(full)
        log.setLevel(level)
    assert ending.verdict[0] == "good"
    assert ending.fatal == "The disk is full."


def test_a_spider_that_is_stopped_ends_what_waits() -> None:
    spider = GoSimSpider()
    spider.crawler = Crawler(GoSimSpider)
    errors: list[Failure] = []
    slot = Slot(1, 60, 0)
    for meta in ({}, {"retry_times": 1}):
        queued: Deferred[Response] = Deferred()
        queued.addErrback(errors.append)
        slot.queue.append((Request(HOME, meta=meta), queued))

    class Engine:
        downloader = SimpleNamespace(slots={"baogosim.example": slot})

        async def close_spider_async(self, reason: str) -> None:
            """Close nothing: there is no engine in this test."""

    async def go() -> None:
        spider.crawler.engine = Engine()  # type: ignore[assignment]
        spider.pauses.note(Response(f"{HOME}/x", 429, {"Retry-After": "60"}), 120)
        waiting = asyncio.ensure_future(spider.pauses.wait(HOME))
        spider.stop("The disk is full.")
        with pytest.raises(LeftAlone, match="the crawl was stopped"):
            await asyncio.wait_for(waiting, 5)

    asyncio.run(go())
    assert [error.type for error in errors] == [NotSent, LeftAlone]
    middleware = StayOnSiteMiddleware.from_crawler(spider.crawler)
    spider.crawler.spider = spider
    with pytest.raises(NotSent):
        middleware.process_request(Request(HOME))


def test_what_is_not_sent_is_not_noted(spider: GoSimSpider) -> None:
    fetching, listings = spider.fetching, spider.listings
    [article] = fetching.request(Address(GoSimSpider, "post1", article_url(1)), "")
    [listing] = listings.request(ListingCrawl(f"{HOME}/thoi-su", spider.discovery.read))
    assert fail(article, NotSent("the crawl ends")) == []
    assert fail(listing, NotSent("the crawl ends")) == []
    assert spider.run.remarks == {}
    assert spider.run.outcomes == {}
    fail(article, LeftAlone("the crawl ended"))
    assert spider.run.outcomes == {Outcome.FAILED: 1}


def test_a_sitemap_is_named_relative_to_the_robots_txt(spider: GoSimSpider) -> None:
    requested: list[str] = []

    class Engine:
        def crawl(self, request: Request) -> None:
            requested.append(request.url)

    spider.crawler.engine = Engine()  # type: ignore[assignment]
    rules = ProtegoRobotParser(b"Sitemap: so-do.xml\nSitemap: http://[x\n", None)
    spider._robots_parsed(rules, Request(f"{HOME}/muc/bai-post1.html"))
    assert requested == [f"{HOME}/so-do.xml"]


# Middlewares


@pytest.fixture
def crawler(spider: GoSimSpider) -> Crawler:
    spider.crawler.spider = spider
    return spider.crawler


@pytest.mark.parametrize(
    ("url", "stays"),
    [
        (f"{HOME}/x", True),
        ("http://www.gosim.example/robots.txt", True),
        ("https://khac.example/x", False),
        ("http://baogosim.example:8080/x", False),
        ("ftp://baogosim.example/x", False),
    ],
)
def test_every_request_stays_on_the_site(url: str, stays: bool) -> None:
    crawler = Crawler(GoSimSpider)
    crawler.spider = GoSimSpider()
    middleware = StayOnSiteMiddleware.from_crawler(crawler)
    request = Request(url, dont_filter=True)
    if stays:
        middleware.process_request(request)
        return
    with pytest.raises(IgnoreRequest, match=f"not one of the site's own hosts: {url}"):
        middleware.process_request(request)


@pytest.mark.parametrize(
    ("host", "why"),
    [
        ("www.baogosim.example", "baogosim.example asked for a pause 3 times in a row (503)"),
        ("gosim.example", None),
    ],
)
def test_a_site_whose_first_host_asks_to_be_left_alone_blocks_the_crawl(
    host: str, why: str | None
) -> None:
    spider = GoSimSpider()
    spider.blocks = BlockWatch(print, 1_000_000)
    spider.blocks.note(Response(HOME), Request(HOME))
    for _ in range(3):
        spider.pauses.note(Response(f"https://{host}/x", 503, {"Retry-After": "0"}), 300)
        spider.pauses._ends.clear()  # it is over
    assert spider._blocked_by() == why


def test_no_request_reaches_a_host_that_is_left_alone() -> None:
    crawler = Crawler(GoSimSpider)
    crawler.spider = spider = GoSimSpider()
    middleware = StayOnSiteMiddleware.from_crawler(crawler)
    spider.pauses.note(Response(f"{HOME}/x", 429, {"Retry-After": "301"}), 300)
    middleware.process_request(Request("https://gosim.example/x"))
    with pytest.raises(LeftAlone):
        middleware.process_request(Request("http://www.baogosim.example/robots.txt"))


ROBOTS = Request("https://www.baogosim.example/robots.txt", meta={"dont_obey_robotstxt": True})
FORBID_ALL = b"User-agent: *\nDisallow: /\n"


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, b"own"),
        (400, b""),
        (404, b""),
        (428, b""),
        (430, b""),
        (499, b""),
        (429, FORBID_ALL),
        (399, FORBID_ALL),
        (500, FORBID_ALL),
        (503, FORBID_ALL),
        (199, FORBID_ALL),
        (204, b"own"),  # RFC 9309, 2.3.1.1: successful, as 200 is
        (299, b"own"),
        (300, FORBID_ALL),
    ],
)
def test_what_a_robots_txt_allows_by_its_status(status: int, body: bytes) -> None:
    crawler = Crawler(GoSimSpider)
    crawler.spider = spider = GoSimSpider()
    middleware = UnreadableRobotsMiddleware.from_crawler(crawler)
    response = middleware.process_response(ROBOTS, response_to(ROBOTS, status, b"own"))
    assert isinstance(response, Response)
    assert response.body == body
    assert response.status == (status if body == b"own" else 200)
    unreadable = {"www.baogosim.example": f"answered {status}"} if body == FORBID_ALL else {}
    assert spider.unreadable_robots == unreadable


def test_a_robots_txt_that_cannot_be_fetched_forbids_everything() -> None:
    crawler = Crawler(GoSimSpider)
    crawler.spider = spider = GoSimSpider()
    middleware = UnreadableRobotsMiddleware.from_crawler(crawler)
    response = middleware.process_exception(ROBOTS, TimeoutError())
    assert isinstance(response, Response)
    assert (response.body, response.flags) == (FORBID_ALL, [NOT_RECEIVED])
    assert spider.unreadable_robots == {"www.baogosim.example": "could not be read (TimeoutError)"}


def test_a_robots_txt_whose_rules_were_lost_to_an_error_forbids_everything() -> None:
    crawler = Crawler(GoSimSpider, project_settings())
    crawler.spider = GoSimSpider()
    crawler.stats = MemoryStatsCollector(crawler)
    middleware = SharedRobotsMiddleware(crawler)
    with pytest.raises(UnreadableRobotsTxt, match=r"robots.txt of baogosim.example could not"):
        middleware.process_request_2(None, Request(f"{HOME}/x"))
    crawler.spider.pauses.stop()
    with pytest.raises(NotSent):
        middleware.process_request_2(None, Request(f"{HOME}/x"))


def robots_redirect(crawler: Crawler, request: Request, location: bytes) -> Request | Response:
    """Return what becomes of a redirect of a robots.txt."""
    middleware = UnreadableRobotsMiddleware.from_crawler(crawler)
    headers = {"Location": location, "Set-Cookie": "seen=1; path=/"}
    return middleware.process_response(request, Response(request.url, 301, headers))


@pytest.mark.parametrize(
    ("location", "target"),
    [
        (b"https://gosim.example/robots.txt", "https://gosim.example/robots.txt"),
        (b"/cho/robots.txt", "https://www.baogosim.example/cho/robots.txt"),
        (ROBOTS.url.encode(), ROBOTS.url),
    ],
)
def test_a_robots_txt_is_read_where_it_redirects_to_on_the_site(
    location: bytes, target: str
) -> None:
    crawler = Crawler(GoSimSpider)
    crawler.spider = spider = GoSimSpider()
    middleware = UnreadableRobotsMiddleware.from_crawler(crawler)
    request = robots_redirect(crawler, ROBOTS, location)
    assert isinstance(request, Request)
    assert (request.url, request.meta["dont_obey_robotstxt"]) == (target, True)
    assert spider.unreadable_robots == {}
    own = response_to(request, 200, b"own")
    assert middleware.process_response(request, own) is own
    middleware.process_response(request, response_to(request, 503))
    assert spider.unreadable_robots == {"www.baogosim.example": "answered 503"}, "its own host"


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        (
            b"https://cdn.example/robots.txt",
            "redirects to another host, not followed: https://cdn.example/robots.txt",
        ),
        (b"http://baogosim.example:8080/", "redirects to another host, not followed: "
         "http://baogosim.example:8080/"),
        (b"file:///etc/hostname", "redirects to another host, not followed: file:///etc/hostname"),
        (b"", "redirects to something that is no URL"),
        (b"http://[broken", "redirects to something that is no URL"),
    ],
)  # fmt: skip
def test_a_robots_txt_that_leaves_the_site_forbids_everything(location: bytes, reason: str) -> None:
    crawler = Crawler(GoSimSpider)
    crawler.spider = spider = GoSimSpider()
    response = robots_redirect(crawler, ROBOTS, location)
    assert isinstance(response, Response)
    assert response.body == FORBID_ALL
    assert spider.unreadable_robots == {"www.baogosim.example": reason}


def test_five_redirects_of_a_robots_txt_are_followed_and_no_sixth() -> None:
    crawler = Crawler(GoSimSpider)
    crawler.spider = spider = GoSimSpider()
    request = ROBOTS
    for number in range(1, 6):
        followed = robots_redirect(crawler, request, f"https://gosim.example/{number}".encode())
        assert isinstance(followed, Request)
        request = followed
    response = robots_redirect(crawler, request, b"https://gosim.example/6")
    assert isinstance(response, Response)
    assert response.body == FORBID_ALL
    assert spider.unreadable_robots == {"www.baogosim.example": "redirects more than 5 times"}


def test_a_host_that_asked_for_a_long_pause_before_its_robots_txt_was_read() -> None:
    crawler = Crawler(GoSimSpider)
    crawler.spider = spider = GoSimSpider()
    middleware = UnreadableRobotsMiddleware.from_crawler(crawler)
    middleware.process_exception(ROBOTS, LeftAlone("it answered 429"))
    assert spider.unreadable_robots == {
        "www.baogosim.example": "could not be read (it answered 429)"
    }


@pytest.mark.parametrize("meta", [{}, {"dont_obey_robotstxt": False}])
def test_other_responses_and_errors_are_left_alone(meta: dict[str, Any]) -> None:
    crawler = Crawler(GoSimSpider)
    crawler.spider = spider = GoSimSpider()
    middleware = UnreadableRobotsMiddleware.from_crawler(crawler)
    request = Request(f"{HOME}/robots.txt", meta=meta)
    response = response_to(request, 500, b"own")
    assert middleware.process_response(request, response) is response
    assert middleware.process_exception(request, TimeoutError()) is None
    assert middleware.process_exception(ROBOTS, NotSent("the crawl ends")) is None
    assert spider.unreadable_robots == {}


def test_an_error_of_the_spider_makes_its_run_doubtful(
    crawler: Crawler, spider: GoSimSpider
) -> None:
    middleware = SpiderErrorMiddleware.from_crawler(crawler)
    response = response_to(Request(f"{HOME}/d%C3%A2n-v%E1%BA%ADn"))
    for _ in range(2):
        assert middleware.process_spider_exception(response, LookupError("no key")) is None
    assert spider.run.remarks == {f"{HOME}/dân-vận broke the spider (LookupError)": 2}
    assert spider.fatal is None


MICE = """
from archive.errors import ArchiveError
from spiders.ninh_binh import Nbtv

class Mice(Nbtv):
    name = "mice"

    @classmethod
    def key(cls, url):
        if url.endswith("-00003.html"):
            raise ArchiveError("The archive is full of mice.")
        return super().key(url)
"""


def test_an_archive_that_cannot_be_used_ends_the_crawl(run: Command, tmp_path: Path) -> None:
    (tmp_path / "mice.py").write_text(MICE)
    site = Site()
    # Two sections with the same fault: it is told once.
    site.responses["/"] = (200, {}, '<a href="/thoi-su">Thời sự</a><a href="/tin">Tin tức</a>')
    site.articles(1)
    for section in (LISTING, "/tin"):
        site.responses[section] = listing([3])
    with served(site) as origin:
        done = run(
            *("scrapy", "crawl", "mice", "-s", "SPIDER_MODULES=mice"),
            PYTHONPATH=str(tmp_path),
            CRAWL_ORIGIN=origin,
        )
    assert "Traceback" not in done.stderr
    assert done.stderr.count("mice: The archive is full of mice.") == 1
    runs = rows(tmp_path / "archive.db", "SELECT verdict, reasons FROM runs")
    assert runs == [("failed", '["the crawl was stopped before its end"]')]


# Progress


def test_progress_can_be_switched_off() -> None:
    for seconds in (0, 0.0, "0"):
        crawler = Crawler(GoSimSpider, project_settings(PROGRESS_SECONDS=seconds))
        with pytest.raises(NotConfigured):
            ProgressLog.from_crawler(crawler)


def test_progress_is_logged_every_so_many_seconds_while_the_spider_is_open(
    crawler: Crawler, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "danvan")
    crawler.settings.set("PROGRESS_SECONDS", 0.2, priority="cmdline")
    line = "sites being crawled: 1; 0 listings read, 0 URLs requested (none yet)"

    async def go() -> None:
        extension = ProgressLog.from_crawler(crawler)
        extension.spider_opened()
        await asyncio.sleep(0)
        assert line not in caplog.messages, "not at once"
        async with asyncio.timeout(10):
            while caplog.messages.count(line) < 2:
                await asyncio.sleep(0.05)
        extension.spider_closed()
        count = caplog.messages.count(line)
        await asyncio.sleep(0.5)
        assert caplog.messages.count(line) == count, "it has ended"

    asyncio.run(go())


def test_one_line_says_how_far_all_crawls_are(url: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "danvan")

    async def go() -> None:
        extensions, spiders = [], []
        for stored in (2, 3):
            spider = begin(url)
            spiders.append(spider)
            spider.crawler.spider = spider
            spider.run.listings, spider.run.outcomes[Outcome.STORED] = 1, stored
            spider.crawler.settings.set("PROGRESS_SECONDS", 0.2, priority="cmdline")
            extensions.append(ProgressLog.from_crawler(spider.crawler))
            extensions[-1].spider_opened()
        async with asyncio.timeout(10):
            while both not in caplog.messages:
                await asyncio.sleep(0.05)
            extensions[0].spider_closed()
            while rest not in caplog.messages:
                await asyncio.sleep(0.05)
        extensions[1].spider_closed()
        for spider in spiders:
            spider.closed("finished")

    both = "sites being crawled: 2; 2 listings read, 5 URLs requested (5 stored)"
    rest = "sites being crawled: 1; 1 listings read, 3 URLs requested (3 stored)"
    asyncio.run(go())
