"""Judging a night: which alerts begin, go on and end, for each site and for this machine."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, select, update

from archive.models import RunRow
from archive.outcomes import Outcome
from archive.times import clock, format_time, parse_time
from archive.writer import Archive
from operations.alerts import Alert, raised, read_alerts, write_alerts
from operations.monitors import MONITORS, SIBLINGS
from operations.monitors.machine import judge_clock, judge_disk, judge_last_crawl, judge_network
from operations.monitors.model import (
    ADAPTS_AFTER,
    CannotJudge,
    Case,
    Explained,
    Judgement,
    Level,
    Monitor,
    Trouble,
)
from operations.monitors.quiet import (
    MAX_HOLIDAYS,
    has_as_much_as_ever,
    nearly_always_has_news,
)
from operations.nights import HISTORY, SiteNight, read_nights
from sites.card import SiteCard

MIN_QUIET = 3
"""Sites that nearly always have news and have hardly any tonight, if it may be a holiday."""
QUIET_SHARE = 2 / 3
"""Of the sites that nearly always have news; if so many have hardly any, it is a holiday."""
ECHO = timedelta(days=30)
"""After the end of an alert: pages that were not rechecked since then may show the same trouble."""

_RANK: dict[str, int] = {"green": 0, "yellow": 1, "red": 2}
_SELECT_LAST = (
    select(RunRow.started).where(RunRow.kind == "crawl").order_by(RunRow.started.desc()).limit(1)
)
_SELECT_MEASURES = select(RunRow.id, RunRow.measures).where(
    RunRow.kind == "crawl",
    RunRow.site == bindparam("site"),
    RunRow.started >= bindparam("since"),
    RunRow.measures.is_not(None),
)
_SELECT_OLD = select(RunRow.id, RunRow.measures).where(
    RunRow.started >= bindparam("since"),
    RunRow.started < bindparam("until"),
    RunRow.measures.is_not(None),
)
_FORGOTTEN = timedelta(days=7)  # nights at the end of the history, in case some were not judged
_SET_MEASURES = update(RunRow).where(RunRow.id == bindparam("run"))


@dataclass(slots=True)
class SiteState:
    """How a site is after a night, or this machine."""

    site: str | None
    """None: this machine."""
    open: list[Alert] = field(default_factory=list)
    """The new ones included."""
    new: list[Alert] = field(default_factory=list)
    ended: list[Alert] = field(default_factory=list)
    unjudged: dict[str, str] = field(default_factory=dict)
    """Monitor -> why it could not judge the night."""
    outcomes: dict[str, int] = field(default_factory=dict)

    @property
    def state(self) -> str:
        """Return green, yellow or red: the level of its worst alert."""
        return max((alert.level for alert in self.open), key=_RANK.__getitem__, default="green")

    @property
    def since(self) -> str | None:
        """Return since when it is so."""
        return min((a.since for a in self.open if a.level == self.state), default=None)

    def as_json(self) -> dict[str, Any]:
        """Return the state as the report of a night has it."""
        return {
            "site": self.site,
            "state": self.state,
            "since": self.since,
            "alerts": [alert.as_json() for alert in self.open],
            "new": [alert.monitor for alert in self.new],
            "ended": [alert.as_json() for alert in self.ended],
            "unjudged": self.unjudged,
            "outcomes": self.outcomes,
        }


def judge_night(archive: Archive, sites: Sequence[type[SiteCard]], started: str) -> list[SiteState]:
    """Judge the crawls since `started`, write which alerts begin and end, and return all states.

    The first state is that of this machine. A site that was not crawled keeps its alerts; see
    `end_alerts_of_others`. To judge a night again changes nothing.
    """
    nights = read_nights(archive, started, [site.name for site in sites])
    alerts = read_alerts(archive, format_time(parse_time(started) - HISTORY))
    tonight = {site: of_site[-1] for site, of_site in nights.items() if _is_of(of_site, started)}
    states = [_judge_machine(archive, alerts, list(tonight.values()), started)]
    of_machine = {alert.monitor for alert in states[0].open}
    judges = [
        _SiteJudge(site, nights[site.name], tonight.get(site.name), alerts, started)
        for site in sites
    ]
    _mark_holiday(archive, judges, of_machine, started)
    for judge in judges:
        states.append(judge.judge(of_machine))
    _forget_listings(archive, started)
    write_alerts(
        archive,
        [alert for state in states for alert in state.new],
        [alert for state in states for alert in state.ended],
        started,
    )
    return states


def states_kept(archive: Archive, sites: Collection[str], moment: str) -> list[SiteState]:
    """Return the states of those of the sites, which were not crawled, that have open alerts."""
    states: dict[str, SiteState] = {}
    for alert in read_alerts(archive, moment):
        if alert.site is not None and alert.site in sites and alert.until is None:
            states.setdefault(alert.site, SiteState(alert.site)).open.append(alert)
    return list(states.values())


def end_alerts_of_others(archive: Archive, sites: Collection[str], started: str) -> list[SiteState]:
    """End the alerts of all other sites, which no night judges again, and return their states."""
    states: dict[str, SiteState] = {}
    for alert in read_alerts(archive, started):
        if alert.site is not None and alert.site not in sites and alert.until is None:
            states.setdefault(alert.site, SiteState(alert.site)).ended.append(alert)
    ended = [alert for state in states.values() for alert in state.ended]
    write_alerts(archive, [], ended, started)
    return list(states.values())


def judge_clock_before(archive: Archive, started: str) -> SiteState | None:
    """Return the state of this machine if its clock cannot be right, before a night is crawled.

    Nothing is written: it would have the wrong time.
    """
    trouble = judge_last_crawl(clock(), _last_crawl(archive), SiteNight(started, started))
    if trouble is None:
        return None
    alert = raised("clock", None, "red", trouble)
    return SiteState(None, open=[alert], new=[alert])


def _last_crawl(archive: Archive) -> str | None:
    """Return when the last crawl of any site began."""
    rows = archive.read(_SELECT_LAST)
    return rows[0].started if rows else None


def _forget_listings(archive: Archive, started: str) -> None:
    """Delete what old runs found on each listing: it is most of a row, and no longer compared."""
    ends = parse_time(started) - HISTORY
    period = {"since": format_time(ends - _FORGOTTEN), "until": format_time(ends)}
    for row in archive.read(_SELECT_OLD, **period):
        if row.measures.get("listings"):
            values = {"measures": {**row.measures, "listings": {}}}
            archive.write((_SET_MEASURES.values(values), {"run": row.id}))


def _is_of(nights: Sequence[SiteNight], started: str) -> bool:
    return bool(nights) and nights[-1].last >= started


class _SiteJudge:
    """Judges one site."""

    def __init__(
        self,
        site: type[SiteCard],
        nights: Sequence[SiteNight],
        tonight: SiteNight | None,
        alerts: Sequence[Alert],
        started: str,
    ) -> None:
        self.site = site
        self.tonight = tonight
        self._is_crawled = tonight is not None
        self._night = tonight or SiteNight(started)
        self._earlier = [night for night in nights if night is not tonight]
        # The oldest night is left out: a first crawl reads what was published in years.
        self._measured = [n for n in self._earlier[1:] if n.measured and not n.is_cut_off]
        self._complete = [night for night in self._measured if night.complete]
        self._alerts = [alert for alert in alerts if alert.site == site.name]

    def has_long_holiday(self) -> bool:
        """Return whether the nights before were as many as the longest holiday has."""
        last = self._earlier[-MAX_HOLIDAYS:]
        return len(last) == MAX_HOLIDAYS and all(night.holiday for night in last)

    def case(self, monitor: Monitor) -> Case:
        """Return what a monitor is to judge."""
        nights = self._complete if monitor.needs_end else self._measured
        before = self._without(nights, monitor.explained_by, adapts=monitor.adapts)
        own = (monitor.name, *monitor.spoiled_by)
        return Case(
            self.site.name,
            self.site.live_hosts()[0],
            self._night,
            self._earlier,
            before,
            self._without(before, own, adapts=monitor.adapts),
            self._has_open(monitor.name),
        )

    def _without(
        self, nights: list[SiteNight], monitors: Sequence[str], *, adapts: bool
    ) -> list[SiteNight]:
        """Return the nights on which none of these monitors had an alert."""
        alerts = [alert for alert in self._alerts if alert.monitor in monitors]
        if not alerts:
            return nights
        return [
            night
            for night in nights
            if not any(
                alert.since <= night.last
                and (alert.until is None or night.started < alert.until)
                and not (adapts and _is_long_ago(alert, night))
                for alert in alerts
            )
        ]

    def judge(self, of_machine: set[str]) -> SiteState:
        """Return the state of the site; `of_machine` are the alerts of this machine."""
        outcomes = self._night.outcomes
        state = SiteState(self.site.name, outcomes={o.value: outcomes[o] for o in Outcome})
        judgements = self._judgements(of_machine)
        for monitor in MONITORS:
            _apply(state, monitor.name, monitor.level, judgements[monitor.name], self._alerts)
        return state

    def is_explained(self, monitor: Monitor, of_machine: set[str]) -> bool:
        """Return whether the alert of another monitor explains what this one finds tonight."""
        return isinstance(self._judgements(of_machine)[monitor.name], Explained)

    def _judgements(self, of_machine: set[str]) -> dict[str, Judgement]:
        judgements: dict[str, Judgement] = {}
        lacks_network = "network" in of_machine and self._night.is_cut_off
        for monitor in MONITORS:
            names = of_machine | {name for name in judgements if self._is_alert(name, judgements)}
            why = next((name for name in monitor.explained_by if name in names), None)
            if lacks_network:
                why = "network"
            judgement = self._judgement(monitor) if why is None else Explained.by(why)
            judgements[monitor.name] = judgement
            if monitor.name == SIBLINGS[-1]:
                self._let_sibling_go_on(judgements)
        return judgements

    def _is_alert(self, name: str, judgements: dict[str, Judgement]) -> bool:
        """Return whether there is an alert of a monitor after tonight: a new one, or an old one."""
        judgement = judgements[name]
        goes_on = isinstance(judgement, CannotJudge) and self._has_open(name)
        return goes_on or isinstance(judgement, Trouble)

    def _let_sibling_go_on(self, judgements: dict[str, Judgement]) -> None:
        """Let the open alert of one of SIBLINGS go on if another one is in trouble tonight."""
        current = next(filter(self._has_open, SIBLINGS), None)
        troubles = [name for name in SIBLINGS if isinstance(judgements[name], Trouble)]
        if current is None or not troubles:
            return
        for name in troubles:
            if name != current:
                judgements[name] = Explained.by(current)
        if current not in troubles:
            judgements[current] = CannotJudge(f"it is another sign of the same: {troubles[0]}")

    def _has_open(self, monitor: str) -> bool:
        return any(alert.monitor == monitor and not alert.until for alert in self._alerts)

    def _judgement(self, monitor: Monitor) -> Judgement:
        if not self._is_crawled and monitor.name != "missed":
            return CannotJudge("no crawl tonight")
        if self._is_crawled and monitor.name not in ("missed", "end"):
            if not self._night.measured:
                return CannotJudge("the crawl was killed")
            if monitor.needs_end and not self._night.complete:
                return CannotJudge("the crawl did not come to its end")
        judgement = monitor.judge(self.case(monitor))
        if monitor.echoes and isinstance(judgement, Trouble):
            return self._echo(monitor.echoes) or judgement
        return judgement

    def _echo(self, monitors: Sequence[str]) -> CannotJudge | None:
        """Return that tonight's trouble may be that of an alert which has ended, or None."""
        began = parse_time(self._night.started)
        for alert in self._alerts:
            ended = alert.until and parse_time(alert.until)
            if alert.monitor in monitors and ended and began - ended < ECHO:
                return CannotJudge(f"it may be what the alert since {alert.since[:10]} has said")
        return None


