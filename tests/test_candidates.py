"""Which articles a search compares with the query, when there are too many to compare all."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from archive.ledger import record
from operations.publish import publish
from publishing.search import finding
from publishing.search.results import find, read_search

from .archives import article, begin_run, captured, new_archive, opened, visit_to

TITLES = (
    ["Hai ba thôn họp"]  # the phrase in the headline, in the oldest article
    + [f"Bản {number} họp" for number in range(4)]
    + [f"Ba nhà ở bản {number} nhận hai giải" for number in range(4)]
)
BODIES = ["Bản họp."] + ["Hai ba nhà họp."] * 4 + ["Bản họp."] * 4


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """A release with four articles that have the phrase below, and four with the words above."""
    folder = tmp_path_factory.mktemp("candidates")
    url = new_archive(folder)
    with opened(url) as archive:
        run = begin_run(archive)
        for number, (title, body) in enumerate(zip(TITLES, BODIES, strict=True), start=1):
            shown = article(number, f"{body} Thôn {number}.", title=title, lead=None)
            record(captured(visit_to(run, number, article=shown)))
        run.close(finished=True)
    publish(url, folder / "published", keep=1)
    with closing(sqlite3.connect(folder / "published" / "archive.db")) as connection:
        connection.row_factory = sqlite3.Row
        yield connection


@pytest.mark.parametrize("candidates", [1, 3, 4, 50])
def test_a_phrase_in_a_headline_comes_first_however_old(
    release: sqlite3.Connection, candidates: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "CANDIDATES", candidates)
    monkeypatch.setattr(finding, "MAX_SCORED", 0)
    found = [row["id"] for row in find(release, read_search({"q": "hai ba"}))]
    assert found[0] == 1
    assert sorted(found) == list(range(1, 10))
