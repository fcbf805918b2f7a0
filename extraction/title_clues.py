"""What the witnesses of a title are given: the lines of a page, and what they look like."""

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from lxml.html import HtmlElement

from extraction.block import Block
from extraction.body import find_body
from extraction.boilerplate import is_chrome, is_comment_heading, is_related_heading
from extraction.bylines import is_labelled
from extraction.dates import date_line
from extraction.fitting import Fit
from extraction.head import Head
from extraction.imprint import is_imprint
from extraction.side_boxes import SideBoxes
from extraction.site_names import is_office_name, is_site_name, names_office_of_place
from extraction.stated_titles import MIN_WORDS, Slug, is_breadcrumb, leads_to, links, stated_titles
from extraction.text import comparable
from extraction.title_additions import without_additions

_MAX_TITLE = 300  # characters
_MAX_LINKS = 5  # of a line
_TITLE_CLASS = re.compile(r"(?<!sub)(?<!sub[-_])(?:title|tieu-?de|headline|heading)", re.I)
# What a box beside an article is: a window over the page, a form, a banner, a menu, a side pane.
_OTHER_BOX = re.compile(
    r"(?:^|[\s_-])(?:modal|popup|dialog|log-?in|dang-?nhap|send-?(?:e?mail|to)|e?mail-?(?:form|box)"
    r"|gui-?mail|banner|slogan|logo|menu|nav|navbar|marquee|top-?bar"
    r"|(?:left|right)-?(?:pane|side|bar|col(?:umn)?)|(?:side|col(?:umn)?)-?(?:bar|left|right))(?:$|[\s_-])",
    re.I,
)
_OTHER_PHRASE = re.compile(
    r"nhiệt liệt\b|bạn đang ở đây|đăng nhập\b|gửi (?:e-?mail|thư|bài viết|tin bài)\b"
    r"|hỗ trợ trực tuyến",
    re.I,
)
_ASIDE = ("form", "aside", "footer")
HEADING_RANKS = {"h1": 4, "h2": 3, "h3": 2, "h4": 1}


@dataclass(frozen=True)
class TitleClues:
    """What the witnesses are given."""

    blocks: Sequence[Block]
    head: Head
    link_text: str | None
    fit: Fit | None
    url: str

    @functools.cached_property
    def slug(self) -> Slug:
        return Slug(self.url)

    @functools.cached_property
    def links(self) -> tuple[frozenset[str], frozenset[str]]:
        """The texts of links to this page, and those of links to others, in comparable form."""
        text = self.blocks[self.text_start] if self.text_start is not None else None
        return links(self.blocks, self.url, text)

    @functools.cached_property
    def site_names(self) -> frozenset[str]:
        """The names of the site by its head, in their comparable form."""
        return frozenset(map(comparable, self.head.site_names))

    @functools.cached_property
    def _stated_by_head(self) -> frozenset[str]:
        complete, cut = stated_titles((), self.head, ())
        return frozenset(complete).difference(cut, self.site_names, self.links[1])

    @functools.cached_property
    def text_start(self) -> int | None:
        """The index of the first paragraph of the body."""
        body = find_body(self.blocks, None)
        for block in self.blocks:
            if body in block.path and block.is_prose and not _is_set_as_title(block, self.blocks):
                return block.index
        return None

    @functools.cached_property
    def around_text(self) -> tuple[HtmlElement, ...]:
        """The elements around the first paragraph of the body."""
        return self.blocks[self.text_start].path if self.text_start is not None else ()

    @functools.cached_property
    def side_boxes(self) -> SideBoxes:
        return SideBoxes(self.blocks, self.around_text)

    @functools.cached_property
    def linked_heading(self) -> Block | None:
        """The only heading in the box of the text that is a link, as Joomla links titles."""
        headings = [
            block
            for block in self.above_text
            if block.tag in ("h1", "h2", "h3")
            and block.link_share >= 0.5
            and block.box in self.around_text
            and self.is_plausible(block, linked=True)
        ]
        return headings[0] if len(headings) == 1 else None

    def title_in(self, block: Block) -> str | None:
        """Return the title that the head states, if a line has it and a counter, a badge or such.

        Names of the site and of what links above the text lead to are no titles.
        """
        return without_additions(block, self._stated_by_head)

    @property
    def above_text(self) -> Sequence[Block]:
        """The lines above the first paragraph of the body."""
        return self.blocks[: self.text_start]

    def is_plausible(
        self, block: Block, *, linked: bool = False, min_words: int = MIN_WORDS
    ) -> bool:
        """Return whether a line may be a title; `linked` allows lines that are a link."""
        return (
            sum(word.isalpha() for word in block.key.split()) >= min_words  # prices are no words
            and len(block.text) <= _MAX_TITLE
            and (linked or block.link_share < 0.5)
            and not is_labelled(block.text)
            and not is_imprint(block.text)
            and not block.text.startswith("©")
            and not is_site_name(block.text)
            and not is_office_name(block)
            and not is_breadcrumb(block)
            and block.key not in self.site_names
            and date_line(block.text, "h1") is None  # a title may have a date in it
            and not is_chrome(block.text)
            and not is_related_heading(block.text)
            and not is_comment_heading(block.text)
            and not any(e.tag in _ASIDE and e not in self.around_text for e in block.path[-3:])
        )

    def is_of_other(self, block: Block) -> bool:
        """Return whether a line names a section (a link has its text), a list or a window."""
        if block.key in self.links[1] or _OTHER_PHRASE.match(block.text):
            return True
        if self.side_boxes.has_heading(block):
            return True
        return any(
            _OTHER_BOX.search(f"{e.get('class', '')} {e.get('id', '')}")
            for e in block.path
            if e not in self.around_text
        )

    def is_linked_to_page(self, block: Block) -> bool:
        """Return whether a link in a line leads to the page itself, as Joomla links titles."""
        links = islice(block.element.iter("a"), _MAX_LINKS)
        return any(leads_to(link, self.url) for link in links)

    def is_dated(self, block: Block, lines: int = 3) -> bool:
        """Return whether one of the lines below prints a date."""
        below = self.blocks[block.index + 1 : block.index + 1 + lines]
        dates = (date_line(b.text, b.tag) for b in below)
        return any(date is not None and not date.clock for date in dates)


def has_title_class(block: Block) -> bool:
    return _TITLE_CLASS.search(block.names) is not None


def is_banner(heading: Block) -> bool:
    """Return whether a heading may be the name or the slogan of a site or an office."""
    return (
        heading.text.isupper()
        or is_site_name(heading.text)
        or names_office_of_place(heading.text)
        or any(e.tag in ("header", "nav") for e in heading.path)
    )


def font_size(block: Block) -> int:
    """Return the `<font size>` of a line, or 0."""
    sizes = [element.get("size", "") for element in block.inline if element.tag == "font"]
    return max((int(size) for size in sizes if size.isdecimal() and len(size) == 1), default=0)


def _is_set_as_title(block: Block, blocks: Sequence[Block]) -> bool:
    """Return whether a line as long as a paragraph is a heading, or set like a title."""
    if block.tag in HEADING_RANKS or has_title_class(block):
        return True
    below = blocks[block.index + 1 : block.index + 2]
    return not block.text.endswith(".") and any(date_line(b.text, b.tag) for b in below)
