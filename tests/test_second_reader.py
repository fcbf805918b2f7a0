"""When trafilatura is asked about a page, and when a text that it disagrees with has a doubt."""

import pytest

from evaluation.scoring import score_page
from extraction import second_reader
from extraction.blocks import read_blocks
from extraction.findings import Finding
from extraction.head import read_head
from extraction.parsing import parse
from extraction.parts import PageParts
from extraction.reading import Reading
from extraction.second_reader import DISAGREEMENT, has_few_witnesses

from .reading import explain, read

TITLE = "Thôn Bãi Nhạn họp bốn lần mới chốt chỗ làm cầu"
FIRST = (
    "Lần họp thứ nhất chỉ có mười một nhà đến, tổ dân vận phải đi từng nhà, nghe từng người nói."
)
STATED = (f"{TITLE} - Trang tin xã Gò Sim",)
HEAD = f"<title>{STATED[0]}</title>"


def few(length: int, title: str | None, statements: tuple[str, ...], outside: int = 0) -> bool:
    """Return whether a text of `length` characters has few witnesses.

    `outside` characters of the 1,000 characters of prose after the title are not in its body.
    """
    inside = "a" * 40 + " và b" * ((1000 - outside - 40) // 5)
    beside = "c" * 40 + " và d" * ((outside - 40) // 5) if outside else ""
    page = f"<h1>{TITLE}</h1><div><p>{inside}</p></div><div><p>{beside}</p></div>"
    root = parse(page)
    assert root is not None
    blocks = read_blocks(root)
    assert outside == 0 or [len(block.text) for block in blocks[1:]] == [1000 - outside, outside]
    parts = PageParts(root, read_head(root), None, blocks, blocks[0], blocks[1:2])
    return has_few_witnesses(Reading(paragraphs=("x" * length,)), parts, title, statements)


@pytest.mark.parametrize(("length", "expected"), [(399, True), (400, False)])
def test_a_short_text_has_few_witnesses(length: int, expected: bool) -> None:
    assert few(length, TITLE, STATED) == expected


@pytest.mark.parametrize(
    ("title", "statements", "expected"),
    [
        pytest.param(TITLE, STATED, False, id="in the head"),
        pytest.param(TITLE, ("Trang tin xã Gò Sim", TITLE.upper()), False, id="in a later one"),
        pytest.param(TITLE, ("Trang tin xã Gò Sim",), True, id="in none"),
        pytest.param(TITLE, (TITLE[:-4],), True, id="in none to its end"),
        pytest.param(TITLE, (), True, id="no statements"),
        pytest.param(None, STATED, True, id="no title"),
    ],
)
def test_a_title_without_a_statement_is_a_witness_less(
    title: str | None, statements: tuple[str, ...], expected: bool
) -> None:
    assert few(1000, title, statements) == expected


@pytest.mark.parametrize(("outside", "expected"), [(0, False), (330, False), (335, True)])
def test_much_prose_outside_the_body(outside: int, expected: bool) -> None:
    assert few(1000, TITLE, STATED, outside) == expected


@pytest.mark.parametrize(
    ("common", "doubted"),
    [
        pytest.param(40, False, id="two fifths in common"),
        pytest.param(39, True, id="a little less"),
    ],
)
def test_a_text_that_trafilatura_reads_differently_has_a_doubt(
    common: int, doubted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, theirs = ([f"{side}{n}" for n in range(103)] for side in ("từ", "lời"))
    shared = [f"chung{n}" for n in range(common + 3)]
    texts = [" ".join([*shared, *words[common + 3 :]]) for words in (ours, theirs)]
    monkeypatch.setattr(second_reader, "_trafilatura_paragraphs", lambda *_, **__: (texts[1],))
    root = parse(f"<p>{texts[0]}</p>")
    assert root is not None
    parts = PageParts(root, read_head(root), None, read_blocks(root))
    lead, _, rest = texts[0].partition(" ")
    reading = Reading(Finding(lead), (rest,))
    read_by_both, found = second_reader.with_second_reader(reading, parts, None, None)
    assert (read_by_both.doubts, found) == ((DISAGREEMENT,) if doubted else (), None)


def test_the_second_reader_of_a_real_page() -> None:
    body = f"<h1>{TITLE}</h1><div><p>{FIRST}</p></div>"
    teasers = "".join(
        f'<div class=k><h3><a href="/{n}">Hội nghị tổng kết công tác năm {n} ở xã Lam Khê</a></h3>'
        f"<p>{FIRST} Xã {n} cũng làm như vậy.</p></div>"
        for n in range(9)
    )
    alone, among_others = read(HEAD + body), read(HEAD + body + teasers)
    assert alone.body == among_others.body == FIRST
    assert (DISAGREEMENT in alone.doubts, DISAGREEMENT in among_others.doubts) == (False, True)
    entry = {"file": "cau.html", "url": alone.url, "text": FIRST}
    assert [score_page(article, entry).doubted for article in (alone, among_others)] == [
        False,
        True,
    ]


@pytest.mark.parametrize(("levels", "asked"), [(100, True), (101, False)])
def test_a_deep_page_is_read_once(
    levels: int, asked: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(second_reader, "_trafilatura_paragraphs", lambda *_, **__: ("khác",))
    around = levels - 3  # html, body, and the line's own element
    page = f"{'<div>' * around}<p>{FIRST}</p>{'</div>' * around}<p>chữ</p>"
    assert (DISAGREEMENT in read(page).doubts) == asked


def test_a_page_without_a_text_was_found_by_nothing() -> None:
    assert "body" not in explain(f"<h1>{TITLE}</h1>").notes.found
    found = explain(f"<h1>{TITLE}</h1><div><p>{FIRST}</p></div>").notes.found
    assert found["body"].by == "it holds most of the paragraphs"


def test_many_witnesses_need_no_second_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bool] = []

    def nothing(*_: object, sure: bool) -> tuple[str, ...]:
        asked.append(sure)
        return ()

    monkeypatch.setattr(second_reader, "_trafilatura_paragraphs", nothing)
    text = "".join(f"<p>{FIRST} Nhà thứ {n}.</p>" for n in range(5))
    page = f"<h1>{TITLE}</h1><div>{text}</div>"
    assert read(HEAD + page).doubts == ()
    assert asked == []
    assert DISAGREEMENT in read(f"<title>Trang tin xã Gò Sim</title>{page}").doubts
    assert asked == [False]


HOURS = tuple(f"0{hour}:15: Câu chuyện dân vận ở thôn số {hour}" for hour in range(5, 9))
PROGRAMME = f"<ul>{''.join(f'<li>{line}</li>' for line in HOURS)}</ul>"
LICENCE = "Giấy phép số 12/GP-BTTTT"
IMPRINT = "<p>XÃ GÒ SIM</p><p>Địa chỉ: 02 Hùng Vương, xã Gò Sim</p>"
VIDEO = "Xem ở nhà văn hóa"


@pytest.mark.parametrize(
    ("inside", "below", "body"),
    [
        pytest.param(PROGRAMME, "", HOURS, id="a list"),
        pytest.param(
            f"{PROGRAMME}<p>Ý kiến bạn đọc</p><p>Hay lắm</p>", "", HOURS, id="comments below"
        ),
        pytest.param(
            "<iframe src=/1.pdf></iframe>", f"{IMPRINT}<p>{LICENCE}</p>", (), id="the imprint alone"
        ),
        pytest.param(
            "<iframe src=/1.mp4></iframe>", f"<p>{VIDEO}</p><p>{LICENCE}</p>", (VIDEO, LICENCE),
            id="one line that may be of an imprint",
        ),
    ],
)  # fmt: skip
def test_what_a_page_without_paragraphs_prints(
    inside: str, below: str, body: tuple[str, ...]
) -> None:
    top = "<div><p>Chào bạn đến xã Gò Sim</p></div>"
    title = f"<h1>{TITLE}</h1><p>10/05/2024 08:30</p>"
    article = f"<div>{title}<div class=content>{inside}</div></div>"
    page = f"{HEAD}{top}{article}<div class=x>{below}</div>"
    assert read(page).body == "\n\n".join(body)
