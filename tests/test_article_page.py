"""The page of an article and of its captures, of hostile articles too."""

import gzip
import http.client
import json
import os
import re
import shutil
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import lxml.html
import pytest
import uvicorn
from click.testing import CliRunner
from sqlalchemy import insert

from archive.ledger import record
from archive.models import WithdrawalRow
from archive.visit import Visit
from archive.warc.records import Exchange, pack
from danvan.serve import serve
from extraction.text import clean
from publishing.article.capture import MAX_PAGE, Unreadable, harmless, read_page
from publishing.article.stored import read_article, read_capture

from .archives import SITE, article, begin_run, new_archive, opened, visit_to
from .hostile_articles import PAGES
from .hostile_articles import TEXTS as HOSTILE
from .test_publishing import SECONDS, Served, serving

FIELDS = ("title", "lead", "body", "author", "section", "unit", "byline", "published_raw")
PLAIN, UNCAPTURED, WITHDRAWN = len(HOSTILE) + 1, len(HOSTILE) + 2, len(HOSTILE) + 3  # ids


def _captured(visit: Visit, payload: bytes, *headers: tuple[str, str]) -> Visit:
    """Append a response to the captures of the visit's run, as the capture of the visit."""
    sent = [("Content-Type", "text/html; charset=utf-8"), *headers]
    fetched = visit.fetched.replace(microsecond=0)
    exchange = Exchange(visit.url, fetched, visit.status or 200, sent, payload)
    visit.capture = visit.run.archive.warc_files.append(SITE.name, exchange, pack(exchange))
    return visit


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve an archive whose texts are hostile, as no extraction would leave them."""
    folder = tmp_path_factory.mktemp("articles")
    url = new_archive(folder)
    with opened(url) as archive:
        run = begin_run(archive)
        for number in range(1, len(HOSTILE) + 1):
            page = PAGES[number % len(PAGES)].encode("utf-8", "surrogatepass")
            record(_captured(visit_to(run, number, article=article(number)), page))
        body = "Công tác dân vận khéo.\n\nẢnh: dân vận khéo, công tác dân vận"
        shown = article(PLAIN, body, title="Công tác dân vận", captions=(body.split("\n\n")[1],))
        packed = gzip.compress("<h1>Gò Sim</h1>".encode())
        visit = visit_to(run, PLAIN, article=shown)
        record(_captured(visit, packed, ("Content-Encoding", "gzip")))
        record(visit_to(run, UNCAPTURED, article=article(UNCAPTURED, published=None)))
        withdrawal = {
            "url": "https://baogosim.example/x",
            "site": SITE.name,
            "key": "x",
            "article_id": WITHDRAWN,
            "withdrawn": "2026-01-02T03:04:05+00:00",
            "reason": "<b>Theo yêu cầu</b>\u202e",
        }
        archive.write((insert(WithdrawalRow), [withdrawal]))
        run.close(finished=True)
    path = folder / "archive.db"
    with closing(sqlite3.connect(path)) as file:
        for number, text in enumerate(HOSTILE, start=1):
            columns = ", ".join(f"{name} = :text" for name in FIELDS)
            values = {"id": number, "text": text, "url": f"javascript:{text}{number}"}
            values["list"] = json.dumps([text])
            file.execute(
                f"UPDATE articles SET {columns}, url = :url, captions = :list, doubts = :list, "
                "published = substr(:text, 1, 60), gone_since = :text WHERE id = :id",
                values,
            )
        file.commit()
    with ExitStack() as stack:
        with pytest.MonkeyPatch.context() as environment:
            environment.setenv("CAPTURES_DIR", str(folder / "captures"))
            server = stack.enter_context(serving(path, immutable=True))
        yield server


def _get(served: Served, path: str) -> tuple[int, dict[str, str], str]:
    """Return the status of a page, its headers, and its text."""
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=SECONDS)
    with closing(connection):
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, dict(response.getheaders()), response.read().decode()


def _of(number: int, rest: str = "") -> str:
    return f"/archive/articles/{number}{rest}"


def _parsed(page: str) -> Any:
    parser = lxml.html.HTMLParser(encoding="utf-8")
    return lxml.html.document_fromstring(page.encode(), parser=parser)


def _assert_harmless(root: Any, *, scripts: int) -> None:
    """Assert that a page has nothing that runs, loads or leads where it should not."""
    [*found] = root.iter("script")
    assert [script.get("type") for script in found] == ["application/ld+json"] * scripts
    forbidden = "iframe|object|embed|style|base|svg|math|img|template|frame|audio|video".split("|")
    assert not [element for name in forbidden for element in root.iter(name)]
    assert not root.xpath("//meta[@http-equiv]")
    assert not root.xpath("//@style | //@*[starts-with(name(), 'on')] | //@src | //@srcset")
    for address in root.xpath("//@href | //@action"):
        assert re.match(r"/|#|\?|data:,$|http://127\.0\.0\.1:|https://baogosim\.example/", address)


@pytest.mark.parametrize("number", range(1, len(HOSTILE) + 1))
def test_hostile_articles_are_shown_as_text(served: Served, number: int) -> None:
    text = HOSTILE[number - 1]
    status, headers, page = _get(served, _of(number))
    assert status == 200
    assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'")
    root = _parsed(page)
    _assert_harmless(root, scripts=1)
    [heading] = root.iter("h1")
    assert clean(heading.text_content()) == clean(text)
    [data] = root.iter("script")
    assert json.loads(data.text)["headline"] == clean(text)
    assert not re.search(
        "[\u202a-\u202e\u2066-\u2069\u200e\u200f\x00-\x08\x0b-\x1f\x7f-\x9f]", page
    )
    assert page.count("</main>") == page.count("</body>") == page.count("</html>") == 1
    for extension in ("bib", "ris"):
        status, headers, file = _get(served, _of(number, f".{extension}"))
        assert (status, "Set-Cookie" in headers) == (200, False)
        assert "\u202e" not in file
        assert file.count("TY  - " if extension == "ris" else "@article{danvan") >= 1
    status, headers, page = _get(served, _of(number, "/capture"))
    assert status == 200
    assert headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    _assert_harmless(_parsed(page), scripts=0)
    assert "Sim" in page or "Ảnh" in page
    assert not re.search(r'(?<!title=")(?<!title=")https://evil\.example', page)


def test_the_page_reads_like_an_article(served: Served) -> None:
    status, _, page = _get(served, _of(PLAIN, "?_lang=vi"))
    assert status == 200
    root = _parsed(page)
    shown = root.cssselect("article.archive-article")[0]
    phrases = "Công tác dân vận|dân vận khéo|dân vận khéo|công tác dân vận".split("|")
    assert [mark.text for mark in shown.iter("mark")] == phrases
    assert [p.text for p in shown.cssselect("p.caption")] == ["Ảnh: "]
    why = " ".join(root.cssselect("aside p")[0].text_content().split())
    assert why == "dân vận: công tác dân vận × 2, dân vận khéo × 2"
    assert page.count("Đồng chí bí thư chi bộ về thôn.") == 1 + 2  # in the head for machines
    assert "06/05/2023, 07:30" in shown.text_content()
    assert 'href="https://baogosim.example/bai-' in page
    [technical] = root.cssselect("details.technical")
    assert {"text_sha256", "d_words", "layout", "published_raw"} <= {
        code.text for code in technical.iter("code")
    }
    assert not {"body", "lead", "title"} & {code.text for code in technical.iter("code")}
    assert [link.get("href") for link in root.cssselect("#captures ~ div a")] == [
        _of(PLAIN, f"/capture?capture={PLAIN}")
    ]
    status, _, english = _get(served, _of(PLAIN, "?_lang=en"))
    assert "6 May 2023, 07:30" in english
    assert ("Why it is here" in english, "Vì sao" in english) == (True, False)


def test_neighbours_are_those_next_in_time(tmp_path: Path) -> None:
    days = [
        "2024-05-06",
        "2024-05-06T07:30:00+07:00",
        None,
        "2024-05-05",
        "2024-05-06",
        "2024-05-07",
    ]
    other = replace(SITE, name="baosim", host="baosim.example")
    with opened(new_archive(tmp_path)) as archive:
        for site, numbers in ((SITE, range(1, 7)), (other, range(7, 9))):
            run = begin_run(archive, site)
            for number in numbers:
                shown = article(number, published=days[number % len(days)])
                record(visit_to(run, number, article=shown))
            run.close(finished=True)
    with closing(sqlite3.connect(tmp_path / "archive.db")) as file:
        file.row_factory = sqlite3.Row

        def near(number: int) -> tuple[list[int], list[int]]:
            found = read_article(file, number)
            assert found is not None
            return [row["id"] for row in found.of_site], [row["id"] for row in found.of_all]

        # In order: 3 | 4, 6 | 1, 7 | 5; 2 and 8 have no date.
        assert near(4) == ([3, 4, 6, 1, 5], [3, 4, 6, 1, 7])
        assert near(7) == ([7], [4, 6, 1, 7, 5])
        assert near(5) == ([4, 6, 1, 5], [6, 1, 7, 5])
        assert near(2) == ([2], [2])


def test_serve_says_where_the_captures_are(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{served.path}")
    monkeypatch.setenv("CAPTURES_DIR", "")
    served_with: list[str | None] = []
    monkeypatch.setattr(
        uvicorn, "run", lambda *_, **__: served_with.append(os.environ["CAPTURES_DIR"])
    )
    command = ["--database", str(served.path), "--port", str(_free_port())]
    answer = CliRunner().invoke(serve, command, catch_exceptions=False)
    assert answer.exit_code == 0, answer.output
    assert served_with == [str(served.path.with_name("captures"))]


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def test_a_capture_is_shown_as_it_was_sent(served: Served) -> None:
    status, _, page = _get(served, _of(PLAIN, "/capture"))
    assert status == 200
    assert "<h1>Gò Sim</h1>" in page
    assert _get(served, _of(PLAIN, f"/capture?capture={PLAIN}"))[2] == page


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        (_of(WITHDRAWN), "This article was withdrawn on 2 January 2026: &lt;b&gt;Theo yêu cầu&lt;"),
        (_of(WITHDRAWN, ".bib"), "This article was withdrawn on"),
        (_of(999), "There is no article with this number."),
        (_of(10**18 - 1), "There is no article with this number."),
        (_of(10**18), "Record not found"),
        (_of(UNCAPTURED, "/capture"), "There is no such complete capture of this article."),
        (_of(PLAIN, "/capture?capture=1"), "There is no such complete capture of this article."),
        (_of(PLAIN, "/capture?capture=-1"), "The number of a capture consists of digits."),
        (_of(PLAIN, "/capture?capture="), "The number of a capture consists of digits."),
    ],
)
def test_what_is_not_there_is_said(served: Served, path: str, sentence: str) -> None:
    status, _, page = _get(served, f"{path}{'&' if '?' in path else '?'}_lang=en")
    assert (status, sentence in page) == (404, True)


def test_the_row_is_still_in_json(served: Served) -> None:
    assert served.json(_of(PLAIN), _shape="objects")["rows"][0]["id"] == PLAIN


# Captures


def _record(folder: Path, payload: bytes, *headers: tuple[str, str]) -> dict[str, Any]:
    """Write a capture into a folder, and return its row."""
    with opened(new_archive(folder)) as archive:
        visit = _captured(visit_to(begin_run(archive), 1), payload, *headers)
        capture = visit.capture
        assert capture is not None
        archive.warc_files.close()
    names = ("file", "offset", "length", "sha256")
    return {name: getattr(capture, name) for name in names}


def test_a_record_is_read_and_checked(tmp_path: Path) -> None:
    capture = _record(tmp_path, b"<p>Go Sim")
    folder = tmp_path / "captures"
    assert read_page(folder, capture) == "<p>Go Sim"
    outside = shutil.copy(folder / capture["file"], tmp_path / "outside.warc.gz")
    for wrong in (
        {"file": "../outside.warc.gz"},
        {"file": str(outside)},
        {"file": "khong-co.warc.gz"},
        {"offset": capture["offset"] + 1},
        {"length": 10},
        {"length": MAX_PAGE + 1},
        {"sha256": "0" * 64},
    ):
        with pytest.raises(Unreadable):
            read_page(folder, capture | wrong)


@pytest.mark.parametrize("is_packed", [True, False])
@pytest.mark.parametrize(("size", "is_shown"), [(MAX_PAGE, True), (MAX_PAGE + 1, False)])
def test_a_page_that_is_too_large_is_not_shown(
    tmp_path: Path, size: int, is_shown: bool, is_packed: bool
) -> None:
    page = b"a" * size
    encoding = [("Content-Encoding", "gzip")] if is_packed else []
    capture = _record(tmp_path, gzip.compress(page, 1) if is_packed else page, *encoding)
    if is_shown:
        assert len(read_page(tmp_path / "captures", capture)) == size
    else:
        with pytest.raises(Unreadable):
            read_page(tmp_path / "captures", capture)


def test_the_last_complete_capture_before_an_article_was_gone(tmp_path: Path) -> None:
    url = new_archive(tmp_path)
    with opened(url) as archive:
        run = begin_run(archive)
        for number in (1, 2):
            record(visit_to(run, number, article=article(number)))
        run.close(finished=True)
    gone = "2025-03-01T00:00:00+00:00"
    captures = [
        (1, "2025-01-01", 200, "response"),
        (1, "2025-02-01", 200, "response"),
        (1, "2025-02-02", 200, "partial"),
        (1, "2025-02-03", 304, "revisit"),
        (1, "2025-02-04", 500, "response"),
        (2, "2025-02-05", 200, "response"),  # another page with the same text
        (1, gone, 200, "response"),  # "Không tìm thấy trang"
    ]
    with closing(sqlite3.connect(tmp_path / "archive.db")) as file:
        file.row_factory = sqlite3.Row
        file.execute(
            "INSERT INTO capture_files (file, site, opened, settled) VALUES ('', '', '', 0)"
        )
        file.execute("UPDATE pages SET article_id = 1")
        file.executemany(
            "INSERT INTO captures (page_id, fetched, status, record, file, offset, length, sha256) "
            "VALUES (?, ?, ?, ?, '', random(), 1, '')",
            captures,
        )

        def shown(capture: int | None = None) -> int | None:
            found = read_capture(file, 1, capture)
            return found["id"] if found else None

        assert shown() == 7
        file.execute("UPDATE articles SET gone_since = ? WHERE id = 1", (gone,))
        assert shown() == 2
        file.execute("DELETE FROM captures WHERE page_id = 1 AND fetched < ?", (gone,))
        assert shown() == 6
        assert [shown(number) for number in (5, 6, 7)] == [None, 6, 7]


def test_the_capture_of_the_last_change_is_shown_and_none_of_later_visits(tmp_path: Path) -> None:
    url = new_archive(tmp_path)
    with opened(url) as archive:
        run = begin_run(archive)
        record(visit_to(run, 1, article=article(1)))
        run.close(finished=True)
    first, edited, failed = (f"2025-01-0{day}T00:00:00+00:00" for day in (1, 2, 3))
    with closing(sqlite3.connect(tmp_path / "archive.db")) as file:
        file.row_factory = sqlite3.Row
        file.execute(
            "INSERT INTO capture_files (file, site, opened, settled) VALUES ('', '', '', 0)"
        )
        file.execute("UPDATE articles SET first_captured = ?", (first,))
        file.executemany(
            "INSERT INTO captures (page_id, fetched, status, record, file, offset, length, sha256) "
            "VALUES (1, ?, 200, 'response', '', random(), 1, '')",
            [(first,), (edited,), (failed,)],
        )

        def shown() -> int | None:
            stored, found = read_article(file, 1), read_capture(file, 1, None)
            assert stored is not None
            assert stored.viewed == found
            return found["id"] if found else None

        assert shown() == 1
        file.execute(
            "INSERT INTO revisions (article_id, number, seen, cause, changed, body) "
            "VALUES (1, 1, ?, 'edited', '[]', '')",
            (edited,),
        )
        assert shown() == 2
        file.execute("DELETE FROM captures WHERE fetched < ?", (failed,))
        assert shown() is None


@pytest.mark.parametrize(
    ("page", "shown"),
    [
        ("<p class=x>Gò <b>Sim", "<p>Gò <b>Sim</b></p>"),
        ("Gò<!-- x -->Sim<br>xã", "GòSim<br>xã"),
        ("<p>Gò<script>x</script> Sim", "<p>Gò Sim</p>"),
        ("<p><font>Gò</font> Sim", "<p>Gò Sim</p>"),
        ("<p>1 &lt; 2 &amp;lt;", "<p>1 &lt; 2 &amp;lt;</p>"),
        ("<td colspan='2' rowspan='x'>Sim", '<td colspan="2">Sim</td>'),
        (
            "<p><a href='/\"x'>Sim</a> xã",
            '<p><span class="link" title="/&quot;x">Sim</span> xã</p>',
        ),
        ("<p><b>Gò</b> 1 &lt; 2", "<p><b>Gò</b> 1 &lt; 2</p>"),
        ("<p>a<img alt=' '>b", "<p>ab</p>"),
        ("<p><img alt='<b>'>", '<p><span class="image">[Ảnh: &lt;b&gt;]</span></p>'),
        ("<p>Gò<svg><text>x</text></svg> Sim", "<p>Gò Sim</p>"),
        ("<p>Gò<iframe>x</iframe> Sim", "<p>Gò Sim</p>"),
        ("<p><img alt='Gò  Sim'>", '<p><span class="image">[Ảnh: Gò Sim]</span></p>'),
    ],
)
def test_what_stays_of_a_page(page: str, shown: str) -> None:
    assert harmless(page) == shown


@pytest.mark.parametrize("page", ["", " ", "<!-- x -->"])
def test_an_empty_page(page: str) -> None:
    with pytest.raises(Unreadable):
        harmless(page)
