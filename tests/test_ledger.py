"""The ledger: what a page keeps, what a visit changes, and when the page is due again."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from archive.ledger import record
from archive.outcomes import Outcome
from archive.rows import changed_fields, updated_columns
from archive.runs import Run
from archive.schedule import failure_weight
from archive.site import SiteFacts
from archive.times import format_time
from archive.visit import Visit
from archive.writer import Archive
from extraction.article import Article

from .archives import NOW, SITE, article, begin_run, captured, new_archive, opened, rows, visit_to

FIRST = (NOW - timedelta(days=200)).replace(microsecond=0)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
EARLY = 4 * HOUR
PAGE = f"https://{SITE.host}/bai-1"
OTHER_PAGE = f"https://{SITE.host}/bai-1b"
FAILURES = (Outcome.FAILED, Outcome.BLOCKED, Outcome.REFUSED, Outcome.EMPTY)


@pytest.fixture
def url(tmp_path: Path) -> str:
    return new_archive(tmp_path)


@pytest.fixture
def archive(url: str) -> Iterator[Archive]:
    with opened(url) as archive:
        yield archive


@pytest.fixture
def run(archive: Archive) -> Run:
    return begin_run(archive)


def record_visit(run: Run, outcome: Outcome, **facts: Any) -> Visit:
    """Record a visit to the first page, with the article that the archive has of it."""
    if outcome is Outcome.STORED:
        facts.setdefault("article", article(1))
    facts.setdefault("stored", run.pages.article_of("post:1"))
    visit = visit_to(run, 1, outcome, **facts)
    record(visit)
    run.archive.commit()
    return visit


def page(url: str, columns: str, page_url: str = PAGE) -> tuple[Any, ...]:
    """Return columns of a page's row."""
    [row] = rows(url, f"SELECT {columns} FROM pages WHERE url = ?", page_url)
    return row


def due_after(url: str, since: datetime = FIRST, page_url: str = PAGE) -> timedelta | None:
    """Return how long after a time a page is due again."""
    (due,) = page(url, "next_check", page_url)
    return datetime.fromisoformat(due) - since if due is not None else None


# When a page is due again


@pytest.mark.parametrize(
    ("outcome", "status", "due"),
    [
        pytest.param(Outcome.STORED, 200, DAY - EARLY, id="a stored article is revisited"),
        pytest.param(Outcome.DUPLICATE, 200, DAY - EARLY, id="a duplicate is revisited"),
        pytest.param(Outcome.DUPLICATE, 301, None, id="a redirect is done"),
        pytest.param(Outcome.OFF_TOPIC, 200, None, id="an article off topic is done"),
        pytest.param(Outcome.GONE, 404, None, id="a page gone before it was read is done"),
        pytest.param(Outcome.FAILED, None, 20 * HOUR, id="no response: retried"),
        pytest.param(Outcome.FAILED, 503, 20 * HOUR, id="a server error: retried"),
        pytest.param(Outcome.EMPTY, 200, 20 * HOUR, id="a page without text: retried"),
        pytest.param(Outcome.BLOCKED, 403, 20 * HOUR, id="a blocked page: retried"),
        pytest.param(Outcome.REFUSED, 301, 20 * HOUR, id="a redirect to another host: retried"),
    ],
)
def test_when_a_page_is_due_after_its_first_visit(
    url: str, run: Run, outcome: Outcome, status: int | None, due: timedelta | None
) -> None:
    record_visit(run, outcome, status=status, fetched=FIRST)
    assert due_after(url) == due


