"""Days and times as readers write them: in Vietnam's time, in the language of the page."""

from datetime import date, datetime, timedelta, timezone

from extraction.text import clean
from publishing.language import language

_VIETNAM = timezone(timedelta(hours=7))
_DAY = len("2024-05-06")


def vietnam_time(written: str) -> str:
    """Format an ISO date, or an ISO timestamp with its time zone, in the Vietnamese style."""
    return _formatted(written, "%d/%m/%Y")


def shown_time(written: str) -> str:
    """Format an ISO date or timestamp in the language of the page; another text stays as it is."""
    try:
        return vietnam_time(written) if language() == "vi" else _formatted(written, "%-d %B %Y")
    except (ValueError, OverflowError):
        return clean(written)


def shown_day(written: str) -> str:
    """Format the day in Vietnam of an ISO date or timestamp, in the language of the page."""
    return shown_time(written).partition(",")[0]


def day_of(written: str | None) -> date | None:
    """Return the day in Vietnam of an ISO date or timestamp, or None if it is none."""
    try:
        return _in_vietnam(written or "").date()
    except (ValueError, OverflowError):
        return None


def _formatted(written: str, day: str) -> str:
    read = _in_vietnam(written)
    return read.strftime(day if len(written) == _DAY else f"{day}, %H:%M")


def _in_vietnam(written: str) -> datetime:
    read = datetime.fromisoformat(written)
    return read if len(written) == _DAY else read.astimezone(_VIETNAM)
