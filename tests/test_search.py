"""The search: what is typed, what is found, in which order, and what is shown of it."""

import asyncio
import json
import sqlite3
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

from archive.ledger import record
from archive.search import COLUMNS
from archive.site import SiteFacts
from extraction.marks import exact_spellings, fold, is_marked
from operations.publish import publish
from publishing.search import page
from publishing.search.finding import WEIGHTS
from publishing.search.periods import read_period
from publishing.search.places import (
    NEARBY,
    PHRASE,
    TITLE_PHRASE,
    TITLE_WORDS,
    WORDS,
    rank,
)
from publishing.search.query import MAX_CHARACTERS, MAX_WORDS, NEAR, parse
from publishing.search.results import find, read_search
from publishing.search.snippets import LENGTH, Highlighter
from publishing.search.words import MAX_SPELLINGS, indexed_spellings

from .archives import article, begin_run, captured, new_archive, opened, visit_to
from .browser import OpenPage, click, overflow, press_enter, violations
from .test_publishing import Served, serving

CAM = SiteFacts("baodongcam", "Báo Đông Cam", "Bình Định", "baodongcam.example", "ePI")
SIM = SiteFacts("baogosim", "Báo Gò Sim", "Bắc Kạn", "baogosim.example", "ePI")

# The words


def test_letters_keep_their_places_without_marks() -> None:
    assert fold("Đồng chí ở Gò Sim, hoà giải") == "dong chi o go sim, hoa giai"


@given(st.text())
def test_a_folded_text_is_as_long_as_the_text(text: str) -> None:
    assert len(fold(text)) == len(text)


@pytest.mark.parametrize(
    ("word", "marked"),
    [("dân", True), ("đi", True), ("Đ", True), ("dan", False), ("DAN", False), ("30", False),
     ("и", False)],
)  # fmt: skip
def test_which_words_have_marks(word: str, marked: bool) -> None:
    assert is_marked(word) == marked


@pytest.mark.parametrize(
    ("word", "spellings"),
    [
        ("hòa", ["hòa", "hoà"]),
        ("hoà", ["hoà", "hòa"]),
        ("Thủy", ["thủy", "thuỷ"]),
        ("loè", ["loè", "lòe"]),
        ("hoàn", ["hoàn"]),
        ("dân", ["dân"]),
    ],
)
def test_a_mark_has_two_places(word: str, spellings: list[str]) -> None:
    assert exact_spellings(word) == spellings


def test_the_index_has_d_and_đ() -> None:
    assert indexed_spellings(("Đồng", "chí")) == ["dong chi", "đong chi"]
    assert set(indexed_spellings(("HĐND",))) == {"hdnd", "hdnđ", "hđnd", "hđnđ"}
    assert len(indexed_spellings(("dddd",))) == MAX_SPELLINGS == 16
    assert len(indexed_spellings(("ddddd",))) == MAX_SPELLINGS


# What is typed


