"""What a command costs with all its processes."""

import ctypes
import os
import re
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

_PR_SET_CHILD_SUBREAPER = 36
_BETWEEN_LOOKS = 0.25  # seconds between two measurements of memory


class Cost(NamedTuple):
    """What a command took."""

    wall: float
    """Seconds."""
    cpu: float
    """Seconds, with all its children, those that outlive it too."""
    memory: float
    """The most MB that all its processes had together; what several share counts once."""


def adopt_orphans() -> None:
    """Have the processes that a command leaves become children of this one, to count them."""
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def measure(command: Sequence[str | os.PathLike[str]], env: Mapping[str, str]) -> Cost:
    """Run a command with more environment variables, and return what it cost.

    Needs `adopt_orphans`. Raises SystemExit if the command fails.
    """
    started = time.perf_counter()
    process = subprocess.Popen(
        command,
        env={**os.environ, **env},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        process_group=0,
    )
    with _Memory(process.pid) as memory:
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, command))} failed with {process.returncode}")
    cpu = usage.ru_utime + usage.ru_stime + _seconds_of_orphans(process.pid)
    return Cost(wall, cpu, memory.most)


def _seconds_of_orphans(command: int) -> float:
    """Return the CPU seconds of the processes of a command's group that end after it."""
    seconds = 0.0
    while True:
        try:
            _, _, usage = os.wait4(-command, 0)
        except ChildProcessError:
            return seconds
        seconds += usage.ru_utime + usage.ru_stime


class _Memory:
    """Looks at the memory of a group of processes until the `with` block ends."""

    def __init__(self, group: int) -> None:
        self.most = 0.0
        self._group = group
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self) -> "_Memory":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._ended.wait(_BETWEEN_LOOKS):
            self.most = max(self.most, sum(map(_megabytes, _processes(self._group))))


def _processes(group: int) -> list[Path]:
    """Return the folders in /proc of the processes of a group."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text("utf-8").rpartition(")")[2].split()
        except OSError:
            continue  # it has ended
        if int(fields[2]) == group:
            found.append(folder)
    return found


def _megabytes(process: Path) -> float:
    """Return the memory of a process, with its share of what others have too; 0 if it has ended."""
    try:
        used = re.search(r"Pss:\s*(\d+) kB", (process / "smaps_rollup").read_text("utf-8"))
    except OSError:
        return 0.0
    return int(used[1]) / 1000 if used else 0.0
