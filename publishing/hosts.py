"""A request must name a host in its `Host` header, as links and citations repeat the name."""

import re
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse

_HOST_AND_PORT = re.compile(r"[A-Za-z0-9._:\[\]-]{0,300}")
_REFUSED = PlainTextResponse("The Host header of the request names no host.\n", 400)

App = Callable[[Any, Any, Any], Awaitable[None]]


def wrap(app: App) -> App:
    """Refuse requests whose `Host` header is not a name or an address, with or without a port."""

    async def wrapped(scope: Any, receive: Any, send: Any) -> None:
        is_refused = scope["type"] == "http" and not is_host(Headers(scope=scope).get("host", ""))
        await (_REFUSED if is_refused else app)(scope, receive, send)

    return wrapped


def is_host(written: str) -> bool:
    """Return whether a `Host` header may be part of a URL. An empty one is: HTTP/1.0 has none."""
    try:
        return _HOST_AND_PORT.fullmatch(written) is not None and urlsplit(f"//{written}").port != 0
    except ValueError:  # brackets without an IPv6 address, or a port that is no number
        return False
