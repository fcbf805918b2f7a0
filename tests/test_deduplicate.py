"""Stage 4: an article that is there already, its edits, and better rules that are no edit."""

import asyncio
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from archive.history import Fields
from archive.outcomes import Outcome
from archive.pages import StoredArticle
from archive.runs import Run
from archive.visit import Visit
from archive.writer import Archive
from extraction.article import Article
from pipelines import deduplicate
from pipelines.deduplicate import DeduplicatePipeline
from replay.runner import StageRunner
from sites.card import Address
from sites.responses import visit_from_response

from .archives import NOW, rows
from .gosim import address, article_url, exchange, new_archive, page, site_run

ARTICLE = address(1)
ADDED = "Tổ dân vận thôn 1 còn vận động được ba nhà hiến đất làm nhà văn hóa thôn."
COUNTER = '<meta name="luot-xem" content="{}">'
OLD_TITLE = "Báo Gò Sim - Dân vận khéo ở thôn 1 xã Gò Sim"
"""What older rules read as the title."""


@pytest.fixture(scope="module", autouse=True)
def workers() -> Iterator[None]:
    """Start the processes of the extraction once for all tests."""
    with StageRunner(20):
        yield


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with new_archive(tmp_path) as opened:
        yield opened


def visit(
    run: Run, body: bytes, where: Address = ARTICLE, days: int = 0, encoding: str = ""
) -> Visit:
    """Send a page of so many days after the first through all stages."""
    headers = [("Content-Encoding", encoding)] if encoding else []
    sent = exchange(where.url, 200, body, headers)
    sent = replace(sent, fetched=NOW - timedelta(days=9 - days))
    fetched = visit_from_response(run, where, sent, body)
    with StageRunner(20) as stages:
        asyncio.run(stages.process_all([[fetched]]))
    assert fetched.outcome is not None
    return fetched


def read_by_older_rules(folder: Path, **fields: str) -> None:
    """Change the stored article into what other rules would have read."""
    changes = {"title": OLD_TITLE} | fields
    with closing(sqlite3.connect(folder / "archive.db")) as connection:
        for name, value in changes.items():
            connection.execute(f"UPDATE articles SET {name} = ?", (value,))
        connection.commit()


def revisions(folder: Path) -> list[tuple[object, ...]]:
    return rows(folder / "archive.db", "SELECT cause, changed, title, body FROM revisions")


def outcome(found: Visit) -> tuple[Outcome | None, str]:
    return found.outcome, found.reason


UNCHANGED = (Outcome.UNCHANGED, "the same article as before")


# Better rules


@pytest.mark.parametrize(
    "again",
    [page(1, head=COUNTER.format(1)), page(1, head=COUNTER.format(2))],
    ids=["the same bytes", "a changed counter"],
)
def test_better_rules_never_pass_for_an_edit(
    archive: Archive, tmp_path: Path, again: bytes
) -> None:
    run = site_run(archive)
    assert visit(run, page(1, head=COUNTER.format(1))).outcome is Outcome.STORED
    read_by_older_rules(tmp_path)
    assert outcome(visit(run, again, days=1)) == UNCHANGED
    assert revisions(tmp_path) == []
    assert rows(tmp_path / "archive.db", "SELECT title FROM articles") == [(OLD_TITLE,)]
    assert run.remarks == {}


def test_an_edit_is_told_apart_from_better_rules(archive: Archive, tmp_path: Path) -> None:
    run = site_run(archive)
    first = visit(run, page(1))
    read_by_older_rules(tmp_path)
    changed = visit(run, page(1, ADDED), days=1)
    assert outcome(changed) == (Outcome.REVISED, "changed by the site: body")
    assert first.article is not None
    [(cause, fields, title, body)] = revisions(tmp_path)
    assert (cause, json.loads(str(fields))) == ("edited", ["body"])
    # As the last capture reads by the rules of now.
    assert (title, body) == (first.article.title, first.article.body)
    assert rows(tmp_path / "archive.db", "SELECT title FROM articles") == [(first.article.title,)]


def test_an_article_that_did_not_change_is_compared_as_it_is_stored(archive: Archive) -> None:
    run = site_run(archive)
    visit(run, page(1))
    again = visit(run, page(1), days=1)
    assert outcome(again) == UNCHANGED
    assert isinstance(again.before, StoredArticle)


