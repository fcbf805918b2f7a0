"""The delay that a robots.txt asks for."""

import json
import os
import signal
import subprocess
import time
from collections import Counter
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from protego import Protego
from scrapy import Request
from scrapy.settings import Settings

from crawler.crawl_delay import CrawlDelay

from .archives import rows
from .conftest import COMMANDS, SECONDS, Command
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


@pytest.mark.parametrize("delays", [(7, 9), (9, 7)])
def test_of_two_delays_for_a_host_the_longer_one_counts(delays: tuple[int, int]) -> None:
    """Such as those of its robots.txt and of that at `www.`."""
    first, second = delays
    extension, slot, _ = applied(f"User-agent: *\nCrawl-delay: {first}")
    robots = Protego.parse(f"User-agent: *\nCrawl-delay: {second}")
    extension.robots_parsed(SimpleNamespace(rp=robots), REQUEST)
    slot.delay = 1.0
    extension.response_downloaded(None, REQUEST)  # type: ignore[arg-type]
    assert slot.delay == 9


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


@pytest.fixture
def slow_site() -> Site:
    """A site between whose requests a crawl waits longer than a test."""
    site = Site()
    robots = "User-agent: *\nCrawl-delay: 50"
    site.responses["/robots.txt"] = (200, {"Content-Type": "text/plain"}, robots)
    site.responses[LISTING] = listing([1, 2])
    return site


def ended(folder: Path) -> list[Any]:
    """Return the reasons of the only run, after asserting that no page was recorded."""
    archive = folder / "archive.db"
    assert rows(archive, "SELECT * FROM pages") == []
    [(reasons,)] = rows(archive, "SELECT reasons FROM runs WHERE finished IS NOT NULL")
    return list(json.loads(reasons))


def test_a_stopped_crawl_does_not_send_what_waits(slow_site: Site, tmp_path: Path) -> None:
    with served(slow_site) as origin:
        process = subprocess.Popen(
            [COMMANDS / "danvan", "crawl", "nbtv", "--origin", origin],
            env={**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path}/archive.db"},
            stdout=subprocess.DEVNULL,
        )
        until = time.monotonic() + SECONDS
        while not slow_site.sent and time.monotonic() < until:
            time.sleep(0.02)
        time.sleep(0.2)  # the others wait for their turn now
        stopped = time.monotonic()
        process.send_signal(signal.SIGTERM)
        process.wait(SECONDS)
    assert time.monotonic() - stopped < 40
    assert slow_site.requested == ["/robots.txt"]
    assert ended(tmp_path) == ["the crawl was stopped before its end"]


def test_a_crawl_whose_time_is_up_does_not_send_what_waits(
    run: Command, slow_site: Site, tmp_path: Path
) -> None:
    with served(slow_site) as origin:
        done = run("danvan", "crawl", "nbtv", "--origin", origin, MAX_RUN_SECONDS="1")
    assert done.returncode == 0, done.stderr
    assert slow_site.requested == ["/robots.txt"]
    [reason] = ended(tmp_path)
    assert reason.startswith("the budget of 1 seconds is used up")
