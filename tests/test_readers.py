"""What readers get of releases: the next one, how the sites are, and files for download."""

import asyncio
import hashlib
import http.client
import json
import os
import re
import shutil
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import lxml.etree
import lxml.html
import pytest
from datasette.app import Datasette  # type: ignore[import-untyped]
from sqlalchemy import insert
from starlette.datastructures import Headers

from archive.database import open_for_reading
from archive.models import AlertRow
from archive.sites import put_sites
from archive.times import now
from operations.monitors import MONITORS
from operations.publish import publish
from operations.status import read_status
from publishing import following
from publishing.dates import vietnam_time
from publishing.downloads import response
from publishing.following import Release
from publishing.health import read_release
from publishing.refusals import MAX_PARAMETERS, is_host
from publishing.status_page import MAX_AGE, REASONS, chart, is_old

from .archives import SITE, opened
from .releases import add_articles, published_archive
from .test_publishing import METADATA, SECONDS, Served, serving

# From Python 3.13 on, Datasette's own connections warn when it is used in this process.
pytestmark = pytest.mark.filterwarnings(
    "ignore:Exception ignored in. <sqlite3.Connection:pytest.PytestUnraisableExceptionWarning"
)

HOSTILE = "<script>alert(1)</script> Báo \u202eGò Sim\x07"
HOSTILE_SITE = replace(SITE, title=HOSTILE, state="active")
MAX_SECONDS = 10
"""In which readers get the next release. The documents say two; this machine may be busy."""


@dataclass
class Readers:
    """An archive, the folder that it is published in, and the Datasette of its readers."""

    url: str
    folder: Path
    served: Served

    def ask(self, path: str, method: str = "GET", **headers: str) -> tuple[int, Any, bytes]:
        """Return the status, the headers and the body of an answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.served.port, timeout=SECONDS)
        with closing(connection):
            asked = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, headers=asked)
            response = connection.getresponse()
            return response.status, response.headers, response.read()

    def articles(self) -> int:
        """Return how many articles readers get."""
        count: int = self.served.json("/archive/articles", _size="0")["filtered_table_rows_count"]
        return count

    def status(self) -> dict[str, Any]:
        """Return the status of the release."""
        found: dict[str, Any] = json.loads((self.folder / "status.json").read_text("utf-8"))
        return found


@pytest.fixture(scope="module")
def readers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Readers]:
    """Serve a release with a hostile name and an alert, as the operator's guide says."""
    folder = tmp_path_factory.mktemp("readers")
    url = published_archive(folder)
    alert = {
        "monitor": "silence",
        "level": "red",
        "since": now(),
        "message": f"{HOSTILE} is silent",
    }
    machine = {**alert, "site": None, "monitor": "disk", "message": "The disk of /srv is full."}
    with opened(url) as archive:
        archive.write(*put_sites([replace(SITE, title=HOSTILE, state="active")]))
        rows = [{**alert, "site": SITE.name, "until": None}, {**machine, "until": None}]
        archive.write((insert(AlertRow), rows))
    published = folder / "published"
    publish(url, published, keep=1)
    with serving(published / "archive.db", immutable=True) as served:
        yield Readers(url, published, served)


def _until(what: Any) -> float:
    """Wait until a function returns true, and return how many seconds that took."""
    begun = time.monotonic()
    while not what():
        assert time.monotonic() - begun < MAX_SECONDS, "readers did not get it"
        time.sleep(0.05)
    return time.monotonic() - begun


# Requests that are refused


@pytest.mark.parametrize(
    ("host", "is_named"),
    [
        ("kho.example", True),
        ("reader_1:8001", True),
        ("127.0.0.1:8001", True),
        ("[::1]:8001", True),
        ("", True),
        ("[::1", False),
        ("[::::]", False),
        ("[kho.example]", False),
        ("kho.example:65535", True),
        ("kho.example:65536", False),
        ("kho.example:0", False),
        ("kho.example:1", True),
        ("kho.example:x", False),
        ("kho.example/x", False),
        ('"><script>alert(1)</script>', False),
        ("nguoi@kho.example", False),
        ("kho example", False),
        ("khó.example", False),
        ("a" * 300, True),
        ("a" * 301, False),
    ],
)
def test_hosts(host: str, is_named: bool) -> None:
    assert is_host(host) == is_named


