"""The pages of the search: for people, for programs (JSON), and to subscribe to (Atom)."""

import asyncio
import sqlite3
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any
from urllib.parse import urlencode
from weakref import WeakKeyDictionary

from datasette.utils.asgi import Response  # type: ignore[import-untyped]

from publishing.dates import shown_day
from publishing.language import gettext, language
from publishing.limits import TookTooLongError, time_limit
from publishing.search.finding import Counts
from publishing.search.results import (
    Results,
    Search,
    count,
    find,
    is_answerable,
    read_search,
)
from publishing.search.snippets import Highlighter, Piece
from publishing.status_page import printable
from publishing.stored import published_archive

PAGE = r"^/archive/search$"
JSON = r"^/archive/search\.json$"
ATOM = r"^/archive/search\.atom$"
PARAMETERS = ("q", "site", "province", "kind", "topic", "since", "until", "sort", "page")
MAX_CACHED = 500
"""Searches of a release whose results are kept: the file does not change."""
MAX_MS = 5_000
"""Milliseconds for a search that no other one has prepared."""

_SELECT_CHOICES = {
    "site": """
        SELECT name, title FROM sites WHERE name IN (SELECT site FROM facet_buckets) ORDER BY title
    """,
    "province": """
        SELECT province, province FROM facet_buckets WHERE province IS NOT NULL
        UNION SELECT province_now, province_now FROM facet_buckets WHERE province_now IS NOT NULL
    """,
    "kind": "SELECT DISTINCT kind, kind FROM facet_buckets WHERE kind IS NOT NULL ORDER BY 1",
}
TOPICS = ("dân vận", "QCDC")


@dataclass
class _Release:
    """What is kept of one release."""

    choices: dict[str, list[tuple[str, str]]]
    results: OrderedDict[Search, Results] = field(default_factory=OrderedDict)


_releases: WeakKeyDictionary[Any, _Release] = WeakKeyDictionary()


async def search_page(datasette: Any, request: Any) -> Any:
    """Show what a search finds, twenty articles on a page."""
    database = await published_archive(datasette, request)
    asked = _asked(request)
    search = read_search(asked)
    release, results = await _search(database, search, asked)
    articles = []
    for article in results.articles:
        title, snippet = _highlighted(search, article)
        day = shown_day(article["published"]) if article["published"] else None
        articles.append(article | {"title": title, "snippet": snippet, "day": day})
    variables = {
        "search": search,
        "asked": asked,
        "results": results,
        "articles": articles,
        "choices": release.choices,
        "topics": TOPICS,
        "understood": search.query.understood(),
        "facets": _facets(results.counts, release, asked),
        "with_": lambda **changes: address(asked, **changes),
        "atom": address(asked, base="/archive/search.atom", sort="", page=""),
        "json": address(asked, base="/archive/search.json"),
    }
    page = await datasette.render_template("search.html", variables, request=request)
    return Response.html(page, headers=_headers(results))


async def search_json(datasette: Any, request: Any) -> Any:
    """Return the same as JSON: `count`, `understood`, and `results`."""
    database = await published_archive(datasette, request)
    asked = _asked(request)
    search = read_search(asked)
    _, results = await _search(database, search, asked)
    return Response.json(
        {
            "count": results.counts.all,
            "understood": search.query.understood(),
            "problems": search.problems,
            "page": search.page,
            "pages": results.pages,
            "results": [
                {
                    "id": article["id"],
                    "title": article["title"],
                    "url": article["url"],
                    "day": (article["published"] or "")[:10] or None,
                    "site": article["site"],
                    "snippet": _passage(search, article),
                }
                for article in results.articles
            ],
            "facets": {
                name: dict(counts.most_common()) for name, counts in results.counts.of.items()
            },
        },
        headers={"Access-Control-Allow-Origin": "*", **_headers(results)},
    )


async def search_atom(datasette: Any, request: Any) -> Any:
    """Return the newest articles that a search finds, as an Atom feed."""
    database = await published_archive(datasette, request)
    asked = _asked(request)
    search = replace(read_search(asked), sort="date", page=1)
    _, results = await _search(database, search, asked)
    variables = {
        "title": " - ".join(filter(None, (gettext("Dân vận archive"), search.query.understood()))),
        "page": datasette.absolute_url(request, address(asked, sort="", page="")),
        "address": datasette.absolute_url(request, request.full_path),
        "updated": max(
            (a["first_captured"] for a in results.articles), default="1970-01-01T00:00:00Z"
        ),
        "language": language(),
        "articles": [
            {
                "title": printable(article["title"] or gettext("(no headline)")),
                "link": datasette.absolute_url(request, f"/archive/articles/{article['id']}"),
                "newspaper": printable(article["newspaper"]),
                "published": article["published"],
                "updated": article["first_captured"],
                "summary": _passage(search, article),
            }
            for article in results.articles
        ],
    }
    feed = await datasette.render_template("search.xml", variables, request=request)
    kind = "application/atom+xml; charset=utf-8"
    return Response(feed, headers=_headers(results), content_type=kind)


