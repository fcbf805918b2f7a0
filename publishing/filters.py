"""Lists of rows that another table names: those of the box of a table, and of `?_through=`.

Datasette asks for rows whose id is among those that the other table finds. SQLite expects a few of
them: it looks up each and sorts them all, which takes a second for 130,000 articles. If there are
many, a plus before the id lets it read an index in the order of the list instead, and stop after a
page.
"""

import re
from collections.abc import Awaitable, Callable, Generator
from typing import Any

from datasette import hookimpl  # type: ignore[import-untyped]
from datasette.utils import await_me_maybe  # type: ignore[import-untyped]

MANY = 5_000
"""Rows that take as long to look up as an index of 200,000 rows takes to read."""
_NAMED_BY_OTHERS = re.compile(r"\S+ in \((?P<others>select .+)\)", re.DOTALL)

Filter = Callable[[], Awaitable[Any]]


@hookimpl(hookwrapper=True)  # type: ignore[untyped-decorator]
def filters_from_request(database: str, datasette: Any) -> Generator[None, Any, None]:
    """Change the conditions of Datasette's own filters."""
    outcome = yield
    opened = datasette.get_database(database)
    outcome.force_result([_changed(filter_, opened) for filter_ in outcome.get_result()])


def _changed(filter_: Any, database: Any) -> Filter:
    async def changed() -> Any:
        found = await await_me_maybe(filter_)
        if found is None:
            return None
        found.where_clauses = [
            await _condition(clause, found.params, database) for clause in found.where_clauses
        ]
        return found

    return changed


async def _condition(clause: str, params: dict[str, Any], database: Any) -> str:
    named = _NAMED_BY_OTHERS.fullmatch(clause)
    if named is None:
        return clause
    sql = f"select count(*) from (select 1 from ({named['others']}) limit {MANY})"  # noqa: S608
    (count,) = (await database.execute(sql, params)).first()
    return f"+{clause}" if count == MANY else clause
