"""Stage 1: keep the response as it was fetched, before it is processed."""

import asyncio
from threading import Lock

from archive.visit import Visit
from archive.warc.records import Exchange, Records, pack

_packing = Lock()


class CapturePipeline:
    """Appends request and response to the site's WARC file of the day.

    Notes in every visit whether its article is new, which spares the later stages look-ups.
    """

    async def process_item(self, visit: Visit) -> Visit:
        """Capture the visit, unless there was no response or it comes from a capture."""
        run = visit.run
        with run.guard():
            visit.is_new = run.pages.is_new(visit.key)
        if visit.exchange is None:
            return visit
        with run.guard():
            last = None if visit.is_new else run.captures.last_complete(visit.url)
            # In threads: each takes as long as a short download.
            if last is not None and not await asyncio.to_thread(run.captures.is_intact, last):
                last = None  # nothing may refer to a record that is lost
            earlier = (last.fetched, last.sha256) if last is not None else None
            records = await asyncio.to_thread(_pack, visit.exchange, earlier)
            visit.capture = run.archive.warc_files.append(run.site.name, visit.exchange, records)
        visit.exchange = None
        return visit


def _pack(exchange: Exchange, earlier: tuple[str, str] | None) -> Records:
    """Pack an exchange while no other thread does: it takes thrice the memory of a large page."""
    with _packing:
        return pack(exchange, earlier)
