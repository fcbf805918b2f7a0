"""The author whom a page names above or below its title, or in its head."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice, takewhile

from lxml.html import HtmlElement

from extraction.author_marks import (
    COUNTER,
    is_below_avatar,
    is_marked_author,
    links_to_author,
    name_after_icon,
    read_line,
    with_unit,
)
from extraction.block import HEADINGS, Block
from extraction.boilerplate import leads_to_author
from extraction.buttons import without_buttons
from extraction.bylines import (
    MAX_LENGTH,
    Byline,
    is_desk,
    labelled_values,
    read_byline,
    read_editor,
)
from extraction.date_labels import without_labels
from extraction.dates import beside_date, date_line, find_dates, is_only_date
from extraction.findings import Finding
from extraction.head import Head
from extraction.names import is_full_name, may_be_person
from extraction.parts import PageParts
from extraction.text import clean, comparable

_SHARE_BAR = re.compile(r"(?: (?:Chia sẻ|Facebook|Zalo|Twitter|In bài|Bản in)){1,6}$")
_PREPOSITION = re.compile(  # Đăng bởi Lê An lúc 08:30; Lê An • Posted on ...
    r"(?: (?:lúc|ngày|vào)){1,2}$|(?: [•|·–-])?(?: (?:posted|published))(?: on)?$", re.I
)
# Đăng also ends names: Lê Hải Đăng.
_POSTED = re.compile(r" Đăng (?:lúc|ngày) ?:| Đăng(?= lúc )")
_BARS = re.compile(r" ?[|•·]+ ?")
_BARE_LABEL = re.compile(
    r"(?:tác giả|người (?:viết|đăng)(?: bài)?|(?:viết|đăng) bởi|phóng viên|thực hiện|by)\s?:?", re.I
)
_EDGES = " |•·,-–—"
_COUNTER_BEFORE = re.compile(r"^[\d.,]{1,9} (?:lượt (?:xem|đọc) )?(?=\D)", re.I)
_BY = re.compile(r"\b(?:by|bởi)\s.+", re.I)
_DATELINE = re.compile(r"(?:,|,?\sngày)\s?\d[^:]*$", re.I)  # Gò Sim, ngày 15/5/2024
_BETWEEN_NAMES = re.compile(r" [-–—] |, | và ")
_WEEKDAY = re.compile(r" ?[-–|] ?(?:thứ \w+|chủ nhật)$", re.I)  # Lê An-Thứ Sáu
# Kịch bản: Lê An. Các vai: ông Tấm, bà Hoa.
_CREDIT = re.compile(
    r"(?:kịch bản|biên kịch|tác giả|lời)(?: và \w+ \w+)?\s*:[^;:]{2,60}?(?<=\w\w)(?=[.;](?:\s|$))",
    re.I,
)
_PAGE = ("html", "body")
_SECTION_RELS = frozenset(("category", "tag"))
_MAX_ELEMENTS = 10  # of a line
_MAX_FROM_DATE = 2  # lines from a name with an icon to the date
_MAX_BEFORE_DATE = 1  # paragraphs, such as the lead
_MAX_BEFORE_CREDIT = 2  # lines of the body
_MAX_ABOVE = 2  # lines above the title that may name the author
_MAX_LINES_AT_TOP = 14  # lines of the body that may print the date or the author
_MAX_CREDIT = 3  # lines of a box with author and date
# What WordPress and its page builders call the box of author, section and date: entry-meta.
_POST_INFO = re.compile(r"(?:^|[\s_-])(?:post|entry)-?(?:info|meta)(?:$|\s)", re.I)
_MAX_AROUND = 4  # elements around a line, up to such a box


def byline_below_title(parts: PageParts) -> Finding[Byline] | None:
    """Find the byline in the layout's author element, or in the lines below the title."""
    author = parts.by_layout("author")
    if author is not None:
        byline = read_byline(author.value, marked=True)
        return Finding(byline, author.by) if byline is not None else None
    above = _signed_above(parts)
    if above is not None:
        return above
    lines, weak = parts.below_title, list[Finding[Byline]]()
    for position, line in enumerate(lines):
        byline = (
            _after_icon(lines, position)
            or _author_beside_date(line)
            or _below_label(lines, position)
        )
        is_marked = is_marked_author(line)
        if byline is None:
            byline = _with_unit_beside(read_line(line, marked=is_marked), line, lines, position)
            is_set_apart = (
                is_marked
                or links_to_author(line)
                or _is_person_below_avatar(line)
                or _is_full_name_beside_date(line, lines, position)
            )
            if byline is not None and not (byline.unit or byline.labelled or is_set_apart):
                continue
        if byline is not None:
            if is_marked:
                byline = _with_other_authors(byline, lines[position + 1 :])
            finding = Finding(byline, "a line below the title", line.element)
            if byline.author is not None and not is_desk(byline.author):
                return finding
            weak.append(finding)  # a person may be named below it
    return (
        _stated_and_shown(parts)
        or _credited_in_text(parts)
        or _editor_beside_date(lines)
        or next(iter(weak), None)
    )


