"""What travels through the pipelines."""

from dataclasses import dataclass, field
from datetime import datetime

from archive.ledger import Known, Ledger
from archive.models import Outcome
from archive.warc.records import Captured, Exchange
from extraction import Article, Layout


@dataclass(slots=True)
class Page:
    """A page as it was fetched; each stage adds one thing.

    An outcome, once set, is final: the later stages let the page through to the ledger.
    """

    ledger: Ledger = field(repr=False)
    key: str
    url: str
    fetched: datetime
    status: int | None = None
    exchange: Exchange | None = field(default=None, repr=False)
    """What went over the wire, if it is to be captured."""
    captured: Captured | None = None
    body: bytes = field(default=b"", repr=False)
    content_type: str = ""
    etag: str | None = None
    last_modified: str | None = None
    link_text: str | None = None
    layouts: tuple[Layout, ...] = ()
    via: tuple[str, ...] = ()
    """URLs that redirected to it, and are settled with it."""
    requested: bool = True
    outcome: Outcome | None = None
    reason: str = ""
    article: Article | None = field(default=None, repr=False)
    is_new: bool = False
    """Nothing is known of its key, so that there is nothing to look up."""
    known: Known | None = field(default=None, repr=False)
    """The article that the archive has of it already."""
    before: Known | Article | None = field(default=None, repr=False)
    """That article as the site showed it before it changed it, read by the same rules."""
    again: bool = False

    def end(self, outcome: Outcome, reason: str) -> None:
        """Give the page its outcome, with the reason in words."""
        self.outcome, self.reason = outcome, reason
