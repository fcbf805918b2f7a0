"""Pages that show another article than the one that their address is of: a cache is confused."""

from urllib.parse import urljoin

from lxml.html import HtmlElement

from extraction.stated_titles import Slug
from extraction.text import comparable


def other_article(root: HtmlElement, url: str, title: str | None) -> str | None:
    """Return the URL of another article that a page says it is, or None.

    Two witnesses must agree: the words of the title are in the path of the page's canonical link,
    and not in its own. Many templates have a canonical link that is wrong, and some articles get
    another title after their address.
    """
    own = Slug(url)
    if title is None or not own.words or own.has(comparable(title)):
        return None
    for link in root.iter("link"):
        if link.get("rel", "").lower() == "canonical":
            try:
                target = urljoin(url, link.get("href", "").strip())
                return target if Slug(target).has(comparable(title)) else None
            except ValueError:
                return None  # no URL
    return None
