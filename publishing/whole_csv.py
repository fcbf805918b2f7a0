"""A table or the answer of a query as CSV is whole, or it is refused before it begins.

Datasette ends a CSV that takes too long or is too large with an error text, and that of a query
after so many rows without a word, in an answer that says that all is well.
"""

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

import httpx
from datasette.utils.asgi import Request, Response  # type: ignore[import-untyped]
from starlette.responses import PlainTextResponse

from publishing.following import archive_path

MAX_ROWS = 10_000
"""Of a table as CSV: with the texts of articles, about 60 MB."""
_BATCH = "200"  # rows of one query; Datasette would take the 25 of a page
_SUFFIX = ".csv"
_TOO_LONG = PlainTextResponse("The address is too long.\n", 400)

App = Callable[[Any, Any, Any], Awaitable[None]]


def wrap(datasette: Any, app: App) -> App:
    """Refuse to send a table or an answer that is too long, and say where it is as a file."""

    async def wrapped(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http" or not scope["path"].endswith(_SUFFIX):
            await app(scope, receive, send)
            return
        asked = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        is_streamed = "_stream" in dict(asked)
        page = scope["path"].removesuffix(_SUFFIX)
        kept = [(name, value) for name, value in asked if name not in ("_stream", "_size")]
        try:
            answer = await _answer(datasette, page, kept, counting=is_streamed)
        except httpx.InvalidURL:  # of more than 65,536 characters
            await _TOO_LONG(scope, receive, send)
            return
        rows = answer.get("filtered_table_rows_count")
        is_too_long = is_streamed and rows is not None and rows > MAX_ROWS
        if is_too_long or answer.get("truncated"):
            request = Request({**scope, "csrftoken": str}, receive)  # the page has no form
            refused = await _refuse(datasette, request, page, kept, rows)
            await refused.asgi_send(send)
            return
        if is_streamed:
            query = urlencode([*kept, ("_stream", "on"), ("_size", _BATCH)])
            scope = {**scope, "query_string": query.encode()}
        await app(scope, receive, send)

    return wrapped


async def _answer(
    datasette: Any, page: str, asked: list[tuple[str, str]], *, counting: bool
) -> dict[str, Any]:
    """Return what Datasette says of a table without its rows, or of a query with its rows.

    It is empty if it is neither, or if the request has a fault.
    """
    own = [(name, value) for name, value in asked if name != "_shape"]
    own += [("_size", "0"), ("_nofacet", "1")] + ([] if counting else [("_nocount", "1")])
    answer = await datasette.client.get(f"{quote(page)}.json?{urlencode(own)}")
    found: dict[str, Any] = answer.json() if answer.status_code == 200 else {}
    return found


async def _refuse(
    datasette: Any, request: Any, page: str, asked: list[tuple[str, str]], rows: int | None
) -> Any:
    path, name = archive_path(datasette), page.rpartition("/")[2]
    files = [f"{name}.csv.gz", f"{name}.parquet", "archive.db"]
    variables = {
        "rows": rows,
        "most": datasette.setting("max_returned_rows") if rows is None else MAX_ROWS,
        "page": f"{page}?{urlencode(asked)}" if asked else page,
        "files": [file for file in files if path is not None and path.with_name(file).exists()],
    }
    shown = await datasette.render_template("csv_refused.html", variables, request=request)
    return Response.html(shown, status=400)
