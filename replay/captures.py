"""Captures become visits again, in chunks that can be read together."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from sqlalchemy import bindparam, select

from archive.errors import ArchiveError
from archive.models import CaptureRow, PageRow
from archive.outcomes import Outcome
from archive.runs import Run
from archive.times import format_time
from archive.visit import Visit
from archive.warc.records import CaptureRecord, Exchange
from archive.writer import Archive
from sites.card import Address, SiteCard
from sites.responses import visit_from_capture

_MAX_CHUNK = 48  # pages; two chunks are in memory. One is a transaction, of at most MAX_BATCH
_MAX_CHUNK_BYTES = 16_000_000  # of them; a page that is larger is alone
_MAX_HOSTS = 10_000  # unknown ones that are counted one by one
_MAX_NAMED = 20  # damaged records that are named one by one

CAPTURED_ALREADY = "captured already"
"""Why a capture is skipped that the archive has."""

_SELECT_SEEN = (
    select(PageRow.last_fetched, CaptureRow.fetched)
    .outerjoin(
        CaptureRow,
        (CaptureRow.page_id == PageRow.id) & (CaptureRow.fetched == bindparam("fetched")),
    )
    .where(PageRow.url == bindparam("url"))
)


@dataclass(frozen=True, slots=True)
class ArticleCapture:
    """A capture of an article."""

    address: Address
    exchange: Exchange
    record: CaptureRecord | None
    """Where it is in one of our own files; None if it is in a file of others."""


@dataclass(slots=True)
class Tally:
    """Counts of the captures that were read, skipped or damaged."""

    pages: int = 0
    """Captures that became visits."""
    skipped: Counter[str] = field(default_factory=Counter)
    """Reason -> records."""
    unknown_hosts: Counter[str] = field(default_factory=Counter)
    """Host -> records."""
    damages: int = 0
    damaged: list[str] = field(default_factory=list)
    """The first of the damaged records, with what is wrong."""

    def note_unknown_host(self, host: str) -> None:
        """Count a record of an unknown host; of very many hosts, the last together."""
        known = host in self.unknown_hosts or len(self.unknown_hosts) < _MAX_HOSTS
        self.unknown_hosts[host if known else ""] += 1

    def note_damage(self, where: str, why: str) -> None:
        """Count a record that cannot be read, and name it if it is among the first."""
        self.damages += 1
        if len(self.damaged) < _MAX_NAMED:
            self.damaged.append(f"{where}: {why}")


def chunks_of_visits(
    captures: Iterable[ArticleCapture], run_of: Callable[[type[SiteCard]], Run], tally: Tally
) -> Iterator[list[Visit]]:
    """Yield visits created from captures, in chunks with at most one visit to an article each.

    A second capture of an article is in a later chunk, as it is compared with the stored first. An
    empty chunk says that what follows depends on the chunks before it: all are stored before the
    next one is taken. At other times, the last chunk may be stored later. `run_of` returns the run
    of a site. Captures that the archive has already, or that are older than what it has of the
    page, are skipped and counted in `tally`.
    """
    chunk: list[Visit] = []
    keys: set[tuple[str, str]] = set()
    unstored: set[tuple[str, str]] = set()  # articles of the chunk before
    size = 0
    for capture in captures:
        key = (capture.address.site.name, capture.address.key)
        more = len(capture.exchange.payload)
        if key in keys or len(chunk) >= _MAX_CHUNK or (chunk and size + more > _MAX_CHUNK_BYTES):
            yield chunk
            chunk, keys, unstored, size = [], set(), keys, 0
        # A revisit may repeat the payload of any page.
        if key in unstored or (unstored and capture.exchange.is_revisit):
            yield []
            unstored = set()
        visit = _visit(capture, run_of(capture.address.site), tally)
        if visit is not None:
            chunk.append(visit)
            keys.add(key)
            size += len(visit.page.content) if visit.page is not None else more
            tally.pages += 1
    if chunk:
        yield chunk


def _visit(capture: ArticleCapture, run: Run, tally: Tally) -> Visit | None:
    fetched = format_time(capture.exchange.fetched)
    reason = why_skipped(run.archive, capture.address.url, fetched)
    if reason is not None:
        tally.skipped[reason] += 1
        return None
    try:
        visit = visit_from_capture(run, capture.address, capture.exchange, capture.record)
    except (ArchiveError, ValueError) as error:
        tally.note_damage(f"{capture.exchange.url} of {fetched}", str(error))
        return None
    if visit is not None:  # the target of a redirect need not be captured
        visit.due_again = visit.outcome is Outcome.DUPLICATE
    return visit


def why_skipped(archive: Archive, url: str, fetched: str) -> str | None:
    """Return why a capture of a page is not recorded, or None if it is."""
    for row in archive.read(_SELECT_SEEN, url=url, fetched=fetched):
        if row.fetched is not None:
            return CAPTURED_ALREADY
        if row.last_fetched is not None and row.last_fetched > fetched:
            return "older than what the archive has of the page"
    return None
