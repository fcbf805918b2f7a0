"""When a page is due again."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.outcomes import Outcome
from archive.schedule import failure_weight, next_retry, next_revisit
from archive.site import REVISIT_DAYS

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
def test_an_article_is_revisited_at_growing_intervals(after: timedelta, due: int | None) -> None:
    found = next_revisit(FIRST, FIRST + after)
    expected = FIRST + timedelta(days=due) - timedelta(hours=4) if due else None
    assert found == expected


@given(st.timedeltas(timedelta(0), timedelta(days=200)), st.sets(st.integers(1, 400), max_size=6))
def test_a_revisit_is_in_the_future_and_on_a_day_of_the_site(
    after: timedelta, days: set[int]
) -> None:
    found = next_revisit(FIRST, FIRST + after, tuple(days))
    if found is None:
        assert all(FIRST + timedelta(days=day, hours=-4) <= FIRST + after for day in days)
    else:
        assert found > FIRST + after
        assert (found - FIRST + timedelta(hours=4)).days in days


def test_nightly_crawls_make_every_revisit_once() -> None:
    last, revisits = FIRST, 0
    for night in range(1, 200):
        now = FIRST + timedelta(days=night)
        due = next_revisit(FIRST, last)
        if due is not None and due <= now:
            last, revisits = now, revisits + 1
    assert revisits == len(REVISIT_DAYS)


@pytest.mark.parametrize(
    ("outcome", "status", "expected"),
    [
        (Outcome.FAILED, None, 0.25),  # no response
        (Outcome.FAILED, 503, 0.25),
        (Outcome.FAILED, 429, 0.25),
        (Outcome.FAILED, 200, 0.5),  # no readable article
        (Outcome.EMPTY, 200, 0.5),
        (Outcome.FAILED, 400, 1),
        (Outcome.BLOCKED, 403, 1),
        (Outcome.REFUSED, None, 1),
        (Outcome.STORED, 200, 0),
        (Outcome.GONE, 404, 0),
        (Outcome.UNCHANGED, 304, 0),
    ],
)
def test_the_weight_of_a_failure(outcome: Outcome, status: int | None, expected: float) -> None:
    assert failure_weight(outcome, status) == expected


@pytest.mark.parametrize(
    ("failures", "hours"),
    [(0.25, 20), (1, 20), (1.5, 28.28), (2, 40), (3, 80), (9, 720)],
)
def test_the_interval_doubles_up_to_30_days(failures: float, hours: float) -> None:
    retry = next_retry(FIRST, failures)
    assert retry is not None
    assert (retry - FIRST) / timedelta(hours=1) == pytest.approx(hours, abs=0.01)


@pytest.mark.parametrize(("failures", "given_up"), [(9.75, False), (10, True), (99, True)])
def test_a_page_that_never_can_be_read_is_given_up(failures: float, given_up: bool) -> None:
    assert (next_retry(FIRST, failures) is None) is given_up
