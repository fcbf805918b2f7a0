"""Limits of lead, captions and byline: a body just inside and just outside each limit."""

import pytest

from extraction.article import Article
from extraction.layouts import Layout

from .reading import read

TITLE = "Xã Gò Sim ra mắt tổ dân vận khéo giữ sạch dòng kênh"
LAYOUT = (Layout("2023", title="h1", body="div.text"),)
NAME = "<p>Lò Văn Tấm</p>"
START = "Bà con xã Gò Sim góp công làm đường, giữ sạch dòng kênh đoạn"


def sentence(number: int, length: int = 120) -> str:
    return f"{START} {number:02} ".ljust(length - 1, "o") + "."


def p(number: int, length: int = 120, attributes: str = "") -> str:
    return f"<p {attributes}>{sentence(number, length)}</p>"


def several(*numbers: int) -> str:
    return "".join(map(p, range(*numbers)))


def article(body: str, *, between: str = "", after: str = "") -> Article:
    page = f"<main><h1>{TITLE}</h1>{between}<div class=text>{body}</div>{after}</main>"
    return read(page, layouts=LAYOUT)


def paragraphs(found: Article) -> list[int]:
    """Return the numbers of the paragraphs in an article's lead and body."""
    return [int(line[len(START) :][1:3]) for line in found.text.split("\n\n") if START in line]


IMAGE = "<img src=1.jpg>"
WORDS = "Bà con thôn Gò Sim họp bàn làm đường và giữ sạch dòng kênh"  # 14 words


@pytest.mark.parametrize(
    ("body", "caption"),
    [
        pytest.param(f"{IMAGE}<p>{WORDS}</p>", True, id="a line after an image"),
        pytest.param(f"<p>{WORDS}</p>", False, id="no image"),
        pytest.param(f"{IMAGE}<p>Gò</p><p>{WORDS}</p>", False, id="the second line after an image"),
        pytest.param(
            f"{IMAGE}<p>{WORDS} {WORDS} ba.</p>", True, id="a sentence of 29 words"
        ),
        pytest.param(
            f"{IMAGE}<p>{WORDS} {WORDS} ba mới.</p>", True, id="a sentence of 30 words"
        ),
        pytest.param(
            f"{IMAGE}<p>{WORDS} {WORDS} ba mới nay.</p>", False, id="a sentence of 31 words"
        ),
        pytest.param(
            f"{IMAGE}<p>{WORDS} {WORDS} ba mới nay</p>", True, id="31 words without a full stop"
        ),
        pytest.param(
            f"{IMAGE}<p><i>{WORDS} {WORDS} ba mới nay.</i></p>", True, id="31 words in italics"
        ),
        pytest.param(
            f"{IMAGE}<p class=chu-thich>{WORDS} {WORDS} ba mới nay.</p>", True,
            id="31 words with a class",
        ),
        pytest.param(
            f"{IMAGE}<div class=photo><p>{WORDS} {WORDS} ba mới nay.</p></div>", True,
            id="31 words in a box with a class",
        ),
        pytest.param(
            f"{IMAGE}<p class=khac>{WORDS} {WORDS} ba mới nay.</p>", True,
            id="31 words with another class than the text",
        ),
        pytest.param(
            f"<figure>{IMAGE}<figcaption>{WORDS} {WORDS} ba mới nay.</figcaption></figure>", True,
            id="31 words in a <figcaption>",
        ),
        pytest.param(
            f"{IMAGE}<p class=caption>{(WORDS + ' ').ljust(250, 'o')}</p>", True,
            id="250 characters",
        ),
        pytest.param(
            f"{IMAGE}<p class=caption>{(WORDS + ' ').ljust(251, 'o')}</p>", False,
            id="251 characters",
        ),
    ],
)  # fmt: skip
def test_which_line_in_the_body_is_a_caption(body: str, caption: bool) -> None:
    found = article(f"{several(2)}{body}{several(2, 6)}")
    assert any(line.startswith(WORDS) for line in found.captions) == caption
    assert paragraphs(found) == [0, 1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("line", "caption"),
    [
        pytest.param("Bà con thôn Gò Sim họp", True, id="six words"),
        pytest.param("Bà con thôn Gò họp", False, id="five words"),
        pytest.param("Bà con thôn Gò Sim họp ".ljust(250, "o"), True, id="250 characters"),
        pytest.param("Bà con thôn Gò Sim họp ".ljust(251, "o"), False, id="251 characters"),
        pytest.param("Bà con thôn <a href='/b'>Gò Sim</a> họp", False, id="a link"),
        pytest.param("Ban Dân vận Huyện ủy Gò Sim, 13/08/2023", False, id="a date"),
        pytest.param("Tác giả: Lò Văn Tấm, Lò Văn Sim", False, id="a byline"),
        pytest.param("Các tin bài cùng chuyên mục", False, id="the heading of a list"),
        pytest.param("Chia sẻ bài viết lên Facebook ngay", False, id="a button"),
    ],
)
def test_which_line_after_an_image_above_the_body_is_a_caption(line: str, caption: bool) -> None:
    found = article(several(4), between=f"<p>Gò Sim</p>{IMAGE}<p>{line}</p>")
    assert len(found.captions) == caption
    heading = article(several(4), between=f"{IMAGE}<h2>{line}</h2>")
    assert heading.captions == ()


