"""The limits of finding title, body and section: a page just inside each, and one just outside."""

import pytest

from .reading import read

TITLE = "Xã Gò Sim ra mắt tổ dân vận khéo giữ sạch dòng kênh"
OTHER = "Huyện Lam Khê mở lớp dạy nghề cho phụ nữ các thôn"
START = "Bà con xã Gò Sim góp công làm đường, trồng cây và giữ sạch dòng kênh đoạn"


def p(number: int, length: int = 120, attributes: str = "") -> str:
    """Return a paragraph of its own with so many characters."""
    return f"<p {attributes}>{sentence(number, length)}</p>"


def sentence(number: int, length: int = 120) -> str:
    return f"{START} {number:02} ".ljust(length - 1, "o") + "."


TEXT = "".join(p(number) for number in range(4))


def title(body: str, head: str = "", link_text: str | None = None) -> str | None:
    page = f"<html><head>{head}</head><body>{body}</body></html>"
    return read(page, link_text=link_text).title


def stated(text: str) -> str:
    return f"<title>{text}</title>"


# A title that something else repeats


@pytest.mark.parametrize(
    ("head", "link_text", "body", "found"),
    [
        pytest.param(stated(TITLE), None, f"<p>{TITLE}</p>{TEXT}", TITLE, id="the head"),
        pytest.param("", TITLE, f"<p>{TITLE}</p><h2>{OTHER}</h2>{TEXT}", TITLE, id="the listing"),
        pytest.param(
            "", None, f"<p>Trang chủ » {TITLE}</p><div>{TITLE}</div><h2>{OTHER}</h2>{TEXT}", TITLE,
            id="the breadcrumb",
        ),
        pytest.param(
            stated(f"{TITLE} - Báo Gò Sim"), None, f"<p>{TITLE}</p><h2>{OTHER}</h2>{TEXT}", TITLE,
            id="the head with the site's name behind",
        ),
        pytest.param(
            stated(f"Báo Gò Sim | Tin tức | {TITLE}"), None,
            f"<p>{TITLE}</p><h2>{OTHER}</h2>{TEXT}", TITLE, id="the head, its third part",
        ),
        pytest.param(
            stated(f"Báo Gò Sim | Tin tức | Xã hội | {TITLE}"), None,
            f"<p>{TITLE}</p><h2>{OTHER}</h2>{TEXT}", OTHER, id="not its fourth part",
        ),
        pytest.param(
            stated(f"Tin | {TITLE} | Xã hội | Báo Gò Sim"), None,
            f"<p>{TITLE}</p><h2>{OTHER}</h2>{TEXT}", TITLE, id="the head, a part in the middle",
        ),
        pytest.param(
            stated("Xã Gò Sim họp"), None, f"<p>Xã Gò Sim họp</p><h2>{OTHER}</h2>{TEXT}",
            "Xã Gò Sim họp", id="four words",
        ),
        pytest.param(
            stated("Gò Sim họp"), None, f"<p>Gò Sim họp</p><h2>{OTHER}</h2>{TEXT}", OTHER,
            id="three words",
        ),
        pytest.param(
            stated(f"{TITLE[:19]}..."), None, f"<p>{TITLE}</p><h2>{OTHER}</h2>{TEXT}", TITLE,
            id="19 characters of it and dots",
        ),
        pytest.param(
            stated(f"{TITLE[:17]}..."), None, f"<p>{TITLE}</p><h2>{OTHER}</h2>{TEXT}", TITLE,
            id="17 characters and dots, 20 in all",
        ),
        pytest.param(
            stated(f"{TITLE[:16]}..."), None, f"<p>{TITLE}</p><h2>{OTHER}</h2>{TEXT}", OTHER,
            id="16 characters and dots",
        ),
        pytest.param(
            stated(f"{TITLE[:19]}…"), None, f"<p>{TITLE}</p><h2>{OTHER}</h2>{TEXT}", TITLE,
            id="cut with an ellipsis",
        ),
        pytest.param(
            stated(TITLE[:22]), None, f"<p>{TITLE}</p><h2>{OTHER}</h2>{TEXT}", OTHER,
            id="its beginning without dots",
        ),
        pytest.param(
            stated(TITLE) + '<meta property="og:site_name" content="' + TITLE + '">', None,
            f"<p>{TITLE}</p><h2>{OTHER}</h2>{TEXT}", OTHER, id="the name of the site",
        ),
    ],
)  # fmt: skip
def test_a_line_that_something_else_repeats_is_the_title(
    head: str, link_text: str | None, body: str, found: str
) -> None:
    assert title(body, head, link_text) == found


