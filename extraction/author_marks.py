"""What shows that a line names the author: its class, its place on the right, its font."""

import re
from collections.abc import Sequence
from itertools import islice

from lxml.html import HtmlElement

from extraction.block import Block
from extraction.boilerplate import author_link
from extraction.bylines import MAX_LENGTH, Byline, read_byline, read_unit
from extraction.text import clean

_AUTHOR_CLASS = re.compile(
    r"author|tac-?gia|byline|nguoi-?viet|pen-?name|pseudonym|but-?danh|(?<![a-z])source(?![\w-]*tags)",
    re.I,
)
_AUTHOR_BOX = re.compile(r"author|tac-?gia|byline", re.I)
_RIGHT = re.compile(r"text-align\s*:\s*(?:right|end)", re.I)
_RIGHT_CLASS = re.compile(r"(?<!copy)right")
_AVATAR = re.compile(
    r"avatar|(?:^|[\s/_-])(?:ava?|avt|users?|profiles?)(?:$|[\s/_.-])|author|tac-?gia", re.I
)
COUNTER = re.compile(
    r" ?[|•·-]? ?(?:(?:số )?(?:lượt|đã) (?:xem|đọc)\b.{0,40}"
    r"|(?<![\d.,])[\d.,]{1,12} (?:lượt|views?)\b.{0,20})$",
    re.I,
)
# Icons of Bootstrap, Font Awesome, Material and others, by their classes or files: bi-person.
_PERSON = re.compile(
    r"(?:^|[\s/_#-])(?:person|users?|author|account|tac-?gia|but-?danh|writer|pen|pencil|quill)"
    r"(?:$|[\s/_.-])",
    re.I,
)
_ICONS = ("i", "span", "em", "b", "svg", "img")
_LIGATURES = ("person", "account_circle", "edit", "create")  # words that Material draws as icons
_MAX_ICONS = 20  # elements of a line that may be one
_MAX_BOXES = 5  # elements around a line, up to the table that sets it on the right
_MAX_TEXTS = 20  # of such a table, with the space between its elements


def is_marked_author(line: Block) -> bool:
    """Return whether the class of a line's element, or of its box, calls it an author."""
    if len(line.text) > MAX_LENGTH:
        return False
    if any(_AUTHOR_CLASS.search(box.get("class", "")) for box in line.path[-3:-1]):
        return True
    return _AUTHOR_CLASS.search(line.names) is not None


def is_set_apart(line: Block) -> bool:
    """Return whether a line is bold, in italics, right-aligned, or marked as an author."""
    return line.strong or line.emphasised or is_marked_or_right(line)


def is_marked_or_right(line: Block) -> bool:
    """Return whether a line is right-aligned, by itself or its box, or marked as an author."""
    names = line.element.get("class", "")
    return bool(
        _AUTHOR_CLASS.search(names)
        or _RIGHT_CLASS.search(names)
        or any(map(_is_right, line.path[-2:]))
        or any(_is_right(e) and _is_small(e) for e in line.path[-_MAX_BOXES:] if e.tag == "table")
    )


def _is_right(element: HtmlElement) -> bool:
    in_style = _RIGHT.search(element.get("style", ""))
    return element.get("align") == "right" or in_style is not None


def _is_small(table: HtmlElement) -> bool:
    """Return whether a table holds no more than a name and its unit; others lay out the page."""
    texts = list(islice(table.itertext(), _MAX_TEXTS + 1))
    return len(texts) <= _MAX_TEXTS and sum(map(len, texts)) <= 2 * MAX_LENGTH


def is_below_avatar(line: Block) -> bool:
    """Return whether the picture before a line is that of an author, by its class or address."""
    if not line.after_image or len(line.text) > MAX_LENGTH:
        return False
    for element in reversed(line.path[-_MAX_BOXES:]):
        before = element.getprevious()
        own = element if element is line.element else before
        picture = next(own.iter("img"), None) if own is not None else None
        if picture is None and before is not None:
            picture = next(before.iter("img"), None)
        if picture is not None:
            return (
                _AVATAR.search(f"{picture.get('class', '')} {picture.get('src', '')}") is not None
            )
    return False


def name_after_icon(line: Block) -> str | None:
    """Return the words between the icon of a person and the next icon of a line, if it has one."""
    for element in islice(line.element.iter(*_ICONS), _MAX_ICONS):
        words = _words_after(element, line) if _is_person(element) else ""
        if words and words in line.text:
            return words
    return None


def _words_after(icon: HtmlElement, line: Block) -> str:
    """Return the text between an icon, or an element that holds nothing else, and the next one."""
    holder: HtmlElement | None = icon
    while holder is not None and holder is not line.element:
        if clean(holder.tail or ""):
            return clean(holder.tail or "")
        if holder.getnext() is not None:
            return clean(holder.getnext().text_content())
        holder = holder.getparent()
    return ""


def _is_person(icon: HtmlElement) -> bool:
    """Return whether an element without a text of its own is the icon of a person or a pen."""
    text = clean(icon.text_content())
    if text:
        return text in _LIGATURES and "material" in icon.get("class", "")
    used = (use.get("href") or use.get("xlink:href", "") for use in icon.iter("use"))
    return _PERSON.search(" ".join((icon.get("class", ""), icon.get("src", ""), *used))) is not None


def links_to_author(line: Block) -> bool:
    """Return whether a link leads to the other articles of an author; a tag may be a name, too."""
    in_box = any(_AUTHOR_BOX.search(box.get("class", "")) for box in line.path[-3:])
    return in_box or author_link(line) is not None


def read_line(line: Block, *, marked: bool) -> Byline | None:
    """Read the byline of a line that may have a counter after it.

    An email address may be glued to the link to the author: then the link has the name.
    """
    link = author_link(line) if "@" in line.text else None
    name = read_byline(clean(link.text_content()), marked=True) if link is not None else None
    return name or read_byline(COUNTER.sub("", line.text), marked=marked)


def with_unit(byline: Byline, following: Sequence[Block]) -> Byline:
    """Add the unit that the next line names."""
    unit = read_unit(following[0].text) if following and not byline.unit else None
    if unit is None:
        return byline
    return Byline(f"{byline.raw}\n{following[0].text}", byline.author, unit)
