"""Reading a page as lines of text: line ends, hidden elements, styles, captions."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from extraction.blocks import Block, parse, read_blocks
from extraction.text import clean
from extraction.visibility import is_shown


def blocks(markup: str) -> list[Block]:
    root = parse(markup)
    return read_blocks(root) if root is not None else []


def lines(markup: str) -> list[str]:
    return [block.text for block in blocks(markup)]


@pytest.mark.parametrize(
    ("markup", "texts"),
    [
        pytest.param("<p>một</p><p>hai</p>", ["một", "hai"], id="paragraphs"),
        pytest.param("<div>một</div><div>hai</div>", ["một", "hai"], id="divs"),
        pytest.param(
            "<div>một<div>hai</div>ba</div>", ["một", "hai", "ba"], id="text around a div"
        ),
        pytest.param("<div>một<p>hai</p>ba</div>", ["một", "hai", "ba"], id="text around a p"),
        pytest.param("<p>một</p>hai<p>ba</p>", ["một", "hai", "ba"], id="loose text"),
        pytest.param("<ul><li>một</li><li>hai</li></ul>", ["một", "hai"], id="list"),
        pytest.param("<h1>một</h1><h2>hai</h2>ba", ["một", "hai", "ba"], id="headings"),
        pytest.param("<dl><dt>một<dd>hai</dl>", ["một", "hai"], id="definitions"),
        pytest.param("<p>một<p>hai", ["một", "hai"], id="paragraphs without end tags"),
        pytest.param("chỉ có chữ", ["chỉ có chữ"], id="only text"),
        pytest.param("<p>một <b>hai</b> ba</p>", ["một hai ba"], id="inline"),
        pytest.param("<p>m<b>ộ</b>t h<i>a</i>i</p>", ["một hai"], id="inline inside words"),
        pytest.param("<p><span>một</span> <span>hai</span></p>", ["một hai"], id="spans"),
        pytest.param("<p>một<st1:place>hai</st1:place></p>", ["mộthai"], id="an element of Word"),
        pytest.param("<p>một\n   hai&nbsp; ba</p>", ["một hai ba"], id="space"),
        pytest.param("<p> &nbsp; </p><p>\u200b</p><p>một</p>", ["một"], id="empty paragraphs"),
        pytest.param("<p>da\u0302n va\u0323\u0302n</p>", ["dân vận"], id="decomposed"),
        pytest.param("<p>m\x00ột</p>", ["một"], id="NUL"),
        pytest.param("<p>m<!-- x -->ột<?php x ?></p>", ["một"], id="comment, instruction"),
        pytest.param(
            '<?xml version="1.0" encoding="utf-8"?>\n<html><body><p>một</p></body></html>',
            ["một"],
            id="XML declaration",
        ),
    ],
)
def test_lines(markup: str, texts: list[str]) -> None:
    assert lines(markup) == texts


@pytest.mark.parametrize(
    ("markup", "texts"),
    [
        pytest.param("<p>Một.<br>Hai.</p>", ["Một.", "Hai."], id="two sentences"),
        pytest.param("<p>Một<br>Hai</p>", ["Một", "Hai"], id="new line with a capital"),
        pytest.param("<p>Xã họp<br>dân</p>", ["Xã họp dân"], id="continued in lower case"),
        pytest.param("<p>Xã<br/>\n họp<br>dân</p>", ["Xã họp dân"], id="continued twice"),
        pytest.param("<p>Xã họp.<br>dân</p>", ["Xã họp.", "dân"], id="not after a full stop"),
        pytest.param("<p>Xã họp:<br>dân</p>", ["Xã họp:", "dân"], id="not after a colon"),
        pytest.param("<p>“Xã họp”<br>dân</p>", ["“Xã họp”", "dân"], id="not after quotes"),
        pytest.param("<p>Xã<br><br>dân</p>", ["Xã", "dân"], id="two breaks separate paragraphs"),
        pytest.param("<p>Xã<br> &nbsp;<br>dân</p>", ["Xã", "dân"], id="two breaks around space"),
        pytest.param("<p>Xã<br>- dân</p>", ["Xã", "- dân"], id="an item"),
        pytest.param("<p>Xã<br>12 bản</p>", ["Xã", "12 bản"], id="a number"),
        pytest.param("<p>Xã<br></p><p>dân</p>", ["Xã", "dân"], id="not over a paragraph's end"),
        pytest.param("<div>Xã<br><p>dân</p></div>", ["Xã", "dân"], id="not into a paragraph"),
        pytest.param("<b>Xã<br>họp</b><br>Dân", ["Xã họp", "Dân"], id="inside an inline element"),
        pytest.param("<br><br>", [], id="nothing else"),
    ],
)
def test_line_breaks(markup: str, texts: list[str]) -> None:
    assert lines(markup) == texts


@pytest.mark.parametrize(
    "hidden",
    [
        '<p style="display:none">ẩn</p>',
        '<p style="color:red; DISPLAY : NONE">ẩn</p>',
        '<p style="visibility:hidden">ẩn</p>',
        "<p hidden>ẩn</p>",
        '<div hidden=""><p>ẩn</p></div>',
        '<p aria-hidden="true">ẩn</p>',
        "<script>ẩn()</script>",
        '<script type="application/ld+json">{"a": "ẩn"}</script>',
        "<style>.ẩn {}</style>",
        "<noscript><p>ẩn</p></noscript>",
        "<template><p>ẩn</p></template>",
        "<iframe>ẩn</iframe>",
        "<button>ẩn</button>",
        "<select><option>ẩn</option></select>",
        "<textarea>ẩn</textarea>",
        '<input value="ẩn">',
        '<img alt="ẩn">',
        "<svg><text>ẩn</text></svg>",
        "<video>ẩn</video>",
        "<audio>ẩn</audio>",
    ],
)
def test_hidden_elements(hidden: str) -> None:
    assert lines(f"<div><p>một</p>{hidden}hai<p>ba</p></div>") == ["một", "hai", "ba"]


@pytest.mark.parametrize(
    "shown",
    [
        '<p style="display:block">hiện</p>',
        '<p style="">hiện</p>',
        '<p aria-hidden="false">hiện</p>',
        '<p class="hidden">hiện</p>',
        "<form><p>hiện</p></form>",
        "<center>hiện</center>",
        "<custom-tag>hiện</custom-tag>",
    ],
)
def test_visible_elements(shown: str) -> None:
    assert lines(f"<div><p>một</p>{shown}<p>ba</p></div>") == ["một", "hiện", "ba"]


def test_the_head_is_hidden() -> None:
    markup = "<html><head><title>Tên trang</title><meta name=x content=y></head><p>một</p></html>"
    assert lines(markup) == ["một"]
    root = parse(markup)
    assert root is not None
    assert [is_shown(element) for element in root] == [False, True]


@pytest.mark.parametrize(
    ("markup", "share"),
    [
        pytest.param("<p>Xã họp dân</p>", 0, id="none"),
        pytest.param('<p><a href="/x">Xã họp</a></p>', 1, id="all"),
        pytest.param('<p>Xã họp <a href="/x">hai bản</a></p>', 7 / 14, id="half"),
        pytest.param('<p><a href="/x">Xã <b>họp</b></a></p>', 5 / 6, id="elements in a link"),
        pytest.param('<a href="/x"><div>Xã họp</div></a>', 1, id="a link around a block"),
        pytest.param('<p><a href="/x">Xã</a><br>Họp</p>', 1, id="the first of two lines"),
    ],
)
def test_link_share(markup: str, share: float) -> None:
    assert blocks(markup)[0].link_share == pytest.approx(share)


def test_the_link_share_of_a_line_continued_after_a_break() -> None:
    (block,) = blocks('<p>xã họp<br><a href="/x">hai bản</a></p>')
    assert block.text == "xã họp hai bản"
    assert block.link_share == pytest.approx(7 / 14)


@pytest.mark.parametrize(
    ("markup", "strong", "emphasised"),
    [
        pytest.param("<p>Xã họp dân</p>", False, False, id="plain"),
        pytest.param("<p><b>Xã họp dân</b></p>", True, False, id="b"),
        pytest.param("<p><strong>Xã họp dân</strong></p>", True, False, id="strong"),
        pytest.param("<p><b>Xã họp dân bàn việc</b> làng</p>", False, False, id="most of it"),
        pytest.param(
            "<p><b>Xã họp dân bàn việc mở đường</b> ạ</p>", True, False, id="all but a word"
        ),
        pytest.param("<p><b>Xã</b> họp dân</p>", False, False, id="a word"),
        pytest.param("<h2>Xã họp dân</h2>", True, False, id="a heading"),
        pytest.param("<p><em>Xã họp dân</em></p>", False, True, id="em"),
        pytest.param("<p><i>Xã họp dân</i></p>", False, True, id="i"),
        pytest.param("<p><b><i>Xã họp dân</i></b></p>", True, True, id="both"),
        pytest.param("<figcaption>Xã họp dân</figcaption>", False, True, id="a caption"),
    ],
)
def test_strong_and_emphasised(markup: str, strong: bool, emphasised: bool) -> None:
    (block,) = blocks(markup)
    assert (block.strong, block.emphasised) == (strong, emphasised)


@pytest.mark.parametrize(
    ("markup", "texts"),
    [
        pytest.param(
            "<table><tr><th>Xã</th><th>Mô hình</th></tr>"
            "<tr><td>Nậm Lành</td><td>12</td></tr></table>",
            ["Xã | Mô hình", "Nậm Lành | 12"],
            id="figures",
        ),
        pytest.param(
            "<table><tr><td><p>Nậm</p><p>Lành</p></td><td>12<br>13</td></tr></table>",
            ["Nậm Lành | 12 13"],
            id="blocks and breaks in the cells",
        ),
        pytest.param(
            "<table><tr><td>Nậm Lành</td></tr><tr><td>Na Hin</td></tr></table>",
            ["Nậm Lành", "Na Hin"],
            id="one column",
        ),
        pytest.param(
            f"<table><tr><td>{'Xã họp dân. ' * 9}</td><td>12</td></tr></table>",
            [clean("Xã họp dân. " * 9), "12"],
            id="a layout: a long cell",
        ),
        pytest.param(
            '<table><tr><td><a href="/">Trang chủ</a></td><td>Tin</td></tr></table>',
            ["Trang chủ", "Tin"],
            id="a layout: links",
        ),
        pytest.param(
            '<table><tr><td><img src="a.jpg"></td><td>Tin</td></tr></table>',
            ["Tin"],
            id="a layout: an image",
        ),
        pytest.param(
            "<table><tr><td><table><tr><td>Nậm Lành</td><td>12</td></tr></table></td>"
            "<td>Bên phải</td></tr></table>",
            ["Nậm Lành | 12", "Bên phải"],
            id="a layout around figures",
        ),
    ],
)
def test_tables(markup: str, texts: list[str]) -> None:
    assert lines(markup) == texts


@pytest.mark.parametrize(
    ("markup", "caption", "paragraph"),
    [
        pytest.param(
            '<p><img src="a.jpg"/>Quang cảnh hội nghịTại hội nghị, đại biểu thảo luận.</p>',
            "Quang cảnh hội nghị",
            "Tại hội nghị, đại biểu thảo luận.",
            id="two syllables in one",
        ),
        pytest.param(
            '<p><img src="a.jpg"></p><p>Quang cảnh hội nghịTại hội nghị, đại biểu bàn.</p>',
            "Quang cảnh hội nghị",
            "Tại hội nghị, đại biểu bàn.",
            id="the image in a paragraph before",
        ),
        pytest.param(
            '<p><img src="a.jpg"><em>Bà con làm đường</em>Mới đây, xã họp dân.</p>',
            "Bà con làm đường",
            "Mới đây, xã họp dân.",
            id="an element ends",
        ),
        pytest.param(
            '<p><img src="a.jpg"><em>Trao thưởng ở Kon Tum</em>Anh Tâm kể.</p>',
            "Trao thưởng ở Kon Tum",
            "Anh Tâm kể.",
            id="an element ends, words without diacritics",
        ),
        pytest.param(
            '<p><img src="a.jpg"><span>Bà con (bên phải)</span>Mới đây, xã họp dân.</p>',
            "Bà con (bên phải)",
            "Mới đây, xã họp dân.",
            id="an element ends after a bracket",
        ),
        pytest.param(
            '<p><img src="a.jpg">Bà con làm đường. Ảnh: H.TMới đây, xã họp dân.</p>',
            "Bà con làm đường. Ảnh: H.T",
            "Mới đây, xã họp dân.",
            id="a credit ends",
        ),
        pytest.param(
            '<p><img src="a.jpg">Ảnh: P.V.AMới đây, xã họp dân.</p>',
            "Ảnh: P.V.A",
            "Mới đây, xã họp dân.",
            id="only a credit",
        ),
    ],
)
def test_a_caption_glued_to_a_paragraph(markup: str, caption: str, paragraph: str) -> None:
    first, second = blocks(markup)
    assert (first.text, first.after_image) == (caption, True)
    assert (second.text, second.after_image) == (paragraph, False)
    assert first.element is second.element


@pytest.mark.parametrize(
    "text",
    [
        "Bà con xem YouTube tại nhà văn hóa.",
        "Phóng viên VnExpress về bản.",
        "Cán bộ xã dùng iPhone quay phim.",
        "Học trực tuyến trên TikTok và FaceBook.",
        "Cài đặt VNeID cho bà con.",
        "Chuyển khoản qua VietinBank, MyViettel.",
        "Bà con nghe VTVCab mỗi tối.",
        "Đồng chí Lò Văn Tâm (Trưởng bản) phát biểu.",
        "Ban chỉ đạo–Ủy ban dự họp.",
        "Lớp 5A/Trường Tiểu học Nậm Lành.",
        "Ảnh: H.T",
        "Ảnh: Lò Tâm",
        "Nghị quyết 25-NQ/TW được phổ biến đến dân.",
    ],
)
def test_a_caption_that_is_not_split(text: str) -> None:
    assert lines(f'<p><img src="a.jpg">{text}</p>') == [text]


def test_captions_are_split_only_after_an_image() -> None:
    glued = "Quang cảnh hội nghịTại hội nghị, đại biểu thảo luận."
    assert lines(f"<p>{glued}</p>") == [glued]
    assert lines(f'<img src="a.jpg"><p>Bà con họp.</p><p>{glued}</p>') == ["Bà con họp.", glued]


def test_captions_are_split_only_near_the_start() -> None:
    long = "bà con đều đồng tình, " * 15 + "hội nghịTại hội nghị"
    assert lines(f'<p><img src="a.jpg">{long}</p>') == [long]


@pytest.mark.parametrize(
    ("markup", "after"),
    [
        pytest.param('<img src="a.jpg"><p>Một</p><p>Hai</p>', [True, False], id="the next line"),
        pytest.param('<p>Một</p><img src="a.jpg"><p>Hai</p>', [False, True], id="not the last"),
        pytest.param('<p>Một <img src="a.jpg"> Hai</p>', [False, True], id="inside a paragraph"),
        pytest.param(
            '<figure><picture><source srcset="a"><img src="a.jpg"></picture>'
            "<figcaption>Một</figcaption></figure><p>Hai</p>",
            [True, False],
            id="a number",
        ),
        pytest.param(
            '<table><tr><td><img src="a.jpg"></td></tr><tr><td>Một</td></tr></table><p>Hai</p>',
            [True, False],
            id="a table of image and caption",
        ),
        pytest.param(
            '<p style="display:none"><img src="a.jpg"></p><p>Một</p>', [False], id="a hidden image"
        ),
    ],
)
def test_after_image(markup: str, after: list[bool]) -> None:
    assert [block.after_image for block in blocks(markup)] == after


@pytest.mark.parametrize(
    ("markup", "texts"),
    [
        pytest.param(
            "<div><span>16:45</span><span>340 lượt xem</span></div>",
            ["16:45", "340 lượt xem"],
            id="date and counter",
        ),
        pytest.param(
            "<div><span>29/08/2023</span><a>Trang chủ</a></div>",
            ["29/08/2023", "Trang chủ"],
            id="date and link",
        ),
        pytest.param(
            "<div><a>Trang chủ</a><a>Chính trị</a></div>", ["Trang chủ", "Chính trị"], id="a menu"
        ),
        pytest.param(
            "<div><span>Lò Tâm</span><time>29/08/2023</time></div>",
            ["Lò Tâm", "29/08/2023"],
            id="author and date",
        ),
        pytest.param(
            "<div><span>Một</span> <span>Hai</span></div>", ["Một Hai"], id="a space between"
        ),
        pytest.param(
            "<div><span>dân</span><span>vận</span></div>", ["dânvận"], id="continued in lower case"
        ),
        pytest.param(
            "<p><span>hội nghị</span><span>Tại</span></p>", ["hội nghịTại"], id="in a paragraph"
        ),
        pytest.param(
            "<h1><span>Nậm Lành</span><span>Họp dân</span></h1>",
            ["Nậm LànhHọp dân"],
            id="in a heading",
        ),
        pytest.param(
            "<div>Xã <span>một</span><span>Hai</span></div>", ["Xã mộtHai"], id="in running text"
        ),
        pytest.param(
            "<div><span>“</span><span>Dân vận</span></div>", ["“Dân vận"], id="after a quote"
        ),
        pytest.param(
            "<div><span>LÒ TÂM</span><span>17:22 30/08/2025</span></div>",
            ["LÒ TÂM", "17:22 30/08/2025"],
            id="capitals and a time",
        ),
        pytest.param(
            "<div><b>H</b><span>ọp dân</span></div>", ["Họp dân"], id="a capital set apart"
        ),
        pytest.param("<div><b>H</b><span>ỌP DÂN</span></div>", ["HỌP DÂN"], id="among capitals"),
        pytest.param(
            "<div><span>Nghe đọc tin</span><audio></audio><label>Giọng nữ</label></div>",
            ["Nghe đọc tin", "Giọng nữ"],
            id="what is not shown between",
        ),
    ],
)
def test_spans_set_side_by_side(markup: str, texts: list[str]) -> None:
    assert lines(markup) == texts


DATED = "14/05/2024 08:30"


@pytest.mark.parametrize(
    ("markup", "texts"),
    [
        pytest.param(f"<h1>Họp bàn <span>({DATED})</span></h1>", ["Họp bàn", f"({DATED})"],
                     id="in brackets"),
        pytest.param(f"<h1>Họp bàn<span>{DATED}</span></h1>", ["Họp bàn", DATED], id="no space"),
        pytest.param(f"<h3>Họp bàn <time>{DATED}</time> </h3>", ["Họp bàn", DATED], id="a time"),
        pytest.param(f"<h2>Họp bàn <small>Đăng ngày: {DATED}</small></h2>",
                     ["Họp bàn", f"Đăng ngày: {DATED}"], id="a label"),
        pytest.param(f"<h1>Họp bàn <span><i class=icon></i>{DATED}</span></h1>",
                     ["Họp bàn", DATED], id="an icon"),
        pytest.param(f"<h1><a href='/a'>Họp bàn</a> <i>{DATED}</i></h1>", ["Họp bàn", DATED],
                     id="a title that is a link"),
        pytest.param(f"<div class=news-title>Họp bàn <em>{DATED}</em></div>", ["Họp bàn", DATED],
                     id="a class of titles"),
        pytest.param(f"<h3><a href='/a'>Họp bàn</a> <i>{DATED}</i></h3>", [f"Họp bàn {DATED}"],
                     id="an entry of a list"),
        pytest.param(f"<p>Lò Văn Tấm <span>{DATED}</span></p>", [f"Lò Văn Tấm {DATED}"],
                     id="no title"),
        pytest.param(f"<h1>Họp bàn <span>{DATED}</span> làm cầu</h1>",
                     [f"Họp bàn {DATED} làm cầu"], id="not at the end"),
        pytest.param(f"<h1>Họp bàn <span>{DATED}</span> <i>làm cầu</i></h1>",
                     [f"Họp bàn {DATED} làm cầu"], id="before another element"),
        pytest.param(f"<h1>Họp bàn <span>xong {DATED} làm cầu</span></h1>",
                     [f"Họp bàn xong {DATED} làm cầu"], id="other words"),
        pytest.param("<h1>Làm xong trước <span>ngày 14/05/2024</span></h1>",
                     ["Làm xong trước ngày 14/05/2024"], id="the end of a clause"),
        pytest.param(f"<h1><span>{DATED}</span></h1>", [DATED], id="nothing else"),
    ],
)  # fmt: skip
def test_a_date_at_the_end_of_a_title_is_a_line_of_its_own(markup: str, texts: list[str]) -> None:
    assert lines(markup) == texts


@pytest.mark.parametrize(
    ("markup", "names"),
    [
        ('<p class="a"><span class="b">Một</span></p>', "a  b "),
        ('<p class="a"><i id="c"><span class="b">Một</span></i></p>', "a   c b "),
        ('<p class="a"><i id="c"><b class="b">Một</b> hai</i></p>', "a   c"),
        ('<p class="a"><span class="b">Một</span> hai</p>', "a "),
        ('<p class="a">Một <span class="b">hai</span></p>', "a "),
        ('<p><span class="b">Một</span><br><span class="d">Hai</span></p>', "  b "),
        ('<p><span class="b">một</span><br><span class="d">hai</span></p>', " "),
    ],
)
def test_the_classes_and_ids_of_elements_that_hold_one_line(markup: str, names: str) -> None:
    assert blocks(markup)[0].names == names


def test_the_datetime_of_a_line() -> None:
    stated = "2025-06-17T13:43:02+0700"
    found = blocks(f'<p>Một</p><p><time datetime="{stated}">17/06/2025 13:43</time></p><p>Hai</p>')
    assert [block.times for block in found] == [(), (stated,), ()]


def test_indexes_and_elements() -> None:
    found = blocks('<div id="a">Một<p>Hai <b>ba</b></p></div><ul><li>Bốn</li></ul>')
    assert [block.index for block in found] == [0, 1, 2]
    assert [block.tag for block in found] == ["div", "p", "li"]
    assert found[0].element.get("id") == "a"


def test_reading_one_element_of_a_page() -> None:
    root = parse("<div><p>Một</p></div><div id=b>Hai<p>Ba</p></div>Bốn")
    assert root is not None
    assert [block.text for block in read_blocks(root.get_element_by_id("b"))] == ["Hai", "Ba"]


@pytest.mark.parametrize("markup", ["", "  \n", "<!-- một -->", "\x00", "<?xml version='1.0'?>"])
def test_nothing_to_parse(markup: str) -> None:
    assert parse(markup) is None


@pytest.mark.parametrize(
    "opening", ["<div>", "<b>", "<span>", "<table><tr><td>", "<ul><li>", "<p>"]
)
def test_deep_nesting(opening: str) -> None:
    found = lines("<p>Trên</p>" + opening * 20_000 + "đáy")
    assert found[0] == "Trên"


@pytest.mark.parametrize("depth", [10, 100, 200])
def test_text_at_the_bottom_of_nested_elements(depth: int) -> None:
    assert lines("<div>" * depth + "đáy" + "</div>" * depth + "<p>sau</p>") == ["đáy", "sau"]


PIECES = (
    "<p>|</p>|<div>|</div>|<br>|<b>|</b>|<i>|</i>|<a href='/x'>|</a>|<span>|</span>|<img src='a'>|"
    "<table>|<tr>|<td>|</table>|<li>|<em>|</em>|<script>|</script>|<!--|-->|<time datetime='x'>|"
    "<p hidden>|<p style='display:none'>|&nbsp;|&#0;|&#x200b;|&lt;|<|>|\"|Xã|họp|dân|Dân vận| |  |"
    "\n|.|hội nghịTại|Ảnh: H.TTại|12|<h1>|</h1>|<figcaption>|<picture>|</picture>|<?xml ?>|\x00"
).split("|")
pages = st.one_of(
    st.text(max_size=60),
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3)), max_size=25).map("".join),
)


@given(pages)
def test_any_page_gives_clean_lines(markup: str) -> None:
    found = blocks(markup)
    assert [block.index for block in found] == list(range(len(found)))
    for block in found:
        assert block.text
        assert block.text == clean(block.text)
        assert min(block.link_chars, block.strong_chars, block.emphasis_chars) >= 0


@given(pages)
@example("<a href='/x'>Xã<div>họp</div>dân</a>")
def test_any_element_of_a_page_can_be_read(markup: str) -> None:
    root = parse(markup)
    for element in root.iter() if root is not None else ():
        for block in read_blocks(element):
            assert block.path[0] is element
            assert block.path[-1] is block.element


WORDS = st.sampled_from("Xã họp dân bàn việc Mở đường , . 12".split())


@given(st.lists(st.lists(WORDS, min_size=1, max_size=6).map(" ".join), max_size=8))
def test_paragraphs_are_read_as_written(paragraphs: list[str]) -> None:
    for tag in ("p", "div", "li", "h2"):
        assert lines("".join(f"<{tag}>{text}</{tag}>" for text in paragraphs)) == paragraphs
    assert lines("<br><br>".join(paragraphs)) == paragraphs
