"""When a page is looked at again: articles ever more seldom, failures after a growing pause."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from archive.models import Outcome

LOOKS = (1, 7, 30, 91)
"""Days after the first look on which an article is looked at again: a day, a week, a month, a
quarter. A site file can say otherwise."""

# A little early, so that a crawl at the same hour of the night finds it due.
_EARLY = timedelta(hours=4)

# What failed is asked for again after a day, then after 2, 4, 8, 16 and every 30 days.
_FIRST_RETRY = timedelta(hours=20)
_LAST_RETRY = timedelta(days=30)


def next_look(first: datetime, last: datetime, looks: Sequence[int] = LOOKS) -> datetime | None:
    """Return when an article first seen and last fetched at these times is due; None for never."""
    for days in sorted(looks):
        due = first + timedelta(days=days) - _EARLY
        if due > last:
            return due
    return None


def weight(outcome: Outcome, status: int | None) -> float:
    """Return how much a failure counts: hard 1, soft 0.5, temporary 0.25; 0 for no failure.

    Hard is a refusal, soft a page that could not be read, temporary a server or a network that
    did not answer. Source of the weights: rss-fetcher of Media Cloud.
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


def retry(failed: datetime, failures: float) -> datetime:
    """Return when to ask again after `failures`, the sum of their weights in a row."""
    pause = _FIRST_RETRY * 2 ** min(max(failures - 1, 0), 10)
    return failed + min(pause, _LAST_RETRY)
