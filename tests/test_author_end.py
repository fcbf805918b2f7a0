"""Who signs an article at its end, and which capitalised lines there are text."""

import json

import pytest

from extraction.article import Article
from extraction.layouts import Layout

from .reading import read

TITLE = "Thôn Bãi Nhạn họp bốn lần mới chốt chỗ làm cầu"
P = [
    f"<p>Lần họp thứ {n} chỉ có mười một nhà đến, tổ dân vận phải đi từng nhà, nghe từng người nói"
    " rồi mới mời họp lần sau nữa.</p>"
    for n in range(2, 7)
]
TEXT = "".join(P[:3])
PEOPLE = ("Lò Văn Tấm", "Trần Thị Hoa", "Nguyễn Văn An")
PLACES = ("Gò Sim", "Bãi Nhạn", "Thôn Hai", "Thôn Ba")


def article(body: str, *, after: str = "", head: str = "") -> Article:
    return read(f"{head}<title>{TITLE}</title><h1>{TITLE}</h1><div class=b>{body}</div>{after}")


def lines(found: Article) -> list[str]:
    """Return the lines after the first three paragraphs."""
    return found.body.split("\n\n")[3:]


def each(tag: str, texts: tuple[str, ...]) -> str:
    return "".join(f"<{tag}>{text}</{tag}>" for text in texts)


# Lists and tables


@pytest.mark.parametrize("names", [PEOPLE, PLACES])
@pytest.mark.parametrize("before", ["<p>Danh sách:</p>", ""])
@pytest.mark.parametrize("tag", ["li", "p", "div", "dd"])
def test_a_list_of_names_is_text(names: tuple[str, ...], before: str, tag: str) -> None:
    found = article(f"{TEXT}{before}<div>{each(tag, names)}</div>")
    assert found.author is None
    assert lines(found)[-len(names) :] == list(names)


def test_a_list_of_bold_names_or_of_names_in_one_element_is_text() -> None:
    bold = article(TEXT + "".join(f"<p><b>{name}</b></p>" for name in PEOPLE))
    assert (bold.author, lines(bold)) == (None, list(PEOPLE))
    broken = article(f"{TEXT}<p>{'<br>'.join(PEOPLE)}</p>")
    assert (broken.author, lines(broken)) == (None, list(PEOPLE))


@pytest.mark.parametrize(
    "names",
    [
        "<p class=a>Lò Văn Tấm</p><p class=b>Trần Thị Hoa</p>",
        "<div><p>Lò Văn Tấm</p></div><div><p>Trần Thị Hoa</p></div>",
        "<p>Trần Thị Hoa, trưởng thôn Hai</p><p>Lò Văn Tấm</p>",
        "<p>- Trần Thị Hoa (thôn Hai)</p><p>Lò Văn Tấm</p>",
        "<p>Lò Văn Tấm</p><p>Trần Thị Hoa: thôn Ba</p>",
    ],
)
def test_one_of_several_names_is_text(names: str) -> None:
    found = article(TEXT + names)
    assert (found.author, len(lines(found))) == (None, 2)


def test_a_label_beside_a_name_makes_no_list() -> None:
    found = article(f"{TEXT}<p>Lò Văn Tấm</p><p>Theo Trần Thị Hoa</p>")
    assert (found.author, lines(found)) == ("Lò Văn Tấm", [])


def test_names_on_the_right_are_a_byline() -> None:
    found = article(f"{TEXT}<p align=right>Lò Văn Tấm</p><p align=right>Trần Thị Hoa</p>")
    assert (found.author, lines(found)) == ("Lò Văn Tấm", [])


@pytest.mark.parametrize(
    ("rows", "kept"),
    [
        (
            "<tr><td>Lò Văn Tấm<td>Thôn Hai</tr><tr><td>Trần Thị Hoa<td>Thôn Ba</tr>",
            ["Lò Văn Tấm | Thôn Hai", "Trần Thị Hoa | Thôn Ba"],
        ),
        ("<tr><td>Lò Văn Tấm</tr><tr><td>Trần Thị Hoa</tr>", ["Lò Văn Tấm", "Trần Thị Hoa"]),
        ("<tr><td>Lò Văn Tấm<td>Thôn Hai</tr>", ["Lò Văn Tấm | Thôn Hai"]),
    ],
)
def test_a_table_of_names_is_text(rows: str, kept: list[str]) -> None:
    found = article(f"{TEXT}<table>{rows}</table>")
    assert (found.author, lines(found)) == (None, kept)


