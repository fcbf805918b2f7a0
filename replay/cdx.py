"""The indexes of web archives: what they list of a site, and what is in a line of them."""

import json
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from urllib.parse import quote

from archive.warc.records import Exchange, warc_time
from extraction.topics import names_topic
from replay.captures import Tally
from replay.client import Answer
from sites.card import Address, SiteCard
from sites.responses import REDIRECT_STATUSES

MAX_ANSWER = 32 * 1024 * 1024
"""Bytes of one answer of an index."""
MAX_CAPTURES = 500_000
"""Captures of one site that are listed; they are sorted in memory."""

_REVISIT = "-"  # the status of a capture that only repeats another
_WANTED = ("200", _REVISIT, *map(str, REDIRECT_STATUSES))
_IN_URL = "/:?&=%+,;@~!$'()*[]"  # characters that a URL may have, besides letters and digits
_TIMESTAMP = re.compile("[0-9]{14}")
_NUMBER = re.compile("[0-9]{1,15}")

Row = dict[str, str]
"""A line of an index, with the names of Common Crawl: url, timestamp, status, digest ..."""


class IndexFault(Exception):
    """An index cannot be read; the message says why, in words that follow its name."""


class RecordFault(Exception):
    """The record of a capture cannot be used; the message says why."""


@dataclass(frozen=True, slots=True)
class Span:
    """The time between two moments, both inclusive; None means open."""

    first: datetime | None = None
    last: datetime | None = None

    def __contains__(self, moment: datetime) -> bool:
        """Return whether a moment is in the span."""
        return (self.first or moment) <= moment <= (self.last or moment)

    def parameters(self) -> dict[str, str]:
        """Return the parameters of a query that asks for it."""
        ends = {"from": self.first, "to": self.last}
        return {name: timestamp(end) for name, end in ends.items() if end is not None}


@dataclass(frozen=True, slots=True)
class ListedCapture:
    """A capture of an article, as an index lists it."""

    address: Address
    url: str
    """As it was requested then."""
    fetched: datetime
    status: int | None
    """None if the index does not say: the capture only repeats another one."""
    digest: str
    """SHA-1 of the payload in base 32, or empty."""
    file: str = ""
    offset: int = 0
    length: int = 0
    """Where its record is, as in a URL; only Common Crawl says that."""

    @property
    def is_redirect(self) -> bool:
        """Whether it leads on to another URL."""
        return self.status in REDIRECT_STATUSES


class WebArchive(Protocol):
    """A service with an index and the records that it lists."""

    @property
    def name(self) -> str:
        """What messages call it."""

    def rows(self, host: str, span: Span) -> AsyncIterator[Row]:
        """Yield what the index has of a host, in any order. Raises IndexFault."""

    async def exchange(self, capture: ListedCapture) -> Exchange:
        """Fetch the record of a capture. Raises RecordFault if it cannot be used."""


async def list_captures(
    service: WebArchive, site: type[SiteCard], span: Span, tally: Tally
) -> list[ListedCapture]:
    """Return the captures of a site's articles on all its hosts, the oldest first.

    Error pages are left out. What is no article, or cannot be, is counted in `tally`. Raises
    IndexFault.
    """
    found: list[ListedCapture] = []
    for host in site.hosts:
        async for row in service.rows(host, span):
            try:
                capture = _listed(row, site)
            except ValueError as error:
                tally.note_damage(f"{service.name}, line of {row.get('url', '')[:200]}", str(error))
                continue
            if capture is None:
                tally.skipped[_why_none(row)] += 1
            elif capture.fetched in span:
                found.append(capture)
            if len(found) > MAX_CAPTURES:
                raise IndexFault(f"lists more than {MAX_CAPTURES} captures: ask for fewer years")
    return sorted(found, key=lambda capture: (capture.fetched, capture.url))


def _listed(row: Row, site: type[SiteCard]) -> ListedCapture | None:
    """Return the capture in a row, or None if it is not one of an article.

    Raises ValueError if the row makes no sense.
    """
    url = quote(row["url"].partition("#")[0], safe=_IN_URL)
    status = row.get("status", _REVISIT)
    address = site.resolve(url) if url.startswith(("http://", "https://")) else None
    if address is None or status not in _WANTED:
        return None
    if not _TIMESTAMP.fullmatch(row["timestamp"]):
        raise ValueError(f"its time is {row['timestamp'][:20]!r}")
    fetched = warc_time(f"{row['timestamp'][:8]}T{row['timestamp'][8:]}")
    place = [row.get(name, "0") for name in ("offset", "length")]
    if not all(map(_NUMBER.fullmatch, place)):
        raise ValueError("its place is no number")
    digest = row.get("digest", "").removeprefix("sha1:")
    return ListedCapture(
        address, url, fetched, None if status == _REVISIT else int(status), digest,
        quote(row.get("filename", "").lstrip("/")), *map(int, place),
    )  # fmt: skip


def _why_none(row: Row) -> str:
    if row.get("status", _REVISIT) not in _WANTED:
        return "an error page"
    if names_topic(row["url"]):
        return "no address of an article, but it names a topic: the card may lack a pattern"
    return "no address of an article"


def timestamp(moment: datetime) -> str:
    """Return a moment as indexes write it."""
    return moment.strftime("%Y%m%d%H%M%S")


def text_of(answer: Answer) -> str:
    """Return the text of an index's answer. Raises IndexFault if it is none, or a page of HTML."""
    if answer.status != 200:
        raise IndexFault(f"answers {answer.status}")
    try:
        text = answer.body.decode().strip("\ufeff \t\r\n")
    except UnicodeDecodeError as error:
        raise IndexFault("does not answer with a text") from error
    if text.startswith("<"):
        raise IndexFault("answers with a page of HTML")
    return text


def parsed(text: str) -> Any:
    """Return what is in a JSON text of an index. Raises IndexFault."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise IndexFault("answers with JSON that is broken") from error
