"""The author beside the date below the title, or stated by the head and shown by the page."""

import json

import pytest

from .reading import read

TITLE = "Thôn Bãi Nhạn họp bốn lần mới chốt chỗ làm cầu"
TEXT = "".join(
    f"<p>Lần họp thứ {n} chỉ có mười một nhà đến, tổ dân vận phải đi từng nhà, nghe từng người.</p>"
    for n in range(2, 6)
)


def author(meta: str, head: str = "", end: str = "") -> str | None:
    """Return the author of a page with a line of meta data below its title."""
    page = f"{head}<title>{TITLE}</title><h1>{TITLE}</h1>{meta}<div class=b>{TEXT}</div>{end}"
    return read(page).author


@pytest.mark.parametrize(
    ("meta", "expected"),
    [
        ("<p>Gửi bởi <b>Lò Thị Quyên</b> vào ngày 01/02/2021</p>", "Lò Thị Quyên"),
        (
            "<dl><dd>Được viết: <span>Lò Thị Quyên</span></dd><dd>01/02/2021</dd></dl>",
            "Lò Thị Quyên",
        ),
        ("<div>Lò Quyên • Posted on 12 Tháng Ba, 2023</div>", "Lò Quyên"),
        ("<p>Viết bởi Lò Thị Quyên lúc 08:30 01/02/2021</p>", "Lò Thị Quyên"),
        ("<p>Posted on <time>25/08/2019 20:12</time> by <a>Lò Thị Quyên</a></p>", "Lò Thị Quyên"),
        ("<p>Đăng ngày 25/08/2019 bởi Lò Thị Quyên</p>", "Lò Thị Quyên"),
        ("<p>25/08/2019 | Biên tập: Lò Hoa | Tác giả: Lò Thị Quyên</p>", "Lò Thị Quyên"),
    ],
)
def test_a_label_of_the_author_in_the_date_line(meta: str, expected: str) -> None:
    assert author(meta) == expected


BESIDE = "<div class=m><p>{}</p><p>{}</p></div>"
DATE = "Ngày đăng: 03/10/2022 - 09:15"


@pytest.mark.parametrize(
    "name", ["Lê Bá Thản", "Lê Bá Thản - Vũ Minh Hòa", "Thu Hà – Quốc Bảo", "Thu Hà và Quốc Bảo"]
)
def test_a_full_name_that_shares_a_box_with_the_date(name: str) -> None:
    assert author(BESIDE.format(DATE, name)) == name
    assert author(BESIDE.format(name, DATE)) == name


@pytest.mark.parametrize(
    "meta",
    [
        pytest.param(BESIDE.format(DATE, "Gò Sim"), id="two words may be a place"),
        pytest.param(BESIDE.format(DATE, "Nông thôn mới"), id="a section"),
        pytest.param(BESIDE.format(DATE, "Dân Vận Khéo"), id="a series"),
        pytest.param(BESIDE.format(DATE, "Bản Tin Gò Sim"), id="a newspaper"),
        pytest.param(BESIDE.format(DATE, '<a href="/1">Lê Bá Thản</a>'), id="a link"),
        pytest.param(f"<div><p>{DATE}</p></div><div><p>Lê Bá Thản</p></div>", id="other box"),
        pytest.param(BESIDE.format("Xem nhiều", "Lê Bá Thản"), id="no date"),
    ],
)
def test_other_lines_beside_the_date_are_no_author(meta: str) -> None:
    assert author(meta) is None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Hà Nội, 14/05/2024", None),
        ("Hà Nội, ngày 14/05/2024 08:30", None),
        ("Hà Giang - 14/05/2024", None),
        ("TP. Hồ Chí Minh, 14/05/2024", None),
        ("Gò Sim 14/05/2024", None),
        ("Gò Sim, ngày 15 tháng 5 năm 2024", None),
        ("Lam Khê, ngày 14/5/2024", None),
        ("Lam Khê, 14/5/2024", None),
        ("Lam Khê ngày 14/5/2024", None),
        ("Dân Vận Khéo - 14/05/2024 08:30", None),
        ("Đất Và Người | 14/05/2024", None),
        ("Linh Thư, 14/05/2024 08:30", "Linh Thư"),
        ("Linh Thư 14/05/2024", "Linh Thư"),
        ("Lò Thị Quyên, 14/05/2024", "Lò Thị Quyên"),
        ("Lò Thị Quyên, ngày 14/05/2024", "Lò Thị Quyên"),
        ("(Kèm theo Công văn số 45/UBND) 14/05/2024", None),
    ],
)
def test_places_and_series_in_the_date_line_are_no_author(line: str, expected: str | None) -> None:
    assert author(f"<p>{line}</p>") == expected


