"""Captures read again: what a re-extraction shows, changes and keeps."""

import asyncio
from collections.abc import Iterator
from contextlib import aclosing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from archive.ledger import record
from archive.measures import MIN_OWN_WORDS
from archive.outcomes import Outcome
from archive.times import format_time
from archive.writer import Archive
from pipelines import workers
from replay import reextraction
from replay.reextraction import Differences, Reextraction

from .archives import article, begin_run, new_archive, opened, rows, visit_to
from .replays import (
    DAY,
    HOST,
    SECONDS,
    WHEN,
    GoSim,
    appended,
    exchange,
    file_of,
    imported,
    page,
    pages,
)


@pytest.fixture(scope="module", autouse=True)
def worker_processes() -> Iterator[None]:
    """The processes that extract, for all tests below."""
    workers.shared.acquire(SECONDS)
    yield
    workers.shared.release()


@pytest.fixture
def url(tmp_path: Path) -> str:
    return new_archive(tmp_path)


@pytest.fixture
def archive(url: str) -> Iterator[Archive]:
    with opened(url) as archive:
        yield archive


def compared(archive: Archive) -> Differences:
    async def go() -> Differences:
        differences = Differences()
        async for _ in Reextraction(archive, GoSim, SECONDS).compare(differences):
            pass
        return differences

    return asyncio.run(go())


def applied(archive: Archive) -> list[int]:
    async def go() -> list[int]:
        return [number async for number in Reextraction(archive, GoSim, SECONDS).apply()]

    return asyncio.run(go())


def change(archive: Archive, statement: str, **values: object) -> None:
    archive.write((text(statement), values))


@pytest.fixture
def three(url: str, archive: Archive, tmp_path: Path) -> str:
    """The URL of an archive with three articles and their captures."""
    imported(archive, file_of(tmp_path, *(exchange(n) for n in (1, 2, 3))))
    assert set(pages(url).values()) == {"stored"}
    return url


def test_what_reads_the_same_does_not_change(three: str, archive: Archive) -> None:
    change(archive, "UPDATE articles SET author = '' WHERE id = 1")
    differences = compared(archive)
    assert (differences.pages, differences.articles, differences.found) == (3, 0, 0)
    assert not differences.kept
    before = rows(three, "SELECT * FROM articles")
    assert applied(archive) == [3]
    assert rows(three, "SELECT * FROM articles") == before
    assert rows(three, "SELECT count(*) FROM revisions") == [(0,)]
    assert Reextraction(archive, GoSim, SECONDS).count() == 3
    last = "SELECT kind, verdict, requests FROM runs ORDER BY id DESC LIMIT 1"
    assert rows(three, last) == [("reread", "good", 0)]


def test_what_reads_differently_changes_with_a_revision_of_its_text(
    three: str, archive: Archive
) -> None:
    change(archive, "UPDATE articles SET body = 'x', text_sha256 = 'x' WHERE id = 1")
    change(archive, "UPDATE articles SET words = 7 WHERE id = 2")
    differences = compared(archive)
    assert (differences.pages, differences.articles) == (3, 2)
    assert dict(differences.fields) == {"body": 1, "text_sha256": 1, "words": 1}
    [(of_url, before, after)] = differences.examples["words"]
    assert (of_url, before) == (f"{HOST}/bai-2", "7")
    assert int(after) > 7
    assert rows(three, "SELECT body FROM articles WHERE id = 1") == [("x",)], "nothing is changed"
    applied(archive)
    assert compared(archive).articles == 0
    found = rows(three, "SELECT article_id, number, cause, changed, body FROM revisions")
    assert found == [(1, 1, "reread", '["body"]', "x")]


def test_three_examples_of_a_field_are_shown(url: str, archive: Archive, tmp_path: Path) -> None:
    imported(archive, file_of(tmp_path, *(exchange(n) for n in range(1, 5))))
    change(archive, "UPDATE articles SET words = 7")
    differences = compared(archive)
    assert (differences.fields["words"], len(differences.examples["words"])) == (4, 3)


@pytest.mark.parametrize(("most", "sizes"), [(10_000, [3]), (1, [1, 1, 1])])
def test_the_pages_that_are_reextracted_together_have_a_limited_size(
    three: str, archive: Archive, monkeypatch: pytest.MonkeyPatch, most: int, sizes: list[int]
) -> None:
    monkeypatch.setattr(reextraction, "_MAX_SLICE_BYTES", most)
    assert pages(three).keys() == {"bai-1", "bai-2", "bai-3"}
    assert applied(archive) == sizes


