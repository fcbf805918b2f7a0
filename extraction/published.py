"""When an article was published: witnesses, asked in turn.

The first witness that has a date decides, and may find that others contradict it:

1. The line below the title that prints a date, or the layout's date element. If the head of the
   page names another day, a third witness decides, or the date is null. The date of an update, by
   the line beside it or by the head, gives way to that of the publication.
2. A date just above the title, if a second witness has the same day, or if its label, its class,
   the box that it shares with the title or the clock above it shows that it is the article's. One
   that no second witness confirms gives way to a labelled date after the body (5 and 6).
3. The head of the page, or a date that an element marks for machines.
4. The day beside the article's own title in a list on its page.
5. A sentence just before or after the end of the body that says when the article was posted.
6. A labelled date (`Ngày đăng: 12/3/2019`) just after the body, or in its last lines.
7. The day in the URL, if the site's card says where it is.
8. The day of a full timestamp in the URL (`...-20221224191050762.htm`) or of its folders
   (`/2022/12/24/...`), if the site has no layouts: a page that its site's layouts fit and that
   prints no date has none.
"""

import functools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from extraction.block import Block
from extraction.boilerplate import is_chrome, is_related_heading, is_title_link
from extraction.date_labels import FILED, POSTED
from extraction.date_lines import (
    Below,
    belongs_to_title,
    date_above_title,
    date_below_title,
    is_labelled,
)
from extraction.dates import (
    DAY_LENGTH,
    VIETNAM,
    PrintedDate,
    choose_date,
    date_line,
    find_dates,
    is_publication,
    is_update,
    parse_date,
    without_wrong_offset,
)
from extraction.findings import Finding
from extraction.parts import PageParts
from extraction.text import comparable

_MAX_AFTER_BODY = 3  # lines
_MAX_LIST_ENTRY = 40  # characters that an entry of a list has beside its title
_TIMESTAMP = re.compile(
    r"(?<!\d)((?:19|20)\d{2})(0[1-9]|1[0-2])([0-3]\d)(?:[01]\d|2[0-3])[0-5]\d[0-5]\d\d{0,5}(?!\d)"
)
_FOLDERS = re.compile(r"/((?:19|20)\d{2})/(0?[1-9]|1[0-2])/([0-3]?\d)/")
_MINUTE_LENGTH = len("2023-08-29T13:49")

DateFinding = Finding[PrintedDate | None]
"""Without a date if the witnesses contradict each other; its doubt says so."""


@dataclass(frozen=True)
class _DateClues:
    """What the witnesses are given."""

    parts: PageParts
    url: str
    fetched: datetime | None
    url_counts: bool
    has_title: bool
    month_first: bool
    dated_paths: tuple[str, ...]

    @functools.cached_property
    def below(self) -> Below:
        return date_below_title(self.parts)

    @functools.cached_property
    def stated(self) -> tuple[str, ...]:
        """The texts of publish dates that are there for machines."""
        return (*self.parts.head.published, *self.below.stated)

    @functools.cached_property
    def day_of_fetch(self) -> str | None:
        return self.fetched.astimezone(VIETNAM).date().isoformat() if self.fetched else None

    @functools.cached_property
    def day_in_path(self) -> PrintedDate | None:
        """The day that the site writes into its URLs; None if it is after the fetch."""
        day = _day_in_path(self.url, self.dated_paths)
        is_later = day is not None and self.day_of_fetch is not None and day.day > self.day_of_fetch
        return None if is_later else day

    def hinted_days(self) -> set[str]:
        """Return the days of weak witnesses: good enough to confirm, not to contradict."""
        days = {date.day for _, date in _own_entries(self.parts)}
        stamps = (_date_in_url(self.url), self.day_in_path)
        return days | {stamp.day for stamp in stamps if stamp is not None}


def find_published(
    parts: PageParts,
    url: str,
    fetched: datetime | None,
    *,
    url_counts: bool,
    has_title: bool,
    month_first: bool,
    dated_paths: tuple[str, ...],
) -> DateFinding | None:
    """Return the publish date, or None if no witness has one.

    `url_counts` lets any URL be the only witness, `dated_paths` those URLs that they fit; a URL may
    always confirm another witness. `month_first` is the order of the head's dates. A date later
    than the day after `fetched` is not believed: it has no value then. What a page without a title
    prints is not believed, either: nothing says that it is an article.
    """
    page = _DateClues(parts, url, fetched, url_counts, has_title, month_first, dated_paths)
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
    raw = replace(finding.value, value="")
    return replace(finding, value=raw, doubts=(*finding.doubts, "date: it lies in the future"))


# The witnesses


def _below_title(page: _DateClues) -> DateFinding | None:
    below = page.below
    if below.date is None:
        return None
    by = "the date below the title"
    element = below.block and below.block.element
    return _weighed(page, Finding(below.date, by, element), updated=below.updated)


