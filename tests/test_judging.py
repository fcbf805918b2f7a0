"""When alerts begin and end, and what is said of nights that cannot be judged."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.writer import Archive
from operations.alerts import Alert, write_alerts
from operations.judging import end_alerts_of_others, judge_night
from operations.monitors import MONITORS
from operations.monitors.quiet import MAX_HOLIDAYS, MAX_UNANSWERED

from . import nights
from .archives import new_archive, opened, rows
from .nights import Paper, Run, Watch

NIGHT = "2031-03-08T14:00:00+00:00"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with opened(new_archive(tmp_path)) as archive:
        yield archive


def after(archive: Archive, papers: list[Paper], number: int) -> Watch:
    """Return a watch after quiet nights that nobody judged."""
    watch = Watch(archive, papers)
    for _ in range(number):
        watch.write({})
    return watch


def new_alerts(watch: Watch, number: int, **options: object) -> list[tuple[str | None, str]]:
    """Return site and monitor of the alerts that begin in some nights."""
    return [
        (site, alert.monitor)
        for _ in range(number)
        for site, state in watch.night(**options).items()  # type: ignore[arg-type]
        for alert in state.new
    ]


def test_quiet_nights_have_no_alert(archive: Archive) -> None:
    papers = [
        Paper("daily", (20, 40)),
        Paper("weekly", (1, 1), days=(1, 4), listings=("/", "/tin"), has_layout=False),
        Paper("small", (2, 5), signed=0.0, timed=False),
        Paper("weekdays", (5, 12), (0, 0), signed=0.4),
    ]
    assert new_alerts(Watch(archive, papers), 45) == []


def test_a_holiday_is_no_trouble_and_a_silence_on_it_neither(archive: Archive) -> None:
    papers = [Paper("one", (5, 9)), Paper("two", (9, 20)), Paper("three", (20, 30))]
    watch = after(archive, papers, 35)
    assert new_alerts(watch, 3, holiday=True) == []
    assert new_alerts(watch, 2) == []
    assert new_alerts(watch, 1, troubles={"one": nights.fall_silent}) == [("one", "silence")]


@pytest.mark.parametrize(
    ("silent", "all_papers", "is_holiday"),
    [(2, 3, False), (3, 3, True), (3, 4, True), (3, 5, False), (4, 6, True)],
)
def test_a_holiday_is_a_night_on_which_most_papers_and_three_at_least_are_silent(
    archive: Archive, silent: int, all_papers: int, is_holiday: bool
) -> None:
    papers = [Paper(f"paper{number}", (5, 20)) for number in range(all_papers)]
    watch = after(archive, papers, 30)
    names = [paper.name for paper in papers[:silent]]
    alerts = new_alerts(watch, 1, troubles=dict.fromkeys(names, nights.fall_silent))
    assert alerts == ([] if is_holiday else [(name, "silence") for name in names])


@pytest.mark.parametrize("is_new", [False, True], ids=["since a night", "tonight"])
def test_papers_that_are_silent_for_another_reason_make_no_holiday(
    archive: Archive, is_new: bool
) -> None:
    watch = after(archive, [Paper(name, (5, 20)) for name in ("one", "two", "three", "four")], 30)
    moved = {"three": nights.move}
    if not is_new:
        assert new_alerts(watch, 1, troubles=moved) == [("three", "move")]
    silent = {"one": nights.fall_silent, "two": nights.fall_silent, **moved}
    alerts = new_alerts(watch, 1, troubles=silent)
    assert sorted(alerts)[:1] + sorted(alerts)[-1:] == [("one", "silence"), ("two", "silence")]


def test_papers_that_often_have_no_news_make_no_holiday(archive: Archive) -> None:
    rare = [Paper(f"rare{number}", (1, 2), days=(0, 2, 4)) for number in range(4)]
    watch = after(archive, [Paper("daily", (5, 20)), *rare], 29)
    troubles = {"daily": nights.fall_silent}
    assert new_alerts(watch, 1, troubles=troubles) == [("daily", "silence")]


def test_a_holiday_does_not_last_for_ever(archive: Archive) -> None:
    names = ("one", "three", "two")
    watch = after(archive, [Paper(name, (5, 9)) for name in names], 35)
    assert new_alerts(watch, MAX_HOLIDAYS, holiday=True) == []
    assert new_alerts(watch, 1, holiday=True) == [(name, "silence") for name in names]
    assert new_alerts(watch, 3, holiday=True) == []


def test_a_night_without_a_network_is_one_alert_of_the_machine(
    archive: Archive, tmp_path: Path
) -> None:
    papers = [Paper("one", (5, 9)), Paper("two", (9, 20)), Paper("three", (20, 30))]
    watch = after(archive, papers, 35)
    down = dict.fromkeys(("one", "two", "three"), nights.be_down)
    assert new_alerts(watch, 2, troubles=down) == [(None, "network")]
    holidays = "SELECT count(*) FROM runs WHERE measures ->> '$.holiday'"
    assert rows(tmp_path / "archive.db", holidays) == [(0,)]
    states = watch.night()
    assert [alert.monitor for alert in states[None].ended] == ["network"]
    assert [state.state for state in states.values()] == ["green"] * 4
    assert new_alerts(watch, 1, troubles={"one": nights.be_down}) == [("one", "answer")]
    assert new_alerts(watch, 1, troubles={"two": nights.fall_silent}) == [("two", "silence")]


def test_a_site_that_answers_is_judged_though_the_others_have_no_network(archive: Archive) -> None:
    papers = [Paper("one", (5, 9)), Paper("two", (9, 20)), Paper("three", (20, 30)), Paper("four")]
    watch = after(archive, papers, 35)
    down = dict.fromkeys(("one", "two", "three"), nights.be_down)
    troubles = {**down, "four": nights.block}
    assert new_alerts(watch, 1, troubles=troubles) == [(None, "network"), ("four", "block")]


def test_to_judge_a_night_again_changes_nothing(archive: Archive, tmp_path: Path) -> None:
    paper = Paper("trouble")
    watch = after(archive, [paper], 20)
    started = watch.write({"trouble": nights.block})
    for _ in range(2):
        state = judge_night(archive, [paper.card], started)[1]
        assert [alert.monitor for alert in state.open] == ["block"]
    found = rows(tmp_path / "archive.db", "SELECT monitor, site, level, since, until FROM alerts")
    assert found == [("block", "trouble", "red", started, None)]
    ended = watch.write({})
    for _ in range(2):
        assert judge_night(archive, [paper.card], ended)[1].state == "green"
    assert rows(tmp_path / "archive.db", "SELECT since, until FROM alerts") == [(started, ended)]


def test_an_alert_stays_while_nothing_can_be_judged(archive: Archive) -> None:
    watch = after(archive, [Paper("trouble"), Paper("other")], 20)
    watch.night({"trouble": nights.block})
    state = watch.night(without=("trouble",))["trouble"]
    assert (state.state, state.new, state.ended) == ("red", [], [])
    assert state.unjudged["block"] == "no crawl tonight"

    def kill(run: Run) -> None:
        run["measures"] = None

    state = watch.night({"trouble": kill})["trouble"]
    assert ([alert.monitor for alert in state.open], state.ended) == (["block"], [])
    assert state.unjudged["block"] == "the crawl was killed"


def test_the_alerts_of_sites_that_are_left_out_for_good_end(
    archive: Archive, tmp_path: Path
) -> None:
    watch = after(archive, [Paper("gone"), Paper("kept")], 20)
    watch.night({"gone": nights.block, "kept": nights.block})
    write_alerts(archive, [Alert("disk", None, "red", NIGHT, "The disk is full.")], [], NIGHT)
    (state,) = end_alerts_of_others(archive, {"kept"}, NIGHT)
    assert (state.site, state.state) == ("gone", "green")
    assert [alert.monitor for alert in state.ended] == ["block"]
    assert end_alerts_of_others(archive, {"kept"}, NIGHT) == []
    found = rows(tmp_path / "archive.db", "SELECT site, until FROM alerts ORDER BY id")
    assert found == [("gone", NIGHT), ("kept", None), (None, None)]


def test_a_site_that_is_not_crawled_is_missed_after_three_nights(archive: Archive) -> None:
    watch = after(archive, [Paper("trouble"), Paper("other")], 5)
    assert new_alerts(watch, 2, without=("trouble",)) == []
    assert new_alerts(watch, 2, without=("trouble",)) == [("trouble", "missed")]
    assert [alert.monitor for alert in watch.night()["trouble"].ended] == ["missed"]


@pytest.mark.parametrize(
    ("trouble", "monitor"),
    [
        (nights.lose("titled"), "titles"),
        (nights.lose("dated"), "dates"),
        (nights.be_down, "answer"),
        (nights.redesign_addresses, "listings"),
        (nights.block, "block"),
        (nights.repeat_text, "same_text"),
        (nights.show_clock, "same_date"),
        (nights.maintain, "replaced"),
        (nights.delete, "gone"),
    ],
)
def test_a_first_night_is_judged_by_minima(
    archive: Archive, trouble: nights.Trouble, monitor: str
) -> None:
    assert new_alerts(Watch(archive, [Paper("trouble")]), 1, troubles={"trouble": trouble}) == [
        ("trouble", monitor)
    ]


@pytest.mark.parametrize(("gone", "alerts"), [(2, []), (3, [("trouble", "gone")])])
def test_a_fifth_of_the_known_articles_may_be_gone_in_the_first_nights(
    archive: Archive, gone: int, alerts: list[tuple[str, str]]
) -> None:
    def lose_some(run: Run) -> None:
        run["measures"].update(known=10, gone=gone)

    assert new_alerts(Watch(archive, [Paper("trouble")]), 1, troubles={"trouble": lose_some}) == (
        alerts
    )


def test_a_change_for_good_becomes_usual(archive: Archive) -> None:
    watch = after(archive, [Paper("trouble", (5, 9))], 35)
    troubles = {"trouble": nights.lose("signed")}
    assert new_alerts(watch, 1, troubles=troubles) == [("trouble", "authors")]
    for _ in range(55):
        watch.write(troubles)
    state = watch.night(troubles)["trouble"]
    assert ([alert.monitor for alert in state.ended], state.open) == (["authors"], [])
    assert new_alerts(watch, 2, troubles=troubles) == []


def test_wrong_data_never_becomes_usual(archive: Archive) -> None:
    watch = after(archive, [Paper("trouble", (5, 9))], 35)
    troubles = {"trouble": nights.lose("dated")}
    assert new_alerts(watch, 1, troubles=troubles) == [("trouble", "dates")]
    for _ in range(100):
        watch.write(troubles)
    assert watch.night(troubles)["trouble"].state == "red"


def test_nights_in_trouble_are_not_usual(archive: Archive) -> None:
    watch = after(archive, [Paper("trouble", (5, 9))], 30)
    for _ in range(2):
        assert new_alerts(watch, 1, troubles={"trouble": nights.fall_silent}) == [
            ("trouble", "silence")
        ]
        assert new_alerts(watch, 12, troubles={"trouble": nights.fall_silent}) == []
        assert new_alerts(watch, 1) == []


def test_two_crawls_of_one_night_are_judged_together(archive: Archive) -> None:
    paper = Paper("trouble")
    watch = after(archive, [paper], 30)
    watch.write({})
    watch.day, watch.hour = watch.day - nights.DAY, 18
    state = watch.night({"trouble": nights.fall_silent})["trouble"]
    assert state.open == []


def test_the_report_is_json(archive: Archive) -> None:
    watch = after(archive, [Paper("trouble")], 20)
    state = watch.night({"trouble": nights.block})["trouble"]
    report = json.loads(json.dumps(state.as_json()))
    assert (report["site"], report["state"], report["new"]) == ("trouble", "red", ["block"])
    [alert] = report["alerts"]
    assert alert["since"] == report["since"]
    assert "refuse access" in alert["message"]
    assert report["outcomes"]["blocked"] == state.outcomes["blocked"]
    assert report["unjudged"]["silence"] == "the alert block explains it"


def test_what_a_site_wrote_is_escaped_in_a_message(archive: Archive) -> None:
    def rename(run: Run) -> None:
        nights.move(run)
        run["measures"]["moved"] = {"a\x1b[2J\nb": 5}

    watch = after(archive, [Paper("trouble")], 1)
    [alert] = watch.night({"trouble": rename})["trouble"].new
    assert r"a\x1b[2J\nb" in alert.message
    assert alert.message.isprintable()


def test_old_nights_forget_their_listings(archive: Archive, tmp_path: Path) -> None:
    watch = Watch(archive, [Paper("one", (1, 2))])
    for _ in range(91):
        watch.write({})
    watch.night()
    kept = rows(tmp_path / "archive.db", "SELECT measures ->> '$.listings' FROM runs ORDER BY id")
    assert kept[0] == ("{}",)
    assert "{}" not in [found for (found,) in kept[2:]]


def test_monitors_name_monitors_that_come_before_them() -> None:
    known = {"clock"}
    for monitor in MONITORS:
        assert known.issuperset(monitor.explained_by), monitor.name
        assert len(monitor.name) <= 16
        assert monitor.name not in known
        known.add(monitor.name)


def test_signs_of_one_trouble_on_different_nights_have_one_alert(archive: Archive) -> None:
    watch = after(archive, [Paper("trouble")], 20)
    assert [a.monitor for a in watch.night({"trouble": nights.be_down})["trouble"].new] == [
        "answer"
    ]
    for trouble in (nights.clog, nights.maintain, nights.redesign_addresses, nights.be_down):
        state = watch.night({"trouble": trouble})["trouble"]
        assert ([a.monitor for a in state.open], state.new, state.ended) == (["answer"], [], [])
    state = watch.night()["trouble"]
    assert ([a.monitor for a in state.ended], state.open) == (["answer"], [])


def overload(run: Run) -> None:
    """Most articles are answered with 500, and a listing too."""
    nights.clog(run)
    run["measures"]["listings"]["/rss"] = None


def test_listings_that_fail_with_articles_are_one_trouble(archive: Archive) -> None:
    watch = after(archive, [Paper("trouble")], 20)
    for _ in range(MAX_UNANSWERED):
        state = watch.night({"trouble": overload})["trouble"]
        assert [alert.monitor for alert in state.open] == ["errors"]


def test_a_section_that_never_answers_is_lost_after_some_nights_and_usual_after_four_weeks(
    archive: Archive,
) -> None:
    def fail(run: Run) -> None:
        run["measures"]["listings"]["/rss"] = None

    watch = after(archive, [Paper("trouble")], 20)
    begun, troubles = watch.day, {"trouble": fail}
    assert new_alerts(watch, MAX_UNANSWERED - 1, troubles=troubles) == []
    [alert] = watch.night(troubles)["trouble"].new
    assert alert.monitor == "sections"
    assert f"Since the night of {begun}." in alert.message
    assert watch.night(troubles)["trouble"].ended == []
    for _ in range(32):
        watch.write(troubles)
    assert [alert.monitor for alert in watch.night(troubles)["trouble"].ended] == ["sections"]
    assert new_alerts(watch, 2, troubles=troubles) == []


def test_an_alert_that_goes_on_by_another_sign_explains_what_it_explained_before(
    archive: Archive,
) -> None:
    def show_little(run: Run) -> None:
        nights.lose_feed(run)
        run["empty"], run["off_topic"] = run["off_topic"], 0

    watch = after(archive, [Paper("trouble")], 20)
    watch.night({"trouble": nights.redesign_addresses})
    state = watch.night({"trouble": show_little})["trouble"]
    assert ([a.monitor for a in state.open], state.new) == (["listings"], [])
    assert state.unjudged["sections"] == "the alert listings explains it"


@pytest.mark.parametrize(
    ("monitor", "number", "facts"),
    [
        ("gone", 3, {"known": 3, "gone": 2}),
        ("same_text", 3, {"same_text": 3}),
        ("same_title", 3, {"same_title": 3}),
        ("same_date", 3, {"same_date": 3}),
    ],
)
def test_several_bad_nights_with_few_pages_are_counted_together(
    archive: Archive, monitor: str, number: int, facts: dict[str, int]
) -> None:
    def have_few(run: Run) -> None:
        pages = {"pages": 3, "titled": 3, "dated": 3, "signed": 2, "laid_out": 3}
        run["measures"].update(pages)
        for numbers in (run, run["measures"]):
            numbers.update({name: value for name, value in facts.items() if name in numbers})

    watch = after(archive, [Paper("trouble", (10, 20))], 20)
    begun = watch.day
    assert new_alerts(watch, number - 1, troubles={"trouble": have_few}) == []
    [alert] = watch.night({"trouble": have_few})["trouble"].new
    assert alert.monitor == monitor
    assert f"Since the night of {begun}." in alert.message


def test_edits_of_several_nights_are_not_added_up(archive: Archive) -> None:
    def change_few(run: Run) -> None:
        run.update(revised=3, unchanged=0)

    watch = after(archive, [Paper("trouble", (10, 20))], 20)
    assert new_alerts(watch, 6, troubles={"trouble": change_few}) == []


@pytest.mark.parametrize("monitor", ["gone", "edits"])
@pytest.mark.parametrize(("days", "is_new"), [(29, False), (30, True)])
def test_what_is_rechecked_in_the_month_after_an_alert_is_not_reported_again(
    archive: Archive, monitor: str, days: int, is_new: bool
) -> None:
    trouble = {"gone": nights.delete, "edits": nights.edit_all}[monitor]
    watch = after(archive, [Paper("trouble")], 20)
    assert new_alerts(watch, 1, troubles={"trouble": trouble}) == [("trouble", monitor)]
    [ended] = watch.night({})["trouble"].ended
    assert ended.monitor == monitor
    assert new_alerts(watch, days - 1) == []
    again = new_alerts(watch, 1, troubles={"trouble": trouble})
    assert again == ([("trouble", monitor)] if is_new else [])


@pytest.mark.parametrize(("days", "is_new"), [(29, False), (30, True)])
def test_articles_that_are_read_rightly_again_are_no_edits(
    archive: Archive, days: int, is_new: bool
) -> None:
    watch = after(archive, [Paper("trouble")], 20)
    assert ("trouble", "length") in new_alerts(watch, 3, troubles={"trouble": nights.cut_texts})
    while "length" not in [alert.monitor for alert in watch.night({})["trouble"].ended]:
        assert watch.nights < 40
    assert new_alerts(watch, days - 1) == []
    again = new_alerts(watch, 1, troubles={"trouble": nights.edit_all})
    assert again == ([("trouble", "edits")] if is_new else [])


def test_another_trouble_has_an_alert_of_its_own(archive: Archive) -> None:
    watch = after(archive, [Paper("trouble")], 20)
    watch.night({"trouble": nights.maintain})
    state = watch.night({"trouble": nights.redesign})["trouble"]
    assert [alert.monitor for alert in state.new] == ["layout"]
    assert [alert.monitor for alert in state.ended] == ["replaced"]


def test_nights_of_another_trouble_are_not_the_beginning_of_this_one(archive: Archive) -> None:
    def show_notice(run: nights.Run) -> None:
        nights.maintain(run)
        run["measures"].update(pages=6, laid_out=0)

    watch = after(archive, [Paper("trouble")], 20)
    watch.night({"trouble": show_notice})
    begun = watch.day
    [alert] = watch.night({"trouble": nights.redesign})["trouble"].new
    assert alert.monitor == "layout"
    assert f"Since the night of {begun}." in alert.message


def test_nights_without_sections_are_not_usual_for_the_news(archive: Archive) -> None:
    def lose_most(run: nights.Run) -> None:
        nights.lose_menu(run)
        run["measures"].update(news=1)

    watch = after(archive, [Paper("trouble", (5, 9))], 20)
    assert [a.monitor for a in watch.night({"trouble": lose_most})["trouble"].new] == ["sections"]
    watch.night()
    state = watch.night({"trouble": nights.fall_silent})["trouble"]
    assert [alert.monitor for alert in state.new] == ["silence"]
