"""Limits of reading lines from a tree: markup just inside and just outside each limit."""

import unicodedata

import pytest

from extraction.block import Block
from extraction.blocks import MAX_LINES, read_blocks
from extraction.parsing import MAX_PAGE, parse

from .reading import read


def blocks(html: str) -> list[Block]:
    root = parse(html)
    assert root is not None
    return read_blocks(root)


def lines(html: str) -> list[str]:
    return [block.text for block in blocks(html)]


RUN_TOGETHER = "Quang cảnh hội nghịTại hội nghị, bà con họp"
SPLIT = ["Quang cảnh hội nghị", "Tại hội nghị, bà con họp"]


@pytest.mark.parametrize(
    ("html", "texts"),
    [
        pytest.param(f"<img src=1.jpg><p>{RUN_TOGETHER}</p>", SPLIT, id="after an image"),
        pytest.param(f"<p>{RUN_TOGETHER}</p>", [RUN_TOGETHER], id="no image"),
        pytest.param(
            "<img src=1.jpg><p>Hội nghịTại hội nghị, bà con họp</p>",
            ["Hội nghị", "Tại hội nghị, bà con họp"], id="a caption of two words",
        ),
        pytest.param(
            "<img src=1.jpg><p>NghịTại hội nghị, bà con họp</p>", ["NghịTại hội nghị, bà con họp"],
            id="a caption of one word",
        ),
        pytest.param(
            "<img src=1.jpg><p>Xem kênh YouTube của xã</p>", ["Xem kênh YouTube của xã"],
            id="a name with an inner capital",
        ),
        pytest.param(
            "<img src=1.jpg><p>Quang cảnh. Ảnh: H.TTại hội nghị</p>",
            ["Quang cảnh. Ảnh: H.T", "Tại hội nghị"], id="a photo credit",
        ),
        pytest.param(
            "<img src=1.jpg alt='Quang cảnh HN'><p>Quang cảnh HNTại hội nghị</p>",
            ["Quang cảnh HN", "Tại hội nghị"], id="the image's alt text",
        ),
        pytest.param(
            "<img src=1.jpg><p><i>Quang cảnh HN</i>Tại hội nghị</p>",
            ["Quang cảnh HN", "Tại hội nghị"], id="the end of an inline element",
        ),
        pytest.param(
            f"<img src=1.jpg><p>{'Bà con họp '.ljust(245, 'o')} nghịTại hội nghị</p>",
            [f"{'Bà con họp '.ljust(245, 'o')} nghịTại hội nghị"], id="a caption of 250 characters",
        ),
        pytest.param(
            f"<img src=1.jpg><p>{'Bà con họp '.ljust(244, 'o')} nghịTại hội nghị</p>",
            [f"{'Bà con họp '.ljust(244, 'o')} nghị", "Tại hội nghị"],
            id="a caption of 249 characters",
        ),
    ],
)  # fmt: skip
def test_a_caption_run_together_with_a_paragraph_is_split_off(html: str, texts: list[str]) -> None:
    assert lines(f"<div>{html}</div>") == texts


@pytest.mark.parametrize(
    ("html", "after_image"),
    [
        pytest.param("<img src=1.jpg>", True, id="an image"),
        pytest.param("<a href=#><img src=1.jpg></a>", True, id="a link to the page itself"),
        pytest.param("<a href=1.jpg><img src=1.jpg></a>", True, id="a link to the image"),
        pytest.param("<a href='javascript:x()'><img src=1.jpg></a>", True, id="a javascript: link"),
        pytest.param("<a><img src=1.jpg></a>", True, id="a link without href"),
        pytest.param("<a href=/b><img src=1.jpg></a>", False, id="a link to another page"),
        pytest.param("<img src=1.jpg><p>Gò</p>", False, id="another line after the image"),
    ],
)
def test_which_lines_come_after_an_image(html: str, after_image: bool) -> None:
    assert blocks(f"<div>{html}<p>Bà con họp</p></div>")[-1].after_image == after_image


