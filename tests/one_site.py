"""A news site on loopback whose every answer a test chooses."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

Answer = tuple[int, dict[str, str], str]
LISTING = "/thoi-su"
TEXT = "Bà con thôn {n} xã Gò Sim cùng nhau làm ba cây số đường liên thôn trong một vụ nông nhàn."


def page(number: int) -> Answer:
    title = f"Dân vận khéo ở thôn {number} xã Gò Sim"
    text = TEXT.format(n=number)
    return (
        200,
        {},
        f"<title>{title}</title><h1>{title}</h1><div><p>{text}</p><p>{text} Vui.</p></div>",
    )


def listing(numbers: list[int], following: str = "") -> Answer:
    links = "".join(f'<p><a href="/bai-{n:05}.html">Bài viết {n}</a></p>' for n in numbers)
    pager = f'<a href="{following}">Trang sau</a>' if following else ""
    return 200, {}, links + pager


class Site:
    """One nbtv.vn, told what to answer to each path; the rest is 404."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer | Callable[[str], Answer]] = {
            "/": (200, {}, f'<a href="{LISTING}">Thời sự</a>')
        }
        self.asked: list[str] = []

    def articles_with(self, line: str, *numbers: int) -> None:
        """The same, each with one more paragraph at its end."""
        for number in numbers:
            status, headers, text = page(number)
            text = text.replace("</div>", f"<p>{line}</p></div>")
            self.answers[f"/bai-{number:05}.html"] = status, headers, text

    def articles(self, *numbers: int) -> None:
        self.answers |= {f"/bai-{number:05}.html": page(number) for number in numbers}


@contextmanager
def served(site: Site) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append(self.path)
            answer = site.answers.get(self.path, (404, {}, "không có"))
            host = self.headers["Host"]
            status, headers, text = answer(host) if callable(answer) else answer
            body = text.encode()
            self.send_response(status)
            headers = {"Content-Type": "text/html", "Content-Length": str(len(body))} | headers
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Stay quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