def test_a_second_page_of_an_article_is_compared_with_what_the_first_has_changed(
    url: str, archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reextraction, "_MAX_SLICE_BYTES", 1)  # a slice for each
    imported(archive, file_of(tmp_path, exchange(1), exchange(2, page(1) + b"<!-- 2 -->")))
    change(archive, "UPDATE pages SET article_id = 1, outcome = 'stored'")
    change(archive, "UPDATE articles SET body = 'x', text_sha256 = 'x'")
    assert applied(archive) == [1, 1]
    assert rows(url, "SELECT body FROM revisions") == [("x",)]


def test_a_re_extraction_that_is_left_leaves_no_page_under_way(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reextraction, "_MAX_SLICE_BYTES", 1)
    slow = page(2) + b"<i>x</i> " * 30_000
    imported(archive, file_of(tmp_path, exchange(1), exchange(2, slow)))

    async def leave() -> set[asyncio.Task[Any]]:
        numbers = Reextraction(archive, GoSim, SECONDS).compare(Differences())
        async with aclosing(numbers):
            await anext(numbers)
        for _ in range(5):
            await asyncio.sleep(0)
        return asyncio.all_tasks() - {asyncio.current_task()}

    assert asyncio.run(leave()) == set()


def test_an_article_that_cannot_be_read_any_more_is_kept(three: str, archive: Archive) -> None:
    change(archive, 'UPDATE captures SET "offset" = "offset" + 1 WHERE page_id = 1')
    change(archive, "UPDATE articles SET body = 'x'")
    differences = compared(archive)
    [(why, number)] = differences.kept.items()
    assert why == "it could not be read any more (its capture cannot be read)"
    assert (number, differences.articles, differences.found) == (1, 2, 0)
    applied(archive)
    assert rows(three, "SELECT id FROM articles WHERE body = 'x'") == [(1,)]
    assert pages(three)["bai-1"] == "stored"


def test_a_page_that_still_holds_no_article_is_not_kept(
    url: str, archive: Archive, tmp_path: Path
) -> None:
    off_topic = b"<h1>Thu hoach lua</h1><p>" + b"Lua vu mua nam nay duoc mua. " * 9 + b"</p>"
    imported(archive, file_of(tmp_path, exchange(1, off_topic)))
    assert pages(url) == {"bai-1": "off_topic"}
    differences = compared(archive)
    assert (differences.pages, differences.found, dict(differences.kept)) == (1, 0, {})


def test_an_article_that_would_repeat_another_is_kept(three: str, archive: Archive) -> None:
    [(digest,)] = rows(three, "SELECT text_sha256 FROM articles WHERE id = 1")
    change(archive, "UPDATE articles SET text_sha256 = 'x' WHERE id = 1")
    change(archive, "UPDATE articles SET text_sha256 = :digest WHERE id = 2", digest=digest)
    differences = compared(archive)
    assert dict(differences.kept) == {"it would have the same text as another article": 1}
    assert differences.articles == 1


def test_two_articles_that_would_have_one_text_keep_theirs_apart(
    url: str, archive: Archive, tmp_path: Path
) -> None:
    imported(archive, file_of(tmp_path, exchange(1), exchange(2, page(1) + b"<!-- 2 -->")))
    assert pages(url) == {"bai-1": "stored", "bai-2": "duplicate"}
    run = begin_run(archive, GoSim.facts())
    other = visit_to(run, 2, article=article(2, url=f"{HOST}/bai-2"), fetched=WHEN)
    record(other)
    archive.commit()
    change(archive, "UPDATE pages SET article_id = 2 WHERE url LIKE '%bai-2'")
    change(archive, "UPDATE articles SET text_sha256 = 'x', body = 'x' WHERE id = 1")
    assert compared(archive).articles == 1
    applied(archive)
    assert rows(url, "SELECT count(*) FROM revisions") == [(1,)]


NOT_FOUND = "UPDATE pages SET article_id = NULL, next_check = {due}, outcome = '{outcome}'"