@pytest.mark.parametrize(
    ("outcome", "status", "due"),
    [
        pytest.param(Outcome.UNCHANGED, 304, 7 * DAY - EARLY, id="unchanged: revisited"),
        pytest.param(Outcome.REVISED, 200, 7 * DAY - EARLY, id="revised: revisited"),
        pytest.param(Outcome.GONE, 404, 7 * DAY - EARLY, id="a stored article that is gone, too"),
        pytest.param(Outcome.OFF_TOPIC, 200, None, id="off topic: not revisited"),
        pytest.param(Outcome.DUPLICATE, 301, None, id="moved: not revisited at its old URL"),
        pytest.param(Outcome.DUPLICATE, 200, DAY + 20 * HOUR, id="shows another: looked at soon"),
        pytest.param(Outcome.FAILED, 503, DAY + 20 * HOUR, id="failed: retried"),
    ],
)
def test_when_a_stored_article_is_due_after_a_revisit(
    url: str, run: Run, outcome: Outcome, status: int, due: timedelta | None
) -> None:
    record_visit(run, Outcome.STORED, fetched=FIRST)
    record_visit(run, outcome, status=status, fetched=FIRST + DAY, article=article(1))
    assert due_after(url) == due


@pytest.mark.parametrize(
    ("days", "due"),
    [(0, DAY), (1, 7 * DAY), (7, 30 * DAY), (30, 91 * DAY), (91, None)],
    ids=lambda value: str(value),
)
def test_revisits_are_counted_from_the_first_visit(
    url: str, run: Run, days: int, due: timedelta | None
) -> None:
    record_visit(run, Outcome.STORED, fetched=FIRST)
    if days:
        record_visit(run, Outcome.UNCHANGED, status=304, fetched=FIRST + days * DAY)
    assert due_after(url) == (due - EARLY if due else None)


@pytest.mark.parametrize(
    ("days", "due"),
    [
        pytest.param(1, 7 * DAY, id="its next revisit is sooner"),
        pytest.param(7, 14 * DAY, id="after a week, not after a month"),
        pytest.param(91, 98 * DAY, id="after its last revisit, too"),
    ],
)
def test_an_article_that_is_gone_is_rechecked_after_a_week(
    url: str, run: Run, days: int, due: timedelta
) -> None:
    record_visit(run, Outcome.STORED, fetched=FIRST)
    record_visit(run, Outcome.GONE, status=404, fetched=FIRST + days * DAY, article=article(1))
    assert due_after(url) == due - EARLY


def test_an_article_that_is_still_gone_is_revisited_as_before(url: str, run: Run) -> None:
    record_visit(run, Outcome.STORED, fetched=FIRST)
    for days in (7, 14):
        record_visit(run, Outcome.GONE, status=404, fetched=FIRST + days * DAY, article=article(1))
    assert due_after(url) == 30 * DAY - EARLY


def test_an_import_older_than_the_first_visit_is_revisited_by_its_own_date(
    url: str, run: Run
) -> None:
    record_visit(run, Outcome.BLOCKED, status=None, requested=False, fetched=FIRST + 3 * DAY)
    record_visit(run, Outcome.STORED, fetched=FIRST)
    assert due_after(url) == DAY - EARLY


def test_a_site_has_its_own_days_of_revisits(url: str, archive: Archive) -> None:
    run = begin_run(archive, replace(SITE, revisit_days=(9, 3)))
    record_visit(run, Outcome.STORED, fetched=FIRST)
    assert due_after(url) == 3 * DAY - EARLY
    record_visit(run, Outcome.UNCHANGED, status=304, fetched=FIRST + 3 * DAY - EARLY)
    assert due_after(url) == 9 * DAY - EARLY, "a revisit at the very time counts"


@pytest.mark.parametrize("outcome", [Outcome.DUPLICATE, Outcome.FAILED, Outcome.OFF_TOPIC])
def test_a_page_can_be_due_again_at_once(url: str, run: Run, outcome: Outcome) -> None:
    record_visit(run, outcome, fetched=FIRST, due_again=True)
    assert due_after(url) == timedelta(0)


