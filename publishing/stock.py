"""What Datasette's own pages need to be read: links to articles, labels, lists to choose from."""

import json
import re
import unicodedata
from collections.abc import Awaitable, Callable
from typing import Any

from babel.numbers import format_decimal
from datasette import hookimpl  # type: ignore[import-untyped]
from datasette.utils import tilde_encode  # type: ignore[import-untyped]
from markupsafe import Markup

from publishing.dates import shown_time
from publishing.following import ARCHIVE
from publishing.labels import column_label, lookup_label, parameter_label
from publishing.language import gettext, language
from publishing.stored import is_published
from publishing.values import value_label

HIDDEN = {
    "articles": frozenset(
        "day month year newest body unit byline published_raw captions evidence layout doubts url "
        "first_captured text_sha256 d_words".split()
    ),
    "revisions": frozenset("lead body author published".split()),
}
"""Long and technical columns, which a list of rows shows only if the reader chooses columns."""
LISTS = frozenset("topics doubts reasons changed fields captions".split())
"""Columns with a JSON array of texts."""
TIMES = frozenset(
    "published first_captured gone_since seen last_seen first_seen last_fetched next_check fetched "
    "opened closed read_through last_sent learned started finished last_good_crawl withdrawn "
    "restored made first_published last_published last_article day since until".split()
)
"""Columns with a day, or a time with its zone."""
_TIME = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d[+-]\d\d:\d\d)?")
CHOICES = {
    "province": (
        "provinces",
        "select name, name from provinces union select name_now, name_now from provinces",
    ),
    "site": ("sites", "select name, title from sites"),
    "topic": ("months", "select distinct topic, topic from months"),
    # An index has the years: this finds each with one look, however many articles there are.
    "year": (
        "articles",
        """
        with recursive years(year) as (
          select max(year) from articles
          union all
          select (select max(year) from articles where articles.year < years.year)
          from years where year is not null
        )
        select year, year from years where year is not null
        """,
    ),
}
"""Parameters whose values are in the archive: the table that has them, and how to ask for them."""
# Control characters, and those that turn the direction of the text after them.
_UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")

Choices = Callable[[str, str], Awaitable[list[tuple[str, str]]]]


@hookimpl(specname="prepare_jinja2_environment")  # type: ignore[untyped-decorator]
def prepare_stock_templates(env: Any, datasette: Any) -> None:
    """Give the templates of Datasette's pages what their words are made of."""
    env.filters |= {"number": number, "visible": visible}
    env.globals |= {
        "choices": _choices(datasette),
        "column_label": column_label,
        "has_ranked_search": _has_ranked_search(datasette),
        "hidden_columns": HIDDEN,
        "lookup_label": lookup_label,
        "parameter_label": parameter_label,
        "translated": translated,
        "value_label": value_label,
    }


@hookimpl  # type: ignore[untyped-decorator]
def render_cell(
    row: Any, value: Any, column: str, table: str | None, database: str, datasette: Any
) -> str | None:
    """Link the titles of articles to their pages, and show lists and times as people write them."""
    if column == "title" and (article := _article(row, table)) is not None:
        address = f"{datasette.urls.table(database, 'articles')}/{tilde_encode(str(article))}"
        text = visible(str(value)) if value else gettext("(no title)")
        return Markup('<a href="{}">{}</a>').format(address, text)
    if not isinstance(value, str):
        return None
    if column in LISTS:
        return _listed(column, value)
    if column in TIMES:
        return _time(value)
    label = value_label(column, value)
    return label if label != value else None


def _article(row: Any, table: str | None) -> int | None:
    """Return the id of the article that a row is about, or None.

    In the result of a query that is `article` or `article_id`: `id` may be that of a page, which
    has a title and an address as well.
    """
    names = ("id",) if table == "articles" else ("article", "article_id")
    columns = set(row.keys())
    found = next((row[name] for name in names if name in columns), None)
    number = found["value"] if isinstance(found, dict) else found  # a dict: with its label
    return number if isinstance(number, int) else None


def _listed(column: str, value: str) -> str | None:
    try:
        items = json.loads(value)
    except ValueError:
        return None
    if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
        return None
    return Markup(", ").join(value_label(column, item) for item in items) or Markup("&nbsp;")


def _time(value: str) -> str | None:
    if not _TIME.fullmatch(value):
        return None
    shown = shown_time(value)
    return Markup('<time datetime="{0}" title="{0}">{1}</time>').format(value, shown)


def _has_ranked_search(datasette: Any) -> Callable[[str, str], Awaitable[bool]]:
    async def has_ranked_search(database: str, table: str) -> bool:
        """Return whether the articles of a list can be found by our own search."""
        named = (database, table) == (ARCHIVE, "articles")
        return named and await is_published(datasette.get_database(database))

    return has_ranked_search


def _choices(datasette: Any) -> Choices:
    async def choices(database: str, parameter: str) -> list[tuple[str, str]]:
        """Return the values of a parameter and their names; none if the reader has to type it."""
        table, query = CHOICES.get(parameter, (None, None))
        opened = datasette.get_database(database)
        if table is None or not await opened.table_exists(table):
            return []
        rows = [(str(value), str(name)) for value, name in await opened.execute(query)]
        return sorted(rows, key=lambda row: _order(row[1]), reverse=parameter == "year")

    return choices


def _order(name: str) -> tuple[str, str]:
    """Return what sorts Vietnamese names: letters first, then their marks."""
    letters = unicodedata.normalize("NFD", name.casefold().replace("đ", "dz"))
    return "".join(char for char in letters if not unicodedata.combining(char)), name


def translated(text: str | None) -> str:
    """Return a text of the metadata in the language of the page; `_()` is for our own words."""
    return gettext(text) if text else ""


def number(value: int) -> str:
    """Return a number with the separators of the reader's language."""
    return str(format_decimal(value, locale=language()))


def visible(text: str) -> str:
    """Return a text, or markup, in which no character hides or turns others."""
    return type(text)(_UNSAFE.sub("\ufffd", text))
