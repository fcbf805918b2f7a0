"""A site that blocks a crawl is left alone, for longer and longer."""

import gzip
from datetime import datetime
from pathlib import Path

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse, Response

from archive.pauses import end_pause, pause, pauses
from crawler.blocks import MAX_REFUSALS, BlockWatch

from .archives import SITE, begin_run, new_archive, opened

PAGE = "<a href='/bai-1.html'>Bà con xã Gò Sim họp bàn việc làm đường</a>"
MAX_BYTES = 100_000
REQUEST = Request("https://baogosim.example/")
CHALLENGE = "<title>Just a moment...</title><p>Checking your browser before you go on.</p>"


def received(*statuses: int, body: str = PAGE) -> tuple[BlockWatch, list[str]]:
    """Return a watch that was told of responses with these statuses, and why it ended the crawl."""
    reasons: list[str] = []
    watch = BlockWatch(reasons.append, MAX_BYTES)
    for status in statuses:
        note(watch, status, body)
    return watch, reasons


def note(watch: BlockWatch, status: int, body: str = PAGE, *, robots: bool = False) -> None:
    request = REQUEST.replace(meta={"dont_obey_robotstxt": robots})
    headers = {"Content-Type": "text/html; charset=utf-8"}
    watch.note(HtmlResponse(request.url, status, headers, body.encode()), request)


@pytest.mark.parametrize("status", [401, 403, 429])
def test_a_site_that_refuses_everything_blocks(status: int) -> None:
    watch, reasons = received(301, status, 404, 500, 302)
    assert watch.reason() == f"it refused every request, the last with {status}"
    assert reasons == []


@pytest.mark.parametrize("status", [200, 503])
def test_a_challenge_page_is_a_refusal(status: int) -> None:
    watch, _ = received(status, body=CHALLENGE)
    assert watch.reason() == (
        "it refused every request, the last with a challenge page: “Checking your browser”"
    )


@pytest.mark.parametrize(
    ("packed", "refuses"),
    [
        (gzip.compress(CHALLENGE.encode()), True),
        (gzip.compress(PAGE.encode()), False),
        (gzip.compress(CHALLENGE.encode())[:-9], False),
        (gzip.compress(CHALLENGE.ljust(MAX_BYTES).encode()), True),
        (gzip.compress(CHALLENGE.ljust(MAX_BYTES + 1).encode()), False),
    ],
    ids=["a challenge", "a page", "cut short", "the largest", "too large"],
)
def test_a_packed_page_is_looked_at_for_a_challenge(packed: bytes, refuses: bool) -> None:
    watch, _ = received()
    headers = {"Content-Type": "text/html", "Content-Encoding": "gzip"}
    watch.note(Response("https://baogosim.example/bai-1.html", 200, headers, packed), REQUEST)
    assert (watch.reason() is not None) is refuses


@pytest.mark.parametrize("statuses", [(), (404,), (500, 503), (200,), (403, 200), (304, 403)])
def test_a_site_that_answers_does_not_block(statuses: tuple[int, ...]) -> None:
    assert received(*statuses)[0].reason() is None


def test_a_refused_robots_txt_is_no_block() -> None:
    watch, _ = received()
    note(watch, 403, robots=True)
    assert watch.reason() is None


@pytest.mark.parametrize(
    ("status", "body", "blocks"),
    [
        (429, PAGE, True),
        (503, CHALLENGE, True),
        (503, PAGE, False),
        (500, CHALLENGE, False),
        (200, CHALLENGE, False),  # a crawl reads no rules in it, so that all is allowed
    ],
)
def test_a_robots_txt_that_is_refused_and_so_forbids_all_is_a_block(
    status: int, body: str, blocks: bool
) -> None:
    watch, reasons = received()
    for _ in range(MAX_REFUSALS):
        note(watch, status, body, robots=True)
    assert (watch.reason() is not None) is blocks
    assert reasons == [], "the crawl ends without a block"
    note(watch, 200)  # of another host of the site
    assert watch.reason() is None


