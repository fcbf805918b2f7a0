"""Revisions, re-extraction and import: two nights of the newsroom, and WARC files of others."""

import http.client
import json
import shutil
import socket
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from warcio.capture_http import capture_http  # before http.client, which it records
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archive.warc.reader import Damage, Found, read_warcs
from sample_sites import SITE_NAMES, Expected, Newsroom
from sites.urls import canonical

from .conftest import Command, running_in

Rows = list[tuple[Any, ...]]
ARTICLES = (
    "SELECT url, title, lead, body, author, unit, byline, published, published_raw, site, topics, "
    "section, captions, evidence, words, layout, text_sha256, doubts, first_captured, gone_since "
    "FROM articles ORDER BY url"
)
REVISIONS = (
    "SELECT a.url, r.number, r.seen, r.cause, r.changed, r.title, r.lead, r.body, r.author, "
    "r.published FROM revisions r JOIN articles a ON a.id = article_id ORDER BY 1, 2"
)
CAPTURES = (
    "SELECT url, fetched, file, offset, length, sha256, captures.status, record FROM captures "
    "JOIN pages ON pages.id = page_id ORDER BY file, offset"
)


def rows(folder: Path, query: str, *values: str) -> Rows:
    with closing(sqlite3.connect(folder / "archive.db")) as connection:
        return connection.execute(query, values).fetchall()


def make_articles_due(folder: Path) -> None:
    """Make every article due again."""
    with closing(sqlite3.connect(folder / "archive.db")) as connection:
        connection.execute(
            "UPDATE pages SET next_check = '2020-01-01T00:00:00+00:00' "
            "WHERE outcome IN ('stored', 'unchanged', 'revised')"
        )
        connection.commit()


