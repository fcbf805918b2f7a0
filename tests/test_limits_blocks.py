"""The limits of reading lines from a tree: for each condition markup inside it, and outside."""

import pytest

from extraction.blocks import MAX_LINES, MAX_PAGE, Block, parse, read_blocks

from .reading import read


def blocks(html: str) -> list[Block]:
    root = parse(html)
    assert root is not None
    return read_blocks(root)


def lines(html: str) -> list[str]:
    return [block.text for block in blocks(html)]


GLUED = "Quang cảnh hội nghịTại hội nghị, bà con họp"
PARTED = ["Quang cảnh hội nghị", "Tại hội nghị, bà con họp"]


@pytest.mark.parametrize(
    ("html", "texts"),
    [
        pytest.param(f"<img src=1.jpg><p>{GLUED}</p>", PARTED, id="behind an image"),
        pytest.param(f"<p>{GLUED}</p>", [GLUED], id="no image"),
        pytest.param(
            "<img src=1.jpg><p>Hội nghịTại hội nghị, bà con họp</p>",
            ["Hội nghị", "Tại hội nghị, bà con họp"], id="a caption of two words",
        ),
        pytest.param(
            "<img src=1.jpg><p>NghịTại hội nghị, bà con họp</p>", ["NghịTại hội nghị, bà con họp"],
            id="of one word",
        ),
        pytest.param(
            "<img src=1.jpg><p>Xem kênh YouTube của xã</p>", ["Xem kênh YouTube của xã"],
            id="a foreign name",
        ),
        pytest.param(
            "<img src=1.jpg><p>Quang cảnh. Ảnh: H.TTại hội nghị</p>",
            ["Quang cảnh. Ảnh: H.T", "Tại hội nghị"], id="a credit",
        ),
        pytest.param(
            "<img src=1.jpg alt='Quang cảnh HN'><p>Quang cảnh HNTại hội nghị</p>",
            ["Quang cảnh HN", "Tại hội nghị"], id="the alt text of the image",
        ),
        pytest.param(
            "<img src=1.jpg><p><i>Quang cảnh HN</i>Tại hội nghị</p>",
            ["Quang cảnh HN", "Tại hội nghị"], id="the end of an inline element",
        ),
        pytest.param(
            f"<img src=1.jpg><p>{'Bà con họp '.ljust(245, 'o')} nghịTại hội nghị</p>",
            [f"{'Bà con họp '.ljust(245, 'o')} nghịTại hội nghị"], id="a caption of 250 letters",
        ),
        pytest.param(
            f"<img src=1.jpg><p>{'Bà con họp '.ljust(244, 'o')} nghịTại hội nghị</p>",
            [f"{'Bà con họp '.ljust(244, 'o')} nghị", "Tại hội nghị"], id="of 249 letters",
        ),
    ],
)  # fmt: skip
def test_a_caption_glued_to_a_paragraph_is_parted(html: str, texts: list[str]) -> None:
    assert lines(f"<div>{html}</div>") == texts


@pytest.mark.parametrize(
    ("html", "behind"),
    [
        pytest.param("<img src=1.jpg>", True, id="an image"),
        pytest.param("<a href=#><img src=1.jpg></a>", True, id="a link to the page itself"),
        pytest.param("<a href=1.jpg><img src=1.jpg></a>", True, id="a link to the image"),
        pytest.param("<a href='javascript:x()'><img src=1.jpg></a>", True, id="a script"),
        pytest.param("<a><img src=1.jpg></a>", True, id="a link to nothing"),
        pytest.param("<a href=/b><img src=1.jpg></a>", False, id="a link to another page"),
        pytest.param("<img src=1.jpg><p>Gò</p>", False, id="an image before another line"),
    ],
)
def test_which_line_stands_behind_an_image(html: str, behind: bool) -> None:
    assert blocks(f"<div>{html}<p>Bà con họp</p></div>")[-1].after_image == behind


@pytest.mark.parametrize(
    ("html", "strong", "emphasised"),
    [
        pytest.param("<b>oooooooo</b>aa", True, False, id="eight of ten letters"),
        pytest.param("<b>ooooooo</b>aaa", False, False, id="seven of ten letters"),
        pytest.param("<i>oooooooo</i>aa", False, True, id="eight of ten in italics"),
        pytest.param("<i>ooooooo</i>aaa", False, False, id="seven of ten in italics"),
        pytest.param("<b><i>oooooooo</i></b>aa", True, True, id="both"),
    ],
)
def test_a_line_is_bold_where_four_fifths_are(html: str, strong: bool, emphasised: bool) -> None:
    (block,) = blocks(f"<p>{html}</p>")
    assert (block.strong, block.emphasised) == (strong, emphasised)


