"""Datasette's own pages as readers see them: in two languages, on a phone, without a mouse."""

import asyncio
import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import lxml.html
import pytest
from datasette.app import Datasette  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from archive.sites import put_sites
from operations.publish import publish
from publishing import stock
from publishing.downloads import report_policy
from publishing.labels import COLUMNS, LOOKUPS, PARAMETERS
from publishing.language import LANGUAGES
from publishing.stock import render_cell, visible

from .archives import SITE, opened
from .browser import PHONE, WIDE, OpenPage, overflow, press_enter, violations
from .releases import add_articles, published_archive
from .test_publishing import METADATA, Served, serving

# From Python 3.13 on, Datasette's own connections warn when it is used in this process.
pytestmark = pytest.mark.filterwarnings(
    "ignore:Exception ignored in. <sqlite3.Connection:pytest.PytestUnraisableExceptionWarning"
)

HOSTILE = "<script>alert(1)</script> “Gò Sim” \u202emiS\x07 {{ 7 * 7 }} %(x)s"
NEUTRAL = "<script>alert(1)</script> “Gò Sim” \ufffdmiS\ufffd {{ 7 * 7 }} %(x)s"
HOSTILE_ARTICLE = 4


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve a release with a hostile article of a hostile site, and a foreign database."""
    folder = tmp_path_factory.mktemp("stock")
    url = published_archive(folder)
    with opened(url) as archive:
        add_articles(archive, range(HOSTILE_ARTICLE, HOSTILE_ARTICLE + 1), title=HOSTILE)
        archive.write(*put_sites([replace(SITE, title=HOSTILE)]))
    published = folder / "published"
    publish(url, published, keep=1)
    foreign = published / "other.db"
    with closing(sqlite3.connect(foreign)) as other:
        other.execute("CREATE TABLE articles (id INTEGER PRIMARY KEY, title TEXT, topics TEXT)")
        other.execute("INSERT INTO articles VALUES (1, NULL, '[1')")
        other.commit()
    with serving(published / "archive.db", foreign, immutable=True) as server:
        yield server


def _page(served: Served, path: str, language: str = "vi", **arguments: str) -> Any:
    """Return a page, which must exist, as a tree."""
    status, text = served.get(path, _lang=language, **arguments)
    assert status == 200, text
    return lxml.html.document_fromstring(text)


def _texts(page: Any, selector: str) -> list[str]:
    return [" ".join(found.text_content().split()) for found in page.cssselect(selector)]


# What is on the pages

KINDS = {
    "database": "/archive",
    "table": "/archive/articles?_size=1",
    "filtered": "/archive/articles?_search=dan+van&site=baogosim&_facet=layout&_size=2",
    "empty": "/archive/articles?title=khong-co",
    "row": "/archive/runs/1",
    "query": "/archive/province_year_topic?province=B%E1%BA%AFc+K%E1%BA%A1n",
    "sql": "/archive?sql=select+id,+title,+url+from+articles+where+id+<+:n&n=3",
    "no answer": "/archive?sql=select+khong_co+from+articles",
    "error": "/archive/khong-co",
    "status": "/-/status",
    "report": "/report.html",
}
OTHERS = {
    "search": "/archive/search?q=dan+van",
    "article": "/archive/articles/1",
    "provinces": "/archive/provinces",
    "programs": "/-/api",
}
"""Pages that other modules test, but not by axe in both languages and colours."""


@pytest.mark.parametrize(("kind", "path"), KINDS.items(), ids=KINDS)
def test_a_page_has_no_inline_script_or_style(served: Served, kind: str, path: str) -> None:
    status, text = served.get(path)
    assert status == {"no answer": 400, "error": 404}.get(kind, 200)
    page: Any = lxml.html.document_fromstring(text)
    found = page.xpath("//script | //@style | //@*[starts-with(name(), 'on')] | //style")
    assert len(found) == (path == "/report.html")  # which has a style, and a policy for it
    assert len(page.xpath("//main")) == len(page.xpath("//h1")) == 1
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))


def test_questions_come_first_then_tables_then_sql(served: Served) -> None:
    for language, titles in (
        ("vi", ["Câu hỏi", "Các bảng", "Tự viết SQL"]),
        ("en", ["Questions", "Tables", "Your own SQL"]),
    ):
        assert _texts(_page(served, "/archive", language), "h2") == titles
    metadata = json.loads(METADATA.read_text("utf-8"))["databases"]["archive"]
    entries = _texts(_page(served, "/archive", "en"), "dl.entries dt")
    titles = [query["title"] for query in metadata["queries"].values()]
    assert entries[: len(titles)] == titles
    assert f"{metadata['tables']['articles']['title']} articles 4 rows" in entries
    described = _texts(_page(served, "/archive"), "dl.entries dd")
    assert any("cho cùng kết quả" in text for text in described)


@pytest.mark.parametrize(
    ("language", "labels"),
    [("vi", ["Tiêu đề title", "Tỉnh mới province_now"]), ("en", ["Title title"])],
)
def test_a_column_has_its_label_and_its_technical_name(
    served: Served, language: str, labels: list[str]
) -> None:
    page = _page(served, "/archive/articles", language)
    assert set(labels) <= set(_texts(page, "thead th"))
    assert set(labels) <= set(_texts(page, ".column-descriptions dt"))
    cell = page.cssselect("td.col-title")[0]
    assert cell.get("data-label") == labels[0].split(" title")[0]


def test_long_columns_are_shown_if_they_are_asked_for(served: Served) -> None:
    columns = _texts(_page(served, "/archive/articles", "en"), "thead code")
    assert {"id", "title", "lead"} <= set(columns)
    assert not set(columns) & stock.HIDDEN["articles"]
    chosen = _page(served, "/archive/articles", "en", _col="body")
    assert _texts(chosen, "thead code") == ["id", "body"]


def test_titles_lead_to_articles(served: Served) -> None:
    for path, arguments in (
        ("/archive/articles", {}),
        ("/archive/latest_articles", {}),
        ("/archive", {"sql": "select title, id as article from articles"}),
        ("/archive", {"sql": "select title, article_id from pages"}),
    ):
        links = _page(served, path, **arguments).xpath("//td[contains(@class, 'col-title')]/a")
        addresses = {link.get("href") for link in links}
        assert addresses == {f"/archive/articles/{number}" for number in range(1, 5)}, path
    for sql in (
        "select name as id, title from sites",
        "select id, url, title from pages where title is not null",  # an id of a page
    ):
        other = _page(served, "/archive", sql=sql)
        assert other.xpath("//td[contains(@class, 'col-title')]")
        assert other.xpath("//td[contains(@class, 'col-title')]/a") == [], sql


@pytest.mark.parametrize(
    ("path", "arguments"),
    [
        ("/archive/articles", {"id": "4"}),
        ("/archive/articles", {"site": "baogosim"}),
        ("/archive/sites", {}),
        ("/archive/pages/4", {}),
        ("/archive", {"sql": "select title, id as article from articles"}),
        ("/-/status", {}),
    ],
)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_hostile_text_is_text(
    served: Served, path: str, arguments: dict[str, str], language: str
) -> None:
    page = _page(served, path, language, **arguments)
    assert page.xpath("//script[not(@src) and not(@type='application/ld+json')]") == []
    text = page.text_content()
    assert NEUTRAL in text
    assert "\u202e" not in text
    assert "\x07" not in text


@pytest.mark.parametrize("typed", [HOSTILE, '"', "%s %(x)s %", "]", "", "\u202e", "1' or '1"])
def test_what_a_reader_types_is_text(served: Served, typed: str) -> None:
    for path, arguments in (
        ("/archive/articles", {"title": typed}),
        ("/archive/articles", {"_where": f"title = '{typed}'"}),
        ("/archive/articles", {"_facet": "site", "_sort": typed}),
        ("/archive/province_year_topic", {"province": typed}),
        ("/archive", {"sql": f"select '{typed}' as [{typed}]"}),
        ("/archive", {"sql": "select :a", "a": typed}),
        (f"/archive/{len(typed)}-khong-co", {"_lang": typed}),
    ):
        status, text = served.get(path, **arguments)
        assert status in (200, 302, 400, 404), (path, text)
        assert "<script" not in text
        page: Any = lxml.html.document_fromstring(text)
        assert "\u202e" not in page.text_content()


def test_a_condition_can_be_removed(served: Served) -> None:
    page = _page(served, "/archive/articles", "en", title__contains="thôn", site="baogosim")
    (said,) = _texts(page, ".conditions")
    assert said.startswith("3 rows · Site is “baogosim” remove Site · Title contains “thôn” remove")
    site, title = page.xpath("//p[@class='conditions']//a/@href")
    assert "title__contains" in site
    assert "site=" not in site
    assert "title__contains" not in title


def test_counts_are_on_the_first_page_of_a_list_only(served: Served) -> None:
    def follow(address: str) -> Any:
        query = parse_qs(urlsplit(address).query)
        assert all(len(values) == 1 for values in query.values())
        query.pop("_lang", None)
        return _page(served, "/archive/articles", **{key: value for key, [value] in query.items()})

    def counts(page: Any) -> int:
        return len(page.cssselect("[rel=nofollow][href*='year=']"))

    first = page = follow("?_size=1")
    for _ in range(2):  # the second page, and the third
        following = page.cssselect("a[rel~=next]")[0].get("href")
        assert "_nofacet=1" in following
        page = follow(following)
        assert not counts(page)
    again = page.cssselect(".pages a")[0].get("href")
    assert "_nofacet" not in again
    assert counts(follow(again)) == counts(first) > 0


def test_a_row_and_the_rows_that_name_it(served: Served) -> None:
    page = _page(served, "/archive/pages/1", "en")
    assert _texts(page, "h1") == ["Pages: the ledger of every URL: 1"]
    assert "Outcome outcome" in _texts(page, "th")
    assert "1 row captures.page_id" in _texts(page, "li")


def test_times_are_shown_as_in_vietnam(served: Served) -> None:
    (time,) = _page(served, "/archive/articles", id="1").xpath("//td/time")
    assert (time.text, time.get("datetime")) == ("06/05/2023, 07:30", "2023-05-06T07:30:00+07:00")


@pytest.mark.parametrize(
    ("path", "status", "vietnamese", "english"),
    [
        ("/archive/khong-co", 404, "Không có bảng này.", "Table not found"),
        ("/archive/runs/999", 404, "Không có hàng này.", "Record not found"),
        ("/archive?sql=delete+from+sites", 400, "phải bắt đầu bằng SELECT", "must be a SELECT"),
        ("/archive?_lang=x&sql=select+khong", 400, "SQLite không trả lời được", "cannot answer"),
        ("/archive/articles?_sort=khong", 400, "Không trả lời được", "This cannot be answered"),
    ],
)
def test_an_error_is_said_in_the_language_of_the_reader(
    served: Served, path: str, status: int, vietnamese: str, english: str
) -> None:
    mark = "&" if "?" in path else "?"
    for language, said in (("vi", vietnamese), ("en", english)):
        answer, text = served.get(f"{path}{mark}_lang={language}".replace("_lang=x&", ""))
        assert answer == status
        assert said in text
        assert "Traceback" not in text


@pytest.mark.parametrize(
    ("path", "said", "language"),
    [
        ("/archive/khong-co", "Không có bảng này.", None),
        ("/archive/articles/999", "Không có bài mang số này.", None),
        ("/archive/sites/khong-co", "Không có trang báo nào tên như vậy.", None),
        ("/sitemap-99.xml", "Không có phần này.", None),
        ("/archive/articles?_sort=khong", "Cannot sort table by khong", "en"),
    ],
)
def test_only_an_english_sentence_is_called_english(
    served: Served, path: str, said: str, language: str | None
) -> None:
    (shown,) = lxml.html.document_fromstring(served.get(path)[1]).cssselect(".message-error")
    assert (shown.text, shown.get("lang")) == (said, language)


@pytest.mark.parametrize(
    "asked",
    [
        "_next=x", "_next=~", "_next=,,,", "_size=-1", "_size=x", "_timelimit=x", "_through=[",
        "_through={}", "_search_=x", "_search_khong=x", "id__in=[", "id=99999999999999999999",
        "_where=:a", "_where=;", "_where=1)", "_facet=khong", "_facet_array=title", "_col=khong",
        "_sort=id&_sort_desc=id", "_facet_size=x", "_fts_table=khong", "_search=%22", "%00=%00",
        "_filter_column=id&_filter_op=gt&_filter_value=", "_shape=x", "_labels=x", "_trace=1",
    ],
)  # fmt: skip
def test_a_wrong_request_is_no_fault_of_the_program(served: Served, asked: str) -> None:
    for path in ("/archive/articles", "/archive/articles.json", "/archive/articles.csv"):
        status, text = served.get(f"{path}?{asked}")
        assert status in (200, 302, 400, 404), text
    assert "Traceback" not in served.log.read_text("utf-8")


def test_a_slow_query_is_stopped_with_advice(served: Served) -> None:
    slow = "with recursive n(x) as (select 1 union all select x + 1 from n) select max(x) from n"
    status, text = served.get("/archive", sql=slow, _timelimit="20")
    assert status == 400
    assert "chạy quá lâu" in text
    assert "<script" not in text


# The words


ENGLISH = re.compile(
    r"\b(the|of|and|or|is|are|not|with|from|this|that|which|has|have|rows?|page|table|column"
    r"|articles?|sites?|found|show|search|view|next|more|new|none|remove)\b",
    re.IGNORECASE,
)
DATA = "ancestor-or-self::*[self::td or self::code or self::pre or self::b or @lang='en']"
"""What is not ours, or is named as in SQL, or says that it is English."""


def _spoken(page: Any) -> set[str]:
    """Return the texts that a reader sees or hears, except data."""
    ours = f"//body//*[not({DATA})][not(self::script or self::style or self::textarea)]"
    heard = " | ".join(f"{ours}/@{name}" for name in ("aria-label", "title", "placeholder", "alt"))
    texts = page.xpath(f"//title/text() | {ours}/text() | {heard}")
    return {" ".join(str(text).split()) for text in texts}


def test_a_vietnamese_page_has_no_english_words(served: Served) -> None:
    metadata = json.loads(METADATA.read_text("utf-8"))["databases"]["archive"]
    described = [f"/archive/{name}" for name in (*metadata["queries"], *metadata["tables"])]
    found = {}
    for path in (*KINDS.values(), *OTHERS.values(), *described):
        page = lxml.html.document_fromstring(
            served.get(f"{path}{'&' if '?' in path else '?'}_lang=vi")[1]
        )
        english = {text for text in _spoken(page) if text.isascii() and ENGLISH.search(text)}
        if english:
            found[path] = english
    assert found == {}


@pytest.mark.parametrize(
    ("parameter", "some"),
    [
        ("province", ["An Giang", "Bà Rịa - Vũng Tàu", "Bắc Giang"]),
        ("site", [HOSTILE]),
        ("year", ["2023"]),
        ("phrase", []),
    ],
)
def test_the_values_of_a_parameter(served: Served, parameter: str, some: list[str]) -> None:
    datasette = Datasette([], immutables=[str(served.path)])

    async def ask() -> list[tuple[str, str]]:
        return await stock._choices(datasette)("archive", parameter)

    found = asyncio.run(ask())
    datasette.get_database("archive").close()
    assert [name for _, name in found[: len(some)]] == some
    assert bool(found) == bool(some)


def test_provinces_are_in_the_order_of_the_alphabet() -> None:
    names = ["Đồng Nai", "Hà Nội", "Đà Nẵng", "Bắc Ninh", "Điện Biên", "Đắk Lắk", "Cà Mau"]
    ordered = ["Bắc Ninh", "Cà Mau", "Đà Nẵng", "Đắk Lắk", "Điện Biên", "Đồng Nai", "Hà Nội"]
    assert sorted(names, key=stock._order) == ordered


@given(st.text())
def test_a_visible_text_has_the_same_length_and_turns_nothing(text: str) -> None:
    shown = visible(text)
    assert len(shown) == len(text)
    assert not set(shown) & {chr(code) for code in (0, 7, 27, 0x200F, 0x202E, 0x2066, 0x2069)}
    assert visible(shown) == shown


def test_a_visible_text_keeps_lines_and_markup() -> None:
    assert visible("một\n\thai\u00a0ba") == "một\n\thai\u00a0ba"
    assert visible(Markup("<b>\u202e</b>")) == Markup("<b>\ufffd</b>")
    assert isinstance(visible(Markup("<b>")), Markup)
    assert not isinstance(visible("<b>"), Markup)


DAY = 'datetime="2024-05-06" title="2024-05-06"'


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("topics", '["dân vận", "QCDC"]', "dân vận, QCDC"),
        ("topics", "[]", "&nbsp;"),
        ("topics", "[1]", None),
        ("topics", "{", None),
        ("topics", None, None),
        ("started", "2024-05-06", f'<time {DAY}>06/05/2024</time>'),
        ("published", "năm 2024", None),
        ("version", "2026-11-28", None),
        ("title", "Lúa", None),
        ("outcome", "off_topic", "ngoài chủ đề"),
        ("outcome", "Gò Sim", None),
        ("changed", '["title", "body"]', "tiêu đề, nội dung"),
        ("doubt", "title: only a link to the page has it",
         "Trang không có tiêu đề: tiêu đề này lấy từ một liên kết dẫn tới trang."),
        ("reason", "the site answered 404", "trang báo trả lời 404"),
        ("reason", "found <b>", '<span lang="en">found &lt;b&gt;</span>'),
        ("reasons", '["found <b>"]', '<span lang="en">found &lt;b&gt;</span>'),
        ("topics", '["<b>"]', "&lt;b&gt;"),
    ],
)  # fmt: skip
def test_a_cell(column: str, value: str | None, expected: str | None) -> None:
    row = {column: value}
    assert render_cell(row, value, column, "runs", "archive", datasette=None) == expected


def test_every_column_and_comparison_has_a_label(served: Served) -> None:
    metadata = json.loads(METADATA.read_text("utf-8"))["databases"]["archive"]
    columns = {name for table in metadata["tables"].values() for name in table.get("columns", {})}
    parameters = {
        name for query in metadata["queries"].values() for name in query.get("params", [])
    }
    assert columns <= set(COLUMNS)
    assert parameters <= {*COLUMNS, *PARAMETERS}
    options = _page(served, "/archive/articles").xpath("//select[@name='_filter_op']/option/@value")
    assert {option.removesuffix("__1") for option in options} == set(LOOKUPS)


# In a browser


def test_pages_are_accessible_and_fit_a_phone(served: Served, open_page: OpenPage) -> None:
    """All in one window: a new one for each page would take three times as long."""
    faults: dict[str, list[str]] = {}
    page = open_page(f"{served.origin}/-/health")
    kinds = {kind: path for kind, path in KINDS.items() if kind not in ("table", "empty", "sql")}
    for number, (kind, path) in enumerate({**kinds, **OTHERS}.items()):
        language = LANGUAGES[number % 2]
        mark = "&" if "?" in path else "?"
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": PHONE, "height": 900})
        answer = page.goto(f"{served.origin}{path}{mark}_lang={language}")
        assert answer is not None
        assert answer.ok == (kind not in ("no answer", "error")), kind
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        found = violations(page) + [
            f"{wider} pixels too wide" for wider in [overflow(page)] if wider
        ]
        page.emulate_media(color_scheme="dark")
        page.set_viewport_size({"width": WIDE, "height": 900})
        found += violations(page, rules=("color-contrast",))
        if found:
            faults[kind] = found
    assert faults == {}


def test_rows_are_cards_on_a_phone(served: Served, open_page: OpenPage) -> None:
    page = open_page(f"{served.origin}/archive/articles", width=PHONE)
    label = "cell => getComputedStyle(cell, '::before').content"
    assert page.locator("td.col-province").first.evaluate(label) == '"Tỉnh cũ: "'
    row = page.locator("tbody tr").first
    assert row.evaluate("row => getComputedStyle(row).display") == "block"
    assert not row.locator("td.col-duplicate_of").is_visible()  # it is empty


REACHED = """
() => {
  const reached = document.activeElement;
  const box = reached.getBoundingClientRect();
  const drawn = getComputedStyle(reached).outlineStyle !== "none" && box.width > 0;
  reached.dataset.reached = drawn;
  return reached === document.body ? null : `${reached.tagName} ${reached.innerText}`;
}
"""
INTERACTIVE = "a[href], button, input:not([type=hidden]), select, textarea, summary"


def test_the_keyboard_reaches_everything(served: Served, open_page: OpenPage) -> None:
    page = open_page(f"{served.origin}/archive/articles?_size=1")
    page.keyboard.press("Tab")
    assert page.evaluate(REACHED) == "A Đến nội dung"
    press_enter(page)
    assert page.url.endswith("#content")
    page.reload()
    for summary in page.locator("summary").all():
        summary.press("Enter")
    page.locator("body").evaluate("body => { body.tabIndex = -1; body.focus(); }")
    for _ in range(page.locator(INTERACTIVE).count() + 20):
        page.keyboard.press("Tab")
        if page.evaluate(REACHED) is None:
            break
    missed = page.locator(f":is({INTERACTIVE}):not([data-reached=true])")
    assert [one.evaluate("one => one.outerHTML") for one in missed.all()] == []


def test_the_style_of_the_report_is_the_only_thing_that_it_may_use(
    served: Served, open_page: OpenPage
) -> None:
    page = open_page(f"{served.origin}/report.html")
    assert page.evaluate("getComputedStyle(document.body).maxWidth") == "960px"
    report = (served.path.with_name("report.html")).read_bytes()
    other = report.replace(b"<style>", b"<style>/* */")
    assert report_policy(report) != report_policy(other)
    assert "unsafe" not in report_policy(b"")
    assert re.search(r"style-src 'sha256-[\w+/]{43}='; ", report_policy(b""))