EIGHT = "Xã Gò Sim ra mắt tổ dân vận"  # words


@pytest.mark.parametrize(
    ("crumb", "line", "found"),
    [
        pytest.param(f"Trang chủ » {EIGHT}", EIGHT, True, id="eight words"),
        pytest.param(f"Trang chủ » {EIGHT[:-4]}", EIGHT[:-4], False, id="seven words"),
        pytest.param(f"Trang chủ » {EIGHT[:-8]}...", EIGHT, True, id="cut"),
        pytest.param(f"Trang chủ » {EIGHT[:-8]}…", EIGHT, True, id="cut with an ellipsis"),
        pytest.param(f"Tin tức » {EIGHT}", EIGHT, False, id="not from the home page"),
        pytest.param(f"Trang chủ: {EIGHT}", EIGHT, False, id="no step"),
        pytest.param(f"Trang nhất > Tin / {EIGHT}", EIGHT, True, id="the last of three"),
        pytest.param(f"Trang chủ » {EIGHT} » Tin", EIGHT, False, id="not the last"),
        pytest.param(f"Home>{'o' * 467}>{EIGHT}", EIGHT, True, id="500 characters"),
        pytest.param(f"Home>{'o' * 468}>{EIGHT}", EIGHT, False, id="501 characters"),
        pytest.param(f"{'Home > Mục<br>' * 4}Trang chủ » {EIGHT}", EIGHT, True, id="the fifth"),
        pytest.param(f"{'Home > Mục<br>' * 5}Trang chủ » {EIGHT}", EIGHT, False, id="the sixth"),
    ],
)  # fmt: skip
def test_the_last_step_of_a_breadcrumb_may_be_the_title(crumb: str, line: str, found: bool) -> None:
    body = f"<p>{crumb}</p><div>{line}</div><h2>{OTHER}</h2>{TEXT}"
    assert title(body) == (line if found else OTHER)


LINK = f"<a href='/b'>{TITLE}</a>"


@pytest.mark.parametrize(
    ("first", "second", "is_first"),
    [
        pytest.param(f"<h3>{TITLE}</h3>", f"<h1>{TITLE}</h1>", False, id="the larger heading"),
        pytest.param(f"<h1>{TITLE}</h1>", f"<h3>{TITLE}</h3>", True, id="the larger, above"),
        pytest.param(f"<h2>{TITLE}</h2>", f"<h2>{TITLE}</h2>", True, id="the first of two alike"),
        pytest.param(f"<h1>{LINK}</h1>", f"<p>{TITLE}</p>", False, id="the one without a link"),
        pytest.param(f"<p>{TITLE}</p>", f"<h4>{TITLE}</h4>", False, id="a heading"),
    ],
)
def test_of_several_lines_that_repeat_the_title(first: str, second: str, is_first: bool) -> None:
    far = "<p>Gò</p>" * 20  # a date is looked for in the lines below the title
    body = f"{first}<p>12/08/2023</p>{far}{second}<p>13/08/2023</p>{TEXT}"
    article = read(f"<html><head>{stated(TITLE)}</head><body>{body}</body></html>")
    assert article.title == TITLE
    assert article.published == ("2023-08-12" if is_first else "2023-08-13")