def test_failures_in_a_row_add_up_and_a_response_ends_them(url: str, run: Run) -> None:
    for failures, pause in ((1, 20), (2, 40), (3, 80)):
        record_visit(run, Outcome.BLOCKED, status=403, fetched=FIRST)
        assert page(url, "failures") == (failures,)
        assert due_after(url) == pause * HOUR
    record_visit(run, Outcome.FAILED, status=503, fetched=FIRST)
    assert page(url, "failures") == (3.25,)
    record_visit(run, Outcome.STORED, fetched=FIRST)
    assert page(url, "failures") == (0,)
    record_visit(run, Outcome.BLOCKED, status=403, fetched=FIRST)
    assert page(url, "failures") == (1,)


@pytest.mark.parametrize(
    ("status", "weight"),
    [(408, 0.25), (425, 0.25), (429, 0.25), (499, 1), (500, 0.25), (None, 0.25), (200, 0.5)],
)
def test_a_temporary_failure_counts_less(status: int | None, weight: float) -> None:
    assert failure_weight(Outcome.FAILED, status) == weight


def test_pages_that_redirected_here_are_no_longer_due(url: str, run: Run) -> None:
    for number in (2, 3):
        record(visit_to(run, number, Outcome.DUPLICATE, due_again=True))
    record_visit(run, Outcome.STORED, redirected_from=(f"https://{SITE.host}/bai-2",))
    assert page(url, "next_check", f"https://{SITE.host}/bai-2") == (None,)
    assert page(url, "next_check IS NULL", f"https://{SITE.host}/bai-3") == (0,)


# What the row of a page keeps


def test_the_latest_outcome_replaces_the_earlier_one(url: str, run: Run) -> None:
    record_visit(run, Outcome.FAILED, status=503)
    record_visit(run, Outcome.GONE, status=404)
    assert page(url, "outcome, reason, status") == ("gone", "a reason in words", 404)
    assert rows(url, "SELECT count(*) FROM pages") == [(1,)]


def test_first_seen_is_the_time_of_the_first_visit(url: str, run: Run) -> None:
    for days in range(3):
        record_visit(run, Outcome.FAILED, status=503, fetched=FIRST + days * DAY)
    times = (format_time(FIRST), format_time(FIRST + 2 * DAY))
    assert page(url, "first_seen, last_fetched") == times


def test_first_seen_is_that_of_an_older_capture_that_is_imported_later(url: str, run: Run) -> None:
    record_visit(run, Outcome.BLOCKED, status=None, requested=False, fetched=FIRST)
    record_visit(run, Outcome.STORED, fetched=FIRST - DAY)
    times = (format_time(FIRST - DAY), format_time(FIRST - DAY))
    assert page(url, "first_seen, last_fetched") == times


def test_a_page_that_robots_txt_forbids_was_not_fetched(url: str, run: Run) -> None:
    record_visit(run, Outcome.BLOCKED, status=None, requested=False, fetched=FIRST)
    assert page(url, "first_seen, last_fetched") == (format_time(FIRST), None)
    record_visit(run, Outcome.STORED, fetched=FIRST + DAY)
    record_visit(run, Outcome.BLOCKED, status=None, requested=False, fetched=FIRST + 2 * DAY)
    assert page(url, "last_fetched") == (format_time(FIRST + DAY),)


@pytest.mark.parametrize(
    ("status", "sent", "kept"),
    [
        pytest.param(200, ('"b"', "Tue"), ('"b"', "Tue"), id="a complete page brings its own"),
        pytest.param(200, (None, None), (None, None), id="a complete page without any clears them"),
        pytest.param(200, ('"b"', None), ('"b"', None), id="each is its own"),
        pytest.param(304, ('"b"', "Tue"), ('"a"', "Mon"), id="304"),
        pytest.param(404, ('"b"', "Tue"), ('"a"', "Mon"), id="404"),
        pytest.param(503, (None, None), ('"a"', "Mon"), id="503"),
        pytest.param(201, ('"b"', "Tue"), ('"a"', "Mon"), id="201"),
        pytest.param(None, (None, None), ('"a"', "Mon"), id="no response"),
    ],
)
def test_validators_are_those_of_the_last_complete_page(
    url: str,
    run: Run,
    status: int | None,
    sent: tuple[str | None, str | None],
    kept: tuple[str | None, str | None],
) -> None:
    record_visit(run, Outcome.STORED, etag='"a"', last_modified="Mon")
    record_visit(run, Outcome.FAILED, status=status, etag=sent[0], last_modified=sent[1])
    assert page(url, "etag, last_modified") == kept


