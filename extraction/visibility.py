"""Which elements a browser without scripts shows."""

import functools
import re
from collections.abc import Collection

from lxml.html import HtmlElement

UNSEEN = frozenset(
    (
        "script style noscript template iframe object svg math button select option optgroup "
        "textarea input head title meta link audio video canvas map dialog embed applet marquee "
        "amp-ad amp-audio amp-embed amp-iframe amp-sidebar amp-sticky-ad amp-video amp-youtube"
    ).split()
)
"""Elements that show no text of the page: for machines, for forms, for media."""

_HIDING = frozenset(("hidden", "aria-hidden", "style"))
_HIDDEN_STYLE = re.compile(
    r"(?<![\w-])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))", re.I
)

# Of Bootstrap, Tailwind, WordPress and video.js. With a size class such as d-md-block or md:block
# beside it, an element is hidden on some screens only.
_HIDDEN_CLASSES = frozenset(
    ("d-none", "sr-only", "visually-hidden", "screen-reader-text", "vjs-no-js")
)
_HIDDEN_BY_SHEET = "hidden"
_RESPONSIVE = re.compile(r"(?:^|\s)(?:d-(?:sm|md|lg|xl|xxl)-|(?:sm|md|lg|xl|2xl):(?!hidden))")
_SHEET_RULE = re.compile(r"\.hidden\b[^{}]{0,200}\{[^{}]{0,500}?display\s*:\s*none")
_MAX_CACHED = 200  # characters of the classes of an element
_PAGE = ("html", "body")  # if they are hidden, then only until a script of the page runs


def is_hidden(element: HtmlElement, tag: str, attributes: Collection[str]) -> bool:
    """Return whether a browser without scripts would hide an element because of its attributes.

    `attributes` are the names of those that it has.
    """
    hiding = None
    if "class" in attributes:  # as most elements have
        names = element.get("class", "")
        hiding = _short_hiding_class(names) if len(names) <= _MAX_CACHED else _hiding_class(names)
    if (hiding is None and _HIDING.isdisjoint(attributes)) or tag in _PAGE:
        return False
    if hiding is not None and (
        hiding != _HIDDEN_BY_SHEET or _has_style_sheet(element.getroottree().getroot())
    ):
        return True
    return (
        "hidden" in attributes
        or element.get("aria-hidden") == "true"
        or _HIDDEN_STYLE.search(element.get("style", "")) is not None
    )


def _hiding_class(names: str) -> str | None:
    """Return which of an element's classes hides it, if a style sheet says so; or None."""
    if _RESPONSIVE.search(names):
        return None
    classes = names.split()
    hiding = next((name for name in classes if name in _HIDDEN_CLASSES), None)
    return hiding or (_HIDDEN_BY_SHEET if _HIDDEN_BY_SHEET in classes else None)


# The elements of all pages of a site have the same classes.
_short_hiding_class = functools.lru_cache(maxsize=10_000)(_hiding_class)


def has_hidden_text_below(element: HtmlElement, min_length: int) -> bool:
    """Return whether an element below this one is hidden, and has as long a paragraph like it."""
    below = element.getnext()
    if below is None or below.tag in UNSEEN or not is_hidden(below, below.tag, below.keys()):
        return False
    return any(
        len(e.text_content()) >= min_length
        for e in below.iter()
        if e.tag == element.tag and e.get("class") == element.get("class")
    )


def is_page(element: HtmlElement) -> bool:
    """Return whether an element holds most of a page, so that a script must show it if hidden."""
    parent = element.getparent()
    if parent is None or parent.tag not in ("body", "form"):
        return False
    return 2 * sum(1 for _ in element.iter()) > _size(element.getroottree().getroot())


@functools.lru_cache(maxsize=1)
def _size(root: HtmlElement) -> int:
    return sum(1 for _ in root.iter())


@functools.lru_cache(maxsize=1)  # a page may have many such elements
def _has_style_sheet(root: HtmlElement) -> bool:
    """Return whether a style sheet may hide the class `hidden`, as those of frameworks do."""
    if any("stylesheet" in link.get("rel", "").lower() for link in root.iter("link")):
        return True
    return any(_SHEET_RULE.search(style.text or "") for style in root.iter("style"))
