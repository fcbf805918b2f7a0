"""Where the phrases that made an article part of the archive are in its text."""

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate

from extraction.text import clean, comparable, comparable_sentences
from extraction.topics import NOT_THE_TERM

_WORD_OR_END = re.compile(r"\w+|[.;:!?…|]+")  # as comparable_sentences splits a text

Pieces = list[tuple[str, bool]]
"""A text in pieces, each with whether it is a phrase."""


def marked(text: str | None, phrases: Sequence[str]) -> Pieces:
    """Return a text as it is shown, in pieces.

    `phrases` are those of the field in the order of its evidence, in which they were counted: a
    phrase within one that came before is not marked again.
    """
    shown = clean(text or "")
    pieces: Pieces = []
    end = 0
    for start, stop in sorted(_spans(shown, phrases)):
        pieces += [(shown[end:start], False), (shown[start:stop], True)]
        end = stop
    return [piece for piece in (*pieces, (shown[end:], False)) if piece[0]]


def _spans(shown: str, phrases: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield where the phrases are, regardless of case, punctuation and the place of tone marks."""
    words = comparable_sentences(shown).replace("|", " | ").split()
    places = [match.span() for match in _WORD_OR_END.finditer(shown)]
    if len(words) != len(places):
        return  # a letter such as İ becomes two in lower case
    left = " ".join(words)
    numbers = {start: n for n, start in enumerate(accumulate(map(_step, words), initial=0))}
    left = NOT_THE_TERM.sub(_blank, left)
    for phrase in filter(None, map(comparable, phrases)):
        pattern = re.compile(rf"\b{re.escape(phrase)}\b")
        for match in pattern.finditer(left):
            first = numbers[match.start()]
            last = first + match.group().count(" ")
            yield places[first][0], places[last][1]
        left = pattern.sub(_blank, left)


def _step(word: str) -> int:
    return len(word) + 1


def _blank(match: re.Match[str]) -> str:
    return "|" * len(match.group())
