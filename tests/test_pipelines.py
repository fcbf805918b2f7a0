"""The extraction's processes: a page that takes too long, and one that kills its process."""

import asyncio
import os
import time
from datetime import UTC, datetime
from typing import Any

import pytest

from archive.models import Outcome
from extraction import Article
from pipelines import extract as stage
from pipelines.page import Page


def _sleep(*_: Any, **__: Any) -> Article:
    time.sleep(60)
    return Article(url="")


def _die(*_: Any, **__: Any) -> Article:
    os._exit(1)


def _page() -> Page:
    text = "Bà con xã Gò Sim cùng nhau làm ba cây số đường liên thôn trong một vụ nông nhàn."
    body = f"<h1>Dân vận khéo ở xã Gò Sim</h1><p>{text}</p>".encode()
    return Page("gosim", "post:1", "https://gosim.example/1", datetime.now(UTC), 200, body)


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


def test_a_page_that_takes_too_long_fails_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    slow, quick = _page(), _page()
    quick.end(Outcome.GONE, "the site answered 404")
    monkeypatch.setattr(stage, "extract", _sleep)
    started = time.monotonic()
    _through_the_stage(0.5, slow, quick)
    assert time.monotonic() - started < 20
    assert slow.outcome is Outcome.FAILED
    assert slow.reason == "the extraction took longer than 0.5 seconds"
    assert quick.outcome is Outcome.GONE


def test_a_page_that_kills_its_process_fails_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    page = _page()
    monkeypatch.setattr(stage, "extract", _die)
    _through_the_stage(20, page)
    assert page.outcome is Outcome.FAILED
    assert page.reason == "the extraction's process died on this page"
