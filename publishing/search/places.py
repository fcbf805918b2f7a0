"""Where the words of a query are in a text, and whether they have the very marks there."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from extraction.marks import WORD, exact_spellings, fold, is_marked
from publishing.search.query import NEAR, Query, Term

_NO_WORD = r"[\W_]+"


class Place(NamedTuple):
    """Characters of a text."""

    start: int
    end: int
    is_exact: bool
    """They have the marks that were typed."""


class Text:
    """A text, with the same text without marks."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._folded = fold(text)
        self._places: dict[Term, list[Place]] = {}

    def places(self, term: Term) -> list[Place]:
        """Return where a term is in the text."""
        if term not in self._places:
            self._places[term] = [
                Place(*found.span(), _is_exact(term, self._text[slice(*found.span())]))
                for found in _found(_pattern(term), self._folded)
            ]
        return self._places[term]

    def has(self, term: Term, is_exact: bool) -> bool:
        """Return whether a term is in the text, with the very marks or with any."""
        places = self.places(term)
        return any(place.is_exact for place in places) if is_exact else bool(places)


@lru_cache(maxsize=1000)
def _pattern(term: Term) -> re.Pattern[str]:
    words = _NO_WORD.join(re.escape(fold(word)) for word in term.words)
    end = "" if term.is_prefix else r"(?![^\W_])"
    return re.compile(words + end)


def _found(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Yield where a pattern matches from the beginning of a word.

    A pattern that says so itself takes four times as long: it no longer begins with a letter to
    look for.
    """
    place = 0
    while found := pattern.search(text, place):
        is_inside = found.start() > 0 and text[found.start() - 1].isalnum()
        if not is_inside:
            yield found
        place = found.start() + 1 if is_inside else found.end()


def _is_exact(term: Term, printed: str) -> bool:
    """Return whether a place has the marks of the words that were typed with marks."""
    last = len(term.words) - 1
    for place, (word, found) in enumerate(zip(term.words, WORD.findall(printed), strict=True)):
        if is_marked(word):
            spellings = exact_spellings(word)
            found = (
                found.lower()[: len(word)] if term.is_prefix and place == last else found.lower()
            )
            if found not in spellings:
                return False
    return True


class Rank(NamedTuple):
    """How well an article fits a query; the greatest rank comes first."""

    is_exact: bool
    """All words are in it with the very marks."""
    exact: int
    """How close together they are there."""
    folded: int
    """How close together they are, marks aside."""
    frequency: float
    """How often its words are in the article, for its length; without the marks they count less."""


SHORT = 500
"""Characters: in shorter articles, a word more makes little difference."""
WORDS, NEARBY, PHRASE, TITLE_WORDS, TITLE_PHRASE = range(1, 6)
"""How close the words are."""


def rank(query: Query, title: str, text: str) -> Rank:
    """Return how well an article fits a query that finds it, given its headline and its text."""
    headline, whole = Text(title), Text(text)
    exact, folded = (_closeness(query, headline, whole, is_exact) for is_exact in (True, False))
    found = [place for t in query.terms() for place in headline.places(t) + whole.places(t)]
    weight = sum(1 if place.is_exact else 0.1 for place in found)
    return Rank(exact > 0, exact, folded, weight / (len(text) + SHORT))


def _closeness(query: Query, headline: Text, whole: Text, is_exact: bool) -> int:
    """Return how close the words are, or 0 if not all are there with their marks."""
    phrase = query.as_phrase()
    if phrase and headline.has(phrase, is_exact):
        return TITLE_PHRASE
    if _has_all(query, (headline,), is_exact):
        return TITLE_WORDS
    if phrase and whole.has(phrase, is_exact):
        return PHRASE
    if not _has_all(query, (headline, whole), is_exact):
        return 0
    return NEARBY if phrase and _are_near(phrase, whole, is_exact) else WORDS


def _has_all(query: Query, texts: tuple[Text, ...], is_exact: bool) -> bool:
    return all(
        any(
            text.has(term, is_exact)
            for term in clause
            for text in texts[: 1 if term.in_title else 2]
        )
        for clause in query.clauses
    )


def _are_near(phrase: Term, text: Text, is_exact: bool) -> bool:
    """Return whether all words are once within few words of each other."""
    last = len(phrase.words) - 1
    places: list[tuple[int, int]] = []
    for number, word in enumerate(phrase.words):
        term = Term((word,), phrase.is_prefix and number == last)
        places += ((p.start, number) for p in text.places(term) if p.is_exact or not is_exact)
    places.sort()
    reach = 8 * (NEAR + len(phrase.words))  # characters; most syllables have fewer than seven
    latest: dict[int, int] = {}
    for start, number in places:
        latest[number] = start
        if len(latest) == len(phrase.words) and start - min(latest.values()) <= reach:
            return True
    return False
