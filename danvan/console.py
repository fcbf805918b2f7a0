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


def configure_logging() -> None:
    """Log warnings above the live table on a terminal, and plain lines anywhere else."""
    if console.is_terminal:
        handler: logging.Handler = RichHandler(
            logging.WARNING, console, show_path=False, show_time=False
        )
    else:
        handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logging.getLogger().handlers[:] = [handler]
    for name, level in (
        ("", logging.WARNING),
        ("scrapy", logging.WARNING),
        ("danvan", logging.INFO),
    ):
        logging.getLogger(name).setLevel(level)


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
