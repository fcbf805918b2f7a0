"""The processes that extract, so that one slow page never stalls every site's downloads."""

import asyncio
import multiprocessing
import os
import sys
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import chain

from pebble import ProcessPool

from extraction import Article

# The downloads of all sites go before the extraction of any page. More than this, and another busy
# program would starve the extraction until every page takes too long.
_NICENESS = 5
_TOGETHER = 8  # pages of one hand-over, at the most; handing over costs much, whatever the number
_HAND_OVERS = 2  # for each process: one at work and one waiting behind it
_CORES = os.cpu_count() or 1

_Task = tuple[Callable[[], Article], asyncio.Future[Article]]


class ExtractionBroke(Exception):
    """The extraction raised something; the message names it. (Not every exception is picklable.)"""


class Workers:
    """One process pool for all the sites of a crawl, there from its first user to its last.

    Pages that come while the processes are busy wait, and are handed over together. If they take
    too long or their process dies, each is tried alone, so that one page never costs another.
    """

    def __init__(self) -> None:
        self._pool: ProcessPool | None = None
        self._users = 0
        self._waiting: deque[_Task] = deque()
        self._under_way: dict[asyncio.Future[list[Article | ExtractionBroke]], list[_Task]] = {}

    def acquire(self, seconds: float) -> None:
        """Start a process for each core, unless they are there; `seconds` are a page's limit."""
        if self._pool is None:
            self._seconds = seconds
            self._pool = _started_pool()
        self._users += 1

    def release(self) -> None:
        """End the processes, if this was their last user; what still waits is cancelled."""
        self._users -= 1
        if not self._users and self._pool is not None:
            busy = bool(self._under_way)
            for _, article in chain(self._waiting, *self._under_way.values()):
                article.cancel()
            self._waiting.clear()
            self._under_way.clear()
            if busy:
                self._pool.stop()
            else:
                self._pool.close()  # a process killed while it starts complains of it
            self._pool.join()
            self._pool = None

    async def run(self, extraction: Callable[[], Article]) -> Article:
        """Call a picklable function in one of the processes.

        Raises ExtractionBroke, TimeoutError, or ProcessExpired if its process died.
        """
        article: asyncio.Future[Article] = asyncio.get_running_loop().create_future()
        self._waiting.append((extraction, article))
        self._hand_over()
        return await article

    def _hand_over(self) -> None:
        while self._waiting and len(self._under_way) < _HAND_OVERS * _CORES:
            number = min(_TOGETHER, len(self._waiting))
            self._schedule([self._waiting.popleft() for _ in range(number)])

    def _schedule(self, tasks: list[_Task]) -> None:
        assert self._pool is not None
        if not self._pool.active:  # it broke: a process was killed while it had nothing to do
            self._pool.stop()
            self._pool.join()
            self._pool = _started_pool()
        done = asyncio.wrap_future(
            self._pool.schedule(
                _call_all, args=([extraction for extraction, _ in tasks],), timeout=self._seconds
            )
        )
        self._under_way[done] = tasks
        done.add_done_callback(self._answer)

    def _answer(self, done: asyncio.Future[list[Article | ExtractionBroke]]) -> None:
        tasks = self._under_way.pop(done, None)
        if tasks is None:
            return  # the last user has gone
        error = done.exception()
        if error is not None and len(tasks) > 1:
            for task in tasks:
                self._schedule([task])
        elif error is not None:
            _settle(tasks[0], error)
        else:
            for task, answer in zip(tasks, done.result(), strict=True):
                _settle(task, answer)
        self._hand_over()


def _settle(task: _Task, answer: Article | BaseException) -> None:
    _, article = task
    if article.done():
        return  # whoever asked has stopped waiting
    if isinstance(answer, BaseException):
        article.set_exception(answer)
    else:
        article.set_result(answer)


def _started_pool() -> ProcessPool:
    pool = ProcessPool(
        max_workers=_CORES,
        initializer=os.nice,
        initargs=(_NICENESS,),
        context=multiprocessing.get_context("forkserver"),  # a crawl has threads: no plain fork
    )
    with _main_program_hidden():
        pool.schedule(_call_all, args=([],))  # the first task starts the processes
    return pool


def _call_all(extractions: list[Callable[[], Article]]) -> list[Article | ExtractionBroke]:
    answers: list[Article | ExtractionBroke] = []
    for extraction in extractions:
        try:
            answers.append(extraction())
        except Exception as error:
            answers.append(ExtractionBroke(f"{type(error).__name__}: {error}"))
    return answers


@contextmanager
def _main_program_hidden() -> Iterator[None]:
    """Start processes that do not import the main program, as multiprocessing has them do.

    A crawl's main program loads Scrapy and SQLAlchemy, a second's work that these have no use for.
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
