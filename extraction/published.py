"""When an article was published: several witnesses, weighed.

The first that applies decides:

1. The line below the title that prints a date, or the layout's date element. Where the head of the
   page names another day, a third witness decides, or the date is null. A date that is that of an
   update, by the line beside it or by the head, gives way to that of the publication.
2. A date right above the title, if a second witness has the same day, or if the box that it stands
   in with the title shows that it belongs there and is not the page's clock.
3. What the head says.
4. The day beside the article's own title in a list on its page.
5. A labelled date (`Ngày đăng: 12/3/2019`) right behind the body, or a sentence there that says
   when it was posted.
6. The day of a full timestamp in the URL (`...-20221224191050762.htm`) or of its folders
   (`/2022/12/24/...`), on hosts without layouts: a layout's page that prints no date has none.
"""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from lxml.html import HtmlElement

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
from extraction.layouts import select
from extraction.notes import Found, place
from extraction.page import Page
from extraction.text import clean, comparable

_ABOVE_TITLE = 3  # lines
_CRUMBS = 3  # a box may begin with a breadcrumb of up to two lines above the date
_BEHIND_BODY = 3  # lines
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


def find_published(
    page: Page, url: str, fetched: datetime | None, *, url_counts: bool
) -> PrintedDate | None:
    """Return the publish date, or None where the witnesses are silent or contradict each other.

    `url_counts` lets the URL be the only witness; it always may be the second one. A date later
    than a day after `fetched` is not believed.
    """
    found = _weigh(page, url, fetched, url_counts=url_counts)
    if found is None or fetched is None:
        return found
    latest = (fetched.astimezone(VIETNAM) + timedelta(days=1)).date().isoformat()
    if found.day <= latest:
        return found
    page.notes.doubts.append("date: it lies in the future")
    return None


def _weigh(
    page: Page, url: str, fetched: datetime | None, *, url_counts: bool
) -> PrintedDate | None:
    notes = page.notes

    def found_by(by: str, element: HtmlElement | None = None, doubt: str = "") -> None:
        notes.found["published"] = Found(by, place(element))
        if doubt:
            notes.doubts.append(doubt)

    stated = list(page.head.published)
    block, date = _below(page, stated)
    if date is not None:
        found_by("the date below the title", block and block.element)
        return _confirmed(page, url, date, stated)
    block, date = _above(page)
    if date is not None and block is not None:
        days = {stated_date.day for text in stated for stated_date in find_dates(text)}
        if date.day in days or date.day in _hinted(page, url):
            found_by("the date above the title, and a second witness", block.element)
            return _confirmed(page, url, date, stated)
        if not days and _belongs_to_title(page, block, date, fetched):
            found_by(
                "the date above the title", block.element, "date: above the title, unconfirmed"
            )
            return date
    date = choose_date(None, stated)
    if date is not None:
        found_by("the head of the page")
        return date
    if any(find_dates(text) for text in stated):
        notes.doubts.append("date: the head of the page names several")
        return None
    for block, date in _listed(page):
        found_by("its own entry in a list", block.element, "date: only a list on the page has it")
        return date
    for block in (*page.inside[-_BEHIND_BODY:], *page.after[:_BEHIND_BODY]):
        stated_in = _POSTED.match(block.text)
        dates = find_dates(block.text)
        if stated_in and dates and dates[0].start == stated_in.end():
            found_by("the line that says when it was posted", block.element)
            return dates[0]
    for block in page.after[:_BEHIND_BODY]:
        date = date_line(block.text)
        if date is not None and _LABEL.fullmatch(block.text[: date.start].strip(" :")):
            found_by("the labelled date behind the body", block.element)
            return date
    date = _in_url(url) if url_counts else None
    if date is not None:
        found_by("the URL", doubt="date: only the URL has it")
    return date


def _below(page: Page, stated: list[str]) -> tuple[Block | None, PrintedDate | None]:
    """Return the date of the layout, or of a line below the title; add its attributes to `stated`.

    The attributes (`datetime`, `content`) state the same moment for machines; they are all there is
    where readers see `3 ngày trước`.
    """
    for element in select(page.root, page.fit.layout.date)[:1] if page.fit else []:
        stated += [element.get(name, "") for name in ("datetime", "content") if element.get(name)]
        date = date_line(clean(element.text_content()))
        if date is not None:
            return None, date
    times: list[str] = []
    lines = page.below_title
    for position, block in enumerate(lines):
        if block.after_image or _is_of_list(lines, position):
            continue
        date = date_line(block.text)
        if date is not None:
            block, date = _rather_than_update(block, date, lines[position + 1 : position + 2])
            stated += block.times
            return block, date
        if is_chrome(block.text):
            times = times or block.times
    stated += times
    return None, None


