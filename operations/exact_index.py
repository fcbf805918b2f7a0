"""The index of the very marks: which article of a release has a word exactly as it is typed.

A search asks the index without marks first, and takes the newest articles that it finds. If nearly
all articles write a word with the same marks ("khéo", of all that is "kheo" without them), these
have the marks already. So such words, half of the index, are left out; row 0, which is of no
article, has them.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

from archive.search import CREATE_EXACT, EXACT_TABLE
from extraction.marks import WORD, exact_spellings, fold, is_marked

USUAL = 0.9
"""Share of the articles with a word, marks aside, that spell it with the same marks."""
MIN_ARTICLES = 100
"""Articles that have to have the word."""
SAMPLE = 10_000
"""Articles that are read to see how words are spelled, evenly spread over the archive."""
_MAX_CACHED = 100_000  # words, of which many are numbers

_SELECT = "SELECT id, coalesce(title, '') || ' ' || coalesce(lead, '') || ' ' || body FROM articles"
_INSERT = f"INSERT INTO {EXACT_TABLE} (rowid, words) VALUES (?, ?)"  # noqa: S608


def add_exact_index(copy: sqlite3.Connection) -> None:
    """Add the index to the copy of an archive that is to be published."""
    copy.execute(CREATE_EXACT)
    (articles,) = copy.execute("SELECT count(*) FROM articles").fetchone()
    sample = copy.execute(f"{_SELECT} WHERE id % ? = 0", [articles // SAMPLE + 1])
    usual = usual_words(_words(text) for _, text in sample)
    copy.execute(_INSERT, [0, " ".join(sorted(usual))])
    copy.executemany(_INSERT, _rows(copy, usual))


def usual_words(articles: Iterable[set[str]]) -> set[str]:
    """Return the marked words that nearly all articles spell with the same marks.

    Of a word whose tone mark has two places, one of the two spellings.
    """
    spelled, folded = Counter[str](), Counter[str]()
    for words in articles:
        spelled.update({_spelling(word) for word in words})
        folded.update({_folded(word) for word in words})
    return {
        word
        for word, count in spelled.items()
        if count >= MIN_ARTICLES and count >= USUAL * folded[_folded(word)] and is_marked(word)
    }


def _rows(copy: sqlite3.Connection, usual: set[str]) -> Iterator[tuple[int, str]]:
    """Yield the number of each article, and its words that are in the index."""

    @lru_cache(_MAX_CACHED)
    def is_indexed(word: str) -> bool:
        return is_marked(word) and _spelling(word) not in usual

    for number, text in copy.execute(f"{_SELECT} ORDER BY id"):
        yield number, " ".join(filter(is_indexed, _words(text)))


def _words(text: str) -> set[str]:
    return set(WORD.findall(text.lower()))


@lru_cache(_MAX_CACHED)
def _spelling(word: str) -> str:
    return min(exact_spellings(word))


_folded = lru_cache(_MAX_CACHED)(fold)
