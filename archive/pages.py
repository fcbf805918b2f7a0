"""What the ledger knows of the pages of a site, and of the articles that they show."""

import dataclasses

from sqlalchemy import bindparam, select
from sqlalchemy.orm import aliased

from archive.models import ArticleRow, PageRow, RevisionRow
from archive.outcomes import READ, Outcome
from archive.writer import Archive


@dataclasses.dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article of the archive, as it was read last."""

    id: int
    url: str
    title: str | None
    lead: str | None
    body: str
    author: str | None
    unit: str | None
    byline: str | None
    published: str | None
    published_raw: str | None
    text_sha256: str
    gone_since: str | None
    first_captured: str


SELECT_PAGES_OF_KEY = select(
    PageRow.url,
    PageRow.outcome,
    PageRow.redirects_to,
    PageRow.article_id,
    PageRow.next_check,
    PageRow.published,
    PageRow.first_seen,
    PageRow.last_fetched,
).where(PageRow.site == bindparam("site"), PageRow.key == bindparam("key"))
SELECT_PAGE = select(
    PageRow.first_seen, PageRow.failures, PageRow.outcome, PageRow.redirects_to
).where(PageRow.url == bindparam("url"))
_page_of_key = aliased(PageRow)
_SELECT_ARTICLE_OF_KEY = (
    select(*(getattr(ArticleRow, field.name) for field in dataclasses.fields(StoredArticle)))
    .join(_page_of_key, _page_of_key.url == ArticleRow.url)
    .where(_page_of_key.site == bindparam("site"), _page_of_key.key == bindparam("key"))
    .order_by(ArticleRow.id)
)
_had_title = (
    select(RevisionRow.id)
    .where(RevisionRow.article_id == ArticleRow.id, RevisionRow.title == bindparam("title"))
    .exists()
)
_SELECT_NAMESAKE = (
    select(ArticleRow.id)
    .where(ArticleRow.site == bindparam("site"), ArticleRow.id != bindparam("stored_id"))
    .where((ArticleRow.title == bindparam("title")) | _had_title)
    .limit(1)
)


class Pages:
    """Looks up the pages of one site."""

    def __init__(self, archive: Archive, site: str) -> None:
        self._archive = archive
        self._site = site

    def is_new(self, key: str) -> bool:
        """Return whether nothing is known of an article, under any URL."""
        return not self._archive.read(SELECT_PAGES_OF_KEY, site=self._site, key=key)

    def has(self, url: str) -> bool:
        """Return whether there is a page with exactly this URL."""
        return bool(self._archive.read(SELECT_PAGE, url=url))

    def failures(self, url: str) -> float:
        """Return the weight of a page's failures in a row; 0 if the page is unknown."""
        rows = self._archive.read(SELECT_PAGE, url=url)
        return float(rows[0].failures) if rows else 0.0

    def redirect_of(self, url: str) -> str | None:
        """Return where a page redirected when it was fetched last; None if it did not or failed."""
        rows = self._archive.read(SELECT_PAGE, url=url)
        is_redirect = bool(rows) and rows[0].outcome == Outcome.DUPLICATE
        return rows[0].redirects_to if is_redirect else None

    def was_read(self, url: str) -> bool:
        """Return whether a page showed an article of the archive when it was fetched last."""
        rows = self._archive.read(SELECT_PAGE, url=url)
        return bool(rows) and rows[0].outcome in READ

    def article_of(self, key: str) -> StoredArticle | None:
        """Return the article with a key, whatever URL it was read from."""
        rows = self._archive.read(_SELECT_ARTICLE_OF_KEY, site=self._site, key=key)
        return StoredArticle(*rows[0]) if rows else None

    def is_title_of_another(self, title: str, stored: StoredArticle) -> bool:
        """Return whether another article of the site has or had a title: it is the site's name."""
        values = {"site": self._site, "title": title, "stored_id": stored.id}
        return bool(self._archive.read(_SELECT_NAMESAKE, **values))
