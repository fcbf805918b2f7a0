"""From the lines around and inside the body to lead, paragraphs, captions and byline."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from extraction.blocks import Block
from extraction.boilerplate import (
    is_chrome,
    is_comment_heading,
    is_prose,
    is_related_heading,
)
from extraction.bylines import LONGEST, Byline, is_source, read_byline, read_unit
from extraction.cutting import prose_chars, set_like, signature
from extraction.dates import beside_date, date_line
from extraction.notes import Found, NoteTaker, place
from extraction.text import comparable

_LEAD_CLASS = re.compile(
    r"sapo|chapo|tom-?tat|trich-?dan|\b(?:lead|summary|intro|desc|description|head)\b", re.I
)
_CAPTION_CLASS = re.compile(r"caption|chu-?thich|picture|image|photo|img|anh\b", re.I)
_AUTHOR_CLASS = re.compile(r"author|tac-?gia|byline|nguoi-?viet|pen-?name|but-?danh|source", re.I)
_AUTHOR_BOX = re.compile(r"author|tac-?gia|byline", re.I)
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_RIGHT = re.compile(r"text-align\s*:\s*(?:right|end)", re.I)
_END_MARK = re.compile(r"\./\.[”\"]?$")
_SHARE_BEHIND = re.compile(r"(?:\s+(?:Chia sẻ|Facebook|Zalo|Twitter|In bài|Bản in))+$")
_WEEKDAY_BEHIND = re.compile(r"\s*[-–|]\s*(?:thứ \w+|chủ nhật)$", re.I)  # Lê An-Thứ Sáu
_REFERENCE = re.compile(r"[(\[]\d{1,2}[)\]]\s*\w")  # (1) Hồ Chí Minh: Toàn tập, t. 6, tr. 234
_TAG = re.compile(r"[(\[]?[A-ZĐ]{2,6}[)\]]?\s*[-–]\s")  # (KGO) -
_SENTENCE = re.compile(r"[.!?…:;][”\"')]?$")

_LONGEST_CAPTION = 250
_FEWEST_CAPTION = 6  # words; fewer may be the name below an author's picture
_MOST_AFTER_BYLINE = 0.15  # share of the text; more of it means that the line was no byline


@dataclass(slots=True)
class Reading:
    """The parts of an article, as found in its lines."""

    lead: str | None = None
    paragraphs: list[str] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    byline: Byline | None = None


def read_body(
    lines: list[Block], before: Sequence[Block], after: Sequence[Block], notes: NoteTaker
) -> Reading:
    """Part the lines of an article.

    `before` are the lines between title and body, `after` the first lines behind the body.
    """
    reading = Reading()
    lines = _read_end(lines, after, reading, notes)
    outside = [
        block
        for block in before
        if is_prose(block) and not is_chrome(block.text) and not date_line(block.text)
    ]
    if outside:
        reading.lead = outside[0].text
        notes.found["lead"] = Found("a paragraph between title and body", place(outside[0].element))
        lead = comparable(reading.lead)
        lines = [line for line in lines if line.key != lead]
    elif _starts_with_lead(lines):
        first = _first_prose(lines)
        assert first is not None
        reading.lead = first.text
        notes.found["lead"] = Found(
            "the first paragraph, set apart from the others", place(first.element)
        )
        lines = [line for line in lines if line.key != first.key]
    for line in before:  # the caption of a picture above the text
        if line.after_image and line not in outside[:1] and _is_caption_above(line):
            reading.paragraphs.append(line.text)
            reading.captions.append(line.text)
    for line, paragraph in zip(lines, _paragraphs_behind(lines), strict=True):
        reading.paragraphs.append(line.text)
        if is_caption(line, paragraph):
            reading.captions.append(line.text)
    return reading


def _is_caption_above(line: Block) -> bool:
    return (
        len(line.text.split()) >= _FEWEST_CAPTION
        and len(line.text) <= _LONGEST_CAPTION
        and not (line.link_chars or line.tag in _HEADINGS or date_line(line.text))
        and not (is_chrome(line.text) or read_byline(line.text) or is_related_heading(line.text))
    )


def _paragraphs_behind(lines: Sequence[Block]) -> list[Block | None]:
    """Return for each line the next paragraph behind it."""
    behind: list[Block | None] = []
    following: Block | None = None
    for line in reversed(lines):
        behind.append(following)
        following = line if is_prose(line) else following
    return behind[::-1]


def _first_prose(lines: list[Block]) -> Block | None:
    both = zip(lines, _paragraphs_behind(lines), strict=True)
    return next((b for b, behind in both if is_prose(b) and not is_caption(b, behind)), None)


def _starts_with_lead(lines: list[Block]) -> bool:
    """Say whether the first paragraph is set apart from those that follow it."""
    first = _first_prose(lines)
    if first is None:
        return False
    if _LEAD_CLASS.search(first.names):
        return True
    others = [b for b in lines if is_prose(b) and b is not first]
    if not others:
        return False
    if first.tag in ("h2", "h3", "h4", "blockquote"):
        return True
    if (first.strong or first.emphasised) and sum(b.strong or b.emphasised for b in others) <= (
        len(others) / 2
    ):
        return True
    for signature_of in (signature, _branch_signatures([first, *others])):
        usual, count = Counter(map(signature_of, others)).most_common(1)[0]
        if count >= 0.8 * len(others) and signature_of(first) != usual:
            return True
    parent, count = Counter(b.element.getparent() for b in others).most_common(1)[0]
    return (
        len(others) >= 2
        and count >= 0.8 * len(others)
        and first.element is not parent
        and first.element.getparent() is not parent
        and all(b.element is not first.element for b in others)
    )


def _branch_signatures(lines: list[Block]) -> Callable[[Block], tuple[str, str]]:
    """The same of the outermost elements in which the lines stand apart from each other."""
    chains = [line.path for line in lines]
    shared = 0
    while all(len(chain) > shared + 1 and chain[shared] is chains[0][shared] for chain in chains):
        shared += 1
    branches = {id(line): chain[shared] for line, chain in zip(lines, chains, strict=True)}
    return lambda line: (str(branches[id(line)].tag), branches[id(line)].get("class", ""))


def is_caption(line: Block, paragraph: Block | None) -> bool:
    """Say whether a line is the caption of the image before it; `paragraph` is the next one."""
    if not line.after_image or len(line.text) > _LONGEST_CAPTION:
        return False
    own = (
        line.element.get("class", "")
        + " "
        + (
            line.element.getparent().get("class", "")
            if line.element.getparent() is not None
            else ""
        )
    )
    if line.tag == "figcaption" or line.emphasised or _CAPTION_CLASS.search(own):
        return True
    if paragraph is not None and signature(paragraph) != signature(line):
        return True
    return len(line.text.split()) <= 30 or not _SENTENCE.search(line.text)


def _read_end(
    lines: list[Block], after: Sequence[Block], reading: Reading, notes: NoteTaker
) -> list[Block]:
    """Find the byline and cut what follows it; without one, cut behind an end mark."""
    total = prose_chars(lines) or 1
    set_like_text = set_like(lines)
    prose_left, chars_left = sum(map(is_prose, lines)), prose_chars(lines)
    end = None
    for position, line in enumerate(lines):
        if is_prose(line):
            prose_left, chars_left = prose_left - 1, chars_left - len(line.text)
        few_left = chars_left <= _MOST_AFTER_BYLINE * total
        if end is None and few_left and _END_MARK.search(line.text):
            end = position + 1
        if line.after_image or position == 0 or is_prose(line) or line.tag in _HEADINGS:
            continue
        if is_related_heading(line.text):
            continue
        if few_left and is_source(line.text):
            end = position if end is None else end
            break
        apart = _set_apart(line) or not set_like_text(line)
        if few_left or (apart and prose_left <= 1):  # one paragraph may be a teaser
            byline = read_byline(line.text, marked=_set_apart(line))
            if byline is not None:
                reading.byline = _with_unit(byline, lines[position + 1 :])
                if _goes_on_behind(lines, position):
                    notes.found["author"] = Found(
                        "a line before the last paragraphs", place(line.element)
                    )
                    return [*lines[:position], *lines[position + 1 :]]
                notes.found["author"] = Found("the last line of the text", place(line.element))
                return [*lines[:position], *_references(lines[position + 1 :], notes)]
    reading.byline = _byline_behind(after, notes)
    if reading.byline is None and end is None and len(lines) > 1:
        last = lines[-1]
        unit = read_unit(last.text) if _set_apart(last) and not last.after_image else None
        if unit is not None and last.tag not in _HEADINGS:
            reading.byline = Byline(last.text, None, unit)
            notes.found["author"] = Found("the last line of the text, a unit", place(last.element))
            return lines[:-1]
    if end is None:
        return lines
    return [*lines[:end], *_references(lines[end:], notes)]


def _references(lines: Sequence[Block], notes: NoteTaker) -> list[Block]:
    """Return the numbered references at the end of a magazine's article; the rest is cut."""
    references = []
    for line in lines:
        if _REFERENCE.match(line.text) and not line.link_chars:
            references.append(line)
        else:
            notes.cut(line, "behind the byline, the source or the mark that ends the article")
    return references


