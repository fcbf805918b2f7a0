"""Times as the archive writes them: ISO 8601, UTC, whole seconds."""

from datetime import UTC, datetime


def now() -> str:
    """Return the time as the archive writes it."""
    return written(datetime.now(UTC))


def moment(text: str) -> datetime:
    """Return the moment that the archive wrote; in UTC where somebody else left the zone away."""
    read = datetime.fromisoformat(text)
    return read if read.tzinfo is not None else read.replace(tzinfo=UTC)


def written(moment: datetime) -> str:
    """Return a moment with a time zone as the archive writes it."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")
