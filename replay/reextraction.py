"""Today's rules over yesterday's bytes: what they would read otherwise, and changing it."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import aliased

from archive import repeated_lines as repetition
from archive.ledger import READ, Entry, Known, Ledger, revision_row
from archive.models import Article, Capture, Outcome, Page
from archive.rows import columns_anew
from archive.statements import ADD_REVISION, READ_ANEW
from archive.times import moment, now
from archive.warc.records import read_record
from archive.writer import Archive, Change
from extraction import Article as Extracted
from extraction import FetchedPage, SiteRules
from pipelines import workers
from pipelines.extract import read_article, why_unreadable
from sites.card import SiteFile

_TOGETHER = 64  # pages in memory at once
_EXAMPLES = 3  # of each field
_WITHOUT_ARTICLE = (Outcome.OFF_TOPIC, Outcome.EMPTY, Outcome.FAILED, Outcome.BLOCKED)
_REVISED = frozenset(("title", "lead", "body", "author", "published"))

_last = aliased(Capture)
_CAPTURE = (
    select(_last.id)
    .where(_last.page_id == Page.id, _last.status == 200, _last.record == "response")
    .order_by(_last.fetched.desc(), _last.id.desc())
    .limit(1)
    .correlate(Page)
    .scalar_subquery()
)
# The pages that show an article of their own, and those that were read and are none.
_PAGES = (
    select(Page.id, Page.url, Page.key, Page.outcome, Page.article_id, Capture.file,
           Capture.offset, Capture.fetched)
    .join(Capture, Capture.id == _CAPTURE)
    .where(
        Page.site == bindparam("site"),
        Page.outcome != Outcome.DUPLICATE,
        Page.article_id.is_not(None)
        | (Page.outcome.in_(_WITHOUT_ARTICLE) & ((Page.status == 200) & Page.next_check.is_(None)
           | Page.outcome.in_((Outcome.EMPTY, Outcome.FAILED, Outcome.BLOCKED)))),
    )
)  # fmt: skip
_other = aliased(Page)
_READ_LATER = (  # of several pages of an article, the one that was read last speaks for it
    select(_other.id)
    .where(
        _other.article_id == Page.article_id,
        _other.id != Page.id,
        _other.outcome.in_(READ),
        Page.outcome.not_in(READ) | (_other.last_fetched > Page.last_fetched),
    )
    .correlate(Page)
    .exists()
)
_PAGES = _PAGES.where(~_READ_LATER)
_SLICE = _PAGES.where(Page.id > bindparam("after")).order_by(Page.id).limit(_TOGETHER)
_COUNT = select(func.count()).select_from(_PAGES.subquery())
_ARTICLES = select(*Article.__table__.columns).where(
    Article.id.in_(bindparam("ids", expanding=True))
)


@dataclass(slots=True)
class Differences:
    """What today's rules read otherwise than the archive has it."""

    pages: int = 0
    articles: int = 0
    """Articles that would change."""
    fields: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[tuple[str, str, str]]] = field(default_factory=dict)
    """Field -> address, text before, text after, of a few articles."""
    found: int = 0
    """Pages that would become articles."""
    kept: Counter[str] = field(default_factory=Counter)
    """Why an article stays as it is though it reads otherwise."""

    def note(self, url: str, before: Any, columns: dict[str, Any]) -> None:
        """Count an article that would change."""
        self.articles += 1
        for name, value in columns.items():
            self.fields[name] += 1
            shown = self.examples.setdefault(name, [])
            if len(shown) < _EXAMPLES:
                shown.append((url, str(getattr(before, name)), str(value)))


@dataclass(frozen=True, slots=True)
class Found:
    """One page, as today's rules read it."""

    row: Any
    """Of `pages`, with its last whole capture."""
    before: Any
    """The row of its article, or None where it has none."""
    article: Extracted
    columns: dict[str, Any]
    """Those of the article that would change."""


