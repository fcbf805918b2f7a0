"""Bar charts of the months: one panel for each series, all with the same months and one scale."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import floor, log10

WIDTH, HEIGHT = 720, 140
"""Of the bars, in units of the picture."""
MAX_LABELS = 6
"""Years that have a label: as many as a phone has room for."""

Counts = Mapping[str, int]
"""Month, such as 2024-05 -> a number."""


@dataclass(frozen=True, slots=True)
class Panel:
    """One series: its bars as a path in SVG, and what they say in numbers."""

    name: str
    bars: str
    counts: tuple[int, ...]
    """Of each month of the chart."""
    total: int
    most: int
    best: str | None
    """The month with the most, or None if every month has none."""


@dataclass(frozen=True, slots=True)
class Chart:
    """Panels of the same months."""

    months: tuple[str, ...]
    top: int
    """The number at the upper edge of each panel."""
    labels: tuple[tuple[float, str], ...]
    """Where a year begins, and that year."""
    panels: tuple[Panel, ...]


def chart(series: Mapping[str, Counts]) -> Chart | None:
    """Return the chart of some series, or None if they have no month."""
    known = [month for counts in series.values() for month in counts]
    if not known:
        return None
    months = _months(min(known), max(known))
    top = rounded_up(max(count for counts in series.values() for count in counts.values()))
    panels = tuple(_panel(name, counts, months, top) for name, counts in series.items())
    return Chart(months, top, _labels(months), panels)


def rounded_up(number: int) -> int:
    """Return the next number of which only the first digit is not 0."""
    power: int = 10 ** floor(log10(max(number, 1)))
    return power * -(-max(number, 1) // power)


def _months(first: str, last: str) -> tuple[str, ...]:
    begin, end = (12 * int(month[:4]) + int(month[5:]) - 1 for month in (first, last))
    return tuple(f"{n // 12:04}-{n % 12 + 1:02}" for n in range(begin, end + 1))


def _panel(name: str, counts: Counts, months: tuple[str, ...], top: int) -> Panel:
    step = WIDTH / len(months)
    width = step - 1 if step > 3 else step
    numbers = tuple(counts.get(month, 0) for month in months)
    bars = []
    for place, count in enumerate(numbers):
        if count:
            height = HEIGHT * count / top
            bars.append(f"M{place * step:.1f} {HEIGHT}v{-height:.1f}h{width:.1f}v{height:.1f}z")
    most = max(numbers)
    best = months[numbers.index(most)] if most else None
    return Panel(name, "".join(bars), numbers, sum(numbers), most, best)


def _labels(months: tuple[str, ...]) -> tuple[tuple[float, str], ...]:
    step = WIDTH / len(months)
    years = [(n, month[:4]) for n, month in enumerate(months) if month.endswith("-01")]
    every = -(-len(years) // MAX_LABELS)
    if not years:
        return ((0, f"{int(months[0][5:])}/{months[0][:4]}"),)
    return tuple((round(n * step, 1), year) for n, year in years if int(year) % every == 0)