def linked(author: object) -> str:
    data = {"@type": "NewsArticle", "headline": TITLE, "author": author}
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


@pytest.mark.parametrize(
    "stated",
    ["Kiều Trang", {"@type": "Person", "name": "Kiều Trang"}, [{"name": "Lê An"}, "Kiều Trang"]],
)
def test_a_stated_author_whom_the_page_shows(stated: object) -> None:
    shown = "<div><a>Kiều Trang</a></div>"
    assert author(shown, linked(stated)) == "Kiều Trang"
    assert author("", linked(stated), end=shown) == "Kiều Trang"
    assert author(shown) is None
    assert author("", linked(stated)) is None


SCHOLAR = "<meta name=citation_author content='{}'>"


def test_the_authors_whom_meta_elements_state_for_scholars() -> None:
    both = SCHOLAR.format("Hà Nắng") + SCHOLAR.format("Lê Mưa")
    shown = "<p>{}</p><p>Ngày nhận bài: 05/12/2022</p>"
    assert author(shown.format("TS. Hà Nắng, ThS. Lê Mưa"), both) == "Hà Nắng, Lê Mưa"
    assert author(shown.format("Hà Nắng và Lê Mưa"), both) == "Hà Nắng và Lê Mưa"
    assert author(shown.format("ThS. Lê Mưa"), both) == "Lê Mưa"
    assert author(shown.format("TS. Hà Nắng, ThS. Lê Gió"), both) is None
    assert author(shown.format("TS. Hà Nắng, ThS. Lê Mưa")) is None
    assert author("", both) is None


CREDITS = "<p><b>Kịch bản: Lò Quyên. Các vai: ông Tấm, bà Hoa.</b></p>"


@pytest.mark.parametrize(
    ("credits", "expected"),
    [
        (CREDITS, "Lò Quyên"),
        (CREDITS.replace("Kịch bản", "Kịch bản và đạo diễn"), "Lò Quyên"),
        (CREDITS.replace("Lò Quyên.", "L.Quyên; "), "L.Quyên"),
        (CREDITS.replace("Kịch bản:", "Trong"), None),
        (CREDITS.replace("Lò Quyên", "Lò Quyên đọc"), None),
        (CREDITS.replace("Lò Quyên", "TTXVN"), None),
        ("<p>(Nhạc dạo)</p>" * 2 + CREDITS, "Lò Quyên"),
        ("<p>(Nhạc dạo)</p>" * 3 + CREDITS, None),
    ],
)
def test_the_credits_that_begin_a_text(credits: str, expected: str | None) -> None:
    article = read(f"<title>{TITLE}</title><h1>{TITLE}</h1><div class=b>{credits}{TEXT}</div>")
    assert article.author == expected
    assert "Các vai: ông Tấm" in article.text  # they are part of it


@pytest.mark.parametrize("stated", [None, 7, {}, [], {"name": None}, [[]], "Ban quản trị"])
def test_a_statement_of_no_author_is_ignored(stated: object) -> None:
    assert author("<p>Ban quản trị</p>", linked(stated)) is None