def _below_label(lines: Sequence[Block], position: int) -> Byline | None:
    """Read a name below a line with its label, `Tác giả`."""
    label = next(iter(lines[:position][-1:]), None)
    if label is None or _BARE_LABEL.fullmatch(label.text) is None:
        return None
    byline = read_byline(lines[position].text, marked=True)
    return replace(byline, labelled=True) if byline is not None else None


def _after_icon(lines: Sequence[Block], position: int) -> Byline | None:
    """Read a name after the icon of a person, in the line of the date or in one near it."""
    words = name_after_icon(lines[position])
    beside = lines[max(position - _MAX_FROM_DATE, 0) : position + 1 + _MAX_FROM_DATE]
    if words is None or not any(date_line(line.text) for line in beside):
        return None
    byline = read_byline(words.strip(_EDGES), marked=True)
    if byline is None or byline.author is None:
        return None
    is_told = is_desk(byline.author) or may_be_person(byline.author)
    return byline if is_told else None


def _editor_beside_date(lines: Sequence[Block]) -> Finding[Byline] | None:
    """Find the editor whom a broadcaster names beside the date, instead of an author."""
    for position, line in enumerate(lines):
        byline = read_editor(line.text)
        beside = lines[max(position - 1, 0) : position + 2]
        if byline is not None and any(date_line(other.text) for other in beside):
            return Finding(byline, "the editor, beside the date", line.element)
    return None


def _credited_in_text(parts: PageParts) -> Finding[Byline] | None:
    """Find the author in the credits of a play or a song, which are the first line of its text."""
    for line in parts.inside[: _MAX_BEFORE_CREDIT + 1]:
        credit = _CREDIT.match(line.text)
        byline = read_byline(credit.group()) if credit is not None else None
        if byline is not None and byline.author is not None:
            return Finding(byline, "the credits that begin the text", line.element)
    return None


def _stated_and_shown(parts: PageParts) -> Finding[Byline] | None:
    """Return the authors whom the head states, if a line near the title or the end names them."""
    stated = stated_authors(parts.head)
    for line in (*parts.below_title, *parts.after) if stated else ():
        byline = read_byline(line.text, marked=True)
        names = _BETWEEN_NAMES.split((byline and byline.author) or "")
        if byline and (line.key in stated or stated.issuperset(map(comparable, names))):
            return Finding(byline, "a line that the head names as the author", line.element)
    return None


def stated_authors(head: Head) -> frozenset[str]:
    """Return the authors whom the head names, in their comparable form, without the site itself."""
    return frozenset(map(comparable, head.authors)) - set(map(comparable, head.site_names))


def _is_full_name_beside_date(line: Block, lines: Sequence[Block], position: int) -> bool:
    """Return whether a line has a full name and shares its box with the date before or after it.

    A name of two words may be that of a place; two such names are those of authors.
    """
    names = _BETWEEN_NAMES.split(line.text)
    is_told = is_full_name(line.text) or (len(names) > 1 and all(map(may_be_person, names)))
    if not is_told or line.link_share > 0:
        return False
    near = (*lines[max(position - 1, 0) : position], *lines[position + 1 : position + 2])
    return any(date_line(other.text) and line.box in other.path for other in near)


def _with_unit_beside(
    byline: Byline | None, line: Block, lines: Sequence[Block], position: int
) -> Byline | None:
    """Add the unit that the next line names, if `<br>` alone is between them."""
    following = [b for b in lines[position + 1 : position + 2] if b.element is line.element]
    return with_unit(byline, following) if byline is not None else None


def _is_person_below_avatar(line: Block) -> bool:
    """Return whether a line may be a person's name, and the picture before it is an author's."""
    return not line.link_chars and may_be_person(line.text) and is_below_avatar(line)


