"""Crawls that die after each of the stages: the next crawl resumes them."""

from pathlib import Path
from typing import Any

import pytest

from sample_sites import Newsroom

from .conftest import assert_whole, running_in
from .test_killed_crawls import contents, room

__all__ = ["room"]  # a fixture

STAGES = ("Capture", "Extract", "Classify", "Deduplicate", "Store")

EXITING = """
import os

class Exit:
    seen = 0

    def process_item(self, page):
        if page.url.startswith("https://nbtv.vn"):
            Exit.seen += 1
        if Exit.seen == 9:
            os._exit(9)
        return page
"""


@pytest.fixture(scope="module")
def uninterrupted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple[Any, ...]]]:
    """The contents of the archive after a crawl without interruption."""
    folder = tmp_path_factory.mktemp("uninterrupted")
    with Newsroom() as newsroom:
        done = running_in(folder)("danvan", "crawl", "nbtv", "--origin", newsroom.origin)
    assert done.returncode == 0, done.stderr
    return contents(folder)


@pytest.mark.parametrize("stage", STAGES)
def test_a_crawl_that_dies_after_a_stage_is_resumed(
    uninterrupted: dict[str, list[tuple[Any, ...]]], room: Newsroom, tmp_path: Path, stage: str
) -> None:
    (tmp_path / "exiting.py").write_text(EXITING)
    pipelines = {f"pipelines.{name.lower()}.{name}Pipeline": 100 * number
                 for number, name in enumerate(STAGES, 1)}  # fmt: skip
    pipelines["exiting.Exit"] = 100 * (STAGES.index(stage) + 1) + 50
    run = running_in(tmp_path)
    killed = run(
        *("scrapy", "crawl", "nbtv", "-s", f"ITEM_PIPELINES={pipelines}".replace("'", '"')),
        PYTHONPATH=str(tmp_path),
        CRAWL_ORIGIN=room.origin,
    )
    assert killed.returncode == 9, killed.stderr
    done = run("danvan", "crawl", "nbtv", "--origin", room.origin)
    assert done.returncode == 0, done.stderr
    found = contents(tmp_path)
    for table in ("articles", "pages", "captures"):
        assert found[table] == uninterrupted[table], table
    assert_whole(tmp_path)
