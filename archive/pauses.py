"""Sites that are left alone for some time, and hosts that are never requested again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects.sqlite import insert

from archive.models import PauseRow, RetiredHostRow
from archive.times import format_time, now, parse_time
from archive.writer import Archive

MAX_BLOCK_DAYS = 30
"""A site that blocks is left alone for 1 day, then for 2, 4, 8, 16, and never longer than this."""

# Slightly early, so that a crawl at the same hour of the night finds the pause over.
_EARLY = timedelta(hours=4)

_SELECT_PAUSES = select(
    PauseRow.site, PauseRow.since, PauseRow.until, PauseRow.reason, PauseRow.blocks
)
_SELECT_HOSTS = select(RetiredHostRow.host).order_by(RetiredHostRow.host)
_NEW_PAUSE = insert(PauseRow)
_PUT_PAUSE = _NEW_PAUSE.on_conflict_do_update(
    index_elements=["site"],
    set_={name: _NEW_PAUSE.excluded[name] for name in ("since", "until", "reason", "blocks")},
)
_PUT_HOST = insert(RetiredHostRow).on_conflict_do_nothing()
_DELETE_PAUSE = delete(PauseRow).where(PauseRow.site == bindparam("of_site"))
_DELETE_BLOCK = _DELETE_PAUSE.where(PauseRow.blocks > 0)
_DELETE_HOST = delete(RetiredHostRow).where(RetiredHostRow.host == bindparam("of_host"))


@dataclass(frozen=True, slots=True)
class Pause:
    """Why and until when a site is left alone."""

    site: str
    since: str
    until: str
    """ISO 8601, UTC: from then on it is crawled again."""
    reason: str
    blocks: int
    """How many crawls in a row the site blocked; 0 if the operator paused it."""


def pauses(archive: Archive) -> Mapping[str, Pause]:
    """Return the pauses that are not over, by site."""
    started = now()
    found = (Pause(*row) for row in archive.read(_SELECT_PAUSES))
    return {pause.site: pause for pause in found if pause.until > started}


def pause(archive: Archive, site: str, until: str, reason: str) -> None:
    """Leave a site alone until a time (ISO 8601, UTC)."""
    _put(archive, Pause(site, now(), until, reason, 0))


def end_pause(archive: Archive, site: str) -> None:
    """End the pause of a site, if it has one."""
    archive.write((_DELETE_PAUSE, {"of_site": site}))


def note_block(archive: Archive, site: str, reason: str) -> None:
    """Leave a site alone that blocks: twice as long as after the last crawl that it blocked.

    A longer pause by the operator stays as it is.
    """
    before = next(
        (p for row in archive.read(_SELECT_PAUSES) if (p := Pause(*row)).site == site), None
    )
    blocks = 1 + (before.blocks if before is not None else 0)
    days = min(2 ** (blocks - 1), MAX_BLOCK_DAYS)
    until = format_time(parse_time(now()) + timedelta(days=days) - _EARLY)
    if before is not None and not before.blocks and before.until > until:
        return
    since = before.since if before is not None and before.blocks else now()
    _put(archive, Pause(site, since, until, reason, blocks))


def note_no_block(archive: Archive, site: str) -> None:
    """Forget that a site blocked earlier crawls: it answered this one."""
    archive.write((_DELETE_BLOCK, {"of_site": site}))


def retire(archive: Archive, host: str, reason: str) -> None:
    """Request nothing from a host any more."""
    archive.write((_PUT_HOST, {"host": host, "since": now(), "reason": reason}))


def unretire(archive: Archive, host: str) -> None:
    """Let a host be requested again."""
    archive.write((_DELETE_HOST, {"of_host": host}))


def retired_hosts(archive: Archive) -> frozenset[str]:
    """Return the hosts that the operator has retired, beside those that the cards name."""
    return frozenset(row.host for row in archive.read(_SELECT_HOSTS))


def _put(archive: Archive, pause: Pause) -> None:
    values = {name: getattr(pause, name) for name in Pause.__dataclass_fields__}
    archive.write((_PUT_PAUSE, values))
