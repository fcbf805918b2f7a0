"""Lost, damaged and edited captures: none is believed, and no record refers to one."""

import asyncio
import gzip
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from scrapy import Request

from archive.checks import check_captures, check_files
from archive.database import connect
from archive.errors import ArchiveError
from archive.ledger import record
from archive.outcomes import Outcome
from archive.runs import Run
from archive.visit import Visit
from archive.warc.records import CaptureRecord, Exchange, read_record
from archive.writer import Archive
from crawler.fetching import Fetching
from pipelines.capture import CapturePipeline
from sites.responses import visit_from_capture, visit_from_exchange

from .archives import NOW, rows
from .gosim import GoSim, address, article_url, exchange, new_archive, page, site_run

DAMAGE = "a capture is missing or damaged (see `danvan captures verify`)"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with new_archive(tmp_path) as opened:
        yield opened


def sent(number: int, status: int = 200, days: int = 0, payload: bytes | None = None) -> Exchange:
    body = (page(number) if status == 200 else b"") if payload is None else payload
    one = exchange(article_url(number), status, body, [("ETag", f'"{number}"')])
    return replace(one, fetched=NOW - timedelta(days=9 - days))


def captured(run: Run, one: Exchange, number: int = 1) -> CaptureRecord:
    """Capture a response, and record it as an article's."""
    visit = visit_from_exchange(run, address(number), one)
    asyncio.run(CapturePipeline().process_item(visit))
    visit.outcome = Outcome.UNCHANGED
    record(visit)
    run.archive.commit()
    assert visit.capture is not None
    return visit.capture


def edited(path: Path, place: CaptureRecord) -> None:
    """Replace a word of a record, with as many bytes as before, and pack it again."""
    content = path.read_bytes()
    start, end = place.offset, place.offset + place.length
    changed = gzip.decompress(content[start:end]).replace(b"Sim", b"Xim")
    packed = gzip.compress(changed, 6, mtime=0)
    path.write_bytes(content[:start] + packed + content[end:])


DAMAGES: dict[str, Callable[[Path, CaptureRecord], object]] = {
    "missing": lambda path, place: path.unlink(),
    "empty": lambda path, place: os.truncate(path, 0),
    "too short": lambda path, place: os.truncate(path, place.offset + place.length - 20),
    "noise": lambda path, place: path.write_bytes(b"x" * path.stat().st_size),
    "edited": edited,
}
each_damage = pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)


def spoil(
    archive: Archive, place: CaptureRecord, damage: Callable[[Path, CaptureRecord], object]
) -> None:
    damage(archive.warc_files.folder / place.file, place)


@each_damage
def test_a_damaged_record_is_an_error_of_one_sentence(
    archive: Archive, damage: Callable[[Path, CaptureRecord], object]
) -> None:
    place = captured(site_run(archive), sent(1))
    spoil(archive, place, damage)
    with pytest.raises(ArchiveError, match=r"^The capture in baogosim/.* cannot be read \(.*\)\.$"):
        read_record(archive.warc_files.folder, place.file, place.offset, place.sha256)


@each_damage
@pytest.mark.parametrize("status", [200, 304])
def test_no_record_refers_to_a_damaged_one(
    archive: Archive, damage: Callable[[Path, CaptureRecord], object], status: int
) -> None:
    run = site_run(archive)
    place = captured(run, sent(1, days=2))
    again = captured(run, sent(1, status, days=3))
    assert again.record == "revisit"
    spoil(archive, place, damage)
    archive.warc_files.close()
    assert captured(run, sent(1, status, days=4)).record == "response"


