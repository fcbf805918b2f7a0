"""What the head of a page says about it: statements, which may be wrong."""

import json
import re
from collections.abc import Iterator, Set
from dataclasses import dataclass
from itertools import islice
from typing import Any

from lxml.html import HtmlElement

from extraction.boilerplate import is_aside_box, is_comment_box
from extraction.text import clean, comparable

_MAX_LENGTH = 500  # characters of a statement
_MAX_STATEMENTS = 20  # of one kind
# NewsArticle, ReportageNewsArticle, BlogPosting, LiveBlogPosting, ... of schema.org
_ARTICLE_TYPES = ("Article", "Posting", "Report", "CreativeWork", "WebPage")
_NESTED = ("@graph", "mainEntity", "mainEntityOfPage")
_MARKED = ("abbr", "span", "time", "div", "p", "li", "dd", "td", "em", "small", "strong", "b", "i")
_MARKED_BY_CLASS = ("abbr", "time")
# Of schema.org in microdata or RDFa, and those that Drupal writes.
_DATE_PROPERTIES = {"datepublished", "schema:datepublished", "dc:created", "dc:date"}
_MAX_AROUND = 20  # elements around a marked date
_MAX_LEVELS = 3  # of them that are looked at for links beside the date
_MAX_LINKS = 5  # beside it
_MAX_TEXTS = 5  # in a link
_MIN_TITLE = 5  # words of a link to another article
_NAMED = {"Organization", "NewsMediaOrganization", "WebSite"}
_PUBLISHED = (
    "article:published_time", "og:article:published_time", "og:published_time", "published_time",
    "article:published", "datepublished", "pubdate", "publishdate", "publish_date", "publish-date",
    "publication_date", "citation_publication_date", "dc.date", "dc.date.issued", "dc.date.created",
    "dcterms.date", "dcterms.issued", "dcterms.created", "sailthru.date", "parsely-pub-date",
)  # fmt: skip
_MODIFIED = (
    "article:modified_time", "og:article:modified_time", "og:updated_time", "article:modified",
    "datemodified", "dc.date.modified", "dcterms.modified",
)  # fmt: skip


_AUTHORS = ("citation_author", "dc.creator")


@dataclass(frozen=True, slots=True)
class Head:
    """The statements of meta elements, `<title>`, JSON-LD and microdata, most specific first."""

    titles: tuple[str, ...]
    """May have the name of the site before or after the title."""
    site_names: tuple[str, ...]
    published: tuple[str, ...]
    """Publish dates, not parsed."""
    modified: tuple[str, ...]
    """Dates of the last change, not parsed."""
    sections: tuple[str, ...]
    authors: tuple[str, ...]
    """As JSON-LD and meta elements for scholars state them: often the newspaper."""


def read_head(root: HtmlElement) -> Head:
    """Read the head of a page; broken JSON-LD is ignored."""
    meta = _metas(root)
    linked = list(_linked_data(root))
    articles = [item for item in linked if any(t.endswith(_ARTICLE_TYPES) for t in _types_of(item))]
    titles = [
        *(item.get("headline") for item in articles),
        meta.get("og:title"),
        meta.get("twitter:title"),
        meta.get("dc.title"),
        *(element.text_content() for element in root.iter("title")),
    ]
    names = [meta.get("og:site_name"), meta.get("application-name")]
    names += [item.get("name") for item in linked if _NAMED.intersection(_types_of(item))]
    published = [
        *(item.get("datePublished") for item in articles),
        *map(meta.get, _PUBLISHED),
        *_marked_dates(root, set(map(comparable, _texts(titles)))),
    ]
    return Head(
        titles=_texts(titles),
        site_names=_texts(names),
        published=_texts(published),
        modified=_texts(
            [*(item.get("dateModified") for item in articles), *map(meta.get, _MODIFIED)]
        ),
        sections=_texts([meta.get("article:section")]),
        authors=_texts(
            [
                *(name for item in articles for name in _names(item.get("author"))),
                *(e.get("content") for e in root.iter("meta") if _name_of(e) in _AUTHORS),
            ]
        ),
    )


