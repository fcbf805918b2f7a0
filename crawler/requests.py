"""Requests whose callback sees every response, and what is kept or noted of the responses."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote, urlsplit

from scrapy import Request
from scrapy.http import Headers, Response

from archive.runs import Run
from archive.warc.records import Exchange
from archive.warc.records import Headers as HeaderLines

KEEP_WIRE = "keep_wire"
"""Key in a request's `meta`: the download handler keeps the response before it is decoded."""
WIRE = "wire"
"""Key in a request's `meta`: the response that the handler kept."""


def page_request(url: str, **options: Any) -> Request:
    """Return a request whose callback sees every response, redirects and errors included."""
    meta = {"handle_httpstatus_all": True, **options.pop("meta", {})}
    return Request(url, meta=meta, **options)


def exchange_of(response: Response, link_text: str) -> Exchange:
    """Return a request and its response as they were sent."""
    request = response.request
    assert request is not None
    sent: Response = request.meta.pop(WIRE, response)  # with its content encoding
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


def remark_listing(run: Run, url: str, what: str) -> None:
    """Note what the operator must know of a listing or a sitemap that was not read."""
    run.remarks[f"the listing {unquote(url)} {what}"] += 1


def _lines(headers: Headers) -> HeaderLines:
    return [
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in headers.items()
        for value in values
    ]
