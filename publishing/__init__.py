"""The Datasette plugin: what readers get of a release, and the generator of `docs/tables.md`.

The package itself is the entry point (group `datasette`), because Datasette looks for `templates`
in the package of the plugin.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from datasette import hookimpl  # type: ignore[import-untyped]

from publishing import downloads, following, headers, health, language, status_page
from publishing.article_page import extra_template_vars
from publishing.frame import prepare_jinja2_environment
from publishing.limits import handle_exception, prepare_connection, startup
from publishing.status_page import menu_links
from publishing.stock import prepare_stock_templates, render_cell

App = Callable[[Any, Any, Any], Awaitable[None]]

__all__ = [
    "asgi_wrapper",
    "extra_template_vars",
    "handle_exception",
    "menu_links",
    "prepare_connection",
    "prepare_jinja2_environment",
    "prepare_stock_templates",
    "register_routes",
    "render_cell",
    "startup",
]


@hookimpl  # type: ignore[untyped-decorator]
def asgi_wrapper(datasette: Any) -> Callable[[App], App]:
    """Look for the next release, and give each answer its language and its headers."""
    return lambda app: following.wrap(datasette, headers.wrap(language.wrap(app)))


@hookimpl  # type: ignore[untyped-decorator]
def register_routes() -> list[tuple[str, Callable[..., Any]]]:
    """Name the pages beside those of Datasette."""
    return [
        (status_page.PAGE, status_page.status_page),
        (status_page.BADGE, status_page.badge),
        (status_page.SITE_BADGE, status_page.site_badge),
        (health.ROUTE, health.health),
        (downloads.ROUTE, downloads.download),
    ]
