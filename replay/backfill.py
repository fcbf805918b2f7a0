"""Backfill: the captures of a site that a web archive lists go through the stages, oldest first."""

import base64
import hashlib
from collections.abc import Sequence

from archive.errors import ArchiveError
from archive.times import format_time
from archive.warc.index import CaptureIndex
from archive.warc.records import Exchange, read_record
from archive.writer import Archive
from replay.captures import CAPTURED_ALREADY, ArticleCapture, why_skipped
from replay.cdx import ListedCapture, RecordFault, WebArchive
from replay.client import BadAnswer, RequestFailed, Stopped
from replay.importing import Import, ProgressCallback
from replay.runner import StageRunner
from sites.card import Address

MAX_FAILURES = 3
"""Requests in a row that bring no answer; after them the web archive is left alone."""


class Backfill:
    """Fetches listed captures one by one, each recorded before the next is requested.

    So a backfill that is stopped, and begun again, goes on where it stopped.
    """

    def __init__(self, archive: Archive, importing: Import, service: WebArchive) -> None:
        self._archive = archive
        self.importing = importing
        self._service = service
        self._payloads: dict[str, str] = {}
        """Digest of the last payload so far, by `_payload_key`; empty if it is not known."""
        self.requested = 0
        """Captures whose records were requested."""
        self.stopped: str | None = None
        """Why captures are left over, in words."""

    async def fetch(
        self,
        captures: Sequence[ListedCapture],
        stages: StageRunner,
        progress: ProgressCallback,
        most: int | None = None,
    ) -> None:
        """Record the captures that the archive does not have, in their order, at most `most`.

        A record that cannot be used is named and skipped. Raises ArchiveError if the archive cannot
        go on.
        """
        failures = 0
        for capture in captures:
            progress(1)
            why = self._why_skipped(capture)
            if why is not None:
                self.importing.tally.skipped[why] += 1
                continue
            if self.requested == most:
                return None
            self.requested += 1
            try:
                exchange = await self._service.exchange(capture)
            except (RequestFailed, BadAnswer, RecordFault) as error:
                moment = format_time(capture.fetched)
                self.importing.tally.note_damage(f"{capture.url} of {moment}", str(error))
                failures = failures + 1 if isinstance(error, RequestFailed) else 0
                if failures == MAX_FAILURES:
                    return self._stop(f"{MAX_FAILURES} requests in a row brought no answer")
            except Stopped as error:
                self.requested -= 1
                return self._stop(str(error))
            else:
                failures = 0
                await self._record(capture, exchange, stages)
        return None

    async def _record(
        self, capture: ListedCapture, exchange: Exchange, stages: StageRunner
    ) -> None:
        pages = self.importing.tally.pages
        await self.importing.process([ArticleCapture(capture.address, exchange, None)], stages)
        self._note(capture, recorded=self.importing.tally.pages > pages)

    def _stop(self, why: str) -> None:
        self.stopped = why
        for run in self.importing.runs.values():
            run.cut_short(f"the backfill stopped: {why}")

    def _why_skipped(self, capture: ListedCapture) -> str | None:
        why = why_skipped(self._archive, capture.address.url, format_time(capture.fetched))
        if why == CAPTURED_ALREADY:
            self._note(capture, recorded=True)
        if why is not None:
            return why
        last = self._payloads.get(_payload_key(capture))
        if last is None and not capture.is_redirect:
            last = self._archived_digest(capture.address)
        return "the same payload as the capture before it" if capture.digest == last else None

    def _note(self, capture: ListedCapture, *, recorded: bool) -> None:
        self._payloads[_payload_key(capture)] = capture.digest
        if capture.is_redirect and recorded:  # the same page after it is news
            self._payloads[capture.address.url] = ""

    def _archived_digest(self, address: Address) -> str | None:
        """Return the digest of a page's last payload in the archive, as indexes write it."""
        row = CaptureIndex(self._archive, address.site.name).last_complete(address.url)
        if row is None:
            return None
        folder = self._archive.warc_files.folder
        try:
            payload = read_record(folder, row.file, row.offset, row.sha256).payload
        except ArchiveError:
            return None  # lost or damaged: it is fetched again
        digest = hashlib.sha1(payload, usedforsecurity=False).digest()
        return base64.b32encode(digest).decode()


def _payload_key(capture: ListedCapture) -> str:
    """Return the URL with whose last payload that of a capture is compared.

    Pages are compared under all forms of their URL, redirects only where they were requested: from
    http to https, and from there to another page, they all have the same empty payload.
    """
    return f"redirect {capture.url}" if capture.is_redirect else capture.address.url