def _names(authors: Any) -> Iterator[Any]:
    """Yield the names of an author in JSON-LD: a text, an object with a name, or a list of them.

    An organization is the newspaper.
    """
    for author in authors if isinstance(authors, list) else [authors]:
        if not isinstance(author, dict):
            yield author
        elif not any(name.endswith("Organization") for name in _types_of(author)):
            yield author.get("name")


def _marked_dates(root: HtmlElement, titles: Set[str]) -> list[str]:
    """Return the publish date by microdata or RDFa, else by the hAtom microformat.

    Those of lists, of comments and of boxes beside the article are of something else. If several
    different dates are left, none is returned.
    """
    by_property: set[str] = set()
    by_class: set[str] = set()
    for element in root.iter(*_MARKED):
        item, rdfa = element.get("itemprop", ""), element.get("property", "")
        if not (item or rdfa or element.tag in _MARKED_BY_CLASS):
            continue  # as most elements
        names = f"{item} {rdfa}".lower().split()
        is_property = not _DATE_PROPERTIES.isdisjoint(names)
        is_classed = element.tag in _MARKED_BY_CLASS and (
            "published" in element.get("class", "").split() or element.get("pubdate") is not None
        )
        if (is_property or is_classed) and not _is_of_other(element, titles):
            value = element.get("content") or element.get("datetime") or element.get("title")
            (by_property if is_property else by_class).add(value or element.text_content())
    values = by_property or by_class
    return list(values) if len(values) == 1 else []


def _is_of_other(mark: HtmlElement, titles: Set[str]) -> bool:
    """Return whether a marked date is that of a comment, or of another article in a list or a card.

    A link beside it may have one of the `titles` of the page itself, in their comparable form.
    """
    node = mark
    for level, box in enumerate(islice(mark.iterancestors(), _MAX_AROUND)):
        if box.tag == "body":
            break  # its classes say what the page has, such as comments
        if box.tag == "li" or is_comment_box(box) or is_aside_box(box):
            return True
        if level < _MAX_LEVELS and _is_beside_link(node, titles):
            return True
        node = box
    return False


def _is_beside_link(node: HtmlElement, titles: Set[str]) -> bool:
    """Return whether a link to another article is just before an element, or after a first one."""
    beside = node.getprevious()
    if beside is None:
        beside = node.getnext()
    if beside is None:
        return False
    texts = (
        "".join(islice(a.itertext(), _MAX_TEXTS)) for a in islice(beside.iter("a"), _MAX_LINKS)
    )
    return any(
        len(text.split()) >= _MIN_TITLE and not any(comparable(text) in title for title in titles)
        for text in texts
    )


def _metas(root: HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        name = _name_of(element)
        if name and element.get("content"):
            found.setdefault(name, element.get("content", ""))
    return found


def _name_of(meta: HtmlElement) -> str:
    name = meta.get("property") or meta.get("name") or meta.get("itemprop")
    return (name or "").lower()


def _linked_data(root: HtmlElement) -> Iterator[dict[str, Any]]:
    for script in root.iter("script"):
        if script.get("type", "").strip().lower() != "application/ld+json":
            continue
        try:
            # Line breaks inside JSON strings are common on these sites and harmless here.
            data = json.loads(re.sub(r"[\x00-\x1f]", " ", script.text or ""))
        except (ValueError, RecursionError):
            continue  # broken
        pending = [data]
        while pending:
            item = pending.pop()
            if isinstance(item, list):
                pending += reversed(item)
            elif isinstance(item, dict):
                yield item
                pending += [value for key, value in item.items() if key in _NESTED]


def _types_of(item: dict[str, Any]) -> list[str]:
    kind = item.get("@type", "")
    return [str(name) for name in (kind if isinstance(kind, list) else [kind])]


def _texts(values: list[Any]) -> tuple[str, ...]:
    said = (value for value in values if isinstance(value, str) and len(value) <= _MAX_LENGTH)
    cleaned = (clean(value) for value in islice(said, _MAX_STATEMENTS))
    return tuple(dict.fromkeys(value for value in cleaned if value))
