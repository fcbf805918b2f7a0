"""The stages around the reading: what is captured, what cannot be read, and what is stored when."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from scrapy.crawler import Crawler
from scrapy.settings import Settings

from archive.ledger import record
from archive.outcomes import Outcome
from archive.runs import Run
from archive.visit import Visit
from archive.warc.records import read_record
from archive.writer import Archive
from extraction.article import Article
from extraction.inputs import FetchedPage, SiteRules
from extraction.layouts import Layout
from extraction.paging import OTHER_PAGES
from extraction.topics import Evidence
from pipelines.capture import CapturePipeline
from pipelines.extract import ExtractPipeline, why_unreadable
from pipelines.store import StorePipeline, found_phrases
from pipelines.workers import read_article
from sites.responses import visit_from_response

from .archives import NOW, SITE, begin_run, rows
from .gosim import (
    HOME,
    GoSim,
    GoSimSpider,
    address,
    article_url,
    exchange,
    new_archive,
    page,
    page_row,
    site_run,
)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with new_archive(tmp_path) as opened:
        yield opened


@pytest.fixture
def run(archive: Archive) -> Run:
    return site_run(archive)


# Capture


def captured(run: Run, status: int, payload: bytes, number: int = 1) -> Visit:
    """Capture and record a response to an article."""
    sent = exchange(article_url(number), status, payload)
    visit = visit_from_response(run, address(number), sent, payload)
    assert asyncio.run(CapturePipeline().process_item(visit)) is visit
    if visit.outcome is None:
        visit.end(Outcome.OFF_TOPIC, "a reason in words")
    record(visit)
    run.archive.commit()
    return visit


def test_a_response_is_captured_before_it_is_read(run: Run) -> None:
    visit = captured(run, 200, page(1))
    assert visit.capture is not None
    assert (visit.capture.status, visit.capture.record) == (200, "response")
    assert visit.capture.file.startswith("baogosim/baogosim-")
    folder = run.archive.warc_files.folder
    capture = visit.capture
    found = read_record(folder, capture.file, capture.offset, capture.sha256)
    assert (found.url, found.payload) == (article_url(1), page(1))
    assert visit.exchange is None


@pytest.mark.parametrize(
    ("responses", "records"),
    [
        ([(200, b"a"), (200, b"a")], ["response", "revisit"]),
        ([(200, b"a"), (200, b"b")], ["response", "response"]),
        ([(200, b"a"), (304, b"")], ["response", "revisit"]),
        ([(200, b"a"), (200, b"b"), (200, b"a")], ["response", "response", "response"]),
        ([(200, b"a"), (200, b"a"), (200, b"a")], ["response", "revisit", "revisit"]),
        ([(404, b"a"), (404, b"a")], ["response", "response"]),
        ([(200, b"a"), (404, b"b"), (200, b"a")], ["response", "response", "revisit"]),
        ([(304, b"")], ["response"]),
    ],
    ids=[
        "the same", "another", "not modified", "as before the last", "the same thrice", "errors",
        "an error between", "not modified, but never captured",
    ],
)  # fmt: skip
def test_what_repeats_the_last_complete_capture_is_a_revisit_record(
    run: Run, responses: list[tuple[int, bytes]], records: list[str]
) -> None:
    visits = [captured(run, status, payload) for status, payload in responses]
    assert [v.capture.record if v.capture else None for v in visits] == records


def test_the_capture_of_another_article_is_not_repeated(run: Run) -> None:
    captured(run, 200, b"a")
    other = captured(run, 200, b"a", number=2)
    assert other.capture is not None
    assert other.capture.record == "response"


def test_a_visit_knows_whether_its_article_is_new(run: Run) -> None:
    assert captured(run, 200, b"a").is_new
    assert not captured(run, 200, b"b").is_new
    elsewhere = Visit(run, "post:1", article_url(1, "khac"), NOW)
    asyncio.run(CapturePipeline().process_item(elsewhere))
    assert not elsewhere.is_new, "another URL of the same article"


def test_without_a_response_nothing_is_captured(run: Run, tmp_path: Path) -> None:
    visit = Visit(run, "post:1", article_url(1), NOW)
    asyncio.run(CapturePipeline().process_item(visit))
    assert (visit.capture, visit.is_new) == (None, True)
    assert not (tmp_path / "captures").exists()


# Extract


@pytest.mark.parametrize(
    ("fields", "wanted"),
    [
        ({"body": "Họp thôn."}, None),
        ({"lead": "Họp thôn."}, None),
        ({}, (Outcome.EMPTY, "the page has no text of an article")),
        ({"title": "Họp thôn"}, (Outcome.EMPTY, "the page has no text of an article")),
        (
            {"garbled": "letters are lost"},
            (Outcome.FAILED, "the page's text is garbled: letters are lost"),
        ),
        (
            {"garbled": "letters are lost", "body": "Họp thôn."},
            (Outcome.FAILED, "the page's text is garbled: letters are lost"),
        ),
        (
            {"challenge": "just a moment", "garbled": "letters are lost"},
            (Outcome.BLOCKED, "a challenge page: “just a moment”"),
        ),
        (
            {"other": "https://baogosim.example/khac-post2.html", "body": "Họp thôn."},
            (
                Outcome.FAILED,
                "the page shows another article: https://baogosim.example/khac-post2.html",
            ),
        ),
        ({"other": "https://baogosim.example/moi-post1.html", "body": "Họp thôn."}, None),
    ],
)
def test_why_an_article_cannot_be_read(
    fields: dict[str, str], wanted: tuple[Outcome, str] | None
) -> None:
    article = Article(**({"url": article_url(1)} | fields))  # type: ignore[arg-type]
    for key in ("post:1.html", "post:21/1.html", "post:1.html@baogosim.example"):
        assert why_unreadable(article, key, SITE) == wanted


@pytest.mark.parametrize(
    ("key", "url", "is_own"),
    [
        ("post:45", article_url(45, "ten-moi"), True),
        ("post:45", "http://www.gosim.example/muc/ten-moi-post45.html?utm_source=x", True),
        ("post:45", f"{HOME}/tin/45", True),
        ("post:45", article_url(98), False),
        ("post:45", article_url(4512), False),
        ("post:45", article_url(345), False),
        ("post:45", f"{HOME}/45/bai-viet-post98.html", False),
        ("old:45", article_url(45), False),
        # The card does not know these.
        ("post:45", "https://khac.example/bai-45", True),
        ("post:45", "https://khac.example/bai-4512", False),
        ("post:45", "https://khac.example/bai-345", False),
    ],
)
def test_a_page_shows_its_own_article_if_the_other_url_has_its_key(
    key: str, url: str, is_own: bool
) -> None:
    article = Article(article_url(45), body="Họp thôn.", other=url)
    assert (why_unreadable(article, key, GoSim.facts()) is None) is is_own


def test_a_page_is_read_with_the_rules_of_its_site() -> None:
    layout = Layout("2026", title=".ten", body=".noi-dung")
    text = "Bà con thôn 1 xã Gò Sim cùng nhau làm ba cây số đường liên thôn trong một vụ."
    body = f'<b class="ten">Họp thôn</b><div class="noi-dung"><p>{text}</p></div>'.encode()
    fetched = FetchedPage(body, article_url(1))
    assert read_article(fetched, SiteRules((layout,))).layout == "2026"
    assert read_article(fetched, SiteRules()).layout == "generic"


def extracted(run: Run, *bodies: bytes | None) -> list[Visit]:
    """Send pages through the stage; None is a visit without a page."""
    visits = []
    for number, body in enumerate(bodies):
        fetched = FetchedPage(body, article_url(number)) if body is not None else None
        visits.append(Visit(run, f"post:{number}", article_url(number), NOW, 200, page=fetched))
    crawler = Crawler(GoSimSpider, Settings({"EXTRACTION_SECONDS": "20"}))
    pipeline = ExtractPipeline.from_crawler(crawler)

    async def go() -> None:
        for visit in visits:
            assert await pipeline.process_item(visit) is visit

    pipeline.open_spider()
    try:
        asyncio.run(go())
    finally:
        pipeline.close_spider()
    return visits


def test_a_page_gets_its_article_or_its_outcome(run: Run) -> None:
    empty = (Outcome.EMPTY, "the page has no text of an article")
    blocked = (Outcome.BLOCKED, "a challenge page: “Just a moment”")
    bodies = [page(1), b"", None, b"<p>Just a moment...</p>"]
    visits = extracted(run, *bodies)
    found = [(v.outcome, v.reason) for v in visits]
    assert found == [(None, ""), empty, empty, blocked]
    assert [v.article is not None for v in visits] == [True, False, False, True]
    assert all(v.page is None for v in visits), "it is no longer needed"


def test_an_extraction_that_has_begun_is_not_begun_again(run: Run) -> None:
    pipeline = ExtractPipeline(20)
    first, second = (FetchedPage(page(number), article_url(1)) for number in (1, 2))
    visit = Visit(run, "post:1", article_url(1), NOW, 200, page=first)

    async def go() -> None:
        pipeline.begin(visit)
        visit.page = second
        await pipeline.process_item(visit)

    pipeline.open_spider()
    try:
        asyncio.run(go())
    finally:
        pipeline.close_spider()
    assert visit.article == read_article(first, run.rules)


def test_a_page_that_takes_longer_than_the_setting_fails(run: Run) -> None:
    settings = Settings({"EXTRACTION_SECONDS": "0.001"})
    pipeline = ExtractPipeline.from_crawler(Crawler(GoSimSpider, settings))
    visit = Visit(run, "post:1", article_url(1), NOW, 200)
    visit.page = FetchedPage(page(1, *[f"Thôn {n} họp dân." for n in range(3000)]), visit.url)
    pipeline.open_spider()
    try:
        asyncio.run(pipeline.process_item(visit))
    finally:
        pipeline.close_spider()
    assert (visit.outcome, visit.reason) == (
        Outcome.FAILED,
        "the extraction took longer than 0.001 seconds",
    )


# Store


def read_visit(run: Run, number: int = 1, **fields: Any) -> Visit:
    """Return a visit that brings a new article."""
    evidence = (Evidence("dân vận", "dân vận khéo", "title", 1),)
    url = article_url(number)
    article = Article(url=url, body="Họp.", evidence=evidence, text_sha256=f"{number:064}")
    article = replace(article, **fields)
    return Visit(run, f"post:{number}", url, NOW, 200, article=article)


def test_the_reason_of_a_stored_article_names_its_phrases() -> None:
    evidence = (
        Evidence("dân vận", "dân vận khéo", "title", 1),
        Evidence("QCDC", "quy chế dân chủ", "body", 2),
    )
    article = Article(url=article_url(1), evidence=evidence)
    assert found_phrases(article) == "“dân vận khéo” in title, “quy chế dân chủ” in body"


def test_a_new_article_is_stored_soon_and_an_outcome_stays(run: Run, tmp_path: Path) -> None:
    new, gone = read_visit(run), Visit(run, "post:2", article_url(2), NOW, 404)
    gone.end(Outcome.GONE, "the site answered 404")
    pipeline = StorePipeline()

    async def go() -> None:
        for visit in (new, gone):
            assert pipeline.process_item(visit) is visit
        assert page_row(tmp_path, new.url) is None, "a batch is one transaction"
        await written(new.url)
        assert page_row(tmp_path, new.url, "outcome, reason") == (
            "stored",
            "found “dân vận khéo” in title",
        )
        assert page_row(tmp_path, gone.url, "outcome, reason") == ("gone", "the site answered 404")
        # The next visit begins a batch of its own.
        pipeline.process_item(read_visit(run, 3))
        await written(article_url(3))

    async def written(url: str) -> None:
        async with asyncio.timeout(5):
            while page_row(tmp_path, url) is None:
                await asyncio.sleep(0.05)

    asyncio.run(go())
    pipeline.close_spider()
    assert run.outcomes == {Outcome.STORED: 2, Outcome.GONE: 1}


def test_what_is_left_is_stored_at_the_end(run: Run, tmp_path: Path) -> None:
    pipeline = StorePipeline()

    async def go() -> None:
        pipeline.process_item(read_visit(run))
        assert page_row(tmp_path, article_url(1)) is None
        pipeline.close_spider()
        assert page_row(tmp_path, article_url(1)) == ("stored",)

    asyncio.run(go())


def test_after_a_fault_nothing_is_recorded(run: Run, tmp_path: Path) -> None:
    run.fault = "The disk is full."
    visit = read_visit(run)

    async def go() -> None:
        pipeline = StorePipeline()
        assert pipeline.process_item(visit) is visit
        pipeline.close_spider()

    asyncio.run(go())
    run.archive.commit()
    assert (visit.outcome, run.outcomes) == (None, {})
    assert page_row(tmp_path, article_url(1)) is None


@pytest.mark.parametrize(
    ("layouts", "used", "count"),
    [
        (("2026", "2018"), "2018", 0),
        (("2026", "2018"), "generic", 1),
        ((), "generic", 0),
    ],
)
def test_new_articles_that_fit_no_layout_are_counted(
    archive: Archive, layouts: tuple[str, ...], used: str, count: int
) -> None:
    facts = replace(
        GoSim.facts(),
        rules=SiteRules(tuple(Layout(name, title="h1", body="div") for name in layouts)),
    )
    run = begin_run(archive, facts)
    known = read_visit(run, 2, layout="generic")
    known.end(Outcome.UNCHANGED, "a reason in words")

    async def go() -> None:
        pipeline = StorePipeline()
        for visit in (read_visit(run, layout=used), known):
            pipeline.process_item(visit)
        pipeline.close_spider()

    asyncio.run(go())
    assert run.without_layout == count


@pytest.mark.parametrize("doubts", [(), ("date: only the URL has it",), (OTHER_PAGES,)])
def test_new_articles_with_other_pages_are_remarked(run: Run, doubts: tuple[str, ...]) -> None:
    known = read_visit(run, 2, doubts=(OTHER_PAGES,))
    known.end(Outcome.UNCHANGED, "a reason in words")

    async def go() -> None:
        pipeline = StorePipeline()
        for visit in (read_visit(run, doubts=doubts), known):
            pipeline.process_item(visit)
        pipeline.close_spider()

    asyncio.run(go())
    remark = "an article has other pages, which are not read"
    assert dict(run.remarks) == ({remark: 1} if OTHER_PAGES in doubts else {})


def test_an_outcome_is_recorded_without_an_article(run: Run, tmp_path: Path) -> None:
    off_topic = read_visit(run)
    off_topic.end(Outcome.OFF_TOPIC, "a reason in words")

    async def go() -> None:
        pipeline = StorePipeline()
        pipeline.process_item(off_topic)
        pipeline.close_spider()

    asyncio.run(go())
    assert rows(tmp_path / "archive.db", "SELECT count(*) FROM articles") == [(0,)]
    assert page_row(tmp_path, article_url(1)) == ("off_topic",)