@pytest.mark.parametrize(
    ("first", "others", "lead"),
    [
        pytest.param(p(0), several(1, 4), False, id="the same style as the others"),
        pytest.param(p(0, attributes="class=sapo"), several(1, 4), True, id="a lead class"),
        pytest.param(
            p(0, attributes="class=sapo"), "", True, id="a lead class, no other paragraph"
        ),
        pytest.param(
            p(0, attributes="class=khac"), "", False, id="another class, no other paragraph"
        ),
        *(
            pytest.param(f"<{tag}>{sentence(0)}</{tag}>", several(1, 4), True, id=f"a <{tag}>")
            for tag in ("h2", "h3", "h4", "blockquote")
        ),
        pytest.param(f"<p><b>{sentence(0)}</b></p>", several(1, 4), True, id="bold"),
        pytest.param(f"<p><i>{sentence(0)}</i></p>", several(1, 4), True, id="italics"),
        pytest.param(
            f"<p><b>{sentence(0)}</b></p>", several(1, 3) + f"<p><b>{sentence(3)}</b></p>"
            f"<p><b>{sentence(4)}</b></p>", True, id="bold, like half of the others",
        ),
        pytest.param(
            f"<p><b>{sentence(0)}</b></p>", several(1, 3) + f"<p><b>{sentence(3)}</b></p>"
            f"<p><b>{sentence(4)}</b></p><p><i>{sentence(5)}</i></p>", False,
            id="bold, like more than half of the others",
        ),
        pytest.param(
            p(0, attributes="class=a"), several(1, 5) + p(5, attributes="class=b"), True,
            id="another class, 80 percent of the others alike",
        ),
        pytest.param(
            p(0, attributes="class=a"), several(1, 4) + p(4, attributes="class=b")
            + p(5, attributes="class=c"), False, id="another class, 60 percent of the others alike",
        ),
        pytest.param(f"<div>{p(0)}</div>", several(1, 4), True, id="in its own box"),
        pytest.param(
            f"<div>{p(0)}</div>", f"<div>{several(1, 3)}</div>", True,
            id="in its own box, two others in one box",
        ),
        pytest.param(
            f"<div>{p(0)}</div>", f"<div>{p(1)}</div>", False,
            id="in its own box, one other in a box",
        ),
        pytest.param(
            f"<div>{p(0)}</div>", f"<div>{several(1, 5)}</div><div>{p(5)}</div>", True,
            id="in its own box, 80 percent of the others in one box",
        ),
        pytest.param(
            f"<div>{p(0)}</div>", f"<div>{several(1, 4)}</div><div>{p(4)}</div><div>{p(5)}</div>",
            False, id="in its own box, 60 percent of the others in one box",
        ),
    ],
)  # fmt: skip
def test_the_first_paragraph_is_the_lead_if_its_style_differs(
    first: str, others: str, lead: bool
) -> None:
    found = article(first + others)
    assert (found.lead == sentence(0)) == lead
    assert (found.lead is None) != lead
    assert paragraphs(found) == sorted(paragraphs(found))


