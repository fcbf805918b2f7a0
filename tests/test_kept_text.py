"""Text that looks like boilerplate and is the article's."""

import pytest

from extraction.blocks import read_blocks
from extraction.boilerplate import is_chrome
from extraction.parsing import parse
from extraction.reading import HIDDEN
from extraction.short_paragraphs import with_short_paragraphs

from .reading import explain, read

TITLE = "Xã Gò Sim bàn chung việc làm đường"
P = [
    f"Bà con xã Gò Sim góp công làm đường và giữ sạch dòng kênh qua thôn số {n}." for n in range(6)
]


def paragraphs(*numbers: int) -> str:
    return "".join(f"<p>{P[n]}</p>" for n in numbers)


def text(inside: str, *, head: str = "", body: str = "") -> list[str]:
    page = f"<html><head><title>{TITLE}</title>{head}</head><body {body}><h1>{TITLE}</h1>"
    return read(f"{page}<div>{inside}</div></body></html>").text.split("\n\n")


@pytest.mark.parametrize("anchor", ["name='k1'", "id='k1'", "name='k1' id='k1'"])
def test_an_anchor_with_a_name_is_no_link(anchor: str) -> None:
    article_1 = f"<p><a {anchor}><b>Điều 1. Phạm vi</b></a></p>"
    inside = f"{paragraphs(0)}<p><a {anchor}>{P[1]}</a></p>{article_1}"
    assert text(inside + paragraphs(2)) == [P[0], P[1], "Điều 1. Phạm vi", P[2]]
    linked = inside.replace("<a ", "<a href='/bai-2.html' ")
    assert text(linked + paragraphs(2)) == [P[0], P[2]]


HEADINGS = ("Ý kiến bạn đọc", "Bình luận", "Phản hồi", "Ý kiến", "Chia sẻ", "BÌNH LUẬN")


@pytest.mark.parametrize("heading", HEADINGS)
@pytest.mark.parametrize("tag", ["<h3>{}</h3>", "<p><b>{}</b></p>", "<p>{}:</p>"])
def test_a_subheading_does_not_end_an_article(heading: str, tag: str) -> None:
    colon = ":" if tag.endswith(":</p>") else ""
    inside = paragraphs(0, 1, 2) + tag.format(heading) + paragraphs(3)
    assert text(inside) == [*P[:3], f"{heading}{colon}", P[3]]


@pytest.mark.parametrize(
    ("heading", "stays"),
    [
        *((word, True) for word in ("Đánh giá", "Người Việt", "Thống kê", "Thời tiết", "Phạt")),
        *((word, True) for word in ("Sự kiện nổi bật", "Chuyên đề", "Tiêu điểm", "2024")),
        *((word, False) for word in ("Quảng cáo", "Xem thêm", "Tin liên quan", "Đóng", "24")),
        *((word, False) for word in ("Lượt xem: 120", "Read more", "Most read", "Advertisement")),
        *((word, False) for word in ("Mời xem video:", "Xem clip dưới đây")),
    ],
)
def test_a_subheading_that_sounds_like_boilerplate(heading: str, stays: bool) -> None:
    for shown in (f"<h3>{heading}</h3>", f"<p><b>{heading}</b></p>"):
        inside = paragraphs(0, 1) + shown + paragraphs(2, 3)
        assert text(inside) == [*P[:2], *([heading] if stays else []), *P[2:4]]
        assert text(paragraphs(0, 1, 2) + shown) == P[:3], "no paragraph is below it"


@pytest.mark.parametrize(
    ("rows", "stays"),
    [
        pytest.param("<tr><td>Điểm<td>9<td>8<tr><td>Thôn Hai<td>3<td>5", True, id="a figure"),
        pytest.param("<tr><td>Thôn<td>3<td>5<tr><td>Thích<td>9<td>8", True, id="the last row"),
        pytest.param("<tr><td>Điểm<td>9<td>8", False, id="no other row"),
        pytest.param("<tr><td>Lượt xem<td>98<tr><td>Thôn Hai<td>35", False, id="two columns"),
        pytest.param(
            f"<tr><td>Điểm<td>9<td>8{'<tr><td>Thích<td>1<td>2' * 2}<tr><td>Thôn Hai<td>3<td>5",
            True,
            id="three rows before another",
        ),
        pytest.param(
            f"<tr><td>Điểm<td>9<td>8{'<tr><td>Thích<td>1<td>2' * 3}<tr><td>Thôn Hai<td>3<td>5",
            False,
            id="four rows before another",
        ),
    ],
)
def test_a_row_of_a_table_that_sounds_like_a_counter(rows: str, stays: bool) -> None:
    found = text(f"{paragraphs(0)}<table>{rows}</table>{paragraphs(1)}")
    assert any("9 | 8" in line or "98" in line for line in found) == stays


