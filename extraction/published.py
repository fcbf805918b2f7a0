"""When an article was published: witnesses, asked in turn.

The first witness that has a date decides, and may find that others contradict it:

1. The line below the title that prints a date, or the layout's date element. If the head of the
   page names another day, a third witness decides, or the date is null. The date of an update, by
   the line beside it or by the head, gives way to that of the publication.
2. A date just above the title, if a second witness has the same day, or if the box that it shares
   with the title shows that it is the article's and not the page's clock.
3. The head of the page.
4. The day beside the article's own title in a list on its page.
5. A sentence just before or after the end of the body that says when the article was posted.
6. A labelled date (`Ngày đăng: 12/3/2019`) just after the body.
7. The day of a full timestamp in the URL (`...-20221224191050762.htm`) or of its folders
   (`/2022/12/24/...`), if the site has no layouts: a page that its site's layouts fit and that
   prints no date has none.
"""

import functools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import NamedTuple
from urllib.parse import urlsplit

from extraction.blocks import Block
from extraction.boilerplate import is_chrome, is_title_link
from extraction.dates import (
    VIETNAM,
    PrintedDate,
    beside_date,
    choose_date,
    date_line,
    find_dates,
    is_update,
)
from extraction.findings import Finding
from extraction.layouts import select
from extraction.parts import PageParts
from extraction.text import clean, comparable

_MAX_ABOVE_TITLE = 3  # lines
_MAX_BREADCRUMB_LINES = 2  # above the date, at the top of the box that it shares with the title
_MAX_AFTER_BODY = 3  # lines
_MAX_LIST_ENTRY = 40  # characters that an entry of a list has beside its title
_TIMESTAMP = re.compile(
    r"(?<!\d)((?:19|20)\d{2})(0[1-9]|1[0-2])([0-3]\d)(?:[01]\d|2[0-3])[0-5]\d[0-5]\d\d{0,5}(?!\d)"
)
_FOLDERS = re.compile(r"/((?:19|20)\d{2})/(0?[1-9]|1[0-2])/([0-3]?\d)/")
_CLOCK = re.compile(r"thứ|chủ nhật|\bcn\b|hôm nay|:\d{2}:\d{2}", re.I)
# Bài này được đăng vào Thứ tư, 6 Tháng Năm, 2009 lúc 3:12 chiều trong chuyên mục ...
_POSTED = re.compile(
    r"(?:bài (?:viết )?này (?:được|đã) )?đăng (?:vào|lúc|ngày)(?: (?:lúc|ngày))?\s*:?\s*", re.I
)
_LABEL = re.compile(
    r"(?:(?:ngày|tin|bài)\s*)?(?:đăng|cập nhật|gửi|viết)(?:\s+(?:lúc|ngày))?|ngày", re.I
)
_DAY_LENGTH = len("2023-08-29")
_MINUTE_LENGTH = len("2023-08-29T13:49")

DateFinding = Finding[PrintedDate | None]
"""Without a date if the witnesses contradict each other; its doubt says so."""


class _Below(NamedTuple):
    """What is printed below the title, or in the layout's date element."""

    date: PrintedDate | None = None
    block: Block | None = None
    """The line; None for a layout's element."""
    stated: tuple[str, ...] = ()
    """The attributes of time elements, which state the same moment for machines. They are all
    there is if readers see `3 ngày trước`."""


@dataclass(frozen=True)
class _DateClues:
    """What the witnesses are given."""

    parts: PageParts
    url: str
    fetched: datetime | None
    url_counts: bool

    @functools.cached_property
    def below(self) -> _Below:
        return _below(self.parts)

    @functools.cached_property
    def stated(self) -> tuple[str, ...]:
        """The texts of publish dates that are there for machines."""
        return (*self.parts.head.published, *self.below.stated)

    @functools.cached_property
    def day_of_fetch(self) -> str | None:
        return self.fetched.astimezone(VIETNAM).date().isoformat() if self.fetched else None

    def hinted_days(self) -> set[str]:
        """Return the days of weak witnesses: good enough to confirm, not to contradict."""
        days = {date.day for _, date in _own_entries(self.parts)}
        stamp = _date_in_url(self.url)
        return days | {stamp.day} if stamp else days


def find_published(
    parts: PageParts, url: str, fetched: datetime | None, *, url_counts: bool
) -> DateFinding | None:
    """Return the publish date, or None if no witness has one.

    `url_counts` lets the URL be the only witness; it may always confirm another. A date later than
    the day after `fetched` is not believed.
    """
    page = _DateClues(parts, url, fetched, url_counts)
    for witness in WITNESSES:
        finding = witness(page)
        if finding is not None:
            return _unless_in_future(finding, fetched)
    return None


