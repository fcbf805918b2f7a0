"""What a response means for an article, whether it was just fetched or captured before."""

from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import parse_qsl, urlsplit

from w3lib.html import get_base_url, get_meta_refresh

from archive.errors import ArchiveError
from archive.outcomes import Outcome
from archive.runs import Run
from archive.times import clock
from archive.visit import Visit, fetched_page
from archive.warc.records import CaptureRecord, Exchange, read_record, repeats
from extraction.encodings import Incomplete
from sites.card import Address, SiteCard
from sites.urls import joined, redirect_target, web_host

REDIRECT_STATUSES = (301, 302, 303, 307, 308)

MAX_REFRESH_SECONDS = 5
"""A page that leads on to another so soon is a redirect; news pages reload themselves later."""

_LOGIN = frozenset(
    "authenticate dang-nhap dangnhap log-in login logon sign-in signin sso wp-login".split()
)  # names of pages with a form to log in
_RETURN = frozenset("redirect_to redirect_uri return_to return_url returnto returnurl".split())
# names of parameters with the page to go back to after it
_INERT = ("script", "noscript", "template")  # a refresh in them is no part of the page
_HEAD = 4096  # bytes of a page in which it can say so
_DEFAULT_PAUSE = 10.0  # seconds after a 429 that does not say how long


def visit_from_exchange(
    run: Run, address: Address, exchange: Exchange, capture: CaptureRecord | None = None
) -> Visit:
    """Create a visit from a response as it was sent; half a page is a failure.

    Raises ValueError if the body of a page cannot be decoded.
    """
    try:
        content = exchange.content if exchange.status == 200 else b""
    except Incomplete as error:
        part = replace(exchange, truncated=exchange.truncated or "unspecified")
        visit = visit_from_response(run, address, part, b"", capture)
        # With its validators, a 304 would later confirm a page that was never read.
        visit.page, visit.etag, visit.last_modified = None, None, None
        visit.end(Outcome.FAILED, f"only a part of the page came: {error}")
        return visit
    return visit_from_response(run, address, exchange, content, capture)


def visit_from_response(
    run: Run,
    address: Address,
    exchange: Exchange,
    content: bytes,
    capture: CaptureRecord | None = None,
) -> Visit:
    """Create a visit from a response, and set its outcome unless the page must be extracted first.

    `content` is the decoded body. Without `capture` the exchange is to be captured.
    """
    visit = Visit(
        run,
        address.key,
        address.url,
        exchange.fetched,
        exchange.status,
        exchange=exchange if capture is None else None,
        capture=capture,
        etag=exchange.header("ETag"),
        last_modified=exchange.header("Last-Modified"),
    )
    if exchange.status == 304:
        visit.end(Outcome.UNCHANGED, "the site answered 304: not changed since it was read last")
    elif exchange.status in REDIRECT_STATUSES:
        visit.redirects_to = redirect_target(exchange.url, exchange.header("Location"))
        visit.end(*classify_redirect(run, address.site, visit.redirects_to))
    elif exchange.status != 200:
        visit.end(_classify_status(exchange.status), _status_reason(exchange.status))
        if not 100 <= exchange.status <= 999:  # not a status: its record could not be read again
            visit.exchange, visit.status = None, None
    elif (refresh := _refresh_of(exchange, content)) is not None:
        visit.redirects_to = refresh
        visit.end(*classify_redirect(run, address.site, refresh))
    else:
        page = fetched_page(exchange, address.url, content)
        if "html" in page.content_type or "text" in page.content_type or not page.content_type:
            visit.page = page
        else:
            visit.end(Outcome.EMPTY, f"not a page but a file: {page.content_type}")
    return visit


def visit_from_capture(
    run: Run, address: Address, exchange: Exchange, capture: CaptureRecord | None
) -> Visit | None:
    """Create a visit from a capture, or return None if it only redirects to the same page.

    The payload of a revisit record is that of the last complete capture that it repeats.
    Raises ArchiveError if that is not in the archive, ValueError if the payload cannot be decoded.
    """
    if exchange.is_revisit and exchange.status != 304:
        exchange = _with_payload(run, address, exchange, capture)
    visit = visit_from_exchange(run, address, exchange, capture)
    if visit.redirects_to is not None and address.site.resolve(visit.redirects_to) == address:
        return None  # from http to https, or to www
    return visit


