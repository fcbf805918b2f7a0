"""What a site file says of a site, and what follows from it without asking the site."""

import re
from typing import ClassVar
from urllib.parse import urlsplit

from archive.ledger import SiteCard
from archive.provinces import PROVINCE_NOW
from archive.schedule import LOOKS
from crawler.requests import bare_host
from extraction import Layout

_DEFAULT_PORTS = {"http": 80, "https": 443}


class SiteError(Exception):
    """A site file is incomplete; the message says what is missing."""


class SiteFile:
    """The card of a site; a site file fills in the attributes below."""

    name: str
    """Its short name, as commands and tables have it."""
    title: ClassVar[str] = ""
    """The name of the newspaper, station or committee."""
    province: ClassVar[str] = ""
    """The province as it was called before 1 July 2025."""
    hosts: ClassVar[tuple[str, ...]] = ()
    """All its host names over time without `www.`, today's first. No other host is ever asked."""
    family: ClassVar[str] = ""
    """The CMS that it shares with other sites."""
    sections: ClassVar[tuple[str, ...]] = ()
    """Listings to read: paths on today's host, or full URLs on another of its hosts."""
    menu: ClassVar[tuple[str, ...]] = ()
    """Words that name a section in a home page's menu; such sections are read too."""
    search: ClassVar[str] = ""
    """The path of the site's search, with `{query}` and `{page}`; empty where it is unknown."""
    articles: ClassVar[dict[str, str]] = {}
    """Patterns of the paths of articles. The group `key` is what stays the same when an article's
    URL changes; two patterns share keys if the part of their names before a space is the same."""
    looks: ClassVar[tuple[int, ...]] = LOOKS
    """Days after its first look on which an article is looked at again."""
    layouts: ClassVar[tuple[Layout, ...]] = ()
    """Where pages keep their parts, newest layout first."""

    @classmethod
    def check(cls) -> None:
        """Raise SiteError, with one sentence, where the site file is incomplete."""
        missing = [
            name
            for name in ("name", "title", "province", "hosts", "family", "articles")
            if not getattr(cls, name, None)
        ]
        if not (cls.sections or cls.menu or cls.search):
            missing.append("sections, menu or search")
        if missing:
            raise SiteError(f"The site file of {cls.__name__} lacks: {', '.join(missing)}.")
        if cls.province not in PROVINCE_NOW:
            raise SiteError(f"{cls.__name__}: {cls.province!r} is no province of before July 2025.")
        for name, pattern in cls.articles.items():
            if "key" not in re.compile(pattern).groupindex:
                raise SiteError(f"{cls.__name__}: the article pattern {name!r} has no group 'key'.")

    @classmethod
    def card(cls) -> SiteCard:
        """Return what the archive keeps of the site file."""
        return SiteCard(cls.name, cls.title, cls.province, cls.hosts[0], cls.family, cls.looks)

    @classmethod
    def owns(cls, url: str) -> bool:
        """Return whether a URL is on one of the site's own hosts, by http or https.

        On their default ports only: another port, or another scheme, is another server, or no
        server at all (`file://`).
        """
        try:
            parts = urlsplit(url)
            on_default_port = parts.port in (None, _DEFAULT_PORTS.get(parts.scheme))
        except ValueError:
            return False  # such as http://[broken or http://nbtv.vn:port/
        return parts.scheme in _DEFAULT_PORTS and on_default_port and bare_host(url) in cls.hosts

    @classmethod
    def key(cls, url: str) -> str | None:
        """Return the key of the article behind a URL, or None where it is no article's."""
        path = urlsplit(url).path
        for name, pattern in cls.articles.items():
            match = re.search(pattern, path)  # compiled once: re keeps it
            if match:
                return f"{name.split()[0]}:{match['key']}"
        return None
