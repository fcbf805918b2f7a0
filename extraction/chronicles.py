"""Lines of figures that belong to the text: days and hours of a chronicle, numbers of its parts."""

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from extraction.block import Block
from extraction.dates import date_line, is_only_date, is_publication, is_update
from extraction.setting import signature

_MIN_DAYS = 2  # a single line with nothing but a date may be that of the article
_MIN_LINK = 0.5
_HOUR = re.compile(r"(?:[01]?\d|2[0-3]) ?[:.] ?[0-5]\d ?:?")
_MIN_HOURS = 2  # a single one may be the length of a recording
_PLAYER = re.compile(r"player|duration|audio|video|podcast|vjs|tts", re.I)
_SENTENCE_ENDS = (".", "!", "?", "…", "”", '"')
_NUMBER = re.compile(r"(\d{1,2}) ?[.)/]?")
_MIN_PARTS = 2


class _Day(NamedTuple):
    value: str
    line: int
    has_text: bool
    """Text follows its line."""
    is_on_top: bool
    """Its line is the first of the body."""


def days_of_text(lines: Sequence[Block], title: str | None) -> frozenset[int]:
    """Return the indexes of the lines of a body that print the days of a schedule or a chronicle.

    They are several lines with nothing but a date, set alike, with text after them and no line
    between them that repeats the title, which is in its comparable form. The first is the publish
    date if it is later than all others, unless it is below text and only one other follows.
    """
    alike = defaultdict[tuple[str, str, int, int], list[_Day]](list)
    copies = 0
    for position, line in enumerate(lines):
        copies += line.key == title
        if line.link_chars or not is_only_date(line.text):
            continue
        date = date_line(line.text)
        is_entry = position > 0 and lines[position - 1].link_share >= _MIN_LINK
        if date is None or is_entry or is_update(line.text) or is_publication(line.text, date):
            continue
        form = (line.tag, line.element.get("class", ""), len(date.value), copies)
        has_text = any(map(_is_text, lines[position + 1 : position + 2]))
        alike[form].append(_Day(date.value, line.index, has_text, position == 0))
    return frozenset(day.line for days in alike.values() for day in _of_text(days))


def hours_of_text(lines: Sequence[Block]) -> frozenset[int]:
    """Return the indexes of the lines with the hours at which a text was continued: 21:30.

    Several are set alike, and sentences are below them. The times of players are none.
    """
    alike = defaultdict[tuple[str, str], list[int]](list)
    told = defaultdict[tuple[str, str], set[str]](set)
    for line, following in pairwise(lines):
        if line.link_chars or not _HOUR.fullmatch(line.text) or not _is_text(following):
            continue
        if any(_PLAYER.search(element.get("class", "")) for element in line.path[-2:]):
            continue
        alike[signature(line)].append(line.index)
        if following.text.endswith(_SENTENCE_ENDS):
            told[signature(line)].add(line.text)
    return frozenset(
        index for form, hours in alike.items() if len(told[form]) >= _MIN_HOURS for index in hours
    )


def numbers_of_parts(lines: Sequence[Block]) -> frozenset[int]:
    """Return the indexes of the lines that number the parts of a text: 1. and 2. and so on.

    They are set alike, count up from 1, and each has a paragraph below it.
    """
    numbers, form = list[int](), None
    for line, following in pairwise(lines):
        number = _NUMBER.fullmatch(line.text)
        if number is None or line.link_chars or not following.is_prose:
            continue
        if int(number[1]) == len(numbers) + 1 and form in (None, signature(line)):
            form = signature(line)
            numbers.append(line.index)
    return frozenset(numbers if len(numbers) >= _MIN_PARTS else ())


def _is_text(line: Block) -> bool:
    return line.link_share < _MIN_LINK and not is_only_date(line.text)


def _of_text(days: Sequence[_Day]) -> Sequence[_Day]:
    """Return those of days in lines that are set alike which are part of the text."""
    first, others = days[0], [day.value for day in days[1:]]
    if others and first.value > max(others):
        ascends = max(others) > others[0]
        if ascends or (first.is_on_top and len(others) == 1):
            days = days[1:]
    return days if len({day.value for day in days if day.has_text}) >= _MIN_DAYS else ()
