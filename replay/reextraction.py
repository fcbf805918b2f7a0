"""Re-extraction: the captures of a site read with the current rules, and what that changes."""

import asyncio
import dataclasses
from collections import Counter
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Sequence
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import aliased

from archive.errors import ArchiveError
from archive.ledger import record
from archive.models import ArticleRow, CaptureRow, PageRow
from archive.outcomes import READ, Outcome
from archive.pages import StoredArticle
from archive.rows import COMPARED, revision_row, updated_columns
from archive.runs import Run
from archive.statements import ADD_REVISION, UPDATE_ARTICLE
from archive.times import now, parse_time
from archive.visit import Visit
from archive.warc.records import read_record
from archive.writer import Archive, Change, Row
from extraction.article import Article
from pipelines.classify import ClassifyPipeline
from pipelines.deduplicate import MAX_CAPTURES, extract_capture, mark_duplicate
from pipelines.extract import ExtractPipeline
from pipelines.resemblance import (
    is_version_of,
    reading_of,
    with_known_facts,
    without_late_date,
)
from pipelines.store import found_phrases
from sites.card import Address, SiteCard
from sites.responses import visit_from_exchange

_MAX_SLICE = 64  # pages; two slices are in memory at once
_MAX_SLICE_BYTES = 8_000_000  # of them; a page that is larger is the last of its slice
_MAX_EXAMPLES = 3  # of each field
_WITHOUT_ARTICLE = (Outcome.OFF_TOPIC, Outcome.EMPTY, Outcome.FAILED, Outcome.BLOCKED)
_UNREADABLE = (Outcome.EMPTY, Outcome.FAILED, Outcome.BLOCKED)

_last = aliased(CaptureRow)
_LAST_CAPTURE = (
    select(_last.id)
    .where(_last.page_id == PageRow.id, _last.status == 200, _last.record == "response")
    .order_by(_last.fetched.desc(), _last.id.desc())
    .limit(1)
    .correlate(PageRow)
    .scalar_subquery()
)
_other = aliased(PageRow)
_READ_LATER_AT_ANOTHER_URL = (
    select(_other.id)
    .where(
        _other.article_id == PageRow.article_id,
        _other.id != PageRow.id,
        _other.outcome.in_(READ),
        PageRow.outcome.not_in(READ) | (_other.last_fetched > PageRow.last_fetched),
    )
    .correlate(PageRow)
    .exists()
)
# The pages that show an article of their own, and those that were read and hold none.
_SELECT_PAGES = (
    select(PageRow.id, PageRow.url, PageRow.key, PageRow.article_id, PageRow.outcome,
           CaptureRow.file, CaptureRow.offset, CaptureRow.sha256, CaptureRow.fetched)
    .join(CaptureRow, CaptureRow.id == _LAST_CAPTURE)
    .where(
        PageRow.site == bindparam("site"),
        PageRow.outcome != Outcome.DUPLICATE,
        PageRow.article_id.is_not(None)
        | (PageRow.outcome.in_(_WITHOUT_ARTICLE)
           & ((PageRow.status == 200) & PageRow.next_check.is_(None)
              | PageRow.outcome.in_(_UNREADABLE))),
        ~_READ_LATER_AT_ANOTHER_URL,
    )
)  # fmt: skip
_SELECT_SLICE = (
    _SELECT_PAGES.where(PageRow.id > bindparam("after")).order_by(PageRow.id).limit(_MAX_SLICE)
)
_SELECT_COUNT = select(func.count()).select_from(_SELECT_PAGES.subquery())
_SELECT_ARTICLES = select(*ArticleRow.__table__.columns).where(
    ArticleRow.id.in_(bindparam("ids", expanding=True))
)


@dataclasses.dataclass(slots=True)
class Differences:
    """How the articles read with the current rules differ from those in the archive."""

    pages: int = 0
    articles: int = 0
    """Articles that would change."""
    fields: Counter[str] = dataclasses.field(default_factory=Counter)
    examples: dict[str, list[tuple[str, str, str]]] = dataclasses.field(default_factory=dict)
    """Field -> URL, text before, text after, of a few articles."""
    found: int = 0
    """Pages that would become articles."""
    kept: Counter[str] = dataclasses.field(default_factory=Counter)
    """Why an article is kept as it is although it reads differently."""

    def note(self, url: str, before: Any, columns: Row) -> None:
        """Count an article that would change."""
        self.articles += 1
        for name, value in columns.items():
            self.fields[name] += 1
            shown = self.examples.setdefault(name, [])
            if len(shown) < _MAX_EXAMPLES:
                shown.append((url, str(getattr(before, name)), str(value)))