@pytest.mark.parametrize(
    ("body", "found"),
    [
        pytest.param(f"<div>{LINK}</div><h2>{OTHER}</h2>{TEXT}", OTHER, id="a link"),
        pytest.param(
            f"<div><a href='/b'>{TITLE[:26]}</a>{TITLE[26:]}!</div><h2>{OTHER}</h2>{TEXT}", OTHER,
            id="half a link",
        ),
        pytest.param(
            f"<div><a href='/b'>{TITLE[:26]}</a>{TITLE[26:]}!!</div><h2>{OTHER}</h2>{TEXT}",
            f"{TITLE}!!", id="less than half a link",
        ),
        pytest.param(f"<h2>{LINK}</h2><h2>{OTHER}</h2>{TEXT}", TITLE, id="a heading with a link"),
        pytest.param(
            f"<h2>{OTHER}</h2>{''.join(p(n) for n in range(17))}<div>{TITLE}</div>", OTHER,
            id="a line behind 2,040 characters of text",
        ),
        pytest.param(
            f"<h2>{OTHER}</h2>{''.join(p(n) for n in range(16))}<div>{TITLE}</div>", TITLE,
            id="a line behind 1,920 characters of text",
        ),
        pytest.param(
            f"<h2>{OTHER}</h2>{''.join(p(n) for n in range(40))}<h2>{TITLE}</h2>", TITLE,
            id="a heading behind all the text",
        ),
        pytest.param(
            f"<h2>{OTHER}</h2>{''.join(p(n) for n in range(19))}<div>{TITLE}</div>"
            f"{''.join(p(n) for n in range(20, 40))}", TITLE, id="a line before half of the text",
        ),
        pytest.param(
            f"<h2>{OTHER}</h2>{''.join(p(n) for n in range(21))}<div>{TITLE}</div>"
            f"{''.join(p(n) for n in range(22, 41))}", OTHER, id="a line behind half of the text",
        ),
    ],
)  # fmt: skip
def test_where_a_line_that_repeats_the_title_may_stand(body: str, found: str) -> None:
    assert title(body, stated(TITLE)) == found


@pytest.mark.parametrize(
    ("exact", "found"),
    [pytest.param(2000, True, id="2,000"), pytest.param(2001, False, id="2,001")],
)
def test_no_title_stands_behind_more_than_2000_characters_of_a_short_text(
    exact: int, found: bool
) -> None:
    text = "".join(p(n) for n in range(16)) + p(16, exact - 16 * 120)
    body = f"<h2>{OTHER}</h2>{text}<div>{TITLE}</div>"
    assert title(body, stated(TITLE)) == (TITLE if found else OTHER)


def test_of_two_lines_that_are_stated_the_longer_is_the_title() -> None:
    head = stated(f"{TITLE} | Gò Sim ra mắt tổ") + f'<meta property="og:title" content="{OTHER}">'
    assert title(f"<div>{OTHER}</div><div>{TITLE}</div>{TEXT}", head) == TITLE
    cut = stated(f"{TITLE[:22]}...") + f'<meta property="og:title" content="{OTHER}">'
    assert title(f"<div>{TITLE} mới nhất hôm nay</div><div>{OTHER}</div>{TEXT}", cut) == OTHER


# Headings


