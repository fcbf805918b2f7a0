"""What a listing page offers: articles, the next page, and sections."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import urljoin

from lxml.html import HtmlElement

from extraction.blocks import parse, read_blocks
from extraction.challenge import challenge_sign
from extraction.decode import decode
from extraction.text import clean, comparable

_ARROWS = " ›»→>.…[]"
_NEXT = re.compile(r"(?:trang )?(?:sau|tiếp|kế|kế tiếp|tiếp theo)|next(?: page)?")
_MORE = re.compile(r"xem (?:thêm|tiếp)")
_MOST_WORDS_OF_SECTION = 8


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a page, with what a reader sees of it."""

    url: str
    text: str
    rel: str


class ListingPage:
    """A listing page, parsed once."""

    def __init__(self, root: HtmlElement | None, links: list[Link]) -> None:
        self.links = links
        self._root = root

    @property
    def challenge(self) -> str | None:
        blocks = read_blocks(self._root) if self._root is not None else []
        return challenge_sign(" ".join(block.text for block in blocks))


def read_listing(body: bytes, content_type: str, url: str) -> ListingPage:
    """Return a listing page and its links."""
    root = parse(decode(body, content_type))
    return ListingPage(root, _read_links(root, url) if root is not None else [])


def _read_links(root: HtmlElement, url: str) -> list[Link]:
    base = next((e.get("href") for e in root.iter("base") if e.get("href")), "")
    links = []
    for element in root.iter("a", "link"):
        href = clean(element.get("href", ""))
        if not href or href.startswith("#") or (element.tag == "link" and not element.get("rel")):
            continue
        target = _joined(_joined(url, base) or url, href)
        if target is not None and target.lower().startswith(("http://", "https://")):
            links.append(Link(target, _text(element), element.get("rel", "").lower()))
    return links


def _joined(base: str, href: str) -> str | None:
    try:
        return urljoin(base, href)
    except ValueError:
        return None  # such as http://[broken: no address at all


def _text(element: HtmlElement) -> str:
    text = " ".join(block.text for block in read_blocks(element))
    images = (image.get("alt", "") for image in element.iter("img"))
    return text or clean(element.get("title", "") or next(images, ""))


def next_page(links: Iterable[Link], number: int) -> str | None:
    """Return the URL behind page `number` of a listing, as the page's own pager shows it.

    `rel=next` first, then "Trang sau" and its like, then the number that follows, then an arrow
    (a double one last: it may lead to the last page).
    """
    links = list(links)
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


def _number(text: str) -> int | None:
    digits = text.lower().removeprefix("trang").strip("[] ")
    return int(digits) if digits.isdecimal() else None


def sections(
    links: Iterable[Link], labels: Iterable[str], is_article: Callable[[str], bool]
) -> list[str]:
    """Return the URLs of menu links whose text holds one of `labels`."""
    wanted = [comparable(label) for label in labels]
    found: dict[str, None] = {}
    for link in links:
        text = comparable(link.text)
        if len(text.split()) > _MOST_WORDS_OF_SECTION or is_article(link.url):
            continue
        if any(f" {label} " in f" {text} " for label in wanted):
            found[link.url] = None
    return list(found)
