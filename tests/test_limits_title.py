"""Limits of finding title and section: a page just inside and just outside each limit."""

import pytest

from extraction.layouts import Layout
from extraction.title import TITLE_OF_LINK

from .reading import read

TITLE = "Xã Gò Sim ra mắt tổ dân vận khéo giữ sạch dòng kênh"
OTHER = "Huyện Lam Khê mở lớp dạy nghề cho phụ nữ các thôn"
START = "Bà con xã Gò Sim góp công làm đường, trồng cây và giữ sạch dòng kênh đoạn"


def p(number: int, length: int = 120, attributes: str = "") -> str:
    """Return a paragraph of `length` characters that contains `number`."""
    return f"<p {attributes}>{sentence(number, length)}</p>"


def sentence(number: int, length: int = 120) -> str:
    return f"{START} {number:02} ".ljust(length - 1, "o") + "."


TEXT = "".join(p(number) for number in range(4))


def title(body: str, head: str = "", link_text: str | None = None) -> str | None:
    page = f"<html><head>{head}</head><body>{body}</body></html>"
    return read(page, link_text=link_text).title


def stated(text: str) -> str:
    return f"<title>{text}</title>"


# A title repeated elsewhere


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
            id="the head, followed by the site's name",
        ),
        pytest.param(
            stated(f"Báo Gò Sim | Tin tức | {TITLE}"), None,
            f"<p>{TITLE}</p><h2>{OTHER}</h2>{TEXT}", TITLE, id="the third part of the head's title",
        ),
        pytest.param(
            stated(f"Báo Gò Sim | Tin tức | Xã hội | {TITLE}"), None,
            f"<p>{TITLE}</p><h2>{OTHER}</h2>{TEXT}", OTHER,
            id="the fourth part of the head's title",
        ),
        pytest.param(
            stated(f"Tin | {TITLE} | Xã hội | Báo Gò Sim"), None,
            f"<p>{TITLE}</p><h2>{OTHER}</h2>{TEXT}", TITLE, id="a middle part of the head's title",
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
            id="the first 19 characters and dots",
        ),
        pytest.param(
            stated(f"{TITLE[:17]}..."), None, f"<p>{TITLE}</p><h2>{OTHER}</h2>{TEXT}", TITLE,
            id="the first 17 characters and dots, 20 in total",
        ),
        pytest.param(
            stated(f"{TITLE[:16]}..."), None, f"<p>{TITLE}</p><h2>{OTHER}</h2>{TEXT}", OTHER,
            id="the first 16 characters and dots",
        ),
        pytest.param(
            stated(f"{TITLE[:19]}…"), None, f"<p>{TITLE}</p><h2>{OTHER}</h2>{TEXT}", TITLE,
            id="truncated with an ellipsis",
        ),
        pytest.param(
            stated(TITLE[:22]), None, f"<p>{TITLE}</p><h2>{OTHER}</h2>{TEXT}", OTHER,
            id="truncated without dots",
        ),
        pytest.param(
            stated("Báo Gò Sim về thôn Bãi Nhạn..."), None,
            "<p>Báo Gò Sim về thôn Bãi Nhạn tặng sách cho học trò nghèo vượt khó</p>"
            f"<h2>{OTHER}</h2>{TEXT}",
            "Báo Gò Sim về thôn Bãi Nhạn tặng sách cho học trò nghèo vượt khó",
            id="truncated to what looks like the name of a newspaper",
        ),
        pytest.param(
            stated(TITLE) + '<meta property="og:site_name" content="' + TITLE + '">', None,
            f"<p>{TITLE}</p><h2>{OTHER}</h2>{TEXT}", OTHER, id="the name of the site",
        ),
    ],
)  # fmt: skip
def test_a_line_repeated_in_head_listing_or_breadcrumb_is_the_title(
    head: str, link_text: str | None, body: str, found: str
) -> None:
    assert title(body, head, link_text) == found


EIGHT = "Xã Gò Sim ra mắt tổ dân vận"  # words


