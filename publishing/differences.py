"""Word-by-word differences between two texts, grouped into readable paragraphs."""

import enum
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby, takewhile
from typing import Any, Literal

_END = "\n\n"  # marks the end of a paragraph among its words, which contain no white space
MAX_COMPARED = 1_000_000  # pairs of words: a thousand with a thousand take a tenth of a second
_FEW = 3  # up to this many kept words between two longer changes are shown as changed too


class Kind(enum.StrEnum):
    """Whether words were kept, deleted or inserted."""

    KEPT = "kept"
    DELETED = "deleted"
    INSERTED = "inserted"


@dataclass(frozen=True, slots=True)
class Piece:
    """Consecutive words of the same kind."""

    kind: Kind
    words: tuple[str, ...]
    ends: bool = False
    """Whether the paragraph ends after them, with the same kind of change."""


Paragraph = list[Piece]
_Run = tuple[Kind, Sequence[str]]
_Step = tuple[Literal["replace", "delete", "insert", "equal"], int, int, int, int]
"""What happens to `old[i:j]`, which becomes `new[k:m]`."""


def difference(old: str | None, new: str | None) -> list[Paragraph]:
    """Return the paragraphs of both texts, merged in order.

    Kept and deleted words together are the old text, kept and inserted words the new one.
    """
    return list(_paragraphs(_runs(_words(old), _words(new))))


def fold(paragraphs: Iterable[Paragraph]) -> Iterator[Paragraph | int]:
    """Yield changed paragraphs, and the length of each run of unchanged ones in their place."""
    for changed, group in groupby(paragraphs, _is_changed):
        if changed:
            yield from group
        else:
            yield len(list(group))


def _words(text: str | None) -> list[tuple[str, ...]]:
    split = [paragraph.split() for paragraph in (text or "").split("\n\n")]
    return [(*words, _END) for words in split if words]


def _steps(old: Sequence[Any], new: Sequence[Any]) -> list[_Step]:
    """Return the steps from one sequence to the other.

    Comparing takes quadratic time and more: of two long sequences, only the beginning and the end
    are compared, and all between is replaced.
    """
    if len(old) * len(new) <= MAX_COMPARED:
        return SequenceMatcher(None, old, new).get_opcodes()
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    last_old, last_new = len(old) - end, len(new) - end
    steps: list[_Step] = [
        ("equal", 0, start, 0, start),
        ("replace", start, last_old, start, last_new),
        ("equal", last_old, len(old), last_new, len(new)),
    ]
    return [step for step in steps if step[1] < step[2] or step[3] < step[4]]


def _common(old: Sequence[Any], new: Sequence[Any]) -> int:
    """Return how many items at the beginning are the same."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))


def _runs(old: Sequence[tuple[str, ...]], new: Sequence[tuple[str, ...]]) -> Iterator[_Run]:
    """Compare whole paragraphs first, which aligns long texts: most paragraphs do not change."""
    for tag, i, j, k, m in _steps(old, new):
        before = [word for paragraph in old[i:j] for word in paragraph]
        if tag == "equal":
            yield Kind.KEPT, before
        else:
            after = [word for paragraph in new[k:m] for word in paragraph]
            yield from _runs_of_words(before, after)


def _runs_of_words(old: Sequence[str], new: Sequence[str]) -> Iterator[_Run]:
    steps = _steps(old, new)
    longest = [max(j - i, m - k) for _, i, j, k, m in steps]
    deleted: list[str] = []
    inserted: list[str] = []
    for n, (tag, i, j, k, m) in enumerate(steps):
        is_island = (
            0 < n < len(steps) - 1
            and longest[n] <= min(_FEW, longest[n - 1], longest[n + 1])
            and _END not in old[i:j]
        )
        if tag == "equal" and not is_island:
            yield Kind.DELETED, deleted
            yield Kind.INSERTED, inserted
            yield Kind.KEPT, old[i:j]
            deleted, inserted = [], []
        else:
            deleted += old[i:j]
            inserted += new[k:m]
    yield Kind.DELETED, deleted
    yield Kind.INSERTED, inserted


def _paragraphs(runs: Iterable[_Run]) -> Iterator[Paragraph]:
    """Split the runs after each end of a paragraph. (The last run with words ends with one.)"""
    paragraph: Paragraph = []
    for kind, words in runs:
        start = 0
        for end in (n for n, word in enumerate(words) if word == _END):
            paragraph.append(Piece(kind, tuple(words[start:end]), ends=True))
            yield paragraph
            paragraph, start = [], end + 1
        if start < len(words):
            paragraph.append(Piece(kind, tuple(words[start:])))


def _is_changed(paragraph: Paragraph) -> bool:
    return any(piece.kind is not Kind.KEPT for piece in paragraph)
