"""How right the extraction is, on saved pages with their gold text."""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from extraction.article import Article
from extraction.extract import extract
from extraction.layouts import Layout
from extraction.text import comparable

_GRAM = 4


@dataclass(frozen=True, slots=True)
class Score:
    """How one page came out; `text` is an F1 between 0 and 1, None where gold has no text."""

    file: str
    text: float | None
    title: bool
    published: str
    """`right`, `wrong` or `missing` (null although the page has a date)."""
    author: bool
    leaked: tuple[str, ...]
    """Strings of `must_not` that stand in the result."""

    def to_dict(self) -> dict[str, Any]:
        """Return the fields as JSON can carry them."""
        return asdict(self)


def load_gold(folder: Path) -> list[dict[str, Any]]:
    """Return the entries of `gold.json`: file, kind, url, title, published, author, text, must_not.

    Raises OSError or ValueError where the file is missing or malformed.
    """
    entries = json.loads((folder / "gold.json").read_text("utf-8"))
    if not isinstance(entries, list) or not all(
        isinstance(e, dict) and "file" in e and "url" in e for e in entries
    ):
        raise ValueError("gold.json is no list of entries with file and url")
    return entries


def score_folder(
    folder: Path,
    gold: Sequence[Mapping[str, Any]],
    layouts: Mapping[str, tuple[Layout, ...]],
    read: Callable[[Path], bytes],
) -> list[Score]:
    """Score every article page; `layouts` are by host, `read` returns a saved page's bytes."""
    scores = []
    for entry in gold:
        if entry.get("kind", "article") != "article":
            continue
        host = (urlsplit(entry["url"]).hostname or "").removeprefix("www.")
        content = read(folder / entry["file"])
        article = extract(content, entry["url"], layouts=layouts.get(host, ()))
        scores.append(score_page(article, entry))
    return scores


def score_page(article: Article, gold: Mapping[str, Any]) -> Score:
    """Compare one article with its gold entry."""
    text = gold.get("text")
    return Score(
        file=gold["file"],
        text=f1(article.text, text) if text else None,
        title=comparable(article.title or "") == comparable(gold.get("title") or ""),
        published=_date_verdict(article.published, gold.get("published")),
        author=comparable(article.author or "") == comparable(gold.get("author") or ""),
        leaked=tuple(s for s in gold.get("must_not") or () if s in article.text),
    )


def f1(found: str, wanted: str) -> float:
    """Return the F1 of the four-word grams of two texts.

    The measure of scrapinghub's article-extraction-benchmark, on comparable words; a text of
    fewer than four words counts as one gram.
    """
    left, right = _grams(found), _grams(wanted)
    common = sum((left & right).values())
    if not common:
        return 1.0 if left == right else 0.0
    precision, recall = common / left.total(), common / right.total()
    return 2 * precision * recall / (precision + recall)


def _grams(text: str) -> Counter[tuple[str, ...]]:
    words = comparable(text).split()
    return Counter(tuple(words[i : i + _GRAM]) for i in range(max(1, len(words) - _GRAM + 1)))


def _date_verdict(found: str | None, wanted: str | None) -> str:
    """Right to the precision that both have, to the minute at the most."""
    if wanted is None:
        return "right" if found is None else "wrong"
    if found is None:
        return "missing"
    length = min(len(found), len(wanted), 16)
    return "right" if found[:length] == wanted[:length] else "wrong"
