"""Extractions of pages that tests send to the worker processes.

They are in this module because the processes import it: with pytest and hypothesis, which test
modules import, each would take half a second to start.
"""

import logging
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

from pebble.common.types import CONSTS

from extraction.article import Article
from extraction.inputs import FetchedPage, SiteRules
from pipelines import workers

SLEEP = 60
"""Seconds that a slow page takes."""


class _OddError(Exception):
    """An exception that cannot be pickled, as some libraries raise."""

    def __init__(self, one: str, two: str) -> None:
        super().__init__(f"{one} and {two}")


def fail_as_in_the_url(page: FetchedPage, _rules: SiteRules) -> Article:
    """Sleep, die or raise an exception if the end of the URL says so."""
    url = page.url
    if url.endswith("slow"):
        time.sleep(SLEEP)
    elif url.endswith("deadly"):
        os._exit(1)
    elif url.endswith("broken"):
        raise ValueError("no such page")
    elif url.endswith("odd"):
        raise _OddError("one", "two")
    return Article(url=url, body="Bà con xã Gò Sim.")


def die_once(note: Path, page: FetchedPage, _rules: SiteRules) -> Article:
    """Die as if killed, unless a file notes that a process has died before."""
    if not note.exists():
        note.touch()
        os._exit(1)
    return Article(url=page.url, body="Bà con xã Gò Sim.")


def process_id() -> Article:
    """Return the ID of this process as the URL of an article."""
    return Article(url=str(os.getpid()))


def logs() -> Article:
    """Return whether trafilatura logs in this process as the URL of an article."""
    return Article(url=str(logging.getLogger("trafilatura").isEnabledFor(logging.CRITICAL)))


class _SlowStart:
    """A niceness for which the second process takes half a second, and the first is slow to end."""

    def __init__(self, note: Path) -> None:
        self.note = note

    def __reduce__(self) -> tuple[Callable[[Path], int], tuple[Path]]:
        return _start_slowly, (self.note,)


def _start_slowly(note: Path) -> int:
    try:
        note.touch(exist_ok=False)
    except FileExistsError:
        time.sleep(0.5)
    else:
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    return 1


def end_while_a_process_starts(note: Path) -> None:
    """Use the processes no longer than the first of them takes to start."""
    workers._NICENESS = _SlowStart(note)  # type: ignore[assignment]
    CONSTS.term_timeout = 1
    used = workers.Workers()
    used.acquire(20)
    used.release()