@pytest.mark.parametrize(
    "below",
    [
        pytest.param("<h3>Bình luận</h3><p>{}</p><p>Gửi bình luận</p>", id="a form"),
        pytest.param("<h3>Bình luận</h3><div><b>Lò Hoa</b><p>{}</p></div>", id="another element"),
        pytest.param("<h3>Bình luận</h3><p class=c>{}</p>", id="another class"),
        pytest.param("<h3>Bình luận</h3><p>{} <a href='#'>Thích</a></p>", id="a link"),
        pytest.param("<p>Bình luận</p><p>{}</p>", id="no heading"),
    ],
)
def test_a_comment_box_ends_an_article(below: str) -> None:
    assert text(paragraphs(0, 1, 2) + below.format(P[3])) == P[:3]


TABLE = (
    "<table><tr><th>Số</th><th>Trích yếu</th><th>Số hộ</th></tr>"
    "<tr><td>15</td><td><a href='/15.pdf'>Kế hoạch thực hiện quy chế dân chủ</a></td>"
    "<td>120</td></tr>"
    "<tr><td>16</td><td><img src=p.gif><a href='/16.pdf'>Báo cáo công tác dân vận</a></td>"
    "<td>120</td></tr></table>"
)
ROWS = [
    "Số | Trích yếu | Số hộ",
    "15 | Kế hoạch thực hiện quy chế dân chủ | 120",
    "16 | Báo cáo công tác dân vận | 120",
]


def test_the_rows_of_a_table_with_links() -> None:
    assert text(paragraphs(0) + TABLE + paragraphs(1)) == [P[0], *ROWS, P[1]]
    list_of_articles = TABLE.replace("<tr><th>Số</th><th>Trích yếu</th><th>Số hộ</th></tr>", "")
    assert "Kế hoạch" not in "".join(text(paragraphs(0) + list_of_articles + paragraphs(1)))


HEADING, *LINKED = (f"<tr>{row}" for row in TABLE.removesuffix("</table>").split("<tr>")[1:])
FIRST, SECOND = LINKED
PLAIN = HEADING.replace("th>", "td>")
SORTED = "<a href='/van-ban?sort=so'>Số</a>"
SPANNED = (
    "<tr><td rowspan=2>Số</td><td colspan=2>Văn bản</td></tr>"
    "<tr><td>Trích yếu</td><td>Số hộ</td></tr>"
)


@pytest.mark.parametrize(
    ("rows", "kept"),
    [
        ("<tr><td colspan=3>DANH MỤC VĂN BẢN</td></tr>" + PLAIN + FIRST, ROWS[1:2]),
        (f"<thead>{HEADING}</thead><tbody>{FIRST}{SECOND}</tbody>", ROWS[1:]),
        (PLAIN.replace("Số<", f"{SORTED}<", 1) + FIRST, ROWS[:2]),
        (HEADING.replace("Số<", "<a href='/so'>Số</a><", 1) + FIRST, ROWS[:2]),
        (SPANNED + FIRST + SECOND, ROWS[1:]),
        (
            HEADING + FIRST.replace("<td>120", "<td rowspan=2>120")
            + SECOND.replace("<td>120</td>", ""),
            [ROWS[1], ROWS[2].removesuffix(" | 120")],
        ),
        (  # the cell that reaches into the next row does not reach into the one after it
            HEADING + FIRST.replace("<td>120", "<td rowspan=2>120")
            + SECOND.replace("<td>120</td>", "") + SECOND,
            [ROWS[1], ROWS[2].removesuffix(" | 120"), ROWS[2]],
        ),
    ],
)  # fmt: skip
def test_a_table_with_links_names_its_columns(rows: str, kept: list[str]) -> None:
    found = read(
        f"<title>{TITLE}</title><h1>{TITLE}</h1><div>{paragraphs(0, 1)}<table>{rows}</table></div>"
    )
    assert [line for line in found.text.split("\n\n") if line in kept] == kept
    assert found.author is None


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(f"<tr><td colspan=3>DANH MỤC</td></tr>{FIRST}", id="only a title"),
        pytest.param(PLAIN.replace("Số<", "<a href='/so'>Số</a><", 1) + FIRST, id="another link"),
        pytest.param(PLAIN.replace("Số<", "<img src=1.gif>Số<", 1) + FIRST, id="an icon"),
        pytest.param(PLAIN.replace("<td>Số hộ</td>", "") + FIRST, id="another number of columns"),
        pytest.param(PLAIN + FIRST.replace("<td>120", "<td colspan=2>120"), id="a wide cell"),
        pytest.param(PLAIN + FIRST.replace("<td>120</td>", ""), id="a cell that lacks"),
    ],
)
def test_other_rows_with_links_are_no_text(rows: str) -> None:
    assert "Kế hoạch" not in "".join(text(f"{paragraphs(0, 1)}<table>{rows}</table>"))


