"""Files that we wrote and that were damaged: the other records are read, and none is cut."""

import gzip
import hashlib
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.times import clock
from archive.warc import own_file
from archive.warc.iteration import BLOCK
from archive.warc.own_file import DamagedRecord, OwnFile
from archive.warc.records import Exchange, pack, run_record
from archive.warc.writer import WarcFiles

from .test_foreign_warcs import Counting
from .test_warc_records import PAGE, WHEN, exchange, record

NAME = f"gosim/gosim-{clock():%Y%m%d}-001.warc.gz"
BROKEN = "there is no complete record"
HEAD = run_record("gosim", NAME)
NOTHING = hashlib.sha256(b"").hexdigest()


def numbered(number: int, payload: bytes = PAGE, **facts: Any) -> Exchange:
    return exchange(payload, url=f"https://gosim.example/bai-{number}", **facts)


def response(number: int, payload: bytes = PAGE, **facts: Any) -> bytes:
    return pack(numbered(number, payload, **facts)).response


ASKED = pack(numbered(2, request=[("Host", "gosim.example")]))
FIRST, SECOND, THIRD = response(1), response(2), response(3)


def changed(packed: bytes, at: int = -1) -> bytes:
    """Return a record with one other byte; the last is of its checksum."""
    content = bytearray(packed)
    content[at] ^= 0xFF
    return bytes(content)


def written(folder: Path, *records: bytes) -> Path:
    path = folder / NAME
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"".join(records))
    return path


def searched(folder: Path) -> tuple[list[int], list[DamagedRecord], str]:
    """Search a file as the next run does; return the pages, what is damaged, and where it appends.

    The file that it appends to is `001`, the one that was searched, or a new one.
    """
    files = WarcFiles(folder, lambda site, name: True)
    found = [number_of(one) for one, _ in files.unrecorded("gosim", NAME, 0, {})]
    one = numbered(9)
    appended = files.append("gosim", one, pack(one)).file
    files.close()
    return found, files.take_damaged("gosim"), appended[-11:-8]


def number_of(one: Exchange) -> int:
    return int(one.url.rpartition("-")[2])


def read(path: Path) -> tuple[list[int], OwnFile]:
    file = OwnFile(path, NAME)
    return [number_of(each[0]) for each in file if each is not None], file


# Any damage


def _members() -> list[tuple[bytes, Exchange | None]]:
    """Return the records of a file of all sizes and kinds; a response with its exchange."""
    noise = random.Random(7)
    payloads = [
        PAGE,
        noise.randbytes(3000),  # is not packed any smaller: it is in the file as it is
        gzip.compress(PAGE * 40),
        PAGE * 2000,
        b"",
        response(8, noise.randbytes(600))[:-1],  # what looks like a record in a record
        noise.randbytes(40_000),
    ]
    members: list[tuple[bytes, Exchange | None]] = [(HEAD, None)]
    for number, payload in enumerate(payloads):
        one = numbered(number, payload, request=[("Host", "gosim.example")])
        earlier = (WHEN.isoformat(), NOTHING) if payload == b"" else None
        packed = pack(one, earlier)
        members += [(packed.request, None), (packed.response, one)]
    return [*members, (HEAD, None), (FIRST, numbered(1))]


MEMBERS = _members()

DAMAGE = st.tuples(
    st.integers(0, len(MEMBERS) - 1),
    st.floats(0, 1, exclude_max=True),
    st.binary(max_size=40),
    st.integers(0, 400),
)
"""Which record, where in it, what is there instead, and of how many bytes."""


@given(damages=st.lists(DAMAGE, min_size=1, max_size=3), last=st.integers(1, len(MEMBERS)))
def test_damage_costs_no_other_record(
    damages: list[tuple[int, float, bytes, int]], last: int
) -> None:
    members = [packed for packed, _ in MEMBERS][:last]
    harmed = set()
    for index, where, instead, length in damages:
        index %= last
        at = int(where * len(members[index]))
        members[index] = members[index][:at] + instead + members[index][at + length :]
        harmed.add(index)
    ends = [sum(map(len, members[: index + 1])) for index in range(last)]
    intact = {
        ends[index] - len(packed): one
        for index, (packed, one) in enumerate(MEMBERS[:last])
        if one is not None and index not in harmed
    }
    with TemporaryDirectory() as folder:
        path = written(Path(folder), *members)
        found = {each[1].offset: each[0] for each in OwnFile(path, NAME) if each is not None}
        for offset, one in intact.items():
            assert (found[offset].url, found[offset].payload) == (one.url, one.payload)
        known = {(one.url, one.payload) for _, one in MEMBERS if one is not None}
        assert {(one.url, one.payload) for one in found.values()} <= known
        before = path.read_bytes()
        files = WarcFiles(Path(folder), lambda site, name: True)
        assert {place.offset for _, place in files.unrecorded("gosim", NAME, 0, {})} == set(found)
        files.close()
        after = path.read_bytes()
    assert before.startswith(after)
    kept = [index for index in range(last) if index not in harmed]
    if kept and MEMBERS[kept[-1]][0] is not HEAD and MEMBERS[kept[-1]][1] is None:
        kept.pop()  # a request, of which the response is torn
    assert len(after) >= (ends[kept[-1]] if kept else 0)