@pytest.mark.parametrize(
    ("crumb", "line", "found"),
    [
        pytest.param(f"Trang chủ » {EIGHT}", EIGHT, True, id="eight words"),
        pytest.param(f"Trang chủ » {EIGHT[:-4]}", EIGHT[:-4], False, id="seven words"),
        pytest.param(f"Trang chủ » {EIGHT[:-8]}...", EIGHT, True, id="truncated with dots"),
        pytest.param(f"Trang chủ » {EIGHT[:-8]}…", EIGHT, True, id="truncated with an ellipsis"),
        pytest.param(f"Tin tức » {EIGHT}", EIGHT, False, id="no home page"),
        pytest.param(f"Trang chủ: {EIGHT}", EIGHT, False, id="no separator"),
        pytest.param(f"Trang nhất > Tin / {EIGHT}", EIGHT, True, id="the last of three items"),
        pytest.param(f"Trang chủ » {EIGHT} » Tin", EIGHT, False, id="not the last item"),
        pytest.param(f"Home>{'o' * 467}>{EIGHT}", EIGHT, True, id="500 characters"),
        pytest.param(f"Home>{'o' * 468}>{EIGHT}", EIGHT, False, id="501 characters"),
        pytest.param(
            f"{'Home > Mục<br>' * 4}Trang chủ » {EIGHT}", EIGHT, True, id="the fifth breadcrumb"
        ),
        pytest.param(
            f"{'Home > Mục<br>' * 5}Trang chủ » {EIGHT}", EIGHT, False, id="the sixth breadcrumb"
        ),
    ],
)  # fmt: skip
def test_the_last_item_of_a_breadcrumb_may_be_the_title(crumb: str, line: str, found: bool) -> None:
    body = f"<p>{crumb}</p><div>{line}</div><h2>{OTHER}</h2>{TEXT}"
    assert title(body) == (line if found else OTHER)


LINK = f"<a href='/b'>{TITLE}</a>"


@pytest.mark.parametrize(
    ("first", "second", "is_first"),
    [
        pytest.param(
            f"<h3>{TITLE}</h3>", f"<h1>{TITLE}</h1>", False, id="the larger heading, below"
        ),
        pytest.param(
            f"<h1>{TITLE}</h1>", f"<h3>{TITLE}</h3>", True, id="the larger heading, above"
        ),
        pytest.param(
            f"<h2>{TITLE}</h2>", f"<h2>{TITLE}</h2>", True, id="the first of two equal headings"
        ),
        pytest.param(f"<h1>{LINK}</h1>", f"<p>{TITLE}</p>", False, id="the one without a link"),
        pytest.param(
            f"<p>{TITLE}</p>", f"<h4>{TITLE}</h4>", False, id="a heading rather than a paragraph"
        ),
    ],
)
def test_which_of_several_lines_with_the_title_is_used(
    first: str, second: str, is_first: bool
) -> None:
    far = "<p>Gò</p>" * 20  # the date is searched for in the lines below the title
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
            id="a line that is half a link",
        ),
        pytest.param(
            f"<div><a href='/b'>{TITLE[:26]}</a>{TITLE[26:]}!!</div><h2>{OTHER}</h2>{TEXT}",
            f"{TITLE}!!", id="a line of which less than half is a link",
        ),
        pytest.param(f"<h2>{LINK}</h2><h2>{OTHER}</h2>{TEXT}", TITLE, id="a heading with a link"),
        pytest.param(
            f"<h2>{OTHER}</h2>{''.join(p(n) for n in range(17))}<div>{TITLE}</div>", OTHER,
            id="a line after 2,040 characters of text",
        ),
        pytest.param(
            f"<h2>{OTHER}</h2>{''.join(p(n) for n in range(16))}<div>{TITLE}</div>", TITLE,
            id="a line after 1,920 characters of text",
        ),
        pytest.param(
            f"<h2>{OTHER}</h2>{''.join(p(n) for n in range(40))}<h2>{TITLE}</h2>", TITLE,
            id="a heading after all the text",
        ),
        pytest.param(
            f"<h2>{OTHER}</h2>{''.join(p(n) for n in range(19))}<div>{TITLE}</div>"
            f"{''.join(p(n) for n in range(20, 40))}", TITLE, id="a line before half of the text",
        ),
        pytest.param(
            f"<h2>{OTHER}</h2>{''.join(p(n) for n in range(21))}<div>{TITLE}</div>"
            f"{''.join(p(n) for n in range(22, 41))}", OTHER, id="a line after half of the text",
        ),
    ],
)  # fmt: skip
def test_where_a_line_with_the_title_is_accepted(body: str, found: str) -> None:
    assert title(body, stated(TITLE)) == found


