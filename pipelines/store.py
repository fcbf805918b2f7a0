"""Stage 5: write the article and the ledger, in batches."""

import asyncio

from archive.ledger import Entry, Ledger
from archive.models import Outcome
from archive.visit import Page

_BATCH_SECONDS = 1.0  # how long a page waits to be written, at the most


class StorePipeline:
    """Writes what became of every page; a batch is one transaction."""

    def __init__(self) -> None:
        self._timers: dict[Ledger, asyncio.TimerHandle] = {}

    def process_item(self, page: Page) -> Page:
        """Store the article, if the page is one, and its outcome."""
        ledger = page.ledger
        if ledger.fault is not None:
            return page  # its capture may not be on the disk: it is asked for again
        if page.outcome is None and page.article is not None:
            named = ", ".join(f"“{item.phrase}” in {item.field}" for item in page.article.evidence)
            page.end(Outcome.STORED, f"found {named}")
            if page.layouts and page.article.layout not in {one.name for one in page.layouts}:
                ledger.without_layout += 1
        assert page.outcome is not None
        with ledger.guard():
            ledger.record(
                Entry(
                    url=page.url,
                    key=page.key,
                    outcome=page.outcome,
                    reason=page.reason,
                    fetched=page.fetched,
                    status=page.status,
                    etag=page.etag,
                    last_modified=page.last_modified,
                    article=page.article,
                    is_new=page.is_new,
                    known=page.known,
                    before=page.before,
                    captured=page.captured,
                    via=page.via,
                    requested=page.requested,
                    again=page.again,
                )
            )
            if ledger not in self._timers:
                loop = asyncio.get_running_loop()
                self._timers[ledger] = loop.call_later(_BATCH_SECONDS, self._commit, ledger)
        return page

    def _commit(self, ledger: Ledger) -> None:
        self._timers.pop(ledger).cancel()
        with ledger.guard():
            ledger.archive.commit()

    def close_spider(self) -> None:
        """Write what is left."""
        for ledger in list(self._timers):
            self._commit(ledger)
