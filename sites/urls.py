"""Canonical URLs, and the hosts of URLs."""

import functools
import re
from urllib.parse import urlsplit, urlunsplit

from ada_url import URL, join_url, normalize_url

# Parameters that others append to a URL to see where its readers come from.
TRACKING = (
    "utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "utm_id", "fbclid",
    "gclid", "zarsrc", "zalo_id", "mc_cid", "mc_eid", "_ga", "igshid", "ref",
)  # fmt: skip
# Parameters that name the session of a reader: they differ in every response.
_SESSION = ("PHPSESSID", "phpsessid", "JSESSIONID", "jsessionid")
# The same in the path: by Java (`/bai.html;jsessionid=1A2B`), by ASP.NET (`/(S(1a2b))/bai.html`).
_SESSION_IN_PATH = re.compile(
    r"(?:;|%3B)(?:jsessionid|phpsessid|sessionid|sid)=[^/;]*|/\((?:[A-Z]\([^()/]*\))+\)(?=/)",
    re.IGNORECASE,
)


MAX_URL = 8_000
"""Characters of a URL: servers need not accept longer ones (RFC 9110, 4.1)."""
_MAX_CACHED = 2_000  # URLs: the pages of a site have most of their links in common


def bare_host(url: str) -> str:
    """Return the host of a URL in lower case, without port, `www.` and the dot of the DNS root.

    Raises ValueError if it is not a URL, such as `http://[broken`.
    """
    host = (urlsplit(url).hostname or "").lower()
    return host.removesuffix(".").removeprefix("www.")


@functools.lru_cache(_MAX_CACHED)
def web_host(url: str) -> str | None:
    """Return the bare host of an http or https URL on its default port, or None for any other.

    Another port or another scheme is another server, or no server at all (`file://`). None also for
    a URL of more than MAX_URL characters.
    """
    if len(url) > MAX_URL:
        return None
    try:
        parts = URL(url)
    except ValueError:
        return None  # such as http://[broken or http://nbtv.vn:port/
    if parts.protocol not in ("http:", "https:") or parts.port:
        return None
    return bare_host(parts.href)


@functools.lru_cache(_MAX_CACHED)
def canonical(url: str) -> str:
    """Return one form of a URL, percent-encoded as it is requested.

    With https, and without `www.`, port, fragment, tracking parameters and session ids. Raises
    ValueError if it is not a URL.
    """
    # It loads Python's HTTP client, which a command that only lists the sites does not need.
    from w3lib.url import safe_url_string, url_query_cleaner

    url = safe_url_string(normalize_url(url))
    parts = urlsplit(url)
    path = _SESSION_IN_PATH.sub("", parts.path)
    cleaned = url_query_cleaner(
        urlunsplit(("https", bare_host(url), path, parts.query, "")),
        TRACKING + _SESSION,
        remove=True,
        unique=False,
    )
    return str(cleaned)


def joined(base: str, reference: str) -> str | None:
    """Return the URL that a reference on a page at `base` leads to, as browsers read it.

    It follows the URL Standard (url.spec.whatwg.org). None if that is not a URL, or one of more
    than MAX_URL characters.
    """
    try:
        url = str(join_url(base, reference))
    except ValueError:
        return None
    return url if len(url) <= MAX_URL else None


def redirect_target(url: str, location: str | None) -> str | None:
    """Return the URL that a response redirects to, or None if its `Location` is not a URL."""
    return joined(url, location) if location else None
