"""The front page, provinces, sites, pictures, feeds and maps for search engines, over HTTP."""

import asyncio
import http.client
import json
import os
import re
import runpy
import shutil
import sqlite3
import subprocess
import unicodedata
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import feedparser
import lxml.etree
import lxml.html
import playwright
import pytest
from datasette.app import Datasette  # type: ignore[import-untyped]

from archive.ledger import record
from archive.outcomes import Outcome
from archive.sites import put_sites
from operations.publish import publish
from publishing import feeds, places, robots
from publishing.api_page import EXAMPLES, FOLDER, ORIGIN
from publishing.pictures import phrases, queries
from publishing.robots import PART, parts

from .archives import NOW, SITE, article, begin_run, captured, opened, rows, visit_to
from .browser import PHONE, OpenPage, overflow, violations
from .releases import add_articles, published_archive
from .test_publishing import SECONDS, Served, serving

# From Python 3.13 on, Datasette's own connections warn when it is used in this process.
pytestmark = pytest.mark.filterwarnings(
    "ignore:Exception ignored in. <sqlite3.Connection:pytest.PytestUnraisableExceptionWarning"
)

HOSTILE = "<script>alert(1)</script> Dân vận khéo \u202eGò Sim\x07"
PICTURES = ("months", "map", "phrases", "changes", "silence")
BAC_KAN = quote("Bắc Kạn")
PAGES = (
    "/", "/archive/provinces", f"/archive/provinces/{BAC_KAN}",
    f"/archive/provinces/{quote('Thái Nguyên')}", f"/archive/sites/{SITE.name}", "/-/api",
    "/-/pictures", *(f"/-/pictures/{name}" for name in PICTURES),
)  # fmt: skip


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve a release with a hostile title, an article of two topics, an edit and a removal."""
    folder = tmp_path_factory.mktemp("reading")
    url = published_archive(folder, 2)
    with opened(url) as archive:
        archive.write(*put_sites([SITE]))
        add_articles(archive, range(3, 4), title=HOSTILE, published=None)
        both = "Quy chế dân chủ ở cơ sở và công tác dân vận ở xã Gò Sim."
        add_articles(archive, range(4, 5), body=both, published="2024-01-31")
        run = begin_run(archive)
        edited = article(1, body="Dân vận khéo: bà con xã Gò Sim sửa đường.")
        for number, outcome, shown in ((1, Outcome.REVISED, edited), (2, Outcome.GONE, None)):
            stored = run.pages.article_of(f"post:{number}")
            facts = {"stored": stored, "fetched": NOW + timedelta(days=1)}
            record(captured(visit_to(run, number, outcome, shown, **facts)))
        run.close(finished=True)
    publish(url, folder / "published", keep=1)
    with serving(folder / "published" / "archive.db", immutable=True) as server:
        yield server


def _page(served: Served, path: str, **arguments: str) -> Any:
    status, text = served.get(path, **arguments)
    assert status == 200, (path, text)
    return lxml.html.fromstring(text)


def _texts(page: Any, query: str) -> list[str]:
    return [" ".join(" ".join(one.itertext()).split()) for one in page.cssselect(query)]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_in_both_languages_and_has_nothing_inline(served: Served, path: str) -> None:
    headings = set()
    for language in ("vi", "en"):
        page = _page(served, path, _lang=language)
        assert page.get("lang") == language
        headings.add(_texts(page, "title")[0])
        assert page.xpath("//@style | //style") == []
        assert set(page.xpath("//script[not(@src)]/@type")) <= {"application/ld+json"}
        assert page.xpath("//script[not(@src)][not(@type)]") == []
        for picture in page.xpath("//*[local-name()='svg'][@role='img']"):
            named = [*picture.xpath("@aria-label"), *picture.xpath("*[local-name()='title']")]
            assert named, lxml.html.tostring(picture)
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids))
    assert len(headings) == 2


@pytest.mark.parametrize("path", ["/", "/-/pictures/map", "/-/pictures/changes"])
def test_a_page_is_for_everybody(served: Served, open_page: OpenPage, path: str) -> None:
    page = open_page(f"{served.origin}{path}", width=PHONE, dark=True)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert violations(page) == []
    assert overflow(page) == 0


def test_a_chart_says_what_is_under_the_pointer(served: Served, open_page: OpenPage) -> None:
    page = open_page(f"{served.origin}/-/pictures/months")
    caption = page.locator("figcaption").first
    assert caption.inner_text() == "dân vận: 3"
    bars = page.locator("path.bars").first.bounding_box()
    assert bars is not None
    for x, shown in ((1, "2023-05: 2"), (bars["width"] - 1, "2024-01: 1")):
        page.mouse.move(bars["x"] + x, bars["y"] + 5)
        assert caption.inner_text() == f"dân vận: 3 · {shown}"
    page.mouse.move(0, 0)
    assert caption.inner_text() == "dân vận: 3"


def test_a_hostile_title_is_shown_as_text(served: Served) -> None:
    page = _page(served, f"/archive/sites/{SITE.name}")
    shown = "<script>alert(1)</script> Dân vận khéo \ufffdGò Sim\ufffd"
    assert shown in _texts(page, ".headlines a")
    assert page.xpath("//script[not(@src)]") == []


def test_the_front_page_says_how_much_there_is(served: Served) -> None:
    page = _page(served, "/", _lang="en")
    assert _texts(page, ".figures b") == ["4", "1", "1", "2023–2024"]
    assert _texts(page, ".headlines a")[0] == "Dân vận khéo ở thôn 4"
    assert page.xpath("//img[@class='badge']/@src") == ["/-/badge.svg?_lang=en"]
    [dataset] = page.xpath("//script[@type='application/ld+json']/text()")
    described = json.loads(dataset)
    assert described["@type"] == "Dataset"
    assert described["temporalCoverage"] == "2023-05-06/2024-01-31"
    assert len(described["distribution"]) == 5
    for file in described["distribution"]:
        assert file["contentUrl"].startswith(served.origin)
        path = file["contentUrl"].removeprefix(served.origin)
        assert (served.path.parent / path[1:]).exists()


def test_a_province_is_found_then_and_now(served: Served) -> None:
    tilde = BAC_KAN.replace("%", "~")
    for path in (f"/archive/provinces/{BAC_KAN}", f"/archive/provinces/{tilde}"):
        page = _page(served, path)
        assert _texts(page, "h1") == ["Bắc Kạn"]
        assert "/archive/provinces/Th%C3%A1i%20Nguy%C3%AAn" in page.xpath("//main//a/@href")
        assert len(_texts(page, ".headlines li")) == 4
    page = _page(served, f"/archive/provinces/{quote('Thái Nguyên')}")
    assert f"/archive/provinces/{BAC_KAN}" in page.xpath("//main//a/@href")
    assert len(_texts(page, ".headlines li")) == 4
    page = _page(served, f"/archive/provinces/{quote('Cao Bằng')}")
    assert _texts(page, ".headlines li") == []


@pytest.mark.parametrize(
    "path",
    [
        "/archive/provinces/x",
        "/archive/sites/x",
        "/archive/sites/x.atom",
        "/archive/topics/%00%FF%22.atom",
        "/archive/topics/x.atom",
        "/sitemap-99.xml",
    ],
)
def test_what_there_is_not_is_a_404(served: Served, path: str) -> None:
    assert served.get(path)[0] in (302, 404)


def test_the_json_of_a_row_is_still_that_of_datasette(served: Served) -> None:
    status, text = served.get(f"/archive/sites/{SITE.name}.json", _shape="objects")
    assert status == 200
    assert json.loads(text)["rows"][0]["name"] == SITE.name


# Pictures


def test_months_are_of_the_topic_and_the_province(served: Served) -> None:
    both = _page(served, "/-/pictures/months", _lang="en")
    assert _texts(both, "figcaption") == ["dân vận: 3", "QCDC: 1"]
    rows = _texts(both, ".numbers tr")
    assert rows[1] == "2024-01 1 1"
    assert rows[-1] == "2023-05 2 0"
    assert len(rows) == 1 + 9
    assert "1 article without a date" in both.text_content()
    one = _page(served, "/-/pictures/months", topic="QCDC", province="Thái Nguyên")
    assert _texts(one, "figcaption") == ["QCDC: 1"]
    decomposed = unicodedata.normalize("NFD", "dân vận")
    other = _page(served, "/-/pictures/months", topic=decomposed, site=SITE.name)
    assert _texts(other, "figcaption") == ["dân vận: 3"]
    none = _page(served, "/-/pictures/months", province="Cao Bằng", site="\u202e<b>")
    assert _texts(none, "figcaption") == []


@pytest.mark.parametrize(
    ("when", "name", "provinces"), [("now", "Thái Nguyên", 34), ("then", "Bắc Kạn", 63)]
)
def test_the_map_shades_where_articles_are(
    served: Served, when: str, name: str, provinces: int
) -> None:
    page = _page(served, "/-/pictures/map", when=when, topic="dân vận")
    labels = page.xpath("//*[local-name()='svg'][@role='group']//*[local-name()='a']")
    assert len(labels) == provinces
    shaded = {one.get("aria-label"): one[0].get("class") for one in labels}
    assert shaded.pop(f"{name}: 4") == "province level-1"
    assert set(shaded.values()) == {"province level-0"}
    assert "Natural Earth" in page.text_content()


@pytest.mark.parametrize(
    ("a", "b", "captions"),
    [
        ("dân vận khéo", "xã Gò Sim", ["dân vận khéo: 3", "xã Gò Sim: 3"]),
        ("dan van kheo", "", ["dan van kheo: 3"]),
        ("khéo dân vận", "", []),
        ("đường", "đường", ["đường: 2"]),
        ('"', "\x00 OR *", []),
        ("title:dân", "NEAR(a b)", []),
        ("-" * 200, "🙂", []),
    ],
)
def test_a_phrase_is_counted_whatever_is_typed(
    served: Served, a: str, b: str, captions: list[str]
) -> None:
    page = _page(served, "/-/pictures/phrases", a=a, b=b)
    found = [one for one in _texts(page, "figcaption") if not one.endswith(": 0")]
    assert found == captions


def test_a_phrase_that_takes_too_long_is_named(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    datasette = Datasette([], immutables=[str(served.path)])

    async def ask(phrase: str) -> str:
        asked = {"a": phrase, "_lang": "en"}
        answer = await datasette.client.get("/-/pictures/phrases", params=asked)
        assert answer.status_code == 200
        return str(answer.text)

    sentence = ": too many articles to count"
    counted = asyncio.run(ask("bà con"))
    monkeypatch.setattr(phrases, "MAX_MS", -1)
    assert sentence not in counted
    assert asyncio.run(ask("bà con")) == counted  # kept since it was counted
    assert f"dân vận khéo{sentence}" in asyncio.run(ask("dân vận khéo"))


def test_edits_and_removals_are_counted(served: Served) -> None:
    page = _page(served, "/-/pictures/changes", _lang="en")
    assert _texts(page, "figcaption") == ["Edited: 1", "Vanished: 1"]
    assert [row.split()[1:] for row in _texts(page, ".numbers tbody tr")] == [[SITE.name, "1", "1"]]
    page = _page(served, "/-/pictures/changes", site="x")
    assert _texts(page, "figcaption") == []


def test_a_silent_site_is_named(served: Served) -> None:
    page = _page(served, "/-/pictures/silence", _lang="en")
    [row] = _texts(page, ".spans tbody tr")
    assert row.startswith("Báo Gò Sim silent 31 January 2024 ")


@pytest.mark.parametrize("name", PICTURES)
def test_the_query_of_a_picture_is_one_click_away(served: Served, name: str) -> None:
    page = _page(served, f"/-/pictures/{name}", a="dân vận khéo", b="đường")
    links = [link for link in page.xpath("//main//a/@href") if link.startswith("/archive?sql=")]
    assert links
    for link in links:
        asked = {key: values[0] for key, values in parse_qs(urlsplit(link).query).items()}
        defaults = dict.fromkeys(re.findall(r":([a-z]+)", asked["sql"]), "")
        found = served.json("/archive", **{**defaults, **asked}, _shape="objects")
        assert found["rows"] != []


# Ways out


@pytest.mark.parametrize(
    ("path", "entries"),
    [
        ("/archive/articles.atom", 4),
        (f"/archive/sites/{SITE.name}.atom", 4),
        (f"/archive/provinces/{BAC_KAN}.atom", 4),
        (f"/archive/provinces/{quote('Thái Nguyên')}.atom", 4),
        (f"/archive/provinces/{quote('Cao Bằng')}.atom", 0),
        ("/archive/topics/QCDC.atom", 1),
    ],
)
def test_a_feed_is_valid(served: Served, path: str, entries: int) -> None:
    status, text = served.get(path)
    assert status == 200
    feed = feedparser.parse(text)
    assert not feed.bozo
    assert feed.feed.id == feed.feed.links[0].href == f"{served.origin}{path}"
    assert datetime.fromisoformat(feed.feed.updated).tzinfo is not None
    assert len(feed.entries) == entries
    for entry in feed.entries:
        assert entry.link == entry.id
        assert entry.id.startswith(f"{served.origin}/archive/articles/")
        assert datetime.fromisoformat(entry.updated).tzinfo is not None
        assert entry.author
    numbers = [int(entry.id.rsplit("/", 1)[1]) for entry in feed.entries]
    assert numbers == sorted(numbers, reverse=True)


def test_an_entry_says_what_the_archive_knows(served: Served) -> None:
    feed = feedparser.parse(served.get("/archive/articles.atom")[1])
    by_number = {int(entry.id.rsplit("/", 1)[1]): entry for entry in feed.entries}
    assert by_number[3].title == "<script>alert(1)</script> Dân vận khéo \ufffdGò Sim\ufffd"
    assert by_number[1].published == "2023-05-06T07:30:00+07:00"
    assert "published" not in by_number[3]
    assert "published" not in by_number[4]  # a day is no time
    assert {tag.term for tag in by_number[4].tags} == {"dân vận", "QCDC"}
    assert [link.href for link in by_number[1].links if link.rel == "via"] == [
        f"https://{SITE.host}/bai-1"
    ]


def test_the_list_of_feeds_leads_to_them(served: Served) -> None:
    status, text = served.get("/archive/feeds.opml")
    assert status == 200
    addresses = _in_xml(text, "//outline/@xmlUrl")
    assert len(addresses) == 1 + 2 + 34 + 1
    for address in (*addresses[:4], addresses[-1]):
        assert served.get(address.removeprefix(served.origin))[0] == 200


def test_search_engines_find_every_article(served: Served) -> None:
    status, text = served.get("/robots.txt")
    assert status == 200
    [index] = re.findall(r"^Sitemap: (.+)$", text, re.MULTILINE)
    found = _locations(served, index)
    assert found == [f"{served.origin}/sitemap-{name}.xml" for name in ("pages", "1")]
    articles = _locations(served, found[1])
    assert articles == [f"{served.origin}/archive/articles/{number}" for number in range(1, 5)]
    assert _changed(served, "/sitemap-1.xml") == [
        (NOW + timedelta(days=days)).date().isoformat() for days in (1, 1, 0, 0)
    ]
    [(made,)] = rows(served.path, "SELECT made FROM releases")
    assert _changed(served, "/sitemap.xml") == [made[:10]] * 2
    pages = _locations(served, found[0])
    assert f"{served.origin}/archive/sites/{SITE.name}" in pages
    assert f"{served.origin}/archive/provinces/{BAC_KAN}" in pages
    for page in pages[: len(robots._PAGES)]:
        assert served.get(page.removeprefix(served.origin))[0] == 200, page


def _locations(served: Served, address: str) -> list[str]:
    status, text = served.get(address.removeprefix(served.origin))
    assert status == 200
    return _in_xml(text, "//*[local-name()='loc']/text()")


def _changed(served: Served, path: str) -> list[str]:
    return _in_xml(served.get(path)[1], "//*[local-name()='lastmod']/text()")


def _in_xml(text: str, query: str) -> list[str]:
    found: Any = lxml.etree.fromstring(text.encode()).xpath(query)
    return [str(one) for one in found]


@pytest.mark.parametrize(("last", "count"), [(0, 0), (1, 1), (PART, 1), (PART + 1, 2)])
def test_a_part_of_the_sitemap_has_a_limit(last: int, count: int) -> None:
    assert PART <= 50_000
    assert parts(last) == count


# Programs


@pytest.mark.parametrize("name", [name for name in EXAMPLES if name.endswith(".py")])
def test_an_example_in_python_runs(
    served: Served,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    name: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    _write_example(served, tmp_path / name)
    runpy.run_path(str(tmp_path / name))
    shown = capsys.readouterr().out
    expected = {
        "pandas_months.py": r"2023 +0 +2\n2024 +1 +1\n",
        "sqlite_utils_search.py": r"2023-05-06 Dân vận khéo ở thôn 2 https.*\n4\n",
        "duckdb_parquet.py": r"Thái Nguyên +│ +4 │",
    }
    assert re.search(expected[name], shown, re.DOTALL), shown


def test_the_example_in_javascript_runs(served: Served, tmp_path: Path) -> None:
    _write_example(served, tmp_path / "query.js")
    example = (tmp_path / "query.js").rename(tmp_path / "query.mjs")
    node = Path(playwright.__file__).parent / "driver" / "node"  # Playwright brings Node.js
    done = subprocess.run([node, example], capture_output=True, text=True, check=True)
    assert done.stdout == "Thái Nguyên 1\n"


@pytest.mark.skipif(
    shutil.which("Rscript") is None and "CI" not in os.environ, reason="there is no R"
)
def test_the_example_in_r_runs(served: Served, tmp_path: Path) -> None:
    _write_example(served, tmp_path / "months.R")
    command = ["Rscript", "--vanilla", "months.R"]
    env = {**os.environ, "LC_ALL": "C.UTF-8"}  # as people have it who read Vietnamese
    done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert re.search(r"2023-05 dân vận +2 2023-05-01\n", done.stdout), done.stdout
    assert "<svg" in (tmp_path / "months.svg").read_text("utf-8")


def _write_example(served: Served, path: Path) -> None:
    source = (FOLDER / path.name).read_text("utf-8")
    assert ORIGIN in source
    path.write_text(source.replace(ORIGIN, f"{served.origin}/"), "utf-8")


def test_the_page_for_programs_has_the_examples_for_this_server(served: Served) -> None:
    shown = _texts(_page(served, "/-/api"), "pre")
    assert len(shown) == len(EXAMPLES) == len(list(FOLDER.glob("*.*")))
    assert all(f"{served.origin}/" in source for source in shown)


def test_every_address_for_programs_answers(served: Served) -> None:
    links = _page(served, "/-/api").xpath("//dl[@class='addresses']//a/@href")
    assert len(links) > 10
    for link in links:
        connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=SECONDS)
        with closing(connection):
            connection.request("GET", quote(link, safe="/?=&."))
            answer = connection.getresponse()
            assert (answer.status, bool(answer.read())) == (200, True), link


# Speed

_NEWEST_OF = ("articles.site = :name", "articles.province = :name", "articles.province_now = :name")
STATEMENTS = [
    queries.MONTHS, queries.PROVINCES, queries.PHRASE, queries.CHANGES, queries.SITES,
    queries.TOPICS, queries.MADE, places._FIGURES, places._PROVINCES, robots._ARTICLES,
    *(places._NEWEST.format(where=where) for where in ("1", *_NEWEST_OF)),
    *(places._SITES.format(where=where) for where in ("name = :name", "province_now = :name")),
    *(feeds._ENTRIES.format(ids=ids) for _, ids in feeds._KINDS.values()),
]  # fmt: skip


@pytest.mark.parametrize("statement", STATEMENTS)
def test_no_page_reads_the_rows_of_all_articles(served: Served, statement: str) -> None:
    """At 200,000 articles, that takes a second; an index of them is read in milliseconds."""
    schema = (
        "SELECT sql FROM sqlite_master WHERE type IN ('table', 'index') AND sql IS NOT NULL AND "
        "tbl_name IN ('articles', 'articles_fts', 'article_topics', 'months', 'provinces', "
        "'releases', 'revisions', 'sites') ORDER BY type DESC"
    )
    with closing(sqlite3.connect(":memory:")) as empty:
        with closing(sqlite3.connect(f"file:{served.path}?immutable=1", uri=True)) as file:
            for (sql,) in file.execute(schema):
                empty.execute(sql)
        names = dict.fromkeys(re.findall(r":([a-z]+)", statement), "1")
        plan = [step for *_, step in empty.execute(f"EXPLAIN QUERY PLAN {statement}", names)]
    assert plan
    assert [step for step in plan if re.fullmatch("SCAN (articles|revisions)", step)] == []


# An archive that was not published


def test_pages_say_that_an_archive_was_not_published(tmp_path: Path) -> None:
    published_archive(tmp_path, 1)
    datasette = Datasette([str(tmp_path / "archive.db")])

    async def ask(path: str) -> tuple[int, str]:
        answer = await datasette.client.get(path, params={"_lang": "en"})
        return answer.status_code, answer.text

    sentence = "This page needs a published archive. To make one: danvan publish"
    for path in ("/", "/archive/provinces", "/-/pictures/map", "/archive/articles.atom"):
        status, text = asyncio.run(ask(path))
        assert status == (200 if path == "/" else 404)
        assert sentence in text
