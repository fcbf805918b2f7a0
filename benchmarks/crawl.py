"""A crawl of pages of real size, beside what else could be done: `make bench`.

    python -m benchmarks.crawl [--per-site 200] [--rounds 3]

Crawls the large sample newsroom in turn as `danvan crawl` does, without the pipelines, with a
spider that calls trafilatura and inserts rows one by one, and with one that only fetches the same
URLs. The newsroom runs in a process of its own, which is not counted, and responds without delay.
"""

import argparse
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.utils.project import get_project_settings

from benchmarks import processes
from benchmarks.processes import Cost
from danvan.console import configure_logging
from sample_sites import SITE_NAMES

OURS, BARE, NAIVE, PLAIN = "danvan crawl", "without the pipelines", "naive spider", "plain spider"
MIN_FASTER, MAX_CPU, MAX_TIMES_PLAIN = 5.0, 0.3, 1.5
"""Goals: how many times as fast as the naive spider; the share of its CPU time; and how many times
the wall time of the plain one."""
_URLS = "SELECT url FROM pages WHERE status = 200 UNION ALL SELECT url FROM listings"


def main() -> None:
    """Print what each took, and how they compare."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--per-site", type=int, default=200, help="articles")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--bare", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.bare:
        crawl_bare()
        return
    processes.adopt_orphans()
    costs: dict[str, list[Cost]] = {OURS: [], BARE: [], NAIVE: [], PLAIN: []}
    with _newsroom(options.per_site) as origin:
        for _ in range(options.rounds):
            with tempfile.TemporaryDirectory() as folder:
                for name, of_all in costs.items():
                    of_all.append(_crawl(name, origin, Path(folder)))
                    print(f"{name}: {of_all[-1].wall:.1f} s", file=sys.stderr)
    show(costs, options.per_site * len(SITE_NAMES))


@contextmanager
def _newsroom(per_site: int) -> Iterator[str]:
    """Run the newsroom in a process, and give its URL."""
    newsroom = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.newsroom", "--per-site", str(per_site)],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert newsroom.stdout is not None
        yield newsroom.stdout.readline().strip()
    finally:
        newsroom.terminate()
        newsroom.wait(timeout=10)


def _crawl(name: str, origin: str, folder: Path) -> Cost:
    """Crawl with a new process. The plain spider fetches what ours has fetched in the folder."""
    database = folder / "archive.db"
    danvan: list[str | Path] = [
        Path(sys.executable).parent / "danvan",
        "crawl",
        *SITE_NAMES,
        "--quiet",
    ]
    peer = [sys.executable, "-m", "benchmarks.peers"]
    command: dict[str, list[str | Path]] = {
        OURS: [*danvan, "--origin", origin],
        BARE: [sys.executable, "-m", "benchmarks.crawl", "--bare"],
        NAIVE: [*peer, "naive", origin, folder],
        PLAIN: [*peer, "plain", origin, folder],
    }
    if name == PLAIN:
        with closing(sqlite3.connect(database)) as archive:
            urls = [url for (url,) in archive.execute(_URLS)]
        (folder / "urls.txt").write_text("\n".join(urls), "utf-8")
    bare = f"sqlite:///{folder / 'bare.db'}"
    env = {"DATABASE_URL": bare if name == BARE else f"sqlite:///{database}"}
    return processes.measure(command[name], {**env, "CRAWL_ORIGIN": origin})


def crawl_bare() -> None:
    """Crawl all sites in this process, without extracting or storing anything."""
    settings = get_project_settings()
    settings.set("LOG_INSTALL_ROOT_HANDLER", False)
    settings.set("ITEM_PIPELINES", dict.fromkeys(settings["ITEM_PIPELINES"]))
    process = AsyncCrawlerProcess(settings)
    configure_logging()  # as `danvan crawl` does: fewer lines cost less time
    for name in SITE_NAMES:
        process.crawl(name)
    process.start()


def show(costs: dict[str, list[Cost]], articles: int) -> None:
    """Print the medians, with the least and the most, and how they compare with the goals."""
    print(f"{articles} articles on pages of 70 to 90 kB, {os.cpu_count()} cores")
    print(f"{'':24}{'wall s':>8}{'from':>8}{'to':>8}{'CPU s':>8}")
    median: dict[str, Cost] = {}
    for name, of_all in costs.items():
        walls = [cost.wall for cost in of_all]
        median[name] = Cost(statistics.median(walls), statistics.median(c.cpu for c in of_all))
        print(f"{name:24}{median[name].wall:8.1f}{min(walls):8.1f}{max(walls):8.1f}"
              f"{median[name].cpu:8.1f}")  # fmt: skip
    faster = median[NAIVE].wall / median[OURS].wall
    share = median[OURS].cpu / median[NAIVE].cpu
    times = median[OURS].wall / median[PLAIN].wall
    print(f"{faster:.1f} times as fast as the naive spider (goal: at least {MIN_FASTER})")
    print(f"{share:.2f} of its CPU time (goal: at most {MAX_CPU})")
    print(f"{times:.2f} times the wall time of the plain spider (goal: at most {MAX_TIMES_PLAIN})")


if __name__ == "__main__":
    main()
