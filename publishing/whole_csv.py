"""A table as CSV is whole, or it is refused before it begins.

Datasette ends a CSV that takes too long or is too large with an error text, in an answer that says
that all is well.
"""

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qsl, urlencode

from datasette.utils.asgi import Request, Response  # type: ignore[import-untyped]

from publishing.following import archive_path

MAX_ROWS = 10_000
"""Of a table as CSV: with the texts of articles, about 60 MB."""
_BATCH = "200"  # rows of one query; Datasette would take the 25 of a page
_SUFFIX = ".csv"

App = Callable[[Any, Any, Any], Awaitable[None]]


def wrap(datasette: Any, app: App) -> App:
    """Refuse to stream a table that is too long, and say where it is as a file."""

    async def wrapped(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http" or not scope["path"].endswith(_SUFFIX):
            await app(scope, receive, send)
            return
        asked = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        if "_stream" not in dict(asked):
            await app(scope, receive, send)
            return
        table = scope["path"].removesuffix(_SUFFIX)
        kept = [(name, value) for name, value in asked if name not in ("_stream", "_size")]
        rows = await _count(datasette, table, kept)
        if rows is not None and rows > MAX_ROWS:
            request = Request({**scope, "csrftoken": str}, receive)  # the page has no form
            refused = await _refuse(datasette, request, table, rows)
            await refused.asgi_send(send)
            return
        query = urlencode([*kept, ("_stream", "on"), ("_size", _BATCH)])
        await app({**scope, "query_string": query.encode()}, receive, send)

    return wrapped


async def _count(datasette: Any, table: str, asked: list[tuple[str, str]]) -> int | None:
    """Return how many rows there are, or None if it is no table, or the request has a fault."""
    query = urlencode([*asked, ("_size", "0"), ("_nofacet", "1")])
    answer = await datasette.client.get(f"{table}.json?{query}")
    if answer.status_code != 200:
        return None
    count: int | None = answer.json().get("filtered_table_rows_count")
    return count


async def _refuse(datasette: Any, request: Any, table: str, rows: int) -> Any:
    path, name = archive_path(datasette), table.rpartition("/")[2]
    files = [f"{name}.csv.gz", f"{name}.parquet", "archive.db"]
    variables = {
        "rows": rows,
        "most": MAX_ROWS,
        "page": table,
        "files": [file for file in files if path is not None and path.with_name(file).exists()],
    }
    page = await datasette.render_template("csv_refused.html", variables, request=request)
    return Response.html(page, status=400)
