"""The database: its writer and schema, what the ledger records and which pages are due."""

import contextlib
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect, text

from archive.database import connect, open_for_writing
from archive.errors import ArchiveError
from archive.ledger import record
from archive.models import Base
from archive.outcomes import Outcome
from archive.provinces import PROVINCE_NOW
from archive.queue import Period
from archive.runs import Run
from archive.search import belongs_to_index
from archive.visit import Visit
from archive.writer import MAX_BATCH
from extraction.article import Article
from extraction.extract import with_facts

from .archives import NOW, begin_run, opened, visit_to
from .conftest import Command


def _article(number: int, text: str = "", titled: int = 0) -> Article:
    return with_facts(
        Article(
            url=f"https://baogosim.example/bai-{number}",
            title=f"Dân vận khéo ở thôn {titled or number}",
            lead="Đồng chí bí thư chi bộ về thôn.",
            body=text or f"Bà con thôn {number} làm đường.",
            published="2023-05-06T07:30:00+07:00",
        )
    )


def _visit(run: Run, number: int, outcome: Outcome = Outcome.STORED, **facts: Any) -> Visit:
    if outcome is Outcome.STORED:
        facts.setdefault("article", _article(number))
    return visit_to(run, number, outcome, **facts)


def _is_due(run: Run, number: int) -> bool:
    return run.queue.is_due(f"post:{number}", f"https://baogosim.example/bai-{number}")


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'archive.db'}"


