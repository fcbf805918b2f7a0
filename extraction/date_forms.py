"""The forms of dates on Vietnamese news sites, and the moments that they name.

To add a form, add a line to a table of days or to `FORMS`, and an example to
`tests/test_dates.py`.
"""

import re
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta, timezone

VIETNAM = timezone(timedelta(hours=7))

_WEEKDAYS = {
    "hai": 0, "2": 0, "ba": 1, "3": 1, "tư": 2, "4": 2, "năm": 3, "5": 3,
    "sáu": 4, "6": 4, "bảy": 5, "bẩy": 5, "7": 5, "chủ nhật": 6, "cn": 6,
    "mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6,
}  # fmt: skip
_MONTHS = ("một", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một",
           "mười hai")  # fmt: skip
_ENGLISH_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov",
                   "dec")  # fmt: skip

_ENGLISH_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

# The patterns are for cleaned texts, which have single spaces.
# "Thu" alone is a given name, so the short English names count in English dates, or with a comma
# and no word before them.
_WEEKDAY = (
    r"(?:(?P<weekday>thứ\s+(?:hai|ba|tư|năm|sáu|bảy|bẩy|[2-7])|chủ\s+nhật|cn|t[2-7]"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    rf"|(?<!\w )(?:{'|'.join(_ENGLISH_WEEKDAYS)})(?=,))\b\s?[,:|(-]?\s?)"
)
_ENGLISH_WEEKDAY = (
    r"(?:(?P<weekday>(?:mon|tue|wed|thu|fri|sat|sun)(?:[a-z]{0,5}day)?)\b\s?[,:|-]?\s?)"
)
_DAY, _MONTH, _YEAR = r"(?P<day>\d{1,2})", r"(?P<month>\d{1,2})", r"(?P<year>\d{4})"
# Lịch công tác tuần 1 tháng 5 năm 2019
_NO_ORDINAL = "".join(f"(?<!{name} )" for name in ("tuần", "kỳ", "kì", "đợt", "số", "lần", "thứ"))
_SHORT_YEAR = r"(?P<year>\d{2})"
_NAMED_MONTH = (
    r"(?:tháng\s|thg\s|th\.?\s?(?=\d))"
    rf"(?P<month>\d{{1,2}}|{'|'.join(reversed(_MONTHS))})"
)
_ENGLISH_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_NO_YEAR = rf"(?:ngày\s+)?{_DAY}\s?(?P<separator>[/.-])\s?{_MONTH}\s?(?P=separator)\s?"
_TIME = (
    r"(?P<hour>\d{1,2})"
    r"(?:\s?[:h]\s?(?P<minute>\d{2})(?:\s?:\s?(?P<second>\d{2}))?(?!\d)"
    r"|\s?giờ(?:\s?(?P<minute_in_words>\d{1,2})(?!\d))?|\s?h\b)"
    r"(?:\s?(?:phút|p|h)\b|')?(?:\s?(?P<half>[AP]M|SA|CH|sáng|chiều|tối)\b)?"
)
TIME = re.compile(_TIME, re.I)
"""A time without a day."""
_BETWEEN = r"(?:\s?[,|;(-]\s?|\s)(?:(?:vào|hồi|lúc|at)\s?:?\s){0,2}"
_ZONE = r"(?P<zone>\s?[\[(]?\s?(?:GMT|UTC)\s?\+\s?0?7(?::?00)?\s?[\])]?)?"
_OFFSET = r"(?:\s?(?:GMT|UTC)?(?P<offset>[+-](?:0\d|1[0-4]):?[0-5]\d|Z|GMT|UTC)(?!\s?\+))?"
_MONTHS_OF_YEAR = re.compile(r"\d{1,2} tháng năm \d{4}", re.I)
_START, _END = r"(?<![\w/.])(?<!\S-)", r"(?![\w/]|[.-]\d)"

# What a text with such a day has: most lines have no date, and a short pattern finds that out soon.
_DAY_FIRST = re.compile(r"\d\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}")
_YEAR_FIRST = re.compile(r"\d{4}[/.-]\d")
_YEAR_OF_TWO = re.compile(r"\d\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d\d(?!\d)")
_IN_WORDS = re.compile(r"th(?:áng|g|\.?\s?\d)", re.I)
_IN_ENGLISH = re.compile(
    r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)[a-z]{0,6}\.?\s?[/.,-]?\s?\d", re.I
)
_SPACED = re.compile(r"\d\s\d{1,2}\s\d{4}")

