"""Where a page prints the byline of its article: at the end of the text, or below the title."""

import re
from collections.abc import Sequence
from itertools import takewhile
from typing import NamedTuple

from extraction.blocks import HEADINGS, Block
from extraction.boilerplate import (
    is_chrome,
    is_comment_heading,
    is_prose,
    is_related_heading,
    leads_to_author,
)
from extraction.bylines import MAX_LENGTH, Byline, is_source, read_byline, read_unit
from extraction.cutting import prose_chars, set_like
from extraction.dates import beside_date, date_line
from extraction.findings import CutLine, Finding
from extraction.parts import PageParts
from extraction.text import comparable

_AUTHOR_CLASS = re.compile(r"author|tac-?gia|byline|nguoi-?viet|pen-?name|but-?danh|source", re.I)
_AUTHOR_BOX = re.compile(r"author|tac-?gia|byline", re.I)
_RIGHT = re.compile(r"text-align\s*:\s*(?:right|end)", re.I)
_END_MARK = re.compile(r"\./\.[”\"]?$")
_SHARE_BAR = re.compile(r"(?: (?:Chia sẻ|Facebook|Zalo|Twitter|In bài|Bản in)){1,6}$")
_COUNTER = re.compile(
    r" ?[|•·-]? ?(?:(?:số )?(?:lượt|đã) (?:xem|đọc)\b.{0,40}"
    r"|(?<![\d.,])[\d.,]{1,12} (?:lượt|views?)\b.{0,20})$",
    re.I,
)
_PREPOSITION = re.compile(  # Đăng bởi Lê An lúc 08:30; Lê An • Posted on ...
    r"(?: (?:lúc|ngày|vào)){1,2}$|(?: [•|·–-])?(?: (?:posted|published))(?: on)?$", re.I
)
_WEEKDAY = re.compile(r" ?[-–|] ?(?:thứ \w+|chủ nhật)$", re.I)  # Lê An-Thứ Sáu
_REFERENCE = re.compile(r"[(\[]\d{1,2}[)\]]\s*\w")  # (1) Hồ Chí Minh: Toàn tập, t. 6, tr. 234
_AGENCY_TAG = re.compile(r"[(\[]?[A-ZĐ]{2,6}[)\]]?\s*[-–]\s")  # (KGO) -
# Share of the text after a byline; a line with more text after it is not one.
_MAX_SHARE_AFTER = 0.15
_EVENT = re.compile(
    r"\W*(?:thời (?:gian|hạn|điểm)|địa điểm|hạn|lịch|khai mạc|bế mạc|bắt đầu|kết thúc|từ|đến|vào"
    r"|dự kiến|ngày (?!đăng|cập nhật|xuất bản|gửi|tạo|viết)[^\W\d]+[^:\d]{0,20}:)",
    re.I,
)
_DATED_HEADING = re.compile(r"\d{4}\s*:\s*[^\W\d]")  # Ngày 20/5/2024: khai mạc hội thi
_MIN_FULL_NAME = 3  # words
_MAX_BEFORE_DATE = 1  # paragraphs, such as the lead
_MAX_LINES_AT_TOP = 14  # lines of the body that may print the date or the author

_CUT_AFTER_END = "after the byline, the source or the mark that ends the article"

BylineFinding = Finding[Byline]


class End(NamedTuple):
    """The end of an article."""

    lines: Sequence[Block]
    """The lines of the article without the byline and what follows it."""
    byline: BylineFinding | None = None
    cuts: tuple[CutLine, ...] = ()


def read_end(lines: Sequence[Block], after: Sequence[Block]) -> End:
    """Find the byline at the end of the lines of an article, and cut what follows it.

    `after` are the first lines after the body, which may hold the byline, too. Without a byline,
    the lines after a source or an end mark (`./.`) are cut.
    """
    signed, end = _last_byline(lines)
    if signed is not None:
        return signed
    byline = _byline_after(after)
    if byline is None and end is None and len(lines) > 1:
        last = lines[-1]
        unit = read_unit(last.text) if _is_set_apart(last) and not last.after_image else None
        if unit is not None and last.tag not in HEADINGS:
            by = "the last line of the text, a unit"
            return End(lines[:-1], Finding(Byline(last.text, None, unit), by, last.element))
    return _end_at(lines, byline, len(lines) if end is None else end)


