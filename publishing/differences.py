"""What changed in a text, word by word, in paragraphs that can be read."""

import enum
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

_END = "\n\n"  # of a paragraph, among its words: no word has white space in it
_FEW = 3  # kept words between two changes at least as long that are shown as changed, too


class Kind(enum.StrEnum):
    """What became of words."""

    KEPT = "kept"
    DELETED = "deleted"
    INSERTED = "inserted"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words in a row with the same fate."""

    kind: Kind
    words: tuple[str, ...]
    ends: bool = False
    """The end of the paragraph after them has the same fate."""


Paragraph = list[Piece]
_Run = tuple[Kind, Sequence[str]]


def difference(old: str | None, new: str | None) -> list[Paragraph]:
    """Return the paragraphs of both texts, in their order.

    The kept and the deleted words are those of the old text, the kept and the inserted ones those
    of the new.
    """
    return list(_paragraphs(_runs(_words(old), _words(new))))


def fold(paragraphs: Iterable[Paragraph]) -> Iterator[Paragraph | int]:
    """Yield the changed paragraphs, and how many in a row did not change in place of the others."""
    for changed, group in groupby(paragraphs, _is_changed):
        if changed:
            yield from group
        else:
            yield len(list(group))


def _words(text: str | None) -> list[tuple[str, ...]]:
    split = [paragraph.split() for paragraph in (text or "").split("\n\n")]
    return [(*words, _END) for words in split if words]


def _runs(old: Sequence[tuple[str, ...]], new: Sequence[tuple[str, ...]]) -> Iterator[_Run]:
    """Compare whole paragraphs first: it anchors long texts, and most stay as they are."""
    for tag, i, j, k, m in SequenceMatcher(None, old, new).get_opcodes():
        before = [word for paragraph in old[i:j] for word in paragraph]
        if tag == "equal":
            yield Kind.KEPT, before
        else:
            after = [word for paragraph in new[k:m] for word in paragraph]
            yield from _runs_of_words(before, after)


def _runs_of_words(old: Sequence[str], new: Sequence[str]) -> Iterator[_Run]:
    steps = SequenceMatcher(None, old, new).get_opcodes()
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
    """Cut behind each end of a paragraph; the last run with words has one at its own end."""
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
