"""The revisions of an article on its page, in Datasette and in a browser."""

import asyncio
import json
import math
import re
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from datasette.app import Datasette  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from archive.ledger import record
from archive.outcomes import Outcome
from archive.rows import revision_row, updated_columns
from archive.site import SiteFacts
from archive.statements import ADD_REVISION, UPDATE_ARTICLE
from archive.times import format_time
from archive.writer import Archive
from extraction.article import Article
from extraction.extract import with_facts
from publishing.article import page
from publishing.article.history import Row
from publishing.article.stored import MAX_CHANGES, Stored, read_article
from publishing.article.stored import MAX_COMPARED as STORED_CHARACTERS
from publishing.differences import MAX_COMPARED, Kind, Paragraph, difference, fold

from .archives import begin_run, opened, visit_to
from .browser import OpenPage
from .test_publishing import Served, serving

# From Python 3.13 on, Datasette's own connections warn when it is used in this process.
pytestmark = pytest.mark.filterwarnings(
    "ignore:Exception ignored in. <sqlite3.Connection:pytest.PytestUnraisableExceptionWarning"
)

# The differences

FORMATS = {Kind.KEPT: "{}", Kind.DELETED: "[-{}-]", Kind.INSERTED: "{{+{}+}}"}


def _formatted(paragraph: Paragraph) -> str:
    return " ".join(
        FORMATS[piece.kind].format(" ".join(piece.words) + ("/" if piece.ends else ""))
        for piece in paragraph
    )


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (None, None, []),
        (None, "Lê Sim", ["{+Lê Sim/+}"]),
        ("Lê Sim", "", ["[-Lê Sim/-]"]),
        ("Bà con làm đường.", "Bà con làm đường.", ["Bà con làm đường./"]),
        ("Bà con làm đường.", "Bà con  làm\nđường.", ["Bà con làm đường./"]),
        ("có 12 hộ nghèo", "có 15 hộ nghèo", ["có [-12-] {+15+} hộ nghèo/"]),
        ("Bà con làm đường", "Bà con xã Sim làm đường", ["Bà con {+xã Sim+} làm đường/"]),
        # A common word alone, such as "Văn" or "và", is not kept between two changes.
        ("ông Lê Văn Sim nói", "ông Hồ Văn Gạo nói", ["ông [-Lê Văn Sim-] {+Hồ Văn Gạo+} nói/"]),
        (
            "Xã Sim mở hội nghị và ra nghị quyết",
            "Mưa to làm trôi cầu và hỏng hết lúa",
            ["[-Xã Sim mở hội nghị và ra nghị quyết-] {+Mưa to làm trôi cầu và hỏng hết lúa+} /"],
        ),
        ("a b c\n\nd\n\ne", "a b c\n\ne", ["a b c/", "[-d/-]", "e/"]),
        ("a b c\n\ne", "a b c\n\nd\n\ne", ["a b c/", "{+d/+}", "e/"]),
        ("a b c\n\nd e f", "a b c d e f", ["a b c [-/-]", "d e f/"]),
        ("a b c d e f", "a b c\n\nd e f", ["a b c {+/+}", "d e f/"]),
        ("một\n\nhai ba", "mốt\n\nhai bốn", ["[-một-] {+mốt+} /", "hai [-ba-] {+bốn+} /"]),
        (
            "một hai ba bốn năm",
            "mới\n\nmột hai ba bốn sáu",
            ["{+mới/+}", "một hai ba bốn [-năm-] {+sáu+} /"],
        ),
    ],
)
def test_difference(old: str | None, new: str | None, expected: list[str]) -> None:
    assert [_formatted(paragraph) for paragraph in difference(old, new)] == expected


