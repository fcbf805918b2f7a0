"""Half a page is a failure: it is captured as what it is, and nothing is concluded from it."""

import asyncio
import gzip
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from scrapy import Request
from scrapy.exceptions import DownloadCancelledError, ResponseDataLossError
from scrapy.http import HtmlResponse, Response
from twisted.python.failure import Failure
from warcio.archiveiterator import ArchiveIterator

from archive.outcomes import Outcome
from archive.runs import Run
from archive.visit import Visit
from archive.warc.own_file import OwnFile
from archive.warc.records import Exchange, read_record
from archive.writer import Archive
from crawler.fetching import Fetching, failure_outcome
from crawler.handlers import unpacked
from extraction.encodings import Incomplete
from replay.runner import StageRunner
from sites.responses import visit_from_exchange

from .archives import NOW, rows
from .gosim import (
    GoSim,
    address,
    article_url,
    exchange,
    new_archive,
    only_visit,
    page,
    page_row,
    respond,
    site_run,
)

ARTICLE = address(1)
PAGE = page(1, "Cả thôn góp hai trăm ngày công, hiến sáu trăm mét vuông đất vườn.")
GZIP = [("Content-Encoding", "gzip")]
CHUNKED = b"1\r\nx\r\n0\r\n\r\n"
PART = "only a part of the page came: "


@pytest.fixture(scope="module", autouse=True)
def workers() -> Iterator[None]:
    """Start the processes of the extraction once for all tests."""
    with StageRunner(20):
        yield


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with new_archive(tmp_path) as opened:
        yield opened


def sent(payload: bytes, *headers: tuple[str, str], **facts: object) -> Exchange:
    return replace(exchange(ARTICLE.url, 200, payload, headers), **facts)  # type: ignore[arg-type]


def visited(run: Run, one: Exchange, days: int) -> Visit:
    """Send a response of so many days after the first through all stages."""
    one = replace(one, fetched=NOW - timedelta(days=9 - days))
    visit = visit_from_exchange(run, ARTICLE, one)
    with StageRunner(20) as stages:
        asyncio.run(stages.process_all([[visit]]))
    return visit


@pytest.mark.parametrize(
    ("headers", "payload", "whole"),
    [
        ([("Content-Length", "10")], b"x" * 10, True),
        ([("Content-Length", "10")], b"x" * 9, False),
        ([("Content-Length", "10")], b"x" * 11, True),
        ([("content-length", " 10 ")], b"x" * 9, False),
        ([("Content-Length", "10, 10")], b"x" * 9, True),
        ([("Content-Length", "-1")], b"", True),
        ([("Content-Length", "9" * 5000)], b"x", True),
        ([("Content-Length", "99"), ("Transfer-Encoding", "chunked")], CHUNKED, True),
        ([("Transfer-Encoding", "chunked")], b"5\r\nxxxxx\r\n", False),
        (GZIP, gzip.compress(PAGE), True),
        (GZIP, gzip.compress(PAGE)[:-1], False),
        ([*GZIP, ("content-encoding", "gzip")], gzip.compress(gzip.compress(PAGE))[:-1], False),
    ],
)
def test_how_a_part_shows(headers: list[tuple[str, str]], payload: bytes, whole: bool) -> None:
    one = sent(payload, *headers)
    if whole:
        assert len(one.content) >= 0
        return
    with pytest.raises(Incomplete):
        _ = one.content


PARTS = {
    "cut gzip": sent(gzip.compress(PAGE)[:-9], *GZIP, ("ETag", '"half"')),
    "too short": sent(PAGE[:200], ("Content-Length", str(len(PAGE))), ("ETag", '"half"')),
    "named so": sent(PAGE[:200], ("ETag", '"half"'), truncated="length"),
    "whole, but named so": sent(PAGE, ("ETag", '"half"'), truncated="time"),
}


@pytest.mark.parametrize("part", PARTS.values(), ids=PARTS)
def test_a_part_is_a_failure_and_the_whole_page_later_no_edit(
    archive: Archive, tmp_path: Path, part: Exchange
) -> None:
    run = site_run(archive)
    whole = sent(PAGE, ("ETag", '"whole"'))
    assert visited(run, whole, 0).outcome is Outcome.STORED
    half = visited(run, part, 1)
    assert half.outcome is Outcome.FAILED
    assert half.reason.startswith(PART)
    assert page_row(tmp_path, ARTICLE.url, "outcome, etag, status") == ("failed", None, 200)
    assert run.queue.due_pages()[0].etag is None
    again = visited(run, sent(PAGE, *GZIP, ("ETag", '"whole"')), 2)
    assert (again.outcome, again.reason) == (Outcome.UNCHANGED, "the same article as before")
    assert rows(tmp_path / "archive.db", "SELECT count(*) FROM revisions") == [(0,)]


