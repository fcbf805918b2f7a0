"""What earlier runs saw of a site, so that a run can be judged by what is usual there."""

from dataclasses import dataclass, field

from sqlalchemy import bindparam, func, select

from archive.models import ArticleRow, RunRow
from archive.writer import Archive

_MAX_RUNS = 20
_MAX_ARTICLES = 500

_SELECT_RUNS = (
    select(RunRow.unchanged, RunRow.revised)
    .where(RunRow.site == bindparam("site"), RunRow.kind == "crawl", RunRow.verdict != "failed")
    .order_by(RunRow.id.desc())
    .limit(_MAX_RUNS)
)
_latest = (
    select(ArticleRow.published, ArticleRow.author)
    .where(ArticleRow.site == bindparam("site"))
    .order_by(ArticleRow.id.desc())
    .limit(_MAX_ARTICLES)
    .subquery()
)
_SELECT_FIELDS = select(func.count(), func.count(_latest.c.published), func.count(_latest.c.author))


@dataclass(slots=True)
class Fields:
    """How many articles were read, and how many of them show a date and an author."""

    articles: int = 0
    dated: int = 0
    signed: int = 0

    def add(self, published: str | None, author: str | None) -> None:
        """Count an article."""
        self.articles += 1
        self.dated += published is not None
        self.signed += author is not None


@dataclass(frozen=True, slots=True)
class History:
    """What was usual in the last runs of a site, and among its newest articles."""

    rechecked: int = 0
    """Articles that were visited again and could be read."""
    revised: int = 0
    """Of these, the ones that the newspaper had changed."""
    fields: Fields = field(default_factory=Fields)
    """Of its newest articles."""


def read_history(archive: Archive, site: str) -> History:
    """Return what is usual at a site before a run of it begins."""
    runs = archive.read(_SELECT_RUNS, site=site)
    revised = sum(run.revised for run in runs)
    rechecked = revised + sum(run.unchanged for run in runs)
    return History(rechecked, revised, Fields(*archive.read(_SELECT_FIELDS, site=site)[0]))
