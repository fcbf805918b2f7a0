"""The ledger: what became of every URL, and what is to be asked for again."""

import dataclasses
import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Select, select, update
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import DatabaseError, IntegrityError

from archive.database import ArchiveError, in_one_sentence
from archive.models import Article, Listing, Outcome, Page, Province, Run, Site
from archive.provinces import PROVINCE_NOW
from extraction.article import Article as ExtractedArticle
from extraction.text import comparable, d_words, word_count

# What failed is asked for again after a day, then after 2, 4, 8, 16 and every 30 days; a little
# less than a day, so that a crawl at the same hour of the next night finds it due.
_FIRST_RETRY = timedelta(hours=20)
_LAST_RETRY = timedelta(days=30)
_ASKED_AGAIN = frozenset((Outcome.FAILED, Outcome.BLOCKED, Outcome.REFUSED))

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
    published: str | None = None
    article_id: int | None = None
    requested: bool = True
    """False where the site was not asked, because its robots.txt forbids it."""
    again: bool = False
    """Due again at once: it was outside the period that this crawl asked for."""


def now() -> str:
    """Return the time as the archive writes it: ISO 8601, UTC, whole seconds."""
    return _written(datetime.now(UTC))


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def text_digest(text: str) -> str:
    """Return the digest by which two pages have the same text: SHA-256 of its comparable form."""
    return hashlib.sha256(comparable(text).encode()).hexdigest()


