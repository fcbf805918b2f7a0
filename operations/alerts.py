"""The table of alerts: each is written when it begins, when it was told, and when it ends."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, insert, or_, select, update

from archive.escaping import escaped
from archive.models import AlertRow
from archive.times import format_time, night_of, parse_time
from archive.writer import Archive, Change
from operations.monitors.model import Level, Trouble

NEWS = timedelta(days=7)
"""An alert that ended longer ago is not told any more."""

_SELECT_SINCE = (
    select(*AlertRow.__table__.columns)
    .where(or_(AlertRow.until.is_(None), AlertRow.until >= bindparam("since")))
    .order_by(AlertRow.id)
)
_ADD = insert(AlertRow)
_END = update(AlertRow).where(AlertRow.id == bindparam("ended")).values(until=bindparam("until"))
_TELL = update(AlertRow).where(AlertRow.id == bindparam("of_alert")).values(told=bindparam("at"))


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
    told: str | None = None
    """When a message about it was sent."""

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


def read_untold(archive: Archive, moment: str) -> list[Alert]:
    """Return the alerts that nobody was told of: those that are open, and those that just ended."""
    since = format_time(parse_time(moment) - NEWS)
    return [alert for alert in read_alerts(archive, since) if alert.told is None]


def note_told(archive: Archive, alerts: Sequence[Alert], moment: str) -> None:
    """Write when these alerts were told."""
    archive.write((_TELL, [{"of_alert": alert.id, "at": moment} for alert in alerts]))
