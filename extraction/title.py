"""The title of an article: witnesses, asked in turn."""

import functools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from extraction.blocks import Block
from extraction.body import find_body
from extraction.boilerplate import is_chrome, is_comment_heading, is_prose, is_related_heading
from extraction.bylines import is_labelled, read_byline
from extraction.dates import date_line, find_dates
from extraction.findings import Finding
from extraction.head import Head
from extraction.layouts import Fit
from extraction.section import HOME
from extraction.site_names import is_office_name, is_site_name
from extraction.text import comparable, word_count

_MAX_TITLE = 300  # characters
_MIN_WORDS = 4  # fewer are a section or a label
_MAX_LABEL_WORDS = 5
_MAX_LABEL_DISTANCE = 6  # lines between the name of a section and the title
_MAX_SUBTITLES = 3  # lines
_TITLE_CLASS = re.compile(r"title|tieu-?de|headline|heading", re.I)
_SEPARATOR = re.compile(r" [|\-–—»›·:]+ | ?[|»›] ?")
_MAX_STARTS = 3  # parts of a stated title at which the article's own title may begin
_MIN_CUT_TITLE = 20  # characters; a shorter beginning would fit many lines
_BREADCRUMB_SEPARATOR = re.compile(r" ?[»›>/] ?")
_MAX_BREADCRUMB = 500  # characters
_MAX_BREADCRUMBS = 5
_MIN_STEP_WORDS = 8  # a shorter step of a breadcrumb is a section
_ELLIPSES = ("...", "…")
_MIN_TEXT = 2000  # characters of prose; boxes above a short article may hold as much
_ASIDE = ("form", "aside", "footer")
_HEADING_RANKS = {"h1": 4, "h2": 3, "h3": 2, "h4": 1}


@dataclass(frozen=True, slots=True)
class Title:
    """A title, and the line that shows it."""

    text: str
    block: Block | None = None
    """None if only the head or the listing has the title."""


TitleFinding = Finding[Title]


@dataclass(frozen=True)
class _TitleClues:
    """What the witnesses are given."""

    blocks: Sequence[Block]
    head: Head
    link_text: str | None
    fit: Fit | None

    @functools.cached_property
    def site_names(self) -> frozenset[str]:
        """The names of the site by its head, in their comparable form."""
        return frozenset(map(comparable, self.head.site_names))

    @functools.cached_property
    def above_text(self) -> Sequence[Block]:
        """The lines above the first paragraph of the body."""
        body = find_body(self.blocks, None)
        for block in self.blocks:
            if body in block.path and is_prose(block) and not _is_set_as_title(block, self.blocks):
                return [b for b in self.blocks if b.index < block.index]
        return self.blocks

    def is_plausible(self, block: Block, *, linked: bool = False) -> bool:
        """Return whether a line may be a title; `linked` allows lines that are a link."""
        return (
            sum(word.isalpha() for word in block.key.split()) >= _MIN_WORDS  # prices are no words
            and len(block.text) <= _MAX_TITLE
            and (linked or block.link_share < 0.5)
            and not is_labelled(block.text)
            and not is_site_name(block.text)
            and not is_office_name(block)
            and not _is_breadcrumb(block)
            and block.key not in self.site_names
            and not find_dates(block.text)
            and not is_chrome(block.text)
            and not is_related_heading(block.text)
            and not is_comment_heading(block.text)
            and not any(e.tag in _ASIDE for e in block.path[-3:])
        )

    def is_dated(self, block: Block) -> bool:
        """Return whether one of the three lines below prints a date."""
        below = self.blocks[block.index + 1 : block.index + 4]
        return any(date_line(b.text) for b in below)


def find_title(
    blocks: Sequence[Block], head: Head, link_text: str | None = None, fit: Fit | None = None
) -> TitleFinding | None:
    """Return the title, or None if no witness has one.

    `link_text` is what a listing calls the page. A title that only its place speaks for, or that
    the page does not show, has a doubt.
    """
    page = _TitleClues(blocks, head, link_text, fit)
    for witness in WITNESSES:
        finding = witness(page)
        if finding is not None:
            return finding
    return None


