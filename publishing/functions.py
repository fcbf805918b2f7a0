"""Functions of SQLite that could run for hours are limited: no time limit interrupts a function."""

import re
import sqlite3
from functools import partial
from typing import Any

MAX_WORK = 10_000_000
"""Of a function that may compare each character of a text with each one of another: their number.

The longest article that is extracted has 3,000,000 characters.
"""
MAX_WIDTH = 999_999
"""Characters that `printf` fills up to."""
MAX_PATTERN = 1_000
"""Bytes of a pattern of `LIKE` or `GLOB`."""
_COMPARING = {"instr": 2, "ltrim": 2, "replace": 3, "rtrim": 2, "trim": 2}
_FORMATTING = ("format", "printf")
_WIDE = re.compile(rf"\d{{{len(str(MAX_WIDTH)) + 1}}}")


def limit_functions(connection: sqlite3.Connection, max_value: int) -> None:
    """Put functions that fail if they would take long in the place of those of SQLite.

    They ask SQLite's own ones, on a connection that has no others. SQLite reports an OverflowError
    as a text that is too big.
    """
    own = sqlite3.connect(":memory:", check_same_thread=False)
    own.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, max_value)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, MAX_PATTERN)
    for name, number in _COMPARING.items():
        function = partial(_compare, own, name)
        connection.create_function(name, number, function, deterministic=True)
    for name in _FORMATTING:
        connection.create_function(name, -1, partial(_format, own, name), deterministic=True)


def _compare(own: sqlite3.Connection, name: str, *values: Any) -> Any:
    text, part, *_ = (len(v) if isinstance(v, str | bytes) else 1 for v in values)
    if text * part > MAX_WORK:
        raise OverflowError(f"{name} would take too long")
    return _ask(own, name, values)


def _format(own: sqlite3.Connection, name: str, *values: Any) -> Any:
    form, *others = values or ("",)
    is_wide = any(isinstance(other, int) and abs(other) > MAX_WIDTH for other in others)
    if _WIDE.search(str(form)) or ("*" in str(form) and is_wide):
        raise OverflowError(f"{name} would take too long")
    return _ask(own, name, values)


def _ask(own: sqlite3.Connection, name: str, values: tuple[Any, ...]) -> Any:
    marks = ",".join("?" * len(values))
    try:
        return own.execute(f"SELECT {name}({marks})", values).fetchone()[0]
    except sqlite3.DataError as error:  # the result is too big
        raise OverflowError(str(error)) from error
