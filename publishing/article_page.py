"""The page of an article in Datasette: its text and the changes to it.

`templates/row.html` renders the variables returned here above the row of the article.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta, timezone
from itertools import pairwise
from typing import Any

from datasette import hookimpl  # type: ignore[import-untyped]
from datasette.utils import is_url, tilde_decode  # type: ignore[import-untyped]

from publishing.differences import difference, fold

_VIETNAM = timezone(timedelta(hours=7))
_FIELDS = {
    "title": "Tiêu đề",
    "lead": "Sapo",
    "body": "Nội dung",
    "author": "Tác giả",
    "published": "Ngày đăng",
}
_ARTICLE = """
    select articles.*, sites.title as newspaper
    from articles join sites on sites.name = articles.site where articles.id = :id
"""
_REVISIONS = "select * from revisions where article_id = :id order by number"

Row = dict[str, Any]


@hookimpl  # type: ignore[untyped-decorator]
def extra_template_vars(
    datasette: Any, database: str, table: str, view_name: str, request: Any
) -> Callable[[], Awaitable[Row]] | None:
    """Add `article` and its `changes` to the template of an article's row."""
    if (view_name, table) != ("row", "articles"):
        return None

    async def article_variables() -> Row:
        opened = datasette.get_database(database)
        if not await opened.table_exists("revisions"):
            return {}  # a table of that name in another database
        of_row = {"id": tilde_decode(request.url_vars["pks"])}
        found = (await opened.execute(_ARTICLE, of_row)).first()
        if found is None:
            return {}  # the release that has just taken the place of the one with this row
        article = dict(found)
        revisions = [dict(row) for row in await opened.execute(_REVISIONS, of_row)]
        for revision in revisions:
            revision["link"] = datasette.urls.row(database, "revisions", str(revision["id"]))
        return {
            "article": article,
            "original": article["url"] if is_url(article["url"]) else None,
            # In a thread: the event loop answers all readers.
            "changes": await asyncio.to_thread(changes, article, revisions),
            "vietnam_time": vietnam_time,
        }

    return article_variables


def changes(article: Row, revisions: Sequence[Row]) -> list[Row]:
    """Return the changes of an article, newest first, given its revisions, oldest first.

    Each change is its revision with the key `fields`: pairs of a field's label and its compared
    paragraphs. A change leads to the next revision, and the last one to the article itself.
    """
    found = []
    for before, after in pairwise([*revisions, article]):
        changed = json.loads(before["changed"])
        fields = [
            (label, list(fold(difference(before[name], after[name]))))
            for name, label in _FIELDS.items()
            if name in changed
        ]
        found.append(before | {"fields": fields})
    return found[::-1]


def vietnam_time(written: str) -> str:
    """Format an ISO date, or an ISO timestamp with its time zone, in the Vietnamese style."""
    read = datetime.fromisoformat(written)
    if len(written) == len("2024-05-06"):
        return read.strftime("%d/%m/%Y")
    return read.astimezone(_VIETNAM).strftime("%d/%m/%Y, %H:%M")
