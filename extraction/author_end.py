"""Where the text of an article ends, and who signs it there."""

import re
from collections.abc import Callable, Sequence, Set
from dataclasses import replace
from itertools import islice, pairwise, takewhile
from typing import NamedTuple

from extraction.author_marks import (
    is_marked_or_right,
    is_set_apart,
    links_to_author,
    read_line,
    with_unit,
)
from extraction.block import HEADINGS, Block
from extraction.boilerplate import (
    is_chrome,
    is_comment_heading,
    is_related_heading,
    is_title_link,
)
from extraction.bylines import (
    Byline,
    is_labelled,
    is_source,
    names_comrade,
    read_byline,
    read_unit,
    signs_text,
)
from extraction.dates import date_line
from extraction.findings import CutLine, Finding
from extraction.markup import CELLS
from extraction.names import (
    has_family_name,
    is_full_name,
    is_row_of_signature,
    may_be_person,
    signs_for_office,
)
from extraction.paging import is_pager
from extraction.setting import prose_chars, set_like, signature
from extraction.text import clean

_END_MARK = re.compile(r"\./\.[”\"]?$")
_REFERENCE = re.compile(
    r"[(\[]\d{1,2}[)\]][.:]?\s*[\w“\"]"
)  # (1) Hồ Chí Minh: Toàn tập, t. 6, tr. 234
_NUMBER_OR_MARK = re.compile(r"(?:[(\[]?\d{1,2}[)\].:]?|\*{1,3}|[¹²³⁴-⁹]|[-–+])\s*\w")
_HEADING_OF_REFERENCES = re.compile(
    r"(?:(?:các )?(?:chú thích|ghi chú|tài liệu (?:tham khảo|trích dẫn)|trích dẫn)"
    r"|nguồn (?:tham khảo|trích dẫn))\s?[:.]?",
    re.I,
)
_AGENCY_TAG = re.compile(r"[(\[]?[A-ZĐ]{2,6}[)\]]?\s*[-–]\s")  # (KGO) -
# Share of the text after a byline; a line with more text after it is not one.
_MAX_SHARE_AFTER = 0.15
_BEFORE_POST = re.compile(r"[-–•+\s]*([^,(:–-]{1,60})")  # Lò Văn Tấm, trưởng thôn
_MIN_BRIEFS = 2
_MAX_CREDITS = 4  # lines
_SET_APART = ("b", "strong", "em", "i")
_MAX_SET_APART = 50  # elements of a paragraph
_SENTENCE_ENDS = (".", "!", "?", "…", "”")
_OPENING, _CLOSING = ("“", '"'), ("”", '"')  # quotation marks
_MAX_OPINION = 40  # lines from one of several speakers to the next
_MIN_SUBHEADING = 3  # words in capitals; fewer may be a name
_LIST_ITEMS = ("li", "dt", "dd")
_CUT_AFTER_END = "after the byline, the source or the mark that ends the article"

BylineFinding = Finding[Byline]


class End(NamedTuple):
    """The end of an article."""

    lines: Sequence[Block]
    """The lines of the article without the byline and what follows it."""
    byline: BylineFinding | None = None
    cuts: tuple[CutLine, ...] = ()


def read_end(lines: Sequence[Block], after: Sequence[Block], stated: Set[str]) -> End:
    """Find the byline at the end of the lines of an article, and cut what follows it.

    `after` are the first lines after the body, which may hold the byline, too. `stated` are the
    authors whom the head of the page names, in their comparable form. Without a byline, the lines
    after a source or an end mark (`./.`) are cut. Nothing is cut from a letter or an announcement
    that an office signs, and it has no author. Each of several briefs may have a byline.
    """
    briefs = _end_of_briefs(lines)
    if briefs is not None:
        return briefs
    signed, end = _last_byline(lines, after, stated)
    if signed is None:
        signed = _signed_in_paragraph(lines)
    if signed is not None:
        return signed
    byline = _byline_after(after, stated, lines[-1:])
    if byline is None and end is None and len(lines) > 1:
        last = lines[-1]
        unit = read_unit(last.text) if is_set_apart(last) and not last.after_image else None
        if unit is not None and last.tag not in HEADINGS:
            by = "the last line of the text, a unit"
            return End(lines[:-1], Finding(Byline(last.text, None, unit), by, last.element))
    return _end_at(lines, byline, len(lines) if end is None else end)


