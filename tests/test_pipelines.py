"""The worker processes of the extraction: timeouts, crashes and cancelled pages."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from archive.outcomes import Outcome
from archive.runs import Run
from archive.site import SiteFacts
from archive.visit import Visit
from extraction.article import Article
from extraction.inputs import FetchedPage
from pipelines import extract as stage
from pipelines import workers

from .archives import begin_run, new_archive, opened
from .conftest import SECONDS
from .extractions import SLEEP, die_once, fail_as_in_the_url, logs, process_id


@pytest.fixture(autouse=True)
def run(tmp_path: Path) -> Iterator[None]:
    """Open the run of the visits, in an archive of its own."""
    global _run
    site = SiteFacts("gosim", "Gò Sim", "Bắc Kạn", "gosim.example", "own")
    with opened(new_archive(tmp_path)) as archive:
        _run = begin_run(archive, site)
        yield


_run: Run


def _visit(name: str = "1") -> Visit:
    text = "Bà con xã Gò Sim cùng nhau làm ba cây số đường liên thôn trong một vụ nông nhàn."
    body = f"<h1>Dân vận khéo ở xã Gò Sim</h1><p>{text}</p>".encode()
    url = f"https://gosim.example/{name}"
    page = FetchedPage(body, url)
    return Visit(_run, f"post:{name}", url, datetime.now(UTC), 200, page=page)


def _extract(seconds: float, *visits: Visit) -> None:
    async def go() -> None:
        await asyncio.gather(*(pipeline.process_item(visit) for visit in visits))

    pipeline = stage.ExtractPipeline(seconds)
    pipeline.open_spider()
    try:
        asyncio.run(go())
    finally:
        pipeline.close_spider()


def test_a_page_is_extracted_in_another_process() -> None:
    page = _visit()
    _extract(20, page)
    assert page.outcome is None
    assert page.article is not None
    assert page.article.title == "Dân vận khéo ở xã Gò Sim"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("slow", "the extraction took longer than 1 seconds"),
        ("deadly", "the extraction's process died on this page"),
        ("broken", "the extraction broke: ValueError: no such page"),
        ("odd", "the extraction broke: _OddError: one and two"),
    ],
)
def test_a_page_that_cannot_be_extracted_fails_alone(
    monkeypatch: pytest.MonkeyPatch, name: str, reason: str
) -> None:
    monkeypatch.setattr(stage, "read_article", fail_as_in_the_url)
    others = [_visit(str(number)) for number in range(60)]  # some are in one task with it
    bad = _visit(name)
    limit = 1 if name == "slow" else 20  # a busy machine may stall the other pages
    started = time.monotonic()
    _extract(limit, *others[:30], bad, *others[30:])
    assert time.monotonic() - started < SLEEP
    assert (bad.outcome, bad.reason) == (Outcome.FAILED, reason)
    assert [page.outcome for page in others] == [None] * 60
    assert [page.article and page.article.url for page in others] == [page.url for page in others]


def test_a_page_whose_process_is_killed_once_is_read_by_another(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(stage, "read_article", partial(die_once, tmp_path / "died"))
    page = _visit("alone")
    _extract(20, page)
    assert (page.outcome, (tmp_path / "died").exists()) == (None, True)
    assert page.article is not None


@pytest.mark.parametrize(("slow", "dropped"), [(1, False), (2, True), (20, True)])
def test_a_site_whose_pages_keep_taking_too_long_is_left_for_the_night(
    monkeypatch: pytest.MonkeyPatch, slow: int, dropped: bool
) -> None:
    monkeypatch.setattr(stage, "read_article", fail_as_in_the_url)
    monkeypatch.setattr(stage, "MAX_TIMEOUTS", 2)
    reported: list[str] = []
    _run.on_cut_short = reported.append
    visits = [_visit(f"{number}-slow") for number in range(slow)]
    started = time.monotonic()
    _extract(0.5, *visits)
    assert time.monotonic() - started < SLEEP / 4, "the others do not wait for their turn"
    assert {visit.outcome for visit in visits} == {Outcome.FAILED}
    sentence = (
        "the extraction of 2 pages took longer than 0.5 seconds each: "
        "the site is left for the night"
    )
    assert reported == ([sentence] if dropped else [])
    assert _run.remarks == ({sentence: 1} if dropped else {})
    too_long = [v for v in visits if v.reason == "the extraction took longer than 0.5 seconds"]
    assert _run.timeouts == len(too_long)
    assert len(too_long) < 20
    late = _visit("late")
    _extract(20, late)
    assert (late.outcome is Outcome.FAILED) is dropped
    if dropped:
        assert late.reason == "not extracted, because too many pages of the site took too long"


def test_an_import_extracts_every_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stage, "read_article", fail_as_in_the_url)
    monkeypatch.setattr(stage, "MAX_TIMEOUTS", 1)
    _run.kind = "import"
    _extract(0.5, _visit("slow"))
    page = _visit()
    _extract(20, page)
    assert (page.outcome, _run.remarks) == (None, {})


def test_a_crawl_that_is_stopped_cancels_its_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stage, "read_article", fail_as_in_the_url)
    pipeline = stage.ExtractPipeline(20)
    page = _visit("slow")

    async def go() -> None:
        waiting = asyncio.ensure_future(pipeline.process_item(page))
        await asyncio.sleep(0.1)
        waiting.cancel()
        await waiting

    pipeline.open_spider()
    try:
        with pytest.raises(asyncio.CancelledError):
            asyncio.run(go())
    finally:
        pipeline.close_spider()
    assert page.outcome is None


def test_a_page_with_an_outcome_is_not_extracted(monkeypatch: pytest.MonkeyPatch) -> None:
    page = _visit("broken")
    page.end(Outcome.GONE, "the site answered 404")
    monkeypatch.setattr(stage, "read_article", fail_as_in_the_url)
    _extract(20, page)
    assert page.outcome is Outcome.GONE
    assert page.article is None


def test_libraries_do_not_log_what_they_read_in_the_processes() -> None:
    async def go() -> Article:
        return await workers.shared.run(logs)

    workers.shared.acquire(20)
    try:
        assert asyncio.run(go()).url == "False"
    finally:
        workers.shared.release()


@pytest.mark.parametrize(
    ("sizes", "tasks"),
    [
        ([50, 50, 1], [2, 1]),
        ([101, 1, 99, 1], [1, 2, 1]),
        ([500, 500], [1, 1]),
        ([0] * 9, [8, 1]),
    ],
)
def test_the_pages_of_a_task_have_a_limited_size(
    monkeypatch: pytest.MonkeyPatch, sizes: list[int], tasks: list[int]
) -> None:
    monkeypatch.setattr(workers, "_MAX_TASK_BYTES", 100)
    monkeypatch.setattr(workers, "_TASKS", 0)  # all wait until the last has come
    pool, handed = workers.Workers(), []

    async def go() -> None:
        waiting = [asyncio.ensure_future(pool.run(process_id, size)) for size in sizes]
        await asyncio.sleep(0)
        monkeypatch.setattr(workers, "_TASKS", 100)
        monkeypatch.setattr(pool, "_schedule", lambda pages: handed.append(len(pages)))
        pool._hand_over()
        for page in waiting:
            page.cancel()

    asyncio.run(go())
    assert handed == tasks


# The pool finds a dead process within 0.2 seconds, and is handed pages before and after.
@pytest.mark.parametrize("pause", [0, 0.05, 2])
def test_a_worker_killed_while_idle_costs_no_page(pause: float) -> None:
    pool = workers.Workers()

    async def go() -> list[Article]:
        first = await pool.run(process_id)
        os.kill(int(first.url), signal.SIGKILL)
        await asyncio.sleep(pause)
        return await asyncio.wait_for(
            asyncio.gather(*(pool.run(process_id) for _ in range(40))), timeout=SECONDS
        )

    pool.acquire(5)
    try:
        assert len(asyncio.run(go())) == 40
    finally:
        pool.release()


@pytest.mark.parametrize("lost", [1, 2])
def test_a_task_that_a_killed_worker_took_with_it_is_handed_over_once_more(
    lost: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    pool = workers.Workers()

    async def go() -> Article:
        schedule, handed = pool._handed, iter(range(lost))

        def losing(pages: Any) -> Any:
            return asyncio.Future() if next(handed, None) is not None else schedule(pages)

        monkeypatch.setattr(pool, "_handed", losing)
        return await asyncio.wait_for(pool.run(process_id), timeout=SECONDS)

    pool.acquire(0.5)
    try:
        if lost == 1:
            assert int(asyncio.run(go()).url) > 0
        else:
            with pytest.raises(TimeoutError, match="killed"):
                asyncio.run(go())
    finally:
        pool.release()


def test_a_killed_worker_that_held_the_lock_of_all_costs_no_page() -> None:
    pool = workers.Workers()

    async def go() -> list[Article]:
        await pool.run(process_id)
        assert pool._pool is not None
        channel = pool._pool._pool_manager.worker_manager.workers_channel
        assert channel is not None
        assert channel.mutex.acquire(timeout=SECONDS)  # as if its holder had been killed
        return await asyncio.wait_for(
            asyncio.gather(*(pool.run(process_id) for _ in range(40))), timeout=SECONDS
        )

    pool.acquire(0.5)
    try:
        assert len(asyncio.run(go())) == 40
    finally:
        pool.release()


def test_a_worker_imports_neither_scrapy_nor_sqlalchemy() -> None:
    """They would take each process a second to import."""
    program = """
