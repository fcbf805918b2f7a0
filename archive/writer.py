"""The one writer of an archive: it writes visits in batches."""

import logging
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Executable, Select, bindparam, select
from sqlalchemy.exc import DatabaseError, IntegrityError

from archive.database import connect, describe
from archive.errors import ArchiveError
from archive.models import ArticleRow, CaptureFileRow
from archive.statements import (
    ADD_ARTICLE,
    ADD_CAPTURE,
    ADD_FILE,
    ADD_HOST_REQUESTS,
    FAIL_KILLED_RUNS,
    PUT_PAGE,
)
from archive.times import night, now
from archive.warc.writer import WarcFiles

log = logging.getLogger("danvan")

MAX_BATCH = 50  # pages in one transaction

Row = dict[str, Any]
"""Column -> value."""
Change = tuple[Executable, Row | list[Row]]
"""A statement with its values, or with those of several rows."""

_SELECT_FILE = select(CaptureFileRow.file).where(CaptureFileRow.file == bindparam("file"))
_SELECT_URL_OF_TEXT = select(ArticleRow.url).where(ArticleRow.text_sha256 == bindparam("digest"))


@dataclass(frozen=True, slots=True)
class PendingWrite:
    """What is to be written of one visit: all of it or nothing."""

    page: Row
    article: Row | None = None
    """A new article."""
    text_of: str | None = None
    """The URL of the new or revised article that has the page's text from now on."""
    capture: Row | None = None
    updates: tuple[Change, ...] = ()
    """Changes to existing rows."""
    if_failed: Row = field(default_factory=dict)
    """Columns of the page to store instead, if its row cannot be written."""
    on_failure: Callable[[], None] = lambda: None
    """Called if it could not be written."""

    def changes(self) -> Iterator[Change]:
        """Yield the statements that write it, in their order."""
        if self.article is not None:
            yield ADD_ARTICLE, self.article
        yield PUT_PAGE, self.page
        if self.capture is not None:
            yield ADD_CAPTURE, self.capture
        yield from self.updates


class Archive:
    """Writes visits in batches, each one transaction, and reads what was written.

    As nobody else writes, runs without a verdict were killed when it opens.
    All sites of a crawl share it; it lives in one thread. Its methods raise ArchiveError, with one
    sentence, if the database cannot go on (a full disk, a lock of another program); what was
    committed before stays.
    """

    def __init__(self, engine: Engine, captures: Path) -> None:
        self._engine = engine
        self._connection: Connection = engine.connect()
        self._reading: Connection = connect(engine.url).connect()
        self._batch: list[PendingWrite] = []
        # Digest of a text -> URL of its article, of new and revised articles in the batch.
        self._urls: dict[str, str] = {}
        self.sent = Counter[str]()
        """Host -> requests that the database does not count yet. It does with the next batch."""
        self.fault: str | None = None
        """Why a batch could not be written, in one sentence; no other is written after that."""
        self.warc_files = WarcFiles(captures, self._register)
        self.write((FAIL_KILLED_RUNS, {}))

    @property
    def file(self) -> Path | None:
        """Return the file of the database, or None if it is not one file."""
        url = self._engine.url
        is_file = url.get_backend_name() == "sqlite" and url.database
        return Path(url.database or "") if is_file else None

    def read(self, query: Select[*tuple[Any, ...]], **parameters: Any) -> Sequence[Any]:
        """Return the rows of a query; the batch that is not yet written is not among them."""
        with self._one_sentence():
            return self._reading.execute(query, parameters).all()

    def write(self, *changes: Change) -> None:
        """Execute statements with their values at once, in a transaction of their own."""
        with self._one_sentence(), self._connection.begin():
            for statement, values in changes:
                self._connection.execute(statement, values)

    def url_of_text(self, digest: str) -> str | None:
        """Return the URL of the article with this text, whether stored or in the batch."""
        if digest in self._urls:
            return self._urls[digest]
        rows = self.read(_SELECT_URL_OF_TEXT, digest=digest)
        return rows[0].url if rows else None

    def add(self, pending: PendingWrite) -> None:
        """Add a visit to the batch, and write the batch if it is full."""
        self._batch.append(pending)
        if pending.text_of is not None:
            self._urls[pending.page["text"]] = pending.text_of
        if len(self._batch) >= MAX_BATCH:
            self.commit()

    def commit(self) -> None:
        """Write the batch; captures reach the disk before the database says that they exist."""
        if self.fault is not None:
            raise ArchiveError(self.fault)  # the lost batch had pages of other sites too
        batch, self._batch, self._urls = self._batch, [], {}
        if not batch and not self.sent:
            return
        try:
            self._write_batch(batch)
        except ArchiveError as error:
            self.fault = str(error)
            raise

    def _write_batch(self, batch: list[PendingWrite]) -> None:
        self.warc_files.flush()
        try:
            self.write(*_together(batch), *self._host_requests())
            self.sent.clear()
        except ArchiveError:
            raise
        except Exception as error:  # one row that cannot be written must not cost the others
            log.error("a batch could not be written (%s); its pages go one by one", error)
            self._write_one_by_one(batch)

    def _host_requests(self) -> Iterator[Change]:
        if self.sent:
            tonight = night()
            yield (
                ADD_HOST_REQUESTS,
                [{"host": host, "night": tonight, "requests": n} for host, n in self.sent.items()],
            )

    def _write_one_by_one(self, batch: list[PendingWrite]) -> None:
        for pending in batch:
            try:
                self.write(*pending.changes())
            except ArchiveError:
                raise
            except Exception as error:
                log.error("%r could not be stored: %s", pending.page["url"], error)
                reason = {"reason": f"could not be stored: {type(error).__name__}"}
                failed = pending.page | pending.if_failed | reason
                self._write_failed(PendingWrite(failed, capture=pending.capture))
                pending.on_failure()

    def _write_failed(self, pending: PendingWrite) -> None:
        try:
            self.write(*pending.changes())
        except ArchiveError:
            raise
        except Exception as error:  # it must not cost the pages after it
            log.error("%r has no row: %s", pending.page["url"], error)

    def _register(self, site: str, file: str) -> bool:
        if self.read(_SELECT_FILE, file=file):
            return False  # the file is lost, and its captures keep its name
        self.write((ADD_FILE, {"file": file, "site": site, "opened": now(), "settled": 0}))
        return True

    def close(self) -> None:
        """Write the batch and close the connections and the files."""
        try:
            self.commit()
        finally:
            self.warc_files.close()
            self._connection.close()
            self._reading.close()
            self._reading.engine.dispose()

    @contextmanager
    def _one_sentence(self) -> Iterator[None]:
        try:
            yield
        except IntegrityError:
            raise  # a fault of this program, not of the database
        except DatabaseError as error:
            raise ArchiveError(describe(self._engine, error)) from error


def _together(batch: list[PendingWrite]) -> Iterator[Change]:
    """Yield the statements of a batch, each with the rows of all its pages."""
    if articles := [pending.article for pending in batch if pending.article is not None]:
        yield ADD_ARTICLE, articles
    if pages := [pending.page for pending in batch]:
        yield PUT_PAGE, pages
    if captures := [pending.capture for pending in batch if pending.capture is not None]:
        yield ADD_CAPTURE, captures
    for pending in batch:
        yield from pending.updates
