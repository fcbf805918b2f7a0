"""A crawl can die at any moment: the next one goes on, and the archive is the same in the end."""

import os
import random
import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from sample_sites import Newsroom

from .conftest import COMMANDS, assert_whole, running_in

KILLS = int(os.environ.get("KILLS", "4"))
"""How often a crawl is killed in a row; more with `KILLS=50 pytest tests/test_killed_crawls.py`."""

LONGEST = 2.5  # seconds after its beginning in which a crawl of the newsroom is killed
STAGES = ("Capture", "Extract", "Classify", "Deduplicate", "Store")

# Everything that the archive holds but times and numbers of rows.
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


def crawl(folder: Path, origin: str, *arguments: str) -> subprocess.Popen[bytes]:
    """Start a crawl whose processes can be killed together."""
    with (folder / "log").open("ab") as log:
        return subprocess.Popen(
            [COMMANDS / "danvan", "crawl", *arguments, "--origin", origin],
            env={**os.environ, "DATABASE_URL": f"sqlite:///{folder / 'archive.db'}"},
            stdout=subprocess.DEVNULL,
            stderr=log,
            start_new_session=True,
        )


def wait_until_it_crawls(folder: Path, read: int) -> None:
    """Wait until the log, of which `read` bytes are old, says that a crawl has begun."""
    for _ in range(1000):
        if b"crawl begins" in (folder / "log").read_bytes()[read:]:
            return
        time.sleep(0.02)
    raise AssertionError("no crawl began")


def kill(crawling: subprocess.Popen[bytes]) -> None:
    os.killpg(crawling.pid, signal.SIGKILL)
    crawling.wait(10)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple[Any, ...]]]:
    """The archive of a crawl that nothing happened to."""
    folder = tmp_path_factory.mktemp("undisturbed")
    with Newsroom() as room:
        assert crawl(folder, room.origin).wait(60) == 0
    return contents(folder)


@pytest.fixture
def room() -> Iterator[Newsroom]:
    with Newsroom() as opened:
        yield opened


def test_a_crawl_killed_many_times(
    undisturbed: dict[str, list[tuple[Any, ...]]], room: Newsroom, tmp_path: Path
) -> None:
    moments = random.Random(20261125)
    for _ in range(KILLS):
        log = tmp_path / "log"
        read = log.stat().st_size if log.exists() else 0
        crawling = crawl(tmp_path, room.origin)
        wait_until_it_crawls(tmp_path, read)
        time.sleep(moments.uniform(0, LONGEST))
        kill(crawling)
    assert crawl(tmp_path, room.origin).wait(60) == 0
    found = contents(tmp_path)
    for table, wanted in undisturbed.items():
        assert found[table] == wanted, table
    assert b"Traceback" not in (tmp_path / "log").read_bytes()
    assert_whole(tmp_path)
    with closing(sqlite3.connect(tmp_path / "archive.db")) as connection:
        ends = connection.execute(
            "SELECT DISTINCT reasons FROM runs WHERE verdict = 'failed'"
        ).fetchall()
    assert ends in ([], [('["it was killed before its end"]',)])


DYING = """
import os

class Dies:
    seen = 0

    def process_item(self, page):
        if page.url.startswith("https://nbtv.vn"):
            Dies.seen += 1
        if Dies.seen == 9:
            os._exit(9)
        return page
"""


@pytest.mark.parametrize("stage", STAGES)
def test_the_power_fails_behind_a_stage(
    undisturbed: dict[str, list[tuple[Any, ...]]], room: Newsroom, tmp_path: Path, stage: str
) -> None:
    (tmp_path / "dying.py").write_text(DYING)
    pipelines = {f"pipelines.{name.lower()}.{name}Pipeline": 100 * number
                 for number, name in enumerate(STAGES, 1)}  # fmt: skip
    pipelines["dying.Dies"] = 100 * (STAGES.index(stage) + 1) + 50
    run = running_in(tmp_path)
    died = run(
        *("scrapy", "crawl", "nbtv", "-s", f"ITEM_PIPELINES={pipelines}".replace("'", '"')),
        PYTHONPATH=str(tmp_path),
        CRAWL_ORIGIN=room.origin,
    )
    assert died.returncode == 9, died.stderr
    done = run("danvan", "crawl", "nbtv", "--origin", room.origin)
    assert done.returncode == 0, done.stderr
    found = contents(tmp_path)
    for table in ("articles", "pages", "captures"):
        wanted = [row for row in undisturbed[table] if any("nbtv" in str(cell) for cell in row)]
        assert found[table] == wanted, table
    assert_whole(tmp_path)


def test_a_database_that_another_program_holds(room: Newsroom, tmp_path: Path) -> None:
    """Held for a while in the middle of a crawl: the crawl waits, and goes on."""
    crawling = crawl(tmp_path, room.origin, "nbtv")
    wait_until_it_crawls(tmp_path, 0)
    with closing(sqlite3.connect(tmp_path / "archive.db", timeout=10)) as other:
        other.execute("BEGIN IMMEDIATE")
        time.sleep(2)
        other.rollback()
    assert crawling.wait(60) == 0
    assert_whole(tmp_path)
