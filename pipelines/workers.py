"""The processes that extract, so that one slow page does not stall the downloads of all sites."""

import asyncio
import logging
import multiprocessing
import os
import sys
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from multiprocessing.synchronize import Semaphore
from time import monotonic

from pebble import ProcessExpired, ProcessPool

from extraction.article import Article
from extraction.extract import extract
from extraction.inputs import FetchedPage, SiteRules

# Downloads have priority over extraction. With a higher niceness another busy program would starve
# the extraction until every page takes too long.
_NICENESS = 5
_MAX_PAGES = 8  # in one task; handing a task to a process is expensive, whatever its size
_MAX_TASK_BYTES = 4_000_000  # of its pages; a page that is larger is alone in its task
_TASKS = 2  # for each process: one at work and one waiting
# Of those that this process may use; macOS does not say.
_CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
_MAX_START = 20.0  # seconds for which the processes are waited for before they are ended


@dataclass(slots=True, eq=False)
class _Page:
    """A page that is to be extracted."""

    extraction: Callable[[], Article]
    article: asyncio.Future[Article]
    size: int
    """In bytes."""
    retried: bool = False
    """Its process died, and it was handed over to another one."""


class ExtractionError(Exception):
    """The extraction raised an exception, which the message names (not all can be pickled)."""


def read_article(page: FetchedPage, rules: SiteRules) -> Article:
    """Return the article of a page.

    It is in this module because the processes import it: with Scrapy and SQLAlchemy, which other
    modules import, each would take a second to start.
    """
    return extract(page, rules).article


