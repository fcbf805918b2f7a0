"""The ledger: what became of every URL, and what is to be asked for again."""

import dataclasses
import logging
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Executable, Select, bindparam, func, select, update
from sqlalchemy.dialects.sqlite import Insert, insert
from sqlalchemy.exc import DatabaseError, IntegrityError

from archive import repetition
from archive.database import ArchiveError, connect, in_one_sentence
from archive.models import Article, Base, Listing, Outcome, Page, Province, Run, Site
from archive.provinces import PROVINCE_NOW
from extraction.article import Article as ExtractedArticle

log = logging.getLogger("danvan")

# What failed is asked for again after a day, then after 2, 4, 8, 16 and every 30 days; a little
# less than a day, so that a crawl at the same hour of the next night finds it due.
_FIRST_RETRY = timedelta(hours=20)
_LAST_RETRY = timedelta(days=30)
_ASKED_AGAIN = frozenset((Outcome.FAILED, Outcome.BLOCKED, Outcome.REFUSED, Outcome.EMPTY))

_FEWEST = 5  # pages in a run from which on their outcomes say something of the site
_MOST_BAD = 0.1  # share of pages that may fail before a run is doubtful
_MOST_WITHOUT_LAYOUT = 0.5  # a site most of whose pages fit no layout has been redesigned

BATCH_PAGES = 50  # pages in one transaction, at the most


@dataclass(frozen=True, slots=True)
class SiteCard:
    """What the archive keeps of a site file."""

    name: str
    title: str
    province: str
    host: str
    family: str


@dataclass(frozen=True, slots=True)
class Period:
    """The days of publication that a crawl asks for, both inclusive; None is open."""

    since: str | None = None
    until: str | None = None

    def __contains__(self, published: str | None) -> bool:
        """An article without a date is never outside."""
        if published is None:
            return True
        day = published[:10]
        return (self.since or day) <= day <= (self.until or day)

    def __str__(self) -> str:
        return f"{self.since or '...'} to {self.until or '...'}"


@dataclass(frozen=True, slots=True)
class Entry:
    """What there is to write about one URL."""

    url: str
    key: str
    outcome: Outcome
    reason: str
    fetched: datetime
    status: int | None = None
    etag: str | None = None
    last_modified: str | None = None
    article: ExtractedArticle | None = None
    """What was read; it becomes a row of `articles` where the outcome is `stored`."""
    requested: bool = True
    """False where the site was not asked, because its robots.txt forbids it."""
    again: bool = False
    """Due again at once: it was outside the period that this crawl asked for."""


def now() -> str:
    """Return the time as the archive writes it: ISO 8601, UTC, whole seconds."""
    return _written(datetime.now(UTC))


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def _put(table: type[Base], key: str, *kept: str, **computed: Any) -> Insert:
    """Insert a row, or change the one with the same `key` in all but the `kept` columns.

    Never INSERT OR REPLACE: that deletes the row first, and with it the truth of the search index.
    """
    names = [column.name for column in table.__table__.columns if column.name != "id"]
    statement = insert(table).values(
        {name: computed.get(name, bindparam(name)) for name in names if name not in computed}
        | computed
    )
    changed = {n: statement.excluded[n] for n in names if n not in (key, *kept)}
    if "last_fetched" in changed:  # a page that is not asked for this time was fetched before
        before = table.__table__.c.last_fetched
        changed["last_fetched"] = func.coalesce(changed["last_fetched"], before)
    return statement.on_conflict_do_update(index_elements=[key], set_=changed)


