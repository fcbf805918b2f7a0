"""The verdict of a run: every threshold, just inside and just outside."""

from collections import Counter

import pytest

from archive.models import Outcome
from archive.verdict import judge

STORED, FAILED, BLOCKED, EMPTY = Outcome.STORED, Outcome.FAILED, Outcome.BLOCKED, Outcome.EMPTY


def verdict(
    outcomes: dict[Outcome, int],
    remarks: dict[str, int] | None = None,
    *,
    without_layout: int = 0,
    listings: int | None = 1,
    finished: bool = True,
) -> tuple[str, list[str]]:
    return judge(
        Counter(outcomes),
        remarks or {},
        without_layout=without_layout,
        listings=listings,
        finished=finished,
    )


@pytest.mark.parametrize(
    ("outcomes", "expected", "reasons"),
    [
        pytest.param({}, "good", [], id="nothing new"),
        pytest.param({FAILED: 4}, "good", [], id="four pages say nothing"),
        pytest.param(
            {FAILED: 5},
            "failed",
            ["not one page could be read", "many pages could not be read: 5 failed, of 5"],
            id="not one of five",
        ),
        pytest.param(
            {STORED: 1, FAILED: 5},
            "doubtful",
            ["many pages could not be read: 5 failed, of 6"],
            id="one of six",
        ),
        pytest.param({STORED: 9, FAILED: 1}, "good", [], id="a tenth"),
        pytest.param(
            {STORED: 8, FAILED: 1},
            "doubtful",
            ["many pages could not be read: 1 failed, of 9"],
            id="more than a tenth",
        ),
        pytest.param({STORED: 3, FAILED: 1}, "good", [], id="a quarter of four"),
        pytest.param(
            {STORED: 4, EMPTY: 1, BLOCKED: 2, FAILED: 3},
            "doubtful",
            ["many pages could not be read: 3 failed, 2 blocked, 1 empty, of 10"],
            id="unread pages add up",
        ),
        pytest.param(
            {Outcome.GONE: 5, Outcome.REFUSED: 5, Outcome.OFF_TOPIC: 5}, "good", [],
            id="gone, refused and off topic are no failures of the site",
        ),
    ],
)  # fmt: skip
def test_pages_that_could_not_be_read(
    outcomes: dict[Outcome, int], expected: str, reasons: list[str]
) -> None:
    assert verdict(outcomes) == (expected, reasons)


@pytest.mark.parametrize(("without", "expected"), [(0, "good"), (5, "good"), (6, "doubtful")])
def test_articles_that_fit_no_layout(without: int, expected: str) -> None:
    found, reasons = verdict({STORED: 10}, without_layout=without)
    assert found == expected
    reason = f"{without} of 10 articles fitted no layout of the site"
    assert reasons == ([reason] if without else [])


def test_few_articles_without_a_layout_do_not_excuse_other_doubts() -> None:
    assert verdict({STORED: 10}, {"x": 1}, without_layout=1)[0] == "doubtful"


def test_remarks_are_named_in_order_with_how_often() -> None:
    found = verdict({STORED: 6, FAILED: 4}, {"b": 2, "a": 1}, without_layout=6)
    assert found == (
        "doubtful",
        [
            "many pages could not be read: 4 failed, of 10",
            "a",
            "b (2 times)",
            "6 of 6 articles fitted no layout of the site",
        ],
    )


@pytest.mark.parametrize(
    ("listings", "finished", "expected", "reasons"),
    [
        (1, True, "doubtful", ["x"]),
        (None, True, "doubtful", ["x"]),
        (0, True, "failed", ["no listing could be read", "x"]),
        (1, False, "failed", ["the crawl was stopped before its end", "x"]),
        (0, False, "failed", ["the crawl was stopped before its end", "x"]),
    ],
)
def test_why_a_run_has_failed(
    listings: int | None, finished: bool, expected: str, reasons: list[str]
) -> None:
    found = verdict({STORED: 9}, {"x": 1}, listings=listings, finished=finished)
    assert found == (expected, reasons)
