"""One archive for all the sites that one process crawls."""

from contextlib import ExitStack
from pathlib import Path

from archive.database import captures_dir, open_for_writing
from archive.writer import Archive


class SharedArchive:
    """Opens an archive for its first user and closes it after the last."""

    def __init__(self) -> None:
        self._archive: Archive | None = None
        self._url = ""
        self._users = 0
        self._stack = ExitStack()

    def acquire(self, url: str, purpose: str, captures: str = "") -> Archive:
        """Return the process's archive at `url`, with the folder of its captures.

        Without `captures` it is the default folder. Raises ArchiveError if the archive cannot be
        used.
        """
        if self._archive is None:
            with ExitStack() as opening:  # a fault on the way releases the lock
                engine = opening.enter_context(open_for_writing(url, purpose))
                folder = Path(captures) if captures else captures_dir(url)
                self._archive, self._url = Archive(engine, folder), url
                opening.callback(self._archive.close)
                self._stack = opening.pop_all()
        elif url != self._url:
            raise ValueError(f"this process writes {self._url} already, not {url}")
        self._users += 1
        return self._archive

    def release(self) -> None:
        """Give the archive back; the last user's return commits and closes it."""
        if not self._users:
            raise ValueError("released more often than acquired")
        self._users -= 1
        if not self._users:
            self._archive = None
            self._stack.close()


shared_archive = SharedArchive()
