"""Scores of an extractor on saved pages with gold texts."""

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from extraction.article import Article
from extraction.extract import extract
from extraction.inputs import FetchedPage, SiteRules
from extraction.overlap import f1
from extraction.second_reader import DISAGREEMENT
from extraction.text import comparable

Extractor = Callable[[bytes, str], Article]
"""From the bytes of a page and its URL to an Article."""


@dataclass(frozen=True, slots=True)
class Score:
    """How well an article was extracted from one page."""

    file: str
    text: float | None
    """F1 between 0 and 1; None if the gold entry has no text."""
    title: bool
    """Whether the title is right."""
    published: str
    """`right`, `wrong` or `missing` (None although the page has a date)."""
    author: bool
    """Whether the author is right."""
    leaked: tuple[str, ...]
    """Strings of the gold entry's `must_not` that are in title, lead or body."""
    doubted: bool = False
    """Whether trafilatura disagrees on a text for which few witnesses speak."""
    milliseconds: float = 0.0
    """CPU time of the extraction, without the time to load libraries."""

    def to_dict(self) -> dict[str, Any]:
        """Return the fields as types that JSON has."""
        return asdict(self)


def gold_entry(
    file: str, article: Article, before: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return a gold entry with the extracted fields, for a person to correct.

    If it differs from the entry `before`, it has `"reviewed": false`, which the person removes.
    Other fields of `before`, such as `must_not`, are kept.
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

    Raises OSError if the file cannot be read, and ValueError if it is malformed.
    """
    entries = json.loads((folder / "gold.json").read_text("utf-8"))
    if not isinstance(entries, list) or not all(
        isinstance(e, dict) and "file" in e and "url" in e for e in entries
    ):
        raise ValueError("gold.json is not a list of entries with file and url")
    return entries


def score_folder(
    folder: Path,
    gold: Sequence[Mapping[str, Any]],
    read: Callable[[Path], bytes],
    extractor: Extractor,
) -> list[Score]:
    """Score an extractor on every article page of a folder; `read` returns a saved page's bytes."""
    scores: list[Score] = []
    for entry in gold:
        if entry.get("kind", "article") != "article":
            continue
        content = read(folder / entry["file"])
        if not scores:
            extractor(
                content, entry["url"]
            )  # loads libraries and fills caches before the time is taken
        started = time.process_time()
        article = extractor(content, entry["url"])
        seconds = time.process_time() - started
        scores.append(replace(score_page(article, entry), milliseconds=seconds * 1000))
    return scores


def with_rules(rules: Mapping[str, SiteRules]) -> Extractor:
    """Return our own extraction as an extractor; `rules` are by host, without `www.`."""

    def extractor(content: bytes, url: str) -> Article:
        host = (urlsplit(url).hostname or "").removeprefix("www.")
        return extract(FetchedPage(content, url), rules.get(host, SiteRules())).article

    return extractor


def score_page(article: Article, gold: Mapping[str, Any]) -> Score:
    """Return the score of an article, compared with its gold entry."""
    text = gold.get("text")
    shown = f"{article.title or ''}\n{article.text}"
    return Score(
        file=gold["file"],
        text=f1(article.text, text) if text else None,
        title=comparable(article.title or "") == comparable(gold.get("title") or ""),
        published=_date_verdict(article.published, gold.get("published")),
        author=comparable(article.author or "") == comparable(gold.get("author") or ""),
        leaked=tuple(s for s in gold.get("must_not") or () if s in shown),
        doubted=DISAGREEMENT in article.doubts,
    )


def _date_verdict(found: str | None, wanted: str | None) -> str:
    """Compare two dates to the precision that both have, at most to the minute."""
    if wanted is None:
        return "right" if found is None else "wrong"
    if found is None:
        return "missing"
    length = min(len(found), len(wanted), 16)
    return "right" if found[:length] == wanted[:length] else "wrong"
