"""When a page is fetched again: articles less and less often, failures after a growing pause."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from archive.outcomes import Outcome
from archive.site import REVISIT_DAYS

# Slightly early, so that a crawl at the same hour of the night finds it due.
_EARLY = timedelta(hours=4)

_RECHECK_GONE = timedelta(days=7)

# A page that failed is requested again after 20 hours, and twice as long after each full failure.
_FIRST_RETRY = timedelta(hours=20)
_MAX_RETRY = timedelta(days=30)
MAX_FAILURES = 10.0
"""Weight of the failures in a row after which a page is given up: after half a year or more. Pages
that never can be read would otherwise be requested for ever, and more of them each year."""


def next_revisit(
    first_seen: datetime, last_fetched: datetime, days: Sequence[int] = REVISIT_DAYS
) -> datetime | None:
    """Return when an article is due again, or None if it has had its last revisit."""
    for number in sorted(days):
        due = first_seen + timedelta(days=number) - _EARLY
        if due > last_fetched:
            return due
    return None


def next_check_of_gone(
    first_seen: datetime, last_fetched: datetime, days: Sequence[int] = REVISIT_DAYS
) -> datetime:
    """Return when an article that was just found gone is due again: after a week at the latest.

    Many come back, such as those of a site that had lost a part of its database.
    """
    due = next_revisit(first_seen, last_fetched, days)
    after_a_week = last_fetched + _RECHECK_GONE - _EARLY
    return after_a_week if due is None else min(due, after_a_week)


def failure_weight(outcome: Outcome, status: int | None) -> float:
    """Return how much a failure counts: hard 1, soft 0.5, temporary 0.25, no failure 0.

    A refusal is hard, a page that could not be read is soft, and a server or network that did not
    respond is temporary. Source of the weights: rss-fetcher of Media Cloud.
    """
    if outcome in (Outcome.BLOCKED, Outcome.REFUSED):
        return 1.0
    if outcome is Outcome.EMPTY:
        return 0.5
    if outcome is not Outcome.FAILED:
        return 0.0
    if status is None or status in (408, 425, 429) or status >= 500:
        return 0.25
    return 0.5 if status == 200 else 1.0


def next_retry(failed: datetime, failures: float) -> datetime | None:
    """Return when to request a page again, or None if it is given up.

    `failures` is the sum of its weights in a row.
    """
    if failures >= MAX_FAILURES:
        return None
    pause = _FIRST_RETRY * 2 ** min(max(failures - 1, 0), 10)
    return failed + min(pause, _MAX_RETRY)
