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


class Highlighter:
    """Marks what was looked for in the headline and the text of an article.

    If a term is anywhere with the very marks that were typed, its other places are not marked.
    """

    def __init__(self, terms: Iterable[Term], title: str, text: str) -> None:
        self._title, self._text = title, " ".join(text.split())
        texts = {part: Text(part) for part in (self._title, self._text)}
        self._places: dict[str, list[tuple[Place, int]]] = {part: [] for part in texts}
        for number, term in enumerate(terms):
            is_exact = any(one.has(term, is_exact=True) for one in texts.values())
            for part, one in texts.items():
                found = one.places(term)
                self._places[part] += [(p, number) for p in found if p.is_exact or not is_exact]
        for places in self._places.values():  # of two at one place, the longer one
            places.sort(key=lambda found: (found[0].start, -found[0].end))

    def title(self) -> list[Piece]:
        """Return the headline in pieces."""
        return _pieces(self._title, self._places[self._title], 0, len(self._title))

    def snippet(self) -> list[Piece]:
        """Return the passage with the most different words that were looked for, in pieces.

        The beginning of the text, if it has none of them.
        """
        text, found = self._text, self._places[self._text]
        start = _best_start(found)
        if start:  # begin with a whole word, and a few before what was found
            start = text.rfind(" ", 0, max(start - LENGTH // 4, 0)) + 1
        end = start + LENGTH
        if end < len(text):
            end = max(text.rfind(" ", start, end), start + 1)
        before = [Piece("… ", False)] if start else []
        after = [Piece(" …", False)] if end < len(text) else []
        return before + _pieces(text, found, start, end) + after


def _best_start(found: Sequence[tuple[Place, int]]) -> int:
    """Return where the passage with the most different terms, then with the most places, begins."""
    best, start = (0, 0), 0
    for first, (place, _) in enumerate(found[:200]):
        numbers = [
            number
            for other, number in found[first : first + 50]
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
