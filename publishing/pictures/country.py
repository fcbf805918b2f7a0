"""The map of the provinces, before 1 July 2025 and since, shaded by a number.

`map.json` has the outlines, and where they are from.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

LEVELS = 5
"""Shades of the provinces that have something."""


@dataclass(frozen=True, slots=True)
class Province:
    """A province on the map."""

    name: str
    outline: str
    count: int
    level: int
    """From 1 to `LEVELS`; 0 if it has nothing."""


@dataclass(frozen=True, slots=True)
class Shade:
    """What a shade of the map means: numbers from one to another."""

    level: int
    least: int
    most: int


@cache
def outlines() -> dict[str, Any]:
    """Return the outlines of the provinces, `then` and `now`, and where they are from."""
    text = Path(__file__).with_name("map.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def shaded(when: str, counts: Mapping[str, int]) -> tuple[list[Province], list[Shade]]:
    """Return the provinces of a time with their shades, and what the shades mean.

    Provinces with something are divided among the shades by rank: each shade has about as many.
    Equal numbers have equal shades.
    """
    ranked = sorted(count for count in counts.values() if count > 0)
    levels = {count: 1 + LEVELS * ranked.index(count) // len(ranked) for count in set(ranked)}
    provinces = [
        Province(name, outline, counts.get(name, 0), levels.get(counts.get(name, 0), 0))
        for name, outline in outlines()[when].items()
    ]
    shades = []
    for level in sorted(set(levels.values())):
        own = [count for count in levels if levels[count] == level]
        shades.append(Shade(level, min(own), max(own)))
    return provinces, shades
