"""The server: five sites on one loopback port, told apart by the Host header."""

from __future__ import annotations

import socket
import sys
import threading
from email.message import Message
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

from sample_sites.expected import Expected
from sample_sites.pages import SitePages
from sample_sites.pieces import Desk
from sample_sites.reply import Reply, reply
from sample_sites.sites import SITES

NIGHTS = (1, 2)
FEWEST = 40  # fewer articles than this leave no room for every special case
_TEXT = "text/plain; charset=utf-8"
_STRANGER = reply(421, "Máy chủ này không phục vụ tên miền được hỏi.\n".encode(), _TEXT)


class Edition:
    """Everything the five sites show on one night; it never changes once made."""

    def __init__(self, per_site: int, night: int) -> None:
        self.hosts: dict[str, SitePages] = {}
        self.expected: list[Expected] = []
        for site in SITES:
            pieces = Desk(site, per_site).pieces(night)
            pages = SitePages(site, pieces)
            self.hosts |= dict.fromkeys((*site.hosts, *site.mirrors), pages)
            self.expected += [p.expected() for p in pieces if p.trap != "robots-hidden"]


@lru_cache(maxsize=4)
def edition(per_site: int, night: int) -> Edition:
    """The edition of one night; equal arguments share one, as making it takes a while."""
    if per_site < FEWEST:
        raise ValueError(f"per_site must be at least {FEWEST}, not {per_site}")
    if night not in NIGHTS:
        raise ValueError(f"night must be one of {NIGHTS}, not {night}")
    return Edition(per_site, night)


class Newsroom:
    """Five sample news sites, served in a thread for as long as the context lasts."""

    def __init__(self, per_site: int = 44, night: int = 1, port: int = 0) -> None:
        self.requests: list[tuple[str, str]] = []
        self._per_site = per_site
        self._lock = threading.Lock()
        self._edition = edition(per_site, night)
        self._turned: set[tuple[str, str]] = set()
        self._port = port
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def origin(self) -> str:
        """The address of the running server."""
        if self._server is None:
            raise RuntimeError("the newsroom is not open")
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def expected(self) -> list[Expected]:
        """The ground truth of the night being played."""
        return list(self._edition.expected)

    def play(self, night: int) -> None:
        """Switch to another night; listings stand as if nobody had read them yet."""
        new = edition(self._per_site, night)
        with self._lock:
            self._edition = new
            self._turned.clear()

    def answer(self, target: str, headers: Message, *, reading: bool = True) -> Reply:
        """The answer to one request, which is noted down first."""
        host = headers.get("Host", "")
        name = host.rpartition(":")[0] if host.rpartition(":")[2].isdecimal() else host
        name = name.lower()
        with self._lock:
            self.requests.append((name, target))
            pages = self._edition.hosts.get(name.removeprefix("www."))
            if pages is None:
                return _STRANGER
            turned = self._turned if reading else set(self._turned)
            page = pages.answer(name.removeprefix("www."), target, turned)
        return page.under(headers)

    def __enter__(self) -> Self:
        self._server = _Server(self, self._port)
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, name="newsroom"
        )
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._server is not None and self._thread is not None:
            self._server.close()
            self._thread.join()
        self._server = self._thread = None


class _Server(ThreadingHTTPServer):
    request_queue_size = 128
    daemon_threads = False
    block_on_close = True

    def __init__(self, room: Newsroom, port: int) -> None:
        self.room = room
        self._open: set[socket.socket] = set()
        self._guard = threading.Lock()
        super().__init__(("127.0.0.1", port), _Handler)

    def server_bind(self) -> None:
        # The base class asks for the machine's full name here, which can take seconds.
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = "localhost", self.server_address[1]

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._guard:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._guard:
            self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        # A client that hangs up in the middle is no news; anything else is.
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    def close(self) -> None:
        """Stop accepting, wake the threads that wait for a next request, join them."""
        self.shutdown()
        with self._guard:
            for request in self._open:
                request.shutdown(socket.SHUT_RDWR)
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    rbufsize = 65536
    server: _Server

    def do_GET(self) -> None:
        self.wfile.write(self._answer(reading=True).whole)

    def do_HEAD(self) -> None:
        self.wfile.write(self._answer(reading=False).head)

    def _answer(self, *, reading: bool) -> Reply:
        # The request line comes as one character per byte; most raw paths are UTF-8.
        target = self.path.encode("latin-1").decode("utf-8", "replace")
        return self.server.room.answer(target, self.headers, reading=reading)

    def log_message(self, format: str, *args: Any) -> None:
        """Requests are kept in ``Newsroom.requests``, not printed."""