def _end_of_briefs(lines: Sequence[Block]) -> End | None:
    """Return the end of several briefs, each with a heading and a byline; None for other texts.

    Their bylines are set alike, and the last one ends the text.
    """
    if len(lines) < 2 * _MIN_BRIEFS or lines[-1].is_prose or not is_marked_or_right(lines[-1]):
        return None
    form, signed = signature(lines[-1]), dict[int, Byline]()
    for before, line, following in zip(lines, lines[1:], [*lines[2:], None], strict=False):
        is_end = following is None or _is_heading(following)
        if not (is_end and before.is_prose and signature(line) == form):
            continue
        byline = read_line(line, marked=True) if is_marked_or_right(line) else None
        if byline is not None and byline.author is not None and not line.after_image:
            signed[line.index] = byline
    if len(signed) < _MIN_BRIEFS or lines[-1].index not in signed:
        return None
    authors = dict.fromkeys(byline.author for byline in signed.values() if byline.author)
    raws = dict.fromkeys(byline.raw for byline in signed.values())
    units = {byline.unit for byline in signed.values()}
    unit = units.pop() if len(units) == 1 else None
    byline = Byline("\n".join(raws), ", ".join(authors), unit)
    by = "the last lines of several briefs"
    left = [line for line in lines if line.index not in signed]
    return End(left, Finding(byline, by, lines[-1].element))


def _is_heading(line: Block) -> bool:
    """Return whether a line is a heading, or a short line in bold."""
    return not line.is_prose and not line.link_chars and (line.tag in HEADINGS or line.strong)


def _last_byline(
    lines: Sequence[Block], after: Sequence[Block], stated: Set[str]
) -> tuple[End | None, int | None]:
    """Return the end of lines that have a byline; else the position of a source or an end mark."""
    total = prose_chars(lines) or 1
    is_set_like_text = set_like(lines)
    prose_left, chars_left = sum(b.is_prose for b in lines), prose_chars(lines)
    last_text = _last_above_signature([*lines, *after[:1]], total, is_set_like_text)
    end = None
    for position, line in enumerate(lines):
        if line.is_prose:
            prose_left, chars_left = prose_left - 1, chars_left - len(line.text)
        little_left = chars_left <= _MAX_SHARE_AFTER * total
        if end is None and little_left and _END_MARK.search(line.text):
            end = position + 1
        if little_left and is_row_of_signature(line.text):
            return End(lines), None
        if position == 0 or line.is_prose or line.tag in HEADINGS:
            continue
        if not (little_left or prose_left <= 1):
            continue
        if line.after_image and not _is_no_caption(line, stated):
            continue
        is_text = end is None and _is_above_text(lines, position, last_text, is_set_like_text)
        if little_left and signs_for_office(line.text) and not is_text:
            return End(lines), None
        if _is_quoted(line, lines[0]) or is_related_heading(line.text):
            continue
        if little_left and is_source(line.text):
            if is_text or _is_below_table(lines, position, is_set_like_text):
                continue
            return None, position if end is None else end
        apart = is_set_apart(line) or not is_set_like_text(line)
        if little_left or (apart and prose_left <= 1):  # one paragraph may be a teaser
            byline = _read_signature(lines, position, stated)
            if byline is not None and (not is_text or _is_told(line, stated)):
                byline = _author_of_credits(byline, lines[position + 1 :])
                return _signed_at(lines, position, byline), end
    return None, end


def _is_told(line: Block, stated: Set[str]) -> bool:
    return is_labelled(line.text) or line.key in stated or links_to_author(line)


def _last_above_signature(
    lines: Sequence[Block], total: int, is_set_like_text: Callable[[Block], bool]
) -> int:
    """Return the position of the last paragraph above who certainly signs the text; -1 if nobody.

    A name above that paragraph does not sign: it is a subheading, or that of who speaks below it.
    """
    is_signed, chars_below, prose_below = False, 0, 0
    for position in range(len(lines) - 1, 0, -1):
        line = lines[position]
        if not line.is_prose:
            is_signed = is_signed or _is_certain_signature(line)
        elif is_signed and is_set_like_text(line):
            return position
        else:
            chars_below, prose_below = chars_below + len(line.text), prose_below + 1
            if chars_below > _MAX_SHARE_AFTER * total and prose_below > 1:
                break
    return -1