@pytest.mark.parametrize(
    ("html", "strong", "emphasised"),
    [
        pytest.param("<b>oooooooo</b>aa", True, False, id="bold: 8 of 10 characters"),
        pytest.param("<b>ooooooo</b>aaa", False, False, id="bold: 7 of 10 characters"),
        pytest.param("<i>oooooooo</i>aa", False, True, id="italic: 8 of 10 characters"),
        pytest.param("<i>ooooooo</i>aaa", False, False, id="italic: 7 of 10 characters"),
        pytest.param("<b><i>oooooooo</i></b>aa", True, True, id="both bold and italic"),
    ],
)
def test_a_line_is_bold_or_italic_if_at_least_80_percent_of_it_are(
    html: str, strong: bool, emphasised: bool
) -> None:
    (block,) = blocks(f"<p>{html}</p>")
    assert (block.strong, block.emphasised) == (strong, emphasised)


@pytest.mark.parametrize(
    ("row", "texts"),
    [
        pytest.param("<td>Gò</td><td>12</td>", ["Gò | 12"], id="two cells"),
        pytest.param("<td>Gò 12</td>", ["Gò 12"], id="one cell"),
        pytest.param(
            f"<td>{'o' * 80}</td><td>12</td>", [f"{'o' * 80} | 12"], id="a cell of 80 characters"
        ),
        pytest.param(
            f"<td>{'o' * 81}</td><td>12</td>", ["o" * 81, "12"], id="a cell of 81 characters"
        ),
        pytest.param(
            "<td><a href=/b>Gò</a></td><td>12</td>", ["Gò", "12"], id="a cell with a link"
        ),
        pytest.param(
            "<td>Gò<img src=1.jpg></td><td>12</td>", ["Gò", "12"], id="a cell with an image"
        ),
    ],
)
def test_a_table_row_of_short_cells_is_one_line(row: str, texts: list[str]) -> None:
    assert lines(f"<table><tr>{row}</tr></table>") == texts


@pytest.mark.parametrize(
    ("html", "texts"),
    [
        pytest.param(
            "<span>16:45</span><span>340 lượt</span>",
            ["16:45", "340 lượt"],
            id="followed by a number",
        ),
        pytest.param(
            "<span>16:45</span> <span>340 lượt</span>", ["16:45 340 lượt"], id="a space between"
        ),
        pytest.param(
            "<span>16:45</span><span>lượt</span>", ["16:45lượt"], id="followed by lower case"
        ),
        pytest.param("<span>Tấm</span><span>Gò</span>", ["Tấm", "Gò"], id="followed by a capital"),
        pytest.param("<b>H</b><i>ỌP</i>", ["HỌP"], id="between two capitals"),
        pytest.param("<span>(Tấm)</span><span>Gò</span>", ["(Tấm)", "Gò"], id="after a bracket"),
        pytest.param("<span>Tấm,</span><span>Gò</span>", ["Tấm,Gò"], id="after a comma"),
        pytest.param("Xã <span>Tấm</span><span>Gò</span>", ["Xã TấmGò"], id="text before them"),
        pytest.param("<u>Tấm</u><span>Gò</span>", ["TấmGò"], id="<u> before"),
        pytest.param("<span>Tấm</span><u>Gò</u>", ["TấmGò"], id="<u> after"),
        pytest.param(
            "<span>Tấm</span><a href='mailto:a@b.example'>tam</a>",
            ["Tấm", "tam"],
            id="an email address",
        ),
    ],
)
def test_which_adjacent_inline_elements_are_split(html: str, texts: list[str]) -> None:
    assert lines(f"<div>{html}</div>") == texts


def test_inline_elements_in_a_paragraph_are_not_split() -> None:
    assert lines("<p><span>Tấm</span><span>Gò</span></p>") == ["TấmGò"]


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        ("d-none", False), ("a sr-only b", False), ("d-none d-md-block", True), ("d-nones", True),
        ("visually-hidden", False), ("d-sm-none", True),
    ],
)  # fmt: skip
def test_which_classes_hide_an_element(names: str, shown: bool) -> None:
    assert lines(f"<div><p class='{names}'>Gò</p><p>Sim</p></div>") == ["Gò"] * shown + ["Sim"]


@pytest.mark.parametrize(
    ("length", "joined"),
    [
        pytest.param(19_999, True, id="19,999 characters"),
        pytest.param(20_000, False, id="20,000 characters"),
    ],
)
def test_lines_are_joined_across_br_if_shorter_than_20000_characters(
    length: int, joined: bool
) -> None:
    assert len(lines(f"<p>{'o' * length}<br>gò</p>")) == (1 if joined else 2)


