"""The limits of the gate, each just inside and just outside."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace

from archive.times import now
from operations.copying import write_file
from operations.datapackage import ReleaseNote
from operations.gate import Finding, check_copy, check_file, compare
from operations.measures import COUNTED, FILLED, Measures, count_rows

from .releases import published_archive

MEASURES = Measures(
    rows=dict.fromkeys(COUNTED, 1000),
    articles_of={"baogosim": 100, "dai_lam_khe": 9},
    filled=dict.fromkeys(FILLED, 1000),
    outcomes={"stored": 1000},
    last_article=1000,
)
NOTE = ReleaseNote("2020-01-01", now(), "1+abc", MEASURES)


@pytest.fixture(scope="module")
def contents(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("gate")
    published_archive(folder)
    with closing(sqlite3.connect(folder / "archive.db")) as database:
        database.execute("PRAGMA journal_mode = DELETE")
    return (folder / "archive.db").read_bytes()


@pytest.fixture
def archive(contents: bytes) -> sqlite3.Connection:
    """An archive with three articles, in memory."""
    database = sqlite3.connect(":memory:")
    database.deserialize(contents)
    return database


def _faults(archive: sqlite3.Connection, new: Measures, *, allow: bool = False) -> list[Finding]:
    with closing(archive):
        found = list(compare(replace(NOTE, measures=new), NOTE, archive, allow_fewer=allow))
    return [finding for finding in found if finding.fault is not None]


@pytest.mark.parametrize("table", COUNTED)
@pytest.mark.parametrize(("rows", "is_good"), [(990, True), (989, False)])
def test_a_hundredth_of_the_rows_may_be_missing(
    archive: sqlite3.Connection, table: str, rows: int, is_good: bool
) -> None:
    # The fill rates stay within their limit.
    faults = _faults(archive, replace(MEASURES, rows={**MEASURES.rows, table: rows}))
    assert [fault.fault for fault in faults] == ([] if is_good else [f"{rows} after 1000"])


@pytest.mark.parametrize(
    ("site", "articles", "is_good"),
    [
        ("baogosim", 90, True),
        ("baogosim", 89, False),
        ("dai_lam_khe", 9, True),
        ("dai_lam_khe", 8, False),
        ("dai_lam_khe", 0, False),
    ],
)
def test_a_tenth_of_the_articles_of_a_site_may_be_missing(
    archive: sqlite3.Connection, site: str, articles: int, is_good: bool
) -> None:
    counts = {**MEASURES.articles_of, site: articles}
    faults = _faults(archive, replace(MEASURES, articles_of=counts))
    assert [site in fault.what for fault in faults] == ([] if is_good else [True])


def test_a_site_that_disappeared_is_missed(archive: sqlite3.Connection) -> None:
    (fault,) = _faults(archive, replace(MEASURES, articles_of={"baogosim": 100}))
    assert fault == Finding("articles of dai_lam_khe are not fewer", "0 after 9")


@pytest.mark.parametrize("column", FILLED)
@pytest.mark.parametrize(("filled", "is_good"), [(950, True), (949, False)])
def test_a_share_may_drop_by_five_points(
    archive: sqlite3.Connection, column: str, filled: int, is_good: bool
) -> None:
    faults = _faults(archive, replace(MEASURES, filled={**MEASURES.filled, column: filled}))
    assert [column in fault.what for fault in faults] == ([] if is_good else [True])


def test_the_operator_can_allow_fewer_but_no_empty_archive(archive: sqlite3.Connection) -> None:
    nothing = Measures(dict.fromkeys(COUNTED, 0), {}, dict.fromkeys(FILLED, 0), {}, 0)
    faults = _faults(archive, nothing, allow=True)
    assert [fault.what for fault in faults if not fault.allowed] == ["there are articles"]


RUN, LAST = "the last run is not in the future", "the last release is not in the future"
OLD = "the last release is at most 100 days old"


@pytest.mark.parametrize(
    ("clock", "faults"),
    [
        ("2020-03-31T23:55:10+00:00", []),
        ("2020-03-31T23:55:05+00:00", [RUN]),
        ("2019-12-31T23:55:00+00:00", [RUN]),
        ("2019-12-31T23:54:55+00:00", [RUN, LAST]),
        ("2020-04-09T23:59:50+00:00", []),
        ("2020-04-10T00:00:10+00:00", [OLD]),
        ("2021-01-01T00:00:00+00:00", [OLD]),
    ],
)
def test_a_clock_that_is_wrong_is_noticed(
    archive: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch, clock: str, faults: list[str]
) -> None:
    archive.execute("UPDATE runs SET started = '2020-04-01T00:00:10+00:00'")
    monkeypatch.setenv("DANVAN_NOW", clock)
    last = replace(NOTE, created="2020-01-01T00:00:00+00:00")
    found = list(compare(NOTE, last, archive, allow_fewer=False))
    assert [finding.what for finding in found if finding.fault is not None] == faults
    allowed = compare(NOTE, last, archive, allow_fewer=True)
    assert [one.what for one in allowed if one.fault and one.allowed] == [
        what for what in faults if what == OLD
    ]


def test_the_first_release_has_nothing_to_be_compared_with(archive: sqlite3.Connection) -> None:
    with closing(archive):
        found = list(compare(NOTE, None, archive, allow_fewer=False))
    assert [finding.fault for finding in found] == [None, None]


def _checked(
    archive: sqlite3.Connection, folder: Path, *changes: str, released: Path | None = None
) -> list[Finding]:
    """Write the file of an archive, change it, and return the faults that are found."""
    file = folder / "file.db"
    with closing(archive):
        rows = count_rows(archive)
        write_file(archive, file, [])
    with closing(sqlite3.connect(file)) as database:
        for change in changes:
            database.execute(change)
        database.commit()
    return [
        finding for finding in check_file(file, rows, {}, released) if finding.fault is not None
    ]


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ("UPDATE articles SET body = body || ' Thêm.' WHERE id = 2", "the digest"),
        ("UPDATE articles SET title = 'Khác' WHERE id = 2", "the digest"),
        ("DELETE FROM captures WHERE id = 2", "no captures were lost"),
        ("INSERT INTO sites (name, title, host, family) VALUES ('x', 'x', 'x', 'x')", "no sites"),
        ("UPDATE pages SET outcome = 'lost' WHERE id = 2", "every URL"),
        ("UPDATE pages SET article_id = 99 WHERE id = 2", "every row that another"),
        ("UPDATE pages SET article_id = NULL WHERE id = 2", "every page that was read"),
        ("INSERT INTO articles_fts (articles_fts) VALUES ('delete-all')", "the search index"),
    ],
)
def test_a_file_that_lost_something_is_refused(
    archive: sqlite3.Connection, tmp_path: Path, change: str, what: str
) -> None:
    faults = _checked(archive, tmp_path, change)
    assert [fault.what.startswith(what) for fault in faults] == [True]
    assert not any(fault.allowed for fault in faults)


@pytest.mark.parametrize("damage", ["", "DROP TABLE articles"])
def test_a_changed_text_is_found_though_the_last_release_had_the_article(
    archive: sqlite3.Connection, tmp_path: Path, damage: str
) -> None:
    released = tmp_path / "released.db"
    write_file(archive, released, [])
    with closing(sqlite3.connect(released)) as last:
        last.execute("UPDATE articles SET text_sha256 = 'x' WHERE id = 1")
        last.execute(damage)
        last.commit()
    changes = (f"UPDATE articles SET {column} = 'Khác' WHERE id = {number}"
               for number, column in ((2, "title"), (3, "body")))  # fmt: skip
    (fault,) = _checked(archive, tmp_path, *changes, released=released)
    assert str(fault.fault).startswith("2 times not, first of https://baogosim.example/bai-2")


def test_what_the_last_release_had_is_not_digested_again(
    archive: sqlite3.Connection, tmp_path: Path
) -> None:
    archive.execute("UPDATE articles SET text_sha256 = 'x' WHERE id = 2")
    archive.commit()
    released = tmp_path / "released.db"
    write_file(archive, released, [])
    assert _checked(archive, tmp_path, released=released) == []


def test_a_file_as_it_was_written_is_sound(archive: sqlite3.Connection, tmp_path: Path) -> None:
    assert _checked(archive, tmp_path) == []


def test_a_damaged_index_is_found(tmp_path: Path) -> None:
    published_archive(tmp_path)
    with closing(sqlite3.connect(tmp_path / "archive.db")) as archive:
        assert check_copy(archive).fault is None
        archive.execute("PRAGMA writable_schema = ON")
        archive.execute("DELETE FROM sqlite_schema WHERE name = 'ix_pages_article_id'")
        archive.commit()
    with closing(sqlite3.connect(tmp_path / "archive.db")) as archive:
        assert "never used" in (check_copy(archive).fault or "")
