"""Connections that end if a server sends headers without end.

Scrapy limits the body of a response, but it keeps all headers in memory, however many there are.
Twisted closes the connection if one line of them is longer than 16,384 bytes, which browsers read.
The classes are private to it, and it replaces those of Twisted in the same way.
"""

from scrapy.core.downloader.handlers.http11 import (
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
)
from scrapy.exceptions import DownloadCancelledError
from twisted.internet.interfaces import IAddress
from twisted.python.failure import Failure
from twisted.web._newclient import BODY

MAX_HEADER_BYTES = 1_000_000
"""Of one response, with its status line and with responses such as `100 Continue` before it."""
MAX_LINE_BYTES = 262_144
"""Of one line of the headers."""


class BoundedProtocol(_LenientHTTP11ClientProtocol):
    """Gives a response up when its headers are larger than the limits."""

    _counted: object = None
    _header_bytes = 0

    def dataReceived(self, data: bytes) -> None:
        """Count what comes before the body."""
        parser = self._parser
        if parser is not self._counted:  # that of the next response
            self._counted, self._header_bytes = parser, 0
            if parser is not None:
                parser.MAX_LENGTH = MAX_LINE_BYTES
                parser.lineLengthExceeded = _refuse_line  # type: ignore[method-assign]
        if parser is not None and parser.state != BODY:
            self._header_bytes += len(data)
            if self._header_bytes > MAX_HEADER_BYTES:
                what = f"its headers are larger than {MAX_HEADER_BYTES} bytes"
                self._giveUp(Failure(DownloadCancelledError(what)))  # type: ignore[no-untyped-call]
                return
        super().dataReceived(data)  # type: ignore[no-untyped-call]


def _refuse_line(_: bytes) -> None:
    raise DownloadCancelledError(f"a line of its headers is longer than {MAX_LINE_BYTES} bytes")


class BoundedFactory(_LenientHTTP11ClientFactory):
    """Builds the protocol of each connection."""

    def buildProtocol(self, addr: IAddress | None) -> BoundedProtocol:
        """Return the protocol of a new connection."""
        return BoundedProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]