def _by_layout(page: _TitleClues) -> TitleFinding | None:
    """The element that the layout names."""
    if page.fit is None:
        return None
    element = page.fit.title
    block = next((b for b in page.blocks if element in b.path), None)
    return Finding(Title(block.text, block), page.fit.by, element) if block is not None else None


def _as_stated(page: _TitleClues) -> TitleFinding | None:
    """A line that repeats what the head, the listing's link or the breadcrumb says."""
    complete, cut = _stated_titles(page)
    end = _end_of_titles(page.blocks)
    repeating = [
        block
        for block in page.blocks
        if (block.key in complete or block.key.startswith(cut))
        and (block.link_share < 0.5 or block.tag in _HEADING_RANKS)
        and (block.tag in _HEADING_RANKS or (block.index <= end and not is_office_name(block)))
        and not is_site_name(block.text)
    ]
    if not repeating:
        return None

    def weight(block: Block) -> tuple[bool, int, int, int]:
        certain = len(block.key) if block.key in complete else 0  # a cut title may go on otherwise
        return block.link_share < 0.5, certain, _HEADING_RANKS.get(block.tag, 0), -block.index

    best = max(repeating, key=weight)
    # The head of a portal may name the section alone.
    below = page.blocks[best.index : best.index + _MAX_LABEL_DISTANCE]
    best = _or_longer_heading(page, best, below)
    return _finding(best, "it repeats what the head or the listing says")


def _nearest_heading(page: _TitleClues) -> TitleFinding | None:
    """The nearest heading above the text, of the highest rank."""
    for tag in _HEADING_RANKS:
        headings = [
            block
            for block in page.above_text
            if block.tag == tag
            and page.is_plausible(block)
            and not (is_prose(block) and block.text.endswith("."))  # a lead set as a heading
        ]
        if headings:
            heading = _or_longer_heading(page, headings[-1], page.above_text)
            return _finding(heading, "the nearest heading above the text")
    return None


def _title_class(page: _TitleClues) -> TitleFinding | None:
    return _by_place(page, "a class that says so", _has_title_class)


def _linked_title_class(page: _TitleClues) -> TitleFinding | None:
    """Joomla links a title to its own page."""
    by = "the class of its link, and a date below it"
    return _by_place(page, by, lambda b: _has_title_class(b) and page.is_dated(b), linked=True)


def _above_a_date(page: _TitleClues) -> TitleFinding | None:
    return _by_place(page, "a date is below it", page.is_dated)


def _bold_line(page: _TitleClues) -> TitleFinding | None:
    return _by_place(
        page, "bold above the text", lambda b: b.strong and read_byline(b.text) is None
    )


def _last_line(page: _TitleClues) -> TitleFinding | None:
    return _by_place(page, "the last line above the text", lambda b: read_byline(b.text) is None)


def _not_shown(page: _TitleClues) -> TitleFinding | None:
    """The title by the head or the listing, of a page that does not show it."""
    for stated in (*page.head.titles, page.link_text or ""):
        stated = stated.strip(":-–—| ")
        parts = [part for part in _SEPARATOR.split(stated) if part]
        if parts and word_count(parts[0]) >= _MIN_WORDS and not is_site_name(parts[0]):
            title = _without_site_name(page, stated, parts)
            if comparable(title) not in page.site_names and not title.endswith(_ELLIPSES):
                doubt = "title: the page does not show it"
                return Finding(Title(title), "the head or the listing", None, (doubt,))
    return None


WITNESSES: tuple[Callable[[_TitleClues], TitleFinding | None], ...] = (
    _by_layout,
    _as_stated,
    _nearest_heading,
    _title_class,
    _linked_title_class,
    _above_a_date,
    _bold_line,
    _last_line,
    _not_shown,
)
"""The most reliable first."""


def _finding(block: Block, by: str, *doubts: str) -> TitleFinding:
    return Finding(Title(block.text, block), by, block.element, doubts)


