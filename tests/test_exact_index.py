"""The index of the very marks: which words it has, and what a search makes of those it lacks."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from operations.exact_index import MIN_ARTICLES, USUAL, add_exact_index, usual_words
from publishing.search import finding
from publishing.search.finding import Filters, Finder
from publishing.search.query import parse

MANY = 10 * MIN_ARTICLES


def _spelled(usual: int, other: int) -> list[set[str]]:
    return [{"khéo", "xã"}] * usual + [{"khẽo"}] * other


@pytest.mark.parametrize(
    ("usual", "other", "is_usual"),
    [
        pytest.param(MIN_ARTICLES - 1, 0, False, id="too few articles"),
        pytest.param(MIN_ARTICLES, 0, True, id="enough articles"),
        pytest.param(round(MANY * USUAL), MANY - round(MANY * USUAL), True, id="most of them"),
        pytest.param(round(MANY * USUAL) - 1, MANY - round(MANY * USUAL) + 1, False, id="too few"),
    ],
)
def test_the_usual_spelling_of_a_word(usual: int, other: int, is_usual: bool) -> None:
    assert ("khéo" in usual_words(_spelled(usual, other))) == is_usual


def test_words_without_marks_are_no_spelling() -> None:
    assert usual_words([{"kheo"}] * MIN_ARTICLES) == set()


def test_the_two_places_of_a_mark_are_one_spelling() -> None:
    half = MIN_ARTICLES // 2
    assert len(usual_words([{"hòa"}] * half + [{"hoà"}] * half)) == 1


def test_d_and_đ_are_spellings_of_one_word() -> None:
    assert usual_words([{"đi"}] * MIN_ARTICLES + [{"di"}] * MIN_ARTICLES) == set()


@pytest.fixture(scope="module")
def release() -> Iterator[sqlite3.Connection]:
    """Articles of which nearly all have "khéo", and the last ones "khẽo" too."""
    with closing(sqlite3.connect(":memory:")) as copy:
        copy.execute("CREATE TABLE articles (id INTEGER PRIMARY KEY, title, lead, body)")
        copy.execute(
            "CREATE VIRTUAL TABLE articles_fts USING fts5(body, title, lead, d_words, "
            "tokenize='unicode61 remove_diacritics 2')"
        )
        copy.execute("CREATE TABLE article_facets (id INTEGER PRIMARY KEY, day, bucket)")
        for number in range(1, MIN_ARTICLES + 1):
            title = "Vận để" if number > MIN_ARTICLES - 60 else "Vấn đề"
            text = (number, title, None, f"Dân vận khéo ở thôn {number}")
            copy.execute("INSERT INTO articles VALUES (?, ?, ?, ?)", text)
            copy.execute(
                "INSERT INTO articles_fts (rowid, title, lead, body) VALUES (?, ?, ?, ?)", text
            )
            copy.execute("INSERT INTO article_facets VALUES (?, '', 1)", [number])
        add_exact_index(copy)
        yield copy


def _articles(release: sqlite3.Connection, word: str) -> set[int]:
    found = release.execute("SELECT rowid FROM articles_exact WHERE articles_exact MATCH ?", [word])
    return {number for (number,) in found}


def test_the_index_has_the_words_with_unusual_marks(release: sqlite3.Connection) -> None:
    assert _articles(release, "vấn") == set(range(1, MIN_ARTICLES - 59))
    assert _articles(release, "khéo") == {0}
    assert _articles(release, "thon") == _articles(release, "1") == set()


@pytest.mark.parametrize("typed", ["vấn đề", "vấn đề khéo", "vấ*", '"vấn đề" khéo'])
def test_a_search_finds_the_marks_behind_newer_articles(
    release: sqlite3.Connection, typed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "MAX_SCORED", 0)  # as if there were many more articles
    best = Finder(release, parse(typed), Filters()).best()
    assert set(best[:20]) <= _articles(release, "vấn")