def _with_payload(
    run: Run, address: Address, revisit: Exchange, capture: CaptureRecord | None
) -> Exchange:
    """Return a revisit with the payload that it repeats, of this page or of the one it names."""
    folder, named = run.archive.warc_files.folder, address.site.resolve(revisit.refers_to or "")
    urls = dict.fromkeys((address.url, named.url if named is not None else address.url))
    for row in (row for url in urls for row in run.captures.complete(url)):
        if capture is not None and capture.sha256 != row.sha256:
            continue
        try:
            complete = read_record(folder, row.file, row.offset, row.sha256)
        except ArchiveError:
            continue  # lost or damaged: another capture may have the same payload
        if capture is not None or repeats(revisit, complete):
            headers = revisit.headers or complete.headers
            return replace(revisit, payload=complete.payload, headers=headers)
    raise ArchiveError("it repeats a record that is not here")


def _refresh_of(exchange: Exchange, content: bytes) -> str | None:
    sets_cookie = exchange.header("Set-Cookie") is not None
    return refresh_target(exchange.url, content, sets_cookie=sets_cookie)


def refresh_target(url: str, content: bytes, *, sets_cookie: bool = False) -> str | None:
    """Return the web address that a page leads on to by `<meta http-equiv="refresh">`, or None.

    None also if that is later than after MAX_REFRESH_SECONDS, or if it only reloads itself without
    a cookie that it set.
    """
    if b"refresh" not in content[:_HEAD].lower():
        return None  # most pages: to look for it among the tags takes far longer
    head = content[:_HEAD].decode("utf-8", "replace")
    try:
        seconds, reference = get_meta_refresh(head, get_base_url(head, url), ignore_tags=_INERT)
    except ValueError:
        return None  # of an address such as http://[broken
    if seconds is None or reference is None or seconds > MAX_REFRESH_SECONDS:
        return None
    target = joined(url, reference)
    if target is None or web_host(target) is None:
        return None
    is_elsewhere = target.partition("#")[0] != url.partition("#")[0]
    return target if is_elsewhere or sets_cookie else None


def classify_redirect(run: Run, site: type[SiteCard], target: str | None) -> tuple[Outcome, str]:
    """Return the outcome of an article that redirects to `target`, and the reason.

    No crawl follows it to a retired host, of which an import may have the pages.
    """
    if target is None:
        return Outcome.FAILED, "redirects to something that is no address"
    if not site.owns(target):
        return Outcome.REFUSED, f"redirects to another host, not followed: {target}"
    if run.kind == "crawl" and not site.is_live(target):
        return Outcome.REFUSED, f"redirects to a retired host, not followed: {target}"
    if site.resolve(target) is None and is_login(target):
        return Outcome.FAILED, f"redirects to {target.partition('?')[0]}, a form to log in"
    if site.resolve(target) is None:
        return Outcome.GONE, f"redirects to {target}, which is no article"
    return Outcome.DUPLICATE, f"redirects to {target}"


def is_login(url: str) -> bool:
    """Return whether a URL is that of a form to log in, by its path or by where it leads back."""
    parts = urlsplit(url)
    names = {name.partition(".")[0] for name in parts.path.lower().split("/")}
    parameters = {name.lower() for name, _ in parse_qsl(parts.query, keep_blank_values=True)}
    return bool(names & _LOGIN or parameters & _RETURN)


def _classify_status(status: int) -> Outcome:
    if status in (404, 410):
        return Outcome.GONE
    if status in (401, 403, 451):
        return Outcome.BLOCKED
    return Outcome.FAILED


def _status_reason(status: int) -> str:
    changed = ": a page that a proxy has changed" if status == 203 else ""  # RFC 9110, 15.3.4
    return f"the site answered {status}{changed}"


def pause_asked_by(status: int, retry_after: str) -> float | None:
    """Return for how many seconds a response asks to be left alone, or None if it does not.

    It does with the status 429, or 503 and `Retry-After` in seconds or as a date (RFC 9110,
    10.2.3).
    """
    if status not in (429, 503):
        return None
    seconds = _seconds(retry_after.strip())
    return _DEFAULT_PAUSE if seconds is None and status == 429 else seconds


def _seconds(value: str) -> float | None:
    if value.isascii() and value.isdecimal():
        return float(value)
    until = http_date(value)
    if until is None:
        return None
    return (until.replace(tzinfo=until.tzinfo or UTC) - clock()).total_seconds()


def http_date(value: str) -> datetime | None:
    """Return the time that a header states, which may have no zone, or None if it is no date."""
    try:
        return parsedate_to_datetime(value)
    except (ValueError, OverflowError):  # the second for a year of eleven digits
        return None