@pytest.mark.parametrize(("others", "is_kept"), [(1, False), (2, True)])
def test_a_title_that_three_pages_show_does_not_replace_a_known_one(
    archive: Archive, tmp_path: Path, others: int, is_kept: bool
) -> None:
    visit(site_run(archive), page(1))
    shared = "Xã Gò Sim: tin tức nổi bật nhất"  # with some words of each headline, off topic
    query = "SELECT title FROM articles WHERE url = ?"
    for days, added in ((1, ()), (2, (ADDED,))):
        run = site_run(archive)
        for number in range(2, 2 + others):
            visit(run, page(number, title=shared), address(number), days=days)
        again = visit(run, page(1, *added, title=shared), days=days)
        found = rows(tmp_path / "archive.db", query, ARTICLE.url)
        assert (found != [(shared,)]) is is_kept
    assert again.outcome is Outcome.REVISED, "the text was changed in the second night"
    assert found == [("Dân vận khéo ở thôn 1 xã Gò Sim" if is_kept else shared,)]


def test_a_title_that_all_pages_of_a_batch_show_replaces_none(
    archive: Archive, tmp_path: Path
) -> None:
    numbers = range(1, 5)
    run = site_run(archive)
    judged(run, *((number, page(number)) for number in numbers))
    titles = rows(tmp_path / "archive.db", "SELECT title FROM articles ORDER BY id")
    run = site_run(archive)
    shared = "Xã Gò Sim: tin tức nổi bật nhất"
    again = judged(run, *((number, page(number, title=shared)) for number in numbers), days=1)
    assert [v.outcome for v in again] == [Outcome.UNCHANGED] * len(numbers)
    assert rows(tmp_path / "archive.db", "SELECT title FROM articles ORDER BY id") == titles


def test_an_edited_article_is_compared_with_its_last_capture(
    archive: Archive, tmp_path: Path
) -> None:
    run = site_run(archive)
    visit(run, page(1))
    visit(run, page(1, ADDED), days=1)
    read_by_older_rules(tmp_path)
    assert outcome(visit(run, page(1, ADDED, head=COUNTER.format(3)), days=2)) == UNCHANGED
    assert len(revisions(tmp_path)) == 1


def test_an_article_that_has_moved_is_compared_with_the_capture_of_its_old_url(
    archive: Archive, tmp_path: Path
) -> None:
    run = site_run(archive)
    visit(run, page(1))
    read_by_older_rules(tmp_path)
    moved = address(1, "dia-chi-moi")
    assert outcome(visit(run, page(1), moved, days=1)) == UNCHANGED
    assert revisions(tmp_path) == []


def test_an_article_that_has_moved_twice_is_compared_with_the_capture_of_its_own_url(
    archive: Archive, tmp_path: Path
) -> None:
    run = site_run(archive)
    visit(run, page(1))
    moved = address(1, "dia-chi-moi")
    assert visit(run, page(1, ADDED), moved, days=1).outcome is Outcome.REVISED
    read_by_older_rules(tmp_path)
    assert outcome(visit(run, page(1, ADDED), moved, days=2)) == UNCHANGED
    assert len(revisions(tmp_path)) == 1


# Captures that tell nothing


def _is_compared_with_the_stored_article(archive: Archive, run: Run, folder: Path) -> None:
    read_by_older_rules(folder)
    changed = visit(run, page(1), days=3)
    assert outcome(changed) == (Outcome.REVISED, "changed by the site: title")
    [(cause, fields, title, body)] = revisions(folder)
    assert (cause, json.loads(str(fields)), title) == ("edited", ["title"], OLD_TITLE)
    assert body


@pytest.mark.parametrize("spoil", ["missing", "damaged"])
def test_without_a_readable_capture_the_stored_article_is_compared(
    archive: Archive, tmp_path: Path, spoil: str
) -> None:
    run = site_run(archive)
    visit(run, page(1))
    [path] = (tmp_path / "captures").glob("*/*.warc.gz")
    content = path.read_bytes()
    path.unlink() if spoil == "missing" else path.write_bytes(b"x" * len(content))
    _is_compared_with_the_stored_article(archive, run, tmp_path)
    when = (NOW - timedelta(days=9)).isoformat(timespec="seconds")
    assert run.remarks == {f"the capture of {article_url(1)} of {when} cannot be read": 1}
    assert run.fault is None


