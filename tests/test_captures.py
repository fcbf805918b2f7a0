"""Raw captures: what is written can be read, by us and by others, whatever happens meanwhile."""

import gzip
import hashlib
import subprocess
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import brotli
import pytest
from backports import zstd
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from archive.database import ArchiveError
from archive.warc import records
from archive.warc import writer as captures
from archive.warc.records import CaptureRecord, Exchange, pack, read_own_file, read_record
from archive.warc.writer import WarcFiles

from .conftest import COMMANDS

URL = "https://gosim.example/dan-van-kheo-post1.html"
WHEN = datetime(2026, 11, 24, 2, 17, 5, tzinfo=UTC)
PAGE = "<h1>Dân vận khéo ở xã Gò Sim</h1>".encode()


def exchange(payload: bytes = PAGE, status: int = 200, url: str = URL, **headers: str) -> Exchange:
    lines = [(name.replace("_", "-"), value) for name, value in headers.items()]
    return Exchange(
        url, WHEN, status, [("Content-Type", "text/html"), *lines], payload,
        request=[("Host", "gosim.example"), ("User-Agent", "danvan-archive")],
        link_text="Dân vận khéo",
    )  # fmt: skip


@pytest.fixture
def files(tmp_path: Path) -> Iterator[WarcFiles]:
    opened = WarcFiles(tmp_path / "captures", lambda site, file: True)
    yield opened
    opened.close()


def keep(files: WarcFiles, one: Exchange, earlier: tuple[str, str] | None = None) -> CaptureRecord:
    return files.append("gosim", one, pack(one, earlier))


def warcio_check(path: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [COMMANDS / "warcio", "check", "-v", path], capture_output=True, text=True, check=False
    )


def records_of(path: Path) -> list[tuple[str, str]]:
    with path.open("rb") as stream:
        return [
            (record.rec_type, record.rec_headers.get_header("WARC-Date"))
            for record in ArchiveIterator(stream)
        ]


# What is written


def test_a_file_has_a_request_and_an_answer_for_each_page(files: WarcFiles) -> None:
    first = keep(files, exchange())
    second = keep(files, exchange(b"other", url=URL + "?2"))
    files.close()
    path = files.folder / first.file
    date = "2026-11-24T02:17:05Z"
    assert records_of(path)[1:] == [("request", date), ("response", date)] * 2
    assert records_of(path)[0][0] == "warcinfo"
    assert first.file == second.file
    assert (first.fetched, first.status, first.record) == (WHEN, 200, "response")
    assert first.sha256 == hashlib.sha256(PAGE).hexdigest()
    checked = warcio_check(path)
    assert checked.returncode == 0
    assert checked.stdout.count("digest pass") == 5, checked.stdout


def test_each_record_is_a_gzip_member_of_its_own(files: WarcFiles) -> None:
    captured = keep(files, exchange())
    files.close()
    content = (files.folder / captured.file).read_bytes()
    member = gzip.decompress(content[captured.offset : captured.offset + captured.length])
    assert member.startswith(b"WARC/1.0\r\n")
    assert PAGE in member
    assert b"HTTP/1.1 200 OK" in member


@settings(max_examples=50, deadline=None)
@given(
    payload=st.binary(max_size=3000),
    status=st.integers(100, 999),
    value=st.text(st.characters(codec="ascii", exclude_categories=["C"]), max_size=40),
    link_text=st.none() | st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1),
)
def test_any_exchange_is_read_as_it_was_format_time(
    tmp_path_factory: pytest.TempPathFactory,
    payload: bytes, status: int, value: str, link_text: str | None,
) -> None:  # fmt: skip
    files = WarcFiles(tmp_path_factory.mktemp("captures"), lambda site, file: True)
    one = Exchange(URL, WHEN, status, [("X-Own", value.strip())], payload, [("Host", "x")],
                   link_text)  # fmt: skip
    captured = keep(files, one)
    files.close()
    ((found, place),) = filter(None, read_own_file(files.folder / captured.file, captured.file))
    assert (replace(found, digest=None), place) == (one, captured)


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", gzip.compress(PAGE)),
        ("deflate", zlib.compress(PAGE)),
        ("GZIP", gzip.compress(PAGE)),
        ("identity", PAGE),
        ("gzip", PAGE),  # it lies
        ("deflate", PAGE),
        ("br", brotli.compress(PAGE)),
        ("zstd", zstd.compress(PAGE)),
        ("x-gzip", gzip.compress(PAGE)),
        ("deflate", zlib.compress(PAGE)[2:-4]),
        ("deflate, gzip", gzip.compress(zlib.compress(PAGE))),
    ],
    ids=[
        "gzip",
        "zlib",
        "capitals",
        "not packed",
        "a lie",
        "another",
        "br",
        "zstd",
        "x-gzip",
        "raw deflate",
        "packed twice",
    ],
)
def test_a_packed_answer_is_kept_as_it_was_sent_and_unpacked_to_be_read(
    files: WarcFiles, encoding: str, packed: bytes
) -> None:
    captured = keep(files, exchange(packed, Content_Encoding=encoding))
    found = read_record(files.folder, captured.file, captured.offset)
    assert (found.payload, found.content) == (packed, PAGE)


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("unheard-of", PAGE),
        ("br", PAGE),
        ("gzip", b"\x1f\x8b\x08" + PAGE),
        ("zstd", zstd.compress(PAGE)[:6] + b"xxxxxx"),
    ],
    ids=["unknown", "br", "gzip", "zstd"],
)
def test_a_damaged_answer_is_no_text(encoding: str, packed: bytes) -> None:
    with pytest.raises(ValueError, match="packed"):
        print(exchange(packed, Content_Encoding=encoding).content)


