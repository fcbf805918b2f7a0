"""The lines beside the title that print a date, and which of them is the article's."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from typing import NamedTuple

from extraction.block import Block
from extraction.boilerplate import has_long_link, is_chrome, is_title_link
from extraction.buttons import without_buttons
from extraction.bylines import read_byline
from extraction.chronicles import days_of_text
from extraction.date_forms import TIME
from extraction.date_labels import BARS, EDGES, POSTED, SIGNS, is_label
from extraction.dates import (
    DAY_LENGTH,
    PrintedDate,
    beside_date,
    date_line,
    find_dates,
    is_only_date,
    is_update,
    parse_date,
)
from extraction.parts import PageParts
from extraction.site_names import is_site_name
from extraction.text import clean

_MAX_ABOVE_TITLE = 3  # lines
_MAX_LINES_OF_BOX = 7  # lines above the date, with the links of a breadcrumb
_MAX_LINKS_ABOVE_TEXT = 5  # below a date: more are a menu
_MIN_LINK = 0.5
_MAX_SECTION = 120  # characters of a line with a section and a date
_MAX_ELEMENTS = 10  # in it
_DATE_TAGS = ("span", "small", "font", "time", "i", "em")
_MAX_BREADCRUMB_LINES = 2  # above the date, at the top of the box that it shares with the title
_CLOCK = re.compile(r"thứ|chủ nhật|\bcn\b|hôm nay|:\d{2}:\d{2}", re.I)
_ICON = re.compile(
    r"icon|clock|calendar|ngay|lich|logo|avatar|\bava\b|avt|author|tac-?gia|\.(?:svg|gif)\b", re.I
)
_PLAYER = re.compile(
    r"\baud(?:io)?|player|video|podcast|sound|voice|\btts|\bplay|duration|length|thoi-?luong"
    r"|nghe-?(?:bai|doc|tin)|doc-?bai",
    re.I,
)
_DATE_CLASS = re.compile(
    r"pub-?date|publish|post(?:ed)?-?(?:date|time|on)|date-?post|ngay-?dang|datetime-?post|created?[_-]"
    r"|(?:entry|detail|article|news)-?(?:date|time)",
    re.I,
)
_DATE_ELEMENT = re.compile(r"date|time|ngay", re.I)


class Below(NamedTuple):
    """What is printed below the title, or in the layout's date element."""

    date: PrintedDate | None = None
    block: Block | None = None
    """The line; None for a layout's element."""
    updated: bool = False
    """The date is labelled as that of an update."""
    stated: tuple[str, ...] = ()
    """The attributes of time elements, which state the same moment for machines. They are all
    there is if readers see `3 ngày trước`."""


def date_below_title(parts: PageParts) -> Below:
    """Read the layout's date element; if it has no date, the lines below the title."""
    of_layout: tuple[str, ...] = ()
    for element in parts.fit.select("date")[:1] if parts.fit else []:
        of_layout = tuple(filter(None, map(element.get, ("datetime", "content"))))
        text = clean(element.text_content())
        date = date_line(text)
        if date is not None:
            return Below(date, None, is_update(text), of_layout)
    of_chrome: tuple[str, ...] = ()
    own_title = parts.title.key if parts.title is not None else None
    lines, days = parts.below_title, days_of_text(parts.inside, own_title)
    for position, block in enumerate(lines):
        if block.index in days or _is_of_list(lines, position):
            continue
        date = printed_date(block)
        if date is not None and not (_is_caption(block, date) or _is_above_menu(parts, block)):
            below = lines[position + 1 : position + 2]
            block, date = _or_publication(block, date, below)
            date = _with_time_beside(date, lines, position)
            return Below(date, block, is_update(block.text), (*of_layout, *block.times))
        if is_chrome(block.text) and not block.after_image:
            of_chrome = of_chrome or tuple(block.times)
    beside = date_at_end(parts.title) if parts.title is not None else None
    if beside is not None:
        return Below(beside[1], parts.title, stated=(*of_layout, *of_chrome))
    return Below(stated=(*of_layout, *of_chrome))


def date_at_end(block: Block) -> tuple[str, PrintedDate] | None:
    """Return the title in a line, and the date that an element of its own prints after it.

    Such as `<b>Title</b> <span>(05-11-2013)</span>`. None for any other line.
    """
    for element in islice(block.element.iter(*_DATE_TAGS), _MAX_ELEMENTS):
        text = clean(element.text_content())
        title = block.text.removesuffix(text).rstrip(f"{EDGES}([") if text else block.text
        if title and title != block.text and is_only_date(text):
            return title, find_dates(text)[0]
    return None


