"""The table of captures of one site: where records are, and which records it does not have yet."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import bindparam, select

from archive.errors import ArchiveError
from archive.models import CaptureFileRow, CaptureRow, PageRow
from archive.statements import CLOSE_FILE, MARK_INDEXED
from archive.times import now
from archive.warc.own_file import DamagedRecord
from archive.warc.records import CaptureRecord, Exchange, read_record
from archive.writer import Archive

_MAX_COMPLETE = 50  # captures of a page that a revisit record may repeat

_SELECT_COMPLETE = (
    select(CaptureRow.fetched, CaptureRow.sha256, CaptureRow.file, CaptureRow.offset)
    .join(PageRow, PageRow.id == CaptureRow.page_id)
    .where(
        PageRow.url == bindparam("url"), CaptureRow.status == 200, CaptureRow.record == "response"
    )
    .order_by(CaptureRow.fetched.desc(), CaptureRow.id.desc())
    .limit(bindparam("most"))
)
_SELECT_OPEN_FILES = select(CaptureFileRow.site, CaptureFileRow.file, CaptureFileRow.settled).where(
    CaptureFileRow.closed.is_(None)
)
_SELECT_OPEN_FILES_OF_SITE = _SELECT_OPEN_FILES.where(
    CaptureFileRow.site == bindparam("site")
).order_by(CaptureFileRow.file)
_SELECT_RECORDS_AFTER = select(
    CaptureRow.offset, (CaptureRow.offset + CaptureRow.length).label("end")
).where(CaptureRow.file == bindparam("file"), CaptureRow.offset >= bindparam("settled"))


def sites_with_unrecorded(archive: Archive) -> list[str]:
    """Return the sites with a file that goes on after what is marked as indexed."""
    sites: set[str] = set()
    for row in archive.read(_SELECT_OPEN_FILES):
        if row.site not in sites and archive.warc_files.goes_on_after(row.file, row.settled):
            sites.add(row.site)
    return sorted(sites)


class CaptureIndex:
    """Finds the captures of one site's pages, and what an interrupted run did not record."""

    def __init__(self, archive: Archive, site: str) -> None:
        self._archive = archive
        self._site = site

    def last_complete(self, url: str) -> Any | None:
        """Return fetched, sha256, file and offset of a page's last capture with its content."""
        rows = self._archive.read(_SELECT_COMPLETE, url=url, most=1)
        return rows[0] if rows else None

    def complete(self, url: str) -> Sequence[Any]:
        """Return fetched, sha256, file and offset of its last captures, the newest first."""
        return self._archive.read(_SELECT_COMPLETE, url=url, most=_MAX_COMPLETE)

    def is_intact(self, row: Any) -> bool:
        """Return whether the record of a capture is there, as it was written."""
        try:
            read_record(self._archive.warc_files.folder, row.file, row.offset, row.sha256)
        except ArchiveError:
            return False
        return True

    def unrecorded(self) -> Iterator[tuple[Exchange, CaptureRecord]]:
        """Yield the captures that a killed run wrote to the disk but not to the database.

        One by one: they may be all pages of a day. An exchange that is torn at the end of a file is
        cut. Only files that are not closed are searched.
        """
        for row in self._archive.read(_SELECT_OPEN_FILES_OF_SITE, site=self._site):
            known = self._archive.read(_SELECT_RECORDS_AFTER, file=row.file, settled=row.settled)
            yield from self._archive.warc_files.unrecorded(
                self._site, row.file, row.settled, {record.offset: record.end for record in known}
            )

    def damaged(self) -> list[DamagedRecord]:
        """Return the damaged records that were found beside the unrecorded captures."""
        return self._archive.warc_files.take_damaged(self._site)

    def mark_indexed(self) -> None:
        """Note that the database has every record of the files that were written or searched.

        Those that nothing is appended to any more are closed: no later run looks at them.
        """
        files, time = self._archive.warc_files, now()
        ends = [
            {"ended_file": name, "end_offset": end} for name, end in files.ends(self._site).items()
        ]
        over = [{"closed_file": name, "closed": time} for name in files.over(self._site)]
        if changes := [(s, rows) for s, rows in ((MARK_INDEXED, ends), (CLOSE_FILE, over)) if rows]:
            self._archive.write(*changes)
