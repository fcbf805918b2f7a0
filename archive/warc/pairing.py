"""Requests and responses of one file: which response answers something else than a GET."""

from collections.abc import Iterator
from typing import Generic, TypeVar

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders

_OTHER_METHODS = ("HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT")

T = TypeVar("T")


class Pairing(Generic[T]):
    """Holds a response back until the next one, as its request may be written behind it.

    The body of another answer than that to a GET is not the page at its URL.
    """

    def __init__(self) -> None:
        self._held: tuple[StatusAndHeaders, T] | None = None
        self._has_request = False
        """The request of the held response is known: no later one is its own."""
        self._request: tuple[StatusAndHeaders, bool] | None = None
        """Header of the last request, and whether it was a GET."""

    def add_request(self, record: ArcWarcRecord) -> T | None:
        """Note a request; return the response that is held, if this is its request and no GET."""
        line = record.http_headers
        is_get = line is None or line.protocol.upper() not in _OTHER_METHODS
        held = None if self._has_request else self._held
        if held is None or not _belongs(record.rec_headers, held[0]):
            self._request = (record.rec_headers, is_get)
            return None
        self._has_request, self._request = True, None
        if is_get:
            return None
        self._held = None
        return held[1]

    def add_response(self, record: ArcWarcRecord, response: T) -> T | None:
        """Hold a response; return it instead if the last request is its own and no GET."""
        request, self._request = self._request, None
        is_own = request is not None and _belongs(request[0], record.rec_headers)
        if is_own and request is not None and not request[1]:
            return response
        self._held, self._has_request = (record.rec_headers, response), is_own
        return None

    def rest(self) -> Iterator[T]:
        """Yield the response that is held."""
        if self._held is not None:
            (_, response), self._held = self._held, None
            yield response


def _belongs(request: StatusAndHeaders, response: StatusAndHeaders) -> bool:
    """Return whether a request and a response are two records of one exchange."""
    question = request.get_header("WARC-Concurrent-To")
    answer = response.get_header("WARC-Concurrent-To")
    if question is None and answer is None:
        url = request.get_header("WARC-Target-URI")
        return bool(url == response.get_header("WARC-Target-URI"))
    return (question is not None and question == response.get_header("WARC-Record-ID")) or (
        answer is not None and answer == request.get_header("WARC-Record-ID")
    )