def _is_of_list(lines: list[Block], position: int) -> bool:
    """Say whether a line belongs to a link to another article: in it, behind it, or before it.

    Before it only where the next link has its date too: the article's own date may well stand
    above a first link.
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


def _above(page: Page) -> tuple[Block | None, PrintedDate | None]:
    above = page.blocks[: page.title.index] if page.title is not None else []
    for block in reversed(above[-_ABOVE_TITLE:]):
        date = date_line(block.text)
        if date is not None and (not date.clock or _is_no_clock(page, block, date)):
            return _rather_than_update(block, date, above[: block.index][-1:])
    return None, None


def _is_no_clock(page: Page, block: Block, date: PrintedDate) -> bool:
    """Say whether a date with a zone is the article's: it says so, or stands right above the title.

    With a weekday as well it is what clocks of pages look like, wherever they stand.
    """
    if _POSTED.match(block.text):
        return True
    labelled = _LABEL.fullmatch(block.text[: date.start].strip(" :")) is not None
    right_above = page.title is not None and page.title.index == block.index + 1
    return right_above and (labelled or _CLOCK.search(block.text) is None)


def _rather_than_update(
    block: Block, date: PrintedDate, beside: list[Block]
) -> tuple[Block, PrintedDate]:
    """Where a line beside that of an update has a date too, that is when it was published."""
    for other in beside if is_update(block.text) else []:
        first = date_line(other.text)
        if first is not None and not first.clock and not is_update(other.text):
            return other, first
    return block, date


def _belongs_to_title(
    page: Page, block: Block, date: PrintedDate, fetched: datetime | None
) -> bool:
    """Say whether a date above the title is the article's, rather than the page's clock.

    The innermost box around both begins with the date, or with a breadcrumb above it. A date that
    looks like a clock, with a weekday or seconds, needs more: that nothing stands before it in the
    box, or a section beside it in its line; and it must not be the day of the fetch.
    """
    around_title = set(page.title.path) if page.title is not None else set()
    box = next((e for e in reversed(block.path) if e in around_title), None)
    if box is None or box.tag in ("body", "html"):
        return False
    before = page.blocks[max(0, block.index - _CRUMBS) : block.index]
    crumbs = sum(box in line.path for line in before)
    if crumbs == _CRUMBS:
        return False
    if not _CLOCK.search(block.text) or _POSTED.match(block.text):
        return True
    if fetched is not None and date.day == fetched.astimezone(VIETNAM).date().isoformat():
        return False
    return crumbs == 0 or bool((beside_date(block.text) or "").strip(" |-"))


def _confirmed(page: Page, url: str, visible: PrintedDate, stated: list[str]) -> PrintedDate | None:
    found = choose_date(visible, stated)
    if found is not None and found.value[:16] in _minutes(page.head.modified):
        # Readers see when it was changed; the head knows when it was published.
        first = choose_date(None, stated)
        return first if first is not None and len(first.value) > 10 else found
    if found is not None:
        return found
    if visible.day in _hinted(page, url):
        page.notes.doubts.append("date: the head of the page names another day")
        return visible
    page.notes.doubts.append("date: the page and its head disagree")
    return None


def _minutes(texts: tuple[str, ...]) -> set[str]:
    return {date.value[:16] for text in texts for date in find_dates(text) if len(date.value) > 10}


def _hinted(page: Page, url: str) -> set[str]:
    """Return the days that weak witnesses name: good enough to confirm, not to contradict."""
    days = {date.day for _, date in _listed(page)}
    stamp = _in_url(url)
    return days | {stamp.day} if stamp else days


def _listed(page: Page) -> Iterator[tuple[Block, PrintedDate]]:
    """The article's own title in a list on its page, with the date in brackets behind it."""
    if page.title is None:
        return
    own = page.title.key
    for block in page.blocks[page.title.index + 1 :]:
        if block.link_chars and len(block.text) <= len(page.title.text) + 40:
            dates = find_dates(block.text)
            if len(dates) == 1 and comparable(block.text[: dates[0].start]) == own:
                yield block, dates[0]


def _in_url(url: str) -> PrintedDate | None:
    """Return the day in the path of a URL; the hours of a timestamp may be another zone's."""
    path = urlsplit(url).path
    match = _TIMESTAMP.search(path) or _FOLDERS.search(path)
    if match is None:
        return None
    days = find_dates("-".join(part.zfill(2) for part in match.groups()))
    return PrintedDate(match.group(), days[0].value, *match.span(), clock=False) if days else None
