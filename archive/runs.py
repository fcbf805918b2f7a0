"""One run over one site, from its first row to its verdict."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any, Self

from sqlalchemy import bindparam, func, select, update

from archive.errors import ArchiveError
from archive.escaping import escaped
from archive.history import Fields, read_history
from archive.host_requests import requests_tonight
from archive.measures import Measures
from archive.models import RunRow, SiteRow
from archive.outcomes import Outcome
from archive.pages import Pages
from archive.pauses import note_block, note_no_block
from archive.queue import Period, Queue
from archive.repeated_lines import learn_repeated_lines, repeated_keys
from archive.site import SiteFacts
from archive.site_wide import SiteWide
from archive.sites import put_sites
from archive.statements import ADD_RUN, FAIL_KILLED_RUNS
from archive.times import night_of, now, parse_time
from archive.verdict import judge
from archive.warc.index import CaptureIndex
from archive.warc.own_file import DamagedRecord
from archive.writer import Archive, Change
from extraction.inputs import SiteRules

_SELECT_LAST_RUN = select(func.max(RunRow.id).label("id")).where(RunRow.site == bindparam("site"))


class Run:
    """A crawl, an import or a re-extraction of one site: what it counts, and how it ends.

    `kind` is `crawl`, `import`, `backfill` or `reread`. Nothing is written before `open`.
    """

    def __init__(
        self, archive: Archive, site: SiteFacts, period: Period | None = None, kind: str = "crawl"
    ) -> None:
        self.archive = archive
        self.site = site
        self.period = period or Period()
        self.kind = kind
        self.started = now()
        self.outcomes: Counter[Outcome] = Counter()
        self.reads_listings = kind == "crawl"
        """It has failed if it can read none."""
        self.sent = 0
        """Requests of all kinds, also for robots.txt, listings and retries."""
        self.listings = 0
        self.listings_without_article = 0
        self.remarks: Counter[str] = Counter()
        """What the operator must see, and how often; any remark makes the run doubtful."""
        self.without_layout = 0
        """New articles that fit none of the site's layouts."""
        self.fields = Fields()
        """Of the articles that were read in this run."""
        self.measures = Measures()
        """What the monitors compare with other nights."""
        self.site_wide = SiteWide()
        """What it has met on many pages of this night, which `_night` is."""
        self._night = night_of(parse_time(self.started))
        self.fault: str | None = None
        """Why the run must stop, in one sentence; no visit is recorded after it is set."""
        self.on_fault: Callable[[str], None] = lambda _: None
        self.is_cut_short = False
        """It ends before its end, and the next run requests what is left."""
        self.on_cut_short: Callable[[str], None] = lambda _: None
        self.blocked_by: str | None = None
        """How the site blocks the crawl; None if it does not."""
        self.was_accepted = False
        """The site answered a request of the crawl, and not with a refusal."""
        self.host_requests = requests_tonight(archive)
        """How many requests each host got in this night, in earlier crawls and in this one."""
        self.timeouts = 0
        """Pages whose extraction took too long."""
        self.recovering = False
        """Unrecorded captures of an interrupted run are being recorded: none may be forgotten."""
        self._learned: Counter[Outcome] | None = None
        """The outcomes when repeated lines were learned last."""
        self._id: int | None = None
        self.pages = Pages(archive, site.name)
        self.queue = Queue(archive, site.name, self.started, self.period)
        self.captures = CaptureIndex(archive, site.name)
        self.history = read_history(archive, site.name)
        self.rules = self._rules()
        """How the site's pages are read."""

    def open(self) -> Self:
        """Write the rows of the site and of this run; a run that was killed before has failed."""
        run = {"site": self.site.name, "started": self.started, "kind": self.kind, "reasons": []}
        self.archive.write(
            *put_sites([self.site]),
            (FAIL_KILLED_RUNS.where(RunRow.site == self.site.name), {}),
            (ADD_RUN, run),
        )
        self._id = int(self.archive.read(_SELECT_LAST_RUN, site=self.site.name)[0].id)
        return self

    def _rules(self) -> SiteRules:
        return replace(self.site.rules, repeated=repeated_keys(self.archive, self.site.name))

    @contextmanager
    def guard(self) -> Iterator[None]:
        """Turn an ArchiveError into the fault that ends the run, and report it to `on_fault`."""
        try:
            yield
        except ArchiveError as error:
            if self.fault is None:
                self.fault = str(error)
                self.on_fault(self.fault)

    def count_request(self, host: str) -> None:
        """Count a request to a host; the archive adds it to those of the night."""
        self.sent += 1
        self.host_requests[host] += 1
        self.archive.sent[host] += 1

    def cut_short(self, why: str) -> None:
        """End the run before its end, for a reason that makes it doubtful, not failed."""
        if not self.is_cut_short:
            self.is_cut_short = True
            self.remarks[why] += 1
            self.on_cut_short(why)

    def recount_as_failed(self, outcome: Outcome) -> None:
        """Count a visit as failed that was counted with this outcome, but could not be written."""
        self.outcomes[outcome] -= 1
        self.outcomes[Outcome.FAILED] += 1
        self.remarks["a page could not be stored: the log says why"] += 1

    def remark_damage(self, record: DamagedRecord) -> None:
        """Tell the operator of a record that cannot be read: its page is not in the archive."""
        what = f"a record in {record.file} is damaged (see `danvan captures verify`)"
        self.remarks[what] += 1

    def begin_night(self, moment: datetime) -> None:
        """Judge the pages of the night before, if `moment` is in another one.

        Captures may be years apart: a text that is printed again each spring is no notice.
        """
        night = night_of(moment)
        if night != self._night:
            self.judge_pages()
            self._night = night

    def judge_pages(self) -> None:
        """Correct what the site did to many pages since they were judged last."""
        self.site_wide.correct(
            self.archive,
            self.outcomes,
            self.remarks,
            self.measures,
            shows_articles=not 0 < self.listings == self.listings_without_article,
        )
        self.site_wide = SiteWide()

    def learn_repeated_lines(self) -> None:
        """Learn the lines that appear on many pages, and cut them from the pages that follow.

        Not if no page was recorded or corrected since they were learned last: an import does this
        after each file, whichever site it is of.
        """
        if self.outcomes == self._learned:
            return
        learn_repeated_lines(self.archive, self.site.name)
        self.rules = self._rules()
        self._learned = self.outcomes.copy()

    def close(self, *, finished: bool) -> tuple[str, list[str]]:
        """Write how the run went, and return its verdict and the reasons.

        `finished` is False if it was stopped from outside.
        """
        self.archive.commit()
        self.judge_pages()
        reads_listings = self.reads_listings and not self.is_cut_short
        verdict, reasons = judge(
            self.outcomes,
            self.remarks,
            without_layout=self.without_layout,
            listings=self.listings if reads_listings else None,
            finished=finished,
            listings_without_article=self.listings_without_article,
            fields=self.fields,
            history=self.history,
        )
        reasons = [escaped(reason) for reason in reasons]
        self.measures.blocked_by = self.blocked_by
        measures = self.measures.as_json(complete=finished and not self.is_cut_short)
        self._write_end(verdict, reasons, measures)
        if self.fault is None:
            self.archive.warc_files.end_run(self.site.name)
        if finished and self.fault is None and not self.recovering:
            self.captures.mark_indexed()
        has_texts = self.outcomes[Outcome.STORED] or self.outcomes[Outcome.REVISED]
        if has_texts or self.kind != "crawl":  # a quiet crawl finds the lines of the one before
            self.learn_repeated_lines()
        return verdict, reasons

    def _write_end(self, verdict: str, reasons: list[str], measures: dict[str, Any]) -> None:
        ended: dict[str, Any] = {
            "finished": now(),
            "requests": self.outcomes.total(),
            "listings": self.listings,
            "verdict": verdict,
            "reasons": reasons,
            "measures": measures,
            **{outcome.value: self.outcomes[outcome] for outcome in Outcome},
        }
        changes: list[Change] = [(update(RunRow).where(RunRow.id == self._id).values(ended), {})]
        if self.kind == "crawl" and verdict != "failed":
            crawled = update(SiteRow).where(SiteRow.name == self.site.name)
            changes.append((crawled.values(last_good_crawl=self.started), {}))
        self.archive.write(*changes)
        self._note_block()

    def _note_block(self) -> None:
        """Leave a site alone that blocks, and no longer one that answers."""
        if self.kind != "crawl":
            return
        if self.blocked_by is not None:
            note_block(self.archive, self.site.name, self.blocked_by)
        elif self.was_accepted:
            note_no_block(self.archive, self.site.name)
