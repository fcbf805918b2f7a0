"""The card of a site: what its file in `spiders/` says, and what follows without a request."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import ClassVar
from urllib.parse import urlsplit

from archive.site import REVISIT_DAYS, SiteFacts
from extraction.decoders import Decoder
from extraction.inputs import SiteRules
from extraction.layouts import Layout
from sites.urls import canonical, web_host

KINDS = ("newspaper", "broadcaster", "party", "front", "central")
"""What a site is: a Party newspaper, a broadcaster, a Party committee, a committee of the
Fatherland Front, an organ of the whole country."""
ACTIVE, UNVERIFIED, FROZEN, DEAD = "active", "unverified", "frozen", "dead"
STATES = (ACTIVE, UNVERIFIED, FROZEN, DEAD)
"""What is known of a site's life:

- `active`: it is crawled every night;
- `unverified`: its card was written from texts alone. It is left out until a probe has passed;
- `frozen`: it is still there and has no news. It is read to its end, then only rechecked;
- `dead`: it is never requested. Its pages come from imports and web archives.
"""
MENU = (
    "dân vận", "dân chủ", "xây dựng Đảng", "chính trị", "thời sự", "tin tức", "trong tỉnh",
    "hoạt động", "mặt trận", "đoàn thể", "tuyên giáo", "cơ quan tham mưu", "xã hội", "đời sống",
    "địa phương", "người tốt", "khối vận", "dân với Đảng", "Đảng với dân", "lòng dân",
    "làm theo Bác", "gương Bác", "cơ sở", "thành phố",
)  # fmt: skip
"""Words in the menus of Vietnamese news sites whose sections have such news."""


class SiteError(Exception):
    """A site card cannot work; the message says what is wrong, in one sentence."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A source of what a card says. Nobody has tried the card on the site itself."""

    kind: str
    """`page`: a saved page of the site; `code`: code that somebody ran on it; `text`: an address,
    a list or a text that names it."""
    day: str
    """The day or month of the source, such as `2026-02`; without one, that of its collection."""
    source: str
    """What it is, in a few words."""


@dataclass(frozen=True, slots=True)
class JsonListing:
    """A listing that the site's own scripts read as JSON."""

    url: str
    """A full URL, with `{page}` if it has several pages. Its host may be one that only serves
    data."""
    links: str
    """A JMESPath expression for the URLs of the articles in the answer (jmespath.org)."""
    headers: dict[str, str] = field(default_factory=dict, hash=False)
    """What the server requires in a request."""

    def of(self, host: str, zone: str) -> "JsonListing":
        """Return the listing of a section, with the site's host and the number of the section."""

        def filled(text: str) -> str:
            return text.replace("{host}", host).replace("{zone}", zone)

        headers = {name: filled(value) for name, value in self.headers.items()}
        return JsonListing(filled(self.url), self.links, headers)


