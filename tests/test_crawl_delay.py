"""The delay that a robots.txt asks for."""

from collections import Counter
from types import SimpleNamespace
from typing import Any

import pytest
from protego import Protego
from scrapy import Request
from scrapy.settings import Settings

from crawler.crawl_delay import CrawlDelay

from .conftest import Command
from .one_site import LISTING, Site, listing, served

REQUEST = Request("https://baogosim.example/robots.txt")


def applied(robots: str, delay: float = 1.0) -> tuple[CrawlDelay, Any, Counter[str]]:
    """Read a robots.txt; return the extension, the slot of the host, and the remarks of the run."""
    slot = SimpleNamespace(delay=delay)
    downloader = SimpleNamespace(
        slots={"baogosim.example": slot}, get_slot_key=lambda _: "baogosim.example"
    )
    remarks = Counter[str]()
    crawler: Any = SimpleNamespace(
        settings=Settings({"CRAWL_DELAY_MAX_SECONDS": 60, "ROBOTSTXT_USER_AGENT": "danvan"}),
        engine=SimpleNamespace(downloader=downloader),
        spider=SimpleNamespace(run=SimpleNamespace(remarks=remarks)),
    )
    extension = CrawlDelay(crawler)
    parser = SimpleNamespace(rp=Protego.parse(robots))
    extension.robots_parsed(parser, REQUEST)
    return extension, slot, remarks


@pytest.mark.parametrize(
    ("robots", "delay"),
    [
        ("User-agent: *\nCrawl-delay: 7", 7),
        ("User-agent: *\nCrawl-delay: 0.5", 1.0),
        ("User-agent: *\nCrawl-delay: 60", 60),
        ("User-agent: *\nDisallow: /tim-kiem", 1.0),
        ("User-agent: other\nCrawl-delay: 7", 1.0),
        ("User-agent: danvan\nCrawl-delay: 9\n\nUser-agent: *\nCrawl-delay: 7", 9),
        ("User-agent: *\nCrawl-delay: soon", 1.0),
    ],
)
def test_the_delay_is_as_long_as_the_robots_txt_asks(robots: str, delay: float) -> None:
    _, slot, remarks = applied(robots)
    assert slot.delay == delay
    assert not remarks


def test_a_very_long_delay_is_shortened_and_the_run_says_so() -> None:
    _, slot, remarks = applied("User-agent: *\nCrawl-delay: 60.5")
    assert slot.delay == 60
    assert list(remarks) == [
        "a robots.txt asks for 60.5 seconds between requests: a crawl waits 60 at most"
    ]


def test_autothrottle_does_not_shorten_the_delay() -> None:
    extension, slot, _ = applied("User-agent: *\nCrawl-delay: 7")
    slot.delay = 3.5
    extension.response_downloaded(None, REQUEST)  # type: ignore[arg-type]
    assert slot.delay == 7
    slot.delay = 11
    extension.response_downloaded(None, REQUEST)  # type: ignore[arg-type]
    assert slot.delay == 11


def test_requests_of_a_crawl_keep_the_delay(run: Command) -> None:
    site = Site()
    site.responses[LISTING] = listing([1, 2])
    robots = "User-agent: *\nCrawl-delay: 0.25"
    site.responses["/robots.txt"] = (200, {"Content-Type": "text/plain"}, robots)
    with served(site) as origin:
        done = run("danvan", "crawl", "nbtv", "--origin", origin)
    assert done.returncode == 0, done.stderr
    assert site.requested[0] == "/robots.txt"
    assert len(site.requested) > 4
    # Of all gaps together: on a busy machine one request arrives late, and the next one does not.
    assert site.times[-1] - site.times[0] > 0.2 * (len(site.times) - 1)
