"""The pages of the pictures, one of each kind: the reader chooses what it is of."""

import asyncio
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from datasette.utils.asgi import Response  # type: ignore[import-untyped]

from publishing.dates import day_of, shown_day
from publishing.language import gettext
from publishing.pictures import country, panels, queries
from publishing.status_page import printable
from publishing.stored import Row, link, published_archive, query_link, rows

SILENT_DAYS = 90
"""Without a new article, before the release was made; then a site is called silent."""
TIMES = ("now", "then")
"""The provinces since 1 July 2025, and before."""
SPAN = 300
"""Width of the bar of a site, in units of the picture."""


async def index(datasette: Any, request: Any) -> Response:
    """List the pictures."""
    await published_archive(datasette, request)
    return await _page(datasette, request, "pictures.html", {})


async def months(datasette: Any, request: Any) -> Response:
    """Show the articles of each month, by topic."""
    database = await published_archive(datasette, request)
    asked = _asked(request, "topic", "province", "site")
    found = await rows(database, queries.MONTHS, asked)
    provinces = await rows(database, "select name from provinces order by name")
    variables = {
        **monthly(found),
        "asked": asked,
        "topics": await _topics(database),
        "provinces": [row["name"] for row in provinces],
        "link": lambda name: link(datasette, "sites", name),
        "sql": query_link(datasette, queries.MONTHS, asked),
    }
    return await _page(datasette, request, "picture_months.html", variables)


async def country_map(datasette: Any, request: Any) -> Response:
    """Show the map of the provinces, shaded by their articles of a topic."""
    database = await published_archive(datasette, request)
    topics = await _topics(database)
    asked = _asked(request, "topic")
    asked["topic"] = asked["topic"] or (topics[0] if topics else "")
    when = request.args.get("when") if request.args.get("when") in TIMES else TIMES[0]
    found = await rows(database, queries.PROVINCES, asked)
    counts: dict[str, int] = defaultdict(int)
    for row in found:
        counts[row["province_now" if when == "now" else "province"]] += row["articles"]
    provinces, shades = await asyncio.to_thread(country.shaded, when, counts)
    variables = {
        "asked": asked | {"when": when},
        "topics": topics,
        "outlines": country.outlines(),
        "provinces": provinces,
        "shades": shades,
        "found": sorted(provinces, key=lambda province: -province.count),
        "link": lambda name: link(datasette, "provinces", name),
        "sql": query_link(datasette, queries.PROVINCES, asked),
    }
    return await _page(datasette, request, "picture_map.html", variables)


async def changes(datasette: Any, request: Any) -> Response:
    """Show the articles that were edited and those that vanished, by month and site."""
    database = await published_archive(datasette, request)
    asked = _asked(request, "site")
    found = await rows(database, queries.CHANGES, asked)
    names = {"edited": gettext("Edited"), "gone": gettext("Vanished")}
    series: dict[str, dict[str, int]] = {name: defaultdict(int) for name in names.values()}
    table: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for row in found:
        series[names[row["change"]]][row["month"]] += row["articles"]
        table[row["month"], row["site"]][row["change"]] = row["articles"]
    variables = {
        "asked": asked,
        "sites": await rows(database, "select name, title from sites order by title"),
        "chart": panels.chart(series),
        "table": table,
        "link": lambda name: link(datasette, "sites", name),
        "sql": query_link(datasette, queries.CHANGES, asked),
    }
    return await _page(datasette, request, "picture_changes.html", variables)


async def silence(datasette: Any, request: Any) -> Response:
    """Show from when to when each site published, those that fell silent first."""
    database = await published_archive(datasette, request)
    made = next((day_of(row["made"]) for row in await rows(database, queries.MADE)), None)
    sites = await rows(database, queries.SITES)
    if made is not None and sites:
        sites = silent_first(sites, made)
    variables = {
        "sites": sites,
        "made": made,
        "days": SILENT_DAYS,
        "span": SPAN,
        "first_year": min((site["first_day"][:4] for site in sites), default=None),
        "link": lambda name: link(datasette, "sites", name),
        "sql": query_link(datasette, queries.SITES),
    }
    return await _page(datasette, request, "picture_silence.html", variables)


def silent_first(sites: list[Row], made: date) -> list[Row]:
    """Return sites with the days of their silence and the bar from their first to last day."""
    begin = date(min(date.fromisoformat(site["first_day"]).year for site in sites), 1, 1)
    unit = SPAN / max((made - begin).days, 1)
    for site in sites:
        first, last = (date.fromisoformat(site[name]) for name in ("first_day", "last_day"))
        site["days"] = max((made - last).days, 0)
        site["is_silent"] = site["days"] >= SILENT_DAYS
        left, right = (min((day - begin).days * unit, SPAN) for day in (first, last))
        site["bar"] = f"M{left:.1f} 2h{max(right - left, 2):.1f}v8h-{max(right - left, 2):.1f}z"
    return sorted(sites, key=lambda site: not site["is_silent"])


def monthly(found: Iterable[Row]) -> dict[str, Any]:
    """Return the chart of months and topics, its numbers, and how many have no date."""
    series: dict[str, dict[str, int]] = defaultdict(dict)
    undated = 0
    for row in found:
        if row["month"] is None:
            undated += row["articles"]
        else:
            series[row["topic"]][row["month"]] = row["articles"]
    series = dict(sorted(series.items(), reverse=True))  # dân vận before QCDC
    return {"chart": panels.chart(series), "series": series, "undated": undated}


async def _topics(database: Any) -> list[str]:
    return [row["topic"] for row in await rows(database, queries.TOPICS)]


def _asked(request: Any, *names: str) -> dict[str, str]:
    """Return what a reader asks for, as it is stored: in NFC, on one line."""
    asked = {name: request.args.get(name) or "" for name in names}
    return {name: printable(unicodedata.normalize("NFC", text)) for name, text in asked.items()}


async def _page(
    datasette: Any, request: Any, template: str, variables: Mapping[str, Any]
) -> Response:
    variables = {"day": shown_day, **variables}
    return Response.html(await datasette.render_template(template, variables, request))
