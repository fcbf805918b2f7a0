"""Captures read again: re-extraction and import, on one processor and on two.

The captures are those of a crawl of the sample newsroom, whose pages have 8 kB. The memory of that
crawl is measured too: it has three times as many pages as those of the suite `crawl`.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks import processes
from benchmarks.figures import Figure, Goal, median, ratio, single
from benchmarks.processes import Cost
from sample_sites import SITE_NAMES, Newsroom

_PER_SITE, _QUICK_PER_SITE = 600, 40
_ROUNDS = 2
_MIN_PAGES, _MIN_RECORDS, _MIN_GAIN, _MAX_MEMORY = 2100, 1500, 1.8, 350
"""Goals: pages that are re-extracted in a second, records that are imported, how many times as fast
two processors are as one, and the MB that a crawl may have in memory."""
_DANVAN = Path(sys.executable).with_name("danvan")


def measure(quick: bool) -> Iterator[Figure]:
    """Yield pages and records in a second, what a second processor gives, and the memory."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with Newsroom(per_site=_QUICK_PER_SITE if quick else _PER_SITE) as newsroom:
            crawled = _run(folder, "archive.db", "crawl", *SITE_NAMES, "--origin", newsroom.origin)
        files = sorted((folder / "captures").glob("*/*.warc.gz"))
        pages = len(newsroom.expected)
        yield single("articles of the newsroom", pages, "")
        reextracted: dict[int, list[Cost]] = {1: [], 2: []}
        imported: dict[int, list[Cost]] = {1: [], 2: []}
        for round_ in range(1 if quick else _ROUNDS):
            for processors in (1, 2):
                again = ("reextract", "--dry-run")
                cost = _run(folder, "archive.db", *again, processors=processors)
                reextracted[processors].append(cost)
                archive = f"of-{processors}-{round_}.db"
                cost = _run(folder, archive, "import", *files, processors=processors)
                imported[processors].append(cost)
    walls = {processors: [cost.wall for cost in costs] for processors, costs in reextracted.items()}
    for processors, seconds in walls.items():
        goal = Goal(_MIN_PAGES, at_least=True) if processors == 2 else None
        rates = [pages / wall for wall in seconds]
        yield median(f"re-extraction, {processors} processors", rates, "pages/s", goal)
    yield ratio(
        "re-extraction, two against one", walls[1], walls[2], Goal(_MIN_GAIN, at_least=True)
    )
    for processors, costs in imported.items():
        goal = Goal(_MIN_RECORDS, at_least=True) if processors == 2 else None
        rates = [pages / cost.wall for cost in costs]
        yield median(f"import, {processors} processors", rates, "articles/s", goal)
    goal = None if quick else Goal(_MAX_MEMORY)
    yield single("crawl, all processes", crawled.memory, "MB", goal)
    for what, costs in (("re-extraction", reextracted[2]), ("import", imported[2])):
        yield median(f"{what}, all processes", [cost.memory for cost in costs], "MB")


def _run(folder: Path, archive: str, *arguments: str | Path, processors: int = 2) -> Cost:
    """Run `danvan` on so many processors, and return what it cost."""
    allowed = sorted(os.sched_getaffinity(0))[:processors]
    chosen = ["taskset", "--cpu-list", ",".join(map(str, allowed))]
    env = {"DATABASE_URL": f"sqlite:///{folder / archive}"}
    return processes.measure([*chosen, _DANVAN, *arguments], env)
