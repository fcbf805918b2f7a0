"""How our own pages read the archive: which file, whether it was published, rows of a query."""

import unicodedata
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, unquote, urlencode

from datasette.database import QueryInterrupted  # type: ignore[import-untyped]
from datasette.utils import tilde_decode  # type: ignore[import-untyped]
from datasette.utils.asgi import NotFound  # type: ignore[import-untyped]
from datasette.views.base import DatasetteError  # type: ignore[import-untyped]

from publishing.following import ARCHIVE
from publishing.language import gettext
from publishing.status_page import printable

Row = dict[str, Any]


async def published_archive(datasette: Any, request: Any) -> Any:
    """Return the database of the archive that readers get.

    Raises NotFound if there is none, or if it lacks the tables that publishing adds.
    """
    await datasette.ensure_permissions(request.actor, [("view-database", ARCHIVE), "view-instance"])
    database = datasette.databases.get(ARCHIVE)
    if not await is_published(database):
        raise NotFound(gettext("This page needs a published archive. To make one: danvan publish"))
    return database


async def is_published(database: Any) -> bool:
    """Return whether a database, if there is one, has the tables that publishing adds."""
    return database is not None and bool(await database.table_exists("months"))


async def rows(
    database: Any, sql: str, parameters: Mapping[str, object] | None = None
) -> list[Row]:
    """Return the rows of a query, with texts of one line that are safe to show.

    Raises DatasetteError if the machine is too busy to answer in time.
    """
    try:
        found = await database.execute(sql, parameters)
    except QueryInterrupted as error:
        sentence = gettext("Too many readers ask at the moment. Please try again.")
        raise DatasetteError(sentence, status=503) from error
    return [dict(zip(found.columns, map(_shown, row), strict=True)) for row in found.rows]


def _shown(value: Any) -> Any:
    is_plain = not isinstance(value, str) or value.isprintable()
    return value if is_plain else printable(value)


def query_link(datasette: Any, sql: str, parameters: Mapping[str, object] | None = None) -> str:
    """Return the address of Datasette's page of a query, where a reader may change it."""
    query = urlencode({"sql": sql.strip(), **(parameters or {})})
    return f"{datasette.urls.database(ARCHIVE)}?{query}"


def name_in(request: Any) -> str:
    """Return the name in the path of a request, in either of the two ways to encode it."""
    return unicodedata.normalize("NFC", unquote(tilde_decode(request.url_vars["name"])))


def link(datasette: Any, kind: str, name: str, suffix: str = "") -> str:
    """Return the address of the page of a site, a province or a topic, or of its feed."""
    return str(datasette.urls.path(f"/{ARCHIVE}/{kind}/{quote(name, safe='')}{suffix}"))
