"""The simulation notices what does not hold."""

from dataclasses import replace

import pytest

from simulation import effects
from simulation.nights import Alarm, Record
from simulation.troubles import Trouble
from simulation.verdict import compare

TROUBLE = Trouble("403 for all", "baogosim", 3, 4, effects.REFUSAL, ("block",))
ALARM = Alarm("baogosim", "block", "2026-06-21T15:00:00+00:00", 3, "403 3 times", 5)
NIGHTS = 8


def record(*alarms: Alarm, left_alone: tuple[int, ...] = ()) -> Record:
    """Return the record of nights that raised these alarms."""
    nights = range(1, NIGHTS + 1)
    crawled = {n: set() if n in left_alone else {"baogosim"} for n in nights}
    return Record(list(alarms), crawled)


def test_a_trouble_that_is_reported_once_from_its_beginning_to_its_end() -> None:
    (row,), false_alarms = compare([TROUBLE], record(ALARM))
    assert (row.alarm, row.faults, false_alarms) == (ALARM, [], [])


@pytest.mark.parametrize(
    ("alarm", "fault"),
    [
        (replace(ALARM, raised=4), "not reported"),
        (replace(ALARM, raised=2), "not reported"),
        (replace(ALARM, monitor="answer"), "not reported"),
        (replace(ALARM, site="daigosim"), "not reported"),
        (replace(ALARM, since="2026-06-20T15:00:00+00:00"), "said to begin in night 2"),
        (replace(ALARM, ended=None), "not ended"),
        (replace(ALARM, ended=4), "ended in night 4, not 5"),
        (replace(ALARM, ended=6), "ended in night 6, not 5"),
    ],
)
def test_what_does_not_hold_of_an_alert(alarm: Alarm, fault: str) -> None:
    (row,), false_alarms = compare([TROUBLE], record(alarm))
    assert row.faults == [fault]
    assert len(false_alarms) == (fault == "not reported")


def test_an_alert_that_is_raised_twice_is_a_false_alarm() -> None:
    _, false_alarms = compare([TROUBLE], record(ALARM, replace(ALARM, raised=6, ended=7)))
    assert false_alarms == ["night 6: baogosim, block: 403 3 times"]


def test_an_alert_ends_when_the_site_is_crawled_again() -> None:
    late = replace(ALARM, ended=7)
    (row,), _ = compare([TROUBLE], record(late, left_alone=(4, 5, 6)))
    assert row.faults == []


@pytest.mark.parametrize(("ended", "fits"), [(None, True), (5, False)])
def test_a_trouble_that_goes_on_has_an_alert_that_goes_on(ended: int | None, fits: bool) -> None:
    for_good = replace(TROUBLE, last=NIGHTS)
    (row,), _ = compare([for_good], record(replace(ALARM, ended=ended)))
    assert (row.faults == []) is fits


def test_a_trouble_may_be_reported_later_if_it_cannot_be_seen_at_once() -> None:
    slow = replace(TROUBLE, within=1)
    assert compare([slow], record(replace(ALARM, raised=4)))[0][0].faults == []
    assert compare([slow], record(replace(ALARM, raised=5)))[0][0].faults == ["not reported"]


def test_a_night_of_silence_everywhere_is_no_trouble() -> None:
    holiday = replace(TROUBLE, monitors=())
    assert compare([holiday], record()) == ([], [])
    assert len(compare([holiday], record(ALARM))[1]) == 1
