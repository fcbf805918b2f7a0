"""What a monitor is: what it is given, and what it answers."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal, Protocol, Self

from operations.nights import SiteNight

Level = Literal["yellow", "red"]

ADAPTS_AFTER = timedelta(days=28)
"""What a site has shown so long begins to count as usual, though an alert is open."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that the operator must know; together the parts make the message of an alert."""

    came: str
    expected: str
    advice: str
    since: SiteNight
    """The night on which it began."""
    level: Level | None = None
    """If it is not that of the monitor."""


@dataclass(frozen=True, slots=True)
class CannotJudge:
    """Tonight says nothing either way, so an alert stays as it is."""

    why: str


@dataclass(frozen=True, slots=True)
class Explained(CannotJudge):
    """Another alert says it already."""

    @classmethod
    def by(cls, monitor: str) -> Self:
        """Return the judgement in words."""
        return cls(f"the alert {monitor} explains it")


@dataclass(slots=True)
class Case:
    """One site on one night, for one monitor."""

    site: str
    host: str
    tonight: SiteNight
    earlier: list[SiteNight] = field(default_factory=list)
    """Its nights before, the oldest first."""
    before: list[SiteNight] = field(default_factory=list)
    """Of these, the ones that can be compared with tonight: no other alert explains them."""
    usual: list[SiteNight] = field(default_factory=list)
    """Of those, the nights without trouble of the kind that the monitor looks for."""
    is_open: bool = False
    """There is an alert of this monitor already."""


Judgement = Trouble | CannotJudge | None
"""None: all is well."""


class Judge(Protocol):
    """Judges a case."""

    def __call__(self, case: Case) -> Judgement:
        """Return what is wrong, if anything is."""


@dataclass(frozen=True, slots=True)
class Monitor:
    """What is looked at, and how bad it is."""

    name: str
    level: Level
    judge: Judge
    explained_by: tuple[str, ...] = ()
    """Monitors whose alerts make this one needless: one trouble has one alert."""
    spoiled_by: tuple[str, ...] = ()
    """Other monitors during whose alerts nights are not usual."""
    adapts: bool = False
    """It may be a change for good, which is usual some weeks later."""
    needs_end: bool = False
    """It says nothing of a crawl that did not come to its end."""
    echoes: tuple[str, ...] = ()
    """Monitors whose trouble is found again in later nights, when other pages are rechecked."""


Count = Callable[[SiteNight], int]