def test_a_table_that_lays_out_the_page_may_have_a_byline() -> None:
    rows = "".join(f"<tr><td>{text}</td></tr>" for text in (*P[:3], "Lò Văn Tấm"))
    found = read(f"<title>{TITLE}</title><h1>{TITLE}</h1><table>{rows}</table>")
    assert (found.author, lines(found)) == ("Lò Văn Tấm", [])


def test_a_row_of_figures_in_such_a_table_is_text() -> None:
    rows = "".join(f"<tr><td colspan=2>{text}</td></tr>" for text in P[:3])
    row = "<tr><td>Lò Văn Tấm</td><td>Thôn Hai</td></tr>"
    found = read(f"<title>{TITLE}</title><h1>{TITLE}</h1><table>{rows}{row}</table>")
    assert (found.author, lines(found)) == (None, ["Lò Văn Tấm | Thôn Hai"])


@pytest.mark.parametrize(("tag", "author"), [("p", "Lò Văn Tấm"), ("li", None), ("dd", None)])
def test_an_item_of_a_list_below_the_body_is_no_byline(tag: str, author: str | None) -> None:
    layouts = (Layout("2023", title="h1", body="div.b"),)
    page = f"<main><h1>{TITLE}</h1><div class=b>{TEXT}</div><{tag}>Lò Văn Tấm</{tag}></main>"
    assert read(page, layouts=layouts).author == author


def test_a_line_below_a_colon_is_text_unless_it_is_a_label_of_the_author() -> None:
    found = article(f"{TEXT}<p>Người liên hệ:</p><p align=right>Lò Văn Tấm</p>")
    assert (found.author, lines(found)) == (None, ["Người liên hệ:", "Lò Văn Tấm"])
    assert article(f"{TEXT}<p>Bài, ảnh:</p><p>Lò Văn Tấm</p>").author == "Lò Văn Tấm"


# Capitalised lines that are no names


@pytest.mark.parametrize(
    "line",
    ["Trân Trọng", "TRÂN TRỌNG CẢM ƠN", "Kính Chào", "Xin Cảm Ơn", "Cầu Bãi Nhạn", "Gò Sim",
     "Nhà Văn Hóa Thôn Hai", "Dân Vận Khéo", "Gò Sim Online", "Giải Nhất", "KẾT LUẬN",
     "GIẢI PHÁP THỰC HIỆN"],
)  # fmt: skip
def test_a_last_line_that_is_no_name_is_text(line: str) -> None:
    found = article(f"{TEXT}<p>{line}</p>")
    assert (found.author, lines(found)) == (None, [line])


@pytest.mark.parametrize("line", ["Vai Trò Của Đảng", "Dân Vận Khéo", "Nắng Mới"])
def test_a_bold_subheading_before_the_last_paragraph_is_text(line: str) -> None:
    found = article(f"{TEXT}<p><b>{line}</b></p>{P[3]}")
    assert (found.author, lines(found)) == (None, [line, P[3][3:-4]])


@pytest.mark.parametrize("name", ["Lò Văn Tấm", "Hồng Giang", "Bài, ảnh: Thanh Thúy Vân"])
def test_a_last_line_that_is_a_name_is_the_byline(name: str) -> None:
    found = article(f"{TEXT}<p>{name}</p>")
    assert (found.author, lines(found)) == (name.removeprefix("Bài, ảnh: "), [])


@pytest.mark.parametrize("unit", [None, "Ban Dân vận Đảng ủy"])
def test_a_comrade_signs_alone_and_is_one_of_a_list_beside_others(unit: str | None) -> None:
    names = [f"Đ/c {name}{f' - {unit}' if unit else ''}" for name in PEOPLE]
    for form in ("<p align=right>{}</p>", "<p><b>{}</b></p>"):
        found = article(TEXT + form.format(names[0]))
        assert (found.author, found.unit, lines(found)) == (PEOPLE[0], unit, [])
        listed = article(TEXT + "".join(map(form.format, names)))
        assert (listed.author, lines(listed)) == (None, names)
    plain = article(f"{TEXT}<p>{names[0]}</p>")
    assert (plain.author, lines(plain)) == (None, [names[0]])