def test_without_any_capture_the_stored_article_is_compared(
    archive: Archive, tmp_path: Path
) -> None:
    run = site_run(archive)
    visit(run, page(1))
    with closing(sqlite3.connect(tmp_path / "archive.db")) as connection:
        connection.execute("DELETE FROM captures")
        connection.commit()
    _is_compared_with_the_stored_article(archive, run, tmp_path)
    assert run.remarks == {}


@pytest.mark.parametrize(
    "body",
    [
        b"<p>Just a moment...</p>",
        page(1, *["dÃ¢n váº­n khÃ©o"] * 9, title="dÃ¢n váº­n"),
    ],
    ids=["a challenge", "garbled"],
)
def test_a_capture_without_a_readable_article_is_not_compared_but_the_one_before_it(
    archive: Archive, tmp_path: Path, body: bytes
) -> None:
    run = site_run(archive)
    visit(run, page(1))
    between = visit(run, body, days=1)
    assert between.outcome in (Outcome.BLOCKED, Outcome.FAILED)
    read_by_older_rules(tmp_path)
    assert outcome(visit(run, page(1), days=3)) == UNCHANGED
    assert revisions(tmp_path) == []
    assert run.remarks == {}


def test_a_capture_that_cannot_be_decoded_is_remarked(archive: Archive, tmp_path: Path) -> None:
    run = site_run(archive)
    visit(run, page(1), encoding="unheard-of")
    _is_compared_with_the_stored_article(archive, run, tmp_path)
    when = (NOW - timedelta(days=9)).isoformat(timespec="seconds")
    [(remark, count)] = run.remarks.items()
    assert remark.startswith(f"{article_url(1)} of {when} cannot be read again (it is packed in")
    assert count == 1


# Duplicates


def test_the_same_text_elsewhere_is_a_duplicate(archive: Archive, tmp_path: Path) -> None:
    run = site_run(archive)
    visit(run, page(1))
    again = visit(run, page(1), address(2))
    reason = f"the same text as {article_url(1)}"
    assert outcome(again) == (Outcome.DUPLICATE, reason)
    assert outcome(visit(run, page(1), address(2), days=1)) == (Outcome.DUPLICATE, reason)
    assert rows(tmp_path / "archive.db", "SELECT url FROM articles") == [(article_url(1),)]


def test_another_text_is_another_article(archive: Archive) -> None:
    run = site_run(archive)
    visit(run, page(1))
    assert visit(run, page(2), address(2)).outcome is Outcome.STORED


def test_an_article_is_no_duplicate_of_itself_at_another_url(archive: Archive) -> None:
    run = site_run(archive)
    visit(run, page(1))
    assert outcome(visit(run, page(1), address(1, "moi"), days=1)) == UNCHANGED


def test_an_article_that_becomes_the_text_of_another_is_a_duplicate(archive: Archive) -> None:
    run = site_run(archive)
    visit(run, page(1))
    visit(run, page(2), address(2))
    changed = visit(run, page(1), address(2), days=1)
    assert outcome(changed) == (Outcome.DUPLICATE, f"the same text as {article_url(1)}")


def test_known_articles_that_show_the_text_of_another_make_the_run_doubtful(
    archive: Archive, tmp_path: Path
) -> None:
    run = site_run(archive)
    judged(run, *((n, page(n)) for n in range(1, 7)))
    night = site_run(archive)
    judged(night, *((n, page(1)) for n in range(1, 7)), days=1)
    night.listings = 1
    verdict, reasons = night.close(finished=True)
    assert verdict == "doubtful"
    assert "a page no longer shows its article, which is kept as it was (5 times)" in reasons
    assert any(reason.startswith("5 pages show one title and text") for reason in reasons)
    failed = rows(tmp_path / "archive.db", "SELECT outcome, count(*) FROM pages GROUP BY 1")
    assert dict(failed) == {"failed": 5, "unchanged": 1}
    assert rows(tmp_path / "archive.db", "SELECT count(*) FROM articles") == [(6,)]


