"""The progress bars of the commands that take long."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from danvan.console import console

ProgressCallback = Callable[[int], None]
"""Called with how many more are done."""


@contextmanager
def progress_bar(what: str, total: int | None) -> Iterator[ProgressCallback]:
    """Show a progress bar on a terminal, and nothing in a log."""
    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as shown:
        task = shown.add_task(what, total=total)
        yield lambda more: shown.advance(task, more)