def printed_date(block: Block) -> PrintedDate | None:
    """Return the date of a line that prints one, as `date_line` does.

    An element may separate it from what is beside it: a link to a section, an element for dates.
    Buttons and counters beside it are no text.
    """
    date = date_line(block.text, block.tag)
    if date is None and (plain := without_buttons(block)) != block.text:
        date = date_line(plain, block.tag)
    own = _in_own_element(block)
    if date is not None and own is not None and own.raw.startswith(date.raw):
        return own  # without a space between them, the next element hides the end of the date
    dates = find_dates(block.text) if date is None and len(block.text) <= _MAX_SECTION else []
    if own is not None and date is None and not dates:
        dates = [own]
    if len(dates) != 1:
        return date
    before, raw, after = _around(block.text, dates[0])
    for element in islice(block.element.iter("a", "time", "span"), _MAX_ELEMENTS):
        text = clean(element.text_content())
        is_section = element.tag == "a" and text in (before.strip(EDGES), after.strip(EDGES))
        is_date = is_only_date(text) and raw in text
        marked = element.tag == "time" or _DATE_ELEMENT.search(element.get("class", ""))
        marked = marked or (not after and _is_name(before))
        if is_section or (is_date and marked):
            return dates[0] if date_line(f"{before} | {raw} | {after}", block.tag) else None
    return None


def _in_own_element(block: Block) -> PrintedDate | None:
    """Return the date that an element of a short line holds alone, at its place in the line."""
    if len(block.text) > _MAX_SECTION:
        return None
    for element in islice(block.element.iter("time", "span"), _MAX_ELEMENTS):
        text = clean(element.text_content())
        if is_only_date(text):
            found = find_dates(text)[0]
            start = block.text.find(found.raw)
            if start >= 0:
                return replace(found, start=start, end=start + len(found.raw))
    return None


def _is_name(text: str) -> bool:
    """Return whether a text is the name of an author, and nothing else."""
    return read_byline(text.strip(EDGES), marked=True) is not None


def _around(text: str, date: PrintedDate) -> tuple[str, str, str]:
    return text[: date.start].rstrip(), text[date.start : date.end], text[date.end :].lstrip()


def _is_caption(block: Block, date: PrintedDate) -> bool:
    """Return whether a date is in the caption of a picture.

    It is not beside the icon of a calendar; and a caption is not a day with a time and no more.
    """
    if not block.after_image or (len(date.value) > DAY_LENGTH and beside_date(block.text) == ""):
        return False
    return not _is_below_icon(block)


def _is_below_icon(block: Block) -> bool:
    """Return whether the picture before a line is an icon, such as that of a calendar."""
    pictures = block.element.xpath("(.//img | preceding::img)[last()]")
    return any(_ICON.search(f"{p.get('src', '')} {p.get('class', '')}") for p in pictures)


def _is_above_menu(parts: PageParts, block: Block) -> bool:
    """Return whether a line may be the page's clock: the menu is between it and the text."""
    text = next((line.index for line in parts.inside if line.is_prose), None)
    if text is None or not _CLOCK.search(block.text):
        return False
    between = parts.blocks[block.index + 1 : text]
    return sum(line.link_share >= _MIN_LINK for line in between) > _MAX_LINKS_ABOVE_TEXT


def _with_time_beside(date: PrintedDate, lines: Sequence[Block], position: int) -> PrintedDate:
    """Return a day with the time that is printed in a line of its own after it or before it."""
    line = lines[position]
    if len(date.value) > DAY_LENGTH or date.raw not in line.text:
        return date
    for other in (*lines[position + 1 : position + 2], *lines[:position][-1:]):
        if TIME.fullmatch(other.text) and _is_set_with(line, other) and not _is_of_player(other):
            timed = parse_date(f"{date.raw} {other.text}")
            if timed is not None:
                return timed
    return date


def _is_set_with(line: Block, other: Block) -> bool:
    """Return whether two lines are in one element, one around the other, or set alike in a box."""
    element, beside = line.element, other.element
    if element is beside or element in other.path or beside in line.path:
        return True
    return element.tag == beside.tag and element.getparent() is beside.getparent()


def _is_of_player(line: Block) -> bool:
    """Return whether a time is the length of a recording, by a class or the picture before it."""
    classes = " ".join(element.get("class", "") for element in line.path[-2:])
    is_below_picture = line.after_image and not _is_below_icon(line)
    return is_below_picture or _PLAYER.search(f"{line.names} {classes}") is not None


def _is_of_list(lines: Sequence[Block], position: int) -> bool:
    """Return whether a line belongs to a link to another article: is it, or is beside it.

    Before a link it does only if the next line has a date too, which is the link's: an article's
    own date may well be above a first link.
    """
    link = next(iter(lines[position + 1 : position + 2]), None)
    after_link = next(iter(lines[position + 2 : position + 3]), None)
    return (
        (lines[position].link_share >= 0.5 and has_long_link(lines[position]))
        or (position > 0 and is_title_link(lines[position - 1]))
        or (
            link is not None
            and is_title_link(link)
            and after_link is not None
            and date_line(after_link.text) is not None
        )
    )