def test_a_paragraph_between_title_and_body_is_the_lead_and_is_not_repeated() -> None:
    found = article(several(5), between=f"<p>Gò Sim</p><div>{p(0)}</div>")
    assert found.lead == sentence(0)
    assert paragraphs(found) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    ("body", "author", "left"),
    [
        pytest.param(several(3) + NAME, "Lò Văn Tấm", 3, id="the last line"),
        pytest.param(
            f"{several(17)}{NAME}{p(17)}{p(18)}{p(19)}", "Lò Văn Tấm", 20,
            id="before 15 percent of the text",
        ),
        pytest.param(
            f"{several(17)}{NAME}{p(17)}{p(18)}{p(19, 121)}", None, 20,
            id="before more than 15 percent of the text",
        ),
        pytest.param(
            f"{several(17)}{NAME}{p(17)}{p(18)}{p(19, attributes='class=b')}", "Lò Văn Tấm", 17,
            id="before a paragraph with another class",
        ),
        pytest.param(
            f"{several(3)}<p><b>Lò Văn Tấm</b></p>{p(3)}", "Lò Văn Tấm", 4,
            id="bold, before one paragraph",
        ),
        pytest.param(
            f"{several(3)}<p><b>Lò Văn Tấm</b></p>{p(3)}{p(4)}", None, 5,
            id="bold, before two paragraphs",
        ),
        pytest.param(f"{several(3)}{NAME}{p(3)}", None, 4, id="not bold, before one paragraph"),
        pytest.param(f"{several(3)}{IMAGE}{NAME}", None, 3, id="after an image"),
        pytest.param(f"{several(3)}<h4>Lò Văn Tấm</h4>", None, 3, id="a heading"),
        pytest.param(f"{several(3)}<p align=right>Tấm</p>", "Tấm", 3, id="one word on the right"),
        pytest.param(f"{several(3)}<p>Tấm</p>", None, 3, id="one word on the left"),
    ],
)  # fmt: skip
def test_which_line_of_the_text_is_the_byline(body: str, author: str | None, left: int) -> None:
    found = article(body)
    assert found.author == author
    assert paragraphs(found) == list(range(left))


@pytest.mark.parametrize(
    ("line", "unit"),
    [
        pytest.param("<p><b>Ban Dân vận Huyện ủy Lam Khê</b></p>", True, id="bold"),
        pytest.param("<p>Ban Dân vận Huyện ủy Lam Khê</p>", False, id="plain"),
        pytest.param("<h4>Ban Dân vận Huyện ủy Lam Khê</h4>", False, id="a heading"),
        pytest.param(f"{IMAGE}<p><b>Ban Dân vận Huyện ủy</b></p>", False, id="after an image"),
    ],
)
def test_a_unit_without_an_author_is_the_byline_if_its_style_differs(line: str, unit: bool) -> None:
    found = article(several(3) + line)
    assert (found.unit is not None) == unit
    assert found.author is None
    assert paragraphs(found) == [0, 1, 2]


def test_a_unit_below_a_name_is_part_of_the_byline() -> None:
    unit = "Ban Dân vận Huyện ủy"
    for found in (
        article(f"{several(3)}{NAME}<p>{unit}</p>"),
        article(several(3), after=f"{NAME}<p>{unit}</p>"),
    ):
        assert (found.author, found.unit) == ("Lò Văn Tấm", unit)
        assert found.byline == f"Lò Văn Tấm\n{unit}"
    found = article(f"{several(3)}<p>Lò Văn Tấm - Hội Nông dân</p><p>{unit}</p>")
    assert (found.author, found.unit) == ("Lò Văn Tấm", "Hội Nông dân")


def test_a_unit_is_the_byline_of_a_short_text_unless_a_name_follows_the_body() -> None:
    unit = "<p><b>Ban Dân vận Huyện ủy</b></p>"
    assert article(several(1) + unit).unit == "Ban Dân vận Huyện ủy"
    found = article(several(3) + unit, after=NAME)
    assert (found.author, found.unit) == ("Lò Văn Tấm", None)


@pytest.mark.parametrize(
    ("after", "left"),
    [
        pytest.param(several(17, 20), 17, id="15 percent after it"),
        pytest.param(several(17, 19) + p(19, 121), 20, id="more than 15 percent after it"),
    ],
)
def test_text_after_an_end_mark_is_cut_if_it_is_at_most_15_percent_of_the_text(
    after: str, left: int
) -> None:
    last = f"<p>{sentence(16)[:-3]}./.</p>"
    assert paragraphs(article(several(16) + last + after)) == list(range(left))


@pytest.mark.parametrize(
    ("after", "references"),
    [
        pytest.param("<p>(1) Hội Nông dân: Tập sách, t. 6</p>", 1, id="numbered in brackets"),
        pytest.param("<p>[12] Hội Nông dân: Tập sách</p>", 1, id="numbered in square brackets"),
        pytest.param("<p>(123) Hội Nông dân: Tập sách</p>", 0, id="a number of three digits"),
        pytest.param("<p>(1) <a href='/b'>Hội Nông dân</a></p>", 0, id="with a link"),
        pytest.param("<p>Hội Nông dân: Tập sách</p>", 0, id="no number"),
    ],
)
def test_references_after_the_byline_are_kept(after: str, references: int) -> None:
    found = article(several(4) + NAME + after)
    assert found.author == "Lò Văn Tấm"
    assert len(found.body.split("\n\n")) == 4 + references


