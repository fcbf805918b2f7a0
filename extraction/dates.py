"""Dates as Vietnamese news sites print them.

To add a form, add a line to FORMS and an example to `tests/test_dates.py`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone

from extraction.text import clean

VIETNAM = timezone(timedelta(hours=7))

_WEEKDAY_NAMES = {
    "hai": 0, "2": 0, "ba": 1, "3": 1, "tư": 2, "4": 2, "năm": 3, "5": 3,
    "sáu": 4, "6": 4, "bảy": 5, "bẩy": 5, "7": 5, "chủ nhật": 6,
}  # fmt: skip

_WEEKDAY = (
    r"(?:(?:thứ\s+(?P<weekday>hai|ba|tư|năm|sáu|bảy|bẩy|[2-7])|(?P<sunday>chủ\s+nhật|cn))\b"
    r"\s*+[,:-]?\s*+)"
)
_DAY = r"(?P<day>\d{1,2})"
_MONTH = r"(?P<month>\d{1,2})"
_MONTH_NAMES = ("một", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một",
                "mười hai")  # fmt: skip
_NAMED_MONTH = rf"(?P<month>\d{{1,2}}|{'|'.join(reversed(_MONTH_NAMES))})"
_YEAR = r"(?P<year>\d{4})"
_SHORT_YEAR = r"(?P<year>\d{2})"
_NO_YEAR = rf"(?:ngày\s+)?{_DAY}\s?(?P<separator>[/.-])\s?{_MONTH}\s?(?P=separator)\s?"
_NUMERIC = _NO_YEAR + _YEAR
_IN_WORDS = rf"(?:ngày\s+)?{_DAY}\s+tháng\s+{_NAMED_MONTH}(?:\s*,)?(?:\s+năm)?\s+{_YEAR}"
_TIME = (
    r"(?P<hour>\d{1,2})[:h](?P<minute>\d{2})(?::(?P<second>\d{2}))?(?!\d)'?"
    r"(?:\s*(?P<half>[AP]M|SA|CH|sáng|chiều|tối)\b)?"
)
_BETWEEN = r"(?:\s*[,|-]\s*|\s+(?:lúc\s+)?)"
_ZONE = r"(?P<zone>\s*+[\[(]?\s*+(?:GMT|UTC)\s*\+\s*0?7(?::?00)?\s*[\])]?)?"
_YEAR_SOMEWHERE = re.compile(r"(?:19|20|21)\d{2}|[/.-]\s?\d{2}\b")
_START, _END = r"(?<![\w/.-])", r"(?![\w/]|[.-]\d)"

FORMS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(_START + pattern + _END, re.I))
    for name, pattern in (
        ("2023-08-29T13:49:00+07:00",
         r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})"
         r"(?:[T ](?P<hour>\d{2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?(?:\.\d+)?"
         r"\s*(?P<offset>Z|[+-]\d{2}:?\d{2})?)?"),
        ("Thứ ba, 29/08/2023 - 13:49", rf"{_WEEKDAY}?{_NUMERIC}{_BETWEEN}{_TIME}{_ZONE}"),
        ("13:49, 29/08/2023", rf"{_WEEKDAY}?{_TIME}{_BETWEEN}{_NUMERIC}{_ZONE}"),
        ("13:49, Thứ ba, 29/08/2023", rf"{_TIME}{_BETWEEN}{_WEEKDAY}{_NUMERIC}{_ZONE}"),
        ("Thứ ba, ngày 29 tháng 8 năm 2023 | 13:49",
         rf"{_WEEKDAY}?{_IN_WORDS}{_BETWEEN}{_TIME}{_ZONE}"),
        ("13:49, ngày 29 tháng 8 năm 2023", rf"{_WEEKDAY}?{_TIME}{_BETWEEN}{_IN_WORDS}{_ZONE}"),
        ("13:49, Thứ ba, ngày 29 tháng 8 năm 2023",
         rf"{_TIME}{_BETWEEN}{_WEEKDAY}{_IN_WORDS}{_ZONE}"),
        ("Thứ ba, 29/08/2023", rf"{_WEEKDAY}?{_NUMERIC}{_ZONE}"),
        ("Thứ ba, ngày 29 tháng 8 năm 2023", rf"{_WEEKDAY}?{_IN_WORDS}{_ZONE}"),
        # A year of two digits is believed only if the weekday agrees.
        ("Thứ ba, 29/08/23 - 13:49", rf"{_WEEKDAY}{_NO_YEAR}{_SHORT_YEAR}{_BETWEEN}{_TIME}{_ZONE}"),
        ("13:49, Thứ ba, 29/08/23", rf"{_TIME}{_BETWEEN}{_WEEKDAY}{_NO_YEAR}{_SHORT_YEAR}{_ZONE}"),
        ("Thứ ba, 29/08/23", rf"{_WEEKDAY}{_NO_YEAR}{_SHORT_YEAR}{_ZONE}"),
    )
)  # fmt: skip


# What may be beside a date in its line: labels, counters, a section, an author.
_BESIDE_DATE = re.compile(
    r"(?:cập nhật|đăng|ngày|lúc|tin|gửi|xuất bản|lần cuối|đã|xem|lượt|đọc|phản hồi|bình luận|views?"
    r"|bài viết|cỡ chữ|\ba\b"
    r"|thứ \w+|chủ nhật|gmt|[\d\s.,:;|()\[\]/+'-])+",
    re.I,
)
_MAX_BESIDE_DATE = 70  # characters without labels
_MAX_WORDS_BESIDE_DATE = 10  # without labels: a section, an author
_MIN_CLAUSE = 4  # words; if so many are before a final comma, the line begins a sentence
_OF_UPDATE = re.compile(r"(?:lần )?cập nhật|(?:chỉnh )?sửa", re.I)
# Just before the date only: Đăng is a given name, too.
_OF_PUBLICATION = re.compile(r"\b(?:xuất bản|đăng)(?:\s+(?:lúc|ngày|tải|vào))*\s*+:?\s*+$", re.I)
_LETTER = re.compile(r"[^\W\d_]")  # a label has letters; digits between two dates are not one
_SENTENCE_ENDS = (".", ";", "!", "?")
_MAX_LINE = 200  # characters of a line that is there to print a date
_MAX_TEXT = 500  # characters
_EDGES = " -–|,:;()[]•"


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date found in a text."""

    raw: str
    """The text that the date was read from, as printed."""
    value: str
    """`2023-08-29T13:49:00+07:00`, or `2023-08-29` if no time is printed."""
    start: int
    """The position of the date in its text."""
    end: int
    clock: bool
    """It has a time zone (`GMT+7`), as the clocks of pages do and publish dates rarely do."""

    @property
    def day(self) -> str:
        return self.value[:10]