def date_above_title(parts: PageParts) -> tuple[Block, PrintedDate] | tuple[None, None]:
    """Return the date just above the title, and its line; clocks of the page are left out."""
    above = parts.blocks[: parts.title.index] if parts.title is not None else []
    for block in reversed(above[-_MAX_ABOVE_TITLE:]):
        date = printed_date(block)
        if date is not None and (not date.clock or not _is_clock(parts, block, date)):
            return _or_publication(block, date, above[: block.index][-1:])
    return None, None


def _is_clock(parts: PageParts, block: Block, date: PrintedDate) -> bool:
    """Return whether a date with a time zone above the title is the page's clock.

    It is the article's if it says so, or if it is the line just above the title; but with a weekday
    or seconds it looks like a clock even there.
    """
    if POSTED.match(block.text) or _is_below_clock(parts, block, date):
        return False
    just_above = parts.title is not None and parts.title.index == block.index + 1
    return not (just_above and (is_labelled(block, date) or _CLOCK.search(block.text) is None))


def _has_link_above_title(parts: PageParts) -> bool:
    assert parts.title is not None
    return any(line.link_share >= _MIN_LINK for line in parts.blocks[: parts.title.index])


def _is_below_clock(parts: PageParts, block: Block, date: PrintedDate) -> bool:
    """Return whether the clock of the page, on a later day, is above a date."""
    clocks = (line for line in parts.blocks[: block.index] if _CLOCK.search(line.text))
    days = (clock.day for line in clocks if (clock := date_line(line.text)) is not None)
    return any(day > date.day for day in days)


def is_labelled(block: Block, date: PrintedDate) -> bool:
    """Return whether a label, such as `Nguồn: Báo Gò Sim | Đăng lúc:`, is before a date."""
    before = block.text[: date.start].translate(SIGNS).rstrip(" :|")
    return is_label(BARS.split(before)[-1])


def _or_publication(
    block: Block, date: PrintedDate, beside: Sequence[Block]
) -> tuple[Block, PrintedDate]:
    """Return the date of the line beside that of an update: that is when it was published."""
    for other in beside if is_update(block.text) else []:
        first = date_line(other.text, other.tag)
        if (
            first is not None
            and not first.clock
            and not is_update(other.text)
            and first.day <= date.day
        ):
            return other, first
    return block, date


def belongs_to_title(
    parts: PageParts, block: Block, date: PrintedDate, day_of_fetch: str | None
) -> bool:
    """Return whether a date above the title is the article's and not the page's clock.

    It is if the clock is above it. Else the innermost box around both begins with the date, or
    with a breadcrumb above it. A date that looks like a clock, with a weekday or seconds, must not
    be the day of the fetch, and it must be the first line of the box, share its line with a
    section, or be a day below links or a section.
    """
    if _is_below_clock(parts, block, date):
        return date.day != day_of_fetch
    around_title = set(parts.title.path) if parts.title is not None else set()
    box = next((e for e in reversed(block.path) if e in around_title), None)
    if box is None or box.tag in ("body", "html", "form"):  # a form may be around the page
        return False
    nearest = parts.blocks[max(0, block.index - _MAX_LINES_OF_BOX) : block.index]
    above = [line for line in nearest if box in line.path]
    others = [line for line in above if line.link_share < _MIN_LINK and not is_chrome(line.text)]
    if len(above) == _MAX_LINES_OF_BOX or len(others) > _MAX_BREADCRUMB_LINES:
        return False
    between = parts.blocks[block.index + 1 : parts.title.index] if parts.title is not None else []
    links = (len(line.element.findall(".//a")) for line in between if line.link_share >= _MIN_LINK)
    if sum(links) > _MAX_LINKS_ABOVE_TEXT:
        return False  # the menu is between them
    names = " ".join((block.names, *(e.get("class", "") for e in block.path[-2:])))
    is_named = POSTED.match(block.text) or _DATE_CLASS.search(names)
    if not _CLOCK.search(block.text) or is_named:
        return True
    if date.day == day_of_fetch:
        return False
    if not above or (beside_date(block.text) or "").strip(" |-"):
        return True
    # Below a breadcrumb, or below a section if no clock can show that day.
    is_no_clock = day_of_fetch is not None and not date.clock
    just_above = parts.title is not None and block.index + 1 == parts.title.index
    if not others:
        return len(date.value) == DAY_LENGTH or (is_no_clock and just_above)
    names_site = any(is_site_name(line.text) for line in others)
    if names_site and just_above and not _has_link_above_title(parts):
        return True  # a page for printers, with the name of the paper, but no menu and no clock
    return is_no_clock and just_above and len(date.value) == DAY_LENGTH and not names_site
