"""Import: the pages of WARC files, ours or those of others, go through the stages."""

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from pathlib import Path

from archive.runs import Run
from archive.statements import ADD_FILE
from archive.times import now
from archive.warc.index import CaptureIndex, sites_with_unrecorded
from archive.warc.own_file import OwnFile
from archive.warc.reader import Damage, Skipped, read_warcs
from archive.warc.writer import own_name
from archive.writer import Archive
from replay.captures import ArticleCapture, Tally, chunks_of_visits
from replay.recovery import recover
from replay.runner import StageRunner
from sites.card import Directory, SiteCard
from sites.urls import bare_host, canonical

_MAX_HOST = 253  # characters (RFC 1035, 2.3.4)

ProgressCallback = Callable[[int], None]
"""Called with how many more records were read."""


class Import:
    """Sends the pages of WARC files through the same stages as those of a crawl.

    The import of each site is a run of its own, which begins with the site's first page. `kind` is
    that of these runs. `tally` may have counts of records that were skipped before.
    """

    def __init__(
        self, archive: Archive, sites: Directory, kind: str = "import", tally: Tally | None = None
    ) -> None:
        self._archive = archive
        self._sites = sites
        self._kind = kind
        self.runs: dict[str, Run] = {}
        self.tally = tally or Tally()
        self.unread: list[str] = []
        """Files that cannot be opened, each with the reason."""
        self.recovered = 0
        """Captures of killed runs that were recorded."""

    async def recover(self, seconds: float) -> None:
        """Record what killed runs of the sites captured; many a site is never crawled again.

        `seconds` is the time limit for the extraction of a page. Raises ArchiveError if the archive
        cannot go on.
        """
        for name in sites_with_unrecorded(self._archive):
            site = self._sites.site(name)
            if site is not None:
                captures = CaptureIndex(self._archive, name)
                self.recovered += await recover(captures, site, seconds, self._run)

    async def read(self, file: Path, stages: StageRunner, progress: ProgressCallback) -> None:
        """Import a file.

        A file in the captures folder is indexed in place, any other is copied into it. Raises
        ArchiveError if the archive cannot go on, OSError if the file cannot be read.
        """
        name = own_name(file, self._archive.warc_files.folder)
        if name is None:
            await self._process(self._in_file(file, progress), stages)
            return
        # Lines are learned between two runs, as the crawl did: the next run had them cut. Each run
        # is judged by its own pages, as it was; but one that goes on in a new file has not ended.
        found = self._in_own_file(file, name, progress)
        parts = groupby(found, lambda capture: capture is not None)
        for number, (is_capture, captures) in enumerate(parts):
            if is_capture:
                await self._process((c for c in captures if c is not None), stages)
            elif number > 0:
                for run in self.runs.values():
                    run.judge_pages()

    async def process(self, captures: Iterable[ArticleCapture], stages: StageRunner) -> None:
        """Send captures through the stages. Raises ArchiveError if the archive cannot go on."""
        await stages.process_all(chunks_of_visits(captures, self._run, self.tally))

    async def _process(self, captures: Iterable[ArticleCapture], stages: StageRunner) -> None:
        await self.process(captures, stages)
        for run in self.runs.values():
            run.learn_repeated_lines()

    def close(self, *, finished: bool) -> None:
        """Write how the import of each site went."""
        for run in self.runs.values():
            for due in run.queue.due_redirects():
                if run.pages.has(canonical(due.redirects_to or "")):
                    run.queue.clear_due(due.url)
            run.close(finished=finished)

    def _in_own_file(
        self, file: Path, name: str, progress: ProgressCallback
    ) -> Iterator[ArticleCapture | None]:
        """Yield the captures of articles in one of our own files, and None where a run may end."""
        site = self._sites.site(name.split("/")[0])
        if site is None:
            raise OSError(f"there is no site {name.split('/')[0]!r}")
        run = self._run(site)  # writes the site's row, which the file's row refers to
        # What an import that is killed does not reach is left for the next import.
        size = file.stat().st_size
        row = {"file": name, "site": site.name, "opened": now(), "settled": size}
        self._archive.write((ADD_FILE, row))
        own_file = OwnFile(file, name)
        for found in own_file:
            progress(1)
            if found is None:
                yield None
                continue
            exchange, record = found
            address = self._sites.resolve(exchange.url)
            if address is None:
                self.tally.skipped["no address of an article"] += 1
            else:
                yield ArticleCapture(address, exchange, record)
        for damaged in own_file.damaged:
            self.tally.note_damage(damaged.where, damaged.why)
            run.remark_damage(damaged)
        if own_file.torn_at is not None:
            self.tally.note_damage(f"{name} at {own_file.torn_at}", "it is cut off")

    def _in_file(self, file: Path, progress: ProgressCallback) -> Iterator[ArticleCapture]:
        """Yield the captures of articles in a file of others; count the other records."""
        for item in read_warcs(file, self._sites.resolve):
            progress(1)
            if isinstance(item, Damage):
                self.tally.note_damage(item.where, item.why)
            elif not isinstance(item, Skipped):
                yield ArticleCapture(item.address, item.exchange, None)
            elif item.why is not None:
                self.tally.skipped[item.why] += 1
            elif self._sites.knows_host(item.url):
                self.tally.skipped["no address of an article"] += 1
            else:
                self.tally.note_unknown_host(_host(item.url))

    def _run(self, site: type[SiteCard]) -> Run:
        if site.name not in self.runs:
            self.runs[site.name] = Run(self._archive, site.facts(), kind=self._kind).open()
        return self.runs[site.name]


def _host(url: str) -> str:
    try:
        return bare_host(url)[:_MAX_HOST]
    except ValueError:
        return ""  # such as http://[broken