def _by_place(
    page: _TitleClues, by: str, looks_like_a_title: Callable[[Block], bool], *, linked: bool = False
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
        and not block.text.endswith(".")
    ]
    if not lines:
        return None
    near = [block for block in lines if block.index >= lines[-1].index - _MAX_SUBTITLES]
    largest = max(near, key=lambda block: (_font_size(block), block.index))
    return _finding(largest, by, "title: only its place speaks for it")


def _or_longer_heading(page: _TitleClues, heading: Block, lines: Sequence[Block]) -> Block:
    """Return a long heading below a short one, which may be a section's, if it is dated."""
    if word_count(heading.text) > _MAX_LABEL_WORDS:
        return heading
    longer = (
        b
        for b in lines
        if b.index > heading.index
        and b.tag in _HEADING_RANKS
        and word_count(b.text) >= 2 * _MAX_LABEL_WORDS
        and page.is_plausible(b)
        and not b.text.endswith(".")
        and any(date_line(below.text) for below in lines if 0 < below.index - b.index <= 2)
    )
    return next(longer, heading)


def _has_title_class(block: Block) -> bool:
    return _TITLE_CLASS.search(block.names) is not None


def _is_set_as_title(block: Block, blocks: Sequence[Block]) -> bool:
    """Return whether a line as long as a paragraph is a heading, or set like a title."""
    if block.tag in _HEADING_RANKS or _has_title_class(block):
        return True
    below = blocks[block.index + 1 : block.index + 2]
    return not block.text.endswith(".") and any(date_line(b.text) for b in below)


def _is_breadcrumb(block: Block) -> bool:
    return bool(HOME.match(block.text) and _BREADCRUMB_SEPARATOR.search(block.text))


def _font_size(block: Block) -> int:
    """Return the `<font size>` of a line, or 0."""
    sizes = [element.get("size", "") for element in block.inline if element.tag == "font"]
    return max((int(size) for size in sizes if size.isdecimal() and len(size) == 1), default=0)


def _end_of_titles(blocks: Sequence[Block]) -> int:
    """Return the index after which no title is expected: most of the text is before it."""
    prose = [block for block in blocks if is_prose(block)]
    left = max(_MIN_TEXT, sum(len(block.text) for block in prose) / 2)
    for block in prose:
        left -= len(block.text)
        if left < 0:
            return block.index
    return len(blocks)


def _without_site_name(page: _TitleClues, stated: str, parts: Sequence[str]) -> str:
    """Return a stated title up to the first of its parts that names the site."""
    for part in parts[1:]:
        if comparable(part) in page.site_names or is_site_name(part):
            return stated[: stated.rindex(part)].rstrip(" |-–—»›·:")
    return stated


def _stated_titles(page: _TitleClues) -> tuple[set[str], tuple[str, ...]]:
    """Return the titles by head, listing and breadcrumb, without the site's name around them.

    In their comparable form. The second are the beginnings of titles that were cut, such as
    `Hội nghị tổng kết công tác...`.
    """
    complete: set[str] = set()
    cut: set[str] = set()
    for title in (*page.head.titles, page.link_text or "", *_breadcrumb_titles(page.blocks)):
        separators = list(_SEPARATOR.finditer(title))
        starts = [0, *(separator.end() for separator in separators)]
        ends = [*(separator.start() for separator in separators), len(title)]
        for start in starts[:_MAX_STARTS]:
            for end in ends:
                part = title[start:end]
                if start >= end or word_count(part) < _MIN_WORDS:
                    continue
                if not is_site_name(part) or part == title:
                    complete.add(comparable(part))
                    if part.endswith(_ELLIPSES) and len(part) >= _MIN_CUT_TITLE:
                        cut.add(comparable(part))
    return complete - page.site_names, tuple(cut)


def _breadcrumb_titles(blocks: Sequence[Block]) -> list[str]:
    """Return the last steps of breadcrumbs in one line that are titles: long, or cut."""
    steps = [
        _BREADCRUMB_SEPARATOR.split(block.text)[-1]
        for block in blocks
        if len(block.text) <= _MAX_BREADCRUMB and _is_breadcrumb(block)
    ]
    return [
        step
        for step in steps[:_MAX_BREADCRUMBS]
        if step.endswith(_ELLIPSES) or len(step.split()) >= _MIN_STEP_WORDS
    ]
