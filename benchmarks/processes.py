"""What a command costs with all its processes."""

import ctypes
import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from typing import NamedTuple

_PR_SET_CHILD_SUBREAPER = 36


class Cost(NamedTuple):
    """Seconds that a command took."""

    wall: float
    cpu: float
    """With all its children, those that outlive it too."""


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
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, command))} failed with {process.returncode}")
    return Cost(wall, usage.ru_utime + usage.ru_stime + _seconds_of_orphans(process.pid))


def _seconds_of_orphans(command: int) -> float:
    """Return the CPU seconds of the processes of a command's group that end after it."""
    seconds = 0.0
    while True:
        try:
            _, _, usage = os.wait4(-command, 0)
        except ChildProcessError:
            return seconds
        seconds += usage.ru_utime + usage.ru_stime
