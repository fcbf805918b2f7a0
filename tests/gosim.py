"""The site of Báo Gò Sim, whose responses a test makes without a server."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar

from scrapy import Request
from scrapy.http import HtmlResponse, Response
from twisted.python.failure import Failure

from archive.database import connect
from archive.ledger import record
from archive.outcomes import Outcome
from archive.runs import Run
from archive.visit import Visit
from archive.warc.records import Exchange
from archive.writer import Archive
from crawler.spider import SiteSpider
from extraction.article import Article
from sites.card import ACTIVE, Address, Evidence, SiteCard

from .archives import NOW, begin_run, opened, visit_to

HOST = "baogosim.example"
HOME = f"https://{HOST}"
EARLIER = NOW - timedelta(days=3)
"""Pages that were recorded then are due."""


class GoSim(SiteCard):
    """A site with two hosts, two sections, a menu and a search."""

    name = "baogosim"
    title = "Báo Gò Sim"
    kind = "newspaper"
    province = "Bắc Kạn"
    state = ACTIVE
    evidence = (Evidence("text", "2026-11", "a sample"),)
    hosts: ClassVar[tuple[str, ...]] = (HOST, "gosim.example")
    family = "own"
    sections: ClassVar[tuple[str, ...]] = ("/thoi-su", "https://gosim.example/chinh-tri")
    menu: ClassVar[tuple[str, ...]] = ("dân vận",)
    search = "/tim/{query}?trang={page}"
    articles: ClassVar[dict[str, str]] = {
        "post": r"^/(?:[^/]+/)?[^/]+-post(?P<key>\d+)\.html$",
        "post 2018": r"^/tin/(?P<key>\d+)/?$",
        "old": r"^/cu/(?P<key>\d+)$",
    }


class GoSimSpider(GoSim, SiteSpider):
    """The spider of that site."""


def article_url(number: int, slug: str = "bai-viet") -> str:
    """Return the URL of an article in its canonical form."""
    return f"{HOME}/{slug}-post{number}.html"


def address(number: int, slug: str = "bai-viet") -> Address:
    """Return the address of an article."""
    found = GoSim.resolve(article_url(number, slug))
    assert found is not None
    return found


def page(number: int, *paragraphs: str, title: str = "", head: str = "") -> bytes:
    """Return the page of an article on dân vận."""
    title = title or f"Dân vận khéo ở thôn {number} xã Gò Sim"
    text = f"Bà con thôn {number} xã Gò Sim, huyện Lam Khê cùng nhau làm ba cây số đường liên thôn."
    body = "".join(f"<p>{text}</p>" for text in (text, *paragraphs))
    return f"<title>{title}</title>{head}<h1>{title}</h1><div>{body}</div>".encode()


def exchange(
    url: str, status: int = 200, payload: bytes = b"", headers: Iterable[tuple[str, str]] = ()
) -> Exchange:
    """Return an exchange of now."""
    named = {name.lower() for name, _ in headers}
    lines = [] if "content-type" in named else [("Content-Type", "text/html")]
    return Exchange(url, NOW, status, [*lines, *headers], payload, [("Host", HOST)])


def respond(
    request: Request, status: int = 200, body: bytes = b"", headers: dict[str, Any] | None = None
) -> list[Request | Visit]:
    """Call a request's callback with a response; return what it yields."""
    headers = {"Content-Type": "text/html", **(headers or {})}
    response = HtmlResponse(request.url, status, headers, body, request=request)
    assert request.callback is not None
    return list(request.callback(response, **request.cb_kwargs))


def redirect(request: Request, location: str, status: int = 301) -> list[Request | Visit]:
    """Call a request's callback with a redirect."""
    return respond(request, status, headers={"Location": location})


def fail(request: Request, error: Exception) -> list[Request | Visit]:
    """Call a request's errback with an error."""
    failure = Failure(error)  # type: ignore[no-untyped-call]
    failure.request = request  # type: ignore[attr-defined]
    assert request.errback is not None
    return list(request.errback(failure) or ())


def response_to(request: Request, status: int = 200, body: bytes = b"") -> Response:
    """Return a plain response to a request."""
    return Response(request.url, status, body=body, request=request)


def only_request(items: Iterable[Request | Visit]) -> Request:
    """Return the one item, which is a request."""
    [item] = items
    assert isinstance(item, Request)
    return item


def only_visit(items: Iterable[Request | Visit]) -> Visit:
    """Return the one item, which is a visit."""
    [item] = items
    assert isinstance(item, Visit)
    return item


def urls(items: Iterable[Request | Visit]) -> list[str]:
    """Return the URLs of the requests among the items."""
    return [item.url for item in items if isinstance(item, Request)]


def links(*targets: int | str, more: str = "") -> bytes:
    """Return a listing page with links to articles, by number or URL."""
    hrefs = [f"/bai-viet-post{t}.html" if isinstance(t, int) else t for t in targets]
    return ("".join(f'<p><a href="{href}">Bài viết</a></p>' for href in hrefs) + more).encode()


@cache
def _empty_archive() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "archive.db"
        with opened(f"sqlite:///{path}"):
            pass
        return path.read_bytes()


def place_archive(folder: Path) -> str:
    """Put an empty archive into a folder, as a copy of one: the schema is made once."""
    path = folder / "archive.db"
    path.write_bytes(_empty_archive())
    return f"sqlite:///{path}"


@contextmanager
def new_archive(folder: Path) -> Iterator[Archive]:
    """Open an empty archive in a folder."""
    engine = connect(place_archive(folder), writing=True)
    archive = Archive(engine, folder / "captures")
    try:
        yield archive
    finally:
        archive.close()
        engine.dispose()


def site_run(archive: Archive, **options: Any) -> Run:
    """Begin a crawl of the site."""
    return begin_run(archive, GoSim.facts(), **options)


def record_earlier(
    archive: Archive, number: int, outcome: Outcome = Outcome.OFF_TOPIC, **facts: Any
) -> None:
    """Record an article's page as a run of three days ago left it."""
    run = site_run(archive)
    url = facts.setdefault("url", article_url(number))
    if outcome is Outcome.STORED:
        text = f"Thôn {number} xã Gò Sim họp bàn việc làm đường."
        facts.setdefault("article", Article(url=url, body=text, text_sha256=f"{number:064}"))
    record(visit_to(run, number, outcome, **{"fetched": EARLIER, **facts}))
    archive.commit()


def page_row(folder: Path, url: str, columns: str = "outcome") -> Any:
    """Return columns of the ledger's row of a URL, or None."""
    with closing(sqlite3.connect(folder / "archive.db")) as connection:
        return connection.execute(f"SELECT {columns} FROM pages WHERE url = ?", (url,)).fetchone()


def requests_of(items: Iterable[Request | Visit]) -> Iterator[Request]:
    """Yield the requests among the items."""
    return (item for item in items if isinstance(item, Request))
