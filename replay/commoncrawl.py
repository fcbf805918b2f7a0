"""Common Crawl: the index of each of its crawls, and the records in its WARC files.

The dialect: index.commoncrawl.org, that of pywb's CDX server.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from archive.warc.iteration import MAX_HEADER
from archive.warc.reader import Damage, Found, read_stream
from archive.warc.records import MAX_CONTENT, Exchange
from extraction.encodings import unpack
from replay.cdx import (
    MAX_ANSWER,
    IndexFault,
    ListedCapture,
    RecordFault,
    Row,
    Span,
    parsed,
    text_of,
)
from replay.client import Answer, PoliteClient

COMMON_CRAWL = "https://index.commoncrawl.org"
COMMON_CRAWL_DATA = "https://data.commoncrawl.org"

_MAX_CRAWLS = 1_000
_MAX_PAGES = 10_000  # of the index of a crawl about one host


@dataclass(slots=True)
class CommonCrawl:
    """A web archive that speaks the dialect of Common Crawl.

    Another server than Common Crawl's own has the files beside its index.
    """

    client: PoliteClient
    base: str = COMMON_CRAWL
    _crawls: list[dict[str, Any]] | None = None

    @property
    def name(self) -> str:
        """What messages call it."""
        return "Common Crawl" if self.base == COMMON_CRAWL else self.base

    async def rows(self, host: str, span: Span) -> AsyncIterator[Row]:
        """Yield the lines of the indexes about a host, page by page. Raises IndexFault."""
        if self._crawls is None:
            self._crawls = await self._list_crawls()
        query = {"url": f"{host}/*", "output": "json", **span.parameters()}
        for crawl in self._crawls:
            if not _may_have(crawl, span):
                continue
            index = f"{self._address(crawl)}?{urlencode(query, safe='/*')}"
            counted = await self.client.get(f"{index}&showNumPages=true", MAX_ANSWER)
            for page in range(_pages(counted)):
                answer = await self.client.get(f"{index}&page={page}", MAX_ANSWER)
                for row in () if _has_none(answer) else _rows(text_of(answer)):
                    yield row

    async def _list_crawls(self) -> list[dict[str, Any]]:
        crawls = parsed(text_of(await self.client.get(f"{self.base}/collinfo.json", MAX_ANSWER)))
        if not isinstance(crawls, list) or not 0 < len(crawls) <= _MAX_CRAWLS:
            raise IndexFault("does not answer with a list of crawls")
        for crawl in crawls:
            if not isinstance(crawl, dict) or not isinstance(crawl.get("cdx-api"), str):
                raise IndexFault("lists crawls without their addresses")
        return crawls

    def _address(self, crawl: dict[str, Any]) -> str:
        """Return where the index of a crawl is; whatever host its list names, it is this one."""
        address = quote(crawl["cdx-api"].partition("?")[0], safe=":/%", errors="replace")
        if address.startswith(f"{self.base}/"):
            return address
        return f"{self.base}/{urlsplit(address).path.lstrip('/')}"

    async def exchange(self, capture: ListedCapture) -> Exchange:
        """Fetch the record of a capture. Raises RecordFault if it is damaged or another one."""
        if not 0 < capture.length <= MAX_CONTENT:
            raise RecordFault(f"its record has {capture.length} bytes")
        end = capture.offset + capture.length - 1
        files = COMMON_CRAWL_DATA if self.base == COMMON_CRAWL else self.base
        answer = await self.client.get(
            f"{files}/{capture.file}",
            capture.length,
            {"Range": f"bytes={capture.offset}-{end}"},
        )
        if answer.status != 206:
            raise RecordFault(f"the web archive answers {answer.status} to a request for a part")
        if len(answer.body) != capture.length:
            raise RecordFault(f"its record has {len(answer.body)} of {capture.length} bytes")
        try:
            unpacked = unpack(answer.body, "gzip", MAX_CONTENT + MAX_HEADER)
        except ValueError as error:
            raise RecordFault(str(error)) from error
        for record in read_stream(BytesIO(unpacked), "", capture.address.site.resolve):
            if isinstance(record, Damage):
                raise RecordFault(record.why)
            if isinstance(record, Found):
                if (record.address, record.exchange.fetched) == (capture.address, capture.fetched):
                    return record.exchange
                break
        raise RecordFault("its record is that of another capture")


def _may_have(crawl: dict[str, Any], span: Span) -> bool:
    """Return whether a crawl may have captures of a span; not every list says when it was."""
    first, last = (_moment(crawl.get(name)) for name in ("from", "to"))
    is_later = first is not None and span.last is not None and first > span.last
    is_earlier = last is not None and span.first is not None and last < span.first
    return not (is_later or is_earlier)


def _moment(text: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return moment.replace(tzinfo=moment.tzinfo or UTC)


def _has_none(answer: Answer) -> bool:
    """Return whether an index says that it has nothing, which it does with 404 and a sentence."""
    return answer.status == 404 and not answer.body.lstrip().startswith(b"<")


def _pages(answer: Answer) -> int:
    if _has_none(answer):
        return 0
    pages = parsed(text_of(answer))
    if isinstance(pages, dict):
        pages = pages.get("pages")
    if not isinstance(pages, int) or not 0 <= pages <= _MAX_PAGES:
        raise IndexFault("does not say how many pages it has")
    return pages


def _rows(text: str) -> list[Row]:
    rows = [parsed(line) for line in text.split("\n") if line]
    if not all(isinstance(row, dict) and {"url", "timestamp"} <= row.keys() for row in rows):
        raise IndexFault("answers with lines that have no URL or no time")
    return [{name: str(value) for name, value in row.items()} for row in rows]