def _rows(url: str, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
        return connection.execute(query).fetchall()


# Opening


def test_a_new_archive_has_the_schema_of_the_models(url: str) -> None:
    with open_for_writing(url, "a test") as engine:
        found = {name for name in inspect(engine).get_table_names() if not belongs_to_index(name)}
    assert found == {*Base.metadata.tables, "alembic_version"}


def test_alembic_upgrades_checks_and_downgrades(run: Command) -> None:
    assert run("alembic", "upgrade", "head").returncode == 0
    check = run("alembic", "check")
    assert check.returncode == 0, check.stderr
    assert "No new upgrade operations detected" in check.stdout + check.stderr
    assert run("alembic", "downgrade", "base").returncode == 0
    assert run("alembic", "upgrade", "head").returncode == 0


def test_an_archive_of_the_first_schema_is_upgraded_with_its_articles(
    run_first: Command, tmp_path: Path, url: str
) -> None:
    assert run_first("alembic", "upgrade", "0001").returncode == 0
    with closing(sqlite3.connect(tmp_path / "archive.db")) as old:
        old.execute("INSERT INTO provinces VALUES ('Bắc Kạn', 'Thái Nguyên')")
        old.execute("INSERT INTO sites VALUES ('baogosim', 'Báo Gò Sim', 'Bắc Kạn', 'x', 'ePI', 0)")
        names = {row[1] for row in old.execute("PRAGMA table_info(articles)")} - {"duplicate_of"}
        values = {name: "Bắc Kạn" if "province" in name else "[]" for name in names}
        values |= {"id": "7", "site": "baogosim", "words": "3", "body": "Bà con thôn."}
        places = ", ".join(f":{name}" for name in values)
        old.execute(f"INSERT INTO articles ({', '.join(values)}) VALUES ({places})", values)
        old.commit()
    with open_for_writing(url, "a test"):
        pass
    assert _rows(url, "SELECT id, body, doubts FROM articles") == [(7, "Bà con thôn.", "[]")]
    assert _rows(url, "SELECT rowid FROM articles_fts WHERE articles_fts MATCH 'thon'") == [(7,)]


def test_an_archive_of_a_newer_version_is_refused(url: str) -> None:
    with open_for_writing(url, "a test"):
        pass
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    with (
        pytest.raises(ArchiveError, match=r"newer danvan-archive .*9999.* update this program"),
        open_for_writing(url, "a test"),
    ):
        pass


def test_a_second_writer_is_told_who_writes_the_archive(url: str) -> None:
    with (
        open_for_writing(url, "a crawl of baogosim"),
        pytest.raises(ArchiveError, match=r"written by a crawl of baogosim \(process \d+ on"),
        open_for_writing(url, "another"),
    ):
        pass
    with open_for_writing(url, "the next"):
        pass


@pytest.mark.parametrize(
    ("make", "message"),
    [
        pytest.param(lambda path: path.write_text("x" * 4096), "file is not a database", id="text"),
        pytest.param(lambda path: path.mkdir(), "cannot be used", id="folder"),
    ],
)
def test_a_path_that_is_no_archive_is_refused_and_not_changed(
    tmp_path: Path, make: object, message: str
) -> None:
    path = tmp_path / "archive.db"
    make(path)  # type: ignore[operator]
    before = path.read_bytes() if path.is_file() else None
    with (
        pytest.raises(ArchiveError, match=message),
        open_for_writing(f"sqlite:///{path}", "a test"),
    ):
        pass
    assert before == (path.read_bytes() if path.is_file() else None)


def test_the_error_names_a_missing_folder(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'nowhere' / 'archive.db'}"
    with (
        pytest.raises(ArchiveError, match="there is no folder"),
        open_for_writing(url, "a test"),
    ):
        pass


def test_a_folder_that_cannot_be_written_is_refused() -> None:
    with (
        pytest.raises(ArchiveError, match=r"The archive /proc/archive\.db cannot be"),
        open_for_writing("sqlite:////proc/archive.db", "a test"),
    ):
        pass


def test_an_invalid_database_url_is_refused() -> None:
    with pytest.raises(ArchiveError, match=r"such as sqlite:///archive\.db"):
        connect("archive.db")


# The ledger


def test_every_url_has_one_outcome_and_the_counts_of_the_run_add_up(url: str) -> None:
    with opened(url) as archive:
        run = begin_run(archive)
        for number in range(2 * MAX_BATCH + 7):
            outcomes = list(Outcome)
            record(_visit(run, number, outcomes[number % len(outcomes)]))
        run.listings = 3
        run.close(finished=True)
    assert _rows(url, "SELECT count(*), count(DISTINCT url) FROM pages") == [(107, 107)]
    columns = " + ".join(outcome.value for outcome in Outcome)
    assert _rows(url, f"SELECT requests, {columns} FROM runs") == [(107, 107)]
    assert _rows(url, "SELECT count(*) FROM articles") == [(11,)]
    assert _rows(
        url,
        "SELECT count(*) FROM pages JOIN articles ON articles.id = pages.article_id "
        "WHERE articles.url <> pages.url OR outcome <> 'stored'",
    ) == [(0,)]


def test_json_is_stored_without_escapes(url: str) -> None:
    with opened(url) as archive:
        run = begin_run(archive)
        record(_visit(run, 1))
    assert _rows(url, "SELECT topics FROM articles") == [('["dân vận"]',)]


def test_a_duplicate_refers_to_the_first_article(url: str) -> None:
    with opened(url) as archive:
        run = begin_run(archive)
        first = _article(1, "Cùng một bài.")
        record(_visit(run, 1, article=first))
        assert archive.url_of_text(first.text_sha256) == first.url, "not yet written"
        archive.commit()
        assert archive.url_of_text(first.text_sha256) == first.url, "stored"
        record(_visit(run, 2, Outcome.DUPLICATE, article=_article(2, "Cùng  một bài", 1)))
    assert _rows(url, "SELECT url, article_id FROM pages ORDER BY id") == [
        ("https://baogosim.example/bai-1", 1),
        ("https://baogosim.example/bai-2", 1),
    ]


def test_which_pages_are_due_again(url: str) -> None:
    with opened(url) as archive:
        run = begin_run(archive)
        long_ago = NOW - timedelta(days=2)
        for number, (outcome, fetched) in enumerate(
            [
                (Outcome.STORED, long_ago),
                (Outcome.OFF_TOPIC, long_ago),
                (Outcome.GONE, long_ago),
                (Outcome.FAILED, NOW),
                (Outcome.FAILED, long_ago),
                (Outcome.BLOCKED, long_ago),
                (Outcome.REFUSED, long_ago),
                (Outcome.EMPTY, long_ago),
            ]
        ):
            record(_visit(run, number, outcome, fetched=fetched))
        archive.commit()
        due = [number for number in range(9) if _is_due(run, number)]
        assert due == [0, 4, 5, 6, 7, 8], (
            "an article and failures after a day, and a page that was never requested"
        )
        for _ in range(2):
            record(_visit(run, 4, Outcome.FAILED, fetched=long_ago, status=404))
            archive.commit()
        assert not _is_due(run, 4), "failures with a weight of 2.5 are due after 57 hours"
        record(_visit(run, 70, url="https://baogosim.example/bai-7b", key="post:5"))
        archive.commit()
        assert not _is_due(run, 5), "fetched at another of its URLs"
        other_url = "https://baogosim.example/bai-2b"
        assert run.queue.is_due("post:2", other_url), "only its first URL is gone"
        again = [due.key for due in run.queue.due_pages()]
        assert sorted(again) == ["post:0", "post:6", "post:7"]


def test_a_page_outside_the_period_is_due_in_another_period(url: str) -> None:
    with opened(url) as archive:
        recent = begin_run(archive, period=Period(since="2024-01-01"))
        record(_visit(recent, 1, Outcome.OFF_TOPIC, article=_article(1), due_again=True))
        archive.commit()
        assert not _is_due(recent, 1)
        assert _is_due(begin_run(archive), 1)


@pytest.mark.parametrize(
    ("since", "until", "published", "inside"),
    [
        (None, None, "2023-05-06", True),
        ("2023-05-06", None, "2023-05-06T00:10:00+07:00", True),
        ("2023-05-07", None, "2023-05-06T23:50:00+07:00", False),
        (None, "2023-05-06", "2023-05-06T23:50:00+07:00", True),
        (None, "2023-05-05", "2023-05-06", False),
        ("2023-01-01", "2023-12-31", None, True),
    ],
)
def test_a_period_includes_its_first_and_last_day(
    since: str | None, until: str | None, published: str | None, inside: bool
) -> None:
    assert (published in Period(since, until)) is inside


@pytest.mark.parametrize(
    ("outcomes", "listings", "finished", "verdict"),
    [
        ({Outcome.STORED: 20}, 2, True, "good"),
        ({}, 2, True, "good"),
        ({}, 0, True, "failed"),
        ({Outcome.FAILED: 6}, 2, True, "failed"),
        ({Outcome.FAILED: 1}, 2, True, "good"),
        ({Outcome.STORED: 18, Outcome.FAILED: 2}, 2, True, "good"),
        ({Outcome.STORED: 17, Outcome.BLOCKED: 3}, 2, True, "doubtful"),
        ({Outcome.STORED: 20}, 2, False, "failed"),
    ],
)
def test_the_verdict_of_a_run(
    url: str, outcomes: dict[Outcome, int], listings: int, finished: bool, verdict: str
) -> None:
    with opened(url) as archive:
        run = begin_run(archive)
        run.outcomes.update(outcomes)
        run.listings = listings
        found, reasons = run.close(finished=finished)
    assert found == verdict
    assert bool(reasons) is (verdict != "good")
    last = _rows(url, "SELECT last_good_crawl IS NULL FROM sites")
    assert last == [(1 if verdict == "failed" else 0,)]


def test_a_full_disk_raises_one_sentence_and_loses_nothing(url: str) -> None:
    with contextlib.suppress(ArchiveError), opened(url) as archive:
        run = begin_run(archive)
        record(_visit(run, 1))
        archive.commit()
        pages = _rows(url, "PRAGMA page_count")[0][0]
        archive.write((text(f"PRAGMA max_page_count = {pages}"), {}))
        record(_visit(run, 2, article=_article(2, "Một đoạn rất dài. " * 20_000)))
        with pytest.raises(
            ArchiveError, match="the disk is full; nothing already archived is lost"
        ):
            archive.commit()
    assert _rows(url, "SELECT url FROM articles") == [("https://baogosim.example/bai-1",)]
    assert _rows(url, "PRAGMA integrity_check") == [("ok",)]


def test_63_provinces_became_34() -> None:
    assert len(PROVINCE_NOW) == 63
    assert len(set(PROVINCE_NOW.values())) == 34
    assert set(PROVINCE_NOW.values()) <= set(PROVINCE_NOW)
    assert all(PROVINCE_NOW[now] == now for now in PROVINCE_NOW.values())


def test_a_row_that_cannot_be_written_fails_alone(url: str) -> None:
    with opened(url) as archive:
        run = begin_run(archive)
        for number in range(5):
            record(_visit(run, number))
        broken = replace(_article(5), author="\ud83d")  # a lone surrogate cannot be encoded
        record(_visit(run, 5, article=broken))
        record(_visit(run, 6))
        archive.commit()
    outcomes = _rows(url, "SELECT outcome, reason FROM pages ORDER BY id")
    assert [outcome for outcome, _ in outcomes] == ["stored"] * 5 + ["failed", "stored"]
    assert outcomes[5][1] == "could not be stored: UnicodeEncodeError"
    assert _rows(url, "SELECT count(*) FROM articles") == [(6,)]


def test_an_archive_in_memory_is_refused() -> None:
    with (
        pytest.raises(ArchiveError, match="would be lost"),
        open_for_writing("sqlite://", "a test"),
    ):
        pass
