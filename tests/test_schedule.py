"""When a page is looked at again."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.models import Outcome
from archive.schedule import REVISIT_DAYS, failure_weight, next_retry, next_revisit

FIRST = datetime(2026, 1, 1, 2, 17, tzinfo=UTC)


@pytest.mark.parametrize(
    ("after", "due"),
    [
        (timedelta(0), 1),
        (timedelta(hours=19), 1),
        (timedelta(hours=24), 7),
        (timedelta(days=3), 7),
        (timedelta(days=7), 30),
        (timedelta(days=40), 91),
        (timedelta(days=91), None),
        (timedelta(days=4000), None),
    ],
)
def test_an_article_is_looked_at_ever_more_seldom(after: timedelta, due: int | None) -> None:
    found = next_revisit(FIRST, FIRST + after)
    wanted = FIRST + timedelta(days=due) - timedelta(hours=4) if due else None
    assert found == wanted


@given(st.timedeltas(timedelta(0), timedelta(days=200)), st.sets(st.integers(1, 400), max_size=6))
def test_a_look_is_never_in_the_past_and_one_of_the_sites(
    after: timedelta, looks: set[int]
) -> None:
    found = next_revisit(FIRST, FIRST + after, tuple(looks))
    if found is None:
        assert all(FIRST + timedelta(days=day, hours=-4) <= FIRST + after for day in looks)
    else:
        assert found > FIRST + after
        assert (found - FIRST + timedelta(hours=4)).days in looks


def test_a_crawl_every_night_makes_just_the_looks() -> None:
    last, looks = FIRST, 0
    for night in range(1, 200):
        now = FIRST + timedelta(days=night)
        due = next_revisit(FIRST, last)
        if due is not None and due <= now:
            last, looks = now, looks + 1
    assert looks == len(REVISIT_DAYS)


@pytest.mark.parametrize(
    ("outcome", "status", "wanted"),
    [
        (Outcome.FAILED, None, 0.25),  # no answer
        (Outcome.FAILED, 503, 0.25),
        (Outcome.FAILED, 429, 0.25),
        (Outcome.FAILED, 200, 0.5),  # it could not be read
        (Outcome.EMPTY, 200, 0.5),
        (Outcome.FAILED, 400, 1),
        (Outcome.BLOCKED, 403, 1),
        (Outcome.REFUSED, None, 1),
        (Outcome.STORED, 200, 0),
        (Outcome.GONE, 404, 0),
        (Outcome.UNCHANGED, 304, 0),
    ],
)
def test_the_weight_of_a_failure(outcome: Outcome, status: int | None, wanted: float) -> None:
    assert failure_weight(outcome, status) == wanted


@pytest.mark.parametrize(
    ("failures", "hours"),
    [(0.25, 20), (1, 20), (1.5, 28.28), (2, 40), (3, 80), (9, 720), (99, 720)],
)
def test_the_pause_grows(failures: float, hours: float) -> None:
    assert (next_retry(FIRST, failures) - FIRST) / timedelta(hours=1) == pytest.approx(
        hours, abs=0.01
    )
