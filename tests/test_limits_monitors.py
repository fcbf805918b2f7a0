"""The thresholds of the monitors: a case just inside and one just outside of each."""

import math
import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.outcomes import Outcome
from archive.times import SIMULATED_NOW
from operations.monitors import MONITORS, machine, quiet, shares, whole
from operations.monitors.model import CannotJudge, Case, Judgement, Monitor, Trouble
from operations.monitors.quiet import History, judge_sections, judge_silence
from operations.monitors.shares import Share, chance
from operations.nights import SiteNight

MONDAY = date(2026, 3, 2)


def night(number: int, **facts: Any) -> SiteNight:
    """Return a night that many days after a Monday; unknown names are counts."""
    started = datetime(2026, 3, 2, 15, tzinfo=UTC) + timedelta(days=number)
    own = {name: facts.pop(name) for name in list(facts) if name in SiteNight.__slots__}
    counts = own.pop("counts", {}) | facts
    text = started.isoformat()
    own = {"last": text, "measured": True, "complete": True, **own}
    return SiteNight(text, counts=Counter(counts), **own)


def case(tonight: SiteNight, usual: Sequence[SiteNight], *, is_open: bool = False) -> Case:
    nights = list(usual)
    return Case("baogosim", "baogosim.example", tonight, nights, nights, nights, is_open)


def kind(judgement: Judgement) -> str:
    return "well" if judgement is None else type(judgement).__name__


# Shares


DATED = Share(
    lambda n: n.counts["dated"], lambda n: n.counts["pages"], "{n} of {whole} pages", "Do.",
    minimum=0.5,
)  # fmt: skip
POOLED = Share(DATED.part, DATED.whole, DATED.came, DATED.advice, pools=True)


def usual_nights(nights: int = 10, pages: int = 10, dated: int = 10) -> list[SiteNight]:
    return [night(n, pages=pages, dated=dated) for n in range(nights)]


@pytest.mark.parametrize(
    ("tonight", "usual", "expected"),
    [
        # Below half of the usual share, and unlikely enough: 3 of 3 pages are.
        ((0, 3), usual_nights(), "Trouble"),
        ((0, 2), usual_nights(), "CannotJudge"),
        ((10, 20), usual_nights(), "well"),
        ((9, 20), usual_nights(), "Trouble"),
        ((0, 0), usual_nights(), "CannotJudge"),
        # Every second page shows one: 14 pages without it are too few.
        ((0, 30), usual_nights(10, 10, 5), "Trouble"),
        ((0, 14), usual_nights(10, 10, 5), "CannotJudge"),
        # Nights and pages that say what is usual: else the minimum counts, from ten pages on.
        ((0, 9), usual_nights(shares.MIN_NIGHTS), "Trouble"),
        ((1, 9), usual_nights(shares.MIN_NIGHTS - 1), "CannotJudge"),
        ((1, 9), usual_nights(5, 4, 4), "Trouble"),
        ((1, 9), usual_nights(5, 3, 3), "CannotJudge"),
        ((4, 10), [], "Trouble"),
        ((5, 10), [], "well"),
        ((4, 9), [], "CannotJudge"),
        # Or from five pages on, if none of them shows one.
        ((0, 5), [], "Trouble"),
        ((1, 5), [], "CannotJudge"),
        ((0, 4), [], "CannotJudge"),
        # A usual night was as bad.
        ((0, 9), [*usual_nights(), night(11, pages=9)], "CannotJudge"),
        ((0, 9), [*usual_nights(), night(11, pages=4)], "Trouble"),
    ],
)
def test_a_share_is_trouble_if_it_is_low_and_unlikely(
    tonight: tuple[int, int], usual: list[SiteNight], expected: str
) -> None:
    dated, pages = tonight
    assert kind(DATED(case(night(20, dated=dated, pages=pages), usual))) == expected