class Workers:
    """One process pool for all the sites of a crawl, from its first user to its last.

    Pages that arrive while the processes are busy wait, and are handed over together. If they take
    too long or their process dies, each is tried alone, so that no page costs another.
    """

    def __init__(self) -> None:
        self._pool: ProcessPool | None = None
        self._users = 0
        self._waiting: deque[_Page] = deque()
        self._under_way: dict[asyncio.Future[list[Article | ExtractionError]], list[_Page]] = {}

    def acquire(self, seconds: float) -> None:
        """Start a process for each core, unless they run.

        `seconds` is the limit for a task, of one page or a few; pages of a task that takes longer
        are tried one by one.
        """
        if self._pool is None:
            self._seconds = seconds
            self._start_pool()
        self._users += 1

    def release(self) -> None:
        """End the processes if this was their last user; pages that still wait are cancelled."""
        self._users -= 1
        if not self._users and self._pool is not None:
            busy = bool(self._under_way)
            for page in chain(self._waiting, *self._under_way.values()):
                page.article.cancel()
            self._waiting.clear()
            self._under_way.clear()
            if busy:
                self._pool.stop()
            else:
                self._wait_for_start()
                self._pool.close()
            self._pool.join()
            self._pool = None

    def _wait_for_start(self) -> None:
        """Wait until all processes run: one that is ended while it starts prints a traceback.

        The pool first removes the locks that such a process looks for.
        """
        end = monotonic() + _MAX_START
        for _ in range(_CORES):
            self._started.acquire(timeout=max(end - monotonic(), 0))

    async def run(self, extraction: Callable[[], Article], size: int = 0) -> Article:
        """Call a picklable function in one of the processes; `size` is that of its page in bytes.

        Raises ExtractionError, TimeoutError, or ProcessExpired if its process died.
        """
        article: asyncio.Future[Article] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Page(extraction, article, size))
        self._hand_over()
        return await article

    def _hand_over(self) -> None:
        while self._waiting and len(self._under_way) < _TASKS * _CORES:
            pages: list[_Page] = []
            left = _MAX_TASK_BYTES
            while self._waiting and len(pages) < _MAX_PAGES:
                left -= self._waiting[0].size
                if pages and left < 0:
                    break
                pages.append(self._waiting.popleft())
            self._schedule(pages)

    def _schedule(self, pages: list[_Page]) -> None:
        assert self._pool is not None
        pages = [page for page in pages if not page.article.done()]
        if not pages:
            return  # the callers were cancelled
        try:
            done = self._handed(pages)
        except RuntimeError:  # a process was killed while it was idle
            self._replace_pool()
            done = self._handed(pages)
        # A process that is killed just after it was handed a task takes the task with it, or the
        # lock that all need, and the pool waits for ever. Earlier tasks end within their limits.
        most = (len(self._under_way) + 2) * self._seconds
        guard = asyncio.get_running_loop().call_later(most, self._give_up, done)
        self._under_way[done] = pages
        done.add_done_callback(self._finish)
        done.add_done_callback(lambda _: guard.cancel())

    def _handed(self, pages: list[_Page]) -> asyncio.Future[list[Article | ExtractionError]]:
        assert self._pool is not None
        extractions = [page.extraction for page in pages]
        return asyncio.wrap_future(
            self._pool.schedule(_call_all, args=(extractions,), timeout=self._seconds)
        )

    def _give_up(self, lost: asyncio.Future[list[Article | ExtractionError]]) -> None:
        pages = self._under_way.pop(lost, None)
        if pages is None:
            return  # it ended just now
        lost.cancel()
        self._replace_pool()
        for page in pages:
            if page.retried:
                _resolve(page, TimeoutError("its process was killed"))
            else:
                page.retried = True
                self._schedule([page])
        self._hand_over()

    def _replace_pool(self) -> None:
        """Start other processes, and hand over to them what the old ones had."""
        assert self._pool is not None
        self._pool.stop()
        self._pool.join()
        self._start_pool()
        handed = dict(self._under_way)
        self._under_way.clear()
        for done, pages in handed.items():
            done.cancel()
            self._schedule(pages)

    def _start_pool(self) -> None:
        context = multiprocessing.get_context("forkserver")  # a crawl has threads: no plain fork
        context.set_forkserver_preload([__name__])  # loaded once, not by each process
        self._started = context.Semaphore(0)
        self._pool = ProcessPool(
            max_workers=_CORES,
            initializer=_begin,
            initargs=(self._started, _NICENESS),
            context=context,
        )
        with _main_program_hidden():
            self._pool.schedule(_call_all, args=([],))  # the first task starts the processes

    def _finish(self, done: asyncio.Future[list[Article | ExtractionError]]) -> None:
        if done.cancelled():
            return  # its pages were handed over again
        error = done.exception()
        pages = self._under_way.pop(done, None)
        if pages is None:
            return  # the last user has released the pool
        if error is not None and len(pages) > 1:
            for page in pages:
                self._schedule([page])
        elif isinstance(error, BrokenProcessPool | ProcessExpired) and not pages[0].retried:
            pages[0].retried = True  # the process may have been killed: no fault of the page
            self._schedule(pages)
        elif error is not None:
            _resolve(pages[0], error)
        else:
            for page, result in zip(pages, done.result(), strict=True):
                _resolve(page, result)
        self._hand_over()


def _resolve(page: _Page, result: Article | BaseException) -> None:
    article = page.article
    if article.done():
        return  # the caller was cancelled
    if isinstance(result, BaseException):
        article.set_exception(result)
    else:
        article.set_result(result)


def _begin(started: Semaphore, niceness: int) -> None:
    os.nice(niceness)
    started.release()


def _call_all(extractions: list[Callable[[], Article]]) -> list[Article | ExtractionError]:
    logging.disable()  # libraries quote the page, and no handler escapes that in these processes
    results: list[Article | ExtractionError] = []
    for extraction in extractions:
        try:
            results.append(extraction())
        except Exception as error:
            results.append(ExtractionError(f"{type(error).__name__}: {error}"))
    return results


@contextmanager
def _main_program_hidden() -> Iterator[None]:
    """Keep the processes from importing the main program, as multiprocessing has them do.

    A crawl's main program loads Scrapy and SQLAlchemy, which takes a second and is not needed.
    """
    main = sys.modules["__main__"]
    spec, file = main.__spec__, main.__dict__.pop("__file__", None)
    main.__spec__ = None
    try:
        yield
    finally:
        main.__spec__ = spec
        if file is not None:
            main.__file__ = file


shared = Workers()
