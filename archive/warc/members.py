"""The WARC and ARC files in a file: the file itself, or the members of a WACZ."""

import io
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import IO, Any

_WARCS = (".warc", ".warc.gz", ".arc", ".arc.gz", ".warc.zst")
_WACZ = (".wacz", ".zip")
_ZIP = b"PK\x03\x04"
_UNPACK_FIRST = {
    b"\x28\xb5\x2f\xfd": "zstd -d",
    b"\x5d\x2a\x4d\x18": "zstd -d",  # with a dictionary, as ArchiveTeam packs
    b"BZh": "bunzip2",
    b"\xfd7zXZ\x00": "unxz",
}
"""First bytes of a file that is packed in another way than by gzip -> the command to unpack it."""
_MAX_MAGIC = max(map(len, _UNPACK_FIRST))
_MAX_DEPTH = 3  # of WACZ files in WACZ files
_MAX_DIRECTORY = 5_000_000  # bytes of the list of members, which zipfile loads as a whole
_MAX_RATIO = 200  # of a member to its packed size; the text of pages is packed to a tenth
_LOCAL_HEADER = struct.Struct("<26xHH")  # of a ZIP member: the lengths of its name and extra field


class _Part(io.RawIOBase):
    """A part of a file, as a file."""

    def __init__(self, stream: IO[bytes], start: int, size: int) -> None:
        self._stream, self._start, self._size, self._at = stream, start, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = base + offset
        return self._at

    def readinto(self, buffer: Any) -> int:
        view = memoryview(buffer)
        self._stream.seek(self._start + self._at)
        piece = self._stream.read(max(0, min(len(view), self._size - self._at)))
        view[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)


class UnreadableFile(Exception):
    """A file or a member that cannot be read as a WARC; the message says why."""


Member = tuple[str, IO[bytes] | UnreadableFile]
"""The name of a WARC file, and its content or why it cannot be read."""


def open_members(path: Path) -> Iterator[Member]:
    """Yield the WARC files in a file, one after another; each can be read until the next is asked.

    Raises OSError if the file cannot be opened.
    """
    with path.open("rb") as stream:
        yield from _members(stream, path.name, 1)


def _members(stream: IO[bytes], name: str, depth: int) -> Iterator[Member]:
    begin = stream.read(_MAX_MAGIC)
    stream.seek(0)
    command = next((c for magic, c in _UNPACK_FIRST.items() if begin.startswith(magic)), None)
    if command is not None:
        yield name, UnreadableFile(f"unpack it first, with `{command}`")
    elif not begin.startswith(_ZIP):
        yield name, stream
    elif depth > _MAX_DEPTH:
        yield name, UnreadableFile(f"it is in more than {_MAX_DEPTH - 1} other WACZ files")
    else:
        yield from _of_wacz(stream, name, depth)


def _of_wacz(stream: IO[bytes], name: str, depth: int) -> Iterator[Member]:
    try:
        if _size_of_directory(stream) > _MAX_DIRECTORY:
            raise ValueError(f"its list of members is larger than {_MAX_DIRECTORY} bytes")
        wacz = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        yield name, UnreadableFile(str(error))
        return
    with wacz:
        for info in sorted(wacz.infolist(), key=lambda info: info.filename):
            if not info.filename.lower().endswith(_WARCS + _WACZ):
                continue
            inner = f"{name}:{info.filename}"
            try:
                member = _open(wacz, stream, info)
            except Exception as error:  # of any kind, such as RuntimeError for an encrypted member
                yield inner, UnreadableFile(str(error))
                continue
            with member:
                yield from _members(member, inner, depth + 1)


def _size_of_directory(stream: IO[bytes]) -> int:
    """Return the size of a ZIP file's list of members in bytes, or 0 if it has none.

    No public function of zipfile returns it before the list is loaded.
    """
    end = zipfile._EndRecData(stream)  # type: ignore[attr-defined]
    return int(end[zipfile._ECD_SIZE]) if end else 0  # type: ignore[attr-defined]


def _open(wacz: zipfile.ZipFile, stream: IO[bytes], info: zipfile.ZipInfo) -> IO[bytes]:
    """Return a member as a file in which every position can be reached at once.

    A packed one is unpacked into a temporary file.
    """
    if info.file_size > info.compress_size * _MAX_RATIO:
        raise UnreadableFile(f"it is packed to less than 1/{_MAX_RATIO} of its size")
    with wacz.open(info) as member:  # checks the names, and that it is not encrypted
        if info.compress_type == zipfile.ZIP_STORED:
            stream.seek(info.header_offset)
            name, extra = _LOCAL_HEADER.unpack(stream.read(_LOCAL_HEADER.size))
            start = info.header_offset + _LOCAL_HEADER.size + name + extra
            return io.BufferedReader(_Part(stream, start, info.file_size))
        unpacked = TemporaryFile()  # noqa: SIM115  (the caller closes it)
        copyfileobj(member, unpacked)
        unpacked.seek(0)
        return unpacked
