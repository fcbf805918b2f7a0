"""Captures read again: re-extraction and import, on one processor and on two.

The captures are those of a crawl of the sample newsroom, whose pages have 8 kB.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks import processes
from benchmarks.figures import Figure, Goal, median, ratio, single
from sample_sites import SITE_NAMES, Newsroom

_PER_SITE, _QUICK_PER_SITE = 600, 40
_ROUNDS = 2
_MIN_PAGES, _MIN_RECORDS, _MIN_GAIN = 2100, 1500, 1.8
"""Goals: pages that are re-extracted in a second, records that are imported, and how many times as
fast two processors are as one."""
_DANVAN = Path(sys.executable).with_name("danvan")


def measure(quick: bool) -> Iterator[Figure]:
    """Yield pages and records in a second, and what a second processor gives."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with Newsroom(per_site=_QUICK_PER_SITE if quick else _PER_SITE) as newsroom:
            _run(folder, "archive.db", "crawl", *SITE_NAMES, "--origin", newsroom.origin)
        files = sorted((folder / "captures").glob("*/*.warc.gz"))
        pages = len(newsroom.expected)
        yield single("articles of the newsroom", pages, "")
        reextracted: dict[int, list[float]] = {1: [], 2: []}
        imported: dict[int, list[float]] = {1: [], 2: []}
        for round_ in range(1 if quick else _ROUNDS):
            for processors in (1, 2):
                again = ("reextract", "--dry-run")
                seconds = _run(folder, "archive.db", *again, processors=processors)
                reextracted[processors].append(pages / seconds)
                archive = f"of-{processors}-{round_}.db"
                seconds = _run(folder, archive, "import", *files, processors=processors)
                imported[processors].append(pages / seconds)
    for processors, rates in reextracted.items():
        goal = Goal(_MIN_PAGES, at_least=True) if processors == 2 else None
        yield median(f"re-extraction, {processors} processors", rates, "pages/s", goal)
    gain = Goal(_MIN_GAIN, at_least=True)
    yield ratio("re-extraction, two against one", reextracted[2], reextracted[1], gain)
    for processors, rates in imported.items():
        goal = Goal(_MIN_RECORDS, at_least=True) if processors == 2 else None
        yield median(f"import, {processors} processors", rates, "articles/s", goal)


def _run(folder: Path, archive: str, *arguments: str | Path, processors: int = 2) -> float:
    """Run `danvan` on so many processors, and return the seconds that it took."""
    allowed = sorted(os.sched_getaffinity(0))[:processors]
    chosen = ["taskset", "--cpu-list", ",".join(map(str, allowed))]
    env = {"DATABASE_URL": f"sqlite:///{folder / archive}"}
    return processes.measure([*chosen, _DANVAN, *arguments], env).wall