@pytest.mark.parametrize(
    ("typed", "vietnamese", "english"),
    [
        ("dân vận khéo", "dân vận khéo", "dân vận khéo"),
        ('"dân vận" khéo', "“dân vận” khéo", "“dân vận” khéo"),
        ("“dân vận”", "“dân vận”", "“dân vận”"),
        ('"dân vận', "“dân vận”", "“dân vận”"),
        ("dân OR vận khéo", "(dân hoặc vận) khéo", "(dân or vận) khéo"),
        ("dân | vận", "(dân hoặc vận)", "(dân or vận)"),
        ("dân or vận", "dân or vận", "dân or vận"),
        ("OR dân OR", "dân", "dân"),
        ("dân -vận", "dân; không có vận", "dân; without vận"),
        ("dân NOT vận -“bà con”", "dân; không có vận, “bà con”", "dân; without vận, “bà con”"),
        ("dân-vận", "“dân vận”", "“dân vận”"),
        ("khé*", "khé…", "khé…"),
        ('"dân v*"', "“dân v…”", "“dân v…”"),
        ("title:khéo dân", "khéo trong tiêu đề dân", "khéo in the headline dân"),
        ("TITLE: khéo", "khéo trong tiêu đề", "khéo in the headline"),
        ("title:", "title", "title"),
        ("10/2022/QH15", "“10 2022 QH15”", "“10 2022 QH15”"),
        ("dân AND vận", "dân vận", "dân vận"),
        ("", "", ""),
        ('" - * ( ) ^ : \x00 😀', "", ""),
        ("dân\x00vận\x1bkhéo", "dân vận khéo", "dân vận khéo"),
        ("dân\u200b vận", "dân vận", "dân vận"),
        (unicodedata.normalize("NFD", "vấn đề"), "vấn đề", "vấn đề"),
    ],
)
def test_what_is_typed_is_understood(
    typed: str, vietnamese: str, english: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from publishing import language

    for name, expected in (("vi", vietnamese), ("en", english)):
        token = language._current.set(name)
        assert parse(typed).understood() == expected
        language._current.reset(token)


@pytest.mark.parametrize(
    ("typed", "is_cut"),
    [
        ("a " * MAX_WORDS, False),
        ("a " * (MAX_WORDS + 1), True),
        ("a" * MAX_CHARACTERS, False),
        ("a" * (MAX_CHARACTERS + 1), True),
    ],
)
def test_long_queries_are_cut(typed: str, is_cut: bool) -> None:
    query = parse(typed)
    assert query.is_cut == is_cut
    assert sum(len(term.words) for term in query.terms()) <= MAX_WORDS


@pytest.fixture(scope="module")
def index() -> Iterator[sqlite3.Connection]:
    """Both indexes, with one article."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(
            "CREATE VIRTUAL TABLE fts USING fts5(title, lead, body, d_words, "
            "tokenize='unicode61 remove_diacritics 2')"
        )
        connection.execute(
            "CREATE VIRTUAL TABLE exact USING fts5(title, lead, body, content='', detail=none, "
            "tokenize='unicode61 remove_diacritics 0')"
        )
        for table in ("fts", "exact"):
            connection.execute(
                f"INSERT INTO {table} (rowid, title, lead, body) VALUES (1, ?, ?, ?)",
                ("Đồng chí", "về thôn", "dân vận khéo, hoà giải"),
            )
        yield connection


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("dat", True),
        ("đất", True),
        ("da*", True),
        ("dat dai", True),
        ('"dat dai"', True),
        ('"dai dat"', False),
        ('"dai j dat"', False),
        ("j", False),
        ("J*", False),
        ("dat -j", True),
        ("dddd", False),
    ],
)
def test_a_search_finds_what_is_in_the_text(typed: str, found: bool) -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(
            "CREATE VIRTUAL TABLE fts USING fts5(title, lead, body, d_words, "
            "tokenize='unicode61 remove_diacritics 2')"
        )
        text = ("Đất đai", "đại biểu", "của đất", "dai j dat j dddd")
        connection.execute("INSERT INTO fts VALUES (?, ?, ?, ?)", text)
        match = parse(typed).match()
        rows = connection.execute("SELECT 1 FROM fts WHERE fts MATCH ?", [match]).fetchall()
    assert bool(rows) == found


@given(st.text() | st.text("ab đ\"*-():^| \u201c+{}[],.;~'", max_size=40))
def test_whatever_is_typed_is_a_query(index: sqlite3.Connection, typed: str) -> None:
    query = parse(typed)
    if not query.clauses:
        return
    expressions = [query.match(), query.match("title"), query.match_phrase(), query.match_near()]
    for expression in filter(None, expressions):
        index.execute("SELECT rowid FROM fts WHERE fts MATCH ?", [expression]).fetchall()
    if exact := query.exact():
        index.execute("SELECT rowid FROM exact WHERE exact MATCH ?", [exact]).fetchall()
    rank(query, typed, typed)
    Highlighter(query.terms(), typed, typed).snippet()


@pytest.mark.parametrize(
    ("typed", "found", "exact"),
    [
        ("dong chi", True, None),
        ('"dong chi"', True, None),
        ('"đồng chí"', True, True),
        ("dòng chi", True, False),
        ("hòa giải", True, True),
        ("khé*", True, True),
        ("khe*", True, None),
        ("title:dân", False, True),
        ("title:đồng", True, True),
        ("dân -khéo", False, True),
        ("chí OR xa", True, None),
        ("chí OR xá", True, True),
        ('"vận khéo"', True, True),
        ('"khéo vận"', False, True),
    ],
)
def test_the_expressions_find(
    index: sqlite3.Connection, typed: str, found: bool, exact: bool | None
) -> None:
    query = parse(typed)
    rows = index.execute("SELECT 1 FROM fts WHERE fts MATCH ?", [query.match()]).fetchall()
    assert bool(rows) == found
    if exact is None:
        assert query.exact() is None
        return
    rows = index.execute("SELECT 1 FROM exact WHERE exact MATCH ?", [query.exact()]).fetchall()
    assert bool(rows) == exact


# Periods


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("14/2/2025", "2025-02-14", "2025-02-14"),
        ("14-02-2025", "2025-02-14", "2025-02-14"),
        ("14.2.2025", "2025-02-14", "2025-02-14"),
        (" 14 / 2 / 2025 ", "2025-02-14", "2025-02-14"),
        ("ngày 14 tháng 2 năm 2025", "2025-02-14", "2025-02-14"),
        ("14 tháng 2, 2025", "2025-02-14", "2025-02-14"),
        ("Tháng 2/2025", "2025-02-01", "2025-02-28"),
        ("tháng 2 năm 2024", "2024-02-01", "2024-02-29"),
        ("2/2025", "2025-02-01", "2025-02-28"),
        ("2025-02-14", "2025-02-14", "2025-02-14"),
        ("2025-12", "2025-12-01", "2025-12-31"),
        ("2025", "2025-01-01", "2025-12-31"),
        ("năm 2025", "2025-01-01", "2025-12-31"),
    ],
)
def test_a_period_is_read_as_it_is_written(typed: str, first: str, last: str) -> None:
    assert read_period(typed) == (first, last)


@pytest.mark.parametrize(
    "typed", ["30/2/2025", "0/2025", "13/2025", "hôm qua", "14/2/25", "14/2", "0000", "2025 nay"]
)
def test_what_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_period(typed)


@given(st.text(max_size=30) | st.text("0123456789/-. thángnăm", max_size=30))
def test_a_period_is_read_or_refused(typed: str) -> None:
    try:
        first, last = read_period(typed)
    except ValueError:
        return
    assert first <= last


# The order


@pytest.mark.parametrize(
    ("typed", "title", "text", "closeness"),
    [
        ("dan van", "Ban Dân vận họp", "", TITLE_PHRASE),
        ("van dan", "Ban Dân vận họp", "", TITLE_WORDS),
        ("dan van", "Họp", "Ban Dân vận", PHRASE),
        ("dan van", "Dân họp", "Ban vận", WORDS),
        ("van dan", "Họp", "Dân " + "a " * NEAR + "vận", NEARBY),
        ("van dan", "Họp", "Dân " + "đường " * (3 * NEAR) + "vận", WORDS),
        ("title:dan van", "Họp", "Dân vận", 0),
        ("title:dan van", "Dân", "vận", WORDS),
        ("dan* van", "Dân vận", "", TITLE_WORDS),
        ("dan va*", "Dân vận", "", TITLE_PHRASE),
    ],
)
def test_closer_words_rank_higher(typed: str, title: str, text: str, closeness: int) -> None:
    found = rank(parse(typed), title, text)
    assert (found.is_exact, found.folded, found.exact) == (closeness > 0, closeness, closeness)


def test_the_very_marks_rank_first() -> None:
    query = parse("dương")
    title, text, many = (
        rank(query, "Làm đường, bồi dưỡng", "Đường mới."),
        rank(query, "Họp", "Ông Dương đến."),
        rank(query, "Họp", "Ông Dương đến. Bà Dương đến."),
    )
    assert many > text > title
    assert not title.is_exact


@pytest.mark.parametrize(
    ("typed", "text", "exact"),
    [
        ("hòa", "hoà", True), ("hoà", "HÒA", True), ("hòa", "hoa", False), ("hòa", "hóa", False),
        ("khé*", "khéo", True), ("khé*", "khèo", False), ("dân van", "dân văn", True),
        ("dân van", "dần văn", False), ("đi", "di", False), ("di", "đi", True),
    ],
)  # fmt: skip
def test_what_has_the_very_marks(typed: str, text: str, exact: bool) -> None:
    assert rank(parse(typed), "", text).is_exact == exact


# Passages


def _shown(typed: str, title: str, text: str) -> tuple[str, str]:
    highlighter = Highlighter(parse(typed).terms(), title, text)
    title_, snippet = (
        "".join(f"[{piece.text}]" if piece.is_found else piece.text for piece in pieces)
        for pieces in (highlighter.title(), highlighter.snippet())
    )
    return title_, snippet


@pytest.mark.parametrize(
    ("typed", "title", "text", "shown"),
    [
        ("van de", "Vận để", "Vấn đề.", ("[Vận] [để]", "[Vấn] [đề].")),
        ("vấn đề", "Vận để", "Vấn đề.", ("Vận để", "[Vấn] [đề].")),
        ('"van de"', "Vận", "Vấn đề.", ("Vận", "[Vấn đề].")),
        ("xa", "Họp", "Thôn.", ("Họp", "Thôn.")),
        ("", "Họp", "Thôn.", ("Họp", "Thôn.")),
        ("khé*", "Khéo", "khéo léo", ("[Khé]o", "[khé]o léo")),
        ('dan "dan van"', "Họp", "dân vận", ("Họp", "[dân vận]")),
    ],
)
def test_what_was_typed_is_marked(
    typed: str, title: str, text: str, shown: tuple[str, str]
) -> None:
    assert _shown(typed, title, text) == shown


def test_a_passage_is_around_what_was_found() -> None:
    words = " ".join(f"từ{n}" for n in range(300))
    _, shown = _shown("tu250 tu252 tu10", "Họp", words)
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert "[từ250] từ251 [từ252]" in shown
    assert len(shown) < LENGTH + 20
    assert _shown("xa", "Họp", words)[1].startswith("từ0 từ1")


@given(st.text(), st.text(max_size=20))
def test_a_passage_is_part_of_the_text(text: str, typed: str) -> None:
    pieces = Highlighter(parse(typed).terms(), "", text).snippet()
    shown = "".join(piece.text for piece in pieces)
    assert shown.removeprefix("… ").removesuffix(" …") in " ".join(text.split())


# The pages

HOSTILE = "<script>alert(1)</script> \u202eDân vận"
TEXTS: list[tuple[SiteFacts, str, str, str | None]] = [
    (SIM, "Dân vận khéo ở thôn Gò Sim", "Bà con làm đường.", "2024-05-06T07:30:00+07:00"),
    (SIM, "Làm đường ở thôn Bãi Nhạn", "Tổ dân vận bàn vấn đề hiến đất.", "2025-02-14"),
    (CAM, "Quy chế dân chủ ở xã Khe Gạo", "Đồng chí Dương về vận động.", None),
    (CAM, HOSTILE, "Họp bàn việc chung, dân vận khéo léo.", "2025-07-01T00:10:00+07:00"),
]


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release with four articles, and thirty others on one day."""
    folder = tmp_path_factory.mktemp("search")
    url = new_archive(folder)
    with opened(url) as archive:
        runs = {site.name: begin_run(archive, site) for site in (SIM, CAM)}
        others = [(SIM, f"Dân vận ở bản {n}", f"Bản {n} họp.", "2023-01-02") for n in range(30)]
        for number, (site, title, body, published) in enumerate([*TEXTS, *others], start=1):
            shown = article(
                number, body, title=title, lead=None, published=published,
                url=f"https://{site.host}/bai-{number}",
            )  # fmt: skip
            record(captured(visit_to(runs[site.name], number, article=shown)))
        for run in runs.values():
            run.close(finished=True)
    publish(url, folder / "published", keep=1)
    return folder / "published" / "archive.db"


@pytest.fixture(scope="module")
def served(release: Path) -> Iterator[Served]:
    """Serve the release."""
    with serving(release, immutable=True) as server:
        yield server


def _ids(served: Served, **asked: str) -> list[int]:
    status, text = served.get("/archive/search.json", **asked)
    assert status == 200, text
    answer: dict[str, Any] = json.loads(text)
    assert answer["count"] >= len(answer["results"])
    return [result["id"] for result in answer["results"]]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"q": "vấn đề"}, [2]),
        ({"q": "duong"}, [1, 2, 3]),
        ({"q": "dương"}, [3, 2, 1]),
        ({"q": "đường"}, [2, 1, 3]),
        ({"q": '"dân vận khéo"'}, [1, 4]),
        ({"q": "khéo", "site": "baodongcam"}, [4]),
        ({"q": "khéo", "province": "Gia Lai"}, [4]),
        ({"q": "khéo", "province": "Bình Định"}, [4]),
        ({"q": "khéo", "topic": "QCDC"}, []),
        ({"topic": "QCDC"}, [3]),
        ({"q": "khéo", "since": "2025", "sort": "date"}, [4]),
        ({"q": "thôn OR xã", "sort": "date"}, [2, 1, 3]),
        ({"q": "dân -họp", "until": "14/2/2025"}, [1, 2]),
        ({"q": "dân -họp", "until": "13/2/2025"}, [1]),
        ({"since": "1/7/2025"}, [4]),
        ({"site": "x"}, []),
    ],
)
def test_a_search_finds(served: Served, asked: dict[str, str], expected: list[int]) -> None:
    found = _ids(served, **asked)
    assert (
        found == expected
        if asked.get("q") in ("dương", "đường") or "sort" in asked
        else (sorted(found) == sorted(expected))
    )