def _above_title(page: _DateClues) -> DateFinding | None:
    block, date = date_above_title(page.parts)
    if block is None or date is None:
        return None
    order = page.month_first
    days = {d.day for text in page.stated for d in find_dates(text, month_first=order)}
    if date.day in days or date.day in page.hinted_days():
        by = "the date above the title, and a second witness"
        return _weighed(page, Finding(date, by, block.element), updated=is_update(block.text))
    if days or not belongs_to_title(page.parts, block, date, page.day_of_fetch):
        return None
    posted = _in_sentence_of_posting(page) or _labelled_after_body(page, update_counts=False)
    if posted is not None:
        return posted
    doubt = "date: above the title, unconfirmed"
    return Finding(date, "the date above the title", block.element, (doubt,))


def _in_head(page: _DateClues) -> DateFinding | None:
    date = choose_date(None, page.stated, month_first=page.month_first)
    if date is not None:
        return Finding(date, "the head of the page")
    if any(find_dates(text, month_first=page.month_first) for text in page.stated):
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
        posted = POSTED.match(block.text) or FILED.match(block.text) if page.has_title else None
        dates = find_dates(block.text) if posted else []
        if posted and dates and dates[0].start <= posted.end():  # `ngày` may belong to both
            return Finding(dates[0], "the line that says when it was posted", block.element)
    return None


def _labelled_after_body(page: _DateClues, *, update_counts: bool = True) -> DateFinding | None:
    for block in _around_end(page.parts) if page.has_title else []:
        date = date_line(block.text)
        if not update_counts and is_update(block.text):
            continue
        if date is not None and is_labelled(block, date):
            return Finding(date, "the labelled date after the body", block.element)
    return None


def _in_path(page: _DateClues) -> DateFinding | None:
    if page.day_in_path is None:
        return None
    by = "the place of the day in the site's URLs"
    return Finding(page.day_in_path, by, doubts=("date: only the URL has it",))


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
    _in_path,
    _in_url,
)
"""The most reliable first."""


# What they look for


def _weighed(page: _DateClues, finding: DateFinding, *, updated: bool = False) -> DateFinding:
    """Return the finding of a visible date after it was compared with the dates for machines.

    `updated` says that the visible date is labelled as that of an update.
    """
    visible = finding.value
    assert visible is not None
    head = page.parts.head
    texts = without_wrong_offset(visible, (*head.published, *head.modified))
    order = page.month_first
    first = choose_date(None, texts[: len(head.published)], month_first=order)
    modified = (parse_date(text, month_first=order) for text in texts[len(head.published) :])
    changes = [date for date in modified if date is not None]
    if first is not None and _is_earlier(first, visible, changes, updated=updated):
        # Readers see when it was changed; the head says when it was published.
        return replace(finding, value=first)
    date = choose_date(visible, page.stated, month_first=order)
    if date is not None:
        return replace(finding, value=date)
    if visible.day in page.hinted_days():
        return replace(finding, doubts=("date: the head of the page names another day",))
    return replace(finding, value=None, doubts=("date: the page and its head disagree",))


def _is_earlier(
    first: PrintedDate, visible: PrintedDate, changes: Sequence[PrintedDate], *, updated: bool
) -> bool:
    """Return whether `first` is the publication before the update that readers see.

    By its label, or because the head has the visible date among those of the last change.
    """
    if updated and first.value < visible.value[: len(first.value)]:
        return True
    if first.day < visible.day:
        return any(change.day == visible.day for change in changes)
    minute = visible.value[:_MINUTE_LENGTH]
    have_times = min(len(first.value), len(minute)) > DAY_LENGTH
    same_minute = any(change.value[:_MINUTE_LENGTH] == minute for change in changes)
    return first.day == visible.day and have_times and same_minute


def _around_end(parts: PageParts) -> Iterator[Block]:
    """Yield the last lines of the body that say when it was posted, and the first after it."""
    last = max((i for i, b in enumerate(parts.inside) if b.is_prose), default=-1) + 1
    for block in (*parts.inside[last : last + _MAX_AFTER_BODY], *parts.inside[-_MAX_AFTER_BODY:]):
        if any(is_publication(block.text, date) for date in find_dates(block.text)):
            yield block
    lines = 0
    for block in parts.after:
        if lines == _MAX_AFTER_BODY or is_related_heading(block.text) or is_title_link(block):
            return
        if not is_chrome(block.text) or find_dates(block.text):
            lines += 1
            yield block


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


def _day_in_path(url: str, patterns: Sequence[str]) -> PrintedDate | None:
    """Return the day that the first fitting pattern finds in the path of a URL, if it is one."""
    path = urlsplit(url).path
    for match in filter(None, (re.search(pattern, path) for pattern in patterns)):
        digits = match["day"] or ""
        century = {6: "20", 8: ""}.get(len(digits))
        if century is None:
            return None
        figures = century + digits
        days = find_dates(f"{figures[:4]}-{figures[4:6]}-{figures[6:]}")
        start, end = match.span("day")
        return PrintedDate(digits, days[0].value, start, end, clock=False) if days else None
    return None
