"""The one writer of an archive: what became of pages, in batches."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, Executable, Select, bindparam, select
from sqlalchemy.exc import DatabaseError, IntegrityError

from archive.database import ArchiveError, captures_dir, connect, in_one_sentence
from archive.models import Article, CaptureFile
from archive.statements import (
    ADD_ARTICLE,
    ADD_CAPTURE,
    ADD_FILE,
    ADD_REVISION,
    PUT_PAGE,
    READ_ANEW,
    SET_GONE,
    SETTLE_PAGE,
)
from archive.times import now
from archive.warc.writer import CaptureFiles

log = logging.getLogger("danvan")

BATCH_PAGES = 50  # pages in one transaction, at the most

Row = dict[str, Any]
Change = tuple[Executable, Row | list[Row]]

_FILE = select(CaptureFile.file).where(CaptureFile.file == bindparam("file"))
_URL_OF_TEXT = select(Article.url).where(Article.text_sha256 == bindparam("digest"))


@dataclass(frozen=True, slots=True)
class Waiting:
    """What is to be written of one page, all of it or nothing."""

    page: Row
    article: Row | None = None
    """A new article."""
    capture: Row | None = None
    settled: tuple[str, ...] = ()
    """Other pages that are settled by it."""
    known_id: int | None = None
    """The article that this page is of, if it is known already."""
    anew: Row | None = None
    """Columns of that article, as it was read now."""
    revision: Row | None = None
    """That article as it was before."""
    gone: tuple[str | None] | None = None
    """Since when that article is gone from its site, None for not, where that changes."""

    def changes(self) -> Iterator[Change]:
        """Yield the statements that write it, in their order."""
        if self.article is not None:
            yield ADD_ARTICLE, self.article
        yield PUT_PAGE, self.page
        if self.capture is not None:
            yield ADD_CAPTURE, self.capture
        yield from self.updates()

    def updates(self) -> Iterator[Change]:
        """Yield those of them that change what is there already."""
        for url in self.settled:
            yield SETTLE_PAGE, {"settled_url": url}
        if self.revision is not None:
            yield ADD_REVISION, self.revision
        if self.anew is not None:
            yield READ_ANEW.values(self.anew), {"known_id": self.known_id}
        if self.gone is not None:
            yield SET_GONE, {"known_id": self.known_id, "gone_since": self.gone[0]}


class Archive:
    """Writes pages and articles in batches, each one transaction.

    All sites of a crawl share it; it lives in one thread. Its methods raise ArchiveError, with one
    sentence, where the database cannot go on (a full disk, another program's lock); what was
    committed before stays.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: Connection = engine.connect()
        self._reading: Connection = connect(engine.url).connect()
        self._batch: list[Waiting] = []
        self._urls: dict[str, str] = {}  # digest of a text -> URL, of the articles that wait
        self.fault: str | None = None
        """Why a batch could not be written, in one sentence: none is written from then on."""
        self.captures = CaptureFiles(captures_dir(engine.url), self._register)

    def read(self, query: Select[*tuple[Any, ...]], **parameters: Any) -> Sequence[Any]:
        """Return the rows of a query; the batch that waits is not among them."""
        with self._in_one_sentence():
            return self._reading.execute(query, parameters).all()

    def write(self, *changes: Change) -> None:
        """Execute statements with their values in a transaction of their own, at once."""
        with self._in_one_sentence(), self._connection.begin():
            for statement, values in changes:
                self._connection.execute(statement, values)

    def url_of_text(self, digest: str) -> str | None:
        """Return the URL of the article that has this text, stored already or in the batch."""
        if digest in self._urls:
            return self._urls[digest]
        rows = self.read(_URL_OF_TEXT, digest=digest)
        return rows[0].url if rows else None

    def add(self, waiting: Waiting) -> None:
        """Put what became of a page into the batch."""
        self._batch.append(waiting)
        if waiting.article is not None:
            self._urls[waiting.article["text_sha256"]] = waiting.article["url"]
        if len(self._batch) >= BATCH_PAGES:
            self.commit()

    def commit(self) -> None:
        """Write the batch; the captures go to the disk before the database says that they exist."""
        if self.fault is not None:
            raise ArchiveError(self.fault)  # other sites' pages were in that batch too
        batch, self._batch, self._urls = self._batch, [], {}
        if not batch:
            return
        try:
            self._write_batch(batch)
        except ArchiveError as error:
            self.fault = str(error)
            raise

    def _write_batch(self, batch: list[Waiting]) -> None:
        self.captures.flush()
        try:
            self.write(*_together(batch))
        except ArchiveError:
            raise
        except Exception as error:  # one row that cannot be written must not cost the others
            log.error("a batch could not be written (%s); its pages go one by one", error)
            self._commit_one_by_one(batch)

    def _commit_one_by_one(self, batch: list[Waiting]) -> None:
        for waiting in batch:
            try:
                self.write(*waiting.changes())
            except ArchiveError:
                raise
            except Exception as error:
                log.error("%r could not be stored: %s", waiting.page["url"], error)
                reason = f"could not be stored: {type(error).__name__}"
                failed = {"outcome": "failed", "reason": reason, "text": None, "published": None}
                self._write_failed(Waiting(waiting.page | failed, capture=waiting.capture))

    def _write_failed(self, waiting: Waiting) -> None:
        try:
            self.write(*waiting.changes())
        except ArchiveError:
            raise
        except Exception as error:  # it must not cost the pages behind it
            log.error("%r has no row: %s", waiting.page["url"], error)

    def _register(self, site: str, file: str) -> bool:
        if self.read(_FILE, file=file):
            return False  # the file is missing, and its captures with it: its name stays theirs
        self.write((ADD_FILE, {"file": file, "site": site, "opened": now(), "settled": 0}))
        return True

    def close(self) -> None:
        """Write the batch and let go of the connection and the files."""
        try:
            self.commit()
        finally:
            self.captures.close()
            self._connection.close()
            self._reading.close()
            self._reading.engine.dispose()

    @contextmanager
    def _in_one_sentence(self) -> Iterator[None]:
        try:
            yield
        except IntegrityError:
            raise  # a fault of this program, not of the database
        except DatabaseError as error:
            raise ArchiveError(in_one_sentence(self._engine, error)) from error


def _together(batch: list[Waiting]) -> Iterator[Change]:
    """The statements of a batch: those that every page has, in one go for all."""
    if articles := [waiting.article for waiting in batch if waiting.article is not None]:
        yield ADD_ARTICLE, articles
    yield PUT_PAGE, [waiting.page for waiting in batch]
    if captures := [waiting.capture for waiting in batch if waiting.capture is not None]:
        yield ADD_CAPTURE, captures
    for waiting in batch:
        yield from waiting.updates()
