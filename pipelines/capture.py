"""Stage 1: keep the answer as it was fetched, before anything is made of it."""

import asyncio

from archive.visit import Page
from archive.warc.records import pack


class CapturePipeline:
    """Writes the answer to the site's WARC file of the day, and notes where it is."""

    async def process_item(self, page: Page) -> Page:
        """Capture the page, unless nothing was answered or it is captured already."""
        ledger = page.ledger
        with ledger.guard():
            page.is_new = ledger.is_new(page.key)
        if page.exchange is None:
            return page
        with ledger.guard():
            whole = None if page.is_new else ledger.last_whole_capture(page.url)
            earlier = (whole.fetched, whole.sha256) if whole is not None else None
            # In a thread: packing takes as long as a short download.
            records = await asyncio.to_thread(pack, page.exchange, earlier)
            page.captured = ledger.archive.captures.append(ledger.site.name, page.exchange, records)
        page.exchange = None
        return page
