"""How the archive is shown to readers: its description for Datasette, and the page of an article.

The package is itself the Datasette plugin (entry point group `datasette`), so that Datasette finds
its `templates`.
"""

from publishing.article_page import extra_template_vars

__all__ = ["extra_template_vars"]
