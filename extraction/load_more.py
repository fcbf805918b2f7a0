"""Buttons that load more articles of a listing by a script, which a crawl cannot press."""

import itertools
import re
from dataclasses import dataclass

from lxml.html import HtmlElement

from extraction.text import clean, comparable

_LABEL = re.compile(
    r"(?:xem|tải|hiển thị|đọc) thêm(?: các)?(?: tin)?(?: bài)?(?: viết)?(?: cũ)?(?: hơn)?(?: khác)?"
    r"|(?:load|show|view|read) more(?: news| posts| articles)?"
)
_NAME = re.compile(r"(?:load|show|view|btn)-?_?more|xem-?_?them", re.I)
_MAX_LABEL = 60  # characters, with the spaces around it
_MAX_LABEL_PARTS = 20  # texts in an element with a label
_MAX_INSIDE = 100  # elements of a button, with itself, such as those of its icon
_MAX_AROUND = 10  # elements between a button and a link around it, with the link
_ADDRESS = re.compile(r"(?:https?://|/)[^\s/][^\s]{0,2000}")
_ZONE = re.compile(r"\d{1,10}")


@dataclass(frozen=True, slots=True)
class LoadMoreButton:
    """What a button tells the script of a page about the articles to load."""

    address: str | None
    """The address in one of its `data-` attributes, such as `data-url`; as written."""
    zone: str | None
    """The number of the section, in `data-zone`."""


def load_more_button(root: HtmlElement) -> LoadMoreButton | None:
    """Return the button of a page for more articles that is no link, or None without one."""
    buttons = root.iter("button", "input", "a", "div", "span")
    button = next(filter(_is_button_for_more, buttons), None)
    if button is None:
        return None
    data = {
        name: value.strip()
        for element in button.iter()
        for name, value in element.items()
        if name.startswith("data-")
    }
    address = next(filter(_ADDRESS.fullmatch, data.values()), None)
    zone = data.get("data-zone", "")
    return LoadMoreButton(address, zone if _ZONE.fullmatch(zone) else None)


def _is_button_for_more(element: HtmlElement) -> bool:
    if element.tag == "a" and _leads_on(element):
        return False  # as most links do: the first and cheapest thing to ask
    if not _can_be_pressed(element) or _is_large(element):
        return False
    if not _LABEL.fullmatch(comparable(_label(element))):
        return False
    around = itertools.islice(element.iterancestors(), _MAX_AROUND)
    return not any(_leads_on(link) for link in (*element.iter(), *around) if link.tag == "a")


def _can_be_pressed(element: HtmlElement) -> bool:
    if element.tag == "input":
        return element.get("type") in ("button", "submit")
    if element.tag in ("button", "a"):
        return True
    names = f"{element.get('class', '')} {element.get('id', '')}"
    return bool(element.get("onclick") or element.get("role") == "button" or _NAME.search(names))


def _is_large(element: HtmlElement) -> bool:
    """Return whether an element holds more than a button does."""
    return next(itertools.islice(element.iter(), _MAX_INSIDE, None), None) is not None


def _label(element: HtmlElement) -> str:
    """Return the first words of an element: a label is short."""
    if element.tag == "input":
        return clean(element.get("value", "")[:_MAX_LABEL])
    texts = itertools.islice(element.itertext(), _MAX_LABEL_PARTS)
    return clean(" ".join(text[:_MAX_LABEL] for text in texts))


def _leads_on(link: HtmlElement) -> bool:
    href = link.get("href", "").strip().lower()
    return bool(href) and not href.startswith(("#", "javascript:"))
