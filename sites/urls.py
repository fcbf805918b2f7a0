"""Canonical URLs, and the hosts of URLs."""

from urllib.parse import urljoin, urlsplit, urlunsplit

from w3lib.url import safe_url_string, url_query_cleaner

# Parameters that others append to a URL to see where its readers come from.
TRACKING = (
    "utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "utm_id", "fbclid",
    "gclid", "zarsrc", "zalo_id", "mc_cid", "mc_eid", "_ga", "igshid", "ref",
)  # fmt: skip

_DEFAULT_PORTS = {"http": 80, "https": 443}


def bare_host(url: str) -> str:
    """Return the host of a URL in lower case, without port and `www.`.

    Raises ValueError if it is not a URL, such as `http://[broken`.
    """
    return (urlsplit(url).hostname or "").lower().removeprefix("www.")


def web_host(url: str) -> str | None:
    """Return the bare host of an http or https URL on its default port, or None for any other.

    Another port or another scheme is another server, or no server at all (`file://`).
    """
    try:
        parts = urlsplit(url)
        on_default_port = parts.port in (None, _DEFAULT_PORTS.get(parts.scheme))
    except ValueError:
        return None  # such as http://[broken or http://nbtv.vn:port/
    return bare_host(url) if parts.scheme in _DEFAULT_PORTS and on_default_port else None


def canonical(url: str) -> str:
    """Return one form of a URL, percent-encoded as it is requested.

    With https, and without `www.`, port, fragment and tracking parameters.
    """
    parts = urlsplit(safe_url_string(url))
    cleaned = url_query_cleaner(
        urlunsplit(("https", bare_host(url), parts.path or "/", parts.query, "")),
        TRACKING,
        remove=True,
        unique=False,
    )
    return str(cleaned)


def redirect_target(url: str, location: str | None) -> str | None:
    """Return the URL that a response redirects to, or None if its `Location` is not a URL."""
    try:
        return urljoin(url, safe_url_string(location)) if location else None
    except ValueError:
        return None
