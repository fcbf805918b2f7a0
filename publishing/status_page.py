"""How the archive and its sites are: a page, and badges for other pages.

All of it is in `status.json` of the release, as `danvan status` computed it.
"""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import ceil
from typing import Any

from datasette.utils.asgi import NotFound, Response  # type: ignore[import-untyped]

from publishing.dates import shown_time
from publishing.following import archive_path
from publishing.language import gettext

PAGE, BADGE, SITE_BADGE = r"^/-/status$", r"^/-/badge\.svg$", r"^/-/badge/(?P<site>[^/]+)\.svg$"
FILE = "status.json"
MAX_AGE = timedelta(days=3)
"""Of a release. After that, what it says of the sites is too old to believe."""
WORDS = {
    "red": "in trouble",
    "yellow": "needs a look",
    "green": "fine",
    "unknown": "unknown",
}
"""What a state is called, the worst state first; pages have it in the language of the reader."""
REASONS = {
    "agreement": "two ways of reading its pages disagree",
    "answer": "the home page does not answer",
    "authors": "many articles without an author",
    "block": "the site blocks the crawl",
    "certificate": "the certificate (https) is not valid",
    "dates": "many articles without a date",
    "duplicates": "many new articles are copies of known ones",
    "edits": "many old articles were edited in one night",
    "empty": "many pages without the text of an article",
    "end": "the crawl did not reach its end",
    "errors": "many articles could not be fetched",
    "future": "dates of publication in the future",
    "gone": "many old articles were removed",
    "layout": "the layout of the site has changed",
    "length": "articles are unusually short or long",
    "listings": "the listings cannot be read",
    "missed": "not crawled recently",
    "move": "the site has moved",
    "outcomes": "most pages could not be read",
    "replaced": "addresses of old articles show other pages",
    "same_date": "many articles have one date and time",
    "same_text": "many pages have one text",
    "same_title": "many pages have one title",
    "sections": "some sections are silent",
    "silence": "no new articles",
    "titles": "many articles without a title",
    "topics": "few new articles on mass mobilisation",
}
"""What the monitors of sites find; the page has it in the language of the reader."""
HEIGHT = 32
"""Of a bar chart."""
_SHORT_CACHE = {"Cache-Control": "public, max-age=300"}

Status = dict[str, Any]


async def status_page(datasette: Any, request: Any) -> Any:
    """Show every site, those in trouble first."""
    status = await _status(datasette)
    variables = {
        "status": status,
        "groups": {state: [site for site in status["sites"] if site["state"] == state]
                   for state in WORDS},
        "word": lambda state: gettext(WORDS[state]),
        "reason": lambda monitor: gettext(REASONS[monitor]) if monitor in REASONS else monitor,
        "chart": chart,
        "height": HEIGHT,
        "printable": printable,
        "shown_time": shown_time,
        "max_days": MAX_AGE.days,
    }  # fmt: skip
    page = await datasette.render_template("status.html", variables, request=request)
    return Response.html(page, headers=_SHORT_CACHE)


async def badge(datasette: Any, request: Any) -> Any:
    """Show the state of the whole archive as an image."""
    status = await _status(datasette)
    return await _badge(datasette, request, gettext("Dân vận archive"), status["state"])


async def site_badge(datasette: Any, request: Any) -> Any:
    """Show the state of a site as an image."""
    status = await _status(datasette)
    states = {site["site"]: site for site in status["sites"]}
    site = states.get(request.url_vars["site"])
    if site is None:
        raise NotFound("There is no such site in this release")
    state = "unknown" if status["is_old"] else site["state"]
    return await _badge(datasette, request, site["title"], state)


async def _badge(datasette: Any, request: Any, label: str, state: str) -> Any:
    variables = {"label": printable(label), "word": gettext(WORDS[state]), "state": state}
    image = await datasette.render_template("badge.svg", variables, request=request)
    return Response(image, headers=_SHORT_CACHE, content_type="image/svg+xml; charset=utf-8")


async def _status(datasette: Any) -> Status:
    """Return the status of the release that readers get.

    Raises NotFound if the file that is served is not of a release, or of one without a status.
    """
    path = archive_path(datasette)
    if path is None:
        raise NotFound("No release is served here")
    try:
        text = await asyncio.to_thread(path.with_name(FILE).read_text, "utf-8")
        status: Status = json.loads(text)
    except (OSError, ValueError) as error:
        raise NotFound("This release has no status: publish again") from error
    status["is_old"] = is_old(status["made"], datetime.now(UTC))
    if status["is_old"]:
        status["state"] = "red"
    return status


def is_old(made: str, now: datetime) -> bool:
    """Return whether a release that was made then says nothing of the sites any more."""
    return now - datetime.fromisoformat(made) > MAX_AGE


@dataclass(frozen=True, slots=True)
class Chart:
    """The new articles of a site, each night: as numbers, and as paths of a bar chart in SVG."""

    nights: int
    last: int | None
    week: int | None
    total: int | None
    """None, as for the others: there was no crawl."""
    most: int | None
    paths: dict[str, str]
    """By what the bars mean. They are three units apart."""


def chart(new: Sequence[int | None]) -> Chart:
    """Return the chart of some nights, of which None is one without a crawl.

    A night without a new article has a low bar, so that it differs from one without a crawl.
    """
    most = max((count for count in new if count is not None), default=None)
    paths = {"new": "", "none": "", "no_crawl": ""}
    for number, count in enumerate(new):
        kind = "no_crawl" if count is None else "new" if count else "none"
        height = 1 + ceil((HEIGHT - 1) * (count or 0) / (most or 1))
        paths[kind] += f"M{3 * number} {HEIGHT}v-{height}h2v{height}z"
    return Chart(len(new), new[-1], _total(new[-7:]), _total(new), most, paths)


def _total(new: Sequence[int | None]) -> int | None:
    known = [count for count in new if count is not None]
    return sum(known) if known else None


def printable(text: str) -> str:
    """Return a text without characters that XML forbids or that turn the direction of others."""
    return "".join(char if char.isprintable() else "\ufffd" for char in text)
