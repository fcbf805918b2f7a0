"""How many requests each host got in a night, so that a second crawl goes on counting."""

from collections import Counter

from sqlalchemy import bindparam, select

from archive.models import HostRequestsRow
from archive.times import night
from archive.writer import Archive

_SELECT = select(HostRequestsRow.host, HostRequestsRow.requests).where(
    HostRequestsRow.night == bindparam("night")
)


def requests_tonight(archive: Archive) -> Counter[str]:
    """Return how many requests each host got since the night began."""
    return Counter({row.host: row.requests for row in archive.read(_SELECT, night=night())})
