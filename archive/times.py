"""The clock, and times as the archive writes them: ISO 8601, UTC, whole seconds."""

import functools
import os
import time
from datetime import UTC, date, datetime, timedelta, timezone

VIETNAM = timezone(timedelta(hours=7))
"""The time zone of the sites."""

SIMULATED_NOW = "DANVAN_NOW"
"""The environment variable that sets the clock, for simulations only."""

_NOON = timedelta(hours=12)  # a night's crawl may begin before midnight or after


def clock() -> datetime:
    """Return the current time, in UTC.

    `DANVAN_NOW`, an ISO 8601 time, is when this process first looked at its clock; from then on the
    clock runs as always. Raises ValueError if it is not such a time.
    """
    simulated = os.environ.get(SIMULATED_NOW)
    if not simulated:
        return datetime.now(UTC)
    start, begun = _anchor(simulated)
    return start + timedelta(seconds=time.monotonic() - begun)


@functools.cache
def _anchor(simulated: str) -> tuple[datetime, float]:
    return parse_time(simulated).astimezone(UTC), time.monotonic()


def now() -> str:
    """Return the current time as the archive writes it."""
    return format_time(clock())


def night() -> str:
    """Return the day on which this night began in Vietnam."""
    return night_of(clock()).isoformat()


def night_of(moment: datetime) -> date:
    """Return the evening, in Vietnam, of the night to which a time belongs: from noon to noon."""
    return (moment.astimezone(VIETNAM) - _NOON).date()


def parse_time(text: str) -> datetime:
    """Return a time that the archive wrote; one without a zone is taken as UTC."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def format_optional(moment: datetime | None) -> str | None:
    """Return a time as the archive writes it, or None if there is none."""
    return format_time(moment) if moment is not None else None


def format_time(moment: datetime) -> str:
    """Return a time with a zone as the archive writes it."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")