@pytest.mark.parametrize("status", [304, 404, None])
def test_validators_of_a_page_that_was_never_complete_are_not_kept(
    url: str, run: Run, status: int | None
) -> None:
    record_visit(run, Outcome.FAILED, status=status, etag='"a"', last_modified="Mon")
    assert page(url, "etag, last_modified") == (None, None)


def test_the_publish_date_stays_if_a_response_does_not_say_it(url: str, run: Run) -> None:
    record_visit(run, Outcome.STORED, article=article(1, published="2023-05-06"))
    record_visit(run, Outcome.FAILED, status=503)
    assert page(url, "published") == ("2023-05-06",)
    record_visit(run, Outcome.REVISED, article=article(1, published="2023-05-07"))
    assert page(url, "published") == ("2023-05-07",)


def test_a_redirect_that_became_a_page_is_none_any_more(url: str, run: Run) -> None:
    record_visit(run, Outcome.DUPLICATE, status=301, redirects_to=OTHER_PAGE)
    assert page(url, "redirects_to") == (OTHER_PAGE,)
    record_visit(run, Outcome.STORED)
    assert page(url, "redirects_to") == (None,)


def test_the_site_and_the_key_of_a_page_stay(url: str, run: Run) -> None:
    record_visit(run, Outcome.FAILED)
    record_visit(run, Outcome.FAILED, key="post:other")
    assert page(url, "site, key") == (SITE.name, "post:1")


# Which article a page shows


def test_a_page_shows_its_own_article(url: str, run: Run) -> None:
    record(visit_to(run, 7, article=article(7)))
    record_visit(run, Outcome.STORED)
    [(own,)] = rows(url, "SELECT id FROM articles WHERE url = ?", PAGE)
    assert page(url, "article_id") == (own,)
    record_visit(run, Outcome.REVISED, article=article(1, article(7).body))
    assert page(url, "article_id") == (own,), "whatever its text is now"


def test_a_second_url_shows_the_article_of_its_key_whatever_its_text(url: str, run: Run) -> None:
    record(visit_to(run, 7, article=article(7)))
    record_visit(run, Outcome.STORED)
    [(own,)] = rows(url, "SELECT id FROM articles WHERE url = ?", PAGE)
    record_visit(run, Outcome.UNCHANGED, url=OTHER_PAGE, article=article(1, article(7).body))
    assert page(url, "article_id", OTHER_PAGE) == (own,)


def test_a_page_that_repeats_another_article_later_keeps_its_own(url: str, run: Run) -> None:
    record_visit(run, Outcome.STORED)
    record(visit_to(run, 7, article=article(7)))
    repeated = article(1, article(7).body, title=article(7).title)
    record_visit(run, Outcome.DUPLICATE, article=repeated, stored=None)
    assert repeated.text_sha256 == article(7).text_sha256
    assert page(url, "article_id") == (1,)


def test_a_duplicate_keeps_its_own_title_and_date(url: str, run: Run) -> None:
    record_visit(run, Outcome.STORED)
    shown = article(2, article(1).body, title="Bản tin tối", published="2024-07-08")
    record(visit_to(run, 2, Outcome.DUPLICATE, article=shown))
    record(visit_to(run, 3, Outcome.OFF_TOPIC, article=article(3)))
    record(visit_to(run, 4, Outcome.GONE, status=404))
    run.archive.commit()
    record(visit_to(run, 2, Outcome.FAILED, status=503))
    run.archive.commit()
    assert rows(url, "SELECT title, published FROM pages ORDER BY id") == [
        (article(1).title, article(1).published),
        ("Bản tin tối", "2024-07-08"),
        (article(3).title, article(3).published),
        (None, None),
    ]


