"""The hours of the night."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.times import VIETNAM
from operations.hours import end_of_night


@pytest.mark.parametrize(
    ("hours", "moment", "end"),
    [
        ("21:00-05:30", "2031-03-01T21:00", "2031-03-02T05:30"),
        ("21:00-05:30", "2031-03-01T20:59", None),
        ("21:00-05:30", "2031-03-02T05:29", "2031-03-02T05:30"),
        ("21:00-05:30", "2031-03-02T05:30", None),
        ("21:00-05:30", "2031-03-01T00:00", "2031-03-01T05:30"),
        ("01:00-05:00", "2031-03-01T01:00", "2031-03-01T05:00"),
        ("01:00-05:00", "2031-03-01T00:59", None),
        ("01:00-05:00", "2031-03-01T23:00", None),
        ("00:00-00:00", "2031-03-01T12:00", "2031-03-02T00:00"),
    ],
)
def test_when_the_night_ends(hours: str, moment: str, end: str | None) -> None:
    found = end_of_night(hours, datetime.fromisoformat(moment).replace(tzinfo=VIETNAM))
    assert (found.isoformat()[:16] if found is not None else None) == end


def test_the_night_is_that_of_vietnam() -> None:
    assert end_of_night("21:00-05:30", datetime(2031, 3, 1, 14, tzinfo=UTC)) is not None
    assert end_of_night("21:00-05:30", datetime(2031, 3, 1, 22, 30, tzinfo=UTC)) is None


@given(st.times(), st.times(), st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)))
def test_a_night_ends_later_and_within_a_day(begin: object, end: object, moment: datetime) -> None:
    hours = f"{begin:%H:%M}-{end:%H:%M}"
    local = moment.replace(tzinfo=VIETNAM)
    found = end_of_night(hours, local)
    assert found is None or timedelta(0) < found - local <= timedelta(days=1)
