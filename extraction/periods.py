"""Lists without numbered pages that go on by the day, the month or the year in their addresses."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit

from extraction.listings import Link

_SUFFIX = re.compile(r"\.[a-z]{2,6}$", re.I)
_DAY = r"(?P<day>\d{1,2})"
_MONTH = r"(?P<month>\d{1,2})"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_FORMS = tuple(
    re.compile(form, re.I)
    for form in (
        rf"(?:ngay|date|day)?[-_]?{_DAY}[-_./]{_MONTH}[-_./]{_YEAR}",
        rf"(?:ngay|date|day)?[-_]?{_YEAR}[-_./]{_MONTH}[-_./]{_DAY}",
        rf"(?:thang|month|t)?[-_]?{_MONTH}[-_./]{_YEAR}",
        rf"(?:thang|month)?[-_]?{_YEAR}[-_./]{_MONTH}",
        rf"(?:nam|year)?[-_]?{_YEAR}",
    )
)
_MAX_SEGMENTS = 3  # /2024/03/14
_PARAMETERS = {"nam": "year", "year": "year", "y": "year", "thang": "month", "month": "month",
               "m": "month", "ngay": "day", "day": "day", "d": "day", "date": "day"}  # fmt: skip


class Period(NamedTuple):
    """What the address of a list says of its time."""

    start: date
    end: date
    base: str
    """The address without it: that of the section."""


def older_page(links: Iterable[Link], url: str) -> str | None:
    """Return the URL of the page of a section that goes on with older articles, or None.

    On the section's own page it is that of the newest period. On the page of a period it is the
    newest part of this period, or the newest period before it.
    """
    own = period_of(url)
    base = own.base if own else _section(url)
    periods = [(link.url, period_of(link.url)) for link in links]
    others = [(url, one) for url, one in periods if one is not None and one.base == base]
    parts = [(url, one) for url, one in others if own is not None and _is_part(one, own)]
    older = [(url, one) for url, one in others if own is None or one.end < own.start]
    newest = max(parts or older, key=lambda k: (k[1].end, k[1].start), default=None)
    return newest and newest[0]


def period_of(url: str) -> Period | None:
    """Return the day, month or year that the end of a path or the query of a URL names.

    Such as `/tin/ngay-14-03-2024.html`, `/tin/Thang-3-2024.aspx`, `/tin/2024/03/`, `?nam=2024`.
    """
    parts = urlsplit(url)
    query = parse_qsl(parts.query)
    named = {_PARAMETERS[k.lower()]: value for k, value in query if k.lower() in _PARAMETERS}
    rest = [(k, value) for k, value in query if k.lower() not in _PARAMETERS]
    found = _of_parameters(named)
    if found:
        return Period(*found, _section(parts._replace(query=urlencode(rest)).geturl()))
    segments = _SUFFIX.sub("", parts.path.rstrip("/")).split("/")
    for count in range(min(_MAX_SEGMENTS, len(segments) - 1), 0, -1):
        found = _of_text("/".join(segments[-count:]))
        if found:
            section = parts._replace(path="/".join(segments[:-count]))
            return Period(*found, _section(section.geturl()))
    return None


def _is_part(one: Period, whole: Period) -> bool:
    return whole.start <= one.start and one.end <= whole.end and one[:2] != whole[:2]


def _section(url: str) -> str:
    parts = urlsplit(url)
    path = _SUFFIX.sub("", parts.path.rstrip("/"))
    return f"{parts.netloc}{path}?{parts.query}"


def _of_parameters(named: dict[str, str]) -> tuple[date, date] | None:
    values = [named[part] for part in ("day", "month", "year") if part in named]
    return _of_text("-".join(values)) if values else None


def _of_text(text: str) -> tuple[date, date] | None:
    for form in _FORMS:
        found = form.fullmatch(text)
        if found:
            return _bounds(**{part: int(number) for part, number in found.groupdict().items()})
    return None


def _bounds(
    year: int, month: int | None = None, day: int | None = None
) -> tuple[date, date] | None:
    try:
        start = date(year, month or 1, day or 1)
    except ValueError:
        return None
    if day:
        return start, start
    following = (start.replace(day=28) + timedelta(days=4)).replace(day=1)
    return start, (following if month else date(year + 1, 1, 1)) - timedelta(days=1)