@pytest.mark.parametrize(
    ("outcome", "due", "status", "found"),
    [
        pytest.param("off_topic", "NULL", 200, True, id="off topic"),
        pytest.param("off_topic", "'2030'", 200, False, id="off topic, and due again"),
        pytest.param("off_topic", "NULL", 404, False, id="off topic, and gone since"),
        pytest.param("empty", "'2030'", 200, True, id="empty"),
        pytest.param("failed", "'2030'", 503, True, id="failed"),
        pytest.param("blocked", "'2030'", 403, True, id="blocked"),
        pytest.param("duplicate", "NULL", 200, False, id="a duplicate"),
        pytest.param("gone", "NULL", 404, False, id="gone"),
        pytest.param("refused", "'2030'", 301, False, id="refused"),
    ],
)
def test_which_pages_can_become_articles(
    three: str, archive: Archive, outcome: str, due: str, status: int, found: bool
) -> None:
    where = " , status = :status WHERE id = 2"
    change(archive, NOT_FOUND.format(due=due, outcome=outcome) + where, status=status)
    change(archive, "DELETE FROM articles WHERE id = 2")
    differences = compared(archive)
    assert (differences.pages, differences.found) == ((3, 1) if found else (2, 0))
    applied(archive)
    last = "SELECT stored, requests FROM runs ORDER BY id DESC LIMIT 1"
    assert rows(three, last) == [(int(found), int(found))]
    [(outcome_now, reason)] = rows(three, "SELECT outcome, reason FROM pages WHERE id = 2")
    assert outcome_now == ("stored" if found else outcome)
    assert reason.endswith(", when it was read again") is found
    assert len(rows(three, "SELECT id FROM articles")) == (3 if found else 2)


def test_a_file_at_the_address_of_an_article_is_not_read(
    url: str, archive: Archive, tmp_path: Path
) -> None:
    feed = [("Content-Type", "application/rss+xml")]
    imported(archive, file_of(tmp_path, exchange(1), exchange(2, headers=feed)))
    assert pages(url) == {"bai-1": "stored", "bai-2": "empty"}
    assert (compared(archive).pages, compared(archive).found) == (2, 0)
    applied(archive)
    assert pages(url) == {"bai-1": "stored", "bai-2": "empty"}


def test_two_pages_with_one_text_are_found_once(url: str, archive: Archive, tmp_path: Path) -> None:
    imported(archive, file_of(tmp_path, exchange(1), exchange(2, page(1) + b"<!-- 2 -->")))
    change(archive, "UPDATE pages SET article_id = NULL, next_check = NULL, outcome = 'off_topic'")
    change(archive, "DELETE FROM articles")
    assert compared(archive).found == 2
    applied(archive)
    assert pages(url) == {"bai-1": "stored", "bai-2": "off_topic"}


def test_a_re_extraction_counts_what_it_has_written(
    url: str, archive: Archive, tmp_path: Path
) -> None:
    again = exchange(2, page(1) + b"<!-- 2 -->")
    imported(archive, file_of(tmp_path, exchange(1), again, exchange(3), exchange(4)))
    change(archive, "UPDATE pages SET article_id = NULL, next_check = NULL, outcome = 'off_topic' "
                    "WHERE url LIKE '%-1' OR url LIKE '%-2'")  # fmt: skip
    change(archive, "DELETE FROM articles WHERE url LIKE '%-1'")
    change(archive, "UPDATE articles SET body = 'x' WHERE url LIKE '%-3'")
    reextraction = Reextraction(archive, GoSim, SECONDS)

    async def go() -> None:
        async for _ in reextraction.apply():
            pass

    asyncio.run(go())
    assert (reextraction.changed, reextraction.found) == (1, 1), "the second repeats the first"


def test_what_is_found_in_a_slice_is_written_before_the_next(three: str, archive: Archive) -> None:
    change(archive, NOT_FOUND.format(due="NULL", outcome="off_topic"))
    change(archive, "DELETE FROM articles")

    async def go() -> list[int]:
        reading = Reextraction(archive, GoSim, SECONDS).apply()
        return [len(rows(three, "SELECT id FROM articles")) async for _ in reading]

    assert asyncio.run(go()) == [3]