def _text(paragraphs: list[Paragraph], kind: Kind) -> str:
    """Return the text of the kept pieces and those of a kind."""
    pieces = [p for paragraph in paragraphs for p in paragraph if p.kind in (Kind.KEPT, kind)]
    text = " ".join(" ".join((*piece.words, "\n\n" if piece.ends else "")) for piece in pieces)
    return "\n\n".join(" ".join(part.split()) for part in text.split("\n\n")).removesuffix("\n\n")


WORDS = st.sampled_from(["dân", "vận", "khéo", "¶", "<b>", "xã"]) | st.text(
    st.characters(exclude_categories=["Z", "C"]), min_size=1, max_size=5
)
PARAGRAPHS = st.lists(WORDS, min_size=1, max_size=8).map(" ".join)
TEXTS = st.lists(PARAGRAPHS, max_size=6).map("\n\n".join)


@given(TEXTS, TEXTS)
def test_a_difference_has_both_texts(old: str, new: str) -> None:
    paragraphs = difference(old, new)
    assert _text(paragraphs, Kind.DELETED) == old
    assert _text(paragraphs, Kind.INSERTED) == new
    assert [piece.ends for paragraph in paragraphs for piece in paragraph[:-1]].count(True) == 0


@given(st.text(), st.text())
def test_a_difference_has_the_words_of_both_texts_with_any_white_space(old: str, new: str) -> None:
    paragraphs = difference(old, new)
    assert _text(paragraphs, Kind.DELETED).split() == old.split()
    assert _text(paragraphs, Kind.INSERTED).split() == new.split()


@given(TEXTS, TEXTS)
def test_folding_counts_the_unchanged_paragraphs(old: str, new: str) -> None:
    paragraphs = difference(old, new)
    folded = list(fold(paragraphs))
    counts = [item for item in folded if isinstance(item, int)]
    assert sum(counts) + len(folded) - len(counts) == len(paragraphs)
    assert all(counts)
    if old == new:
        assert folded == ([len(paragraphs)] if old else [])


def test_a_long_text_is_folded_around_a_change() -> None:
    paragraphs = [f"Đoạn thứ {n} của bài." for n in range(40)]
    changed = [*paragraphs[:7], "Đoạn thứ 7 của loạt bài.", *paragraphs[8:]]
    folded = fold(difference("\n\n".join(paragraphs), "\n\n".join(changed)))
    formatted = [item if isinstance(item, int) else _formatted(item) for item in folded]
    assert formatted == [7, "Đoạn thứ 7 của {+loạt+} bài./", 32]


def _mixed(word: str, count: int) -> str:
    """Return words of which four in five are the same in every such text."""
    return " ".join(f"chung{n}" if n % 5 else f"{word}{n}" for n in range(count))


@pytest.mark.parametrize(("too_long", "deleted"), [(False, 200), (True, 1)])
def test_long_changes_are_shown_before_and_after(too_long: bool, deleted: int) -> None:
    count = math.isqrt(MAX_COMPARED) - 1 + too_long  # a paragraph has an end in addition
    old, new = _mixed("x", count), _mixed("y", count)
    (paragraph,) = difference(old, new)
    assert len([piece for piece in paragraph if piece.kind is Kind.DELETED]) == deleted
    assert _text([paragraph], Kind.DELETED) == old
    assert _text([paragraph], Kind.INSERTED) == new


def test_a_change_in_thousands_of_paragraphs_is_found() -> None:
    paragraphs = [f"Đoạn {n} của bài." for n in range(9_000)]
    changed = [*paragraphs[:4_000], "Đoạn mới.", *paragraphs[4_001:]]
    folded = list(fold(difference("\n\n".join(paragraphs), "\n\n".join(changed))))
    assert [folded[0], folded[-1]] == [4_000, 4_999]
    assert len(folded) == 3


# The page. Every place and person is invented.

