"""Stage 3: articles on other topics, outside the period, and those that are there already."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archive.outcomes import Outcome
from archive.queue import Period
from archive.runs import Run
from archive.visit import Visit
from archive.writer import Archive
from extraction.article import Article
from pipelines.classify import ClassifyPipeline

from .archives import NOW
from .gosim import article_url, new_archive, record_earlier, site_run

ON_TOPIC = {"topics": ("dân vận",), "published": "2026-11-20"}


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with new_archive(tmp_path) as opened:
        yield opened


def classified(run: Run, outcome: Outcome | None = None, **facts: Any) -> Visit:
    """Send a visit to page 1 through the stage; without `article`, to one that was not read."""
    article = facts.pop("article", None)
    visit = Visit(run, "post:1", article_url(1), NOW, 200, **facts)
    if article is not None:
        visit.article = Article(url=visit.url, body="Họp thôn.", **article)
    if outcome is not None:
        visit.end(outcome, "a reason in words")
    assert ClassifyPipeline().process_item(visit) is visit
    return visit


@pytest.mark.parametrize("topics", [("dân vận",), ("QCDC",), ("dân vận", "QCDC")])
def test_an_article_on_a_topic_passes(archive: Archive, topics: tuple[str, ...]) -> None:
    visit = classified(site_run(archive), article=ON_TOPIC | {"topics": topics})
    assert (visit.outcome, visit.due_again) == (None, False)


def test_an_article_on_another_topic(archive: Archive) -> None:
    period = Period("2026-12-01", None)
    visit = classified(site_run(archive, period=period), article=ON_TOPIC | {"topics": ()})
    assert (visit.outcome, visit.reason, visit.due_again) == (
        Outcome.OFF_TOPIC,
        "no phrase of dân vận or QCDC in title, lead or body",
        False,
    )


@pytest.mark.parametrize(
    ("since", "until", "published", "inside"),
    [
        ("2026-11-20", None, "2026-11-20T23:59:00+07:00", True),
        ("2026-11-21", None, "2026-11-20", False),
        (None, "2026-11-20", "2026-11-20", True),
        (None, "2026-11-19", "2026-11-20", False),
        ("2026-11-19", "2026-11-21", "2026-11-20", True),
        ("2026-11-21", None, None, True),
    ],
)
def test_an_article_outside_the_period_is_due_again(
    archive: Archive, since: str | None, until: str | None, published: str | None, inside: bool
) -> None:
    run = site_run(archive, period=Period(since, until))
    visit = classified(run, article=ON_TOPIC | {"published": published})
    assert visit.outcome is (None if inside else Outcome.OFF_TOPIC)
    assert visit.due_again is not inside
    if not inside:
        assert visit.reason == (
            f"published {published}, outside the period asked for: {since or '...'} to "
            f"{until or '...'}"
        )


@pytest.mark.parametrize(
    ("title", "outcome", "reason"),
    [
        ("404 Not Found", Outcome.FAILED, "shows no article: “404 Not Found”"),
        ("Không tìm thấy trang", Outcome.FAILED, "shows no article: “Không tìm thấy trang”"),
        ("Không tìm thấy trang sử Gò Sim", None, ""),
        (None, None, ""),
    ],
)
def test_a_new_page_with_the_title_of_an_error_has_failed(
    archive: Archive, title: str | None, outcome: Outcome | None, reason: str
) -> None:
    visit = classified(site_run(archive), article=ON_TOPIC | {"title": title})
    assert (visit.outcome, visit.reason or "") == (outcome, reason)


def test_an_error_is_requested_again_even_if_its_page_has_no_topic(archive: Archive) -> None:
    visit = classified(site_run(archive), article={"topics": (), "title": "404 Not Found"})
    assert visit.outcome is Outcome.FAILED


def test_a_known_article_may_show_the_title_of_an_error(archive: Archive) -> None:
    record_earlier(archive, 1, Outcome.STORED)
    title = {"title": "Không tìm thấy trang"}
    assert classified(site_run(archive), article=ON_TOPIC | title).outcome is None


@pytest.mark.parametrize("article", [{"topics": ()}, ON_TOPIC], ids=["topic", "period"])
def test_an_article_of_the_archive_stays_in_it(archive: Archive, article: dict[str, Any]) -> None:
    record_earlier(archive, 1, Outcome.STORED)
    visit = classified(site_run(archive, period=Period("2026-12-01")), article=article)
    assert visit.outcome is None
    assert visit.stored is not None
    assert visit.stored.url == article_url(1)


def test_an_article_is_known_under_another_url_too(archive: Archive) -> None:
    record_earlier(archive, 1, Outcome.STORED, url=article_url(1, "truoc-day"))
    visit = classified(site_run(archive), article={"topics": ()})
    assert visit.stored is not None
    assert visit.stored.url == article_url(1, "truoc-day")


def test_an_article_of_another_key_is_not_looked_up(archive: Archive) -> None:
    record_earlier(archive, 2, Outcome.STORED)
    assert classified(site_run(archive), article=ON_TOPIC).stored is None


def test_what_was_looked_up_is_not_looked_up_again(archive: Archive) -> None:
    record_earlier(archive, 1, Outcome.STORED)
    run = site_run(archive)
    stored = run.pages.article_of("post:1")
    assert classified(run, stored=stored).stored is stored


@pytest.mark.parametrize("outcome", [Outcome.GONE, Outcome.BLOCKED, Outcome.EMPTY])
def test_an_outcome_stays_and_the_article_is_looked_up(archive: Archive, outcome: Outcome) -> None:
    record_earlier(archive, 1, Outcome.STORED)
    visit = classified(site_run(archive), outcome, article={"topics": ()})
    assert (visit.outcome, visit.reason) == (outcome, "a reason in words")
    assert visit.stored is not None


def test_not_modified_is_an_outcome_of_a_page_that_was_read(archive: Archive) -> None:
    record_earlier(archive, 1, Outcome.STORED)
    assert classified(site_run(archive), Outcome.UNCHANGED).outcome is Outcome.UNCHANGED


@pytest.mark.parametrize("known", [True, False])
def test_not_modified_is_a_failure_for_a_page_that_was_never_read(
    archive: Archive, known: bool
) -> None:
    if known:
        record_earlier(archive, 1, Outcome.FAILED)
    visit = classified(site_run(archive), Outcome.UNCHANGED, is_new=not known)
    assert (visit.outcome, visit.reason) == (
        Outcome.FAILED,
        "the site answered 304 for a page that was never read",
    )
    assert visit.stored is None


def test_a_visit_without_an_article_passes(archive: Archive) -> None:
    assert classified(site_run(archive)).outcome is None
