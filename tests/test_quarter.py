"""A few simulated nights of the sample newsroom, with troubles: a short `make quarter`."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

from sample_sites import Newsroom
from simulation.nights import Nights
from simulation.press import PAPERS
from simulation.troubles import SHORT
from simulation.truth import Stored, alert_faults, faults
from simulation.verdict import compare

from .conftest import running_in

NIGHTS = 5


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> Nights:
    """The nights, which the tests do not change."""
    folder = tmp_path_factory.mktemp("nights")
    run = running_in(folder)

    def command(
        words: Sequence[str], cwd: Path, variables: Mapping[str, str]
    ) -> CompletedProcess[str]:
        return run(*words, cwd=cwd, **variables)

    sites = {trouble.site for trouble in SHORT}
    papers = [paper for paper in PAPERS if paper.site in sites]
    made = Nights(folder, SHORT, command, papers)
    with Newsroom(names=()) as room:
        for _ in range(NIGHTS):
            made.next(room)
    return made


@pytest.fixture(scope="module")
def archive(nights: Nights) -> Stored:
    """What the archive has after these nights."""
    return Stored(nights.folder / "archive.db")


@pytest.fixture
def stored(archive: Stored) -> Stored:
    """A copy of that, for a test that changes it."""
    return deepcopy(archive)


def test_each_trouble_is_reported_once(nights: Nights, archive: Stored) -> None:
    reported, false_alarms = compare(SHORT, nights.record)
    found = [(row.trouble.what, row.faults) for row in reported]
    assert found == [(trouble.what, []) for trouble in SHORT]
    assert (false_alarms, nights.record.faults) == ([], [])
    assert list(alert_faults(archive, nights.record)) == []


def test_the_archive_has_what_was_published(nights: Nights, archive: Stored) -> None:
    assert list(faults(archive, nights.presses, nights.sent)) == []
    assert len(archive.articles) > 50
    assert sum(len(versions) > 1 for versions in nights.sent.versions.values()) > 0


@pytest.mark.parametrize(
    ("name", "value", "what"),
    [
        ("title", "Một bài khác", "the title is"),
        ("published", None, "the date is"),
        ("author", "Thu Hà", "the author is"),
        ("body", "Một đoạn.", "the text is"),
        ("gone_since", "2026-06-20", "it is gone since"),
    ],
)
def test_an_article_that_is_not_as_published(
    nights: Nights, stored: Stored, name: str, value: Any, what: str
) -> None:
    next(reversed(stored.articles.values()))[name] = value
    (fault,) = faults(stored, nights.presses, nights.sent)
    assert what in fault


def test_an_article_that_is_missing_and_one_that_is_none(nights: Nights, stored: Stored) -> None:
    url, row = stored.articles.popitem()
    stored.articles["https://baocaobang.vn/thong-bao-1.html"] = row
    assert list(faults(stored, nights.presses, nights.sent)) == [
        f"{url} is missing",
        "https://baocaobang.vn/thong-bao-1.html is no article of a newspaper",
    ]


def test_an_article_that_was_never_sent(nights: Nights, archive: Stored) -> None:
    url = next(reversed(archive.articles))
    hidden = {sent: names for sent, names in nights.sent.hidden.items() if sent != url}
    sent = replace(nights.sent, hidden=hidden)
    assert list(faults(archive, nights.presses, sent)) == [f"{url}: it was never sent"]


def test_an_edit_without_a_revision(nights: Nights, stored: Stored) -> None:
    stored.earlier.clear()
    found = set(faults(stored, nights.presses, nights.sent))
    assert {fault.partition(": ")[2] for fault in found} == {
        "no revision has the text from before it was edited"
    }


def test_an_alert_that_the_table_does_not_have(nights: Nights, stored: Stored) -> None:
    stored.alerts.append(stored.alerts.pop(0))
    assert list(alert_faults(stored, nights.record)) == []
    stored.alerts[0] = stored.alerts[1]
    assert len(list(alert_faults(stored, nights.record))) == 2
