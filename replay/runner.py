"""The stages without a crawl: pages that were captured before go through the same ones."""

import asyncio
from collections.abc import Iterable
from types import TracebackType
from typing import Self

from archive.database import ArchiveError
from archive.models import Outcome
from archive.visit import Page
from pipelines.capture import CapturePipeline
from pipelines.classify import ClassifyPipeline
from pipelines.deduplicate import DeduplicatePipeline
from pipelines.extract import ExtractPipeline
from pipelines.store import StorePipeline


class Stages:
    """All five stages, for as long as the context lasts."""

    def __init__(self, seconds: float) -> None:
        self._capture, self._extract = CapturePipeline(), ExtractPipeline(seconds)
        self._classify, self._deduplicate = ClassifyPipeline(), DeduplicatePipeline()
        self._store = StorePipeline()

    def __enter__(self) -> Self:
        self._extract.open_spider()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            self._store.close_spider()
        finally:
            self._extract.close_spider()

    async def process_all(self, chunks: Iterable[list[Page]]) -> None:
        """Send pages through the stages; those of a chunk are read at once, and stored in order.

        A chunk is stored before the next is asked for. Raises ArchiveError where the archive cannot
        go on.
        """
        for chunk in chunks:
            await asyncio.gather(*map(self._read, chunk))
            for page in chunk:
                await self._judge(page)
                if page.ledger.fault is not None:
                    raise ArchiveError(page.ledger.fault)
            chunk[0].ledger.archive.commit()

    async def _read(self, page: Page) -> None:
        try:
            await self._capture.process_item(page)
            await self._extract.process_item(page)
        except ArchiveError:
            raise
        except Exception as error:  # one page must not cost the others
            page.end(Outcome.FAILED, f"could not be read: {type(error).__name__}: {error}")

    async def _judge(self, page: Page) -> None:
        self._classify.process_item(page)
        await self._deduplicate.process_item(page)
        self._store.process_item(page)