@pytest.mark.parametrize(("refusals", "ends"), [(MAX_REFUSALS - 1, False), (MAX_REFUSALS, True)])
def test_refusals_in_a_row_end_the_crawl(refusals: int, ends: bool) -> None:
    watch, reasons = received(200, *[403] * refusals)
    what = f"it refused {MAX_REFUSALS} requests in a row, the last with 403"
    assert reasons == ([f"the site blocks the crawl: {what}"] if ends else [])
    assert watch.reason() == (what if ends else None)


def test_only_refusals_in_a_row_count_and_the_crawl_ends_once() -> None:
    few = [403] * (MAX_REFUSALS - 1)
    assert received(200, *few, 200, *few)[1] == []
    assert len(received(200, *few, 301, 403)[1]) == 1
    assert len(received(200, *few, 404, 403, *few, 403)[1]) == 1


# The pause that follows


@pytest.fixture
def url(tmp_path: Path) -> str:
    return new_archive(tmp_path)


def crawl_that_blocks(
    url: str,
    monkeypatch: pytest.MonkeyPatch,
    now: str,
    blocked_by: str | None,
    *,
    was_accepted: bool = False,
) -> str | None:
    """Run a crawl at a time, and return until when the site is left alone after it."""
    monkeypatch.setenv("DANVAN_NOW", now)
    with opened(url) as archive:
        run = begin_run(archive)
        run.blocked_by, run.was_accepted = blocked_by, was_accepted
        run.close(finished=True)
        found = pauses(archive).get(SITE.name)
        return found.until if found is not None else None


def test_a_site_that_blocks_is_left_alone_for_growing_intervals(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = 1
    for days in (1, 2, 4, 8, 16, 30, 30):
        month, of_month = divmod(day - 1, 30)
        now = f"2031-{month + 3:02}-{of_month + 1:02}T01:00:00+07:00"
        until = crawl_that_blocks(url, monkeypatch, now, "403")
        assert until is not None
        waits = (
            datetime.fromisoformat(until) - datetime.fromisoformat(now)
        ).total_seconds() / 86400
        assert waits == pytest.approx(days - 4 / 24, abs=0.01)
        day += 1


def test_a_site_that_no_longer_blocks_starts_again(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    night = "2031-03-{:02}T01:00:00+07:00"
    crawl_that_blocks(url, monkeypatch, night.format(1), "403")
    crawl_that_blocks(url, monkeypatch, night.format(2), "403")
    unanswered = crawl_that_blocks(url, monkeypatch, night.format(3), None)
    assert unanswered is not None, "a crawl without an answer says nothing"
    answered = crawl_that_blocks(url, monkeypatch, night.format(3), None, was_accepted=True)
    assert answered is None
    until = crawl_that_blocks(url, monkeypatch, night.format(6), "403")
    assert until is not None
    assert until.startswith("2031-03-06T14:00:")


@pytest.mark.parametrize(
    ("until", "stays"),
    # Seconds pass while the crawl runs.
    [("2031-03-02T13:59:00+00:00", False), ("2031-03-02T14:10:00+00:00", True)],
)
def test_a_block_does_not_shorten_the_pause_of_an_operator(
    url: str, monkeypatch: pytest.MonkeyPatch, until: str, stays: bool
) -> None:
    night = "2031-03-02T01:00:00+07:00"
    monkeypatch.setenv("DANVAN_NOW", night)
    with opened(url) as archive:
        begin_run(archive).close(finished=True)
        pause(archive, SITE.name, until, "their engineer wrote to us")
    found = crawl_that_blocks(url, monkeypatch, night, "403")
    assert found is not None
    assert (found == until) is stays
    with opened(url) as archive:
        assert (pauses(archive)[SITE.name].blocks == 0) is stays


def test_the_pause_of_an_operator_is_not_ended_by_a_crawl(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DANVAN_NOW", "2031-03-01T01:00:00+07:00")
    with opened(url) as archive:
        begin_run(archive).close(finished=True)
        pause(archive, SITE.name, "2031-04-01T00:00:00+00:00", "its server is old")
    night = "2031-03-02T01:00:00+07:00"
    until = crawl_that_blocks(url, monkeypatch, night, None, was_accepted=True)
    assert until == "2031-04-01T00:00:00+00:00"
    with opened(url) as archive:
        end_pause(archive, SITE.name)
        assert pauses(archive) == {}