def test_an_article_revised_to_a_text_that_was_stored_meanwhile_is_a_duplicate(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = site_run(archive)
    judged(run, (1, page(1)), (2, page(2)))
    # The other article is stored while the worker reads the capture of this one.
    extract = deduplicate.extract_capture

    async def slow(visit: Visit, capture: object) -> Article | None:
        if visit.url == article_url(1):
            await judge(run, 2, page(3))
        return await extract(visit, capture)

    monkeypatch.setattr(deduplicate, "extract_capture", slow)
    changed = visit(run, page(3), address(1), days=1)
    assert outcome(changed) == (Outcome.DUPLICATE, f"the same text as {article_url(2)}")


async def judge(run: Run, number: int, body: bytes) -> None:
    """Send a page through all stages while another one is in them."""
    sent = replace(exchange(article_url(number), 200, body), fetched=NOW + timedelta(days=1))
    with StageRunner(20) as stages:
        await stages.process_all([[visit_from_response(run, address(number), sent, body)]])


def test_two_pages_with_one_text_in_one_batch(archive: Archive) -> None:
    run = site_run(archive)
    visits = []
    for number in (1, 2):
        sent = exchange(article_url(number), 200, page(1))
        visits.append(visit_from_response(run, address(number), sent, page(1)))
    with StageRunner(20) as stages:
        asyncio.run(stages.process_all([visits]))
    assert [v.outcome for v in visits] == [Outcome.STORED, Outcome.DUPLICATE]


def judged(run: Run, *pages: tuple[int, bytes], days: int = 0) -> list[Visit]:
    """Send pages of several articles through all stages, in one batch."""
    visits = []
    for number, body in pages:
        sent = replace(exchange(article_url(number), 200, body), fetched=NOW + timedelta(days=days))
        visits.append(visit_from_response(run, address(number), sent, body))
    with StageRunner(20) as stages:
        asyncio.run(stages.process_all([visits]))
    return visits


def test_two_articles_that_are_revised_to_one_text_in_one_batch(
    archive: Archive, tmp_path: Path
) -> None:
    run = site_run(archive)
    judged(run, (1, page(1)), (2, page(2)), (3, page(3)))
    visits = judged(run, (1, page(4)), (2, page(4)), (3, page(3)), days=1)
    assert [v.outcome for v in visits] == [Outcome.REVISED, Outcome.DUPLICATE, Outcome.UNCHANGED]
    found = rows(tmp_path / "archive.db", "SELECT outcome, count(*) FROM pages GROUP BY 1")
    counted = {outcome.value: count for outcome, count in run.outcomes.items()}
    assert counted == {"stored": 3, "revised": 1, "duplicate": 1, "unchanged": 1}
    assert dict(found) == {"revised": 1, "duplicate": 1, "unchanged": 1}
    texts = rows(tmp_path / "archive.db", "SELECT title FROM articles ORDER BY id")
    assert texts == [(f"Dân vận khéo ở thôn {n} xã Gò Sim",) for n in (4, 2, 3)]


def test_articles_that_show_the_text_of_another_for_one_night_are_not_lost(
    archive: Archive, tmp_path: Path
) -> None:
    run = site_run(archive)
    judged(run, *((n, page(n)) for n in (1, 2, 3)), days=-9)
    before = rows(tmp_path / "archive.db", "SELECT id, title, body FROM articles")
    night = judged(run, *((n, page(1)) for n in (1, 2, 3)), days=-2)
    assert [v.outcome for v in night] == [Outcome.UNCHANGED, *[Outcome.DUPLICATE] * 2]
    later = site_run(archive)
    assert [page.url for page in later.queue.due_pages()] == [article_url(2), article_url(3)]
    assert all(later.queue.is_due(f"post:{n}", article_url(n)) for n in (2, 3))
    back = judged(later, *((n, page(n)) for n in (1, 2, 3)))
    assert [v.outcome for v in back] == [Outcome.UNCHANGED] * 3
    assert rows(tmp_path / "archive.db", "SELECT id, title, body FROM articles") == before
    assert revisions(tmp_path) == []


ONE, TWO = "Dân vận khéo số 1", "Dân vận khéo số 2"
STOCK = (
    "Mời quý vị và các bạn theo dõi chương trình dân vận của Đài qua video sau đây.</p>"
    "<p>Chương trình được phát sóng vào tối thứ năm và phát lại vào trưa chủ nhật hằng tuần."
)


def broadcast(title: str, day: int, text: str = STOCK, hour: int = 8) -> bytes:
    date = f"<p>{day:02}/05/2024 {hour:02}:30</p>"
    return f"<title>{title}</title><h1>{title}</h1>{date}<div><p>{text}</p></div>".encode()


def of_words(number: int) -> str:
    """Return a text of so many words."""
    return " ".join(f"thôn{n}" for n in range(number - 4)) + " bàn việc dân vận."


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        pytest.param(broadcast(ONE, 10), broadcast(TWO, 10), False, id="another title"),
        pytest.param(broadcast(ONE, 10), broadcast(ONE, 11), False, id="another day"),
        pytest.param(broadcast(ONE, 10), broadcast(ONE, 10), True, id="the same"),
        pytest.param(
            broadcast(ONE, 10), broadcast(ONE.upper() + "!", 10, hour=9), True,
            id="printed otherwise"
        ),
        pytest.param(
            broadcast(ONE, 10, of_words(149)), broadcast(TWO, 11, of_words(149)), False,
            id="a text that is just too short",
        ),
        pytest.param(
            broadcast(ONE, 10, of_words(150)), broadcast(TWO, 11, of_words(150)), True,
            id="a text that tells an article",
        ),
    ],
)  # fmt: skip
def test_a_short_text_needs_title_and_day_to_be_a_duplicate(
    archive: Archive, tmp_path: Path, first: bytes, second: bytes, same: bool
) -> None:
    visits = judged(site_run(archive), (1, first), (2, second))
    expected = Outcome.DUPLICATE if same else Outcome.STORED
    assert [v.outcome for v in visits] == [Outcome.STORED, expected]
    titles = rows(tmp_path / "archive.db", "SELECT title, published FROM pages ORDER BY id")
    read = [v.article for v in visits if v.article is not None]
    assert titles == [(article.title, article.published) for article in read]