@pytest.mark.parametrize(
    ("exact", "found"),
    [
        pytest.param(2000, True, id="2,000 characters"),
        pytest.param(2001, False, id="2,001 characters"),
    ],
)
def test_a_title_comes_after_at_most_2000_characters_of_a_short_text(
    exact: int, found: bool
) -> None:
    text = "".join(p(n) for n in range(16)) + p(16, exact - 16 * 120)
    body = f"<h2>{OTHER}</h2>{text}<div>{TITLE}</div>"
    assert title(body, stated(TITLE)) == (TITLE if found else OTHER)


def test_which_of_two_stated_titles_is_used() -> None:
    head = stated(f"{TITLE} | Gò Sim ra mắt tổ") + f'<meta property="og:title" content="{OTHER}">'
    assert title(f"<div>{OTHER}</div><div>{TITLE}</div>{TEXT}", head) == TITLE
    cut = stated(f"{TITLE[:22]}...") + f'<meta property="og:title" content="{OTHER}">'
    assert title(f"<div>{TITLE} mới nhất hôm nay</div><div>{OTHER}</div>{TEXT}", cut) == OTHER


# Headings


@pytest.mark.parametrize(
    ("body", "found"),
    [
        pytest.param(f"<h1>{TITLE}</h1><h2>{OTHER}</h2>{TEXT}", TITLE, id="h1 rather than h2"),
        pytest.param(f"<h2>{TITLE}</h2><h3>{OTHER}</h3>{TEXT}", TITLE, id="h2 rather than h3"),
        pytest.param(f"<h3>{TITLE}</h3><h4>{OTHER}</h4>{TEXT}", TITLE, id="h3 rather than h4"),
        pytest.param(
            f"<h4>{TITLE}</h4><p>{OTHER}</p>{TEXT}", TITLE, id="h4 rather than a paragraph"
        ),
        pytest.param(f"<h4>{OTHER}</h4><h5>{TITLE}</h5>{TEXT}", OTHER, id="h4 rather than h5"),
        pytest.param(f"<h2>{OTHER}</h2><h2>{TITLE}</h2>{TEXT}", TITLE, id="the nearest of two"),
        pytest.param(
            f"<h2>{TITLE}</h2>{TEXT}<h2>{OTHER}</h2>", TITLE, id="above rather than below the text"
        ),
        pytest.param("<h1>Xã Gò Sim họp</h1>" + TEXT, "Xã Gò Sim họp", id="four words"),
        pytest.param("<h1>Gò Sim họp</h1>" + TEXT, None, id="three words"),
        pytest.param("<h1>Gò Sim họp 12 13 14</h1>" + TEXT, None, id="numbers are not words"),
        pytest.param(f"<h1>{'Xã Gò Sim họp '.ljust(300, 'o')}</h1>" + TEXT,
                     "Xã Gò Sim họp ".ljust(300, "o"), id="300 characters"),
        pytest.param(
            f"<h1>{'Xã Gò Sim họp '.ljust(301, 'o')}</h1>" + TEXT, None, id="301 characters"
        ),
        pytest.param(f"<div><h1><a href='/b'>{TITLE[:26]}</a>{TITLE[26:]}</h1></div>" + TEXT, None,
                     id="half of it is a link"),
        pytest.param(f"<div><h1><a href='/b'>{TITLE[:24]}</a>{TITLE[24:]}</h1></div>" + TEXT, TITLE,
                     id="less than half of it is a link"),
        pytest.param(f"<h1><a href='/b'>{TITLE}</a></h1>" + TEXT, TITLE,
                     id="a link beside the text"),
        pytest.param("<h1>Tác giả: Lò Văn Tấm</h1>" + TEXT, None, id="a byline"),
        pytest.param(
            "<h1>Trang thông tin huyện Lam Khê</h1>" + TEXT, None, id="the name of a site"
        ),
        pytest.param("<h1>Tin bài cùng chuyên mục</h1>" + TEXT, None, id="the heading of a list"),
        pytest.param(
            "<h1>Gửi bình luận của bạn</h1>" + TEXT, None, id="the heading of a comment box"
        ),
        pytest.param("<h1>Chia sẻ bài viết lên Facebook</h1>" + TEXT, None, id="a button"),
        pytest.param(
            f"<h1>{TITLE} ngày 13/08/2023</h1>" + TEXT, f"{TITLE} ngày 13/08/2023",
            id="with a date",
        ),
        pytest.param("<h1>Bản tin dân vận 13/08/2023</h1>" + TEXT, "Bản tin dân vận 13/08/2023",
                     id="four words and a date"),
        pytest.param("<h1>Chuyên mục mới 13/08/2023</h1>" + TEXT, None,
                     id="three words and a date"),
        pytest.param("<h1>Trang nhất / Tin tức / Xã hội</h1>" + TEXT, None, id="a breadcrumb"),
        pytest.param("<h1>Trang nhất của xã mới</h1>" + TEXT, "Trang nhất của xã mới",
                     id="begins like a breadcrumb"),
        pytest.param(f"<h1>{sentence(9)}</h1>" + TEXT, None, id="a lead in a heading"),
        pytest.param(f"<h1>{sentence(9)[:-1]}</h1>" + TEXT, sentence(9)[:-1],
                     id="a long title without a full stop"),
        pytest.param(
            "<h1>Xã Gò Sim họp.</h1>" + TEXT, "Xã Gò Sim họp.", id="a short title with a full stop"
        ),
        *(
            pytest.param(f"<{tag}><h1>{TITLE}</h1></{tag}>" + TEXT, None, id=f"in a <{tag}>")
            for tag in ("aside", "form", "footer")
        ),
        pytest.param(
            f"<form><div><h1>{TITLE}</h1></div></form>" + TEXT, None,
            id="two levels inside a <form>",
        ),
        pytest.param(f"<form><div><div><h1>{TITLE}</h1></div></div></form>" + TEXT, TITLE,
                     id="three levels inside a <form>"),
    ],
)  # fmt: skip
def test_which_heading_above_the_text_is_the_title(body: str, found: str | None) -> None:
    assert title(f"<div>{body}</div>") == found