def find_dates(text: str) -> list[PrintedDate]:
    """Return the dates of `text` in order, without those that cannot be true.

    A date whose weekday does not match is left out: the two agree in all pages that were looked at,
    so a mismatch means that something was misread. A time of exactly 00:00 is a placeholder, and
    only the day is returned. Times are in Vietnam time unless the text has an offset. A text of
    more than 500 characters has no dates: it was not written to give one.
    """
    if len(text) > _MAX_TEXT or not _YEAR_SOMEWHERE.search(text):
        return []
    found: list[PrintedDate] = []
    taken: list[tuple[int, int]] = []
    for _, pattern in FORMS:
        for match in pattern.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            taken.append(match.span())
            value = _value(match.groupdict())
            if value:
                clock = bool(match.groupdict().get("zone"))
                raw = match.group().strip()
                found.append(PrintedDate(raw, value, match.start(), match.end(), clock))
    return sorted(found, key=lambda date_: date_.start)


def parse_date(text: str) -> PrintedDate | None:
    """Return the only date of `text`, or None if it has no date or more than one."""
    dates = find_dates(text)
    return dates[0] if len(dates) == 1 else None


def beside_date(line: str) -> str | None:
    """Return what is beside the date of a line that prints one: labels, a section, an author.

    None for a line without a date, and for a sentence that contains one.
    """
    if len(line) > _MAX_LINE:
        return None
    own = _own_date(line)
    if own is None:
        return None
    beside = own[1].strip(_EDGES)
    left = _BESIDE_DATE.sub(" ", beside).strip(_EDGES)
    if len(left) > _MAX_BESIDE_DATE or (beside.strip(".") and line.endswith(_SENTENCE_ENDS)):
        return None
    words = left.split()
    if len(words) >= _MIN_CLAUSE and line.endswith((",", ":")):
        return None  # Căn cứ kết quả kiểm tra phiếu dự tuyển ngày 17/11/2023,
    return beside if len(words) <= _MAX_WORDS_BESIDE_DATE else None


def _own_date(line: str) -> tuple[PrintedDate, str] | None:
    """Return the publish date of a line, and the line's text without its dates.

    Of several dates, it is the one with a label of publication, if all have labels; or the first of
    two, if the second is labelled as an update. Otherwise None.
    """
    dates = find_dates(line)
    if not dates:
        return None
    labels, after = _labels(line, dates), line[dates[-1].end :]
    beside = " ".join((*labels, after))
    if len(dates) == 1:
        return dates[0], beside
    published = [bool(_OF_PUBLICATION.search(label)) for label in labels]
    if published.count(True) == 1 and all(_LETTER.search(label) for label in labels):
        return dates[published.index(True)], beside
    updated = [_OF_UPDATE.search(label) for label in labels]
    if len(dates) == 2 and updated[0] is None and updated[1] is not None:
        return dates[0], " ".join((labels[0], labels[1][: updated[1].start()], after))
    return None


