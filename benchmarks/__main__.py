"""All benchmarks in one run and one table: `make bench [QUICK=1] [ONLY=crawl,extraction]`.

    python -m benchmarks [--quick] [--only crawl,extraction]

Prints each figure with its spread and its goal, keeps all in `benchmarks/results.json`, and exits
with 1 if a goal is missed. Let nothing else run meanwhile. A quick run takes about three
minutes, of smaller archives and fewer rounds; its figures are less exact, and those that only show
with many pages are worse.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator

from benchmarks import commands, crawl, extraction, guard, night, processes, reading, replay
from benchmarks.figures import RESULTS, Figure, keep, machine, missed

SUITES: dict[str, Callable[[bool], Iterator[Figure]]] = {
    "commands": commands.measure,
    "extraction": extraction.measure,
    "crawl": crawl.measure,
    "replay": replay.measure,
    "night": night.measure,
    "reading": reading.measure,
}
_OTHERS = {"guard": guard.measure}  # only if it is named


def main() -> None:
    """Run the suites."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--quick", action="store_true", help="about three minutes")
    parser.add_argument("--only", default=",".join(SUITES), help="suites, separated by commas")
    options = parser.parse_args()
    names = options.only.split(",")
    suites = {**SUITES, **_OTHERS}
    unknown = [name for name in names if name not in suites]
    if unknown:
        parser.error(f"no such suite: {', '.join(unknown)}. There are: {', '.join(suites)}")
    processes.adopt_orphans()
    print(machine())
    found: dict[str, list[Figure]] = {}
    for name in names:
        started = time.perf_counter()
        print(f"\n{name}", flush=True)
        found[name] = []
        for figure in suites[name](options.quick):
            found[name].append(figure)
            print(f"  {figure}", flush=True)
        print(f"  ({time.perf_counter() - started:.0f} s)", flush=True)
        keep(found, quick=options.quick)  # a suite may fail after a quarter of an hour
    wrong = [figure for figures in found.values() for figure in missed(figures)]
    print(f"\nAll figures are in {RESULTS}.")
    if wrong:
        sys.exit(f"{len(wrong)} goals are missed: {', '.join(figure.name for figure in wrong)}")


if __name__ == "__main__":
    main()
