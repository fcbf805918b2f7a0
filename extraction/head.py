"""What the head of a page says about it: statements, which may be wrong."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from lxml.html import HtmlElement

from extraction.text import clean

_MAX_LENGTH = 500  # characters of a statement
_MAX_STATEMENTS = 20  # of one kind
_ARTICLE_TYPES = ("Article", "NewsArticle", "ReportageNewsArticle", "BlogPosting", "WebPage")


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


def read_head(root: HtmlElement) -> Head:
    """Read the head of a page; broken JSON-LD is ignored."""
    meta = _metas(root)
    linked = list(_linked_data(root))
    articles = [item for item in linked if _type_of(item) in _ARTICLE_TYPES]
    titles = [
        *(item.get("headline") for item in articles),
        meta.get("og:title"),
        meta.get("twitter:title"),
        *(element.text_content() for element in root.iter("title")),
    ]
    names = [meta.get("og:site_name"), meta.get("application-name")]
    names += [item.get("name") for item in linked if _type_of(item) in ("Organization", "WebSite")]
    published = [
        *(item.get("datePublished") for item in articles),
        meta.get("article:published_time"),
        meta.get("datepublished"),
        meta.get("pubdate"),
        *_marked_dates(root),
    ]
    return Head(
        titles=_texts(titles),
        site_names=_texts(names),
        published=_texts(published),
        modified=_texts(
            [*(item.get("dateModified") for item in articles), meta.get("article:modified_time")]
        ),
        sections=_texts([meta.get("article:section")]),
    )


def _marked_dates(root: HtmlElement) -> list[str]:
    """Return the publish date by microdata (schema.org) or the hAtom microformat.

    Several different dates are of other articles in lists, and none is returned.
    """
    values: set[str] = set()
    for element in root.iter("abbr", "span", "time", "div"):
        marked = element.get("itemprop", "").lower() == "datepublished"
        if marked or (element.tag == "abbr" and "published" in element.get("class", "").split()):
            value = element.get("content") or element.get("datetime") or element.get("title")
            values.add(value or element.text_content())
    return list(values) if len(values) == 1 else []


def _metas(root: HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        if name and element.get("content"):
            found.setdefault(name.lower(), element.get("content", ""))
    return found


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
                pending += [value for key, value in item.items() if key == "@graph"]


def _type_of(item: dict[str, Any]) -> str:
    kind = item.get("@type", "")
    return str(kind[0] if isinstance(kind, list) and kind else kind)


def _texts(values: list[Any]) -> tuple[str, ...]:
    said = (value for value in values if isinstance(value, str) and len(value) <= _MAX_LENGTH)
    cleaned = (clean(value) for value in islice(said, _MAX_STATEMENTS))
    return tuple(dict.fromkeys(value for value in cleaned if value))