def test_a_duplicate_that_shows_a_text_of_its_own_later_has_an_article_of_its_own(
    url: str, run: Run
) -> None:
    record_visit(run, Outcome.STORED)
    for shown in (article(1), article(2)):
        outcome = Outcome.STORED if shown == article(2) else Outcome.DUPLICATE
        record(visit_to(run, 2, outcome, article=shown))
        run.archive.commit()
    assert page(url, "article_id", f"https://{SITE.host}/bai-2") == (2,)


def test_a_duplicate_of_one_article_and_then_of_another_refers_to_the_other(
    url: str, run: Run
) -> None:
    for number in (1, 2):
        record(visit_to(run, number, article=article(number)))
    for number in (1, 2):
        record(visit_to(run, 3, Outcome.DUPLICATE, article=article(number)))
        run.archive.commit()
        assert page(url, "article_id", f"https://{SITE.host}/bai-3") == (number,)


def test_a_second_url_of_a_changed_article_shows_the_same_article(url: str, run: Run) -> None:
    record_visit(run, Outcome.STORED)
    record_visit(run, Outcome.REVISED, url=OTHER_PAGE, article=article(1, "Bà con làm thêm cầu."))
    assert page(url, "article_id", OTHER_PAGE) == page(url, "article_id") == (1,)


def test_a_page_with_the_text_of_an_article_shows_that_article(url: str, run: Run) -> None:
    record_visit(run, Outcome.STORED)
    record(visit_to(run, 2, Outcome.DUPLICATE, article=article(1)))
    record(visit_to(run, 3, Outcome.OFF_TOPIC, article=article(3)))
    run.archive.commit()
    assert page(url, "article_id", f"https://{SITE.host}/bai-2") == (1,)
    assert page(url, "article_id", f"https://{SITE.host}/bai-3") == (None,)


@pytest.mark.parametrize(
    ("outcome", "article_id"),
    [(Outcome.DUPLICATE, 1), (Outcome.FAILED, None), (Outcome.OFF_TOPIC, None)],
)
def test_a_page_that_was_rejected_does_not_show_the_article_with_its_text(
    url: str, run: Run, outcome: Outcome, article_id: int | None
) -> None:
    record_visit(run, Outcome.STORED)
    record(visit_to(run, 2, outcome, article=article(1)))
    run.archive.commit()
    assert page(url, "article_id", f"https://{SITE.host}/bai-2") == (article_id,)


NO_TEXT = replace(article(2), lead=None, body="")


@pytest.mark.parametrize(
    ("outcome", "status", "shown", "article_id"),
    [
        pytest.param(Outcome.OFF_TOPIC, 200, article(2), None, id="another text"),
        pytest.param(Outcome.FAILED, 200, article(2), None, id="a text that was rejected"),
        pytest.param(Outcome.EMPTY, 200, NO_TEXT, 1, id="no text"),
        pytest.param(Outcome.FAILED, 503, None, 1, id="no page"),
        pytest.param(Outcome.GONE, 404, None, 1, id="gone"),
        pytest.param(Outcome.UNCHANGED, 304, None, 1, id="the same as before"),
    ],
)
def test_a_duplicate_refers_to_its_article_until_it_shows_another_text(
    url: str,
    run: Run,
    outcome: Outcome,
    status: int,
    shown: Article | None,
    article_id: int | None,
) -> None:
    record_visit(run, Outcome.STORED)
    record(visit_to(run, 2, Outcome.DUPLICATE, article=article(1)))
    run.archive.commit()
    record(visit_to(run, 2, outcome, status=status, article=shown))
    run.archive.commit()
    assert page(url, "article_id", f"https://{SITE.host}/bai-2") == (article_id,)


