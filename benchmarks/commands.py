"""How long commands take that do next to nothing: the import of the program."""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks import processes
from benchmarks.figures import Figure, Goal, median

_GOALS = {"--help": 0.25, "sites": 0.4}  # CPU seconds
_ROUNDS, _QUICK_ROUNDS = 9, 3


def measure(quick: bool) -> Iterator[Figure]:
    """Yield the processor time of each command, in a folder without an archive."""
    danvan = Path(sys.executable).with_name("danvan")
    with tempfile.TemporaryDirectory() as folder:
        env = {"DATABASE_URL": f"sqlite:///{folder}/archive.db"}
        for argument, goal in _GOALS.items():
            costs = [
                processes.measure([danvan, argument], env)
                for _ in range(1 + (_QUICK_ROUNDS if quick else _ROUNDS))
            ][1:]  # the first fills the caches
            yield median(f"danvan {argument}", [cost.cpu for cost in costs], "CPU s", Goal(goal))