@pytest.mark.parametrize(
    ("tonight", "expected"),
    [((2, 2), "CannotJudge"), ((3, 3), "well"), ((5, 7), "CannotJudge"), ((6, 8), "well")],
)
def test_an_alert_of_the_first_nights_ends_with_few_pages_that_are_well(
    tonight: tuple[int, int], expected: str
) -> None:
    dated, pages = tonight
    judged = DATED(case(night(20, dated=dated, pages=pages), [], is_open=True))
    assert kind(judged) == expected


def test_a_share_of_which_none_may_be_needs_ten_pages_on_a_first_night() -> None:
    share = replace(DATED, may_be_none=True)
    judged = [kind(share(case(night(20, pages=pages), []))) for pages in (9, 10)]
    assert judged == ["CannotJudge", "Trouble"]


@pytest.mark.parametrize(
    ("tonight", "expected"),
    [((7, 10), "CannotJudge"), ((8, 10), "well"), ((1, 2), "CannotJudge"), ((2, 2), "well")],
)
def test_an_alert_ends_only_if_the_share_is_about_as_usual(
    tonight: tuple[int, int], expected: str
) -> None:
    dated, pages = tonight
    is_well = DATED(case(night(20, dated=dated, pages=pages), usual_nights(), is_open=True))
    assert kind(is_well) == expected


def test_few_pages_of_several_nights_add_up() -> None:
    usual = usual_nights()
    bad = [night(number, pages=1) for number in (10, 11)]
    tonight = night(12, pages=1)
    judgement = POOLED(case(tonight, [*usual, *bad]))
    assert isinstance(judgement, Trouble)
    assert judgement.since is bad[0]
    assert judgement.came == "0 of 3 pages"
    assert kind(POOLED(case(tonight, [*usual, bad[0]]))) == "CannotJudge"
    assert kind(DATED(case(tonight, [*usual, *bad]))) == "CannotJudge"


def test_a_first_crawl_of_thousands_of_pages_counts_as_fifty() -> None:
    usual = [night(0, pages=9000, dated=900), *usual_nights(30)]
    assert kind(DATED(case(night(40, pages=10, dated=2), usual))) == "Trouble"


@given(st.integers(0, 60), st.floats(0.01, 0.98))
def test_chance_is_that_of_the_binomial_distribution(whole: int, share: float) -> None:
    part = whole // 2
    exact = sum(
        math.comb(whole, n) * share**n * (1 - share) ** (whole - n) for n in range(part + 1)
    )
    assert chance(part, whole, share) == pytest.approx(exact)


def monitor(name: str) -> Monitor:
    return next(monitor for monitor in MONITORS if monitor.name == name)


def outcomes_of(number: int, **facts: Any) -> SiteNight:
    """Return a night with these outcomes; names that are none are counts."""
    names = {outcome.value: outcome for outcome in Outcome}
    found = Counter({names[name]: facts.pop(name) for name in list(facts) if name in names})
    return night(number, outcomes=found, counts=facts)


READ_NIGHTS = [outcomes_of(n, off_topic=8, stored=2) for n in range(5)]


@pytest.mark.parametrize(
    ("tonight", "expected"),
    [
        ({"failed": 3}, "Trouble"),
        ({"failed": 2}, "CannotJudge"),
        ({"failed": 4, "off_topic": 6}, "well"),
        ({"failed": 5, "off_topic": 6}, "Trouble"),
        # What failed the last time too says nothing of tonight.
        ({"failed": 9, "failed_again": 6}, "Trouble"),
        ({"failed": 9, "failed_again": 7}, "CannotJudge"),
        ({"failed": 9, "failed_again": 9}, "CannotJudge"),
        # Known articles that are gone, and not believed to be, are those of another monitor.
        ({"failed": 9, "known_gone": 4}, "Trouble"),
        ({"failed": 9, "known_gone": 6}, "well"),
        # A refusal of robots.txt is no failure.
        ({"failed": 2, "refused": 50}, "CannotJudge"),
    ],
)
def test_pages_that_fail_are_trouble_whatever_the_reason(
    tonight: dict[str, int], expected: str
) -> None:
    own = outcomes_of(9, **{name: n for name, n in tonight.items() if name != "known_gone"})
    own.counts["gone"] = tonight.get("known_gone", 0)
    assert kind(monitor("outcomes").judge(case(own, READ_NIGHTS))) == expected


