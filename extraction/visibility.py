"""Which elements a browser without scripts shows."""

import re

from lxml.html import HtmlElement

UNSEEN = frozenset(
    (
        "script style noscript template iframe object svg math button select option optgroup "
        "textarea input head title meta link audio video canvas map dialog embed applet marquee "
        "amp-ad amp-audio amp-embed amp-iframe amp-sidebar amp-sticky-ad amp-video amp-youtube"
    ).split()
)
"""Elements that show no text of the page: for machines, for forms, for media."""

_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)

# Of Bootstrap, WordPress and video.js. With a size class such as d-md-block beside it, an element
# is hidden on some screens only.
_HIDDEN_CLASS = re.compile(
    r"(?:^|\s)(?:d-none|sr-only|visually-hidden|screen-reader-text|vjs-no-js)(?:\s|$)"
)
_RESPONSIVE = re.compile(r"(?:^|\s)d-(?:sm|md|lg|xl|xxl)-")


def is_shown(element: HtmlElement) -> bool:
    """Return whether a browser without scripts would show the element."""
    if element.tag in UNSEEN:
        return False
    if not element.attrib:
        return True
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return False
    style, names = element.get("style"), element.get("class")
    if style and _HIDDEN_STYLE.search(style):
        return False
    return not (names and _HIDDEN_CLASS.search(names) and not _RESPONSIVE.search(names))