CAM = SiteFacts("baodongcam", "Báo Đông Cam", "Bình Định", "baodongcam.example", "ePI")
DAYS = [datetime(2025, 9, day, 20, 0, tzinfo=UTC) for day in range(1, 5)]
EDITED, REREAD, GONE, PLAIN, HOSTILE = range(1, 6)  # ids
LONG = [f"Tổ dân vận thứ {n} đến từng nhà." for n in range(12)]
RUN = "<script>document.documentElement.dataset.ran = 1</script>"
IMAGE = "<img src=x onerror='document.documentElement.dataset.ran = 2'>"


def _article(number: int, **fields: str | None) -> Article:
    article = Article(
        url=f"https://{CAM.host}/bai-{number}.html",
        title=f"Dân vận khéo ở xã Gò Sim, bài {number}",
        lead="Bà con góp công làm đường.",
        body="\n\n".join([*LONG, f"Đây là bài số {number}."]),
        author="Lê Sim",
        published="2025-08-30T07:30:00+07:00",
    )
    return with_facts(replace(article, **fields))  # type: ignore[arg-type]


class _Newspaper:
    """Writes the archive as crawls on several days do."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.run = begin_run(archive, CAM)

    def visit(self, day: datetime, outcome: Outcome, number: int, article: Article | None) -> None:
        """Record a visit to an article."""
        stored = self.run.pages.article_of(f"post:{number}")
        url = f"https://{CAM.host}/bai-{number}.html"
        record(visit_to(self.run, number, outcome, article, url=url, fetched=day, stored=stored))
        self.archive.commit()

    def reextract(self, day: datetime, number: int, article: Article) -> None:
        """Change an article as a re-extraction does."""
        stored = self.run.pages.article_of(f"post:{number}")
        assert stored is not None
        self.archive.write(
            (ADD_REVISION, revision_row(stored.id, stored, article, format_time(day), "reread")),
            (UPDATE_ARTICLE.values(updated_columns(article)), {"stored_id": stored.id}),
        )


def _build(path: Path) -> None:
    with opened(f"sqlite:///{path}") as archive:
        paper = _Newspaper(archive)
        for number in (EDITED, REREAD, GONE, PLAIN):
            paper.visit(DAYS[0], Outcome.STORED, number, _article(number))
        hostile = _article(HOSTILE, title=f"{RUN} một", lead=IMAGE, author=RUN,
                           body=f"{IMAGE}\n\n{RUN} hai ba bốn")  # fmt: skip
        paper.visit(DAYS[0], Outcome.STORED, HOSTILE, hostile)

        changed = [*LONG[:5], "Tổ dân vận thứ 5 đến từng ngõ.", *LONG[6:], "Đây là bài số 1."]
        edited = _article(EDITED, body="\n\n".join(changed))
        paper.visit(DAYS[1], Outcome.REVISED, EDITED, edited)
        edited = replace(edited, title="Dân vận chưa khéo ở xã Gò Sim, bài 1", lead=None)
        paper.visit(DAYS[2], Outcome.REVISED, EDITED, with_facts(edited))
        paper.reextract(DAYS[2], REREAD, _article(REREAD, author="Lê Sim, Hồ Gạo"))
        paper.visit(DAYS[3], Outcome.GONE, GONE, None)
        hostile = replace(hostile, title=f"{IMAGE} hai", lead=RUN,
                          body=f"{IMAGE}\n\n{RUN} hai ba năm {RUN}")  # fmt: skip
        paper.visit(DAYS[3], Outcome.REVISED, HOSTILE, with_facts(hostile))
        paper.run.close(finished=True)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve an archive, a renamed copy, and a foreign database with a table `articles`."""
    path = tmp_path_factory.mktemp("revisions") / "archive.db"
    _build(path)
    renamed, foreign = path.with_name("kho.db"), path.with_name("other.db")
    shutil.copy(path, renamed)
    with closing(sqlite3.connect(foreign)) as other:
        other.execute("CREATE TABLE articles (id INTEGER PRIMARY KEY, title TEXT)")
        other.execute("INSERT INTO articles VALUES (1, 'Lúa chín')")
        other.commit()
    with serving(path, renamed, foreign) as server:
        yield server


