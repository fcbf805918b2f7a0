"""A crawl of pages of real size, beside what else could be done.

Crawls the large sample newsroom in turn as `danvan crawl` does, without the pipelines, with a
spider that calls trafilatura and inserts rows one by one, and with one that only fetches the same
URLs. A full run also fetches the stored articles once with newspaper4k and news-please, which are
told their URLs. The newsroom runs in a process of its own, which is not counted, and responds
without delay.
"""

import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.utils.project import get_project_settings

from benchmarks import processes
from benchmarks.figures import Figure, Goal, median, ratio, single
from benchmarks.processes import Cost
from danvan.console import configure_logging
from sample_sites import SITE_NAMES

OURS, BARE, NAIVE, PLAIN = "danvan crawl", "without the pipelines", "naive spider", "plain spider"
_LIBRARIES = ("newspaper4k", "news-please")
_MIN_FASTER, _MAX_CPU, _MAX_TIMES_PLAIN, _MAX_MEMORY = 5.0, 0.3, 1.5, 350
"""Goals: how many times as fast as the naive spider; the share of its CPU time; how many times the
wall time of the plain one; and MB of memory."""
_PER_SITE, _QUICK_PER_SITE = 200, 40
_ROUNDS = 2
_ARTICLES = "SELECT url FROM pages WHERE status = 200"
_URLS = "SELECT url FROM pages WHERE status = 200 UNION ALL SELECT url FROM listings"


def measure(quick: bool) -> Iterator[Figure]:
    """Yield what each crawl took, and how they compare."""
    per_site = _QUICK_PER_SITE if quick else _PER_SITE
    costs: dict[str, list[Cost]] = {OURS: [], BARE: [], NAIVE: [], PLAIN: []}
    once: dict[str, Cost] = {}
    with newsroom(per_site) as origin:
        for round_ in range(1 if quick else _ROUNDS):
            with tempfile.TemporaryDirectory() as folder:
                for name, of_all in costs.items():
                    of_all.append(_crawl(name, origin, Path(folder)))
                if not quick and round_ == 0:
                    once = {name: _crawl(name, origin, Path(folder)) for name in _LIBRARIES}
    yield single("articles", per_site * len(SITE_NAMES), "")
    walls = {name: [cost.wall for cost in of_all] for name, of_all in costs.items()}
    cpus = {name: [cost.cpu for cost in of_all] for name, of_all in costs.items()}
    for name, seconds in walls.items():
        yield median(name, seconds, "s")
        yield median(f"{name}, all processes", cpus[name], "CPU s")
    faster = Goal(_MIN_FASTER, at_least=True)
    yield ratio("naive spider, times ours", walls[NAIVE], walls[OURS], faster)
    yield ratio("our CPU, times the naive spider's", cpus[OURS], cpus[NAIVE], Goal(_MAX_CPU))
    yield ratio("ours, times the plain spider", walls[OURS], walls[PLAIN], Goal(_MAX_TIMES_PLAIN))
    memory = [cost.memory for cost in costs[OURS]]
    yield median(f"{OURS}, all processes", memory, "MB", Goal(_MAX_MEMORY))
    for name, cost in once.items():
        yield single(name, cost.wall, "s")
        yield single(f"{name}, all processes", cost.cpu, "CPU s")
        yield ratio(f"{name}, times ours", [cost.wall], walls[OURS][:1])


@contextmanager
def newsroom(per_site: int) -> Iterator[str]:
    """Run the newsroom in a process, and give its URL."""
    server = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.newsroom", "--per-site", str(per_site)],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stdout is not None
        yield server.stdout.readline().strip()
    finally:
        server.terminate()
        server.wait(timeout=10)


def _crawl(name: str, origin: str, folder: Path) -> Cost:
    """Crawl with a new process; the plain spider and the libraries get the URLs that ours found."""
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
        BARE: [sys.executable, "-m", "benchmarks.crawl"],
        NAIVE: [*peer, "naive", origin, folder],
        PLAIN: [*peer, "plain", origin, folder],
        **{library: [*peer, library, origin, folder] for library in _LIBRARIES},
    }
    if name == PLAIN:
        with closing(sqlite3.connect(database)) as archive:
            for file, query in (("urls.txt", _URLS), ("articles.txt", _ARTICLES)):
                urls = [url for (url,) in archive.execute(query)]
                (folder / file).write_text("\n".join(urls), "utf-8")
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


if __name__ == "__main__":
    crawl_bare()