@pytest.mark.parametrize("path", ["/archive/articles/1", "/", "/archive/articles/1.bib"])
def test_a_request_without_a_possible_host_is_refused(readers: Readers, path: str) -> None:
    status, headers, answer = readers.ask(path, Host="[::1")
    assert (status, headers["X-Content-Type-Options"]) == (400, "nosniff")
    assert answer == b"The Host header of the request names no host.\n"
    assert readers.ask(path, Host="kho.example")[0] == 200


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_links_have_the_scheme_that_a_proxy_names(readers: Readers, scheme: str) -> None:
    said = {"Host": "kho.example", "X-Forwarded-Proto": scheme}
    page = readers.ask("/archive/articles/1", **said)[2].decode()
    assert set(re.findall(r"\w+://kho\.example", page)) == {f"{scheme}://kho.example"}


@pytest.mark.parametrize(
    ("method", "status"),
    [
        ("GET", 200),
        ("HEAD", 200),
        ("POST", 405),
        ("PUT", 405),
        ("RENDER", 405),
        ("get_format", 405),
    ],
)
def test_methods(readers: Readers, method: str, status: int) -> None:
    assert readers.ask("/archive/sites", method)[0] == status


@pytest.mark.parametrize(("number", "status"), [(MAX_PARAMETERS, 200), (MAX_PARAMETERS + 1, 400)])
def test_an_address_has_so_many_parameters(readers: Readers, number: int, status: int) -> None:
    assert readers.ask(f"/archive/sites.json?{'&'.join(['_x=1'] * number)}")[0] == status


# The next release


def test_readers_get_the_next_release_and_no_request_fails(readers: Readers) -> None:
    before = readers.articles()
    old = (readers.folder / "archive.db").resolve()
    statuses: set[int] = set()
    counts: list[int] = []
    stopped = threading.Event()

    def read() -> None:
        while not stopped.is_set():
            for path in ("/archive/articles/1", "/-/status", "/-/health", "/archive.db", "/"):
                statuses.add(readers.ask(path)[0])
            counts.append(readers.articles())

    reading = [threading.Thread(target=read) for _ in range(2)]
    for thread in reading:
        thread.start()
    try:
        with opened(readers.url) as archive:
            add_articles(archive, range(before + 1, before + 2))
            archive.write(*put_sites([HOSTILE_SITE]))
        publish(readers.url, readers.folder, keep=1)
        assert not old.exists()  # although it is being read
        _until(lambda: readers.articles() == before + 1)
    finally:
        stopped.set()
        for thread in reading:
            thread.join()
    assert statuses == {200}
    assert counts == sorted(counts)
    assert readers.served.get(f"/archive/articles/{before + 1}")[0] == 200
    [database] = json.loads(readers.ask("/-/databases.json")[2])
    new = (readers.folder / "archive.db").read_bytes()
    assert database["hash"] == hashlib.sha256(new).hexdigest()
    assert database["size"] == len(new)
    counted = {table["name"]: table["count"] for table in readers.served.json("/archive")["tables"]}
    assert (counted["articles"], counted["sites"]) == (before + 1, 1)
    _until(lambda: not _open_removed_files(readers.served.process))


def _open_removed_files(process: int) -> list[str]:
    """Return removed databases that a process still reads, so that they still take space."""
    names = map(os.path.realpath, Path(f"/proc/{process}/fd").iterdir())
    return [name for name in names if "archive.db (deleted)" in name]


def test_readers_keep_the_last_release_if_the_next_one_is_damaged(readers: Readers) -> None:
    before, good = readers.articles(), os.readlink(readers.folder / "current")
    damaged = readers.folder / "damaged"
    damaged.mkdir()
    (damaged / "archive.db").write_bytes(b"SQLite format 3\0" + b"?" * 5000)

    def lead_to(target: str) -> None:
        (readers.folder / "new").symlink_to(target)
        (readers.folder / "new").replace(readers.folder / "current")

    lead_to("damaged")
    try:
        _until(lambda: "archive.db cannot be read (" in readers.served.log.read_text("utf-8"))
        assert readers.articles() == before
        status, _, body = readers.ask("/-/health")
        assert status == 503
        assert json.loads(body)["error"].startswith("The published file cannot be read (")
    finally:
        lead_to(good)
    assert readers.ask("/-/health")[0] == 200


