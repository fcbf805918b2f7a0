"""Addresses in one form, and requests that hear every answer."""

from typing import Any
from urllib.parse import urlsplit, urlunsplit

from scrapy import Request
from w3lib.url import url_query_cleaner

# What others append to an address to see where its readers come from.
TRACKING = (
    "utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "utm_id", "fbclid",
    "gclid", "zarsrc", "zalo_id", "mc_cid", "mc_eid", "_ga", "igshid", "ref",
)  # fmt: skip


def bare_host(url: str) -> str:
    """Return the host of a URL in lower case, without port and `www.`."""
    return (urlsplit(url).hostname or "").lower().removeprefix("www.")


def canonical(url: str) -> str:
    """Return one form of a URL: https, no `www.`, no fragment, no tracking parameters."""
    parts = urlsplit(url)
    cleaned = url_query_cleaner(
        urlunsplit(("https", bare_host(url), parts.path or "/", parts.query, "")),
        TRACKING,
        remove=True,
        unique=False,
    )
    return str(cleaned)


def page_request(url: str, **options: Any) -> Request:
    """Return a request whose callback sees every answer, redirects and errors included."""
    meta = {"handle_httpstatus_all": True, **options.pop("meta", {})}
    return Request(url, meta=meta, **options)