def test_a_name_on_the_right_may_begin_with_any_word() -> None:
    assert article(f"{TEXT}<p>Thanh Thúy Vân</p>").author is None
    assert article(f"{TEXT}<p align=right>Thanh Thúy Vân</p>").author == "Thanh Thúy Vân"
    copyright_ = article(f"{TEXT}<p class=copyright>Thanh Thúy Vân</p>")
    assert copyright_.author is None


# What an office signs


BLOCKS = (
    ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Lò Văn Tấm"),
    ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Lò Văn Tấm"),
    ("TM. HUYỆN ỦY", "BÍ THƯ", "Lò Văn Tấm"),
    ("T/M CẤP ỦY", "Lò Văn Tấm"),
    ("BÍ THƯ", "Lò Văn Tấm"),
    ("Trưởng ban", "Lò Văn Tấm"),
    ("T/M BAN CHẤP HÀNH", "BÍ THƯ", "(Đã ký)", "Lò Văn Tấm"),
    ("Nơi nhận:", "- Như trên;", "- Lưu VT.", "TM. BAN THƯỜNG TRỰC", "Lò Văn Tấm"),
    ("CHỦ TỊCH", "Lò Văn Tấm", "Nơi nhận:", "- Như trên;", "- Lưu VT."),
)


@pytest.mark.parametrize("block", BLOCKS)
def test_the_block_with_which_an_office_signs_is_text(block: tuple[str, ...]) -> None:
    ended = TEXT.removesuffix(".</p>") + "./.</p>"
    on_the_right = "".join(f"<p align=right><b>{line}</b></p>" for line in block)
    for body in (
        TEXT + each("p", block),
        f"{TEXT}<p><b>{'<br>'.join(block)}</b></p>",
        ended + on_the_right,
    ):
        found = article(body, after="<p>Trần Thị Hoa</p>")
        assert (found.author, found.byline) == (None, None)
        assert lines(found) == list(block)


COPIED = "<i>Nơi nhận:</i><br>- UBND huyện Gò Sim;<br>- Lưu: VT."
SIGNS = "<b>TM. ỦY BAN NHÂN DÂN</b><br><b>CHỦ TỊCH</b><br><br><b>Lò Văn Tấm</b>"


@pytest.mark.parametrize(
    ("cells", "stays"),
    [
        pytest.param((COPIED, SIGNS), True, id="for an office"),
        pytest.param((SIGNS, COPIED), True, id="on the left"),
        pytest.param((COPIED, "CHỦ TỊCH<br>Lò Văn Tấm"), True, id="a post"),
        pytest.param(("Nơi nhận:", "KT. CHỦ TỊCH<br>Lò Văn Tấm"), True, id="a short row"),
        pytest.param((COPIED, "Lò Văn Tấm"), False, id="a name alone"),
        pytest.param(("Nơi nhận thư: xã Gò Sim", "CHỦ TỊCH<br>Lò Văn Tấm"), False,
                     id="no addressees"),
    ],
)  # fmt: skip
def test_the_row_of_a_table_in_which_an_office_signs_is_text(
    cells: tuple[str, ...], stays: bool
) -> None:
    ended = ("".join(P) * 4).removesuffix(".</p>") + "./.</p>"
    found = article(f"{ended}<table><tr>{each('td', cells)}</tr></table>")
    assert found.author is None
    assert ("Lò Văn Tấm" in found.body) is stays


def test_a_text_that_goes_on_below_the_row_of_an_office_may_have_a_byline() -> None:
    row = f"<table><tr>{each('td', (COPIED, SIGNS))}</tr></table>"
    assert article(f"{TEXT}{row}{TEXT}<p align=right>Hà Tâm</p>").author == "Hà Tâm"


@pytest.mark.parametrize(
    "line", ["BAN LỄ TANG - GIA ĐÌNH KÍNH BÁO", "Gia đình kính báo.", "Kính báo"]
)
def test_the_line_that_ends_an_obituary_is_text(line: str) -> None:
    found = article(f"{TEXT}<p align=center><b>{line}</b></p>")
    assert (found.author, found.unit, lines(found)) == (None, None, [line])