@pytest.mark.parametrize("sort", ["relevance", "date"])
@pytest.mark.parametrize("typed", ["dân vận", "dan", "", '"dân vận"'])
def test_the_pages_have_each_article_once(served: Served, typed: str, sort: str) -> None:
    everything = json.loads(served.get("/archive/search.json", q=typed, sort=sort)[1])
    assert everything["pages"] == 2
    found = [id_ for page in "12" for id_ in _ids(served, q=typed, sort=sort, page=page)]
    assert len(found) == len(set(found)) == everything["count"]


def test_the_counts_are_those_of_what_is_found(served: Served) -> None:
    facets = json.loads(served.get("/archive/search.json", q="dân vận")[1])["facets"]
    assert facets["site"] == {"baogosim": 32, "baodongcam": 2}
    assert facets["year"] == {"2023": 30, "2025": 2, "2024": 1, "": 1}
    assert facets["province_now"] == {"Thái Nguyên": 32, "Gia Lai": 2}


@pytest.mark.parametrize(
    "typed",
    ["", '"', "*", "-", "title:", "OR", "\0", "a" * 2000, "😀", "' OR 1=1 --", "<b>", "()", "^",
     ":", "NEAR(a b)", "\u202e", "a OR", "-dân", "“", "{title}", "a AND", "dân vận " * 100],
)  # fmt: skip
def test_whatever_is_typed_gets_an_answer(served: Served, typed: str) -> None:
    for path in ("/archive/search", "/archive/search.json", "/archive/search.atom"):
        assert served.get(path, q=typed)[0] == 200, path


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"q": "khéo", "since": "30/2/2025"}, "“30/2/2025” không phải là ngày."),
        ({"q": "khéo", "since": "2025", "until": "2024"}, "Ngày kết thúc sớm hơn"),
        ({"q": "-khéo"}, "Hãy gõ thêm một từ cần tìm"),
        ({"q": "*"}, "dưới đây là tất cả các bài"),
        ({"q": "a " * 31}, "Chỉ tìm 30 từ"),
        ({"q": "xyz"}, "Không tìm thấy bài nào."),
    ],
)
def test_what_is_not_understood_is_said(served: Served, asked: dict[str, str], said: str) -> None:
    status, page = served.get("/archive/search", **asked)
    assert status == 200
    assert said in page