@pytest.mark.parametrize(
    ("body", "found"),
    [
        pytest.param(f"<h1>{TITLE}</h1><h2>{OTHER}</h2>{TEXT}", TITLE, id="h1 before h2"),
        pytest.param(f"<h2>{TITLE}</h2><h3>{OTHER}</h3>{TEXT}", TITLE, id="h2 before h3"),
        pytest.param(f"<h3>{TITLE}</h3><h4>{OTHER}</h4>{TEXT}", TITLE, id="h3 before h4"),
        pytest.param(f"<h4>{TITLE}</h4><p>{OTHER}</p>{TEXT}", TITLE, id="h4 before a line"),
        pytest.param(f"<h4>{OTHER}</h4><h5>{TITLE}</h5>{TEXT}", OTHER, id="h4 before h5"),
        pytest.param(f"<h2>{OTHER}</h2><h2>{TITLE}</h2>{TEXT}", TITLE, id="the nearest of two"),
        pytest.param(f"<h2>{TITLE}</h2>{TEXT}<h2>{OTHER}</h2>", TITLE, id="none below the text"),
        pytest.param("<h1>Xã Gò Sim họp</h1>" + TEXT, "Xã Gò Sim họp", id="four words"),
        pytest.param("<h1>Gò Sim họp</h1>" + TEXT, None, id="three words"),
        pytest.param("<h1>Gò Sim họp 12 13 14</h1>" + TEXT, None, id="figures are no words"),
        pytest.param(f"<h1>{'Xã Gò Sim họp '.ljust(300, 'o')}</h1>" + TEXT,
                     "Xã Gò Sim họp ".ljust(300, "o"), id="300 characters"),
        pytest.param(f"<h1>{'Xã Gò Sim họp '.ljust(301, 'o')}</h1>" + TEXT, None, id="301"),
        pytest.param(f"<h1><a href='/b'>{TITLE[:26]}</a>{TITLE[26:]}</h1>" + TEXT, None,
                     id="half a link"),
        pytest.param(f"<h1><a href='/b'>{TITLE[:24]}</a>{TITLE[24:]}</h1>" + TEXT, TITLE,
                     id="less than half a link"),
        pytest.param("<h1>Tác giả: Lò Văn Tấm</h1>" + TEXT, None, id="a byline"),
        pytest.param("<h1>Trang thông tin huyện Lam Khê</h1>" + TEXT, None, id="a site's kind"),
        pytest.param("<h1>Tin bài cùng chuyên mục</h1>" + TEXT, None, id="a list's"),
        pytest.param("<h1>Gửi bình luận của bạn</h1>" + TEXT, None, id="a comment box's"),
        pytest.param("<h1>Chia sẻ bài viết lên Facebook</h1>" + TEXT, None, id="a button's"),
        pytest.param(f"<h1>{TITLE} ngày 13/08/2023</h1>" + TEXT, None, id="with a date"),
        pytest.param("<h1>Trang nhất / Tin tức / Xã hội</h1>" + TEXT, None, id="a breadcrumb"),
        pytest.param("<h1>Trang nhất của xã mới</h1>" + TEXT, "Trang nhất của xã mới",
                     id="the first words of a breadcrumb"),
        pytest.param(f"<h1>{sentence(9)}</h1>" + TEXT, None, id="a lead set as a heading"),
        pytest.param(f"<h1>{sentence(9)[:-1]}</h1>" + TEXT, sentence(9)[:-1],
                     id="a long title without a full stop"),
        pytest.param("<h1>Xã Gò Sim họp.</h1>" + TEXT, "Xã Gò Sim họp.", id="a short one with one"),
        *(
            pytest.param(f"<{tag}><h1>{TITLE}</h1></{tag}>" + TEXT, None, id=f"in a <{tag}>")
            for tag in ("aside", "form", "footer")
        ),
        pytest.param(f"<form><div><h1>{TITLE}</h1></div></form>" + TEXT, None, id="deeper in one"),
        pytest.param(f"<form><div><div><h1>{TITLE}</h1></div></div></form>" + TEXT, TITLE,
                     id="far within a form"),
    ],
)  # fmt: skip
def test_which_heading_above_the_text_is_the_title(body: str, found: str | None) -> None:
    assert title(f"<div>{body}</div>") == found


def test_the_name_of_the_site_is_no_title() -> None:
    name = f'<meta property="og:site_name" content="{OTHER}">'
    assert title(f"<h2>{TITLE}</h2><h1>{OTHER}</h1>{TEXT}", name) == TITLE
    assert title(f"<h2>{TITLE}</h2><h1>{OTHER}</h1>{TEXT}") == OTHER


@pytest.mark.parametrize(
    ("name", "is_site"),
    [
        ("Báo Gò Sim điện tử huyện Lam Khê mới", True),
        ("Báo Gò Sim điện tử huyện Lam Khê mới nhất", False),
        ("Báo cáo về đường làng", False),
        ("Đài Gò Sim phát thanh", True),
        ("Đài đã phát thanh", False),
        ("Tạp chí dân vận Gò Sim Lam Khê", True),
        ("Tạp chí dân vận Gò Sim Lam Khê mới", False),
        ("Truyền hình Gò Sim Lam", True),
        ("Đảng bộ Gò Sim Lam Khê", True),
        ("Đảng bộ Gò Sim Lam Khê họp", False),
        ("Tỉnh ủy Lam Khê họp", True),
        ("Tỉnh uỷ Lam Khê họp", True),
        ("Cổng thông tin huyện Lam Khê", True),
        ("Cổng làng mới Gò Sim", False),
        ("Website xã Gò Sim", True),
        ("Chào mừng xã Gò Sim", True),
        ("BAN DÂN VẬN HUYỆN ỦY", True),
        ("Ban Dân vận Huyện ủy", False),
    ],
)
def test_a_line_that_names_a_site_or_an_office_is_no_title(name: str, is_site: bool) -> None:
    # A plain line of capitals that begins like an office is its banner.
    page = f"<p>{TITLE}</p><p>Gò Sim</p><div>{name}</div>{TEXT}"
    assert title(page) == (TITLE if is_site else name)