_DAYS: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    ("29/08/2023", _NO_YEAR + _YEAR, _DAY_FIRST),
    ("ngày 29 tháng 8 năm 2023",
     rf"(?:ngày\s|{_NO_ORDINAL}){_DAY}\s?[-,]?\s?{_NAMED_MONTH}(?:\s?[,/-])?(?:\s?năm)?\s?{_YEAR}",
     _IN_WORDS),
    ("tháng 8 29, 2023", rf"{_NAMED_MONTH}\s{_DAY}\s?,\s?{_YEAR}", _IN_WORDS),
    ("2023/08/29", rf"{_YEAR}/{_MONTH}/{_DAY}", _YEAR_FIRST),
    ("2023-08-29", r"(?P<year>\d{4})(?P<separator>[.-])(?P<month>\d{2})(?P=separator)"
                   r"(?P<day>\d{2})", _YEAR_FIRST),
)  # fmt: skip
_ENGLISH_DAYS = (
    ("29 August 2023",
     rf"{_DAY}(?:st|nd|rd|th)?(?:\s?[/.,-]\s?|\sof\s|\s){_ENGLISH_MONTH}\b\.?\s?[/.,-]?\s?{_YEAR}",
     _IN_ENGLISH),
    ("August 29, 2023", rf"{_ENGLISH_MONTH}\b\.?\s{_DAY}(?:st|nd|rd|th)?\s?,?\s{_YEAR}",
     _IN_ENGLISH),
)  # fmt: skip
# These are believed only beside a weekday that agrees.
_UNSURE_DAYS = (
    ("29/08/23", _NO_YEAR + _SHORT_YEAR, _YEAR_OF_TWO),
    ("29 08 2023", rf"(?:ngày\s)?{_DAY}\s{_MONTH}\s{_YEAR}", _SPACED),
)

Form = tuple[str, str, re.Pattern[str]]


def _with_times(name: str, weekday: str, day: Form, *, is_sure: bool = True) -> list[Form]:
    """Return the forms of a day with a time after it or before it, if any."""
    example, pattern, sign = day
    may_have = "?" if is_sure else ""
    after = rf"{weekday}{may_have}{pattern}(?:{_BETWEEN}{_TIME}{_OFFSET})?{_ZONE}"
    before = rf"{_TIME}{_BETWEEN}{weekday}{may_have}{pattern}{_ZONE}"
    far_before = rf"{weekday}{_TIME}{_BETWEEN}{pattern}{_ZONE}"
    return [
        (f"{name}, {example} - 13:49", after, sign),
        (f"13:49, {name}, {example}", before, sign),
        (f"{name}: 13:49, {example}", far_before, sign),
    ]


FORMS: tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (name, re.compile(_START + pattern + _END, re.I), sign)
    for name, pattern, sign in (
        ("2023-08-29T13:49:00+07:00",
         r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})[T ](?P<hour>\d{1,2}):(?P<minute>\d{2})"
         r"(?::(?P<second>\d{2}))?(?:\.\d+)?(?:\s(?P<half>AM|PM|SA|CH)\b)?"
         r"\s?(?P<offset>Z|[+-]\d{2}(?::?\d{2})?)?", _YEAR_FIRST),
        ("Tue Aug 29 13:49:00 ICT 2023",
         rf"{_ENGLISH_WEEKDAY}{_ENGLISH_MONTH}\s{_DAY}\s{_TIME}\s(?:ICT|(?P<offset>GMT|UTC))"
         rf"\s{_YEAR}", _IN_ENGLISH),
        ("29 08 2023 13:49",
         rf"(?P<day>\d{{2}})\s(?P<month>\d{{2}})\s{_YEAR}{_BETWEEN}{_TIME}{_ZONE}", _SPACED),
        *(form for day in _DAYS for form in _with_times("Thứ ba", _WEEKDAY, day)),
        *(form for day in _ENGLISH_DAYS
          for form in _with_times("Tuesday", _ENGLISH_WEEKDAY, day)),
        *(form for day in _UNSURE_DAYS
          for form in _with_times("Thứ ba", _WEEKDAY, day, is_sure=False)),
    )
)  # fmt: skip
"""Each with an example, and with a pattern that every text with such a date matches, too."""
SIGNS = frozenset(sign for _, _, sign in FORMS)

_UTC = ("Z", "GMT", "UTC")