def test_a_release_is_read_to_the_end_although_its_file_is_gone(tmp_path: Path) -> None:
    """The executor's threads, none of which has had a connection, begin after it is removed."""
    path = tmp_path / "archive.db"
    with closing(sqlite3.connect(path)) as file:
        file.execute("CREATE TABLE articles (id)")
    datasette = Datasette([], immutables=[str(path)])
    release = Release(datasette, "archive", path)
    path.unlink()

    async def count(number: int) -> int:
        found = await release.execute(f"select count(*) + {number} from articles")
        return int(found.single_value())

    async def all_counts() -> list[int]:
        return await asyncio.gather(*map(count, range(20)))

    assert asyncio.run(all_counts()) == list(range(20))
    datasette.executor.shutdown()


def test_a_file_that_cannot_be_read_is_reported_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "archive.db"
    datasette = Datasette([], immutables=[str(path)])
    failures: dict[str, str] = {}

    def reported() -> list[str]:
        asyncio.run(following.look(datasette, failures))
        return [line.replace(str(path), "FILE") for line in capsys.readouterr().err.splitlines()]

    path.touch()
    for damage, error in (
        (lambda: path.write_bytes(b"damaged" * 100), "file is not a database"),
        (lambda: path.write_bytes(b""), "it has no tables"),
        (path.unlink, "No such file"),
    ):
        damage()
        [line] = reported()
        assert line.startswith("FILE cannot be read (")
        assert error in line
        assert line.endswith("): readers keep the file that is open.")
        assert reported() == []
    with closing(sqlite3.connect(path)) as file:
        file.execute("CREATE TABLE articles (id)")
    assert reported() == ["Readers get FILE from now on."]
    assert reported() == []
    datasette.executor.shutdown()


def test_a_new_file_has_its_own_counts_and_digest(tmp_path: Path) -> None:
    """Also of the same size and time, and with what `--inspect-file` says of the old one."""
    path, new = tmp_path / "archive.db", tmp_path / "new.db"
    for file, rows in ((path, 2), (new, 3)):
        with closing(sqlite3.connect(file)) as database:
            database.execute("CREATE TABLE articles (id)")
            database.executemany("INSERT INTO articles VALUES (?)", [(n,) for n in range(rows)])
            database.commit()
    shutil.copystat(path, new)
    assert new.stat().st_size == path.stat().st_size
    old = {"hash": "old", "size": 1, "tables": {"articles": {"count": 99}}}
    datasette = Datasette([], immutables=[str(path)], inspect_data={"archive": old})

    async def described() -> tuple[Any, ...]:
        await following.look(datasette, {})
        database = datasette.databases["archive"]
        page = await datasette.client.get("/archive/articles.json")
        counted = page.json()["filtered_table_rows_count"]
        return counted, await database.table_counts(), database.hash, database.size

    for rows in (2, 3):
        sha256, size = hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_size
        assert asyncio.run(described()) == (rows, {"articles": rows}, sha256, size)
        if rows == 2:
            new.replace(path)
    datasette.executor.shutdown()


# How the sites are


def test_the_page_says_what_the_archive_says(readers: Readers) -> None:
    with open_for_reading(readers.url) as engine:
        expected = read_status(engine).as_json()
    status = readers.status()
    assert status["sites"] == expected["sites"]
    assert status["alerts"] == []  # those of the machine name its folders
    _, headers, body = readers.ask("/-/status")
    assert headers["Cache-Control"] == "public, max-age=300"
    page: Any = lxml.html.document_fromstring(body.decode())
    assert page.get("lang") == "vi"
    [site] = page.xpath("//li[@class='red'][@id='baogosim']")
    shown = site.text_content()
    assert "không có bài mới" in shown
    assert "is silent" in shown
    [alert] = expected["sites"][0]["alerts"]
    assert vietnam_time(alert["since"]) in shown
    assert status["version"] in page.text_content()
    assert "/srv" not in body.decode()


def test_what_a_site_wrote_is_escaped(readers: Readers) -> None:
    for path in ("/-/status", "/-/badge/baogosim.svg"):
        body = readers.ask(path)[2].decode()
        assert "&lt;script&gt;alert(1)&lt;/script&gt; Báo \ufffdGò Sim\ufffd" in body, path
        assert "<script" not in body
        assert "\u202e" not in body


