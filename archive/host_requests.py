"""How many requests each host got in a night, so that a second crawl goes on counting."""

from collections import Counter
from collections.abc import Iterator, Mapping

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.sqlite import insert

from archive.models import HostRequestsRow
from archive.times import night
from archive.writer import Archive, Change

_SELECT = select(HostRequestsRow.host, HostRequestsRow.requests).where(
    HostRequestsRow.night == bindparam("night")
)
_NEW = insert(HostRequestsRow)
_PUT = _NEW.on_conflict_do_update(
    index_elements=["host"],
    set_={"night": _NEW.excluded.night, "requests": _NEW.excluded.requests},
)


def requests_tonight(archive: Archive) -> Counter[str]:
    """Return how many requests each host got since the night began."""
    return Counter({row.host: row.requests for row in archive.read(_SELECT, night=night())})


def put_requests(totals: Mapping[str, int]) -> Iterator[Change]:
    """Yield the change that writes how many requests hosts got in this night."""
    tonight = night()
    rows = [{"host": host, "night": tonight, "requests": n} for host, n in totals.items()]
    if rows:
        yield _PUT, rows
