"""Pauses that hosts ask for."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.http import Response

from crawler.retry_after import MAX_REFUSALS, LeftAlone, Pauses, asked_pause

from .archives import rows
from .conftest import Command
from .one_site import LISTING, Site, listing
from .one_site import Response as Answer
from .test_odd_sites import crawl, make_all_due, outcomes

URL = "https://baogosim.example/bai"


def answer(status: int = 429, retry_after: str | None = None, url: str = URL) -> Response:
    headers = {} if retry_after is None else {"Retry-After": retry_after}
    return Response(url, status, headers)


@pytest.mark.parametrize(
    ("status", "retry_after", "seconds"),
    [
        (429, "120", 120),
        (503, " 7 ", 7),
        (429, "0", 0),
        (503, "9" * 400, float("inf")),
        (429, None, 10),
        (429, "soon", 10),
        (429, "-5", 10),
        (429, "1.5", 10),
        (429, "\u0661\u0662", 10),
        (503, None, None),
        (503, "soon", None),
        (503, "Thu, 99 Xyz 2026 25:00:00 GMT", None),
        (500, "120", None),
        (200, "120", None),
        (301, "120", None),
    ],
)
def test_for_how_long_a_response_asks(
    status: int, retry_after: str | None, seconds: float | None
) -> None:
    assert asked_pause(answer(status, retry_after)) == seconds


@pytest.mark.parametrize("minutes", [-60, 5])
def test_a_pause_until_a_date(minutes: int) -> None:
    until = datetime.now(UTC) + timedelta(minutes=minutes)
    for date in (format_datetime(until, usegmt=True), format_datetime(until.replace(tzinfo=None))):
        assert asked_pause(answer(503, date)) == pytest.approx(minutes * 60, abs=5)


@given(st.text(max_size=40) | st.text("0123456789 :,GMTJanMon+-", max_size=40))
def test_whatever_the_header_says_it_is_a_pause_or_none(retry_after: str) -> None:
    asked = asked_pause(answer(503, retry_after.encode("latin-1", "ignore").decode("latin-1")))
    assert asked is None or isinstance(asked, float)


def test_a_host_is_asked_again_after_its_pause() -> None:
    pauses = Pauses()

    async def go() -> float:
        await pauses.wait(URL)
        assert pauses.note(answer(429, "1"), 1) is None
        await pauses.wait("https://khac.example/")
        begun = monotonic()
        await pauses.wait("http://www.baogosim.example/khac")
        return monotonic() - begun

    assert 0.9 < asyncio.run(go()) < 60


def test_a_pause_of_no_time_lasts_a_second() -> None:
    pauses = Pauses()
    pauses.note(answer(429, "0"), 1)
    begun = monotonic()
    asyncio.run(pauses.wait(URL))
    assert 0.9 < monotonic() - begun < 60


def test_a_crawl_that_is_stopped_does_not_wait_for_a_pause() -> None:
    pauses = Pauses()

    async def go() -> None:
        pauses.note(answer(429, "100"), 120)
        waiting = asyncio.ensure_future(pauses.wait(URL))
        await asyncio.sleep(0.05)
        assert not waiting.done()
        pauses.stop()
        with pytest.raises(LeftAlone, match="the crawl was stopped while"):
            await asyncio.wait_for(waiting, 5)

    asyncio.run(go())


@pytest.mark.parametrize(("seconds", "is_left"), [(120, False), (121, True)])
def test_a_host_that_asks_for_too_long_is_left_alone(seconds: int, is_left: bool) -> None:
    pauses = Pauses()
    why = pauses.note(answer(503, str(seconds)), 120)
    if not is_left:
        assert why is None
        pauses.check(URL)
        return
    assert why == "baogosim.example answered 503 and asks for a pause of 121 seconds"
    assert pauses.note(answer(503, "121"), 120) is None, "it is told once"
    pauses.check("https://khac.example/")
    with pytest.raises(LeftAlone, match=why):
        pauses.check("http://www.baogosim.example./khac")
    with pytest.raises(LeftAlone, match=why):
        asyncio.run(asyncio.wait_for(pauses.wait(URL), 5))


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time, which a test sets."""
    now = [1000.0]
    monkeypatch.setattr("crawler.retry_after.monotonic", lambda: now[0])
    return now


def test_a_host_that_asks_three_times_in_a_row_is_left_alone(clock: list[float]) -> None:
    pauses = Pauses()
    for _ in range(MAX_REFUSALS - 1):
        assert pauses.note(answer(429, "60"), 120) is None
        clock[0] += 60
    assert pauses.note(answer(429, "60"), 120) == (
        "baogosim.example asked for a pause 3 times in a row (429)"
    )


