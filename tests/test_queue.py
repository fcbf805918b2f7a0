"""The queue: which pages a run may request, in which order, and which listings are known."""

import dataclasses
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from archive.ledger import record
from archive.outcomes import Outcome
from archive.queue import DuePage, Period
from archive.runs import Run
from archive.site import SiteFacts
from archive.times import format_time, parse_time
from archive.writer import Archive

from .archives import SITE, article, begin_run, new_archive, opened, rows, visit_to

DAY = timedelta(days=1)
HOST = f"https://{SITE.host}"


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


def due_in(run: Run, number: int, seconds: int, outcome: Outcome, **facts: Any) -> None:
    """Record a page that is due so many seconds after the run began."""
    due = parse_time(run.started) + timedelta(seconds=seconds)
    record(visit_to(run, number, outcome, fetched=due, due_again=True, **facts))
    run.archive.commit()


# One article, known by its key; `/a` is the URL that the run wants to request.

PAST, FUTURE, DONE = "past", "future", None


@dataclasses.dataclass(frozen=True)
class Known:
    """A page with the key of the article."""

    path: str
    outcome: Outcome
    due: str | None = DONE
    days_ago: int = 5
    to: str | None = None
    """Where it redirects to."""
    text: bool = False
    """It shows the article of another page."""


S, U, R, D = Outcome.STORED, Outcome.UNCHANGED, Outcome.REVISED, Outcome.DUPLICATE
G, T, F, X = Outcome.GONE, Outcome.OFF_TOPIC, Outcome.FAILED, Outcome.REFUSED