def _is_certain_signature(line: Block) -> bool:
    """Return whether a line that is marked, on the right or labelled for a text signs the text."""
    if line.after_image or not is_marked_or_right(line):
        return signs_text(line.text)
    is_byline = read_line(line, marked=True) is not None
    return is_byline or is_source(line.text) or signs_for_office(line.text)


def _is_above_text(
    lines: Sequence[Block],
    position: int,
    last_text: int,
    is_set_like_text: Callable[[Block], bool],
) -> bool:
    """Return whether a line near the end is text: the text goes on below it up to the byline.

    Or it is a subheading in capitals, or it names who says the quotation below it, or is one of
    several speakers.
    """
    line, below = lines[position], lines[position + 1 : position + 3]
    if is_marked_or_right(line):
        return _is_signed_below(lines, position, is_set_like_text)
    if position < last_text:
        return True
    paragraph = next((b for b in below if b.is_prose), None)
    if paragraph is None or not is_set_like_text(paragraph):
        return False
    is_in_capitals = line.text.isupper() and len(line.text.split()) >= _MIN_SUBHEADING
    is_above = paragraph is below[0] and (is_in_capitals or _is_one_of_speakers(lines, position))
    return is_above or _is_quotation(paragraph.text)


def _is_signed_below(
    lines: Sequence[Block], position: int, is_set_like_text: Callable[[Block], bool]
) -> bool:
    """Return whether a name on the right is that of whom the text quotes above it, such as a poet.

    The text goes on below it, up to another name on the right, which signs.
    """
    above = lines[position - 1]
    if above.is_prose and is_set_like_text(above) and not above.emphasised:
        return False
    rest = islice(lines, position + 1, None)
    text = list(takewhile(lambda line: line.is_prose, rest))
    end = next(islice(lines, position + 1 + len(text), None), None)
    if end is None or end.after_image or not is_marked_or_right(end):
        return False
    byline = read_line(end, marked=True)
    is_name = byline is not None and byline.author is not None
    return is_name and _goes_on(text, lines[position], is_set_like_text)


def _is_one_of_speakers(lines: Sequence[Block], position: int) -> bool:
    """Return whether a line is set like a bold name above a paragraph: each says who speaks.

    Such as in a text of several opinions.
    """
    form = signature(lines[position])
    return any(
        other.strong
        and signature(other) == form
        and not other.is_prose
        and below.is_prose
        and read_byline(other.text) is not None
        for other, below in pairwise(lines[max(0, position - _MAX_OPINION) : position])
    )


def _is_below_table(
    lines: Sequence[Block], position: int, is_set_like_text: Callable[[Block], bool]
) -> bool:
    """Return whether a line is between a table, whose source it names, and a paragraph."""
    below = lines[position + 1 : position + 2]
    return lines[position - 1].tag == "tr" and any(
        line.is_prose and is_set_like_text(line) for line in below
    )


def _is_quotation(text: str) -> bool:
    """Return whether a paragraph is a quotation from its start to its end."""
    return text.startswith(_OPENING) and text.rstrip(" .!?…").endswith(_CLOSING)


def _is_no_caption(line: Block, stated: Set[str]) -> bool:
    return line.key in stated or links_to_author(line) or signs_text(line.text)


def _read_signature(lines: Sequence[Block], position: int, stated: Set[str]) -> Byline | None:
    """Read the byline of a line that signs the lines before it, and is not one of a list."""
    line, before = lines[position], lines[position - 1]
    byline = read_line(line, marked=is_set_apart(line))
    if byline is None or line.key in stated:
        return byline
    labelled = byline.labelled or is_labelled(f"{before.text} {line.text}")
    if (before.text.endswith(":") and not labelled) or _is_in_list_or_table(line, lines[0]):
        return None
    following = lines[position + 1 : position + 2]
    if names_comrade(line.text) and any(names_comrade(b.text) for b in (before, *following)):
        return None
    if labelled or byline.unit or byline.author is None or is_marked_or_right(line):
        return byline
    if any(map(_begins_with_name, (before, *following))):
        return None  # one of several names
    is_person = has_family_name if any(b.is_prose for b in following) else may_be_person
    return byline if is_person(byline.author) else None


