"""What a run measures: of pages, of responses, and of listings."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pytest
from OpenSSL.crypto import X509
from OpenSSL.SSL import Error as TlsError
from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from twisted.python.failure import Failure
from twisted.web.client import ResponseFailed

from archive.ledger import record
from archive.measures import MAX_COMPARED, Measures
from archive.outcomes import Outcome
from archive.times import clock
from archive.writer import Archive
from crawler.fetching import Fetching
from crawler.listings import ListingCrawl, Listings
from crawler.measuring import MeasuringMiddleware
from crawler.middlewares import NOT_RECEIVED
from extraction.article import Article

from .archives import NOW, article, begin_run, new_archive, opened, rows, visit_to
from .gosim import HOME, GoSim


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with opened(new_archive(tmp_path)) as archive:
        yield archive


def test_pages_are_counted_by_what_they_show() -> None:
    measures = Measures()
    shown = [
        article(1, published="2026-03-01", author="Lê Sim"),
        article(2, published="2026-03-01", title=None, body="Một câu."),
        article(3, published=None, body="Một câu."),
        article(4, published=None, published_raw="5/12/2026"),
        article(5, published="2026-03-03T07:00:00+07:00", published_raw="3/3/2026 07:00"),
    ]
    for number, one in enumerate(shown):
        measures.read(one, fits=number < 2)
    found = measures.as_json(complete=True)
    counts = {name: found[name] for name in ("pages", "titled", "dated", "signed", "laid_out")}
    assert counts == {"pages": 5, "titled": 4, "dated": 4, "signed": 1, "laid_out": 2}
    assert (found["same_text"], found["same_date"]) == (2, 2)
    assert found["same_title"] == 1
    assert found["words"] == sorted(one.words for one in shown)[2]
    assert found["complete"] is True
    measures.read(shown[0], fits=True, shows_title=False)
    found = measures.as_json(complete=True)
    assert (found["titled"], found["same_title"]) == (4, 1)
    measures.read(shown[0], fits=True)
    measures.read(article(6, title=shown[0].title), fits=True)
    assert measures.as_json(complete=True)["same_title"] == 2, "a page counts once"


@pytest.mark.parametrize(
    ("published", "is_news"),
    [(None, 1), ("2026-03-04", 1), ("2026-03-02T00:00:01+00:00", 1), ("2026-03-02", 0)],
)
def test_news_is_dated_in_the_last_three_days_or_not_at_all(
    published: str | None, is_news: int
) -> None:
    measures = Measures()
    shown = article(1, published=published)
    measures.found(shown, datetime(2026, 3, 5, tzinfo=UTC), duplicate=False)
    assert (measures.new, measures.news) == (1, is_news)


def test_some_pages_are_compared_by_title_and_day() -> None:
    measures = Measures()
    one = article(1, published="2026-03-01T08:00:00+07:00")
    for other in (
        article(2, published="2026-03-01", title=one.title),
        article(1, published="2026-03-02"),
        article(1, title="Tiêu đề khác", published="2026-03-01"),
    ):
        measures.compare(one, other)
    assert (measures.compared, measures.agreed) == (3, 1)
    wanted = [measures.wants_comparison() for _ in range(MAX_COMPARED + 1)]
    assert wanted == [True] * MAX_COMPARED + [False]


def test_a_run_without_pages_has_measures(archive: Archive, tmp_path: Path) -> None:
    begin_run(archive).close(finished=False)
    path = tmp_path / "archive.db"
    query = "SELECT measures ->> '$.complete', measures ->> '$.words' FROM runs"
    assert rows(path, query) == [(0, None)]


@pytest.mark.parametrize(
    ("outcome", "status", "is_known", "expected"),
    [
        (Outcome.STORED, 200, False, {"new": 1}),
        (Outcome.OFF_TOPIC, 200, False, {"new": 1}),
        (Outcome.DUPLICATE, 200, False, {"new": 1, "repeated": 1}),
        (Outcome.UNCHANGED, 304, True, {"known": 1}),
        (Outcome.REVISED, 200, True, {"known": 1}),
        (Outcome.GONE, 404, True, {"known": 1, "gone": 1}),
        (Outcome.FAILED, 200, True, {"known": 1, "replaced": 1}),
        (Outcome.EMPTY, 200, True, {"known": 1}),
        (Outcome.FAILED, 500, True, {"known": 1, "unanswered": 1}),
        (Outcome.FAILED, None, False, {"unanswered": 1}),
        (Outcome.BLOCKED, 403, False, {}),
        (Outcome.BLOCKED, 200, False, {"challenged": 1}),
        (Outcome.GONE, 404, False, {}),
    ],
)
def test_visits_are_counted_by_what_came_of_them(
    archive: Archive,
    outcome: Outcome,
    status: int | None,
    is_known: bool,
    expected: dict[str, int],
) -> None:
    run = begin_run(archive)
    shown = (
        article(1) if outcome in (Outcome.STORED, Outcome.OFF_TOPIC, Outcome.DUPLICATE) else None
    )
    visit = visit_to(run, 1, outcome, shown, status=status, is_new=not is_known)
    if is_known:
        visit.stored = SimpleNamespace(id=None, url=visit.url, gone_since=None)  # type: ignore[assignment]
    visit.article = shown
    if outcome is Outcome.REVISED:
        visit.article = None
    record(visit)
    names = ("new", "repeated", "known", "gone", "replaced", "unanswered", "challenged")
    counted = {name: n for name in names if (n := getattr(run.measures, name))}
    assert counted == expected


def test_dates_ahead_are_counted_of_new_pages() -> None:
    measures = Measures()
    ahead = article(1, published=None, published_raw="5/12/2026")
    assert ahead.is_dated_ahead
    measures.read(ahead, fits=False)
    assert (measures.dated, measures.new_dated, measures.new_future) == (1, 0, 0)
    for shown in (ahead, article(2, published="2026-03-01"), article(3, published=None)):
        measures.found(shown, NOW, duplicate=False)
    assert (measures.new, measures.new_dated, measures.new_future) == (3, 2, 1)


def test_the_reasons_of_failures_are_counted_and_whether_they_are_the_second(
    archive: Archive,
) -> None:
    for again in (0, 2):
        run = begin_run(archive)
        for number in (1, 2):
            record(visit_to(run, number, Outcome.FAILED, None, status=200, is_new=not again))
        record(visit_to(run, 3 + again, Outcome.FAILED, None, status=500, is_new=True))
        archive.commit()
        assert run.measures.failed_again == again
        assert run.measures.unanswered == 1, "what had not failed before"
        assert run.measures.failures.total() == 3
    for number in range(9):
        run.measures.failed(f"reason {number}", again=False)
        run.measures.failed("often", again=False)
    shown = run.measures.as_json(complete=True)["failures"]
    assert len(shown) == 3
    assert shown["often"] == 9


def test_a_challenge_page_is_quoted(archive: Archive) -> None:
    run = begin_run(archive)
    visit = visit_to(run, 1, Outcome.BLOCKED, None, status=200)
    visit.article = replace(article(1), challenge="Checking your browser")
    record(visit)
    assert run.measures.as_json(complete=True)["challenge"] == "Checking your browser"


# Responses


def middleware() -> tuple[MeasuringMiddleware, Measures]:
    measures = Measures()
    spider = SimpleNamespace(run=SimpleNamespace(measures=measures), owns=GoSim.owns)
    return MeasuringMiddleware(SimpleNamespace(spider=spider)), measures  # type: ignore[arg-type]


def answer(measuring: MeasuringMiddleware, status: int = 200, **headers: str) -> None:
    request = Request(HOME)
    response = Response(HOME, status, headers, request=request)
    assert measuring.process_response(request, response) is response


def test_statuses_and_other_hosts_are_counted() -> None:
    measuring, measures = middleware()
    answer(measuring)
    answer(measuring, 301, Location="https://bao-moi.example/")
    answer(measuring, 301, Location="/khac")
    answer(measuring, 302, Location="mailto:a@b.example")
    answer(measuring, 200, Location="https://bao-moi.example/")
    found = measures.as_json(complete=True)
    assert found["statuses"] == {"200": 2, "301": 2, "302": 1}
    assert found["moved"] == {"bao-moi.example": 1}
    assert found["skew"] is None


def test_a_response_that_no_server_sent_is_not_counted() -> None:
    measuring, measures = middleware()
    response = Response(HOME, flags=[NOT_RECEIVED])
    assert measuring.process_response(Request(HOME), response) is response
    assert measures.as_json(complete=True)["statuses"] == {}


@pytest.mark.parametrize("minutes", [-60, 0, 60])
def test_the_clock_of_a_server_is_compared(minutes: int) -> None:
    measuring, measures = middleware()
    sent = clock() - timedelta(minutes=minutes)
    answer(measuring, Date=format_datetime(sent, usegmt=True))
    assert measures.as_json(complete=True)["skew"] == pytest.approx(minutes * 60, abs=5)


@pytest.mark.parametrize(
    "date",
    ["", "soon", "Mon, 30 Feb 2026 00:00:00 GMT", "1 Jan 2026 -0000",
     "Sun, 29 Nov 2026 23:00:00 -0000", "Sun, 29 Nov 20261129999 23:00:00 GMT",
     "Sun, 29 Nov 2026 23:00:00 +9999999999999"],
)  # fmt: skip
def test_a_server_that_sends_no_date_has_no_clock(date: str) -> None:
    measuring, measures = middleware()
    answer(measuring, Date=date)
    assert measures.as_json(complete=True)["skew"] is None


def test_errors_are_counted_and_those_of_tls_too() -> None:
    measuring, measures = middleware()
    errors: list[Exception] = [
        TimeoutError(),
        IgnoreRequest("robots.txt forbids it"),
        ResponseFailed([Failure(TlsError([("SSL routines", "", "bad certificate")]))]),  # type: ignore[no-untyped-call]
    ]
    for error in errors:
        measuring.process_exception(Request(HOME), error)
    assert measures.errors == {"TimeoutError": 1, "ResponseFailed": 1}
    assert measures.certificate == 1


def test_the_first_end_of_a_certificate_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    measuring, measures = middleware()
    for day in (b"20270301120000Z", b"20261231120000Z", b"20280101120000Z"):
        certificate = X509()
        monkeypatch.setattr(X509, "get_notAfter", lambda self, day=day: day)
        response = Response(HOME, certificate=SimpleNamespace(original=certificate))
        measuring.process_response(Request(HOME), response)
    assert measures.certificate_until == "2026-12-31"


# Listings


def test_listings_say_how_many_articles_they_had_and_how_many_were_new(archive: Archive) -> None:
    run = begin_run(archive)
    listings = Listings(GoSim, run, Fetching(GoSim, run, None))
    crawled = partial(ListingCrawl, read=lambda response, listing: iter(()), answered=True)
    listings.requested = [
        crawled(f"{HOME}/", seen={"1", "2", "3"}, fresh=2, incremental=True),
        crawled(f"{HOME}/x%C3%A3", seen={"1"}, fresh=1),
        crawled("https://gosim.example/", incremental=True),
        ListingCrawl(f"{HOME}/rss", read=lambda response, listing: iter(())),
        crawled(f"{HOME}/tin", is_as_before=True),
        ListingCrawl(f"{HOME}/tin", read=lambda response, listing: iter(())),
        crawled(f"{HOME}/ngay/1", is_day=True),
        crawled(f"{HOME}/sitemap.xml", is_sitemap=True),
    ]
    assert listings.measured() == {
        "/": [3, 2], "/xã": [1, None], "https://gosim.example/": [0, 0], "/rss": None,
        "/tin": [None, 0],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("status", "answered"),
    [(200, True), (404, True), (410, True), (304, True), (403, False), (500, False)],
)
def test_a_listing_answers_if_it_is_there_or_surely_not(
    archive: Archive, status: int, answered: bool
) -> None:
    run = begin_run(archive)
    listings = Listings(GoSim, run, Fetching(GoSim, run, None))
    listing = ListingCrawl(f"{HOME}/thoi-su", read=lambda response, listing: iter(()))
    request = Request(listing.url, headers={"If-None-Match": '"1"'})
    assert list(listings.parse(Response(listing.url, status, request=request), listing)) == []
    assert listing.answered is answered


def of_words(number: int, title: str, lead: str) -> Article:
    """Return an article with a body of so many words."""
    body = " ".join(["vận"] * number)
    return article(1, body, url=f"https://baogosim.example/{title}", title=title, lead=lead)


@pytest.mark.parametrize(("words", "copies"), [(51, 2), (50, 2), (49, 1)])
def test_texts_are_the_same_if_their_long_bodies_are(words: int, copies: int) -> None:
    measures = Measures()
    for title, lead in (("Một", "Sapo một"), ("Hai", "Sapo hai")):
        measures.read(of_words(words, title, lead), fits=False)
    assert measures.as_json(complete=True)["same_text"] == copies


def test_articles_that_are_published_several_times_are_repeated_on_any_topic() -> None:
    measures = Measures()
    for title in ("Một", "Hai", "Ba"):
        measures.found(of_words(60, title, "Sapo"), NOW, duplicate=False)
    measures.found(of_words(61, "Bốn", "Sapo"), NOW, duplicate=False)
    assert (measures.new, measures.repeated) == (4, 2)
    measures.found(of_words(61, "Năm", "Sapo"), NOW, duplicate=True)
    assert (measures.new, measures.repeated) == (5, 3), "a page is repeated once"
