"""What does a quiet night cost, in a small archive and in one of a million articles?

    python -m benchmarks.night [--articles 10000 1000000]

Fills archives of the sample newsroom with articles, crawls the newsroom, which has nothing new, and
prints what that took. The archive of a million articles takes 2 GB of disk and some minutes.
"""

import argparse
import json
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks import processes
from benchmarks.synthetic import fill
from sample_sites import SITE_NAMES, Newsroom

MAX_RATIO = 1.1
"""The night of the largest archive is to cost at most this many times that of the smallest."""
ROUNDS = 5  # of each archive; the median counts
_FIRST_NIGHT = datetime(2026, 11, 2, 15, tzinfo=UTC)

Costs = dict[str, float]


def crawl(folder: Path, origin: str, moment: datetime) -> Costs:
    """Crawl the newsroom into the archive of a folder, and return what it cost."""
    report, captures = folder / "report.json", folder / "captures"
    before = _times(captures)
    cost = processes.measure(
        [sys.executable, "-m", "benchmarks.measured", report, captures, "crawl", *SITE_NAMES,
         "--origin", origin, "--quiet"],
        {
            "DATABASE_URL": f"sqlite:///{folder / 'archive.db'}",
            "DANVAN_NOW": moment.isoformat(),
        },
    )  # fmt: skip
    after = _times(captures)
    changed = sum(after[path] != changed for path, changed in before.items())
    costs = json.loads(report.read_text("utf-8"))
    return {**costs, "files changed": changed, "CPU seconds": cost.cpu}


def _times(captures: Path) -> dict[str, tuple[int, int]]:
    """Return the times of change of each file."""
    found = ((path, path.stat()) for path in captures.glob("*/*"))
    return {str(path): (stat.st_mtime_ns, stat.st_ctime_ns) for path, stat in found}


def measure(base: Path, origin: str, articles: int) -> Costs:
    """Fill a copy of an archive, and return the median of what quiet nights cost there."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(base, folder, dirs_exist_ok=True)
        started = time.perf_counter()
        nights = fill(folder / "archive.db", folder / "captures", articles, _FIRST_NIGHT)
        size = (folder / "archive.db").stat().st_size / 1e6
        seconds = time.perf_counter() - started
        print(f"{articles} articles, {nights} nights: {size:.0f} MB, made in {seconds:.0f} s")
        costs = [
            crawl(folder, origin, _FIRST_NIGHT + timedelta(days=number))
            for number in range(1, ROUNDS + 2)
        ][1:]  # the first night closes the files of all nights before it
    return {what: statistics.median(cost[what] for cost in costs) for what in costs[0]}


def main() -> None:
    """Print a line for each cost, with a column for each size."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--articles", type=int, nargs="+", default=[10_000, 1_000_000])
    sizes = parser.parse_args().articles
    processes.adopt_orphans()
    with tempfile.TemporaryDirectory() as name, Newsroom() as newsroom:
        base = Path(name)
        crawl(base, newsroom.origin, _FIRST_NIGHT)
        with closing(sqlite3.connect(base / "archive.db")) as connection:
            connection.execute("UPDATE pages SET next_check = NULL")  # nothing is due
            connection.commit()
        costs = [measure(base, newsroom.origin, articles) for articles in sizes]
    show(sizes, costs)


def show(sizes: list[int], costs: list[Costs]) -> None:
    """Print the costs of a night, and how those of the last size compare with the first."""
    print(f"a quiet night of {len(SITE_NAMES)} sites, median of {ROUNDS}")
    print(f"{'articles':>20}" + "".join(f"{size:>12}" for size in sizes))
    for what in costs[0]:
        first, *_, last = values = [cost[what] for cost in costs]
        ratio = f"   {last / first:.2f} times as much" if first else ""
        print(f"{what:>20}" + "".join(f"{value:>12.6g}" for value in values) + ratio)
    print(f"(at most {MAX_RATIO} times is the goal)")


if __name__ == "__main__":
    main()