@pytest.mark.parametrize(
    ("failed", "again", "unanswered", "expected"),
    [
        (3, 0, 3, "Trouble"),
        (9, 6, 3, "Trouble"),
        (9, 7, 2, "CannotJudge"),
        (9, 9, 0, "CannotJudge"),
    ],
)
def test_errors_of_pages_that_had_failed_before_are_left_out(
    failed: int, again: int, unanswered: int, expected: str
) -> None:
    tonight = outcomes_of(9, failed=failed, failed_again=again, unanswered=unanswered)
    assert kind(monitor("errors").judge(case(tonight, READ_NIGHTS))) == expected


def test_pages_that_fail_have_a_reason_in_words() -> None:
    tonight = outcomes_of(9, failed=5)
    tonight.failures = Counter({"the page's text is garbled": 3, "redirects to nowhere": 1, "x": 1})
    judgement = monitor("outcomes").judge(case(tonight, READ_NIGHTS))
    assert isinstance(judgement, Trouble)
    assert judgement.came == (
        "5 of 5 requested pages could not be read "
        "(3 times: the page's text is garbled; redirects to nowhere)"
    )
    tonight.failures.clear()
    judgement = monitor("outcomes").judge(case(tonight, READ_NIGHTS))
    assert isinstance(judgement, Trouble)
    assert judgement.came == "5 of 5 requested pages could not be read"


@pytest.mark.parametrize(
    ("new", "repeated", "nights", "expected"),
    [
        (32, 10, 7, "Trouble"),  # old articles under new numbers, most of them off the topics
        (30, 6, 7, "well"),
        (30, 7, 7, "Trouble"),
        (10, 4, 7, "CannotJudge"),
        (10, 5, 7, "Trouble"),
        (32, 10, 4, "CannotJudge"),
    ],
)
def test_duplicates_are_trouble_if_a_fifth_of_the_new_pages_are(
    new: int, repeated: int, nights: int, expected: str
) -> None:
    usual = [outcomes_of(n, new=6) for n in range(nights)]
    tonight = outcomes_of(20, new=new, repeated=repeated)
    assert kind(monitor("duplicates").judge(case(tonight, usual))) == expected


SIGN = "Checking your browser"


@pytest.mark.parametrize(
    ("facts", "came", "is_left_alone"),
    [
        (
            {"statuses": {"200": 9, "503": 3}, "blocked": 1, "blocked_by": "it answered 503"},
            "the site blocks the crawl: it answered 503; statuses: 200 9 times, 503 3 times",
            True,
        ),
        (
            {"statuses": {"200": 9}, "blocked": 1, "blocked_by": f"it sent “{SIGN}”",
             "challenge": SIGN, "challenges": 2, "challenged": 5},
            f"the site blocks the crawl: it sent “{SIGN}”; 7 of 9 responses refuse access; "
            "statuses: 200 9 times",
            True,
        ),
        (
            {"statuses": {"200": 9}, "challenge": SIGN, "challenges": 4},
            f"a challenge page: “{SIGN}”; 4 of 9 responses refuse access; statuses: 200 9 times",
            False,
        ),
        (
            {"statuses": {"200": 1, "429": 3}},
            "3 of 4 responses refuse access; statuses: 429 3 times, 200 1 time",
            False,
        ),
    ],
)  # fmt: skip
def test_a_block_is_named_and_what_follows_from_it(
    facts: dict[str, Any], came: str, is_left_alone: bool
) -> None:
    statuses = Counter(facts.pop("statuses"))
    found = whole.judge_block(case(night(2, statuses=statuses, found=ANSWERED, **facts), []))
    assert isinstance(found, Trouble)
    assert found.came == came
    assert ("is left alone" in found.advice) == is_left_alone
    assert ("download_delay" in found.advice) != is_left_alone


