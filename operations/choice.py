"""Which sites a crawl requests, and why it leaves the others out."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from archive.pauses import Pause, pauses, retired_hosts
from archive.probes import passed_sites
from archive.sites import others_are_dead, put_sites
from archive.writer import Archive
from sites.card import ACTIVE, DEAD, FROZEN, SiteCard


@dataclass(frozen=True, slots=True)
class Choice:
    """The sites to crawl, and why others are not."""

    sites: list[type[SiteCard]] = field(default_factory=list)
    """Without the hosts that the operator has retired."""
    left_out: dict[str, str] = field(default_factory=dict)
    """Name of a site -> why it is not crawled."""
    kept: set[str] = field(default_factory=set)
    """The sites that are crawled, now or another night: neither dead nor retired."""


def note_sites(archive: Archive, cards: Collection[type[SiteCard]]) -> None:
    """Write the rows of all sites. Those that are retired or have no card any more are dead."""
    retired = retired_hosts(archive)
    kept = {card.name for card in cards if _reason_for_good(card, retired) is None}
    archive.write(*put_sites(card.facts() for card in cards), others_are_dead(kept))


def choose(archive: Archive, cards: Iterable[type[SiteCard]], *, by_name: bool) -> Choice:
    """Choose among sites those that may be crawled.

    With `by_name` the operator has named them: then an unverified site is crawled, and one that is
    paused.
    """
    passed, paused, retired = passed_sites(archive), pauses(archive), retired_hosts(archive)
    choice = Choice()
    for card in cards:
        why = _reason_for_good(card, retired)
        if why is None:
            choice.kept.add(card.name)
            why = _reason_against(card)
        if why is None and not by_name:
            why = _reason_to_wait(card, passed, paused.get(card.name))
        if why is None:
            choice.sites.append(without_hosts(card, retired))
        else:
            choice.left_out[card.name] = why
    return choice


def without_hosts(card: type[SiteCard], retired: frozenset[str]) -> type[SiteCard]:
    """Return a card that requests nothing from these hosts."""
    more = tuple(host for host in card.live_hosts() if host in retired)
    if not more:
        return card
    changed = {"__module__": card.__module__, "retired": (*card.retired, *more)}
    return type(card.__name__, (card,), changed)


def is_retired(card: type[SiteCard], retired: frozenset[str]) -> bool:
    """Return whether all hosts of a card are retired."""
    return retired.issuperset(card.live_hosts())


def _reason_for_good(card: type[SiteCard], retired: frozenset[str]) -> str | None:
    if card.state == DEAD:
        return "it is dead (see `danvan backfill`)"
    if is_retired(card, retired):
        return "all its hosts are retired (see `danvan retire`)"
    return None


def _reason_against(card: type[SiteCard]) -> str | None:
    if not (card.articles or card.query_articles):
        return f"its card has no pattern of articles (see `danvan probe {card.name}`)"
    return None


def _reason_to_wait(
    card: type[SiteCard], passed: frozenset[str], pause: Pause | None
) -> str | None:
    if card.state not in (ACTIVE, FROZEN) and card.name not in passed:
        return f"it is unverified (see `danvan probe {card.name}`)"
    if pause is not None:
        return f"it is paused until {pause.until}: {pause.reason}"
    return None
