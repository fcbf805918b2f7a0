"""The Wayback Machine: its CDX server, and its captures as they were sent.

The dialect: github.com/internetarchive/wayback, wayback-cdx-server. Other archives speak it too.
"""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC
from urllib.parse import quote, urlencode

from archive.warc.records import MAX_CONTENT, Exchange, Headers
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
    timestamp,
)
from replay.client import Answer, PoliteClient
from sites.responses import REDIRECT_STATUSES, http_date

WAYBACK = "https://web.archive.org"

_PAGE = 10_000  # lines of one answer
_FIELDS = ("original", "timestamp", "statuscode", "mimetype", "digest")
_ALL_FIELDS = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length")
_NAMES = {"original": "url", "statuscode": "status"}
_ORIGINAL = "x-archive-orig-"  # begins the names of the headers that the site sent
_NOT_KEPT = (
    "", "content-encoding", "content-length", "content-type", "location", "transfer-encoding",
)  # fmt: skip
"""Headers of the site that are kept only if they fit what the archive sends."""
_REPLAY = re.compile(r"/web/([0-9]{1,14})(?:[a-z]{2}_)?/(?=https?:)")


@dataclass(frozen=True, slots=True)
class Wayback:
    """A web archive that speaks the dialect of the Wayback Machine."""

    client: PoliteClient
    base: str = WAYBACK

    @property
    def name(self) -> str:
        """What messages call it."""
        return "the Wayback Machine" if self.base == WAYBACK else self.base

    async def rows(self, host: str, span: Span) -> AsyncIterator[Row]:
        """Yield the lines of the index about a host, answer by answer. Raises IndexFault."""
        query = {"url": f"{host}/*", "output": "json", "fl": ",".join(_FIELDS),
                 "limit": str(_PAGE), "showResumeKey": "true", **span.parameters()}  # fmt: skip
        first = f"{self.base}/cdx/search/cdx?{urlencode(query, safe='/*,')}"
        url, keys = first, set[str]()
        while True:
            rows, key = _read(text_of(await self.client.get(url, MAX_ANSWER)))
            for row in rows:
                yield row
            if key is None:
                return
            if key in keys or not rows:
                raise IndexFault("does not come to an end")
            keys.add(key)
            encoded = quote(key, safe="%+", errors="replace")  # keys are sent already encoded
            url = f"{first}&resumeKey={encoded}"

    async def exchange(self, capture: ListedCapture) -> Exchange:
        """Fetch a capture as the site sent it. Raises RecordFault if that is another one."""
        url = f"{self.base}/web/{timestamp(capture.fetched)}id_/{capture.url}"
        answer = await self.client.get(url, MAX_CONTENT)
        headers = _original_headers(answer)
        location = _original_location(answer)
        if answer.status != 200 and answer.status not in REDIRECT_STATUSES:
            raise RecordFault(f"the web archive answers {answer.status}")
        if _is_another(capture, answer, location):
            raise RecordFault("the web archive answers with another capture")
        if location is not None:
            headers.append(("Location", location))
        payload = answer.body
        encoding = answer.header(f"{_ORIGINAL}content-encoding")
        if encoding:
            headers.append(("Content-Encoding", encoding))
        elif sent := answer.header("Content-Encoding"):  # for the way from the archive only
            try:
                payload = unpack(payload, sent, MAX_CONTENT)
            except ValueError as error:
                raise RecordFault(str(error)) from error
        length = answer.header(f"{_ORIGINAL}content-length")
        if length and not encoding:  # else it may be the length before it was unpacked
            headers.append(("Content-Length", length))
        status = answer.status if capture.status is None else capture.status
        return Exchange(capture.url, capture.fetched, status, headers, payload)


def _read(text: str) -> tuple[list[Row], str | None]:
    """Return the rows of an answer in JSON or plain text, and the key of the next one or None."""
    if text.startswith(("[", "{")):
        lines = parsed(text)
        if not isinstance(lines, list) or not all(isinstance(line, list) for line in lines):
            raise IndexFault("answers with JSON that is no table")
        names, *lines = lines or [[]]
    else:
        lines = [line.split() for line in text.split("\n")] if text else []
        names = next((n for n in (_FIELDS, _ALL_FIELDS) if lines and len(n) == len(lines[0])), ())
    key = None
    if [] in lines:
        *lines, _, last = lines if lines[-1] else [*lines, []]
        key = str(last[0]) if last else None
    if any(len(line) != len(names) for line in lines):
        raise IndexFault("answers with lines that do not have their fields")
    rows = [dict(zip(map(_name, names), map(str, line), strict=True)) for line in lines]
    if rows and not {"url", "timestamp"} <= rows[0].keys():
        raise IndexFault("answers with lines that have no URL or no time")
    return rows, key


def _name(field: object) -> str:
    return _NAMES.get(str(field), str(field))


def _original_headers(answer: Answer) -> Headers:
    headers = [
        (name[len(_ORIGINAL) :], value)
        for name, value in answer.headers
        if name.lower().startswith(_ORIGINAL) and name.lower()[len(_ORIGINAL) :] not in _NOT_KEPT
    ]
    kind = answer.header(f"{_ORIGINAL}content-type") or answer.header("Content-Type")
    return [("Content-Type", kind), *headers] if kind else headers


def _original_location(answer: Answer) -> str | None:
    """Return where the site redirected to, which the archive rewrites into its own address."""
    location = answer.header(f"{_ORIGINAL}location")
    if location or answer.status not in REDIRECT_STATUSES:
        return location or None
    location = answer.header("Location")
    replay = _REPLAY.search(location)
    return location[replay.end() :] if replay else location or None


def _is_another(capture: ListedCapture, answer: Answer, location: str | None) -> bool:
    """Return whether the archive answers with the nearest capture that it has."""
    moment = answer.header("Memento-Datetime")
    shown = http_date(moment) if moment else capture.fetched
    if shown is None or shown.replace(tzinfo=shown.tzinfo or UTC) != capture.fetched:
        return True
    if answer.status not in REDIRECT_STATUSES:
        return capture.is_redirect and location is None
    is_same_page = capture.address.site.resolve(location or "") == capture.address
    return not capture.is_redirect and (capture.status is not None or is_same_page)
