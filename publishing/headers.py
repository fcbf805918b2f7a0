"""What every answer says to the browser: run and load nothing that is not from here."""

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.datastructures import MutableHeaders

App = Callable[[Any, Any, Any], Awaitable[None]]

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
        "img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def wrap(app: App) -> App:
    """Add the headers to each answer; a page that sets one of them itself keeps its own."""

    async def wrapped(scope: Any, receive: Any, send: Any) -> None:
        async def send_with_headers(message: Any) -> None:
            if message["type"] == "http.response.start":
                # Datasette writes capitals, and Starlette compares with small letters.
                sent = [(name.lower(), value) for name, value in message["headers"]]
                message = {**message, "headers": sent}
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await app(scope, receive, send_with_headers if scope["type"] == "http" else send)

    return wrapped