def test_the_page_says_it_in_english(readers: Readers) -> None:
    text = readers.ask("/-/status", Accept_Language="en")[2].decode()
    assert '<html lang="en">' in text
    assert REASONS["silence"] in text
    assert "in trouble" in text
    assert "có sự cố" not in text


def test_the_page_has_its_headings_in_order_and_no_dead_links(readers: Readers) -> None:
    page: Any = lxml.html.document_fromstring(readers.ask("/-/status")[2].decode())
    assert page.xpath("//script | //img | //iframe") == []
    levels = [int(heading.tag[1]) for heading in page.xpath("//h1 | //h2 | //h3 | //h4")]
    assert levels == [1, 2, 3]
    assert all(chart.get("aria-label") for chart in page.xpath("//svg"))
    assert page.xpath("string(//meta[@name='viewport']/@content)").startswith("width=device-width")
    links = page.xpath("//main//a/@href")
    assert {readers.ask(link)[0] for link in links} == {200}


@pytest.mark.parametrize(
    ("path", "language", "title"),
    [("/-/badge.svg", "vi", "Kho lưu trữ Dân vận: có sự cố"),
     ("/-/badge.svg", "en", "Dân vận archive: in trouble"),
     ("/-/badge/baogosim.svg", "vi", "Gò Sim\ufffd: có sự cố")],
)  # fmt: skip
def test_a_badge_says_the_state(readers: Readers, path: str, language: str, title: str) -> None:
    status, headers, body = readers.ask(path, Accept_Language=language)
    assert (status, headers["Content-Type"]) == (200, "image/svg+xml; charset=utf-8")
    assert headers["Cache-Control"] == "public, max-age=300"
    image: Any = lxml.etree.fromstring(body)
    assert image.findtext("{http://www.w3.org/2000/svg}title").endswith(title)


@pytest.mark.parametrize("site", ["baolamkhe", "BAOGOSIM", "..", "%2e%2e", "baogosim%00"])
def test_an_unknown_site_has_no_badge(readers: Readers, site: str) -> None:
    assert readers.ask(f"/-/badge/{site}.svg")[0] in (302, 404)


def test_every_monitor_of_sites_has_its_reason() -> None:
    assert {monitor.name for monitor in MONITORS} == set(REASONS)


def test_a_release_of_more_than_three_days_ago_is_old() -> None:
    made = datetime(2026, 11, 1, 20, 0, tzinfo=UTC)
    second = timedelta(seconds=1)
    assert [is_old(made.isoformat(), made + MAX_AGE + late) for late in (0 * second, second)] == [
        False,
        True,
    ]


def test_an_old_release_says_so(readers: Readers) -> None:
    """A crawl that has stopped would otherwise be green for ever."""
    path = (readers.folder / "status.json").resolve()
    whole = path.read_bytes()
    path.chmod(0o644)
    green = {**readers.status(), "state": "green", "made": "2026-01-05T20:00:00+00:00"}
    green["sites"][0]["state"] = "green"
    try:
        path.write_text(json.dumps(green), "utf-8")
        assert "không rõ" in readers.ask("/-/badge/baogosim.svg")[2].decode()
        assert "có sự cố" in readers.ask("/-/badge.svg")[2].decode()
        assert 'class="old"' in readers.ask("/-/status")[2].decode()
        path.write_text("{", "utf-8")
        assert readers.ask("/-/status")[0] == 404
        assert readers.ask("/-/badge.svg")[0] == 404
    finally:
        path.write_bytes(whole)


@pytest.mark.parametrize(
    ("new", "numbers", "paths"),
    [
        ([0, None, 8], (8, 8, 8, 8), ("M6 32v-32h2v32z", "M0 32v-1h2v1z", "M3 32v-1h2v1z")),
        ([1, 1000], (1000, 1001, 1001, 1000),
         ("M0 32v-2h2v2zM3 32v-32h2v32z", "", "")),
        ([5] + 7 * [None], (None, None, 5, 5), None),
        ([5] + 6 * [0], (0, 5, 5, 5), None),
        ([None], (None, None, None, None), ("", "", "M0 32v-1h2v1z")),
        ([0], (0, 0, 0, 0), ("", "M0 32v-1h2v1z", "")),
    ],
)  # fmt: skip
def test_a_chart_tells_a_night_without_articles_from_one_without_a_crawl(
    new: list[int | None], numbers: tuple[int | None, ...], paths: tuple[str, ...] | None
) -> None:
    found = chart(new)
    assert (found.last, found.week, found.total, found.most) == numbers
    if paths is not None:
        assert tuple(found.paths.values()) == paths


