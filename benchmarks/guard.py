"""Does a change make the extraction much slower? `.ci/run` asks this.

Each round reads the same pages with our extraction and parses them with lxml, so that both meet the
same noise, and the round with the least noise counts. The limits are what was measured when they
were set (about 9.3 and 5.8 times the parse), and 60 percent more for the noise that is left. Raise
one only with a reason, and lower it after the extraction has become faster.
"""

from collections.abc import Iterator

from benchmarks.extraction import GENERIC, LAYOUT, PARSE, fitted, milliseconds, pages, readers
from benchmarks.figures import Figure, Goal, single

_LIMITS = {GENERIC: 15.0, LAYOUT: 9.5}
_EVERY = 9  # which of the articles of the newsroom are read
_ROUNDS = 5


def measure(quick: bool) -> Iterator[Figure]:
    """Yield how many times the cost of the parse the extraction takes; `quick` changes nothing."""
    sample = tuple(pages(_EVERY))
    times: dict[str, list[float]] = {PARSE: [], **{name: [] for name in _LIMITS}}
    for _ in range(_ROUNDS):
        for name, of_all in times.items():
            read = fitted(sample) if name == LAYOUT else sample
            of_all.append(milliseconds(readers()[name], read))
    for name, limit in _LIMITS.items():
        least = min(times[name]) / min(times[PARSE])
        yield single(f"{name}, times the parse", least, "times", Goal(limit))
