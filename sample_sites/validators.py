"""Conditional requests: whether a client has an article already (RFC 9110, section 13)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from email.utils import format_datetime, parsedate_to_datetime

_TAG = re.compile(r'(?:W/)?("[^"]*")')


@dataclass(frozen=True)
class Validators:
    """What tells one state of an article from another, and whether the site heeds it.

    ``tag`` is quoted; it goes out as a weak one, as the boxes around an article change
    more often than it does.
    """

    tag: str | None
    modified: datetime | None
    heeded: bool

    @property
    def lines(self) -> list[str]:
        """The header lines that carry them."""
        lines = []
        if self.tag is not None:
            lines.append(f"ETag: W/{self.tag}")
        if self.modified is not None:
            date = format_datetime(self.modified.astimezone(UTC), usegmt=True)
            lines.append(f"Last-Modified: {date}")
        return lines

    def known_to(self, headers: Message) -> bool:
        """Whether a request's conditions say that its sender has this state already."""
        tags = headers.get_all("If-None-Match")
        if tags is not None:
            listed = ", ".join(tags)
            return listed.strip() == "*" or self.tag in _TAG.findall(listed)
        since = _date(headers.get("If-Modified-Since", ""))
        return self.modified is not None and since is not None and self.modified <= since


def _date(text: str) -> datetime | None:
    """An HTTP date; ``None`` when it is none, as such a condition does not count."""
    try:
        date = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)