def test_a_bomb_is_unpacked_to_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "MAX_CONTENT", 10_000)
    bomb = exchange(gzip.compress(b"\0" * 1_000_000), Content_Encoding="gzip")
    assert len(bomb.content) == 10_000


# What is said only once


@pytest.mark.parametrize(
    ("again", "profile"),
    [
        (exchange(), "identical-payload-digest"),
        (exchange(b"", 304), "server-not-modified"),
    ],
)
def test_an_unchanged_answer_is_a_revisit(files: WarcFiles, again: Exchange, profile: str) -> None:
    first = keep(files, exchange())
    second = keep(files, again, (WHEN.isoformat(), first.sha256))
    files.close()
    assert (second.record, second.sha256) == ("revisit", first.sha256)
    assert second.status == again.status
    path = files.folder / first.file
    with path.open("rb") as stream:
        stream.seek(second.offset)
        record = next(iter(ArchiveIterator(stream)))
    fields = record.rec_headers
    assert fields.get_header("WARC-Profile").endswith(profile)
    assert fields.get_header("WARC-Refers-To-Target-URI") == URL
    assert fields.get_header("WARC-Refers-To-Date") == "2026-11-24T02:17:05Z"
    assert PAGE not in gzip.decompress(path.read_bytes()[second.offset :])
    assert warcio_check(path).returncode == 0


def test_a_changed_answer_is_no_revisit(files: WarcFiles) -> None:
    first = keep(files, exchange())
    second = keep(files, exchange(PAGE + b"!"), (WHEN.isoformat(), first.sha256))
    assert second.record == "response"


# Files