@pytest.mark.parametrize(("titles", "kept"), [(3, True), (4, False)])
def test_the_heading_of_a_table_is_in_its_first_four_rows(titles: int, kept: bool) -> None:
    rows = "<tr><td colspan=3>DANH MỤC</td></tr>" * titles + HEADING + FIRST
    assert (ROWS[1] in text(f"{paragraphs(0, 1)}<table>{rows}</table>")) == kept


@pytest.mark.parametrize("span", ["0", "-1", "x", "", "²", "9" * 6, "9" * 5000])
def test_a_span_that_is_no_number_or_too_large(span: str) -> None:
    rows = HEADING + FIRST.replace("<td>15", f"<td rowspan='{span}' colspan='{span}'>15")
    assert ROWS[0] in text(f"{paragraphs(0, 1)}<table>{rows}</table>")


def test_a_list_of_links_and_dates_in_a_table_is_no_text() -> None:
    row = "<tr><td><a href='/{}'>{}</a></td><td>12/05/2024</td></tr>"
    rows = "".join(row.format(n, P[n]) for n in (3, 4))
    table = f"<table><tr><th>Tin khác</th><th>Ngày đăng</th></tr>{rows}</table>"
    assert P[3] not in "".join(text(paragraphs(0, 1, 2) + table))


def test_lines_that_are_said_twice() -> None:
    verse = "<p>Ai về Bãi Nhạn quê tôi<br>Cùng nhau ta hát<br>Cùng nhau ta hát</p>"
    assert text(paragraphs(0) + verse + paragraphs(1)).count("Cùng nhau ta hát") == 2
    row = "<tr><td>Thôn Hai</td><td>Đạt</td></tr>"
    table = f"<table>{row}{row}</table>"
    assert text(paragraphs(0) + table + paragraphs(1)).count("Thôn Hai | Đạt") == 2
    assert text(paragraphs(0, 1, 1, 2)) == P[:3], "a paragraph"
    caption = "<p><img src=1.jpg>Quang cảnh</p><p>Quang cảnh</p>"
    assert text(paragraphs(0) + caption + paragraphs(1)) == [P[0], "Quang cảnh", P[1]]


POEM = [
    "Gò Sim sáng sớm sương giăng",
    "Con đường mới mở nối bằng lòng dân",
    "Người đi qua suối bao lần",
    "Nay cầu đã bắc chẳng cần lội sâu",
    "Tổ dân vận đến trước sau",
    "Từng lời nói nhỏ thấm vào lòng ai",
]


@pytest.mark.parametrize(
    "poem",
    [
        "<p>" + "<br>".join(POEM) + "</p>",
        "".join(f"<p>{verse}</p>" for verse in POEM),
        "<p>" + "<br>".join(POEM[:3]) + "</p><p>" + "<br>".join(POEM[3:]) + "</p>",
    ],
)
def test_an_article_that_is_a_poem(poem: str) -> None:
    page = f"<title>{TITLE}</title><h1>{TITLE}</h1><div>{poem}<p align=right>Lò Văn Tấm</p></div>"
    article = read(page)
    assert (article.layout, article.author) == ("generic", "Lò Văn Tấm")
    assert article.body.split("\n\n") == POEM
    shorter = read(page.replace(f"{POEM[1]}<br>", "").replace(f"<p>{POEM[1]}</p>", ""))
    assert shorter.layout != "generic" or shorter.body == ""


