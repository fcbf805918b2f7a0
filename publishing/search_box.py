"""What is typed into the search box of a table, made a query that SQLite can read."""

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qsl, urlencode

App = Callable[[Any, Any, Any], Awaitable[None]]


def wrap(app: App) -> App:
    """Leave out a search for nothing: Datasette would say that its SQL is invalid."""

    async def wrapped(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http" and b"_search" in scope["query_string"]:
            asked = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
            query = urlencode([pair for pair in map(_readable, asked) if pair is not None])
            scope = {**scope, "query_string": query.encode()}
        await app(scope, receive, send)

    return wrapped


def _readable(pair: tuple[str, str]) -> tuple[str, str] | None:
    """Return a pair of the query, or None if it searches for no letter and no digit."""
    name, value = pair
    if name != "_search" and not name.startswith("_search_"):
        return pair
    words = value.replace("\0", " ")
    return (name, words) if any(char.isalnum() for char in words) else None