def _unless_in_future(finding: DateFinding, fetched: datetime | None) -> DateFinding:
    if finding.value is None or fetched is None:
        return finding
    latest = (fetched.astimezone(VIETNAM) + timedelta(days=1)).date().isoformat()
    if finding.value.day <= latest:
        return finding
    return replace(finding, value=None, doubts=(*finding.doubts, "date: it lies in the future"))


# The witnesses


def _below_title(page: _DateClues) -> DateFinding | None:
    below = page.below
    if below.date is None:
        return None
    by = "the date below the title"
    return _weighed(page, Finding(below.date, by, below.block and below.block.element))


def _above_title(page: _DateClues) -> DateFinding | None:
    block, date = _above(page.parts)
    if block is None or date is None:
        return None
    days = {stated.day for text in page.stated for stated in find_dates(text)}
    if date.day in days or date.day in page.hinted_days():
        by = "the date above the title, and a second witness"
        return _weighed(page, Finding(date, by, block.element))
    if days or not _belongs_to_title(page, block, date):
        return None
    doubt = "date: above the title, unconfirmed"
    return Finding(date, "the date above the title", block.element, (doubt,))


def _in_head(page: _DateClues) -> DateFinding | None:
    date = choose_date(None, page.stated)
    if date is not None:
        return Finding(date, "the head of the page")
    if any(find_dates(text) for text in page.stated):
        return Finding(None, doubts=("date: the head of the page names several",))
    return None


def _in_own_entry(page: _DateClues) -> DateFinding | None:
    for block, date in _own_entries(page.parts):
        doubt = "date: only a list on the page has it"
        return Finding(date, "its own entry in a list", block.element, (doubt,))
    return None


def _in_sentence_of_posting(page: _DateClues) -> DateFinding | None:
    parts = page.parts
    for block in (*parts.inside[-_MAX_AFTER_BODY:], *parts.after[:_MAX_AFTER_BODY]):
        posted = _POSTED.match(block.text)
        dates = find_dates(block.text)
        if posted and dates and dates[0].start <= posted.end():  # `ngày` may belong to both
            return Finding(dates[0], "the line that says when it was posted", block.element)
    return None


def _labelled_after_body(page: _DateClues) -> DateFinding | None:
    for block in page.parts.after[:_MAX_AFTER_BODY]:
        date = date_line(block.text)
        if date is not None and _is_labelled(block, date):
            return Finding(date, "the labelled date after the body", block.element)
    return None


def _in_url(page: _DateClues) -> DateFinding | None:
    date = _date_in_url(page.url) if page.url_counts else None
    if date is None:
        return None
    return Finding(date, "the URL", doubts=("date: only the URL has it",))


WITNESSES: tuple[Callable[[_DateClues], DateFinding | None], ...] = (
    _below_title,
    _above_title,
    _in_head,
    _in_own_entry,
    _in_sentence_of_posting,
    _labelled_after_body,
    _in_url,
)
"""The most reliable first."""


# What they look for


def _weighed(page: _DateClues, finding: DateFinding) -> DateFinding:
    """Return the finding of a visible date after it was compared with the dates for machines."""
    visible = finding.value
    assert visible is not None
    date = choose_date(visible, page.stated)
    if date is not None and date.value[:_MINUTE_LENGTH] in _minutes(page.parts.head.modified):
        # Readers see when it was changed; the head says when it was published.
        first = choose_date(None, page.stated)
        has_time = first is not None and len(first.value) > _DAY_LENGTH
        return replace(finding, value=first if has_time else date)
    if date is not None:
        return replace(finding, value=date)
    if visible.day in page.hinted_days():
        return replace(finding, doubts=("date: the head of the page names another day",))
    return replace(finding, value=None, doubts=("date: the page and its head disagree",))


def _minutes(texts: Sequence[str]) -> set[str]:
    """Return the dates of texts to the minute; days without a time are left out."""
    dates = (date for text in texts for date in find_dates(text))
    return {date.value[:_MINUTE_LENGTH] for date in dates if len(date.value) > _DAY_LENGTH}


def _below(parts: PageParts) -> _Below:
    """Read the layout's date element; if it has no date, the lines below the title."""
    of_layout: tuple[str, ...] = ()
    for element in select(parts.root, parts.fit.layout.date)[:1] if parts.fit else []:
        of_layout = tuple(filter(None, map(element.get, ("datetime", "content"))))
        date = date_line(clean(element.text_content()))
        if date is not None:
            return _Below(date, stated=of_layout)
    of_chrome: tuple[str, ...] = ()
    lines = parts.below_title
    for position, block in enumerate(lines):
        if block.after_image or _is_of_list(lines, position):
            continue
        date = date_line(block.text)
        if date is not None:
            below = lines[position + 1 : position + 2]
            block, date = _or_publication(block, date, below)
            return _Below(date, block, (*of_layout, *block.times))
        if is_chrome(block.text):
            of_chrome = of_chrome or tuple(block.times)
    return _Below(stated=(*of_layout, *of_chrome))