@pytest.mark.parametrize("between", ["<br>", "</p><p>"])
@pytest.mark.parametrize("before", ["", "<p align=right><i>Kính tặng bà con Gò Sim</i></p>"])
def test_a_poem_whose_first_verse_is_its_title(between: str, before: str) -> None:
    title = f"<title>{POEM[0]}</title><h1>{POEM[0]}</h1>"
    signed = "<p align=right>Lò Văn Tấm</p>"
    verses = between.join(POEM)
    poem = read(f"{title}<div class=b>{before}<p>{verses}</p>{signed}</div>")
    assert poem.text.split("\n\n")[-len(POEM) :] == POEM


@pytest.mark.parametrize(
    ("below", "stays"),
    [
        ("<p>Con đường mới mở</p><p>Người đi qua suối</p>", True),
        (f"<p>Con đường</p><p>{'x' * 60}</p>", True),
        (f"<p>Con đường</p><p>{'x' * 61}</p>", False),
        ("<p>Con đường mới mở.</p><p>Người đi qua suối</p>", False),
        ("<p>Con đường mới mở</p><p>Người đi qua suối.</p>", True),
        ("<p>Con đường mới mở</p>", False),
        ("<p>Con đường mới mở</p><p><b>Người đi qua suối</b></p>", False),
        ("<p>Con đường mới mở</p><p class=x>Người đi qua suối</p>", False),
        ("<p>Con đường mới mở</p><p>14/05/2024</p>", False),
        ("<p>Lò Văn Tấm</p><p>Người đi qua suối</p>", False),
        ("<p>Con đường mới mở</p><p><a href=/b>Người đi qua suối</a></p>", False),
    ],
)
def test_the_title_again_is_a_verse_above_two_verses(below: str, stays: bool) -> None:
    body = f"<p>{TITLE}</p>{below}{paragraphs(0, 1, 2, 3)}"
    found = read(f"<title>{TITLE}</title><h1>{TITLE}</h1><div class=b>{body}</div>")
    assert (TITLE in found.body) == stays


def test_a_sentence_about_the_site_below_the_text_is_cut() -> None:
    told = "Trang web này sử dụng cookie để nâng cao trải nghiệm của bạn đọc ở xã Gò Sim."
    imprint = "<div>Tổng Biên tập: Lò Văn Tấm</div>"
    assert text(f"{paragraphs(0, 1, 2)}<div>{told}</div>{imprint}") == P[:3]
    assert text(f"{paragraphs(0, 1)}<p>{told}</p>{paragraphs(2)}") == [*P[:2], told, P[2]]
    assert text(f"{paragraphs(0, 1, 2)}<p>{told}</p>") == P[:3]


EVENTS = (
    "Thời gian: 8 giờ 00, ngày 20/5/2024",
    "- Thời gian: Ngày 20/5/2024",
    "Hạn nộp hồ sơ: 17h00 ngày 30/5/2024",
    "Ngày thi: 20/5/2024",
    "Ngày 20/5/2024: Khai mạc hội thi",
    "Ngày 20/5/2024:",
)


@pytest.mark.parametrize("line", EVENTS)
def test_the_date_of_an_event_is_text(line: str) -> None:
    for inside in ([f"<p>{line}</p>", *P[:3]], [P[0], line, P[1], P[2]], [P[0], P[1], line, P[2]]):
        lines = "".join(part if part.startswith("<") else f"<p>{part}</p>" for part in inside)
        assert line in text(lines)


@pytest.mark.parametrize(
    "line",
    ["Ngày đăng: 20/5/2024", "Cập nhật lúc: 08:30 20/5/2024", "20/5/2024", "Thứ hai, 20/5/2024"],
)
def test_the_date_of_the_article_is_no_text(line: str) -> None:
    assert line not in text(f"<p>{line}</p>{paragraphs(0, 1, 2)}")
    assert line not in text(f"{paragraphs(0)}<p>{line}</p>{paragraphs(1, 2)}")


def test_a_chronicle() -> None:
    inside = f"{paragraphs(0)}<p><b>20/5/2023</b></p>{paragraphs(1, 2)}<p><b>21/6/2023</b></p>"
    assert text(inside + paragraphs(3)) == [P[0], "20/5/2023", P[1], P[2], "21/6/2023", P[3]]


# What a page hides


