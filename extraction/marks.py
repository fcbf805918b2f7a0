"""Words with and without Vietnamese marks."""

import re

from extraction.text import strip_diacritics

WORD = re.compile(r"[^\W_]+")
"""A word as SQLite's tokenizer finds it."""

# The mark of oa, oe and uy has two places: hòa and hoà, ủy and uỷ.
_PLACES = dict(
    zip(
        "òa óa ỏa õa ọa òe óe ỏe õe ọe ùy úy ủy ũy ụy".split(),
        "oà oá oả oã oạ oè oé oẻ oẽ oẹ uỳ uý uỷ uỹ uỵ".split(),
        strict=True,
    )
)
_OTHER_PLACE = _PLACES | {new: old for old, new in _PLACES.items()}


def fold(text: str) -> str:
    """Return a text in lower case, without marks and with d for đ.

    Each letter keeps its place, so that what is found in it can be shown in the text itself.
    """
    folded = strip_diacritics(text).lower()
    return folded if len(folded) == len(text) else "".join(map(_fold_letter, text))


def _fold_letter(letter: str) -> str:
    folded = strip_diacritics(letter).lower()
    return folded if len(folded) == 1 else letter


def is_marked(word: str) -> bool:
    """Return whether a word has a mark, or the letter đ."""
    return fold(word) != word.lower()


def exact_spellings(word: str) -> list[str]:
    """Return a word in lower case with its very marks, in both places if they have two."""
    lowered = word.lower()
    start, end = lowered[:-2], lowered[-2:]
    return [lowered, start + _OTHER_PLACE[end]] if end in _OTHER_PLACE else [lowered]
