"""The Datasette plugin: the page of an article, limits, and the generator of `docs/tables.md`.

The package itself is the entry point (group `datasette`), because Datasette looks for `templates`
in the package of the plugin.
"""

from publishing.article_page import extra_template_vars
from publishing.limits import handle_exception, prepare_connection, startup

__all__ = ["extra_template_vars", "handle_exception", "prepare_connection", "startup"]
