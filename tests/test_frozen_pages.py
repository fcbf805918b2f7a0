"""The extraction on saved pages without layouts: 98 pages in 31 designs.

`danvan gold tests/pages NAME.html` writes an entry for a new page, or refreshes one.
"""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from danvan.extraction import read_page
from evaluation.scoring import Score, load_gold, score_folder, score_page

from .reading import read

PAGES = Path(__file__).parent / "pages"
GOLD = load_gold(PAGES)
REAL = Path(__file__).parents[2] / "shared" / "pages"
"""Real saved pages, which we may not publish; they are tested if they are beside the project."""
REAL_GOLD = [e for e in load_gold(REAL) if e["kind"] == "article"] if REAL.is_dir() else []
MIN_F1 = 0.97  # of the text of each page


def _wrong(score: Score) -> dict[str, Any]:
    judged = {
        "title": score.title,
        "published": score.published == "right",
        "author": score.author,
        "text": score.text is not None and score.text >= MIN_F1,
        "leaked": not score.leaked,
    }
    return {name: getattr(score, name) for name, good in judged.items() if not good}


@pytest.mark.parametrize(
    ("folder", "entry"),
    [(PAGES, entry) for entry in GOLD] + [(REAL, entry) for entry in REAL_GOLD],
    ids=lambda value: str(value["file"]) if isinstance(value, dict) else "",
)
def test_a_frozen_page(folder: Path, entry: dict[str, Any]) -> None:
    assert entry.get("reviewed", True), "compare the entry with its page, then remove `reviewed`"
    article = read(read_page(folder / entry["file"]), entry["url"])
    assert not _wrong(score_page(article, entry)), article.text


def test_every_page_has_an_entry() -> None:
    assert sorted(e["file"] for e in GOLD) == sorted(p.name for p in PAGES.glob("*.html*"))
    assert len(GOLD) >= 60
    assert len({entry["file"].rsplit("_", 1)[0].rsplit("-", 1)[0] for entry in GOLD}) >= 15


def test_the_mean_score_is_nearly_perfect() -> None:
    scores = score_folder(PAGES, GOLD, read_page, read)
    texts = [score.text for score in scores if score.text is not None]
    assert sum(texts) / len(texts) >= 0.995


@settings(max_examples=80, deadline=None)
@given(
    entry=st.sampled_from(GOLD),
    kind=st.sampled_from(["cut", "twice", "swapped", "noise"]),
    places=st.tuples(*[st.floats(0, 1)] * 3),
    noise=st.binary(max_size=40),
)
def test_damaged_pages_are_read_without_an_error(
    entry: dict[str, Any], kind: str, places: tuple[float, float, float], noise: bytes
) -> None:
    content = read_page(PAGES / entry["file"])
    a, b, c = sorted(int(place * len(content)) for place in places)
    damaged = {
        "cut": content[:a] + content[b:],
        "twice": content[:b] + content[a:],
        "swapped": content[:a] + content[b:c] + content[a:b] + content[c:],
        "noise": content[:a] + noise + content[a:],
    }[kind]
    article = read(damaged, entry["url"])
    assert article.published is None or article.published_raw
    assert "\n\n\n" not in article.body
    article.text.encode("utf-8")
