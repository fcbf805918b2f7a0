"""A `danvan` command in this process, and what it did to the archive.

    python -m benchmarks.measured REPORT CAPTURES crawl nbtv ...

Writes to the file REPORT, as JSON, how many SQL statements it executed and how many steps SQLite
took for them, how many files of the folder CAPTURES it opened or truncated, and how much memory it
used at most.
"""

import atexit
import json
import math
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from danvan.cli import main

_STEPS = 100  # of SQLite's virtual machine between two counts

counts: Counter[str] = Counter()
opened: set[str] = set()


def _count_statements(connection: Any, _record: object) -> None:
    connection.set_trace_callback(lambda _: counts.update(statements=1))
    connection.set_progress_handler(lambda: counts.update(steps=_STEPS), _STEPS)


def _peak_memory() -> float:
    """Return the most memory that this process had, in MB; `ru_maxrss` is also of its parent."""
    status = Path("/proc/self/status").read_text("utf-8")
    found = re.search(r"VmHWM:\s*(\d+) kB", status)
    return int(found[1]) / 1000 if found is not None else math.nan


def measure(report: Path, captures: Path, arguments: list[str]) -> None:
    """Run the command; the report is written when the process ends."""
    folder = f"{captures.resolve()}/"

    def note_file(name: str, arguments: tuple[Any, ...]) -> None:
        if name in ("open", "os.truncate") and str(arguments[0]).startswith(folder):
            opened.add(str(arguments[0]))

    def write() -> None:
        files = {"files opened": len(opened), "MB of memory": _peak_memory()}
        report.write_text(json.dumps({**counts, **files}), "utf-8")

    event.listen(Engine, "connect", _count_statements)
    sys.addaudithook(note_file)
    atexit.register(write)
    sys.argv[1:] = arguments
    main()


if __name__ == "__main__":
    measure(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
