"""Our words in Vietnamese, from `publishing/locale/vi.po`, the one place of them."""

from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from markupsafe import Markup, escape

_FILE = Path(__file__).resolve().parent.parent / "publishing" / "locale" / "vi.po"


def vietnamese(english: str) -> str | None:
    """Return a text of ours in Vietnamese; None if it is only in English."""
    message = _catalog().get(english)
    return str(message.string) if message is not None and message.string else None


def both(english: str, **values: object) -> Markup:
    """Return a text as markup, in Vietnamese and then in English, with the values of its names."""
    second = Markup('<span lang="en">{}</span>').format(escape(english) % values)
    first = vietnamese(english)
    return second if first is None else Markup("{} / {}").format(escape(first) % values, second)


@cache
def _catalog() -> Catalog:
    with _FILE.open("rb") as file:
        return read_po(file, locale="vi")