def test_the_name_of_the_site_is_not_a_title() -> None:
    name = f'<meta property="og:site_name" content="{OTHER}">'
    assert title(f"<h2>{TITLE}</h2><h1>{OTHER}</h1>{TEXT}", name) == TITLE
    assert title(f"<h2>{TITLE}</h2><h1>{OTHER}</h1>{TEXT}") == OTHER


@pytest.mark.parametrize(
    ("shown", "found"),
    [
        ("Báo Gò Sim điện tử - Trang chủ", TITLE),
        ("Trang chủ | Báo Gò Sim", TITLE),
        ("Báo Gò Sim ra mắt trang chủ", "Báo Gò Sim ra mắt trang chủ"),
    ],
)
def test_the_title_of_the_home_page_is_not_one_of_an_article(shown: str, found: str) -> None:
    page = f"<html><head>{stated(shown)}</head><body><h1>{shown}</h1>{TEXT}</body></html>"
    layout = Layout("broken", title="h1", body="body")
    assert read(page, layouts=(layout,), link_text=TITLE).title == found


@pytest.mark.parametrize(
    ("shown", "found"),
    [
        ("Quang cảnh buổi họp ở thôn Bãi. Ảnh: Văn Tấm", TITLE),
        ("Bà con thôn Bãi làm đường (Ảnh: Văn Tấm)", "Bà con thôn Bãi làm đường (Ảnh: Văn Tấm)"),
        ("Bà con dự hội làng! (Ảnh: " + "T" * 39 + ")", TITLE),
        (
            "Bà con dự hội làng! (Ảnh: " + "T" * 40 + ")",
            "Bà con dự hội làng! (Ảnh: " + "T" * 40 + ")",
        ),
        ("Chùm ảnh: Bà con thôn Bãi dự hội làng", "Chùm ảnh: Bà con thôn Bãi dự hội làng"),
    ],
)
def test_a_caption_with_its_photographer_is_not_a_title(shown: str, found: str) -> None:
    page = f"<html><head>{stated(TITLE)}</head><body><h1>{shown}</h1>{TEXT}</body></html>"
    layout = Layout("broken", title="h1", body="body")
    assert read(page, layouts=(layout,)).title == found


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
def test_a_line_that_names_a_site_or_an_office_is_not_a_title(name: str, is_site: bool) -> None:
    # A line in capitals that begins like the name of an office is a banner.
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
def test_a_heading_in_capitals_is_a_banner_if_it_names_a_local_office(
    heading: str, is_banner: bool
) -> None:
    assert title(f"<h2>{TITLE}</h2><h1>{heading}</h1>{TEXT}") == (TITLE if is_banner else heading)


