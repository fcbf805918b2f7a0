"""The data that describes a site; each site module defines one ``Site``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Validator = Literal["ETag", "Last-Modified"]
Pager = Literal["links", "button", "none"]
State = Literal["active", "frozen", "dying", "dead"]


@dataclass(frozen=True)
class Paging:
    """The URLs of the pages of a listing.

    Either a query parameter (after an optional fixed ``query``), or a path ``suffix`` with ``{n}``
    for the page number. If ``repeats_last``, the site returns the last page for any number beyond
    it.

    ``pager`` is what a page shows of the others: links, a button that only a script can press, or
    nothing at all.
    """

    param: str = ""
    query: str = ""
    suffix: str = ""
    repeats_last: bool = False
    pager: Pager = "links"

    def url(self, path: str, page: int) -> str:
        """Return the URL of one page of the listing at ``path``."""
        if page == 1:
            return path
        if self.suffix:
            return path.removesuffix(".html") + self.suffix.format(n=page)
        return f"{path}?{self.query}{self.param}={page}"


@dataclass(frozen=True)
class Section:
    """A listing. A main section lists a share of all articles, others only their own."""

    label: str
    path: str
    host: str
    paging: Paging
    main: bool = True


@dataclass(frozen=True)
class Era:
    """A period during which a site kept one layout and one URL format.

    ``path`` and the values of ``other_paths`` are format strings with {slug}, {id}, {stamp17},
    {stamp15}, {ym}, {section}, and with the keys {hex7}, {key9} and {guid}. An article with a trap
    in ``other_paths`` gets that second URL.
    """

    host: str
    skin: str
    first: date
    last: date
    share: int
    path: str
    first_id: int
    date_forms: tuple[str, ...]
    bylines: tuple[str, ...]
    traps: tuple[str, ...]
    off_traps: tuple[str, ...]
    errors: tuple[str, ...] = ()
    other_paths: Mapping[str, str] = field(default_factory=dict)
    slug_keeps: str = ""
    agency: str = ""
    mirror: str = ""
    print_path: str = ""
    search_only: bool = False


@dataclass(frozen=True)
class Robots:
    """The robots.txt of one host."""

    status: int = 200
    text: str = ""


@dataclass(frozen=True)
class Sitemap:
    """A sitemap of one host: the articles that no listing has, and a few that are listed, or all.

    If ``index`` is set, that path serves a sitemap index that points to ``path``.
    """

    host: str
    path: str
    index: str = ""
    lists_all: bool = False

    @property
    def is_gzipped(self) -> bool:
        """Whether the file is sent gzipped, as its name indicates."""
        return self.path.endswith(".gz")


@dataclass(frozen=True)
class Feed:
    """An RSS feed, or an Atom feed, of the newest articles; some sites have an empty one too.

    A feed that is not ``is_named`` is in the head of no page.
    """

    path: str
    is_atom: bool = False
    is_empty: bool = False
    is_named: bool = True


@dataclass(frozen=True)
class JsonListing:
    """A section as the site's own scripts read it: the pages after the first are nowhere else.

    Its server wants the header that such scripts send.
    """

    path: str
    category: str
    section: str


@dataclass(frozen=True)
class Site:
    """One news site.

    ``mirrors`` maps a host to the host whose pages it serves too. ``forbidden_page`` is a page of
    links that robots.txt forbids: a crawler must not discover what only this page links to.
    ``validators`` are the response headers for conditional requests. A site may send them and
    ignore the conditions (``honours_conditions``).

    A site with a number of ``articles`` has these, whatever the newsroom is asked for. The hosts
    ``moved_from`` redirect to the first one. ``translations`` are under ``/en/``, with the number
    of the original. On the second night a ``frozen`` site is as before and a ``dying`` one does not
    answer; what is expected of a ``dead`` one is no request at all.
    """

    key: str
    name: str
    hosts: tuple[str, ...]
    seed: int
    eras: tuple[Era, ...]
    sections: tuple[Section, ...]
    robots: Mapping[str, Robots]
    clock: str
    per_page: int = 10
    latest: int = 6  # articles on the home page
    absolute_links: bool = False
    menu: tuple[tuple[str, str], ...] = ()
    sitemap: Sitemap | None = None
    search: str = ""
    forbidden_page: str = ""
    mirrors: Mapping[str, str] = field(default_factory=dict)
    validators: tuple[Validator, ...] = ()
    honours_conditions: bool = True
    articles: int = 0
    moved_from: tuple[str, ...] = ()
    feeds: tuple[Feed, ...] = ()
    json_listings: tuple[JsonListing, ...] = ()
    translations: bool = False
    state: State = "active"