class Nights:
    """An archive after two nights of the newsroom; at first it is that of the first night."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.run = running_in(folder)
        self.first = rows(folder, ARTICLES)
        make_articles_due(folder)
        with Newsroom(night=2) as room:
            done = self.run("danvan", "crawl", *SITE_NAMES, "--origin", room.origin)
            assert done.returncode == 0, done.stderr
            self.requests, self.expected = list(room.requests), room.expected

    def urls(self, outcome: str) -> set[str]:
        found = rows(self.folder, "SELECT url FROM pages WHERE outcome = ?", outcome)
        return {url for (url,) in found}


@pytest.fixture(scope="module")
def nights(first_night: Path, tmp_path_factory: pytest.TempPathFactory) -> Nights:
    """The archive, which the tests do not change."""
    return Nights(shutil.copytree(first_night, tmp_path_factory.mktemp("nights") / "archive"))


@pytest.fixture
def copy(nights: Nights, tmp_path: Path) -> Path:
    """A copy of the archive, for a test that changes it."""
    folder = tmp_path / "copy"
    shutil.copytree(nights.folder, folder)
    return folder


def _first_urls(expected: list[Expected], *traps: str) -> set[str]:
    return {canonical(e.urls[0]) for e in expected if e.trap in traps}


# The second night


def test_exactly_the_edited_articles_are_revised(nights: Nights) -> None:
    edited = _first_urls(nights.expected, "edited-number", "edited-sentence")
    assert nights.urls("revised") == edited
    assert len(edited) == 10
    found = rows(nights.folder, REVISIONS)
    assert {row[0] for row in found} == edited
    before = {row[0]: row for row in nights.first}
    for url, number, _, cause, changed, title, lead, body, *_ in found:
        assert (number, cause, json.loads(changed)) == (1, "edited", ["body"])
        assert (title, lead, body) == before[url][1:4]


def test_a_revised_article_has_the_new_text(nights: Nights) -> None:
    expected = {canonical(e.urls[0]): e for e in nights.expected}
    for url in nights.urls("revised"):
        [(body, digest)] = rows(
            nights.folder, "SELECT body, text_sha256 FROM articles WHERE url = ?", url
        )
        assert tuple(body.split("\n\n")) == expected[url].body
        assert digest not in {row[16] for row in nights.first}


def test_exactly_the_removed_articles_are_gone_and_keep_their_text(nights: Nights) -> None:
    removed = _first_urls(nights.expected, "removed")
    gone = {url for (url,) in rows(nights.folder, "SELECT url FROM articles WHERE gone_since > ''")}
    assert gone == removed
    assert removed < nights.urls("gone")
    before = {row[0]: row[:-1] for row in nights.first}
    for row in rows(nights.folder, ARTICLES):
        if row[0] in removed:
            assert row[:-1] == before[row[0]]


def test_no_other_article_changes(nights: Nights) -> None:
    changed = nights.urls("revised") | nights.urls("gone")
    after = {row[0]: row for row in rows(nights.folder, ARTICLES)}
    assert {row[0]: row for row in nights.first if row[0] not in changed} == {
        row[0]: after[row[0]] for row in nights.first if row[0] not in changed
    }


def test_only_due_and_new_articles_are_requested(nights: Nights) -> None:
    articles = {canonical(url) for e in nights.expected for url in e.urls}
    requested = [f"https://{host}{path}" for host, path in nights.requests]
    of_articles = [url for url in requested if canonical(url) in articles]
    new = [e for e in nights.expected if e.trap == "new"]
    assert len(of_articles) == len(nights.first) + len(new)


def test_sites_that_support_it_respond_304(nights: Nights) -> None:
    counts: dict[str, int] = dict(
        rows(
            nights.folder,
            "SELECT pages.site, count(*) FROM captures JOIN pages ON pages.id = page_id "
            "WHERE captures.status = 304 GROUP BY 1",
        )
    )
    assert set(counts) == {"baobackan", "baoninhbinh", "binhdinh_dcs"}
    assert min(counts.values()) > 25
    [(largest,)] = rows(
        nights.folder, "SELECT max(length) FROM captures WHERE captures.status = 304"
    )
    assert largest < 1000


def test_an_article_that_reappears_is_no_longer_gone(copy: Path) -> None:
    run = running_in(copy)
    with closing(sqlite3.connect(copy / "archive.db")) as connection:
        connection.execute("UPDATE pages SET next_check = '2020-01-01' WHERE outcome = 'gone'")
        connection.commit()
    with Newsroom() as room:  # the first night again
        assert run("danvan", "crawl", "nbtv", "--origin", room.origin).returncode == 0
    gone = rows(copy, "SELECT count(*) FROM articles WHERE site = 'nbtv' AND gone_since > ''")
    assert gone == [(0,)]


def test_the_archive_passes_all_checks(nights: Nights) -> None:
    done = nights.run("danvan", "status", "--check")
    assert done.returncode == 0, done.stdout
    assert "WRONG" not in done.stdout
    [(total,)] = rows(nights.folder, "SELECT count(*) FROM pages")
    assert f"{total} addresses = " in done.stdout
    done = nights.run("danvan", "captures", "verify")
    assert done.returncode == 0, done.stderr
    files = sorted((nights.folder / "captures").glob("*/*.warc.gz"))
    assert nights.run("warcio", "check", *files).returncode == 0


# Import of our captures


def test_an_archive_is_rebuilt_from_its_captures(copy: Path, nights: Nights) -> None:
    for file in copy.glob("archive.db*"):
        file.unlink()
    done = running_in(copy)("danvan", "import", *sorted((copy / "captures").glob("*/*.warc.gz")))
    assert done.returncode == 0, done.stderr
    for query in (ARTICLES, REVISIONS, CAPTURES):
        assert rows(copy, query) == rows(nights.folder, query)
    assert running_in(copy)("danvan", "captures", "verify").returncode == 0


def test_recorded_captures_are_not_imported_again(copy: Path, nights: Nights) -> None:
    files = sorted((copy / "captures").glob("*/*.warc.gz"))
    done = running_in(copy)("danvan", "import", *files)
    assert done.returncode == 0, done.stderr
    assert "records skipped: captured already" in done.stdout
    assert rows(copy, CAPTURES) == rows(nights.folder, CAPTURES)


def test_captures_of_another_archive_are_copied(nights: Nights, tmp_path: Path) -> None:
    files = sorted((nights.folder / "captures" / "nbtv").glob("*.warc.gz"))
    done = running_in(tmp_path)("danvan", "import", *files)
    assert done.returncode == 0, done.stderr
    for query in (ARTICLES, REVISIONS):
        assert rows(tmp_path, query) == [
            row for row in rows(nights.folder, query) if row[0].startswith("https://nbtv.vn/")
        ]
    assert running_in(tmp_path)("danvan", "captures", "verify").returncode == 0
    captures = [row for row in rows(nights.folder, CAPTURES) if row[2].startswith("nbtv/")]
    assert len(rows(tmp_path, CAPTURES)) == len(captures) > 40


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda file: file.unlink(), "is missing, with"),
        (lambda file: file.write_bytes(file.read_bytes()[:-900]), "there is no complete record"),
        (
            lambda file: file.write_bytes(file.read_bytes() + file.read_bytes()[-3000:]),
            "",  # a killed crawl leaves a partial record at the end
        ),
    ],
    ids=["missing file", "truncated file", "partial record at the end"],
)
def test_verify_finds_damaged_files(
    copy: Path, damage: Callable[[Path], Any], message: str
) -> None:
    damage(sorted((copy / "captures").glob("nbtv/*.warc.gz"))[-1])
    done = running_in(copy)("danvan", "captures", "verify")
    assert done.returncode == bool(message), done.stderr
    assert message in done.stderr


def test_verify_finds_a_different_digest(copy: Path) -> None:
    with closing(sqlite3.connect(copy / "archive.db")) as connection:
        connection.execute("UPDATE captures SET sha256 = 'x' WHERE id = 7")
        connection.commit()
    done = running_in(copy)("danvan", "captures", "verify")
    assert done.returncode == 1
    assert "the record is not the one in the table" in done.stderr


def test_status_shows_failed_checks(copy: Path) -> None:
    with closing(sqlite3.connect(copy / "archive.db")) as connection:
        connection.execute("UPDATE pages SET outcome = 'lost' WHERE id = 1")
        connection.execute("UPDATE runs SET requests = requests + 1 WHERE id = 1")
        connection.commit()
    done = running_in(copy)("danvan", "status", "--check")
    assert done.returncode == 1
    assert done.stdout.count("WRONG") == 2


# Re-extraction


def test_reextraction_with_the_same_rules_changes_nothing(copy: Path, nights: Nights) -> None:
    done = running_in(copy)("danvan", "reextract", "--yes")
    assert done.returncode == 0, done.stderr
    assert "0 articles would change, 0 more would be found" in done.stdout
    assert rows(copy, ARTICLES) == rows(nights.folder, ARTICLES)


MISREAD = "baobackan"
"""The site whose articles the archive of worse rules has misread."""


@pytest.fixture
def misread(copy: Path) -> Path:
    """An archive of worse rules: bylines in two texts, a wrong section, an article not found."""
    with closing(sqlite3.connect(copy / "archive.db")) as connection:
        signed = "SELECT id FROM articles WHERE author > '' AND site = ? ORDER BY url LIMIT 3"
        one, two, three = [number for (number,) in connection.execute(signed, (MISREAD,))]
        connection.execute(
            "UPDATE articles SET body = body || char(10, 10) || 'Lê An', author = NULL, "
            "text_sha256 = 'x' || id WHERE id IN (?, ?)",
            (one, two),
        )
        connection.execute("UPDATE articles SET section = 'x' WHERE id = ?", (three,))
        url, article = connection.execute(
            "SELECT pages.url, article_id FROM pages JOIN articles ON articles.url = pages.url "
            "WHERE outcome = 'unchanged' AND article_id NOT IN (?, ?, ?) AND pages.site = ? "
            "AND (SELECT count(*) FROM pages p WHERE p.article_id = articles.id) = 1 "
            "ORDER BY pages.url LIMIT 1",
            (one, two, three, MISREAD),
        ).fetchone()
        connection.execute(
            "UPDATE pages SET outcome = 'off_topic', article_id = NULL, next_check = NULL, "
            "status = 200 WHERE url = ?",
            (url,),
        )
        connection.execute("DELETE FROM articles WHERE id = ?", (article,))
        connection.commit()
    return copy


def test_reextraction_shows_the_changes_and_asks_for_confirmation(misread: Path) -> None:
    before = rows(misread, ARTICLES)
    for arguments in (["--dry-run"], [MISREAD]):
        done = running_in(misread)("danvan", "reextract", *arguments)
        assert "3 articles would change, 1 more would be found" in done.stdout
        for field in ("body", "author", "section"):
            assert field in done.stdout
        assert "Lê An\n    after:  " in done.stdout
    assert done.returncode == 2, "without a terminal it needs --yes"
    assert "Nothing was changed: add --yes" in done.stderr
    assert rows(misread, ARTICLES) == before


def test_reextraction_is_not_recorded_as_an_edit(misread: Path, nights: Nights) -> None:
    done = running_in(misread)("danvan", "reextract", "--yes", MISREAD)
    assert "3 articles were changed, 1 were found" in done.stdout
    assert [row[:17] for row in rows(misread, ARTICLES)] == [
        row[:17] for row in rows(nights.folder, ARTICLES)
    ]
    causes = rows(misread, "SELECT cause, count(*) FROM revisions GROUP BY 1 ORDER BY 1")
    assert causes == [("edited", 10), ("reread", 2)], "a changed section is no revision"
    assert running_in(misread)("danvan", "status", "--check").returncode == 0


def test_a_crawl_with_better_rules_records_no_revision(misread: Path) -> None:
    make_articles_due(misread)
    with Newsroom(night=2) as room:
        done = running_in(misread)("danvan", "crawl", MISREAD, "--origin", room.origin)
    assert done.returncode == 0, done.stderr
    [(revised,)] = rows(misread, "SELECT sum(revised) FROM runs WHERE id > 10")
    assert revised == 0


# Import of WARC files of others

TEXT = "Bà con thôn {n} xã Gò Sim cùng nhau làm ba cây số đường liên thôn trong một vụ nông nhàn."


def a_page(number: int, more: str = "") -> bytes:
    title = f"Dân vận khéo ở thôn {number} xã Gò Sim"
    text = TEXT.format(n=number)
    body = f"<div><p>{text}{more}</p><p>{text} Vui.</p></div>"
    return f"<title>{title}</title><h1>{title}</h1>{body}".encode()


def a_warc(*responses: tuple[str, str, int, str, bytes], packed: bool = True) -> bytes:
    """Return a WARC file with a request and a response for each.

    A response is a URL, date, status, content type and body.
    """
    out = BytesIO()
    writer = WARCWriter(out, gzip=packed)
    writer.write_record(writer.create_warcinfo_record("other.warc.gz", {"software": "other"}))
    for url, date, status, kind, body in responses:
        headers = StatusAndHeaders(f"{status} X", [("Content-Type", kind)], protocol="HTTP/1.1")
        response = writer.create_warc_record(
            url, "response", BytesIO(body), len(body), http_headers=headers,
            warc_headers_dict={"WARC-Date": date},
        )  # fmt: skip
        request = writer.create_warc_record(
            url, "request", http_headers=StatusAndHeaders("GET / HTTP/1.1", [("Host", "x")],
                                                          is_http_request=True),
        )  # fmt: skip
        writer.write_request_response_pair(request, response)
    return out.getvalue()


def warc_of(
    *records: tuple[str, str, str, str, list[tuple[str, str]], bytes, dict[str, str]],
) -> bytes:
    """Return a WARC file of records.

    A record is a type, URL, date, status line, HTTP headers, body and more WARC fields.
    """
    out = BytesIO()
    writer = WARCWriter(out, gzip=True)
    for kind, url, date, status, headers, body, more in records:
        http_headers = StatusAndHeaders(status, headers, protocol="HTTP/1.1")
        record = writer.create_warc_record(
            url, kind, BytesIO(body), len(body), http_headers=http_headers,
            warc_headers_dict={"WARC-Date": date, **more},
        )  # fmt: skip
        writer.write_record(record)
    return out.getvalue()


OLD = "2019-05-06T07:08:09Z"
RESPONSES = (
    ("http://www.nbtv.vn/bai-00001.html", OLD, 200, "text/html", a_page(1)),
    ("https://nbtv.vn/bai-00002.html", OLD, 200, "text/html; charset=utf-8", a_page(2)),
    ("https://nbtv.vn/bai-00003.html", OLD, 404, "text/html", b"x"),
    ("https://nbtv.vn/anh.jpg", OLD, 200, "image/jpeg", b"\xff\xd8"),
    ("https://nbtv.vn/bai-00004.html", OLD, 200, "application/pdf", b"%PDF"),
    ("https://stranger.example/bai-00001.html", OLD, 200, "text/html", a_page(9)),
    ("https://nbtv.vn/bai-00001.html", "2021-01-02T03:04:05Z", 200, "text/html",
     a_page(1, " Sửa.")),
)  # fmt: skip


@pytest.mark.parametrize("form", ["warc.gz", "warc", "wacz"])
def test_a_file_of_another_tool_is_imported(tmp_path: Path, form: str) -> None:
    file = tmp_path / f"other.{form}"
    content = a_warc(*RESPONSES, packed=form != "warc")
    if form == "wacz":
        with zipfile.ZipFile(file, "w") as wacz:
            wacz.writestr("archive/data.warc.gz", content)
            wacz.writestr("datapackage.json", "{}")
    else:
        file.write_bytes(content)
    done = running_in(tmp_path)("danvan", "import", file)
    assert done.returncode == 0, done.stderr
    ledger = rows(tmp_path, "SELECT url, outcome, first_seen, last_fetched FROM pages ORDER BY url")
    old = "2019-05-06T07:08:09+00:00"
    assert ledger == [
        ("https://nbtv.vn/bai-00001.html", "revised", old, "2021-01-02T03:04:05+00:00"),
        ("https://nbtv.vn/bai-00002.html", "stored", old, old),
        ("https://nbtv.vn/bai-00003.html", "gone", old, old),
        ("https://nbtv.vn/bai-00004.html", "empty", old, old),
    ]
    assert rows(tmp_path, "SELECT DISTINCT first_captured FROM articles") == [(old,)]
    assert "1 records skipped: no address of an article" in done.stdout
    assert "1 records skipped, of unknown hosts: stranger.example (1)" in done.stdout
    assert running_in(tmp_path)("danvan", "captures", "verify").returncode == 0


def test_damaged_records_are_reported_and_skipped(tmp_path: Path) -> None:
    one, two, three = (a_warc(RESPONSES[n]) for n in (0, 1, 2))
    file = tmp_path / "torn.warc.gz"
    file.write_bytes(one + two[:-400] + b"noise" + three + two)
    done = running_in(tmp_path)("danvan", "import", file)
    assert done.returncode == 0, done.stderr
    urls = rows(tmp_path, "SELECT url FROM pages ORDER BY url")
    assert urls == [(f"https://nbtv.vn/bai-0000{n}.html",) for n in (1, 2, 3)]
    assert "records cannot be read:" in done.stdout
    assert "torn.warc.gz at " in done.stdout


def test_records_after_a_torn_one_are_read(tmp_path: Path) -> None:
    """The rest of a torn gzip member may decode into the records after it."""
    one, two, three = (a_warc(RESPONSES[n]) for n in (0, 1, 2))
    file = tmp_path / "torn.warc.gz"
    response_end = two.rindex(b"\x1f\x8b\x08")  # the request follows the response
    for left in range(20, len(two) - 1, 7):
        file.write_bytes(one + two[:left] + b"noise" + three + two)
        items = list(read_warcs(file, lambda _: True))
        assert any(isinstance(item, Damage) for item in items), left
        urls = [canonical(item.exchange.url) for item in items if isinstance(item, Found)]
        complete = (1, 3, 2) if left < response_end else (1, 2, 3, 2)
        assert urls == [f"https://nbtv.vn/bai-0000{n}.html" for n in complete], left


@pytest.mark.parametrize(
    "content", [b"", b"no warc", b"\x1f\x8b\x08 no gzip", b"PK\x03\x04 no zip", b"WARC/1.0\r\n"]
)
def test_a_file_that_is_not_a_warc_imports_nothing(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "what.warc.gz"
    file.write_bytes(content)
    done = running_in(tmp_path)("danvan", "import", file)
    assert "Traceback" not in done.stderr
    assert "No page of a known site is in it." in done.stdout
    assert rows(tmp_path, "SELECT count(*) FROM articles") == [(0,)]


def test_a_missing_file_is_an_error(run: Command, tmp_path: Path) -> None:
    done = run("danvan", "import", tmp_path / "nothing.warc.gz")
    assert (done.returncode, done.stdout) == (2, "")
    assert "There is no file" in done.stderr


@pytest.mark.parametrize("command", [("status",), ("captures", "verify"), ("reextract",)])
def test_a_missing_archive_is_an_error(run: Command, command: tuple[str, ...]) -> None:
    done = run("danvan", *command)
    assert done.returncode == 2
    assert "There is no archive" in done.stderr


def test_a_recording_of_warcio_is_imported(
    nights: Nights, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The recording program resolves the host of the site to the newsroom."""
    resolve = socket.getaddrinfo

    def getaddrinfo(host: str, port: int, *more: Any, **named: Any) -> Any:
        address = ("127.0.0.1", newsroom_port) if host == "nbtv.vn" else (host, port)
        return resolve(*address, *more, **named)

    stored = [e for e in nights.expected if e.site == "nbtv" and e.outcome == "stored"][:5]
    file = tmp_path / "recorded.warc.gz"
    with Newsroom(night=2) as room:
        newsroom_port = int(room.origin.rpartition(":")[2])
        monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
        with capture_http(str(file)):
            for expected in stored:
                connection = http.client.HTTPConnection("nbtv.vn")
                connection.request("GET", urlsplit(expected.urls[0]).path)
                connection.getresponse().read()
                connection.close()
    done = running_in(tmp_path)("danvan", "import", file)
    assert done.returncode == 0, done.stderr
    bodies = {url: tuple(body.split("\n\n")) for url, body in
              rows(tmp_path, "SELECT url, body FROM articles")}  # fmt: skip
    assert bodies == {canonical(e.urls[0]): e.body for e in stored}