def test_a_wrong_date_finds_nothing(served: Served) -> None:
    answer = json.loads(served.get("/archive/search.json", q="khéo", until="x")[1])
    assert (answer["count"], answer["results"], len(answer["problems"])) == (0, [], 1)


def test_the_feed_has_the_newest(served: Served) -> None:
    status, text = served.get("/archive/search.atom", q="dân vận")
    assert status == 200
    atom = "{http://www.w3.org/2005/Atom}"
    feed = ET.fromstring(text)
    links = [link.get("href", "") for link in feed.iterfind(f"{atom}entry/{atom}link")]
    assert links[0] == f"{served.origin}/archive/articles/4"
    assert len(links) == 20
    assert feed.findtext(f"{atom}entry/{atom}title") == "<script>alert(1)</script> �Dân vận"


def test_stored_text_is_escaped(served: Served) -> None:
    page = served.get("/archive/search", q="dân vận")[1]
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert "\u202e" not in page


def test_an_archive_that_is_not_published_says_so(tmp_path: Path) -> None:
    new_archive(tmp_path)
    with serving(tmp_path / "archive.db") as server:
        status, page = server.get("/archive/search", q="dân")
    assert status == 404
    assert "danvan publish" in page


def test_the_box_of_the_list_of_articles_leads_to_the_search(
    served: Served, open_page: OpenPage
) -> None:
    page = open_page(f"{served.origin}/archive/articles?_search=dan&site=baodongcam")
    page.fill("#q", "vấn đề")
    press_enter(page)
    assert page.locator("ol.articles > li").count() == 1
    page.go_back()
    page.locator("form.filters summary").click()
    click(page.locator("form.filters details button").first)
    assert page.locator("form.filters input[name=_search]").get_attribute("value") == "dan"


