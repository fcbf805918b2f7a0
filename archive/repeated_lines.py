"""Lines that appear on many pages of one site: boilerplate, whatever its markup.

They are learned from the stored articles at the end of a run and cut by the next one. Only lines at
the top or at the end of articles are learned: what recurs in the middle is a quotation. A line
stays learned, because later articles are stored without it; the operator can mark it as `kept`.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.dialects.sqlite import insert

from archive.models import ArticleRow, RepeatedLineRow
from archive.times import now
from archive.writer import Archive
from extraction.text import comparable

NEWEST = 500  # articles of a site that are read: a few megabytes of text
_MIN_ARTICLES = 5
_MIN_SHARE = 0.05  # of the articles that are read
_MIN_WORDS = 8  # shorter lines, such as "Kết quả bước đầu" or "Ảnh: TTXVN", may well recur
_TOP, _END = 2, 3  # lines of an article

_SELECT_ARTICLES: Select[str | None, str, list[str]] = (
    select(ArticleRow.lead, ArticleRow.body, ArticleRow.captions)
    .where(ArticleRow.site == bindparam("site"))
    .order_by(ArticleRow.id.desc())
    .limit(NEWEST)
)
_SELECT_KEYS: Select[str] = select(RepeatedLineRow.key).where(
    RepeatedLineRow.site == bindparam("site"), RepeatedLineRow.kept.is_(False)
)
_put = insert(RepeatedLineRow)
_PUT = _put.on_conflict_do_update(
    index_elements=["site", "key"],
    set_={"articles": func.max(RepeatedLineRow.articles, _put.excluded.articles)},
)


def repeated_keys(archive: Archive, site: str) -> frozenset[str]:
    """Return the lines to cut from the pages of a site, in their comparable form."""
    return frozenset(row.key for row in archive.read(_SELECT_KEYS, site=site))


def learn_repeated_lines(archive: Archive, site: str) -> None:
    """Store the lines that appear in many of a site's articles."""
    learned = now()
    rows = [
        {"site": site, "key": key, "line": line, "articles": count, "learned": learned}
        for key, (line, count) in find_repeated_lines(
            archive.read(_SELECT_ARTICLES, site=site)
        ).items()
    ]
    if rows:
        archive.write((_PUT, rows))


def find_repeated_lines(
    articles: Iterable[tuple[str | None, str, Sequence[str]]],
) -> dict[str, tuple[str, int]]:
    """Return the lines that appear in many of `articles`: as first printed, and in how many.

    The keys are the lines' comparable forms. An article is its lead, its body and its captions;
    captions are not counted.
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
            if len(key.split()) >= _MIN_WORDS:
                counts[key] += 1
                printed.setdefault(key, line)
    least = max(_MIN_ARTICLES, total * _MIN_SHARE)
    return {key: (printed[key], count) for key, count in counts.items() if count >= least}