def _labels(line: str, dates: Sequence[PrintedDate]) -> list[str]:
    """Return the text before each date, from the end of the date before it."""
    ends = [0, *(date.end for date in dates)]
    return [line[end : date.start] for end, date in zip(ends, dates, strict=False)]


def is_update(line: str) -> bool:
    """Return whether a line labels its date as an update (`Cập nhật lúc: 12/09/2023 - 14:32`).

    Many sites label the publish date so. It is a real update if a line beside it has a date, too.
    """
    if _OF_UPDATE.match(line) is None:
        return False
    return not any(map(_OF_PUBLICATION.search, _labels(line, find_dates(line))))


def date_line(line: str) -> PrintedDate | None:
    """Return the date of a line that prints one, or None for any other line, such as a sentence."""
    own = _own_date(line) if beside_date(line) is not None else None
    return own[0] if own is not None else None


def choose_date(visible: PrintedDate | None, stated: Sequence[str]) -> PrintedDate | None:
    """Return the visible date or one that the page states for machines; None if they disagree.

    They disagree if the days differ. The stated date is returned if there is no visible one, if
    only the stated one has a time, or if it adds the seconds to the same minute. Stated dates that
    contradict each other are ignored.
    """
    machine = [date for date in map(parse_date, map(clean, stated)) if date is not None]
    days = {date.day for date in machine}
    if len(days) > 1:
        machine = []  # they contradict each other
    best = max(machine, key=lambda date: len(date.value), default=None)
    if visible is None or best is None:
        return visible or best
    if visible.day != best.day:
        return None
    if len(visible.value) == 10:
        return best if len(best.value) > 10 else visible
    more_precise = visible.value[:16] == best.value[:16] and visible.value[17:19] == "00"
    return best if more_precise and best.value[17:19] != "00" else visible


def _month_and_day(parts: dict[str, str | None]) -> tuple[int, int]:
    """Return month and day; in American order for dates such as `10/16/2009 9:12:43 PM`.

    ASP.NET servers with an American locale print them. Raises ValueError if such a date could be in
    either order.
    """
    name, figures = (parts["month"] or "").lower(), parts["day"] or ""
    if name in _MONTH_NAMES:
        return _MONTH_NAMES.index(name) + 1, int(figures)
    month, day = int(name or 0), int(figures or 0)
    american = parts.get("second") and (parts.get("half") or "").lower() in ("am", "pm")
    if not american or parts.get("weekday") or parts.get("sunday"):
        return month, day
    if month > 12:
        return day, month
    padded = any((parts[name] or "").startswith("0") for name in ("day", "month", "hour"))
    if day <= 12 and month != day and not padded:
        raise ValueError(f"{day}/{month} may be in either order")
    return month, day


def _value(parts: dict[str, str | None]) -> str | None:
    try:
        year = int(parts["year"] or 0)
        year += 2000 if len(parts["year"] or "") == 2 else 0
        day = date(year, *_month_and_day(parts))
    except ValueError:
        return None  # such as 31/02/2023
    if not 1990 <= day.year <= 2100:
        return None
    name = parts.get("weekday") or ("chủ nhật" if parts.get("sunday") else None)
    if name and _WEEKDAY_NAMES.get(name.lower()) != day.weekday():
        return None
    if not parts.get("hour"):
        return day.isoformat()
    hour, minute = int(parts["hour"] or 0), int(parts["minute"] or 0)
    second = int(parts.get("second") or 0)
    half = (parts.get("half") or "").lower()
    if half in ("pm", "ch", "chiều", "tối") and hour < 12:
        hour += 12
    elif half in ("am", "sa") and hour == 12:
        hour = 0
    try:
        moment = datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=VIETNAM)
    except ValueError:
        return None
    offset = parts.get("offset")
    if offset in ("Z", "z"):
        moment = moment.replace(tzinfo=UTC)
    elif offset:
        sign = -1 if offset[0] == "-" else 1
        minutes = int(offset[1:3]) * 60 + int(offset[-2:])
        if minutes >= 24 * 60:
            return None
        moment = moment.replace(tzinfo=timezone(sign * timedelta(minutes=minutes)))
    local = moment.astimezone(VIETNAM)
    return local.isoformat() if local.time() != time.min else local.date().isoformat()
