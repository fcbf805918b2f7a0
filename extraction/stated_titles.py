"""What a page, the links to it and its URL say that its title is."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from urllib.parse import unquote, urljoin, urlsplit

from lxml.html import HtmlElement

from extraction.block import Block
from extraction.head import Head
from extraction.section import HOME
from extraction.site_names import is_site_name
from extraction.text import (
    ELLIPSES,
    clean,
    comparable,
    plain_word,
    strip_diacritics,
    word_count,
)

MIN_WORDS = 4  # fewer are a section or a label
SEPARATOR = re.compile(r" [|\-–—»›·:]+ | ?[|»›] ?")
_MAX_STARTS = 3  # parts of a stated title at which the article's own title may begin
_MIN_CUT_TITLE = 20  # characters; a shorter beginning would fit many lines
_BREADCRUMB_SEPARATOR = re.compile(r" ?[»›>/] ?")
_MAX_BREADCRUMB = 500  # characters
_MAX_BREADCRUMBS = 5
_MIN_STEP_WORDS = 8  # a shorter step of a breadcrumb is a section
_MIN_SLUG_WORDS = 6
_MAX_SLUG = 300  # characters
_SLUG_ENDINGS = ("html", "htm", "aspx", "php", "jsp")
_NO_SLUG_WORD = re.compile(r"\d{3,}|[a-z]{1,20}\d\w*")  # the number of an article, not of its title
_MIN_SHARE = 0.5  # of the words of line and slug, each of which may be cut, that the other has
_MAX_LINK = 300  # characters
_MAX_LINKS = 5000  # with the elements between them


def is_breadcrumb(block: Block) -> bool:
    """Return whether a line is a breadcrumb."""
    return bool(HOME.match(block.text) and _BREADCRUMB_SEPARATOR.search(block.text))


def stated_titles(
    blocks: Sequence[Block], head: Head, link_texts: Sequence[str]
) -> tuple[set[str], tuple[str, ...]]:
    """Return the titles by head, links and breadcrumb, without the site's name around them.

    In their comparable form. The second are the beginnings of titles that were cut, such as
    `Hội nghị tổng kết công tác...`.
    """
    complete: set[str] = set()
    cut: set[str] = set()
    for title in (*head.titles, *link_texts, *_breadcrumb_titles(blocks)):
        separators = list(SEPARATOR.finditer(title))
        starts = [0, *(separator.end() for separator in separators)]
        ends = [*(separator.start() for separator in separators), len(title)]
        for start in starts[:_MAX_STARTS]:
            for end in ends:
                part = title[start:end]
                if start >= end or word_count(part) < MIN_WORDS:
                    continue
                if part == title or not is_site_name(part, repeated=start == 0):
                    complete.add(comparable(part))
                    if part.endswith(ELLIPSES) and len(part) >= _MIN_CUT_TITLE:
                        cut.add(comparable(part))
    return complete, tuple(cut)


def _breadcrumb_titles(blocks: Sequence[Block]) -> list[str]:
    """Return the last steps of breadcrumbs in one line that are titles: long, or cut."""
    steps = [
        _BREADCRUMB_SEPARATOR.split(block.text)[-1]
        for block in blocks
        if len(block.text) <= _MAX_BREADCRUMB and is_breadcrumb(block)
    ]
    return [
        step
        for step in steps[:_MAX_BREADCRUMBS]
        if step.endswith(ELLIPSES) or len(step.split()) >= _MIN_STEP_WORDS
    ]


_SUFFIX = re.compile(r"\.[a-z]{2,5}$")


class Slug:
    """The words of a URL that repeat the title: `/tin-tuc/thon-bai-nhan-lam-cau-4711.html`."""

    def __init__(self, url: str) -> None:
        segments = [s for s in unquote(urlsplit(url).path)[-_MAX_SLUG:].lower().split("/") if s]
        # The last segment may be the number of the article.
        self.words = next(filter(None, map(_slug_words, reversed(segments[-2:]))), [])

    def names(self, block: Block) -> bool:
        """Return whether the slug has the words of a line, or enough of its first ones."""
        return self.has(block.key)

    def has(self, text: str) -> bool:
        """Return whether the slug has the words of a text in its comparable form, or enough."""
        if not self.words or plain_word(text.partition(" ")[0]) != self.words[0]:
            return False  # as of most lines
        words = strip_diacritics(text).split()
        shared = min(len(words), len(self.words))
        return (
            words[:shared] == self.words[:shared]
            and shared >= _MIN_SLUG_WORDS
            and shared >= _MIN_SHARE * max(len(words), len(self.words))
        )

    def ends_with(self, block: Block) -> bool:
        """Return whether the slug ends with all words of a line: the name of a series is before."""
        words = strip_diacritics(block.key).split()
        return len(words) >= _MIN_SLUG_WORDS and self.words[-len(words) :] == words


def _slug_words(segment: str) -> list[str]:
    name = _SUFFIX.sub("", strip_diacritics(segment))
    words = [w for w in re.split(r"[^a-z0-9]+", name) if w]
    if words and words[-1] in _SLUG_ENDINGS:
        words.pop()
    while words and _NO_SLUG_WORD.fullmatch(words[-1]):
        words.pop()
    return words if len(words) >= _MIN_SLUG_WORDS else []


def links(
    blocks: Sequence[Block], url: str, text: Block | None
) -> tuple[frozenset[str], frozenset[str]]:
    """Return the texts of links to the page itself, and the comparable ones of links to others.

    The others are those above `text`, the first paragraph: menus and breadcrumbs. Lists below it
    may have the page itself under another URL.
    """
    own: set[str] = set()
    others: set[str] = set()
    place = _place(url)
    for link, is_above in islice(_links(blocks, text), _MAX_LINKS):
        href = link.get("href", "").strip()
        if not href or href.startswith(("#", "javascript:")):
            continue
        if not (is_above or _may_lead_to(href, place)):
            continue
        words = str(link.text_content())
        if len(words) > _MAX_LINK or word_count(words) < MIN_WORDS:
            continue
        target = _target(href, url)
        if target is None:
            continue
        is_own = target == place
        if is_own or is_above:
            (own if is_own else others).add(clean(words))
    keys = set(map(comparable, own))
    return frozenset(own), frozenset(map(comparable, others)) - keys


def leads_to(link: HtmlElement, url: str) -> bool:
    """Return whether a link on the page at `url` leads to that page."""
    return _target(link.get("href", "").strip(), url) == _place(url)


def _links(blocks: Sequence[Block], text: Block | None) -> Iterator[tuple[HtmlElement, bool]]:
    """Yield the links of a page, and whether they are above its text."""
    is_above = True
    end = text.element if text is not None else None
    for element in blocks[0].path[0].iter() if blocks else ():
        is_above = is_above and element is not end
        if element.tag == "a":
            yield element, is_above


def _may_lead_to(href: str, place: tuple[str, str]) -> bool:
    """Return whether a link may lead to a place. To join the URLs of all links takes long."""
    name = place[0].rpartition("/")[2]
    is_relative = href.startswith((".", "?")) or "/." in href
    return is_relative or "\t" in href or "\n" in href or "\r" in href or name in unquote(href)


def _target(href: str, url: str) -> tuple[str, str] | None:
    """Return the place that a link on the page at `url` leads to, or None if it is no URL."""
    try:
        return _place(urljoin(url, href))
    except ValueError:
        return None


def _place(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return unquote(parts.path).rstrip("/"), parts.query
