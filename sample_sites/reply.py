"""A complete HTTP response."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from email.message import Message
from http import HTTPStatus

from sample_sites.validators import Validators

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True)
class Reply:
    """Head and body as sent over the network; built once and sent many times.

    If the site honours the ``validators``, ``not_modified`` is the 304 response to a client that
    already has this page.
    """

    status: int
    content_type: str
    head: bytes
    body: bytes
    validators: Validators | None = None
    not_modified: Reply | None = None

    @property
    def raw(self) -> bytes:
        """Head and body, concatenated."""
        return self.head + self.body

    def for_request(self, headers: Message) -> Reply:
        """Return the response to a request, given the conditions in its headers."""
        if self.validators and self.not_modified and self.validators.matched_by(headers):
            return self.not_modified
        return self


def reply(
    status: int,
    body: bytes,
    content_type: str = HTML,
    location: str | None = None,
    validators: Validators | None = None,
) -> Reply:
    """Build a response. It has no Date header, so that equal pages are equal bytes."""
    lines = [f"Content-Type: {content_type}", f"Content-Length: {len(body)}"]
    if location is not None:
        lines.append(f"Location: {location}")
    if validators is None:
        return Reply(status, content_type, _head(status, lines), body)
    head = _head(status, [*lines, *validators.lines])
    not_modified = None
    if validators.honoured:
        not_modified = Reply(304, content_type, _head(304, validators.lines), b"")
    return Reply(status, content_type, head, body, validators, not_modified)


def _head(status: int, lines: Iterable[str]) -> bytes:
    first = f"HTTP/1.1 {status} {HTTPStatus(status).phrase}"
    return ("\r\n".join((first, *lines)) + "\r\n\r\n").encode("latin-1")