@pytest.mark.parametrize(
    ("meta", "expected"),
    [
        ("Tin, bài: Bá Lựu - Cầm Lâm Đăng ngày: 31/10/2026 lúc 19:33", "Bá Lựu - Cầm Lâm"),
        ("<span>Tin, bài: Bá Lựu</span> <span>Đăng ngày: 31/10/2026</span>", "Bá Lựu"),
        ("Tác giả: Lê An Đăng lúc: 31/10/2026 19:33", "Lê An"),
        ("Lê Văn An Đăng lúc 19:33 31/10/2026", "Lê Văn An"),
        ("Lê Hải Đăng Ngày: 31/10/2026", "Lê Hải Đăng"),
        ("Lê Hải Đăng ngày 31/10/2026", "Lê Hải Đăng"),
    ],
)
def test_the_word_before_the_date_is_no_name(meta: str, expected: str) -> None:
    assert author(f"<div>{meta}</div>") == expected


@pytest.mark.parametrize("space", ["", " "])
def test_the_email_address_beside_the_link_to_an_author(space: str) -> None:
    name = f"<a href=/tac-gia/kieu-trang-linh>Kiều Trang Linh</a>{space}"
    line = f"<div>{name}<span>tranglinh@gosim.example</span></div>"
    assert author(f"{line}<div>06:05 15/05/2024</div>") == "Kiều Trang Linh"


def test_names_that_link_to_the_articles_of_authors() -> None:
    names = "<img src=av.png><a href=/tac-gia/truc-dao>Trúc Đào</a>, <a href=/tac-gia/an>Lê An</a>"
    assert author(f"<div>{names}</div><div>06:05 15/05/2024</div>") == "Trúc Đào, Lê An"
    other = names.replace("/tac-gia/", "/dan-van/")
    assert author(f"<div>{other}</div><div>06:05 15/05/2024</div>") is None


@pytest.mark.parametrize(
    ("meta", "expected"),
    [
        ("<p>29.05.2024 Bài viết của Lò Thị Quyên</p>", "Lò Thị Quyên"),
        ("<p>15-10-2025 612 Lò Thị Quyên</p>", "Lò Thị Quyên"),
        ("<p>15-10-2025 612 lượt xem Lò Thị Quyên</p>", "Lò Thị Quyên"),
        ("<div><b>Tuệ Lâm</b><time>10:24 | 01/04/2025</time><i>6 phút đọc</i></div>", "Tuệ Lâm"),
        ("<div><b>Nông thôn</b><time>10:24 | 01/04/2025</time><i>6 phút đọc</i></div>", None),
        ("<p><b>ThS. Lò Quyên</b><br><i>Trường Chính trị tỉnh</i></p>", "Lò Quyên"),
        ("<p><b>Lò Quyên</b><br><i>Mùa xuân ở bản</i></p>", None),
    ],
)
def test_an_author_among_other_words_of_the_date_line(meta: str, expected: str | None) -> None:
    assert author(meta) == expected


def test_a_person_comes_before_the_desk_that_posted_the_article() -> None:
    desk = "<p>18/02/2023 bởi Ban Biên tập</p>"
    person = "<p align=right><i>Bút ký của</i> <b>Lò Thị Quyên</b></p>"
    assert author(f"{desk}{person}") == "Lò Thị Quyên"
    assert author(desk) is None
    assert author("<p>18/02/2023 bởi Nhóm phóng viên</p>") == "Nhóm phóng viên"


def test_the_author_below_the_title_of_an_article_that_an_office_signs() -> None:
    signed = TEXT + "<p align=right><b>Đài PT-TH Gò Sim</b></p>"
    page = f"<h1>{TITLE}</h1><p>Bài viết của Lò Thị Quyên</p><div class=b>{signed}</div>"
    assert read(page).author == "Lò Thị Quyên"


@pytest.mark.parametrize(("more", "is_cut"), [(0, True), (1, True), (2, False)])
def test_a_name_and_a_date_of_their_own_after_the_lead_are_not_of_the_text(
    more: int, is_cut: bool
) -> None:
    lead = (
        "<p class=dek>Bốn lần họp thì ba lần cãi nhau, lần cuối cả thôn cùng ký vào biên bản.</p>"
    )
    others = "<p>Bà con góp công, góp của, góp lời.</p>" * more
    credit = f"<div class=c><b>Lò Thị Quyên</b><span>07/06/2022 08:27</span>{others}</div>"
    inside = f"<h1>{TITLE}</h1>{lead}{credit}<div class=b>{TEXT}</div>"
    article = read(f"<title>{TITLE}</title><div class=a>{inside}</div>")
    assert ("Lò Thị Quyên" not in article.body.split("\n\n")) is is_cut
    assert article.author == "Lò Thị Quyên"