@pytest.mark.parametrize("part", PARTS.values(), ids=PARTS)
def test_a_part_is_captured_as_one(archive: Archive, tmp_path: Path, part: Exchange) -> None:
    run = site_run(archive)
    capture = visited(run, part, 0).capture
    assert capture is not None
    assert capture.record == "partial"
    assert rows(tmp_path / "archive.db", "SELECT record, sha256 FROM captures") == [
        ("partial", capture.sha256)
    ]
    assert run.captures.last_complete(ARTICLE.url) is None
    folder = tmp_path / "captures"
    found = read_record(folder, capture.file, capture.offset, capture.sha256)
    assert found.payload == part.payload
    assert found.truncated == (part.truncated or "unspecified")
    kinds = [each[1].record for each in OwnFile(folder / capture.file, "x") if each]
    assert kinds == ["partial"]
    with (folder / capture.file).open("rb") as stream:
        headers = [
            record.rec_headers.get_header("WARC-Truncated")
            for record in ArchiveIterator(stream)
            if record.rec_type == "response"
        ]
    assert headers == [found.truncated]


def test_a_part_that_has_the_bytes_of_a_whole_page_repeats_nothing(archive: Archive) -> None:
    run = site_run(archive)
    visited(run, sent(PAGE), 0)
    part = visited(run, sent(PAGE, truncated="time"), 1)
    assert part.capture is not None
    assert part.capture.record == "partial"


def test_the_body_of_an_error_need_not_be_whole(archive: Archive) -> None:
    gone = replace(PARTS["cut gzip"], status=404)
    visit = visit_from_exchange(site_run(archive), ARTICLE, gone)
    assert visit.outcome is Outcome.GONE
    assert visit.exchange is gone


# In a crawl


def test_a_part_of_a_page_in_a_crawl(archive: Archive) -> None:
    fetching = Fetching(GoSim, site_run(archive), None)
    [request] = fetching.request(address(1), "")
    assert isinstance(request, Request)
    visit = only_visit(
        respond(request, 200, gzip.compress(PAGE)[:-9], {"Content-Encoding": "gzip"})
    )
    assert visit.outcome is Outcome.FAILED
    assert visit.reason == f"{PART}its packed data ends before its end"
    assert visit.exchange is not None
    assert visit.exchange.truncated == "unspecified"


def test_a_damaged_page_in_a_crawl(archive: Archive) -> None:
    fetching = Fetching(GoSim, site_run(archive), None)
    [request] = fetching.request(address(1), "")
    assert isinstance(request, Request)
    damaged = b"\x1f\x8b\x08" + b"\xff" * 50
    visit = only_visit(respond(request, 200, damaged, {"Content-Encoding": "gzip"}))
    assert visit.outcome is Outcome.FAILED
    assert visit.reason.startswith("could not be read: it cannot be unpacked (gzip:")
    assert visit.exchange is not None, "it is captured as it came"
    assert (visit.exchange.payload, visit.exchange.truncated) == (damaged, "unspecified")


def test_another_url_is_tried_instead_of_a_part(archive: Archive) -> None:
    fetching = Fetching(GoSim, site_run(archive), None)
    [request] = fetching.request(address(1), "")
    assert isinstance(request, Request)
    assert list(fetching.request(address(1, "khac"), "")) == []
    _, again = respond(request, 200, gzip.compress(PAGE)[:-9], {"Content-Encoding": "gzip"})
    assert isinstance(again, Request)
    assert again.url == article_url(1, "khac")


def listing(body: bytes, encoding: str) -> Response:
    headers = {"Content-Encoding": encoding, "Content-Type": "text/html"}
    return Response("https://gosim.example/thoi-su", 200, headers, body)


def test_a_listing_is_unpacked() -> None:
    found = unpacked(listing(gzip.compress(PAGE), "gzip"), 10_000)
    assert found.body == PAGE
    assert "Content-Encoding" not in found.headers
    assert isinstance(found, HtmlResponse)
    plain = Response("https://gosim.example/", body=b"x")
    assert unpacked(plain, 10_000) is plain


@pytest.mark.parametrize(
    ("body", "encoding", "error"),
    [
        (gzip.compress(PAGE)[:-1], "gzip", ResponseDataLossError),
        (gzip.compress(b"x" * 10_001), "gzip", DownloadCancelledError),
        (b"\xff" * 50, "br", DownloadCancelledError),
        (PAGE, "unheard-of", DownloadCancelledError),
    ],
    ids=["cut", "too large", "damaged", "unknown"],
)
def test_a_listing_that_cannot_be_unpacked_is_a_failed_download(
    body: bytes, encoding: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        unpacked(listing(body, encoding), 10_000)


def test_the_reason_of_a_lost_connection() -> None:
    failure = Failure(ResponseDataLossError())  # type: ignore[no-untyped-call]
    reason = "only a part of it came: the connection ended"
    assert failure_outcome(failure) == (Outcome.FAILED, reason)