@pytest.mark.parametrize(
    ("after", "author"),
    [
        pytest.param(NAME, "Lò Văn Tấm", id="right after the body"),
        pytest.param(f"<p>13/08/2023</p>{NAME}", "Lò Văn Tấm", id="after a date"),
        pytest.param(f"<p>Chia sẻ</p>{NAME}", "Lò Văn Tấm", id="after a button"),
        pytest.param(f"<p>Tin liên quan</p>{NAME}", "Lò Văn Tấm", id="after the heading of a list"),
        pytest.param(f"<p><a href='/b'>Gò Sim mới</a></p>{NAME}", "Lò Văn Tấm", id="after a link"),
        pytest.param(f"<p>Bờ kênh</p>{NAME}", None, id="after another line"),
        pytest.param(f"<p>Bình luận</p>{NAME}", None, id="after a comment box"),
        pytest.param("<p><a href='/b'>Lò Văn Tấm</a></p>", None, id="a link"),
        pytest.param(
            "<p class=author><a href='/b'>Lò Văn Tấm</a></p>",
            "Lò Văn Tấm",
            id="a link with an author class",
        ),
        pytest.param(
            "<div class=author><div><p><a href='/b'>Lò Văn Tấm</a></p></div></div>",
            "Lò Văn Tấm",
            id="a link with an author class two boxes up",
        ),
        pytest.param(
            "<div class=author><div><div><p><a href='/b'>Lò Văn Tấm</a></p></div></div></div>",
            None,
            id="a link with an author class three boxes up",
        ),
        pytest.param("<h3>Lò Văn Tấm</h3>", None, id="a heading"),
        pytest.param("<p>Gò</p>" * 1 + NAME, None, id="after a word"),
    ],
)
def test_a_byline_after_the_body(after: str, author: str | None) -> None:
    assert article(several(4), after=after).author == author


@pytest.mark.parametrize(
    ("line", "author", "unit"),
    [
        pytest.param("<p>Lò Văn Tấm 13/08/2023</p>", "Lò Văn Tấm", None, id="next to a date"),
        pytest.param(
            "<p>Tin - Lò Văn Tấm - 13/08/2023</p>", "Lò Văn Tấm", None,
            id="between a section and a date",
        ),
        pytest.param(
            "<p>Lò Văn Tấm - Chủ nhật 13/08/2023</p>", "Lò Văn Tấm", None,
            id="next to a date with a weekday",
        ),
        pytest.param("<p>Lò Văn Tấm</p>", None, None, id="a name alone"),
        pytest.param("<p class=author>Lò Văn Tấm</p>", "Lò Văn Tấm", None, id="an author class"),
        pytest.param("<p>Tác giả: Lò Văn Tấm</p>", "Lò Văn Tấm", None, id="a label"),
        pytest.param(
            "<p>Lò Văn Tấm - Ban Dân vận</p>", "Lò Văn Tấm", "Ban Dân vận", id="a unit"
        ),
        pytest.param(
            "<p class=author>Lò Văn Tấm</p><p class=author>Lò Văn Sim</p>",
            "Lò Văn Tấm, Lò Văn Sim", None, id="two with an author class",
        ),
        pytest.param(
            "<p class=author>Lò Văn Tấm</p><p class=author>Lò Văn Tấm</p>", "Lò Văn Tấm", None,
            id="the same author twice",
        ),
        pytest.param(
            "<p class=author>Lò Văn Tấm</p><p>Gò</p><p class=author>Lò Văn Sim</p>", "Lò Văn Tấm",
            None, id="another line between two",
        ),
        pytest.param(
            f"<p class=author>{'Lò Văn Tấm, ' * 7}Tấm</p>", ("Lò Văn Tấm, " * 7) + "Tấm", None,
            id="at most 90 characters",
        ),
        pytest.param(
            f"<p class=author>{'Lò Văn Tấm, ' * 8}Tấm</p>", None, None, id="more than 90 characters"
        ),
    ],
)  # fmt: skip
def test_a_byline_below_the_title(line: str, author: str | None, unit: str | None) -> None:
    found = article(several(4), between=line)
    assert (found.author, found.unit) == (author, unit)