# Health


def test_health_names_the_release(readers: Readers) -> None:
    status, headers, body = readers.ask("/-/health")
    assert (status, headers["Cache-Control"]) == (200, "no-store")
    release = readers.status()
    assert json.loads(body) == {"ok": True, "version": release["version"], "made": release["made"]}
    assert readers.ask("/-/health", "HEAD")[0] == 200


def _schema(readers: Readers) -> dict[str, list[str]]:
    tables = json.loads(METADATA.read_text("utf-8"))["databases"]["archive"]["tables"]
    return {name: list(table["columns"]) for name, table in tables.items() if "columns" in table}


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        ("DROP TABLE alerts", "lacks alerts.id"),
        ("ALTER TABLE pages RENAME COLUMN outcome TO ending", "lacks pages.outcome"),
        ("DELETE FROM releases", "names no release"),
        ("DROP TABLE articles_fts_data", "cannot be read"),
    ],
)
def test_health_needs_the_schema_and_a_release(
    readers: Readers, tmp_path: Path, damage: str, sentence: str
) -> None:
    path = tmp_path / "archive.db"
    path.write_bytes((readers.folder / "archive.db").read_bytes())
    assert read_release(path, _schema(readers))["version"] == readers.status()["version"]
    with closing(sqlite3.connect(path)) as file:
        file.execute("PRAGMA foreign_keys = OFF")
        file.execute("PRAGMA writable_schema = ON")
        file.execute(damage)
        file.commit()
    with pytest.raises(ValueError, match=sentence):
        read_release(path, _schema(readers))


def test_health_needs_a_whole_file(readers: Readers, tmp_path: Path) -> None:
    path = tmp_path / "a folder?#%41" / "archive.db"
    whole = (readers.folder / "archive.db").read_bytes()
    with pytest.raises(ValueError, match="unable to open"):
        read_release(path, {})
    path.parent.mkdir()
    for part in (b"", b"not a database" * 100, whole[:5000]):
        path.write_bytes(part)
        with pytest.raises(ValueError, match="cannot be read"):
            read_release(path, {})
    path.write_bytes(whole)
    assert read_release(path, {})


# Downloads


def test_every_file_of_the_release_is_served_as_it_is(readers: Readers) -> None:
    for path in (readers.folder / "current").iterdir():
        status, headers, body = readers.ask(f"/{path.name}")
        assert (status, body == path.read_bytes()) == (200, True), path.name
        assert headers["Content-Length"] == str(len(body))
        assert headers["Cache-Control"] == "public, no-cache"
        assert headers["Accept-Ranges"] == "bytes"
        status, headers, body = readers.ask(f"/{path.name}", "HEAD")
        assert (status, headers["Content-Length"], body) == (200, str(path.stat().st_size), b"")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("archive.db", "application/vnd.sqlite3"),
        ("archive.db.zst", "application/zstd"),
        ("articles.csv.gz", "application/gzip"),
        ("sites.parquet", "application/vnd.apache.parquet"),
        ("datapackage.json", "application/json"),
        ("report.html", "text/html; charset=utf-8"),
        ("SHA256SUMS", "text/plain; charset=utf-8"),
    ],
)
def test_a_download_has_its_type_and_no_encoding(readers: Readers, name: str, kind: str) -> None:
    _, headers, _ = readers.ask(f"/{name}", "HEAD")
    assert (headers["Content-Type"], headers["Content-Encoding"]) == (kind, None)


