"""The nights of each site, as the table of runs has them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import bindparam, select

from archive.measures import Listed
from archive.models import RunRow
from archive.outcomes import Outcome
from archive.times import format_time, night_of, parse_time
from archive.writer import Archive

HISTORY = timedelta(days=90)
"""How far the monitors look back."""
MIN_LISTED = 5
"""Nights in a row on which a listing had articles, if it is missed when it has none."""

_SELECT_RUNS = (
    select(*RunRow.__table__.columns)
    .where(
        RunRow.kind == "crawl",
        RunRow.started >= bindparam("since"),
        RunRow.started <= bindparam("until"),
    )
    .order_by(RunRow.id)
)


@dataclass(slots=True)
class SiteNight:
    """What the crawls of one site saw in one night."""

    started: str
    """When the first of them began."""
    last: str = ""
    """When the last of them began."""
    measured: bool = False
    """One of them was not killed."""
    complete: bool = False
    """One of them came to its end."""
    listings: int = 0
    """Pages of listings that were read."""
    outcomes: Counter[Outcome] = field(default_factory=Counter)
    counts: Counter[str] = field(default_factory=Counter)
    """The numbers of `archive.measures.Measures`."""
    statuses: Counter[str] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)
    moved: Counter[str] = field(default_factory=Counter)
    failures: Counter[str] = field(default_factory=Counter)
    """Why pages failed, in words."""
    found: dict[str, Listed] = field(default_factory=dict)
    """What was on each listing."""
    words: int | None = None
    skew: float | None = None
    certificate_until: str | None = None
    blocked_by: str | None = None
    challenge: str | None = None
    holiday: bool = False
    """Most sites were silent: that the others were says nothing about this one."""
    reasons: list[str] = field(default_factory=list)

    @property
    def is_cut_off(self) -> bool:
        """Whether there were errors in place of most responses, as without a network."""
        return self.errors.total() > self.statuses.total()

    @property
    def day(self) -> date:
        """The evening of the night."""
        return night_of(parse_time(self.started))

    def add(self, run: Mapping[str, Any]) -> None:
        """Add a run of this night."""
        self.last = run["started"]
        self.listings += run["listings"]
        self.outcomes.update({outcome: run[outcome.value] for outcome in Outcome})
        self.reasons = run["reasons"]
        measures = run["measures"]
        if measures is None:  # killed, or of an earlier version
            return
        self.measured = True
        self.complete |= measures["complete"]
        for name, value in measures.items():
            if type(value) is int:  # words and skew are taken below, and not added up
                self.counts[name] += value
        self.statuses.update(measures["statuses"])
        self.errors.update(measures["errors"])
        self.moved.update(measures["moved"])
        self.failures.update(measures.get("failures", {}))  # not of an earlier version
        for name, listed in measures["listings"].items():
            self.found[name] = _together(self.found.get(name), listed)
        self.holiday |= bool(measures.get("holiday"))
        for name in ("words", "skew", "certificate_until", "blocked_by", "challenge"):
            if measures.get(name) is not None:
                setattr(self, name, measures[name])


def _together(one: Listed, other: Listed) -> Listed:
    """Return what two runs of a night found on a listing."""
    if one is None or other is None:
        return one or other
    (seen, new), (seen_again, new_again) = one, other
    sizes = [n for n in (seen, seen_again) if n is not None]
    known = [n for n in (new, new_again) if n is not None]
    return [max(sizes) if sizes else None, sum(known) if known else None]


def has_articles(listed: Listed) -> bool:
    """Return whether a listing has articles: by what was read, or because it is as before."""
    return listed is not None and listed[0] != 0


def listed(night: SiteNight) -> set[str]:
    """Return the listings that had articles."""
    return {name for name, found in night.found.items() if has_articles(found)}


def is_unanswered(night: SiteNight, name: str) -> bool:
    """Return whether a listing was requested and did not answer."""
    return name in night.found and night.found[name] is None


def usually_listed(nights: Sequence[SiteNight]) -> set[str]:
    """Return the listings that had articles on the last nights; none, if those are too few."""
    last = nights[-MIN_LISTED:]
    return set.intersection(*map(listed, last)) if len(last) == MIN_LISTED else set()


def read_nights(archive: Archive, started: str, sites: Iterable[str]) -> dict[str, list[SiteNight]]:
    """Return the nights of each site up to the one that began at a time, the oldest first."""
    begun = parse_time(started)
    since, until = format_time(begun - HISTORY), format_time(begun + timedelta(days=1))
    nights: dict[str, dict[date, SiteNight]] = {site: {} for site in sites}
    for row in archive.read(_SELECT_RUNS, since=since, until=until):
        run = row._mapping
        if run["site"] in nights:
            by_day = nights[run["site"]]
            day = night_of(parse_time(run["started"]))
            by_day.setdefault(day, SiteNight(run["started"])).add(run)
    return {site: list(by_day.values()) for site, by_day in nights.items()}