@pytest.mark.parametrize(
    ("row", "texts"),
    [
        pytest.param("<td>Gò</td><td>12</td>", ["Gò | 12"], id="two cells"),
        pytest.param("<td>Gò 12</td>", ["Gò 12"], id="one cell"),
        pytest.param(f"<td>{'o' * 80}</td><td>12</td>", [f"{'o' * 80} | 12"], id="80 letters"),
        pytest.param(f"<td>{'o' * 81}</td><td>12</td>", ["o" * 81, "12"], id="81 letters"),
        pytest.param("<td><a href=/b>Gò</a></td><td>12</td>", ["Gò", "12"], id="a link"),
        pytest.param("<td>Gò<img src=1.jpg></td><td>12</td>", ["Gò", "12"], id="an image"),
    ],
)
def test_a_row_of_short_cells_is_one_line(row: str, texts: list[str]) -> None:
    assert lines(f"<table><tr>{row}</tr></table>") == texts


@pytest.mark.parametrize(
    ("html", "texts"),
    [
        pytest.param("<span>16:45</span><span>340 lượt</span>", ["16:45", "340 lượt"], id="beside"),
        pytest.param("<span>16:45</span> <span>340 lượt</span>", ["16:45 340 lượt"], id="a space"),
        pytest.param("<span>16:45</span><span>lượt</span>", ["16:45lượt"], id="small letters"),
        pytest.param("<span>Tấm</span><span>Gò</span>", ["Tấm", "Gò"], id="a capital"),
        pytest.param("<b>H</b><i>ỌP</i>", ["HỌP"], id="two capitals"),
        pytest.param("<span>(Tấm)</span><span>Gò</span>", ["(Tấm)", "Gò"], id="behind a bracket"),
        pytest.param("<span>Tấm,</span><span>Gò</span>", ["Tấm,Gò"], id="behind a comma"),
        pytest.param("Xã <span>Tấm</span><span>Gò</span>", ["Xã TấmGò"], id="text before them"),
        pytest.param("<u>Tấm</u><span>Gò</span>", ["TấmGò"], id="another element before"),
        pytest.param("<span>Tấm</span><u>Gò</u>", ["TấmGò"], id="another element behind"),
        pytest.param(
            "<span>Tấm</span><a href='mailto:a@b.example'>tam</a>", ["Tấm", "tam"], id="an address"
        ),
    ],
)
def test_inline_elements_that_stand_side_by_side(html: str, texts: list[str]) -> None:
    assert lines(f"<div>{html}</div>") == texts


def test_running_text_is_not_parted() -> None:
    assert lines("<p><span>Tấm</span><span>Gò</span></p>") == ["TấmGò"]


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        ("d-none", False), ("a sr-only b", False), ("d-none d-md-block", True), ("d-nones", True),
        ("visually-hidden", False), ("d-sm-none", True),
    ],
)  # fmt: skip
def test_classes_that_hide(names: str, shown: bool) -> None:
    assert lines(f"<div><p class='{names}'>Gò</p><p>Sim</p></div>") == ["Gò"] * shown + ["Sim"]


@pytest.mark.parametrize(
    ("length", "joined"),
    [pytest.param(19_999, True, id="19,999"), pytest.param(20_000, False, id="20,000")],
)
def test_a_line_over_line_breaks_has_20000_characters_at_the_most(
    length: int, joined: bool
) -> None:
    assert len(lines(f"<p>{'o' * length}<br>gò</p>")) == (1 if joined else 2)


@pytest.mark.parametrize(
    ("count", "doubted"),
    [
        pytest.param(MAX_LINES - 1, False, id="fewer lines"),
        pytest.param(MAX_LINES, True, id="as many lines"),
    ],
)
def test_a_page_of_too_many_lines_is_a_doubt(count: int, doubted: bool) -> None:
    assert MAX_LINES == 10_000
    assert MAX_PAGE == 3_000_000
    found = read(f"<body>{'<p>Gò' * count}</body>")
    assert ("page: too long to be read to its end" in found.doubts) == doubted