def test_the_post_below_a_name_does_not_sign_for_an_office() -> None:
    post = "Bí thư Huyện ủy Na Hin"
    found = article(f"{TEXT}<p align=right>Lò Văn Tấm</p><p align=right>{post}</p>")
    assert found.author == "Lò Văn Tấm"


# The unit above the name


UNIT = "Ban Chính trị, BĐBP tỉnh Lam Khê"
RIGHT = "<p style='text-align:right'>{}</p><p style='text-align:right'><b>{}</b></p>"


def test_a_unit_above_the_name_is_part_of_the_byline() -> None:
    signed = RIGHT.format(UNIT, "Đại úy Lò Văn Tấm")
    table = f"<table align=right><tr><td>{UNIT}<br><b>Đại úy Lò Văn Tấm</b></td></tr></table>"
    for found in (
        article(TEXT + signed),
        article(TEXT, after=f"<div>{signed}</div>"),
        article(TEXT + table),
    ):
        assert (found.author, found.unit) == ("Lò Văn Tấm", UNIT)
        assert found.byline == f"{UNIT}\nĐại úy Lò Văn Tấm"
        assert lines(found) == []


def test_a_unit_that_is_not_set_apart_is_text() -> None:
    found = article(f"{TEXT}<p>{UNIT}</p><p align=right>Lò Văn Tấm</p>")
    assert (found.author, found.unit, lines(found)) == ("Lò Văn Tấm", None, [UNIT])
    own = article(TEXT + RIGHT.format(UNIT, "Lò Văn Tấm - Hội Nông dân"))
    assert (own.unit, lines(own)) == ("Hội Nông dân", [UNIT])


@pytest.mark.parametrize(("cells", "author"), [(1, "Thanh Thúy Vân"), (2, None)])
def test_a_table_on_the_right_sets_a_name_apart_if_it_is_its_only_cell(
    cells: int, author: str | None
) -> None:
    rows = "<tr><td>Thanh Thúy Vân</td></tr>" + "<tr><td>Ảnh đẹp</td></tr>" * (cells - 1)
    assert article(f"{TEXT}<table align=right>{rows}</table>").author == author


@pytest.mark.parametrize(("length", "author"), [(180, "Thanh Thúy Vân"), (181, None)])
def test_a_table_on_the_right_sets_apart_at_most_180_characters(
    length: int, author: str | None
) -> None:
    name = "Thanh Thúy Vân"
    other = "Ảnh ".ljust(length - len(name), "ả")
    cell = f"<td>{name}<br>{other}</td>"
    assert article(f"{TEXT}<table align=right><tr>{cell}</tr></table>").author == author


# Email addresses and cards of authors


@pytest.mark.parametrize(
    "line",
    ["Lò Văn Tấm - tam@gosim.example", "Lò Văn Tấm (tam@gosim.example)",
     "Lò Văn Tấm, lo.van-tam@mail.gosim.example"],
)  # fmt: skip
def test_the_email_address_of_an_author(line: str) -> None:
    found = article(f"{TEXT}<div>{line}</div>")
    assert (found.author, lines(found)) == ("Lò Văn Tấm", [])


CARD = (
    "<div><img src=1.jpg alt='Hoài Sa'><div>Hoài Sa</div>"
    "<div>Phóng viên nông nghiệp, tám năm theo dõi vùng Gò Sim.</div></div>"
)


def linked(author: object) -> str:
    data = {"@type": "NewsArticle", "headline": TITLE, "author": author}
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


def test_the_card_of_an_author_whom_the_head_states() -> None:
    found = article(TEXT + CARD, head=linked({"@type": "Person", "name": "Hoài Sa"}))
    assert (found.author, lines(found)) == ("Hoài Sa", [])
    assert article(TEXT + CARD).author is None


@pytest.mark.parametrize("kind", ["Organization", ["NewsMediaOrganization"]])
def test_an_organization_is_no_author(kind: object) -> None:
    name = "Nắng Mới"
    stated = linked([{"@type": kind, "name": name}])
    assert article(TEXT, head=stated, after=f"<p>Bờ kênh</p><div>{name}</div>").author is None
    person = linked([{"@type": "Person", "name": name}])
    assert article(TEXT, head=person, after=f"<p>Bờ kênh</p><div>{name}</div>").author == name
    site = f"<meta property='og:site_name' content='{name}'>{person}"
    assert article(TEXT, head=site, after=f"<p>Bờ kênh</p><div>{name}</div>").author is None


