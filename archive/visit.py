"""One visit to a page: its facts, made with the response and filled in by the stages."""

from asyncio import Task
from dataclasses import dataclass, field
from datetime import datetime

from archive.escaping import escaped
from archive.outcomes import Outcome
from archive.pages import StoredArticle
from archive.runs import Run
from archive.site_wide import Look
from archive.warc.records import CaptureRecord, Exchange
from extraction.article import Article
from extraction.inputs import FetchedPage


@dataclass(slots=True)
class Visit:
    """A page that was requested, or a capture of it that is read again.

    Each stage adds one thing. A stage skips a visit that has an outcome, unless it corrects it, and
    lets it through to the ledger.
    """

    run: Run = field(repr=False)
    key: str
    url: str
    """In its canonical form."""
    fetched: datetime
    status: int | None = None
    """None if there was no response."""
    requested: bool = True
    """False if robots.txt forbids the request."""
    is_temporary: bool = False
    """It was refused because robots.txt could not be read, as without a network."""
    etag: str | None = None
    last_modified: str | None = None
    redirects_to: str | None = None
    redirected_from: tuple[str, ...] = ()
    """URLs that redirected to this page, and are no longer due once it is recorded."""
    due_again: bool = False
    """It is due again at once, whatever its outcome."""
    exchange: Exchange | None = field(default=None, repr=False)
    """Request and response, until they are captured."""
    capture: CaptureRecord | None = None
    page: FetchedPage | None = field(default=None, repr=False)
    """What there is to extract, until it is extracted."""
    extraction: Task[Article] | None = field(default=None, repr=False)
    """Of its page, if it has begun before the turn of the visit."""
    article: Article | None = field(default=None, repr=False)
    is_new: bool = False
    """The ledger has no page with this key, so there is nothing to look up."""
    stored: StoredArticle | None = field(default=None, repr=False)
    """The article that the archive has of this page already."""
    before: StoredArticle | Article | None = field(default=None, repr=False)
    """That article before this visit, read with the current rules if its capture could be."""
    outcome: Outcome | None = None
    reason: str = ""

    def look(self) -> Look:
        """Return this visit as what the site did to many pages is collected."""
        failures = 0.0 if self.is_new else self.run.pages.failures(self.url)
        return Look(self.key, self.url, self.fetched, failures, self.reason)

    def end(self, outcome: Outcome, reason: str) -> None:
        """Set the outcome, with its reason in words for people, which may quote the site."""
        self.outcome, self.reason = outcome, escaped(reason)


def fetched_page(exchange: Exchange, url: str, content: bytes) -> FetchedPage:
    """Return the page in an exchange, as the extraction reads it; `content` is its decoded body."""
    return FetchedPage(
        content,
        url,
        content_type=(exchange.header("Content-Type") or "").lower(),
        link_text=exchange.link_text,
        fetched=exchange.fetched,
    )