# What passes


def test_a_visit_with_an_outcome_or_without_an_article_passes(archive: Archive) -> None:
    run = site_run(archive)
    stored = visit(run, page(1))
    assert stored.article is not None
    gone = Visit(run, "post:2", article_url(2), NOW, 404, article=stored.article)
    gone.end(Outcome.GONE, "a reason in words")
    bare = Visit(run, "post:3", article_url(3), NOW, 200)
    new = Visit(run, "post:4", article_url(4), NOW, 200)
    new.article = Article(url=new.url, body="Họp thôn.", text_sha256="4" * 64)

    async def go() -> None:
        for one in (gone, bare, new):
            assert await DeduplicatePipeline().process_item(one) is one

    asyncio.run(go())
    assert outcome(gone) == (Outcome.GONE, "a reason in words")
    assert bare.outcome is None
    assert new.outcome is None


# Pages that show something else

NOTICE = (
    "<h1>Hệ thống đang bảo trì</h1><p>Trang dân vận đang được nâng cấp, mong bạn đọc quay lại.</p>"
).encode()
KEPT = "a page no longer shows its article, which is kept as it was"
DATED = '<p class="date">Thứ tư, 15/05/2024 - 08:30</p>'


def stored_article(folder: Path) -> tuple[object, ...]:
    query = "SELECT title, body, published, published_raw, author, byline, gone_since FROM articles"
    [found] = rows(folder / "archive.db", query)
    return found


def test_another_page_is_no_edit_and_is_requested_again(archive: Archive, tmp_path: Path) -> None:
    run = site_run(archive)
    visit(run, page(1))
    before = stored_article(tmp_path)
    dated = NOTICE.replace(b"</h1>", f"</h1>{DATED}".encode())
    for days in (1, 2):
        found = visit(run, dated, days=days)
        assert outcome(found) == (
            Outcome.FAILED,
            "shows “Hệ thống đang bảo trì”; the known article is kept",
        )
    assert stored_article(tmp_path) == before
    assert revisions(tmp_path) == []
    assert run.remarks == {KEPT: 2}
    [(failures, due, published, article)] = rows(
        tmp_path / "archive.db",
        "SELECT failures, next_check > last_fetched, published, article_id FROM pages",
    )
    assert (failures, due, published, article) == (1.0, 1, None, 1)


