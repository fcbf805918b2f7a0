"""What a site is made of: the data each site module fills in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Validator = Literal["ETag", "Last-Modified"]


@dataclass(frozen=True)
class Paging:
    """How the pages of a listing are addressed.

    Either a query parameter (after an optional fixed ``query``), or a path ``suffix``
    with ``{n}`` for the page number.  ``repeats_last`` marks a site that answers a page
    after the last one with the last one.
    """

    param: str = ""
    query: str = ""
    suffix: str = ""
    repeats_last: bool = False

    def address(self, path: str, page: int) -> str:
        """The address of one page of the listing at ``path``."""
        if page == 1:
            return path
        if self.suffix:
            return path + self.suffix.format(n=page)
        return f"{path}?{self.query}{self.param}={page}"


@dataclass(frozen=True)
class Section:
    """A listing. A main one carries a share of everything, another only its own rubric."""

    label: str
    path: str
    host: str
    paging: Paging
    main: bool = True


@dataclass(frozen=True)
class Era:
    """A stretch of years during which a site kept one layout and one form of URL.

    ``path`` and the values of ``other_paths`` are formats with {slug}, {id}, {stamp17},
    {stamp15}, {ym} and {section}.  A trap named in ``other_paths`` gives the article
    that second address.
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
    """A robots.txt as one host answers it."""

    status: int = 200
    text: str = ""


@dataclass(frozen=True)
class Sitemap:
    """A sitemap of one host: the articles that stand in no listing and a few that do.

    With ``index`` set, that path answers a sitemap index pointing to ``path``.
    """

    host: str
    path: str
    index: str = ""

    @property
    def packed(self) -> bool:
        """Whether the file is sent gzipped, as its name says."""
        return self.path.endswith(".gz")


@dataclass(frozen=True)
class Site:
    """One news site.

    ``mirrors`` maps a host to the one whose pages it repeats.  ``barred_page`` is a page
    of links that robots.txt forbids: what is linked there alone must stay unknown.
    ``validators`` are the header lines by which an article's page can be asked for
    again on condition that it changed; a site may send them and not heed the condition.
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
    absolute_links: bool = False
    menu: tuple[tuple[str, str], ...] = ()
    sitemap: Sitemap | None = None
    search: str = ""
    barred_page: str = ""
    mirrors: Mapping[str, str] = field(default_factory=dict)
    validators: tuple[Validator, ...] = ()
    heeds_conditions: bool = True
