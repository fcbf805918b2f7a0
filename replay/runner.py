"""The stages without a crawl: visits that come from captures go through the same ones."""

import asyncio
from collections.abc import Iterable
from types import TracebackType
from typing import Self

from archive.errors import ArchiveError
from archive.outcomes import Outcome
from archive.visit import Visit
from pipelines.capture import CapturePipeline
from pipelines.classify import ClassifyPipeline
from pipelines.deduplicate import DeduplicatePipeline
from pipelines.extract import ExtractPipeline
from pipelines.store import StorePipeline


class StageRunner:
    """Runs all five stages while its context is open."""

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

    async def process_all(self, chunks: Iterable[list[Visit]]) -> None:
        """Send visits through the stages; those of a chunk are read together, stored in order.

        The next chunk is taken and its extraction begun before a chunk is stored, so that the
        worker processes have pages meanwhile; an empty chunk has the one before it stored first.
        What many pages show is judged night by night, in the order of the visits. The visits of a
        run that is cut short are left. Raises ArchiveError if the archive cannot go on.
        """
        under_way: list[Visit] = []
        for chunk in chunks:
            for visit in chunk:
                self._extract.begin(visit)
            await asyncio.sleep(0)  # it begins now
            await self._process(under_way)
            under_way = chunk
            if chunk and chunk[0].run.is_cut_short:
                return
        await self._process(under_way)

    async def _process(self, chunk: list[Visit]) -> None:
        await asyncio.gather(*map(self._read, chunk))
        for visit in chunk:
            visit.run.begin_night(visit.fetched)
            await self._judge(visit)
            if visit.run.fault is not None:
                raise ArchiveError(visit.run.fault)
            await asyncio.sleep(0)  # the worker processes may wait for pages
        if chunk:
            chunk[0].run.archive.commit()

    async def _read(self, visit: Visit) -> None:
        try:
            await self._capture.process_item(visit)
            await self._extract.process_item(visit)
        except ArchiveError:
            raise
        except Exception as error:  # one page must not cost the others
            visit.end(Outcome.FAILED, f"could not be read: {type(error).__name__}: {error}")

    async def _judge(self, visit: Visit) -> None:
        self._classify.process_item(visit)
        await self._deduplicate.process_item(visit)
        self._store.process_item(visit)
