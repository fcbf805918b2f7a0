"""The page for people who read the archive with programs: addresses, limits and examples."""

from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from datasette.utils.asgi import Response  # type: ignore[import-untyped]

from publishing.language import gettext
from publishing.limits import MAX_RESULT, MAX_SQL
from publishing.refusals import MAX_PARAMETERS
from publishing.whole_csv import MAX_ROWS

ROUTE = r"^/-/api$"
FOLDER = Path(__file__).with_name("examples")
EXAMPLES = {
    "pandas_months.py": "Python: pandas",
    "sqlite_utils_search.py": "Python: sqlite-utils",
    "duckdb_parquet.py": "Python: DuckDB",
    "months.R": "R",
    "query.js": "JavaScript",
}
"""The files of the examples, and what they are for. The tests run them."""
ORIGIN = "http://127.0.0.1:8001/"
"""In the files; the page has that of the server in its place."""


async def api_page(datasette: Any, request: Any) -> Response:
    """Show what programs may ask for."""
    await datasette.ensure_permissions(request.actor, ["view-instance"])
    root = urljoin(datasette.absolute_url(request, datasette.urls.path("/")), "./")
    variables = {
        "addresses": _addresses(),
        "examples": {
            title: _source(name).replace(ORIGIN, root) for name, title in EXAMPLES.items()
        },
        "milliseconds": datasette.setting("sql_time_limit_ms"),
        "parameters": MAX_PARAMETERS,
        "sql_bytes": MAX_SQL,
        "rows": datasette.setting("max_returned_rows"),
        "megabytes": MAX_RESULT // 1_000_000,
        "csv_rows": MAX_ROWS,
        "csv_megabytes": datasette.setting("max_csv_mb"),
    }
    text = await datasette.render_template("api.html", variables, request)
    return Response.html(text)


@cache
def _source(name: str) -> str:
    return (FOLDER / name).read_text("utf-8")


def _addresses() -> dict[str, str]:
    """Return addresses, and what they answer with."""
    return {
        "/archive/search.json?q=dân vận khéo": gettext("Search: the best articles first, as JSON"),
        "/archive/search.atom?q=dân vận khéo": gettext("Search: the newest articles, as a feed"),
        "/archive/articles/1.json": gettext("All columns of an article"),
        "/archive/articles/1.bib": gettext("How to cite it, for BibTeX; .ris for others"),
        "/archive/articles.json?province=Nghệ An&_shape=array": gettext(
            "The rows of a table that have a value; each table has .json and .csv"
        ),
        "/archive/months.csv?_stream=on": gettext("A whole table as CSV"),
        "/archive.json?sql=select 1": gettext("The answer of any query; .csv too"),
        "/archive/articles.atom": gettext("The articles that came last, as a feed"),
        "/archive/feeds.opml": gettext("The feeds of all topics, provinces and sites"),
        "/archive.db": gettext("The whole archive, an SQLite file; archive.db.zst is smaller"),
        "/articles.parquet": gettext("The articles for DuckDB, pandas and R; articles.csv.gz too"),
        "/datapackage.json": gettext("What is in the files of this release, with their digests"),
        "/-/status": gettext("How the archive and its sites are; status.json for programs"),
        "/sitemap.xml": gettext("The addresses of all pages"),
    }
