"""The frame of every page: its words in two languages, the menu, the addresses of static files."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from datasette import hookimpl  # type: ignore[import-untyped]

from publishing.language import LANGUAGES, gettext, in_language, language, ngettext

_STATIC = Path(__file__).parent / "static"
MENU = {
    "/archive/search": "Search",
    "/archive/provinces": "Provinces",
    "/-/pictures": "Charts and map",
    "/archive": "Questions and data",
    "/-/status": "Status",
}
"""The pages that every page links, and the English names of these links."""


@hookimpl  # type: ignore[untyped-decorator]
def prepare_jinja2_environment(env: Any, datasette: Any) -> None:
    """Translate the templates, and give them what the frame of a page needs."""
    env.add_extension("jinja2.ext.i18n")
    env.install_gettext_callables(gettext, ngettext, newstyle=True)
    env.globals |= {
        "asset": lambda name: datasette.urls.path(
            f"/-/static-plugins/danvan-archive/{name}?{_digest(name)}"
        ),
        "in_language": in_language,
        "language": language,
        "languages": LANGUAGES,
        "menu": MENU,
    }


@cache
def _digest(name: str) -> str:
    """Return a part of the address that changes with the file, so that browsers may keep it."""
    return hashlib.sha256((_STATIC / name).read_bytes()).hexdigest()[:12]