# Built once: building a statement takes longer than executing it.
_PUT_PROVINCE = _put(Province, "name")
_PUT_SITE = _put(Site, "name", "last_good_crawl")
_PUT_LISTING = _put(Listing, "url")
_ADD_ARTICLE = insert(Article)
# A page points at the article that has its text: its own, or the first of several.
_PUT_PAGE = _put(
    Page,
    *("url", "id", "site", "key", "first_seen"),
    article_id=select(Article.id).where(Article.text_sha256 == bindparam("text")).scalar_subquery(),
)
_PAGES_OF_KEY = select(
    Page.url, Page.outcome, Page.article_id, Page.next_check, Page.published, Page.first_seen
).where(Page.site == bindparam("site"), Page.key == bindparam("key"))
_DUE_PAGES = select(Page.url, Page.key).where(
    Page.site == bindparam("site"), Page.next_check <= bindparam("now")
)
_URL_OF_TEXT = select(Article.url).where(Article.text_sha256 == bindparam("digest"))


class Archive:
    """The one writer of an archive: pages and articles in batches, each one transaction.

    All sites of a crawl share it; it lives in one thread. Its methods raise ArchiveError, with one
    sentence, where the database cannot go on (a full disk, another program's lock); what was
    committed before stays.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: Connection = engine.connect()
        self._reading: Connection = connect(engine.url).connect()
        self._articles: list[dict[str, Any]] = []
        self._pages: list[dict[str, Any]] = []
        self._urls: dict[str, str] = {}  # digest of a text -> URL, of the articles that wait

    def read(self, query: Select[*tuple[Any, ...]], **parameters: Any) -> Sequence[Any]:
        """Return the rows of a query; the batch that waits is not among them."""
        with self._in_one_sentence():
            return self._reading.execute(query, parameters).all()

    def write(self, *changes: tuple[Executable, dict[str, Any] | list[dict[str, Any]]]) -> None:
        """Execute statements with their values in a transaction of their own, at once."""
        with self._in_one_sentence(), self._connection.begin():
            for statement, values in changes:
                self._connection.execute(statement, values)

    def url_of_text(self, digest: str) -> str | None:
        """Return the URL of the article that has this text, stored already or in the batch."""
        if digest in self._urls:
            return self._urls[digest]
        rows = self.read(_URL_OF_TEXT, digest=digest)
        return rows[0].url if rows else None

    def add(self, page: dict[str, Any], article: dict[str, Any] | None = None) -> None:
        """Put a page, and the article on it if it is a new one, into the batch."""
        self._pages.append(page)
        if article is not None:
            self._articles.append(article)
            self._urls[article["text_sha256"]] = article["url"]
        if len(self._pages) >= BATCH_PAGES:
            self.commit()

    def commit(self) -> None:
        """Write the batch."""
        articles, pages = self._articles, self._pages
        self._articles, self._pages, self._urls = [], [], {}
        batch = [(_ADD_ARTICLE, articles), (_PUT_PAGE, pages)]
        try:
            self.write(*((statement, rows) for statement, rows in batch if rows))
        except ArchiveError:
            raise
        except Exception as error:  # one row that cannot be written must not cost the others
            log.error("a batch could not be written (%s); its pages go one by one", error)
            self._commit_one_by_one(articles, pages)

    def _commit_one_by_one(
        self, articles: list[dict[str, Any]], pages: list[dict[str, Any]]
    ) -> None:
        waiting = {article["text_sha256"]: article for article in articles}
        for page in pages:
            article = waiting.pop(page["text"], None) if page["outcome"] == "stored" else None
            try:
                self.write(*([(_ADD_ARTICLE, article)] if article else []), (_PUT_PAGE, page))
            except ArchiveError:
                raise
            except Exception as error:
                log.error("%r could not be stored: %s", page["url"], error)
                reason = f"could not be stored: {type(error).__name__}"
                failed = {"outcome": "failed", "reason": reason, "text": None, "published": None}
                self.write((_PUT_PAGE, page | failed))

    def close(self) -> None:
        """Write the batch and let go of the connection."""
        try:
            self.commit()
        finally:
            self._connection.close()
            self._reading.close()
            self._reading.engine.dispose()

    @contextmanager
    def _in_one_sentence(self) -> Iterator[None]:
        try:
            yield
        except IntegrityError:
            raise  # a fault of this program, not of the database
        except DatabaseError as error:
            raise ArchiveError(in_one_sentence(self._engine, error)) from error


class Ledger:
    """The ledger of one site during one crawl."""

    def __init__(self, archive: Archive, site: SiteCard, period: Period) -> None:
        self.archive = archive
        self.site = site
        self.period = period
        self.started = now()
        self.outcomes: Counter[Outcome] = Counter()
        self.listings = 0
        self.remarks: Counter[str] = Counter()
        self.without_layout = 0
        self._run_id = self._open_run()
        lines = archive.read(repetition.LINES, site=site.name)
        self.repeated = frozenset(row.key for row in lines)
        """Lines that stand on many pages of the site, in their comparable form."""

    def _open_run(self) -> int:
        provinces = [{"name": name, "name_now": now} for name, now in PROVINCE_NOW.items()]
        run = {"site": self.site.name, "started": self.started, "reasons": []}
        self.archive.write(
            (_PUT_PROVINCE, provinces),
            (_PUT_SITE, {**dataclasses.asdict(self.site), "last_good_crawl": None}),
            (insert(Run), run),
        )
        rows = self.archive.read(
            select(func.max(Run.id).label("id")).where(Run.site == self.site.name)
        )
        return int(rows[0].id)

    # What to ask for

    def due_pages(self) -> list[tuple[str, str]]:
        """Return URL and key of the pages due again, whether or not a listing has them."""
        rows = self.archive.read(_DUE_PAGES, site=self.site.name, now=self.started)
        return [(row.url, row.key) for row in rows]

    def is_due(self, key: str, url: str) -> bool:
        """Say whether the article with this key is to be asked for in this crawl, under this URL.

        Not if it is settled under one of its URLs: a URL that is gone, or that only redirects,
        settles nothing but itself.
        """
        rows = self.archive.read(_PAGES_OF_KEY, site=self.site.name, key=key)
        for row in rows:
            elsewhere = row.outcome == Outcome.GONE or (
                row.outcome == Outcome.DUPLICATE and row.article_id is None
            )
            if row.next_check is None and (row.url == url or not elsewhere):
                return False
        own = next((row for row in rows if row.url == url), None)
        if own is None:
            return True
        return bool(own.next_check <= self.started) and own.published in self.period

    def was_known(self, key: str) -> bool:
        """Say whether the article was in the ledger before this crawl."""
        rows = self.archive.read(_PAGES_OF_KEY, site=self.site.name, key=key)
        return any(row.first_seen < self.started for row in rows)

    def was_read_through(self, listing: str) -> bool:
        """Say whether a listing was read to its end once, and without a gap since."""
        rows = self.archive.read(select(Listing.read_through).where(Listing.url == listing))
        return bool(rows) and rows[0].read_through is not None

    def mark_listing(self, listing: str, *, read_through: bool) -> None:
        """Note that a listing was read to its end, or that reading it has begun."""
        values = {
            "url": listing,
            "site": self.site.name,
            "read_through": now() if read_through else None,
        }
        self.archive.write((_PUT_LISTING, values))

    # What became of it

    def record(self, entry: Entry) -> None:
        """Write the one outcome of a URL, in place of any earlier one, and a new article."""
        fetched = _written(entry.fetched)
        article = entry.article
        new = None
        if entry.outcome is Outcome.STORED and article is not None:
            new = self._row(article, fetched)
        failures, next_check = 0, fetched if entry.again else None
        if entry.outcome in _ASKED_AGAIN:
            rows = self.archive.read(select(Page.failures).where(Page.url == entry.url))
            failures = (rows[0].failures if rows else 0) + 1
            wait = min(_FIRST_RETRY * 2 ** min(failures - 1, 10), _LAST_RETRY)
            next_check = _written(entry.fetched + wait)
        page = {
            "url": entry.url,
            "site": self.site.name,
            "key": entry.key,
            "outcome": entry.outcome.value,
            "reason": entry.reason,
            "status": entry.status,
            "first_seen": fetched,
            "last_fetched": fetched if entry.requested else None,
            "etag": entry.etag,
            "last_modified": entry.last_modified,
            "next_check": next_check,
            "failures": failures,
            "published": article.published if article is not None else None,
            "text": article.text_sha256 if article is not None and article.text else None,
        }
        self.archive.add(page, new)
        self.outcomes[entry.outcome] += 1

    def _row(self, article: ExtractedArticle, captured: str) -> dict[str, Any]:
        return {
            "title": article.title,
            "published": article.published,
            "site": self.site.name,
            "province": self.site.province,
            "province_now": PROVINCE_NOW[self.site.province],
            "topics": list(article.topics),
            "section": article.section,
            "lead": article.lead,
            "body": article.body,
            "author": article.author,
            "unit": article.unit,
            "byline": article.byline,
            "published_raw": article.published_raw,
            "captions": list(article.captions),
            "evidence": [dataclasses.asdict(item) for item in article.evidence],
            "words": article.words,
            "doubts": list(article.doubts),
            "layout": article.layout,
            "url": article.url,
            "first_captured": captured,
            "text_sha256": article.text_sha256,
            "d_words": article.d_words,
        }

    # How it went

    def close(self, *, finished: bool) -> tuple[str, list[str]]:
        """Write how the crawl of the site went, and return its verdict and the reasons.

        `finished` is False where the crawl was stopped from outside.
        """
        verdict, reasons = self._judge(finished=finished)
        counts = {outcome.value: self.outcomes[outcome] for outcome in Outcome}
        ended: dict[str, Any] = {
            "finished": now(),
            "requests": self.outcomes.total(),
            "listings": self.listings,
            "verdict": verdict,
            "reasons": reasons,
            **counts,
        }
        self.archive.commit()
        changes: list[tuple[Executable, dict[str, Any] | list[dict[str, Any]]]] = [
            (update(Run).where(Run.id == self._run_id).values(ended), {})
        ]
        if verdict != "failed":
            crawled = update(Site).where(Site.name == self.site.name)
            changes.append((crawled.values(last_good_crawl=self.started), {}))
        articles = self.archive.read(repetition.ARTICLES, site=self.site.name)
        if repeated := repetition.rows(self.site.name, articles, now()):
            changes.append((repetition.PUT, repeated))
        self.archive.write(*changes)
        return verdict, reasons

    def _judge(self, *, finished: bool) -> tuple[str, list[str]]:
        """A site that could not be read has failed; one that answered oddly is doubtful."""
        reasons = [
            f"{remark} ({count} times)" if count > 1 else remark
            for remark, count in sorted(self.remarks.items())
        ]
        doubtful = bool(reasons)
        total, read = self.outcomes.total(), self.outcomes[Outcome.STORED]
        bad = {
            outcome.value: self.outcomes[outcome]
            for outcome in (Outcome.FAILED, Outcome.BLOCKED, Outcome.EMPTY)
            if self.outcomes[outcome]
        }
        if total >= _FEWEST and sum(bad.values()) > total * _MOST_BAD:
            named = ", ".join(f"{count} {name}" for name, count in bad.items())
            reasons.insert(0, f"many pages could not be read: {named}, of {total}")
            doubtful = True
        if self.without_layout:
            reasons.append(f"{self.without_layout} of {read} articles fitted no layout of the site")
            doubtful |= self.without_layout > read * _MOST_WITHOUT_LAYOUT
        if not finished:
            return "failed", ["the crawl was stopped before its end", *reasons]
        if not self.listings:
            return "failed", ["no listing could be read", *reasons]
        if total >= _FEWEST and sum(bad.values()) == total:
            return "failed", ["not one page could be read", *reasons]
        return ("doubtful" if doubtful else "good"), reasons