DATED = "<div class=m>{}<span>08:27 07/06/2022</span>{}</div>"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        # beside buttons and counters
        ("<span>Lò Quyên</span> | ", " | <a href=#c>0 bình luận</a>", "Lò Quyên"),
        ("Lò Quyên &bull; ", " &bull; <a href=#c>Không có phản hồi</a>", "Lò Quyên"),
        ("<b>Lò Quyên</b> ", " <a href=//g.example>Theo dõi Báo Gò Sim trên Google News</a>",
         "Lò Quyên"),
        ("<i>Lò Quyên</i> ", " <a href=/kinh-te>Kinh tế</a> <i>Viết lời bình</i>", "Lò Quyên"),
        ("", " &bull; <a href=#c>Không có phản hồi</a>", None),
        # a link of two words may lead to a section
        ("<a href=/nhip-song>Sắc Màu</a> ", " <a href=/van-hoa>Bản làng</a>", None),
        ("<a href=/author/lo-quyen>Lò Quyên</a> ", " <a href=/van-hoa>Bản làng</a>", "Lò Quyên"),
        ("<a href=/x>Lò Thị Quyên</a> ", " <a href=/van-hoa>Bản làng</a>", "Lò Thị Quyên"),
        # among other labels
        ("Phát sóng: ", " Biên tập viên: Lò Quyên Thời lượng: 08:41", "Lò Quyên"),
        ("Tác giả: Lò Quyên Thời lượng: 08:41 Ngày đăng: ", "", "Lò Quyên"),
        ("Kỹ thuật: Lò Quyên Thời lượng: 08:41 Ngày đăng: ", "", None),
        # between bars, as links
        ("Dân vận | Lò Quyên | ", " | 3 phút đọc", "Lò Quyên"),
        ("Nhịp Cầu | Lò Quyên | ", " | Sắc Màu", None),
        ("<a href=/tac-gia/q>Lò Quyên</a> trong <a href=/dv>Dân vận</a> - ", "", "Lò Quyên"),
        ("<a href=/author/q>Lò Quyên</a> và <a href=/author/t>Hà Tâm</a> ", "",
         "Lò Quyên và Hà Tâm"),
        ("<a href=/author/q>Lò Quyên</a>, <a href=/author/t>Hà Tâm</a> trong <a>Dân vận</a> ", "",
         "Lò Quyên, Hà Tâm"),
        # beside dots without a text
        ("<span>Lò Quyên</span><i></i>", "<i></i><span>12 lượt xem</span>", "Lò Quyên"),
    ],
)  # fmt: skip
def test_an_author_beside_the_date_and_what_else_is_there(
    before: str, after: str, expected: str | None
) -> None:
    article = read(f"<h1>{TITLE}</h1>{DATED.format(before, after)}<div class=b>{TEXT}</div>")
    assert (article.author, article.published) == (expected, "2022-06-07T08:27:00+07:00")


@pytest.mark.parametrize(
    ("picture", "expected"),
    [
        ("src=/avatars/lq.png", "Lò Quyên"),
        ("src=/u/1.png class=ava", "Lò Quyên"),
        ("src=/users/1.png", "Lò Quyên"),
        ("src=/av/lq.png", "Lò Quyên"),
        ("src=/avi/lq.png", None),
        ("src=/anh/ban-nhan.png", None),
    ],
)
def test_the_name_below_the_picture_of_an_author(picture: str, expected: str | None) -> None:
    name = f"<div class=t><img {picture}><span>Lò Quyên</span></div>"
    date = "<p>20:12 ngày 10/09/2025</p>"
    above = f"{name}<h1>{TITLE}</h1>{date}<div class=b>{TEXT}</div>"
    below = f"<h1>{TITLE}</h1>{name}{date}<div class=b>{TEXT}</div>"
    assert [read(page).author for page in (above, below)] == [expected, expected]
    place = below.replace("Lò Quyên", "Xã Gò Sim")
    assert read(place).author is None


