"""Requests that no page can answer are refused before anything reads them."""

import re
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse

METHODS = ("GET", "HEAD")
"""Datasette would read the form of any `POST`, however large it is, and call any of its functions
that has the name of another method.
"""
MAX_PARAMETERS = 200
"""Of an address; Datasette makes lists of all for each of them."""
_HOST_AND_PORT = re.compile(r"[A-Za-z0-9._:\[\]-]{0,300}")
_ALLOWED = {"Allow": ", ".join(METHODS)}
_NO_METHOD = PlainTextResponse("These pages can only be read.\n", 405, _ALLOWED)
_NO_HOST = PlainTextResponse("The Host header of the request names no host.\n", 400)
_TOO_MANY = PlainTextResponse(f"An address has at most {MAX_PARAMETERS} parameters.\n", 400)

App = Callable[[Any, Any, Any], Awaitable[None]]


def wrap(app: App) -> App:
    """Refuse a request whose method, host or number of parameters nobody means."""

    async def wrapped(scope: Any, receive: Any, send: Any) -> None:
        await ((scope["type"] == "http" and refusal(scope)) or app)(scope, receive, send)

    return wrapped


def refusal(scope: Any) -> PlainTextResponse | None:
    """Return the answer to a request that is refused, or None."""
    if scope["method"] not in METHODS:
        return _NO_METHOD
    if not is_host(Headers(scope=scope).get("host", "")):
        return _NO_HOST
    return _TOO_MANY if scope["query_string"].count(b"&") >= MAX_PARAMETERS else None


def is_host(written: str) -> bool:
    """Return whether a `Host` header may be part of a URL: links and citations repeat it.

    An empty one is, as HTTP/1.0 has none.
    """
    try:
        return _HOST_AND_PORT.fullmatch(written) is not None and urlsplit(f"//{written}").port != 0
    except ValueError:  # brackets without an IPv6 address, or a port that is no number
        return False
