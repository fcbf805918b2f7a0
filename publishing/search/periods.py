"""Days, months and years as Vietnamese readers write them."""

import calendar
import re
from datetime import date

_DAY = r"(?P<day>\d{1,2})"
_MONTH = r"(?P<month>\d{1,2})"
_YEAR = r"(?P<year>\d{4})"
_BETWEEN = r"\s*[/.\-]\s*"
_FORMS = [
    re.compile(form, re.IGNORECASE)
    for form in (
        # 14/2/2025, 14-02-2025, ngày 14.2.2025
        rf"(?:ngày\s+)?{_DAY}{_BETWEEN}{_MONTH}{_BETWEEN}{_YEAR}",
        # ngày 14 tháng 2 năm 2025, 14 tháng 2, 2025
        rf"(?:ngày\s+)?{_DAY}\s+tháng\s+{_MONTH}(?:\s+năm\s+|\s*[,/\-]\s*|\s+){_YEAR}",
        # 2/2025, tháng 2/2025, tháng 2 năm 2025
        rf"(?:tháng\s+)?{_MONTH}{_BETWEEN}{_YEAR}",
        rf"tháng\s+{_MONTH}(?:\s+năm\s+|\s*,\s*|\s+){_YEAR}",
        # 2025-02-14, 2025/2, 2025, năm 2025
        rf"{_YEAR}{_BETWEEN}{_MONTH}{_BETWEEN}{_DAY}",
        rf"{_YEAR}{_BETWEEN}{_MONTH}",
        rf"(?:năm\s+)?{_YEAR}",
    )
]


def read_period(text: str) -> tuple[str, str]:
    """Return the first and the last day of a day, a month or a year, in ISO 8601.

    Raises ValueError if the text is no such form, or if there is no such day.
    """
    for form in _FORMS:
        if found := form.fullmatch(text.strip()):
            parts = found.groupdict()
            return _first(**parts).isoformat(), _last(**parts).isoformat()
    raise ValueError(f"not a date: {text!r}")


def _first(year: str, month: str | None = None, day: str | None = None) -> date:
    return date(int(year), int(month or "1"), int(day or "1"))


def _last(year: str, month: str | None = None, day: str | None = None) -> date:
    numbers = int(year), int(month or "12")
    return date(*numbers, int(day) if day else calendar.monthrange(*numbers)[1])
