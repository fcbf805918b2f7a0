"""The archive in Datasette, over HTTP and in a browser."""

import dataclasses
import html
import http.client
import json
import os
import re
import sqlite3
import time
import unicodedata
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from babel.messages.pofile import read_po
from playwright.sync_api import Page
from sqlalchemy import Engine, delete, select, update
from sqlalchemy.dialects.sqlite import insert

from archive.database import open_for_writing
from archive.ledger import record
from archive.models import ArticleRow, Base
from archive.outcomes import Outcome
from archive.runs import Run
from archive.search import FTS_TABLE, belongs_to_index
from archive.site import SiteFacts
from extraction.article import Article as ExtractedArticle
from extraction.extract import with_facts
from operations.reading_tables import TABLES, add_reading_tables

from . import forked
from .archives import begin_run, opened, visit_to
from .browser import OpenPage

ROOT = Path(__file__).resolve().parent.parent
METADATA = ROOT / "datasette_metadata.json"
NOON = datetime(2025, 9, 1, 5, 0, tzinfo=UTC)
SECONDS = 60
"""How long a server, a browser or a request may take on a busy machine."""

CAM = SiteFacts("baodongcam", "Báo Đông Cam", "Bình Định", "baodongcam.example", "ePI")
SIM = SiteFacts("dangbosim", "Đảng bộ Sim", "Nghệ An", "dangbosim.example", "Liferay")


def _article(
    number: int, site: SiteFacts, title: str, lead: str, body: str, published: str | None
) -> ExtractedArticle:
    article = ExtractedArticle(
        url=f"https://{site.host}/bai-{number}.html",
        title=title,
        lead=lead,
        body=body,
        author="Lê Sim",
        published=published,
        published_raw=published,
        layout="ePI",
        doubts=() if published else ("date: the page and its head disagree",),
    )
    return with_facts(article)


# The keys are the ids of the articles. Every place and person is invented.
ARTICLES: dict[int, tuple[SiteFacts, str, str, str, str | None]] = {
    1: (
        CAM,
        "Dân vận khéo ở xã Gò Sim",
        "Đồng chí Bí thư Tỉnh ủy về thăm xã.",
        "Bà con làm đường mới.\n\nMô hình “Dân vận khéo” được nhân rộng.",
        "2024-05-06T07:30:00+07:00",
    ),
    2: (
        CAM,
        "Hội nghị của Tỉnh uỷ về công tác dân vận",
        "Hội nghị diễn ra tại hội trường lớn.",
        "Các ban trình bày kế hoạch, giao việc cho từng người.",
        "2025-03-02",
    ),
    3: (
        SIM,
        "Quy chế dân chủ ở xã Bãi Nhạn",
        "Bà con bàn việc chung.",
        "Ý chí và tinh thần của bà con rất cao. Nơi đây không ai còn nghèo.",
        None,
    ),
    4: (
        SIM,
        "Ban Tuyên giáo và Dân vận xã Khe Gạo nắm việc thực hiện dân chủ ở cơ sở",
        "Các đồng chí trong ban nghe ý kiến của bà con.",
        "Có chín ý kiến.",
        "2025-11-20T15:00:00+07:00",
    ),
}


def _record(
    run: Run, number: int, outcome: Outcome, article: ExtractedArticle | None = None
) -> None:
    url = f"https://{run.site.host}/bai-{number}.html"
    record(visit_to(run, number, outcome, article, url=url, fetched=NOON))


def build_archive(path: Path) -> None:
    """Write an archive as crawls do: four articles, every outcome, a run that was killed."""
    with opened(f"sqlite:///{path}") as archive:
        runs = {site.name: begin_run(archive, site) for site in (CAM, SIM)}
        for number, texts in ARTICLES.items():
            _record(runs[texts[0].name], number, Outcome.STORED, _article(number, *texts))
        others = [outcome for outcome in Outcome if outcome is not Outcome.STORED]
        for number, outcome in enumerate(others, start=100):
            _record(runs[CAM.name], number, outcome)
        runs[CAM.name].queue.mark_listing(f"https://{CAM.host}/", fully_crawled=True)
        runs[CAM.name].listings = 1
        runs[CAM.name].remarks["an odd response"] += 2
        for run in runs.values():
            run.close(finished=True)
        begin_run(archive, SIM)  # a crawl that did not finish