class Archive:
    """The one writer of an archive: batches of pages, each in one transaction.

    All sites of a crawl share it; it lives in one thread. Its methods raise ArchiveError, with one
    sentence, where the database cannot go on (a full disk, another program's lock); what was
    committed before stays.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: Connection = engine.connect()
        self._pending = 0

    def read(self, query: Select[*tuple[Any, ...]]) -> Sequence[Any]:
        """Return the rows of a query, seeing what is not committed yet."""
        with self._in_one_sentence():
            rows = self._connection.execute(query).all()
            if not self._pending:
                self._connection.rollback()  # reading alone must not hold the write lock
        return rows

    def write(self, statement: Any) -> Any:
        """Execute a statement within the running batch."""
        self._pending += 1
        with self._in_one_sentence():
            return self._connection.execute(statement)

    @property
    def pending(self) -> int:
        """How many statements wait for `commit`."""
        return self._pending

    def commit(self) -> None:
        """End the running batch."""
        with self._in_one_sentence():
            self._connection.commit()
        self._pending = 0

    def close(self) -> None:
        """Commit and let go of the connection."""
        try:
            self.commit()
        finally:
            self._connection.close()

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

    def _open_run(self) -> int:
        province_now = PROVINCE_NOW[self.site.province]
        for name in {self.site.province, province_now}:
            self._upsert(Province, {"name": name, "name_now": PROVINCE_NOW.get(name, name)}, "name")
        self._upsert(Site, dataclasses.asdict(self.site), "name")
        result = self.archive.write(
            insert(Run).values(site=self.site.name, started=self.started, reasons=[])
        )
        self.archive.commit()
        return int(result.inserted_primary_key[0])

    def _upsert(self, table: type[Any], values: dict[str, Any], key: str) -> None:
        statement = insert(table).values(**values)
        changed = {name: statement.excluded[name] for name in values if name != key}
        self.archive.write(statement.on_conflict_do_update(index_elements=[key], set_=changed))

    # What to ask for

    def is_due(self, key: str) -> bool:
        """Say whether the article with this key is to be asked for in this crawl."""
        rows = self.archive.read(
            select(Page.next_check, Page.published).where(
                Page.site == self.site.name, Page.key == key
            )
        )
        if any(next_check is None for next_check, _ in rows):
            return False  # settled, under one of its URLs
        due = (at <= self.started and published in self.period for at, published in rows)
        return not rows or any(due)

    def was_known(self, key: str) -> bool:
        """Say whether the article was in the ledger before this crawl."""
        query = select(Page.first_seen).where(Page.site == self.site.name, Page.key == key)
        rows = self.archive.read(query)
        return bool(rows) and rows[0][0] < self.started

    def was_read_through(self, listing: str) -> bool:
        """Say whether a listing was read to its end once, and without a gap since."""
        rows = self.archive.read(select(Listing.read_through).where(Listing.url == listing))
        return bool(rows) and rows[0][0] is not None

    def mark_listing(self, listing: str, *, read_through: bool) -> None:
        """Note that a listing was read to its end, or that reading it has begun."""
        values = {
            "url": listing,
            "site": self.site.name,
            "read_through": now() if read_through else None,
        }
        self._upsert(Listing, values, "url")
        self.archive.commit()

    # What became of it

    def article_with_text(self, digest: str) -> tuple[int, str] | None:
        """Return id and URL of the article that has this text already."""
        rows = self.archive.read(
            select(Article.id, Article.url).where(Article.text_sha256 == digest)
        )
        return (rows[0][0], rows[0][1]) if rows else None

    def add_article(self, article: ExtractedArticle, fetched: datetime) -> int:
        """Insert an article and return its id."""
        result = self.archive.write(
            insert(Article).values(
                title=article.title,
                published=article.published,
                site=self.site.name,
                province=self.site.province,
                province_now=PROVINCE_NOW[self.site.province],
                topics=list(article.topics),
                section=article.section,
                lead=article.lead,
                body=article.body,
                author=article.author,
                unit=article.unit,
                byline=article.byline,
                published_raw=article.published_raw,
                captions=list(article.captions),
                evidence=[dataclasses.asdict(item) for item in article.evidence],
                words=word_count(article.text),
                layout=article.layout,
                url=article.url,
                first_captured=_written(fetched),
                text_sha256=text_digest(article.text),
                d_words=d_words(article.title, article.lead, article.body),
            )
        )
        return int(result.inserted_primary_key[0])

    def record(self, entry: Entry) -> None:
        """Write the one outcome of a URL, in place of any earlier one."""
        failed = entry.outcome in _ASKED_AGAIN
        fetched = _written(entry.fetched)
        rows = self.archive.read(select(Page.failures).where(Page.url == entry.url))
        failures = (rows[0][0] if rows else 0) + 1 if failed else 0
        next_check = fetched if entry.again else None
        if failed:
            wait = min(_FIRST_RETRY * 2 ** min(failures - 1, 10), _LAST_RETRY)
            next_check = _written(entry.fetched + wait)
        statement = insert(Page).values(
            url=entry.url,
            site=self.site.name,
            key=entry.key,
            outcome=entry.outcome.value,
            reason=entry.reason,
            status=entry.status,
            first_seen=fetched,
            last_fetched=fetched if entry.requested else None,
            etag=entry.etag,
            last_modified=entry.last_modified,
            next_check=next_check,
            failures=failures,
            published=entry.published,
            article_id=entry.article_id,
        )
        kept = {"id", "url", "site", "key", "first_seen"}
        changed = {c.name: c for c in statement.excluded if c.name not in kept}
        self.archive.write(statement.on_conflict_do_update(index_elements=["url"], set_=changed))
        self.outcomes[entry.outcome] += 1

    # How it went

    def close(self, *, finished: bool) -> tuple[str, list[str]]:
        """Write how the crawl of the site went, and return its verdict and the reasons.

        `finished` is False where the crawl was stopped from outside.
        """
        verdict, reasons = self._judge(finished=finished)
        counts = {outcome.value: self.outcomes[outcome] for outcome in Outcome}
        self.archive.write(
            update(Run)
            .where(Run.id == self._run_id)
            .values(
                finished=now(),
                requests=self.outcomes.total(),
                listings=self.listings,
                verdict=verdict,
                reasons=reasons,
                **counts,
            )
        )
        if verdict != "failed":
            self.archive.write(
                update(Site).where(Site.name == self.site.name).values(last_good_crawl=self.started)
            )
        self.archive.commit()
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
        if sum(bad.values()) > total * _MOST_BAD:
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
        if total and sum(bad.values()) == total:
            return "failed", ["not one page could be read", *reasons]
        return ("doubtful" if doubtful else "good"), reasons