# What is cut


LATE = record(date="2999-01-01T00:00:00Z")


@pytest.mark.parametrize(
    ("records", "cut", "appends_to"),
    [
        ([FIRST, SECOND], b"", "001"),
        ([FIRST, SECOND[:-1]], SECOND[:-1], "001"),
        ([FIRST, SECOND[:1]], SECOND[:1], "001"),
        ([FIRST, ASKED.request, ASKED.response[:-1]], ASKED.request + ASKED.response[:-1], "001"),
        ([FIRST, ASKED.request], ASKED.request, "001"),
        ([FIRST[:-1]], FIRST[:-1], "001"),
        ([FIRST, changed(SECOND)], b"", "002"),
        ([FIRST, ASKED.request, changed(ASKED.response)], b"", "002"),
        ([FIRST, changed(SECOND), THIRD[:-1]], b"", "002"),
        ([FIRST, changed(SECOND), THIRD, FIRST[:-1]], FIRST[:-1], "002"),
        ([FIRST, bytes(100)], b"", "002"),
        ([FIRST, SECOND[:-1], THIRD], b"", "002"),
        ([FIRST, LATE], b"", "002"),
        ([FIRST, LATE, SECOND[:-1]], SECOND[:-1], "002"),
        ([FIRST, gzip.compress(b"")], b"", "002"),
    ],
    ids=[
        "nothing",
        "its last byte is missing",
        "only its first byte is there",
        "with its request",
        "a request alone",
        "the first record",
        "whole, but its checksum differs",
        "so, with its request",
        "after a damaged one",
        "after a damaged one and another",
        "zeros",
        "another record follows",
        "an odd date",
        "after an odd date",
        "an empty member",
    ],
)
def test_only_what_is_torn_at_the_end_is_cut(
    tmp_path: Path, records: list[bytes], cut: bytes, appends_to: str
) -> None:
    path = written(tmp_path, *records)
    kept = path.read_bytes().removesuffix(cut)
    _, damaged, appended_to = searched(tmp_path)
    content = path.read_bytes()
    assert content.startswith(kept)
    assert (len(content) > len(kept), appended_to) == (appends_to == "001", appends_to)
    assert bool(damaged) is (appends_to == "002")


@pytest.mark.parametrize(("ahead", "is_read"), [(timedelta(hours=23), True), (timedelta(2), False)])
def test_a_record_of_a_wrong_clock_is_named_and_stays(
    tmp_path: Path, ahead: timedelta, is_read: bool
) -> None:
    late = (clock() + ahead).replace(microsecond=0)
    one = pack(replace(numbered(2), fetched=late)).response
    path = written(tmp_path, FIRST, one, THIRD)
    found, damaged, _ = searched(tmp_path)
    assert found == ([1, 2, 3] if is_read else [1, 3])
    why = f"its date is '{late:%Y-%m-%dT%H:%M:%SZ}'"
    assert damaged == ([] if is_read else [DamagedRecord(NAME, len(FIRST), why)])
    assert path.read_bytes().startswith(FIRST + one + THIRD)


def test_a_damaged_record_that_the_database_knows_is_no_news(tmp_path: Path) -> None:
    written(tmp_path, FIRST, changed(SECOND), THIRD)
    files = WarcFiles(tmp_path, lambda site, name: True)
    known = {len(FIRST): len(FIRST + SECOND)}
    found = list(files.unrecorded("gosim", NAME, 0, known))
    assert [number_of(one) for one, _ in found] == [1, 3]
    assert files.take_damaged("gosim") == []
    assert files.ends("gosim") == {}, "it is not indexed to its end"


def test_damage_is_told_once(tmp_path: Path) -> None:
    written(tmp_path, FIRST, changed(SECOND), THIRD)
    files = WarcFiles(tmp_path, lambda site, name: True)
    list(files.unrecorded("gosim", NAME, 0, {}))
    assert files.take_damaged("go") == []
    assert [one.where for one in files.take_damaged("gosim")] == [f"{NAME} at {len(FIRST)}"]
    assert files.take_damaged("gosim") == []


# What is read