def test_characters_of_a_style_are_counted_as_those_of_the_line() -> None:
    """In NFD, a letter with its marks is several characters; a zero-width space is none."""
    text = unicodedata.normalize("NFD", "Hội nghị ở Gò\u200b Sim")
    (line,) = blocks(f"<p><a href=/tin><b><i>{text}</i></b></a></p>")
    assert line.link_chars == line.strong_chars == line.emphasis_chars == len("Hội nghị ở Gò Sim")


@pytest.mark.parametrize(
    ("around", "tag"),
    [
        pytest.param(197, "p", id="200 elements, with html and body"),
        pytest.param(198, "div", id="201"),
        pytest.param(2000, "div", id="many more"),
    ],
)
def test_a_line_has_at_most_200_elements_around_it(around: int, tag: str) -> None:
    inside = "<p>Gò <b>Sim</b><span hidden>ẩn</span></p>họp<script>var</script><p>đông đủ</p>"
    found = blocks(f"{'<div>' * around}{inside}")
    assert [block.text for block in found] == ["Gò Sim", "họp", "đông đủ"]
    assert found[0].tag == found[2].tag == tag
    assert max(len(block.path) for block in found) == min(around + 3, 200)


@pytest.mark.parametrize(
    ("count", "has_doubt"),
    [
        pytest.param(MAX_LINES - 1, False, id="9,999 lines"),
        pytest.param(MAX_LINES, True, id="10,000 lines"),
    ],
)
def test_a_page_of_at_least_10000_lines_has_a_doubt(count: int, has_doubt: bool) -> None:
    assert MAX_LINES == 10_000
    assert MAX_PAGE == 3_000_000
    found = read(f"<body>{'<p>Gò' * count}</body>")
    assert ("page: too long to be read to its end" in found.doubts) == has_doubt


@pytest.mark.parametrize(
    ("icon", "line"),
    [
        ("<i class='fa fa-clock'></i>", "14/05/2024 08:30"),
        ("<span class=icon-time></span>", "14/05/2024 08:30"),
        ("<i></i>", "14/05/202408:30"),
        ("<i class=fabric></i>", "14/05/202408:30"),
        ("<b class=icon></b>", "14/05/202408:30"),
    ],
)
def test_an_icon_separates_words(icon: str, line: str) -> None:
    root = parse(f"<p>14/05/2024{icon}08:30</p>")
    assert root is not None
    assert [block.text for block in read_blocks(root)] == [line]


@pytest.mark.parametrize(
    ("between", "texts"), [(19, ["16:45", "340 lượt"]), (20, ["16:45340 lượt"])]
)
def test_at_most_19_empty_elements_are_between_those_set_side_by_side(
    between: int, texts: list[str]
) -> None:
    empty = "<i></i>" * between
    assert lines(f"<div><span>16:45</span>{empty}<span>340 lượt</span></div>") == texts


@pytest.mark.parametrize(
    ("style", "is_block"),
    [
        ("display:block", True),
        ("color:red; DISPLAY : Block;", True),
        ("display:flex", True),
        ("display: list-item", True),
        ("display:inline-block", False),
        ("display:inline", False),
        ("display:table-cell", False),
        ("x-display:block", False),
        ("", False),
    ],
)
def test_an_inline_element_that_is_set_as_a_block_has_its_own_lines(
    style: str, is_block: bool
) -> None:
    own = f"<span style='{style}'>bà con</span>"
    for around, joined, apart in (
        (f"<div>{own}{own}</div>", ["bà conbà con"], ["bà con", "bà con"]),
        (f"<p>xã{own}họp</p>", ["xãbà conhọp"], ["xã", "bà con", "họp"]),
        (f"<p><b>xã</b>{own}</p>", ["xãbà con"], ["xã", "bà con"]),
        (f"<h1>{own}{own}</h1>", ["bà conbà con"], ["bà con bà con"]),
        (f"<table><tr><td>{own}{own}<td>Số</table>", ["bà conbà con | Số"], ["bà con bà con | Số"]),
    ):
        assert lines(around) == (apart if is_block else joined)