# Silence


def news(counts: Sequence[int], start: int = 0) -> list[SiteNight]:
    return [night(start + n, new=count, news=count) for n, count in enumerate(counts)]


@pytest.mark.parametrize(
    ("before", "tonight", "expected"),
    [
        ([3] * 14, 0, "Trouble"),
        ([3] * 13, 0, "well"),
        ([3] * 13 + [2], 0, "well"),
        ([2] * 28, 0, "Trouble"),
        ([2] * 27, 0, "well"),
        ([2] * 27 + [1], 0, "well"),
        ([1] * 43 + [0], 0, "Trouble"),  # 1 / 45 squared is less than one in 2,000
        ([1] * 42 + [0], 0, "well"),
        ([0, 0] + [1] * 60, 0, "well"),
        ([8] * 14, 2, "Trouble"),
        ([8] * 14, 3, "well"),
        ([7] * 14, 1, "well"),
    ],
)
def test_silence_is_trouble_if_the_site_was_never_so_silent(
    before: list[int], tonight: int, expected: str
) -> None:
    [last] = news([tonight], len(before))
    assert kind(judge_silence(case(last, news(before)))) == expected


@pytest.mark.parametrize(
    ("before", "silent", "expected"),
    [
        ([5] * 7, 4, "Trouble"),  # 1 / 9 to the fourth is less than one in 2,000
        ([5] * 7, 3, "well"),
        ([5] * 6, 13, "CannotJudge"),
        ([1, 0, 0, 1, 0, 0, 1], 13, "Trouble"),  # a site that often has no news
        ([1, 0, 0, 1, 0, 0, 1], 12, "well"),
    ],
)
def test_a_silence_is_judged_by_seven_nights(before: list[int], silent: int, expected: str) -> None:
    nights = news([*before, *[0] * silent])
    assert kind(judge_silence(case(nights[-1], nights[:-1]))) == expected


def test_holidays_do_not_make_a_silence_long() -> None:
    nights = news([5] * 7 + [0] * 4)
    nights[9].holiday = True
    assert kind(judge_silence(case(nights[-1], nights[:-1]))) == "well"


@pytest.mark.parametrize(("is_open", "expected"), [(True, "well"), (False, "CannotJudge")])
def test_a_silence_after_few_nights_ends_with_news(is_open: bool, expected: str) -> None:
    [tonight] = news([1], 20)
    assert kind(judge_silence(case(tonight, news([5] * 6), is_open=is_open))) == expected


def test_weekends_are_compared_with_weekends() -> None:
    weeks = news([9, 9, 9, 9, 9, 0, 0] * 4)
    assert kind(judge_silence(case(night(28), weeks))) == "Trouble", "a Monday"
    weeks += news([9] * 5, 28)
    assert kind(judge_silence(case(night(33), weeks))) == "well", "a Saturday"
    few = news([9, 9, 9, 9, 9, 0, 0] * 2 + [9])
    assert kind(judge_silence(case(night(15), few))) == "well", "two weeks do not show it"


def test_pages_that_are_new_to_the_archive_and_old_are_no_news() -> None:
    usual = [night(n, new=500, news=5) for n in range(20)]
    assert kind(judge_silence(case(night(20, new=500), usual))) == "Trouble"
    undated = [night(n, new=5) for n in range(20)]
    assert kind(judge_silence(case(night(20), undated))) == "Trouble", "without any news, all count"


