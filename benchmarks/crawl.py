"""What extraction and storing cost a crawl: `make bench`.

Crawls the sample newsroom with a thousand articles, in turn with and without the pipelines, and
prints the wall times. The newsroom runs in a process of its own and responds without delay.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.utils.project import get_project_settings

from danvan.console import configure_logging
from sample_sites import SITE_NAMES

ARTICLES_OF_A_SITE = 200
ROUNDS = 5
MAX_RATIO = 1.5
"""The full crawl is to take at most this many times the wall time of the bare one."""


def crawl_all(*, full: bool) -> float:
    """Crawl all sites in this process and return the seconds that it took."""
    settings = get_project_settings()
    settings.set("LOG_INSTALL_ROOT_HANDLER", False)
    if not full:
        settings.set("ITEM_PIPELINES", dict.fromkeys(settings["ITEM_PIPELINES"]))
    process = AsyncCrawlerProcess(settings)
    configure_logging()  # as `danvan crawl` does: fewer lines cost less time
    for name in SITE_NAMES:
        process.crawl(name)
    started = time.perf_counter()
    process.start()
    return time.perf_counter() - started


def measure(origin: str, *, full: bool) -> float:
    """Crawl into a new archive in a new process."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.crawl", "--one", "full" if full else "bare"],
            env={
                **os.environ,
                "CRAWL_ORIGIN": origin,
                "DATABASE_URL": f"sqlite:///{Path(folder) / 'archive.db'}",
            },
            stdout=subprocess.PIPE,
            check=True,
            text=True,
        )
    return float(done.stdout.split()[-1])


def main() -> None:
    """Print both wall times and how they compare."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--one", choices=("full", "bare"), help=argparse.SUPPRESS)
    one = parser.parse_args().one
    if one:
        print(crawl_all(full=one == "full"))
        return
    newsroom = subprocess.Popen(
        [sys.executable, "-m", "sample_sites", "--per-site", str(ARTICLES_OF_A_SITE)],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert newsroom.stdout is not None
        origin = newsroom.stdout.readline().split()[-1]
        full, bare = [], []
        for number in range(1, ROUNDS + 1):
            bare.append(measure(origin, full=False))
            full.append(measure(origin, full=True))
            print(f"round {number}: bare {bare[-1]:.2f} s, full {full[-1]:.2f} s", flush=True)
    finally:
        newsroom.terminate()
        newsroom.wait(timeout=10)
    articles = 5 * ARTICLES_OF_A_SITE
    slow, fast = statistics.median(full), statistics.median(bare)
    print(f"{articles} articles, median of {ROUNDS} rounds, {os.cpu_count()} cores")
    print(f"  fetched only:                {fast:6.2f} s")
    print(f"  with extraction and storing: {slow:6.2f} s, {slow / fast:.2f} times as long")
    print(f"  (at most {MAX_RATIO} times is the goal)")


if __name__ == "__main__":
    main()
