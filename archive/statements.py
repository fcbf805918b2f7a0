"""The statements that write the archive, built once: building takes longer than executing."""

from typing import Any

from sqlalchemy import bindparam, case, func, insert, select, update
from sqlalchemy.dialects.sqlite import Insert
from sqlalchemy.dialects.sqlite import insert as upsert

from archive.models import (
    Article,
    Base,
    Capture,
    CaptureFile,
    Listing,
    Page,
    Province,
    Revision,
    Run,
    Site,
)


def _values(table: type[Base], **computed: Any) -> Insert:
    names = [column.name for column in table.__table__.columns if column.name != "id"]
    return upsert(table).values({name: computed.get(name, bindparam(name)) for name in names})


def _put(table: type[Base], key: str, *kept: str) -> Insert:
    """Insert a row, or change the one with the same `key` in all but the `kept` columns.

    Never INSERT OR REPLACE: that deletes the row first, and with it the truth of the search index.
    """
    statement = _values(table)
    names = [column.name for column in table.__table__.columns]
    changed = {n: statement.excluded[n] for n in names if n not in ("id", key, *kept)}
    return statement.on_conflict_do_update(index_elements=[key], set_=changed)


def _put_page() -> Insert:
    """A page keeps what its last answer was silent about.

    It points at the article that has its text: its own, or the first of several.
    """
    text = select(Article.id).where(Article.text_sha256 == bindparam("text")).scalar_subquery()
    statement = _values(Page, article_id=func.coalesce(bindparam("known"), text))
    new, old = statement.excluded, Page.__table__.c
    kept = ("id", "url", "site", "key", "first_seen")
    changed = {c.name: new[c.name] for c in Page.__table__.columns if c.name not in kept}
    changed["last_fetched"] = func.coalesce(new.last_fetched, old.last_fetched)
    changed["published"] = func.coalesce(new.published, old.published)
    changed["article_id"] = func.coalesce(old.article_id, new.article_id)
    for validator in ("etag", "last_modified"):  # they are those of the last page that was sent
        changed[validator] = case((new.status == 200, new[validator]), else_=old[validator])
    return statement.on_conflict_do_update(index_elements=["url"], set_=changed)


PUT_PROVINCE = _put(Province, "name")
PUT_SITE = _put(Site, "name", "last_good_crawl")
PUT_LISTING = _put(Listing, "url")
PUT_PAGE = _put_page()
ADD_RUN = insert(Run)
ADD_ARTICLE = insert(Article)
ADD_FILE = upsert(CaptureFile).on_conflict_do_nothing(index_elements=["file"])
ADD_CAPTURE = (
    upsert(Capture)
    .values(
        page_id=select(Page.id).where(Page.url == bindparam("page_url")).scalar_subquery(),
        **{name: bindparam(name) for name in
           ("fetched", "file", "offset", "length", "sha256", "status", "record")},
    )
    .on_conflict_do_nothing(index_elements=["file", "offset"])
)  # fmt: skip
ADD_REVISION = insert(Revision).values(
    number=select(func.coalesce(func.max(Revision.number), 0) + 1)
    .where(Revision.article_id == bindparam("article_id"))
    .scalar_subquery(),
    **{name: bindparam(name) for name in
       ("article_id", "seen", "cause", "changed", "title", "lead", "body", "author", "published")},
)  # fmt: skip
READ_ANEW = update(Article).where(Article.id == bindparam("known_id"))
"""Give it the columns to change as values."""
SET_GONE = (
    update(Article)
    .where(Article.id == bindparam("known_id"))
    .values(gone_since=bindparam("gone_since"))
)
SETTLE = (
    update(CaptureFile)
    .where(CaptureFile.file == bindparam("ended"))
    .values(settled=bindparam("end"))
)
SETTLE_PAGE = update(Page).where(Page.url == bindparam("settled_url")).values(next_check=None)