@pytest.mark.parametrize(
    ("label", "longer", "below", "found"),
    [
        pytest.param(
            "Xã Gò Sim họp mới", TITLE, "<p>13/08/2023</p>", True,
            id="a short heading of five words",
        ),
        pytest.param(
            "Xã Gò Sim họp mới nay", TITLE, "<p>13/08/2023</p>", False,
            id="a short heading of six words",
        ),
        pytest.param(
            "Xã Gò Sim họp mới", "Xã Gò Sim họp bàn giữ sạch dòng kênh", "<p>13/08/2023</p>", False,
            id="a longer heading of nine words",
        ),
        pytest.param(
            "Xã Gò Sim họp mới", "Xã Gò Sim họp bàn giữ sạch dòng kênh mương",
            "<p>13/08/2023</p>", True, id="a longer heading of ten words",
        ),
        pytest.param("Xã Gò Sim họp mới", TITLE, "", False, id="no date below"),
        pytest.param(
            "Xã Gò Sim họp mới", TITLE, "<p>Gò Sim</p><p>13/08/2023</p>", True,
            id="a date in the second line below",
        ),
        pytest.param(
            "Xã Gò Sim họp mới", TITLE, "<p>Gò</p><p>Sim</p><p>13/08/2023</p>", False,
            id="a date in the third line below",
        ),
        pytest.param(
            "Xã Gò Sim họp mới", f"{TITLE}.", "<p>13/08/2023</p>", False,
            id="a full stop at the end",
        ),
        pytest.param(
            "Xã Gò Sim họp mới", f"{TITLE} 13/08/2023", "<p>13/08/2023</p>", True,
            id="a date in the longer heading",
        ),
    ],
)  # fmt: skip
def test_a_longer_heading_below_a_short_one_is_the_title_if_followed_by_a_date(
    label: str, longer: str, below: str, found: bool
) -> None:
    expected = longer if found else label
    assert title(f"<h1>{label}</h1><h2>{longer}</h2>{below}{TEXT}") == expected
    body = f"<h1>{label}</h1><h2>{longer}</h2>{below}{TEXT}"
    assert title(body, stated(label)) == expected
    assert title(f"<p>13/08/2023</p><h2>{longer}</h2><h1>{label}</h1>{TEXT}") == label


@pytest.mark.parametrize(
    ("between", "found"),
    [
        pytest.param(3, True, id="three lines between"),
        pytest.param(4, False, id="four lines between"),
    ],
)
def test_a_longer_heading_is_searched_for_in_six_lines_if_the_head_repeats_the_short_one(
    between: int, found: bool
) -> None:
    lines = "".join(f"<p>Dòng {n}</p>" for n in range(between))
    body = f"<h1>Xã Gò Sim họp mới</h1>{lines}<h2>{TITLE}</h2><p>13/08/2023</p>{TEXT}"
    assert title(body, stated("Xã Gò Sim họp mới")) == (TITLE if found else "Xã Gò Sim họp mới")


@pytest.mark.parametrize(
    ("tag", "found"),
    [
        pytest.param("div", TITLE, id="a plain line"),
        pytest.param("h1", "Hỏi đáp về dân vận", id="a heading"),
    ],
)
def test_the_head_may_name_a_section_of_the_menu(tag: str, found: str) -> None:
    label = "Hỏi đáp về dân vận"
    menu = f"<ul><li><a href=/hoi-dap>{label}</a></ul>"
    body = f"{menu}<{tag}>{label}</{tag}><p class=title>{TITLE}</p>{TEXT}"
    assert title(body, stated(label)) == found


# Without a heading


