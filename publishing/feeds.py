"""Atom feeds of what is new in the archive: of all, of a province, a site or a topic.

The newest is what was stored last: an old article that the archive finds today is news to its
readers. `/archive/feeds.opml` lists the feeds for feed readers.
"""

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

import lxml.etree
from datasette.utils import is_url  # type: ignore[import-untyped]
from datasette.utils.asgi import NotFound, Response  # type: ignore[import-untyped]

from publishing.language import gettext
from publishing.stored import Row, link, name_in, published_archive, rows

ENTRIES = 50
"""Of a feed."""
EVERYTHING = "/archive/articles.atom"
_ATOM = "http://www.w3.org/2005/Atom"
_SUMMARY = 300
"""Characters of the text of an article without a lead."""
_ENTRIES = """
select articles.id, articles.title, articles.url, articles.published, articles.author,
  articles.topics, articles.first_captured, sites.title as newspaper,
  coalesce((select max(seen) from revisions where article_id = articles.id),
    articles.first_captured) as updated,
  replace(coalesce(articles.lead, substr(articles.body, 1, :summary)), char(10), ' ') as summary
from articles join sites on sites.name = articles.site
where articles.id in ({ids})
order by articles.id desc
limit :entries
"""
_ALL = "select id from articles order by id desc limit :entries"
# What a feed is of -> the query of its title, and that of the ids of its articles.
_KINDS = {
    "provinces": (
        "select :name as title from provinces where :name in (name, name_now) limit 1",
        "select * from (select id from articles where province = :name "
        "order by id desc limit :entries) union select * from (select id from articles "
        "where province_now = :name order by id desc limit :entries)",
    ),
    "sites": (
        "select title from sites where name = :name",
        "select id from articles where site = :name order by id desc limit :entries",
    ),
    "topics": (
        "select topic as title from months where topic = :name limit 1",
        "select article_id from article_topics where topic = :name "
        "order by article_id desc limit :entries",
    ),
}


async def everything(datasette: Any, request: Any) -> Response:
    """Return the feed of all articles."""
    database = await published_archive(datasette, request)
    entries = await _entries(database, _ALL, "")
    return await _answer(datasette, request, gettext("Dân vận archive"), "/", entries)


async def of_one(datasette: Any, request: Any) -> Response:
    """Return the feed of a province, a site or a topic."""
    database = await published_archive(datasette, request)
    kind, name = request.url_vars["kind"], name_in(request)
    title, ids = _KINDS[kind]
    found = await rows(database, title, {"name": name})
    if not found:
        raise NotFound(gettext("There is no feed of this name."))
    page = _search(datasette, name) if kind == "topics" else link(datasette, kind, name)
    entries = await _entries(database, ids, name)
    return await _answer(datasette, request, found[0]["title"], page, entries)


async def opml(datasette: Any, request: Any) -> Response:
    """Return the list of all feeds."""
    database = await published_archive(datasette, request)

    def absolute(path: str) -> str:
        return str(datasette.absolute_url(request, path))

    def outline(parent: Any, title: str, path: str) -> None:
        address = absolute(path)
        lxml.etree.SubElement(parent, "outline", type="rss", text=title, xmlUrl=address)

    root = lxml.etree.Element("opml", version="2.0")
    lxml.etree.SubElement(lxml.etree.SubElement(root, "head"), "title").text = gettext(
        "Dân vận archive"
    )
    body = lxml.etree.SubElement(root, "body")
    outline(body, gettext("All articles"), datasette.urls.path(EVERYTHING))
    groups = {
        "topics": (
            gettext("Topics"),
            "select distinct topic as name, topic as title from months order by 1 desc",
        ),
        "provinces": (
            gettext("Provinces"),
            "select distinct name_now as name, name_now as title from provinces order by 1",
        ),
        "sites": (gettext("Sites"), "select name, title from sites order by title"),
    }
    for kind, (heading, query) in groups.items():
        group = lxml.etree.SubElement(body, "outline", text=heading)
        for row in await rows(database, query):
            outline(group, row["title"], link(datasette, kind, row["name"], ".atom"))
    return _xml(root, "text/x-opml")


async def _entries(database: Any, ids: str, name: str) -> list[Row]:
    asked = {"name": name, "entries": ENTRIES, "summary": _SUMMARY}
    return await rows(database, _ENTRIES.format(ids=ids), asked)


def _search(datasette: Any, topic: str) -> str:
    return f"{datasette.urls.path('/archive/search')}?{urlencode({'topic': topic})}"


async def _answer(
    datasette: Any, request: Any, title: str, page: str, entries: Sequence[Row]
) -> Response:
    def absolute(path: str) -> str:
        return str(datasette.absolute_url(request, path))

    for entry in entries:
        entry["page"] = absolute(datasette.urls.path(f"/archive/articles/{entry['id']}"))
    feed = atom(title, absolute(request.path), absolute(page), entries)
    return _xml(feed, "application/atom+xml")


def atom(title: str, address: str, page: str, entries: Sequence[Row]) -> Any:
    """Return a feed, given its own address and that of the page that it is of.

    Entries are articles with their `newspaper`, their `page` here, `updated` and `summary`.
    """
    feed = lxml.etree.Element(f"{{{_ATOM}}}feed", nsmap={None: _ATOM})  # type: ignore[dict-item]
    _add(feed, "title", title)
    _add(feed, "id", address)
    _add(feed, "updated", max((entry["updated"] for entry in entries), default=_NEVER))
    _add(feed, "link", rel="self", type="application/atom+xml", href=address)
    _add(feed, "link", rel="alternate", type="text/html", href=page)
    for entry in entries:
        _add_entry(feed, entry)
    return feed


_NEVER = "1970-01-01T00:00:00Z"
"""When a feed without an entry was updated: Atom wants a time."""


def _add_entry(feed: Any, article: Row) -> None:
    entry = lxml.etree.SubElement(feed, f"{{{_ATOM}}}entry")
    _add(entry, "title", article["title"] or gettext("(no title)"))
    _add(entry, "id", article["page"])
    _add(entry, "updated", article["updated"])
    if "T" in (article["published"] or ""):  # a day alone is no time of Atom
        _add(entry, "published", article["published"])
    author = _add(entry, "author")
    _add(author, "name", article["author"] or article["newspaper"])
    _add(entry, "link", rel="alternate", type="text/html", href=article["page"])
    if is_url(article["url"]):
        _add(entry, "link", rel="via", href=article["url"])
    for topic in json.loads(article["topics"]):
        _add(entry, "category", term=topic)
    _add(entry, "summary", article["summary"])


def _add(parent: Any, name: str, text: str | None = None, **attributes: str) -> Any:
    element = lxml.etree.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    element.text = text
    return element


def _xml(root: Any, kind: str) -> Response:
    text = lxml.etree.tostring(root, encoding="utf-8", xml_declaration=True).decode("utf-8")
    return Response(text, content_type=f"{kind}; charset=utf-8")
