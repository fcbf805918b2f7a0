"""The statements that write the archive, built once: building takes longer than executing."""

from typing import Any

from sqlalchemy import bindparam, case, func, insert, null, select, update
from sqlalchemy.dialects.sqlite import Insert
from sqlalchemy.dialects.sqlite import insert as upsert

from archive.models import (
    ArticleRow,
    Base,
    CaptureFileRow,
    CaptureRow,
    HostRequestsRow,
    ListingRow,
    PageRow,
    ProvinceRow,
    RevisionRow,
    RunRow,
    SiteRow,
)


def _values(table: type[Base], **computed: Any) -> Insert:
    names = [column.name for column in table.__table__.columns if column.name != "id"]
    return upsert(table).values({name: computed.get(name, bindparam(name)) for name in names})


def _put(table: type[Base], key: str, *kept: str) -> Insert:
    """Insert a row, or update the one with the same `key` in all but the `kept` columns.

    Never use INSERT OR REPLACE: it deletes the row first, which corrupts the search index.
    """
    statement = _values(table)
    names = [column.name for column in table.__table__.columns]
    changed = {n: statement.excluded[n] for n in names if n not in ("id", key, *kept)}
    return statement.on_conflict_do_update(index_elements=[key], set_=changed)


def _add_host_requests() -> Insert:
    """Add to the requests that a host got in this night; those of an earlier night are replaced."""
    statement = _values(HostRequestsRow)
    new, old = statement.excluded, HostRequestsRow.__table__.c
    total = case((old.night == new.night, old.requests + new.requests), else_=new.requests)
    changed = {"night": new.night, "requests": total}
    return statement.on_conflict_do_update(index_elements=["host"], set_=changed)


def _put_page() -> Insert:
    """Insert or update a page, which keeps what its last response did not say.

    It points at its own article, or else at the one with its text. It no longer does if it has
    another text.
    """
    own = select(ArticleRow.id).where(ArticleRow.url == bindparam("url"))
    with_text = select(ArticleRow.id).where(ArticleRow.text_sha256 == bindparam("text"))
    statement = _values(
        PageRow,
        article_id=func.coalesce(
            bindparam("stored_id"), own.scalar_subquery(), with_text.scalar_subquery()
        ),
    )
    new, old = statement.excluded, PageRow.__table__.c
    kept = ("id", "url", "site", "key")
    changed = {c.name: new[c.name] for c in PageRow.__table__.columns if c.name not in kept}
    changed["first_seen"] = func.min(new.first_seen, old.first_seen)
    changed["last_fetched"] = func.coalesce(new.last_fetched, old.last_fetched)
    for name in ("title", "published"):
        changed[name] = func.coalesce(new[name], old[name])
    old_article = case((bindparam("shows_text"), null()), else_=old.article_id)
    changed["article_id"] = func.coalesce(new.article_id, old_article)
    for validator in ("etag", "last_modified"):  # of the last page that was sent in full
        changed[validator] = case((new.status == 200, new[validator]), else_=old[validator])
    return statement.on_conflict_do_update(index_elements=["url"], set_=changed)


PUT_PROVINCE = _put(ProvinceRow, "name")
PUT_SITE = _put(SiteRow, "name", "last_good_crawl")
PUT_LISTING = _put(ListingRow, "url")
PUT_PAGE = _put_page()
ADD_HOST_REQUESTS = _add_host_requests()
ADD_RUN = insert(RunRow)
FAIL_KILLED_RUNS = (
    update(RunRow)
    .where(RunRow.verdict.is_(None))
    .values(verdict="failed", reasons=["it was killed before its end"])
)
ADD_ARTICLE = insert(ArticleRow)
ADD_FILE = upsert(CaptureFileRow).on_conflict_do_nothing(index_elements=["file"])
ADD_CAPTURE = (
    upsert(CaptureRow)
    .values(
        page_id=select(PageRow.id).where(PageRow.url == bindparam("page_url")).scalar_subquery(),
        **{name: bindparam(name) for name in
           ("fetched", "file", "offset", "length", "sha256", "status", "record")},
    )
    .on_conflict_do_nothing(index_elements=["file", "offset"])
)  # fmt: skip
ADD_REVISION = insert(RevisionRow).values(
    number=select(func.coalesce(func.max(RevisionRow.number), 0) + 1)
    .where(RevisionRow.article_id == bindparam("article_id"))
    .scalar_subquery(),
    **{name: bindparam(name) for name in
       ("article_id", "seen", "cause", "changed", "title", "lead", "body", "author", "published")},
)  # fmt: skip
UPDATE_ARTICLE = update(ArticleRow).where(ArticleRow.id == bindparam("stored_id"))
"""Add the columns to change with `.values()`."""
SET_GONE = (
    update(ArticleRow)
    .where(ArticleRow.id == bindparam("stored_id"))
    .values(gone_since=bindparam("gone_since"))
)
MARK_INDEXED = (
    update(CaptureFileRow)
    .where(CaptureFileRow.file == bindparam("ended_file"))
    .values(settled=bindparam("end_offset"))
)
CLOSE_FILE = (
    update(CaptureFileRow)
    .where(CaptureFileRow.file == bindparam("closed_file"))
    .values(closed=bindparam("closed"))
)
CLEAR_DUE = update(PageRow).where(PageRow.url == bindparam("cleared_url")).values(next_check=None)
