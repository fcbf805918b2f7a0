"""The table of alerts: each is written once when it begins, and once when it ends."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import bindparam, insert, or_, select, update

from archive.escaping import escaped
from archive.models import AlertRow
from archive.times import night_of, parse_time
from archive.writer import Archive, Change
from operations.monitors.model import Level, Trouble

_SELECT_SINCE = (
    select(*AlertRow.__table__.columns)
    .where(or_(AlertRow.until.is_(None), AlertRow.until >= bindparam("since")))
    .order_by(AlertRow.id)
)
_ADD = insert(AlertRow)
_END = update(AlertRow).where(AlertRow.id == bindparam("ended")).values(until=bindparam("until"))


@dataclass(frozen=True, slots=True)
class Alert:
    """A row of the table."""

    monitor: str
    site: str | None
    """None: of this machine."""
    level: Level
    since: str
    message: str
    until: str | None = None
    id: int | None = None
    """None: it is not written yet."""

    def as_json(self) -> dict[str, Any]:
        """Return what a report says of it."""
        names = ("monitor", "level", "since", "until", "message")
        return {name: getattr(self, name) for name in names}


def raised(monitor: str, site: str | None, level: Level, trouble: Trouble) -> Alert:
    """Return the alert of a trouble, with a message that says what is to be done."""
    since = trouble.since.started
    evening = night_of(parse_time(since))
    message = (
        f"{trouble.came[:1].upper()}{trouble.came[1:]}; expected: {trouble.expected}. "
        f"Since the night of {evening}. {trouble.advice}"
    )
    return Alert(monitor, site, trouble.level or level, since, escaped(message))


def read_alerts(archive: Archive, since: str) -> list[Alert]:
    """Return the alerts that are open or ended later than `since`, the oldest first."""
    rows = archive.read(_SELECT_SINCE, since=since)
    return [Alert(**row._mapping) for row in rows]


def write_alerts(
    archive: Archive, new: Sequence[Alert], ended: Sequence[Alert], until: str
) -> None:
    """Write which alerts begin and which end, in one transaction."""
    changes: list[Change] = []
    if ended:
        changes.append((_END, [{"ended": alert.id, "until": until} for alert in ended]))
    if new:
        rows = [asdict(alert) for alert in new]
        changes.append((_ADD, [{k: v for k, v in row.items() if k != "id"} for row in rows]))
    if changes:
        archive.write(*changes)
