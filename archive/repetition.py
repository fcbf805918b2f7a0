"""Lines that stand on many pages of one site: boilerplate, whatever its markup.

Learned from the stored articles at the end of a crawl, applied by the next one. A line once learned
stays learned: the articles that come after it do not have it any more.
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

ARTICLES: Select[str | None, str] = (
    select(Article.lead, Article.body)
    .where(Article.site == bindparam("site"))
    .order_by(Article.id.desc())
    .limit(NEWEST)
)
LINES: Select[str] = select(RepeatedLine.line).where(RepeatedLine.site == bindparam("site"))

_put = insert(RepeatedLine)
PUT = _put.on_conflict_do_update(
    index_elements=["site", "line"],
    set_={"articles": func.max(RepeatedLine.articles, _put.excluded.articles)},
)


def repeated_lines(articles: Iterable[Sequence[str | None]]) -> dict[str, int]:
    """Return the lines that stand in many of `articles`, each with in how many.

    An article is its lead and its body. Lines are counted by their comparable form, and returned as
    the first article has them.
    """
    counts: Counter[str] = Counter()
    printed: dict[str, str] = {}
    total = 0
    for parts in articles:
        total += 1
        lines = [line for part in parts if part for line in part.split("\n\n")]
        keys = {comparable(line): line for line in reversed(lines) if len(line.split()) >= _FEWEST}
        counts.update(keys.keys())
        for key, line in keys.items():
            printed.setdefault(key, line)
    least = max(_FEWEST_ARTICLES, total * _LEAST_SHARE)
    return {printed[key]: count for key, count in counts.items() if count >= least}


def rows(site: str, articles: Iterable[Sequence[str | None]], learned: str) -> list[dict[str, Any]]:
    """Return rows of `repeated_lines` for a site."""
    return [
        {"site": site, "line": line, "articles": count, "learned": learned}
        for line, count in repeated_lines(articles).items()
    ]
