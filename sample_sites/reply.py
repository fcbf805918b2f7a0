"""A finished HTTP answer."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True)
class Reply:
    """Head and body as they go over the wire, made once and sent many times."""

    status: int
    head: bytes
    body: bytes

    @property
    def whole(self) -> bytes:
        """Head and body together."""
        return self.head + self.body


def reply(status: int, body: bytes, content_type: str = HTML, location: str | None = None) -> Reply:
    """Put an answer together; there is no Date line, so equal pages are equal bytes."""
    lines = [
        f"HTTP/1.1 {status} {HTTPStatus(status).phrase}",
        f"Content-Type: {content_type}",
        f"Content-Length: {len(body)}",
    ]
    if location is not None:
        lines.append(f"Location: {location}")
    return Reply(status, ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1"), body)