def _headers(results: Results) -> dict[str, str]:
    """Let nobody keep what would have been found with more time."""
    return {"Cache-Control": "no-store"} if results.took_too_long else {}


def _highlighted(search: Search, article: Mapping[str, Any]) -> tuple[list[Piece], list[Piece]]:
    """Return the headline of an article and its best passage, safe to show."""
    title = printable(article["title"] or gettext("(no headline)"))
    text = printable(" ".join(f"{article['lead'] or ''} {article['body']}".split()))
    highlighter = Highlighter(search.query.terms(), title, text)
    return highlighter.title(), highlighter.snippet()


def _passage(search: Search, article: Mapping[str, Any]) -> str:
    return "".join(piece.text for piece in _highlighted(search, article)[1])


def address(asked: Mapping[str, str], base: str = "/archive/search", **changes: str | int) -> str:
    """Return the address of a search with some parameters changed; empty ones are left out."""
    changed = {**asked, **({} if "page" in changes else {"page": ""}), **changes}
    query = urlencode({name: changed[name] for name in PARAMETERS if changed.get(name)})
    return f"{base}?{query}" if query else base


def _asked(request: Any) -> dict[str, str]:
    return {name: value for name in PARAMETERS if (value := request.args.get(name) or "")}


async def _search(
    database: Any, search: Search, asked: Mapping[str, str]
) -> tuple[_Release, Results]:
    """Return what is kept of the release, and the results of a search."""
    release = _releases.get(database)
    if release is None:
        choices = {
            name: [tuple(row) for row in await database.execute(sql)]
            for name, sql in _SELECT_CHOICES.items()
        }
        release = _releases[database] = _Release(choices)
    if not is_answerable(search, asked):
        return release, Results()
    key = replace(search, problems=(), typed="")
    if key in release.results:
        release.results.move_to_end(key)
    else:
        try:
            counts, articles = await asyncio.gather(
                database.execute_fn(partial(_in_time, count, search)),
                database.execute_fn(partial(_in_time, find, search)),
            )
            release.results[key] = Results(counts, articles)
        except TookTooLongError:
            return release, Results(took_too_long=True)
        if len(release.results) > MAX_CACHED:
            release.results.popitem(last=False)
    return release, release.results[key]


def _in_time(ask: Callable[..., Any], search: Search, connection: sqlite3.Connection) -> Any:
    with time_limit(connection, MAX_MS):
        return ask(connection, search)


def _facets(counts: Counts, release: _Release, asked: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the counts by kind, each with the address of the search that it narrows to."""
    titles = dict(release.choices["site"])
    facets = (
        ("topic", gettext("Topic"), counts.of.get("topic"), "topic"),
        ("year", gettext("Year"), counts.of.get("year"), None),
        ("province_now", gettext("Province"), counts.of.get("province_now"), "province"),
        ("site", gettext("Newspaper"), counts.of.get("site"), "site"),
        ("kind", gettext("Kind of site"), counts.of.get("kind"), "kind"),
    )
    return [
        {
            "title": title,
            "values": [
                {
                    "label": printable(titles.get(value, value))
                    if name == "site"
                    else _label(name, value),
                    "count": count,
                    "address": (
                        None
                        if not value
                        else address(asked, **{parameter: value})
                        if parameter
                        else address(asked, since=value, until=value)
                    ),
                    "is_chosen": bool(parameter) and asked.get(str(parameter)) == value,
                    "without": address(asked, **{parameter: ""}) if parameter else None,
                }
                for value, count in _sorted(name, of)
            ],
        }
        for name, title, of, parameter in facets
        if of
    ]


def _sorted(name: str, counts: Mapping[str, int]) -> list[tuple[str, int]]:
    if name == "year":
        return sorted(counts.items(), reverse=True)
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _label(name: str, value: str) -> str:
    if not value:
        return gettext("without a date") if name == "year" else gettext("the whole country")
    return gettext(value) if name == "kind" else printable(value)
