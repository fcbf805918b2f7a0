"""The tables, as SQLAlchemy models. `docs/tables.md` explains every column to researchers."""

from typing import Any

from sqlalchemy import JSON, Computed, ForeignKey, Index, MetaData, String, UniqueConstraint, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

MIN_DATED = 100_000_000
"""The least `newest` of an article with a date; without one, it is the article's number."""
_NEWEST = f"coalesce(strftime('%s', substr(published, 1, 16)) / 60, 0) * {MIN_DATED} + id"
# Unique and never null: a list that is sorted by it has each article on exactly one page. A number,
# as five indexes of a release have it; below 2^53 until the year 2141, which JavaScript can read.


def _partial(name: str, *columns: str, where: str) -> Index:
    """Return an index of the few rows that a night asks for, however many there are."""
    return Index(name, *columns, sqlite_where=text(where))


class Base(DeclarativeBase):
    """All tables of the archive."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class ProvinceRow(Base):
    """A province before 1 July 2025, and the province that it has been part of since."""

    __tablename__ = "provinces"

    name: Mapped[str] = mapped_column(primary_key=True)
    name_now: Mapped[str]


class SiteRow(Base):
    """A news site, from its card in `spiders/`."""

    __tablename__ = "sites"

    name: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    province: Mapped[str | None] = mapped_column(ForeignKey("provinces.name"))
    host: Mapped[str]
    family: Mapped[str]
    last_good_crawl: Mapped[str | None]
    kind: Mapped[str | None]
    state: Mapped[str | None]
    evidence: Mapped[list[str]] = mapped_column(JSON, server_default="[]")
    province_now: Mapped[str | None]


class PageRow(Base):
    """The ledger: one row for every article URL ever requested, with its one outcome."""

    __tablename__ = "pages"
    __table_args__ = (
        Index(None, "site", "key"),
        Index(None, "site", "outcome"),
        _partial("ix_pages_due", "site", "next_check", where="next_check IS NOT NULL"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    url: Mapped[str] = mapped_column(unique=True)
    site: Mapped[str] = mapped_column(ForeignKey("sites.name"))
    key: Mapped[str]
    outcome: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str]
    status: Mapped[int | None]
    first_seen: Mapped[str]
    last_fetched: Mapped[str | None]
    etag: Mapped[str | None]
    last_modified: Mapped[str | None]
    next_check: Mapped[str | None]
    failures: Mapped[float] = mapped_column(default=0)
    published: Mapped[str | None]
    article_id: Mapped[int | None] = mapped_column(ForeignKey("articles.id"), index=True)
    redirects_to: Mapped[str | None]
    title: Mapped[str | None]


class ArticleRow(Base):
    """An article; a second page with the same text does not make a second article."""

    __tablename__ = "articles"
    __table_args__ = (Index(None, "site", "published"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str | None]
    published: Mapped[str | None] = mapped_column(index=True)
    year: Mapped[int | None] = mapped_column(
        Computed("CAST(substr(published, 1, 4) AS INTEGER)", persisted=False), index=True
    )
    site: Mapped[str] = mapped_column(ForeignKey("sites.name"), index=True)
    province: Mapped[str | None] = mapped_column(ForeignKey("provinces.name"), index=True)
    province_now: Mapped[str | None] = mapped_column(index=True)
    topics: Mapped[list[str]] = mapped_column(JSON)
    section: Mapped[str | None]
    lead: Mapped[str | None]
    body: Mapped[str]
    author: Mapped[str | None]
    unit: Mapped[str | None]
    byline: Mapped[str | None]
    published_raw: Mapped[str | None]
    captions: Mapped[list[str]] = mapped_column(JSON)
    evidence: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    words: Mapped[int]
    layout: Mapped[str]
    url: Mapped[str] = mapped_column(unique=True)
    first_captured: Mapped[str]
    duplicate_of: Mapped[int | None] = mapped_column(ForeignKey("articles.id"), index=True)
    text_sha256: Mapped[str] = mapped_column(unique=True)
    d_words: Mapped[str]
    doubts: Mapped[list[str]] = mapped_column(JSON, server_default="[]")
    gone_since: Mapped[str | None]
    day: Mapped[str | None] = mapped_column(Computed("substr(published, 1, 10)", persisted=False))
    month: Mapped[str | None] = mapped_column(Computed("substr(published, 1, 7)", persisted=False))
    newest: Mapped[int] = mapped_column(Computed(_NEWEST, persisted=False), index=True, unique=True)


class RevisionRow(Base):
    """An article as it was before a change; `articles` has it as it is after the last change."""

    __tablename__ = "revisions"
    __table_args__ = (UniqueConstraint("article_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"))
    number: Mapped[int]
    seen: Mapped[str]
    cause: Mapped[str] = mapped_column(String(8))
    changed: Mapped[list[str]] = mapped_column(JSON)
    title: Mapped[str | None]
    lead: Mapped[str | None]
    body: Mapped[str]
    author: Mapped[str | None]
    published: Mapped[str | None]


class CaptureFileRow(Base):
    """A WARC file in the captures folder; its row is written before its first byte.

    Every record before the offset `settled` is indexed in `captures`. A file that is `closed` has
    no other ones, and will have none.
    """

    __tablename__ = "capture_files"
    __table_args__ = (_partial("ix_capture_files_open", "site", where="closed IS NULL"),)

    file: Mapped[str] = mapped_column(primary_key=True)
    site: Mapped[str] = mapped_column(ForeignKey("sites.name"), index=True)
    opened: Mapped[str]
    settled: Mapped[int]
    closed: Mapped[str | None]


class CaptureRow(Base):
    """A response to a request for an article: where its WARC record is."""

    __tablename__ = "captures"
    __table_args__ = (UniqueConstraint("file", "offset"), Index(None, "page_id", "fetched"))

    id: Mapped[int] = mapped_column(primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("pages.id"))
    fetched: Mapped[str]
    file: Mapped[str] = mapped_column(ForeignKey("capture_files.file"))
    offset: Mapped[int]
    length: Mapped[int]
    sha256: Mapped[str]
    status: Mapped[int]
    record: Mapped[str] = mapped_column(String(8))


class ListingRow(Base):
    """A listing, sitemap or search through which articles are found."""

    __tablename__ = "listings"
    __table_args__ = (Index(None, "site", "read_through"),)

    url: Mapped[str] = mapped_column(primary_key=True)
    site: Mapped[str] = mapped_column(ForeignKey("sites.name"))
    fully_crawled_at: Mapped[str | None] = mapped_column("read_through")
    etag: Mapped[str | None]
    last_modified: Mapped[str | None]
    last_sent: Mapped[str | None]


class RepeatedLineRow(Base):
    """A line that appears on many pages of one site, and is cut from later articles."""

    __tablename__ = "repeated_lines"

    site: Mapped[str] = mapped_column(ForeignKey("sites.name"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    line: Mapped[str]
    articles: Mapped[int]
    learned: Mapped[str]
    kept: Mapped[bool] = mapped_column(server_default="0")


class ProbeRow(Base):
    """A probe: a short visit to a site that checks its card."""

    __tablename__ = "probes"

    id: Mapped[int] = mapped_column(primary_key=True)
    site: Mapped[str] = mapped_column(index=True)
    url: Mapped[str]
    started: Mapped[str]
    finished: Mapped[str]
    requests: Mapped[int]
    verdict: Mapped[str]
    reasons: Mapped[list[str]] = mapped_column(JSON)
    report: Mapped[dict[str, Any]] = mapped_column(JSON)


class PauseRow(Base):
    """A site that is left alone for some time, by the operator's wish or because it blocks."""

    __tablename__ = "pauses"

    site: Mapped[str] = mapped_column(ForeignKey("sites.name"), primary_key=True)
    since: Mapped[str]
    until: Mapped[str]
    reason: Mapped[str]
    blocks: Mapped[int]