def _is_of_list(lines: Sequence[Block], position: int) -> bool:
    """Return whether a line belongs to a link to another article: is it, or is beside it.

    Before a link it does only if the next line has a date too, which is the link's: an article's
    own date may well be above a first link.
    """
    link = next(iter(lines[position + 1 : position + 2]), None)
    after_link = next(iter(lines[position + 2 : position + 3]), None)
    return (
        lines[position].link_share >= 0.5
        or (position > 0 and is_title_link(lines[position - 1]))
        or (
            link is not None
            and is_title_link(link)
            and after_link is not None
            and date_line(after_link.text) is not None
        )
    )


def _above(parts: PageParts) -> tuple[Block, PrintedDate] | tuple[None, None]:
    """Return the date just above the title, and its line; clocks of the page are left out."""
    above = parts.blocks[: parts.title.index] if parts.title is not None else []
    for block in reversed(above[-_MAX_ABOVE_TITLE:]):
        date = date_line(block.text)
        if date is not None and (not date.clock or not _is_clock(parts, block, date)):
            return _or_publication(block, date, above[: block.index][-1:])
    return None, None


def _is_clock(parts: PageParts, block: Block, date: PrintedDate) -> bool:
    """Return whether a date with a time zone above the title is the page's clock.

    It is the article's if it says so, or if it is the line just above the title; but with a weekday
    or seconds it looks like a clock even there.
    """
    if _POSTED.match(block.text):
        return False
    just_above = parts.title is not None and parts.title.index == block.index + 1
    return not (just_above and (_is_labelled(block, date) or _CLOCK.search(block.text) is None))


def _is_labelled(block: Block, date: PrintedDate) -> bool:
    return _LABEL.fullmatch(block.text[: date.start].strip(" :")) is not None


def _or_publication(
    block: Block, date: PrintedDate, beside: Sequence[Block]
) -> tuple[Block, PrintedDate]:
    """Return the date of the line beside that of an update: that is when it was published."""
    for other in beside if is_update(block.text) else []:
        first = date_line(other.text)
        if first is not None and not first.clock and not is_update(other.text):
            return other, first
    return block, date


def _belongs_to_title(page: _DateClues, block: Block, date: PrintedDate) -> bool:
    """Return whether a date above the title is the article's and not the page's clock.

    The innermost box around both begins with the date, or with a breadcrumb above it. A date that
    looks like a clock, with a weekday or seconds, must be the first line of the box or share its
    line with a section, and must not be the day of the fetch.
    """
    parts = page.parts
    around_title = set(parts.title.path) if parts.title is not None else set()
    box = next((e for e in reversed(block.path) if e in around_title), None)
    if box is None or box.tag in ("body", "html"):
        return False
    before = parts.blocks[max(0, block.index - _MAX_BREADCRUMB_LINES - 1) : block.index]
    lines_above = sum(box in line.path for line in before)
    if lines_above > _MAX_BREADCRUMB_LINES:
        return False
    if not _CLOCK.search(block.text) or _POSTED.match(block.text):
        return True
    if date.day == page.day_of_fetch:
        return False
    return lines_above == 0 or bool((beside_date(block.text) or "").strip(" |-"))


def _own_entries(parts: PageParts) -> Iterator[tuple[Block, PrintedDate]]:
    """Yield the entries of lists with the article's own title, and the date after it."""
    if parts.title is None:
        return
    own_title, max_length = parts.title.key, len(parts.title.text) + _MAX_LIST_ENTRY
    for block in parts.blocks[parts.title.index + 1 :]:
        if block.link_chars and len(block.text) <= max_length:
            dates = find_dates(block.text)
            if len(dates) == 1 and comparable(block.text[: dates[0].start]) == own_title:
                yield block, dates[0]


def _date_in_url(url: str) -> PrintedDate | None:
    """Return the day in the path of a URL; the hours of a timestamp may be of another zone."""
    path = urlsplit(url).path
    match = _TIMESTAMP.search(path) or _FOLDERS.search(path)
    if match is None:
        return None
    days = find_dates("-".join(part.zfill(2) for part in match.groups()))
    return PrintedDate(match.group(), days[0].value, *match.span(), clock=False) if days else None
