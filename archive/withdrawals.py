"""Articles that are withdrawn from publication: the archive keeps them, published files do not."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Engine, bindparam, insert, inspect, select, update

from archive.models import ArticleRow, PageRow, WithdrawalRow
from archive.times import now
from archive.writer import Archive


@dataclass(frozen=True, slots=True)
class KnownArticle:
    """An article of the archive, and what identifies it at its site."""

    article_id: int
    url: str
    site: str
    key: str


_SELECT_ARTICLE = (
    select(ArticleRow.id, ArticleRow.url, PageRow.site, PageRow.key)
    .join(PageRow, PageRow.url == ArticleRow.url)
    .where(ArticleRow.id == bindparam("id"))
)
_SELECT_OF_URL = select(PageRow.article_id).where(
    PageRow.url == bindparam("url"), PageRow.article_id.is_not(None)
)
_SELECT_OF_KEY = select(PageRow.article_id).where(
    PageRow.site == bindparam("site"),
    PageRow.key == bindparam("key"),
    PageRow.article_id.is_not(None),
)
_IS_ITS = (
    WithdrawalRow.site == bindparam("its_site"),
    WithdrawalRow.key == bindparam("its_key"),
    WithdrawalRow.restored.is_(None),
)
_SELECT_WITHDRAWAL = select(WithdrawalRow.withdrawn).where(*_IS_ITS)
_RESTORE = update(WithdrawalRow).where(*_IS_ITS).values(restored=bindparam("time"))


def article_at(archive: Archive, url: str) -> KnownArticle | None:
    """Return the article that the page at a canonical URL shows, be it its own or a reprint."""
    return _known(archive, archive.read(_SELECT_OF_URL, url=url))


def article_of(archive: Archive, site: str, key: str) -> KnownArticle | None:
    """Return the article that a site has under a key, at whatever URL."""
    return _known(archive, archive.read(_SELECT_OF_KEY, site=site, key=key))


def _known(archive: Archive, found: Sequence[Any]) -> KnownArticle | None:
    rows = archive.read(_SELECT_ARTICLE, id=found[0].article_id) if found else ()
    return KnownArticle(*rows[0]) if rows else None


def withdrawn_since(archive: Archive, article: KnownArticle) -> str | None:
    """Return when an article was withdrawn, or None if it is not withdrawn now."""
    rows = archive.read(_SELECT_WITHDRAWAL, its_site=article.site, its_key=article.key)
    return rows[0].withdrawn if rows else None


def withdraw(archive: Archive, article: KnownArticle, reason: str) -> None:
    """Leave an article out of what is published from now on."""
    row = {**asdict(article), "withdrawn": now(), "reason": reason}
    archive.write((insert(WithdrawalRow), row))


def restore(archive: Archive, article: KnownArticle) -> None:
    """Undo the withdrawal of an article; its row stays, with the time."""
    keys = {"its_site": article.site, "its_key": article.key}
    archive.write((_RESTORE, {**keys, "time": now()}))


def withdrawals(engine: Engine) -> Sequence[Any]:
    """Return all withdrawals, those that were undone too, in their order."""
    if not inspect(engine).has_table(WithdrawalRow.__tablename__):
        return ()  # an archive that was last written before there were any
    with engine.connect() as connection:
        query = select(*WithdrawalRow.__table__.columns).order_by(WithdrawalRow.id)
        return connection.execute(query).all()
