"""Articles in several pages: the pager below the text, and where its links lead."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from urllib.parse import SplitResult, parse_qsl, urljoin, urlsplit

from lxml.html import HtmlElement

from extraction.block import Block
from extraction.boilerplate import is_related_heading, is_title_link
from extraction.parts import PageParts
from extraction.text import comparable, strip_diacritics

OTHER_PAGES = "text: the article has other pages, which are not read"
"""The doubt of an article that continues on other pages."""

_MAX_PAGER = 120  # characters
_MAX_BELOW = 25  # lines below the text that may hold its pager
_MAX_LINKS = 100  # in these lines
# The words of a pager, in lower case and without diacritics; one of _SIGNS is in it, or a number.
_WORDS = frozenset(
    "trang page pages so tiep theo sau truoc ke dau cuoi next previous prev first last xem doc cua "
    "phan part of".split()
)
_SIGNS = frozenset("trang page pages tiep sau ke next phan part".split())
_ARROWS = "›»>→>>"
_NUMBER = re.compile(r"\d{1,2}")
_PARAMETER = re.compile(
    r"(?:\w{0,20}_)?(?:p|pg|page|paged|pageno|pagenumber|pageindex|trang|start|limitstart|part|phan)",
    re.I,
)
_PAGE_IN_PATH = re.compile(r"(?:/|[/_.-](?:p|pg|page|trang|part|phan)[/_.=-]?)\d{1,2}/?", re.I)
_NUMBER_IN_PATH = re.compile(r"[_.-]\d{1,2}/?")  # that of another post with its title, too
_SUFFIX = re.compile(r"(?:\.\w{2,5})?/?$")


def is_pager(line: Block) -> bool:
    """Return whether a line is a pager, such as `Trang: 1 2 3 Trang sau`."""
    if not line.link_chars or len(line.text) > _MAX_PAGER:
        return False
    words = _words(line.text)
    return not _SIGNS.isdisjoint(words) and all(w in _WORDS or w.isdecimal() for w in words)


def has_other_pages(parts: PageParts, last: int) -> bool:
    """Return whether an article continues on other pages, by `rel=next` or the pager below it.

    `last` is the index of the article's last line. Pagers of lists and links to other articles lead
    elsewhere: a page of an article has its URL with a number added. One that no sign says to be
    that of a page (`-2`) counts only if the pager has a number, too.
    """
    stated = (e for e in parts.root.iter("link", "a") if "next" in _relations(e))
    below = filter(_names_a_page, islice(_links_below(parts, last), _MAX_LINKS))
    own = urlsplit(parts.url)
    return any(
        _is_page_of(own, link.get("href", ""), has_number=links is below and _has_number(link))
        for links in (stated, below)
        for link in islice(links, _MAX_LINKS)
    )


def _relations(link: HtmlElement) -> Sequence[str]:
    relations = link.get("rel")
    return relations.lower().split() if relations else ()


def _links_below(parts: PageParts, last: int) -> Iterator[HtmlElement]:
    for line in parts.blocks[last + 1 : last + 1 + _MAX_BELOW]:
        if is_related_heading(line.text) or is_title_link(line):
            return
        if line.link_chars and len(line.text) <= _MAX_PAGER:
            yield from (e for e in (*line.inline, *line.element.iter("a")) if e.tag == "a")


def _names_a_page(link: HtmlElement) -> bool:
    text = link.text_content()[:_MAX_PAGER]
    if text.strip() in _ARROWS:
        return bool(text.strip())
    return _has_number(link) or not _SIGNS.isdisjoint(_words(text))


def _has_number(link: HtmlElement) -> bool:
    return any(map(_NUMBER.fullmatch, _words(link.text_content()[:_MAX_PAGER])))


def _words(text: str) -> list[str]:
    return strip_diacritics(comparable(text)).split()


def _is_page_of(own: SplitResult, href: str, *, has_number: bool) -> bool:
    """Return whether a link leads to another page of the article at the URL `own`."""
    try:
        target = urlsplit(urljoin(own.geturl(), href.strip()))
    except ValueError:
        return False  # not an address
    hosts = {url.netloc.lower().removeprefix("www.") for url in (own, target)}
    if len(hosts) > 1 or _other(target) != _other(own):
        return False
    if target.path == own.path:
        return target.query != own.query and any(
            _PARAMETER.fullmatch(name) and _NUMBER.fullmatch(value)  # longer ones are ids
            for name, value in _query(target)
        )
    suffix = _SUFFIX.search(own.path)
    stem = own.path[: suffix.start()] if suffix else own.path
    added = target.path.removeprefix(own.path.rstrip("/"))
    if added == target.path:
        added = target.path.removeprefix(stem).removesuffix(suffix.group() if suffix else "")
    if not target.path.startswith(stem):
        return False
    is_numbered = has_number and _NUMBER_IN_PATH.fullmatch(added) is not None
    return is_numbered or _PAGE_IN_PATH.fullmatch(added) is not None


def _query(url: SplitResult) -> list[tuple[str, str]]:
    return parse_qsl(url.query, keep_blank_values=True)


def _other(url: SplitResult) -> list[tuple[str, str]]:
    """Return the parameters of a URL that do not number its pages."""
    return sorted((name, value) for name, value in _query(url) if not _PARAMETER.fullmatch(name))