def value_of(match: re.Match[str], *, month_first: bool = False) -> str | None:
    """Return what a match of a form names: a moment in Vietnam, or a day if it has no time.

    `month_first` settles the order of American dates that could be in either. None for what cannot
    be, such as 31/02/2023 or a weekday of another day. A time of exactly 00:00 is a placeholder:
    only the day is returned.
    """
    parts = match.groupdict()
    try:
        day = _day(match, month_first=month_first)
        if not 1990 <= day.year <= 2100 or not _is_weekday_of(parts.get("weekday"), day):
            return None
        if not parts.get("hour"):
            return None if _may_count_months(match, day) else day.isoformat()
        local = _moment(parts, day).astimezone(VIETNAM)
    except ValueError:
        return None
    return local.isoformat() if local.time() != time.min else local.date().isoformat()


def _day(match: re.Match[str], *, month_first: bool) -> date:
    parts = match.groupdict()
    year = int(parts["year"] or 0)
    year = year + 2000 if len(parts["year"] or "") == 2 else year
    month, day = _month_and_day(parts, month_first=month_first)
    weekday = parts.get("weekday") or ""
    is_last = match.start("day") < match.start("year")
    if is_last and parts["month"].isdecimal() and weekday[:3].lower() in _ENGLISH_WEEKDAYS:
        return _by_weekday(weekday, year, month, day)
    return date(year, month, day)


def _by_weekday(weekday: str, year: int, *figures: int) -> date:
    """Return the day in the one order of its figures that agrees with an English weekday.

    Drupal prints `Mon, 06/08/2026` for the eighth of June. Raises ValueError if none agrees, or
    both do.
    """
    days = set()
    for month, number in (figures, figures[::-1]):
        with suppress(ValueError):
            days.add(date(year, month, number))
    [found] = [day for day in days if _is_weekday_of(weekday, day)]
    return found


def _month_and_day(parts: dict[str, str | None], *, month_first: bool) -> tuple[int, int]:
    """Return month and day; in American order for dates such as `10/16/2009 9:12:43 PM`.

    ASP.NET servers with an American locale print them. Raises ValueError if such a date could be in
    either order, unless `month_first` says in which.
    """
    name, figures = (parts["month"] or "").lower(), parts["day"] or ""
    if name in _MONTHS:
        return _MONTHS.index(name) + 1, int(figures)
    if name[:3] in _ENGLISH_MONTHS:
        return _ENGLISH_MONTHS.index(name[:3]) + 1, int(figures)
    month, day = int(name or 0), int(figures or 0)
    american = parts.get("second") and (parts.get("half") or "").lower() in ("am", "pm")
    if not american or parts.get("weekday"):
        return month, day
    if month > 12 or (month_first and day <= 12):
        return day, month
    padded = any((parts[name] or "").startswith("0") for name in ("day", "month", "hour"))
    if day <= 12 and month != day and not padded:
        raise ValueError(f"{day}/{month} may be in either order")
    return month, day


def _is_weekday_of(name: str | None, day: date) -> bool:
    """Return whether a day is the weekday that is printed beside it; True if none is."""
    if name is None:
        return True
    key = " ".join(name.lower().split()).removeprefix("thứ ")
    key = key[1:] if key[0] == "t" and key[1:].isdecimal() else key
    return _WEEKDAYS.get(key, _WEEKDAYS.get(key[:3])) == day.weekday()


def _may_count_months(match: re.Match[str], day: date) -> bool:
    """Return whether `9 tháng năm 2019` may be the first nine months of a year.

    A day of the fifth month has a weekday, a time, a comma or capitals.
    """
    text = match.group()
    return _MONTHS_OF_YEAR.fullmatch(text) is not None and day.day <= 12 and "Tháng" not in text


def _moment(parts: dict[str, str | None], day: date) -> datetime:
    """Return the moment in the time zone of its offset; Vietnam's without one."""
    hour = int(parts["hour"] or 0)
    minute = int(parts["minute"] or parts.get("minute_in_words") or 0)
    half = (parts.get("half") or "").lower()
    if half in ("pm", "ch", "chiều", "tối") and hour < 12:
        hour += 12
    elif half in ("am", "sa") and hour == 12:
        hour = 0
    zone = _zone(parts.get("offset"))
    return datetime(day.year, day.month, day.day, hour, minute, int(parts.get("second") or 0),
                    tzinfo=zone)  # fmt: skip


def _zone(offset: str | None) -> timezone:
    """Return the time zone of an offset such as `+0700`. Raises ValueError for 24 hours or more."""
    if offset is None:
        return VIETNAM
    if offset.upper() in _UTC:
        return UTC
    figures = offset[1:].replace(":", "").ljust(4, "0")
    minutes = int(figures[:2]) * 60 + int(figures[2:])
    return timezone(timedelta(minutes=-minutes if offset[0] == "-" else minutes))
