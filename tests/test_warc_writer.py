"""The WARC files that a crawl writes: full disks, torn records, new files and their names."""

import gzip
import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from archive.errors import ArchiveError
from archive.warc import writer
from archive.warc.own_file import OwnFile
from archive.warc.records import CaptureRecord, Exchange, pack, read_record
from archive.warc.writer import WarcFiles, own_name

WHEN = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
SITE = "gosim"


def exchange(number: int, size: int = 0, *, request: bool = True) -> Exchange:
    return Exchange(
        f"https://gosim.example/bai-{number}",
        WHEN,
        200,
        [("Content-Type", "text/html")],
        f"<h1>Thôn {number}</h1>".encode() + os.urandom(size),
        [("Host", "gosim.example")] if request else None,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "captures"


@contextmanager
def writing(folder: Path, taken: tuple[str, ...] = ()) -> Iterator[WarcFiles]:
    files = WarcFiles(folder, lambda _, name: name not in taken)
    try:
        yield files
    finally:
        files.close()


def keep(files: WarcFiles, number: int, size: int = 0, site: str = SITE) -> CaptureRecord:
    one = exchange(number, size)
    return files.append(site, one, pack(one))


def urls(path: Path, name: str) -> list[int | None]:
    """Return the numbers of the pages in a file, and None between two runs."""
    return [
        int(found[0].url.rpartition("-")[2]) if found is not None else None
        for found in OwnFile(path, name)
    ]


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """Let no file grow beyond a size, as a full disk would."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def number_of(name: str) -> str:
    return name.removesuffix(".warc.gz").rpartition("-")[2]


def end_of(captured: CaptureRecord) -> int:
    return captured.offset + captured.length


# What is written


def test_a_record_is_where_its_row_says(folder: Path) -> None:
    with writing(folder) as files:
        places = [keep(files, number, 100) for number in (1, 2)]
        one = exchange(3, request=False)
        places.append(files.append(SITE, one, pack(one)))
        assert files.ends(SITE) == {places[0].file: end_of(places[2])}
    path = folder / places[0].file
    assert path.stat().st_size == end_of(places[2])
    for number, place in enumerate(places, 1):
        found = read_record(folder, place.file, place.offset, place.sha256)
        assert found.url == f"https://gosim.example/bai-{number}"
        member = path.read_bytes()[place.offset : end_of(place)]
        assert gzip.decompress(member).startswith(b"WARC/1.0")
        assert (place.status, place.record, place.fetched) == (200, "response", WHEN)
    [(one_read, placed)] = list(filter(None, OwnFile(path, places[0].file)))[2:]
    assert (one_read.request, placed) == (None, places[2])


def test_each_site_has_its_own_files(folder: Path) -> None:
    with writing(folder) as files:
        places = [keep(files, 1, site=site) for site in ("gosim", "gosim2", "gosim")]
        assert files.ends("gosim") == {places[0].file: end_of(places[2])}
        assert files.ends("gosim2") == {places[1].file: end_of(places[1])}
        assert files.ends("lamkhe") == {}
        files.end_run("lamkhe")
        assert not (folder / "lamkhe").exists()
    today = datetime.now(UTC).strftime("%Y%m%d")
    assert [place.file for place in places[:2]] == [
        f"gosim/gosim-{today}-001.warc.gz",
        f"gosim2/gosim2-{today}-001.warc.gz",
    ]


def test_the_end_of_a_run_is_marked_in_the_file_of_its_site(folder: Path) -> None:
    with writing(folder) as files:
        one, other = keep(files, 1), keep(files, 1, site="lamkhe")
        files.end_run(SITE)
        end = files.ends(SITE)[one.file]
        keep(files, 2)
    path = folder / one.file
    assert urls(path, one.file) == [None, 1, None, 2]
    assert urls(folder / other.file, other.file) == [None, 1]
    with path.open("rb") as stream:
        stream.seek(end_of(one))
        record = next(iter(ArchiveIterator(stream)))
        fields = record.content_stream().read().decode()
    assert record.rec_headers.get_header("WARC-Filename") == Path(one.file).name
    assert "isPartOf: gosim\r\n" in fields
    assert end > end_of(one)


def test_only_what_was_written_since_is_brought_to_the_disk(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with writing(folder) as files:
        keep(files, 1)
        keep(files, 1, site="lamkhe")
        synced: list[int] = []
        monkeypatch.setattr(os, "fsync", synced.append)
        files.flush()
        assert len(set(synced)) == 2
        keep(files, 2)
        files.flush()
        files.flush()
        assert len(synced) == 3


# Full disks


@pytest.mark.parametrize("left", [0, 1, 100, 5000], ids=lambda left: f"{left} bytes left")
def test_on_a_full_disk_nothing_torn_stays(folder: Path, left: int) -> None:
    with writing(folder) as files:
        first = keep(files, 1)
        files.flush()
        with (
            room_for(end_of(first) + left),
            pytest.raises(ArchiveError, match=r"^The captures in \S+ cannot be written \(File too"),
        ):
            keep(files, 2, 10_000)
        assert files.ends(SITE) == {first.file: end_of(first)}
    assert (folder / first.file).stat().st_size == end_of(first)
    assert urls(folder / first.file, first.file) == [None, 1]


def test_after_a_full_disk_has_space_again_captures_are_appended(folder: Path) -> None:
    with writing(folder) as files:
        first = keep(files, 1)
        with room_for(end_of(first) + 100), pytest.raises(ArchiveError):
            keep(files, 2, 10_000)
        third = keep(files, 3)
        assert read_record(folder, third.file, third.offset, third.sha256).url == exchange(3).url
    assert urls(folder / first.file, first.file) == [None, 1, 3]


@pytest.mark.parametrize("size", [0, 1, 100])
def test_a_new_file_on_a_full_disk_is_torn_nowhere(folder: Path, size: int) -> None:
    with writing(folder) as files:
        with room_for(size), pytest.raises(ArchiveError):
            keep(files, 1)
        second = keep(files, 2)
        assert number_of(second.file) == "002"
    assert urls(folder / second.file, second.file) == [None, 2]
    assert urls(folder / second.file.replace("002", "001"), "") == []


def test_the_names_of_new_files_and_folders_are_brought_to_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[str] = []

    def fsync(descriptor: int) -> None:
        synced.append(os.path.realpath(f"/proc/self/fd/{descriptor}"))

    monkeypatch.setattr(os, "fsync", fsync)
    with writing(tmp_path / "captures") as files:
        keep(files, 1)
    folders = (tmp_path / "captures" / SITE, tmp_path / "captures", tmp_path)
    assert synced == [str(folder) for folder in folders]


def test_the_end_of_a_run_on_a_full_disk_leaves_the_captures(folder: Path) -> None:
    with writing(folder) as files:
        first = keep(files, 1)
        with room_for(end_of(first) + 20), pytest.raises(ArchiveError, match="Nothing already"):
            files.end_run(SITE)
    assert urls(folder / first.file, first.file) == [None, 1]


def test_a_folder_that_cannot_be_made_is_a_fault_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "captures").write_text("a file")
    with (
        writing(tmp_path / "captures") as files,
        pytest.raises(ArchiveError, match=r"cannot be written \(Not a directory\): check free"),
    ):
        keep(files, 1)


def test_whether_a_file_goes_on_after_an_offset(folder: Path) -> None:
    with writing(folder) as files:
        captured = keep(files, 1)
        files.flush()
        assert files.goes_on_after(captured.file, end_of(captured) - 1)
        assert not files.goes_on_after(captured.file, end_of(captured))
        assert not files.goes_on_after("gosim/none.warc.gz", 0)
        with pytest.raises(ArchiveError, match=r"cannot be read \(File name too long\)\."):
            files.goes_on_after(f"gosim/{'o' * 300}", 0)


# New files


def test_a_file_is_full_at_its_limit(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with writing(folder) as files:
        first = keep(files, 1)
        monkeypatch.setattr(writer, "MAX_BYTES", end_of(first) + 1)
        second = keep(files, 2)
        assert second.file == first.file, "one byte below the limit"
        monkeypatch.setattr(writer, "MAX_BYTES", end_of(second))
        third = keep(files, 3)
        assert number_of(third.file) == "002", "at the limit"
        ends = {second.file: end_of(second), third.file: end_of(third)}
        assert files.ends(SITE) == ends
        monkeypatch.setattr(writer, "MAX_BYTES", 10**9)
        assert keep(files, 4).file == third.file
    assert urls(folder / first.file, first.file) == [None, 1, 2]
    assert urls(folder / third.file, third.file) == [None, 3, 4]


@pytest.mark.parametrize("taken", [0, 1, 3])
def test_names_that_are_taken_are_passed_over(folder: Path, taken: int) -> None:
    day = datetime.now(UTC).strftime("%Y%m%d")
    names = tuple(f"gosim/gosim-{day}-{number:03}.warc.gz" for number in range(1, taken + 1))
    with writing(folder, names) as files:
        assert number_of(keep(files, 1).file) == f"{taken + 1:03}"
    with writing(folder, names) as files:
        assert number_of(keep(files, 1).file) == f"{taken + 2:03}", "that file is there"


@pytest.mark.parametrize(
    ("name", "ours"),
    [
        ("gosim/gosim-20261124-001.warc.gz", True),
        ("gosim/gosim-20261124-1000.warc.gz", True),
        ("gosim/lamkhe-20261124-001.warc.gz", False),
        ("gosim/gosim-20261124-01.warc.gz", False),
        ("gosim/gosim-2026112-001.warc.gz", False),
        ("gosim/gosim-20261124-001.warc", False),
        ("gosim-20261124-001.warc.gz", False),
        ("a/gosim/gosim-20261124-001.warc.gz", False),
        ("../gosim/gosim-20261124-001.warc.gz", False),
    ],
)
def test_the_names_of_our_files(folder: Path, name: str, ours: bool) -> None:
    assert own_name(folder / name, folder) == (name if ours else None)


# What a killed crawl left


def killed(folder: Path, numbers: int = 2) -> tuple[Path, list[CaptureRecord]]:
    """Write a file with so many pages, as a crawl that is killed then leaves it."""
    with writing(folder) as files:
        places = [keep(files, number) for number in range(1, numbers + 1)]
    return folder / places[0].file, places


def test_a_torn_record_is_cut_and_the_file_of_today_is_continued(folder: Path) -> None:
    path, [first, second] = killed(folder)
    os.truncate(path, end_of(second) - 1)
    with writing(folder) as files:
        found = list(files.unrecorded(SITE, first.file, 0, {}))
        assert [place for _, place in found] == [first]
        assert path.stat().st_size == end_of(first)
        assert files.ends(SITE) == {first.file: end_of(first)}
        third = keep(files, 3)
    assert third.file == first.file
    assert urls(path, first.file) == [None, 1, 3]


def test_a_torn_record_behind_those_that_the_database_knows_is_cut(folder: Path) -> None:
    path, [first, second] = killed(folder)
    os.truncate(path, end_of(second) - 1)
    with writing(folder) as files:
        assert list(files.unrecorded(SITE, first.file, 0, {first.offset: end_of(first)})) == []
        assert keep(files, 3).file == first.file
    assert urls(path, first.file) == [None, 1, 3]


def test_a_request_without_its_response_is_cut(folder: Path) -> None:
    path, [first, second] = killed(folder)
    os.truncate(path, second.offset)
    with writing(folder) as files:
        assert len(list(files.unrecorded(SITE, first.file, 0, {}))) == 1
    assert path.stat().st_size == end_of(first)


def test_what_is_found_has_its_request(folder: Path) -> None:
    _, [first, second] = killed(folder)
    with writing(folder) as files:
        found = list(files.unrecorded(SITE, first.file, end_of(first), {}))
    assert [(one.url, one.request, place) for one, place in found] == [
        ("https://gosim.example/bai-2", [("Host", "gosim.example")], second)
    ]


def test_a_file_of_another_day_is_searched_and_not_continued(folder: Path) -> None:
    path, [first, _] = killed(folder)
    yesterday = (datetime.now(UTC) - timedelta(days=1)).strftime("%Y%m%d")
    name = f"gosim/gosim-{yesterday}-001.warc.gz"
    path.rename(folder / name)
    with writing(folder) as files:
        found = list(files.unrecorded(SITE, name, 0, {}))
        assert [place.file for _, place in found] == [name, name]
        assert files.ends(SITE) == {name: (folder / name).stat().st_size}
        assert files.ends("go") == {}
        assert keep(files, 3).file == first.file, "the first of today"
    assert urls(folder / name, name) == [None, 1, 2]


@pytest.mark.parametrize(("below", "continued"), [(1, True), (0, False)])
def test_a_file_at_its_limit_is_not_continued(
    folder: Path, monkeypatch: pytest.MonkeyPatch, below: int, continued: bool
) -> None:
    path, [first, _] = killed(folder)
    monkeypatch.setattr(writer, "MAX_BYTES", path.stat().st_size + below)
    with writing(folder) as files:
        list(files.unrecorded(SITE, first.file, 0, {}))
        assert (keep(files, 3).file == first.file) is continued


def test_the_first_of_two_files_of_today_is_continued(folder: Path) -> None:
    names = [killed(folder)[1][0].file for _ in range(2)]
    with writing(folder) as files:
        for name in names:
            assert len(list(files.unrecorded(SITE, name, 0, {}))) == 2
        assert set(files.ends(SITE)) == set(names)
        assert keep(files, 3).file == names[0]
    assert urls(folder / names[1], names[1]) == [None, 1, 2]


def test_what_is_indexed_is_not_searched_again(folder: Path) -> None:
    path, [first, second] = killed(folder)
    size = path.stat().st_size
    with writing(folder) as files:
        assert list(files.unrecorded(SITE, first.file, size, {})) == []
        assert files.ends(SITE) == {first.file: size}
    with writing(folder) as files:
        known = {first.offset: end_of(first)}
        found = list(files.unrecorded(SITE, first.file, 0, known))
        assert [place for _, place in found] == [second]


@pytest.mark.parametrize("size", [None, 10], ids=["a file that is lost", "a file that is shorter"])
def test_a_file_that_misses_what_is_indexed_is_left_alone(folder: Path, size: int | None) -> None:
    path, [first, second] = killed(folder)
    if size is None:
        path.unlink()
    else:
        os.truncate(path, size)
    with writing(folder, (first.file,)) as files:
        assert list(files.unrecorded(SITE, first.file, end_of(second), {})) == []
        assert files.ends(SITE) == {}
        assert keep(files, 3).file != first.file
    assert path.exists() is (size is not None)
    assert size is None or path.stat().st_size == size


def test_a_record_that_the_database_knows_is_never_cut(folder: Path) -> None:
    path, [first, second] = killed(folder)
    os.truncate(path, end_of(second) - 1)
    known = {place.offset: end_of(place) for place in (first, second)}
    with writing(folder, (first.file,)) as files:
        assert list(files.unrecorded(SITE, first.file, 0, known)) == []
        assert files.ends(SITE) == {}, "it is not indexed to its end"
        assert keep(files, 3).file != first.file
    assert path.stat().st_size == end_of(second) - 1


def test_a_folder_that_cannot_be_read_is_a_fault_in_one_sentence(folder: Path) -> None:
    _, [first, _] = killed(folder)
    (folder / first.file).unlink()
    (folder / first.file).mkdir()
    with writing(folder) as files, pytest.raises(ArchiveError, match=r"\(Is a directory\)"):
        list(files.unrecorded(SITE, first.file, 0, {}))


def test_a_file_that_is_searched_last_is_marked_as_written_since(folder: Path) -> None:
    _, [first, _] = killed(folder)
    with writing(folder) as files:
        list(files.unrecorded(SITE, first.file, 0, {}))
        third = keep(files, 3)
        assert files.ends(SITE) == {first.file: end_of(third)}


def test_an_exchange_with_an_earlier_payload_is_a_revisit(folder: Path) -> None:
    with writing(folder) as files:
        first = keep(files, 1)
        again = replace(exchange(1), fetched=WHEN + timedelta(days=1))
        place = files.append(SITE, again, pack(again, (WHEN.isoformat(), first.sha256)))
    assert (place.record, place.sha256, place.fetched) == (
        "revisit", first.sha256, again.fetched,
    )  # fmt: skip
