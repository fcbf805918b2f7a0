"""What search engines read: `robots.txt`, and the map of all pages in parts."""

import asyncio
from collections.abc import Iterable
from typing import Any
from xml.sax.saxutils import escape

from datasette.utils.asgi import NotFound, Response  # type: ignore[import-untyped]

from publishing.stored import link, published_archive, rows

PART = 10_000
"""Addresses of one part; the protocol allows 50,000."""
_PAGES = (
    "/", "/archive", "/archive/provinces", "/archive/search", "/-/api", "/-/pictures",
    "/-/pictures/months", "/-/pictures/map", "/-/pictures/phrases", "/-/pictures/changes",
    "/-/pictures/silence", "/-/status",
)  # fmt: skip
_ROBOTS = """User-agent: *
Disallow: /*?*sql=
Disallow: /*?*_facet
Disallow: /*?*_sort
Disallow: /*?*_next=
Disallow: /archive/search?
Disallow: /archive/articles/*/capture
Sitemap: {sitemap}
"""
_DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
# The sign + lets SQLite read a narrow index from end to end, instead of the wide rows themselves.
_IDS = (
    "select group_concat(id, ' ') as ids from articles where +id > :after and +id <= :after + :part"
)


def parts(last: int) -> int:
    """Return how many parts the articles have, given the id of the last one."""
    return -(-last // PART)


async def robots(datasette: Any, request: Any) -> Response:
    """Say what need not be read: the same articles in other orders."""
    sitemap = datasette.absolute_url(request, datasette.urls.path("/sitemap.xml"))
    return Response.text(_ROBOTS.format(sitemap=sitemap))


async def sitemap(datasette: Any, request: Any) -> Response:
    """List the parts of the map."""
    database = await published_archive(datasette, request)
    [found] = await rows(database, "select coalesce(max(id), 0) as last from articles")
    names = ["pages", *map(str, range(1, parts(found["last"]) + 1))]
    paths = [datasette.urls.path(f"/sitemap-{name}.xml") for name in names]
    return _map("sitemapindex", "sitemap", _absolute(datasette, request, paths))


async def pages(datasette: Any, request: Any) -> Response:
    """List the pages that are no articles."""
    database = await published_archive(datasette, request)
    names = {
        "provinces": "select name from provinces union select name_now from provinces",
        "sites": "select name from sites order by name",
    }
    paths = [datasette.urls.path(path) for path in _PAGES]
    for kind, query in names.items():
        paths += [link(datasette, kind, row["name"]) for row in await rows(database, query)]
    return _map("urlset", "url", _absolute(datasette, request, paths))


async def articles(datasette: Any, request: Any) -> Response:
    """List the articles of one part."""
    database = await published_archive(datasette, request)
    after = (int(request.url_vars["part"]) - 1) * PART
    [found] = await rows(database, _IDS, {"after": after, "part": PART})
    if found["ids"] is None:
        raise NotFound("There is no such part")
    path = datasette.absolute_url(request, datasette.urls.path("/archive/articles/"))
    addresses = (f"{path}{one}" for one in sorted(map(int, found["ids"].split())))
    return await asyncio.to_thread(_map, "urlset", "url", addresses)


def _absolute(datasette: Any, request: Any, paths: Iterable[str]) -> Iterable[str]:
    return (datasette.absolute_url(request, path) for path in paths)


def _map(root: str, item: str, addresses: Iterable[str]) -> Response:
    lines = "\n".join(f"<{item}><loc>{escape(one)}</loc></{item}>" for one in addresses)
    text = f'<{root} xmlns="{_NAMESPACE}">\n{lines}\n</{root}>\n'
    return Response(_DECLARATION + text, content_type="application/xml; charset=utf-8")