@each_damage
def test_the_next_recheck_fetches_the_whole_page(
    archive: Archive, damage: Callable[[Path, CaptureRecord], object]
) -> None:
    for number, lost in ((1, True), (2, False)):
        place = captured(site_run(archive), sent(number), number)
        archive.warc_files.close()
        if lost:
            spoil(archive, place, damage)
    run = site_run(archive)
    requests = list(Fetching(GoSim, run, None).due_requests())
    validators = {}
    for request in requests:
        assert isinstance(request, Request)
        validators[request.url] = request.headers.to_unicode_dict()
    assert validators[article_url(1)] == {}
    assert run.remarks == {DAMAGE: 1}


def test_a_page_whose_capture_is_there_is_asked_for_conditionally(archive: Archive) -> None:
    captured(site_run(archive), sent(2), 2)
    run = site_run(archive)
    [request] = Fetching(GoSim, run, None).due_requests()
    assert request.headers.to_unicode_dict() == {"If-None-Match": '"2"'}
    assert run.remarks == {}


def test_a_revisit_record_is_read_with_another_capture_of_the_same_payload(
    archive: Archive,
) -> None:
    run = site_run(archive)
    captured(run, sent(1))
    captured(run, sent(1, days=1, payload=page(1, "Sửa.")))
    last = captured(run, sent(1, days=2))
    assert last.record == "response"
    spoil(archive, last, edited)
    again = replace(sent(1, days=3, payload=b""), is_revisit=True)
    found = visit_from_capture(run, address(1), again, replace(last, record="revisit"))
    assert isinstance(found, Visit)
    assert found.page is not None
    assert found.page.content == page(1)


# What `danvan status` and `danvan captures verify` say


@pytest.mark.parametrize(
    ("damage", "missing"),
    [
        (lambda path, second: None, 0),
        (lambda path, second: path.unlink(), 3),
        (lambda path, second: os.truncate(path, second.offset + second.length), 1),
        (lambda path, second: os.truncate(path, second.offset + second.length - 1), 2),
        (lambda path, second: os.truncate(path, 0), 3),
    ],
    ids=["nothing", "missing", "after the second", "within the second", "empty"],
)
def test_how_many_captures_lie_outside_their_file(
    archive: Archive,
    tmp_path: Path,
    damage: Callable[[Path, CaptureRecord], object],
    missing: int,
) -> None:
    run = site_run(archive)
    places = [captured(run, sent(number), number) for number in (1, 2, 3)]
    damage(archive.warc_files.folder / places[0].file, places[1])
    engine = connect(f"sqlite:///{tmp_path / 'archive.db'}")
    assert check_files(engine, archive.warc_files.folder).broken == missing
    engine.dispose()


@pytest.mark.parametrize("offset", [2, 12, 200])
def test_the_records_after_a_damaged_one_are_compared(
    archive: Archive, tmp_path: Path, offset: int
) -> None:
    run = site_run(archive)
    places = [captured(run, sent(number), number) for number in (1, 2, 3, 4)]
    second = places[1]
    path = archive.warc_files.folder / second.file
    with path.open("r+b") as file:
        file.seek(second.offset + offset)
        file.write(b"\xff" * 30)
    engine = connect(f"sqlite:///{tmp_path / 'archive.db'}")
    found = list(check_captures(engine, archive.warc_files.folder))
    engine.dispose()
    assert sum(number for number, _ in found) == 4
    assert [fault for _, fault in found if fault is not None] == [
        f"{second.file} at {second.offset}: there is no complete record"
    ]
    assert rows(tmp_path / "archive.db", "SELECT count(*) FROM captures") == [(4,)]


@pytest.mark.parametrize("cut", [1, 8])
def test_a_record_without_its_checksum_is_not_complete(
    archive: Archive, tmp_path: Path, cut: int
) -> None:
    place = captured(site_run(archive), sent(1))
    path = archive.warc_files.folder / place.file
    os.truncate(path, path.stat().st_size - cut)
    engine = connect(f"sqlite:///{tmp_path / 'archive.db'}")
    found = list(check_captures(engine, archive.warc_files.folder))
    engine.dispose()
    assert found == [(1, f"{place.file} at {place.offset}: there is no complete record")]