@pytest.mark.parametrize(
    ("heading", "is_banner"),
    [
        ("HỘI NÔNG DÂN HUYỆN LAM KHÊ", True),
        ("HỘI NÔNG DÂN XÃ GÒ", True),
        ("HỘI NÔNG DÂN XÃ GÒ SIM MỚI", True),
        ("HỘI NÔNG DÂN XÃ GÒ SIM MỚI NAY", False),
        ("HỘI NÔNG DÂN GÒ SIM", False),
        ("HỘI NÔNG DÂN XÃ GÒ SIM HỌP BÀN GIỮ", False),
        ("Hội Nông dân huyện Lam Khê", False),
        ("ỦY BAN MẶT TRẬN VÀ CÁC ĐOÀN THỂ CỦA HUYỆN LAM KHÊ", True),
        ("ỦY BAN MẶT TRẬN VÀ CÁC ĐOÀN THỂ CỦA CẢ HUYỆN LAM KHÊ", False),
        ("NGƯỜI DÂN CỦA HUYỆN LAM KHÊ", False),
        ("THỊ ỦY CỦA THỊ XÃ LAM KHÊ", True),
    ],
)
def test_a_heading_in_capitals_is_a_banner_where_it_is_an_office_of_a_place(
    heading: str, is_banner: bool
) -> None:
    assert title(f"<h2>{TITLE}</h2><h1>{heading}</h1>{TEXT}") == (TITLE if is_banner else heading)


@pytest.mark.parametrize(
    ("label", "longer", "below", "found"),
    [
        pytest.param("Xã Gò Sim họp mới", TITLE, "<p>13/08/2023</p>", True, id="five words"),
        pytest.param("Xã Gò Sim họp mới nay", TITLE, "<p>13/08/2023</p>", False, id="six words"),
        pytest.param(
            "Xã Gò Sim họp mới", "Xã Gò Sim họp bàn giữ sạch dòng kênh", "<p>13/08/2023</p>", False,
            id="nine words behind",
        ),
        pytest.param(
            "Xã Gò Sim họp mới", "Xã Gò Sim họp bàn giữ sạch dòng kênh mương",
            "<p>13/08/2023</p>", True, id="ten words behind",
        ),
        pytest.param("Xã Gò Sim họp mới", TITLE, "", False, id="no date below"),
        pytest.param(
            "Xã Gò Sim họp mới", TITLE, "<p>Gò Sim</p><p>13/08/2023</p>", True, id="the second line"
        ),
        pytest.param(
            "Xã Gò Sim họp mới", TITLE, "<p>Gò</p><p>Sim</p><p>13/08/2023</p>", False,
            id="the third line",
        ),
        pytest.param(
            "Xã Gò Sim họp mới", f"{TITLE}.", "<p>13/08/2023</p>", False, id="a full stop"
        ),
        pytest.param(
            "Xã Gò Sim họp mới", f"{TITLE} 13/08/2023", "<p>13/08/2023</p>", False,
            id="not plausible",
        ),
    ],
)  # fmt: skip
def test_a_longer_heading_below_a_short_one_with_a_date_is_the_title(
    label: str, longer: str, below: str, found: bool
) -> None:
    expected = longer if found else label
    assert title(f"<h1>{label}</h1><h2>{longer}</h2>{below}{TEXT}") == expected
    body = f"<h1>{label}</h1><h2>{longer}</h2>{below}{TEXT}"
    assert title(body, stated(label)) == expected
    assert title(f"<p>13/08/2023</p><h2>{longer}</h2><h1>{label}</h1>{TEXT}") == label


