"""What a listing page links to: articles, the next page, and sections."""

import functools
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from urllib.parse import urldefrag, urlsplit

from ada_url import join_url
from lxml.html import HtmlElement

from extraction.blocks import read_blocks, shown_text
from extraction.challenge import challenge_sign
from extraction.decode import decode
from extraction.load_more import LoadMoreButton, load_more_button
from extraction.parsing import parse
from extraction.text import clean, comparable
from extraction.visibility import is_hidden

MAX_LINKS = 10_000
"""Of a page; the others are not read. The longest archive pages have about a thousand."""
_SPACES = " \t\n\f\r"  # of HTML
_TAG = re.compile(r"<[^<>]{0,500}>")
# The pager of SharePoint: onclick='RefreshPageTo(event, "/tin?Paged=TRUE\\u0026PageFirstRow=31")'.
_TURN_PAGE = re.compile(r"RefreshPageTo\(\s*event\s*,\s*[\"']([^\"']{1,2000})[\"']")
_ESCAPED = re.compile(r"\\u([\da-fA-F]{4})")
_BACK = "PagedPrev=TRUE"  # in the URL of the page before
_ARROWS = " ›»→>|.…[]"
_NEXT = re.compile(
    r"(?:trang )?(?:sau|tiếp|kế|kế tiếp|tiếp theo)|next(?: page)?"
    r"|(?:(?:các |những )?(?:tin|bài|bài viết|tin bài) )?cũ hơn|older(?: posts| entries| news)?"
    r"|(?:các )?(?:tin|bài|tin bài) (?:cũ|đã đưa|đã đăng|trước đó)"
)
_PAGER_WORD = re.compile(
    r"\b(?:trang|page|tiếp|sau|kế|trước|đầu|cuối|cũ|đã đưa|đã đăng|mới hơn|thêm|next|prev|previous"
    r"|older|newer|first|last|more)\b"
)
_MAX_DIGITS = 9  # of the number of a page
_MAX_PAGER_WORDS = 5  # of the label of a link in a pager
_MAX_AROUND_IMAGE = 50  # elements of a link up to its image
_MORE = re.compile(r"xem (?:thêm|tiếp)")
_MAX_SECTION_WORDS = 8  # longer link texts are titles of articles
_FEED_TYPES = ("application/rss+xml", "application/atom+xml")


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a page."""

    url: str
    """Absolute, with the scheme `http` or `https`."""
    text: str
    """The visible text; without one, the title attribute or the alt text of an image."""
    rel: str
    """The `rel` attribute in lower case, or an empty string."""
    is_feed: bool = False
    """It names an RSS or Atom feed, by its type or its path, or a page of feeds."""


@dataclass(frozen=True)
class ListingPage:
    """A listing page after it was parsed, once."""

    links: tuple[Link, ...]
    """In document order; `href` attributes that are not web addresses are left out."""
    _root: HtmlElement | None = field(default=None, repr=False, compare=False)

    @functools.cached_property
    def challenge(self) -> str | None:
        """The words that show that this is a bot challenge, or None for any other page."""
        return challenge_sign(read_blocks(self._root) if self._root is not None else [])

    @functools.cached_property
    def load_more_button(self) -> LoadMoreButton | None:
        """The button with which a script loads more articles, or None without one."""
        return load_more_button(self._root) if self._root is not None else None


def read_listing(body: bytes, content_type: str, url: str) -> ListingPage:
    """Parse a listing page that was fetched from `url`; an empty body has no links."""
    root = parse(decode(body, content_type))
    return ListingPage(tuple(_links(root, url)) if root is not None else (), root)


def _links(root: HtmlElement, url: str) -> Iterator[Link]:
    base = next((e.get("href") for e in root.iter("base") if e.get("href") is not None), "")
    base = _joined(url, base) or url
    unread = {link for link in root.iter("a") if link.get("href") or link.get("onclick")}
    for element in islice(root.iter("a", "link"), MAX_LINKS):
        turned = _page_turned_to(element)
        href = turned or element.get("href", "").strip(_SPACES)
        if not href or href.startswith("#") or (element.tag == "link" and not element.get("rel")):
            continue
        target = _joined(base, href)
        if target is not None:
            text = _text(element, unread) if element.tag == "a" else ""
            text = text or ("next" if turned and _BACK not in turned else "")
            rel, kind = element.get("rel", "").lower(), element.get("type", "").strip().lower()
            is_feed = "alternate" in rel.split() and kind in _FEED_TYPES
            is_feed = is_feed or (element.tag == "a" and _names_feed(target))
            yield Link(target, text, rel, is_feed)


def _names_feed(url: str) -> bool:
    """Return whether a URL is that of a feed, or of a page of feeds, by its path.

    Such as `/rss`, `/rss.html`, `/rss/chinh-tri`, `/chinh-tri/index.rss`, `/rss-01.xml`, `/feed/`.
    """
    parts = urlsplit(url)
    names = parts.path.lower().strip("/").split("/")
    last = names[-1]
    by_name = last == "feed" or last.endswith(".rss") or last.partition(".")[0] == "rss"
    is_xml = last.startswith("rss") and last.endswith(".xml")
    return not parts.query and ("rss" in names or by_name or is_xml)


def _page_turned_to(element: HtmlElement) -> str | None:
    """Return the address that a link of SharePoint's pager leads to by its script."""
    for attribute in ("onclick", "href"):
        call = _TURN_PAGE.search(element.get(attribute, ""))
        if call:
            return _ESCAPED.sub(lambda code: chr(int(code[1], 16)), call[1])
    return None


