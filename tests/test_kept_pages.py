"""Pages that are kept as long as their release."""

import asyncio
import tracemalloc
from collections.abc import Hashable
from types import SimpleNamespace
from typing import Any

import pytest

from publishing import kept_pages, language

Headers = dict[str, str]


class Release:
    """A file that does not change, unless it is written."""

    is_mutable = False


class Server:
    """An application that counts what it is asked, behind the pages that are kept."""

    def __init__(self) -> None:
        self.release = Release()
        self.datasette = SimpleNamespace(databases={"archive": self.release})
        self.asked: list[str] = []
        self.status = 200
        self.headers: list[tuple[bytes, bytes]] = [(b"content-type", b"text/html")]
        self.parts = [b"Go ", b"Sim"]
        self._app = language.wrap(kept_pages.wrap(self.datasette, self._answer))

    async def _answer(self, scope: Any, _: Any, send: Any) -> None:
        self.asked.append(scope["path"])
        start = {"type": "http.response.start", "status": self.status, "headers": self.headers}
        await send(start | {"headers": list(self.headers)})
        for number, part in enumerate(self.parts, start=1):
            more = number < len(self.parts)
            await send({"type": "http.response.body", "body": part, "more_body": more})

    def get(self, path: str, query: str = "", method: str = "GET", **headers: str) -> bytes:
        """Ask for a page, and return its body."""
        given = {"host": "kho.example", **headers}
        scope = {
            "type": "http", "method": method, "path": path, "raw_path": path.encode(),
            "query_string": query.encode(), "scheme": "http", "server": ("127.0.0.1", 80),
            "headers": [(n.replace("_", "-").encode(), v.encode()) for n, v in given.items()],
        }  # fmt: skip
        sent: list[Any] = []

        async def send(message: Any) -> None:
            sent.append(message)

        async def ask() -> None:
            await self._app(scope, None, send)

        asyncio.run(ask())
        assert sent[0]["status"] == self.status
        assert (b"content-type", b"text/html") in sent[0]["headers"]
        return b"".join(message["body"] for message in sent[1:])


def test_a_page_is_made_once() -> None:
    server = Server()
    pages = [server.get("/archive/articles", "site=a") for _ in range(3)]
    assert pages == [b"Go Sim"] * 3
    assert server.asked == ["/archive/articles"]


@pytest.mark.parametrize(
    ("path", "query", "headers"),
    [
        ("/archive/articles", "site=b", {}),
        ("/archive/pages", "site=a", {}),
        ("/archive/articles", "site=a", {"host": "khac.example"}),
        ("/archive/articles", "site=a", {"accept_language": "en"}),
        ("/archive/articles", "site=a&_lang=en", {}),
        ("/archive/articles", "site=a", {"cookie": "lang=en"}),
    ],
)
def test_another_page_is_another(path: str, query: str, headers: Headers) -> None:
    server = Server()
    server.get("/archive/articles", "site=a", accept_language="vi")
    server.get(path, query, **headers)
    assert len(server.asked) == 2


def test_the_choice_of_a_language_is_not_another_page() -> None:
    server = Server()
    server.get("/archive/articles", "site=a")
    server.get("/archive/articles", "site=a&_lang=vi")
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("path", "method", "headers"),
    [
        ("/archive/articles", "HEAD", {}),
        ("/archive/articles", "GET", {"cookie": "ds_actor=x"}),
        ("/archive/articles", "GET", {"cookie": "ds_messages=x"}),
        ("/archive/articles", "GET", {"authorization": "Bearer x"}),
        ("/-/status", "GET", {}),
        ("/-/health", "GET", {}),
        ("/archive.db", "GET", {}),
        ("/other/articles", "GET", {}),
    ],
)
def test_what_may_differ_is_not_kept(path: str, method: str, headers: Headers) -> None:
    server = Server()
    for _ in range(2):
        server.get(path, "", method, **headers)
    assert len(server.asked) == 2


@pytest.mark.parametrize(
    ("status", "headers", "parts", "asked"),
    [
        (200, [], [b"a" * kept_pages.MAX_PAGE], 1),
        (200, [], [b"a" * kept_pages.MAX_PAGE, b"a"], 2),
        (404, [], [b"a"], 2),
        (200, [(b"set-cookie", b"a=b")], [b"a"], 2),
        (200, [(b"cache-control", b"no-store")], [b"a"], 2),
        (200, [(b"cache-control", b"max-age=5")], [b"a"], 1),
    ],
)
def test_which_answers_are_kept(
    status: int, headers: list[tuple[bytes, bytes]], parts: list[bytes], asked: int
) -> None:
    server = Server()
    server.status, server.parts = status, parts
    server.headers += headers
    for _ in range(2):
        assert server.get("/archive/articles") == b"".join(parts)
    assert len(server.asked) == asked


def test_the_next_release_has_its_own_pages() -> None:
    server = Server()
    server.get("/")
    server.datasette.databases = {"archive": Release()}
    server.parts = [b"Bai Nhan"]
    assert server.get("/") == b"Bai Nhan"


def test_an_archive_that_is_written_has_no_kept_pages() -> None:
    server = Server()
    server.release.is_mutable = True
    server.get("/")
    server.get("/")
    assert len(server.asked) == 2


def test_the_pages_not_asked_for_longest_go_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_pages, "MAX_BYTES", 250_000)
    server = Server()
    server.parts = [b"a" * 100_000]
    for path in ("/archive/a", "/archive/b", "/archive/a", "/archive/c"):
        server.get(path)
    server.asked.clear()
    for path in ("/archive/a", "/archive/c", "/archive/b"):
        server.get(path)
    assert server.asked == ["/archive/b"]


Made = tuple[Hashable, kept_pages.Page]


def made(number: int, parameters: int = 1, length: int = 10, header: int = 10) -> Made:
    """Return a page of a few bytes, with the request that it is kept for."""
    asked = tuple((f"x{i}", f"{number}{'z' * length}") for i in range(parameters))
    key = (b"/archive/%d" % number, asked, "http", "kho.example", "vi")
    return key, ([(b"content-type", b"%d" % number + b"a" * header)], b"[%d]" % number)


@pytest.mark.parametrize(("less", "number"), [(0, 2), (1, 1)])
def test_how_many_pages_are_kept(monkeypatch: pytest.MonkeyPatch, less: int, number: int) -> None:
    pages, two = kept_pages.KeptPages(), [made(1), made(2)]
    monkeypatch.setattr(kept_pages, "MAX_BYTES", sum(map(kept_pages._memory, two)) - less)
    for key, page in [*two, *two]:  # a page that replaces another takes no more
        pages.put(key, page)
    assert [pages.get(key) is not None for key, _ in two].count(True) == number


@pytest.mark.parametrize(
    "size",
    [
        {},
        {"length": 7500},
        {"length": 7500, "parameters": 3},
        {"parameters": 30},
        {"header": 5000},
    ],
)
def test_small_pages_take_no_more_memory_than_large_ones(
    monkeypatch: pytest.MonkeyPatch, size: dict[str, int]
) -> None:
    monkeypatch.setattr(kept_pages, "MAX_BYTES", 500_000)
    pages = kept_pages.KeptPages()
    tracemalloc.start()
    for number in range(1000):
        pages.put(*made(number, **size))
    used, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert 200_000 < used < 550_000
