"""Limits of extraction: comment boxes, and lines above and below the text."""

import pytest

from extraction.article import Article
from extraction.layouts import Layout

from .reading import read

TITLE = "Xã Gò Sim ra mắt tổ dân vận khéo giữ sạch dòng kênh"
LAYOUT = (Layout("2023", title="h1", body="div.text"),)
START = "Bà con xã Gò Sim góp công làm đường, giữ sạch dòng kênh đoạn"


def p(name: str, length: int = 120) -> str:
    return f"<p>{f'{START} {name} '.ljust(length - 1, 'o')}.</p>"


TEXT = "".join(p(f"P{number}") for number in range(4))


def article(body: str, after: str = "") -> Article:
    page = f"<main><h1>{TITLE}</h1><div class=text>{body}</div>{after}</main>"
    return read(page, layouts=LAYOUT)


@pytest.mark.parametrize(
    ("length", "attributes", "heading", "left_out"),
    [
        pytest.param(300, "class=comments", "", True, id="300 characters remain"),
        pytest.param(299, "class=comments", "", False, id="299 characters remain"),
        pytest.param(300, "id=comments", "", True, id="an id"),
        pytest.param(300, "class=khung", "", False, id="another class"),
        pytest.param(300, "class=comments", "<h1>Gò Sim</h1>", False, id="with an <h1> inside"),
        pytest.param(300, "class=comments", "<h2>Gò Sim</h2>", True, id="with an <h2> inside"),
    ],
)
def test_a_comment_box_is_left_out_if_at_least_300_characters_remain(
    length: int, attributes: str, heading: str, left_out: bool
) -> None:
    box = f"<div {attributes}>{heading}{''.join(p(f'C{number}') for number in range(9))}</div>"
    head = f"<title>{TITLE}</title>"
    page = f"<html><head>{head}</head><h2>{TITLE}</h2><div>{p('P', length)}<p>Gò</p></div>{box}"
    found = read(page)
    assert found.title == TITLE
    assert ("đoạn C" not in found.text) == left_out


@pytest.mark.parametrize(
    ("body", "line"),
    [
        pytest.param("LINE" + TEXT, "Gò Sim 13/08/2023", id="a date at the top"),
        pytest.param(f"{p('P9')}LINE{TEXT}", "Gò Sim 13/08/2023", id="a date below the lead"),
        pytest.param(f"{'<p>Gò sim</p><p>Lam</p>' * 6}<p>Gò sim</p>LINE{TEXT}", "Xã 13/08/2023",
                     id="a date in the 14th line"),
        pytest.param("LINE" + TEXT, "Tác giả: Lò Văn Tấm", id="a labelled byline"),
        pytest.param(
            f"{p('P9')}LINE{TEXT}", "Tác giả: Lò Văn Tấm", id="a labelled byline below the lead"
        ),
        pytest.param("LINE" + TEXT, "Lò Văn Tấm - Ban Dân vận", id="a byline with its unit"),
        pytest.param(f"LINE<p>13/08/2023</p>{TEXT}", "Lò Văn Tấm", id="a name above a date"),
        pytest.param(f"<p>13/08/2023</p>LINE{TEXT}", "Lò Văn Tấm", id="a name below a date"),
        pytest.param(
            f"<table><tr><td>Gò</td><td>13/08/2023</td></tr></table>{TEXT}", "Gò | 13/08/2023",
            id="a table row with a date at the top",
        ),
    ],
)  # fmt: skip
def test_a_date_or_byline_above_the_text_is_not_part_of_it(body: str, line: str) -> None:
    assert line not in article(body.replace("LINE", f"<p>{line}</p>")).text


