"""How many requests each host got in a night: over all crawls, ended or killed."""

from pathlib import Path

import pytest

from archive import writer
from archive.ledger import record
from archive.outcomes import Outcome
from archive.site import SiteFacts

from .archives import SITE, article, begin_run, new_archive, opened, rows, visit_to
from .test_writer import unwritable

LAM_KHE = SiteFacts("lamkhe", "Báo Lam Khê", "Bắc Kạn", "lamkhe.example", "ePI")


@pytest.fixture
def url(tmp_path: Path) -> str:
    return new_archive(tmp_path)


def counted(url: str) -> dict[str, int]:
    """Return the requests of each host, as the database has them."""
    return dict(rows(url, "SELECT host, requests FROM host_requests"))


def test_a_crawl_goes_on_counting_where_the_earlier_ones_of_the_night_ended(url: str) -> None:
    with opened(url) as archive:
        for before in (0, 2, 4):
            run = begin_run(archive)
            assert run.host_requests[SITE.host] == before
            for _ in range(2):
                run.count_request(SITE.host)
            assert (run.sent, run.host_requests[SITE.host]) == (2, before + 2)
            run.close(finished=True)
            assert counted(url) == {SITE.host: before + 2}


def test_a_crawl_leaves_what_another_counts_meanwhile(url: str) -> None:
    with opened(url) as archive:
        first, second = begin_run(archive), begin_run(archive, LAM_KHE)
        first.count_request(SITE.host)
        second.count_request(LAM_KHE.host)
        first.count_request(SITE.host)
        first.close(finished=True)
        second.close(finished=True)
    assert counted(url) == {SITE.host: 2, LAM_KHE.host: 1}


def test_the_count_begins_again_with_the_night(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DANVAN_NOW", "2031-03-01T11:59:00+07:00")
    with opened(url) as archive:
        begin_run(archive).count_request(SITE.host)
        archive.commit()
        monkeypatch.setenv("DANVAN_NOW", "2031-03-01T12:00:00+07:00")
        run = begin_run(archive)
        assert run.host_requests[SITE.host] == 0
        run.count_request(SITE.host)
    night = "SELECT night, requests FROM host_requests"
    assert rows(url, night) == [("2031-03-01", 1)]


def test_requests_are_counted_with_each_batch_in_case_the_crawl_is_killed(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "MAX_BATCH", 2)
    with opened(url) as archive:
        run, after = begin_run(archive), []
        for number in range(1, 5):
            run.count_request(SITE.host)
            record(visit_to(run, number, Outcome.GONE))
            after.append(counted(url).get(SITE.host, 0))
    assert after == [0, 2, 2, 4]


def test_a_page_that_cannot_be_written_costs_no_count(url: str) -> None:
    with opened(url) as archive:
        run = begin_run(archive)
        run.count_request(SITE.host)
        record(unwritable(run, 1))
        archive.commit()
        run.count_request(SITE.host)
        record(visit_to(run, 2, article=article(2)))
        archive.commit()
        assert counted(url) == {SITE.host: 2}