def test_a_text_without_a_word_of_the_known_one_is_believed_on_the_fifth_visit(
    archive: Archive, tmp_path: Path
) -> None:
    run = site_run(archive)
    visit(run, page(1))
    before = stored_article(tmp_path)
    title = "Dân vận khéo ở thôn 1 xã Gò Sim"
    rewritten = f"<title>{title}</title><h1>{title}</h1><div><p>{of_words(60)}</p></div>".encode()
    for days in (1, 2, 3, 4):
        assert visit(run, rewritten, days=days).outcome is Outcome.FAILED
        assert stored_article(tmp_path) == before
    assert visit(run, rewritten, days=5).outcome is Outcome.REVISED
    assert len(revisions(tmp_path)) == 1


def test_another_headline_above_the_known_text_is_believed_on_the_fifth_visit(
    archive: Archive, tmp_path: Path
) -> None:
    visit(site_run(archive), page(1))
    before = stored_article(tmp_path)
    renamed = page(1, title="Báo điện tử của tỉnh")
    for days in (1, 2, 3, 4):
        found = visit(site_run(archive), renamed, days=days)
        assert outcome(found) == (
            Outcome.FAILED, "shows “Báo điện tử của tỉnh”; the known article is kept"
        )  # fmt: skip
        assert stored_article(tmp_path) == before
    assert outcome(visit(site_run(archive), renamed, days=5)) == (
        Outcome.REVISED, "changed by the site: title"
    )  # fmt: skip


@pytest.mark.parametrize(("others", "expected"), [(0, Outcome.FAILED), (2, Outcome.REVISED)])
def test_a_known_title_that_another_article_has_or_had_may_be_replaced(
    archive: Archive, tmp_path: Path, others: int, expected: Outcome
) -> None:
    name = "Báo điện tử của tỉnh"
    for number in range(1, 2 + others):
        visit(site_run(archive), page(number, ADDED, title=name), address(number))
    for number in range(2, 2 + others):  # which is mended on the others first
        visit(site_run(archive), page(number, ADDED), address(number), days=1)
    assert visit(site_run(archive), page(1, ADDED), days=1).outcome is expected


@pytest.mark.parametrize(("others", "is_kept"), [(0, False), (1, True)])
def test_the_title_of_another_article_does_not_replace_a_known_one(
    archive: Archive, tmp_path: Path, others: int, is_kept: bool
) -> None:
    visit(site_run(archive), page(1))
    shared = "Dân vận khéo: tin tức nổi bật nhất"
    for number in range(2, 2 + others):
        visit(site_run(archive), page(number, title=shared), address(number))
    assert rows(tmp_path / "archive.db", "SELECT count(*) FROM articles") == [(1 + others,)]
    again = visit(site_run(archive), page(1, title=shared), days=1)
    assert again.outcome is (Outcome.UNCHANGED if is_kept else Outcome.REVISED)


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (timedelta(days=-1), Outcome.REVISED),
        (timedelta(0), Outcome.REVISED),
        (timedelta(seconds=1), Outcome.UNCHANGED),
        (timedelta(days=3), Outcome.UNCHANGED),
    ],
)
def test_a_date_after_the_first_capture_does_not_replace_a_known_one(
    archive: Archive, tmp_path: Path, shown: timedelta, expected: Outcome
) -> None:
    def dated(moment: datetime) -> bytes:
        meta = '<meta property="article:published_time" content="{}">'
        return page(1, head=meta.format(moment.isoformat()))

    first = NOW.replace(microsecond=0) - timedelta(days=9)  # when it is captured
    known = first - timedelta(days=2)
    visit(site_run(archive), dated(known))
    assert visit(site_run(archive), dated(first + shown), days=5).outcome is expected
    [(published,)] = rows(tmp_path / "archive.db", "SELECT published FROM articles")
    is_kept = expected is Outcome.UNCHANGED
    assert datetime.fromisoformat(str(published)) == (known if is_kept else first + shown)


def test_a_date_after_the_first_capture_is_none_of_an_article_without_one(
    archive: Archive, tmp_path: Path
) -> None:
    visit(site_run(archive), page(1))
    late = (NOW - timedelta(days=5)).isoformat()
    dated = page(1, head=f'<meta property="article:published_time" content="{late}">')
    assert visit(site_run(archive), dated, days=6).outcome is Outcome.UNCHANGED
    assert rows(tmp_path / "archive.db", "SELECT published FROM articles") == [(None,)]


