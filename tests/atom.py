"""What RFC 4287 requires of an Atom feed."""

import re
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import lxml.etree

_ATOM = "{http://www.w3.org/2005/Atom}"
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_ONCE = ("id", "title", "updated")
_AT_MOST_ONCE = ("published", "rights", "subtitle", "summary")


def faults(feed: bytes) -> list[str]:
    """Return what is wrong with a feed."""
    try:
        root = lxml.etree.fromstring(feed)
    except lxml.etree.XMLSyntaxError as error:
        return [str(error)]
    if root.tag != f"{_ATOM}feed":
        return [f"the root is {root.tag}"]
    entries = root.findall(f"{_ATOM}entry")
    found = [f"feed: {fault}" for fault in _faults_of(root)]
    for number, entry in enumerate(entries, start=1):
        found += [f"entry {number}: {fault}" for fault in _faults_of(entry)]
        if not _texts(entry, "author/{}name") and not _texts(root, "author/{}name"):
            found.append(f"entry {number}: no author with a name")
    versions = [(*_texts(entry, "id"), *_texts(entry, "updated")) for entry in entries]
    if len(set(versions)) < len(versions):
        found.append("two entries have one id and time")
    if not root.xpath("a:link[@rel='self']", namespaces={"a": _ATOM[1:-1]}):
        found.append("feed: no link to itself")
    return found


def _texts(parent: Any, path: str) -> list[str]:
    return [one.text for one in parent.findall(_ATOM + path.format(_ATOM)) if one.text]


def _faults_of(parent: Any) -> list[str]:
    """Return what is wrong with the elements that feeds and entries have."""
    found = [f"not one {name}" for name in _ONCE if len(_texts(parent, name)) != 1]
    found += [f"{name} twice" for name in _AT_MOST_ONCE if len(_texts(parent, name)) > 1]
    for name in ("updated", "published"):
        found += [f"{name} is {time}" for time in _texts(parent, name) if not _is_time(time)]
    found += [f"the id is {one}" for one in _texts(parent, "id") if not urlsplit(one).scheme]
    links = [dict(link.attrib) for link in parent.findall(f"{_ATOM}link")]
    found += [f"{link} leads nowhere" for link in links if not _is_address(link.get("href", ""))]
    alternates = [
        (link.get("type"), link.get("hreflang"))
        for link in links
        if link.get("rel", "alternate") == "alternate"
    ]
    if len(set(alternates)) < len(alternates):
        found.append("two alternate links of one type")
    if not alternates and not parent.findall(f"{_ATOM}content"):
        found.append("neither a content nor an alternate link")
    found += ["a category without term" for one in parent.findall(f"{_ATOM}category")
              if not one.get("term")]  # fmt: skip
    return found


def _is_time(written: str) -> bool:
    return _TIME.fullmatch(written) is not None and datetime.fromisoformat(written) is not None


def _is_address(written: str) -> bool:
    """Return whether a text may be an IRI: an absolute one, without what must be encoded."""
    return bool(urlsplit(written).scheme) and not re.search(r'[\s<>"{}|\\^`\x00-\x20]', written)
