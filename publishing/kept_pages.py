"""Pages that were made once are kept as long as the release: its file does not change.

Datasette needs 50 to 90 ms of processor time for a list of rows, in one process; twenty readers at
once would wait for more than a second.
"""

import sys
import weakref
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from typing import Any

from starlette.datastructures import Headers
from starlette.requests import Request

from publishing.following import ARCHIVE
from publishing.language import PARAMETER, language

MAX_PAGE = 2_000_000
"""Bytes of a page that is kept."""
MAX_BYTES = 64_000_000
"""Bytes of memory of all pages that are kept, with their addresses and headers; those that nobody
has requested for longest go first."""
_PLACE = 250
"""Bytes of memory for the place of a page in the dictionary."""
_PREFIXES = (f"/{ARCHIVE}/", "/-/pictures", "/sitemap")
_PAGES = ("/", f"/{ARCHIVE}", f"/{ARCHIVE}.json", "/-/api")
_PERSONAL = ("ds_actor", "ds_messages")
"""Cookies of Datasette, of somebody who is logged in or to whom something is to be said."""

App = Callable[[Any, Any, Any], Awaitable[None]]
Release = Callable[[], object]
"""A weak reference: the file of a release is closed when nobody reads it any more."""
Page = tuple[list[tuple[bytes, bytes]], bytes]
"""The headers and the body of an answer."""


class KeptPages:
    """The pages of one release, by request."""

    def __init__(self) -> None:
        self._release: Release = lambda: None
        self._pages: OrderedDict[Hashable, Page] = OrderedDict()
        self._bytes = 0

    def of(self, release: "Release") -> "KeptPages":
        """Return the pages of a release; those of another one are forgotten."""
        if release() is None or release() is not self._release():
            self._release, self._bytes = release, 0
            self._pages.clear()
        return self

    def get(self, key: Hashable) -> Page | None:
        """Return a page, if it is kept."""
        if key in self._pages:
            self._pages.move_to_end(key)
        return self._pages.get(key)

    def put(self, key: Hashable, page: Page) -> None:
        """Keep a page, and forget others if there are too many."""
        if (replaced := self._pages.pop(key, None)) is not None:
            self._bytes -= _memory((key, replaced))
        self._pages[key] = page
        self._bytes += _memory((key, page))
        while self._bytes > MAX_BYTES:
            self._bytes -= _memory(self._pages.popitem(last=False))


def _memory(kept: tuple[Hashable, Page]) -> int:
    """Return the bytes of memory that a page takes with its key."""
    return _PLACE + _size(kept)


def _size(value: object) -> int:
    parts = value if isinstance(value, tuple | list) else ()
    return sys.getsizeof(value) + sum(map(_size, parts))


def wrap(datasette: Any, app: App) -> App:
    """Answer with the page that is kept, or keep the one that is made."""
    pages = KeptPages()

    async def wrapped(scope: Any, receive: Any, send: Any) -> None:
        release = _release(datasette)
        if release is None or not _may_be_kept(scope):
            await app(scope, receive, send)
            return
        key = _key(Request(scope))
        if (kept := pages.of(release).get(key)) is not None:
            headers, body = kept
            start = {"type": "http.response.start", "status": 200, "headers": list(headers)}
            await send(start)
            await send({"type": "http.response.body", "body": body})
            return
        copy = _Copy(send)
        await app(scope, receive, copy.send)
        if (page := copy.page()) is not None:
            pages.of(release).put(key, page)

    return wrapped


def _release(datasette: Any) -> Release | None:
    """Return a reference to the release that readers get, or None if it may change."""
    release = datasette.databases.get(ARCHIVE)
    return None if release is None or release.is_mutable else weakref.ref(release)


class _Copy:
    """Sends an answer on, and copies it as long as it may be kept."""

    def __init__(self, send: Any) -> None:
        self._send = send
        self._headers: list[tuple[bytes, bytes]] | None = None
        self._body = b""
        self._is_whole = False

    async def send(self, message: Any) -> None:
        """Send a part of the answer on."""
        if message["type"] == "http.response.start":
            headers = Headers(raw=[(n.lower(), value) for n, value in message["headers"]])
            is_passing = "set-cookie" in headers or "no-store" in headers.get("cache-control", "")
            if message["status"] == 200 and not is_passing:
                self._headers = list(message["headers"])
        elif self._headers is not None:
            self._body += message.get("body", b"")
            self._is_whole = not message.get("more_body")
            if len(self._body) > MAX_PAGE:
                self._headers, self._body = None, b""
        await self._send(message)

    def page(self) -> Page | None:
        """Return the answer, if it is one to keep."""
        return (self._headers, self._body) if self._headers is not None and self._is_whole else None


def _may_be_kept(scope: Any) -> bool:
    if scope["type"] != "http" or scope["method"] != "GET":
        return False
    path, request = scope["path"], Request(scope)
    is_personal = "authorization" in request.headers or any(c in request.cookies for c in _PERSONAL)
    return not is_personal and (path in _PAGES or path.startswith(_PREFIXES))


def _key(request: Request) -> Hashable:
    """Return what an answer depends on."""
    asked = [pair for pair in request.query_params.multi_items() if pair[0] != PARAMETER]
    scheme, host = request.url.scheme, request.headers.get("host")
    return request.scope.get("raw_path", request.url.path), tuple(asked), scheme, host, language()
