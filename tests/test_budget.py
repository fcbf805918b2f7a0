"""The budget of a crawl: what ends it, what it says then, and what it leaves to the next crawl."""

import asyncio
import json
from collections import Counter
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from scrapy import Request
from scrapy.http import Headers
from scrapy.settings import Settings

from crawler.budget import Budget, RunBudget

from .archives import rows
from .conftest import SECONDS, Command
from .one_site import LISTING, Response, Site, listing, page, served
from .test_spider import project_settings

PLENTY = {
    "MAX_RUN_SECONDS": 3600, "MAX_RUN_REQUESTS": 1000, "MAX_RUN_BYTES": 1_000_000,
    "MAX_HOST_REQUESTS": 1000,
}  # fmt: skip
REQUEST = Request("https://gosim.example/1")


class StubRun:
    """Notes why it was cut short."""

    def __init__(self) -> None:
        self.sent = 0
        self.reasons: list[str] = []
        self.cut_short = self.reasons.append
        self.host_requests = Counter[str]()

    def count_request(self, host: str) -> None:
        self.sent += 1
        self.host_requests[host] += 1


class StubCrawler:
    def __init__(self) -> None:
        self.spider = self
        self.run = StubRun()
        self.deadline: float | None = None


def budget_of(before: dict[str, int] | None = None, **settings: Any) -> tuple[RunBudget, list[str]]:
    """Return the limits of a crawl, and the list of why it was cut short."""
    crawler = StubCrawler()
    crawler.run.host_requests.update(before or {})
    budget = Budget.from_settings(Settings(PLENTY | settings))
    return RunBudget(crawler, budget), crawler.run.reasons  # type: ignore[arg-type]


def used_up(what: str) -> str:
    return f"the budget of {what} is used up: the next crawl requests what is left"


def test_the_last_request_of_the_budget_ends_the_crawl() -> None:
    budget, reasons = budget_of(MAX_RUN_REQUESTS=3)
    for _ in range(2):
        budget.count_request(REQUEST)
    assert reasons == []
    for _ in range(2):
        budget.count_request(REQUEST)
    assert reasons == [used_up("3 requests")]


def test_a_host_has_a_budget_for_the_night() -> None:
    budget, reasons = budget_of(MAX_HOST_REQUESTS=3)
    other = Request("https://anh.gosim.example/1")
    www = Request("http://www.gosim.example/1")
    for request in (REQUEST, www, other, other):
        budget.count_request(request)
    assert reasons == []
    budget.count_request(REQUEST)
    assert reasons == [used_up("3 requests to gosim.example in a night")]


def test_the_budget_of_a_host_counts_earlier_crawls_of_the_night() -> None:
    budget, reasons = budget_of(MAX_HOST_REQUESTS=3, before={"gosim.example": 2})
    budget.count_request(REQUEST)
    assert reasons == [used_up("3 requests to gosim.example in a night")]


@pytest.mark.parametrize(("before", "ends"), [(2, False), (3, True), (4, True)])
def test_a_host_may_have_used_up_its_budget_before_the_crawl(before: int, ends: bool) -> None:
    run = StubRun()
    run.host_requests["gosim.example"] = before
    budget = Budget.from_settings(Settings(PLENTY | {"MAX_HOST_REQUESTS": 3}))
    budget.check_host(run, "gosim.example")  # type: ignore[arg-type]
    assert run.reasons == ([used_up("3 requests to gosim.example in a night")] if ends else [])


def test_a_host_beyond_its_budget_ends_the_crawl_too() -> None:
    budget, reasons = budget_of(MAX_HOST_REQUESTS=3, before={"gosim.example": 5})
    budget.count_request(REQUEST)
    assert reasons == [used_up("3 requests to gosim.example in a night")]


@pytest.mark.parametrize(
    ("chunks", "ends"),
    [([4, 5], False), ([4, 6], True), ([11], True), ([4, 7, 20], True), ([0, 0], False)],
    ids=str,
)
def test_the_byte_that_uses_up_the_budget_ends_the_crawl_once(
    chunks: list[int], ends: bool
) -> None:
    budget, reasons = budget_of(MAX_RUN_BYTES=10)
    for size in chunks:
        budget.count_bytes(b"x" * size)
    assert reasons == ([used_up("10 bytes")] if ends else [])


def test_the_headers_of_a_response_count_as_bytes() -> None:
    headers = Headers({"Location": "/" + "a" * 90})  # 101 characters
    budget, reasons = budget_of(MAX_RUN_BYTES=102)
    budget.count_headers(headers)
    assert reasons == []
    budget.count_bytes(b"x")
    assert reasons == [used_up("102 bytes")]


@pytest.mark.parametrize("is_up", [True, False])
def test_a_crawl_ends_when_its_time_is_up(monkeypatch: pytest.MonkeyPatch, is_up: bool) -> None:
    """The budget asks for one second, which is over at once, or not in this test."""
    budget, reasons = budget_of(MAX_RUN_SECONDS=1)
    timers: list[asyncio.TimerHandle] = []

    async def crawl() -> None:
        def call_later(seconds: float, *call: Any) -> asyncio.TimerHandle:
            assert seconds == 1
            delay = 0 if is_up else 3600
            timers.append(asyncio.get_running_loop().call_later(delay, *call))
            return timers[-1]

        monkeypatch.setattr("crawler.budget.call_later", call_later)
        budget.spider_opened()
        await asyncio.sleep(0.01)
        budget.spider_closed()

    asyncio.run(crawl())
    assert reasons == ([used_up("1 seconds")] if is_up else [])
    assert [timer.cancelled() for timer in timers] == [True]  # nothing is left to fire


