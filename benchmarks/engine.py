"""Captures re-extracted on Dask: the same articles, on as many processes as are wanted.

    .venv/bin/pip install --group engine
    .venv/bin/python -m benchmarks.engine archive.db captures [--processes 2]

Reads the WARC files of an archive without its database, one file in each task, extracts the last
complete capture of each article, and compares title, lead, body and date with the rows of the
archive. Prints how long that took, and what it means for ten million captures. Exits with 1 if an
article differs.
"""

import argparse
import functools
import os
import sqlite3
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from archive.visit import fetched_page
from archive.warc.reader import Found, read_warcs
from archive.warc.records import Exchange
from danvan.common import all_sites
from extraction.extract import extract
from sites.card import Address, Directory

_CAPTURES, _CORES = 10_000_000, 64
_ARTICLES = "SELECT url, title, lead, body, published FROM articles"
_REPEATED = "SELECT site, key FROM repeated_lines WHERE NOT kept"

Parts = tuple[str | None, ...]
"""Title, lead, body and date of an article."""
Repeated = Mapping[str, frozenset[str]]
"""The lines that each site repeats, as its crawls have learned them."""


class Reading(NamedTuple):
    """An article as it was read from one capture."""

    url: str
    fetched: str
    parts: Parts


@functools.cache  # in each process
def _directory() -> Directory:
    return Directory(all_sites().values())


def read_file(path: str, repeated: Repeated) -> list[Reading]:
    """Read all captures of articles in a WARC file."""
    readings = []
    for item in read_warcs(Path(path), _directory().resolve):
        if isinstance(item, Found) and item.exchange.status == 200:
            try:
                content = item.exchange.content
            except ValueError:
                continue  # half a page, which has failed in the archive too
            readings.append(_read(item.exchange, content, item.address, repeated))
    return readings


def _read(exchange: Exchange, content: bytes, address: Address, repeated: Repeated) -> Reading:
    site = address.site
    rules = replace(site.rules(), repeated=repeated.get(site.name, frozenset()))
    article = extract(fetched_page(exchange, address.url, content), rules).article
    parts = (article.title, article.lead, article.body, article.published)
    return Reading(address.url, exchange.fetched.isoformat(), parts)


def read_all(files: Sequence[Path], repeated: Repeated, processes: int) -> dict[str, list[Parts]]:
    """Read files with Dask; return the readings of each URL, the first capture first."""
    import dask.bag

    bag: Any = dask.bag.from_sequence(map(str, files), partition_size=1)
    readings: list[Reading] = (
        bag.map(read_file, repeated).flatten().compute(scheduler="processes", num_workers=processes)
    )
    found: dict[str, list[Parts]] = {}
    for reading in sorted(readings, key=lambda reading: reading.fetched):
        found.setdefault(reading.url, []).append(reading.parts)
    return found


def _differing(database: sqlite3.Connection, found: Mapping[str, list[Parts]]) -> Iterator[str]:
    """Yield the URLs of articles that no last capture gives as the archive has them."""
    for url, *parts in database.execute(_ARTICLES):
        readings = found.get(url)
        if readings and readings[-1] != tuple(parts):
            yield url


def main() -> None:
    """Read the captures, and compare."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("database", type=Path)
    parser.add_argument("captures", type=Path)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    files = sorted(options.captures.glob("**/*.warc.gz"))
    with closing(sqlite3.connect(options.database)) as database:
        repeated: dict[str, frozenset[str]] = {}
        for site, key in database.execute(_REPEATED):
            repeated[site] = repeated.get(site, frozenset()) | {key}
        started = time.perf_counter()
        found = read_all(files, repeated, options.processes)
        seconds = time.perf_counter() - started
        differing = list(_differing(database, found))
    captures = sum(map(len, found.values()))
    rate = captures / seconds / options.processes
    days = _CAPTURES / rate / _CORES / 86_400
    print(f"{captures} captures in {len(files)} files: {seconds:.1f} s with {options.processes} "
          f"processes, {rate:.0f} captures in a second each")  # fmt: skip
    print(f"at this rate, {_CAPTURES:,} captures take {days:.2f} days on {_CORES} cores")
    print(f"{len(differing)} articles differ from the archive")
    for url in differing[:10]:
        print(f"  {url}")
    if differing:
        sys.exit(1)


if __name__ == "__main__":
    main()