@pytest.mark.parametrize(
    "hiding",
    [
        "style='display:none'", "style='visibility: hidden'", "style='opacity:0'", "hidden",
        "aria-hidden='true'", "class='d-none'",
    ],
)  # fmt: skip
def test_a_page_that_a_script_shows_is_read(hiding: str) -> None:
    assert text(paragraphs(0, 1), body=hiding) == P[:2]
    page = f"<h1>{TITLE}</h1>{paragraphs(0, 1)}"
    assert read(f"<body><div {hiding}>{page}</div></body>").text.split("\n\n") == P[:2]


def test_a_minor_part_of_a_page_that_is_hidden_is_not_read() -> None:
    page = f"<title>{TITLE}</title><body><h1>{TITLE}</h1><div>{paragraphs(0, 1)}</div>"
    assert read(f"{page}<div hidden><p>{P[2]}</p></div>").text.split("\n\n") == P[:2]


@pytest.mark.parametrize(
    "style", ["backface-visibility:hidden", "-webkit-backface-visibility : hidden"]
)
def test_a_style_that_hides_nothing(style: str) -> None:
    assert text(f"<p style='{style}'>{P[0]}</p>{paragraphs(1)}") == P[:2]


SHEET = "<link rel='stylesheet' href='/main.css'>"
RULE = "<style>.a{color:red} .hidden{ display : none }</style>"


@pytest.mark.parametrize(
    ("head", "names", "shown"),
    [
        (SHEET, "hidden", False),
        (RULE, "hidden", False),
        (RULE.replace(".hidden", ".x"), "hidden", True),
        ("", "hidden", True),
        (SHEET, "hidden md:block", True),
        (SHEET, "hidden md:hidden", False),
        (SHEET, "overflow-hidden", True),
        (SHEET, "hidden-xs", True),
    ],
)
def test_the_class_hidden_hides_on_a_page_with_style_sheets(
    head: str, names: str, shown: bool
) -> None:
    inside = f"{paragraphs(0, 1)}<p class='{names}'>{P[2]}</p>"
    assert text(inside, head=head) == (P[:3] if shown else P[:2])


@pytest.mark.parametrize("end", ["</html>", "</body>", "</body></html>", "</BODY >\n</HTML>"])
def test_a_page_that_ends_before_its_text(end: str) -> None:
    page = f"<title>{TITLE}</title>@<body>@<h1>{TITLE}</h1>{paragraphs(0)}@{paragraphs(1)}"
    for place in range(3):
        parts = page.split("@")
        parts.insert(place + 1, end)
        assert read("<html>" + "".join(parts)).text.split("\n\n") == P[:2]


def test_a_page_of_one_sentence() -> None:
    sentence = "Mời quý vị và các bạn theo dõi chương trình qua video của Đài Gò Sim."
    others = "".join(f"<li><a href='/{n}'>{P[n]}</a></li>" for n in (1, 2, 3))
    video = f"<p>{sentence}</p><iframe src=x></iframe>"
    page = f"<h1>{TITLE}</h1><div>10/05/2024 08:30</div><div>{video}</div>"
    for below in ("", f"<h3>Bài viết liên quan</h3><ul>{others}</ul>"):
        article = read(page + below)
        assert (article.body, article.published) == (sentence, "2024-05-10T08:30:00+07:00")


@pytest.mark.parametrize(
    "box",
    [
        "<div class='audio-player'><p>Nghe nội dung bài</p><p>00:00</p><p>1x</p></div>",
        "<div>Nghe đọc bài 02:35 Giọng nữ miền Bắc Giọng nam miền Nam Tốc độ 1x 1.25x 1.5x</div>",
        "<div class='reactions'><span>Yêu thích 0</span><span>Phẫn nộ 0</span></div>",
        "<div class='box-serie'><p>Kỳ 1: <a href='/1'>Đi từng ngõ</a></p><p>Kỳ 2</p></div>",
        "<div>Video Player</div>",
        "<div class='author-card'><b>Lò Hoa</b><p>Phóng viên, mười hai năm viết về dân vận ở"
        " vùng cao và nông thôn mới</p></div>",
    ],
)
def test_players_reactions_and_series_are_cut(box: str) -> None:
    for inside in (box + paragraphs(0, 1, 2), paragraphs(0) + box + paragraphs(1, 2)):
        assert text(inside) == P[:3]
    assert explain(f"<h1>{TITLE}</h1><div>{paragraphs(0, 1)}{box}</div>").notes.cuts


