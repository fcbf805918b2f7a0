"""Which articles are requested, at which URL, and what follows from their responses."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from scrapy import Request
from scrapy.exceptions import DownloadFailedError
from scrapy.http import Response
from twisted.internet.error import ConnectionDone
from twisted.python.failure import Failure
from twisted.web.client import ResponseFailed

from archive.ledger import record
from archive.outcomes import Outcome
from archive.queue import DuePage, Period
from archive.runs import Run
from archive.visit import Visit
from archive.writer import Archive
from crawler.fetching import Fetching, failure_outcome
from crawler.middlewares import ForbiddenByRobotsTxt, UnreadableRobotsTxt
from crawler.requests import KEEP_WIRE, exchange_of, page_request
from crawler.retry_after import LeftAlone
from extraction.article import Article

from .archives import NOW
from .gosim import (
    HOME,
    GoSim,
    address,
    article_url,
    fail,
    new_archive,
    only_request,
    only_visit,
    page,
    page_row,
    record_earlier,
    redirect,
    respond,
    response_to,
    site_run,
    urls,
)

OTHER = f"{HOME}/tin/1"  # the same article as `article_url(1)`


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with new_archive(tmp_path) as opened:
        yield opened


@pytest.fixture
def run(archive: Archive) -> Run:
    return site_run(archive)


@pytest.fixture
def fetching(run: Run) -> Fetching:
    return Fetching(GoSim, run, None)


def first(fetching: Fetching, number: int = 1) -> Request:
    """Request an article for the first time."""
    return only_request(fetching.request(address(number), "Bài viết"))


def visit_and_request(items: list[Request | Visit]) -> tuple[Visit, Request]:
    visit, request = items
    assert isinstance(visit, Visit)
    assert isinstance(request, Request)
    return visit, request


# Requests


def test_a_request_for_an_article(fetching: Fetching) -> None:
    request = first(fetching)
    assert (request.url, request.method, request.priority) == (article_url(1), "GET", 0)
    assert request.cb_kwargs["link_text"] == "Bài viết"
    assert request.meta["handle_httpstatus_all"] is True
    assert request.meta[KEEP_WIRE] is True
    assert request.dont_filter, "what was requested before is known here, not to Scrapy"
    assert not request.headers


def test_an_article_is_requested_once_under_all_its_urls(fetching: Fetching) -> None:
    first(fetching)
    same = GoSim.resolve(OTHER)
    assert same is not None
    assert list(fetching.request(address(1), "")) == []
    assert list(fetching.request(same, "")) == []
    assert urls(fetching.request(address(2), "")) == [article_url(2)]


@pytest.mark.parametrize(
    ("outcome", "days", "requested"),
    [
        (Outcome.OFF_TOPIC, 3, False),  # never again
        (Outcome.FAILED, 3, True),
        (Outcome.FAILED, 0, False),  # not so soon
    ],
)
def test_only_what_is_due_is_requested(
    archive: Archive, outcome: Outcome, days: int, requested: bool
) -> None:
    when = {"fetched": NOW} if days == 0 else {}
    record_earlier(archive, 1, outcome, **when)
    fetching = Fetching(GoSim, site_run(archive), None)
    assert fetching.is_wanted(address(1)) is requested
    assert urls(fetching.request(address(1), "")) == ([article_url(1)] if requested else [])
    assert fetching.is_wanted(address(1)) is False


def test_the_limit_counts_articles(run: Run) -> None:
    fetching = Fetching(GoSim, run, 2)
    requests = []
    for number, reached in ((1, False), (2, True)):
        requests.append(first(fetching, number))
        assert fetching.limit_reached() is reached
    assert list(fetching.request(address(3), "")) == []
    # Another URL of an article counts no more.
    same = GoSim.resolve(OTHER)
    assert same is not None
    assert list(fetching.request(same, "")) == []
    _, again = visit_and_request(respond(requests[0], 404))
    assert again.url == OTHER


def test_without_a_limit_none_is_reached(fetching: Fetching) -> None:
    for number in range(1, 20):
        first(fetching, number)
    assert not fetching.limit_reached()


# Pages that are due


@pytest.mark.parametrize(
    ("outcome", "wanted"),
    [
        (Outcome.STORED, {"If-None-Match": '"a1"', "If-Modified-Since": "Tue, 24 Nov 2026"}),
        (Outcome.FAILED, {}),
        (Outcome.BLOCKED, {}),
    ],
)
def test_only_an_article_that_was_read_is_requested_conditionally(
    archive: Archive, outcome: Outcome, wanted: dict[str, str]
) -> None:
    record_earlier(archive, 1, outcome, etag='"a1"', last_modified="Tue, 24 Nov 2026")
    fetching = Fetching(GoSim, site_run(archive), None)
    request = only_request(fetching.due_requests())
    assert request.url == article_url(1)
    assert request.headers.to_unicode_dict() == wanted
    assert request.cb_kwargs["link_text"] == ""


@pytest.mark.parametrize(
    ("validators", "wanted"),
    [
        ({"etag": '"a1"'}, {"If-None-Match": '"a1"'}),
        ({"last_modified": "Tue, 24 Nov 2026"}, {"If-Modified-Since": "Tue, 24 Nov 2026"}),
        ({}, {}),
    ],
)
def test_a_validator_is_sent_if_the_site_gave_it(
    archive: Archive, validators: dict[str, str], wanted: dict[str, str]
) -> None:
    record_earlier(archive, 1, Outcome.STORED, **validators)
    fetching = Fetching(GoSim, site_run(archive), None)
    assert only_request(fetching.due_requests()).headers.to_unicode_dict() == wanted


def test_another_url_of_an_article_is_requested_without_validators(archive: Archive) -> None:
    record_earlier(archive, 1, Outcome.STORED, etag='"a1"')
    fetching = Fetching(GoSim, site_run(archive), None)
    request = only_request(fetching.due_requests())
    same = GoSim.resolve(OTHER)
    assert same is not None
    assert list(fetching.request(same, "Bài viết")) == []
    _, other = visit_and_request(respond(request, 404))
    assert other.url == OTHER
    assert not other.headers


def test_what_is_due_is_requested_before_a_listing_shows_it_and_not_again(
    archive: Archive,
) -> None:
    for number in (1, 2):
        record_earlier(archive, number, Outcome.FAILED)
    record_earlier(archive, 3, Outcome.OFF_TOPIC)
    fetching = Fetching(GoSim, site_run(archive), None)
    assert urls(fetching.due_requests()) == [article_url(1), article_url(2)]
    assert list(fetching.request(address(1), "Bài viết")) == []


def test_what_is_due_takes_at_most_half_of_the_requests_of_a_crawl(archive: Archive) -> None:
    for number in (1, 2, 3):
        record_earlier(archive, number, Outcome.FAILED)
    fetching = Fetching(GoSim, site_run(archive), None, 4)
    assert urls(fetching.due_requests()) == [article_url(1), article_url(2)]
    assert [len(list(fetching.request(address(n), ""))) for n in (4, 5, 6)] == [1, 1, 0]
    assert fetching.limit_reached()


def test_due_pages_that_are_not_requested_take_nothing_from_the_others(archive: Archive) -> None:
    record_earlier(archive, 1, Outcome.FAILED, url="https://retired.example/bai-viet-post1.html")
    old = Article(url=article_url(2), body="Cũ.", text_sha256="2", published="2020-03-02")
    record_earlier(archive, 2, Outcome.STORED, article=old)
    record_redirect(archive, 3, f"{HOME}/thoi-su")
    for number in (4, 5, 6):
        record_earlier(archive, number, Outcome.FAILED)
    run = site_run(archive, period=Period("2023-01-01"))
    requests = Fetching(GoSim, run, None, 4).due_requests()
    assert urls(requests) == [article_url(4), article_url(5)]


def test_news_is_requested_before_what_is_due(archive: Archive) -> None:
    record_earlier(archive, 1, Outcome.FAILED)
    fetching = Fetching(GoSim, site_run(archive), None)
    due = only_request(fetching.due_requests())
    news = only_request(fetching.request(address(2), ""))
    assert news.priority > due.priority > -10, "the next pages of listings come last"


def test_the_limit_holds_for_what_is_due(archive: Archive) -> None:
    for number in (1, 2, 3):
        record_earlier(archive, number, Outcome.FAILED)
    fetching = Fetching(GoSim, site_run(archive), 2)
    assert urls(fetching.due_requests()) == [article_url(1), article_url(2)]


def record_redirect(archive: Archive, number: int, target: str) -> None:
    facts = {"status": 301, "redirects_to": target, "due_again": True}
    record_earlier(archive, number, Outcome.DUPLICATE, **facts)


def test_a_redirect_of_an_earlier_crawl_is_requested_at_its_target(
    archive: Archive, tmp_path: Path
) -> None:
    record_redirect(archive, 1, f"http://www.baogosim.example/{article_url(2)[len(HOME) + 1 :]}")
    run = site_run(archive)
    fetching = Fetching(GoSim, run, None)
    request = only_request(fetching.due_requests())
    assert request.url == article_url(2)
    assert page_row(tmp_path, article_url(1), "next_check IS NULL") == (0,)
    assert not fetching.is_wanted(address(2))
    visit = only_visit(respond(request, 200, page(2)))
    assert visit.redirected_from == (article_url(1),)
    visit.end(Outcome.OFF_TOPIC, "a reason in words")
    record(visit)
    archive.commit()
    assert page_row(tmp_path, article_url(1), "next_check IS NULL") == (1,)


@pytest.mark.parametrize(
    "target",
    [f"{HOME}/thoi-su", "https://khac.example/bai-viet-post2.html", article_url(3)],
    ids=["no article", "another host", "known already"],
)
def test_a_redirect_whose_target_is_not_wanted_is_due_no_more(
    archive: Archive, tmp_path: Path, target: str
) -> None:
    record_redirect(archive, 1, target)
    record_earlier(archive, 3, Outcome.OFF_TOPIC)
    fetching = Fetching(GoSim, site_run(archive), None)
    assert list(fetching.due_requests()) == []
    assert page_row(tmp_path, article_url(1), "next_check") == (None,)


def test_the_target_of_a_redirect_waits_when_the_limit_is_reached(
    archive: Archive, tmp_path: Path
) -> None:
    record_earlier(archive, 3, Outcome.FAILED, fetched=datetime(2020, 1, 1, tzinfo=UTC))
    record_redirect(archive, 1, article_url(2))
    fetching = Fetching(GoSim, site_run(archive), 1)
    assert urls(fetching.due_requests()) == [article_url(3)]
    assert page_row(tmp_path, article_url(1), "next_check IS NULL") == (0,)


# Responses


def test_a_page_is_a_visit_to_be_read(fetching: Fetching, run: Run) -> None:
    visit = only_visit(respond(first(fetching), 200, page(1)))
    assert (visit.run, visit.key, visit.url) == (run, "post:1", article_url(1))
    assert visit.outcome is None
    assert visit.page is not None
    assert (visit.page.content, visit.page.link_text) == (page(1), "Bài viết")
    assert visit.redirected_from == ()


@pytest.mark.parametrize("status", [201, 401, 403, 404, 410, 429, 451, 500, 999, 1000])
def test_an_article_that_cannot_be_read_is_requested_at_its_next_url(
    fetching: Fetching, status: int
) -> None:
    request = first(fetching)
    same = GoSim.resolve(OTHER)
    assert same is not None
    list(fetching.request(same, "Bài khác"))
    visit, other = visit_and_request(respond(request, status))
    assert visit.outcome in (Outcome.GONE, Outcome.BLOCKED, Outcome.FAILED)
    assert (other.url, other.cb_kwargs["link_text"]) == (OTHER, "Bài viết")
    # No third URL is known.
    assert only_visit(respond(other, status)).url == OTHER


@pytest.mark.parametrize("status", [200, 304])
def test_an_article_that_was_read_is_not_requested_at_another_url(
    fetching: Fetching, status: int
) -> None:
    request = first(fetching)
    same = GoSim.resolve(OTHER)
    assert same is not None
    list(fetching.request(same, ""))
    only_visit(respond(request, status, page(1)))
    assert list(fetching.request(address(1, "dia-chi-thu-ba"), "")) == []


def test_a_url_that_is_found_after_the_first_failed_is_requested_at_once(
    fetching: Fetching,
) -> None:
    only_visit(respond(first(fetching), 404))
    same = GoSim.resolve(OTHER)
    assert same is not None
    assert list(fetching.request(address(1), "")) == []  # the one that failed
    other = only_request(fetching.request(same, "Bài khác"))
    assert (other.url, other.cb_kwargs["link_text"]) == (OTHER, "Bài khác")
    # Until that has failed too, the third one waits.
    third = address(1, "dia-chi-thu-ba")
    assert list(fetching.request(third, "")) == []
    _, last = visit_and_request(respond(other, 500))
    assert last.url == third.url


@pytest.mark.parametrize("answer", [404, 500, None], ids=["gone", "broken", "forbidden"])
def test_urls_at_which_an_article_could_not_be_read_are_not_requested_again(
    fetching: Fetching, answer: int | None
) -> None:
    def answered(request: Request) -> list[Request | Visit]:
        if answer is None:
            return fail(request, ForbiddenByRobotsTxt("robots.txt forbids it"))
        return respond(request, answer)

    same = address(1, "dia-chi-khac")
    request = first(fetching)
    assert list(fetching.request(same, "")) == []
    [other] = [item for item in answered(request) if isinstance(item, Request)]
    assert not any(isinstance(item, Request) for item in answered(other))
    for _ in range(3):  # the next pages of a listing name both
        assert list(fetching.request(address(1), "")) == []
        assert list(fetching.request(same, "")) == []
    third = address(1, "dia-chi-thu-ba")
    assert urls(fetching.request(third, "")) == [third.url]


def test_the_target_of_a_redirect_that_could_not_be_read_is_not_requested_again(
    fetching: Fetching,
) -> None:
    moved = address(1, "moi")
    request = only_request(
        item for item in redirect(first(fetching), moved.url) if isinstance(item, Request)
    )
    assert list(fetching.request(moved, "")) == []
    only_visit(respond(request, 404))
    for again in (address(1), moved):
        assert list(fetching.request(again, "")) == []


def test_several_urls_are_tried_in_the_order_in_which_they_were_found(fetching: Fetching) -> None:
    request = first(fetching)
    slugs = ["hai", "ba", "bon"]
    for slug in slugs:
        assert list(fetching.request(address(1, slug), "")) == []
    tried = []
    for _ in slugs:
        _, request = visit_and_request(respond(request, 404))
        tried.append(request.url)
    assert tried == [article_url(1, slug) for slug in slugs]
    only_visit(respond(request, 404))


def test_ten_urls_of_an_article_are_kept(fetching: Fetching) -> None:
    request = first(fetching)
    for number in range(12):
        assert list(fetching.request(address(1, f"cach-{number}"), "")) == []
    tried = 0
    while True:
        found = list(respond(request, 404))
        if len(found) == 1:
            break
        assert isinstance(found[1], Request)
        request, tried = found[1], tried + 1
    assert tried == 9, "and the first"


# Redirects


@pytest.mark.parametrize(
    ("location", "outcome"),
    [
        ("/thoi-su", Outcome.GONE),
        ("https://khac.example/bai-viet-post1.html", Outcome.REFUSED),
        ("http://baogosim.example:8080/bai-viet-post1.html", Outcome.REFUSED),
    ],
)
def test_a_redirect_to_no_article_is_not_followed_but_the_next_url_is_tried(
    fetching: Fetching, location: str, outcome: Outcome
) -> None:
    alone = only_visit(redirect(first(fetching, 2), location))
    assert (alone.outcome, alone.due_again) == (outcome, False)
    request = first(fetching)
    same = GoSim.resolve(OTHER)
    assert same is not None
    list(fetching.request(same, ""))
    visit, other = visit_and_request(redirect(request, location))
    assert visit.outcome is outcome
    assert (other.url, other.cb_kwargs["link_text"]) == (OTHER, "Bài viết")


def test_a_redirect_to_no_url_is_a_failure(fetching: Fetching) -> None:
    visit = only_visit(redirect(first(fetching), "http://[broken/"))
    assert (visit.outcome, visit.redirects_to) == (Outcome.FAILED, None)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_to_another_article_is_followed(fetching: Fetching, status: int) -> None:
    target = f"{HOME}/bai-khac-post2.html"
    items = redirect(first(fetching), "http://www.baogosim.example/bai-khac-post2.html", status)
    visit, request = visit_and_request(items)
    assert (visit.outcome, visit.url, visit.due_again) == (
        Outcome.DUPLICATE,
        article_url(1),
        True,
    )
    assert (request.url, request.dont_filter) == (target, True)
    assert request.cb_kwargs["link_text"] == "Bài viết"
    arrived = only_visit(respond(request, 200, page(2)))
    assert (arrived.key, arrived.url) == ("post:2", target)
    assert arrived.redirected_from == (article_url(1),)
    assert list(fetching.request(address(2), "")) == []  # it was requested


def test_a_redirect_to_an_article_that_was_requested_is_its_end(fetching: Fetching) -> None:
    first(fetching, 2)
    visit = only_visit(redirect(first(fetching), article_url(2)))
    assert (visit.outcome, visit.due_again) == (Outcome.DUPLICATE, False)


def test_a_redirect_to_an_article_that_is_known_is_its_end(archive: Archive) -> None:
    record_earlier(archive, 2, Outcome.OFF_TOPIC)
    fetching = Fetching(GoSim, site_run(archive), None)
    visit = only_visit(redirect(first(fetching), article_url(2)))
    assert (visit.outcome, visit.due_again) == (Outcome.DUPLICATE, False)


def test_a_redirect_beyond_the_limit_is_due_again(run: Run) -> None:
    fetching = Fetching(GoSim, run, 1)
    visit = only_visit(redirect(first(fetching), article_url(2)))
    assert (visit.outcome, visit.due_again) == (Outcome.DUPLICATE, True)
    assert fetching.is_wanted(address(2))


def test_an_article_that_moved_within_its_key_is_followed_at_the_limit(run: Run) -> None:
    fetching = Fetching(GoSim, run, 1)
    location = "http://www.baogosim.example/moi-post1.html"
    visit, request = visit_and_request(redirect(first(fetching), location))
    assert (visit.url, visit.outcome, visit.due_again) == (
        article_url(1),
        Outcome.DUPLICATE,
        True,
    )
    assert request.url == location  # as the site wants it
    arrived = only_visit(respond(request, 200, page(1)))
    assert (arrived.url, arrived.redirected_from) == (
        article_url(1, "moi"),
        (article_url(1),),
    )


def test_a_redirect_to_the_same_page_is_no_visit(fetching: Fetching) -> None:
    location = "http://www.baogosim.example/bai-viet-post1.html"
    request = only_request(redirect(first(fetching), location))
    assert (request.url, request.dont_filter) == (location, True)
    visit = only_visit(respond(request, 200, page(1)))
    assert (visit.url, visit.redirected_from) == (article_url(1), ())


@pytest.mark.parametrize("start", ["https://www.", "http://", "http://www."])
def test_a_recheck_that_redirects_to_the_same_page_stays_one(archive: Archive, start: str) -> None:
    record_earlier(archive, 1, Outcome.STORED, etag='"a1"', last_modified="Tue, 24 Nov 2026")
    request = only_request(Fetching(GoSim, site_run(archive), None).due_requests())
    condition = {"If-None-Match": '"a1"', "If-Modified-Since": "Tue, 24 Nov 2026"}
    for _ in range(5):
        location = article_url(1).replace("https://", start)
        request = only_request(redirect(request, location))
        assert request.url == location
        assert request.headers.to_unicode_dict() == condition
        assert request.priority == -5
    assert only_visit(respond(request, 304)).outcome is Outcome.UNCHANGED
    visit = only_visit(redirect(request, article_url(1)))
    assert visit.reason == "more than 5 redirects"


def test_a_recheck_that_redirects_to_another_url_is_sent_in_full(archive: Archive) -> None:
    record_earlier(archive, 1, Outcome.STORED, etag='"a1"')
    request = only_request(Fetching(GoSim, site_run(archive), None).due_requests())
    _, moved = visit_and_request(redirect(request, article_url(1, "moi")))
    assert moved.headers.to_unicode_dict() == {}


def test_all_the_urls_of_a_chain_are_due_until_its_end(fetching: Fetching) -> None:
    _, second = visit_and_request(redirect(first(fetching), article_url(2)))
    www = only_request(redirect(second, "https://www.baogosim.example/bai-viet-post2.html"))
    _, third = visit_and_request(redirect(www, article_url(3)))
    visit = only_visit(respond(third, 404))
    assert visit.redirected_from == (article_url(1), article_url(2))
    assert visit.outcome is Outcome.GONE


def chain(fetching: Fetching, length: int) -> Request:
    """Follow so many redirects, each to another article."""
    request = first(fetching)
    for number in range(2, length + 2):
        _, request = visit_and_request(redirect(request, article_url(number)))
    return request


def test_five_redirects_in_a_row_are_followed(fetching: Fetching) -> None:
    visit = only_visit(respond(chain(fetching, 5), 200, page(6)))
    assert visit.url == article_url(6)
    assert len(visit.redirected_from) == 5


def test_the_sixth_redirect_in_a_row_is_a_failure(fetching: Fetching) -> None:
    request = chain(fetching, 5)
    assert list(fetching.request(address(6, "khac"), "")) == []
    visit, other = visit_and_request(redirect(request, article_url(7)))
    assert (visit.outcome, visit.reason) == (Outcome.FAILED, "more than 5 redirects")
    assert (visit.url, visit.due_again) == (article_url(6), False)
    assert other.url == article_url(6, "khac")
    assert fetching.is_wanted(address(7))


def test_a_page_that_redirects_to_itself_is_a_failure(fetching: Fetching) -> None:
    request = first(fetching)
    for _ in range(5):
        request = only_request(redirect(request, request.url))
    visit = only_visit(redirect(request, request.url))
    assert (visit.outcome, visit.reason) == (Outcome.FAILED, "more than 5 redirects")


def failed_in_a_circle(visit: Visit, number: int, target: int) -> bool:
    why = f"redirects in a circle, to {article_url(target)} and back"
    return (visit.url, visit.outcome, visit.reason) == (article_url(number), Outcome.FAILED, why)


def test_two_listed_articles_that_redirect_to_each_other_fail(fetching: Fetching) -> None:
    one, two = first(fetching, 1), first(fetching, 2)
    assert only_visit(redirect(one, article_url(2))).outcome is Outcome.DUPLICATE
    visit, again = visit_and_request(redirect(two, article_url(1)))
    assert failed_in_a_circle(visit, 2, 1)
    assert (again.url, again.dont_filter) == (article_url(1), True)
    assert failed_in_a_circle(only_visit(redirect(again, article_url(2))), 1, 2)


def test_all_pages_of_a_longer_circle_fail(fetching: Fetching) -> None:
    request = chain(fetching, 2)  # 1 to 2 to 3
    for number, target in ((3, 1), (1, 2)):
        visit, request = visit_and_request(redirect(request, article_url(target)))
        assert failed_in_a_circle(visit, number, target)
    assert failed_in_a_circle(only_visit(redirect(request, article_url(3))), 2, 3)


def test_a_redirect_to_another_url_of_the_first_article_is_no_circle(fetching: Fetching) -> None:
    _, request = visit_and_request(redirect(first(fetching), article_url(2)))
    visit = only_visit(redirect(request, article_url(1, "moi")))
    assert visit.outcome is Outcome.DUPLICATE


def test_a_redirect_that_was_turned_round_is_followed(archive: Archive) -> None:
    record_earlier(archive, 1, Outcome.DUPLICATE, redirects_to=article_url(2))
    fetching = Fetching(GoSim, site_run(archive), None)
    visit, request = visit_and_request(redirect(first(fetching, 2), article_url(1)))
    assert (visit.outcome, visit.due_again) == (Outcome.DUPLICATE, True)
    arrived = only_visit(respond(request, 200, page(1)))
    assert (arrived.url, arrived.redirected_from) == (article_url(1), (article_url(2),))


def test_a_circle_that_closes_over_nights_fails(archive: Archive) -> None:
    record_earlier(archive, 1, Outcome.DUPLICATE, redirects_to=article_url(2))
    fetching = Fetching(GoSim, site_run(archive), None)
    _, one = visit_and_request(redirect(first(fetching, 2), article_url(1)))
    visit, two = visit_and_request(redirect(one, article_url(2)))
    assert failed_in_a_circle(visit, 1, 2)
    assert failed_in_a_circle(only_visit(redirect(two, article_url(1))), 2, 1)


def test_a_page_that_leads_on_at_once_is_followed_like_a_redirect(fetching: Fetching) -> None:
    leads_on = f'<meta http-equiv="refresh" content="0;url={article_url(2)}">'.encode()
    visit, request = visit_and_request(respond(first(fetching), 200, leads_on + page(1)))
    assert (visit.outcome, visit.redirects_to) == (Outcome.DUPLICATE, article_url(2))
    assert request.url == article_url(2)
    assert only_visit(respond(request, 200, page(2))).page is not None


def test_the_cookies_of_a_redirect_are_sent_to_its_end_and_no_further(fetching: Fetching) -> None:
    request = first(fetching)
    headers = {"Location": request.url, "Set-Cookie": "seen=1; path=/"}
    again = only_request(respond(request, 302, headers=headers))
    assert (again.url, again.headers["Cookie"]) == (request.url, b"seen=1")
    headers = {"Location": article_url(2), "Set-Cookie": "more=2; path=/"}
    _, moved = visit_and_request(respond(again, 302, headers=headers))
    assert moved.headers["Cookie"] == b"seen=1; more=2"
    assert only_visit(respond(moved, 200, page(2))).page is not None
    assert "Cookie" not in first(fetching, 3).headers


def test_another_url_of_an_article_is_requested_without_the_cookies_of_the_first(
    fetching: Fetching,
) -> None:
    request = first(fetching)
    same = GoSim.resolve(OTHER)
    assert same is not None
    list(fetching.request(same, ""))
    headers = {"Location": HOME, "Set-Cookie": "seen=1; path=/"}
    _, other = visit_and_request(respond(request, 302, headers=headers))
    assert other.url == OTHER
    assert "Cookie" not in other.headers


# No response


def download_failed(*causes: Exception) -> DownloadFailedError:
    """Return the error that Scrapy raises for one of Twisted's."""
    error = DownloadFailedError("[<twisted.python.failure.Failure ...>]")
    failures = [Failure(cause) for cause in causes]  # type: ignore[no-untyped-call]
    error.__cause__ = ResponseFailed(failures)  # type: ignore[no-untyped-call]
    return error


