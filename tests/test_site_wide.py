"""What happens to many pages of a site in one run, and how their outcomes are corrected."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from archive.ledger import record
from archive.outcomes import Outcome
from archive.runs import Run
from archive.site_wide import quoted
from archive.visit import Visit
from archive.writer import Archive
from extraction.article import Article
from pipelines.classify import ClassifyPipeline
from pipelines.resemblance import reading_of

from .archives import NOW, article, rows
from .conftest import assert_whole
from .gosim import HOME, article_url, new_archive, record_earlier, site_run

TARGET = f"{HOME}/bao-tri"
NOTICE = "Hệ thống đang bảo trì"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with new_archive(tmp_path) as opened:
        yield opened


def visited(run: Run, number: int, outcome: Outcome, **facts: Any) -> Visit:
    """Send a visit with an outcome through the stage that notes it, and record it."""
    visit = Visit(run, f"post:{number}", article_url(number), NOW, 200, **facts)
    if visit.article is None:
        visit.end(outcome, "a reason in words")
    ClassifyPipeline().process_item(visit)
    if visit.outcome is None:
        visit.end(outcome, "a reason in words")
    record(visit)
    return visit


def outcomes(folder: Path) -> dict[str, int]:
    query = "SELECT outcome, count(*) FROM pages GROUP BY 1"
    return dict(rows(folder / "archive.db", query))


def close(run: Run) -> tuple[str, list[str]]:
    run.listings = 1
    return run.close(finished=True)


# Pages that are gone


def lose(
    archive: Archive, gone: int, kept: int, failures: float = 0, known: bool = True
) -> tuple[Run, list[str]]:
    """Visit known articles, or new pages, of which some redirect to a notice."""
    for number in range(gone + kept) if known else ():
        record_earlier(archive, number, Outcome.STORED)
    if failures:
        for number in range(gone):
            record_earlier(archive, number, Outcome.FAILED, fetched=NOW - timedelta(days=1))
    run = site_run(archive)
    for number in range(gone):
        visited(run, number, Outcome.GONE, redirects_to=TARGET)
    for number in range(gone, gone + kept):
        visited(run, number, Outcome.UNCHANGED if known else Outcome.OFF_TOPIC)
    return run, close(run)[1]


@pytest.mark.parametrize(
    ("gone", "kept", "believed"), [(4, 0, True), (5, 0, False), (5, 5, True), (6, 5, False)]
)
@pytest.mark.parametrize("known", [True, False], ids=["known articles", "new pages"])
def test_more_than_half_are_not_believed_to_be_gone(
    archive: Archive, tmp_path: Path, gone: int, kept: int, believed: bool, known: bool
) -> None:
    run, reasons = lose(archive, gone, kept, known=known)
    name = "known articles" if known else "new pages"
    remark = f"{gone} of {gone + kept} {name} are gone at once"
    assert (remark in reasons) is not believed
    assert outcomes(tmp_path)["gone" if believed else "failed"] == gone
    assert run.outcomes[Outcome.GONE if believed else Outcome.FAILED] == gone
    lost = rows(tmp_path / "archive.db", "SELECT count(gone_since) FROM articles")
    assert lost == [(gone if believed and known else 0,)]
    assert_whole(tmp_path)


def test_pages_that_are_not_believed_to_be_gone_are_requested_again(
    archive: Archive, tmp_path: Path
) -> None:
    lose(archive, 5, 0)
    found = rows(tmp_path / "archive.db", "SELECT reason, failures, next_check FROM pages")
    reason = "a reason in words; not believed, as 5 of 5 known articles are gone at once"
    due = (NOW + timedelta(hours=20)).isoformat(timespec="seconds")
    assert set(found) == {(reason, 0.5, due)}


def test_after_two_nights_they_are_believed_to_be_gone(archive: Archive, tmp_path: Path) -> None:
    lose(archive, 5, 0)
    for failures in (1.0, None):
        run = site_run(archive)
        for number in range(5):
            visited(run, number, Outcome.GONE, redirects_to=TARGET)
        assert "5 of 5 known articles are gone at once" in close(run)[1]
        found = rows(tmp_path / "archive.db", "SELECT DISTINCT outcome, failures FROM pages")
        assert found == [("failed", failures) if failures else ("gone", 0)]


def test_what_was_gone_before_is_no_loss_of_this_run(archive: Archive, tmp_path: Path) -> None:
    for number in range(5):
        record_earlier(archive, number, Outcome.STORED)
    for again in (False, True):
        run = site_run(archive)
        for number in range(4 if not again else 5):
            visited(run, number, Outcome.GONE)
        assert not any("at once" in reason for reason in close(run)[1])
    assert outcomes(tmp_path) == {"gone": 5}


def test_new_pages_that_answer_404_are_gone(archive: Archive, tmp_path: Path) -> None:
    run = site_run(archive)
    for number in range(9):
        visited(run, number, Outcome.GONE)
    reasons = close(run)[1]
    assert reasons == ["most pages are not there: 9 gone and 0 refused, of 9"]
    assert outcomes(tmp_path) == {"gone": 9}


@pytest.mark.parametrize(("count", "believed"), [(4, True), (5, False)])
@pytest.mark.parametrize("one_target", [True, False])
def test_known_articles_that_redirect_to_one_article(
    archive: Archive, tmp_path: Path, count: int, believed: bool, one_target: bool
) -> None:
    for number in range(count):
        record_earlier(archive, number, Outcome.STORED)
    run = site_run(archive)
    for number in range(count):
        target = article_url(77 if one_target else 100 + number)
        visited(run, number, Outcome.DUPLICATE, redirects_to=target)
    close(run)
    expected = "duplicate" if believed or not one_target else "failed"
    assert outcomes(tmp_path) == {expected: count}


def lead_away(
    archive: Archive, known: int, new: int, kept: int, *, one_target: bool = True
) -> list[str]:
    """Visit known articles and new pages that redirect, and others that do not."""
    for number in range(known):
        record_earlier(archive, number, Outcome.STORED)
    run = site_run(archive)
    for number in range(known + new):
        target = f"{TARGET}?tu={number}" if one_target else f"{TARGET}/{number}"
        visited(run, number, Outcome.GONE, redirects_to=target)
    for number in range(known + new, known + new + kept):
        visited(run, number, Outcome.OFF_TOPIC)
    return close(run)[1]


@pytest.mark.parametrize(
    ("known", "new", "kept", "one_target", "believed"),
    [
        (3, 2, 0, True, False),
        (2, 2, 0, True, True),
        (3, 3, 5, True, False),
        (3, 3, 6, True, True),
        (3, 2, 0, False, True),
    ],
)
def test_known_articles_and_new_pages_that_redirect_to_one_page(
    archive: Archive,
    tmp_path: Path,
    known: int,
    new: int,
    kept: int,
    one_target: bool,
    believed: bool,
) -> None:
    reasons = lead_away(archive, known, new, kept, one_target=one_target)
    gone, pages = known + new, known + new + kept
    remark = f"{gone} of {pages} pages redirect to {TARGET}, which is no article"
    assert (remark in reasons) is not believed
    expected = {"gone" if believed else "failed": gone} | ({"off_topic": kept} if kept else {})
    assert outcomes(tmp_path) == expected
    assert_whole(tmp_path)


def test_what_new_pages_say_alone_is_said_once(archive: Archive) -> None:
    reasons = lead_away(archive, 0, 6, 0)
    assert "6 of 6 new pages are gone at once" in reasons
    assert not any("redirect" in reason for reason in reasons)


def test_a_page_is_corrected_once_and_measured(archive: Archive, tmp_path: Path) -> None:
    lead_away(archive, 6, 3, 0)
    lead_away(archive, 0, 9, 0)
    found = rows(
        tmp_path / "archive.db",
        "SELECT failed, gone, measures ->> '$.failed_again', measures ->> '$.failures' FROM runs "
        "WHERE failed ORDER BY id",
    )
    failures = {
        "6 of 6 known articles are gone at once": 6,
        f"9 of 9 pages redirect to {TARGET}, which is no article": 3,
    }
    assert [row[:3] for row in found] == [(9, 0, 0), (9, 0, 9)]
    assert [json.loads(row[3]) for row in found] == [failures, failures]


# Notices


def notice(number: int, body: str = "Trang của Ban Dân vận đang được nâng cấp.") -> Article:
    return article(1, body, url=article_url(number), title=NOTICE, published=None)


def show_notices(run: Run, count: int, outcome: Outcome = Outcome.DUPLICATE) -> None:
    """Visit new pages that show one notice: the first is stored, the others are duplicates."""
    for number in range(count):
        first = Outcome.STORED if outcome is Outcome.DUPLICATE and number == 0 else outcome
        body = "" if outcome is Outcome.OFF_TOPIC else "Trang của Ban Dân vận đang được nâng cấp."
        visited(run, number, first, article=notice(number, body))


@pytest.mark.parametrize(("count", "is_notice"), [(4, False), (5, True)])
def test_what_many_new_pages_show_is_no_article(
    archive: Archive, tmp_path: Path, count: int, is_notice: bool
) -> None:
    run = site_run(archive)
    show_notices(run, count)
    reasons = close(run)[1]
    remark = f"{count} pages show one title and text, “{NOTICE}”, so it is no article"
    assert (remark in reasons) is is_notice
    titles = rows(tmp_path / "archive.db", "SELECT title FROM articles")
    assert titles == ([] if is_notice else [(NOTICE,)])
    if is_notice:
        due = (NOW + timedelta(hours=20)).isoformat(timespec="seconds")
        found = rows(
            tmp_path / "archive.db",
            "SELECT DISTINCT outcome, reason, article_id, failures, next_check FROM pages",
        )
        reason = f"shows “{NOTICE}”, like {count - 1} other pages"
        assert found == [("failed", reason, None, 0.5, due)]
        assert {o: n for o, n in run.outcomes.items() if n} == {Outcome.FAILED: count}
    assert_whole(tmp_path)


def test_a_notice_on_another_topic_does_not_close_its_pages(
    archive: Archive, tmp_path: Path
) -> None:
    run = site_run(archive)
    show_notices(run, 5, Outcome.OFF_TOPIC)
    close(run)
    assert outcomes(tmp_path) == {"failed": 5}


def test_pages_of_one_article_are_one_page(archive: Archive, tmp_path: Path) -> None:
    run = site_run(archive)
    for number in range(5):
        visit = Visit(run, "post:1", article_url(1, f"ten-{number}"), NOW, 200)
        visit.article = notice(1, body="Dân vận khéo.")
        ClassifyPipeline().process_item(visit)
        visit.end(Outcome.OFF_TOPIC, "a reason in words")
        record(visit)
    close(run)
    assert outcomes(tmp_path) == {"off_topic": 5}


@pytest.mark.parametrize("field", ["title", "published", "body"])
def test_pages_that_differ_are_articles(archive: Archive, tmp_path: Path, field: str) -> None:
    run = site_run(archive)
    for number in range(6):
        values = {"title": f"Số {number}", "published": f"2024-05-1{number}", "body": f"{number}."}
        fields: dict[str, Any] = {"title": NOTICE, "published": None, "body": "Mời xem."}
        shown = article(number, **fields | {field: values[field]})
        visited(run, number, Outcome.OFF_TOPIC, article=shown)
    assert close(run)[1] == []
    assert outcomes(tmp_path) == {"off_topic": 6}


def test_an_article_that_was_read_again_since_is_not_forgotten(
    archive: Archive, tmp_path: Path
) -> None:
    run = site_run(archive)
    show_notices(run, 5)
    archive.commit()
    known = run.pages.article_of("post:0")
    again = Visit(run, "post:0", article_url(0), NOW + timedelta(hours=1), 200)
    again.stored, again.article = known, notice(0, body="Bà con dân vận khéo.")
    again.end(Outcome.REVISED, "a reason in words")
    record(again)
    close(run)
    assert outcomes(tmp_path) == {"failed": 4, "revised": 1}
    assert_whole(tmp_path)


def test_an_article_with_a_revision_is_not_forgotten(archive: Archive, tmp_path: Path) -> None:
    run = site_run(archive)
    show_notices(run, 5)
    archive.commit()
    moved = Visit(run, "post:0", article_url(0, "moi"), NOW, 200)
    moved.stored, moved.article = run.pages.article_of("post:0"), notice(0, body="Dân vận khéo.")
    moved.end(Outcome.REVISED, "a reason in words")
    record(moved)
    close(run)
    assert outcomes(tmp_path) == {"failed": 4, "revised": 1, "stored": 1}
    assert_whole(tmp_path)


def test_a_notice_at_known_addresses_is_counted_with_that_at_new_ones(archive: Archive) -> None:
    run = site_run(archive)
    show_notices(run, 3)
    for number in (7, 8):
        visit = Visit(run, f"post:{number}", article_url(number), NOW, 200)
        run.site_wide.note_reading(visit.look(), reading_of(notice(number)))
    assert any(reason.startswith("5 pages show") for reason in close(run)[1])


@pytest.mark.parametrize(
    ("known", "new", "is_notice"), [(1, 2, True), (2, 1, True), (1, 1, False), (0, 3, False)]
)
def test_what_is_in_place_of_a_known_article_is_not_one_of_others(
    archive: Archive, tmp_path: Path, *, known: int, new: int, is_notice: bool
) -> None:
    """Whatever their dates and texts: an advertisement has taken over the pages."""
    run = site_run(archive)
    for number in range(new):
        shown = replace(notice(number, f"Tặng {number}00K."), published=f"2026-11-0{number + 1}")
        visited(run, number, Outcome.OFF_TOPIC, article=shown)
    for number in range(7, 7 + known):
        visit = Visit(run, f"post:{number}", article_url(number), NOW, 200)
        run.site_wide.note_text(visit.look(), notice(number, "Tặng 100K tân thủ."), in_place=True)
    remark = f"3 pages show “{NOTICE}”, one of them in place of its article"
    assert (remark in close(run)[1]) is is_notice
    assert outcomes(tmp_path) == {"failed" if is_notice else "off_topic": new}


def test_a_long_title_is_shown_in_part() -> None:
    assert quoted("x" * 80) == f"“{'x' * 80}”"
    assert quoted("x" * 81) == f"“{'x' * 80}…”"


# One text below several titles


def show_one_text(run: Run, titles: int, words: int, outcome: Outcome = Outcome.STORED) -> None:
    """Visit new pages with titles and leads of their own, and the body of one article."""
    for number in range(titles):
        body, title = " ".join(["vận"] * words), f"Dân vận khéo số {number}"
        shown = article(number, body, url=article_url(number), title=title)
        visited(run, number, outcome, article=replace(shown, text_sha256=str(number)))


@pytest.mark.parametrize(
    ("titles", "words", "is_shared"), [(3, 50, True), (2, 50, False), (3, 49, False)]
)
@pytest.mark.parametrize("outcome", [Outcome.STORED, Outcome.OFF_TOPIC])
def test_one_long_text_below_three_titles_belongs_to_none_of_them(
    archive: Archive, tmp_path: Path, titles: int, words: int, is_shared: bool, outcome: Outcome
) -> None:
    run = site_run(archive)
    show_one_text(run, titles, words, outcome)
    remark = f"{titles} pages show one text below different titles"
    assert (remark in close(run)[1]) is is_shared
    assert outcomes(tmp_path) == {"failed" if is_shared else str(outcome): titles}
    stored = 0 if is_shared or outcome is Outcome.OFF_TOPIC else titles
    assert rows(tmp_path / "archive.db", "SELECT count(*) FROM articles") == [(stored,)]
    if is_shared:
        [(reason, failures)] = rows(
            tmp_path / "archive.db", "SELECT DISTINCT reason, failures FROM pages"
        )
        assert (reason, failures) == ("shows the text of 2 other pages below its own title", 0.5)
    assert_whole(tmp_path)


@pytest.mark.parametrize(("titles", "is_shared"), [(3, True), (2, False)])
def test_all_pages_below_these_titles_show_the_text_of_another(
    archive: Archive, tmp_path: Path, titles: int, is_shared: bool
) -> None:
    """The first page of each title is no better than those that repeat it."""
    run = site_run(archive)
    for number in range(8):
        body, title = " ".join(["vận"] * 50), f"Dân vận khéo số {number % titles}"
        shown = article(number, body, url=article_url(number), title=title)
        outcome = Outcome.DUPLICATE if number else Outcome.STORED
        visited(run, number, outcome, article=replace(shown, text_sha256="of all"))
    remark = "8 pages show one text below different titles"
    assert (remark in close(run)[1]) is is_shared
    assert outcomes(tmp_path) == ({"failed": 8} if is_shared else {"stored": 1, "duplicate": 7})
    if is_shared:
        found = rows(tmp_path / "archive.db", "SELECT DISTINCT reason, article_id FROM pages")
        assert found == [("shows the text of 7 other pages below its own title", None)]
    assert_whole(tmp_path)


def test_one_text_below_one_title_may_be_an_article_that_was_published_again(
    archive: Archive, tmp_path: Path
) -> None:
    run = site_run(archive)
    for number in range(4):
        shown = article(number, " ".join(["vận"] * 60), title="Dân vận khéo")
        visited(run, number, Outcome.OFF_TOPIC, article=shown)
    close(run)
    assert outcomes(tmp_path) == {"off_topic": 4}


# A site that lists no article


@pytest.mark.parametrize(
    ("listings", "without_article", "believed"), [(2, 2, False), (2, 1, True), (0, 0, True)]
)
def test_no_page_is_believed_to_be_gone_if_no_listing_shows_an_article(
    archive: Archive, tmp_path: Path, listings: int, without_article: int, believed: bool
) -> None:
    record_earlier(archive, 0, Outcome.STORED)
    run = site_run(archive)
    visited(run, 0, Outcome.GONE)
    run.listings, run.listings_without_article = listings, without_article
    run.close(finished=True)
    assert outcomes(tmp_path) == {"gone" if believed else "failed": 1}
    lost = rows(tmp_path / "archive.db", "SELECT count(gone_since) FROM articles")
    assert lost == [(int(believed),)]
    if not believed:
        reason = "a reason in words; not believed, as no listing shows an article"
        assert rows(tmp_path / "archive.db", "SELECT reason FROM pages") == [(reason,)]


@pytest.mark.parametrize(("failures", "believed"), [(0.5, False), (1.0, True)])
def test_a_page_of_such_a_site_is_gone_after_two_nights(
    archive: Archive, tmp_path: Path, failures: float, believed: bool
) -> None:
    record_earlier(archive, 0, Outcome.STORED)
    run = site_run(archive)
    look = replace(Visit(run, "post:0", article_url(0), NOW, 404).look(), failures=failures)
    visited(run, 0, Outcome.GONE)
    run.site_wide.known.gone[:] = [look]
    run.listings = run.listings_without_article = 1
    run.close(finished=True)
    assert outcomes(tmp_path) == {"gone" if believed else "failed": 1}