def _joined(base: str, href: str) -> str | None:
    """Return the web address that browsers read in `href`, or None if it is none.

    They follow the URL Standard, which is not urllib's: `/bai-<tab>1.html` is `/bai-1.html`.
    """
    try:
        target = str(join_url(base, href))
    except ValueError:
        return None  # not an address, such as http://[broken
    return target if target.startswith(("http://", "https://")) else None


def _text(link: HtmlElement, unread: set[HtmlElement]) -> str:
    """Return the text of a link, without that of links inside it, which end it in browsers.

    `unread` are the links of the page that are not read yet. So no text is read twice, however
    deep links are nested.
    """
    unread.discard(link)
    if len(link):
        text = " ".join(block.text for block in read_blocks(link, unread))
    else:  # as of most links
        text = "" if is_hidden(link, link.tag, link.keys()) else shown_text(link.text or "")
    if text:
        return text
    inside = islice(link.iter(), _MAX_AROUND_IMAGE)
    images = (element.get("alt", "") for element in inside if element.tag == "img")
    return clean(_TAG.sub(" ", link.get("title", "") or next(images, "")))


def next_page(
    links: Iterable[Link],
    number: int,
    url: str = "",
    is_article: Callable[[str], bool] = lambda _: False,
) -> str | None:
    """Return the URL of the page after page `number` of a listing, or None if there is none.

    In order of preference: `rel=next`, "Trang sau", "Cũ hơn" and similar labels, the next number,
    a single arrow, a double arrow (which may lead to the last page), "Xem thêm". The page itself,
    at `url`, articles and what another link of the page calls by a name are none: a teaser has a
    "Xem tiếp", a carousel a "Next", a section a "Xem thêm".
    """
    links = list(links)
    named = {urldefrag(link.url).url for link in links if not _is_label_of_pager(link)}
    named.add(urldefrag(url).url)
    links = [k for k in links if urldefrag(k.url).url not in named and not is_article(k.url)]
    signs: tuple[Callable[[Link], bool], ...] = (
        lambda link: "next" in link.rel.split(),
        lambda link: _NEXT.fullmatch(link.text.lower().strip(_ARROWS)) is not None,
        lambda link: _number(link.text) == number + 1,
        lambda link: link.text in ("›", ">", "→"),
        lambda link: link.text in ("»", ">>"),
        lambda link: _MORE.fullmatch(link.text.lower().strip(_ARROWS)) is not None,
    )
    for leads_on in signs:
        for link in links:
            if leads_on(link):
                return link.url
    return None


def _is_label_of_pager(link: Link) -> bool:
    """Return whether a link may be one of a pager, by its text."""
    text = link.text.lower().strip(_ARROWS + "‹«←<")
    if not text or _number(text) is not None or "next" in link.rel.split():
        return True
    return len(text.split()) <= _MAX_PAGER_WORDS and _PAGER_WORD.search(text) is not None


def _number(text: str) -> int | None:
    digits = text.lower().removeprefix("trang").strip("[] ")
    return int(digits) if digits.isdecimal() and len(digits) <= _MAX_DIGITS else None


def sections(
    links: Iterable[Link], labels: Iterable[str], is_article: Callable[[Link], bool]
) -> list[str]:
    """Return the URLs of menu links whose text contains one of `labels`, each once.

    Links to articles, by `is_article`, to feeds, and links with long texts are not sections.
    """
    wanted = [comparable(label) for label in labels]
    found: dict[str, None] = {}
    for link in links:
        text = comparable(link.text)
        if link.is_feed or len(text.split()) > _MAX_SECTION_WORDS or is_article(link):
            continue
        if any(f" {label} " in f" {text} " for label in wanted):
            found[link.url] = None
    return list(found)