def _last_byline(lines: Sequence[Block]) -> tuple[End | None, int | None]:
    """Return the end of lines that have a byline; else the position of a source or an end mark."""
    total = prose_chars(lines) or 1
    is_set_like_text = set_like(lines)
    prose_left, chars_left = sum(map(is_prose, lines)), prose_chars(lines)
    end = None
    for position, line in enumerate(lines):
        if is_prose(line):
            prose_left, chars_left = prose_left - 1, chars_left - len(line.text)
        little_left = chars_left <= _MAX_SHARE_AFTER * total
        if end is None and little_left and _END_MARK.search(line.text):
            end = position + 1
        if line.after_image or position == 0 or is_prose(line) or line.tag in HEADINGS:
            continue
        if _is_quoted(line, lines[0]):
            continue
        if is_related_heading(line.text):
            continue
        if little_left and is_source(line.text):
            return None, position if end is None else end
        apart = _is_set_apart(line) or not is_set_like_text(line)
        if little_left or (apart and prose_left <= 1):  # one paragraph may be a teaser
            byline = _read(line, marked=_is_set_apart(line))
            if byline is not None:
                return _signed_at(lines, position, byline), end
    return None, end


def _read(line: Block, *, marked: bool) -> Byline | None:
    """Read the byline of a line that may have a counter after it."""
    return read_byline(_COUNTER.sub("", line.text), marked=marked)


def _is_quoted(line: Block, first: Block) -> bool:
    """Return whether a line is in a quotation, which names whom it quotes."""
    return any(e.tag == "blockquote" and e not in first.path for e in line.path)


def _signed_at(lines: Sequence[Block], position: int, byline: Byline) -> End:
    line, following = lines[position], lines[position + 1 :]
    byline = _with_unit(byline, following)
    if _is_text_continued(lines, position):
        by = "a line before the last paragraphs"
        return End([*lines[:position], *following], Finding(byline, by, line.element))
    by = "the last line of the text"
    return _end_at(lines, Finding(byline, by, line.element), position + 1, position)


def _end_at(
    lines: Sequence[Block], byline: BylineFinding | None, end: int, text_end: int | None = None
) -> End:
    """Cut the lines from `end` on, but not the numbered references of a magazine's article."""
    references, cuts = [], []
    for line in lines[end:]:
        if _REFERENCE.match(line.text) and not line.link_chars:
            references.append(line)
        else:
            cuts.append((line, _CUT_AFTER_END))
    return End([*lines[: end if text_end is None else text_end], *references], byline, tuple(cuts))


def _is_text_continued(lines: Sequence[Block], position: int) -> bool:
    """Return whether only paragraphs of the article follow a byline.

    A reader's letter, for example, is signed and followed by the answer. The teaser of another
    article has a link, a heading or the tag of a newspaper.
    """
    left, parent = lines[position + 1 :], lines[position].element.getparent()
    is_set_like_text = set_like(lines[:position])
    return bool(left) and all(
        is_prose(line)
        and is_set_like_text(line)
        and line.element.getparent() is parent
        and not line.link_chars
        and not _AGENCY_TAG.match(line.text)
        for line in left
    )


def _byline_after(after: Sequence[Block]) -> BylineFinding | None:
    """Find a byline outside the body; only a list of links or dates may be before it."""
    for position, line in enumerate(after):
        linked = line.link_chars and not _links_to_author(line)
        if not (linked or line.tag in HEADINGS or _is_label(line)):
            byline = _read(line, marked=_is_set_apart(line))
            if byline is not None:
                byline = _with_unit(byline, after[position + 1 :])
                return Finding(byline, "a line after the body", line.element)
        is_listed = line.link_share >= 0.5 or _is_label(line)
        if is_comment_heading(line.text) or not (is_listed or date_line(line.text)):
            return None
    return None


def byline_below_title(parts: PageParts) -> BylineFinding | None:
    """Find the byline in the layout's author element, or in the lines below the title."""
    author = parts.by_layout("author")
    if author is not None:
        byline = read_byline(author.value, marked=True)
        return Finding(byline, author.by) if byline is not None else None
    above = _signed_above(parts)
    if above is not None:
        return above
    lines = parts.below_title
    for position, line in enumerate(lines):
        byline = _author_beside_date(line)
        is_marked = is_marked_author(line)
        if byline is None:
            byline = _read(line, marked=is_marked)
            is_set_apart = is_marked or _is_full_name_beside_date(line, lines, position)
            if byline is not None and not (byline.unit or byline.labelled or is_set_apart):
                continue
        if byline is not None:
            if is_marked:
                byline = _with_other_authors(byline, lines[position + 1 :])
            return Finding(byline, "a line below the title", line.element)
    return _stated_and_shown(parts)


