"""The front page, and a page for each province and each site."""

import asyncio
import json
from typing import Any

from datasette.utils.asgi import NotFound, Response  # type: ignore[import-untyped]

from extraction.text import strip_diacritics
from publishing.dataset import as_dataset
from publishing.dates import shown_day
from publishing.following import ARCHIVE, archive_path
from publishing.kinds import kinds, states
from publishing.language import gettext
from publishing.pictures import queries
from publishing.pictures.pages import monthly
from publishing.status_page import FILE as STATUS
from publishing.stored import Row, is_published, link, name_in, published_archive, rows

NEWEST = 20
"""Articles that a page names."""

# Each number is found in an index.
_FIGURES = """
select
  (select count(*) from articles) as articles,
  (select count(*) from articles where duplicate_of is not null) as reprints,
  (select count(*) from sites
    where exists (select 1 from articles where site = sites.name)) as sites,
  (select count(*) from provinces
    where exists (select 1 from articles where province = provinces.name)) as provinces,
  (select min(day) from articles) as first_day,
  (select max(day) from articles) as last_day,
  (select version from releases order by rowid desc limit 1) as version,
  (select made from releases order by rowid desc limit 1) as made
"""
_NEWEST = """
select articles.id, articles.title, articles.day, articles.site, sites.title as newspaper
from articles join sites on sites.name = articles.site
where {where}
order by articles.newest desc
limit :newest
"""
_PROVINCES = """
select name, name_now,
  (select count(*) from articles where province = provinces.name) as articles,
  (select count(*) from sites where province = provinces.name) as sites
from provinces
"""
_SITES = """
select name, title, kind, state, province, province_now,
  (select count(*) from articles where site = sites.name) as articles,
  (select day from articles where site = sites.name and newest >= 100000000 order by newest limit 1)
    as first_day,
  (select day from articles where site = sites.name order by newest desc limit 1) as last_day
from sites
where {where}
order by title
"""
_SITE = "select * from sites where name = :name"


async def front_page(datasette: Any, request: Any) -> Response:
    """Say what this is, how much there is, and show the newest."""
    await datasette.ensure_permissions(request.actor, ["view-instance"])
    database = datasette.databases.get(ARCHIVE)
    variables: dict[str, Any] = {"figures": None}
    if await is_published(database):
        await published_archive(datasette, request)
        [figures] = await rows(database, _FIGURES)
        path = archive_path(datasette)
        has_status = path is not None and await asyncio.to_thread(path.with_name(STATUS).exists)
        every = {"topic": "", "province": "", "site": ""}
        variables = {
            **monthly(await rows(database, queries.MONTHS, every)),
            "figures": figures,
            "newest": await _newest(database, "1"),
            "has_status": has_status,
            "dataset": await as_dataset(datasette, request, figures),
        }
    return await _page(datasette, request, "front.html", variables)


async def provinces(datasette: Any, request: Any) -> Response:
    """List the provinces of today, and below each those that it was made of."""
    database = await published_archive(datasette, request)
    groups: dict[str, list[Row]] = {}
    found = await rows(database, _PROVINCES)
    for row in sorted(found, key=_in_the_alphabet):
        groups.setdefault(row["name_now"], []).append(row)
    central = await rows(database, _SITES.format(where="province is null"))
    return await _page(datasette, request, "provinces.html", {"groups": groups, "central": central})


async def province(datasette: Any, request: Any) -> Response:
    """Show a province: its sites, its articles of each month, the newest.

    A province of today has the articles of all that is part of it.
    """
    database = await published_archive(datasette, request)
    name = name_in(request)
    named = await rows(
        database,
        "select name, name_now from provinces where :name in (name, name_now) order by name",
        {"name": name},
    )
    if not named:
        raise NotFound(gettext("There is no province of this name."))
    is_today = any(row["name_now"] == name for row in named)
    column = "province_now" if is_today else "province"
    found = {"name": name}
    asked = {"topic": "", "province": name, "site": ""}
    variables = {
        **monthly(await rows(database, queries.MONTHS, asked)),
        "name": name,
        "is_today": is_today,
        "name_now": named[0]["name_now"],
        "parts": [row["name"] for row in named],
        "sites": await rows(database, _SITES.format(where=f"{column} = :name"), found),
        "newest": await _newest(database, f"articles.{column} = :name", found),
        "column": column,
    }
    return await _page(datasette, request, "province.html", variables)


async def site(datasette: Any, request: Any) -> Response:
    """Show a site: what is known of it, its articles of each month, the newest."""
    database = await published_archive(datasette, request)
    found = {"name": name_in(request)}
    known = await rows(database, _SITE, found)
    if not known:
        raise NotFound(gettext("There is no site of this name."))
    [figures] = await rows(database, _SITES.format(where="name = :name"), found)
    asked = {"topic": "", "province": "", "site": found["name"]}
    variables = {
        **monthly(await rows(database, queries.MONTHS, asked)),
        "site": known[0] | figures,
        "evidence": json.loads(known[0]["evidence"]),
        "newest": await _newest(database, "articles.site = :name", found),
    }
    return await _page(datasette, request, "site.html", variables)


def _in_the_alphabet(province: Row) -> tuple[object, ...]:
    """Sort by the letters without their marks, and in a group the province of its name first."""
    name, name_now = province["name"], province["name_now"]
    return strip_diacritics(name_now), name_now, name != name_now, strip_diacritics(name)


async def _newest(database: Any, where: str, parameters: dict[str, str] | None = None) -> list[Row]:
    asked = {**(parameters or {}), "newest": NEWEST}
    return await rows(database, _NEWEST.format(where=where), asked)


async def _page(datasette: Any, request: Any, template: str, variables: dict[str, Any]) -> Response:
    variables |= {
        "day": shown_day,
        "kinds": kinds(),
        "link": lambda kind, name, suffix="": link(datasette, kind, name, suffix),
        "states": states(),
    }
    return Response.html(await datasette.render_template(template, variables, request))
