"""The ledger: what came of every URL, and what the archive knows of a page."""

import dataclasses
from collections.abc import Iterator

from sqlalchemy import bindparam, select
from sqlalchemy.orm import aliased

from archive.models import ArticleRow, Outcome, PageRow
from archive.provinces import PROVINCE_NOW
from archive.rows import article_columns, revision_row, updated_columns
from archive.schedule import REVISIT_DAYS, failure_weight, next_retry, next_revisit
from archive.statements import ADD_REVISION, CLEAR_DUE, SET_GONE, UPDATE_ARTICLE
from archive.times import format_time, parse_time
from archive.visit import StoredArticle, Visit
from archive.writer import Archive, Change, PendingWrite, Row
from extraction import Layout

READ = (Outcome.STORED, Outcome.UNCHANGED, Outcome.REVISED)
"""Outcomes of a page that shows an article of the archive."""


@dataclasses.dataclass(frozen=True, slots=True)
class SiteFacts:
    """What the archive needs to know of a site, from its card."""

    name: str
    title: str
    province: str
    host: str
    family: str
    revisit_days: tuple[int, ...] = REVISIT_DAYS
    layouts: tuple[Layout, ...] = ()


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
_SELECT_PAGE = select(PageRow.first_seen, PageRow.failures).where(PageRow.url == bindparam("url"))
_page_of_key = aliased(PageRow)
_SELECT_ARTICLE_OF_KEY = (
    select(*(getattr(ArticleRow, field.name) for field in dataclasses.fields(StoredArticle)))
    .join(_page_of_key, _page_of_key.url == ArticleRow.url)
    .where(_page_of_key.site == bindparam("site"), _page_of_key.key == bindparam("key"))
    .order_by(ArticleRow.id)
)


class Ledger:
    """Records the visits to one site, and looks up what came of earlier ones."""

    def __init__(self, archive: Archive, site: SiteFacts) -> None:
        self._archive = archive
        self._site = site

    def is_new(self, key: str) -> bool:
        """Return whether the ledger has nothing of an article, under any URL."""
        return not self._archive.read(SELECT_PAGES_OF_KEY, site=self._site.name, key=key)

    def has_page(self, url: str) -> bool:
        """Return whether the ledger has a page with exactly this URL."""
        return bool(self._archive.read(_SELECT_PAGE, url=url))

    def article_of(self, key: str) -> StoredArticle | None:
        """Return the article with a key, whatever URL it was read from."""
        rows = self._archive.read(_SELECT_ARTICLE_OF_KEY, site=self._site.name, key=key)
        return StoredArticle(*rows[0]) if rows else None

    def record(self, visit: Visit) -> None:
        """Write the outcome of a visit, in place of any earlier one, and its article."""
        fetched = format_time(visit.fetched)
        self._archive.add(
            PendingWrite(
                page=self._page_row(visit, fetched),
                article=self._article_row(visit, fetched),
                capture=_capture_row(visit),
                updates=tuple(self._updates(visit, fetched)),
            )
        )

    def _page_row(self, visit: Visit, fetched: str) -> Row:
        article, stored = visit.article, visit.stored
        is_page = visit.status == 200  # validators are those of a page that was sent
        return {
            "url": visit.url,
            "site": self._site.name,
            "key": visit.key,
            "outcome": visit.outcome,
            "reason": visit.reason,
            "status": visit.status,
            "first_seen": fetched,
            "last_fetched": fetched if visit.requested else None,
            "etag": visit.etag if is_page else None,
            "last_modified": visit.last_modified if is_page else None,
            **self._next_check(visit, fetched),
            "published": article.published if article is not None else None,
            "redirects_to": visit.redirects_to,
            "text": article.text_sha256 if article is not None and article.text else None,
            "stored_id": stored.id if stored is not None else None,
        }

    def _next_check(self, visit: Visit, fetched: str) -> Row:
        """Return when the page is due again, and the weight of its failures in a row."""
        assert visit.outcome is not None
        rows = () if visit.is_new else self._archive.read(_SELECT_PAGE, url=visit.url)
        first_seen, failures = fetched, 0.0
        for row in rows:
            first_seen, failures = min(row.first_seen, fetched), row.failures
        weight = failure_weight(visit.outcome, visit.status)
        failures = failures + weight if weight else 0
        due = None
        if visit.due_again:
            due = visit.fetched
        elif weight:
            due = next_retry(visit.fetched, failures)
        elif visit.outcome in READ or (visit.outcome is Outcome.GONE and visit.stored is not None):
            due = next_revisit(parse_time(first_seen), visit.fetched, self._site.revisit_days)
        return {"next_check": format_time(due) if due is not None else None, "failures": failures}

    def _article_row(self, visit: Visit, fetched: str) -> Row | None:
        if visit.outcome is not Outcome.STORED or visit.article is None:
            return None
        return {
            **article_columns(visit.article),
            "site": self._site.name,
            "province": self._site.province,
            "province_now": PROVINCE_NOW[self._site.province],
            "url": visit.article.url,
            "first_captured": fetched,
        }

    def _updates(self, visit: Visit, fetched: str) -> Iterator[Change]:
        """Yield what changes in rows that are there already."""
        for url in visit.redirected_from:
            yield CLEAR_DUE, {"cleared_url": url}
        stored, article = visit.stored, visit.article
        if stored is None:
            return
        if visit.outcome is Outcome.REVISED and article is not None:
            before = visit.before or stored
            yield ADD_REVISION, revision_row(stored.id, before, article, fetched, "edited")
            yield UPDATE_ARTICLE.values(updated_columns(article)), {"stored_id": stored.id}
        if visit.outcome is Outcome.GONE and stored.gone_since is None:
            yield SET_GONE, {"stored_id": stored.id, "gone_since": fetched}
        elif visit.outcome in READ and (stored.gone_since or visit.url != stored.url):
            # At another URL it may be gone in this very batch.
            yield SET_GONE, {"stored_id": stored.id, "gone_since": None}


def _capture_row(visit: Visit) -> Row | None:
    if visit.capture is None:
        return None
    row = dataclasses.asdict(visit.capture)
    return row | {"page_url": visit.url, "fetched": format_time(visit.capture.fetched)}
