"""When an article was published: several witnesses, weighed.

The first that applies decides:

1. The line below the title that prints a date, or the layout's date element. Where the head of the
   page names another day, a third witness decides, or the date is null.
2. A date right above the title, if a second witness has the same day, or if it stands in one box
   with the title and does not look like the page's clock.
3. What the head says.
4. The day beside the article's own title in a list on its page.
5. The day of a full timestamp in the URL (`...-20221224191050762.htm`), on hosts without layouts: a
   layout's page that prints no date has none.
"""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from extraction.blocks import Block
from extraction.dates import VIETNAM, PrintedDate, choose_date, date_line, find_dates
from extraction.layouts import select
from extraction.notes import Found
from extraction.page import Page
from extraction.text import clean, comparable

_ABOVE_TITLE = 3  # lines
_CRUMBS = 3  # this many lines above the date stand outside the title's box
_TIMESTAMP = re.compile(
    r"(?<!\d)((?:19|20)\d{2})(0[1-9]|1[0-2])([0-3]\d)(?:[01]\d|2[0-3])[0-5]\d[0-5]\d\d{0,5}(?!\d)"
)
_CLOCK = re.compile(r"thứ|chủ nhật|\bcn\b|hôm nay|:\d{2}:\d{2}|gmt|utc", re.I)


def find_published(
    page: Page, url: str, fetched: datetime | None, *, url_counts: bool
) -> PrintedDate | None:
    """Return the publish date, or None where the witnesses are silent or contradict each other.

    `url_counts` lets the URL's timestamp be the only witness; it always may be the second one. A
    date later than a day after `fetched` is not believed.
    """
    found = _weigh(page, url, url_counts=url_counts)
    if found is None or fetched is None:
        return found
    latest = (fetched.astimezone(VIETNAM) + timedelta(days=1)).date().isoformat()
    if found.day <= latest:
        return found
    page.notes.doubts.append("date: it lies in the future")
    return None


def _weigh(page: Page, url: str, *, url_counts: bool) -> PrintedDate | None:
    notes = page.notes
    stated = list(page.head.published)
    block, visible = _below(page, stated)
    if visible is not None:
        notes.found["published"] = Found("the date below the title", block and block.element)
        return _confirmed(page, url, visible, stated)
    block, visible = _above(page)
    if visible is not None and block is not None and page.title is not None:
        days = {date.day for text in stated for date in find_dates(text)}
        if visible.day in days or visible.day in _hinted(page, url):
            notes.found["published"] = Found(
                "the date above the title, and a second witness", block.element
            )
            return _confirmed(page, url, visible, stated)
        if (
            _in_one_box(page.blocks, block, page.title)
            and not _CLOCK.search(block.text)
            and not days
        ):
            notes.found["published"] = Found("the date above the title", block.element)
            notes.doubts.append("date: above the title, and nothing confirms it")
            return visible
    found = choose_date(None, stated)
    if found is not None:
        notes.found["published"] = Found("the head of the page")
        return found
    if any(find_dates(text) for text in stated):
        notes.doubts.append("date: the head of the page names several")
        return None
    for block, found in _listed(page):
        notes.found["published"] = Found(
            "the article's own entry in a list on its page", block.element
        )
        notes.doubts.append("date: only a list on the page has it")
        return found
    found = _in_url(url) if url_counts else None
    if found is not None:
        notes.found["published"] = Found("the timestamp in the URL")
        notes.doubts.append("date: only the URL has it")
    return found


def _below(page: Page, stated: list[str]) -> tuple[Block | None, PrintedDate | None]:
    """Return the date of the layout, or of a line below the title; add its attributes to `stated`.

    The attributes (`datetime`, `content`) state the same moment for machines.
    """
    for element in select(page.root, page.fit.layout.date)[:1] if page.fit else []:
        stated += [element.get(name, "") for name in ("datetime", "content") if element.get(name)]
        visible = date_line(clean(element.text_content()))
        if visible is not None:
            return None, visible
    for block in page.below_title:
        visible = date_line(block.text)
        if visible is not None:
            stated += block.times
            return block, visible
    return None, None


def _above(page: Page) -> tuple[Block | None, PrintedDate | None]:
    above = page.blocks[: page.title.index] if page.title is not None else []
    for block in reversed(above[-_ABOVE_TITLE:]):
        found = date_line(block.text)
        if found is not None and not found.clock:
            return block, found
    return None, None


def _confirmed(page: Page, url: str, visible: PrintedDate, stated: list[str]) -> PrintedDate | None:
    found = choose_date(visible, stated)
    if found is not None:
        return found
    if visible.day in _hinted(page, url):
        page.notes.doubts.append("date: the head of the page names another day")
        return visible
    page.notes.doubts.append("date: the page and its head disagree")
    return None


def _in_one_box(blocks: list[Block], date: Block, title: Block) -> bool:
    """Say whether the innermost element around both begins at the date, or a breadcrumb above."""
    around_title = set(title.path)
    box = next((e for e in reversed(date.path) if e in around_title), None)
    if box is None or box.tag in ("body", "html") or date.index < _CRUMBS:
        return False
    return box not in blocks[date.index - _CRUMBS].path


def _hinted(page: Page, url: str) -> set[str]:
    """Return the days that weak witnesses name: good enough to confirm, not to contradict."""
    days = {found.day for _, found in _listed(page)}
    stamp = _in_url(url)
    return days | {stamp.day} if stamp else days


def _listed(page: Page) -> Iterator[tuple[Block, PrintedDate]]:
    """The article's own title in a list on its page, with the date in brackets behind it."""
    if page.title is None:
        return
    own = comparable(page.title.text)
    for block in page.blocks[page.title.index + 1 :]:
        if block.link_chars and len(block.text) <= len(page.title.text) + 40:
            dates = find_dates(block.text)
            if len(dates) == 1 and comparable(block.text[: dates[0].start]) == own:
                yield block, dates[0]


def _in_url(url: str) -> PrintedDate | None:
    """Return the day of a full timestamp in the path; its hours may be another zone's."""
    match = _TIMESTAMP.search(urlsplit(url).path)
    if match is None:
        return None
    days = find_dates("-".join(match.groups()))
    return PrintedDate(match.group(), days[0].value, *match.span(), clock=False) if days else None