@pytest.mark.parametrize(
    ("asked", "status", "part"),
    [
        ("bytes=0-15", 206, slice(0, 16)),
        ("bytes=100-", 206, slice(100, None)),
        ("bytes=-10", 206, slice(-10, None)),
        ("bytes={last}-", 206, slice(-1, None)),
        ("bytes={last}-{size}", 206, slice(-1, None)),
        ("bytes={size}-", 416, slice(0, 0)),
        ("bytes=-0", 416, slice(0, 0)),
    ],
)
def test_a_part_of_a_download(readers: Readers, asked: str, status: int, part: slice) -> None:
    whole = (readers.folder / "archive.db").read_bytes()
    size = len(whole)
    answer, headers, body = readers.ask("/archive.db", Range=asked.format(size=size, last=size - 1))
    assert (answer, body == whole[part]) == (status, True)
    first = size - len(whole[part]) if part.start else 0
    span = "*" if status == 416 else f"{first}-{first + len(body) - 1}"
    assert headers["Content-Range"] == f"bytes {span}/{size}"


def test_a_download_is_resumed_only_of_the_same_release(readers: Readers) -> None:
    _, headers, whole = readers.ask("/archive.db")
    same = {"Range": "bytes=50-", "If_Range": headers["ETag"]}
    assert readers.ask("/archive.db", **same)[::2] == (206, whole[50:])
    assert readers.ask("/archive.db", **{**same, "If_Range": '"another"'})[::2] == (200, whole)


def test_a_download_is_whole_although_its_release_is_removed_before_it_begins(
    tmp_path: Path,
) -> None:
    path, sent = tmp_path / "archive.db.gz", []
    path.write_bytes(b"of this release")
    with path.open("rb") as file:
        path.unlink()

        async def send(message: Any) -> None:
            sent.append(message)

        async def receive() -> Any:
            await asyncio.Event().wait()

        scope = {"type": "http", "method": "GET", "headers": []}
        asyncio.run(response(file, Headers(scope=scope))(scope, receive, send))
    assert sent[0]["status"] == 200
    assert b"".join(message["body"] for message in sent[1:]) == b"of this release"


def test_an_unchanged_download_is_not_sent_again(readers: Readers) -> None:
    _, headers, whole = readers.ask("/archive.db.gz")
    tag, day = headers["ETag"], headers["Last-Modified"]
    for asked in ({"If_None_Match": tag}, {"If_None_Match": f'"x", W/{tag}'},
                  {"If_Modified_Since": day}):  # fmt: skip
        status, headers, body = readers.ask("/archive.db.gz", **asked)
        assert (status, headers["ETag"], body) == (304, tag, b"")
    earlier = "Mon, 05 Jan 2026 00:00:00 GMT"
    for asked in ({"If_None_Match": '"another"'}, {"If_Modified_Since": earlier}):
        assert readers.ask("/archive.db.gz", **asked)[::2] == (200, whole)


@pytest.mark.parametrize(
    "path",
    [
        "/../archive.db", "/%2e%2e/archive.db", "/..%2f..%2farchive.db", "/current/archive.db",
        "/../../archive.db", "/own/../../archive.db", "/own/%2e%2e/%2e%2e/archive.db",
        "/releases", "/datasette.log", "/.lock", "/archive.db%00", "/archive.db-wal",
        "/nothing.parquet", "/..parquet", "/a/../articles.parquet", "//archive.db",
        "/\\..\\archive.db", "/etc/passwd",
    ],
)  # fmt: skip
def test_only_the_files_of_the_release_are_served(readers: Readers, path: str) -> None:
    seen = set()
    while path not in seen:  # Datasette redirects odd addresses to those that it would have made
        seen.add(path)
        status, headers, body = readers.ask(path)
        assert not body.startswith((b"SQLite", b"PAR1", b"\x1f\x8b", b"root:"))
        path = headers.get("Location", path)
    assert status in (400, 403, 404), path


def test_a_file_that_is_written_meanwhile_is_not_for_download(tmp_path: Path) -> None:
    (tmp_path / "report.html").write_text("of something else")
    with closing(sqlite3.connect(tmp_path / "archive.db")) as file:
        file.execute("CREATE TABLE articles (id)")
    datasette = Datasette([str(tmp_path / "archive.db")])

    async def ask() -> list[int]:
        paths = ("/archive.db", "/report.html", "/-/status", "/-/badge.svg", "/-/health")
        return [(await datasette.client.get(path)).status_code for path in paths]

    assert asyncio.run(ask()) == [403, 403, 404, 404, 503]
    datasette.executor.shutdown()
    datasette.databases["archive"].close()