@pytest.mark.parametrize(
    ("body", "found"),
    [
        pytest.param(
            f"<p class=title>{TITLE}</p><p>Gò Sim</p><p>Lam</p><p>Khê</p><p>{OTHER}</p>", TITLE,
            id="a title class rather than the last line",
        ),
        pytest.param(f"<p id=tieu-de>{TITLE}</p><p>{OTHER}</p>", TITLE, id="a title id"),
        pytest.param(
            f"<p class=title>{TITLE}</p><p>13/08/2023</p><p class=headline>{OTHER}</p>", TITLE,
            id="of two title classes the one with a date below",
        ),
        pytest.param(
            f"<p class=title>Gò Sim họp dân hôm</p><p>13/08/2023</p><p class=headline>{OTHER}</p>",
            OTHER, id="of two title classes the longer one, if the one with a date may be a label",
        ),
        pytest.param(
            f"<ul><li><a href=/tin>Tin tức của tỉnh</a></ul><p class=title>Tin tức của tỉnh</p>"
            f"<p>{TITLE}</p><p>13/08/2023</p>", TITLE,
            id="a title class that names a section of the menu",
        ),
        pytest.param(
            f"<p class=title>{LINK}</p><p>13/08/2023</p><p><b>{OTHER}</b></p>", TITLE,
            id="a title class, a link and a date below",
        ),
        pytest.param(
            f"<p class=title>{LINK}</p><p><b>{OTHER}</b></p>", OTHER,
            id="a title class and a link, no date below",
        ),
        pytest.param(
            f"<p>{TITLE}</p><p>13/08/2023</p><p><b>{OTHER}</b></p>", TITLE,
            id="a date below rather than bold",
        ),
        pytest.param(
            f"<p>{LINK}</p><p>13/08/2023</p><p><b>{OTHER}</b></p>", OTHER,
            id="a link and a date below",
        ),
        pytest.param(
            f"<p>{TITLE}</p><p>Gò</p><p>Sim</p><p>13/08/2023</p><p><b>{OTHER}</b></p>", TITLE,
            id="a date in the third line below",
        ),
        pytest.param(
            f"<p>{TITLE}</p><p>Gò</p><p>Sim</p><p>Lam</p><p>13/08/2023</p><p><b>{OTHER}</b></p>",
            OTHER, id="a date in the fourth line below",
        ),
        pytest.param(f"<p><b>{TITLE}</b></p><p>{OTHER}</p>", TITLE, id="bold rather than plain"),
        pytest.param(f"<p><b>{TITLE}.</b></p><p>{OTHER}</p>", OTHER, id="bold with a full stop"),
        pytest.param(
            f"<p>{TITLE}</p><p><b>Hoàng Thị Mai Lan</b></p>", TITLE, id="bold, but a byline"
        ),
        pytest.param(f"<p>{TITLE}</p><p>Hoàng Thị Mai Lan</p>", TITLE, id="plain, but a byline"),
        pytest.param(f"<p>{OTHER}</p><p>{TITLE}</p>", TITLE, id="the last line"),
        pytest.param(
            f"<p><font size=5>{TITLE}</font></p><p>A</p><p>B</p><p>{OTHER}</p>", TITLE,
            id="a larger font, three lines before the last",
        ),
        pytest.param(
            f"<p><font size=5>{TITLE}</font></p><p>A</p><p>B</p><p>C</p><p>{OTHER}</p>", OTHER,
            id="a larger font, four lines before the last",
        ),
        pytest.param(
            f"<p><font size=4>{TITLE}</font></p><p><font size=5>{OTHER}</font></p>", OTHER,
            id="the larger of two fonts",
        ),
        pytest.param(
            f"<p><font size=5>{TITLE}</font></p><p><font size=12>{OTHER}</font></p>", TITLE,
            id="a font size of two digits is ignored",
        ),
        pytest.param(
            f"<p><font size=2><font size=5>{TITLE}</font></font></p>"
            f"<p><font size=3>{OTHER}</font></p>", TITLE, id="the larger of two nested fonts",
        ),
        pytest.param(
            f"<p><span size=5>{TITLE}</span></p><p>{OTHER}</p>", OTHER,
            id="a size on another element",
        ),
    ],
)  # fmt: skip
def test_which_line_is_the_title_if_there_is_no_heading(body: str, found: str) -> None:
    article = read(f"<html><body>{body}<div>{TEXT}</div></body></html>")
    assert article.title == found
    assert "title: only its place speaks for it" in article.doubts


@pytest.mark.parametrize(
    ("before", "found"),
    [
        pytest.param(
            f"<p>{OTHER}</p><h2>{sentence(9)[:-1]}</h2>", sentence(9)[:-1], id="a heading"
        ),
        pytest.param(
            f"<p>{OTHER}</p><p class=title>{sentence(9)[:-1]}</p>", sentence(9)[:-1],
            id="a title class",
        ),
        pytest.param(
            f"<p>{OTHER}</p><p>{sentence(9)[:-1]}</p><p>13/08/2023</p>", sentence(9)[:-1],
            id="a date below",
        ),
        pytest.param(
            f"<p>{OTHER}</p><p>{sentence(9)}</p><p>13/08/2023</p>", OTHER,
            id="a date below, but a full stop",
        ),
        pytest.param(
            f"<p>{OTHER}</p><p>{sentence(9)[:-1]}</p><p>Gò</p><p>13/08/2023</p>", OTHER,
            id="a date in the second line below",
        ),
        pytest.param(f"<p>{OTHER}</p><p>{sentence(9)[:-1]}</p>", OTHER, id="none of these"),
    ],
)  # fmt: skip
def test_a_long_line_is_the_title_if_its_markup_or_a_date_says_so(before: str, found: str) -> None:
    assert title(f"<div>{before}{TEXT}</div>") == found