@pytest.mark.parametrize(
    ("between", "found"), [pytest.param(3, True, id="near"), pytest.param(4, False, id="too far")]
)
def test_a_longer_heading_is_looked_for_in_six_lines_of_a_label_that_the_head_repeats(
    between: int, found: bool
) -> None:
    lines = "".join(f"<p>Dòng {n}</p>" for n in range(between))
    body = f"<h1>Xã Gò Sim họp mới</h1>{lines}<h2>{TITLE}</h2><p>13/08/2023</p>{TEXT}"
    assert title(body, stated("Xã Gò Sim họp mới")) == (TITLE if found else "Xã Gò Sim họp mới")


# Without a heading


@pytest.mark.parametrize(
    ("body", "found"),
    [
        pytest.param(
            f"<p class=title>{TITLE}</p><p>Gò Sim</p><p>Lam</p><p>Khê</p><p>{OTHER}</p>", TITLE,
            id="a class before the last line",
        ),
        pytest.param(f"<p id=tieu-de>{TITLE}</p><p>{OTHER}</p>", TITLE, id="an id"),
        pytest.param(
            f"<p class=title>{LINK}</p><p>13/08/2023</p><p><b>{OTHER}</b></p>", TITLE,
            id="a class, a link, and a date below it",
        ),
        pytest.param(
            f"<p class=title>{LINK}</p><p><b>{OTHER}</b></p>", OTHER, id="a class and a link alone"
        ),
        pytest.param(
            f"<p>{TITLE}</p><p>13/08/2023</p><p><b>{OTHER}</b></p>", TITLE, id="a date before bold"
        ),
        pytest.param(
            f"<p>{LINK}</p><p>13/08/2023</p><p><b>{OTHER}</b></p>", OTHER, id="a link and a date"
        ),
        pytest.param(
            f"<p>{TITLE}</p><p>Gò</p><p>Sim</p><p>13/08/2023</p><p><b>{OTHER}</b></p>", TITLE,
            id="a date in the third line below",
        ),
        pytest.param(
            f"<p>{TITLE}</p><p>Gò</p><p>Sim</p><p>Lam</p><p>13/08/2023</p><p><b>{OTHER}</b></p>",
            OTHER, id="a date in the fourth line below",
        ),
        pytest.param(f"<p><b>{TITLE}</b></p><p>{OTHER}</p>", TITLE, id="bold before plain"),
        pytest.param(f"<p><b>{TITLE}.</b></p><p>{OTHER}</p>", OTHER, id="bold with a full stop"),
        pytest.param(
            f"<p>{TITLE}</p><p><b>Hoàng Thị Mai Lan</b></p>", TITLE, id="bold, but a byline"
        ),
        pytest.param(f"<p>{TITLE}</p><p>Hoàng Thị Mai Lan</p>", TITLE, id="plain, but a byline"),
        pytest.param(f"<p>{OTHER}</p><p>{TITLE}</p>", TITLE, id="the last line"),
        pytest.param(
            f"<p><font size=5>{TITLE}</font></p><p>A</p><p>B</p><p>{OTHER}</p>", TITLE,
            id="larger, three lines before the last",
        ),
        pytest.param(
            f"<p><font size=5>{TITLE}</font></p><p>A</p><p>B</p><p>C</p><p>{OTHER}</p>", OTHER,
            id="larger, four lines before the last",
        ),
        pytest.param(
            f"<p><font size=4>{TITLE}</font></p><p><font size=5>{OTHER}</font></p>", OTHER,
            id="the larger of two sizes",
        ),
        pytest.param(
            f"<p><font size=5>{TITLE}</font></p><p><font size=12>{OTHER}</font></p>", TITLE,
            id="a size of two figures is none",
        ),
        pytest.param(
            f"<p><font size=2><font size=5>{TITLE}</font></font></p>"
            f"<p><font size=3>{OTHER}</font></p>", TITLE, id="the larger of two around a line",
        ),
        pytest.param(
            f"<p><span size=5>{TITLE}</span></p><p>{OTHER}</p>", OTHER, id="a size of no <font>"
        ),
    ],
)  # fmt: skip
def test_what_speaks_for_a_title_that_is_no_heading(body: str, found: str) -> None:
    article = read(f"<html><body>{body}<div>{TEXT}</div></body></html>")
    assert article.title == found
    assert "title: only its place speaks for it" in article.doubts


