"""Whole crawls: robots.txt of many hosts, an origin, and where the archive is."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar

import pytest
from scrapy.settings import default_settings

from crawler import settings

from .archives import rows
from .conftest import Command
from .one_site import Response, Site, page, served

SITE_FILE = """
from sites.card import ACTIVE, Evidence, SiteCard

class ManyHosts(SiteCard):
    name = "many"
    title = "Báo Gò Sim"
    kind = "newspaper"
    state = ACTIVE
    evidence = (Evidence("text", "2026-11", "a sample"),)
    province = "Bắc Kạn"
    family = "own"
    hosts = ("open.example", "part.example", "none.example", "broken.example", "cut.example",
             "closed.example")
    sections = ("https://closed.example/muc", "https://closed.example/tin", "/muc",
                "https://part.example/cam/muc")
    search = "/tim?q={query}&trang={page}"
    articles = {"post": r"-post(?P<key>\\d+)\\.html$"}
"""


class Hosts(Site):
    """A site on several hosts, each with its own robots.txt and one article for each."""

    ROBOTS: ClassVar[dict[str, Response]] = {
        "open.example": (200, {}, "User-agent: *\nDisallow:\nSitemap: /so-do.xml"),
        "part.example": (200, {}, "User-agent: *\nDisallow: /cam/"),
        "none.example": (404, {}, "User-agent: *\nDisallow: /"),
        "broken.example": (500, {}, ""),
        "cut.example": (200, {"Content-Length": "5000"}, "User-agent: *\nDisallow:"),
        "closed.example": (200, {}, "User-agent: *\nDisallow: /"),
    }

    def __init__(self) -> None:
        super().__init__()
        self.requests: list[tuple[str, str]] = []
        numbers = {host: number for number, host in enumerate(self.ROBOTS, 1)}
        linked = "".join(
            f'<p><a href="https://{host}/bai-post{n}.html">Bài</a></p>'
            for host, n in numbers.items()
        )
        linked += '<p><a href="https://part.example/cam/bai-post9.html">Bài</a></p>'
        sitemap = "<urlset><url><loc>https://open.example/bai-post8.html</loc></url></urlset>"
        own: dict[str, Response] = {
            "/": (200, {}, linked),
            "/muc": (200, {}, linked),
            "/tin": (200, {}, linked),
            "/cam/muc": (200, {}, linked),
            "/so-do.xml": (200, {"Content-Type": "text/xml"}, sitemap),
            "/cam/bai-post9.html": page(9),
            "/bai-post8.html": page(8),
            **{f"/bai-post{n}.html": page(n) for n in numbers.values()},
        }
        for path, answer in own.items():
            self.responses[path] = self._noted(path, answer)
        self.responses["/robots.txt"] = self._robots

    def _noted(self, path: str, answer: Response) -> Callable[[str], Response]:
        def note(host: str) -> Response:
            self.requests.append((host, path))
            return answer

        return note

    def _robots(self, host: str) -> Response:
        self.requests.append((host, "/robots.txt"))
        time.sleep(0.1)  # several requests wait for it
        return self.ROBOTS[host]


@pytest.fixture
def site_file(tmp_path: Path) -> dict[str, str]:
    """A file of one site in a folder of the test's own; return what finds it."""
    (tmp_path / "many_hosts.py").write_text(SITE_FILE, "utf-8")
    return {"PYTHONPATH": str(tmp_path)}


CRAWL = ("scrapy", "crawl", "many", "-s", "SPIDER_MODULES=many_hosts")