def _shown(served: Served, number: int) -> str:
    """Return the article and its history, without the white space of the template."""
    status, page = served.get(f"/archive/articles/{number}", _lang="vi")
    assert status == 200
    shown, found, _ = page.partition('<section aria-labelledby="near">')
    assert found
    return re.sub(r"\s+", " ", re.sub(r">\s*\n\s*<", "><", shown.partition("<main")[2]))


def test_an_article_that_did_not_change(served: Served) -> None:
    shown = _shown(served, PLAIN)
    assert "Thu thập lần đầu 02/09/2025, 03:00. Từ đó chưa thấy thay đổi nào." in shown
    assert "Không còn" not in shown
    assert "Lần thay đổi" not in shown


def test_revisions_are_shown_newest_first(served: Served) -> None:
    shown = _shown(served, EDITED)
    assert "Từ đó chưa thấy" not in shown
    second, first = re.findall('<section class="change edited">(.*?)</section>', shown)
    assert "Lần thay đổi thứ 2: báo đã sửa bài" in second
    assert "Nhận thấy 04/09/2025, 03:00" in second
    assert re.findall("<h4>(.*?)</h4>", second) == ["Tiêu đề", "Sapo"]
    assert (
        '<h4>Tiêu đề</h4><p lang="vi">Dân vận <ins>chưa</ins> khéo ở xã Gò Sim, bài 1</p>' in second
    )
    assert '<h4>Sapo</h4><p lang="vi"><del>Bà con góp công làm đường.</del></p>' in second
    assert "Lần thay đổi thứ 1: báo đã sửa bài" in first
    assert first.endswith(
        '<h4>Nội dung</h4><p class="folded">… 5 đoạn không đổi …</p>'
        '<p lang="vi">Tổ dân vận thứ 5 đến từng <del>nhà.</del> <ins>ngõ.</ins> </p>'
        '<p class="folded">… 7 đoạn không đổi …</p>'
    )
    (link,) = re.findall('<a href="(/archive/revisions/[^"]+)">', first)
    assert served.json(link)["rows"][0][2] == 1


def test_a_reextraction_is_not_shown_as_an_edit(served: Served) -> None:
    shown = _shown(served, REREAD)
    (change,) = re.findall('<section class="change reread">(.*?)</section>', shown)
    assert "kho lưu trữ đọc lại trang theo quy tắc mới; báo không sửa gì" in change
    assert '<h4>Tác giả</h4><p lang="vi">Lê <del>Sim</del> <ins>Sim, Hồ Gạo</ins> </p>' in change


def test_a_gone_article_is_marked(served: Served) -> None:
    gone = "Không còn ở địa chỉ gốc từ 05/09/2025, 03:00"
    assert _shown(served, GONE).count(gone) == 2  # above the text, and in its history


@pytest.mark.parametrize(
    ("changes", "shown"), [(MAX_CHANGES, MAX_CHANGES), (MAX_CHANGES + 1, MAX_CHANGES)]
)
def test_the_last_changes_are_shown(tmp_path: Path, changes: int, shown: int) -> None:
    stored = _with_changes(tmp_path, ["Bà con làm đường."] * changes)
    assert [row["number"] for row in stored.revisions] == list(range(changes + 1))[-shown:]
    assert stored.number_of_changes == changes