def test_a_holiday_is_no_silence_and_not_usual() -> None:
    tonight = night(30)
    tonight.holiday = True
    assert kind(judge_silence(case(tonight, news([5] * 20)))) == "CannotJudge"
    holidays = [night(n, holiday=True) for n in (20, 21)]
    judgement = judge_silence(case(night(30), [*news([5] * 20), *holidays]))
    assert isinstance(judgement, Trouble)
    assert judgement.came == "no new article"


def test_only_regular_silence_is_a_day_of_the_week() -> None:
    day = MONDAY
    history = History([(day + timedelta(days=n), 0 if n % 7 == 6 else 4) for n in range(21)])
    assert history.like(day + timedelta(days=27)) == [0, 0, 0]
    assert history.like(day + timedelta(days=28)) == [4] * 18


@pytest.mark.parametrize(
    ("nights", "silent", "expected"),
    [(20, 2, True), (20, 3, False), (7, 0, True), (6, 0, False)],
)
def test_a_site_nearly_always_has_news_if_a_tenth_of_its_nights_had_none(
    nights: int, silent: int, expected: bool
) -> None:
    usual = [night(n, news=int(n >= silent)) for n in range(nights)]
    assert quiet.nearly_always_has_news(case(night(nights), usual)) is expected


def test_a_site_without_dates_has_news_if_it_has_new_pages() -> None:
    usual = [night(n, new=2) for n in range(14)]
    assert quiet.nearly_always_has_news(case(night(14), usual))
    assert quiet.has_as_much_as_ever(case(night(14, new=2), usual))
    assert not quiet.has_as_much_as_ever(case(night(14, new=2), [*usual, night(13, news=4)] * 9))


@pytest.mark.parametrize(
    ("news", "lowest", "rare", "expected"),
    [(0, 0, 0, False), (1, 1, 0, True), (2, 4, 0, False), (3, 4, 0, True), (2, 4, 3, True),
     (2, 4, 2, False), (1, 4, 2, False)],
)  # fmt: skip
def test_a_site_has_as_much_as_ever_with_more_than_half_of_its_quiet_nights(
    news: int, lowest: int, rare: int, expected: bool
) -> None:
    usual = [night(n, news=lowest) for n in range(20 - rare)]
    usual += [night(20 - n, news=0) for n in range(rare)]
    assert quiet.has_as_much_as_ever(case(night(20, news=news), usual)) is expected


# Sections


def listed(number: int, **found: Any) -> SiteNight:
    return night(number, new=5, news=5, found={f"/{name}": value for name, value in found.items()})


@pytest.mark.parametrize(
    ("nights", "tonight", "expected"),
    [
        (5, {"a": [9, 1], "b": [0, 0]}, "Trouble"),
        (5, {"a": [9, 1]}, "Trouble"),
        (4, {"a": [9, 1]}, "CannotJudge"),
        (6, {"a": [9, 1], "b": [9, 1]}, "CannotJudge"),
        (7, {"a": [9, 1], "b": [9, 1]}, "well"),
        (14, {"a": [9, 1], "b": None}, "well"),
        (14, {"a": [9, 1], "b": [None, 0]}, "well"),
        (14, {}, "CannotJudge"),
    ],
)
def test_a_listing_without_articles_is_missed(
    nights: int, tonight: dict[str, Any], expected: str
) -> None:
    usual = [listed(n, a=[9, 1], b=[9, 1]) for n in range(nights)]
    assert kind(judge_sections(case(listed(20, **tonight), usual))) == expected


@pytest.mark.parametrize(("unanswered", "expected"), [(1, "well"), (2, "Trouble")])
def test_a_listing_may_not_answer_for_some_nights(unanswered: int, expected: str) -> None:
    usual = [listed(n, a=[9, 1], b=[9, 1]) for n in range(14)]
    silent = [listed(14 + n, a=[9, 1], b=None) for n in range(unanswered)]
    judged = case(listed(17, a=[9, 1], b=None), usual)
    judged.before = [*usual, *silent]
    assert kind(judge_sections(judged)) == expected