# A title that the page does not show


@pytest.mark.parametrize(
    ("head", "link_text", "found"),
    [
        pytest.param(stated(TITLE), None, TITLE, id="the head"),
        pytest.param("", TITLE, TITLE, id="the listing"),
        pytest.param(stated(f"{TITLE} | Báo Gò Sim"), None, TITLE, id="followed by a publisher"),
        pytest.param(
            stated(f"{TITLE} - Gò Sim mới") + '<meta property="og:site_name" content="Gò Sim mới">',
            None, TITLE, id="followed by the site's name",
        ),
        pytest.param(
            stated(f"{TITLE} - Gò Sim mới"), None, f"{TITLE} - Gò Sim mới",
            id="followed by other words",
        ),
        pytest.param(
            stated(f"{TITLE} - mới | Báo Gò Sim | Tin"), None, f"{TITLE} - mới",
            id="cut from the publisher on",
        ),
        pytest.param(stated(f"- {TITLE} |"), None, TITLE, id="separators around it"),
        pytest.param(stated("Xã Gò Sim họp"), None, "Xã Gò Sim họp", id="four words"),
        pytest.param(stated("Gò Sim họp"), None, None, id="three words"),
        pytest.param(stated("Gò Sim họp"), TITLE, TITLE, id="three words, with the listing"),
        pytest.param(stated(f"{TITLE}..."), None, None, id="truncated"),
        pytest.param(stated(f"{TITLE}…"), TITLE, TITLE, id="truncated, with the listing"),
        pytest.param(stated("Báo Gò Sim điện tử"), None, None, id="only a publisher"),
        pytest.param(
            stated(TITLE) + f'<meta property="og:site_name" content="{TITLE}">', None, None,
            id="only the site's name",
        ),
    ],
)  # fmt: skip
def test_the_title_of_a_page_that_does_not_show_it(
    head: str, link_text: str | None, found: str | None
) -> None:
    page = f"<html><head>{head}</head><body><div>{TEXT}</div></body></html>"
    article = read(page, link_text=link_text)
    assert article.title == found
    doubt = TITLE_OF_LINK if link_text is not None else "title: the page does not show it"
    assert (doubt in article.doubts) == (found is not None)


# The section


def section(above: str, head: str = "") -> str | None:
    head += stated(TITLE)
    return read(
        f"<html><head>{head}</head><body><div>{above}<h1>{TITLE}</h1>{TEXT}</div></body></html>"
    ).section


def a(text: str) -> str:
    return f"<a href='/s'>{text}</a>"


LINES = "".join(f"<p>Dòng {n} ở Gò Sim</p>" for n in range(8))
SECTION_META = '<meta property="article:section" content="Đời sống">'


