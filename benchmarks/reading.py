"""How long do readers wait, alone and with others, and how large is the file?

    python -m benchmarks.reading [--articles 200000] [--file published/archive.db]

Fills an archive of the sample newsroom with articles as long as those of newspapers, publishes it,
serves it with `danvan serve`, and prints for each page how long the slowest twentieth of requests
takes, with one reader and with twenty at once, how much CPU time of the server a request takes (on
a busy machine, only that can be compared), and how much memory the server used. With --file, it
measures a file that is there already.
"""

import argparse
import http.client
import os
import re
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from benchmarks.figures import Figure, Goal, single
from benchmarks.night import crawl
from benchmarks.publish import publish
from benchmarks.synthetic import fill
from benchmarks.texts import long
from operations.descriptions import read_metadata
from sample_sites import Newsroom

ALONE, TOGETHER, READERS = 0.150, 0.600, 20
"""Seconds that a page may take, and how many readers there are."""
MAX_MEMORY = 400
"""MB that the server may take."""
MAX_TIMES_TEXT = 2.0
"""How much larger than the texts in it the file may be."""
_ARTICLES, _QUICK_ARTICLES = 30_000, 2_000
_REQUESTS = 20  # of each page and reader
_NIGHT = datetime(2026, 11, 2, 15, tzinfo=UTC)
_PER_NIGHT = 14

_ONE_TOPIC = quote('{"table": "article_topics", "column": "topic", "value": "QCDC"}')

PAGES: dict[str, tuple[str, ...]] = {
    "front page": ("/",),
    "search: a phrase": (f"/archive/search?q={quote('dân vận khéo')}",),
    "search: no marks": ("/archive/search?q=dan+van+kheo", "/archive/search?q=dan+chu+co+so"),
    "search: a rare word": (f"/archive/search?q={quote('ghuông')}",),
    "provinces": ("/archive/provinces",),
    "site": ("/archive/sites/nbtv",),
    "a province": tuple(f"/archive/provinces/{quote(name)}" for name in ("Bắc Kạn", "Gia Lai")),
    "chart of months": (
        "/-/pictures/months",
        f"/-/pictures/months?topic=QCDC&province={quote('Nghệ An')}",
    ),
    "map": ("/-/pictures/map?when=now", "/-/pictures/map?when=then&topic=QCDC"),
    "timeline of phrases": ("/-/pictures/phrases",),
    "edited and vanished": ("/-/pictures/changes",),
    "silent sites": ("/-/pictures/silence",),
    "feeds": ("/archive/articles.atom", f"/archive/provinces/{quote('Gia Lai')}.atom"),
    "part of the sitemap": ("/sitemap-1.xml",),
    "status": ("/-/status",),
    "questions and tables": ("/archive",),
    "table of articles": ("/archive/articles",),
    "a province in the table": (f"/archive/articles?province={quote('Bắc Kạn')}",),
    "a year in the table": ("/archive/articles?year=2021", "/archive/articles?year=2024"),
    "a topic in the table": (f"/archive/articles?_through={_ONE_TOPIC}",),
    "the table's own box": (f"/archive/articles?_search={quote('dân vận khéo')}",),
    "table of pages": ("/archive/pages", "/archive/pages?outcome=stored"),
    "table of phrases": ("/archive/article_evidence",),
    "as JSON": ("/archive/articles.json?_size=100&_shape=objects",),
}
"""Addresses that are requested in turn, by what they show."""
_TEXT = """
    SELECT sum(length(CAST(
      coalesce(title, '') || coalesce(lead, '') || body || captions AS BLOB
    ))) FROM articles
"""


def measure(quick: bool) -> Iterator[Figure]:
    """Yield how long readers wait for each page, and what the file and the server take."""
    articles = _QUICK_ARTICLES if quick else _ARTICLES
    with tempfile.TemporaryDirectory() as name:
        file = _publish(Path(name), articles)
        yield single("articles", articles, "")
        yield single("the file, times its texts", _times_text(file), "times", Goal(MAX_TIMES_TEXT))
        yield single("bytes of the file per article", file.stat().st_size / articles, "bytes")
        with _serving(file, Path(name)) as server:
            for what, alone, together, _, wrong in _times(server, {**PAGES, **_articles(file)}):
                if wrong:
                    raise SystemExit(f"{what}: answered with {sorted(wrong)}")
                yield single(f"{what}: alone, 95 %", alone * 1000, "ms", Goal(ALONE * 1000))
                yield single(f"{what}: 20 readers", together * 1000, "ms", Goal(TOGETHER * 1000))
            yield single("memory of the server", server.memory(), "MB", Goal(MAX_MEMORY))


