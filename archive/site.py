"""What the archive needs to know of a site."""

from dataclasses import dataclass

from archive.schedule import REVISIT_DAYS
from extraction import Layout


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """The facts of a site's card that the archive stores or goes by."""

    name: str
    title: str
    province: str
    host: str
    family: str
    revisit_days: tuple[int, ...] = REVISIT_DAYS
    layouts: tuple[Layout, ...] = ()