def _goes_on_behind(lines: Sequence[Block], position: int) -> bool:
    """Say whether nothing but paragraphs of the text stand behind a byline.

    As below a reader's letter, which is followed by the answer. A teaser of another article has a
    link, a heading or a newspaper's tag.
    """
    left, parent = lines[position + 1 :], lines[position].element.getparent()
    set_like_text = set_like(lines[:position])
    return bool(left) and all(
        is_prose(line)
        and set_like_text(line)
        and line.element.getparent() is parent
        and not line.link_chars
        and not _TAG.match(line.text)
        for line in left
    )


def _byline_behind(after: Sequence[Block], notes: NoteTaker) -> Byline | None:
    """Find a byline that stands outside the body, past a list of links at the most."""
    for position, line in enumerate(after):
        linked = line.link_chars and not _links_to_author(line)
        if not (linked or line.tag in _HEADINGS or _is_label(line)):
            byline = read_byline(line.text, marked=_set_apart(line))
            if byline is not None:
                notes.found["author"] = Found("a line behind the body", place(line.element))
                return _with_unit(byline, after[position + 1 :])
        listed = line.link_share >= 0.5 or is_related_heading(line.text) or is_chrome(line.text)
        if is_comment_heading(line.text) or not (listed or date_line(line.text)):
            return None
    return None


