"""How right the extraction is, on saved pages with their gold text."""

import json
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from extraction import Article, FetchedPage, Layout, SiteRules, extract
from extraction.text import comparable

Extractor = Callable[[bytes, str], Article]
"""From the bytes of a page and its URL to what was read."""

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
    """Strings of `must_not` that stand in title, lead or body."""
    milliseconds: float = 0.0
    """CPU time of the extraction."""

    def to_dict(self) -> dict[str, Any]:
        """Return the fields as JSON can carry them."""
        return asdict(self)


def gold_entry(
    file: str, article: Article, before: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return a gold entry made of what the extraction found, for a person to correct.

    `reviewed` is false until somebody has compared it with the page and removed the mark. What an
    entry had `before` beside those fields, such as `must_not`, is kept.
    """
    found = {
        "title": article.title,
        "published": article.published,
        "author": article.author,
        "text": article.text,
    }
    kept = {"file": file, "kind": "article", "url": article.url, **(before or {})}
    if all(kept.get(name) == value for name, value in found.items()):
        return kept
    return {**kept, **found, "must_not": kept.get("must_not", []), "reviewed": False}


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
    read: Callable[[Path], bytes],
    extractor: Extractor,
) -> list[Score]:
    """Score every article page; `read` returns a saved page's bytes."""
    scores: list[Score] = []
    for entry in gold:
        if entry.get("kind", "article") != "article":
            continue
        content = read(folder / entry["file"])
        if not scores:
            extractor(content, entry["url"])  # what it loads once is not the page's time
        started = time.process_time()
        article = extractor(content, entry["url"])
        seconds = time.process_time() - started
        scores.append(replace(score_page(article, entry), milliseconds=seconds * 1000))
    return scores


def with_layouts(layouts: Mapping[str, tuple[Layout, ...]]) -> Extractor:
    """Return our own extraction, with the layouts of each host."""

    def extractor(content: bytes, url: str) -> Article:
        host = (urlsplit(url).hostname or "").removeprefix("www.")
        return extract(FetchedPage(content, url), SiteRules(layouts.get(host, ()))).article

    return extractor


def score_page(article: Article, gold: Mapping[str, Any]) -> Score:
    """Compare one article with its gold entry."""
    text = gold.get("text")
    shown = f"{article.title or ''}\n{article.text}"
    return Score(
        file=gold["file"],
        text=f1(article.text, text) if text else None,
        title=comparable(article.title or "") == comparable(gold.get("title") or ""),
        published=_date_verdict(article.published, gold.get("published")),
        author=comparable(article.author or "") == comparable(gold.get("author") or ""),
        leaked=tuple(s for s in gold.get("must_not") or () if s in shown),
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
