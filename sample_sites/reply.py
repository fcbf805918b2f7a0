"""A finished HTTP answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from email.message import Message
from http import HTTPStatus

from sample_sites.validators import Validators

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True)
class Reply:
    """Head and body as they go over the wire, made once and sent many times.

    One with ``validators`` that the site heeds comes with ``unchanged``, the answer to
    a client that has this page already.
    """

    status: int
    head: bytes
    body: bytes
    validators: Validators | None = None
    unchanged: Reply | None = None

    @property
    def whole(self) -> bytes:
        """Head and body together."""
        return self.head + self.body

    def under(self, headers: Message) -> Reply:
        """The answer under the conditions that a request's headers set."""
        if self.validators and self.unchanged and self.validators.known_to(headers):
            return self.unchanged
        return self


def reply(
    status: int,
    body: bytes,
    content_type: str = HTML,
    location: str | None = None,
    validators: Validators | None = None,
) -> Reply:
    """Put an answer together; there is no Date line, so equal pages are equal bytes."""
    lines = [f"Content-Type: {content_type}", f"Content-Length: {len(body)}"]
    if location is not None:
        lines.append(f"Location: {location}")
    if validators is None:
        return Reply(status, _head(status, lines), body)
    head = _head(status, [*lines, *validators.lines])
    unchanged = Reply(304, _head(304, validators.lines), b"") if validators.heeded else None
    return Reply(status, head, body, validators, unchanged)


def _head(status: int, lines: Iterable[str]) -> bytes:
    first = f"HTTP/1.1 {status} {HTTPStatus(status).phrase}"
    return ("\r\n".join((first, *lines)) + "\r\n\r\n").encode("latin-1")