def test_after_another_page_the_article_is_compared_with_its_own_capture(
    archive: Archive, tmp_path: Path
) -> None:
    run = site_run(archive)
    visit(run, page(1))
    visit(run, NOTICE, days=1)
    read_by_older_rules(tmp_path)
    assert outcome(visit(run, page(1), days=2)) == UNCHANGED
    visit(run, NOTICE, days=3)
    changed = visit(run, page(1, ADDED), days=4)
    assert outcome(changed) == (Outcome.REVISED, "changed by the site: body")


@pytest.mark.parametrize(("notices", "expected"), [(4, UNCHANGED[0]), (5, Outcome.REVISED)])
def test_the_last_five_captures_are_searched_for_the_article(
    archive: Archive, tmp_path: Path, notices: int, expected: Outcome
) -> None:
    run = site_run(archive)
    visit(run, page(1))
    for days in range(notices):
        visit(run, NOTICE + b"<p>%d</p>" % days, days=days + 1)
    read_by_older_rules(tmp_path)
    assert visit(run, page(1), days=8).outcome is expected


def test_an_empty_page_at_a_known_address_is_remarked(archive: Archive, tmp_path: Path) -> None:
    run = site_run(archive)
    visit(run, page(1))
    assert visit(run, b"<p></p>", days=1).outcome is Outcome.EMPTY
    assert visit(run, b"<p></p>", address(2)).outcome is Outcome.EMPTY
    assert run.remarks == {KEPT: 1}


def test_an_edit_is_compared_only_with_the_rules_of_now(archive: Archive, tmp_path: Path) -> None:
    run = site_run(archive)
    visit(run, page(1))
    read_by_older_rules(tmp_path, body="Trang chủ | Giới thiệu | Liên hệ", title="Báo Gò Sim")
    assert outcome(visit(run, page(1), days=1)) == UNCHANGED


def test_a_redesign_without_a_date_keeps_the_known_one(archive: Archive, tmp_path: Path) -> None:
    run = site_run(archive)
    dated = page(1).replace(b"</h1>", f"</h1>{DATED}".encode())
    visit(run, dated)
    known = stored_article(tmp_path)
    assert known[2:4] == ("2024-05-15T08:30:00+07:00", "Thứ tư, 15/05/2024 - 08:30")
    assert outcome(visit(run, page(1), days=1)) == UNCHANGED
    changed = visit(run, page(1, ADDED), days=2)
    assert outcome(changed) == (Outcome.REVISED, "changed by the site: body")
    assert stored_article(tmp_path)[2:] == known[2:]
    assert rows(tmp_path / "archive.db", "SELECT published FROM pages") == [(known[2],)]


def test_a_redesign_without_an_author_keeps_the_known_one(archive: Archive, tmp_path: Path) -> None:
    run = site_run(archive)
    signed = page(1).replace(b"</div>", "<p><b>Thu Hà</b></p></div>".encode())
    visit(run, signed)
    known = stored_article(tmp_path)
    assert known[4] == "Thu Hà"
    assert outcome(visit(run, page(1), days=1)) == UNCHANGED
    visit(run, page(1, ADDED), days=2)
    assert stored_article(tmp_path)[4:6] == known[4:6]


def test_a_counter_that_ticks_is_no_edit(archive: Archive, tmp_path: Path) -> None:
    def counted(number: int, *more: str) -> bytes:
        line = f"<p>Có {number} lượt ghé bài này</p></div>"
        return page(1, *more).replace(b"</div>", line.encode())

    run = site_run(archive)
    visit(run, counted(7))
    assert outcome(visit(run, counted(9), days=1)) == UNCHANGED
    assert visit(run, counted(11, ADDED), days=2).outcome is Outcome.REVISED


def test_the_fields_of_the_articles_that_were_read_are_counted(archive: Archive) -> None:
    run = site_run(archive)
    dated = page(1).replace(b"</h1>", f"</h1>{DATED}".encode())
    visit(run, dated)
    visit(run, page(1), days=1)
    visit(run, page(2), address(2))
    visit(run, NOTICE, address(2), days=1)
    assert visit(run, dated, address(3)).outcome is Outcome.DUPLICATE
    assert run.fields == Fields(3, dated=1)