def test_the_office_in_the_footer_signs_no_article() -> None:
    office = "<div>THƯỜNG TRỰC HĐND HUYỆN GÒ SIM</div>"
    above = "<div class=metadata-author>Lê Văn An</div>"
    found = article(above + TEXT, after=f"<footer>{office}</footer>")
    assert found.author == "Lê Văn An"
    assert article(TEXT, after=f"<footer>{office}</footer>").author is None


@pytest.mark.parametrize("name", ["author", "pseudonym", "pen-name", "but-danh"])
def test_the_class_of_an_author(name: str) -> None:
    page = f"<title>{TITLE}</title><h1>{TITLE}</h1><p class={name}>Lan</p><div>{TEXT}</div>"
    assert read(page).author == "Lan"


SIGNED = "<p align=right><b>Lò Văn Tấm</b></p>"
LINKED = "<a href=#_ftnref1 name=_ftn1>{}</a>"
WORK = "Hồ Chí Minh: Toàn tập, tập 6, trang 234."


@pytest.mark.parametrize(
    ("below", "stay"),
    [
        (("(1) " + WORK, "[2]. " + WORK), 2),
        ((LINKED.format("[1]") + " " + WORK,), 1),
        (("Chú thích:", "1. " + WORK, "- " + WORK), 3),
        (("Tài liệu tham khảo", "* " + WORK), 2),
        (("1. " + WORK,), 0),
        (("Tài liệu", "* " + WORK), 0),
        (("Chú thích:", "Xã Gò Sim thông xe cầu treo"), 1),
        ((LINKED.format("[1] Xã Gò Sim thông xe"),), 0),
        (("[1]",), 0),
    ],
)
def test_references_below_the_byline(below: tuple[str, ...], stay: int) -> None:
    found = article(TEXT + SIGNED + "".join(f"<p>{line}</p>" for line in below))
    assert found.author == "Lò Văn Tấm"
    assert len(lines(found)) == stay


@pytest.mark.parametrize(("name", "expected"), [("author-box", "Hà Tâm"), ("tin-moi", None)])
def test_the_heading_of_an_author_card_below_the_text(name: str, expected: str | None) -> None:
    card = f"<div class={name}><h4>Hà Tâm</h4><p>Phóng viên ở Gò Sim.</p></div>"
    assert article(TEXT, after=card).author == expected


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ("<div><p><b>Thạnh Quới</b></p><p>27°C - Nhiều mây</p></div>", None),
        ("<div><p>Tài trợ</p><p><b>Thạnh Quới</b></p></div>", None),
        ("<div><p><b>Hà Văn Tâm</b></p><p>27°C - Nhiều mây</p></div>", "Hà Văn Tâm"),
        ("<div><p align=right><b>Hà Tâm</b></p><p>Gò Sim</p></div>", "Hà Tâm"),
        ("<div><p><b>Hà Tâm</b></p></div><p>27°C - Nhiều mây</p>", "Hà Tâm"),
        ("<p><b>Hà Tâm</b></p><p>Gò Sim</p>", "Hà Tâm"),
    ],
)
def test_a_short_name_in_a_box_with_other_lines_is_no_byline(
    after: str, expected: str | None
) -> None:
    assert article(TEXT, after=after).author == expected


IMAGE = "<img src=a.jpg>"


@pytest.mark.parametrize(
    ("credits", "expected"),
    [
        (f"{IMAGE}<p>Bài, ảnh: Lê An</p>", "Lê An"),
        (f"{IMAGE}<p>Nội dung: LÊ AN</p><p>Ảnh: HÀ TÂM</p><p>Trình bày: MAI LAN</p>", "LÊ AN"),
        ("<p>Trình bày: Mai Lan</p><p>Ảnh: Hà Tâm</p><p>Nội dung: Lê An</p>", "Lê An"),
    ],
)
def test_credits_below_a_picture_or_in_any_order(credits: str, expected: str) -> None:
    found = article(TEXT + credits)
    assert (found.author, lines(found)) == (expected, [])


