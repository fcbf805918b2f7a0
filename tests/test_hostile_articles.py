"""What hostile newspapers print runs nowhere, on every kind of page, and breaks nothing."""

import csv
import io
import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import lxml.etree
import pytest

from archive.ledger import record
from archive.sites import put_sites
from extraction.formulas import without_formulas
from operations.publish import publish

from . import atom
from .archives import SITE, article, begin_run, opened, rows, visit_to
from .browser import OpenPage
from .conftest import running_in
from .hostile_articles import TEXTS, a_page
from .test_citing import depths
from .test_publishing import Served, serving
from .warcs import OLD, a_warc

FIELDS = ("title", "lead", "body", "author", "section", "unit", "byline", "published_raw")
NAME = "'><b onclick=x>&?#%2F\u202e"
HOSTILE_SITE = replace(SITE, name=NAME, title=TEXTS[0], evidence=(TEXTS[0], TEXTS[11]))
PARAGRAPHS = 2_000
REVISIONS = 300


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Import the pages, make each field as hostile as no extraction would leave it, and publish."""
    folder = tmp_path_factory.mktemp("hostile")
    pages = [
        (f"https://nbtv.vn/bai-{n:05}.html", OLD, 200, "text/html; charset=utf-8", a_page(n, text))
        for n, text in enumerate(TEXTS, start=1)
    ]
    (folder / "other.warc.gz").write_bytes(a_warc(*pages))
    done = running_in(folder)("danvan", "import", folder / "other.warc.gz")
    assert done.returncode == 0, done.stderr
    imported = rows(folder / "archive.db", "SELECT count(*), sum(instr(title, '<')) FROM articles")
    assert imported[0][0] == len(TEXTS) >= 40
    assert imported[0][1] > 0  # as it was printed
    path = folder / "archive.db"
    url = f"sqlite:///{path}"
    with opened(url) as archive:
        archive.write(*put_sites([HOSTILE_SITE]))
        run = begin_run(archive, HOSTILE_SITE)
        body = "\n\n".join(f"Công tác dân vận {n}." for n in range(PARAGRAPHS))
        record(visit_to(run, 1, article=article(1, body)))
        run.close(finished=True)
    with closing(sqlite3.connect(path)) as file:
        found = file.execute("SELECT id, url FROM articles WHERE site = 'nbtv'").fetchall()
        for id_, address in found:
            _make_hostile(file, id_, TEXTS[int(address[-10:-5]) - 1])
        file.executemany(
            "INSERT INTO revisions (article_id, number, seen, cause, changed, body) "
            "VALUES (?, ?, '2025-01-02T03:04:05+00:00', 'edited', '[\"body\"]', 'a')",
            [(found[0][0], number) for number in range(2, REVISIONS)],
        )
        file.commit()
    publish(url, folder / "published", keep=1)
    with ExitStack() as stack:
        with pytest.MonkeyPatch.context() as environment:
            environment.setenv("CAPTURES_DIR", str(folder / "captures"))
            published = folder / "published" / "archive.db"
            server = stack.enter_context(serving(published, immutable=True))
        yield server


def _make_hostile(file: sqlite3.Connection, id_: int, text: str) -> None:
    """Write a text into each field of an article, and another one into its history."""
    values: dict[str, Any] = dict.fromkeys(FIELDS, text)
    values["body"] = f"{text}\n\nCông tác dân vận, thôn {id_}. {text}"
    shown = article(id_, **{name: values[name] for name in ("title", "lead", "body")})
    values |= {"published": shown.published, "text_sha256": shown.text_sha256}
    values |= dict.fromkeys(("captions", "doubts"), json.dumps([text]))
    columns = ", ".join(f"{name} = :{name}" for name in values)
    file.execute(f"UPDATE articles SET {columns} WHERE id = :id", values | {"id": id_})
    file.execute(
        "INSERT INTO revisions (article_id, number, seen, cause, changed, title, body) "
        "VALUES (?, 1, '2025-01-02T03:04:05+00:00', 'edited', ?, ?, ?)",
        (id_, '["title", "body"]', f"cũ {text} x", "\n\n".join([text] * 4)),
    )


def _articles(served: Served) -> list[int]:
    return [id_ for (id_,) in rows(served.path, "SELECT id FROM articles ORDER BY id")]


def _site(path: str) -> str:
    return f"/archive/sites/{quote(NAME, safe='')}{path}"


LISTS = (
    "/", "/archive/search", "/archive/search?sort=date&page=2", "/archive/search?q=dan+van",
    "/archive/search?q=script&site=nbtv", "/archive/provinces",
    f"/archive/provinces/{quote('Ninh Bình')}", f"/archive/provinces/{quote('Bắc Kạn')}",
    "/archive/sites/nbtv", _site(""), "/-/pictures", "/-/pictures/months",
    "/-/pictures/map?when=then", "/-/pictures/phrases?a=script&b=%3Cscript%3E",
    "/-/pictures/changes", "/-/pictures/silence", "/archive", "/archive/articles",
    "/archive/articles?_col=body&_col=captions&_col=doubts&_col=author&_facet=author&_size=20",
    "/archive/articles?_facet=title&_size=1", "/archive/revisions", "/archive/sites",
    "/archive/article_evidence", "/archive/pages/1", "/archive/revisions/1",
    f"/archive/sites?name={quote(NAME)}", "/archive/latest_articles", "/archive/articles_in_doubt",
    "/archive/changed_silently", "/archive/search_in_period?words=script",
    "/archive?sql=select+title,+lead,+id+as+article+from+articles", "/-/status", "/report.html",
    "/-/api", "/-/badge/nbtv.svg",
)  # fmt: skip
HARMFUL = """
() => {
  const names = "iframe,object,embed,base,math,template,audio,video,meta[http-equiv],[srcdoc],"
    + "[style],script:not([src]):not([type='application/ld+json'])";
  const own = [...document.querySelectorAll("script[src], link[href], form[action], img[src]")]
    .map(one => one.src || one.href || one.action)
    .filter(address => !address.startsWith(location.origin) && address !== "data:,");
  const links = [...document.querySelectorAll("[href]")]
    .map(one => one.getAttribute("href")).filter(href => /^\\s*(javascript|data:.)/i.test(href))
    .filter(href => href !== "data:,");
  const handlers = [...document.querySelectorAll("*")].flatMap(
    one => one.getAttributeNames().filter(name => name.startsWith("on")));
  const found = [...document.querySelectorAll(names)].map(one => one.outerHTML.slice(0, 100));
  const turns = /[\\u202a-\\u202e\\u2066-\\u2069\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f]/;
  return [
    ...found, ...own, ...links, ...handlers,
    ...document.documentElement.hasAttribute("data-ran") ? ["it ran"] : [],
    ...turns.test(document.documentElement.textContent) ? ["a character that turns others"] : [],
    ...document.querySelectorAll("main").length > 1 ? ["two main"] : [],
  ];
}
"""


def test_nothing_runs_in_a_browser(served: Served, open_page: OpenPage) -> None:
    """Without the content security policy, so that what is not escaped would run."""
    page = open_page(f"{served.origin}/-/health", policy=False)
    faults: dict[str, list[str]] = {}

    def note(fault: str) -> None:
        faults.setdefault(page.url, []).append(fault)

    def ask(request: Any) -> None:
        if not request.url.startswith((f"{served.origin}/", "data:,")):
            note(f"requests {request.url[:100]}")

    def dismiss(dialog: Any) -> None:
        note("a dialog")
        dialog.dismiss()

    page.on("dialog", dismiss)
    page.on("popup", lambda _: note("a window"))
    page.on("request", ask)
    page.on("pageerror", lambda error: note(str(error)))
    articles = [f"/archive/articles/{id_}" for id_ in _articles(served)]
    captures = [f"{address}/capture" for address in articles[: len(TEXTS)]]
    for path in (*LISTS, *articles, *captures):
        answer = page.goto(f"{served.origin}{path}", wait_until="domcontentloaded")
        assert answer is not None
        if answer.status != 200:
            note(f"status {answer.status}")
        faults.setdefault(page.url, []).extend(page.evaluate(HARMFUL))
    assert {url: found for url, found in faults.items() if found} == {}


@pytest.mark.parametrize(
    "path",
    [
        "/archive/articles.atom", "/archive/search.atom", "/archive/search.atom?q=script",
        "/archive/sites/nbtv.atom", _site(".atom"), f"/archive/provinces/{quote('Ninh Bình')}.atom",
        f"/archive/topics/{quote('dân vận')}.atom",
    ],
)  # fmt: skip
def test_feeds_stay_valid(served: Served, path: str) -> None:
    status, text = served.get(path)
    assert (status, atom.faults(text.encode())) == (200, [])


@pytest.mark.parametrize(
    "path", ["/archive/feeds.opml", "/sitemap.xml", "/sitemap-pages.xml", "/sitemap-1.xml"]
)
def test_lists_for_programs_stay_well_formed(served: Served, path: str) -> None:
    status, text = served.get(path)
    assert status == 200
    root: Any = lxml.etree.fromstring(text.encode())
    addresses = [one.text or "" for one in root.iter("{*}loc")] + root.xpath("//@xmlUrl")
    assert addresses
    assert all(address.startswith(f"{served.origin}/") for address in addresses)


def test_every_page_in_json_is_json(served: Served) -> None:
    for path in (
        "/archive/search.json", "/archive/articles.json", "/archive/sites.json", "/archive.json",
        "/archive/articles_in_doubt.json", "/datapackage.json", "/status.json",
        *(f"/archive/articles/{id_}.json" for id_ in _articles(served)),
    ):  # fmt: skip
        status, text = served.get(path)
        assert status == 200, path
        json.loads(text)


def test_a_citation_stays_one_entry(served: Served) -> None:
    for id_ in _articles(served):
        entry = served.get(f"/archive/articles/{id_}.bib")[1]
        found = depths(entry)
        assert min(found) == 0, id_
        assert found.index(0, len("@article{")) == len(entry) - 2, id_
        lines = served.get(f"/archive/articles/{id_}.ris")[1].splitlines()
        assert all(re.match("[A-Z][A-Z0-9]  - ", line) for line in lines), id_
        assert [line[:2] for line in lines].count("TY") == lines.count("ER  - ") == 1, id_


@pytest.mark.parametrize(
    "path", ["/archive/articles.csv", "/archive/articles.csv?_stream=1", "/archive/revisions.csv"]
)
def test_csv_has_as_many_cells_in_each_row(served: Served, path: str) -> None:
    status, text = served.get(path)
    assert status == 200
    csv.field_size_limit(len(text))
    header, *found = csv.reader(io.StringIO(text, newline=""))
    assert len(found) > 20
    assert {len(row) for row in found} == {len(header)}


@pytest.mark.parametrize("way", ["", "&_stream=1", "&_dl=1"])
def test_csv_of_the_server_has_no_formulas(served: Served, way: str) -> None:
    query = "SELECT id, title, body FROM articles WHERE title <> '' ORDER BY id"
    stored = [
        [str(id_), without_formulas(title), without_formulas(body)]
        for id_, title, body in rows(served.path, query)
    ]
    assert any(title.startswith("'=HYPERLINK(") for _, title, _ in stored)
    table = "/archive/articles.csv?_col=title&_col=body&title__not=&_sort=id&_size=max"
    for path in (table, f"/archive.csv?sql={quote(query)}"):
        status, text = served.get(path + way)
        csv.field_size_limit(len(text))
        assert (status, list(csv.reader(io.StringIO(text, newline="")))[1:]) == (200, stored), path


def test_numbers_stay_numbers_in_csv(served: Served) -> None:
    query = """select -5, -1.5e-9, '-5 độ', '+84', 'a,"@b', 'a;"=b', '"=', null as '@n'"""
    status, text = served.get(f"/archive.csv?sql={quote(query)}")
    header, found = csv.reader(io.StringIO(text, newline=""))
    assert (status, header[-1]) == (200, "'@n")
    assert found == ["-5", "-1.5e-09", "'-5 độ", "'+84", 'a,"@b', "a;'\"=b", "'\"=", ""]


def test_no_page_made_a_traceback(served: Served) -> None:
    assert "Traceback" not in served.log.read_text("utf-8")
