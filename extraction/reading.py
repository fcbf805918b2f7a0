"""From the lines inside and around the body to lead, paragraphs and captions."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from extraction.author import is_date_or_author_on_top, stated_authors
from extraction.author_end import BylineFinding, read_end
from extraction.block import HEADINGS, Block
from extraction.boilerplate import is_aside_box, is_chrome, is_related_heading
from extraction.bylines import read_byline
from extraction.chronicles import days_of_text
from extraction.cutting import article_lines
from extraction.dates import date_line
from extraction.findings import CutLine, Finding
from extraction.garbled import is_encoded
from extraction.paging import OTHER_PAGES, has_other_pages
from extraction.parts import PageParts
from extraction.paywall import KEPT, MAX_AFTER, asks_for_rest
from extraction.setting import signature
from extraction.text import comparable
from extraction.visibility import has_hidden_text_below

HIDDEN = "text: it goes on in an element that only a script shows"
"""The doubt of a text whose rest is behind a button such as "Xem thêm"."""
_LEAD_CLASS = re.compile(
    r"sapo|chapo|tom-?tat|trich-?dan|\b(?:lead|summary|intro|desc|description|head)\b", re.I
)
_LEAD_TAGS = ("h2", "h3", "h4", "blockquote")
_CAPTION_CLASS = re.compile(r"caption|chu-?thich|picture|image|photo|img|thumb|anh\b", re.I)
_CUT = re.compile(r" ?[\[(]?(?:\.\.\.|…).{0,25}$")  # where a lead was cut: … (xem tiếp)
_SENTENCE_END = re.compile(r"[.!?…:;][”\"')]?$")

_USUAL_SHARE = 0.8  # of the paragraphs that are set alike, if the first is the lead
_MAX_CAPTION = 250  # characters
_MAX_SURE_CAPTION_WORDS = 30  # longer lines are captions only if they are not sentences
_MAX_HOLDERS = 3  # elements around a line whose class may say that it is beside the text
_MIN_CUT_LEAD = 30  # characters; a shorter beginning would fit other paragraphs
_MAX_BEFORE_COPY = 3  # paragraphs of the body among which the lead may be repeated
_MAX_TAG = 25  # characters of the tag of a newspaper before the lead
_MIN_HIDDEN = 60  # characters of a hidden paragraph
_MIN_CAPTION_WORDS = 6  # above the text; fewer may be the name below an author's picture


@dataclass(frozen=True, slots=True)
class Reading:
    """The text of an article."""

    lead: Finding[str] | None = None
    paragraphs: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    byline: BylineFinding | None = None
    cuts: tuple[CutLine, ...] = ()
    doubts: tuple[str, ...] = ()

    @property
    def length(self) -> int:
        """Characters of lead and paragraphs."""
        return sum(map(len, (self.lead.value if self.lead else "", *self.paragraphs)))


def read_text(parts: PageParts, title: str | None, repeated: frozenset[str]) -> Reading:
    """Read lead, paragraphs, captions and the byline at the end of the text.

    `title` is not repeated among the paragraphs, nor are lines of `repeated`, which are in their
    comparable form.
    """
    cutting = article_lines(parts.inside, title, repeated)
    days = days_of_text(parts.inside, parts.title.key if parts.title else None)
    others = [line for line in cutting.lines if line.index not in days]
    on_top = [line for line in others if is_date_or_author_on_top(line, parts.inside)]
    indexes = {line.index for line in on_top}
    lines = [line for line in cutting.lines if line.index not in indexes]
    last = lines[-1].index if lines else -1
    below = sorted((b for b, _ in cutting.cuts if b.index > last), key=lambda block: block.index)
    asked = (*below, *parts.after[:MAX_AFTER])
    end = read_end(lines, (*below, *parts.after), stated_authors(parts.head))
    above = _paragraphs_above(parts.before)
    lead = parts.by_layout("lead") or _lead_outside(above, end.lines) or _lead_inside(end.lines)
    copies = (*above, *end.lines)
    lead, lead_keys = _whole_lead(lead, copies) if lead else (None, frozenset[str]())
    lines = [line for line in end.lines if line.key not in lead_keys]
    last_index = max((line.index for line in lines if line.is_prose), default=last)
    captions_above = [b for b in _captions_above(parts.before) if b.key not in lead_keys]
    above = [b for b in above if b.key not in lead_keys and b not in captions_above]
    above = sorted((*captions_above, *above), key=lambda block: block.index)
    captions = [
        line.text
        for line, paragraph in zip(lines, _next_paragraphs(lines), strict=True)
        if is_caption(line, paragraph)
    ]
    return Reading(
        lead,
        tuple(line.text for line in (*above, *lines)),
        (*(line.text for line in captions_above), *captions),
        end.byline,
        (
            *cutting.cuts,
            *((line, "a date or an author above the text") for line in on_top),
            *end.cuts,
        ),
        (
            *cutting.doubts,
            *((OTHER_PAGES,) if has_other_pages(parts, last_index) else ()),
            *((KEPT,) if any(asks_for_rest(b.text) for b in asked) else ()),
            *((HIDDEN,) if _goes_on_hidden(lines) else ()),
        ),
    )


def _goes_on_hidden(lines: Sequence[Block]) -> bool:
    """Return whether paragraphs set like the last one are hidden just below it."""
    last = next((line for line in reversed(lines) if line.is_prose), None)
    return last is not None and has_hidden_text_below(last.element, _MIN_HIDDEN)


def _paragraphs_above(before: Sequence[Block]) -> list[Block]:
    """Return the paragraphs between title and body, without captions and boxes."""
    return [
        line
        for line in before
        if line.is_prose
        and not (is_chrome(line.text) or date_line(line.text) or is_encoded(line.text))
        and not _is_below_image(line)
        and not any(map(is_aside_box, line.path[-_MAX_HOLDERS:]))
    ]


def _lead_outside(above: Sequence[Block], inside: Sequence[Block]) -> Finding[str] | None:
    """Return the first paragraph between title and body; a subtitle is one only if no other is."""
    if not above:
        return None
    whole = [line for line in above if not _is_subtitle(line)]
    if not whole and _lead_inside(inside) is not None:
        return None
    line = whole[0] if whole else above[0]
    return Finding(line.text, "a paragraph between title and body", line.element)


def _is_subtitle(line: Block) -> bool:
    """Return whether a paragraph is a heading and not a sentence, nor marked as the lead."""
    is_marked = _LEAD_CLASS.search(line.names)
    return line.tag in HEADINGS and not _SENTENCE_END.search(line.text) and not is_marked


def _whole_lead(lead: Finding[str], lines: Sequence[Block]) -> tuple[Finding[str], frozenset[str]]:
    """Return the lead as the text repeats it, and the keys of its copies.

    The copy below the title may be cut short, or lack the tag of the newspaper.
    """
    key, cut = comparable(lead.value), comparable(_CUT.sub("", lead.value))
    if len(cut) < _MIN_CUT_LEAD:
        return lead, frozenset((key,))
    beginning = [line for line in lines if line.is_prose][:_MAX_BEFORE_COPY]
    is_cut = bool(_CUT.search(lead.value)) or not _SENTENCE_END.search(lead.value)
    for line in beginning:
        tag = line.key.find(cut)
        if 0 <= tag <= _MAX_TAG and (is_cut or line.key.endswith(key)) and line.key != key:
            return Finding(line.text, lead.by, line.element), frozenset((key, line.key))
    return lead, frozenset((key,))


def _lead_inside(lines: Sequence[Block]) -> Finding[str] | None:
    """Return the first paragraph of the body, if it is set apart from the others."""
    first = _first_paragraph(lines)
    if first is not None and _is_subtitle(first):
        rest = [line for line in lines if line.index > first.index]
        second = _first_paragraph(rest)
        if second is not None and _is_set_as_lead(second, rest):
            first, lines = second, rest
    if first is None or not _is_set_as_lead(first, lines):
        return None
    return Finding(first.text, "the first paragraph, set apart from the others", first.element)


def _captions_above(before: Sequence[Block]) -> list[Block]:
    """Return the captions of pictures above the body, and what may be a lead below a picture."""
    return [
        line
        for line in before
        if line.after_image
        and len(line.text.split()) >= _MIN_CAPTION_WORDS
        and len(line.text) <= _MAX_CAPTION
        and not (line.link_chars or line.tag in HEADINGS or date_line(line.text))
        and not (is_chrome(line.text) or read_byline(line.text) or is_related_heading(line.text))
    ]


def _next_paragraphs(lines: Sequence[Block]) -> list[Block | None]:
    """Return for each line the next paragraph after it."""
    paragraphs: list[Block | None] = []
    following: Block | None = None
    for line in reversed(lines):
        paragraphs.append(following)
        following = line if line.is_prose else following
    return paragraphs[::-1]


def _first_paragraph(lines: Sequence[Block]) -> Block | None:
    for line, paragraph in zip(lines, _next_paragraphs(lines), strict=True):
        if line.is_prose and not is_caption(line, paragraph) and not is_chrome(line.text):
            return line
    return None


def _is_set_as_lead(first: Block, lines: Sequence[Block]) -> bool:
    """Return whether the first paragraph is set apart from the others: by its class, its tag, its
    font, or the elements around it.

    A class that all have is that of the text. A row of a table is no lead, nor is a question with
    which an interview begins.
    """
    others = [b for b in lines if b.is_prose and b is not first and not _is_below_image(b)]
    if _LEAD_CLASS.search(first.names):
        return not others or not all(_LEAD_CLASS.search(b.names) for b in others)
    if not others or first.tag == "tr" or first.text.endswith("?"):
        return False
    if first.tag in _LEAD_TAGS:
        return True
    if first.strong or first.emphasised:
        alike = sum(b.strong or b.emphasised for b in others)
        if alike <= len(others) / 2:
            return True
    second = others[0]
    if signature(second) == signature(first) and second.box is first.box:
        return False
    return _is_set_otherwise(first, others) or _is_elsewhere(first, others)


def _is_set_otherwise(first: Block, others: Sequence[Block]) -> bool:
    """Return whether most others share a tag and class that the first does not have."""
    for signature_of in (signature, _branch_signatures([first, *others])):
        usual, count = Counter(map(signature_of, others)).most_common(1)[0]
        if count >= _USUAL_SHARE * len(others) and signature_of(first) != usual:
            return True
    return False


def _is_elsewhere(first: Block, others: Sequence[Block]) -> bool:
    """Return whether most others share a parent in which the first is not."""
    parent, count = Counter(b.element.getparent() for b in others).most_common(1)[0]
    return (
        len(others) >= 2
        and count >= _USUAL_SHARE * len(others)
        and first.element is not parent
        and first.element.getparent() is not parent
        and all(b.element is not first.element for b in others)
    )


def _branch_signatures(lines: Sequence[Block]) -> Callable[[Block], tuple[str, str]]:
    """Return what gives the signature of a line's outermost element that not all lines share."""
    chains = [line.path for line in lines]
    shared = 0
    while all(len(chain) > shared + 1 and chain[shared] is chains[0][shared] for chain in chains):
        shared += 1
    branches = {id(line): chain[shared] for line, chain in zip(lines, chains, strict=True)}
    return lambda line: (str(branches[id(line)].tag), branches[id(line)].get("class", ""))


def _is_below_image(line: Block) -> bool:
    return line.after_image and _is_marked_caption(line)


def _is_marked_caption(line: Block) -> bool:
    """Return whether a line below an image is a caption by its tag, its font or its class."""
    parent = line.element.getparent()
    names = [element.get("class", "") for element in (line.element, parent) if element is not None]
    is_marked = line.tag == "figcaption" or line.emphasised
    return is_marked or _CAPTION_CLASS.search(" ".join(names)) is not None


def is_caption(line: Block, paragraph: Block | None) -> bool:
    """Return whether a line is the caption of the image before it.

    `paragraph` is the next paragraph: a line that is set like it is a caption only if it is short
    or not a sentence.
    """
    if not line.after_image or len(line.text) > _MAX_CAPTION:
        return False
    if _is_marked_caption(line):
        return True
    if paragraph is not None and signature(paragraph) != signature(line):
        return True
    return len(line.text.split()) <= _MAX_SURE_CAPTION_WORDS or not _SENTENCE_END.search(line.text)