class RetiredHostRow(Base):
    """A host that the operator has retired: nothing is requested from it any more."""

    __tablename__ = "retired_hosts"

    host: Mapped[str] = mapped_column(primary_key=True)
    since: Mapped[str]
    reason: Mapped[str]


class HostRequestsRow(Base):
    """How many requests a host got in the last night in which it got any."""

    __tablename__ = "host_requests"

    host: Mapped[str] = mapped_column(primary_key=True)
    night: Mapped[str]
    requests: Mapped[int]


class RunRow(Base):
    """One run over one site: a crawl, an import or a re-extraction.

    Its outcomes add up to `requests`.
    """

    __tablename__ = "runs"
    __table_args__ = (_partial("ix_runs_under_way", "site", where="verdict IS NULL"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    site: Mapped[str] = mapped_column(ForeignKey("sites.name"), index=True)
    started: Mapped[str] = mapped_column(index=True)
    finished: Mapped[str | None]
    requests: Mapped[int] = mapped_column(default=0)
    listings: Mapped[int] = mapped_column(default=0)
    stored: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    revised: Mapped[int] = mapped_column(default=0)
    duplicate: Mapped[int] = mapped_column(default=0)
    off_topic: Mapped[int] = mapped_column(default=0)
    empty: Mapped[int] = mapped_column(default=0)
    blocked: Mapped[int] = mapped_column(default=0)
    gone: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
    failed: Mapped[int] = mapped_column(default=0)
    verdict: Mapped[str | None]
    reasons: Mapped[list[str]] = mapped_column(JSON, default=list)
    kind: Mapped[str] = mapped_column(String(8), server_default="crawl")
    measures: Mapped[dict[str, Any] | None] = mapped_column(JSON)


class WithdrawalRow(Base):
    """An article that is left out of what is published; the archive itself keeps it."""

    __tablename__ = "withdrawals"

    id: Mapped[int] = mapped_column(primary_key=True)
    url: Mapped[str]
    site: Mapped[str] = mapped_column(ForeignKey("sites.name"))
    key: Mapped[str]
    article_id: Mapped[int]  # no foreign key: the published file does not have the article
    withdrawn: Mapped[str]
    reason: Mapped[str]
    restored: Mapped[str | None]


class ReleaseRow(Base):
    """A release; only published files have rows, one for each release so far."""

    __tablename__ = "releases"

    version: Mapped[str] = mapped_column(primary_key=True)
    made: Mapped[str]
    rules: Mapped[str]
    articles: Mapped[int]
    withdrawn: Mapped[int]


class AlertRow(Base):
    """Trouble with a site, or with the machine, from the night it began to the night it ended."""

    __tablename__ = "alerts"
    __table_args__ = (Index(None, "site", "until"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    monitor: Mapped[str] = mapped_column(String(16))
    site: Mapped[str | None] = mapped_column(ForeignKey("sites.name"))
    level: Mapped[str] = mapped_column(String(8))
    since: Mapped[str]
    until: Mapped[str | None]
    message: Mapped[str]
    told: Mapped[str | None]
