"""Scores, verdicts, and gold files, valid and invalid."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from evaluation.scoring import gold_entry, load_gold, score_folder, score_page, with_rules
from extraction.article import Article
from extraction.inputs import SiteRules
from extraction.layouts import Layout
from extraction.overlap import f1

LEAD = "Xã Nậm Lành họp dân bàn việc mở đường vào bản."
BODY = "Bà con đều đồng tình, tự nguyện hiến đất và góp ngày công."
ARTICLE = Article(
    url="https://nahin.test/hop-dan-1.html",
    title="Nậm Lành họp dân",
    lead=LEAD,
    body=BODY,
    author="Lò Tâm",
    published="2023-08-29T13:49:25+07:00",
)
GOLD: dict[str, object] = {
    "file": "hop-dan.html",
    "kind": "article",
    "url": ARTICLE.url,
    "title": "Nậm Lành họp dân",
    "author": "Lò Tâm",
    "published": "2023-08-29T13:49:25+07:00",
    "text": f"{LEAD}\n\n{BODY}",
    "must_not": [],
}


def test_a_perfect_page() -> None:
    score = score_page(ARTICLE, GOLD)
    assert score.to_dict() == {
        "file": "hop-dan.html",
        "text": 1.0,
        "title": True,
        "published": "right",
        "author": True,
        "leaked": (),
        "doubted": False,
        "milliseconds": 0.0,
    }


@pytest.mark.parametrize(
    ("found", "wanted", "verdict"),
    [
        pytest.param(None, None, "right", id="none, and none found"),
        pytest.param("2023-08-29", None, "wrong", id="none, but one found"),
        pytest.param(None, "2023-08-29", "missing", id="one, but none found"),
        pytest.param("2023-08-29", "2023-08-29", "right", id="the day"),
        pytest.param("2023-08-30", "2023-08-29", "wrong", id="another day"),
        pytest.param("2023-08-29", "2023-08-29T13:49:00+07:00", "right", id="day found only"),
        pytest.param("2023-08-29T13:49:00+07:00", "2023-08-29", "right", id="day known only"),
        pytest.param("2023-08-30T13:49:00+07:00", "2023-08-29", "wrong", id="another day known"),
        pytest.param(
            "2023-08-29T13:49:25+07:00", "2023-08-29T13:49:00+07:00", "right", id="the minute"
        ),
        pytest.param(
            "2023-08-29T13:50:00+07:00", "2023-08-29T13:49:00+07:00", "wrong", id="another minute"
        ),
        pytest.param(
            "2023-08-29T06:49:00+07:00", "2023-08-29T13:49:00+07:00", "wrong", id="another zone"
        ),
    ],
)
def test_verdicts_on_the_date(found: str | None, wanted: str | None, verdict: str) -> None:
    article = Article(url="https://nahin.test/1", published=found)
    assert score_page(article, GOLD | {"published": wanted}).published == verdict


@pytest.mark.parametrize(
    ("found", "wanted", "right"),
    [
        pytest.param("Nậm Lành họp dân", "Nậm Lành họp dân", True, id="the same"),
        pytest.param("NẬM LÀNH họp dân", "“Nậm Lành” họp dân", True, id="case and quotes"),
        pytest.param("Hòa Bình", "Hoà Bình", True, id="place of the tone mark"),
        pytest.param("Nậm Lành họp dân", "Nậm Lành", False, id="longer"),
        pytest.param(None, "Nậm Lành", False, id="missing"),
        pytest.param("Nậm Lành", None, False, id="invented"),
        pytest.param(None, None, True, id="neither"),
        pytest.param(None, "", True, id="neither, written as nothing"),
    ],
)
def test_verdicts_on_title_and_author(found: str | None, wanted: str | None, right: bool) -> None:
    article = Article(url="https://nahin.test/1", title=found, author=found)
    score = score_page(article, GOLD | {"title": wanted, "author": wanted})
    assert (score.title, score.author) == (right, right)


def test_text_is_lead_and_body() -> None:
    assert score_page(ARTICLE, GOLD | {"text": LEAD}).text == pytest.approx(f1(ARTICLE.text, LEAD))
    missing = Article(url=ARTICLE.url)
    assert score_page(missing, GOLD).text == 0


@pytest.mark.parametrize("text", [None, ""])
def test_no_gold_text_no_score(text: str | None) -> None:
    assert score_page(ARTICLE, GOLD | {"text": text}).text is None


def test_gold_with_nothing_but_a_file() -> None:
    score = score_page(Article(url="https://nahin.test/1"), {"file": "a.html"})
    assert (score.text, score.title, score.published, score.author) == (None, True, "right", True)


@pytest.mark.parametrize(
    ("must_not", "leaked"),
    [
        pytest.param(None, (), id="none given"),
        pytest.param(["Tin liên quan"], (), id="not there"),
        pytest.param(
            ["hiến đất", "Tin khác", "mở đường"], ("hiến đất", "mở đường"), id="two of three"
        ),
    ],
)
def test_leaks(must_not: list[str] | None, leaked: tuple[str, ...]) -> None:
    assert score_page(ARTICLE, GOLD | {"must_not": must_not}).leaked == leaked


def test_load_gold(tmp_path: Path) -> None:
    (tmp_path / "gold.json").write_text(json.dumps([GOLD], ensure_ascii=False), "utf-8")
    assert load_gold(tmp_path) == [GOLD]


def test_an_empty_list_is_valid_gold(tmp_path: Path) -> None:
    (tmp_path / "gold.json").write_text("[]", "utf-8")
    assert load_gold(tmp_path) == []


def test_no_gold_file(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        load_gold(tmp_path)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"[{", id="cut"),
        pytest.param(b"null", id="null"),
        pytest.param(b'{"file": "a.html", "url": "https://nahin.test/1"}', id="not a list"),
        pytest.param(b'[{"file": "a.html"}]', id="no url"),
        pytest.param(b'[{"url": "https://nahin.test/1"}]', id="no file"),
        pytest.param(b'[{"file": "a", "url": "b"}, {}]', id="the second one empty"),
        pytest.param(b'["a.html"]', id="a list of names"),
        pytest.param(b'[{"file": "\xff", "url": "b"}]', id="not UTF-8"),
    ],
)
def test_invalid_gold(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "gold.json").write_bytes(content)
    with pytest.raises(ValueError):  # noqa: PT011 - json and our own code raise different ones
        load_gold(tmp_path)


PAGE = f"""<html><head><title>Nậm Lành họp dân</title></head><body>
<h1 class="tieu-de">Nậm Lành họp dân</h1><p class="ngay">29/08/2023 13:49</p>
<div class="than-bai"><p class="sapo">{LEAD}</p><p>{BODY}</p></div></body></html>"""


def test_a_folder_is_scored_with_the_layouts_of_each_host(tmp_path: Path) -> None:
    (tmp_path / "hop-dan.html").write_text(PAGE, "utf-8")
    layout = Layout("2023", title="h1.tieu-de", body="div.than-bai", lead="p.sapo", date="p.ngay")
    gold: list[dict[str, object]] = [
        GOLD | {"author": None},
        {"file": "chuyen-muc.html", "kind": "listing", "url": "https://nahin.test/chinh-tri"},
    ]
    requested: list[Path] = []

    def read(path: Path) -> bytes:
        requested.append(path)
        return path.read_bytes()

    scores = score_folder(tmp_path, gold, read, with_rules({"nahin.test": SiteRules((layout,))}))
    assert requested == [tmp_path / "hop-dan.html"]
    assert scores[0].milliseconds > 0
    assert [replace(score, milliseconds=0).to_dict() for score in scores] == [
        {
            "file": "hop-dan.html",
            "text": 1.0,
            "title": True,
            "published": "right",
            "author": True,
            "leaked": (),
            "doubted": False,
            "milliseconds": 0,
        }
    ]


def test_www_is_the_same_host(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE.replace("than-bai", "khung"), "utf-8")
    layout = Layout("2023", title="h1", body="div.khung p.sapo")
    entry = {"file": "a.html", "url": "https://www.nahin.test/1", "text": LEAD}
    ours = with_rules({"nahin.test": SiteRules((layout,))})
    (score,) = score_folder(tmp_path, [entry], Path.read_bytes, ours)
    assert score.text == 1


def test_a_gold_entry_is_made_for_review() -> None:
    made = gold_entry("hop-dan.html", ARTICLE)
    assert made == GOLD | {"reviewed": False}
    assert gold_entry("hop-dan.html", ARTICLE, GOLD) == GOLD
    before = GOLD | {"title": "Họp dân", "must_not": ["Tin liên quan"]}
    assert gold_entry("hop-dan.html", ARTICLE, before) == GOLD | {
        "must_not": ["Tin liên quan"],
        "reviewed": False,
    }
