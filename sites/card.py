"""The card of a site: what its file in `spiders/` says, and what follows without a request."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import urlsplit

from archive.provinces import PROVINCE_NOW
from archive.schedule import REVISIT_DAYS
from archive.site import SiteFacts
from extraction import Layout
from sites.urls import canonical, web_host


class SiteError(Exception):
    """A site card is incomplete; the message says what is missing."""


class SiteCard:
    """The card of a site; its file in `spiders/` fills in the attributes below."""

    name: str
    """Its short name in commands and tables."""
    title: ClassVar[str] = ""
    """The name of the newspaper, station or committee."""
    province: ClassVar[str] = ""
    """The province as it was called before 1 July 2025."""
    hosts: ClassVar[tuple[str, ...]] = ()
    """All its host names over time without `www.`, today's first. No other host is requested."""
    http_only: ClassVar[tuple[str, ...]] = ()
    """Those of its hosts that do not speak https; they are requested by http."""
    weak_tls: ClassVar[bool] = False
    """Its https needs TLS 1.0 or 1.1 or old ciphers and keys, or its certificate is invalid."""
    family: ClassVar[str] = ""
    """The CMS that it shares with other sites."""
    sections: ClassVar[tuple[str, ...]] = ()
    """Listings to crawl: paths on today's host, or full URLs on another of its hosts."""
    menu: ClassVar[tuple[str, ...]] = ()
    """Words that name a section in a home page's menu; such sections are crawled too."""
    search: ClassVar[str] = ""
    """The path of the site's search, with `{query}` and `{page}`; empty if it is unknown."""
    articles: ClassVar[dict[str, str]] = {}
    """Patterns of the paths of articles. The group `key` is what stays the same when an article's
    URL changes; patterns whose names begin with the same word share their keys."""
    revisits: ClassVar[tuple[int, ...]] = REVISIT_DAYS
    """Days after it was first seen on which an article is fetched again."""
    layouts: ClassVar[tuple[Layout, ...]] = ()
    """Where pages keep their parts, the newest layout first."""

    @classmethod
    def check(cls) -> None:
        """Raise SiteError, with one sentence, if the card is incomplete."""
        missing = [
            name
            for name in ("name", "title", "province", "hosts", "family", "articles")
            if not getattr(cls, name, None)
        ]
        if not (cls.sections or cls.menu or cls.search):
            missing.append("sections, menu or search")
        if missing:
            raise SiteError(f"The site file of {cls.__name__} lacks: {', '.join(missing)}.")
        for host in cls.hosts:
            if not host or web_host(f"https://{host}/") != host:
                raise SiteError(
                    f"{cls.__name__}: {host!r} must be a host in lower case, without port and www."
                )
        for host in cls.http_only:
            if host not in cls.hosts:
                raise SiteError(f"{cls.__name__}: {host!r} of http_only is not one of its hosts.")
        if cls.province not in PROVINCE_NOW:
            raise SiteError(
                f"{cls.__name__}: {cls.province!r} was not a province before July 2025."
            )
        for name, pattern in cls.articles.items():
            where = f"{cls.__name__}: the article pattern {name!r}"
            try:
                groups = re.compile(pattern).groupindex
            except re.error as error:
                raise SiteError(f"{where} is no regular expression: {error}.") from error
            if "key" not in groups:
                raise SiteError(f"{where} has no group 'key'.")

    @classmethod
    def facts(cls) -> SiteFacts:
        """Return what the archive needs to know of the site."""
        return SiteFacts(
            cls.name, cls.title, cls.province, cls.hosts[0], cls.family, cls.revisits, cls.layouts
        )

    @classmethod
    def owns(cls, url: str) -> bool:
        """Return whether a URL is on one of the site's own hosts, by http or https."""
        return web_host(url) in cls.hosts

    @classmethod
    def key(cls, url: str) -> str | None:
        """Return the key of the article at a URL of the site, or None if it is not an article."""
        path = urlsplit(url).path
        for name, pattern in cls.articles.items():
            match = re.search(pattern, path)  # `re` caches the compiled pattern
            if match:
                return f"{name.split()[0]}:{match['key']}"
        return None

    @classmethod
    def resolve(cls, url: str) -> "Address | None":
        """Return the address of an article of the site, or None for any other URL."""
        if not cls.owns(url):
            return None
        url = canonical(url)
        key = cls.key(url)
        return Address(cls, key, url) if key is not None else None


@dataclass(frozen=True, slots=True)
class Address:
    """The URL of an article, resolved once: its site, its key, and the URL in one form."""

    site: type[SiteCard]
    key: str
    url: str


class Directory:
    """Resolves URLs of any of several sites. Raises SiteError if two of them have the same host."""

    def __init__(self, sites: Iterable[type[SiteCard]]) -> None:
        self._sites: dict[str, type[SiteCard]] = {}
        for site in sites:
            for host in site.hosts:
                other = self._sites.setdefault(host, site)
                if other is not site:
                    raise SiteError(
                        f"{other.__name__} and {site.__name__} both have the host {host}: "
                        "remove it from one of their site files."
                    )

    def knows_host(self, url: str) -> bool:
        """Return whether a URL is on a host of one of the sites."""
        return web_host(url) in self._sites

    def site(self, name: str) -> type[SiteCard] | None:
        """Return the site with a name."""
        return next((site for site in self._sites.values() if site.name == name), None)

    def resolve(self, url: str) -> Address | None:
        """Return the article's address, or None if it is not an article of these sites."""
        site = self._sites.get(web_host(url) or "")
        return site.resolve(url) if site is not None else None