@pytest.mark.parametrize(
    ("damaged", "why"),
    [
        (changed(SECOND, 0), BROKEN),
        (changed(SECOND, len(SECOND) // 2), BROKEN),
        (changed(SECOND), BROKEN),
        (SECOND[:-1], BROKEN),
        (SECOND[1:], BROKEN),
        (b"x", BROKEN),
        (record(date="yesterday"), "its date is 'yesterday'"),
        (record(status="abc"), "its status is 'abc'"),
        (gzip.compress(gzip.decompress(SECOND)[:-20]), "it is cut off"),
        (gzip.compress(gzip.decompress(SECOND) * 2), "more follows it in its gzip member"),
        (gzip.compress(gzip.decompress(HEAD) * 2), "more follows it in its gzip member"),
    ],
)
def test_the_records_around_a_damaged_one_are_read(
    tmp_path: Path, damaged: bytes, why: str
) -> None:
    found, file = read(written(tmp_path, FIRST, damaged, THIRD, FIRST))
    assert found == [1, 3, 1]
    assert (file.damaged, file.torn_at) == ([DamagedRecord(NAME, len(FIRST), why)], None)


def test_damaged_records_are_counted_one_by_one(tmp_path: Path) -> None:
    records = [FIRST, changed(SECOND), changed(THIRD), changed(SECOND, -20), FIRST[:-1]]
    found, file = read(written(tmp_path, *records))
    starts = [sum(map(len, records[:index])) for index in (1, 2, 3, 4)]
    assert (found, [one.offset for one in file.damaged]) == ([1], starts)
    assert file.torn_at is None


def test_a_damaged_request_costs_no_response_and_is_not_that_of_the_next(tmp_path: Path) -> None:
    items = OwnFile(
        written(tmp_path, changed(ASKED.request), ASKED.response, ASKED.request, b"x", THIRD), NAME
    )
    assert [(number_of(one[0]), one[0].request) for one in items if one] == [(2, None), (3, None)]


def test_the_size_of_a_record_is_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    size = len(gzip.decompress(SECOND))
    path = written(tmp_path, FIRST, SECOND, THIRD)
    monkeypatch.setattr(own_file, "_MAX_RECORD", size)
    assert read(path)[0] == [1, 2, 3]
    monkeypatch.setattr(own_file, "_MAX_RECORD", size - 1)
    assert read(path)[0] == []


@pytest.mark.parametrize("distance", [*range(-3, 3), own_file._WINDOW - 3])
def test_the_next_record_is_found_far_behind_a_damaged_one(tmp_path: Path, distance: int) -> None:
    """Its first bytes may be in two of the pieces that are searched."""
    noise = bytes(1 + own_file._WINDOW * 3 + distance)
    found, file = read(written(tmp_path, noise, SECOND))
    assert (found, len(file.damaged)) == ([2], 1)


def swallowing(number: int) -> bytes:
    """Beginnings of records that each claim to have all after them, not packed any smaller."""
    return b"\x1f\x8b\x08\0\0\0\0\0\0\3\1\xff\xff\0\0WARC/" * number


@pytest.mark.parametrize(
    "damaged",
    [
        lambda n: (SECOND[:-60] + FIRST) * n,
        lambda n: changed(SECOND) * n,
        lambda n: changed(SECOND, 0) * n,
        lambda n: b"\x1f\x8b\x08" * n,
        lambda n: bytes(1000) * n,
        lambda n: SECOND[:-60] * n,
        swallowing,
    ],
    ids=["cut", "another checksum", "no magic", "magic", "zeros", "without an end", "swallowing"],
)
def test_damage_costs_linear_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damaged: Callable[[int], bytes]
) -> None:
    """Counted in bytes that are read, not in seconds: the machine may be busy."""
    content = damaged(1600)
    path = written(tmp_path, FIRST, content, THIRD)
    stream = Counting(path)
    monkeypatch.setattr(Path, "open", lambda path, mode: stream)
    found, file = read(path)
    size, items = path.stat().st_size, len(file.damaged) + len(found)
    assert stream.count <= size * (own_file._MAX_REREAD + 3) + items * 4 * BLOCK
    # A record that is cut may seem to go on in those after it, as chance has it.
    reaches_far = file._reread > size * own_file._MAX_REREAD
    assert reaches_far or found == [1, *[1] * content.count(FIRST), 3]


@pytest.mark.parametrize(("number", "is_cut"), [(1, True), (1600, False)])
def test_what_may_hold_records_that_were_passed_over_is_not_cut(
    tmp_path: Path, number: int, is_cut: bool
) -> None:
    records = (swallowing(number), bytes(200_000), FIRST)
    path = written(tmp_path, *records, SECOND[:-1])
    found, damaged, appended_to = searched(tmp_path)
    assert (found, appended_to, bool(damaged)) == ([1], "002", True)
    assert path.read_bytes() == b"".join(records) + (b"" if is_cut else SECOND[:-1])