class Reextraction:
    """Reads the captures of a site anew."""

    def __init__(self, archive: Archive, site: type[SiteFile]) -> None:
        self._archive = archive
        self.site = site
        lines = archive.read(repetition.LINES, site=site.name)
        self._repeated = frozenset(row.key for row in lines)

    def count(self) -> int:
        """Return how many pages there are to read."""
        return int(self._archive.read(_COUNT, site=self.site.name)[0][0])

    async def look(self, differences: Differences) -> AsyncIterator[int]:
        """Find what would change, and yield how many pages were read."""
        async for pages in self._read():
            for found in pages:
                if found.columns:
                    differences.note(found.row.url, found.before, found.columns)
                elif found.before is None and self._is_new(found.article):
                    differences.found += 1
                if reason := self._why_kept(found):
                    differences.kept[reason] += 1
            differences.pages += len(pages)
            yield len(pages)

    async def change(self, ledger: Ledger) -> AsyncIterator[int]:
        """Change what reads otherwise, one transaction for a few pages; yield how many were read.

        A change of text is kept in `revisions` with the cause `reread`.
        """
        async for pages in self._read():
            changes: list[Change] = []
            for found in pages:
                if found.columns:
                    changes += _changes(found)
                elif found.before is None and self._is_new(found.article):
                    self._store(ledger, found)
            if changes:
                self._archive.write(*changes)
            self._archive.commit()
            yield len(pages)

    async def _read(self) -> AsyncIterator[list[Found]]:
        after = 0
        while rows := self._archive.read(_SLICE, site=self.site.name, after=after):
            after = rows[-1].id
            ids = [row.article_id for row in rows if row.article_id is not None]
            articles = {row.id: row for row in self._archive.read(_ARTICLES, ids=ids)}
            readings = await asyncio.gather(*map(self._reading, rows))
            yield list(self._compared(rows, articles, readings))

    async def _reading(self, row: Any) -> Extracted | None:
        try:
            exchange = read_record(self._archive.captures.folder, row.file, row.offset)
            page = FetchedPage(
                exchange.content,
                row.url,
                (exchange.header("Content-Type") or "").lower(),
                exchange.link_text,
                exchange.fetched,
            )
            rules = SiteRules(self.site.layouts, self._repeated)
            return await workers.shared.run(partial(read_article, page, rules))
        except Exception:  # of the file or of the extraction: counted, and nothing changes
            return None

    def _compared(
        self, rows: Sequence[Any], articles: dict[int, Any], readings: list[Extracted | None]
    ) -> Iterator[Found]:
        taken: set[str] = set()  # texts that articles of this slice will have
        for row, article in zip(rows, readings, strict=True):
            before = articles.get(row.article_id)
            if article is None:
                yield Found(row, before, Extracted(url=row.url), {})
                continue
            columns: dict[str, Any] = {}
            if (
                before is not None
                and article.text_sha256 not in taken
                and self._may_change(before, article)
            ):
                taken.add(article.text_sha256)
                columns = {
                    name: value
                    for name, value in columns_anew(article).items()
                    if (getattr(before, name) or None) != (value or None)
                }
            yield Found(row, before, article, columns)

    def _may_change(self, before: Any, article: Extracted) -> bool:
        other = self._archive.url_of_text(article.text_sha256) if article.text else None
        return why_unreadable(article) is None and other in (None, before.url)

    def _is_new(self, article: Extracted) -> bool:
        """Say whether a page that was no article of the archive is one by today's rules."""
        return (
            why_unreadable(article) is None
            and bool(article.topics)
            and self._archive.url_of_text(article.text_sha256) is None
        )

    def _why_kept(self, found: Found) -> str | None:
        if found.before is None or found.columns:
            return None
        unreadable = why_unreadable(found.article)
        if unreadable is not None:
            return f"it could not be read any more ({unreadable[1]})"
        if not self._may_change(found.before, found.article):
            return "it would have the same text as another article"
        return None

    def _store(self, ledger: Ledger, found: Found) -> None:
        named = ", ".join(f"“{item.phrase}” in {item.field}" for item in found.article.evidence)
        ledger.record(
            Entry(
                url=found.row.url,
                key=found.row.key,
                outcome=Outcome.STORED,
                reason=f"found {named}, when it was read again",
                fetched=moment(found.row.fetched),
                status=200,
                article=found.article,
            )
        )


def _changes(found: Found) -> Iterator[Change]:
    if _REVISED & found.columns.keys():
        before = found.before
        known = Known(before.id, before.url, before.title, before.lead, before.body, before.author,
                      before.published, before.text_sha256, before.gone_since)  # fmt: skip
        yield ADD_REVISION, revision_row(known.id, known, found.article, now(), "reread")
    yield READ_ANEW.values(found.columns), {"known_id": found.before.id}