def test_the_editor_beside_the_date_if_nobody_else_is_named() -> None:
    editor, date = "<p>Biên tập: Lò Quyên</p>", "<p>Phát sóng: 20h05, 14/09/2024</p>"
    assert author(date + editor) == "Lò Quyên"
    assert author(editor) is None
    assert author(date + editor + "<p>Bài: Hà Thị Tâm</p>") == "Hà Thị Tâm"
    assert author("", end=editor) is None


@pytest.mark.parametrize(
    ("label", "expected"),
    [("Tác giả", "Lò Quyên"), ("Người viết:", "Lò Quyên"), ("Chuyên mục", None)],
)
def test_a_name_below_its_label(label: str, expected: str | None) -> None:
    items = f"<ul><li>{label}</li><li>Lò Quyên</li><li>Ngày</li><li>14/05/2024</li></ul>"
    assert author(items) == expected


@pytest.mark.parametrize(
    ("icon", "expected"),
    [
        ('<i class="bi bi-person"></i>', "Út Nhàn"),
        ('<i class="fa fa-user"></i>', "Út Nhàn"),
        ('<i class="fas fa-user-edit"></i>', "Út Nhàn"),
        ('<span class="glyphicon glyphicon-user"></span>', "Út Nhàn"),
        ('<i class="icon-pencil"></i>', "Út Nhàn"),
        ("<img src=/images/tac-gia.svg>", "Út Nhàn"),
        ('<svg><use href="#icon-user"></use></svg>', "Út Nhàn"),
        ('<i class="material-icons">person</i>', "Út Nhàn"),
        ('<span class=o><i class="fa fa-user-o"></i></span>', "Út Nhàn"),
        ('<i class="material-icons">folder</i>', None),
        ("<b>person</b>", None),
        ('<i class="bi bi-folder"></i>', None),
        ('<i class="fa fa-pennant"></i>', None),
        ("", None),
    ],
)
@pytest.mark.parametrize("name", ["Út Nhàn", "<span>Út Nhàn</span>"])
def test_a_name_after_the_icon_of_a_person(icon: str, expected: str | None, name: str) -> None:
    meta = "<p>{} {} <i class=bi></i> 14/08/2025, 14:20 <i class=bi></i> 173</p>"
    assert author(meta.format(icon, name)) == expected


def test_what_else_follows_the_icon_of_a_person_is_no_author() -> None:
    icon, date = '<i class="bi bi-person"></i>', "14/08/2025, 14:20"
    assert author(f"<ul><li>{icon} Út</li><li>{date}</li></ul>") == "Út"
    assert author(f"<ul><li>{date}</li><li>4</li><li>{icon} Út</li></ul>") == "Út"
    assert author(f"<ul><li>{date}</li><li>4</li><li>5</li><li>{icon} Út</li></ul>") is None
    assert author(f"<ul><li>{icon} Út</li></ul>") is None
    assert author(f"<div>{date}<br>Một<br>{icon} Út</div>") == "Út"
    assert author(f"<div>{date}<br>Một<br>Hai<br>{icon} Út</div>") is None
    desk = "Nhóm phóng viên"
    assert author(f"<p>{icon} {desk} <i class=bi></i> {date} <i class=bi></i> 9</p>") == desk
    for words in ("Đăng nhập", "Quản trị", "Xã Gò Sim", "Bản Tin Gò Sim", "12 lượt xem"):
        assert author(f"<p>{icon} {words} <i class=bi></i> {date}</p>") is None


def test_a_name_with_a_role_in_brackets() -> None:
    assert author(f"<p>Út Nhàn (tổng hợp)</p><p>{DATE}</p>") == "Út Nhàn"
    assert author(f"<p>Út Nhàn (Gò Sim)</p><p>{DATE}</p>") is None