@dataclasses.dataclass(frozen=True)
class Served:
    """A running Datasette and the file that it serves."""

    port: int
    path: Path
    own_pages: Path
    process: int
    log: Path

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def get(self, path: str, **arguments: str) -> tuple[int, str]:
        """Return the status and the text of a page."""
        with closing(
            http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        ) as connection:
            connection.request("GET", f"{path}?{urlencode(arguments)}" if arguments else path)
            response = connection.getresponse()
            return response.status, response.read().decode()

    def json(self, path: str, **arguments: str) -> dict[str, Any]:
        """Return the JSON of a page, which must exist."""
        status, text = self.get(f"{path}.json", **arguments)
        assert status == 200, text
        data: dict[str, Any] = json.loads(text)
        return data

    def found(self, words: str) -> set[int]:
        """Return the ids of the articles that the search box finds."""
        rows = self.json("/archive/articles", _search=words, _shape="objects")["rows"]
        return {row["id"] for row in rows}

    def rows(self, query: str, **arguments: str) -> list[dict[str, Any]]:
        """Return the rows of a canned query."""
        data = self.json(f"/archive/{query}", _shape="objects", **arguments)
        rows: list[dict[str, Any]] = data["rows"]
        return rows


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve an archive with the tables of a published file, with the documented command."""
    path = tmp_path_factory.mktemp("served") / "archive.db"
    build_archive(path)
    with closing(sqlite3.connect(path)) as copy:
        add_reading_tables(copy)
    with serving(path) as server:
        yield server


@contextmanager
def serving(path: Path, *others: Path, immutable: bool = False) -> Iterator[Served]:
    """Serve database files from the folder of the first."""
    folder = path.parent
    own_pages = folder / "own"
    own_pages.mkdir()
    log = folder / "datasette.log"
    files = [str(file) for file in (path, *others)]
    if immutable:
        files.insert(0, "--immutable")
    command = ["datasette", "serve", *files, "-m", str(METADATA)]
    command += ["--host", "127.0.0.1", "--port", "0", "--static", f"own:{own_pages}"]
    with forked.serving(
        command, cwd=folder, env=dict(os.environ), log=log, timeout=SECONDS
    ) as process:
        assert process.pid is not None
        yield Served(_port(process, log), path, own_pages, process.pid, log)


def _port(process: BaseProcess, log: Path) -> int:
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline and process.is_alive():
        started = re.search(r"running on http://127\.0\.0\.1:(\d+)", log.read_text("utf-8"))
        if started:
            return int(started.group(1))
        time.sleep(0.05)
    raise AssertionError(f"Datasette did not start: {log.read_text('utf-8')}")


@pytest.fixture(scope="module")
def metadata() -> dict[str, Any]:
    """The metadata of the database `archive`."""
    database: dict[str, Any] = json.loads(METADATA.read_text("utf-8"))["databases"]["archive"]
    return database


# The search box


def test_the_table_page_has_a_search_box(served: Served) -> None:
    status, page = served.get("/archive/articles")
    assert status == 200
    assert '<input id="q" type="search" name="q"' in page


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("dan van kheo", {1}),
        ("dân vận khéo", {1}),
        ("DÂN VẬN KHÉO", {1}),
        ('"dân vận"', {1, 2, 4}),
        ("dong chi", {1, 4}),
        ("đồng chí", {1, 4}),
        ("Đồng chí", {1, 4}),
        ('"đồng chí"', {1, 4}),
        ("dong", {1, 4}),
        ("chi", {1, 3, 4}),
        ("Tinh uy", {1, 2}),
        ("Tỉnh uỷ", {1, 2}),
        ("Tỉnh ủy", {1, 2}),
        ("day", {3}),
        ("đây", {3}),
        ("xã Gò Sim đường", {1}),
        ("Gò Sim Khe Gạo", set()),
        ("truong", {2}),
        ("khong co chu nay", set()),
    ],
)
def test_search_finds_articles_with_and_without_diacritics(
    served: Served, form: Any, words: str, expected: set[int]
) -> None:
    assert served.found(unicodedata.normalize(form, words)) == expected


@pytest.mark.parametrize(
    "words", ["*", "AND", "NEAR(", "'", "dân vận*", "title:dân", '"dân vận', "("]
)
def test_search_box_accepts_any_text(served: Served, words: str) -> None:
    served.found(words)


def test_facets_count_the_articles(served: Served) -> None:
    facets = served.json("/archive/articles", _size="0")["facet_results"]
    counted = {
        name: {item["value"]: item["count"] for item in facet["results"]}
        for name, facet in facets.items()
    }
    assert counted == {
        "province": {"Bình Định": 2, "Nghệ An": 2},
        "site": {CAM.name: 2, SIM.name: 2},
        "year": {2024: 1, 2025: 2},
    }
    topics = served.json("/archive/article_topics", _size="0")["facet_results"]["topic"]["results"]
    assert {item["value"]: item["count"] for item in topics} == {"dân vận": 3, "QCDC": 2}
    assert {item["label"] for item in facets["site"]["results"]} == {CAM.title, SIM.title}


def test_newest_first_and_undated_last(served: Served) -> None:
    rows = served.json("/archive/articles", _shape="objects")["rows"]
    assert [row["id"] for row in rows] == [4, 2, 1, 3]


def test_every_linked_page_exists(served: Served, metadata: dict[str, Any]) -> None:
    status, front = served.get("/archive", _lang="en")
    assert status == 200
    for title in (query["title"] for query in metadata["queries"].values()):
        assert html.escape(title) in front
    linked = set(re.findall(r'''(?:href|action)="(/archive/\w+)"''', front)) - {"/archive/search"}
    assert {"/archive/articles", "/archive/pages", "/archive/runs"} < linked
    for page in ("/", *linked, "/archive/articles/1"):
        assert served.get(page)[0] == 200, page


def test_internal_tables_are_hidden(served: Served) -> None:
    tables = served.json("/archive")["tables"]
    shown = {table["name"] for table in tables if not table["hidden"]}
    assert shown == {*Base.metadata.tables, *TABLES}


# The metadata


def test_metadata_describes_every_table_and_column(metadata: dict[str, Any]) -> None:
    described = {
        name: list(table["columns"])
        for name, table in metadata["tables"].items()
        if not table.get("hidden")
    }
    models = {name: list(table.columns.keys()) for name, table in Base.metadata.tables.items()}
    assert {name: columns for name, columns in described.items() if name not in TABLES} == models
    for table in metadata["tables"].values():
        for column, description in table.get("columns", {}).items():
            assert description.endswith("."), (column, description)


def test_metadata_has_every_table_and_view(served: Served, metadata: dict[str, Any]) -> None:
    with closing(sqlite3.connect(f"file:{served.path}?mode=ro", uri=True)) as connection:
        names = [
            row[0]
            for row in connection.execute(
                "SELECT name FROM sqlite_master WHERE type IN ('table', 'view')"
            )
        ]
        columns = {
            name: [row[1] for row in connection.execute(f"PRAGMA table_xinfo([{name}])")]
            for name in names
            if not belongs_to_index(name) and not name.startswith("sqlite_stat")
        }
    assert set(columns) == set(metadata["tables"])
    for name, table in metadata["tables"].items():
        assert table.get("hidden") or list(table["columns"]) == columns[name]


def test_metadata_names_only_existing_columns(metadata: dict[str, Any]) -> None:
    for name, table in metadata["tables"].items():
        facets = [
            next(iter(f.values())) if isinstance(f, dict) else f for f in table.get("facets", [])
        ]
        named = [table[key] for key in ("sort", "sort_desc", "label_column") if key in table]
        assert {*facets, *named} <= set(table.get("columns", {})), name


def test_the_outcomes_are_documented(metadata: dict[str, Any]) -> None:
    description = metadata["tables"]["pages"]["columns"]["outcome"]
    assert re.findall(r"(?:: |; )(\w+) \(", description) == [outcome.value for outcome in Outcome]


# The canned queries

COLUMNS = {
    "latest_articles": [
        "article", "title", "day", "first_captured", "newspaper", "province", "province_now", "url",
    ],
    "search_in_period": [
        "article", "title", "day", "passage", "province", "province_now", "url",
    ],
    "skilful_models": ["province", "province_now", "year", "articles", "times"],
    "skilful_model_articles": [
        "article", "title", "day", "newspaper", "province", "province_now", "url",
    ],
    "province_year_topic": ["province", "province_now", "year", "topic", "articles"],
    "phrases_by_year": ["topic", "phrase", "year", "articles", "times", "percent_of_year"],
    "words_before_and_after": [
        "topic", "phrase", "before_law", "after_law", "after_merger", "articles",
    ],
    "changed_silently": [
        "article", "title", "newspaper", "day", "times", "fields", "last_seen", "url",
    ],
    "gone_articles": ["article", "title", "newspaper", "day", "gone_since", "url"],
    "silent_sites": [
        "site", "newspaper", "kind", "province", "province_now", "last_article", "days",
        "last_good_crawl",
    ],
    "without_a_date": ["article", "title", "newspaper", "province", "first_captured", "url"],
    "articles_in_doubt": [
        "article", "doubt", "title", "day", "published_raw", "site", "url",
    ],
    "not_read": ["page", "newspaper", "outcome", "reason", "status", "last_fetched", "url"],
    "outcomes_by_site": [
        "site", "newspaper", "addresses", *(outcome.value for outcome in Outcome),
    ],
    "recent_runs": [
        "started", "finished", "newspaper", "kind", "verdict", "reasons", "listings", "requests",
        "stored", "revised", "unread",
    ],
    "provinces_then_and_now": [
        "province", "province_now", "sites", "articles", "first_published", "last_published",
    ],
}  # fmt: skip
INPUTS = (
    "", " ", '"', '""', "'", "*", "AND", "NOT", "NEAR(", "(", "^", "-", "title:", "dân vận*", "%",
    "1' OR '1'='1", '"dân vận', "đồng\tchí\n", "\U0001f33e", "x" * 2000,
    unicodedata.normalize("NFD", "Tỉnh ủy Bình Định"),
)  # fmt: skip


def test_every_query_has_a_test_and_a_description(metadata: dict[str, Any]) -> None:
    assert set(COLUMNS) == set(metadata["queries"])
    for query in metadata["queries"].values():
        assert query["title"]
        assert query["description_html"]


@pytest.mark.parametrize("query", COLUMNS)
def test_query_accepts_any_text(served: Served, metadata: dict[str, Any], query: str) -> None:
    parameters = metadata["queries"][query].get("params", [])
    typed = [{}, *(dict.fromkeys(parameters, text) for text in INPUTS)]
    if "words" in parameters:
        typed += [{"words": "dân", name: text} for name in ("since", "until") for text in INPUTS]
    for arguments in typed if parameters else [{}]:
        data = served.json(f"/archive/{query}", _shape="objects", **arguments)
        assert data["columns"] == COLUMNS[query], arguments
        assert all(list(row) == COLUMNS[query] for row in data["rows"])
    assert served.get(f"/archive/{query}")[0] == 200


def test_latest_articles(served: Served) -> None:
    rows = served.rows("latest_articles")
    assert [row["article"] for row in rows] == [4, 3, 2, 1]
    assert rows[3]["newspaper"] == CAM.title
    assert (rows[3]["province"], rows[3]["province_now"]) == ("Bình Định", "Gia Lai")


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(
    ("words", "since", "until", "expected"),
    [
        ("dan van", "", "", [4, 2, 1]),
        ("dân vận", "2025", "", [4, 2]),
        ("dân vận", "2025-03", "2025-03", [2]),
        ("dân vận", "2025-03-02", "2025-03-02", [2]),
        ("dân vận", "", "2024-05-06", [1]),
        ("dân vận", "2026", "", []),
        ("đồng chí", "", "", [4, 1]),
        ("dong  chi", "", "", [4, 1]),
        ("quy che dan chu", "", "", [3]),
        ("quy che dan chu", "1900", "", []),
        ('"dân" vận*', "", "", [4, 2, 1]),
        ("dân AND vận", "", "", []),
        ("", "2024", "", []),
        ('"', "", "", []),
    ],
)
def test_search_in_period(
    served: Served, form: Any, words: str, since: str, until: str, expected: list[int]
) -> None:
    words = unicodedata.normalize(form, words)
    rows = served.rows("search_in_period", words=words, since=since, until=until)
    assert [row["article"] for row in rows] == expected


def test_search_in_period_shows_the_matching_passage(served: Served) -> None:
    (row,) = served.rows("search_in_period", words="dan van kheo")
    assert "“[Dân] [vận] [khéo]” được nhân rộng" in row["passage"]


def test_province_year_topic(served: Served) -> None:
    rows = [tuple(row.values()) for row in served.rows("province_year_topic")]
    binh_dinh = [
        ("Bình Định", "Gia Lai", 2024, "dân vận", 1),
        ("Bình Định", "Gia Lai", 2025, "dân vận", 1),
    ]
    nghe_an = [
        ("Nghệ An", "Nghệ An", None, "QCDC", 1),
        ("Nghệ An", "Nghệ An", 2025, "QCDC", 1),
        ("Nghệ An", "Nghệ An", 2025, "dân vận", 1),
    ]
    assert rows == binh_dinh + nghe_an
    for province in ("Bình Định", "Gia Lai"):
        chosen = served.rows("province_year_topic", province=province)
        assert [tuple(row.values()) for row in chosen] == binh_dinh


def test_phrases_by_year(served: Served) -> None:
    rows = {(row["phrase"], row["year"]): row for row in served.rows("phrases_by_year")}
    assert set(rows) == {
        ("dân vận khéo", 2024),
        ("công tác dân vận", 2025),
        ("tuyên giáo và dân vận", 2025),
        ("thực hiện dân chủ ở cơ sở", 2025),
    }
    skilful = rows["dân vận khéo", 2024]
    assert (skilful["articles"], skilful["times"], skilful["percent_of_year"]) == (1, 2, 100.0)
    assert rows["công tác dân vận", 2025]["percent_of_year"] == 50.0
    chosen = served.rows("phrases_by_year", phrase="Tuyên giáo")
    assert [row["phrase"] for row in chosen] == ["tuyên giáo và dân vận"]


def test_skilful_models(served: Served) -> None:
    expected = [("Bình Định", "Gia Lai", "2024", 1, 2)]
    for province, found in {"": expected, "Gia Lai": expected, "Nghệ An": []}.items():
        rows = served.rows("skilful_models", province=province)
        assert [tuple(row.values()) for row in rows] == found


@pytest.mark.parametrize(
    ("province", "year", "expected"),
    [
        ("", "", [1]),
        ("Bình Định", "", [1]),
        ("Gia Lai", "2024", [1]),
        ("", "2025", []),
        ("Nghệ An", "", []),
    ],
)
def test_skilful_model_articles(
    served: Served, province: str, year: str, expected: list[int]
) -> None:
    rows = served.rows("skilful_model_articles", province=province, year=year)
    assert [row["article"] for row in rows] == expected


def test_words_before_and_after(served: Served) -> None:
    rows = {row["phrase"]: row for row in served.rows("words_before_and_after")}
    skilful, merged = rows["dân vận khéo"], rows["tuyên giáo và dân vận"]
    assert (skilful["before_law"], skilful["after_law"], skilful["after_merger"]) == (
        None,
        10_000,
        None,
    )
    assert (merged["after_law"], merged["after_merger"], merged["articles"]) == (None, 5_000, 1)


def test_silent_sites(served: Served) -> None:
    silent = {row["site"]: row for row in served.rows("silent_sites", days="0")}
    assert silent[CAM.name]["last_article"] == "2025-03-02"
    days = silent[CAM.name]["days"]
    assert {row["site"] for row in served.rows("silent_sites", days=str(days - 1))} >= {CAM.name}
    assert CAM.name not in {row["site"] for row in served.rows("silent_sites", days=str(days + 1))}


def test_not_read(served: Served) -> None:
    rows = served.rows("not_read")
    assert {row["outcome"] for row in rows} == {"empty", "blocked", "refused", "failed"}
    assert len(served.rows("not_read", site=CAM.name)) == len(rows)
    assert served.rows("not_read", site=SIM.name) == []


def test_a_query_links_the_articles(served: Served) -> None:
    page = served.get("/archive/latest_articles")[1]
    assert f'<a href="/archive/articles/1">{ARTICLES[1][1]}</a>' in page
    typed = "select 1 as article, '<b>\u202e' as title union all select 2, null"
    page = served.get("/archive", sql=typed)[1]
    assert '<a href="/archive/articles/1">&lt;b&gt;\ufffd</a>' in page
    assert '<a href="/archive/articles/2">(không có tiêu đề)</a>' in page
    page = served.get("/archive", sql="select 'x' as article, null as title")[1]
    assert "/archive/articles/x" not in page


def test_the_queries_are_described_in_vietnamese(metadata: dict[str, Any]) -> None:
    with (ROOT / "publishing" / "locale" / "vi.po").open("rb") as file:
        catalog = read_po(file, locale="vi")
    for query in metadata["queries"].values():
        for text in (query["title"], query["description_html"]):
            message = catalog.get(text)
            assert message, text
            assert isinstance(message.string, str)
            assert re.findall("<[^>]+>", message.string) == re.findall("<[^>]+>", text)


def test_without_a_date(served: Served) -> None:
    assert [row["article"] for row in served.rows("without_a_date")] == [3]


@pytest.mark.parametrize(("doubt", "expected"), [("", [3]), ("Date:", [3]), ("title", [])])
def test_articles_in_doubt(served: Served, doubt: str, expected: list[int]) -> None:
    rows = served.rows("articles_in_doubt", doubt=doubt)
    assert [row["article"] for row in rows] == expected
    assert all(row["doubt"] == "date: the page and its head disagree" for row in rows)


def test_outcomes_by_site_add_up(served: Served) -> None:
    rows = served.rows("outcomes_by_site")
    for row in rows:
        assert sum(row[outcome.value] for outcome in Outcome) == row["addresses"]
    assert sum(row["addresses"] for row in rows) == len(ARTICLES) + len(Outcome) - 1
    assert (
        sum(row["addresses"] for row in rows)
        == served.json("/archive/pages")["filtered_table_rows_count"]
    )
    assert {row["site"]: row["stored"] for row in rows} == {CAM.name: 2, SIM.name: 2}
    assert all(rows[0][outcome.value] for outcome in Outcome)


def test_recent_runs(served: Served) -> None:
    rows = served.rows("recent_runs")
    assert [(row["newspaper"], row["verdict"]) for row in rows] == [
        (SIM.title, "not finished"),
        (SIM.title, "failed"),
        (CAM.title, "doubtful"),
    ]
    assert json.loads(rows[1]["reasons"]) == ["no listing could be read"]
    *_, many, odd = json.loads(rows[2]["reasons"])
    assert (many[-5:], odd) == ("of 11", "an odd response (2 times)")
    assert (rows[2]["requests"], rows[2]["stored"], rows[2]["unread"]) == (11, 2, 3)


def test_provinces_then_and_now(served: Served) -> None:
    rows = served.rows("provinces_then_and_now")
    assert len(rows) == 63
    assert len({row["province_now"] for row in rows}) == 34
    assert [tuple(row.values()) for row in rows if row["sites"]] == [
        ("Bình Định", "Gia Lai", CAM.title, 2, "2024-05-06", "2025-03-02"),
        ("Nghệ An", "Nghệ An", SIM.title, 2, "2025-11-20", "2025-11-20"),
    ]


# The search index


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """An archive to write to."""
    path = tmp_path / "archive.db"
    build_archive(path)
    with open_for_writing(f"sqlite:///{path}", "a test") as own:
        yield own


def _matches(engine: Engine, words: str) -> set[int]:
    query = f"SELECT rowid FROM {FTS_TABLE} WHERE {FTS_TABLE} MATCH ?"
    with engine.connect() as connection:
        return {row[0] for row in connection.exec_driver_sql(query, (words,))}


def _check_index(engine: Engine) -> None:
    """Raise an error of sqlite3 if the index does not match the articles."""
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute(f"INSERT INTO {FTS_TABLE}({FTS_TABLE}) VALUES ('integrity-check')")
        cursor.execute(f"INSERT INTO {FTS_TABLE}({FTS_TABLE}, rank) VALUES ('integrity-check', 1)")
        cursor.close()
    finally:
        connection.close()


def test_index_follows_every_kind_of_write(engine: Engine) -> None:
    assert _matches(engine, "kheo") == {1}
    with engine.begin() as connection:
        url = connection.execute(select(ArticleRow.url).where(ArticleRow.id == 1)).scalar_one()
        row = {
            column.name: value
            for column, value in zip(
                ArticleRow.__table__.columns,
                connection.execute(select(*ArticleRow.__table__.columns).limit(1)).one(),
                strict=True,
            )
            if column.name != "id" and column.computed is None
        }
        row |= {
            "url": url,
            "title": "Nương chè",
            "lead": None,
            "body": "Mùa chè.",
            "d_words": "dep",
        }
        statement = insert(ArticleRow).values(row)
        changed = {name: statement.excluded[name] for name in row if name != "url"}
        connection.execute(statement.on_conflict_do_update(index_elements=["url"], set_=changed))
    assert (_matches(engine, "kheo"), _matches(engine, "che"), _matches(engine, "dep")) == (
        set(),
        {1, 3},
        {1},
    )
    _check_index(engine)

    with engine.begin() as connection:
        connection.execute(
            update(ArticleRow).where(ArticleRow.id == 3).values(body="Lúa chín vàng.")
        )
        connection.execute(update(ArticleRow).where(ArticleRow.id == 2).values(section="Tin"))
    assert (_matches(engine, "ngheo"), _matches(engine, "vàng"), _matches(engine, "tinh uy")) == (
        set(),
        {3},
        {2},
    )
    _check_index(engine)

    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE pages SET article_id = NULL WHERE article_id = 3")
        connection.execute(delete(ArticleRow).where(ArticleRow.id == 3))
    assert _matches(engine, "vang") == set()
    assert _matches(engine, "che") == {1}
    _check_index(engine)


def test_the_integrity_check_finds_an_outdated_index(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql(f"DROP TRIGGER {FTS_TABLE}_update")
        connection.execute(update(ArticleRow).where(ArticleRow.id == 1).values(body="Khác hẳn."))
    with pytest.raises(sqlite3.DatabaseError, match="malformed"):
        _check_index(engine)


# In a browser


def test_search_works_in_a_browser(served: Served, open_page: OpenPage) -> None:
    page = open_page(f"{served.origin}/archive/articles?_search=dan+van+kheo")
    assert page.input_value("#q") == "dan van kheo"
    assert page.locator("td.col-title").all_inner_texts() == [ARTICLES[1][1]]
    link = page.locator(f'td a[href="/archive/sites/{CAM.name}"]')
    assert link.inner_text() == CAM.title


def test_the_layout_in_a_browser(served: Served, open_page: OpenPage) -> None:
    def top(page: Page, selector: str) -> float:
        box = page.locator(selector).first.bounding_box()
        assert box is not None, selector
        return box["y"]

    listed = open_page(f"{served.origin}/archive/articles?_search=dan+van+kheo")
    table = listed.inner_text("table.rows-and-columns")
    assert ARTICLES[1][1] in table
    assert "Gia Lai" in table
    assert "nhân rộng" not in table  # the body is only on the page of the article
    assert "d_words" not in table
    assert top(listed, "#q") < top(listed, "table.rows-and-columns")
    assert top(listed, "table.rows-and-columns") < top(listed, ".column-descriptions")
    assert top(listed, "#q") < 600  # visible without scrolling

    chosen = open_page(f"{served.origin}/archive/articles?_col=title&_col=body&_size=1")
    # A column selected by name is shown.
    assert chosen.locator("td.col-body").count() == 1
