"""The timeline of two phrases: in how many articles of each month they are."""

import asyncio
import sqlite3
import unicodedata
from collections import Counter
from typing import Any
from weakref import WeakKeyDictionary

from datasette.utils.asgi import Response  # type: ignore[import-untyped]

from extraction.marks import WORD
from publishing.limits import TookTooLongError, time_limit
from publishing.pictures import panels, queries
from publishing.search.words import TEXT, is_separator
from publishing.status_page import printable
from publishing.stored import published_archive, query_link

EXAMPLE = ("dân vận khéo", "thực hiện dân chủ")
MAX_LENGTH = 100
"""Characters of a phrase."""
MAX_MS = 3000
"""To count one phrase: three times what other queries may take."""
MAX_KEPT = 200
"""Phrases whose months are kept in memory until the next release."""

Counts = dict[str | None, int]
_kept: WeakKeyDictionary[Any, dict[str, Counts]] = WeakKeyDictionary()


async def page(datasette: Any, request: Any) -> Response:
    """Show in how many articles of each month two phrases are."""
    database = await published_archive(datasette, request)
    asked = [_phrase(request.args.get(name) or "") for name in ("a", "b")]
    is_example = not any(asked)
    phrases = list(dict.fromkeys(filter(None, EXAMPLE if is_example else asked)))
    counted = await asyncio.gather(*(_months(database, phrase) for phrase in phrases))
    found = dict(zip(phrases, counted, strict=True))
    series = {
        phrase: {month: count for month, count in counts.items() if month}
        for phrase, counts in found.items()
        if counts is not None
    }
    links = {
        phrase: query_link(datasette, queries.PHRASE, {"phrase": as_match(phrase)})
        for phrase in phrases
    }
    variables = {
        "fields": dict(zip("ab", EXAMPLE if is_example else asked, strict=True)),
        "chart": panels.chart(series),
        "series": series,
        "absent": [phrase for phrase in series if not series[phrase]],
        "too_frequent": [phrase for phrase, counts in found.items() if counts is None],
        "links": links,
        "max_length": MAX_LENGTH,
    }
    page = await datasette.render_template("picture_phrases.html", variables, request)
    headers = {"Cache-Control": "no-store"} if variables["too_frequent"] else {}
    return Response.html(page, headers=headers)


def as_match(phrase: str) -> str:
    """Return a phrase in the syntax of the search index, to be found in title, lead or body."""
    quoted = phrase.replace('"', '""')
    words = WORD.findall(phrase)
    is_in_text = len(words) > 1 and not any(map(is_separator, words))
    return f'{"" if is_in_text else TEXT}"{quoted}"'


def _phrase(written: str) -> str:
    shown = printable(unicodedata.normalize("NFC", written))
    return " ".join(shown.replace("\ufffd", " ").split())[:MAX_LENGTH]


async def _months(database: Any, phrase: str) -> Counts | None:
    """Return in how many originals of each month a phrase is, or None after `MAX_MS`.

    A frequent phrase takes longer than any other query, so the numbers of a release are kept.
    """

    def count(connection: sqlite3.Connection) -> Counts | None:
        try:
            with time_limit(connection, MAX_MS):
                found = connection.execute(queries.PHRASE_MONTHS, {"phrase": as_match(phrase)})
                (months,) = found.fetchone()
                counted = Counter((months or "").split(",")[:-1])
                return {month or None: articles for month, articles in counted.items()}
        except TookTooLongError:
            return None

    kept = _kept.setdefault(database, {})
    if phrase in kept:
        return kept[phrase]
    counts: Counts | None = await database.execute_fn(count)
    if counts is not None and not database.is_mutable:
        if len(kept) >= MAX_KEPT:
            kept.pop(next(iter(kept)))
        kept[phrase] = counts
    return counts
