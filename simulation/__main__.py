"""Simulate a quarter: ninety nights of the sample newsroom, with troubles.

    python -m simulation [--into DIR]

Prints the nights with news, then how each trouble was reported, and exits with 1 if a trouble was
not reported on the night on which it began, or anything else was, or if the archive is not what the
newspapers have published.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from sample_sites import Newsroom
from simulation.nights import Nights, run_forked
from simulation.troubles import QUARTER
from simulation.truth import Stored, alert_faults, faults
from simulation.verdict import Reported, compare

NIGHTS = 90
_COLUMNS = "{:<18}{:<13}{:>6}{:>10}  {:<10}{:>6}"
_MAX_SHOWN = 40  # faults


def main() -> None:
    """Parse the command line and simulate."""
    parser = argparse.ArgumentParser(prog="python -m simulation", description=main.__doc__)
    parser.add_argument("--into", type=Path, metavar="DIR",
                        help="keep the archive in this folder, which must not exist")  # fmt: skip
    into = parser.parse_args().into
    if into is not None:
        into.mkdir(parents=True)
        sys.exit(_simulate(into.resolve()))
    with tempfile.TemporaryDirectory() as folder:
        sys.exit(_simulate(Path(folder)))


def _simulate(folder: Path) -> int:
    begun = time.monotonic()
    nights = Nights(folder, QUARTER, run_forked)
    with Newsroom(names=()) as room:
        for number in range(1, NIGHTS + 1):
            _show_news(number, nights, nights.next(room))
    reported, false_alarms = compare(QUARTER, nights.record)
    stored = Stored(folder / "archive.db")
    found = [
        *(f"{row.trouble.site}, {row.trouble.what}: {fault}"
          for row in reported for fault in row.faults),
        *(f"reported without a trouble: {alarm}" for alarm in false_alarms),
        *nights.record.faults,
        *alert_faults(stored, nights.record),
        *faults(stored, nights.presses, nights.sent),
    ]  # fmt: skip
    _show_troubles(reported)
    minutes = (time.monotonic() - begun) / 60
    print(f"\n{NIGHTS} nights, {len(stored.articles)} articles, {minutes:.1f} minutes.")
    for fault in found[:_MAX_SHOWN]:
        print(f"  {fault}")
    print(f"{len(found)} faults." if found else "All holds.")
    return int(bool(found))


def _show_news(number: int, nights: Nights, alarms: Sequence[object]) -> None:
    for alarm in nights.record.alarms:
        if alarm in alarms:
            print(f"night {number}: {alarm.site}: {alarm.monitor}: {alarm.message}")
        elif alarm.ended == number:
            print(f"night {number}: {alarm.site}: {alarm.monitor} has ended")
    sys.stdout.flush()


def _show_troubles(reported: Sequence[Reported]) -> None:
    print("\n" + _COLUMNS.format("trouble", "site", "begun", "reported", "by", "ended"))
    for row in reported:
        trouble, alarm = row.trouble, row.alarm
        said = (alarm.raised, alarm.monitor, alarm.ended or "-") if alarm else ("-", "-", "-")
        print(_COLUMNS.format(trouble.what, trouble.site, trouble.first, *said))


if __name__ == "__main__":
    main()
