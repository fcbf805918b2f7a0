"""A web archive on loopback that speaks both dialects: the Wayback Machine's, Common Crawl's."""

import base64
import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, unquote, urlsplit

from archive.warc.records import Exchange, pack

HTML = [("Content-Type", "text/html; charset=utf-8")]
CRAWLS = ("CC-MAIN-2019-51", "CC-MAIN-2022-21")
FILE = "crawl-data/segments/1/warc/part-00001.warc.gz"

Answer = tuple[int, dict[str, str], bytes]


@dataclass(frozen=True)
class Held:
    """A capture that the archive has."""

    exchange: Exchange
    is_revisit: bool = False
    """Its line says only that it repeats an earlier one."""
    declared: dict[str, str] = field(default_factory=dict)
    """Fields of its line that differ from the truth."""

    @property
    def time(self) -> str:
        return self.exchange.fetched.strftime("%Y%m%d%H%M%S")

    @property
    def digest(self) -> str:
        return base64.b32encode(hashlib.sha1(self.exchange.payload).digest()).decode()


def held(
    url: str, time: str, payload: bytes, status: int = 200, *, location: str = "", **facts: object
) -> Held:
    """Return a capture; `time` is as indexes write it."""
    headers = [*HTML, *([("Location", location)] if location else [])]
    fetched = datetime.strptime(time, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    one = Exchange(url, fetched, status, headers, payload)
    return Held(one, **facts)  # type: ignore[arg-type]


class WebArchive:
    """Its captures, and responses that a test chooses for some of its paths."""

    def __init__(self, *captures: Held) -> None:
        self.captures = list(captures)
        self.page = 1000
        """Lines of one answer."""
        self.plain = False
        """The Wayback index answers with plain lines."""
        self.answers: dict[str, list[Answer | None]] = {}
        """A part of a URL -> what answers the next requests for it; None is the true answer."""
        self.requested: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.data = b""
        self.places: dict[tuple[str, str], tuple[int, int]] = {}

    def records(self) -> list[str]:
        """Return the requests for records, in their order."""
        return [path for path in self.requested if path.startswith(("/web/", "/crawl-data/"))]

    def answer(self, path: str, headers: dict[str, str]) -> Answer:
        for part, answers in self.answers.items():
            if part in path and answers:
                chosen = answers.pop(0)
                if chosen is not None:
                    return chosen
        place, _, query = path.partition("?")
        words = {name: values[-1] for name, values in parse_qs(query).items()}
        if place == "/cdx/search/cdx":
            return self._wayback_index(words)
        if place.startswith("/web/"):
            return self._replay(path)
        if place == "/collinfo.json":
            # Addresses of another server, as the real list has them.
            crawls = [
                {"id": name, "cdx-api": f"https://index.example/{name}-index"} for name in CRAWLS
            ]
            return 200, {}, json.dumps(crawls).encode()
        if place.endswith("-index"):
            return self._crawl_index(place[1:].removesuffix("-index"), words)
        if place == f"/{FILE}":
            return self._part(headers["Range"])
        return 404, {"Content-Type": "text/html"}, b"<h1>Not found</h1>"

    def _of(self, words: dict[str, str]) -> list[Held]:
        host = words["url"].removesuffix("/*")
        found = [
            one
            for one in self.captures
            if (urlsplit(one.exchange.url).hostname or "").removeprefix("www.") == host
            and words.get("from", "0") <= one.time <= words.get("to", "9")
        ]
        return sorted(found, key=lambda one: (urlsplit(one.exchange.url).path, one.time))

    def _wayback_index(self, words: dict[str, str]) -> Answer:
        found = self._of(words)
        start, _, rest = words.get("resumeKey", "0 vn,gosim)/").partition(" ")
        if rest != "vn,gosim)/":
            return 400, {}, b"not a key of this index"
        fields = words["fl"].split(",")
        lines = []
        for one in found[int(start) : int(start) + self.page]:
            row = {
                "original": one.exchange.url,
                "timestamp": one.time,
                "statuscode": "-" if one.is_revisit else str(one.exchange.status),
                "mimetype": "warc/revisit" if one.is_revisit else "text/html",
                "digest": one.digest,
                **one.declared,
            }
            lines.append([row[name] for name in fields])
        following = int(start) + self.page
        more = following < len(found)
        key = [[], [f"{following}+vn%2Cgosim%29%2F"]] if more else []
        if self.plain:
            text = "".join(" ".join(line) + "\n" for line in [*lines, *key])
            return 200, {"Content-Type": "text/plain"}, text.encode()
        table = [fields, *lines, *key] if lines else []
        return 200, {"Content-Type": "application/json"}, json.dumps(table).encode()

    def _replay(self, path: str) -> Answer:
        time, _, url = path.removeprefix("/web/").partition("id_/")
        one = next(c for c in self.captures if (c.time, c.exchange.url) == (time, unquote(url)))
        sent = {f"x-archive-orig-{name}": value for name, value in one.exchange.headers}
        sent["Content-Type"] = "text/html"
        sent["Memento-Datetime"] = format_datetime(one.exchange.fetched, usegmt=True)
        location = sent.pop("x-archive-orig-Location", None)
        if location is not None:
            sent["Location"] = f"https://web.example/web/{time}id_/{location}"
        return one.exchange.status, sent, one.exchange.payload

    def pack(self) -> None:
        """Write the file with all records."""
        self.data = b"not of interest"
        for one in self.captures:
            record = pack(one.exchange).response
            self.places[one.time, one.exchange.url] = len(self.data), len(record)
            self.data += record

    def _crawl_index(self, crawl: str, words: dict[str, str]) -> Answer:
        year = "2" if crawl == CRAWLS[0] else "9"  # the first crawl has what is before 2020
        found = [one for one in self._of(words) if (one.time < "2020") == (year == "2")]
        pages = -(-len(found) // self.page)
        if words.get("showNumPages") == "true":
            return 200, {}, json.dumps({"pages": max(pages, 1), "pageSize": 5}).encode()
        start = int(words["page"]) * self.page
        if not found[start:]:
            return 404, {}, b'{"message": "No Captures found"}'
        if not self.data:
            self.pack()
        lines = []
        for one in found[start : start + self.page]:
            offset, length = self.places[one.time, one.exchange.url]
            row = {
                "urlkey": "vn,gosim)/", "timestamp": one.time, "url": one.exchange.url,
                "mime": "text/html", "status": str(one.exchange.status), "digest": one.digest,
                "filename": FILE, "offset": str(offset), "length": str(length), **one.declared,
            }  # fmt: skip
            lines.append(json.dumps(row))
        return 200, {}, "\n".join(lines).encode() + b"\n"

    def _part(self, asked: str) -> Answer:
        first, last = asked.removeprefix("bytes=").split("-")
        return 206, {}, self.data[int(first) : int(last) + 1]


@contextmanager
def served(archive: WebArchive) -> Iterator[str]:
    """Serve a web archive, and return its base address."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # headers and body are two packets

        def do_GET(self) -> None:
            archive.requested.append(self.path)
            archive.headers.append(dict(self.headers))
            status, headers, body = archive.answer(self.path, dict(self.headers))
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            with suppress(ConnectionError):  # the answer was too large
                self.end_headers()
                self.wfile.write(body)
            if len(body) < int(headers.get("Content-Length", "0")):
                self.close_connection = True  # cut off

        def log_message(self, *_: object) -> None:
            """Log nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
