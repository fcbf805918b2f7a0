"""The ledger: what became of every URL, and what is to be asked for again."""

import dataclasses
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.orm import aliased

from archive import repeated_lines as repetition
from archive.database import ArchiveError
from archive.models import Article, Capture, CaptureFile, Listing, Outcome, Page, Run, Site
from archive.provinces import PROVINCE_NOW
from archive.rows import columns_anew, columns_of
from archive.schedule import LOOKS, next_look, retry, weight
from archive.statements import ADD_RUN, PUT_LISTING, PUT_PROVINCE, PUT_SITE, SETTLE, SETTLE_PAGE
from archive.times import moment, now, written
from archive.verdict import judge
from archive.warc.records import Captured, Exchange
from archive.writer import Archive, Change, Row, Waiting
from extraction.article import Article as ExtractedArticle

READ = (Outcome.STORED, Outcome.UNCHANGED, Outcome.REVISED)
"""Outcomes of a page that shows an article of the archive."""
REDIRECTS = "redirects to "
"""How the reason of a page begins that only leads to another."""
COMPARED = ("title", "lead", "body", "author", "published")
"""Fields of an article whose change is a revision."""


@dataclass(frozen=True, slots=True)
class SiteCard:
    """What the archive keeps of a site file."""

    name: str
    title: str
    province: str
    host: str
    family: str
    looks: tuple[int, ...] = LOOKS


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
class Known:
    """An article of the archive, as it was read last."""

    id: int
    url: str
    title: str | None
    lead: str | None
    body: str
    author: str | None
    published: str | None
    text_sha256: str
    gone_since: str | None


@dataclass(frozen=True, slots=True)
class Due:
    """A page that is to be asked for again."""

    url: str
    key: str
    etag: str | None = None
    """For a conditional request; None where the article could not be read last time."""
    last_modified: str | None = None
    leads_to: str | None = None
    """Where it redirected to, if that is what is to be asked for."""


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
    is_new: bool = False
    """Nothing is known of its key."""
    known: Known | None = None
    """The article that the page was known to show; it is changed where the outcome is `revised`."""
    before: Known | ExtractedArticle | None = None
    """That article as it was before the change, read by the rules of today."""
    captured: Captured | None = None
    via: tuple[str, ...] = ()
    """Pages that redirected to it, and are settled with it."""
    requested: bool = True
    """False where the site was not asked, because its robots.txt forbids it."""
    again: bool = False
    """Due again at once: it was outside the period that this crawl asked for."""


def changed_fields(before: Known | ExtractedArticle, after: ExtractedArticle) -> list[str]:
    """Return the names of the fields in which an article differs from how it was read before."""
    return [
        name
        for name in COMPARED
        if (getattr(before, name) or None) != (getattr(after, name) or None)
    ]


_PAGES_OF_KEY = select(
    Page.url,
    Page.outcome,
    Page.reason,
    Page.article_id,
    Page.next_check,
    Page.published,
    Page.first_seen,
    Page.last_fetched,
).where(Page.site == bindparam("site"), Page.key == bindparam("key"))
_OWN = select(Page.first_seen, Page.failures).where(Page.url == bindparam("url"))
_DUE_PAGES = (
    select(Page.url, Page.key, Page.outcome, Page.reason, Page.etag, Page.last_modified)
    .where(Page.site == bindparam("site"), Page.next_check <= bindparam("now"))
    .order_by(Page.next_check, Page.id)
)
_OF_KEY = aliased(Page)
_ARTICLE_OF_KEY = (
    select(*(getattr(Article, field.name) for field in dataclasses.fields(Known)))
    .join(_OF_KEY, _OF_KEY.url == Article.url)
    .where(_OF_KEY.site == bindparam("site"), _OF_KEY.key == bindparam("key"))
    .order_by(Article.id)
)
_WHOLE = (
    select(Capture.fetched, Capture.sha256, Capture.file, Capture.offset)
    .join(Page, Page.id == Capture.page_id)
    .where(Page.url == bindparam("url"), Capture.status == 200, Capture.record == "response")
    .order_by(Capture.fetched.desc(), Capture.id.desc())
)
_LAST_WHOLE = _WHOLE.limit(1)
_MOST_WHOLE = 50  # captures of a page that a revisit may repeat
_FILES = (
    select(CaptureFile.file, CaptureFile.settled)
    .where(CaptureFile.site == bindparam("site"))
    .order_by(CaptureFile.file)
)
_PLACES = select(Capture.offset, (Capture.offset + Capture.length).label("end")).where(
    Capture.file == bindparam("file"), Capture.offset >= bindparam("settled")
)


