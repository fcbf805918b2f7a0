"""What search engines read: `robots.txt`, and the map of all pages in parts."""

import asyncio
from collections.abc import Iterable, Mapping
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
# All of a part in one row, as Datasette returns only so many. An article's page shows its changes,
# and since when it is gone.
_ARTICLES = """
with changed as (
  select article_id, max(seen) as seen from revisions
  where article_id > :after and article_id <= :after + :part group by article_id
)
select group_concat(
  id || ' ' || substr(max(first_captured, coalesce(seen, ''), coalesce(gone_since, '')), 1, 10), ' '
) as found
from articles left join changed on article_id = id where id > :after and id <= :after + :part
"""
_RELEASE = "select substr(max(made), 1, 10) as day from releases"


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
    [release] = await rows(database, _RELEASE)
    names = ["pages", *map(str, range(1, parts(found["last"]) + 1))]
    paths = [datasette.urls.path(f"/sitemap-{name}.xml") for name in names]
    addresses = _absolute(datasette, request, paths)
    return _map("sitemapindex", "sitemap", dict.fromkeys(addresses, release["day"]))


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
    return _map("urlset", "url", dict.fromkeys(_absolute(datasette, request, paths)))


async def articles(datasette: Any, request: Any) -> Response:
    """List the articles of one part."""
    database = await published_archive(datasette, request)
    after = (int(request.url_vars["part"]) - 1) * PART
    [found] = await rows(database, _ARTICLES, {"after": after, "part": PART})
    if found["found"] is None:
        raise NotFound("There is no such part")
    path = datasette.absolute_url(request, datasette.urls.path("/archive/articles/"))
    ids_and_days = iter(found["found"].split())
    changed = {f"{path}{one}": day for one, day in zip(ids_and_days, ids_and_days, strict=True)}
    return await asyncio.to_thread(_map, "urlset", "url", changed)


def _absolute(datasette: Any, request: Any, paths: Iterable[str]) -> Iterable[str]:
    return (datasette.absolute_url(request, path) for path in paths)


def _map(root: str, item: str, changed: Mapping[str, str | None]) -> Response:
    """Return a map of addresses, with the day of the last change of each, if it is known."""
    lines = "\n".join(
        f"<{item}><loc>{escape(address)}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</{item}>"
        for address, day in changed.items()
    )
    text = f'<{root} xmlns="{_NAMESPACE}">\n{lines}\n</{root}>\n'
    return Response(_DECLARATION + text, content_type="application/xml; charset=utf-8")
