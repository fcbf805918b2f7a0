"""Requests whose callback sees every response, and what is kept or noted of the responses."""

import string
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from scrapy import Request
from scrapy.http import Headers, Response
from scrapy.http.cookies import CookieJar

from archive.runs import Run
from archive.times import clock
from archive.warc.records import Exchange
from archive.warc.records import Headers as HeaderLines
from sites.card import SiteCard
from sites.urls import redirect_target

MAX_REDIRECTS = 5  # in a row
KEEP_WIRE = "keep_wire"
"""Key in a request's `meta`: the body of the response stays as it was sent, to be captured."""
_REDIRECTS = "redirects"  # key in `meta`: how many redirects led to this request
_COOKIES = "cookies"  # key in `meta`: the cookies that they set


def page_request(url: str, **options: Any) -> Request:
    """Return a request whose callback sees every response, redirects and errors included."""
    meta = {"handle_httpstatus_all": True, **options.pop("meta", {})}
    return Request(url, meta=meta, **options)


def validators(etag: str | None, last_modified: str | None) -> dict[str, str]:
    """Return the headers of a conditional request; none without a validator."""
    headers = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    return {name: value for name, value in headers.items() if value}


def is_unchanged(response: Response) -> bool:
    """Return whether a response to a conditional request says that nothing has changed."""
    assert response.request is not None
    asked = response.request.headers
    return response.status == 304 and ("If-None-Match" in asked or "If-Modified-Since" in asked)


def header(response: Response, name: str) -> str | None:
    """Return a header of a response in ASCII."""
    value = response.headers.get(name)
    return _text(value) if value else None


def location(response: Response) -> str | None:
    """Return the URL that a response redirects to, or None if its `Location` is not a URL."""
    return redirect_target(response.url, header(response, "Location"))


def redirects(response: Response) -> int:
    """Return how many redirects led to a response, if `following` made its request."""
    return int(response.meta.get(_REDIRECTS, 0))


def following(response: Response, target: str) -> Request:
    """Return the request of a response again, for the URL to which it redirects."""
    assert response.request is not None
    request = response.request.replace(url=target, dont_filter=True)
    for name in ("download_slot", "retry_times"):  # of the URL that redirected
        request.meta.pop(name, None)
    request.meta[_REDIRECTS] = redirects(response) + 1
    return with_cookies(response, request)


def with_cookies(response: Response, request: Request) -> Request:
    """Add the cookies that a chain of redirects has set to its next request, and to no other."""
    assert response.request is not None
    jar = response.meta.get(_COOKIES) or CookieJar()
    jar.extract_cookies(response, response.request)
    request.headers.pop("Cookie", None)
    jar.add_cookie_header(request)
    request.meta[_COOKIES] = jar
    return request


def exchange_of(response: Response, link_text: str) -> Exchange:
    """Return a request and its response as they were sent."""
    request = response.request
    assert request is not None
    host = ("Host", urlsplit(response.url).netloc)
    return Exchange(
        url=response.url,
        fetched=clock().replace(microsecond=0),
        status=response.status,
        headers=_lines(response.headers),
        payload=response.body,
        request=[host, *_lines(request.headers)],
        link_text=link_text or None,
    )


def follow_listing(
    site: type[SiteCard], run: Run, url: str, response: Response, target: str | None
) -> Iterator[Request]:
    """Request a listing or a sitemap where it redirects to, or note why it is not followed."""
    if target is None:
        remark_listing(run, url, "redirects to something that is no URL")
    elif not site.may_request(target):
        remark_listing(run, url, f"redirects to another host, not followed: {target}")
    elif redirects(response) >= MAX_REDIRECTS:
        remark_listing(run, url, f"redirects more than {MAX_REDIRECTS} times")
    else:
        yield following(response, target)  # not in its canonical form: the site may want `www.`


def remark_listing(run: Run, url: str, what: str) -> None:
    """Note what the operator must know of a listing or a sitemap that was not read."""
    run.remarks[f"the listing {unquote(url)} {what}"] += 1


def _lines(headers: Headers) -> HeaderLines:
    return [
        (name.decode("latin-1"), _text(value))
        for name, values in headers.items()
        for value in values
    ]


def _text(value: bytes) -> str:
    """Return the value of a header in ASCII, with other bytes percent-encoded as in a URL."""
    return quote(value, safe=string.printable)