def test_a_page_that_shows_another_article_keeps_its_own(url: str, run: Run) -> None:
    for number in (1, 2):
        record(visit_to(run, number, article=article(number)))
    record_visit(run, Outcome.FAILED, article=article(2), stored=None)
    assert page(url, "outcome, article_id") == ("failed", 1)


def test_a_failed_visit_leaves_the_article(url: str, run: Run) -> None:
    record_visit(run, Outcome.STORED)
    record_visit(run, Outcome.FAILED, status=503, stored=None)
    assert page(url, "outcome, article_id") == ("failed", 1)


def test_a_page_without_text_shows_no_article(url: str, run: Run) -> None:
    without_text = article(2, lead=None)
    without_text = replace(without_text, body="", text_sha256=article(1).text_sha256)
    record_visit(run, Outcome.STORED)
    record(visit_to(run, 2, Outcome.EMPTY, article=without_text))
    run.archive.commit()
    assert page(url, "article_id", f"https://{SITE.host}/bai-2") == (None,)


# Articles


def test_the_row_of_an_article(url: str, run: Run) -> None:
    one = article(1, section="Thời sự", author="An Bình", captions=("Ảnh 1",), doubts=("x",))
    record_visit(run, Outcome.STORED, article=one, url=OTHER_PAGE, fetched=FIRST)
    [found] = rows(
        url,
        "SELECT url, site, province, province_now, first_captured, title, lead, body, author, "
        "section, published, year, words, layout, text_sha256, d_words, gone_since FROM articles",
    )
    assert found == (
        PAGE, SITE.name, "Bắc Kạn", "Thái Nguyên", format_time(FIRST), one.title, one.lead,
        one.body, "An Bình", "Thời sự", one.published, 2023, one.words, "generic",
        one.text_sha256, one.d_words, None,
    )  # fmt: skip
    [lists] = rows(url, "SELECT topics, captions, doubts FROM articles")
    assert [json.loads(text) for text in lists] == [["dân vận"], ["Ảnh 1"], ["x"]]


@pytest.mark.parametrize("outcome", [o for o in Outcome if o is not Outcome.STORED])
def test_only_a_stored_visit_makes_an_article(url: str, run: Run, outcome: Outcome) -> None:
    record_visit(run, outcome, article=article(1))
    assert rows(url, "SELECT count(*) FROM articles") == [(0,)]
    assert rows(url, "SELECT count(*) FROM revisions") == [(0,)]


def test_revisions_are_numbered_in_their_order_for_each_article(url: str, run: Run) -> None:
    record_visit(run, Outcome.STORED, article=article(1, "Một."))
    record(visit_to(run, 2, article=article(2)))
    run.archive.commit()
    two = run.pages.article_of("post:2")
    record(visit_to(run, 2, Outcome.REVISED, article=article(2, "Khác."), stored=two))
    for days, text in enumerate(("Hai.", "Ba.", "Bốn."), 1):
        record_visit(run, Outcome.REVISED, article=article(1, text), fetched=FIRST + days * DAY)
    assert rows(
        url, "SELECT article_id, number, body, seen, cause, changed FROM revisions ORDER BY 1, 2"
    ) == [
        (1, 1, "Một.", format_time(FIRST + DAY), "edited", '["body"]'),
        (1, 2, "Hai.", format_time(FIRST + 2 * DAY), "edited", '["body"]'),
        (1, 3, "Ba.", format_time(FIRST + 3 * DAY), "edited", '["body"]'),
        (2, 1, article(2).body, format_time(NOW), "edited", '["body"]'),
    ]
    assert rows(url, "SELECT body FROM articles ORDER BY id") == [("Bốn.",), ("Khác.",)]


