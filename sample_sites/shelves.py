"""Listings: which pieces stand on which page, and what is found by a search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from sample_sites.pieces import Piece
from sample_sites.sites.base import Paging, Section, Site


@dataclass(frozen=True)
class PageLink:
    """A numbered link of a pager."""

    number: int
    href: str


@dataclass(frozen=True)
class Pager:
    """The pager at the foot of a listing."""

    current: int
    last: int
    pages: tuple[PageLink, ...]
    previous: str
    next: str


@dataclass(frozen=True)
class Shelf:
    """One listing with its pieces in the order they stand there."""

    heading: str
    path: str
    paging: Paging
    per_page: int
    pieces: tuple[Piece, ...]

    def last_page(self, count: int) -> int:
        """The number of the last page when ``count`` pieces stand in the listing."""
        return max(1, -(-count // self.per_page))

    def page(self, number: int, shifted: bool) -> tuple[Sequence[Piece], Pager]:
        """The pieces of one page and its pager.

        A shifted listing has an older piece lifted to its top, as happens when an
        editor pins one while somebody reads: everything else moves down by one.
        """
        pieces = self.pieces
        if shifted:
            pieces = (*[piece for piece in pieces[::-1] if piece.settled][:1], *pieces)
        last = self.last_page(len(pieces))
        if self.paging.repeats_last:
            number = min(number, last)
        start = (number - 1) * self.per_page
        return pieces[start : start + self.per_page], self._pager(number, last)

    def _pager(self, current: int, last: int) -> Pager:
        near = [n for n in range(1, last + 1) if n in (1, last) or abs(n - current) <= 3]

        def address(number: int) -> str:
            return self.paging.address(self.path, number) if 1 <= number <= last else ""

        links = tuple(PageLink(n, address(n)) for n in near)
        return Pager(current, last, links, address(current - 1), address(current + 1))


def in_order(pieces: Sequence[Piece], seed: int) -> tuple[Piece, ...]:
    """Newest first, but not strictly; second copies of a text come last."""
    ranked = sorted(pieces, key=lambda p: (p.outcome == "duplicate", -p.when.timestamp()))
    rng = Random(seed)
    for place in range(1, len(ranked) - 1, 4):
        if rng.random() < 0.6 and ranked[place + 1].outcome != "duplicate":
            ranked[place], ranked[place + 1] = ranked[place + 1], ranked[place]
    return tuple(ranked)


def shelf(site: Site, section: Section, pieces: Sequence[Piece]) -> Shelf:
    """The listing of one section."""
    if section.main:
        chosen = [p for p in pieces if section.path in p.shelves and p.era.host == section.host]
    else:
        chosen = [p for p in pieces if p.section == section.label and p.era.host == section.host]
        chosen = [p for p in chosen if p.shelves]
    ordered = in_order(chosen, site.seed + len(section.path))
    return Shelf(section.label, section.path, section.paging, site.per_page, ordered)


def found(site: Site, query: str, path: str, pieces: Sequence[Piece]) -> Shelf:
    """The listing of everything that holds every word of ``query``."""
    words = query.casefold().split()

    def fits(piece: Piece) -> bool:
        story = piece.story
        text = " ".join((story.title, story.lead, *story.body)).casefold()
        return all(word in text for word in words)

    searchable = [p for p in pieces if p.shelves or p.era.search_only]
    hits = [piece for piece in searchable if fits(piece)] if words else []
    return Shelf(
        f"Tìm kiếm: {query}",
        path,
        Paging(param="page"),
        site.per_page,
        in_order(hits, site.seed),
    )