@pytest.mark.parametrize(("shown", "read_all"), [(4, True), (5, False)])
def test_a_hidden_element_is_the_page_if_it_holds_more_than_half_of_it(
    shown: int, read_all: bool
) -> None:
    # Elements outside: html, body, h1 and `shown` paragraphs; inside: the div and its paragraphs.
    hidden = "".join(f"<p>{P[5]}</p>" for _ in range(7))
    page = f"<html><body><h1>{TITLE}</h1>{paragraphs(*range(shown))}<div hidden>{hidden}</div>"
    assert (P[5] in read(page).text) == read_all


@pytest.mark.parametrize(("words", "is_poem"), [(12, True), (13, False)])
def test_a_verse_has_at_most_12_words(words: int, is_poem: bool) -> None:
    poem = [f"Câu {chr(97 + n)} " + "la " * (words - 2) for n in range(6)]
    found = read(f"<h1>{TITLE}</h1><div><p>{'<br>'.join(poem)}</p></div>")
    assert (found.layout == "generic" and bool(found.body)) == is_poem


@pytest.mark.parametrize("entry", ["Chủ đề: Nét đẹp dân vận", "Chuyên mục: Dân hỏi", "Thẻ: y tế"])
def test_an_entry_of_an_announcement_is_no_tag(entry: str) -> None:
    other = "Đối tượng: mọi người dân"
    line, below = f"<p>{entry}</p>", f"<p>{other}</p>"
    assert text(paragraphs(0, 1, 2) + line + below + paragraphs(3)) == [*P[:3], entry, other, P[3]]
    assert text(paragraphs(0, 1, 2) + line + below) == [*P[:3], entry, other]
    items = f"<ul><li>{entry}<li>{other}</ul>"
    assert text(paragraphs(0, 1, 2) + items) == [*P[:3], entry, other]


@pytest.mark.parametrize(
    "tags",
    [
        pytest.param("<p>Chủ đề: Dân vận</p>", id="nothing is below it"),
        pytest.param("<p>Chủ đề: <a href=/x>Dân vận</a></p><p>Số: 5</p>", id="a link"),
        pytest.param("<p>Thẻ: #danvan #gosim</p><p>Số: 5</p>", id="hashtags"),
        pytest.param("<div>Chủ đề: Dân vận</div><p>Số: 5</p>", id="set otherwise"),
        pytest.param("<p>Chủ đề: Dân vận</p><p>Nguồn: Báo Gò Sim</p>", id="a source"),
        pytest.param("<p>Chủ đề: Dân vận</p><p>Tác giả: Lò Tấm</p><p>Lượt xem: 5</p>", id="others"),
    ],
)
def test_tags_end_an_article(tags: str) -> None:
    assert text(paragraphs(0, 1, 2) + tags)[:4] == P[:3]


def test_the_tenth_line_below_an_entry() -> None:
    lines = f"<p>Chủ đề: Dân vận</p>{'<p>Bà con</p>' * 9}<p>Số: 5</p>"
    assert "Số: 5" in text(paragraphs(0, 1, 2) + lines)


LABELS = [
    "Cơ quan ban hành",
    "Loại văn bản",
    "Lĩnh vực áp dụng",
    "Người ký văn bản",
    "Ngày có hiệu lực",
    "Tình trạng hiệu lực",
]


@pytest.mark.parametrize("tag", ["p", "div", "span", "td", "li"])
def test_labels_above_a_text_are_no_poem(tag: str) -> None:
    box = "".join(f"<{tag}>{label}</{tag}>" for label in LABELS)
    page = f"<title>{TITLE}</title><h1>{TITLE}</h1><div>{box}</div><div>{paragraphs(0, 1, 2)}</div>"
    assert read(page).text.split("\n\n") == P[:3]


@pytest.mark.parametrize("tag", ["li", "div", "dd"])
def test_a_list_of_labels_above_a_short_text_is_no_poem(tag: str) -> None:
    sentence = "Mời bà con xem phóng sự."
    box = "".join(f"<{tag}>{label}</{tag}>" for label in LABELS)
    page = f"<title>{TITLE}</title><h1>{TITLE}</h1><div>{box}</div><div><p>{sentence}</p></div>"
    assert LABELS[0] not in read(page).text
    assert LABELS[0] in read(page.replace(f"<{tag}", "<p").replace(f"</{tag}", "</p")).text