def test_two_revisions_in_one_batch_have_two_numbers(url: str, run: Run) -> None:
    record_visit(run, Outcome.STORED, article=article(1, "Một."))
    stored = run.pages.article_of("post:1")
    for text in ("Hai.", "Ba."):
        record(visit_to(run, 1, Outcome.REVISED, article=article(1, text), stored=stored))
    run.archive.commit()
    assert rows(url, "SELECT number FROM revisions") == [(1,), (2,)]


def test_a_revision_is_what_the_current_rules_read_before(url: str, run: Run) -> None:
    record_visit(run, Outcome.STORED, article=article(1, "Một. An Bình"))
    before = article(1, "Một.", author="An Bình")
    now = article(1, "Hai.", author="An Bình")
    record_visit(run, Outcome.REVISED, article=now, before=before)
    found = rows(url, "SELECT body, author, changed FROM revisions")
    assert found == [("Một.", "An Bình", '["body"]')]


@pytest.mark.parametrize("outcome", [Outcome.UNCHANGED, Outcome.FAILED, Outcome.OFF_TOPIC])
def test_only_a_revised_visit_changes_an_article(url: str, run: Run, outcome: Outcome) -> None:
    record_visit(run, Outcome.STORED)
    record_visit(run, outcome, article=article(1, "Khác hẳn."))
    assert rows(url, "SELECT body FROM articles") == [(article(1).body,)]
    assert rows(url, "SELECT count(*) FROM revisions") == [(0,)]


@pytest.mark.parametrize("field", ["title", "lead", "body", "author", "published"])
def test_a_change_of_a_compared_field_is_a_change(field: str) -> None:
    change: dict[str, Any] = {field: "2020-01-01"}
    assert changed_fields(article(1), replace(article(1), **change)) == [field]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"author": None}, {"author": ""}),
        ({"lead": ""}, {"lead": None}),
        ({"section": "Thời sự"}, {"section": "Chính trị"}),
        ({"unit": None}, {"unit": "UBND"}),
    ],
    ids=["none and empty", "empty and none", "the section", "the unit"],
)
def test_what_is_no_change(before: dict[str, Any], after: dict[str, Any]) -> None:
    assert changed_fields(replace(article(1), **before), replace(article(1), **after)) == []


@pytest.mark.parametrize(
    ("after", "kept"),
    [
        (Article("x", body="Thu hoạch lúa."), True),
        (article(1), False),
    ],
    ids=["no topic any more", "a topic"],
)
def test_an_article_keeps_the_topics_that_it_was_stored_for(after: Article, kept: bool) -> None:
    columns = updated_columns(after)
    assert ("topics" not in columns, "evidence" not in columns) == (kept, kept)
    assert columns["body"] == after.body


# Articles that are gone


def test_gone_since_is_the_first_time_that_the_page_was_gone(url: str, run: Run) -> None:
    record_visit(run, Outcome.STORED, fetched=FIRST)
    for days in (1, 7):
        record_visit(run, Outcome.GONE, status=404, fetched=FIRST + days * DAY)
        gone = rows(url, "SELECT gone_since FROM articles")
        assert gone == [(format_time(FIRST + DAY),)]


@pytest.mark.parametrize(
    ("outcome", "cleared"),
    [
        (Outcome.UNCHANGED, True),
        (Outcome.REVISED, True),
        (Outcome.FAILED, False),
        (Outcome.BLOCKED, False),
        (Outcome.OFF_TOPIC, False),
        (Outcome.DUPLICATE, False),
    ],
)
def test_an_article_that_is_read_again_is_gone_no_more(
    url: str, run: Run, outcome: Outcome, cleared: bool
) -> None:
    record_visit(run, Outcome.STORED)
    record(visit_to(run, 2, article=article(2)))
    record_visit(run, Outcome.GONE, status=404)
    record(visit_to(run, 2, Outcome.GONE, status=410, stored=run.pages.article_of("post:2")))
    record_visit(run, outcome, article=article(1))
    found = rows(url, "SELECT gone_since IS NULL FROM articles ORDER BY id")
    assert found == [(cleared,), (False,)]


