"""The hours of the night in which the sites are crawled, in Vietnam's time."""

from datetime import datetime, time, timedelta

from archive.times import VIETNAM


def end_of_night(hours: str, moment: datetime) -> datetime | None:
    """Return when the night that `moment` is in ends, or None if it is in none.

    `hours` are two times such as `21:00-05:30`. If both are the same, it is always night.
    """
    begin, end = map(time.fromisoformat, hours.split("-"))
    local = moment.astimezone(VIETNAM)
    for days in (0, 1):  # it may have begun yesterday
        day = local.date() - timedelta(days=days)
        begun = datetime.combine(day, begin, VIETNAM)
        ends = datetime.combine(day, end, VIETNAM)
        if ends <= begun:
            ends += timedelta(days=1)
        if begun <= local < ends:
            return ends
    return None
