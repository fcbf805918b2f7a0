"""Times as the archive writes them: ISO 8601, UTC, whole seconds."""

from datetime import UTC, datetime


def now() -> str:
    """Return the current time as the archive writes it."""
    return format_time(datetime.now(UTC))


def parse_time(text: str) -> datetime:
    """Return a time that the archive wrote; one without a zone is taken as UTC."""
    time = datetime.fromisoformat(text)
    return time if time.tzinfo is not None else time.replace(tzinfo=UTC)


def format_time(time: datetime) -> str:
    """Return a time with a zone as the archive writes it."""
    return time.astimezone(UTC).isoformat(timespec="seconds")