class SiteCard:
    """The card of a site; its file in `spiders/` fills in the attributes below."""

    name: str
    """Its short name in commands and tables."""
    title: ClassVar[str] = ""
    """The name of the newspaper, station or committee."""
    kind: ClassVar[str] = ""
    """One of KINDS."""
    province: ClassVar[str] = ""
    """The province as it was called before 1 July 2025. Empty for a site of the whole country:
    its articles have no province."""
    state: ClassVar[str] = UNVERIFIED
    """One of STATES."""
    evidence: ClassVar[tuple[Evidence, ...]] = ()
    """Where the facts of the card are from; see `spiders/sources.py`."""
    hosts: ClassVar[tuple[str, ...]] = ()
    """All its host names over time without `www.`, today's first. No other host is requested."""
    retired: ClassVar[tuple[str, ...]] = ()
    """Those of its hosts that are no longer there, or are not the site's any more. They are never
    requested; imports know them."""
    http_only: ClassVar[tuple[str, ...]] = ()
    """Those of its hosts that do not speak https; they are requested by http."""
    weak_tls: ClassVar[bool] = False
    """Its https needs TLS 1.0 or 1.1 or old ciphers and keys, or its certificate is invalid."""
    family: ClassVar[str] = ""
    """The CMS that it shares with other sites: a file in `spiders/families/`. `own` if no other
    site has it, `unknown` if nothing is known of it."""

    sections: ClassVar[tuple[str, ...]] = ()
    """Listings to crawl: paths on today's host, or full URLs on another of its hosts."""
    paging: ClassVar[str] = ""
    """The URL of page `{page}` of a section, if the page itself has no pager. `{section}` stands
    for the section without a slash or `.html` at its end, `{day}` for each of the last days."""
    menu: ClassVar[tuple[str, ...]] = MENU
    """Words that name a section in a home page's menu; such sections are crawled too."""
    feeds: ClassVar[tuple[str, ...]] = ()
    """RSS and Atom feeds: paths or full URLs. Those that the site's pages name are read as well."""
    sitemaps: ClassVar[tuple[str, ...]] = ()
    """Sitemaps: paths or full URLs. Those that robots.txt names are read as well."""
    json_listings: ClassVar[tuple[JsonListing, ...]] = ()
    """Listings that only scripts read."""
    load_more: ClassVar[JsonListing | None] = None
    """The listing that a script reads when a section's button for more articles is pressed.
    `{host}` stands for the site's host, `{zone}` for the button's `data-zone`."""
    search: ClassVar[str] = ""
    """The path of the site's search, with `{query}`, and `{page}` if it has pages."""

    articles: ClassVar[dict[str, str]] = {}
    """Patterns of the paths of articles. The group `key` is what stays the same when an article's
    URL changes; patterns whose names begin with the same word share their keys. A group `day` is
    the day of publication: `20230829`, or `230829`. A group `space` is the list that numbers its
    articles from 1: its numbers are keys in it alone."""
    query_articles: ClassVar[dict[str, str]] = {}
    """The same for URLs with the key in the query; these patterns see path and query."""
    no_articles: ClassVar[tuple[str, ...]] = ()
    """Patterns of paths that fit `articles` and are none: translations, sections."""
    own_keys: ClassVar[tuple[str, ...]] = ()
    """Those of its hosts whose keys are a series of their own."""

    decoders: ClassVar[tuple[Decoder, ...]] = ()
    """How the text gets into the page, if the server does not put it there."""
    month_first: ClassVar[bool] = False
    """The CMS writes American dates into the head of its pages: `11/21/2023 9:28:56 AM`."""
    layouts: ClassVar[tuple[Layout, ...]] = ()
    """Where pages keep their parts, the newest layout first."""
    revisits: ClassVar[tuple[int, ...]] = REVISIT_DAYS
    """Days after it was first seen on which an article is fetched again."""

    @classmethod
    def facts(cls) -> SiteFacts:
        """Return what the archive needs to know of the site."""
        return SiteFacts(
            name=cls.name,
            title=cls.title,
            kind=cls.kind,
            state=cls.state,
            evidence=tuple(f"{e.kind}, {e.day}: {e.source}" for e in cls.evidence),
            province=cls.province or None,
            host=cls.hosts[0],
            family=cls.family,
            revisit_days=cls.revisits,
            rules=cls.rules(),
            key_of=cls._key_of,
        )

    @classmethod
    def rules(cls) -> SiteRules:
        """Return how the pages of the site are read."""
        return SiteRules(
            cls.layouts,
            decoders=cls.decoders,
            month_first=cls.month_first,
            dated_paths=tuple(path for path in cls.articles.values() if "(?P<day>" in path),
        )

    @classmethod
    def live_hosts(cls) -> tuple[str, ...]:
        """Return the hosts that may be requested."""
        return tuple(host for host in cls.hosts if host not in cls.retired)

    @classmethod
    def owns(cls, url: str) -> bool:
        """Return whether a URL is on one of the site's own hosts, by http or https."""
        return web_host(url) in cls.hosts

    @classmethod
    def is_live(cls, url: str) -> bool:
        """Return whether a URL is on one of the site's own hosts that is not retired."""
        host = web_host(url)
        return host in cls.hosts and host not in cls.retired

    @classmethod
    def may_request(cls, url: str) -> bool:
        """Return whether a URL is on a live host of the site, or on one that serves its data.

        A retired host does neither.
        """
        host = web_host(url)
        if host is None or host in cls.retired:
            return False
        return host in cls.hosts or host in cls._data_hosts()

    @classmethod
    def _data_hosts(cls) -> Iterator[str | None]:
        """Yield the hosts of listings that the site's scripts read."""
        for listing in cls.json_listings:
            yield web_host(listing.url)
        if cls.load_more is not None:
            for host in cls.live_hosts():
                yield web_host(cls.load_more.of(host, "0").url)

    @classmethod
    def key(cls, url: str) -> str | None:
        """Return the key of the article at a URL of the site, or None if it is not an article."""
        match = cls.match(url)
        if match is None:
            return None
        name, groups = match
        space = f"{groups['space']}/" if groups.get("space") else ""
        key = f"{name.split()[0]}:{space}{groups['key']}"
        host = web_host(url)
        return f"{key}@{host}" if host in cls.own_keys else key

    @classmethod
    def match(cls, url: str) -> tuple[str, dict[str, str]] | None:
        """Return the name of the article pattern that fits a URL, and its groups; or None."""
        parts = urlsplit(url)
        if any(re.search(pattern, parts.path) for pattern in cls.no_articles):
            return None
        for name, pattern in cls.articles.items():
            match = re.search(pattern, parts.path)  # `re` caches the compiled pattern
            if match:
                return name, match.groupdict()
        path_and_query = f"{parts.path}?{parts.query}"
        for name, pattern in cls.query_articles.items() if parts.query else ():
            match = re.search(pattern, path_and_query)
            if match:
                return name, match.groupdict()
        return None

    @classmethod
    def resolve(cls, url: str) -> "Address | None":
        """Return the address of an article of the site, or None for any other URL."""
        if not cls.owns(url):
            return None
        url = canonical(url)
        key = cls.key(url)
        return Address(cls, key, url) if key is not None else None

    @classmethod
    def _key_of(cls, url: str) -> str | None:
        address = cls.resolve(url)
        return address.key if address is not None else None


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

    def site_of(self, url: str) -> type[SiteCard] | None:
        """Return the site whose host a URL is on."""
        return self._sites.get(web_host(url) or "")

    def site(self, name: str) -> type[SiteCard] | None:
        """Return the site with a name."""
        return next((site for site in self._sites.values() if site.name == name), None)

    def resolve(self, url: str) -> Address | None:
        """Return the article's address, or None if it is not an article of these sites."""
        site = self.site_of(url)
        return site.resolve(url) if site is not None else None