def main() -> None:
    """Print a line for each page."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--articles", type=int, default=200_000)
    parser.add_argument("--file", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        file = options.file or _publish(Path(name), options.articles)
        _print_size(file)
        with _serving(file, Path(name)) as server:
            pages = {**PAGES, **_articles(file), **_queries(), **_following(server)}
            _print_times(server, pages)
            print(f"the server used {server.memory():.0f} MB (at most {MAX_MEMORY} MB is the goal)")


def _publish(folder: Path, articles: int) -> Path:
    """Make an archive of so many articles, and return the file that readers get of it."""
    with Newsroom() as newsroom:
        crawl(folder, newsroom.origin, _NIGHT)
    fill(folder / "archive.db", folder / "captures", articles, _NIGHT, long, _PER_NIGHT)
    costs = ", ".join(f"{cost:.0f} {what}" for what, cost in publish(folder).items())
    print(f"{articles} articles, published with {costs}", flush=True)
    return folder / "published" / "archive.db"


def _print_size(file: Path) -> None:
    print(f"the file has {_times_text(file):.2f} times the bytes of its texts "
          f"(at most {MAX_TIMES_TEXT} is the goal)", flush=True)  # fmt: skip


def _times_text(file: Path) -> float:
    """Return how many times as large a file is as the texts in it."""
    with closing(sqlite3.connect(f"{file.resolve().as_uri()}?immutable=1", uri=True)) as database:
        (text,) = database.execute(_TEXT).fetchone()
    return float(file.stat().st_size / text)


class _Server:
    """A running `danvan serve`."""

    def __init__(self, port: int, process: int) -> None:
        self._port = port
        self._stat = Path(f"/proc/{process}/stat")
        self._status = Path(f"/proc/{process}/status")

    def cpu(self) -> float:
        """Return the seconds of CPU time that it has used."""
        user, system = self._stat.read_text("utf-8").rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

    def memory(self) -> float:
        """Return the most memory that it has had, in MB."""
        found = re.search(r"VmHWM:\s*(\d+) kB", self._status.read_text("utf-8"))
        return int(found[1]) / 1000 if found else float("nan")

    def get(self, path: str) -> tuple[int, bytes]:
        """Return the status and the content of a page."""
        with closing(http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)) as connection:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read()


@contextmanager
def _serving(file: Path, folder: Path) -> Iterator[_Server]:
    with socket.socket() as chosen:
        chosen.bind(("127.0.0.1", 0))
        port = chosen.getsockname()[1]
    danvan = Path(sys.executable).with_name("danvan")
    command = [str(danvan), "serve", "--database", str(file), "--port", str(port)]
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    server = _Server(port, process.pid)
    try:
        while process.poll() is None:
            try:
                server.get("/-/versions.json")
                break
            except ConnectionRefusedError:
                time.sleep(0.1)
        yield server
    finally:
        process.terminate()
        process.wait()


def _articles(file: Path) -> dict[str, tuple[str, ...]]:
    """Return the addresses of some articles of a release."""
    with closing(sqlite3.connect(f"{file.resolve().as_uri()}?immutable=1", uri=True)) as database:
        (newest,) = database.execute("SELECT max(id) FROM articles").fetchone()
        some = "SELECT id FROM articles WHERE id % ? = 0 ORDER BY id"
        ids = database.execute(some, (max(newest // _REQUESTS, 1),)).fetchall()
    return {"article": tuple(f"/archive/articles/{number}" for (number,) in ids)}


def _queries() -> dict[str, tuple[str, ...]]:
    """Return the addresses of the prepared queries."""
    queries = read_metadata()["databases"]["archive"]["queries"]
    pages: dict[str, tuple[str, ...]] = {
        f"query: {name}": (f"/archive/{name}",) for name in queries
    }
    pages["query: search_in_period, many"] = ("/archive/search_in_period?words=dan+van&until=2022",)
    return pages


def _following(server: _Server) -> dict[str, tuple[str, ...]]:
    """Return the addresses of the next pages of lists."""
    pages: dict[str, tuple[str, ...]] = {}
    for path in ("/archive/articles", f"/archive/articles?province={quote('Bắc Kạn')}",
                 "/archive/pages", "/archive/article_evidence"):  # fmt: skip
        found = re.search(rb'href="[^"]*(/archive/[^"]*_next=[^"]*)"', server.get(path)[1])
        if found:
            address = found[1].decode().replace("&amp;", "&")
            pages[f"next page of {path}"] = (address,)
    return pages


class Times(NamedTuple):
    """How long a page takes, in seconds: 95 of 100 requests take less."""

    what: str
    alone: float
    together: float
    """With twenty readers at once."""
    cpu: float
    """Processor time of the server for a request."""
    wrong: set[int]
    """Statuses other than 200; 0 is that of no answer."""


def _times(server: _Server, pages: dict[str, tuple[str, ...]]) -> Iterator[Times]:
    for what, paths in pages.items():
        before = server.cpu()
        answers = [_timed(server, path) for path in islice(cycle(paths), _REQUESTS)]
        cpu = (server.cpu() - before) / len(answers)
        with ThreadPoolExecutor(READERS) as readers:
            together = list(readers.map(
                lambda path: _timed(server, path), islice(cycle(paths), READERS * 5)
            ))  # fmt: skip
        alone, of_many = (_p95([seconds for seconds, _ in some]) for some in (answers, together))
        wrong = {status for _, status in (*answers, *together)} - {200}
        yield Times(what, alone, of_many, cpu, wrong)


def _print_times(server: _Server, pages: dict[str, tuple[str, ...]]) -> None:
    print(f"{'ms of 95 % of the requests':50}{'alone':>8}{'of 20':>8}{'CPU':>8}")
    for what, alone, together, cpu, wrong in _times(server, pages):
        slow = " slow" if alone > ALONE or together > TOGETHER else ""
        failed = f" {sorted(wrong)}" if wrong else ""
        times = "".join(f"{seconds * 1000:8.0f}" for seconds in (alone, together, cpu))
        print(f"{what:50}{times}{slow}{failed}", flush=True)


def _timed(server: _Server, path: str) -> tuple[float, int]:
    """Return the seconds that an answer took, and its status, or 0 if there was none."""
    begun = time.perf_counter()
    try:
        status, _ = server.get(path)
    except TimeoutError:
        status = 0
    return time.perf_counter() - begun, status


def _p95(seconds: list[float]) -> float:
    return statistics.quantiles(seconds, n=20)[-1]


if __name__ == "__main__":
    main()
