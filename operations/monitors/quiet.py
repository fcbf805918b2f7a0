"""Monitors of silence: a site or a section that has no news, though it should have some."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from math import prod
from statistics import fmean, median

from operations.monitors.model import CannotJudge, Case, Judgement, Trouble
from operations.nights import MIN_LISTED, SiteNight, is_unanswered, listed, usually_listed

MIN_NIGHTS = 7
"""Fewer nights do not say how often a site or a section has news: they are a week."""
TWO_WEEKS = 14
"""Fewer nights do not say how much a site has at least."""
MAX_HOLIDAYS = 10
"""Nights of the longest holiday, Tết."""
NEVER_SILENT = ((28, 2), (14, 3))
"""Nights, and the news that each of them had at least: a night without any is then surprising."""
MANY = 8
"""News that each such night had at least, if a quarter of it is surprisingly little."""
NEARLY_NONE = 0.1
"""Of the nights like this one; a site without news on so few of them nearly always has some."""
LIMIT = 5e-4
"""A longer silence must be less likely than this, by how often there was none before."""
LIMIT_OF_SECTION = 1e-5
"""The same for one of the sections: there are many."""
MAX_UNANSWERED = 3
"""Nights in a row for which a listing may not answer."""

_MIN_OF_WEEKDAY = 3  # nights of each day of the week, before they are told apart
_QUIET = 0.5  # of the usual news, as on weekends
_MAX_NAMED = 3  # listings in one sentence


class History:
    """How much news there was on usual nights, the oldest first."""

    def __init__(self, nights: Sequence[tuple[date, int]]) -> None:
        self.nights = nights
        self._quiet_days = _quiet_days(nights)
        self._alike: dict[bool, list[int]] = {True: [], False: []}
        for day, count in nights:
            self._alike[self._is_quiet(day)].append(count)

    def _is_quiet(self, day: date) -> bool:
        return day.weekday() in self._quiet_days

    def like(self, day: date) -> list[int]:
        """Return the news of the nights that are like this one: on quiet days, or on others."""
        return self._alike[self._is_quiet(day)]

    def chance_of_silence(self, days: Sequence[date]) -> float:
        """Return how likely there is no news on all of these nights, by how often there was none.

        How much news the other nights had says little: some papers publish ten articles or none.
        """
        return prod(self._share_silent(self.like(day)) for day in days)

    @staticmethod
    def _share_silent(alike: Sequence[int]) -> float:
        return (alike.count(0) + 1) / (len(alike) + 2)  # never 0: it may only be rare

    def longest_silence(self) -> int:
        """Return the most nights in a row that had no news."""
        longest = current = 0
        for _, count in self.nights:
            current = current + 1 if count == 0 else 0
            longest = max(longest, current)
        return longest


def _quiet_days(nights: Sequence[tuple[date, int]]) -> frozenset[int]:
    """Return the days of the week with much less news than the others."""
    by_day: dict[int, list[int]] = defaultdict(list)
    for day, count in nights:
        by_day[day.weekday()].append(count)
    if len(by_day) < 7 or min(map(len, by_day.values())) < _MIN_OF_WEEKDAY:
        return frozenset()
    usual = median(fmean(counts) for counts in by_day.values())
    return frozenset(day for day, counts in by_day.items() if fmean(counts) < usual * _QUIET)


def why_surprising(history: History, days: Sequence[date], limit: float) -> str | None:
    """Return what was expected on these nights in a row, if it surprises that they had no news."""
    alike = history.like(days[-1])
    lowest = min(alike, default=0)
    if any(len(alike) >= nights and lowest >= least for nights, least in NEVER_SILENT):
        return f"at least {lowest} were found on each of {len(alike)} nights like this one"
    if len(days) <= history.longest_silence() or history.chance_of_silence(days) >= limit:
        return None
    found = sum(count for _, count in history.nights)
    return f"{found} were found on {len(history.nights)} nights before"


def nearly_always_has_news(case: Case) -> bool:
    """Return whether nearly every usual night like tonight had news."""
    usual = _without_holidays(case)
    name = _name_of_news(usual)
    history = History([(night.day, night.counts[name]) for night in usual])
    alike = history.like(case.tonight.day)
    return len(usual) >= MIN_NIGHTS and alike.count(0) <= len(alike) * NEARLY_NONE


def has_as_much_as_ever(case: Case) -> bool:
    """Return whether there is more than half of the news that nearly every such night has."""
    usual = _without_holidays(case)
    name = _name_of_news(usual)
    history = History([(night.day, night.counts[name]) for night in usual])
    alike = sorted(history.like(case.tonight.day))
    lowest = alike[int(len(alike) * NEARLY_NONE)]
    return case.tonight.counts[name] > lowest / 2


def _without_holidays(case: Case) -> list[SiteNight]:
    return [night for night in case.usual if not night.holiday]


def _name_of_news(usual: Sequence[SiteNight]) -> str:
    """Return what is counted: if no page is dated as news, all new pages are."""
    return "news" if any(night.counts["news"] for night in usual) else "new"


def judge_silence(case: Case) -> Judgement:
    """Judge how many new articles a site has."""
    if case.tonight.holiday:
        return CannotJudge("most sites have no news tonight: it may be a holiday")
    usual = _without_holidays(case)
    name = _name_of_news(usual)
    tonight = case.tonight.counts[name]
    silent = [case.tonight]
    for night in reversed(case.before):
        if night.counts[name]:
            break
        if not night.holiday:
            silent.insert(0, night)
    history = History([(n.day, n.counts[name]) for n in usual if tonight or n not in silent])
    if len(history.nights) < MIN_NIGHTS:
        if tonight and case.is_open:
            return None
        return CannotJudge(f"it takes {MIN_NIGHTS} nights to know how much news is usual")
    if tonight == 0:
        expected = why_surprising(history, [night.day for night in silent], LIMIT)
        if expected is None:
            return CannotJudge("so long a silence is not unusual") if case.is_open else None
        came = "no new article" if len(silent) == 1 else f"no new article for {len(silent)} nights"
        return Trouble(came, expected, _ADVICE, silent[0])
    alike = history.like(case.tonight.day)
    lowest = min(alike, default=0)
    if len(alike) >= TWO_WEEKS and lowest >= MANY and tonight <= lowest / 4:
        expected = f"at least {lowest} were found on each of {len(alike)} nights like this one"
        came = f"only {tonight} new article{'s' if tonight > 1 else ''}"
        return Trouble(came, expected, _ADVICE, case.tonight)
    return None


_ADVICE = (
    "Look at the site: if it has news, its listings or addresses have changed, "
    "and `danvan probe` says how; if it has none, nothing is to be done."
)


def judge_sections(case: Case) -> Judgement:
    """Judge whether sections, searches and feeds still list articles, and new ones."""
    usual = [night for night in case.usual if night.found and not night.holiday]
    if len(usual) < MIN_LISTED:
        return CannotJudge(f"it takes {MIN_LISTED} nights to know which listings are usual")
    if case.tonight.holiday:
        return CannotJudge("most sites have no news tonight: it may be a holiday")
    if not case.tonight.found:
        return CannotJudge("no listing was read")
    lost = dict(_lost(case, usual))
    if lost:
        came = f"no article on {_named(list(lost))}, of {len(listed(usual[-1]))} listings"
        expected = f"each had some on {MIN_LISTED} nights in a row"
        return Trouble(came, expected, _SECTION_ADVICE, _first(lost.values()))
    if len(usual) < MIN_NIGHTS:
        if case.is_open:  # it can only be about listings that were lost
            return None
        return CannotJudge(f"it takes {MIN_NIGHTS} nights to know how often a section has news")
    silent = dict(_silent(case, usual))
    if silent:
        came = f"nothing new on {_named(list(silent))}, which can be read"
        expected = "each had news often and regularly"
        return Trouble(came, expected, _SECTION_ADVICE, _first(silent.values()))
    return None


_SECTION_ADVICE = (
    "Look at these pages: if the site has others in their place, change `sections`, `menu` or "
    "`feeds` of its card (`danvan probe` proposes them)."
)


def _first(nights: Iterable[SiteNight]) -> SiteNight:
    return min(nights, key=lambda night: night.started)


def _lost(case: Case, usual: Sequence[SiteNight]) -> Iterator[tuple[str, SiteNight]]:
    """Yield the listings that had articles on the last usual nights and have none, and since when.

    One that does not answer is lost after some nights.
    """
    known = set[str]().union(*map(listed, usual[-MIN_LISTED - MAX_UNANSWERED :]))
    last = [case.tonight, *reversed(case.before)][:MAX_UNANSWERED]
    for name in sorted(known - listed(case.tonight)):
        if name not in usually_listed(_before_silence(usual, name)):
            continue
        if not is_unanswered(case.tonight, name):
            yield name, case.tonight
        elif len(last) == MAX_UNANSWERED and not any(name in listed(night) for night in last):
            yield name, last[-1]


def _before_silence(usual: Sequence[SiteNight], name: str) -> Sequence[SiteNight]:
    """Leave out the last nights on which a listing did not answer, and was not yet missed."""
    end = len(usual)
    while end > len(usual) - MAX_UNANSWERED + 1 and is_unanswered(usual[end - 1], name):
        end -= 1
    return usual[:end]


def _silent(case: Case, usual: Sequence[SiteNight]) -> Iterator[tuple[str, SiteNight]]:
    """Yield the listings that show no new article for too long, and since when."""
    for name in sorted(listed(case.tonight)):
        if _new(case.tonight, name) != 0:
            continue
        silent = [case.tonight]
        for night in reversed(case.before):
            if _new(night, name):
                break
            if _new(night, name) == 0 and not night.holiday:
                silent.insert(0, night)
        counts = [(n.day, _new(n, name)) for n in usual if n not in silent]
        history = History([(day, n) for day, n in counts if n is not None])
        if len(history.nights) < MIN_NIGHTS or len(silent) <= history.longest_silence():
            continue
        if history.chance_of_silence([night.day for night in silent]) < LIMIT_OF_SECTION:
            yield name, silent[0]


def _new(night: SiteNight, name: str) -> int | None:
    listed = night.found.get(name)
    return listed[1] if listed is not None else None


def _named(names: Sequence[str]) -> str:
    more = len(names) - _MAX_NAMED
    return ", ".join(names[:_MAX_NAMED]) + (f" and {more} more" if more > 0 else "")