def test_a_file_is_named_by_site_and_day_and_rolled_at_a_size(
    files: WarcFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(captures, "_today", lambda: "20261124")
    monkeypatch.setattr(captures, "MAX_BYTES", 2000)
    named = [keep(files, exchange(PAGE * n)).file for n in range(1, 6)]
    assert named[0] == "gosim/gosim-20261124-001.warc.gz"
    assert len(set(named)) > 1
    monkeypatch.setattr(captures, "_today", lambda: "20261125")
    assert keep(files, exchange()).file == "gosim/gosim-20261125-001.warc.gz"
    files.close()
    for path in files.folder.glob("*/*"):
        assert warcio_check(path).returncode == 0


def test_a_file_is_registered_before_it_is_made(tmp_path: Path) -> None:
    seen: list[tuple[str, str, bool]] = []

    def register(site: str, file: str) -> bool:
        seen.append((site, file, (tmp_path / file).exists()))
        return True

    files = WarcFiles(tmp_path, register)
    captured = keep(files, exchange())
    files.close()
    assert seen == [("gosim", captured.file, False)]


def test_a_file_that_is_there_is_never_written_over(files: WarcFiles) -> None:
    first = keep(files, exchange())
    files.close()
    again = WarcFiles(files.folder, lambda site, file: True)
    other = keep(again, exchange())
    again.close()
    assert first.file != other.file


# What a killed writer left


def _two_captures(files: WarcFiles) -> tuple[Path, CaptureRecord, CaptureRecord]:
    first, second = keep(files, exchange()), keep(files, exchange(b"second", url=URL + "?2"))
    files.close()
    return files.folder / first.file, first, second


def test_what_the_database_does_not_know_is_found_wherever_it_is(files: WarcFiles) -> None:
    path, first, second = _two_captures(files)
    for settled, known, left in (
        (0, [], [first, second]),
        (0, [second], [first]),
        (0, [first, second], []),
        (first.offset + first.length, [], [second]),
        (path.stat().st_size, [], []),
    ):
        again = WarcFiles(files.folder, lambda site, file: True)
        ends = {captured.offset: captured.offset + captured.length for captured in known}
        found = again.unrecorded("gosim", first.file, settled, ends)
        assert [captured for _, captured in found] == left
        again.close()


def test_a_torn_record_is_cut_wherever_it_was_torn(tmp_path: Path) -> None:
    path, first, _ = _two_captures(WarcFiles(tmp_path, lambda site, file: True))
    content = path.read_bytes()
    ends = first.offset + first.length
    for size in [*range(ends + 1, len(content), 7), len(content) - 1]:
        path.write_bytes(content[:size])
        files = WarcFiles(tmp_path, lambda site, file: True)
        found = files.unrecorded("gosim", first.file, 0, {})
        assert [captured for _, captured in found] == [first], size
        third = keep(files, exchange(b"third", url=URL + "?3"))
        files.close()
        assert third.file == first.file, "it goes on in the file of today"
        assert [one.url for one, _ in filter(None, read_own_file(path, first.file))] == [
            URL,
            URL + "?3",
        ]
        if size % 5 == 0:
            assert warcio_check(path).returncode == 0


def test_nothing_that_the_database_knows_is_cut(files: WarcFiles) -> None:
    path, first, second = _two_captures(files)
    content = bytearray(path.read_bytes())
    content[first.offset + 30] ^= 0xFF  # one bit too many behind `settled`
    path.write_bytes(content)
    again = WarcFiles(files.folder, lambda site, file: True)
    known = {c.offset: c.offset + c.length for c in (first, second)}
    assert again.unrecorded("gosim", first.file, 0, known) == []
    assert path.read_bytes() == bytes(content)
    assert keep(again, exchange()).file != first.file, "a new file is begun"
    again.close()
    assert read_record(files.folder, second.file, second.offset).payload == b"second"


def test_a_file_shorter_than_it_was_is_not_written_to(files: WarcFiles) -> None:
    path, first, _ = _two_captures(files)
    size = path.stat().st_size
    path.write_bytes(path.read_bytes()[: first.offset])
    again = WarcFiles(files.folder, lambda site, file: True)
    assert again.unrecorded("gosim", first.file, size, {}) == []
    assert keep(again, exchange()).file != first.file
    again.close()
    assert path.stat().st_size == first.offset


def test_a_name_that_is_taken_is_not_used_again(tmp_path: Path) -> None:
    names: list[str] = []

    def register(_: str, file: str) -> bool:
        names.append(file)
        return len(names) > 1

    files = WarcFiles(tmp_path, register)
    assert keep(files, exchange()).file == names[1]
    files.close()


def test_a_file_without_a_whole_record_is_begun_anew(files: WarcFiles) -> None:
    captured = keep(files, exchange())
    files.close()
    path = files.folder / captured.file
    path.write_bytes(path.read_bytes()[:40])
    again = WarcFiles(files.folder, lambda site, file: True)
    assert again.unrecorded("gosim", captured.file, 0, {}) == []
    keep(again, exchange())
    again.close()
    assert len(list(filter(None, read_own_file(path, captured.file)))) == 1


# Faults


class _Full:
    """A file on a disk that has room for so many bytes only."""

    def __init__(self, handle: object, room: int) -> None:
        self._handle, self._room = handle, room

    def write(self, piece: memoryview) -> int:
        if not self._room:
            raise OSError(28, "No space left on device")
        part = piece[: self._room]
        self._room -= len(part)
        return int(self._handle.write(part))  # type: ignore[attr-defined]

    def __getattr__(self, name: str) -> object:
        return getattr(self._handle, name)


def test_on_a_full_disk_no_half_of_a_record_stays(files: WarcFiles) -> None:
    first = keep(files, exchange())
    open_file = files._open["gosim"]
    open_file.handle = _Full(open_file.handle, 100)  # type: ignore[assignment]
    with pytest.raises(ArchiveError, match=r"cannot be written \(No space left on device\): is"):
        keep(files, exchange(b"second"))
    files.close()
    path = files.folder / first.file
    assert path.stat().st_size == first.offset + first.length
    assert warcio_check(path).returncode == 0


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.unlink(),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(b"x" * 4000),
        lambda path: path.write_bytes(path.read_bytes()[:-30]),
    ],
    ids=["gone", "empty", "something else", "cut off"],
)
def test_a_capture_that_cannot_be_read_says_so(
    files: WarcFiles, spoil: Callable[[Path], object]
) -> None:
    captured = keep(files, exchange(PAGE * 50))
    files.close()
    spoil(files.folder / captured.file)
    with pytest.raises(ArchiveError, match=r"The capture in gosim/.* cannot be read"):
        read_record(files.folder, captured.file, captured.offset)
