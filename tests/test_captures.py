"""Raw captures: WARC files that we and others can read, also after a crash or a full disk."""

import gzip
import hashlib
import resource
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import brotli
import pytest
from backports import zstd
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator
from warcio.cli import main as warcio

from archive.errors import ArchiveError
from archive.warc import records, writer
from archive.warc.own_file import OwnFile
from archive.warc.records import CaptureRecord, Exchange, pack, read_record
from archive.warc.writer import WarcFiles

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


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stop the clock of the writer, which names its files by the day."""
    monkeypatch.setattr(writer, "clock", lambda: WHEN)


@pytest.fixture
def files(tmp_path: Path) -> Iterator[WarcFiles]:
    opened = WarcFiles(tmp_path / "captures", lambda site, file: True)
    yield opened
    opened.close()


def append(
    files: WarcFiles, one: Exchange, earlier: tuple[str, str] | None = None
) -> CaptureRecord:
    return files.append("gosim", one, pack(one, earlier))


def warcio_check(path: Path) -> tuple[int, str]:
    """Return the exit code and the output of `warcio check -v`."""
    with redirect_stdout(StringIO()) as output, pytest.raises(SystemExit) as exited:
        warcio(["check", "-v", str(path)])
    return int(exited.value.code or 0), output.getvalue()


def records_of(path: Path) -> list[tuple[str, str]]:
    with path.open("rb") as stream:
        return [
            (record.rec_type, record.rec_headers.get_header("WARC-Date"))
            for record in ArchiveIterator(stream)
        ]


# Records


def test_a_file_has_a_request_and_a_response_for_each_page(files: WarcFiles) -> None:
    first = append(files, exchange())
    second = append(files, exchange(b"other", url=URL + "?2"))
    files.close()
    path = files.folder / first.file
    date = "2026-11-24T02:17:05Z"
    assert records_of(path)[1:] == [("request", date), ("response", date)] * 2
    assert records_of(path)[0][0] == "warcinfo"
    assert first.file == second.file
    assert (first.fetched, first.status, first.record) == (WHEN, 200, "response")
    assert first.sha256 == hashlib.sha256(PAGE).hexdigest()
    code, output = warcio_check(path)
    assert code == 0
    assert output.count("digest pass") == 5, output


def test_each_record_is_a_gzip_member(files: WarcFiles) -> None:
    captured = append(files, exchange())
    files.close()
    content = (files.folder / captured.file).read_bytes()
    member = gzip.decompress(content[captured.offset : captured.offset + captured.length])
    assert member.startswith(b"WARC/1.0\r\n")
    assert PAGE in member
    assert b"HTTP/1.1 200 OK" in member


@settings(max_examples=50)
@given(
    payload=st.binary(max_size=3000),
    status=st.integers(100, 999),
    value=st.text(st.characters(codec="ascii", exclude_categories=["C"]), max_size=40),
    link_text=st.none() | st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1),
)
def test_any_exchange_is_read_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory,
    payload: bytes, status: int, value: str, link_text: str | None,
) -> None:  # fmt: skip
    files = WarcFiles(tmp_path_factory.mktemp("captures"), lambda site, file: True)
    one = Exchange(URL, WHEN, status, [("X-Own", value.strip())], payload, [("Host", "x")],
                   link_text)  # fmt: skip
    captured = append(files, one)
    files.close()
    ((found, place),) = filter(None, OwnFile(files.folder / captured.file, captured.file))
    assert (replace(found, digest=None), place) == (one, captured)


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", gzip.compress(PAGE)),
        ("deflate", zlib.compress(PAGE)),
        ("GZIP", gzip.compress(PAGE)),
        ("identity", PAGE),
        ("gzip", PAGE),  # not encoded
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
        "upper case",
        "identity",
        "not gzip",
        "not deflate",
        "br",
        "zstd",
        "x-gzip",
        "raw deflate",
        "encoded twice",
    ],
)
def test_an_encoded_response_is_stored_as_sent_and_decoded_when_read(
    files: WarcFiles, encoding: str, packed: bytes
) -> None:
    captured = append(files, exchange(packed, Content_Encoding=encoding))
    found = read_record(files.folder, captured.file, captured.offset, captured.sha256)
    assert (found.payload, found.content) == (packed, PAGE)


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("unheard-of", PAGE),
        ("br", b"\xff" * 50),
        ("gzip", b"\x1f\x8b\x08" + PAGE),
        ("zstd", zstd.compress(PAGE)[:6] + b"xxxxxx"),
    ],
    ids=["unknown", "br", "gzip", "zstd"],
)
def test_a_damaged_encoding_raises_an_error(encoding: str, packed: bytes) -> None:
    with pytest.raises(ValueError, match="packed"):
        _ = exchange(packed, Content_Encoding=encoding).content


def test_a_decompression_bomb_is_not_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "MAX_CONTENT", 10_000)
    bomb = exchange(gzip.compress(b"\0" * 1_000_000), Content_Encoding="gzip")
    with pytest.raises(ValueError, match="it is larger than 10000 bytes"):
        _ = bomb.content


# Revisit records


@pytest.mark.parametrize(
    ("again", "profile"),
    [
        (exchange(), "identical-payload-digest"),
        (exchange(b"", 304), "server-not-modified"),
    ],
)
def test_an_unchanged_response_is_a_revisit(
    files: WarcFiles, again: Exchange, profile: str
) -> None:
    first = append(files, exchange())
    second = append(files, again, (WHEN.isoformat(), first.sha256))
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
    assert warcio_check(path)[0] == 0


def test_a_changed_response_is_not_a_revisit(files: WarcFiles) -> None:
    first = append(files, exchange())
    second = append(files, exchange(PAGE + b"!"), (WHEN.isoformat(), first.sha256))
    assert second.record == "response"


# Files


def test_files_are_named_by_site_and_day_and_limited_in_size(
    files: WarcFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "MAX_BYTES", 2000)
    named = [append(files, exchange(PAGE * n)).file for n in range(1, 6)]
    assert named[0] == "gosim/gosim-20261124-001.warc.gz"
    assert len(set(named)) > 1
    monkeypatch.setattr(writer, "clock", lambda: WHEN + timedelta(days=1))
    assert append(files, exchange()).file == "gosim/gosim-20261125-001.warc.gz"
    files.close()
    for path in files.folder.glob("*/*"):
        assert warcio_check(path)[0] == 0


def test_a_file_is_registered_before_it_is_created(tmp_path: Path) -> None:
    seen: list[tuple[str, str, bool]] = []

    def register(site: str, file: str) -> bool:
        seen.append((site, file, (tmp_path / file).exists()))
        return True

    files = WarcFiles(tmp_path, register)
    captured = append(files, exchange())
    files.close()
    assert seen == [("gosim", captured.file, False)]


def test_an_existing_file_is_never_overwritten(files: WarcFiles) -> None:
    first = append(files, exchange())
    files.close()
    again = WarcFiles(files.folder, lambda site, file: True)
    other = append(again, exchange())
    again.close()
    assert first.file != other.file


# After a killed writer


def _two_captures(files: WarcFiles) -> tuple[Path, CaptureRecord, CaptureRecord]:
    first, second = append(files, exchange()), append(files, exchange(b"second", url=URL + "?2"))
    files.close()
    return files.folder / first.file, first, second


def test_unrecorded_captures_are_found_anywhere_in_a_file(files: WarcFiles) -> None:
    path, first, second = _two_captures(files)
    for indexed, known, unrecorded in (
        (0, [], [first, second]),
        (0, [second], [first]),
        (0, [first, second], []),
        (first.offset + first.length, [], [second]),
        (path.stat().st_size, [], []),
    ):
        again = WarcFiles(files.folder, lambda site, file: True)
        ends = {captured.offset: captured.offset + captured.length for captured in known}
        found = list(again.unrecorded("gosim", first.file, indexed, ends))
        assert [captured for _, captured in found] == unrecorded
        again.close()


def test_a_torn_record_is_cut_at_any_length(tmp_path: Path) -> None:
    path, first, _ = _two_captures(WarcFiles(tmp_path, lambda site, file: True))
    content = path.read_bytes()
    ends = first.offset + first.length
    for size in [*range(ends + 1, len(content), 7), len(content) - 1]:
        path.write_bytes(content[:size])
        files = WarcFiles(tmp_path, lambda site, file: True)
        found = list(files.unrecorded("gosim", first.file, 0, {}))
        assert [captured for _, captured in found] == [first], size
        third = append(files, exchange(b"third", url=URL + "?3"))
        files.close()
        assert third.file == first.file, "appends to the file of today"
        assert [one.url for one, _ in filter(None, OwnFile(path, first.file))] == [
            URL,
            URL + "?3",
        ]
        assert warcio_check(path)[0] == 0


def test_recorded_captures_are_never_cut(files: WarcFiles) -> None:
    path, first, second = _two_captures(files)
    content = bytearray(path.read_bytes())
    content[first.offset + 30] ^= 0xFF  # damage after the offset that is indexed
    path.write_bytes(content)
    again = WarcFiles(files.folder, lambda site, file: True)
    known = {c.offset: c.offset + c.length for c in (first, second)}
    assert list(again.unrecorded("gosim", first.file, 0, known)) == []
    assert path.read_bytes() == bytes(content)
    assert append(again, exchange()).file != first.file, "starts a new file"
    again.close()
    assert read_record(files.folder, second.file, second.offset, second.sha256).payload == b"second"


def test_a_file_that_became_shorter_is_not_appended_to(files: WarcFiles) -> None:
    path, first, _ = _two_captures(files)
    size = path.stat().st_size
    path.write_bytes(path.read_bytes()[: first.offset])
    again = WarcFiles(files.folder, lambda site, file: True)
    assert list(again.unrecorded("gosim", first.file, size, {})) == []
    assert append(again, exchange()).file != first.file
    again.close()
    assert path.stat().st_size == first.offset


def test_a_registered_name_is_not_used_again(tmp_path: Path) -> None:
    names: list[str] = []

    def register(_: str, file: str) -> bool:
        names.append(file)
        return len(names) > 1

    files = WarcFiles(tmp_path, register)
    assert append(files, exchange()).file == names[1]
    files.close()


def test_a_file_without_a_complete_record_is_started_again(files: WarcFiles) -> None:
    captured = append(files, exchange())
    files.close()
    path = files.folder / captured.file
    path.write_bytes(path.read_bytes()[:40])
    again = WarcFiles(files.folder, lambda site, file: True)
    assert list(again.unrecorded("gosim", captured.file, 0, {})) == []
    append(again, exchange())
    again.close()
    assert len(list(filter(None, OwnFile(path, captured.file)))) == 1


# Faults


@contextmanager
def file_size_limit(size: int) -> Iterator[None]:
    """Let no file of this process become larger, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_leaves_no_partial_record(files: WarcFiles) -> None:
    first = append(files, exchange())
    second = exchange(b"second")
    with (
        file_size_limit(first.offset + first.length + 100),
        pytest.raises(
            ArchiveError, match=r"cannot be written \(File too large\): check free space"
        ),
    ):
        append(files, second)
    files.close()
    path = files.folder / first.file
    assert path.stat().st_size == first.offset + first.length
    assert warcio_check(path)[0] == 0


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.unlink(),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(b"x" * 4000),
        lambda path: path.write_bytes(path.read_bytes()[:-30]),
    ],
    ids=["missing", "empty", "no gzip", "truncated"],
)
def test_an_unreadable_capture_raises_an_error(
    files: WarcFiles, damage: Callable[[Path], object]
) -> None:
    captured = append(files, exchange(PAGE * 50))
    files.close()
    damage(files.folder / captured.file)
    with pytest.raises(ArchiveError, match=r"The capture in gosim/.* cannot be read"):
        read_record(files.folder, captured.file, captured.offset, captured.sha256)
