"""What earlier runs saw of a site."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from archive.history import Fields, History, read_history
from archive.ledger import record
from archive.outcomes import Outcome
from archive.writer import Archive

from .archives import SITE, article, begin_run, new_archive, opened, visit_to

OTHER = replace(SITE, name="baokhac", host="baokhac.example")


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with opened(new_archive(tmp_path)) as archive:
        yield archive


def run_with(archive: Archive, revised: int, unchanged: int, **options: object) -> None:
    run = begin_run(archive, **{"site": SITE, "kind": "crawl"} | options)  # type: ignore[arg-type]
    run.outcomes[Outcome.REVISED], run.outcomes[Outcome.UNCHANGED] = revised, unchanged
    run.listings = 1
    run.close(finished=True)


def test_a_new_site_has_no_history(archive: Archive) -> None:
    assert read_history(archive, SITE.name) == History()


def test_the_crawls_that_did_not_fail_add_up(archive: Archive) -> None:
    run_with(archive, 1, 9)
    run_with(archive, 2, 8)
    run_with(archive, 4, 0, kind="import")
    run_with(archive, 4, 0, site=OTHER)
    begin_run(archive)  # killed
    begin_run(archive)
    history = read_history(archive, SITE.name)
    assert (history.rechecked, history.revised) == (20, 3)


def test_the_last_twenty_runs_count(archive: Archive) -> None:
    run_with(archive, 9, 9)
    for _ in range(20):
        run_with(archive, 0, 1)
    history = read_history(archive, SITE.name)
    assert (history.rechecked, history.revised) == (20, 0)


def test_the_newest_articles_count(archive: Archive) -> None:
    run, other = begin_run(archive), begin_run(archive, OTHER)
    for number in range(502):
        shown = article(
            number,
            published="2024-05-15" if number >= 500 else None,
            author="Thu Hà" if number < 3 else None,
        )
        record(visit_to(run, number, Outcome.STORED, shown))
    record(visit_to(other, 900, Outcome.STORED, article(900, url="https://baokhac.example/1")))
    archive.commit()
    assert read_history(archive, SITE.name).fields == Fields(500, dated=2, signed=1)


def test_a_run_knows_what_was_usual_before_it(archive: Archive) -> None:
    run = begin_run(archive)
    record(visit_to(run, 1, Outcome.STORED, article(1)))
    archive.commit()
    assert run.history == History()
    assert begin_run(archive).history.fields == Fields(1, dated=1)


def test_fields_are_counted(archive: Archive) -> None:
    fields = Fields()
    fields.add("2024-05-15", None)
    fields.add(None, "Thu Hà")
    fields.add(None, None)
    assert fields == Fields(3, dated=1, signed=1)