@pytest.mark.parametrize(
    ("more", "link", "is_poem"),
    [(0, "", True), (1, "", False), (1, "<a href='/2'>Gò Sim</a>", True)],
)
def test_a_poem_is_at_least_as_long_as_the_paragraphs_below_it(
    more: int, link: str, is_poem: bool
) -> None:
    below = "Bài thơ được viết ở xã Gò Sim nhân ngày bà con làm xong con đường mới"
    below = below.ljust(sum(map(len, POEM)) + more, "i")
    poem = f"<p>{'<br>'.join(POEM)}</p>"
    root = parse(f"<h1>{TITLE}</h1><div>{poem}</div><div><p>{link}</p><p>{below}</p></div>")
    assert root is not None
    title, *_ = lines = read_blocks(root)
    verses = with_short_paragraphs(lines, title)[1 : 1 + len(POEM)]
    assert [verse.text for verse in verses] == POEM
    assert {verse.is_prose for verse in verses} == {is_poem}


@pytest.mark.parametrize("verse", ["Mùa thu năm 45 ấy", "Bác ơi!", "Gò Sim", "thôn mình"])
def test_a_verse_with_digits_or_of_two_words_is_in_its_poem(verse: str) -> None:
    poem = [*POEM[:2], verse, *POEM[2:]]
    signed = f"{''.join(f'<p>{line}</p>' for line in poem)}<p>Lò Văn Tấm</p>"
    found = read(f"<title>{TITLE}</title><h1>{TITLE}</h1><div>{signed}</div>")
    assert (found.body.split("\n\n"), found.author) == (poem, "Lò Văn Tấm")
    five = signed.replace(f"<p>{POEM[0]}</p>", "")
    assert read(f"<title>{TITLE}</title><h1>{TITLE}</h1><div>{five}</div>").layout != "generic"


@pytest.mark.parametrize(
    ("names", "is_box"),
    [
        ("id=toc_container class='toc_white no_bullets'", True),
        ("class='ez-toc-v2_0_17 counter-hierarchy'", True),
        ("class='lwptoc lwptoc-autoWidth'", True),
        ("class=wp-block-rank-math-toc-block", True),
        ("class=box-muc-luc", True),
        ("id=mucluc", True),
        ("class=table-of-contents", True),
        ("class=protocol", False),
        ("class=tocontent", False),
    ],
)
def test_a_table_of_contents_is_a_box_beside_the_text(names: str, is_box: bool) -> None:
    contents = "<p>Nội dung bài viết [<a href=#>ẩn</a>]</p><ul><li><a href=#a>Một</a></ul>"
    found = text(f"{paragraphs(0)}<div {names}>{contents}</div>{paragraphs(1, 2)}")
    assert [line for line in found if line in P] == P[:3]
    assert any("Nội dung bài viết" in line for line in found) != is_box
    whole = text(f"<div {names}>{paragraphs(0, 1, 2)}</div>")
    assert whole == P[:3], "a box that is the text"


SHARE = "<p class=note>Chia sẻ bài viết này với bạn bè</p>"
PRIZES = "<table><tr><td>Giải A<td>04<tr><td>Giải B<td>08<tr><td>Giải C<td>12</table>"


@pytest.mark.parametrize(
    ("below", "goes_on"),
    [
        pytest.param(paragraphs(3), True, id="a paragraph"),
        pytest.param("<p>Ở thôn Hai</p><p>Ở thôn Ba</p><p>Ở thôn Tư</p>", True, id="three lines"),
        pytest.param("<p>Ở thôn Hai</p><p>Ở thôn Ba</p>", False, id="two lines"),
        pytest.param(PRIZES, True, id="three rows"),
        pytest.param(f"<p class=x>{P[3]}</p>", False, id="a paragraph that is set otherwise"),
        pytest.param(f"<section><p>{P[3]}</p></section>", False, id="in another element"),
        pytest.param(f"<p>Bình luận</p>{paragraphs(3)}", False, id="comments"),
        pytest.param(f"<p>Tin liên quan</p>{paragraphs(3)}", False, id="other articles"),
    ],
)
def test_a_text_goes_on_below_a_share_bar_in_its_middle(below: str, goes_on: bool) -> None:
    found = text(paragraphs(0, 1, 2) + SHARE + below)
    assert found[:3] == P[:3]
    assert (len(found) > 3) is goes_on
    assert "Chia sẻ" not in " ".join(found)