def test_the_newest_complete_capture_is_read(url: str, archive: Archive, tmp_path: Path) -> None:
    imported(
        archive,
        file_of(tmp_path, exchange(1), exchange(1, page(1, " Sửa."), after=DAY),
                exchange(1, b"x", status=503, after=2 * DAY)),
    )  # fmt: skip
    assert pages(url) == {"bai-1": "failed"}
    differences = compared(archive)
    assert (differences.articles, dict(differences.kept)) == (0, {})
    [(body,)] = rows(url, "SELECT body FROM articles")
    assert body.endswith("Sửa.")


@pytest.mark.parametrize(
    ("first", "second", "read"),
    [
        pytest.param(("stored", 0), ("unchanged", 1), "cu-1", id="read later at another URL"),
        pytest.param(("stored", 1), ("unchanged", 0), "bai-1", id="read later here"),
        pytest.param(("gone", 1), ("unchanged", 0), "cu-1", id="gone here, read at another URL"),
    ],
)
def test_an_article_is_read_from_the_page_that_was_read_last(
    url: str,
    archive: Archive,
    tmp_path: Path,
    first: tuple[str, int],
    second: tuple[str, int],
    read: str,
) -> None:
    imported(archive, file_of(tmp_path, exchange(1), exchange(1, url=f"{HOST}/cu-1", after=DAY)))
    for path, (outcome, days) in (("bai-1", first), ("cu-1", second)):
        change(
            archive,
            "UPDATE pages SET outcome = :outcome, last_fetched = :fetched, article_id = 1 "
            "WHERE url = :url",
            outcome=outcome, fetched=format_time(WHEN + days * DAY), url=f"{HOST}/{path}",
        )  # fmt: skip
    change(archive, "UPDATE articles SET words = 7")
    differences = compared(archive)
    assert differences.pages == 1
    assert [example[0] for example in differences.examples["words"]] == [f"{HOST}/{read}"]


def test_a_capture_without_its_payload_is_not_read(
    url: str, archive: Archive, tmp_path: Path
) -> None:
    imported(archive, file_of(tmp_path, exchange(1), exchange(1, after=DAY)))
    assert rows(url, "SELECT record FROM captures ORDER BY id") == [("response",), ("revisit",)]
    differences = compared(archive)
    assert (differences.pages, dict(differences.kept)) == (1, {})


def test_pages_of_other_sites_are_not_read(url: str, archive: Archive, tmp_path: Path) -> None:
    elsewhere = exchange(2, url="https://lamkhe.example/bai-2")
    imported(archive, file_of(tmp_path, exchange(1), elsewhere))
    assert compared(archive).pages == 1
    assert Reextraction(archive, GoSim, SECONDS).count() == 1


def test_more_pages_than_a_slice_are_all_read(url: str, archive: Archive) -> None:
    run = begin_run(archive, GoSim.facts())
    for number in range(65):
        visit = visit_to(run, number, Outcome.OFF_TOPIC, fetched=WHEN, key=f"post:{number}")
        visit.capture = appended(archive, exchange(number, b""))
        record(visit)
    archive.commit()
    assert applied(archive) == [64, 1]


def test_a_reextraction_that_is_stopped_has_failed(three: str, archive: Archive) -> None:
    async def go() -> None:
        async for _ in (reading := Reextraction(archive, GoSim, SECONDS).apply()):
            await reading.aclose()

    asyncio.run(go())
    last = "SELECT verdict FROM runs ORDER BY id DESC LIMIT 1"
    assert rows(three, last) == [("failed",)]


# Captures of something else

NOTICE = (
    "<h1>Hệ thống đang bảo trì</h1><p>Trang dân vận đang được nâng cấp, mong bạn đọc quay lại.</p>"
).encode()


def test_a_capture_of_something_else_does_not_change_the_article(
    url: str, archive: Archive, tmp_path: Path
) -> None:
    imported(archive, file_of(tmp_path, exchange(1), exchange(1, NOTICE, after=DAY)))
    assert pages(url) == {"bai-1": "failed"}
    articles = rows(url, "SELECT * FROM articles")
    differences = compared(archive)
    reason = "it could not be read any more (its last capture shows something else)"
    assert (differences.articles, dict(differences.kept)) == (0, {reason: 1})
    applied(archive)
    assert rows(url, "SELECT * FROM articles") == articles
    assert rows(url, "SELECT count(*) FROM revisions") == [(0,)]


