"""Does the memory of crawl, import and reextract grow with the number of pages, or with their size?

    python -m benchmarks.memory [--per-site 200 4000]

Crawls the sample newsroom at two sizes, imports the captures of each crawl into a new archive, and
re-extracts them; then imports files with pages and headers that are far too large, and re-extracts
those. Prints the most memory that all processes of each command had together. Of 100,000 pages
(`--per-site 20000`) it takes an hour.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import BinaryIO, NamedTuple

from benchmarks import processes
from benchmarks.processes import Cost
from sample_sites import SITE_NAMES

_DANVAN = Path(sys.executable).with_name("danvan")
MEGABYTE = b"x" * 1_000_000
HTTP = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"


def measure(folder: Path, archive: str, *arguments: str | Path) -> Cost:
    """Run `danvan` on the archive of that name in a folder, and return what it cost."""
    env = {"DATABASE_URL": f"sqlite:///{folder / archive}"}
    return processes.measure([_DANVAN, *arguments], env)


class Large(NamedTuple):
    """A record of a page that is too large in some way."""

    megabytes: int
    header: int = 0
    """Megabytes of a line of its header."""
    has_length: bool = True


def write_response(file: BinaryIO, number: int, large: Large) -> None:
    """Append a WARC record of a page."""
    page = f"<h1>Dân vận khéo {number}</h1><p>Bà con thôn {number} họp bàn.</p><!--".encode()
    line = b"X-Large: "
    size = len(HTTP) + len(line) + 4 + len(page)
    size += (large.header + large.megabytes) * len(MEGABYTE)
    url = f"https://nbtv.vn/bai-viet-{number:05}.html"
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\n"
    head += "WARC-Date: 2024-05-16T01:00:00Z\r\nContent-Type: application/http\r\n"
    if large.has_length:
        head += f"Content-Length: {size}\r\n"
    file.write(head.encode() + b"\r\n")
    file.write(HTTP + line)
    for _ in range(large.header):
        file.write(MEGABYTE)
    file.write(b"\r\n\r\n" + page)
    for _ in range(large.megabytes):
        file.write(MEGABYTE)
    file.write(b"\r\n\r\n")


def measure_large(folder: Path) -> dict[str, Cost]:
    """Import files with large pages and headers into archives of their own."""
    results = {}
    for what, pages, large in (
        ("16 pages of 9 MB", 16, Large(9)),
        ("a header of 200 MB", 1, Large(0, header=200)),
        ("3 GB, no length", 1, Large(3000, has_length=False)),
    ):
        path = folder / "large.warc"
        with path.open("wb") as file:
            for number in range(pages):
                write_response(file, number, large)
        results[what] = measure(folder, f"{what}.db", "import", path)
    results["re-extracted"] = measure(folder, "16 pages of 9 MB.db", "reextract", "--dry-run")
    return results


def show(what: str, results: dict[str, Cost]) -> None:
    """Print a line for each result."""
    for command, cost in results.items():
        print(f"{what:12}  {command:20} {cost.memory:6.0f} MB  {cost.wall:6.1f} s", flush=True)


def main() -> None:
    """Print a line for each size and command."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--per-site", type=int, nargs="+", default=[200, 4000])
    processes.adopt_orphans()
    for per_site in parser.parse_args().per_site:
        newsroom = subprocess.Popen(
            [sys.executable, "-m", "sample_sites", "--per-site", str(per_site)],
            stdout=subprocess.PIPE,
            text=True,
        )
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            try:
                assert newsroom.stdout is not None
                origin = newsroom.stdout.readline().split()[-1]
                crawl = ("crawl", *SITE_NAMES, "--origin", origin)
                results = {"crawl": measure(folder, "archive.db", *crawl)}
            finally:
                newsroom.terminate()
                newsroom.wait(timeout=10)
            results["reextract"] = measure(folder, "archive.db", "reextract", "--dry-run")
            files = sorted((folder / "captures").glob("*/*.warc.gz"))
            results["import"] = measure(folder, "rebuilt.db", "import", *files)
            results["captures verify"] = measure(folder, "rebuilt.db", "captures", "verify")
        show(f"{5 * per_site} pages", results)
    with tempfile.TemporaryDirectory() as name:
        show("large", measure_large(Path(name)))


if __name__ == "__main__":
    main()