@pytest.mark.parametrize(
    ("length", "shown"), [(STORED_CHARACTERS // 2, 2), (STORED_CHARACTERS // 2 + 1, 1)]
)
def test_long_texts_are_not_all_compared(tmp_path: Path, length: int, shown: int) -> None:
    stored = _with_changes(tmp_path, ["a" * length] * 3)
    assert len(stored.revisions) == shown


def _with_changes(folder: Path, bodies: list[str]) -> Stored:
    """Return what is stored of an article that had these texts before."""
    path = folder / "archive.db"
    with opened(f"sqlite:///{path}") as archive:
        paper = _Newspaper(archive)
        paper.visit(DAYS[0], Outcome.STORED, PLAIN, _article(PLAIN))
        paper.run.close(finished=True)
    with closing(sqlite3.connect(path)) as file:
        file.row_factory = sqlite3.Row
        file.executemany(
            "INSERT INTO revisions (article_id, number, seen, cause, changed, body) "
            "VALUES (1, ?, '2025-09-02', 'edited', '[]', ?)",
            enumerate(bodies, start=1),
        )
        stored = read_article(file, 1)
    assert stored is not None
    return stored


def test_other_pages_do_not_change(served: Served) -> None:
    for path in (
        "/other/articles/1",
        "/kho/articles/1",
        "/archive/pages/1",
        "/archive/revisions/1",
    ):
        status, page = served.get(path)
        assert status == 200, path
        assert "archive-article" not in page


def test_a_page_is_made_in_a_thread(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """The event loop answers all readers; a comparison takes up to a tenth of a second."""
    threads: list[threading.Thread] = []

    def compare(*_: object) -> list[Row]:
        threads.append(threading.current_thread())
        return []

    monkeypatch.setattr(page, "changes", compare)
    datasette = Datasette([], immutables=[str(served.path)])

    async def ask() -> int:
        answer = await datasette.client.get("/archive/articles/1")
        return int(answer.status_code)

    assert asyncio.run(ask()) == 200
    datasette.executor.shutdown()
    assert len(threads) == 1
    assert threads != [threading.current_thread()]


def test_a_file_that_is_no_archive_is_named(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with closing(sqlite3.connect(path)) as file:
        file.execute("CREATE TABLE articles (id INTEGER PRIMARY KEY)")
    datasette = Datasette([], immutables=[str(path)])

    async def ask() -> tuple[int, str]:
        answer = await datasette.client.get("/archive/articles/1?_lang=en")
        return answer.status_code, answer.text

    status, text = asyncio.run(ask())
    datasette.executor.shutdown()
    assert status == 404
    assert "This file is no archive: it has no table captures." in text, text


def test_query_changed_silently(served: Served) -> None:
    rows = served.rows("changed_silently")
    assert [(row["article"], row["times"], set(json.loads(row["fields"]))) for row in rows] == [
        (HOSTILE, 1, {"title", "lead", "body"}),
        (EDITED, 2, {"body", "title", "lead"}),
    ]
    assert rows[1]["last_seen"] == format_time(DAYS[2])


def test_query_gone_articles(served: Served) -> None:
    (row,) = served.rows("gone_articles")
    assert (row["article"], row["gone_since"]) == (GONE, format_time(DAYS[3]))


def test_hostile_text_is_escaped(served: Served) -> None:
    shown = _shown(served, HOSTILE)
    assert "<script" not in shown
    assert "<img" not in shown
    assert f"<h1>{escape(IMAGE)} hai</h1>" in shown
    assert f"<ins>năm {escape(RUN)}</ins>" in shown


# In a browser


def test_hostile_text_does_not_run_in_a_browser(served: Served, open_page: OpenPage) -> None:
    page = open_page(f"{served.origin}/archive/articles/{HOSTILE}")
    assert RUN in page.inner_text("main")
    assert page.locator("main ins").count() > 0
    assert page.get_attribute("html", "data-ran") is None
    assert page.locator("[onerror]").count() == 0


def test_changes_are_distinguished_without_colour(served: Served, open_page: OpenPage) -> None:
    page = open_page(f"{served.origin}/archive/articles/{EDITED}")
    line = "element => getComputedStyle(element).textDecorationLine"
    lines = [page.locator(f"main {tag}").first.evaluate(line) for tag in ("ins", "del")]
    assert lines == ["underline", "line-through"]
    assert "Tổ dân vận thứ 5 đến từng nhà. ngõ." in page.inner_text("main")
