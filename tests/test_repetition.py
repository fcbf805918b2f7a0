"""Lines that are repeated on many pages of a site."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.repeated_lines import find_repeated_lines
from extraction.text import comparable

from .conftest import Command
from .one_site import LISTING, Site, listing, served
from .reading import explain, read

TEASER = "Bản tin chiều của Đài Gò Sim phát sóng lúc mười bảy giờ hằng ngày, trừ ngày lễ."
OWN = "Bà con thôn {} cùng nhau đắp ba cây số đường ra đồng trong một vụ nông nhàn vừa qua."


Texts = tuple[str | None, str, list[str]]


def _articles(number: int, teasers: int) -> list[Texts]:
    return [
        (None, "\n\n".join([OWN.format(i), "Kết quả bước đầu", *([TEASER] * (i < teasers))]), [])
        for i in range(number)
    ]


@pytest.mark.parametrize(
    ("number", "teasers", "learned"),
    [
        (20, 4, {}),
        (20, 5, {TEASER: 5}),
        (200, 9, {}),  # fewer than one in twenty
        (200, 10, {TEASER: 10}),
        (4, 4, {}),
    ],
)
def test_a_long_line_of_many_articles_is_learned(
    number: int, teasers: int, learned: dict[str, int]
) -> None:
    found = dict(find_repeated_lines(_articles(number, teasers)).values())
    assert found == learned


def test_spellings_of_a_line_count_together_and_once_per_article() -> None:
    other = TEASER.upper().replace("BẠN ĐỌC", "bạn  đọc")
    articles: list[Texts] = [(TEASER, other, [])] * 3 + [(None, other, [])] * 2
    assert find_repeated_lines(articles) == {comparable(TEASER): (TEASER, 5)}
    assert find_repeated_lines(articles[:4]) == {}


@pytest.mark.parametrize(
    ("article", "learned"),
    [
        ((TEASER, OWN, []), True),
        ((None, f"{TEASER}\n\n{OWN}", []), True),
        ((None, f"{OWN}\n\n{TEASER}", []), True),
        ((None, f"{OWN}\n\n{TEASER}", [TEASER]), False),  # a caption
        ((None, "\n\n".join([OWN] * 3 + [TEASER] + [OWN] * 3), []), False),  # a quotation
        ((None, f"{OWN}\n\n– – – – – – – – –", []), False),  # no words
    ],
)
def test_only_lines_at_the_top_and_the_end_are_learned(article: Texts, learned: bool) -> None:
    lead, body, captions = article
    articles = [(lead, body.replace("{}", str(i)), captions) for i in range(6)]
    assert (comparable(TEASER) in find_repeated_lines(articles)) == learned
    assert "" not in find_repeated_lines(articles)


LINES = st.sampled_from([TEASER, TEASER.upper(), OWN, "Kết quả bước đầu", "", "– – – – – – – – –"])


@given(st.lists(st.tuples(st.none() | LINES, LINES, st.lists(LINES, max_size=1)), min_size=5))
def test_a_learned_line_is_in_at_least_five_articles(articles: list[Texts]) -> None:
    for key, (line, count) in find_repeated_lines(articles).items():
        holders = [a for a in articles if key in (comparable(a[0] or ""), comparable(a[1]))]
        assert 5 <= count <= len(holders)
        assert comparable(line) == key
        assert len(key.split()) >= 8


def _page(*paragraphs: str) -> bytes:
    text = "".join(f"<p>{p}</p>" for p in paragraphs)
    return f"<h1>Thôn Gò Sim mở đường ra đồng</h1><div>{text}</div>".encode()


def test_a_repeated_line_is_cut_and_noted() -> None:
    repeated = frozenset({comparable(TEASER)})
    page = _page(OWN.format(1), OWN.format(2), TEASER)
    assert TEASER in read(page).body
    found = explain(page, repeated=repeated)
    assert found.article.body == f"{OWN.format(1)}\n\n{OWN.format(2)}"
    assert [(cut.text, cut.reason) for cut in found.notes.cuts] == [
        (TEASER, "it is repeated on many pages of this site")
    ]


def test_a_text_that_is_mostly_repeated_is_kept_with_a_doubt() -> None:
    lines = [OWN.format(1), OWN.format(2), TEASER]
    repeated = frozenset(comparable(line) for line in lines[:2])
    article = read(_page(*lines), repeated=repeated)
    assert article.body == "\n\n".join(lines)
    assert "text: most of it stands on other pages too" in article.doubts


def test_a_crawl_learns_the_lines_that_the_next_one_cuts(run: Command, tmp_path: Path) -> None:
    site = Site()
    site.articles_with(TEASER, *range(1, 8))
    for newest in (6, 7):
        site.responses[LISTING] = listing([*range(1, newest + 1)])
        with served(site) as origin:
            done = run("danvan", "crawl", "nbtv", "--origin", origin)
        assert done.returncode == 0, done.stderr
    with closing(sqlite3.connect(tmp_path / "archive.db")) as connection:
        learned = connection.execute("SELECT site, line, articles FROM repeated_lines").fetchall()
        assert learned == [("nbtv", TEASER, 6)]
        connection.execute("UPDATE repeated_lines SET kept = 1")
        connection.commit()
    with closing(sqlite3.connect(tmp_path / "archive.db")) as connection:
        before = connection.execute("SELECT url, body FROM articles").fetchall()
    (tmp_path / "archive.db").rename(tmp_path / "before.db")
    done = run("danvan", "import", *sorted((tmp_path / "captures").glob("*/*.warc.gz")))
    assert done.returncode == 0, done.stderr
    with closing(sqlite3.connect(tmp_path / "archive.db")) as connection:
        rebuilt = connection.execute("SELECT url, body FROM articles").fetchall()
    assert sorted(rebuilt) == sorted(before), "what was learned between two crawls of a day, too"
    (tmp_path / "before.db").rename(tmp_path / "archive.db")
    site.articles_with(TEASER, 8)
    site.responses[LISTING] = listing([*range(1, 9)])
    with served(site) as origin:
        done = run("danvan", "crawl", "nbtv", "--origin", origin)
    with closing(sqlite3.connect(tmp_path / "archive.db")) as connection:
        bodies = connection.execute("SELECT body FROM articles ORDER BY id").fetchall()
    assert [TEASER in body for (body,) in bodies] == [True] * 6 + [False, True]