import asyncio
from functools import partial
from extraction.inputs import FetchedPage, SiteRules
from pipelines import extract, workers

ARTICLE = "__import__('extraction.article').article.Article"
MODULES = ARTICLE + "(url=' '.join(__import__('sys').modules))"

async def main():
    await extract.extract_in_worker(FetchedPage(b"<p>x", "https://gosim.example/1"), SiteRules())
    print((await workers.shared.run(partial(eval, MODULES))).url)

workers.shared.acquire(20)
asyncio.run(main())
workers.shared.release()
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=SECONDS
    )
    assert "lxml" in done.stdout.split()
    assert {"scrapy", "sqlalchemy"}.isdisjoint(done.stdout.split())


def test_a_cancelled_page_does_not_affect_others() -> None:
    pool = workers.Workers()

    async def go() -> list[Article]:
        tasks = [asyncio.ensure_future(pool.run(process_id)) for _ in range(40)]
        await asyncio.sleep(0)
        tasks[20].cancel()
        return await asyncio.wait_for(asyncio.gather(*tasks[:20], *tasks[21:]), timeout=SECONDS)

    pool.acquire(20)
    try:
        assert len(asyncio.run(go())) == 39
    finally:
        pool.release()


def test_pages_that_wait_at_release_are_cancelled() -> None:
    pool = workers.Workers()

    async def release_while_pages_wait() -> None:
        tasks = [asyncio.ensure_future(pool.run(process_id)) for _ in range(60)]
        await asyncio.sleep(0)
        pool.release()
        await asyncio.wait(tasks, timeout=SECONDS)
        assert all(task.done() for task in tasks)

    async def next_page() -> Article:
        return await asyncio.wait_for(pool.run(process_id), timeout=SECONDS)

    pool.acquire(20)
    asyncio.run(release_while_pages_wait())
    pool.acquire(20)
    try:
        assert asyncio.run(next_page()).url
    finally:
        pool.release()


def test_no_process_is_ended_while_it_starts(tmp_path: Path) -> None:
    """It would print a traceback: what it needs to start has gone."""
    call = f"end_while_a_process_starts(Path({str(tmp_path / 'note')!r}))"
    script = f"from pathlib import Path\nfrom tests.extractions import *\n{call}"
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert (ended.returncode, ended.stderr) == (0, "")
