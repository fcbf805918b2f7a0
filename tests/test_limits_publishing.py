"""What a reader of Datasette may use, and what it prints on the terminal."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from datasette.utils import call_with_supported_arguments, value_as_boolean  # type: ignore
from datasette.views.base import DatasetteError  # type: ignore[import-untyped]

from publishing.dates import vietnam_time
from publishing.functions import MAX_PATTERN, MAX_WIDTH, MAX_WORK, limit_functions
from publishing.limits import MAX_RESULT, MAX_SQL, MAX_VALUE, _is_of_the_request

from .test_publishing import Served, build_archive, serving

MAX_MEMORY = 400_000_000
"""Bytes of the server after all queries of this module."""

NUMBERS = "with recursive n(x) as (select 1 union all select x + 1 from n where x < 2000) "
TOO_BIG, TOO_LARGE = "string or blob too big", "the result is too large"
TOO_MUCH, TOO_LONG = "The query needs too much memory", "SQL query took too long"


def _trimmed(characters: int) -> str:
    return (
        f"select length(trim(hex(zeroblob({characters // 2})) || '{'a' * (characters % 2)}', 'b'))"
    )


def _like(length: int) -> str:
    return f"select 'dân' like '%{'a' * (length - 1)}'"


QUERIES = {
    "a text of 600 MB": ("select hex(zeroblob(300000000))", TOO_BIG),
    "random bytes": ("select randomblob(300000000)", TOO_BIG),
    "a text just too long": (f"select zeroblob({MAX_VALUE} + 1)", TOO_BIG),
    "a text that grows by replacing": (
        "select replace(hex(zeroblob(5000)), '0', hex(zeroblob(5000)))",
        TOO_BIG,
    ),
    "a large column in many rows": (NUMBERS + "select hex(zeroblob(50000)) from n", TOO_LARGE),
    "a result just too large": (
        f"select zeroblob({MAX_RESULT // 2}), zeroblob({MAX_RESULT // 2} + 1)",
        TOO_LARGE,
    ),
    "many large columns": (
        "select " + ", ".join(["hex(zeroblob(7000000))"] * 60),
        TOO_MUCH,
    ),
    "a sum of texts": (NUMBERS + "select group_concat(hex(zeroblob(50000))) from n", TOO_BIG),
    "a text just too long to be trimmed": (_trimmed(MAX_WORK + 1), TOO_BIG),
    "a number just too wide": (f"select printf('%*d', {MAX_WIDTH + 1}, 1)", TOO_BIG),
    "a format just too wide": (f"select printf('%{MAX_WIDTH + 1}d', 1)", TOO_BIG),
    "a query just too long": ("select 1".ljust(MAX_SQL + 1), "query string is too large"),
    "a pattern just too long": (_like(MAX_PATTERN + 1), "pattern too complex"),
    "a sorter": (
        "with recursive n(x, y) as (select 1, 'a' union all select x + 1, "
        "y || hex(zeroblob(10000)) from n) select * from n order by y",
        TOO_LONG,
    ),
}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve an archive of its own: its memory is measured."""
    path = tmp_path_factory.mktemp("served") / "archive.db"
    build_archive(path)
    with serving(path) as server:
        yield server


def most_memory(served: Served) -> int:
    """Return the most bytes of memory that the server has used so far."""
    status = Path(f"/proc/{served.process}/status").read_text("utf-8")
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    assert found
    return int(found[1]) * 1000


@pytest.mark.parametrize(("query", "answer"), QUERIES.values(), ids=QUERIES)
def test_a_query_uses_limited_memory(served: Served, query: str, answer: str) -> None:
    status, page = served.get("/archive.json", sql=query)
    assert status == 400
    assert answer in page
    assert most_memory(served) < MAX_MEMORY


@pytest.mark.parametrize(
    "query",
    [
        f"select length(zeroblob({MAX_VALUE}))",
        f"select zeroblob({MAX_RESULT // 2}), zeroblob({MAX_RESULT // 2})",
        NUMBERS + "select x, hex(randomblob(1000)) from n",
        "select * from articles",
        _trimmed(MAX_WORK),
        f"select printf('%*d', {MAX_WIDTH}, 1), printf('%{MAX_WIDTH}d', 1)",
        _like(MAX_PATTERN),
        "select 1".ljust(MAX_SQL),
    ],
)
def test_a_query_within_the_limits_is_answered(served: Served, query: str) -> None:
    for _ in range(2):  # sizes are those of one query
        status, _ = served.get("/archive.json", sql=query, _size="max")
        assert status == 200


@pytest.mark.parametrize(
    "asked",
    [
        "instr('dân vận', 'vận'), instr(x'0102', x'02'), instr(null, 'a'), instr(1205, 20)",
        "replace('dân vận', 'ận', 'ần'), replace(1.5, '.', ','), replace('a', null, 'b')",
        "trim('..a.', '.'), ltrim('..a.', '.'), rtrim('..a.', '.'), trim(' a '), trim(x'20', ' ')",
        "printf('%.1f%% %s %d', 1.25, 'dân', 7), printf('%5d|%-5s|', 3, 'a'), printf(), printf(1)",
        "printf('%*d', 6, 12), format('%d', 5000000)",
    ],
)
def test_a_limited_function_returns_what_sqlite_returns(asked: str) -> None:
    with (
        closing(sqlite3.connect(":memory:")) as limited,
        closing(sqlite3.connect(":memory:")) as own,
    ):
        limit_functions(limited, MAX_VALUE)
        query = f"SELECT {asked}"
        assert limited.execute(query).fetchone() == own.execute(query).fetchone()


def test_errors_are_one_line_in_the_log(served: Served) -> None:
    for path in (
        "/archive/nothing",
        "/archive/articles/99",
        "/-/nothing",
        "/archive?sql=nothing",
        "/archive?sql=select+trim(hex(zeroblob(6000000)),1)",
    ):
        assert served.get(path)[0] in (400, 404)
    log = served.log.read_text("utf-8")
    assert "Traceback" not in log
    assert "locals" not in log


@pytest.mark.parametrize(
    ("function", "argument", "expected"),
    [
        (value_as_boolean, "khong", True),  # Datasette reads a value of the request
        (vietnam_time, "khong", False),  # a fault of ours
        (lambda _: call_with_supported_arguments(vietnam_time, written="khong"), "", False),
        (int, "khong", False),  # neither
        (lambda text: value_as_boolean(1 / len(text)), "", False),
    ],
)
def test_only_a_wrong_request_is_answered_as_one(
    function: Any, argument: str, expected: bool
) -> None:
    with pytest.raises((ValueError, ArithmeticError)) as caught:
        function(argument)
    assert _is_of_the_request(caught.value) is expected


@pytest.mark.parametrize(("status", "expected"), [(500, True), (400, False), (403, False)])
def test_an_error_of_datasette_without_a_status_is_of_the_request(
    status: int, expected: bool
) -> None:
    assert _is_of_the_request(DatasetteError("Cannot sort", status=status)) is expected
