"""The processes that extract, so that one slow page never stalls every site's downloads."""

import asyncio
import multiprocessing
import os
import sys
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from pebble import ProcessPool

from extraction import Article

_NICENESS = 19  # the downloads of all sites go before the extraction of any page
_TOGETHER = 8  # pages of one hand-over, at the most; handing over costs much, whatever the number
_HAND_OVERS = 2  # for each process: one at work and one waiting behind it

_Task = tuple[Callable[[], Article], asyncio.Future[Article]]


class Workers:
    """One process pool for all the sites of a crawl, there from its first user to its last.

    Pages that come while the processes are busy wait, and are handed over together. If they take
    too long or their process dies, each is tried alone, so that one page never costs another.
    """

    def __init__(self) -> None:
        self._pool: ProcessPool | None = None
        self._users = 0
        self._waiting: deque[_Task] = deque()
        self._handed_over = 0

    def acquire(self, seconds: float) -> None:
        """Start a process for each core, unless they are there; `seconds` are a page's limit."""
        if self._pool is None:
            self._pool = ProcessPool(
                max_workers=os.cpu_count() or 1,
                initializer=os.nice,
                initargs=(_NICENESS,),
                context=multiprocessing.get_context("forkserver"),  # a crawl has threads
            )
            self._seconds = seconds
            with _main_program_hidden():
                self._pool.schedule(_call_all, args=([],))  # the first task starts the processes
        self._users += 1

    def release(self) -> None:
        """End the processes, if this was their last user."""
        self._users -= 1
        if not self._users and self._pool is not None:
            self._pool.stop()
            self._pool.join()
            self._pool = None

    async def run(self, extraction: Callable[[], Article]) -> Article:
        """Call a picklable function in one of the processes.

        Raises what the function raised, TimeoutError, or ProcessExpired if its process died.
        """
        article: asyncio.Future[Article] = asyncio.get_running_loop().create_future()
        self._waiting.append((extraction, article))
        self._hand_over()
        return await article

    def _hand_over(self) -> None:
        while self._waiting and self._handed_over < _HAND_OVERS * (os.cpu_count() or 1):
            number = min(_TOGETHER, len(self._waiting))
            self._schedule([self._waiting.popleft() for _ in range(number)])

    def _schedule(self, tasks: list[_Task]) -> None:
        assert self._pool is not None
        self._handed_over += 1
        done = self._pool.schedule(
            _call_all, args=([extraction for extraction, _ in tasks],), timeout=self._seconds
        )
        asyncio.wrap_future(done).add_done_callback(partial(self._answer, tasks))

    def _answer(self, tasks: list[_Task], done: asyncio.Future[list[Article | Exception]]) -> None:
        self._handed_over -= 1
        error = done.exception()
        if error is not None and len(tasks) > 1:
            for task in tasks:
                self._schedule([task])
        elif error is not None:
            tasks[0][1].set_exception(error)
        else:
            for (_, article), answer in zip(tasks, done.result(), strict=True):
                if isinstance(answer, Exception):
                    article.set_exception(answer)
                else:
                    article.set_result(answer)
        self._hand_over()


def _call_all(extractions: list[Callable[[], Article]]) -> list[Article | Exception]:
    answers: list[Article | Exception] = []
    for extraction in extractions:
        try:
            answers.append(extraction())
        except Exception as error:
            answers.append(error)
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