def test_an_article_at_another_url_is_not_gone_even_in_the_same_batch(url: str, run: Run) -> None:
    record_visit(run, Outcome.STORED)
    stored = run.pages.article_of("post:1")
    record(visit_to(run, 1, Outcome.GONE, status=404, stored=stored))
    record(visit_to(run, 1, Outcome.UNCHANGED, url=OTHER_PAGE, stored=stored))
    run.archive.commit()
    assert rows(url, "SELECT gone_since FROM articles") == [(None,)]


def test_a_page_without_an_article_can_be_gone(url: str, run: Run) -> None:
    record_visit(run, Outcome.GONE, status=404)
    assert page(url, "outcome, next_check") == ("gone", None)


# Captures


def test_the_row_of_a_capture_says_where_the_record_is(url: str, run: Run) -> None:
    record(visit_to(run, 2, article=article(2)))
    facts: dict[str, Any] = {"status": 404, "article": article(2), "fetched": FIRST}
    visit = captured(visit_to(run, 1, Outcome.GONE, **facts))
    record(visit)
    run.archive.commit()
    capture = visit.capture
    assert capture is not None
    assert rows(
        url,
        'SELECT url, c.fetched, file, "offset", length, sha256, c.status, record '
        "FROM captures c JOIN pages ON pages.id = page_id",
    ) == [
        (PAGE, format_time(FIRST), capture.file, capture.offset, capture.length, capture.sha256,
         404, "response")
    ]  # fmt: skip


def test_a_capture_is_recorded_once(url: str, run: Run) -> None:
    visit = captured(visit_to(run, 1, Outcome.GONE, status=404))
    for outcome in (Outcome.GONE, Outcome.OFF_TOPIC):
        visit.end(outcome, "a reason in words")
        record(visit)
        run.archive.commit()
    assert rows(url, "SELECT count(*) FROM captures") == [(1,)]
    assert page(url, "outcome") == ("off_topic",), "the rest of the visit is recorded"


# Looking up


def test_what_the_ledger_knows_of_a_page(archive: Archive, run: Run) -> None:
    other_site = begin_run(archive, SiteFacts("khac", "Khác", "Bắc Kạn", "khac.example", "x"))
    assert run.pages.is_new("post:1")
    assert not run.pages.has(PAGE)
    record_visit(run, Outcome.OFF_TOPIC)
    assert not run.pages.is_new("post:1")
    assert run.pages.is_new("post:2")
    assert run.pages.has(PAGE)
    assert not run.pages.has(OTHER_PAGE)
    assert other_site.pages.is_new("post:1"), "keys are those of a site"
    assert run.pages.article_of("post:1") is None


def test_the_article_of_a_key_is_the_first_of_the_site(archive: Archive, run: Run) -> None:
    other_site = begin_run(archive, SiteFacts("khac", "Khác", "Bắc Kạn", "khac.example", "x"))
    elsewhere = article(9, url="https://khac.example/bai-1")
    record(visit_to(other_site, 1, article=elsewhere))
    record_visit(run, Outcome.STORED)
    second = article(2, url=OTHER_PAGE)
    record_visit(run, Outcome.STORED, url=OTHER_PAGE, article=second, stored=None)
    found = run.pages.article_of("post:1")
    assert found is not None
    one = article(1)
    assert (found.url, found.title, found.lead, found.body, found.author, found.published) == (
        PAGE, one.title, one.lead, one.body, None, one.published,
    )  # fmt: skip
    assert (found.text_sha256, found.gone_since) == (one.text_sha256, None)
    assert other_site.pages.article_of("post:1") != found
    record_visit(run, Outcome.GONE, status=404, fetched=FIRST)
    again = run.pages.article_of("post:1")
    assert again is not None
    assert again.gone_since == format_time(FIRST)