def _stated_and_shown(parts: PageParts) -> BylineFinding | None:
    """Return the author whom the head states, if a line near the title or the end has that name."""
    stated = set(map(comparable, parts.head.authors))
    for line in (*parts.below_title, *parts.after):
        if line.key in stated:
            byline = read_byline(line.text, marked=True)
            if byline is not None:
                return Finding(byline, "a line that the head names as the author", line.element)
    return None


def _is_full_name_beside_date(line: Block, lines: Sequence[Block], position: int) -> bool:
    """Return whether a line has a full name and shares its box with the date before or after it.

    A name of two words may be that of a place.
    """
    if len(line.key.split()) < _MIN_FULL_NAME or line.link_share > 0:
        return False
    near = (*lines[max(position - 1, 0) : position], *lines[position + 1 : position + 2])
    return any(date_line(other.text) and line.path[-2] in other.path for other in near)


def _signed_above(parts: PageParts) -> BylineFinding | None:
    """Find a byline with a label in the date line just above the title."""
    if parts.title is None or parts.title.index == 0:
        return None
    line = parts.blocks[parts.title.index - 1]
    byline = _author_beside_date(line)
    if byline is None or not byline.labelled:
        return None
    return Finding(byline, "the line above the title", line.element)


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


def is_date_or_author_on_top(line: Block, inside: Sequence[Block]) -> bool:
    """Return whether a line prints the date, or the author, at the top of the body `inside`."""
    position = line.index - inside[0].index
    if position >= _MAX_LINES_AT_TOP or line.after_image:
        return False
    paragraphs = sum(is_prose(b) for b in inside if b.index < line.index)
    if date_line(line.text) is not None:
        return _is_own_date(line, paragraphs)
    byline = read_byline(line.text)
    if byline is None:
        return False
    beside = inside[max(0, position - 1) : position + 2]
    is_certain = (
        byline.unit
        or byline.labelled
        or is_marked_author(line)
        or any(date_line(block.text) for block in beside)
    )
    after_lead = byline.labelled and paragraphs == 1
    return bool(is_certain) and (paragraphs == 0 or after_lead)


def _is_own_date(line: Block, paragraphs: int) -> bool:
    """Return whether a line with a date prints that of the article, after so many paragraphs."""
    if line.text.endswith(":") or _EVENT.match(line.text) or _DATED_HEADING.search(line.text):
        return False
    if line.tag == "tr" or line.strong or line.tag in HEADINGS:
        return paragraphs == 0
    return paragraphs <= _MAX_BEFORE_DATE


def is_marked_author(line: Block) -> bool:
    """Return whether the class of a line's element, or of its box, calls it an author."""
    if len(line.text) > MAX_LENGTH:
        return False
    if any(_AUTHOR_CLASS.search(box.get("class", "")) for box in line.path[-3:-1]):
        return True
    return _AUTHOR_CLASS.search(line.names) is not None


def _author_beside_date(line: Block) -> Byline | None:
    """Read the author of a line such as `Linh Thư 10/10/2024 14:28` or `PV - 10:24, 24/11/2020`."""
    beside = beside_date(line.text)
    if beside is None:
        return None
    for noise in (_COUNTER, _SHARE_BAR, _WEEKDAY, _PREPOSITION):
        beside = noise.sub("", beside)
    byline = read_byline(beside)
    if byline is None and " - " in beside:  # Thời sự - Hồng Phúc - 20:57, ...
        byline = read_byline(beside.split(" - ")[-1])
    return byline


def _with_unit(byline: Byline, following: Sequence[Block]) -> Byline:
    """Add the unit that the next line names."""
    unit = read_unit(following[0].text) if following and not byline.unit else None
    if unit is None:
        return byline
    return Byline(f"{byline.raw}\n{following[0].text}", byline.author, unit)


def _is_label(line: Block) -> bool:
    return is_related_heading(line.text) or is_chrome(line.text)


def _is_set_apart(line: Block) -> bool:
    """Return whether a line is bold, in italics, right-aligned, or marked as an author."""
    element = line.element
    names = element.get("class", "")
    return bool(
        line.strong
        or line.emphasised
        or element.get("align") == "right"
        or _RIGHT.search(element.get("style", ""))
        or _AUTHOR_CLASS.search(names)
        or "right" in names
    )


def _links_to_author(line: Block) -> bool:
    """Return whether a link leads to the other articles of an author; a tag may be a name, too."""
    in_box = any(_AUTHOR_BOX.search(box.get("class", "")) for box in line.path[-3:])
    return in_box or leads_to_author(line)
