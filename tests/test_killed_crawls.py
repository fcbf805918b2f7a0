"""A crawl is killed at any moment: the next one resumes it, and the archive ends the same."""

import os
import random
import signal
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import pytest

from sample_sites import SITE_NAMES, Newsroom

from . import forked
from .conftest import ROOT, SECONDS, assert_whole

KILLS = int(os.environ.get("KILLS", "4"))
"""How often a crawl is killed in a row; `KILLS=50 pytest tests/test_killed_crawls.py` for more."""

LATEST = 2.5  # seconds after its start at which a crawl is killed

# All data of the archive except times and row ids.
TABLES = {
    "articles": "SELECT url, title, lead, body, author, unit, byline, published, published_raw, "
    "site, topics, section, captions, evidence, words, layout, text_sha256, doubts, d_words, "
    "gone_since FROM articles ORDER BY url",
    "pages": "SELECT p.url, p.site, key, outcome, reason, status, etag, last_modified, failures, "
    "p.published, next_check IS NULL, a.url FROM pages p LEFT JOIN articles a "
    "ON a.id = article_id ORDER BY 1",
    "captures": "SELECT url, sha256, captures.status, record FROM captures "
    "JOIN pages ON pages.id = page_id ORDER BY 1, 2",
    "listings": "SELECT url, site, read_through IS NULL FROM listings ORDER BY 1",
    "repeated_lines": "SELECT site, key, line, articles FROM repeated_lines ORDER BY 1, 2",
    "revisions": "SELECT * FROM revisions",
}


def contents(folder: Path) -> dict[str, list[tuple[Any, ...]]]:
    with closing(sqlite3.connect(folder / "archive.db")) as connection:
        return {table: connection.execute(query).fetchall() for table, query in TABLES.items()}


def crawl(folder: Path, origin: str, *arguments: str) -> BaseProcess:
    """Start a crawl in a process group."""
    return forked.start(
        ["danvan", "crawl", *arguments, "--origin", origin],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": f"sqlite:///{folder / 'archive.db'}"},
        outputs=(folder / "stdout", folder / "log"),
    )


def assert_ends_well(crawling: BaseProcess) -> None:
    crawling.join(SECONDS)
    assert crawling.exitcode == 0


def wait_for_start(folder: Path, offset: int) -> None:
    """Wait until the log says, after the offset, that a crawl begins."""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        log = folder / "log"
        if log.exists() and b"crawl begins" in log.read_bytes()[offset:]:
            return
        time.sleep(0.02)
    raise AssertionError("no crawl began")


def kill(crawling: BaseProcess) -> None:
    assert crawling.pid is not None
    with suppress(ProcessLookupError):  # after many kills little is left to crawl: it has ended
        os.killpg(crawling.pid, signal.SIGKILL)
    crawling.join(SECONDS)


@pytest.fixture(scope="module")
def uninterrupted(first_night: Path) -> dict[str, list[tuple[Any, ...]]]:
    """The contents of the archive after a crawl without interruption."""
    return contents(first_night)


@pytest.fixture
def room() -> Iterator[Newsroom]:
    with Newsroom() as opened:
        yield opened


def test_a_crawl_that_is_killed_repeatedly_is_completed(
    uninterrupted: dict[str, list[tuple[Any, ...]]], room: Newsroom, tmp_path: Path
) -> None:
    moments = random.Random(20261125)
    for _ in range(KILLS):
        log = tmp_path / "log"
        offset = log.stat().st_size if log.exists() else 0
        crawling = crawl(tmp_path, room.origin, *SITE_NAMES)
        wait_for_start(tmp_path, offset)
        time.sleep(moments.uniform(0, LATEST))
        kill(crawling)
    assert_ends_well(crawl(tmp_path, room.origin, *SITE_NAMES))
    found = contents(tmp_path)
    for table, expected in uninterrupted.items():
        assert found[table] == expected, table
    assert b"Traceback" not in (tmp_path / "log").read_bytes()
    assert_whole(tmp_path)
    with closing(sqlite3.connect(tmp_path / "archive.db")) as connection:
        ends = connection.execute(
            "SELECT DISTINCT reasons FROM runs WHERE verdict = 'failed'"
        ).fetchall()
    assert ends in ([], [('["it was killed before its end"]',)])


def test_a_crawl_waits_while_another_program_locks_the_database(
    room: Newsroom, tmp_path: Path
) -> None:
    crawling = crawl(tmp_path, room.origin, "nbtv")
    wait_for_start(tmp_path, 0)
    with closing(sqlite3.connect(tmp_path / "archive.db", timeout=SECONDS)) as other:
        other.execute("BEGIN IMMEDIATE")
        time.sleep(2)
        other.rollback()
    assert_ends_well(crawling)
    assert_whole(tmp_path)
