"""A page that shows another article below its own, as those that go on when a reader scrolls."""

import pytest

from .reading import read

TITLE = "Xã Gò Sim bàn chung việc làm đường"
NEXT = "Thôn Bãi Nhạn xóa mười nhà tạm trước Tết"
P = [
    f"Bà con xã Gò Sim góp công làm đường và giữ sạch dòng kênh qua thôn số {n}." for n in range(8)
]
DATE = "<p class=time>02/11/2025 15:30</p>"
MANY = range(3, 8)  # more text than the first article has


def paragraphs(numbers: range) -> str:
    return "".join(f"<p>{P[n]}</p>" for n in numbers)


def one(title: str, numbers: range, author: str, rank: str = "h1", date: str = DATE) -> str:
    text = f"<div>{paragraphs(numbers)}<p align=right><b>{author}</b></p></div>"
    return f"<{rank}>{title}</{rank}>{date}{text}"


def page(first: str, second: str) -> str:
    return f"<title>{TITLE}</title><body><main>{first}{second}</main></body>"


def article(inside: str, names: str = "") -> str:
    return f"<article {names}>{inside}</article>"


OWN = one(TITLE, range(3), "Lò Văn Tấm")
OTHER = one(NEXT, MANY, "Hà Tâm")
BOX = "<div class='{}'>{}</div>"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(article(OWN), article(OTHER), id="of the same rank, with a date"),
        pytest.param(
            article(OWN), article(one(NEXT, MANY, "Hà Tâm", date="")), id="without a date"
        ),
        pytest.param(
            article(OWN), article(one(NEXT, MANY, "Hà Tâm", rank="h2")), id="of a lower rank"
        ),
        pytest.param(
            article(OWN, "class=post-1"), article(OTHER, "class=post-2"), id="of other classes"
        ),
        pytest.param(
            article(OWN), f"<p>Đọc tiếp bài sau</p>{article(DATE + OTHER)}", id="below a line"
        ),
        pytest.param(
            article(OWN), article(OTHER.replace(NEXT, f"<a href=/b-2.html>{NEXT}</a>")),
            id="with a link",
        ),
        pytest.param(BOX.format("a", OWN), BOX.format("a", OTHER), id="in boxes of one class"),
        pytest.param(BOX.format("a", OWN), BOX.format("a b", OTHER), id="with a class more"),
        pytest.param(BOX.format("", OWN), BOX.format("", OTHER), id="in boxes without a class"),
        pytest.param(
            f"<section>{article(OWN)}</section>", f"<section>{article(OTHER)}</section>",
            id="each in a section",
        ),
    ],
)  # fmt: skip
def test_the_next_article_is_not_read(first: str, second: str) -> None:
    found = read(page(first, second))
    assert (found.title, found.author) == (TITLE, "Lò Văn Tấm")
    assert found.text.split("\n\n") == P[:3]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(
            article(OWN), article(one(NEXT, MANY, "Hà Tâm", "h2", "")),
            id="a lower rank and no date",
        ),
        pytest.param(
            BOX.format("a", OWN), BOX.format("a", one(NEXT, MANY, "Hà Tâm", date="")),
            id="boxes and no date",
        ),
        pytest.param(
            BOX.format("a", OWN), BOX.format("a", one(NEXT, MANY, "Hà Tâm", rank="h2")),
            id="boxes and a lower rank",
        ),
        pytest.param(BOX.format("a", OWN), BOX.format("b", OTHER), id="boxes of other classes"),
        pytest.param(BOX.format("a", OWN), article(OTHER, "class=a"), id="other elements"),
        pytest.param(
            article(OWN), article(f"<p>{P[3]}</p>{OTHER}"), id="a paragraph above the heading"
        ),
        pytest.param(
            article(f"<h1>{TITLE}</h1>{DATE}"), article(f"<h1>{NEXT}</h1>{paragraphs(MANY)}"),
            id="no text beside the title",
        ),
        pytest.param(
            f"<h1>{TITLE}</h1>{DATE}{paragraphs(range(3))}", f"<h1>{NEXT}</h1>{paragraphs(MANY)}",
            id="headings in one element",
        ),
    ],
)  # fmt: skip
def test_the_parts_of_one_text_are_read(first: str, second: str) -> None:
    found = read(page(first, second))
    assert P[7] in found.text
    assert found.layout == "generic"


def test_the_author_above_the_next_title_is_not_that_of_the_first_text() -> None:
    first = OWN.replace("<p align=right><b>Lò Văn Tấm</b></p>", "")
    second = "<p class=author>Hà Tâm</p>" + OTHER
    assert read(page(article(first), article(second))).author is None


@pytest.mark.parametrize(("headings", "is_read"), [(49, False), (50, True)])
def test_so_many_headings_below_the_title_are_looked_at(headings: int, is_read: bool) -> None:
    first = OWN.replace("<div>", "<div>" + "<h2>Ở thôn Hai</h2>" * headings)
    assert (P[7] in read(page(article(first), article(OTHER))).text) is is_read
