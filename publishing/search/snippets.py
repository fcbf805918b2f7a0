"""The passage of an article that shows best why it was found."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from publishing.search.places import Place, Text
from publishing.search.query import Term

LENGTH = 280
"""Characters of a passage."""


class Piece(NamedTuple):
    """A part of a passage."""

    text: str
    is_found: bool


def marked(text: str, terms: Iterable[Term]) -> list[Piece]:
    """Return a text in pieces: what was looked for, and what is between."""
    return _pieces(text, _found(text, terms), 0, len(text))


def snippet(text: str, terms: Iterable[Term]) -> list[Piece]:
    """Return the passage with the most different words that were looked for.

    The beginning of the text, if it has none of them.
    """
    text = " ".join(text.split())
    found = _found(text, terms)
    start = _best_start(found)
    if start:  # begin with a whole word, and a few before what was found
        start = text.rfind(" ", 0, max(start - LENGTH // 4, 0)) + 1
    end = start + LENGTH
    if end < len(text):
        end = max(text.rfind(" ", start, end), start + 1)
    pieces = _pieces(text, found, start, end)
    before = [Piece("… ", False)] if start else []
    after = [Piece(" …", False)] if end < len(text) else []
    return before + pieces + after


def _found(text: str, terms: Iterable[Term]) -> list[tuple[Place, int]]:
    """Return the places of terms with the number of each term; only exact ones, if there are any."""
    whole, found = Text(text), []
    for number, term in enumerate(terms):
        places = list(whole.places(term))
        exact = [place for place in places if place.is_exact]
        found += [(place, number) for place in exact or places]
    return sorted(found)


def _best_start(found: Sequence[tuple[Place, int]]) -> int:
    """Return where the passage with the most different terms, then with the most places, begins."""
    best, start = (0, 0), 0
    for first, (place, _) in enumerate(found[:200]):
        numbers = [
            number for other, number in found[first : first + 50]
            if other.end - place.start <= LENGTH * 3 // 4
        ]
        if (len(set(numbers)), len(numbers)) > best:
            best, start = (len(set(numbers)), len(numbers)), place.start
    return start


def _pieces(text: str, found: Sequence[tuple[Place, int]], start: int, end: int) -> list[Piece]:
    pieces, done = [], start
    for place, _ in found:
        if place.start < done or place.end > end:
            continue  # it overlaps with the last one, or is outside
        if place.start > done:
            pieces.append(Piece(text[done : place.start], False))
        pieces.append(Piece(text[place.start : place.end], True))
        done = place.end
    if done < end:
        pieces.append(Piece(text[done:end], False))
    return pieces
