"""A crawl of the sample newsroom, and the comparison of its archive with what is expected."""

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sample_sites import SITE_NAMES, Expected, Newsroom
from sites.urls import canonical

from .archives import new_archive
from .conftest import running_in

FIELDS = ("title", "lead", "author", "unit", "published", "published_raw", "section")


@dataclass
class Crawl:
    """A crawl of the newsroom and its archive."""

    room: Newsroom
    path: Path
    output: str
    requests: list[tuple[str, str]]

    def rows(self, query: str, *values: str) -> list[dict[str, Any]]:
        with closing(sqlite3.connect(self.path)) as connection:
            connection.row_factory = sqlite3.Row
            return [dict(row) for row in connection.execute(query, values)]

    def ledger(self, expected: Expected) -> list[dict[str, Any]]:
        """Return what the ledger has of an article, under any of its URLs."""
        places = ", ".join("?" * len(expected.urls))
        return self.rows(
            f"SELECT * FROM pages WHERE url IN ({places})", *map(canonical, expected.urls)
        )

    def wrong_outcomes(self) -> list[tuple[str, str, str, list[str]]]:
        """Return trap, URL, expected outcome and outcomes of the articles with another one."""
        return [
            (expected.trap, expected.urls[0], expected.outcome, outcomes)
            for expected in self.room.expected
            if expected.outcome
            not in (outcomes := [page["outcome"] for page in self.ledger(expected)])
        ]

    def assert_exactly_stored(self, site: str) -> int:
        """Compare every field of the stored articles of a site; return their number."""
        stored = [e for e in self.room.expected if e.site == site and e.outcome == "stored"]
        for expected in stored:
            pages = [page for page in self.ledger(expected) if page["outcome"] == "stored"]
            assert len(pages) == 1, expected.urls
            (article,) = self.rows("SELECT * FROM articles WHERE id = ?", pages[0]["article_id"])
            found = {name: article[name] for name in FIELDS}
            assert found == {name: getattr(expected, name) for name in FIELDS}, expected.trap
            assert tuple(article["body"].split("\n\n")) == expected.body, expected.trap
            assert tuple(json.loads(article["captions"])) == expected.captions
            assert tuple(json.loads(article["topics"])) == expected.topics
        return len(stored)


def crawl(
    room: Newsroom,
    folder: Path,
    *arguments: str,
    sites: Sequence[str] = SITE_NAMES,
    code: int = 0,
) -> Crawl:
    """Crawl some sites of the newsroom into the archive in a folder; `code` is the exit code."""
    room.requests.clear()
    if not (folder / "archive.db").exists():
        new_archive(folder)  # without the migrations, which `first_night` runs in a crawl
    done = running_in(folder)("danvan", "crawl", *sites, "--origin", room.origin, *arguments)
    assert done.returncode == code, done.stderr
    return Crawl(room, folder / "archive.db", done.stdout, list(room.requests))
