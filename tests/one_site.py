"""A news site on loopback whose responses a test chooses."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ssl import SSLContext
from threading import Thread
from time import monotonic

Response = tuple[int, dict[str, str], str]
LISTING = "/thoi-su"
TEXT = (
    "Bà con thôn {n} xã Gò Sim cùng nhau làm ba cây số đường liên thôn trong một vụ nông nhàn. "
    "Ông Lò Văn Tấm, bí thư chi bộ, kể rằng cả thôn họp bốn lần mới chốt được cách làm, và nhà nào "
    "cũng góp công, góp đá, góp cả bữa cơm trưa cho tổ đổ bê tông."
)
"""With two of them, a text is long enough to be a witness of itself: no second reader is loaded."""


def page(number: int) -> Response:
    title = f"Dân vận khéo ở thôn {number} xã Gò Sim"
    text = TEXT.format(n=number)
    return (
        200,
        {},
        f"<title>{title}</title><h1>{title}</h1><div><p>{text}</p><p>{text} Vui.</p></div>",
    )


def listing(numbers: list[int], following: str = "") -> Response:
    links = "".join(f'<p><a href="/bai-{n:05}.html">Bài viết {n}</a></p>' for n in numbers)
    pager = f'<a href="{following}">Trang sau</a>' if following else ""
    return 200, {}, links + pager


class Site:
    """A server of nbtv.vn with a response for each path; others are 404."""

    def __init__(self) -> None:
        self.responses: dict[str, Response | Callable[[str], Response]] = {
            "/": (200, {}, f'<a href="{LISTING}">Thời sự</a>')
        }
        self.requested: list[str] = []
        self.senders: list[tuple[str, str | None]] = []
        """Path and `From` of each request."""
        self.times: list[float] = []
        """When each request came, in seconds of the monotonic clock."""
        self.sent: list[tuple[str, int]] = []
        """Path and status of each response."""

    def articles_with(self, line: str, *numbers: int) -> None:
        """Add articles, each with one more paragraph at its end."""
        for number in numbers:
            status, headers, text = page(number)
            text = text.replace("</div>", f"<p>{line}</p></div>")
            self.responses[f"/bai-{number:05}.html"] = status, headers, text

    def articles(self, *numbers: int) -> None:
        """Add articles."""
        self.responses |= {f"/bai-{number:05}.html": page(number) for number in numbers}


@contextmanager
def served(site: Site, tls: SSLContext | None = None) -> Iterator[str]:
    """Serve a site, by https if there is a context for it, and return its origin."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.requested.append(self.path)
            site.times.append(monotonic())
            site.senders.append((self.path, self.headers["From"]))
            response = site.responses.get(self.path, (404, {}, "không có"))
            host = self.headers["Host"]
            status, headers, text = response(host) if callable(response) else response
            if "ETag" in headers and headers["ETag"] == self.headers["If-None-Match"]:
                status, text = 304, ""
            site.sent.append((self.path, status))
            body = text.encode()
            self.send_response(status)
            headers = {"Content-Type": "text/html", "Content-Length": str(len(body))} | headers
            for name, value in headers.items():
                self.send_header(name, value)
            with suppress(ConnectionError):  # the crawl gave the request up
                self.end_headers()
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Log nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        if tls is not None:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http{'s' if tls is not None else ''}://127.0.0.1:{server.server_port}"
        server.shutdown()