@pytest.mark.parametrize(
    ("before", "found"),
    [
        pytest.param(f"<p>{OTHER}</p><h2>{sentence(9)[:-1]}</h2>", sentence(9)[:-1], id="heading"),
        pytest.param(
            f"<p>{OTHER}</p><p class=title>{sentence(9)[:-1]}</p>", sentence(9)[:-1], id="class"
        ),
        pytest.param(
            f"<p>{OTHER}</p><p>{sentence(9)[:-1]}</p><p>13/08/2023</p>", sentence(9)[:-1], id="date"
        ),
        pytest.param(f"<p>{OTHER}</p><p>{sentence(9)}</p><p>13/08/2023</p>", OTHER, id="full stop"),
        pytest.param(
            f"<p>{OTHER}</p><p>{sentence(9)[:-1]}</p><p>Gò</p><p>13/08/2023</p>", OTHER,
            id="date in the second line",
        ),
        pytest.param(f"<p>{OTHER}</p><p>{sentence(9)[:-1]}</p>", OTHER, id="nothing"),
    ],
)  # fmt: skip
def test_a_long_title_is_no_paragraph_where_something_says_so(before: str, found: str) -> None:
    assert title(f"<div>{before}{TEXT}</div>") == found


# The title that no line shows


@pytest.mark.parametrize(
    ("head", "link_text", "found"),
    [
        pytest.param(stated(TITLE), None, TITLE, id="the head"),
        pytest.param("", TITLE, TITLE, id="the listing"),
        pytest.param(stated(f"{TITLE} | Báo Gò Sim"), None, TITLE, id="a publisher behind it"),
        pytest.param(
            stated(f"{TITLE} - Gò Sim mới") + '<meta property="og:site_name" content="Gò Sim mới">',
            None, TITLE, id="the site's name behind it",
        ),
        pytest.param(stated(f"{TITLE} - Gò Sim mới"), None, f"{TITLE} - Gò Sim mới", id="words"),
        pytest.param(
            stated(f"{TITLE} - mới | Báo Gò Sim | Tin"), None, f"{TITLE} - mới", id="from it on"
        ),
        pytest.param(stated(f"- {TITLE} |"), None, TITLE, id="marks around it"),
        pytest.param(stated("Xã Gò Sim họp"), None, "Xã Gò Sim họp", id="four words"),
        pytest.param(stated("Gò Sim họp"), None, None, id="three words"),
        pytest.param(stated("Gò Sim họp"), TITLE, TITLE, id="three words, and the listing"),
        pytest.param(stated(f"{TITLE}..."), None, None, id="cut"),
        pytest.param(stated(f"{TITLE}…"), TITLE, TITLE, id="cut, and the listing"),
        pytest.param(stated("Báo Gò Sim điện tử"), None, None, id="a publisher"),
        pytest.param(
            stated(TITLE) + f'<meta property="og:site_name" content="{TITLE}">', None, None,
            id="the site's name",
        ),
    ],
)  # fmt: skip
def test_the_title_of_a_page_that_shows_none(
    head: str, link_text: str | None, found: str | None
) -> None:
    page = f"<html><head>{head}</head><body><div>{TEXT}</div></body></html>"
    article = read(page, link_text=link_text)
    assert article.title == found
    assert ("title: the page does not show it" in article.doubts) == (found is not None)


# The section


def section(above: str, head: str = "") -> str | None:
    head += stated(TITLE)
    return read(
        f"<html><head>{head}</head><body>{above}<h1>{TITLE}</h1>{TEXT}</body></html>"
    ).section


def a(text: str) -> str:
    return f"<a href='/s'>{text}</a>"


LINES = "".join(f"<p>Dòng {n} ở Gò Sim</p>" for n in range(8))
SECTION_META = '<meta property="article:section" content="Đời sống">'


