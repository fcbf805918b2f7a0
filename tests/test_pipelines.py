"""The extraction's processes: a page that takes too long, and one that kills its process."""

import asyncio
import os
import signal
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.database import open_for_writing
from archive.ledger import Ledger, SiteCard
from archive.models import Outcome
from archive.visit import Page
from archive.writer import Archive
from extraction import Article, FetchedPage, SiteRules
from pipelines import extract as stage
from pipelines import workers


class _OddError(Exception):
    """As exceptions of libraries are that cannot be sent to another process and back."""

    def __init__(self, one: str, two: str) -> None:
        super().__init__(f"{one} and {two}")


def _as_the_url_says(page: FetchedPage, _rules: SiteRules) -> Article:
    url = page.url
    if url.endswith("slow"):
        time.sleep(60)
    elif url.endswith("deadly"):
        os._exit(1)
    elif url.endswith("broken"):
        raise ValueError("no such page")
    elif url.endswith("odd"):
        raise _OddError("one", "two")
    return Article(url=url, body="Bà con xã Gò Sim.")


@pytest.fixture(autouse=True)
def ledger(tmp_path: Path) -> Iterator[None]:
    """The ledger of the pages below: a real one, of an archive of its own."""
    global _ledger
    with open_for_writing(f"sqlite:///{tmp_path / 'archive.db'}", "a test") as engine:
        archive = Archive(engine)
        _ledger = Ledger(archive, SiteCard("gosim", "Gò Sim", "Bắc Kạn", "gosim.example", "own"))
        yield
        archive.close()


_ledger: Ledger


def _page(name: str = "1") -> Page:
    text = "Bà con xã Gò Sim cùng nhau làm ba cây số đường liên thôn trong một vụ nông nhàn."
    body = f"<h1>Dân vận khéo ở xã Gò Sim</h1><p>{text}</p>".encode()
    url = f"https://gosim.example/{name}"
    return Page(_ledger, f"post:{name}", url, datetime.now(UTC), 200, body=body)


def _through_the_stage(seconds: float, *pages: Page) -> None:
    async def go() -> None:
        await asyncio.gather(*(pipeline.process_item(page) for page in pages))

    pipeline = stage.ExtractPipeline(seconds)
    pipeline.open_spider()
    try:
        asyncio.run(go())
    finally:
        pipeline.close_spider()


def test_a_page_is_extracted_in_another_process() -> None:
    page = _page()
    _through_the_stage(20, page)
    assert page.outcome is None
    assert page.article is not None
    assert page.article.title == "Dân vận khéo ở xã Gò Sim"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("slow", "the extraction took longer than 0.5 seconds"),
        ("deadly", "the extraction's process died on this page"),
        ("broken", "the extraction broke: ValueError: no such page"),
        ("odd", "the extraction broke: _OddError: one and two"),
    ],
)
def test_a_page_that_cannot_be_extracted_fails_alone(
    monkeypatch: pytest.MonkeyPatch, name: str, reason: str
) -> None:
    monkeypatch.setattr(stage, "read_article", _as_the_url_says)
    others = [_page(str(number)) for number in range(60)]  # handed over together, in part with it
    bad = _page(name)
    started = time.monotonic()
    _through_the_stage(0.5, *others[:30], bad, *others[30:])
    assert time.monotonic() - started < 20
    assert (bad.outcome, bad.reason) == (Outcome.FAILED, reason)
    assert [page.outcome for page in others] == [None] * 60
    assert [page.article and page.article.url for page in others] == [page.url for page in others]


def test_a_page_with_an_outcome_is_not_extracted(monkeypatch: pytest.MonkeyPatch) -> None:
    page = _page("broken")
    page.end(Outcome.GONE, "the site answered 404")
    monkeypatch.setattr(stage, "read_article", _as_the_url_says)
    _through_the_stage(20, page)
    assert page.outcome is Outcome.GONE
    assert page.article is None


def _process_id() -> Article:
    return Article(url=str(os.getpid()))


def test_a_process_killed_while_idle_costs_no_page() -> None:
    pool = workers.Workers()

    async def go() -> list[Article]:
        first = await pool.run(_process_id)
        os.kill(int(first.url), signal.SIGKILL)
        await asyncio.sleep(1)  # so that the pool has seen it
        return await asyncio.wait_for(
            asyncio.gather(*(pool.run(_process_id) for _ in range(40))), timeout=30
        )

    pool.acquire(20)
    try:
        assert len(asyncio.run(go())) == 40
    finally:
        pool.release()


def test_who_stops_waiting_costs_no_other_page() -> None:
    pool = workers.Workers()

    async def go() -> list[Article]:
        tasks = [asyncio.ensure_future(pool.run(_process_id)) for _ in range(40)]
        await asyncio.sleep(0)
        tasks[20].cancel()
        return await asyncio.wait_for(asyncio.gather(*tasks[:20], *tasks[21:]), timeout=30)

    pool.acquire(20)
    try:
        assert len(asyncio.run(go())) == 39
    finally:
        pool.release()


def test_what_waits_at_the_end_does_not_stand_in_the_way_of_the_next_crawl() -> None:
    pool = workers.Workers()

    async def left_waiting() -> None:
        tasks = [asyncio.ensure_future(pool.run(_process_id)) for _ in range(60)]
        await asyncio.sleep(0)
        pool.release()
        await asyncio.wait(tasks, timeout=10)
        assert all(task.done() for task in tasks)

    async def next_one() -> Article:
        return await asyncio.wait_for(pool.run(_process_id), timeout=30)

    pool.acquire(20)
    asyncio.run(left_waiting())
    pool.acquire(20)
    try:
        assert asyncio.run(next_one()).url
    finally:
        pool.release()
