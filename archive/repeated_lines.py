"""Lines that stand on many pages of one site: boilerplate, whatever its markup.

Learned from the stored articles at the end of a crawl, applied by the next one. Only lines at the
top or at the end of articles are learned: what recurs in their middle is a quotation. A line once
learned stays learned, for the articles that come after it do not have it any more; the operator can
set its mark `kept`.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.dialects.sqlite import insert

from archive.models import Article, RepeatedLine
from extraction.text import comparable

NEWEST = 500  # articles of a site that are looked at: a few megabytes of text
_FEWEST_ARTICLES = 5
_LEAST_SHARE = 0.05  # of the articles looked at
_FEWEST = 8  # words; shorter lines, such as "Kết quả bước đầu" or "Ảnh: TTXVN", may well recur
_TOP, _END = 2, 3  # lines of an article

ARTICLES: Select[str | None, str, list[str]] = (
    select(Article.lead, Article.body, Article.captions)
    .where(Article.site == bindparam("site"))
    .order_by(Article.id.desc())
    .limit(NEWEST)
)
LINES: Select[str] = select(RepeatedLine.key).where(
    RepeatedLine.site == bindparam("site"), RepeatedLine.kept.is_(False)
)

_put = insert(RepeatedLine)
PUT = _put.on_conflict_do_update(
    index_elements=["site", "key"],
    set_={"articles": func.max(RepeatedLine.articles, _put.excluded.articles)},
)


def repeated_lines(
    articles: Iterable[tuple[str | None, str, Sequence[str]]],
) -> dict[str, tuple[str, int]]:
    """Return the lines that stand in many of `articles`: as first printed, and in how many.

    The key is a line's comparable form. An article is its lead, its body and its captions, which
    are not counted.
    """
    counts: Counter[str] = Counter()
    printed: dict[str, str] = {}
    total = 0
    for lead, body, captions in articles:
        total += 1
        lines = [line for part in (lead, body) if part for line in part.split("\n\n")]
        keys = {comparable(line): line for line in reversed(lines[:_TOP] + lines[_TOP:][-_END:])}
        for caption in captions:
            keys.pop(comparable(caption), None)
        for key, line in keys.items():
            if len(key.split()) >= _FEWEST:
                counts[key] += 1
                printed.setdefault(key, line)
    least = max(_FEWEST_ARTICLES, total * _LEAST_SHARE)
    return {key: (printed[key], count) for key, count in counts.items() if count >= least}


def rows(
    site: str, articles: Iterable[tuple[str | None, str, Sequence[str]]], learned: str
) -> list[dict[str, Any]]:
    """Return rows of `repeated_lines` for a site."""
    return [
        {"site": site, "key": key, "line": line, "articles": count, "learned": learned}
        for key, (line, count) in repeated_lines(articles).items()
    ]