@pytest.mark.parametrize(
    ("error", "outcome", "reason", "asked"),
    [
        (download_failed(ConnectionDone()), Outcome.FAILED,
         "could not be fetched: Connection was closed cleanly.", True),
        (ForbiddenByRobotsTxt("robots.txt forbids it"), Outcome.REFUSED,
         "is not fetched: robots.txt forbids it", False),
        (LeftAlone("it answered 429"), Outcome.FAILED, "is not fetched: it answered 429", False),
        (TimeoutError("no answer"), Outcome.FAILED,
         "could not be fetched: TimeoutError: no answer", True),
        (ConnectionResetError(), Outcome.FAILED, "could not be fetched: ConnectionResetError",
         True),
    ],
    ids=["closed", "forbidden", "left alone", "timeout", "no message"],
)  # fmt: skip
def test_an_article_without_a_response_is_recorded_at_once(
    fetching: Fetching, run: Run, tmp_path: Path,
    error: Exception, outcome: Outcome, reason: str, asked: bool,
) -> None:  # fmt: skip
    assert fail(first(fetching), error) == []
    columns = "outcome, reason, status, last_fetched IS NOT NULL, key"
    assert page_row(tmp_path, article_url(1), columns) == (
        outcome.value,
        reason,
        None,
        asked,
        "post:1",
    )
    assert run.outcomes == {outcome: 1}