@pytest.mark.parametrize("line", ["Nguồn: Lê An", "Ảnh: Lê An", "Tác giả: Lê An", "Lê An"])
def test_a_caption_is_no_byline(line: str) -> None:
    found = article(f"{TEXT}{IMAGE}<p>{line}</p>")
    assert (found.author, lines(found)) == (None, [line])


def test_a_line_in_a_box_below_the_text_does_not_replace_the_author_above() -> None:
    above = "<div class=author>Lê Văn An</div>"
    box = "<div><p><b>Thạnh Quới</b></p><p>27°C - Nhiều mây</p></div>"
    assert article(above + TEXT, after=box).author == "Lê Văn An"


LAST = "Bà con thôn Hai góp công sửa xong đoạn đường dọc bờ kênh trong ba ngày"


@pytest.mark.parametrize(
    ("end", "author"),
    [
        ("./. &nbsp; <b>Hà Tâm</b>", "Hà Tâm"),
        (". <strong><em>(Hà Tâm)</em></strong>", "Hà Tâm"),
        (". <b>Tin, ảnh: H.T</b>", "H.T"),
        (". <b>Hà Tâm</b> ", "Hà Tâm"),
        (" của <b>Hà Tâm</b>", None),
        (". Hà Tâm", None),
        (". <b>Gò Sim</b>", None),
        (". <b>Thôn Hai</b>", None),
        (". <b>Bà con rất vui.</b>", None),
        (". <b>Hà Tâm</b> kể.", None),
    ],
)
def test_the_byline_at_the_end_of_the_last_paragraph(end: str, author: str | None) -> None:
    found = article(f"{TEXT}<p>{LAST}{end}</p>")
    assert found.author == author
    [line] = lines(found)
    assert (line in (f"{LAST}.", f"{LAST}./.")) is (author is not None)


OTHER = "<a href=/b-2.html>Mùa nước nổi về sớm trên cánh đồng Bãi Nhạn</a>"
LINKED = "<a href=/tac-gia/hoa>Trần Thị Hoa</a>"


@pytest.mark.parametrize(
    "name",
    [
        LINKED,
        f"<p>{LINKED}</p>",
        "<p class=author>Trần Thị Hoa</p>",
        f"<p>2/3/2024</p><p>{LINKED}</p>",
    ],
)
@pytest.mark.parametrize("heading", ["<h3>Có thể bạn quan tâm</h3>", ""])
def test_the_author_of_another_article_below_the_text_is_not_its_author(
    name: str, heading: str
) -> None:
    listed = f"<div class=c>{heading}<div>{OTHER}{name}</div></div>"
    assert article(TEXT, after=listed).author is None
    above = "<div><a href=/tac-gia/tam>Lò Văn Tấm</a> <span>14/05/2024</span></div>"
    assert article(above + TEXT, after=listed).author == "Lò Văn Tấm"


def test_a_link_to_another_article_between_the_text_and_its_byline() -> None:
    below = f"<p>{OTHER}</p><p class=author>Lò Văn Tấm</p>"
    assert article(TEXT, after=below).author == "Lò Văn Tấm"


def test_a_mark_before_the_label_of_the_author_below_a_picture() -> None:
    picture = "<p align=center><img src=1.jpg></p><p align=right>* Bài, ảnh: Lò Văn Tấm</p>"
    assert article(TEXT + picture).author == "Lò Văn Tấm"


def test_a_pager_between_the_text_and_its_byline() -> None:
    pager = "<p>Trang: <b>1</b> <a href=?page=2>2</a> <a href=?page=3>3</a></p>"
    signed = "<div>Lò Văn Tấm – Trần Thị Hoa</div>"
    assert article(TEXT + pager, after=signed).author == "Lò Văn Tấm – Trần Thị Hoa"
    assert article(TEXT, after=f"<p>Trang phục ngày hội</p>{signed}").author is None


# Several briefs


BRIEF = "<p><b>{}</b></p>{}<p align=right>{}</p>"
AUTHORS = ("L.Q", "Hà Tâm", "L.Q")


