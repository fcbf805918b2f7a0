"""The terminal: tables, progress and log lines go through one rich console."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.logging import RichHandler
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

ProgressCallback = Callable[[int], None]
"""Called with how many more are done."""

console = Console(highlight=False)
if not console.is_terminal:
    console.width = 140  # a log or a pipe has no edge at which to fold tables


def configure_logging(level: int | None = None) -> None:
    """Log above the live table on a terminal, and plain lines anywhere else.

    Without a level, a terminal gets the warnings of a crawl, and a log its progress as well. Other
    libraries log their warnings; Scrapy logs more at the level DEBUG.
    """
    if console.is_terminal:
        handler: logging.Handler = RichHandler(console=console, show_path=False, show_time=False)
    else:
        handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logging.getLogger().handlers[:] = [handler]
    own = level or (logging.WARNING if console.is_terminal else logging.INFO)
    others = max(own, logging.WARNING)
    scrapy = own if own == logging.DEBUG else others
    for name, least in (("", others), ("scrapy", scrapy), ("danvan", own)):
        logging.getLogger(name).setLevel(least)


@contextmanager
def progress_bar(what: str, total: int | None) -> Iterator[ProgressCallback]:
    """Show a progress bar on a terminal, and nothing in a log."""
    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as shown:
        task = shown.add_task(what, total=total)
        yield lambda more: shown.advance(task, more)


def shortened(text: str, length: int) -> str:
    """Return a text with an ellipsis in place of what exceeds `length` characters."""
    return text if len(text) <= length else text[: length - 1] + "…"