def _author_of_credits(first: Byline, following: Sequence[Block]) -> Byline:
    """Return the byline with the author of several credits, of which the first may be a designer's.

    Such as `Trình bày: ...`, `Ảnh: ...`, `Nội dung: ...`.
    """
    if first.author is not None or first.unit is not None:
        return first
    others = (read_byline(line.text) for line in islice(following, _MAX_CREDITS))
    return next((b for b in others if b is not None and b.labelled and b.author), first)


def _begins_with_name(line: Block) -> bool:
    """Return whether a line is a name without a label, and perhaps a post or a place after it."""
    if line.is_prose:
        return False
    name = _BEFORE_POST.match(line.text)
    byline = read_byline(name[1]) if name is not None else None
    return byline is not None and not byline.labelled


def _is_in_list_or_table(line: Block, first: Block) -> bool:
    """Return whether a line is in a list, or in a row or table that holds only a part of the text.

    `first` is the first line of the text: a table around all of it lays out the page.
    """
    inside = [element for element in line.path if element not in first.path]
    if line.tag == "tr" or any(element.tag in _LIST_ITEMS for element in inside):
        return True
    table = next((element for element in inside if element.tag == "table"), None)
    return table is not None and len(list(islice(table.iter(*CELLS), 2))) > 1


def _is_quoted(line: Block, first: Block) -> bool:
    """Return whether a line is in a quotation, which names whom it quotes."""
    return any(e.tag == "blockquote" and e not in first.path for e in line.path)


def _signed_at(lines: Sequence[Block], position: int, byline: Byline) -> End:
    line, following = lines[position], lines[position + 1 :]
    byline = with_unit(byline, following)
    above = _with_unit_above(byline, line, lines[position - 1])
    start = position if above is byline else position - 1
    if _is_text_continued(lines, position):
        by = "a line before the last paragraphs"
        return End([*lines[:start], *following], Finding(above, by, line.element))
    by = "the last line of the text"
    return _end_at(lines, Finding(above, by, line.element), position + 1, start)


def _end_at(
    lines: Sequence[Block], byline: BylineFinding | None, end: int, text_end: int | None = None
) -> End:
    """Cut the lines from `end` on, but not the references of a magazine's article."""
    references, cuts = list[Block](), []
    is_headed = False
    for line in lines[end:]:
        is_heading = _HEADING_OF_REFERENCES.fullmatch(line.text) is not None
        is_headed = is_headed or is_heading
        if is_heading or _is_reference(line, headed=is_headed):
            references.append(line)
        else:
            cuts.append((line, _CUT_AFTER_END))
    return End([*lines[: end if text_end is None else text_end], *references], byline, tuple(cuts))


def _is_reference(line: Block, *, headed: bool) -> bool:
    """Return whether a line is a numbered reference; its number may link to its place in the text.

    Below a heading of references, other numbers and signs count, too.
    """
    mark = (_NUMBER_OR_MARK if headed else _REFERENCE).match(line.text)
    return mark is not None and line.link_chars < len(mark.group())


def _is_text_continued(lines: Sequence[Block], position: int) -> bool:
    """Return whether only paragraphs of the article follow a byline.

    A reader's letter, for example, is signed and followed by the answer. The teaser of another
    article has a link, a heading or the tag of a newspaper.
    """
    return _goes_on(lines[position + 1 :], lines[position], set_like(lines[:position]))


def _goes_on(left: Sequence[Block], name: Block, is_set_like_text: Callable[[Block], bool]) -> bool:
    """Return whether lines below a name are only paragraphs of the article."""
    parent = name.element.getparent()
    return bool(left) and all(
        line.is_prose
        and is_set_like_text(line)
        and line.element.getparent() is parent
        and not line.link_chars
        and not _AGENCY_TAG.match(line.text)
        for line in left
    )


