"""Addresses in one form, and requests that hear every answer."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from scrapy import Request
from scrapy.http import Headers, Response
from w3lib.url import url_query_cleaner

from archive.warc.records import Exchange
from archive.warc.records import Headers as Lines

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


def exchange_of(response: Response, link_text: str) -> Exchange:
    """Return a request and its answer as they went over the wire."""
    request = response.request
    assert request is not None
    sent: Response = request.meta.pop("wire", response)  # still packed
    host = ("Host", urlsplit(response.url).netloc)
    return Exchange(
        url=response.url,
        fetched=datetime.now(UTC).replace(microsecond=0),
        status=response.status,
        headers=_lines(sent.headers),
        payload=sent.body,
        request=[host, *_lines(request.headers)],
        link_text=link_text or None,
    )


def _lines(headers: Headers) -> Lines:
    return [
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in headers.items()
        for value in values
    ]
