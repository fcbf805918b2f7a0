"""Captures that are read without the database give what the archive has."""

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from benchmarks import engine
from replay.runner import StageRunner
from sites.card import Directory
from sites.responses import visit_from_response

from .archives import NOW, rows
from .gosim import GoSim, address, exchange, new_archive, page, site_run

EDITED = "Tổ dân vận thôn 1 còn vận động được ba nhà hiến đất làm nhà văn hóa thôn."


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of an archive with two articles, the first of which was edited."""
    monkeypatch.setattr(engine, "_directory", lambda: Directory([GoSim]))
    with new_archive(tmp_path) as archive, StageRunner(20) as stages:
        run = site_run(archive)
        for days, number, body in ((0, 1, page(1)), (0, 2, page(2)), (1, 1, page(1, EDITED))):
            sent = exchange(address(number).url, 200, body)
            sent = replace(sent, fetched=NOW - timedelta(days=9 - days))
            visit = visit_from_response(run, address(number), sent, body)
            asyncio.run(stages.process_all([[visit]]))
    return tmp_path


def _found(folder: Path) -> dict[str, list[engine.Parts]]:
    found: dict[str, list[engine.Parts]] = {}
    for file in sorted(folder.glob("captures/**/*.warc.gz")):
        for reading in engine.read_file(str(file), {}):
            found.setdefault(reading.url, []).append(reading.parts)
    return found


def test_the_last_captures_give_the_articles_of_the_archive(folder: Path) -> None:
    found = _found(folder)
    assert {url: len(readings) for url, readings in found.items()} == {
        address(1).url: 2,
        address(2).url: 1,
    }
    articles = rows(folder / "archive.db", "SELECT url, title, lead, body, published FROM articles")
    assert {url: readings[-1] for url, readings in found.items()} == {
        url: tuple(parts) for url, *parts in articles
    }


@pytest.mark.parametrize("changed", [0, 1])
def test_an_article_that_differs_is_named(folder: Path, changed: int) -> None:
    with closing(sqlite3.connect(folder / "archive.db")) as database:
        database.execute("UPDATE articles SET title = 'Khác' WHERE id = ?", (changed,))
        assert len(list(engine._differing(database, _found(folder)))) == changed
