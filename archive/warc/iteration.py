"""Iterating over the records of a WARC or ARC file that anybody may have made."""

import logging
from typing import IO, Any

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import DecompressingBufferedReader
from warcio.recordloader import ArcWarcRecord

# It would log the URLs of damaged records, with whatever bytes they have, to the terminal.
logging.getLogger("warcio").setLevel(logging.ERROR)

MAX_HEADER = 1 << 20
"""Bytes of the headers of a record and of its response together."""
_GZIP = b"\x1f\x8b"
BLOCK = 1 << 14
"""Bytes that are read at a time, and may be read too many."""


class SeveralRecords(Exception):
    """A gzip member holds more than one record."""


class RecordIterator(ArchiveIterator):  # type: ignore[misc]
    """warcio's iterator, with a limit for headers, which it reads into memory.

    Raises SeveralRecords at the first record of a gzip member that holds more than one.
    """

    INC_RECORD = ""  # its message for a record that is longer than declared: here it is damage

    def __init__(self, stream: IO[bytes] | DecompressingBufferedReader) -> None:
        super().__init__(stream, arc2warc=True)
        self.reader = MemberReader(self.fh)

    @property
    def is_packed(self) -> bool:
        """Whether the record is in a gzip member."""
        return self.reader.decompressor is not None

    def read_to_end(self, record: ArcWarcRecord | None = None) -> None:
        """Read what is left of the record."""
        super().read_to_end(record)
        if self.next_line is not None and self.is_packed and not self.err_count:
            raise SeveralRecords

    def _next_record(self, next_line: bytes | None) -> ArcWarcRecord:
        self.reader.left = MAX_HEADER
        if next_line is not None and next_line.startswith(_GZIP):
            raise ValueError("it is packed")  # its bytes may pass for the header of an ARC record
        return super()._next_record(next_line)


class MemberReader(DecompressingBufferedReader):  # type: ignore[misc]
    """Reads a file, unpacked if it is gzip, with a limit for lines, which are those of headers."""

    decompressor: Any
    """That of the gzip member, or None if the file is not packed."""

    def __init__(self, stream: IO[bytes]) -> None:
        super().__init__(stream, BLOCK)
        self.left = MAX_HEADER

    def readline(self, length: int | None = None) -> bytes:
        """Return the next line. Raises ValueError beyond the limit."""
        most = self.left + 1
        line: bytes = super().readline(most if length is None else min(length, most))
        self.left -= len(line)
        if self.left < 0:
            raise ValueError(f"its header is larger than {MAX_HEADER} bytes")
        return line

    def _init_decomp(self, decomp_type: str | None) -> None:
        super()._init_decomp(decomp_type)
        self._at_beginning = True

    def _decompress(self, data: bytes) -> bytes:
        """Unpack a part of a gzip member; its error is one, unlike that of warcio's own method."""
        if self.decompressor is None or not data:
            return data
        at_beginning, self._at_beginning = self._at_beginning, False
        if at_beginning and not data.startswith(_GZIP[: len(data)]):
            self.decompressor = None
            return data
        unpacked: bytes = self.decompressor.decompress(data)
        return unpacked
