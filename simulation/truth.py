"""What must hold of the archive at the end: it has what the newspapers have published."""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from sample_sites.pieces import Piece
from sample_sites.stories import Story
from simulation.newsroom import Sent
from simulation.nights import Record
from simulation.press import Press
from sites.urls import canonical

_ALERTS = "SELECT site, monitor, since, until IS NOT NULL FROM alerts WHERE site IS NOT NULL"


class Stored:
    """What an archive has: its articles by URL, the earlier texts of each, and the alerts."""

    def __init__(self, database: Path) -> None:
        with closing(sqlite3.connect(database)) as connection:
            connection.row_factory = sqlite3.Row
            self.articles = {
                row["url"]: dict(row) for row in connection.execute("SELECT * FROM articles")
            }
            self.earlier: dict[int, set[str]] = defaultdict(set)
            for row in connection.execute("SELECT article_id, lead, body FROM revisions"):
                self.earlier[row["article_id"]].add(_text(row["lead"], row["body"]))
            self.alerts = [*map(tuple, connection.execute(_ALERTS))]


def faults(stored: Stored, presses: Sequence[Press], sent: Sent) -> Iterator[str]:
    """Yield how the archive differs from what the newspapers have published."""
    left = dict(stored.articles)
    for press in presses:
        for piece in press.pieces():
            if not _belongs(piece):
                continue
            urls = map(canonical, (piece.url, *piece.more_urls))
            row = next((left.pop(url) for url in urls if url in left), None)
            if row is None and piece.url in sent.listed:
                yield f"{piece.url} is missing"
            elif row is not None:
                found = _differences(row, stored.earlier[row["id"]], piece, sent)
                yield from (f"{piece.url}: {what}" for what in found)
    yield from (f"{url} is no article of a newspaper" for url in left)


def _belongs(piece: Piece) -> bool:
    return piece.outcome == "stored" or (piece.trap == "removed" and bool(piece.story.kind.topics))


def _text(lead: str | None, body: str) -> str:
    return "\n\n".join(filter(None, (lead, body)))


def _text_of(story: Story) -> str:
    return _text(story.lead, "\n\n".join(story.body))


def _differences(
    row: Mapping[str, Any], earlier: set[str], piece: Piece, sent: Sent
) -> Iterator[str]:
    if piece.url not in sent.hidden:
        yield "it was never sent"
        return
    *before, last = sent.versions[piece.url] or [piece.story]
    expected = piece.expected()
    for name, found, wanted in (
        ("title", row["title"], expected.title),
        ("date", row["published"], expected.published),
        ("author", row["author"], expected.author),
        ("text", _text(row["lead"], row["body"]), _text_of(last)),
    ):
        if found != wanted and name not in sent.hidden[piece.url]:
            yield f"the {name} is {found!r}, not {wanted!r}"
    if (row["gone_since"] is not None) != (piece.trap == "removed"):
        yield f"it is gone since {row['gone_since']}" if row["gone_since"] else "it is not gone"
    for story in before:
        if _text_of(story) not in earlier:
            yield "no revision has the text from before it was edited"


def alert_faults(stored: Stored, record: Record) -> Iterator[str]:
    """Yield how the table of alerts differs from what the reports of the nights said."""
    said = Counter((a.site, a.monitor, a.since, int(a.ended is not None)) for a in record.alarms)
    written = Counter(stored.alerts)
    for site, monitor, since, _ in sorted((said - written) + (written - said)):
        yield f"{site}, {monitor} since {since}: the table and the reports differ"
