"""What a reader of Datasette may use: memory for a query, and no tracebacks on the terminal."""

import sqlite3
import traceback
import weakref
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import ProgrammingError
from time import monotonic
from typing import Any, Self

import datasette.handle_exception as default  # type: ignore[import-untyped]
from datasette import hookimpl
from datasette.utils import sqlite_timelimit  # type: ignore[import-untyped]
from datasette.views.base import DatasetteError  # type: ignore[import-untyped]

from publishing.functions import limit_functions

MAX_VALUE = 16_000_000
"""Bytes of one text; the longest article that is extracted has 3,000,000 characters."""
MAX_RESULT = 20_000_000
"""Characters and bytes in the rows of one query: 1,000 articles have about ten million."""
MAX_SQL = 10_000
"""Bytes of a query; nothing interrupts one that calls functions again and again without a loop."""
MAX_HEAP = 100_000_000
"""Bytes that SQLite may use for all queries together; results that wait for a reader are extra."""
_OURS, _DATASETTES = Path(__file__).parent, Path(default.__file__).parent
"""The folders of the two packages."""
_OF_REQUESTS = (
    LookupError,
    OverflowError,
    ProgrammingError,
    RecursionError,  # JSON of thousands of brackets
    ValueError,
)
"""What Datasette raises if it cannot read a value of a request."""


@hookimpl  # type: ignore[untyped-decorator]
def startup(datasette: Any) -> None:
    """Print no traceback with all variables for every 404, which Datasette does if it finds rich.

    Without rich, it prints a plain traceback for a fault of the program, which has the status 500.
    Nor does a function print one that refuses a text of a reader.
    """
    default.rich = None
    sqlite3.enable_callback_tracebacks(False)


@hookimpl  # type: ignore[untyped-decorator]
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Limit the memory of queries, and functions; Datasette itself limits their time and rows."""
    conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_VALUE)
    conn.setlimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH, MAX_SQL)
    conn.execute(f"PRAGMA hard_heap_limit = {MAX_HEAP}")
    limit_functions(conn, MAX_VALUE)
    conn.row_factory = _limited_rows()


@hookimpl  # type: ignore[untyped-decorator]
def handle_exception(
    datasette: Any, request: Any, exception: Exception
) -> Callable[[], Awaitable[Any]] | None:
    """Say so if a query needs more memory than `MAX_HEAP`, or if a request is wrong.

    Datasette answers some wrong requests as if the program had a fault: with the status 500.
    """
    if isinstance(exception, MemoryError):
        error = DatasetteError("The query needs too much memory", "Too much memory", status=400)
    elif _is_of_the_request(exception):
        error = DatasetteError(str(exception), status=400)
    else:
        return None
    exception.__traceback__ = None  # the default is called as well, and would print it
    shown: Callable[[], Awaitable[Any]] = default.handle_exception(datasette, request, error)
    return shown


def _is_of_the_request(exception: Exception) -> bool:
    """Return whether Datasette could not read a value of the request.

    Then its own code raises the exception. What this package raises, or has others raise, is a
    fault of the program.
    """
    if isinstance(exception, DatasetteError):
        return bool(exception.status == 500)
    if not isinstance(exception, _OF_REQUESTS):
        return False
    for frame in reversed(traceback.extract_tb(exception.__traceback__)):
        file = Path(frame.filename)
        if file.is_relative_to(_OURS):
            return False
        if file.is_relative_to(_DATASETTES):
            return True
    return False


def _limited_rows() -> type[sqlite3.Row]:
    """Return the row factory of a connection, which runs one query at a time."""

    class LimitedRow(sqlite3.Row):
        """Counts the size of a result while its rows are made."""

        cursor: Callable[[], sqlite3.Cursor | None] = staticmethod(lambda: None)
        """A weak reference: a cursor that is kept would keep its transaction open."""
        size = 0

        def __new__(cls, cursor: sqlite3.Cursor, values: tuple[Any, ...]) -> Self:
            if cursor is not cls.cursor():
                cls.cursor, cls.size = weakref.ref(cursor), 0
            cls.size += sum(len(value) for value in values if isinstance(value, str | bytes))
            if cls.size > MAX_RESULT:
                raise sqlite3.OperationalError("the result is too large")
            return super().__new__(cls, cursor, values)

    return LimitedRow


class TookTooLongError(Exception):
    """Queries took longer than they may."""


@contextmanager
def time_limit(connection: sqlite3.Connection, milliseconds: float) -> Iterator[None]:
    """Let the queries of a block take so long. Raises TookTooLongError after that."""
    deadline = monotonic() + milliseconds / 1000
    try:
        with sqlite_timelimit(connection, milliseconds):
            yield
    except sqlite3.OperationalError as error:
        if monotonic() < deadline:
            raise
        # Not always "interrupted": an index that is just being opened says that it failed.
        raise TookTooLongError from error
