"""A night, unattended: crawl, judge, publish, and tell whoever must know."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from archive.pauses import pauses
from archive.settings import Settings
from archive.times import night_of, parse_time
from archive.writer import Archive
from crawler.process import CrawlProcess
from operations.alerts import Alert
from operations.choice import Choice, choose, note_sites
from operations.judging import (
    SiteState,
    end_alerts_of_others,
    judge_clock_before,
    judge_night,
    states_kept,
)
from operations.notify import notify
from operations.publish import Published, publish
from operations.releases import PublishError
from sites.card import SiteCard

FINE, LOOK_AT_A_SITE, NOT_PUBLISHED = 0, 1, 2
"""Exit codes."""


@dataclass(slots=True)
class Night:
    """What came of a night."""

    started: str
    choice: Choice = field(default_factory=Choice)
    states: list[SiteState] = field(default_factory=list)
    """That of this machine first."""
    kept: list[SiteState] = field(default_factory=list)
    """Those of sites that were left alone because they block."""
    not_begun: list[str] = field(default_factory=list)
    """Sites whose crawl did not begin: the time was up, the night was stopped, or the log says why
    it could not."""
    published: Published | None = None
    why_not: str | None = None
    """Why nothing was published, in one sentence."""
    untold: list[Alert] = field(default_factory=list)
    """Alerts of which no message was sent yet: of this night, and of earlier ones."""
    not_notified: list[str] = field(default_factory=list)
    """Addresses that could not be notified."""
    finished: str = ""

    @property
    def exit_code(self) -> int:
        """Return 0 if all is well, 1 if a site needs a look, 2 if nothing was published."""
        if self.published is None:
            return NOT_PUBLISHED
        is_open = any(state.open for state in (*self.states, *self.kept))
        return LOOK_AT_A_SITE if is_open else FINE

    def as_json(self) -> dict[str, Any]:
        """Return the report of the night."""
        states = [state.as_json() for state in (*self.states, *self.kept)]
        return {
            "started": self.started,
            "finished": self.finished,
            "exit_code": self.exit_code,
            "published": self.published.version if self.published is not None else None,
            "why_not_published": self.why_not,
            "machine": states[0] if states else None,
            "sites": states[1:],
            "left_out": self.choice.left_out,
            "not_begun": self.not_begun,
            "not_notified": self.not_notified,
        }


def choose_sites(archive: Archive, cards: Iterable[type[SiteCard]]) -> Choice:
    """Choose the sites that are crawled in a night."""
    cards = list(cards)
    note_sites(archive, cards)
    return choose(archive, cards, by_name=False)


def crawl_night(
    archive: Archive, night: Night, process: CrawlProcess, seconds: float
) -> str | None:
    """Crawl the sites of a night for so many seconds at most, and judge them.

    Return why the night cannot go on, in one sentence, or None.
    """
    sites = night.choice.sites
    machine = judge_clock_before(archive, night.started)
    if machine is not None:
        night.states = [machine]
        return f"Nothing was crawled. {machine.open[0].message}"
    process.crawl_all({}, process.settings.getint("CONCURRENT_SITES"), seconds)
    crawls = process.site_crawls()
    begun = {crawl.site for crawl in crawls}
    night.not_begun = [site.name for site in sites if site.name not in begun]
    faults = process.faults | {crawl.fatal for crawl in crawls if crawl.fatal}
    if faults:
        return min(faults)
    if process.is_stopped:  # half a night says nothing about the sites
        return "The night was stopped: start it again, and it goes on with what is left."
    night.states = judge_night(archive, sites, night.started)
    night.states += end_alerts_of_others(archive, night.choice.kept, night.started)
    blocking = {site for site, pause in pauses(archive).items() if pause.blocks}
    night.kept = states_kept(archive, blocking.intersection(night.choice.left_out), night.started)
    return None


def publish_night(night: Night, settings: Settings, url: str) -> None:
    """Make a release, or note why there is none."""
    try:
        night.published = publish(url, Path(settings.published_dir), keep=settings.keep_releases)
    except PublishError as error:
        night.why_not = str(error)


def tell(night: Night, addresses: Sequence[str]) -> bool:
    """Notify of what has changed, if anything has, and note which addresses failed.

    Return whether an address took the message.
    """
    lines = list(_changes(night))
    if not lines or not addresses:
        return False
    night.not_notified = notify(addresses, f"danvan: {_headline(night)}", "\n".join(lines))
    return len(night.not_notified) < len(addresses)


def _headline(night: Night) -> str:
    new = sum(alert.until is None for alert in night.untold)
    ended = len(night.untold) - new + len(_ended(night))
    published = "" if night.published is not None else "nothing was published, "
    return f"{published}{new} new alerts, {ended} ended"


def _changes(night: Night) -> Iterator[str]:
    if night.why_not is not None:
        yield f"Not published: {night.why_not}"
    for alert in night.untold:
        what = f"{_where(alert)}, {alert.monitor} ({alert.level}): {alert.message}"
        if alert.until is None:
            yield f"NEW {what}"
        else:
            yield f"ENDED {what} It ended on the night of {night_of(parse_time(alert.until))}."
    for alert in _ended(night):
        yield f"ENDED {_where(alert)}, {alert.monitor}: since {alert.since}"


def _ended(night: Night) -> list[Alert]:
    """Return the alerts that were told when they began, and ended tonight."""
    return [alert for state in night.states for alert in state.ended if alert.told is not None]


def _where(alert: Alert) -> str:
    return alert.site or "this machine"
