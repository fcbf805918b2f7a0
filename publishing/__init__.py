"""The Datasette plugin: what readers get of a release, and the generator of `docs/tables.md`.

The package itself is the entry point (group `datasette`), because Datasette looks for `templates`
in the package of the plugin.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from datasette import hookimpl  # type: ignore[import-untyped]

from publishing import (
    api_page,
    csv_cells,
    downloads,
    feeds,
    following,
    headers,
    health,
    kept_pages,
    language,
    pictures,
    places,
    refusals,
    robots,
    search_box,
    status_page,
    whole_csv,
)
from publishing.article import page as article
from publishing.filters import filters_from_request
from publishing.frame import prepare_jinja2_environment
from publishing.limits import handle_exception, prepare_connection, startup
from publishing.search import page as search
from publishing.stock import prepare_stock_templates, render_cell

App = Callable[[Any, Any, Any], Awaitable[None]]

__all__ = [
    "asgi_wrapper",
    "filters_from_request",
    "handle_exception",
    "prepare_connection",
    "prepare_jinja2_environment",
    "prepare_stock_templates",
    "register_routes",
    "render_cell",
    "startup",
]


@hookimpl  # type: ignore[untyped-decorator]
def asgi_wrapper(datasette: Any) -> Callable[[App], App]:
    """Look for the next release, and give each answer its language and its headers.

    Pages are made once for each release, of requests that Datasette can answer.
    """

    def wrapped(app: App) -> App:
        readable = whole_csv.wrap(datasette, csv_cells.wrap(search_box.wrap(app)))
        kept = kept_pages.wrap(datasette, readable)
        return following.wrap(datasette, headers.wrap(refusals.wrap(language.wrap(kept))))

    return wrapped


@hookimpl  # type: ignore[untyped-decorator]
def register_routes() -> list[tuple[str, Callable[..., Any]]]:
    """Name the pages beside those of Datasette."""
    return [
        (article.PAGE, article.article_page),
        (article.FILE, article.citation_file),
        (article.CAPTURE, article.capture_page),
        (status_page.PAGE, status_page.status_page),
        (status_page.BADGE, status_page.badge),
        (status_page.SITE_BADGE, status_page.site_badge),
        (health.ROUTE, health.health),
        (downloads.ROUTE, downloads.download),
        (search.PAGE, search.search_page),
        (search.JSON, search.search_json),
        (search.ATOM, search.search_atom),
        (r"^/$", places.front_page),
        (r"^/archive/provinces$", places.provinces),
        (r"^/archive/provinces/(?P<name>[^/.]+)$", places.province),
        (r"^/archive/sites/(?P<name>[^/.]+)$", places.site),
        (api_page.ROUTE, api_page.api_page),
        *pictures.ROUTES,
        (rf"^{feeds.EVERYTHING}$", feeds.everything),
        (r"^/archive/(?P<kind>provinces|sites|topics)/(?P<name>[^/.]+)\.atom$", feeds.of_one),
        (r"^/archive/feeds\.opml$", feeds.opml),
        (r"^/robots\.txt$", robots.robots),
        (r"^/sitemap\.xml$", robots.sitemap),
        (r"^/sitemap-pages\.xml$", robots.pages),
        (r"^/sitemap-(?P<part>[1-9]\d{0,8})\.xml$", robots.articles),
    ]
