"""The verdict of a run: every threshold, just inside and just outside."""

from collections import Counter

import pytest

from archive.history import Fields, History
from archive.outcomes import Outcome
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


# What the site has lost


@pytest.mark.parametrize(
    ("outcomes", "lost"),
    [
        ({Outcome.GONE: 4}, False),
        ({Outcome.GONE: 5}, True),
        ({Outcome.GONE: 2, Outcome.REFUSED: 3}, True),
        ({Outcome.GONE: 8, STORED: 2}, False),
        ({Outcome.REFUSED: 9, STORED: 2}, True),
    ],
)
def test_pages_that_are_not_there(outcomes: dict[Outcome, int], lost: bool) -> None:
    gone, refused = outcomes.get(Outcome.GONE, 0), outcomes.get(Outcome.REFUSED, 0)
    total = sum(outcomes.values())
    reason = f"most pages are not there: {gone} gone and {refused} refused, of {total}"
    assert verdict(outcomes) == (("doubtful", [reason]) if lost else ("good", []))


@pytest.mark.parametrize(
    ("listings", "without", "expected"),
    [
        (1, 0, "good"),
        (1, 1, "failed"),
        (3, 2, "good"),
        (3, 3, "failed"),
        (None, 0, "good"),
    ],
)
def test_listings_without_an_article(listings: int | None, without: int, expected: str) -> None:
    found = judge(
        Counter(),
        {},
        without_layout=0,
        listings=listings,
        finished=True,
        listings_without_article=without,
    )
    reasons = ["no listing shows an article"] if expected == "failed" else []
    assert found == (expected, reasons)


# What is usual at the site


def usual(
    outcomes: dict[Outcome, int], history: History, fields: Fields | None = None
) -> tuple[str, list[str]]:
    return judge(
        Counter(outcomes),
        {},
        without_layout=0,
        listings=1,
        finished=True,
        fields=fields,
        history=history,
    )


@pytest.mark.parametrize(
    ("revised", "unchanged", "rechecked", "revised_before", "doubtful"),
    [
        pytest.param(4, 0, 0, 0, False, id="four say nothing"),
        pytest.param(5, 0, 0, 0, True, id="all of five"),
        pytest.param(5, 5, 0, 0, False, id="half at first"),
        pytest.param(6, 5, 0, 0, True, id="more than half at first"),
        pytest.param(6, 5, 100, 3, True, id="more than half, and few are usual"),
        pytest.param(6, 4, 100, 30, False, id="twice as many as usual"),
        pytest.param(7, 4, 100, 30, True, id="more than twice as many as usual"),
        pytest.param(9, 1, 100, 50, False, id="nine tenths, where half are usual"),
        pytest.param(10, 1, 100, 50, True, id="more than nine tenths, where half are usual"),
        pytest.param(6, 4, 20, 6, False, id="twice as many as usual in twenty"),
        pytest.param(6, 4, 19, 6, True, id="nineteen do not say what is usual"),
    ],
)
def test_articles_that_were_changed(
    revised: int, unchanged: int, rechecked: int, revised_before: int, doubtful: bool
) -> None:
    outcomes = {Outcome.REVISED: revised, Outcome.UNCHANGED: unchanged}
    found = usual(outcomes, History(rechecked, revised_before))
    compared = f", {revised_before / rechecked:.0%} is usual" if rechecked >= 20 else ""
    reason = f"{revised} of {revised + unchanged} known articles were changed{compared}"
    assert found == (("doubtful", [reason]) if doubtful else ("good", []))


@pytest.mark.parametrize(
    ("read", "shown", "before", "shown_before", "doubtful"),
    [
        pytest.param(4, 0, 100, 100, False, id="four say nothing"),
        pytest.param(5, 0, 100, 100, True, id="none of five"),
        pytest.param(5, 0, 4, 4, False, id="too few before"),
        pytest.param(5, 0, 5, 5, True, id="none, after five"),
        pytest.param(10, 5, 100, 100, False, id="half"),
        pytest.param(10, 4, 100, 100, True, id="less than half"),
        pytest.param(10, 2, 100, 40, False, id="half of what is usual"),
        pytest.param(10, 1, 100, 40, True, id="less than half of what is usual"),
        pytest.param(10, 0, 100, 0, False, id="none, as usual"),
        pytest.param(10, 0, 100, 30, True, id="none, where three are expected"),
        pytest.param(10, 0, 100, 29, False, id="none, where fewer are expected"),
        pytest.param(10, 0, 0, 0, False, id="none in the first run"),
    ],
)
@pytest.mark.parametrize("field", ["date", "author"])
def test_dates_and_authors_that_are_missing(
    field: str, read: int, shown: int, before: int, shown_before: int, doubtful: bool
) -> None:
    def fields(articles: int, count: int) -> Fields:
        return Fields(articles, *((count, 0) if field == "date" else (0, count)))

    history = History(fields=fields(before, shown_before))
    share = f"{shown_before / before:.0%}" if before else ""
    reason = f"only {shown} of {read} articles show the {field}, {share} is usual"
    found = usual({STORED: read}, history, fields(read, shown))
    assert found == (("doubtful", [reason]) if doubtful else ("good", []))