def briefs(authors: tuple[str, ...], brief: str = BRIEF) -> str:
    parts = zip(("Thôn Hai", "Thôn Ba", "Thôn Tư"), P, authors, strict=False)
    return "".join(brief.format(*part) for part in parts)


@pytest.mark.parametrize("count", [2, 3])
def test_the_bylines_of_several_briefs(count: int) -> None:
    found = article(briefs(AUTHORS[:count]))
    assert (found.author, found.byline) == ("L.Q, Hà Tâm", "L.Q\nHà Tâm")
    assert len(found.body.split("\n\n")) == 2 * count


@pytest.mark.parametrize(
    ("authors", "unit"),
    [
        (("L.Q - Công an xã", "Hà Tâm - Công an xã"), "Công an xã"),
        (("L.Q - Công an xã", "Hà Tâm"), None),
    ],
)
def test_the_unit_of_several_briefs_is_one_for_all(
    authors: tuple[str, ...], unit: str | None
) -> None:
    found = article(briefs(authors))
    assert (found.author, found.unit) == ("L.Q, Hà Tâm", unit)


@pytest.mark.parametrize(
    ("body", "author"),
    [
        pytest.param(BRIEF.format("Thôn Hai", P[0], "L.Q"), "L.Q", id="one brief"),
        pytest.param(briefs(AUTHORS, "{1}<p align=right>{2}</p>"), "Hà Tâm", id="no headings"),
        pytest.param(briefs(AUTHORS) + P[3], "L.Q", id="a text goes on"),
        pytest.param(
            briefs(("Hà Tâm",), "<p><b>{0}</b></p>{1}<div align=right>{2}</div>")
            + BRIEF.format("Thôn Ba", P[1], "L.Q"),
            "Hà Tâm", id="set otherwise",
        ),
        pytest.param(briefs(("Hà Tâm", "TTXVN", "L.Q")), "Hà Tâm, L.Q", id="an agency"),
    ],
)  # fmt: skip
def test_other_texts_with_several_bylines(body: str, author: str) -> None:
    assert article(body).author == author


COMMENT = "<div class=x><span>{}</span><p>Bài hay, cảm ơn tòa soạn.</p><i>{}</i></div>"


@pytest.mark.parametrize(
    ("comments", "author"),
    [
        (COMMENT.format("Lò Văn Tấm", "Thích 4") + COMMENT.format("Lò Hoa", "Trả lời"), None),
        (COMMENT.format("Lò Văn Tấm", "Thích 4 Trả lời 2 giờ trước") * 3, None),
        (COMMENT.format("Lò Văn Tấm", "Thích 4"), "Lò Văn Tấm"),
        (COMMENT.format("Lò Văn Tấm", "Bản Nhạn") * 2, "Lò Văn Tấm"),
        (COMMENT.format("Bài: Lò Văn Tấm", "Thích 4") * 2, "Lò Văn Tấm"),
    ],
)
def test_those_who_comment_sign_nothing(comments: str, author: str | None) -> None:
    for found in (article(TEXT + comments), article(TEXT, after=f"<div>{comments}</div>")):
        assert found.author == author


@pytest.mark.parametrize(("paragraphs", "author"), [(19, None), (20, "Lò Văn Tấm")])
def test_a_comment_has_at_most_20_lines_above_its_buttons(
    paragraphs: int, author: str | None
) -> None:
    text = "Bài hay.</p><p>" * (paragraphs - 1) + "Bài hay."
    comment = COMMENT.replace("Bài hay, cảm ơn tòa soạn.", text).format("Lò Văn Tấm", "Thích 4")
    assert article(TEXT + comment * 2).author == author


CALL = "Theo dõi Báo Gò Sim trên các nền tảng Facebook, Zalo, YouTube để cập nhật tin tức mới nhất"


@pytest.mark.parametrize("stop", ["", ".", "!"])
@pytest.mark.parametrize("signature", [SIGNED, ""])
def test_a_call_to_follow_the_newspaper_is_no_text(stop: str, signature: str) -> None:
    found = article(f"{TEXT}{signature}<p>{CALL}{stop}</p>")
    assert (found.author, lines(found)) == ("Lò Văn Tấm" if signature else None, [])
    told = f"{CALL}, anh Lò Văn Tấm kể."
    assert lines(article(f"{TEXT}<p>{told}</p>")) == [told]