def test_a_good_response_ends_the_row(clock: list[float]) -> None:
    pauses = Pauses()
    for status in (429, 429, 200, 429, 429, 503, 429, 429):
        assert pauses.note(answer(status), 120) is None
        clock[0] += 60


def test_requests_that_were_under_way_when_a_pause_began_do_not_count(clock: list[float]) -> None:
    pauses = Pauses()
    for _ in range(8):
        assert pauses.note(answer(429, "60"), 120) is None
    clock[0] += 59
    assert pauses.note(answer(429, "60"), 120) is None
    clock[0] += 60
    assert pauses.note(answer(429, "60"), 120) is None, "the second"
    clock[0] += 60
    assert pauses.note(answer(429, "60"), 120) is not None, "the third"


# Whole crawls


def blocks(folder: Path) -> list[tuple[Any, ...]]:
    return rows(folder / "archive.db", "SELECT reason, blocks FROM pauses")


def measures(folder: Path) -> dict[str, Any]:
    """Return what the last run measured."""
    query = "SELECT measures FROM runs ORDER BY id DESC LIMIT 1"
    [(measured,)] = rows(folder / "archive.db", query)
    found: dict[str, Any] = json.loads(measured)
    return found


def test_a_site_that_asks_for_an_hour_is_left_alone_until_the_next_crawl(
    run: Command, tmp_path: Path
) -> None:
    site = Site()
    numbers = list(range(1, 13))
    site.responses[LISTING] = listing(numbers)
    paths = [f"/bai-{number:05}.html" for number in numbers]
    site.responses |= dict.fromkeys(paths, (429, {"Retry-After": "3600"}, ""))
    output = crawl(run, site)
    assert "nbtv.vn answered 429 and asks for a pause of 3600 seconds" in output
    asked = [path for path in site.requested if path in paths]
    assert len(asked) <= 8, "no more than were under way at once"
    assert len(asked) == len(set(asked)), "none of them twice"
    assert outcomes(tmp_path) == dict.fromkeys(paths, "failed")
    why = "nbtv.vn answered 429 and asks for a pause of 3600 seconds"
    assert blocks(tmp_path) == [(why, 1)]
    measured = measures(tmp_path)
    assert measured["statuses"]["429"] == len(asked), "also those that the retries take"
    assert (measured["blocked"], measured["blocked_by"]) == (1, why)
    make_all_due(tmp_path)
    site.articles(*numbers)
    crawl(run, site)
    assert outcomes(tmp_path) == dict.fromkeys(paths, "stored")
    assert (blocks(tmp_path), measures(tmp_path)["blocked"]) == ([], 0)


def test_a_site_that_asks_for_a_second_is_asked_again_after_it(
    run: Command, tmp_path: Path
) -> None:
    site = Site()
    site.articles(1, 2)
    site.responses[LISTING] = listing([1, 2])
    times: list[float] = []
    good = site.responses["/bai-00001.html"]
    assert not callable(good)

    def busy_at_first(_: str) -> Answer:
        times.append(monotonic())
        return (503, {"Retry-After": "1"}, "") if len(times) == 1 else good

    site.responses["/bai-00001.html"] = busy_at_first
    crawl(run, site)
    assert set(outcomes(tmp_path).values()) == {"stored"}
    first, second = times
    assert second - first >= 1
    assert (blocks(tmp_path), measures(tmp_path)["statuses"]["503"]) == ([], 1)


def test_a_robots_txt_that_asks_for_an_hour_forbids_everything(
    run: Command, tmp_path: Path
) -> None:
    site = Site()
    site.responses["/robots.txt"] = (429, {"Retry-After": "3600"}, "")
    output = crawl(run, site)
    assert site.requested == ["/robots.txt"]
    why = "nbtv.vn answered 429 and asks for a pause of 3600 seconds"
    assert why in output
    assert blocks(tmp_path) == [(why, 1)]


def test_a_robots_txt_that_is_a_challenge_page_is_a_block(run: Command, tmp_path: Path) -> None:
    site = Site()
    body = "<title>Just a moment...</title><p>Checking your browser before you go on.</p>"
    site.responses["/robots.txt"] = (503, {}, body)
    crawl(run, site)
    measured = measures(tmp_path)
    assert (site.requested, measured["statuses"]) == (["/robots.txt"] * 2, {"503": 2})
    why = "it refused every request, the last with a challenge page: “Checking your browser”"
    assert (blocks(tmp_path), measured["blocked_by"]) == ([(why, 1)], why)
