"""What the archive needs to know of a site."""

from collections.abc import Callable
from dataclasses import dataclass, field

from archive.provinces import PROVINCE_NOW
from extraction.inputs import SiteRules

REVISIT_DAYS = (1, 7, 30, 91)
"""Days after an article was first seen on which it is fetched again: a day, a week, a month and a
quarter. A site card can say otherwise."""


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """The facts of a site's card that the archive stores or goes by."""

    name: str
    title: str
    province: str | None
    """Its name before July 2025; None for a site of the whole country."""
    host: str
    family: str
    kind: str = ""
    state: str = ""
    evidence: tuple[str, ...] = ()
    """A line for each source of the card's facts."""
    revisit_days: tuple[int, ...] = REVISIT_DAYS
    rules: SiteRules = field(default_factory=SiteRules)
    """How its pages are read."""
    key_of: Callable[[str], str | None] = field(default=lambda url: None, compare=False)
    """Returns the key of the article at a URL, or None for any other URL."""

    @property
    def province_now(self) -> str | None:
        """The province that it has been part of since."""
        return PROVINCE_NOW[self.province] if self.province is not None else None