def test_each_host_is_crawled_as_its_robots_txt_allows(
    run: Command, tmp_path: Path, site_file: dict[str, str]
) -> None:
    site = Hosts()
    with served(site) as origin:
        # So many at once that three requests of one host wait for its robots.txt.
        many = ("-s", "CONCURRENT_REQUESTS=32")
        done = run(*CRAWL, *many, "-s", f"CRAWL_ORIGIN={origin}", **site_file)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr, done.stderr
    asked = Counter(site.requests)
    robots = {host: asked.pop((host, "/robots.txt")) for host in Hosts.ROBOTS}
    tried = {"broken.example": 2, "cut.example": 2}
    assert robots == dict.fromkeys(Hosts.ROBOTS, 1) | tried, "once for all the requests of a host"
    assert sorted(asked) == [
        ("none.example", "/"),
        ("none.example", "/bai-post3.html"),
        ("open.example", "/"),
        ("open.example", "/bai-post1.html"),
        ("open.example", "/bai-post8.html"),
        ("open.example", "/muc"),
        ("open.example", "/so-do.xml"),
        ("part.example", "/"),
        ("part.example", "/bai-post2.html"),
    ]
    assert set(asked.values()) == {1}
    path = tmp_path / "archive.db"
    unread = "could not be read (ResponseDataLossError)"
    refused = {
        "https://broken.example/bai-post4.html": "robots.txt of broken.example answered 500",
        "https://cut.example/bai-post5.html": f"robots.txt of cut.example {unread}",
        "https://closed.example/bai-post6.html": "robots.txt forbids it",
        "https://part.example/cam/bai-post9.html": "robots.txt forbids it",
    }
    query = "SELECT url, reason FROM pages WHERE outcome = 'refused'"
    assert dict(rows(path, query)) == {
        url: f"is not fetched: {reason}" for url, reason in refused.items()
    }
    query = "SELECT url FROM pages WHERE outcome = 'stored' ORDER BY url"
    assert [url for (url,) in rows(path, query)] == [
        "https://none.example/bai-post3.html",
        "https://open.example/bai-post1.html",
        "https://open.example/bai-post8.html",
        "https://part.example/bai-post2.html",
    ]
    [(reasons,)] = rows(path, "SELECT reasons FROM runs")
    for remark in (
        "https://closed.example/ is not fetched: robots.txt forbids it",
        "https://closed.example/muc is not fetched: robots.txt forbids it",
        "https://closed.example/tin is not fetched: robots.txt forbids it",
        "https://part.example/cam/muc is not fetched: robots.txt forbids it",
        "https://broken.example/ is not fetched: robots.txt of broken.example answered 500",
        f"https://cut.example/ is not fetched: robots.txt of cut.example {unread}",
    ):
        assert f"the listing {remark}" in reasons


# An origin


class Busy(Site):
    """A site whose articles take a moment each, so that several are under way at once."""

    def __init__(self, articles: int) -> None:
        super().__init__()
        self._lock = threading.Lock()
        self._now = 0
        self.most = 0
        """Requests for articles under way at once."""
        numbers = range(1, articles + 1)
        linked = "".join(f'<p><a href="/bai-post{n}.html">Bài {n}</a></p>' for n in numbers)
        self.responses = {"/": (200, {}, linked), "/muc": (200, {}, linked)}
        for number in numbers:
            self.responses[f"/bai-post{number}.html"] = self._slow(page(number))

    def _slow(self, response: Response) -> Callable[[str], Response]:
        def respond(_: str) -> Response:
            with self._under_way():
                time.sleep(0.3)
            return response

        return respond

    @contextmanager
    def _under_way(self) -> Iterator[None]:
        with self._lock:
            self._now += 1
            self.most = max(self.most, self._now)
        try:
            yield
        finally:
            with self._lock:
                self._now -= 1


def test_the_settings_of_a_command_line_hold(
    run_first: Command, tmp_path: Path, site_file: dict[str, str]
) -> None:
    site = Busy(16)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    with served(site) as origin:
        done = run_first(
            *CRAWL,
            *("-s", f"CRAWL_ORIGIN={origin}/"),
            *("-s", f"DATABASE_URL=sqlite:///{elsewhere / 'other.db'}"),
            *("-s", f"CAPTURES_DIR={elsewhere / 'warc'}"),
            *("-s", "PROGRESS_SECONDS=0.1"),
            **site_file,
        )
    assert done.returncode == 0, done.stderr
    assert rows(elsewhere / "other.db", "SELECT count(*) FROM articles") == [(16,)]
    assert len(list((elsewhere / "warc").glob("many/many-*-001.warc.gz"))) == 1
    assert not (tmp_path / "archive.db").exists()
    assert not (elsewhere / "captures").exists()
    assert 2 <= site.most <= 8, "an origin gets several requests at once"
    search = "/tim?q=d%C3%A2n%20v%E1%BA%ADn&trang=1"
    assert search in site.requested, "the query is kept"
    assert not any(path.startswith("//") for path in site.requested)
    said = [line for line in done.stderr.splitlines() if " listings read, " in line]
    assert len(said) >= 3
    assert "URLs requested (16 stored)" in said[-1]


def test_only_the_remote_control_of_scrapy_is_not_loaded() -> None:
    left_out = default_settings.EXTENSIONS_BASE.keys() - settings.EXTENSIONS_BASE.keys()
    assert left_out == {"scrapy.extensions.remote_control.RemoteControl"}