class Ledger:
    """The ledger of one site during one run."""

    def __init__(
        self, archive: Archive, site: SiteCard, period: Period | None = None, kind: str = "crawl"
    ) -> None:
        self.archive = archive
        self.site = site
        self.period = period or Period()
        self.kind = kind
        self.started = now()
        self.outcomes: Counter[Outcome] = Counter()
        self.listings = 0
        self.remarks: Counter[str] = Counter()
        self.without_layout = 0
        self.fault: str | None = None
        """Why the archive cannot go on, in one sentence; nothing is written from then on."""
        self.on_fault: Callable[[str], None] = lambda _: None
        self.may_settle = True
        """False while captures of a killed run are taken up."""
        self._run_id = self._open_run()
        self.repeated: frozenset[str] = frozenset()
        """Lines that stand on many pages of the site, in their comparable form."""
        self._know_repeated()

    def _open_run(self) -> int:
        site = dataclasses.asdict(self.site) | {"last_good_crawl": None}
        del site["looks"]
        run = {"site": self.site.name, "started": self.started, "kind": self.kind, "reasons": []}
        of_site = Run.site == self.site.name
        killed = update(Run).where(of_site, Run.verdict.is_(None))
        self.archive.write(
            (PUT_PROVINCE, [{"name": name, "name_now": now} for name, now in PROVINCE_NOW.items()]),
            (PUT_SITE, site),
            (killed.values(verdict="failed", reasons=["it was killed before its end"]), {}),
            (ADD_RUN, run),
        )
        return int(self.archive.read(select(func.max(Run.id).label("id")).where(of_site))[0].id)

    def _know_repeated(self) -> None:
        lines = self.archive.read(repetition.LINES, site=self.site.name)
        self.repeated = frozenset(row.key for row in lines)

    @contextmanager
    def guard(self) -> Iterator[None]:
        """Note an ArchiveError as the fault that ends the run, and tell whoever can end it."""
        try:
            yield
        except ArchiveError as error:
            if self.fault is None:
                self.fault = str(error)
                self.on_fault(self.fault)

    # What to ask for

    def due_pages(self) -> list[Due]:
        """Return the pages due again, the longest due first, whether or not a listing has them."""
        rows = self.archive.read(_DUE_PAGES, site=self.site.name, now=self.started)
        return [_due(row) for row in rows]

    def due_redirects(self) -> list[Due]:
        """Return those of them that only lead to another page."""
        of_redirects = _DUE_PAGES.where(Page.outcome == Outcome.DUPLICATE)
        rows = self.archive.read(of_redirects, site=self.site.name, now=self.started)
        return [due for due in map(_due, rows) if due.leads_to]

    def settle_page(self, url: str) -> None:
        """Note that a page that redirects leads to one that is known."""
        self.archive.write((SETTLE_PAGE, {"settled_url": url}))

    def is_due(self, key: str, url: str) -> bool:
        """Say whether the article with this key is to be asked for in this crawl, under this URL.

        Not if it is settled under one of its URLs: a URL that is gone, or that only redirects,
        settles nothing but itself. An article that was read is looked at again under the same URL.
        """
        rows = self.archive.read(_PAGES_OF_KEY, site=self.site.name, key=key)
        own = next((row for row in rows if row.url == url), None)
        if own is not None and own.outcome == Outcome.DUPLICATE:
            return False  # `due_pages` names where it leads to, as long as that is not known
        read = [row for row in rows if row.outcome in READ]
        if read and max(read, key=lambda row: row.last_fetched or "").url != url:
            return False
        for row in rows:
            elsewhere = row.outcome == Outcome.GONE or (
                row.outcome == Outcome.DUPLICATE
                and (row.article_id is None or row.reason.startswith(REDIRECTS))
            )
            if row.next_check is None and (row.url == url or not (elsewhere or row in read)):
                return False
        if own is None:
            return True
        return bool(own.next_check <= self.started) and own.published in self.period

    def is_new(self, key: str) -> bool:
        """Say whether the ledger has nothing of an article, under any URL."""
        return not self.archive.read(_PAGES_OF_KEY, site=self.site.name, key=key)

    def has_page(self, url: str) -> bool:
        """Say whether the ledger has a page with this very URL."""
        return bool(self.archive.read(_OWN, url=url))

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
        self.archive.write((PUT_LISTING, values))

    # What is known

    def article_of(self, key: str) -> Known | None:
        """Return the article behind a key, under whatever URL it was read."""
        rows = self.archive.read(_ARTICLE_OF_KEY, site=self.site.name, key=key)
        return Known(*rows[0]) if rows else None

    def last_whole_capture(self, url: str) -> Any | None:
        """Return fetched, sha256, file and offset of the last capture of a page with its text."""
        rows = self.archive.read(_LAST_WHOLE, url=url)
        return rows[0] if rows else None

    def whole_captures(self, url: str) -> Sequence[Any]:
        """Return the same of its last captures with their text, the newest first."""
        return self.archive.read(_WHOLE.limit(_MOST_WHOLE), url=url)

    def left_behind(self) -> list[tuple[Exchange, Captured]]:
        """Return the captures that a killed run wrote to the disk and not to the database."""
        found: list[tuple[Exchange, Captured]] = []
        for row in self.archive.read(_FILES, site=self.site.name):
            places = self.archive.read(_PLACES, file=row.file, settled=row.settled)
            found += self.archive.captures.left_behind(
                self.site.name, row.file, row.settled, {place.offset: place.end for place in places}
            )
        return found

    def settle(self) -> None:
        """Note that every record in the site's files is in the database."""
        ends = self.archive.captures.ends(self.site.name)
        rows = [{"ended": name, "end": end} for name, end in ends.items()]
        if rows:
            self.archive.write((SETTLE, rows))

    # What became of it

    def record(self, entry: Entry) -> None:
        """Write the one outcome of a URL, in place of any earlier one, and its article."""
        fetched = written(entry.fetched)
        article, known = entry.article, entry.known
        own = None if entry.is_new else next(iter(self.archive.read(_OWN, url=entry.url)), None)
        first_seen = min(own.first_seen, fetched) if own is not None else fetched
        counts = weight(entry.outcome, entry.status)
        failures = (own.failures if own is not None else 0) + counts if counts else 0
        next_check = None
        if entry.again:
            next_check = fetched
        elif counts:
            next_check = written(retry(entry.fetched, failures))
        elif entry.outcome in READ or (entry.outcome is Outcome.GONE and known is not None):
            look = next_look(moment(first_seen), entry.fetched, self.site.looks)
            next_check = written(look) if look is not None else None
        is_page = entry.status == 200  # validators are those of a page that was sent
        page = {
            "url": entry.url,
            "site": self.site.name,
            "key": entry.key,
            "outcome": entry.outcome.value,
            "reason": entry.reason,
            "status": entry.status,
            "first_seen": fetched,
            "last_fetched": fetched if entry.requested else None,
            "etag": entry.etag if is_page else None,
            "last_modified": entry.last_modified if is_page else None,
            "next_check": next_check,
            "failures": failures,
            "published": article.published if article is not None else None,
            "text": article.text_sha256 if article is not None and article.text else None,
            "known": known.id if known is not None else None,
        }
        self.archive.add(
            Waiting(
                page=page,
                article=self._new_article(entry, fetched),
                capture=_capture_row(entry) if entry.captured is not None else None,
                known_id=known.id if known is not None else None,
                settled=entry.via,
                **self._changes(entry, fetched),
            )
        )
        self.outcomes[entry.outcome] += 1

    def _new_article(self, entry: Entry, fetched: str) -> Row | None:
        if entry.outcome is not Outcome.STORED or entry.article is None:
            return None
        return {
            **columns_of(entry.article),
            "site": self.site.name,
            "province": self.site.province,
            "province_now": PROVINCE_NOW[self.site.province],
            "url": entry.article.url,
            "first_captured": fetched,
        }

    def _changes(self, entry: Entry, fetched: str) -> Row:
        known = entry.known
        if known is None:
            return {}
        changes: Row = {}
        if entry.outcome is Outcome.GONE and known.gone_since is None:
            changes["gone"] = (fetched,)
        elif entry.outcome in READ and (known.gone_since or entry.url != known.url):
            changes["gone"] = (None,)  # at another address it may be gone in this very batch
        if entry.outcome is Outcome.REVISED and entry.article is not None:
            changes["anew"] = columns_anew(entry.article)
            before = entry.before or known
            changes["revision"] = revision_row(known.id, before, entry.article, fetched, "edited")
        return changes

    # How it went

    def learn_repeated(self) -> None:
        """Learn the lines that stand on many pages of the site, for the pages that come."""
        articles = self.archive.read(repetition.ARTICLES, site=self.site.name)
        if repeated := repetition.rows(self.site.name, articles, now()):
            self.archive.write((repetition.PUT, repeated))
        self._know_repeated()

    def close(self, *, finished: bool) -> tuple[str, list[str]]:
        """Write how the run went, and return its verdict and the reasons.

        `finished` is False where it was stopped from outside.
        """
        self.archive.commit()
        is_crawl = self.kind == "crawl"
        verdict, reasons = judge(
            self.outcomes,
            self.remarks,
            without_layout=self.without_layout,
            listings=self.listings if is_crawl else None,
            finished=finished,
        )
        ended: dict[str, Any] = {
            "finished": now(),
            "requests": self.outcomes.total(),
            "listings": self.listings,
            "verdict": verdict,
            "reasons": reasons,
            **{outcome.value: self.outcomes[outcome] for outcome in Outcome},
        }
        changes: list[Change] = [(update(Run).where(Run.id == self._run_id).values(ended), {})]
        if is_crawl and verdict != "failed":
            crawled = update(Site).where(Site.name == self.site.name)
            changes.append((crawled.values(last_good_crawl=self.started), {}))
        self.archive.write(*changes)
        if self.fault is None:
            self.archive.captures.end_run(self.site.name)
        if finished and self.fault is None and self.may_settle:
            self.settle()
        self.learn_repeated()
        return verdict, reasons


def revision_row(
    article_id: int,
    before: Known | ExtractedArticle,
    after: ExtractedArticle,
    seen: str,
    cause: str,
) -> Row:
    """Return a row of `revisions`: how an article was before it changed."""
    return {
        **{name: getattr(before, name) for name in COMPARED},
        "article_id": article_id,
        "seen": seen,
        "cause": cause,
        "changed": changed_fields(before, after),
    }


def _due(row: Any) -> Due:
    if row.outcome == Outcome.DUPLICATE and row.reason.startswith(REDIRECTS):
        return Due(row.url, row.key, leads_to=row.reason.removeprefix(REDIRECTS))
    if row.outcome in READ:
        return Due(row.url, row.key, row.etag, row.last_modified)
    return Due(row.url, row.key)


def _capture_row(entry: Entry) -> Row:
    assert entry.captured is not None
    row = dataclasses.asdict(entry.captured)
    return row | {"page_url": entry.url, "fetched": written(entry.captured.fetched)}
