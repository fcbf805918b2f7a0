"""How much two texts have in common."""

from collections import Counter

from extraction.text import comparable

_SHINGLE = 4  # words


def f1(found: str, wanted: str) -> float:
    """Return the F1 of the four-word shingles of two texts, between 0 and 1.

    As in scrapinghub's article-extraction-benchmark, but on comparable words. A text of fewer than
    four words counts as one shingle.
    """
    left, right = _shingles(found), _shingles(wanted)
    common = sum((left & right).values())
    if not common:
        return 1.0 if left == right else 0.0
    precision, recall = common / left.total(), common / right.total()
    return 2 * precision * recall / (precision + recall)


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = comparable(text).split()
    return Counter(tuple(words[i : i + _SHINGLE]) for i in range(max(1, len(words) - _SHINGLE + 1)))
