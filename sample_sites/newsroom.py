"""The server: all sites on one loopback port, distinguished by the Host header."""

from __future__ import annotations

import socket
import sys
import threading
from collections.abc import Collection
from dataclasses import dataclass, field
from email.message import Message
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Protocol, Self

from sample_sites.expected import Expected
from sample_sites.pages import SitePages
from sample_sites.planning import Planner
from sample_sites.reply import Reply, reply
from sample_sites.sites import FIRST_SITES, SITES

SITE_NAMES = tuple(sorted(site.key for site in FIRST_SITES))
"""The sites of the first five articles, with every difficulty."""
DEAD_NAMES = tuple(sorted(site.key for site in SITES if site.state == "dead"))
"""The sites that nothing may request."""
ALL_NAMES = tuple(sorted(site.key for site in SITES if site.state != "dead"))
"""All sites that can be crawled; there may be others in `spiders/`."""
NIGHTS = (1, 2)
MIN_PER_SITE = 40  # fewer articles do not cover every special case
_TEXT = "text/plain; charset=utf-8"
_UNKNOWN_HOST = reply(421, "Máy chủ này không phục vụ tên miền được hỏi.\n".encode(), _TEXT)


class Pages(Protocol):
    """The pages of one site."""

    def respond(
        self, host: str, target: str, served: set[tuple[str, str]], headers: Message
    ) -> Reply | None:
        """Return the response to a GET of ``target``, or None if there is none."""


@dataclass
class Edition:
    """All pages of some sites on one night."""

    hosts: dict[str, Pages] = field(default_factory=dict)
    silent: set[str] = field(default_factory=set)
    expected: list[Expected] = field(default_factory=list)


@lru_cache(maxsize=4 * len(SITES))
def _pages(place: int, per_site: int, night: int) -> tuple[SitePages, list[Expected]]:
    """Return the pages of one of SITES on one night, and what is expected.

    They are cached, because building them is slow.
    """
    site = SITES[place]
    pieces = Planner(site, per_site).pieces(night)
    known = [] if site.state == "dead" else [p for p in pieces if p.trap != "robots-hidden"]
    return SitePages(site, pieces), [piece.expected() for piece in known]


def edition(names: Collection[str], per_site: int, night: int) -> Edition:
    """Return the edition of one night, with the named sites."""
    if per_site < MIN_PER_SITE:
        raise ValueError(f"per_site must be at least {MIN_PER_SITE}, not {per_site}")
    if night not in NIGHTS:
        raise ValueError(f"night must be one of {NIGHTS}, not {night}")
    made = Edition()
    for place, site in enumerate(SITES):
        if site.key not in names:
            continue
        pages, expected = _pages(place, per_site, night)
        hosts = (*site.hosts, *site.mirrors, *site.moved_from)
        made.hosts |= dict.fromkeys(hosts, pages)
        made.expected += expected
        if site.state == "dying" and night > 1:
            made.silent |= set(hosts)
    return made


class Newsroom:
    """Context manager that serves sample news sites in a thread.

    ``per_site`` is the number of articles of each site of ``SITE_NAMES``; the others have few.
    """

    def __init__(
        self,
        per_site: int = 44,
        night: int = 1,
        port: int = 0,
        names: Collection[str] = SITE_NAMES,
    ) -> None:
        self.requests: list[tuple[str, str]] = []
        self._names = names
        self._per_site = per_site
        self._lock = threading.Lock()
        self._edition = edition(names, per_site, night)
        self._served: set[tuple[str, str]] = set()
        self._port = port
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def origin(self) -> str:
        """The base URL of the running server."""
        if self._server is None:
            raise RuntimeError("the newsroom is not running")
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def expected(self) -> list[Expected]:
        """The ground truth of the current night."""
        return list(self._edition.expected)

    def play(self, night: int) -> None:
        """Switch to another night. Its listings count as not yet served."""
        self.show(edition(self._names, self._per_site, night))

    def show(self, edition: Edition) -> None:
        """Switch to these pages."""
        with self._lock:
            self._edition = edition
            self._served.clear()

    def respond(self, target: str, headers: Message, *, mark_served: bool = True) -> Reply | None:
        """Record a request and return the response to it; None if there is none."""
        host = headers.get("Host", "")
        name = host.rpartition(":")[0] if host.rpartition(":")[2].isdecimal() else host
        name = name.lower()
        bare = name.removeprefix("www.")
        with self._lock:
            self.requests.append((name, target))
            if bare in self._edition.silent:
                return None
            pages = self._edition.hosts.get(bare)
            if pages is None:
                return _UNKNOWN_HOST
            served = self._served if mark_served else set(self._served)
            page = pages.respond(bare, target, served, headers)
        return page.for_request(headers) if page is not None else None

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
        # The base class looks up the fully qualified host name here, which can take seconds.
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
        # Ignore clients that disconnect; report everything else.
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    def close(self) -> None:
        """Stop accepting connections, close the open ones, and join their threads."""
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
        answer = self._response(mark_served=True)
        if answer is not None:
            self.wfile.write(answer.raw)

    def do_HEAD(self) -> None:
        answer = self._response(mark_served=False)
        if answer is not None:
            self.wfile.write(answer.head)

    def _response(self, *, mark_served: bool) -> Reply | None:
        # The request line is decoded as Latin-1; most unescaped paths are UTF-8.
        target = self.path.encode("latin-1").decode("utf-8", "replace")
        answer = self.server.room.respond(target, self.headers, mark_served=mark_served)
        self.close_connection = self.close_connection or answer is None
        return answer

    def log_message(self, format: str, *args: Any) -> None:
        """Print nothing: requests are recorded in ``Newsroom.requests``."""
