"""Listings: which pieces are on which page, and the results of a search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from sample_sites.pieces import Piece
from sample_sites.sites.base import Paging, Section, Site


@dataclass(frozen=True)
class PageLink:
    """A numbered link in a pager."""

    number: int
    href: str


@dataclass(frozen=True)
class Pager:
    """The pager below a listing."""

    current: int
    last: int
    pages: tuple[PageLink, ...]
    previous: str
    next: str


@dataclass(frozen=True)
class Listing:
    """A listing with its pieces in order."""

    heading: str
    path: str
    paging: Paging
    per_page: int
    pieces: tuple[Piece, ...]

    def last_page(self, count: int) -> int:
        """Return the number of the last page if the listing has ``count`` pieces."""
        return max(1, -(-count // self.per_page))

    def page(self, number: int, shifted: bool) -> tuple[Sequence[Piece], Pager]:
        """Return the pieces of one page and its pager.

        In a shifted listing, an older piece is at the top and all others move down by one, as if an
        editor had pinned it during the crawl.
        """
        pieces = self.pieces
        if shifted:
            pieces = (*[piece for piece in pieces[::-1] if piece.is_original][:1], *pieces)
        last = self.last_page(len(pieces))
        if self.paging.repeats_last:
            number = min(number, last)
        start = (number - 1) * self.per_page
        return pieces[start : start + self.per_page], self._pager(number, last)

    def _pager(self, current: int, last: int) -> Pager:
        near = [n for n in range(1, last + 1) if n in (1, last) or abs(n - current) <= 3]

        def page_url(number: int) -> str:
            return self.paging.url(self.path, number) if 1 <= number <= last else ""

        links = tuple(PageLink(n, page_url(n)) for n in near)
        return Pager(current, last, links, page_url(current - 1), page_url(current + 1))


def in_order(pieces: Sequence[Piece], seed: int) -> tuple[Piece, ...]:
    """Return pieces roughly newest first, with duplicates of a text last."""
    ranked = sorted(pieces, key=lambda p: (p.outcome == "duplicate", -p.when.timestamp()))
    rng = Random(seed)
    for place in range(1, len(ranked) - 1, 4):
        if rng.random() < 0.6 and ranked[place + 1].outcome != "duplicate":
            ranked[place], ranked[place + 1] = ranked[place + 1], ranked[place]
    return tuple(ranked)


def section_listing(site: Site, section: Section, pieces: Sequence[Piece]) -> Listing:
    """Return the listing of one section."""
    if section.main:
        chosen = [p for p in pieces if section.path in p.listings and p.era.host == section.host]
    else:
        chosen = [p for p in pieces if p.section == section.label and p.era.host == section.host]
        chosen = [p for p in chosen if p.listings]
    ordered = in_order(chosen, site.seed + len(section.path))
    return Listing(section.label, section.path, section.paging, site.per_page, ordered)


def search_listing(site: Site, query: str, path: str, pieces: Sequence[Piece]) -> Listing:
    """Return the listing of all pieces that contain every word of ``query``."""
    words = query.casefold().split()

    def matches(piece: Piece) -> bool:
        story = piece.story
        text = " ".join((story.title, story.lead, *story.body)).casefold()
        return all(word in text for word in words)

    searchable = [p for p in pieces if p.listings or p.era.search_only]
    hits = [piece for piece in searchable if matches(piece)] if words else []
    return Listing(
        f"Tìm kiếm: {query}",
        path,
        Paging(param="page"),
        site.per_page,
        in_order(hits, site.seed),
    )