def _is_label(line: Block) -> bool:
    return is_related_heading(line.text) or is_chrome(line.text)


def _with_unit(byline: Byline, following: Sequence[Block]) -> Byline:
    unit = read_unit(following[0].text) if following and not byline.unit else None
    if unit is None:
        return byline
    return Byline(f"{byline.raw}\n{following[0].text}", byline.author, unit)


def _set_apart(line: Block) -> bool:
    element = line.element
    return bool(
        line.strong
        or line.emphasised
        or element.get("align") == "right"
        or _RIGHT.search(element.get("style", ""))
        or _AUTHOR_CLASS.search(element.get("class", ""))
        or "right" in element.get("class", "")
    )


def is_marked_author(line: Block) -> bool:
    """Say whether the line is the text of an element whose class, or that of its box, says so."""
    if len(line.text) > LONGEST:
        return False
    if any(_AUTHOR_CLASS.search(box.get("class", "")) for box in line.path[-3:-1]):
        return True
    return _AUTHOR_CLASS.search(line.names) is not None


def _links_to_author(line: Block) -> bool:
    """The name of an author leads to his other articles; a tag may be a name too."""
    return any(_AUTHOR_BOX.search(box.get("class", "")) for box in line.path[-3:])


def author_beside_date(block: Block) -> Byline | None:
    """Read the author of a line such as `Linh Thư 10/10/2024 14:28` or `PV - 10:24, 24/11/2020`."""
    beside = beside_date(block.text)
    if beside is None:
        return None
    beside = _WEEKDAY_BEHIND.sub("", _SHARE_BEHIND.sub("", beside))
    signed = read_byline(beside)
    if signed is None and " - " in beside:  # Thời sự - Hồng Phúc - 20:57, ...
        signed = read_byline(beside.split(" - ")[-1])
    return signed
