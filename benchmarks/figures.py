"""Figures of the benchmarks: compared with their goals, shown, and kept as JSON."""

import json
import os
import platform
import re
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).with_name("results.json")
"""Where `make bench` keeps the figures; not in git."""


@dataclass(frozen=True, slots=True)
class Goal:
    """The value that a figure should not exceed, or should reach."""

    value: float
    at_least: bool = False

    def is_met_by(self, value: float) -> bool:
        """Return whether a value reaches the goal; one that is exactly the goal does."""
        return value >= self.value if self.at_least else value <= self.value

    def __str__(self) -> str:
        return f"at {'least' if self.at_least else 'most'} {self.value:g}"


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured, and what it is compared with."""

    name: str
    value: float
    """The median of all rounds."""
    unit: str
    low: float
    """The lowest value of a round, and the highest."""
    high: float
    goal: Goal | None = None

    @property
    def is_met(self) -> bool:
        """Whether the goal is met; a figure without a goal cannot miss one."""
        return self.goal is None or self.goal.is_met_by(self.value)

    def __str__(self) -> str:
        spread = f"{self.low:,.4g} to {self.high:,.4g}" if self.low != self.high else ""
        goal = f"{self.goal}{'' if self.is_met else ', MISSED'}" if self.goal else ""
        return f"{self.name:52}{self.value:>10,.4g} {self.unit:11}{spread:21}{goal}".rstrip()

    def to_dict(self) -> dict[str, Any]:
        """Return the figure as types that JSON has."""
        goal = str(self.goal) if self.goal else None
        return {**asdict(self), "goal": goal, "met": self.is_met if self.goal else None}


def median(name: str, values: Sequence[float], unit: str, goal: Goal | None = None) -> Figure:
    """Return the median of the rounds of a measurement, with its spread."""
    return Figure(name, statistics.median(values), unit, min(values), max(values), goal)


def single(name: str, value: float, unit: str, goal: Goal | None = None) -> Figure:
    """Return what was measured once."""
    return median(name, [value], unit, goal)


def ratio(
    name: str, values: Sequence[float], others: Sequence[float], goal: Goal | None = None
) -> Figure:
    """Return how many times as large values are as others of the same rounds."""
    ratios = [value / other for value, other in zip(values, others, strict=True)]
    return median(name, ratios, "times", goal)


def machine() -> str:
    """Return in words what the figures were measured on."""
    found = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text("utf-8"))
    processor = found[1] if found else platform.processor()
    return f"{os.cpu_count()} cores, {processor}, Python {platform.python_version()}"


def keep(suites: dict[str, list[Figure]], *, quick: bool) -> None:
    """Write all figures to `benchmarks/results.json`, in place of those before."""
    figures = [
        {"suite": suite, **figure.to_dict()} for suite, all_ in suites.items() for figure in all_
    ]
    results = {
        "machine": machine(),
        "day": date.today().isoformat(),
        "quick": quick,
        "figures": figures,
    }
    RESULTS.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", "utf-8")


def missed(figures: Iterable[Figure]) -> list[Figure]:
    """Return the figures whose goal is not met."""
    return [figure for figure in figures if not figure.is_met]