@pytest.mark.parametrize("name", list(PLENTY))
@pytest.mark.parametrize(
    ("value", "sound"),
    [("1", True), (2.5, True), ("0", False), (0.9, False), ("-5", False), ("inf", False),
     ("nan", False), ("viel", False), ("", False), (None, False)],
    ids=str,
)  # fmt: skip
def test_a_budget_is_a_number_of_at_least_one(name: str, value: object, sound: bool) -> None:
    settings = Settings(PLENTY | {name: value})
    if sound:
        Budget.from_settings(settings)
        return
    with pytest.raises(ValueError, match=f"The setting {name} must be a number") as caught:
        Budget.from_settings(settings)
    assert repr(value) in str(caught.value)


def test_every_crawl_has_a_budget_that_ends_before_the_next_night() -> None:
    budget = Budget.from_settings(project_settings())
    assert budget.seconds <= 12 * 3600


# Whole crawls


def calendar(site: Site) -> None:
    """Let a listing invent articles and next pages without an end."""
    site.responses[LISTING] = listing([1, 2, 3], f"{LISTING}?thang=1")
    for month in range(1, 400):
        invented = [100 + 3 * month + n for n in range(3)]
        following = f"{LISTING}?thang={month + 1}"
        site.responses[f"{LISTING}?thang={month}"] = listing(invented, following)
        site.articles(*invented)


def test_a_calendar_that_invents_links_ends_at_the_budget(run: Command, tmp_path: Path) -> None:
    site = Site()
    calendar(site)
    site.articles(1, 2, 3)
    with served(site) as origin:
        done = run("danvan", "crawl", "nbtv", "--origin", origin, MAX_RUN_REQUESTS="30")
        assert done.returncode == 0, done.stderr
        first = len(site.requested)
        assert 30 <= first <= 30 + 16, "those on their way are awaited"
        [(verdict, reasons, requests)] = rows(
            tmp_path / "archive.db", "SELECT verdict, reasons, requests FROM runs"
        )
        assert (verdict, json.loads(reasons)) == ("doubtful", [used_up("30 requests")])
        stored = rows(tmp_path / "archive.db", "SELECT count(*) FROM pages")
        assert stored == [(requests,)]
        read_through = rows(tmp_path / "archive.db", "SELECT read_through FROM listings")
        assert (None,) in read_through, "the next crawl reads on"
        site.requested.clear()
        done = run("danvan", "crawl", "nbtv", "--origin", origin, MAX_RUN_REQUESTS="60")
    assert done.returncode == 0, done.stderr
    [(more,)] = rows(tmp_path / "archive.db", "SELECT count(*) FROM pages")
    assert more > requests, "the next crawl goes on"
    assert not [path for path in site.requested if path == "/bai-00001.html"]


def test_a_host_that_has_used_up_its_night_is_requested_no_more(
    run: Command, tmp_path: Path
) -> None:
    site = Site()
    site.responses[LISTING] = listing(list(range(1, 61)))
    site.articles(*range(1, 61))
    sent = []
    with served(site) as origin:
        for _ in range(3):
            site.requested.clear()
            done = run("danvan", "crawl", "nbtv", "--origin", origin, MAX_HOST_REQUESTS="10")
            assert done.returncode == 0, done.stderr
            sent.append(len(site.requested))
    assert 10 <= sent[0] <= 10 + 16, "those on their way are awaited"
    assert sent[1:] == [0, 0]
    counted = "SELECT host, requests FROM host_requests"
    assert rows(tmp_path / "archive.db", counted) == [("nbtv.vn", sent[0])]
    found = rows(tmp_path / "archive.db", "SELECT verdict, reasons FROM runs")
    reason = used_up("10 requests to nbtv.vn in a night")
    assert [(verdict, json.loads(why)) for verdict, why in found] == 3 * [("doubtful", [reason])]


def test_a_request_under_way_is_given_up_when_the_time_is_up(run: Command, tmp_path: Path) -> None:
    answers = Event()

    def late(_host: str) -> Response:
        assert answers.wait(SECONDS)
        return page(1)

    site = Site()
    site.articles(2)
    site.responses[LISTING] = listing([1, 2])
    site.responses["/bai-00001.html"] = late
    with served(site) as origin:
        done = run("danvan", "crawl", "nbtv", "--origin", origin, MAX_RUN_SECONDS="2")
        answers.set()
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    pages = rows(tmp_path / "archive.db", "SELECT outcome, reason FROM pages ORDER BY url")
    assert [outcome for outcome, _ in pages] == ["failed", "stored"]
    assert pages[0][1] == "is not fetched: the time of the crawl was used up"
    [(reasons,)] = rows(tmp_path / "archive.db", "SELECT reasons FROM runs")
    assert json.loads(reasons) == [used_up("2 seconds")]


def test_a_crawl_does_not_begin_with_a_budget_that_is_no_number(run: Command) -> None:
    done = run("danvan", "crawl", "nbtv", MAX_RUN_BYTES="2 GB")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert (
        "max_run_bytes must be a whole number of at least 1, not '2 GB' (environment)."
        in done.stderr
    )