def _signed_above(parts: PageParts) -> Finding[Byline] | None:
    """Find a byline just above the title: with a label beside the date, below an avatar, or marked
    as an author in the box of the title.
    """
    if parts.title is None or parts.title.index == 0:
        return None
    for line in parts.blocks[max(0, parts.title.index - _MAX_ABOVE) : parts.title.index]:
        is_in_box = parts.title.box in line.path and parts.title.box.tag not in _PAGE
        if is_in_box and is_marked_author(line):
            byline = read_line(line, marked=True)
            if byline is not None and byline.author is not None:
                return Finding(byline, "a line above the title", line.element)
    line = parts.blocks[parts.title.index - 1]
    byline = _author_beside_date(line)
    if (byline is None or not byline.labelled) and _is_person_below_avatar(line):
        byline = read_byline(line.text)
    elif byline is None or not byline.labelled:
        return None
    return Finding(byline, "the line above the title", line.element) if byline else None


def _with_other_authors(first: Byline, following: Sequence[Block]) -> Byline:
    """Add the authors of the next lines, if each is marked as an author like the first."""
    read = (read_byline(b.text, marked=True) for b in takewhile(is_marked_author, following))
    others = [byline for byline in takewhile(lambda byline: byline is not None, read) if byline]
    if first.unit or any(byline.unit for byline in others):
        return first
    signed = [first, *(byline for byline in others if byline.author != first.author)]
    return Byline(
        "\n".join(byline.raw for byline in signed),
        ", ".join(byline.author for byline in signed if byline.author),
    )


def _labelled_beside_date(line: Block) -> Byline | None:
    """Read the author of a line with more words: `1/5/2024 Bài viết của Lê An`."""
    text = _POSTED.sub("", line.text)
    dates = find_dates(text) if len(text) <= MAX_LENGTH else []
    if len(dates) != 1:
        return None
    beside = f"{text[: dates[0].start].strip(_EDGES)} | {text[dates[0].end :].strip(_EDGES)}"
    whole = read_byline(beside.replace("|", "").strip(_EDGES))
    for byline in (whole, *map(read_byline, labelled_values(beside))):
        if byline is not None and byline.labelled and byline.author is not None:
            return byline
    return whole if whole is not None and whole.labelled else None


def _in_element_beside_date(line: Block) -> Byline | None:
    """Read the author of a line in which one element has the name, and another one the date."""
    if len(line.text) > MAX_LENGTH:
        return None
    links = islice(filter(leads_to_author, line.element.iter("a")), _MAX_ELEMENTS)
    names = [clean(link.text_content()) for link in links]
    if names:
        return read_byline(", ".join(dict.fromkeys(names)), marked=True)
    texts = [clean(child.text_content()) for child in islice(line.element, _MAX_ELEMENTS)]
    if not any(map(is_only_date, texts)):
        return None
    for child, byline in zip(
        islice(line.element, _MAX_ELEMENTS), map(read_byline, texts), strict=True
    ):
        if byline is None:
            continue
        name = byline.author or ""
        if not byline.labelled and _is_link_to_section(name, line):
            continue
        is_told = is_full_name(name) if _is_link_elsewhere(child) else may_be_person(name)
        if byline.labelled or (" " in name and is_told):  # PDF is a button
            return byline
    return None


def _is_link_to_section(name: str, line: Block) -> bool:
    """Return whether a name beside the date is a link to a section: by its `rel`, or as a short one
    whose address is that of no author.
    """
    links = islice(line.element.iter("a"), _MAX_ELEMENTS) if name and line.link_chars else ()
    link = next((a for a in links if clean(a.text_content()).strip(_EDGES) == name), None)
    if link is None:
        return False
    rel = link.get("rel", "").lower().split()
    if not _SECTION_RELS.isdisjoint(rel):
        return True
    return not (leads_to_author(link) or "author" in rel or is_full_name(name))


def _is_link_elsewhere(element: HtmlElement) -> bool:
    """Return whether an element is a link, or has one, that may lead to a section."""
    link = next(element.iter("a"), None)
    return link is not None and not leads_to_author(link)


