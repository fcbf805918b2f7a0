"""In the CSV of Datasette, as in the CSV files, a spreadsheet runs no formula."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.datastructures import Headers

from extraction.formulas import without_formulas

App = Callable[[Any, Any, Any], Awaitable[None]]

# A quoted cell, whose quotation marks are doubled, or one that needs none.
_CELL = re.compile(r'"((?:[^"]++|"")*+)"|[^",\r\n]++')
_NUMBER = re.compile(r"-\d+(?:\.\d+)?(?:e[+-]\d+)?")  # begins like a formula
_TYPES = ("text/plain", "text/csv")  # not the page of an error, or of a trace


def wrap(app: App) -> App:
    """Put an apostrophe before formulas. Each part of Datasette's answer is a whole row."""

    async def wrapped(scope: Any, receive: Any, send: Any) -> None:
        is_csv = False

        async def send_cells(message: Any) -> None:
            nonlocal is_csv
            if message["type"] == "http.response.start":
                headers = Headers(raw=[(n.lower(), value) for n, value in message["headers"]])
                is_csv = headers.get("content-type", "").startswith(_TYPES)
            elif is_csv:
                row = message.get("body", b"").decode()
                message = {**message, "body": _CELL.sub(_harmless, row).encode()}
            await send(message)

        is_asked = scope["type"] == "http" and scope["path"].endswith(".csv")
        await app(scope, receive, send_cells if is_asked else send)

    return wrapped


def _harmless(cell: re.Match[str]) -> str:
    quoted, text = cell[1], cell[0]
    if quoted is not None:
        return f'"{without_formulas(quoted)}"'
    return text if _NUMBER.fullmatch(text) else without_formulas(text)
