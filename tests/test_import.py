"""Import of WARC files of others."""

import http.client
import socket
import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from warcio.capture_http import capture_http  # before http.client, which it records

from archive.warc.reader import Damage, Found, read_warcs
from sample_sites import Newsroom
from sites.urls import canonical

from .archives import rows
from .conftest import Command, running_in
from .warcs import OLD, a_page, a_warc

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
    ledger = rows(
        tmp_path / "archive.db",
        "SELECT url, outcome, first_seen, last_fetched FROM pages ORDER BY url",
    )
    old = "2019-05-06T07:08:09+00:00"
    assert ledger == [
        ("https://nbtv.vn/bai-00001.html", "revised", old, "2021-01-02T03:04:05+00:00"),
        ("https://nbtv.vn/bai-00002.html", "stored", old, old),
        ("https://nbtv.vn/bai-00003.html", "gone", old, old),
        ("https://nbtv.vn/bai-00004.html", "empty", old, old),
    ]
    assert rows(tmp_path / "archive.db", "SELECT DISTINCT first_captured FROM articles") == [(old,)]
    assert "1 records skipped: no address of an article" in done.stdout
    assert "1 records skipped, of unknown hosts: stranger.example (1)" in done.stdout
    assert running_in(tmp_path)("danvan", "captures", "verify").returncode == 0


def test_damaged_records_are_reported_and_skipped(tmp_path: Path) -> None:
    one, two, three = (a_warc(RESPONSES[n]) for n in (0, 1, 2))
    file = tmp_path / "torn.warc.gz"
    file.write_bytes(one + two[:-400] + b"noise" + three + two)
    done = running_in(tmp_path)("danvan", "import", file)
    assert done.returncode == 0, done.stderr
    urls = rows(tmp_path / "archive.db", "SELECT url FROM pages ORDER BY url")
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
    assert rows(tmp_path / "archive.db", "SELECT count(*) FROM articles") == [(0,)]


def test_a_missing_file_is_an_error(run: Command, tmp_path: Path) -> None:
    done = run("danvan", "import", tmp_path / "nothing.warc.gz")
    assert (done.returncode, done.stdout) == (2, "")
    assert "There is no file" in done.stderr


def test_a_recording_of_warcio_is_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The recording program resolves the host of the site to the newsroom."""
    resolve = socket.getaddrinfo

    def getaddrinfo(host: str, port: int, *more: Any, **named: Any) -> Any:
        address = ("127.0.0.1", newsroom_port) if host == "nbtv.vn" else (host, port)
        return resolve(*address, *more, **named)

    file = tmp_path / "recorded.warc.gz"
    with Newsroom(night=2) as room:
        stored = [e for e in room.expected if e.site == "nbtv" and e.outcome == "stored"][:5]
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
              rows(tmp_path / "archive.db", "SELECT url, body FROM articles")}  # fmt: skip
    assert bodies == {canonical(e.urls[0]): e.body for e in stored}
