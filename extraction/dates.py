"""Dates in the texts of a page, and the lines that are there to print one."""

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from extraction.date_forms import FORMS, SIGNS, value_of
from extraction.date_forms import VIETNAM as VIETNAM  # the zone of all dates
from extraction.date_labels import (
    EDGES,
    begins_with_update,
    find_update,
    goes_on,
    is_of_issue,
    is_of_publication,
    is_of_something_else,
    without_labels,
)
from extraction.date_labels import SIGNS as SIGNS_OF_EDITORS
from extraction.text import clean

_DIGITS = re.compile(r"\d\d")  # quicker to look for than a year
_YEAR_SOMEWHERE = re.compile(r"(?:19|20|21)\d{2}|[/.-]\s?\d{2}\b")

_MAX_BESIDE_DATE = 70  # characters without labels
_MAX_WORDS_BESIDE_DATE = 10  # without labels: a section, an author
_MIN_CLAUSE = 4  # words; if so many are before a final comma, the line begins a sentence
_MAX_WORDS_IN_HEADING = 3  # a longer heading is a title that has a date in it
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
DAY_LENGTH = len("2023-08-29")
_LETTER = re.compile(r"[^\W\d_]")  # a label has letters; digits between two dates are not one
_SENTENCE_ENDS = (".", ";", "!", "?")
_OF_GREENWICH = re.compile(r"\s?(?:Z|[+-]00:?00|GMT|UTC)$", re.I)
_MAX_LINE = 200  # characters of a line that is there to print a date
_MAX_TEXT = 500  # characters


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date found in a text."""

    raw: str
    """The text that the date was read from, as printed."""
    value: str
    """`2023-08-29T13:49:00+07:00`, or `2023-08-29` if no time is printed; empty if it is not
    believed."""
    start: int
    """The position of the date in its text."""
    end: int
    clock: bool
    """It has a time zone (`GMT+7`), as the clocks of pages do and publish dates rarely do."""

    @property
    def day(self) -> str:
        return self.value[:10]


def find_dates(text: str, *, month_first: bool = False) -> list[PrintedDate]:
    """Return the dates of `text` in order, without those that cannot be true.

    A date whose weekday does not match is left out: the two agree in all pages that were looked at,
    so a mismatch means that something was misread. A time of exactly 00:00 is a placeholder, and
    only the day is returned. Times are in Vietnam time unless the text has an offset. A text of
    more than 500 characters has no dates: it was not written to give one. A date such as
    `5/6/2023 9:28:56 AM` is left out unless `month_first` says that its order is American.
    """
    if len(text) > _MAX_TEXT or not (_DIGITS.search(text) and _YEAR_SOMEWHERE.search(text)):
        return []
    return list(_find(text, month_first))


@functools.lru_cache(maxsize=2_000)  # several steps ask about the lines around the title
def _find(text: str, month_first: bool) -> tuple[PrintedDate, ...]:
    """Return the dates of a text; of forms that overlap, the first and longest counts."""
    plain = text.translate(SIGNS_OF_EDITORS)
    signs = {sign for sign in SIGNS if sign.search(plain)}
    matches = [m for _, form, sign in FORMS if sign in signs for m in form.finditer(plain)]
    found: list[PrintedDate] = []
    end = 0
    for match in sorted(matches, key=lambda match: (match.start(), -match.end())):
        if match.start() < end:
            continue
        end = match.end()
        value = value_of(match, month_first=month_first)
        if value:
            clock = bool(match.groupdict().get("zone"))
            raw = text[match.start() : end].strip()
            found.append(PrintedDate(raw, value, match.start(), end, clock))
    return tuple(found)


def parse_date(text: str, *, month_first: bool = False) -> PrintedDate | None:
    """Return the only date of `text`, or None if it has no date or more than one."""
    dates = find_dates(text, month_first=month_first)
    return dates[0] if len(dates) == 1 else None


def beside_date(line: str) -> str | None:
    """Return what is beside the date of a line that prints one: labels, a section, an author.

    None for a line without a date, and for a sentence that contains one.
    """
    own = _own_date(line) if len(line) <= _MAX_LINE else None
    return _beside(line, own[1]) if own is not None else None


def _beside(line: str, beside: str) -> str | None:
    beside = beside.strip(EDGES)
    left = without_labels(beside)
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
        return (dates[0], beside) if not _is_of_text(line, dates[0]) else None
    published = [is_of_publication(label) for label in labels]
    if published.count(True) == 1 and all(_LETTER.search(label) for label in labels):
        return dates[published.index(True)], beside
    updated = [find_update(label) for label in labels]
    if len(dates) == 2 and updated[0] is None and updated[1] is not None:
        return dates[0], " ".join((labels[0], labels[1][: updated[1].start()], after))
    return None


def _is_of_text(line: str, date: PrintedDate) -> bool:
    """Return whether a date belongs to what its line says: an event, a document, a sentence."""
    before, after = line[: date.start], line[date.end :]
    is_day = len(date.value) == DAY_LENGTH and not date.clock
    if is_of_issue(before, after):
        return False
    if is_of_something_else(before, date.raw, runs=is_day):
        return True
    return not is_of_publication(before) and goes_on(after, runs=is_day and date.raw[0].isdigit())


def _labels(line: str, dates: Sequence[PrintedDate]) -> list[str]:
    """Return the text before each date, from the end of the date before it."""
    ends = [0, *(date.end for date in dates)]
    return [line[end : date.start] for end, date in zip(ends, dates, strict=False)]


def is_update(line: str) -> bool:
    """Return whether a line labels its date as an update (`Cập nhật lúc: 12/09/2023 - 14:32`).

    Many sites label the publish date so. It is a real update if a line beside it has a date, too.
    """
    if not begins_with_update(line):
        return False
    return not any(map(is_of_publication, _labels(line, find_dates(line))))


def is_only_date(line: str) -> bool:
    """Return whether a line has nothing but a date and its labels."""
    beside = beside_date(line)
    return beside is not None and not without_labels(beside)


def is_publication(line: str, date: PrintedDate) -> bool:
    """Return whether a line labels one of its dates as that of the publication."""
    return is_of_publication(line[: date.start])


def date_line(line: str, tag: str = "") -> PrintedDate | None:
    """Return the date of a line that prints one, or None for any other line, such as a sentence.

    `tag` is the element of the line: a heading with many words beside the date is a title.
    """
    beside = beside_date(line)
    if beside is None:
        return None
    words = len(without_labels(beside).split())
    if tag in _HEADINGS and words > _MAX_WORDS_IN_HEADING:
        return None
    if tag in _HEADINGS[:2] and words > 1 and len(beside.split()) > _MAX_WORDS_IN_HEADING:
        return None  # Bản tin thời sự 14/5/2024
    own = _own_date(line)
    return own[0] if own is not None else None


def choose_date(
    visible: PrintedDate | None, stated: Sequence[str], *, month_first: bool = False
) -> PrintedDate | None:
    """Return the visible date or one that the page states for machines; None if they disagree.

    They disagree if the days differ. The stated date is returned if there is no visible one, if
    only the stated one has a time, or if it adds the seconds to the same minute. Stated dates that
    contradict each other are ignored.
    """
    texts = without_wrong_offset(visible, stated)
    parsed = (parse_date(text, month_first=month_first) for text in texts)
    machine = [date for date in parsed if date is not None]
    days = {date.day for date in machine}
    if len(days) > 1:
        machine = []  # they contradict each other
    best = max(machine, key=lambda date: len(date.value), default=None)
    if visible is None or best is None:
        return visible or best
    if visible.day != best.day:
        return None
    if len(visible.value) == DAY_LENGTH:
        return best if len(best.value) > DAY_LENGTH else visible
    more_precise = visible.value[:16] == best.value[:16] and visible.value[17:19] == "00"
    return best if more_precise and best.value[17:19] != "00" else visible


def without_wrong_offset(visible: PrintedDate | None, stated: Sequence[str]) -> list[str]:
    """Return dates for machines without the offset of Greenwich, if the visible one refutes it.

    Many sites state Vietnam's time with `+00:00`.
    """
    texts = list(map(clean, stated))
    if visible is not None and any(_has_wrong_offset(text, visible) for text in texts):
        return [_OF_GREENWICH.sub("", text) for text in texts]
    return texts


def _has_wrong_offset(text: str, visible: PrintedDate) -> bool:
    """Return whether a text agrees with the visible date only without its offset of Greenwich."""
    figures = parse_date(_OF_GREENWICH.sub("", text)) if _OF_GREENWICH.search(text) else None
    converted = parse_date(text)
    if figures is None or converted is None:
        return False
    if len(visible.value) > DAY_LENGTH and figures.value[:16] == visible.value[:16]:
        return True
    return figures.day == visible.day != converted.day