@pytest.mark.parametrize(
    ("body", "line"),
    [
        pytest.param(f"{'<p>Gò sim</p><p>Lam</p>' * 7}LINE{TEXT}", "Xã 13/08/2023",
                     id="a date in the 15th line"),
        pytest.param(f"<img src=1.jpg>LINE{TEXT}", "Gò Sim 13/08/2023", id="a caption with a date"),
        pytest.param(
            f"{p('P8')}{p('P9')}LINE{TEXT}", "Tác giả: Lò Văn Tấm",
            id="a labelled byline below two paragraphs",
        ),
        pytest.param(
            f"{p('P9')}LINE{TEXT}", "Lò Văn Tấm - Ban Dân vận",
            id="a byline with its unit below a paragraph",
        ),
        pytest.param("LINE" + TEXT, "Lò Văn Tấm", id="a name without a date"),
        pytest.param(
            f"LINE<p>Gò sim</p><p>13/08/2023</p>{TEXT}", "Lò Văn Tấm",
            id="a name two lines above a date",
        ),
        pytest.param(
            f"{p('P9')}<table><tr><td>Gò</td><td>13/08/2023</td></tr></table>{TEXT}",
            "Gò | 13/08/2023", id="a table row with a date below a paragraph",
        ),
    ],
)  # fmt: skip
def test_other_lines_above_the_text_are_kept(body: str, line: str) -> None:
    assert line in article(body.replace("LINE", f"<p>{line}</p>")).text


DATED = "<li>MTTQ Bãi Nhạn<li>13/08/2023<li>8:15 chiều"


@pytest.mark.parametrize(
    ("info", "is_cut"),
    [
        pytest.param(f"<ul class=entry-meta>{DATED}</ul>", True, id="WordPress"),
        pytest.param(f"<div class='widget widget-post-info'><div><ul>{DATED}</ul></div></div>",
                     True, id="four elements"),
        pytest.param(f"<div class=post-info><div><div><ul>{DATED}</ul></div></div></div>",
                     False, id="five elements"),
        pytest.param(f"<ul>{DATED}</ul>", False, id="no class"),
        pytest.param(f"<ul class=post-information>{DATED}</ul>", False, id="another class"),
        pytest.param("<ul class=post-info><li>MTTQ Bãi Nhạn<li>8:15 chiều</ul>", False,
                     id="no date"),
        pytest.param(f"<div class=post-info><ul>{DATED}</ul>{TEXT}</div>", False, id="with text"),
        pytest.param(f"{p('P9')}<ul class=post-info>{DATED}</ul>", False, id="below a paragraph"),
    ],
)  # fmt: skip
def test_a_box_with_the_date_above_the_text_whose_class_says_so_is_not_part_of_it(
    info: str, is_cut: bool
) -> None:
    lines = article(info + TEXT).text.split("\n\n")
    assert ("MTTQ Bãi Nhạn" not in lines) is is_cut
    assert ("8:15 chiều" not in lines) is is_cut


@pytest.mark.parametrize(
    ("links", "author"),
    [
        pytest.param(24, "Lò Văn Tấm", id="the 25th line"),
        pytest.param(25, None, id="the 26th line"),
    ],
)
def test_a_byline_is_searched_for_in_the_25_lines_after_the_body(
    links: int, author: str | None
) -> None:
    listed = "".join(f"<p><a href='/{n}'>Mục {n}</a></p>" for n in range(links))
    assert article(TEXT, f"{listed}<p>Lò Văn Tấm</p>").author == author


def test_a_layout_selects_lead_author_and_section() -> None:
    layouts = (
        Layout("2023", title="h1", body="div.text", lead=".lead", author=".by", section=".way a"),
    )
    page = (
        f"<main><p class=way><a href='/a'>Tin</a> <a href='/b'>Xã hội</a></p><h1>{TITLE}</h1>"
        f"<p class=lead>{START} mở đầu.</p><p class=by>Tấm</p>"
        f"<div class=text><p>{START} mở đầu.</p>{TEXT}</div></main>"
    )
    found = read(page, layouts=layouts)
    assert (found.lead, found.author, found.section) == (f"{START} mở đầu.", "Tấm", "Xã hội")
    assert len(found.body.split("\n\n")) == 4
    assert found.layout == "2023"