@pytest.mark.parametrize(("is_open", "expected"), [(True, "well"), (False, "CannotJudge")])
def test_an_alert_of_lost_listings_ends_when_they_are_back(is_open: bool, expected: str) -> None:
    usual = [listed(n, a=[9, 1], b=[9, 1]) for n in range(5)]
    judged = case(listed(9, a=[9, 1], b=[9, 1]), usual, is_open=is_open)
    assert kind(judge_sections(judged)) == expected


@pytest.mark.parametrize(("unanswered", "expected"), [("ab", "well"), ("abc", "Trouble")])
def test_most_listings_must_answer_every_night(unanswered: str, expected: str) -> None:
    usual = [listed(n, a=[9, 1], b=[9, 1], c=[9, 1], d=[9, 1]) for n in range(14)]
    tonight = listed(14, **{name: None if name in unanswered else [9, 1] for name in "abcd"})
    assert kind(whole.judge_answer(case(tonight, usual))) == expected
    assert kind(whole.judge_answer(case(tonight, usual[:4]))) == "well"
    assert kind(judge_sections(case(tonight, usual))) == "well"


@pytest.mark.parametrize(
    ("with_news", "silent", "expected"),
    [(60, 2, "well"), (60, 3, "Trouble"), (7, 5, "well"), (7, 6, "Trouble"), (6, 20, "well")],
)
def test_a_section_may_have_nothing_new_for_some_nights(
    with_news: int, silent: int, expected: str
) -> None:
    usual = [listed(n, a=[9, 1], b=[9, 1]) for n in range(with_news)]
    nights = [listed(with_news + n, a=[9, 1], b=[9, 0]) for n in range(silent)]
    judgement = judge_sections(case(nights[-1], [*usual, *nights[:-1]]))
    assert kind(judgement) == expected
    if isinstance(judgement, Trouble):
        assert "/b" in judgement.came
        assert judgement.since is nights[0]


# The site as a whole


ANSWERED = {"/": [9, 1]}


@pytest.mark.parametrize(
    ("statuses", "found", "usual", "expected"),
    [
        ({"403": 1}, {"/": None}, {}, "Trouble"),
        ({"200": 7, "403": 3}, ANSWERED, {"200": 9}, "Trouble"),
        ({"200": 8, "403": 3}, ANSWERED, {"200": 9}, "well"),
        ({"200": 1, "403": 1}, ANSWERED, {"200": 9}, "well"),
        ({"200": 7, "429": 3}, ANSWERED, {"200": 85, "403": 15}, "Trouble"),
        ({"200": 7, "429": 3}, ANSWERED, {"200": 84, "403": 16}, "well"),
        ({"404": 9}, {"/": None}, {"200": 9}, "well"),
        ({}, {"/": None}, {"200": 9}, "CannotJudge"),
    ],
)
def test_what_is_a_block(
    statuses: dict[str, int], found: dict[str, Any], usual: dict[str, int], expected: str
) -> None:
    tonight = night(2, statuses=Counter(statuses), found=found)
    judged = case(tonight, [night(1, statuses=Counter(usual))])
    assert kind(whole.judge_block(judged)) == expected


@pytest.mark.parametrize(
    ("moved", "statuses", "found", "expected"),
    [
        (1, {"301": 1}, {"/": None}, "Trouble"),
        (3, {"200": 3, "301": 3}, ANSWERED, "Trouble"),
        (3, {"200": 4, "301": 3}, ANSWERED, "well"),
        (2, {"301": 2}, ANSWERED, "well"),
        (0, {"301": 2}, {"/": None}, "well"),
    ],
)
def test_what_is_a_move(
    moved: int, statuses: dict[str, int], found: dict[str, Any], expected: str
) -> None:
    hosts = Counter({"bao-moi.example": moved} if moved else {})
    tonight = night(2, moved=hosts, statuses=Counter(statuses), found=found)
    assert kind(whole.judge_move(case(tonight, []))) == expected


