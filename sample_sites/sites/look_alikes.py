"""The look-alikes: a few articles of a site on each of the content management systems.

A look-alike is a table in `look_alikes.toml` and a template of its family.
"""

from __future__ import annotations

import tomllib
from datetime import date
from importlib.resources import files
from typing import Any
from zlib import crc32

from sample_sites.sites.base import Era, Feed, JsonListing, Paging, Robots, Section, Site, Sitemap

# The sections that every site has besides its own, and what their paths are called.
_OTHERS = {
    "Kinh tế": "kinh-te",
    "Thể thao": "the-thao",
    "Văn hóa": "van-hoa",
    "Đời sống": "doi-song",
}
_ARTICLES = 9
_FIRST, _LAST = date(2025, 7, 8), date(2026, 6, 18)
_TABLES = tomllib.loads(files(__package__).joinpath("look_alikes.toml").read_text("utf-8"))


def look_alike(key: str, table: dict[str, Any]) -> Site:
    """Return the site that a table describes; what it leaves out is as at most sites."""
    row = dict(table)
    host, *_ = hosts = tuple(row.pop("hosts"))
    paging = Paging(**row.pop("paging", {}))
    sections = [Section(label, path, host, paging) for label, path in row.pop("sections").items()]
    others = row.pop("others", "/{}/")
    sections += [
        Section(label, others.format(path), host, paging, main=False)
        for label, path in _OTHERS.items()
    ]
    mirror = row.pop("mirror", "")
    robots = row.pop("robots", None)
    sitemap = row.pop("sitemap", None)
    era = Era(
        host=host,
        skin=row.pop("skin"),
        first=row.pop("first", _FIRST),
        last=row.pop("last", _LAST),
        share=100,
        path=row.pop("path"),
        first_id=row.pop("first_id", 1),
        date_forms=tuple(row.pop("dates")),
        bylines=tuple(row.pop("bylines", ("single", "none"))),
        traps=tuple(row.pop("traps", ())),
        off_traps=(),
        errors=tuple(row.pop("errors", ())),
        agency=row.pop("agency", ""),
        mirror=mirror,
    )
    return Site(
        key=key,
        hosts=hosts,
        seed=crc32(key.encode()),
        eras=(era,),
        sections=tuple(sections),
        robots={host: Robots(text=robots) if robots else Robots(status=404)},
        articles=row.pop("articles", _ARTICLES),
        per_page=row.pop("per_page", 4),
        latest=2,
        clock=row.pop("clock", ""),
        mirrors={mirror: host} if mirror else {},
        moved_from=tuple(row.pop("moved_from", ())),
        feeds=tuple(Feed(**feed) for feed in row.pop("feeds", ())),
        json_listings=tuple(JsonListing(**listing) for listing in row.pop("json_listings", ())),
        sitemap=Sitemap(host, **sitemap) if sitemap else None,
        **row,
    )


LOOK_ALIKES = tuple(look_alike(key, table) for key, table in _TABLES.items())
