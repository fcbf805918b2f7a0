"""The processes that extract, so that one slow page never stalls every site's downloads."""

import multiprocessing
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from pebble import ProcessPool

_NICENESS = 10  # the downloads of all sites go before the extraction of any page


class SharedWorkers:
    """One process pool for all the sites of a crawl, there from its first user to its last."""

    def __init__(self) -> None:
        self._pool: ProcessPool | None = None
        self._users = 0

    def acquire(self) -> ProcessPool:
        """Return the pool, with a process for each core."""
        if self._pool is None:
            # Never a plain fork: the crawl has threads. The server process imports the
            # extraction once, and every worker is forked from it.
            context = multiprocessing.get_context("forkserver")
            context.set_forkserver_preload(["extraction"])
            self._pool = ProcessPool(
                max_workers=os.cpu_count() or 1,
                initializer=os.nice,
                initargs=(_NICENESS,),
                context=context,
            )
            with _main_program_hidden():
                self._pool.schedule(os.getpid)  # the first task starts the processes
        self._users += 1
        return self._pool

    def release(self) -> None:
        """Give the pool back; the last user's return ends its processes."""
        self._users -= 1
        if not self._users and self._pool is not None:
            self._pool.stop()
            self._pool.join()
            self._pool = None


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


shared = SharedWorkers()
