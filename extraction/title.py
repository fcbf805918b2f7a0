"""The title of an article: witnesses, asked in turn."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from extraction.block import Block
from extraction.boilerplate import is_chrome
from extraction.bylines import read_byline
from extraction.date_lines import date_at_end
from extraction.dated_titles import (
    MAX_LABEL_WORDS,
    below_label,
    below_menu,
    is_set_as_title,
    or_dated,
)
from extraction.dates import date_line, find_dates
from extraction.findings import Finding
from extraction.fitting import Fit
from extraction.head import Head
from extraction.section import HOME
from extraction.site_names import is_office_name, is_site_name
from extraction.stated_titles import (
    MIN_WORDS,
    SEPARATOR,
    stated_titles,
)
from extraction.text import ELLIPSES, comparable, word_count
from extraction.title_clues import (
    HEADING_RANKS,
    TitleClues,
    font_size,
    has_title_class,
)
from extraction.title_lines import (
    MAX_PARTS,
    end_of_titles,
    in_several_lines,
    or_repetition,
)

TITLE_OF_LINK = "title: only a link to the page has it"
"""The doubt of a title that the page itself has nowhere."""

_LEAD_CLASS = re.compile(r"sapo|lead|desc|summary|intro|tom-?tat|quote", re.I)
_CREDIT = re.compile(r"[.!?…)] ?\(?Ảnh ?: ?[^.!?]{1,40}$")
_MIN_SHORT_TITLE = 2  # words
_MAX_LABEL_DISTANCE = 6  # lines between the name of a section and the title
_MAX_SUBTITLES = 3  # lines
_MAX_DATE_ABOVE = 3  # lines
_PAGE_RANKS = ("h1", "h2")


@dataclass(frozen=True, slots=True)
class Title:
    """A title, and the line that shows it."""

    text: str
    block: Block | None = None
    """None if only the head or the listing has the title."""


TitleFinding = Finding[Title]


def find_title(
    blocks: Sequence[Block],
    head: Head,
    link_text: str | None = None,
    fit: Fit | None = None,
    url: str = "",
) -> TitleFinding | None:
    """Return the title, or None if no witness has one.

    `link_text` is what a listing calls the page. A title that only its place speaks for, or that
    the page does not show, has a doubt.
    """
    page = TitleClues(blocks, head, link_text, fit, url)
    for witness in WITNESSES:
        finding = witness(page)
        if finding is not None and not _is_no_title(finding.value.text):
            return _without_additions(page, _without_date(finding))
    return None


def _is_no_title(text: str) -> bool:
    """Return whether a text is the title of the home page, or the caption of a picture.

    Broken templates show that of the home page elsewhere; a caption ends with its photographer.
    """
    return any(HOME.fullmatch(part) for part in SEPARATOR.split(text)) or bool(_CREDIT.search(text))


def _without_date(finding: TitleFinding) -> TitleFinding:
    """Leave out the date that an element of its own prints after the title."""
    block = finding.value.block
    beside = date_at_end(block) if block is not None and finding.value.text == block.text else None
    return replace(finding, value=Title(beside[0], block)) if beside is not None else finding


def _without_additions(page: TitleClues, finding: TitleFinding) -> TitleFinding:
    """Leave out a counter, a badge, a kicker or an author beside the title that the head states."""
    block = finding.value.block
    if block is None or finding.value.text != block.text:
        return finding
    title = page.title_in(block)
    return replace(finding, value=Title(title, block)) if title is not None else finding


def _by_layout(page: TitleClues) -> TitleFinding | None:
    """The element that the layout names."""
    if page.fit is None:
        return None
    element = page.fit.title
    block = next((b for b in page.blocks if element in b.path), None)
    return Finding(Title(block.text, block), page.fit.by, element) if block is not None else None


def _as_stated(page: TitleClues) -> TitleFinding | None:
    """A line that repeats what the head, a link to the page, the breadcrumb or the URL says."""
    links_to_page = (page.link_text or "", *page.links[0])
    complete, cut = stated_titles(page.blocks, page.head, links_to_page)
    complete -= page.site_names
    end = end_of_titles(page.blocks)
    places = [
        block
        for block in page.blocks
        if block.tag in HEADING_RANKS or (block.index <= end and block.link_share < 0.5)
    ]
    named = {b.index for b in places if page.slug.names(b) and not page.is_of_other(b)}
    headings = (block for block in places if block.tag in HEADING_RANKS)
    titled = {b.index: comparable(title) for b in headings if (title := page.title_in(b))}
    told = named | titled.keys()
    repeating = [
        block
        for block in places
        if (block.key in complete or block.key.startswith(cut) or block.index in told)
        and (block.tag in HEADING_RANKS or not is_office_name(block))
        and not (is_site_name(block.text, repeated=True) or block.text.startswith("©"))
        and (is_set_as_title(block) or not is_chrome(block.text))
        and not (is_office_name(block) and _is_above_heading(page, block))
        and (is_set_as_title(block) or not _names_section(page, block))
    ]
    by = "it repeats what the head or the listing says"
    lines = in_several_lines(page.blocks[:end], complete)
    if lines:
        return _finding(lines, by)
    if not repeating:
        return None

    def weight(block: Block) -> tuple[bool, bool, int, int, int]:
        # A cut title may go on otherwise.
        certain = len(block.key) if block.key in complete or block.index in named else 0
        certain = certain or len(titled.get(block.index, ""))
        is_after_series = block.key in complete and page.slug.ends_with(block)
        return (
            block.link_share < 0.5,
            is_after_series,
            certain,
            HEADING_RANKS.get(block.tag, 0),
            -block.index,
        )

    best = max(repeating, key=weight)
    # The head of a portal may name the section alone.
    below = page.blocks[best.index : best.index + _MAX_LABEL_DISTANCE]
    best = or_dated(page, best, below)
    return _finding((or_repetition(best, page.blocks),), by)


def _names_section(page: TitleClues, block: Block) -> bool:
    """Return whether a line is the label of a link to another page, such as one of the menu."""
    return word_count(block.text) <= MAX_LABEL_WORDS and page.is_of_other(block)


def _is_above_heading(page: TitleClues, banner: Block) -> bool:
    """Return whether a heading that may be the title is between a banner and the text."""
    return any(
        block.index > banner.index
        and block.tag in HEADING_RANKS
        and page.is_plausible(block)
        and not (is_office_name(block) or page.is_of_other(block))
        for block in page.above_text
    )


def _nearest_heading(page: TitleClues) -> TitleFinding | None:
    """The nearest heading above the text, of the highest rank."""
    heading = _heading(page, lambda block: not page.is_of_other(block))
    if heading is None:
        return None
    is_label = word_count(heading.text) <= MAX_LABEL_WORDS
    if is_label and page.linked_heading and page.linked_heading.index > heading.index:
        return _linked_heading(page)
    heading = (
        below_menu(page, heading)
        or below_label(page, heading)
        or or_dated(page, heading, page.above_text)
    )
    return _whole(page, heading, "the nearest heading above the text")


def _short_heading(page: TitleClues) -> TitleFinding | None:
    """The last heading above the text, of two or three words, if the head calls the page so."""
    stated = {comparable(SEPARATOR.split(title)[0]) for title in page.head.titles}
    headings = [
        block
        for block in page.above_text
        if (block.tag in _PAGE_RANKS or has_title_class(block))
        and block.key in stated
        and page.is_plausible(
            block, linked=page.is_linked_to_page(block), min_words=_MIN_SHORT_TITLE
        )
        and not page.is_of_other(block)
    ]
    return (
        _finding(headings[-1:], "a heading that repeats what the head says") if headings else None
    )


def _any_heading(page: TitleClues) -> TitleFinding | None:
    """The same, even if other links have its text."""
    heading = _heading(page, lambda block: True)
    return _whole(page, heading, "the nearest heading above the text") if heading else None


def _heading(page: TitleClues, counts: Callable[[Block], bool]) -> Block | None:
    for tag in HEADING_RANKS:
        headings = [
            block
            for block in page.above_text
            if block.tag == tag
            and page.is_plausible(block)
            and not _is_lead(page, block)
            and counts(block)
        ]
        if headings:
            return headings[-1]
    return None


def _is_lead(page: TitleClues, heading: Block) -> bool:
    """Return whether a heading is a paragraph; as a `<h1>` beside the date, it is a title."""
    if not (heading.is_prose and heading.text.endswith(".")):
        return False
    above = page.blocks[: heading.index][-_MAX_DATE_ABOVE:]
    is_below_date = any(date_line(line.text, line.tag) for line in above)
    return heading.tag != "h1" or not (is_below_date or page.is_dated(heading, 2))


def _title_class(page: TitleClues) -> TitleFinding | None:
    return _by_place(page, "a class that says so", has_title_class)


def _linked_title_class(page: TitleClues) -> TitleFinding | None:
    """Joomla links a title to its own page."""
    by = "the class of its link, and a date below it"
    return _by_place(page, by, lambda b: has_title_class(b) and page.is_dated(b), linked=True)


def _linked_heading(page: TitleClues) -> TitleFinding | None:
    """A link to the page under another URL, as a heading."""
    heading = page.linked_heading
    if heading is None:
        return None
    return _finding((heading,), "the only heading in the box of the text that is a link", _BY_PLACE)


def _above_a_date(page: TitleClues) -> TitleFinding | None:
    finding = _by_place(
        page,
        "a date is below it or beside it",
        lambda b: page.is_dated(b) or date_at_end(b) is not None,
    )
    if finding is not None and word_count(finding.value.text) <= MAX_LABEL_WORDS:
        return _sentence_above_a_date(page) or finding  # it may be a section's name
    return finding


def _bold_line(page: TitleClues) -> TitleFinding | None:
    return _by_place(
        page, "bold above the text", lambda b: b.strong and read_byline(b.text) is None
    )


def _last_line(page: TitleClues) -> TitleFinding | None:
    return _by_place(
        page,
        "the last line above the text",
        lambda b: read_byline(b.text) is None and not find_dates(b.text),
    )


def _sentence_above_a_date(page: TitleClues) -> TitleFinding | None:
    """A title that ends with a full stop: the line just above the date, and above the text."""
    for block in page.blocks[: page.text_start + 1 if page.text_start is not None else 0]:
        is_one = ". " not in block.text and not block.after_image
        if is_one and page.is_plausible(block) and page.is_dated(block, 1):
            return _finding((block,), "a date is below it", _BY_PLACE)
    return None


def _not_shown(page: TitleClues) -> TitleFinding | None:
    """The title by the head or the listing, of a page that does not show it."""
    of_head = [(title, "title: the page does not show it") for title in page.head.titles]
    for stated, doubt in (*of_head, (page.link_text or "", TITLE_OF_LINK)):
        stated = stated.strip(":-–—| ")
        parts = [part for part in SEPARATOR.split(stated) if part]
        if parts and word_count(parts[0]) >= MIN_WORDS and not is_site_name(parts[0]):
            title = _without_site_name(page, stated, parts)
            if comparable(title) not in page.site_names and not title.endswith(ELLIPSES):
                return Finding(Title(title), "the head or the listing", None, (doubt,))
    return None


WITNESSES: tuple[Callable[[TitleClues], TitleFinding | None], ...] = (
    _by_layout,
    _as_stated,
    _nearest_heading,
    _short_heading,
    _title_class,
    _linked_title_class,
    _linked_heading,
    _above_a_date,
    _sentence_above_a_date,
    _bold_line,
    _any_heading,
    _last_line,
    _not_shown,
)
"""The most reliable first."""


_BY_PLACE = "title: only its place speaks for it"


def _finding(lines: Sequence[Block], by: str, *doubts: str) -> TitleFinding:
    """Return a title that may have several lines; what comes after it comes after the last."""
    text = " ".join(line.text for line in lines)
    return Finding(Title(text, lines[-1]), by, lines[-1].element, doubts)


def _whole(page: TitleClues, block: Block, by: str, *doubts: str) -> TitleFinding:
    """Return a title with the lines beside it that `<br>` separates, if they are set alike."""
    if not (block.tag in HEADING_RANKS or has_title_class(block) or block.strong):
        return _finding((block,), by, *doubts)
    beside = page.blocks[max(0, block.index - MAX_PARTS) : block.index + 1 + MAX_PARTS]
    lines = [line for line in beside if line.element is block.element]
    are_alike = len(lines) <= MAX_PARTS and not any(
        line.strong != block.strong
        or line.text.endswith(".")
        or date_line(line.text)
        or is_chrome(line.text)
        or (line.index > block.index and read_byline(line.text))
        for line in lines
    )
    return _finding(lines if are_alike else (block,), by, *doubts)


def _by_place(
    page: TitleClues, by: str, looks_like_a_title: Callable[[Block], bool], *, linked: bool = False
) -> TitleFinding | None:
    """Return the last line above the text that looks like a title.

    A kicker may be above the title, and a subtitle below it, both smaller: of the last lines that
    qualify, the largest is the title.
    """
    lines = [
        block
        for block in page.above_text
        if looks_like_a_title(block)
        and page.is_plausible(block, linked=linked)
        and (not block.text.endswith(".") or _is_title_sentence(block))
        and ((linked and block.link_share >= 0.5) or not page.is_of_other(block))
    ]
    if not lines:
        return None
    near = [block for block in lines if block.index >= lines[-1].index - _MAX_SUBTITLES]

    def weight(block: Block) -> tuple[float, bool, int]:
        is_label = word_count(block.text) <= MAX_LABEL_WORDS
        return font_size(block), page.is_dated(block, 1) and not is_label, block.index

    largest = max(near, key=weight)
    return _whole(page, largest, by, _BY_PLACE)


def _is_title_sentence(block: Block) -> bool:
    """Return whether a line that ends with a full stop is one sentence, and its class a title's."""
    return ". " not in block.text and has_title_class(block) and not _LEAD_CLASS.search(block.names)


def _without_site_name(page: TitleClues, stated: str, parts: Sequence[str]) -> str:
    """Return a stated title up to the first of its parts that names the site."""
    for part in parts[1:]:
        if comparable(part) in page.site_names or is_site_name(part):
            return stated[: stated.rindex(part)].rstrip(" |-–—»›·:")
    return stated