@pytest.mark.parametrize(
    ("error", "failures"),
    [
        (ForbiddenByRobotsTxt("robots.txt forbids it"), 1),
        (UnreadableRobotsTxt("robots.txt could not be read"), 0.25),
    ],
)
def test_a_robots_txt_that_cannot_be_read_delays_an_article_as_little_as_no_response(
    fetching: Fetching, tmp_path: Path, error: Exception, failures: float
) -> None:
    fail(first(fetching), error)
    assert page_row(tmp_path, article_url(1), "outcome, failures") == ("refused", failures)


def test_an_article_without_a_response_is_requested_at_its_next_url(fetching: Fetching) -> None:
    request = first(fetching)
    same = GoSim.resolve(OTHER)
    assert same is not None
    list(fetching.request(same, ""))
    other = only_request(fail(request, TimeoutError()))
    assert (other.url, other.cb_kwargs["link_text"]) == (OTHER, "Bài viết")


def test_after_the_target_of_a_redirect_failed_its_source_is_due_no_more(
    fetching: Fetching, run: Run, tmp_path: Path
) -> None:
    visit, request = visit_and_request(redirect(first(fetching), article_url(2)))
    record(visit)
    fail(request, TimeoutError())
    assert page_row(tmp_path, article_url(1), "outcome, next_check") == ("duplicate", None)
    assert page_row(tmp_path, article_url(2)) == ("failed",)


