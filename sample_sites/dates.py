"""The date formats of the sites."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

_SHORT = ("Thứ 2", "Thứ 3", "Thứ 4", "Thứ 5", "Thứ 6", "Thứ 7", "Chủ nhật")
_LOWER = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")
_UPPER = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")

# The second value is the format of the ISO date, with the precision of the printed one.
_DAY, _MINUTE, _SECOND = "%Y-%m-%d", "%Y-%m-%dT%H:%M:00+07:00", "%Y-%m-%dT%H:%M:%S+07:00"
FORMS: dict[str, tuple[Callable[[datetime], str], str]] = {
    "ninhbinh": (lambda t: f"{_UPPER[t.weekday()]}, {t:%d/%m/%Y, %H:%M}", _MINUTE),
    "ninhbinh-day": (lambda t: f"{_UPPER[t.weekday()]}, {t:%d/%m/%Y}", _DAY),
    "nbtv": (lambda t: f"{_SHORT[t.weekday()]}, {t:%d.%m.%Y | %H:%M:%S}", _SECOND),
    "nbtv-old": (lambda t: f"{_LOWER[t.weekday()]}, {t:%d/%m/%Y | %H:%M:%S}", _SECOND),
    "binhdinh": (lambda t: f"{_LOWER[t.weekday()]} {t:%d/%m/%Y %H:%M}", _MINUTE),
    "backan-old": (lambda t: f"{t:%H:%M, %d/%m/%Y}", _MINUTE),
    "epi": (lambda t: f"{t:%d/%m/%Y %H:%M}", _MINUTE),
    "hyphen": (lambda t: f"{t:%d/%m/%Y - %H:%M}", _MINUTE),
    "weekday-colon": (lambda t: f"{_LOWER[t.weekday()]}: {t:%H:%M} ngày {t:%d/%m/%Y}", _MINUTE),
    "short-weekday": (lambda t: f"{_SHORT[t.weekday()]}, {t:%d/%m/%Y | %H:%M:%S}", _SECOND),
    "updated": (lambda t: f"{t:%H:%M %d/%m/%Y}", _MINUTE),
    "american": (
        lambda t: f"{t.month}/{t.day}/{t.year} {t:%I:%M:%S %p}".replace(" 0", " "),
        _SECOND,
    ),
    "day": (lambda t: f"{t:%d/%m/%Y}", _DAY),
}


def format_date(form: str, when: datetime) -> tuple[str | None, str | None]:
    """Return the date as the page prints it and in ISO format; both ``None`` without a form."""
    if not form:
        return None, None
    write, iso = FORMS[form]
    return write(when), when.strftime(iso)