CASES = {
    "nothing is known": (True, ()),
    # The page itself
    "read, and due": (True, (Known("/a", S, PAST),)),
    "read, and not due yet": (False, (Known("/a", S, FUTURE),)),
    "read, after its last revisit": (False, (Known("/a", S, DONE),)),
    "unchanged, and due": (True, (Known("/a", U, PAST),)),
    "revised, and due": (True, (Known("/a", R, PAST),)),
    "failed, and due": (True, (Known("/a", F, PAST),)),
    "failed, and not due yet": (False, (Known("/a", F, FUTURE),)),
    "failed, and given up": (False, (Known("/a", F, DONE),)),
    "refused, and due": (True, (Known("/a", X, PAST),)),
    "off topic": (False, (Known("/a", T),)),
    "gone": (False, (Known("/a", G),)),
    "gone, with an article, and due": (True, (Known("/a", G, PAST),)),
    "a redirect": (False, (Known("/a", D, to="/b"),)),
    "a redirect that is due is not requested itself": (False, (Known("/a", D, PAST, to="/b"),)),
    "a duplicate": (False, (Known("/a", D, text=True),)),
    "a duplicate that is due": (True, (Known("/a", D, PAST, text=True),)),
    "a duplicate that is not due yet": (False, (Known("/a", D, FUTURE, text=True),)),
    # Another page of the same article
    "read at another URL": (False, (Known("/b", S, FUTURE),)),
    "read at another URL, and due there": (False, (Known("/b", S, PAST),)),
    "read at another URL for the last time": (False, (Known("/b", S),)),
    "off topic at another URL": (False, (Known("/b", T),)),
    "gone at another URL": (True, (Known("/b", G),)),
    "gone at another URL, and due there": (True, (Known("/b", G, FUTURE),)),
    "failed at another URL": (True, (Known("/b", F, FUTURE),)),
    "failed at another URL, and given up": (True, (Known("/b", F, DONE),)),
    "another URL redirects": (True, (Known("/b", D, to="/c"),)),
    "another URL redirects, and shows the article": (True, (Known("/b", D, to="/c", text=True),)),
    "another URL repeats another article": (False, (Known("/b", D, text=True),)),
    "another URL repeats no article": (True, (Known("/b", D),)),
    # Both
    "due here, and another URL redirects": (True, (Known("/a", S, PAST), Known("/b", D, to="/a"))),
    "due here, and gone elsewhere": (True, (Known("/a", S, PAST), Known("/b", G))),
    "due here, and off topic elsewhere": (False, (Known("/a", F, PAST), Known("/b", T))),
    "read later at another URL": (
        False, (Known("/a", S, PAST, days_ago=9), Known("/b", U, FUTURE, days_ago=3)),
    ),
    "read later here": (
        True, (Known("/a", U, PAST, days_ago=3), Known("/b", S, FUTURE, days_ago=9)),
    ),
    "read later here, elsewhere for the last time": (
        True, (Known("/a", U, PAST, days_ago=3), Known("/b", S, DONE, days_ago=9)),
    ),
    "failed here, and read at another URL before": (
        False, (Known("/a", F, PAST, days_ago=3), Known("/b", S, DONE, days_ago=9)),
    ),
    "due here, and another URL repeats another article": (
        False, (Known("/a", F, PAST), Known("/b", D, text=True)),
    ),
    "due here, and another URL redirects, and shows the article": (
        True, (Known("/a", F, PAST), Known("/b", D, to="/c", text=True)),
    ),
    "due here, and another URL repeats no article": (True, (Known("/a", F, PAST), Known("/b", D))),
    "due here, and off topic elsewhere until it is read again": (
        True, (Known("/a", F, PAST), Known("/b", T, PAST)),
    ),
    "failed later at another URL": (
        True, (Known("/a", S, PAST, days_ago=9), Known("/b", F, FUTURE, days_ago=3)),
    ),
    "gone here, and read at another URL": (
        False, (Known("/a", G, PAST, days_ago=3), Known("/b", S, FUTURE, days_ago=9)),
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def later(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """A run over an archive with the pages of all cases, each case with a key of its own."""
    with opened(new_archive(tmp_path_factory.mktemp("queue"))) as archive:
        run = begin_run(archive)
        started = parse_time(run.started)
        due = {PAST: format_time(started - DAY), FUTURE: format_time(started + DAY), DONE: None}
        for number, (_, pages) in enumerate(CASES.values()):
            shown = article(number, url=f"{HOST}/{number}/shown")
            if any(page.text for page in pages):
                record(visit_to(run, number, key=f"shown:{number}", article=shown))
            for page in pages:
                visit = visit_to(
                    run, number, page.outcome,
                    url=f"{HOST}/{number}{page.path}",
                    fetched=started - page.days_ago * DAY,
                    redirects_to=f"{HOST}/{number}{page.to}" if page.to else None,
                    article=shown if page.text else None,
                )  # fmt: skip
                record(visit)
        archive.commit()
        update = "UPDATE pages SET next_check = ? WHERE url = ?"
        for number, (_, pages) in enumerate(CASES.values()):
            for page in pages:
                _execute(archive, update, due[page.due], f"{HOST}/{number}{page.path}")
        yield run


def _execute(archive: Archive, statement: str, *values: str | None) -> None:
    named = {f"v{number}": value for number, value in enumerate(values)}
    for name in named:
        statement = statement.replace("?", f":{name}", 1)
    archive.write((text(statement), named))


@pytest.mark.parametrize("number", range(len(CASES)), ids=list(CASES))
def test_whether_an_article_is_due_at_a_url(later: Run, number: int) -> None:
    expected, _ = list(CASES.values())[number]
    assert later.queue.is_due(f"post:{number}", f"{HOST}/{number}/a") is expected


def test_the_pages_that_are_due_are_those_that_may_be_requested(later: Run) -> None:
    wanted = set()
    for number, (_, pages) in enumerate(CASES.values()):
        for page in pages:
            url = f"{HOST}/{number}{page.path}"
            leads_on = page.outcome is D and page.to is not None
            if page.due == PAST and (leads_on or later.queue.is_due(f"post:{number}", url)):
                wanted.add(url)
    due = [page.url for page in later.queue.due_pages()]
    assert len(due) == len(set(due))
    assert set(due) == wanted


@pytest.mark.parametrize(
    ("seconds", "due"), [(-1, True), (0, True), (1, False)], ids=["before", "at", "after"]
)
def test_what_is_due_when_the_run_begins_is_requested(run: Run, seconds: int, due: bool) -> None:
    due_in(run, 1, seconds, Outcome.FAILED)
    due_in(run, 2, seconds, Outcome.DUPLICATE, redirects_to=f"{HOST}/bai-3")
    assert run.queue.is_due("post:1", f"{HOST}/bai-1") is due
    assert [page.key for page in run.queue.due_pages()] == (["post:1", "post:2"] if due else [])
    assert [page.key for page in run.queue.due_redirects()] == (["post:2"] if due else [])


def test_a_page_of_another_site_with_the_same_key_says_nothing(archive: Archive, run: Run) -> None:
    other = begin_run(archive, SiteFacts("khac", "Khác", "Bắc Kạn", "khac.example", "x"))
    due_in(other, 1, -5, Outcome.OFF_TOPIC)
    due_in(other, 2, -5, Outcome.DUPLICATE, redirects_to="https://khac.example/bai-3")
    assert run.queue.is_due("post:1", f"{HOST}/bai-1")
    assert run.queue.due_pages() == run.queue.due_redirects() == []
    assert not run.queue.was_known("post:1")
    assert len(other.queue.due_pages()) == 2


def test_the_longest_due_comes_first(run: Run) -> None:
    for number, seconds in ((1, -10), (2, -30), (3, -20), (4, -30)):
        due_in(run, number, seconds, Outcome.FAILED)
    assert [page.key for page in run.queue.due_pages()] == ["post:2", "post:4", "post:3", "post:1"]


VALIDATORS = {"etag": '"a"', "last_modified": "Mon"}


@pytest.mark.parametrize(
    ("outcome", "facts", "wanted"),
    [
        *((outcome, {}, VALIDATORS) for outcome in (S, U, R)),
        *((outcome, {}, {}) for outcome in (F, Outcome.EMPTY, Outcome.BLOCKED, X, T)),
        (D, {"redirects_to": f"{HOST}/bai-2"}, {"redirects_to": f"{HOST}/bai-2"}),
        (G, {"redirects_to": f"{HOST}/trang-chu"}, {}),
        (X, {"redirects_to": "https://khac.example/"}, {}),
    ],
    ids=lambda value: str(value) if isinstance(value, Outcome) else "",
)
def test_how_a_due_page_is_requested(
    run: Run, outcome: Outcome, facts: dict[str, str], wanted: dict[str, str]
) -> None:
    due_in(run, 1, -5, outcome, **VALIDATORS, **facts)
    assert run.queue.due_pages() == [DuePage(f"{HOST}/bai-1", "post:1", **wanted)]


def test_only_duplicates_with_a_target_are_due_redirects(run: Run) -> None:
    due_in(run, 1, -5, Outcome.DUPLICATE, redirects_to=f"{HOST}/bai-9")
    due_in(run, 2, -5, Outcome.DUPLICATE)
    due_in(run, 3, -5, Outcome.REFUSED, redirects_to="https://khac.example/")
    wanted = DuePage(f"{HOST}/bai-1", "post:1", redirects_to=f"{HOST}/bai-9")
    assert run.queue.due_redirects() == [wanted]
    run.queue.clear_due(f"{HOST}/bai-1")
    assert run.queue.due_redirects() == []
    assert len(run.queue.due_pages()) == 2, "no other page is cleared"


# The period

WHEN = "2023-05-06T23:50:00+07:00"


@pytest.mark.parametrize(
    ("since", "until", "inside"),
    [
        (None, None, True),
        ("2023-05-05", None, True),
        ("2023-05-06", None, True),
        ("2023-05-07", None, False),
        (None, "2023-05-05", False),
        (None, "2023-05-06", True),
        (None, "2023-05-07", True),
        ("2023-05-06", "2023-05-06", True),
        ("2023-05-01", "2023-05-05", False),
        ("2023-05-07", "2023-05-09", False),
    ],
)
def test_both_days_of_a_period_are_in_it(since: str, until: str, inside: bool) -> None:
    period = Period(since, until)
    assert (WHEN in period) is (WHEN[:10] in period) is inside
    assert None in period


@pytest.mark.parametrize(
    ("period", "said"),
    [
        (Period(), "... to ..."),
        (Period("2023-01-01"), "2023-01-01 to ..."),
        (Period(None, "2023-12-31"), "... to 2023-12-31"),
    ],
)
def test_a_period_in_words(period: Period, said: str) -> None:
    assert str(period) == said


@pytest.mark.parametrize(
    ("published", "due"),
    [("2023-12-31", False), ("2024-01-01", True), (None, True)],
)
def test_a_page_outside_the_period_is_not_due(
    archive: Archive, published: str | None, due: bool
) -> None:
    run = begin_run(archive, period=Period(since="2024-01-01"))
    due_in(run, 1, -5, Outcome.OFF_TOPIC, article=article(1, published=published))
    assert run.queue.is_due("post:1", f"{HOST}/bai-1") is due


# What was known before


@pytest.mark.parametrize(
    ("seconds", "known"), [(-1, True), (0, False), (1, False)], ids=["before", "at", "after"]
)
def test_an_article_of_an_earlier_run_was_known(run: Run, seconds: int, known: bool) -> None:
    due_in(run, 1, seconds, Outcome.GONE)
    assert run.queue.was_known("post:1") is known
    assert not run.queue.was_known("post:2")


def test_an_article_seen_before_under_one_of_its_urls_was_known(run: Run) -> None:
    due_in(run, 1, 5, Outcome.GONE)
    due_in(run, 1, -5, Outcome.GONE, url=f"{HOST}/bai-1b")
    assert run.queue.was_known("post:1")


# Listings


def test_a_listing_is_fully_crawled_until_a_crawl_of_it_begins(url: str, run: Run) -> None:
    listing, other = f"{HOST}/thoi-su", f"{HOST}/chinh-tri"
    assert not run.queue.was_fully_crawled(listing)
    run.queue.mark_listing(listing, fully_crawled=False)
    assert not run.queue.was_fully_crawled(listing)
    run.queue.mark_listing(listing, fully_crawled=True)
    assert run.queue.was_fully_crawled(listing)
    assert not run.queue.was_fully_crawled(other)
    [(found, site, crawled)] = rows(url, "SELECT url, site, read_through FROM listings")
    assert (found, site) == (listing, SITE.name)
    assert crawled >= run.started
    run.queue.mark_listing(listing, fully_crawled=False)
    assert not run.queue.was_fully_crawled(listing)
