"""What a site card must say to work."""

import re
from collections.abc import Callable, Iterator

import jmespath
from cssselect import HTMLTranslator, SelectorError

from archive.provinces import PROVINCE_NOW
from extraction.layouts import Layout
from sites.card import ACTIVE, FROZEN, KINDS, STATES, SiteCard, SiteError
from sites.urls import web_host

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_EVIDENCE = ("page", "code", "text")
_DAY = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
_TEXTS = ("name", "title", "kind", "province", "state", "family", "paging", "search")
_LISTS = (
    "evidence", "hosts", "retired", "http_only", "sections", "menu", "feeds", "sitemaps",
    "json_listings", "no_articles", "own_keys", "decoders", "layouts", "revisits",
)  # fmt: skip
_PATTERNS = ("articles", "query_articles")
_FLAGS = ("weak_tls", "month_first")


def check(site: type[SiteCard]) -> None:
    """Raise SiteError if a card cannot work.

    One sentence says what is wrong, in which file, and in which attribute.
    """
    for rule in _RULES:
        for fault in rule(site):
            raise SiteError(f"{site.__module__.replace('.', '/')}.py, {site.__name__}: {fault}.")


def _types(site: type[SiteCard]) -> Iterator[str]:
    kinds: tuple[tuple[tuple[str, ...], type, str], ...] = (
        (_TEXTS, str, "a text"),
        (_LISTS, tuple, "a tuple, in brackets with a comma"),
        (_PATTERNS, dict, "a dict of patterns"),
        (_FLAGS, bool, "True or False"),
    )
    for names, wanted, what in kinds:
        for name in names:
            if not isinstance(getattr(site, name, wanted()), wanted):
                yield f"{name} must be {what}"


def _missing(site: type[SiteCard]) -> Iterator[str]:
    names = ["name", "title", "kind", "hosts", "family", "evidence"]
    if site.kind != "central":
        names.append("province")
    missing = [name for name in names if not getattr(site, name, None)]
    if site.state in (ACTIVE, FROZEN) and not (site.articles or site.query_articles):
        missing.append("articles")
    if not (site.sections or site.menu or site.search or site.feeds or site.sitemaps
            or site.json_listings):  # fmt: skip
        missing.append("sections, menu, feeds, sitemaps, json_listings or search")
    if missing:
        yield f"it lacks {', '.join(missing)}"


def _words(site: type[SiteCard]) -> Iterator[str]:
    if not _NAME.fullmatch(site.name):
        yield f"name {site.name!r} must be lower-case letters, digits and underscores"
    if site.kind not in KINDS:
        yield f"kind {site.kind!r} is not one of {', '.join(KINDS)}"
    if site.state not in STATES:
        yield f"state {site.state!r} is not one of {', '.join(STATES)}"
    if site.province and site.province not in PROVINCE_NOW:
        yield f"province {site.province!r} was not a province before July 2025"
    for one in site.evidence:
        if one.kind not in _EVIDENCE or not _DAY.fullmatch(one.day) or not one.source:
            yield f"evidence {one.source!r} needs a kind ({', '.join(_EVIDENCE)}) and a day"


def _hosts(site: type[SiteCard]) -> Iterator[str]:
    for host in site.hosts:
        if not isinstance(host, str) or not host or web_host(f"https://{host}/") != host:
            yield f"{host!r} of hosts must be a host in lower case, without port and www"
    for name in ("http_only", "retired", "own_keys"):
        for host in getattr(site, name):
            if host not in site.hosts:
                yield f"{host!r} of {name} is not one of its hosts"
    if site.retired and not site.live_hosts():
        yield "all hosts are retired: its state is dead"


def _patterns(site: type[SiteCard]) -> Iterator[str]:
    named = [(name, label, pattern) for name in _PATTERNS
             for label, pattern in getattr(site, name).items()]  # fmt: skip
    for name, label, pattern in [*named, *(("no_articles", p, p) for p in site.no_articles)]:
        try:
            groups = re.compile(pattern).groupindex
        except re.error as error:
            yield f"the pattern {label!r} of {name} is no regular expression: {error}"
            continue
        if name in _PATTERNS and "key" not in groups:
            yield f"the pattern {label!r} of {name} has no group 'key'"


def _listings(site: type[SiteCard]) -> Iterator[str]:
    for name in ("sections", "feeds", "sitemaps"):
        for path in getattr(site, name):
            if not path.startswith("/") and not site.is_live(path):
                yield f"{path!r} of {name} is neither a path nor a URL on one of its live hosts"
    if site.paging and not {"{page}", "{day}"} & set(re.findall(r"\{\w+\}", site.paging)):
        yield f"paging {site.paging!r} has no {{page}}"
    if site.paging and not site.paging.startswith(("{section}", "/")):
        yield f"paging {site.paging!r} must begin with {{section}} or a slash"
    if site.search and ("{query}" not in site.search or not site.search.startswith("/")):
        yield f"search {site.search!r} must be a path with {{query}}"
    button = (site.load_more.of("host.example", "1"),) if site.load_more is not None else ()
    for listing in (*site.json_listings, *button):
        if web_host(listing.url) is None:
            yield f"{listing.url!r} of json_listings is no URL"
        try:
            jmespath.compile(listing.links)
        except jmespath.exceptions.JMESPathError as error:
            why = " ".join(str(error).split())
            yield f"{listing.links!r} of json_listings is no JMESPath: {why}"


def _layouts(site: type[SiteCard]) -> Iterator[str]:
    translate = HTMLTranslator().css_to_xpath
    for layout in site.layouts:
        if not isinstance(layout, Layout) or not (layout.title and layout.body):
            yield f"a layout has no title or no body: {layout!r}"
            continue
        for part in ("title", "body", "lead", "date", "author", "section", "drop"):
            selector = getattr(layout, part)
            try:
                translate(selector) if selector else None
            except SelectorError as error:
                yield f"{part} of the layout {layout.name!r} is no CSS selector: {error}"
    names = [layout.name for layout in site.layouts]
    if len(set(names)) < len(names):
        yield "two layouts have the same name"


_RULES: tuple[Callable[[type[SiteCard]], Iterator[str]], ...] = (
    _types, _missing, _words, _hosts, _patterns, _listings, _layouts,
)  # fmt: skip
