"""What a run over one site may request: due pages, new articles, listings."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, select, text

from archive.due import IS_REQUESTED
from archive.models import ListingRow, PageRow
from archive.outcomes import READ, Outcome
from archive.pages import SELECT_PAGES_OF_KEY
from archive.statements import CLEAR_DUE, PUT_LISTING
from archive.times import format_time, now, parse_time
from archive.writer import Archive


@dataclass(frozen=True, slots=True)
class DuePage:
    """A page that is to be requested again."""

    url: str
    key: str
    etag: str | None = None
    """For a conditional request; None if the article could not be read last time."""
    last_modified: str | None = None
    redirects_to: str | None = None
    """What is to be requested instead, if the page is a redirect."""


@dataclass(frozen=True, slots=True)
class Version:
    """What a site sent of a listing, by the validators of its first page."""

    etag: str | None = None
    last_modified: str | None = None
    sent: str | None = None
    """When it was sent."""


@dataclass(frozen=True, slots=True)
class Period:
    """The publish days that a crawl wants, both inclusive; None means open."""

    since: str | None = None
    until: str | None = None

    def __contains__(self, published: str | None) -> bool:
        """Return whether a publish date is in the period; an article without a date always is."""
        if published is None:
            return True
        day = published[:10]
        return (self.since or day) <= day <= (self.until or day)

    def __str__(self) -> str:
        return f"{self.since or '...'} to {self.until or '...'}"


_SELECT_NEXT = (
    select(PageRow.url, PageRow.key, PageRow.outcome, PageRow.etag, PageRow.last_modified,
           PageRow.redirects_to)
    .where(PageRow.site == bindparam("site"), PageRow.next_check <= bindparam("now"))
    .order_by(PageRow.next_check, PageRow.id)
)  # fmt: skip
_SELECT_DUE = _SELECT_NEXT.where(text(IS_REQUESTED))
_SELECT_DUE_REDIRECTS = _SELECT_NEXT.where(
    PageRow.outcome == Outcome.DUPLICATE, PageRow.redirects_to.is_not(None)
)
_SELECT_LISTING = select(
    ListingRow.fully_crawled_at, ListingRow.etag, ListingRow.last_modified, ListingRow.last_sent
).where(ListingRow.url == bindparam("url"))
_SELECT_RECENT_LISTINGS = (
    select(ListingRow.url)
    .where(ListingRow.site == bindparam("site"), ListingRow.fully_crawled_at >= bindparam("since"))
    .order_by(ListingRow.url)
)

RECENT_DAYS = 7
"""A listing that was read so many days ago is missed if the site no longer leads to it."""
FULL_DAYS = 7
"""After so many days a listing is requested in full: some servers never say that it has changed."""


class Queue:
    """Decides by the ledger what a run that began at `started` may request of a site."""

    def __init__(self, archive: Archive, site: str, started: str, period: Period) -> None:
        self._archive = archive
        self._site = site
        self._started = started
        self._period = period

    def due_pages(self) -> list[DuePage]:
        """Return the pages that are due, the longest due first, whether listed or not."""
        rows = self._archive.read(_SELECT_DUE, site=self._site, now=self._started)
        return [_due_page(row) for row in rows]

    def due_redirects(self) -> list[DuePage]:
        """Return the due pages that only redirect to another page."""
        rows = self._archive.read(_SELECT_DUE_REDIRECTS, site=self._site, now=self._started)
        return [_due_page(row) for row in rows]

    def clear_due(self, url: str) -> None:
        """Remove the due date of a page: it redirects to one that the ledger knows."""
        self._archive.write((CLEAR_DUE, {"cleared_url": url}))

    def is_due(self, key: str, url: str) -> bool:
        """Return whether this run may request the article with this key at this URL.

        It may if the article is unknown, or if this URL is due and its publish date is in the
        period. A URL that is gone or only redirects does not keep the article from being requested
        at another one. An article that was read is revisited at the same URL.
        """
        rows = self._archive.read(SELECT_PAGES_OF_KEY, site=self._site, key=key)
        own = next((row for row in rows if row.url == url), None)
        if own is not None and own.outcome == Outcome.DUPLICATE and own.redirects_to is not None:
            return False  # `due_pages` has its target, as long as that has no outcome
        read = [row for row in rows if row.outcome in READ]
        if read and max(read, key=lambda row: row.last_fetched or "").url != url:
            return False
        if any(_closes(row) for row in rows if row.url != url):
            return False
        if own is None:
            return True
        is_due = own.next_check is not None and own.next_check <= self._started
        return is_due and own.published in self._period

    def was_known(self, key: str) -> bool:
        """Return whether the article was in the ledger before this run."""
        rows = self._archive.read(SELECT_PAGES_OF_KEY, site=self._site, key=key)
        return any(row.first_seen < self._started for row in rows)

    def was_fully_crawled(self, listing: str) -> bool:
        """Return whether a listing was crawled to its end once, and without a gap since."""
        return self.known_version(listing) is not None

    def known_version(self, listing: str) -> Version | None:
        """Return the version of a listing that was fully crawled, or None if it was not.

        It has no validators if the listing is due to be sent in full.
        """
        for fully_crawled_at, *version in self._archive.read(_SELECT_LISTING, url=listing):
            if fully_crawled_at is not None:
                return self._version(*version)
        return None

    def _version(self, etag: str | None, last_modified: str | None, sent: str | None) -> Version:
        oldest = format_time(parse_time(self._started) - timedelta(days=FULL_DAYS))
        if sent is None or sent < oldest:
            return Version()
        return Version(etag, last_modified, sent)

    def recent_listings(self) -> list[str]:
        """Return the listings that were crawled to their end in the days before this run."""
        since = format_time(parse_time(self._started) - timedelta(days=RECENT_DAYS))
        rows = self._archive.read(_SELECT_RECENT_LISTINGS, site=self._site, since=since)
        return [row.url for row in rows]

    def mark_listing(
        self, listing: str, *, fully_crawled: bool, version: Version = Version()
    ) -> None:
        """Note that a version of a listing was crawled to its end, or that a crawl has begun."""
        row = {
            "url": listing,
            "site": self._site,
            "read_through": now() if fully_crawled else None,
            "etag": version.etag,
            "last_modified": version.last_modified,
            "last_sent": version.sent,
        }
        self._archive.write((PUT_LISTING, row))


def _closes(page: Any) -> bool:
    """Return whether a page with the key of an article keeps it from other URLs."""
    if page.outcome == Outcome.DUPLICATE:
        return page.article_id is not None and page.redirects_to is None
    return page.next_check is None and page.outcome == Outcome.OFF_TOPIC


def _due_page(row: Any) -> DuePage:
    if row.outcome == Outcome.DUPLICATE:
        return DuePage(row.url, row.key, redirects_to=row.redirects_to)
    if row.outcome in READ:
        return DuePage(row.url, row.key, row.etag, row.last_modified)
    return DuePage(row.url, row.key)
