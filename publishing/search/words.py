"""How the index of a release may spell words.

It ignores marks but not the stroke of đ. A reader who types without marks types d for đ, so a
search finds both; what has the very marks that were typed comes first.
"""

from itertools import islice, product

from extraction.marks import fold

MAX_SPELLINGS = 16
"""Of words with d in many places."""
TEXT = "{title lead body} : "
"""Limits an expression to the text of an article: the index has `d_words` too. To look at the
columns of each place takes as long as to find the places, so it is left out where it can be."""


def is_separator(word: str) -> bool:
    """Return whether a word is what separates those in `d_words`."""
    return fold(word) == "j"


def indexed_spellings(words: tuple[str, ...]) -> list[str]:
    """Return words, with spaces between them, as the index may have them: with d or đ."""
    letters = [("d", "đ") if letter == "d" else letter for letter in fold(" ".join(words))]
    return ["".join(one) for one in islice(product(*letters), MAX_SPELLINGS)]
