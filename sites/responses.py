"""What an answer says of an article, whether it came tonight or out of a capture."""

from dataclasses import replace
from urllib.parse import urljoin

from w3lib.url import safe_url_string

from archive.database import ArchiveError
from archive.ledger import REDIRECTS as REDIRECTS_TO
from archive.ledger import Ledger
from archive.models import Outcome
from archive.visit import Page
from archive.warc.records import Captured, Exchange, has_digest, read_record
from crawler.requests import canonical
from sites.card import SiteFile

REDIRECTS = (301, 302, 303, 307, 308)


def page_of(
    site: type[SiteFile],
    ledger: Ledger,
    exchange: Exchange,
    content: bytes,
    captured: Captured | None = None,
) -> Page | None:
    """Return an answer as a page for the pipelines; None where it is none of an article.

    `content` is the answer's body, unpacked. Without `captured` the exchange is to be captured.
    """
    key = site.key(exchange.url) if site.owns(exchange.url) else None
    if key is None:
        return None
    page = Page(
        ledger,
        key,
        canonical(exchange.url),
        exchange.fetched,
        exchange.status,
        exchange=exchange if captured is None else None,
        captured=captured,
        etag=exchange.header("ETag"),
        last_modified=exchange.header("Last-Modified"),
        link_text=exchange.link_text,
        layouts=site.layouts,
    )
    if exchange.status == 304:
        page.end(Outcome.UNCHANGED, "the site answered 304: not changed since it was read last")
    elif exchange.status in REDIRECTS:
        page.end(*meaning_of_redirect(site, target_of(exchange.url, exchange.header("Location"))))
    elif exchange.status != 200:
        page.end(*_meaning(exchange.status))
        if not 100 <= exchange.status <= 999:  # no status at all: nothing could read its record
            page.exchange, page.status = None, None
    else:
        page.content_type = (exchange.header("Content-Type") or "").lower()
        if "html" in page.content_type or "text" in page.content_type or not page.content_type:
            page.body = content
        else:
            page.end(Outcome.EMPTY, f"not a page but a file: {page.content_type}")
    return page


def page_of_capture(
    site: type[SiteFile], ledger: Ledger, exchange: Exchange, captured: Captured | None
) -> Page | None:
    """Return a capture as a page; None where it is none of an article.

    A revisit has the payload of the last whole capture of its page, or of that with its digest.
    Raises ArchiveError where that is not here, ValueError where the payload cannot be unpacked.
    """
    if exchange.status in REDIRECTS:
        target = target_of(exchange.url, exchange.header("Location"))
        if (
            target is not None
            and site.owns(target)
            and canonical(target) == canonical(exchange.url)
        ):
            return None  # from http to https, or to www: the same page
    if not exchange.is_revisit or exchange.status == 304:
        return page_of(site, ledger, exchange, exchange.content, captured)
    for row in ledger.whole_captures(canonical(exchange.url)):
        if captured is not None and captured.sha256 != row.sha256:
            continue
        whole = read_record(ledger.archive.captures.folder, row.file, row.offset)
        if has_digest(exchange, whole.payload):
            told = replace(exchange, payload=whole.payload)
            return page_of(site, ledger, told, whole.content, captured)
    raise ArchiveError("it repeats a record that is not here")


def target_of(url: str, location: str | None) -> str | None:
    """Return the address that an answer redirects to, or None where it is none."""
    try:
        return urljoin(url, safe_url_string(location)) if location else None
    except ValueError:
        return None


def meaning_of_redirect(site: type[SiteFile], target: str | None) -> tuple[Outcome, str]:
    """Return what a redirect says of an article, and why."""
    if target is None:
        return Outcome.FAILED, "redirects to something that is no address"
    if not site.owns(target):
        return Outcome.REFUSED, f"redirects to another host, not followed: {target}"
    if site.key(target) is None:
        return Outcome.GONE, f"{REDIRECTS_TO}{target}, which is no article"
    return Outcome.DUPLICATE, f"{REDIRECTS_TO}{target}"


def _meaning(status: int) -> tuple[Outcome, str]:
    if status in (404, 410):
        return Outcome.GONE, f"the site answered {status}"
    if status in (401, 403, 451):
        return Outcome.BLOCKED, f"the site answered {status}"
    return Outcome.FAILED, f"the site answered {status}"
