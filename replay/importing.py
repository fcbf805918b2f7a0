"""Pages out of captures: those of a killed run, and those that others made."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import bindparam, select

from archive.database import ArchiveError
from archive.ledger import Ledger
from archive.models import Capture, Outcome, Page
from archive.statements import ADD_FILE
from archive.times import now, written
from archive.visit import Page as PipelinePage
from archive.warc.reader import Damage, Left, read_warcs
from archive.warc.records import Captured, Exchange, read_file
from archive.warc.writer import is_ours
from archive.writer import Archive
from crawler.requests import bare_host, canonical
from replay.runner import Stages
from sites.card import SiteFile
from sites.responses import page_of_capture

_TOGETHER = 32  # pages in memory at once
_NAMED = 20  # damaged records that are told one by one

Sites = Mapping[str, type[SiteFile]]
"""Host without `www.` -> the site whose it is."""

_SEEN = (
    select(Page.last_fetched, Capture.fetched)
    .outerjoin(Capture, (Capture.page_id == Page.id) & (Capture.fetched == bindparam("fetched")))
    .where(Page.url == bindparam("url"))
)


@dataclass(slots=True)
class Tally:
    """What became of the records of an import that did not become pages."""

    pages: int = 0
    left: Counter[str] = field(default_factory=Counter)
    """Reason -> records."""
    hosts: Counter[str] = field(default_factory=Counter)
    """Unknown hosts -> records."""
    damaged: list[str] = field(default_factory=list)
    damages: int = 0

    def note_damage(self, where: str, why: str) -> None:
        """Count a record that cannot be read, and name it if it is among the first."""
        self.damages += 1
        if len(self.damaged) < _NAMED:
            self.damaged.append(f"{where}: {why}")


class Import:
    """Sends the pages of captures through the same stages as those of a crawl."""

    def __init__(self, archive: Archive, sites: Sites, *ledgers: Ledger) -> None:
        self._archive = archive
        self._sites = sites
        self.ledgers = {ledger.site.name: ledger for ledger in ledgers}
        self.tally = Tally()

    async def read(self, file: Path, stages: Stages, told: Callable[[int], None]) -> None:
        """Import a file; `told` hears how many records were read.

        A file of the folder of captures is indexed where it is, any other copied into it. Raises
        ArchiveError where the archive cannot go on, OSError where the file cannot be read.
        """
        await stages.process_all(self._chunks(self._wanted(file, told)))
        self._learn()

    async def take_up(self, left: list[tuple[Exchange, Captured]], stages: Stages) -> None:
        """Send on what a killed run captured and did not store."""
        await stages.process_all(self._chunks(f for f in left if self._is_article(f[0].url)))

    def close(self, *, finished: bool) -> None:
        """Write how the import of each site went."""
        for ledger in self.ledgers.values():
            for due in ledger.due_redirects():
                if ledger.has_page(canonical(due.leads_to or "")):
                    ledger.settle_page(due.url)
            ledger.close(finished=finished)

    def _learn(self) -> None:
        for ledger in self.ledgers.values():
            ledger.learn_repeated()

    def _wanted(
        self, file: Path, told: Callable[[int], None]
    ) -> Iterator[tuple[Exchange, Captured | None] | None]:
        """Yield the answers of articles, and None between those of two runs; count the others."""
        tally = self.tally
        name = is_ours(file, self._archive.captures.folder)
        if name is not None:
            site = next((s for s in self._sites.values() if s.name == name.split("/")[0]), None)
            if site is None:
                raise OSError(f"there is no site {name.split('/')[0]!r}")
            self._ledger(site)  # its row in `sites` comes first
            # What an import that is killed does not reach is there for the next import.
            size = file.stat().st_size
            row = {"file": name, "site": site.name, "opened": now(), "settled": size}
            self._archive.write((ADD_FILE, row))
            for number, found in enumerate(read_file(file, name), 1):
                told(number)
                if found is None or self._is_article(found[0].url):
                    yield found
                else:
                    tally.left["no address of an article"] += 1
            return
        for number, item in enumerate(read_warcs(file, self._is_article), 1):
            told(number)
            if isinstance(item, Damage):
                tally.note_damage(item.where, item.why)
            elif not isinstance(item, Left):
                yield item, None
            elif (host := _host(item.url)) in self._sites:
                tally.left["no address of an article"] += 1
            else:
                tally.hosts[host] += 1

    def _is_article(self, url: str) -> bool:
        site = self._sites.get(_host(url))
        return site is not None and site.key(url) is not None

    def _ledger(self, site: type[SiteFile]) -> Ledger:
        if site.name not in self.ledgers:
            self.ledgers[site.name] = Ledger(self._archive, site.card(), kind="import")
        return self.ledgers[site.name]

    def _chunks(
        self, found: Iterable[tuple[Exchange, Captured | None] | None]
    ) -> Iterator[list[PipelinePage]]:
        chunk: list[PipelinePage] = []
        keys: set[tuple[str, str]] = set()
        for item in found:
            if item is None:
                if chunk:
                    yield chunk
                    chunk, keys = [], set()
                self._learn()  # as the crawl did here, for its next run
                continue
            exchange, captured = item
            site = self._sites[_host(exchange.url)]
            ledger = self._ledger(site)
            key = (site.name, str(site.key(exchange.url)))
            if key in keys or len(chunk) >= _TOGETHER:
                yield chunk  # the same article again sees what became of it before
                chunk, keys = [], set()
            page = self._page(site, ledger, exchange, captured)
            if page is not None:
                chunk.append(page)
                keys.add(key)
                self.tally.pages += 1
        if chunk:
            yield chunk

    def _page(
        self,
        site: type[SiteFile],
        ledger: Ledger,
        exchange: Exchange,
        captured: Captured | None,
    ) -> PipelinePage | None:
        fetched, url = written(exchange.fetched), canonical(exchange.url)
        for row in self._archive.read(_SEEN, url=url, fetched=fetched):
            if row.fetched is not None:
                self.tally.left["captured already"] += 1
                return None
            if row.last_fetched is not None and row.last_fetched > fetched:
                self.tally.left["older than what the archive has of the page"] += 1
                return None
        try:
            page = page_of_capture(site, ledger, exchange, captured)
        except (ArchiveError, ValueError) as error:
            self.tally.note_damage(f"{exchange.url} of {fetched}", str(error))
            return None
        if page is not None:
            page.again = page.outcome is Outcome.DUPLICATE  # it redirects, who knows to what
        return page


def _host(url: str) -> str:
    try:
        return bare_host(url)
    except ValueError:
        return ""  # such as http://[broken: no address at all