@pytest.mark.parametrize(
    ("above", "found"),
    [
        pytest.param(f"<p class=breadcrumb>{a('Tin')} {a('Xã hội')}</p>", "Xã hội", id="a class"),
        pytest.param(f"<p id=chuyen-muc>{a('Xã hội')}</p><p>Gò</p>", "Xã hội", id="an id"),
        pytest.param(
            f"<p aria-label=breadcrumb>{a('Xã hội')}</p><p>Gò</p>", "Xã hội", id="a label"
        ),
        pytest.param("<p class=breadcrumb>Xã hội</p><p>Gò</p>", "Đời sống", id="no link"),
        pytest.param(
            f"<div class=breadcrumb><div><div><p>{a('Xã hội')}</p></div></div></div><p>Gò</p>",
            "Xã hội", id="a class three elements up",
        ),
        pytest.param(
            f"<div class=breadcrumb><div><div><div><p>{a('Xã hội')}</p></div></div></div></div>"
            "<p>Gò</p>", "Đời sống", id="a class four elements up",
        ),
        pytest.param(
            f"<p class=breadcrumb>{a('Xã hội')}</p>{LINES[: len(LINES) * 7 // 8]}", "Xã hội",
            id="the eighth line above",
        ),
        pytest.param(
            f"<p class=breadcrumb>{a('Xã hội')}</p>{LINES}", "Đời sống", id="the ninth line above"
        ),
        pytest.param(
            f"<p class=breadcrumb>{a('Trang chủ')} {a('Xã hội')} {a(TITLE)} {a('Chia sẻ')}</p>",
            "Xã hội", id="home page, title and button are none",
        ),
        pytest.param(
            f"<p class=breadcrumb>{a('Tin')}</p><p class=breadcrumb>{a('Xã hội')}</p>", "Xã hội",
            id="the last of two lines",
        ),
        pytest.param(
            f"<p>{a('Trang chủ')}</p><p>{a('Xã hội')}</p><p>Gò</p>", "Xã hội", id="behind home"
        ),
        pytest.param(
            f"<p>{a('Xã hội')}</p><p>{a('Trang chủ')}</p><p>Gò</p>", "Đời sống", id="before home"
        ),
        pytest.param(
            f"<p>Trang chủ</p><p>{a('Xã hội')}</p><p>Gò</p>", "Đời sống", id="home is no link"
        ),
        pytest.param(
            f"<p>{a('Trang chủ')}</p><p>{a('Xã hội')} nayyyyyyyyyyyy</p><p>Gò</p>", "Đời sống",
            id="three tenths of a link behind home",
        ),
        pytest.param(
            f"<p>{a('Trang chủ')}</p><p>{a('Xã hội')} nayyyyyyyyyy</p><p>Gò</p>", "Xã hội",
            id="more than three tenths",
        ),
        pytest.param(f"<p>{a('Xã hội')}</p>", "Xã hội", id="a single link above"),
        pytest.param(f"<p>{a('Xã hội')}</p><p>13/08/2023</p>", "Xã hội", id="and a date"),
        pytest.param(f"<p>{a('Xã hội')}</p><p>Chia sẻ</p>", "Xã hội", id="and a button"),
        pytest.param(f"<p>{a('Xã hội')}</p><p>Gò</p>", "Đời sống", id="and a line"),
        pytest.param(f"<ul><li>{a('Xã hội')}</li></ul>", None, id="an item of a menu"),
        pytest.param(
            f"<p>{a('Xã hội và đời sống mới')}</p>", "Xã hội và đời sống mới", id="six words"
        ),
        pytest.param(
            f"<p>{a('Xã hội và đời sống mới nay')}</p>", "Đời sống", id="seven words"
        ),
        pytest.param(f"<p>{a('Xã hội mới')}</p>", "Xã hội mới", id="all a link"),
        pytest.param(f"<p>{a('Xã hội mớ')}i</p>", "Xã hội mớ", id="nine tenths a link"),
        pytest.param(f"<p>{a('Xã hội m')}ớ</p>", "Đời sống", id="less than nine tenths"),
        pytest.param("", "Đời sống", id="nothing above"),
    ],
)  # fmt: skip
def test_the_section_above_the_title_comes_before_that_of_the_head(
    above: str, found: str | None
) -> None:
    assert section(f"<div>{above}</div>", SECTION_META) == found


def test_without_a_section_there_is_none() -> None:
    assert section("") is None