def _is_long_ago(alert: Alert, night: SiteNight) -> bool:
    """Return whether a night is so long after the beginning of an alert that it is usual."""
    return parse_time(night.started) - parse_time(alert.since) >= ADAPTS_AFTER


def _apply(
    state: SiteState, monitor: str, level: Level, judgement: Judgement, alerts: Sequence[Alert]
) -> None:
    """Add an alert to a state: one that goes on, begins or ends."""
    current = next((a for a in alerts if a.monitor == monitor and a.until is None), None)
    if isinstance(judgement, CannotJudge):
        state.unjudged[monitor] = judgement.why
    if isinstance(judgement, Trouble):
        alert = raised(monitor, state.site, level, judgement)
        if current is not None and current.level == alert.level:
            state.open.append(current)
            return
        state.open.append(alert)
        state.new.append(alert)
    elif current is not None and isinstance(judgement, CannotJudge):
        state.open.append(current)
        return
    if current is not None:
        state.ended.append(current)


def _judge_machine(
    archive: Archive, alerts: Sequence[Alert], tonight: Sequence[SiteNight], started: str
) -> SiteState:
    state, night = SiteState(None), SiteNight(started, started)
    own = [alert for alert in alerts if alert.site is None]
    _apply(state, "network", "red", judge_network(tonight, night), own)
    _apply(state, "clock", "red", judge_clock(clock(), _last_crawl(archive), tonight, night), own)
    folders, database = [archive.warc_files.folder], archive.file
    if database is not None:
        folders.append(database.parent)
    _apply(state, "disk", "yellow", judge_disk(folders, database, night), own)
    return state


def _mark_holiday(
    archive: Archive, judges: Sequence[_SiteJudge], of_machine: set[str], started: str
) -> None:
    """Mark the night of all sites if most of those that nearly always have news have hardly any.

    A site that is silent for another reason, or since an earlier night, says nothing of holidays.
    """
    monitor = next(monitor for monitor in MONITORS if monitor.name == "silence")
    regular = quiet = 0
    for judge in judges:
        case = judge.case(monitor)
        is_judged = judge.tonight is not None and judge.tonight.complete and not case.is_open
        if not is_judged or not nearly_always_has_news(case):
            continue
        if has_as_much_as_ever(case):
            regular += 1
        elif not judge.is_explained(monitor, of_machine):
            regular += 1
            quiet += 1
    if quiet < max(MIN_QUIET, regular * QUIET_SHARE):
        return
    for judge in judges:
        if judge.tonight is not None and not judge.has_long_holiday():
            judge.tonight.holiday = True
            for row in archive.read(_SELECT_MEASURES, site=judge.site.name, since=started):
                values = {"measures": {**row.measures, "holiday": True}}
                archive.write((_SET_MEASURES.values(values), {"run": row.id}))