def _signed_in_paragraph(lines: Sequence[Block]) -> End | None:
    """Return the end of a text whose last paragraph ends with the byline: `... kênh. <b>Lê An</b>`.

    The name is set apart in bold or italics, after the end of a sentence.
    """
    last = lines[-1] if lines else None
    if last is None or not last.is_prose or last.strong:
        return None
    for element in islice(last.element.iter(*_SET_APART), _MAX_SET_APART):
        name = clean(element.text_content())
        text = last.text.removesuffix(name).rstrip()
        if not name or text == last.text or not text.endswith(_SENTENCE_ENDS):
            continue
        byline = read_byline(name.strip("()"))
        if byline is not None and (byline.labelled or may_be_person(byline.author or "")):
            found = Finding(byline, "the end of the last paragraph", element)
            return End([*lines[:-1], replace(last, text=text)], found)
    return None


def _byline_after(
    after: Sequence[Block], stated: Set[str], last: Sequence[Block]
) -> BylineFinding | None:
    """Find a byline outside the body; only links, dates, or its unit may be before it.

    `last` is the last line of the text, if there is one.
    """
    for position, line in enumerate(after):
        if any(element.tag == "footer" for element in line.path):
            return None  # the office of the site
        is_other = line.link_chars or line.tag in HEADINGS
        if not ((is_other and not links_to_author(line)) or _is_label(line)):
            byline = _read_after(line, stated)
            is_told = line.key in stated or (byline is not None and _is_certain(byline, line))
            is_told = is_told or not _is_in_other_box(after, position, last)
            if byline and is_told and not _is_of_other_article(after, position, last):
                byline = with_unit(byline, after[position + 1 :])
                if position:
                    byline = _with_unit_above(byline, line, after[position - 1])
                return Finding(byline, "a line after the body", line.element)
        is_listed = line.link_share >= 0.5 or _is_label(line) or _is_unit_apart(line)
        if is_comment_heading(line.text) or not (
            is_listed or date_line(line.text) or is_pager(line)
        ):
            return None
    return None


def _read_after(line: Block, stated: Set[str]) -> Byline | None:
    """Read the byline of a line outside the body, where other lines have capitalised words, too."""
    byline = read_line(line, marked=is_set_apart(line))
    if byline is None or line.key in stated or byline.labelled or byline.unit:
        return byline
    if line.tag == "tr" or line.tag in _LIST_ITEMS:
        return None
    is_certain = byline.author is None or is_marked_or_right(line)
    return byline if is_certain or may_be_person(byline.author or "") else None


def _is_certain(byline: Byline, line: Block) -> bool:
    """Return whether more than two capitalised words in bold show that a line is a byline."""
    is_marked = is_marked_or_right(line) or links_to_author(line)
    is_told = byline.labelled or byline.unit or byline.author is None
    return bool(is_told or is_marked or is_full_name(byline.author or ""))


def _is_in_other_box(after: Sequence[Block], position: int, last: Sequence[Block]) -> bool:
    """Return whether a line is in a box with other lines, and without the text.

    Such as a place above its weather, a sponsor, or the name of the site above its licence.
    """
    box = after[position].box
    beside = (*after[max(position - 1, 0) : position], *after[position + 1 : position + 2])
    is_shared = any(box in other.path for other in beside)
    return is_shared and not any(box in block.path for block in last)


def _is_of_other_article(after: Sequence[Block], position: int, last: Sequence[Block]) -> bool:
    """Return whether a line is in a box without the text, below the title of another article."""
    box = after[position].box
    is_below_title = any(box in above.path and is_title_link(above) for above in after[:position])
    return is_below_title and not any(box in block.path for block in last)


def _with_unit_above(byline: Byline, line: Block, above: Block) -> Byline:
    """Add the unit that the line above names, if both are set apart from the text."""
    unit = read_unit(above.text) if _is_unit_apart(above) and is_set_apart(line) else None
    if unit is None or byline.unit:
        return byline
    return Byline(f"{above.text}\n{byline.raw}", byline.author, unit)


def _is_unit_apart(line: Block) -> bool:
    """Return whether a line names a unit and is set apart from the text."""
    is_text = line.tag in HEADINGS or line.after_image or line.link_chars
    return not is_text and is_set_apart(line) and read_unit(line.text) is not None


def _is_label(line: Block) -> bool:
    return is_related_heading(line.text) or is_chrome(line.text)