def test_what_is_below_the_element_of_an_interrupted_text_is_cut() -> None:
    card = "<section><p>Diệu Hoa</p><p>Phóng viên phụ trách mảng xã hội của báo</p></section>"
    inside = f"<div>{paragraphs(0, 1, 2)}{SHARE}{paragraphs(3)}</div>{card}"
    assert text(inside) == P[:4]


VERSES = "".join(f"<p>{line}</p>" for line in (
    "Chị đi mòn mấy mùa ngô", "Dép cao su nối vào dấu suối", "Có đêm bản xa chưa ngủ",
    "Nghe tiếng dép về, chó thôi kêu", "Chị mang gì trong túi chàm", "Một gói muối cho nhà hết",
))  # fmt: skip


@pytest.mark.parametrize(("before", "is_read"), [(1, True), (2, True), (3, False)])
def test_a_poem_may_have_an_introduction(before: int, is_read: bool) -> None:
    page = f"<h1>{TITLE}</h1><header>{paragraphs(*range(before))}</header><div>{VERSES}</div>"
    found = read(f"<title>{TITLE}</title>{page}").text
    assert ("Chị mang gì trong túi chàm" in found) is is_read


@pytest.mark.parametrize(
    "line",
    [
        "Chia sẻ bài này:",
        "Tốc độ phát 1x",
        "Tốc độ đọc 1.5x",
        "Video không hỗ trợ trình duyệt này",
        "Trình duyệt của bạn không hỗ trợ video",
    ],
)
def test_buttons_of_players_and_share_bars_are_chrome(line: str) -> None:
    assert is_chrome(line)


REST = f"<p>{P[2]}</p><p>{P[3]}</p>"


@pytest.mark.parametrize(
    ("below", "has_doubt"),
    [
        pytest.param(f"<div style='display:none'>{REST}</div>", True, id="by its style"),
        pytest.param(f"<div class=d-none>{REST}</div>", True, id="by its class"),
        pytest.param(f"<div hidden><p>{'o' * 60}</p></div>", True, id="60 characters"),
        pytest.param(f"<div hidden><p>{'o' * 59}</p></div>", False, id="59 characters"),
        pytest.param(f"<div hidden><p class=a>{P[2]}</p></div>", False, id="another class"),
        pytest.param(f"<div hidden><div>{P[2]}</div></div>", False, id="another element"),
        pytest.param(f"<p>Bà con vui.</p><div hidden>{REST}</div>", False, id="a line between"),
        pytest.param(f"<template>{REST}</template>", False, id="a template"),
        pytest.param(f"<div>{REST}</div>", False, id="shown"),
    ],
)
def test_a_text_that_goes_on_hidden_has_a_doubt(below: str, has_doubt: bool) -> None:
    page = f"<title>{TITLE}</title><h1>{TITLE}</h1><div>{paragraphs(0, 1)}{below}</div>"
    assert (HIDDEN in explain(page).article.doubts) == has_doubt


@pytest.mark.parametrize(
    ("entries", "words", "is_read"), [(4, 4, True), (3, 4, False), (4, 3, False)]
)
def test_a_list_of_numbered_entries_is_the_text(entries: int, words: int, is_read: bool) -> None:
    listed = [f"{n}. {' '.join(['Ấp'] * (words - 1))}" for n in range(1, entries + 1)]
    inside = f"<div><b>{P[0]}</b></div>" + "".join(f"<div>{line}</div>" for line in listed)
    others = "".join(f"<p><a href=/{n}>Tin</a></p><p>Bà con xã vui vẻ.</p>" for n in range(5))
    page = f"<h1>{TITLE}</h1><div>{inside}</div><div><h3>Tin liên quan</h3>{others}</div>"
    assert (listed[0] in read(f"<title>{TITLE}</title>{page}").text) is is_read


def pictures(*numbers: str) -> str:
    return "".join(f"<p>{P[n]}</p><small>{number}</small>" for n, number in enumerate(numbers))


def test_the_numbers_of_a_series_of_pictures_are_cut() -> None:
    assert text(pictures("1/3", "2/3", "3/3")) == P[:3]


@pytest.mark.parametrize("numbers", [("1/7", "3/7"), ("1/3", "2/4"), ("2/3", "3/3")])
def test_other_fractions_are_kept(numbers: tuple[str, str]) -> None:
    assert text(pictures(*numbers)) == [P[0], numbers[0], P[1], numbers[1]]
