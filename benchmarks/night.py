"""What a night costs, in a small archive and in one of a million articles.

Archives of the sample newsroom are filled with articles, and the newsroom is crawled into each in
turn: some nights while it has nothing new, then with the news of a night. The archive of a million
articles takes 2 GB of disk and some minutes.
"""

import json
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks import processes
from benchmarks.figures import Figure, Goal, median, ratio, single
from benchmarks.synthetic import fill
from sample_sites import SITE_NAMES, Newsroom
from sample_sites.newsroom import MIN_PER_SITE, Edition
from sample_sites.pages import SitePages
from sample_sites.planning import Planner
from sample_sites.sites import FIRST_SITES

_MAX_RATIO = 1.1
"""The night of the largest archive is to cost at most this many times that of the smallest."""
_SIZES, _QUICK_SIZES = (10_000, 100_000, 1_000_000), (1_000, 10_000)
_ROUNDS, _QUICK_ROUNDS = 7, 2  # quiet nights of each archive; the times of one vary by a third
_SHOWN = {"CPU seconds": "s", "MB of memory": "MB", "statements": "", "steps": ""}
"""What is shown of a night, with its unit; the steps are those of SQLite's virtual machine."""
_NEW_PER_SITE = 10
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


def measure(quick: bool) -> Iterator[Figure]:
    """Yield what a night costs in archives of several sizes, and how the largest compares."""
    sizes = _QUICK_SIZES if quick else _SIZES
    rounds = _QUICK_ROUNDS if quick else _ROUNDS
    quiet: dict[int, list[Costs]] = {articles: [] for articles in sizes}
    with tempfile.TemporaryDirectory() as name, Newsroom(MIN_PER_SITE) as newsroom:
        folders = dict(_archives(Path(name), newsroom.origin, sizes))
        for number in range(1, rounds + 2):
            in_turn = list(folders.items())[:: 1 if number % 2 else -1]
            for articles, folder in in_turn:
                costs = crawl(folder, newsroom.origin, _FIRST_NIGHT + timedelta(days=number))
                if number > 1:  # the first night closes the files of all nights before it
                    quiet[articles].append(costs)
        with_news: dict[int, Costs] = {}
        for articles, folder in folders.items():
            newsroom.show(_with_news())
            night = _FIRST_NIGHT + timedelta(days=rounds + 2)
            with_news[articles] = crawl(folder, newsroom.origin, night)
    for articles in sizes:
        for what, unit in _SHOWN.items():
            values = [costs[what] for costs in quiet[articles]]
            yield median(f"{articles:,} articles, a quiet night: {what}", values, unit)
        cpu = with_news[articles]["CPU seconds"]
        new = _NEW_PER_SITE * len(SITE_NAMES)
        yield single(f"{articles:,} articles, {new} new ones: CPU seconds", cpu, "s")
    goal = None if quick else Goal(_MAX_RATIO)  # it is one of large archives
    for what in _SHOWN:
        largest, smallest = (
            [costs[what] for costs in quiet[size]] for size in (sizes[-1], sizes[0])
        )
        name = f"quiet, {sizes[-1]:,} against {sizes[0]:,}: {what}"
        yield ratio(name, largest, smallest, goal)


def _archives(folder: Path, origin: str, sizes: Iterable[int]) -> Iterator[tuple[int, Path]]:
    """Yield the folder of an archive of each size, in which nothing is due."""
    base = folder / "base"
    base.mkdir()
    crawl(base, origin, _FIRST_NIGHT)
    with closing(sqlite3.connect(base / "archive.db")) as connection:
        connection.execute("UPDATE pages SET next_check = NULL")
        connection.commit()
    for articles in sizes:
        filled = folder / str(articles)
        shutil.copytree(base, filled)
        fill(filled / "archive.db", filled / "captures", articles, _FIRST_NIGHT)
        yield articles, filled


def _with_news() -> Edition:
    """Return the pages of the sites with new articles, the newest first."""
    made = Edition()
    for site in FIRST_SITES:
        planner = Planner(site, MIN_PER_SITE)
        pieces = planner.pieces(night=1)
        moment = _FIRST_NIGHT.replace(tzinfo=None)
        for place in range(_NEW_PER_SITE):
            when = moment + timedelta(minutes=place)
            pieces.insert(0, planner.later(when, place, on_topic=True))
        hosts = (*site.hosts, *site.mirrors, *site.moved_from)
        made.hosts |= dict.fromkeys(hosts, SitePages(site, pieces))
    return made