@pytest.mark.parametrize(("dots", "expected"), [(19, "Út Nhàn"), (20, None)])
def test_an_icon_is_among_the_first_20_elements_of_its_line(
    dots: int, expected: str | None
) -> None:
    icon = '<i class="bi bi-person"></i>'
    assert author(f"<p>{'<i></i>' * dots}{icon} Út Nhàn <i></i> {DATE} 173</p>") == expected


ONE = (
    "<div class=b><p>Ở bản Nhạn, 40 hộ người Thái vẫn giữ nghề dệt, mỗi tháng có thêm thu nhập.</p>"
)


@pytest.mark.parametrize(
    ("name", "line", "expected"),
    [
        ("td-post-source-tags", "TAGS", None),
        ("td-post-source-tags", "Gò Sim", None),
        ("source_tags", "Gò Sim", None),
        ("resources", "Gò Sim", None),
        ("source", "TAGS", None),
        ("source", "Từ Khóa", None),
        ("source", "Út Nhàn", "Út Nhàn"),
        ("post-source", "Út", "Út"),
        ("author", "Huy", "Huy"),
    ],
)
def test_a_class_that_names_the_source_but_not_that_of_tags(
    name: str, line: str, expected: str | None
) -> None:
    box = f"<div class={name}><ul><li><span>{line}</span></li></ul></div>"
    assert author(f"<p>{DATE}</p>{box}") == expected
    if expected is None:
        assert author(f"<p>{DATE}</p>", end=box) is None
        head = f"<title>{TITLE}</title><h1>{TITLE}</h1><p>{DATE}</p>"
        assert read(f"{head}{ONE}</div>{box}").author is None
        assert read(f"{head}{ONE}{box}</div>").author is None


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("<a href=/category/giao-thong rel='category tag'>Giao Thông</a>", None),
        ("<a href=/giao-thong>Giao Thông</a>", None),
        ("<a href=/an-toan-giao-thong rel=category>An Toàn Giao Thông</a>", None),
        ("<a href=/an-toan-giao-thong rel='Tag'>An Toàn Giao Thông</a>", None),
        ("<a href=/author/lo-quyen rel='author'>Lò Quyên</a>", "Lò Quyên"),
        ("<a href=/lo-quyen rel='author'>Lò Quyên</a>", "Lò Quyên"),
        ("<a href=/author/lo-quyen>Lò Quyên</a>", "Lò Quyên"),
        ("<a href=/lo-thi-quyen>Lò Thị Quyên</a>", "Lò Thị Quyên"),
        ("<span>Lò Quyên</span>", "Lò Quyên"),
        ("Tác giả: <a href=/lo-quyen>Lò Quyên</a>", "Lò Quyên"),
        ("<a href=/giao-thong>Giao Thông</a> - Lò Quyên", None),
    ],
)
@pytest.mark.parametrize("line", ["{} - 12/04/2024 08:30", "{} | 12/04/2024", "12/04/2024 {}"])
def test_a_link_to_a_section_beside_the_date_is_no_author(
    line: str, link: str, expected: str | None
) -> None:
    assert author(f"<div>{line.format(link)}</div>") == expected


@pytest.mark.parametrize(
    ("above", "expected"),
    [
        ("<p class=author>Lò Quyên</p>", "Lò Quyên"),
        ("<p class=author>Lò Quyên</p><p>01/02/2021</p>", "Lò Quyên"),
        ("<div><span class=x-author>Lò Quyên</span><span>01/02/2021</span></div>", "Lò Quyên"),
        ("<p class=author>Lò Quyên</p><p>Chuyện thôn bản</p><p>01/02/2021</p>", None),
        ("<p>Lò Quyên</p><p>01/02/2021</p>", None),
    ],
)
def test_the_class_of_an_author_above_the_title(above: str, expected: str | None) -> None:
    in_box = f"<div class=h>{above}<h1>{TITLE}</h1></div><div class=b>{TEXT}</div>"
    assert read(f"<title>{TITLE}</title>{in_box}").author == expected
    on_page = f"<title>{TITLE}</title>{above}<h1>{TITLE}</h1><div class=b>{TEXT}</div>"
    assert read(on_page).author is None, "in the box of the title"