def is_date_or_author_on_top(line: Block, inside: Sequence[Block]) -> bool:
    """Return whether a line prints the date, or the author, at the top of the body `inside`."""
    position = line.index - inside[0].index
    if position >= _MAX_LINES_AT_TOP or (line.after_image and not is_below_avatar(line)):
        return False
    paragraphs = sum(b.is_prose for b in inside if b.index < line.index)
    if any(map(date_line, {line.text, without_buttons(line)})):
        return _is_own_date(line, paragraphs)
    if paragraphs == 0 and _is_in_post_info(line, inside):
        return True
    byline = read_byline(line.text)
    if byline is None:
        return False
    beside = inside[max(0, position - 1) : position + 2]
    dates = [block for block in beside if date_line(block.text)]
    is_beside_date = may_be_person(byline.author or "") and bool(dates)
    is_certain = byline.unit or byline.labelled or is_marked_author(line) or is_beside_date
    is_in_credit = is_beside_date and _is_box_of_few(line, dates, inside)
    after_lead = paragraphs == 1 and (byline.labelled or is_in_credit)
    return bool(is_certain) and (paragraphs == 0 or after_lead)


def _is_in_post_info(line: Block, inside: Sequence[Block]) -> bool:
    """Return whether the class of a box says that it informs about the article, as its lines do.

    One of them is the date, and none is a paragraph.
    """
    for box in line.path[-_MAX_AROUND:]:
        if _POST_INFO.search(box.get("class", "")):
            lines = [block for block in inside if box in block.path]
            is_dated = any(date_line(block.text) for block in lines)
            return is_dated and not any(block.is_prose for block in lines)
    return False


def _is_box_of_few(line: Block, dates: Sequence[Block], inside: Sequence[Block]) -> bool:
    """Return whether a name and a date beside it are in a box of their own, with little else."""
    shared = (box for box in (line.element, line.box) if any(box in date.path for date in dates))
    return any(sum(box in block.path for block in inside) <= _MAX_CREDIT for box in shared)


def _is_own_date(line: Block, paragraphs: int) -> bool:
    """Return whether a line with a date prints that of the article, after so many paragraphs."""
    if line.text.endswith(":"):
        return False
    if line.tag == "tr" or line.strong or line.tag in HEADINGS:
        return paragraphs == 0
    return paragraphs <= _MAX_BEFORE_DATE


def _author_beside_date(line: Block) -> Byline | None:
    """Read the author of a line such as `Linh Thư 10/10/2024 14:28` or `PV - 10:24, 24/11/2020`."""
    beside = beside_date(_POSTED.sub("", without_buttons(line)))
    byline = None
    if beside is not None:
        byline = _before_or_after_date(line, beside) or _among_bars(beside)
    if byline is not None and not byline.labelled:
        names = _BETWEEN_NAMES.split(byline.author or "")
        if any(_is_link_to_section(name, line) for name in names):
            return None
    if byline is not None and byline.author is None:  # Biên tập: Lê An | Tác giả: Hà Tâm
        return _labelled_beside_date(line) or byline
    if byline is None and (beside is None or without_labels(beside)):
        return _labelled_beside_date(line) or _in_element_beside_date(line)
    return byline


def _among_bars(beside: str) -> Byline | None:
    """Read the only name between the bars of a line: `Dân vận | Lê An | 14/05/2024`."""
    pieces = _BARS.split(beside.strip(_EDGES))
    bylines = filter(None, map(read_byline, pieces if len(pieces) > 1 else ()))
    names = [b for b in bylines if b.author and " " in b.author and may_be_person(b.author)]
    return names[0] if len(names) == 1 else None


def _before_or_after_date(line: Block, beside: str) -> Byline | None:
    """Read the author of what is beside the date of a line."""
    for noise in (_COUNTER_BEFORE, COUNTER, _SHARE_BAR, _WEEKDAY, _PREPOSITION):
        beside = noise.sub("", beside)
    byline = read_byline(beside)
    by = _BY.search(beside)
    if byline is None and by is not None:  # Posted on 25/08/2019 by Lê An
        byline = read_byline(by.group())
    if byline is None and " - " in beside:  # Thời sự - Hồng Phúc - 20:57, ...
        byline = read_byline(beside.split(" - ")[-1])
    if byline is None or byline.labelled or byline.unit or byline.author is None:
        return byline
    begins = line.text.startswith(byline.author)
    is_dateline = begins and _DATELINE.match(line.text, len(byline.author)) is not None
    if is_dateline and not is_full_name(byline.author):
        return None  # a place
    return byline if may_be_person(byline.author) or is_desk(byline.author) else None