@dataclasses.dataclass(frozen=True, slots=True)
class _Page:
    """A page that is being extracted."""

    row: Any
    """Of the page and its last complete capture."""
    visit: Visit
    extraction: asyncio.Task[Visit]


@dataclasses.dataclass(frozen=True, slots=True)
class _Reading:
    """A page, as the current rules read it."""

    visit: Visit
    before: Any
    """The row of its article, or None if it has none."""
    columns: Row
    """Those of its article that would change."""

    @property
    def is_found(self) -> bool:
        """Whether it would become an article."""
        return self.visit.outcome is None and self.visit.stored is None

    @property
    def why_kept(self) -> str | None:
        """Why its article is kept as it is, although it reads differently."""
        if self.before is None or self.visit.outcome is None:
            return None
        if self.visit.outcome is Outcome.DUPLICATE:
            return "it would have the same text as another article"
        return f"it could not be read any more ({self.visit.reason})"


class Reextraction:
    """Reads the captures of one site with the current rules.

    Each page goes through the same stages as in a crawl, from the extraction to the deduplication.
    The worker processes must be running; `seconds` is their time limit for a page.
    """

    def __init__(self, archive: Archive, site: type[SiteCard], seconds: float) -> None:
        self._archive = archive
        self._site = site
        self._run = Run(archive, site.facts(), kind="reread")
        self._extract, self._classify = ExtractPipeline(seconds), ClassifyPipeline()
        self._extractions: set[asyncio.Task[Visit]] = set()
        self.changed = 0
        """Articles that `apply` has changed."""
        self.found = 0
        """Pages of which `apply` has made articles."""

    def count(self) -> int:
        """Return how many pages there are to read."""
        return int(self._archive.read(_SELECT_COUNT, site=self._run.site.name)[0][0])

    async def compare(self, differences: Differences) -> AsyncGenerator[int, None]:
        """Add up what would change, and change nothing; yield how many more pages were read."""
        async for readings in self._read():
            for reading in readings:
                if reading.columns:
                    differences.note(reading.visit.url, reading.before, reading.columns)
                differences.found += reading.is_found
                if reason := reading.why_kept:
                    differences.kept[reason] += 1
            differences.pages += len(readings)
            yield len(readings)

    async def apply(self) -> AsyncGenerator[int, None]:
        """Change what reads differently; yield how many more pages were read.

        Pages are written slice by slice. A changed text is kept in `revisions` with the cause
        `reread`.
        """
        self._run.open()
        finished = False
        try:
            async for readings in self._read():
                self._write(readings)
                yield len(readings)
            finished = True
        finally:
            self._run.close(finished=finished)
            self.found = self._run.outcomes[Outcome.STORED]

    def _write(self, readings: Sequence[_Reading]) -> None:
        changes = [change for reading in readings for change in _changes(reading)]
        if changes:
            self._archive.write(*changes)
        self.changed += sum(bool(reading.columns) for reading in readings)
        for visit in (reading.visit for reading in readings if reading.is_found):
            assert visit.article is not None
            mark_duplicate(visit, visit.article)  # of one that was found just before
            if visit.outcome is None:
                named = found_phrases(visit.article)
                visit.end(Outcome.STORED, f"found {named}, when it was read again")
                record(visit)
        self._archive.commit()

    async def _read(self) -> AsyncIterator[list[_Reading]]:
        """Yield the readings slice by slice; the next slice is extracted while one is used."""
        under_way: list[_Page] = []
        try:
            async for following in self._slices():
                if under_way:
                    yield await self._judged(under_way)
                under_way = following
            if under_way:
                yield await self._judged(under_way)
        finally:
            for extraction in self._extractions:
                extraction.cancel()

    async def _slices(self) -> AsyncIterator[list[_Page]]:
        """Yield as many pages as may be in memory, whose extraction is under way."""
        after = 0
        while rows := self._archive.read(_SELECT_SLICE, site=self._run.site.name, after=after):
            after = rows[-1].id
            part: list[_Page] = []
            size = 0
            for row in rows:
                visit = self._visit(row)
                size += len(visit.page.content) if visit.page is not None else 0
                extraction = asyncio.create_task(self._extract.process_item(visit))
                self._extractions.add(extraction)
                extraction.add_done_callback(self._extractions.discard)
                part.append(_Page(row, visit, extraction))
                await asyncio.sleep(0)  # the worker processes may wait for pages
                if size >= _MAX_SLICE_BYTES:
                    yield part
                    part, size = [], 0
            if part:
                yield part

    def _visit(self, row: Any) -> Visit:
        """Return a page's last complete capture as a visit."""
        try:
            folder = self._archive.warc_files.folder
            exchange = read_record(folder, row.file, row.offset, row.sha256)
            visit = visit_from_exchange(self._run, Address(self._site, row.key, row.url), exchange)
            visit.exchange = None  # it is captured already
        except (ArchiveError, ValueError):  # `danvan captures verify` names each one
            visit = Visit(self._run, row.key, row.url, parse_time(row.fetched), status=200)
            visit.end(Outcome.FAILED, "its capture cannot be read")
        return visit

    async def _recall_facts(self, visit: Visit) -> None:
        """Read a date or author that the last capture no longer shows in the captures before it."""
        article, stored = visit.article, visit.stored
        if visit.outcome is not None or article is None or stored is None:
            return
        article = without_late_date(stored, article)
        if with_known_facts(stored, article) == visit.article:
            return
        for capture in self._run.captures.complete(visit.url)[1:MAX_CAPTURES]:
            earlier = await extract_capture(visit, capture)
            if earlier is not None and is_version_of(earlier, article):
                article = with_known_facts(earlier, article)
        visit.article = article

    async def _judged(self, part: Sequence[_Page]) -> list[_Reading]:
        """Compare the pages of a slice with their articles, as the slices before it left them."""
        await asyncio.gather(*(page.extraction for page in part))
        ids = [page.row.article_id for page in part if page.row.article_id is not None]
        articles = {row.id: row for row in self._archive.read(_SELECT_ARTICLES, ids=ids)}
        readings: list[_Reading] = []
        texts: set[str] = set()  # that the changed articles of this slice will have
        for page in part:
            visit, before = page.visit, articles.get(page.row.article_id)
            if before is not None:
                fields = (field.name for field in dataclasses.fields(StoredArticle))
                visit.stored = StoredArticle(*(getattr(before, name) for name in fields))
            if page.row.outcome not in READ:
                _keep_article_of_other_page(visit)
            await self._recall_facts(visit)
            await asyncio.sleep(0)  # the worker processes may wait for pages
            readings.append(_Reading(visit, before, self._judge(visit, before, texts)))
        return readings

    def _judge(self, visit: Visit, before: Any, texts: set[str]) -> Row:
        """Send a visit through the later stages, and return what of its article would change.

        Its new text is added to `texts`; an article does not change to a text that is there.
        """
        self._classify.process_item(visit)
        if visit.outcome is not None or visit.article is None:
            return {}
        if before is None:
            look, site_wide = visit.look(), self._run.site_wide
            site_wide.note_reading(look, reading_of(visit.article))
            site_wide.note_text(look, visit.article)
        mark_duplicate(visit, visit.article)
        if before is None or visit.outcome is not None:
            return {}
        digest = visit.article.text_sha256
        is_of_another = digest in texts
        texts.add(digest)
        return {} if is_of_another else _changed_columns(before, visit.article)


def _keep_article_of_other_page(visit: Visit) -> None:
    """Fail a visit to a page that showed something else than its article when it was fetched."""
    if visit.outcome is not None or visit.stored is None or visit.article is None:
        return
    if not is_version_of(visit.stored, visit.article):
        visit.end(Outcome.FAILED, "its last capture shows something else")


def _changed_columns(before: Any, article: Article) -> Row:
    return {
        name: value
        for name, value in updated_columns(article).items()
        if (getattr(before, name) or None) != (value or None)
    }


def _changes(reading: _Reading) -> Iterator[Change]:
    stored, article = reading.visit.stored, reading.visit.article
    if not reading.columns or stored is None or article is None:
        return
    if not reading.columns.keys().isdisjoint(COMPARED):
        yield ADD_REVISION, revision_row(stored.id, stored, article, now(), "reread")
    yield UPDATE_ARTICLE.values(reading.columns), {"stored_id": stored.id}