@pytest.mark.parametrize(
    ("above", "found"),
    [
        pytest.param(
            f"<p class=breadcrumb>{a('Tin')} {a('Xã hội')}</p>", "Xã hội", id="a breadcrumb class"
        ),
        pytest.param(f"<p id=chuyen-muc>{a('Xã hội')}</p><p>Gò</p>", "Xã hội", id="a section id"),
        pytest.param(
            f"<p aria-label=breadcrumb>{a('Xã hội')}</p><p>Gò</p>", "Xã hội", id="an aria-label"
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
            "Xã hội", id="home page, title and button are skipped",
        ),
        pytest.param(
            f"<p class=breadcrumb>{a('Tin')}</p><p class=breadcrumb>{a('Xã hội')}</p>", "Xã hội",
            id="the last of two lines",
        ),
        pytest.param(
            f"<p>{a('Trang chủ')}</p><p>{a('Xã hội')}</p><p>Gò</p>", "Xã hội",
            id="after a link to the home page",
        ),
        pytest.param(
            f"<p>{a('Xã hội')}</p><p>{a('Trang chủ')}</p><p>Gò</p>", "Đời sống",
            id="before a link to the home page",
        ),
        pytest.param(
            f"<p>Trang chủ</p><p>{a('Xã hội')}</p><p>Gò</p>", "Đời sống",
            id="after a home page without a link",
        ),
        pytest.param(
            f"<p>{a('Trang chủ')}</p><p>{a('Xã hội')} nayyyyyyyyyyyy</p><p>Gò</p>", "Đời sống",
            id="after the home page, 30 percent a link",
        ),
        pytest.param(
            f"<p>{a('Trang chủ')}</p><p>{a('Xã hội')} nayyyyyyyyyy</p><p>Gò</p>", "Xã hội",
            id="after the home page, more than 30 percent a link",
        ),
        pytest.param(f"<p>{a('Xã hội')}</p>", "Xã hội", id="a single link"),
        pytest.param(
            f"<p>{a('Xã hội')}</p><p>13/08/2023</p>", "Xã hội", id="a single link and a date"
        ),
        pytest.param(
            f"<p>{a('Xã hội')}</p><p>Chia sẻ</p>", "Xã hội", id="a single link and a button"
        ),
        pytest.param(
            f"<p>{a('Xã hội')}</p><p>Gò</p>", "Đời sống", id="a single link and another line"
        ),
        pytest.param(f"<ul><li>{a('Xã hội')}</li></ul>", "Đời sống", id="a menu item"),
        pytest.param(
            f"<p>{a('Xã hội và đời sống mới')}</p>", "Xã hội và đời sống mới", id="six words"
        ),
        pytest.param(
            f"<p>{a('Xã hội và đời sống mới nay')}</p>", "Đời sống", id="seven words"
        ),
        pytest.param(f"<p>{a('Xã hội mới')}</p>", "Xã hội mới", id="the complete line a link"),
        pytest.param(f"<p>{a('Xã hội mớ')}i</p>", "Xã hội mớ", id="90 percent a link"),
        pytest.param(f"<p>{a('Xã hội m')}ớ</p>", "Đời sống", id="less than 90 percent a link"),
        pytest.param(
            f"<div><p>{a('Kinh tế')}</p><p>{a('Xã hội')}</p></div>", "Đời sống",
            id="the last link of a menu",
        ),
        pytest.param(
            f"<div><p>{a('Kinh tế')}</p></div><div><p>{a('Xã hội')}</p></div>", "Đời sống",
            id="a single link below a menu",
        ),
        pytest.param(f"<p>{a('Kinh tế')} {a('Xã hội')}</p>", "Đời sống", id="two links in a line"),
        pytest.param(f"{a('Kinh tế')}<br>{a('Xã hội')}", "Đời sống", id="two links in an element"),
        pytest.param(
            f"<p>{' » '.join(map(a, ['Trang chủ', 'Tin', 'Báo', 'Ảnh', 'Xã hội']))}</p><p>Gò</p>",
            "Xã hội", id="four links after the home page",
        ),
        pytest.param(
            f"<p>{' » '.join(map(a, ['Trang chủ', 'Tin', 'Báo', 'Ảnh', 'Đất', 'Xã hội']))}</p>"
            "<p>Gò</p>", "Đời sống", id="five links after the home page: a menu",
        ),
        pytest.param(
            f"<p>{''.join(map(a, ['Trang chủ ', 'Tin ', 'Báo ', 'Xã hội']))}</p><p>Gò</p>",
            "Đời sống", id="links after the home page without arrows: a menu",
        ),
        pytest.param(
            f"<p class=breadcrumb>{a('Xã hội')} {a(TITLE[:20] + '...')}</p>", "Xã hội",
            id="the title, cut",
        ),
        pytest.param(
            f"<p class=breadcrumb>{a('Xã hội')} {a('Chuyện ở Gò Sim...')}</p>",
            "Chuyện ở Gò Sim...", id="another text, cut",
        ),
        pytest.param(
            f"<p class=breadcrumb>{a('Tin')} {a(TITLE[:6])}</p>", TITLE[:6].strip(),
            id="a section with which the title begins",
        ),
        pytest.param(
            f"<p>Gò Sim có {a('Kinh tế')}</p>{a('Xã hội')}", "Đời sống",
            id="a single link beside lines with links",
        ),
        pytest.param(
            f"<p class=breadcrumb>{a('Phát thanh')} {a('Podcast')}</p>", "Podcast",
            id="a section called like a button",
        ),
        pytest.param("", "Đời sống", id="no line above"),
    ],
)  # fmt: skip
def test_the_section_above_the_title_is_preferred_to_that_of_the_head(
    above: str, found: str | None
) -> None:
    assert section(f"<div>{above}</div>", SECTION_META) == found


def test_the_section_above_the_title_in_a_page_that_a_table_lays_out() -> None:
    menu = f"<td>{a('Tin')}<br>{a('Kinh tế')}</td>"
    assert section(f"<table><tr>{menu}<td>{a('Xã hội')}") == "Xã hội"


def test_a_page_without_a_section() -> None:
    assert section("") is None
