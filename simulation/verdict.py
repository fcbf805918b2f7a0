"""What must hold of the alerts: each trouble has one, when it begins, and nothing else has."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from operations.monitors.model import ADAPTS_AFTER
from simulation.nights import Alarm, Record
from simulation.troubles import Trouble


@dataclass(slots=True)
class Reported:
    """A trouble, and the alert that reports it."""

    trouble: Trouble
    alarm: Alarm | None = None
    faults: list[str] = field(default_factory=list)


def compare(troubles: Sequence[Trouble], record: Record) -> tuple[list[Reported], list[str]]:
    """Return how each trouble was reported, and what was reported without one."""
    nights = len(record.crawled)
    left = list(record.alarms)
    reported = []
    for trouble in troubles:
        if not trouble.monitors or trouble.first > nights:
            continue
        found = [alarm for alarm in left if _reports(alarm, trouble)]
        row = Reported(trouble, found[0] if found else None)
        if row.alarm is None:
            row.faults.append("not reported")
        else:
            left.remove(row.alarm)
            row.faults += _end_faults(trouble, row.alarm, record)
            if row.alarm.began != trouble.first and not trouble.within:
                row.faults.append(f"said to begin in night {row.alarm.began}")
        reported.append(row)
    return reported, [
        f"night {alarm.raised}: {alarm.site}, {alarm.monitor}: {alarm.message}" for alarm in left
    ]


def _reports(alarm: Alarm, trouble: Trouble) -> bool:
    is_in_time = trouble.first <= alarm.raised <= trouble.first + trouble.within
    return alarm.site == trouble.site and alarm.monitor in trouble.monitors and is_in_time


def _end_faults(trouble: Trouble, alarm: Alarm, record: Record) -> Iterator[str]:
    after = [n for n, sites in record.crawled.items() if n > trouble.last and trouble.site in sites]
    if not after:  # it goes on, but may have become usual
        if alarm.ended is not None and alarm.ended - alarm.raised < ADAPTS_AFTER.days:
            yield f"ended in night {alarm.ended}, though it goes on"
    elif alarm.ended is None and len(after) > trouble.settles:
        yield "not ended"
    elif alarm.ended is not None and not after[0] <= alarm.ended <= after[0] + trouble.settles:
        yield f"ended in night {alarm.ended}, not {after[0]}"