def test_an_article_that_was_read_badly_is_corrected(three: str, archive: Archive) -> None:
    change(archive, "UPDATE articles SET title = 'Trang chủ', body = 'Giới thiệu' WHERE id = 1")
    assert compared(archive).articles == 1
    applied(archive)
    [(title, body)] = rows(three, "SELECT title, body FROM articles WHERE id = 1")
    assert (title, body) != ("Trang chủ", "Giới thiệu")


@pytest.mark.parametrize("shown_before", [True, False])
def test_a_date_that_only_an_earlier_capture_shows_stays(
    url: str, archive: Archive, tmp_path: Path, shown_before: bool
) -> None:
    dated = page(1).replace(b"</h1>", "</h1><p>Thứ tư, 15/05/2024 - 08:30</p>".encode())
    first = exchange(1, dated if shown_before else page(1))
    imported(archive, file_of(tmp_path, first, exchange(1, page(1, " Sửa."), after=DAY)))
    known = ("2024-05-15T08:30:00+07:00", "Thứ tư, 15/05/2024 - 08:30")
    change(
        archive,
        "UPDATE articles SET published = :published, published_raw = :raw",
        published=known[0], raw=known[1],
    )  # fmt: skip
    applied(archive)
    found = rows(url, "SELECT published, published_raw FROM articles")
    assert found == [known if shown_before else (None, None)]


def test_a_date_after_the_first_capture_is_not_taken_from_the_last_one(
    url: str, archive: Archive, tmp_path: Path
) -> None:
    def dated(day: datetime) -> bytes:
        return page(1).replace(b"</h1>", f"</h1><p>Ngày {day:%d/%m/%Y - %H:%M}</p>".encode())

    known, late = WHEN - DAY, WHEN + 5 * DAY
    captures = exchange(1, dated(known)), exchange(1, dated(late), after=10 * DAY)
    imported(archive, file_of(tmp_path, *captures))
    query = "SELECT substr(published, 1, 10) FROM articles"
    assert rows(url, query) == [(f"{known:%Y-%m-%d}",)]
    applied(archive)
    assert rows(url, query) == [(f"{known:%Y-%m-%d}",)]
    assert rows(url, "SELECT count(*) FROM revisions") == [(0,)]


def test_a_notice_on_many_pages_does_not_become_an_article(
    url: str, archive: Archive, tmp_path: Path
) -> None:
    imported(archive, file_of(tmp_path, *(exchange(n, NOTICE) for n in range(1, 6))))
    assert set(pages(url).values()) == {"failed"}
    applied(archive)
    assert set(pages(url).values()) == {"failed"}
    assert rows(url, "SELECT count(*) FROM articles") == [(0,)]
    assert rows(url, "SELECT verdict FROM runs") == [("failed",), ("doubtful",)]


@pytest.mark.parametrize(
    ("read", "found"), [(3, 0), (2, 2)], ids=["three titles are read again", "two"]
)
def test_one_text_below_three_titles_does_not_become_an_article(
    url: str, archive: Archive, tmp_path: Path, read: int, found: int
) -> None:
    text = page(1, more=" Vui." * MIN_OWN_WORDS).partition(b"<h1>")[2].partition(b"</h1>")[2]
    titled = (f"<h1>Dân vận khéo ở {place}</h1>".encode() for place in ("Gò", "Sim", "Bãi"))
    shown = (exchange(n, title + text) for n, title in enumerate(titled))
    imported(archive, file_of(tmp_path, *shown))
    assert set(pages(url).values()) == {"failed"}
    change(archive, "DELETE FROM captures WHERE page_id > :read", read=read)
    applied(archive)
    outcomes = rows(url, "SELECT outcome FROM pages WHERE id <= ?", read)
    assert outcomes == [("stored" if found else "failed",)] * read
    assert rows(url, "SELECT count(*) FROM articles") == [(found,)]
    assert rows(url, "SELECT stored FROM runs WHERE kind = 'reread'") == [(found,)]


def test_reading_captures_again_is_no_visit_to_the_site(
    url: str, archive: Archive, tmp_path: Path
) -> None:
    imported(archive, file_of(tmp_path, exchange(1), exchange(1, b"<p></p>", after=DAY)))
    applied(archive)
    assert rows(url, "SELECT kind, verdict FROM runs") == [
        ("import", "doubtful"),
        ("reread", "good"),
    ]
