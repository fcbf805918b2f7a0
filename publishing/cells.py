"""Links in the results of queries: from the title of an article to its page."""

from collections.abc import Mapping
from typing import Any

from datasette import hookimpl  # type: ignore[import-untyped]
from markupsafe import Markup

from publishing.following import ARCHIVE
from publishing.status_page import printable


@hookimpl  # type: ignore[untyped-decorator]
def render_cell(
    row: Mapping[str, Any],
    value: Any,
    column: str,
    table: str | None,
    database: str,
    datasette: Any,
) -> Markup | None:
    """Link a title, if the query gives the number of the article in a column `article`.

    If an article has no title, its number is the link.
    """
    if table is not None or database != ARCHIVE or "article" not in row.keys():  # noqa: SIM118
        return None
    number = row["article"]
    shown = "title" if "title" in row.keys() and row["title"] else "article"  # noqa: SIM118
    if column != shown or not isinstance(number, int):
        return None
    page = datasette.urls.row(database, "articles", str(number))
    return Markup('<a href="{}">{}</a>').format(page, printable(str(value)))
