"""Conditional requests (RFC 9110, section 13)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from email.utils import format_datetime, parsedate_to_datetime

_TAG = re.compile(r'(?:W/)?("[^"]*")')


@dataclass(frozen=True)
class Validators:
    """What identifies a version of an article, and whether the site honours it.

    ``tag`` is quoted. It is sent as a weak ETag, because the boxes around an article change more
    often than the article itself.
    """

    tag: str | None
    modified: datetime | None
    honoured: bool

    @property
    def lines(self) -> list[str]:
        """The header lines."""
        lines = []
        if self.tag is not None:
            lines.append(f"ETag: W/{self.tag}")
        if self.modified is not None:
            date = format_datetime(self.modified.astimezone(UTC), usegmt=True)
            lines.append(f"Last-Modified: {date}")
        return lines

    def matched_by(self, headers: Message) -> bool:
        """Return whether the sender of a request already has this version."""
        tags = headers.get_all("If-None-Match")
        if tags is not None:
            listed = ", ".join(tags)
            return listed.strip() == "*" or self.tag in _TAG.findall(listed)
        since = _date(headers.get("If-Modified-Since", ""))
        return self.modified is not None and since is not None and self.modified <= since


def _date(text: str) -> datetime | None:
    """Parse an HTTP date; ``None`` if it is invalid, because such a condition is ignored."""
    try:
        date = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)