@pytest.mark.parametrize(
    ("found", "usual", "answer", "listings"),
    [
        ({"/": None, "/a": None}, ANSWERED, "Trouble", "CannotJudge"),
        ({"/": None, "/a": [0, 0]}, ANSWERED, "well", "Trouble"),
        ({"/": [0, 0], "/a": [1, 0]}, ANSWERED, "well", "well"),
        ({"/": [0, 0]}, {"/": [0, 0]}, "well", "CannotJudge"),
        ({"/": [None, 0]}, ANSWERED, "well", "well"),  # it is as it was the last time
        ({}, ANSWERED, "CannotJudge", "CannotJudge"),
    ],
)
def test_listings_must_answer_and_one_must_show_an_article(
    found: dict[str, Any], usual: dict[str, Any], answer: str, listings: str
) -> None:
    judged = case(night(2, found=found), [night(1, found=usual)])
    assert kind(whole.judge_answer(judged)) == answer
    assert kind(whole.judge_listings(judged)) == listings


@pytest.mark.parametrize(
    ("words", "pages", "nights", "expected"),
    [
        (150, 5, 5, "well"), (149, 5, 5, "Trouble"), (800, 5, 5, "well"), (801, 5, 5, "Trouble"),
        (1, 4, 5, "CannotJudge"), (1, 5, 4, "CannotJudge"), (None, 5, 5, "CannotJudge"),
    ],
)  # fmt: skip
def test_texts_are_about_as_long_as_usual(
    words: int | None, pages: int, nights: int, expected: str
) -> None:
    usual = [night(n, words=300 + 100 * (n % 2), pages=5) for n in range(nights)]
    assert kind(whole.judge_length(case(night(9, words=words, pages=pages), usual))) == expected


@pytest.mark.parametrize(
    ("until", "before", "expected"),
    [
        ("2026-03-11", "2026-03-11", "Trouble"), ("2026-03-12", "2026-03-12", "well"),
        ("2026-03-01", "2026-03-01", "well"), (None, None, "well"),
    ],
)  # fmt: skip
def test_a_certificate_that_ends_is_reported_unless_it_had_ended_before(
    until: str | None, before: str | None, expected: str
) -> None:
    tonight = night(10, certificate_until=until)
    usual = [night(5, certificate_until=before)]
    assert kind(whole.judge_certificate(case(tonight, usual))) == expected


@pytest.mark.parametrize(("days", "expected"), [(2, "CannotJudge"), (3, "Trouble")])
def test_a_site_may_be_missed_for_some_nights(days: int, expected: str) -> None:
    tonight = night(10)
    tonight.last = ""
    assert kind(whole.judge_missed(case(tonight, [night(10 - days)]))) == expected
    assert whole.judge_missed(case(night(10), [night(10 - days)])) is None


@pytest.mark.parametrize(("nights", "expected"), [(5, "CannotJudge"), (6, "Trouble")])
def test_a_first_crawl_may_take_some_nights(nights: int, expected: str) -> None:
    unfinished = [night(n, complete=False) for n in range(nights)]
    assert kind(whole.judge_end(case(night(9, complete=False), unfinished))) == expected
    one = [*unfinished[:-1], night(8)]
    assert kind(whole.judge_end(case(night(9, complete=False), one))) == "CannotJudge"


# The machine


@pytest.mark.parametrize(
    ("cut_off", "crawled", "expected"),
    [(2, 2, "CannotJudge"), (2, 3, "well"), (3, 3, "Trouble"), (3, 6, "Trouble"), (3, 7, "well")],
)
def test_half_of_the_sites_without_a_response_have_no_network(
    cut_off: int, crawled: int, expected: str
) -> None:
    well = night(0, statuses=Counter({"200": 4}), errors=Counter({"TimeoutError": 4}))
    down = night(0, statuses=Counter({"200": 4}), errors=Counter({"TimeoutError": 5}))
    nights = [down] * cut_off + [well] * (crawled - cut_off) + [night(0, measured=False)]
    assert kind(machine.judge_network(nights, well)) == expected


NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("skews", "last_run", "simulated", "expected"),
    [
        ([300, 300, 300], None, False, "well"),
        ([301, 301, 301], None, False, "Trouble"),
        ([-301, -301, 0], None, False, "Trouble"),
        ([900, 0, 0], None, False, "well"),
        ([900, 900, None], None, False, "CannotJudge"),
        ([900, 900, 900], None, True, "CannotJudge"),
        ([0, 0, 0], "2026-03-02T12:05:00+00:00", True, "CannotJudge"),
        ([0, 0, 0], "2026-03-02T12:05:01+00:00", True, "Trouble"),
    ],
)
def test_the_clock_is_compared_with_servers_and_with_the_last_crawl(
    monkeypatch: pytest.MonkeyPatch,
    skews: list[float | None],
    last_run: str | None,
    simulated: bool,
    expected: str,
) -> None:
    monkeypatch.setenv(SIMULATED_NOW, "2026-03-02" if simulated else "")
    nights = [night(0, skew=skew) for skew in skews]
    assert kind(machine.judge_clock(NOON, last_run, nights, nights[0])) == expected


@pytest.mark.parametrize(
    ("last_run", "expected"),
    [
        (None, None),
        ("2026-03-02T12:05:00+00:00", None),
        ("2026-03-02T12:05:01+00:00", "no crawl lies in the future"),
        ("2025-11-22T12:00:00+00:00", None),
        ("2025-11-22T11:59:59+00:00", "one in the last 100 days"),
    ],
)
def test_nothing_is_crawled_a_long_time_before_or_after_the_last_crawl(
    last_run: str | None, expected: str | None
) -> None:
    trouble = machine.judge_last_crawl(NOON, last_run, night(0))
    assert (trouble.expected if trouble is not None else None) == expected


@pytest.mark.parametrize(
    ("free", "size", "level"),
    [
        (2_000_000_000, 0, None), (1_999_999_999, 0, "yellow"), (500_000_000, 0, "yellow"),
        (499_999_999, 0, "red"), (3_000, 0, "red"), (6_000_000_000, 3_000_000_000, None),
        (5_999_999_999, 3_000_000_000, "yellow"), (2_999_999_999, 3_000_000_000, "red"),
    ],
)  # fmt: skip
def test_the_disk_needs_room_for_copies_of_the_database(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, free: int, size: int, level: str | None
) -> None:
    path = tmp_path / "archive.db"
    with path.open("wb") as file:
        file.truncate(size)
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: SimpleNamespace(free=free))
    judgement = machine.judge_disk([tmp_path], path, night(0))
    assert (judgement.level if isinstance(judgement, Trouble) else None) == level
    assert isinstance(machine.judge_disk([tmp_path / "none"], None, night(0)), CannotJudge)


def test_the_limits_are_as_the_operator_guide_says() -> None:
    assert (quiet.NEVER_SILENT, quiet.LIMIT, quiet.MANY) == (((28, 2), (14, 3)), 5e-4, 8)
    assert (shares.LIMIT, shares.MAX_NIGHTS) == (1e-5, 28)


@pytest.mark.parametrize(
    ("unread", "said"),
    [
        (0, "robots.txt forbids them"),
        (1, "robots.txt could not be read, so nothing was requested"),
    ],
)
def test_a_crawl_that_nothing_answered_says_what_robots_txt_does(unread: int, said: str) -> None:
    tonight = night(2, found={"/": None, "/tin": None}, forbidden=2, robots_unread=unread)
    found = whole.judge_answer(case(tonight, []))
    assert isinstance(found, Trouble)
    assert found.came == f"none of 2 listings answers ({said})"