def test_the_reason_of_a_failure_ends_in_no_colon() -> None:
    failure = Failure(ConnectionError("closed: "))  # type: ignore[no-untyped-call]
    assert failure_outcome(failure) == (
        Outcome.FAILED,
        "could not be fetched: ConnectionError: closed",
    )


# Requests and responses as they were sent


def test_a_page_request_sees_every_response_and_keeps_its_meta() -> None:
    request = page_request(f"{HOME}/x", meta={"k": 1}, priority=3)
    assert request.meta == {"handle_httpstatus_all": True, "k": 1}
    assert request.priority == 3


def test_an_exchange_has_the_response_as_it_was_sent() -> None:
    url = "https://www.baogosim.example/bai?trang=2"
    request = Request(url, headers={"Accept": "text/html"})
    sent = Response(url, 200, {"Content-Encoding": "gzip", "Set-Cookie": ["a", "b"]}, b"packed")
    exchange = exchange_of(sent.replace(request=request), "Bài viết")
    assert (exchange.url, exchange.status, exchange.payload) == (url, 200, b"packed")
    assert exchange.headers == [
        ("Content-Encoding", "gzip"),
        ("Set-Cookie", "a"),
        ("Set-Cookie", "b"),
    ]
    assert exchange.request == [("Host", "www.baogosim.example"), ("Accept", "text/html")]
    assert exchange.link_text == "Bài viết"
    assert exchange.fetched.microsecond == 0
    assert abs((exchange.fetched - datetime.now(UTC)).total_seconds()) < 60


def test_a_header_that_is_no_ascii_is_percent_encoded() -> None:
    sent = Response(HOME, 301, {"Location": "/bài%20viết?a=b".encode(), "X": b"\xe0"})
    sent.request = Request(HOME)
    assert exchange_of(sent, "").headers == [
        ("Location", "/b%C3%A0i%20vi%E1%BA%BFt?a=b"),
        ("X", "%E0"),
    ]


def test_an_exchange_without_a_link_text_has_none() -> None:
    exchange = exchange_of(response_to(Request(f"{HOME}/x"), 404, b"not packed"), "")
    assert exchange.link_text is None
    assert exchange.payload == b"not packed"


def test_a_due_page_is_requested_with_what_it_is_due_for(fetching: Fetching) -> None:
    due = DuePage(article_url(1), "post:1", etag='"b2"')
    request = only_request(fetching.request(address(1), "", due))
    assert request.headers.to_unicode_dict() == {"If-None-Match": '"b2"'}