def test_the_page_in_a_browser(served: Served, open_page: OpenPage) -> None:
    page = open_page(f"{served.origin}/archive/search", width=390, scripts=True)
    page.fill("#q", "dân vận")
    press_enter(page)
    assert page.inner_text("[role=status]").startswith("Tìm: dân vận. 34 bài")
    assert page.locator("ol.articles > li").count() == 20
    assert overflow(page) == 0
    assert violations(page) == []


def test_the_weights_are_those_of_the_columns_of_the_index() -> None:
    assert tuple(WEIGHTS) == COLUMNS


def test_a_result_beyond_the_candidates_is_found(release: Path) -> None:
    """Page after page, all articles come once, also if only some of them are compared."""
    from publishing.search import finding

    with closing(sqlite3.connect(release)) as connection:
        connection.row_factory = sqlite3.Row
        for candidates in (1, 3, 50):
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(finding, "CANDIDATES", candidates)
                found = [
                    row["id"]
                    for page in "12"
                    for row in find(connection, read_search({"q": "dân vận", "page": page}))
                ]
            assert len(found) == len(set(found)) == 34


@pytest.mark.filterwarnings(
    "ignore:Exception ignored in. <sqlite3.Connection:pytest.PytestUnraisableExceptionWarning"
)
def test_a_search_that_takes_too_long_says_so(
    release: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    datasette = Datasette([], immutables=[str(release)])

    async def ask() -> tuple[int, str]:
        answer = await datasette.client.get("/archive/search?q=dan&_lang=en")
        return answer.status_code, answer.text

    monkeypatch.setattr(page, "MAX_MS", -1)
    status, text = asyncio.run(ask())
    assert (status, "This search takes too long." in text) == (200, True)
    monkeypatch.undo()
    assert "<strong>34 articles</strong>" in asyncio.run(ask())[1]
    datasette.executor.shutdown()
