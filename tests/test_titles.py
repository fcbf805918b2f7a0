"""Titles that other lines of a page resemble: with dates, in several lines, beside sections."""

import re

import pytest
from lxml.html import HtmlElement

from extraction.blocks import read_blocks
from extraction.parsing import parse
from extraction.section import has_words_of_sections
from extraction.site_names import is_site_name
from extraction.stated_titles import Slug, links

from .reading import explain, read

TITLE = "Thôn Bãi Nhạn bàn chung việc làm đường liên xã"
SECTION = "Học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh"
LEAD = (
    "<p class=sapo>Con đường dài ba cây số nối hai thôn được làm xong trước mùa mưa nhờ cả xã.</p>"
)
TEXT = (
    "<div><p>Sáng thứ bảy, xã Gò Sim mở hội nghị bàn việc làm đường liên thôn, hơn hai trăm hộ dân "
    "đến dự và cùng bàn.</p><p>Tổ dân vận khéo đến từng nhà, nghe từng người nói, rồi ghi vào sổ "
    "để cả xóm cùng xem lại.</p></div>"
)
DATE = "<div>Thứ tư, 15/05/2024 - 08:30</div>"
MENU = (
    "<ul><li><a href='/'>Trang chủ</a><li><a href='/hoc'>"
    f"{SECTION}</a><li><a href='/dang'>Xây dựng Đảng và chính quyền</a></ul>"
)
URL = "https://gosim.example/?id=123"


def found(body: str, head: str = "", url: str = URL) -> tuple[str | None, str | None, str | None]:
    """Return title, day and lead of a page."""
    page = f"<html><head>{head}</head><body>{MENU}<div id=main>{body}</div></body></html>"
    article = read(page, url)
    return article.title, (article.published or "")[:10] or None, article.lead


def stated(text: str) -> str:
    return f"<title>{text} | Xã Gò Sim mới</title>"


@pytest.mark.parametrize(
    "title",
    [
        "Lịch công tác tuần 1 tháng 5 năm 2019 của Thường trực",
        "Hoàn thành chi trả chế độ cho hộ nghèo trước ngày 10/1/2020",
        "Lịch tiếp công dân ngày 15 tháng 6 năm 2024",
        "Điểm báo ngày 15/05/2024 về xã Gò Sim",
        "Kết quả công tác dân vận 9 tháng năm 2019",
        "BẢN TIN DÂN VẬN NGÀY 15/05/2024",
        "Kỷ niệm 94 năm Ngày truyền thống (15/10/1930 - 15/10/2024)",
    ],
)
def test_a_title_with_a_date_in_it(title: str) -> None:
    for shown in (f"<h1>{title}</h1>", f"<h3>{title}</h3>", f"<div class=post-title>{title}</div>"):
        assert found(shown + DATE + LEAD + TEXT)[:2] == (title, "2024-05-15")
        assert found(shown + LEAD + TEXT)[:2] == (title, None)
        assert found(shown + DATE + TEXT, stated(title))[:2] == (title, "2024-05-15")


@pytest.mark.parametrize(
    ("shown", "head", "is_title"),
    [
        ("<h1>Mùa sương</h1>", "Mùa sương", True),
        ("<h1>MÙA SƯƠNG</h1>", "Mùa sương", True),
        ("<h1>Sương</h1>", "Sương", False),  # it may be a section
        ("<h1>Mùa sương</h1>", "Mùa nắng", False),
        ("<h2>Mùa sương</h2>", "Mùa sương", True),
        ("<div class=tin-tieude>Mùa sương</div>", "Mùa sương", True),
        ("<h3>Mùa sương</h3>", "Mùa sương", False),
        ("<div>Mùa sương</div>", "Mùa sương", False),
        ("<h1><a href='/ms'>Mùa sương</a></h1>", "Mùa sương", False),
        ("<h1>Mùa sương</h1><h2>Ba thôn chung một con đường</h2>", "Mùa sương", False),
    ],
)
def test_a_heading_of_two_or_three_words_is_the_title_if_the_head_says_so(
    shown: str, head: str, is_title: bool
) -> None:
    weather = "<p>Gò Sim 21 độ, mây rải rác</p>"
    title, _, _ = found(f"{weather}{shown}{LEAD}{TEXT}", f"<title>{head} - Báo Gò Sim</title>")
    assert ((title or "").lower() == "mùa sương") is is_title


@pytest.mark.parametrize("hidden", ["class=fb-title", "style='height:0'", "class=print-only"])
def test_a_title_for_machines_just_above_the_one_that_readers_see(hidden: str) -> None:
    for shown in (f"<div class=tieude>{TITLE}</div>", f"<p><b>{TITLE}</b></p>"):
        body = f"<div {hidden}>{TITLE}</div>{shown}{DATE}{LEAD}{TEXT}"
        title, day, lead = found(body, stated(TITLE))
        assert (title, day) == (TITLE, "2024-05-15")
        assert lead != TITLE


@pytest.mark.parametrize(
    ("between", "is_second"),
    [
        pytest.param("<p>Gò</p>" * 2, True, id="two lines between"),
        pytest.param("<p>Gò</p>" * 3, False, id="three lines between"),
        pytest.param(DATE, False, id="a date between"),
        pytest.param(LEAD, False, id="a paragraph between"),
    ],
)
def test_which_of_two_lines_with_the_title_is_the_one_that_readers_see(
    between: str, is_second: bool
) -> None:
    page = f"<title>{TITLE}</title><p>{TITLE}</p>{between}<div class=two>{TITLE}</div>{TEXT}"
    assert explain(page).notes.found["title"].place == ("div.two" if is_second else "p")


@pytest.mark.parametrize(
    "shown",
    [
        f"<p class=title>{TITLE}.</p>",
        f"<p><b>{TITLE}.</b></p>",
        f"<p>{TITLE}.</p>",
        f"<h3>{TITLE}.</h3>",
        f"<h1>{TITLE} và việc giữ sạch dòng kênh của cả xã.</h1>",
        f"<div class=news-title>{TITLE} và việc giữ sạch dòng kênh của cả xã.</div>",
        f"<p>{TITLE} và việc giữ sạch dòng kênh của cả xã.</p>",
    ],
)
def test_a_title_that_ends_with_a_full_stop(shown: str) -> None:
    title, day, lead = found(shown + DATE + TEXT)
    assert title is not None
    assert title in shown
    assert title.endswith(".")
    assert (day, lead) == ("2024-05-15", None)


@pytest.mark.parametrize(
    "shown",
    [
        "<h1>Thôn Bãi Nhạn<br>Bàn chung việc làm đường</h1>",
        "<h2><span>Thôn Bãi Nhạn</span><br/><span>Bàn chung việc làm đường</span></h2>",
        "<h3>Thôn Bãi Nhạn<br>Bàn chung việc làm đường</h3>",
        "<div class=title>Thôn Bãi Nhạn<br>Bàn chung việc làm đường</div>",
        "<p align=center><b>Thôn Bãi Nhạn<br>Bàn chung việc làm đường</b></p>",
    ],
)
def test_a_title_in_several_lines(shown: str) -> None:
    title = "Thôn Bãi Nhạn Bàn chung việc làm đường"
    for head in ("", stated(title)):
        assert found(shown + DATE + TEXT, head)[:2] == (title, "2024-05-15")


def test_the_last_line_of_a_page_that_repeats_the_title_is_not_a_title_in_several_lines() -> None:
    shown = f"<h1>{TITLE}</h1>{DATE}{LEAD}{TEXT}<div>{TITLE}</div>"
    title, day, lead = found(shown, stated(TITLE))
    assert (title, day) == (TITLE, "2024-05-15")
    assert lead is not None


LONG = f"{TITLE} và việc giữ sạch dòng kênh của cả xã"


@pytest.mark.parametrize(
    ("body", "title"),
    [
        pytest.param(f"<h1>{LONG}.</h1><p>Gò</p>{DATE}{TEXT}", f"{LONG}.", id="two lines below"),
        pytest.param(f"<h1>{LONG}.</h1><p>Gò</p><p>Sim</p>{DATE}{TEXT}", None, id="three below"),
        pytest.param(f"{DATE}<p>Gò</p><p>Sim</p><h1>{LONG}.</h1>{TEXT}", f"{LONG}.",
                     id="three lines above"),
        pytest.param(f"{DATE}<p>Gò</p><p>Sim</p><p>Gò</p><h1>{LONG}.</h1>{TEXT}", None,
                     id="four lines above"),
        pytest.param(f"<h2>{LONG}.</h2><p>Gò</p>{DATE}{TEXT}", None, id="a lower rank"),
    ],
)  # fmt: skip
def test_a_paragraph_in_a_heading_is_the_title_if_a_date_is_beside_it(
    body: str, title: str | None
) -> None:
    assert found(body)[0] == title


PART = "Thôn Bãi Nhạn cùng bàn"


@pytest.mark.parametrize(
    ("shown", "title"),
    [
        pytest.param(f"<p><b>{PART}<br>{PART}<br>{PART}</b></p>", f"{PART} {PART} {PART}",
                     id="three lines"),
        pytest.param(f"<p><b>{PART}<br>{PART}<br>{PART}<br>{PART}</b></p>", PART, id="four lines"),
        pytest.param(f"<p>{TITLE}<br><b>{PART} việc chung</b></p>", f"{PART} việc chung",
                     id="one of them bold"),
    ],
)  # fmt: skip
def test_lines_of_one_element_are_one_title_if_they_are_at_most_three_and_alike(
    shown: str, title: str
) -> None:
    assert found(f"{shown}{TEXT}")[0] == title


@pytest.mark.parametrize(
    ("length", "is_one"),
    [pytest.param(299, True, id="300 with a space"), pytest.param(300, False, id="301")],
)
def test_the_lines_of_a_heading_are_joined_to_at_most_300_characters(
    length: int, is_one: bool
) -> None:
    lines = read_blocks(_root(f"<h1>{PART}<br>{'x' * (length - len(PART))}</h1>"))
    assert (len(lines) == 1) is is_one


def test_a_date_in_the_heading_of_the_title() -> None:
    body = f"<h1>{TITLE}<br><small>15/05/2024 08:30</small></h1>{TEXT}"
    assert found(body)[:2] == (TITLE, "2024-05-15")


OTHERS = {
    "the name of a section": f"<h1>{SECTION}</h1>",
    "the short name of a section": "<h2>Xây dựng Đảng và chính quyền</h2>",
    "a banner": "<h1>XÃ GÒ SIM ĐOÀN KẾT - DÂN CHỦ - KỶ CƯƠNG</h1>",
    "the name of an office": "<h1>Ủy ban nhân dân xã Gò Sim</h1>",
    "a slogan": "<h2>Nhiệt liệt chào mừng Đại hội Đảng bộ xã Gò Sim lần thứ X</h2>",
    "a window over the page": "<div class='modal fade'><h2>Hệ thống thư điện tử công vụ</h2></div>",
    "a mail form": "<div class=send-mail><h3>Chia sẻ tin này cho bạn của bạn</h3></div>",
    "the head of the site": "<header><h1>Trang của Đảng bộ và nhân dân Gò Sim</h1></header>",
    "the heading of a box": "<h4>Thông báo mời họp mới nhất hôm nay</h4>",
}


@pytest.mark.parametrize("other", [pytest.param(html, id=name) for name, html in OTHERS.items()])
@pytest.mark.parametrize(
    "shown",
    [
        f"<h3>{TITLE}</h3>", f"<div class=detail-title>{TITLE}</div>", f"<p><b>{TITLE}</b></p>",
        f"<span>{TITLE}</span>",
    ],
)  # fmt: skip
def test_what_else_looks_like_a_title(other: str, shown: str) -> None:
    expected = (TITLE, "2024-05-15")
    assert found(f"{other}{shown}{DATE}{LEAD}{TEXT}")[:2] == expected
    assert found(f"{shown}{DATE}{other}{LEAD}{TEXT}")[:2] == expected
    assert found(f"{other}{shown}{DATE}{LEAD}{TEXT}", stated(TITLE))[:2] == expected
    assert found(f"{other}{shown}{DATE}{LEAD}{TEXT}", stated(SECTION))[:2] == expected


SLUG = "thon-bai-nhan-ban-chung-viec-lam-duong-lien-xa"


@pytest.mark.parametrize(
    "url",
    [
        f"https://gosim.example/tin/{SLUG}-4711.html",
        f"https://gosim.example/{SLUG}/d20240515083000123.htm",
        "https://gosim.example/thon-bai-nhan-ban-chung-viec-post12a.html",
        f"https://gosim.example/tin/{SLUG}-va-nhieu-viec-khac.aspx?id=3",
    ],
)
def test_the_url_repeats_the_title(url: str) -> None:
    for other in OTHERS.values():
        assert found(f"{other}<p>{TITLE}</p>{LEAD}{TEXT}", url=url)[0] == TITLE


@pytest.mark.parametrize(
    ("path", "line", "names"),
    [
        ("/mot-hai-ba-bon-nam-sau", "Một, hai: ba bốn năm sáu", True),
        ("/mot-hai-ba-bon-nam", "Một hai ba bốn năm", False),
        ("/mot-hai-ba-bon-nam-sau", "Một hai ba bốn năm sáu a b c d e f", True),
        ("/mot-hai-ba-bon-nam-sau", "Một hai ba bốn năm sáu a b c d e f g", False),
        ("/mot-hai-ba-bon-nam-sau-a-b-c-d-e-f", "Một hai ba bốn năm sáu", True),
        ("/mot-hai-ba-bon-nam-sau-a-b-c-d-e-f-g", "Một hai ba bốn năm sáu", False),
        ("/mot-hai-ba-bon-nam-sau", "Hai một ba bốn năm sáu", False),
        ("/mot-hai-ba-bon-nam-sau-12345.html", "Một hai ba bốn năm sáu", True),
        ("/mot-hai-ba-bon-nam-sau/12345.html", "Một hai ba bốn năm sáu", True),
        ("/mot-hai-ba-bon-nam-sau/tin/12345.html", "Một hai ba bốn năm sáu", False),
        ("/a/%C4%91%E1%BB%8D-hai-ba-bon-nam-sau", "Đọ hai ba bốn năm sáu", True),
        ("", "Một hai ba bốn năm sáu", False),
    ],
)  # fmt: skip
def test_which_lines_a_url_names(path: str, line: str, names: bool) -> None:
    (block,) = read_blocks(_root(f"<p>{line}</p>"))
    assert Slug(f"https://gosim.example{path}").names(block) is names


def test_a_title_after_the_name_of_its_series() -> None:
    title, series = "Cuốn sổ của ông tổ trưởng", "Loạt bài: Người không phụ cấp ở xã - Bài cuối"
    page = f"<div>{series}</div><h1>{title}</h1>{DATE}{LEAD}{TEXT}"
    path = "loat-bai-nguoi-khong-phu-cap-o-xa-bai-cuoi-cuon-so-cua-ong-to-truong-180522.bbt"
    url = f"https://gosim.example/ky-su/{path}"
    assert found(page, stated(title), url)[0] == title
    # Without the title in the head, the URL names the longer line.
    assert found(page.replace("<h1>", "<p>").replace("</h1>", "</p>"), "", url)[0] == series


@pytest.mark.parametrize("tag", ["h4", "h2"])
def test_the_banner_of_an_office_is_no_title_above_another_heading(tag: str) -> None:
    office = "HỘI CỰU CHIẾN BINH TỈNH GÒ SIM"
    head = f"<title>{office.title()}</title>"
    banner = f"<h2>{office}</h2><p>Trung thành - Đoàn kết</p>{MENU}"
    title = "Người lính già giữ cột mốc"
    assert found(f"{banner}<{tag}>{title}</{tag}>{DATE}{LEAD}{TEXT}", head)[0] == title
    assert found(f"<h2>{office}</h2>{DATE}{LEAD}{TEXT}", head)[0] == office


def test_links_to_the_page_itself_and_to_others() -> None:
    page = f"""<a href="/tin/?id=1#top">Về đầu bài viết này</a><a href="https://b.example/tin?id=1">
        Tên của bài viết</a><a href="/tin?id=2">Tên của bài khác</a><a href="#">Một nút bấm khác</a>
        <a href="javascript:x()">Một nút bấm nữa</a><a href="/3">Ba từ thôi</a><a href="http://[">
        Một địa chỉ bị hỏng</a>{TEXT}<a href="/tin?id=4">Một bài ở bên dưới</a>
        <a href="?id=1">Bài này ở bên dưới</a>"""
    blocks = read_blocks(_root(page))
    text = next(block for block in blocks if block.text.startswith("Sáng"))
    own, others = links(blocks, "https://gosim.example/tin?id=1", text)
    assert own == {"Về đầu bài viết này", "Tên của bài viết", "Bài này ở bên dưới"}
    assert others == {"tên của bài khác"}


def test_a_link_to_the_page_itself_repeats_its_title() -> None:
    own = f"<p><a href='/?id=123'>{TITLE}</a></p>"
    body = f"<h1>{SECTION}</h1><p>{TITLE}</p><p>Xã Gò Sim mới làm đường xong</p>{TEXT}"
    assert found(body + own)[0] == TITLE
    assert found(body + own.replace("123", "124"))[0] != TITLE


def _root(page: str) -> HtmlElement:
    root = parse(f"<html><body>{page}</body></html>")
    assert root is not None
    return root


@pytest.mark.parametrize(
    "title",
    [
        "Chào mừng kỷ niệm 90 năm Ngày truyền thống công tác dân vận của Đảng",
        "Cổng thông tin điện tử xã Gò Sim chính thức đi vào hoạt động",
        "Trang tin xã Gò Sim ra mắt chuyên mục mới",
        "Website xã Gò Sim đổi giao diện",
        "Logo hội thi dân vận khéo được chọn thế nào",
        "Báo Gò Sim đoạt giải A",
        "Tỉnh ủy họp báo quý III",
        "Truyền hình trực tiếp lễ khai mạc",
        "Chủ đề: Dân vận khéo năm 2024",
        "Quảng cáo: ranh giới giữa thật và giả",
    ],
)
def test_a_title_that_begins_like_the_name_of_a_site(title: str) -> None:
    heading = f"<h1>{title}</h1>"
    for head in (f"<title>{title}</title>", stated(title)):
        assert found(heading + DATE + TEXT, head)[:2] == (title, "2024-05-15")
    page = f"<title>Báo Gò Sim</title>{heading}{DATE}{TEXT}"
    assert read(page, link_text=title).title == title


@pytest.mark.parametrize(
    ("line", "repeated", "is_name"),
    [
        pytest.param("Trang tin đổi giao diện từ đầu năm", False, True, id="8 words"),
        pytest.param("Trang tin đổi giao diện từ đầu năm nay", False, False, id="9 words"),
        pytest.param("Trang tin đổi giao diện", True, False, id="a repeated line"),
        pytest.param(f"Trang tin{' Gò' * 18}", True, True, id="20 words of names"),
        pytest.param(f"Trang tin{' Gò' * 19}", True, False, id="21 words of names"),
        pytest.param("Cổng thông tin điện tử huyện Gò Sim", True, True, id="a repeated name"),
        pytest.param("Báo Gò Sim", True, True, id="a repeated newspaper"),
        pytest.param("Báo Gò Sim đoạt giải A", True, False, id="news of a newspaper"),
        pytest.param("Báo Gò Sim đoạt giải A", False, True, id="a line that may be a banner"),
        pytest.param("Tỉnh ủy Gò Sim", True, True, id="a repeated committee"),
        pytest.param("Tỉnh ủy họp báo quý III", True, False, id="news of a committee"),
        pytest.param("Chào mừng kỷ niệm 90 năm Ngày dân vận", False, True, id="a banner"),
        pytest.param("Chào mừng kỷ niệm 90 năm Ngày dân vận", True, False, id="a greeting"),
        pytest.param("Chào mừng bạn đến với xã Gò Sim", True, True, id="a greeting of readers"),
    ],
)
def test_the_name_of_a_site(line: str, repeated: bool, is_name: bool) -> None:
    assert is_site_name(line, repeated=repeated) == is_name


@pytest.mark.parametrize(
    "banner", ["Cổng thông tin điện tử Ban Dân vận Tỉnh ủy", "Trang tin tức sự kiện hằng ngày"]
)
def test_a_site_name_that_the_head_repeats_is_no_title(banner: str) -> None:
    page = f"<h1>{banner}</h1><h2>{TITLE}</h2>{DATE}{TEXT}"
    assert found(page, f"<title>{banner}</title>")[0] == TITLE


@pytest.mark.parametrize("date", ["<span>(15/05/2024 08:30)</span>", "<time>15/05/2024</time>"])
@pytest.mark.parametrize("head", ["", stated(TITLE)])
def test_a_date_in_the_title_s_own_element_is_the_publish_date(date: str, head: str) -> None:
    for space in ("", " "):
        assert found(f"<h1>{TITLE}{space}{date}</h1>{TEXT}", head)[:2] == (TITLE, "2024-05-15")


SLOGAN = "<h1>Dân biết, dân bàn, dân làm, dân kiểm tra</h1>"


@pytest.mark.parametrize(
    ("shown", "day"),
    [
        pytest.param(f"<h2>{TITLE}</h2>{DATE}<h2>Đôi nét về thôn Bãi Nhạn</h2>", "2024-05-15",
                     id="a subheading below the date"),
        pytest.param(f"<h3>{TITLE}</h3>{DATE}<h2>Đôi nét về thôn Bãi Nhạn</h2>", "2024-05-15",
                     id="a larger subheading below the date"),
        pytest.param(f"{SLOGAN}{MENU}<h2>{TITLE}</h2>{DATE}", "2024-05-15",
                     id="a slogan above the menu"),
        pytest.param("<h1>Ban Dân vận Tỉnh ủy Lam Khê</h1><h2>Tin hoạt động của Ban</h2>"
                     f"<h3>{TITLE}</h3>{DATE}", "2024-05-15", id="an office and a section"),
        pytest.param(f"<h1>{TITLE}</h1><h2>Cả xã góp tre làm cầu</h2>{DATE}", "2024-05-15",
                     id="a subtitle above the date"),
        pytest.param(f"<h1>{TITLE}</h1>{DATE}{MENU}<h2>Cả xã góp tre làm cầu</h2>{DATE}",
                     "2024-05-15", id="a heading below a menu that is below the date"),
        pytest.param("<div class=LeftPane><h2>Thông tin cần biết</h2><p>Danh bạ xã</p></div><div>"
                     f"<div class=artTitle>{TITLE}</div>{DATE}</div>", "2024-05-15",
                     id="a side pane"),
    ],
)  # fmt: skip
def test_the_title_is_the_heading_above_the_date(shown: str, day: str) -> None:
    assert found(shown + TEXT, "<title>Trang tin xã Gò Sim</title>")[:2] == (TITLE, day)


def test_the_name_of_the_site_after_a_copyright_sign_is_no_title() -> None:
    office = "Liên đoàn Lao động tỉnh Lam Khê"
    footer = f"<table><tr><td>© {office}<br>Địa chỉ: số 5, thị xã Gò Sim</td></tr></table>"
    shown = f"<div class=tieude>Hiến đất</div>{LEAD}{TEXT}{footer}"
    assert found(shown, f"<title>Hiến đất | {office}</title>")[0] == "Hiến đất"


@pytest.mark.parametrize(
    ("beside", "day"),
    [
        ("<span>(05-11-2023)</span>", "2023-11-05"),
        ("<small>05/11/2023</small>", "2023-11-05"),
        ("<i>(5/11/2023)</i>", "2023-11-05"),
    ],
)
def test_a_date_in_an_element_of_its_own_beside_the_title(beside: str, day: str) -> None:
    assert found(f"<b>{TITLE}</b> {beside}{LEAD}{TEXT}")[:2] == (TITLE, day)


def test_a_date_in_the_words_of_the_title_stays() -> None:
    title = f"{TITLE} (05-11-2023)"
    assert found(f"<b>{title}</b>{LEAD}{TEXT}")[:2] == (title, None)


def test_the_date_below_the_title_counts_more_than_that_beside_it() -> None:
    beside = f"<b>{TITLE}</b> <span>(05-11-2023)</span>"
    assert found(f"{beside}{DATE}{LEAD}{TEXT}")[1] == "2024-05-15"


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("[ <a>Log In</a> ] 05/07/2023 09:15:33", TITLE),  # the clock of the page
        ("05/07/2023 09:15", "Ban Dân vận Huyện ủy Lam Khê Hạ"),
    ],
)
def test_a_title_below_the_menu(line: str, title: str) -> None:
    banner = f"<h1>Ban Dân vận Huyện ủy Lam Khê Hạ</h1><div>{line}</div>{MENU}"
    date = "<span>(Đăng ngày 04/07/2023 14:05)</span>"
    body = f"{banner}<h2>{TITLE}</h2>{date}{TEXT}"
    assert read(f"<html><body>{body}</body></html>", URL).title == title


def test_a_name_above_the_date_is_no_title_of_an_article_in_a_header() -> None:
    meta = "<ul><li>Hồ Viết Thản – Lò Quyên<li>05:50 16/05/2024<li>0 bình luận</ul>"
    assert found(f"<header><h1>{TITLE}</h1>{meta}</header>{LEAD}{TEXT}")[0] == TITLE


LINKS = "".join(
    f"<li><a href=/{n}>Xã Gò Sim thông xe cầu treo số {n} sau mùa mưa</a>" for n in range(3)
)
SHORT_LINKS = "<li><a href=/>Trang chủ</a><li><a href=/a>Du lịch</a><li><a href=/b>Nhịp cầu</a>"
SHOWN = f"<div class=td>{TITLE}</div>"


@pytest.mark.parametrize("links", [LINKS, SHORT_LINKS], ids=["articles", "sections"])
@pytest.mark.parametrize("heading", ["<h2>{}</h2>", "<h4>{}</h4>", "<div class=box-title>{}</div>"])
@pytest.mark.parametrize("place", ["<div id=trai>{}</div>", "{}"], ids=["column", "beside"])
def test_the_heading_of_a_list_of_links_is_no_title(heading: str, links: str, place: str) -> None:
    box = place.format(heading.format("Danh mục chương trình hay") + f"<ul>{links}</ul>")
    assert found(box + SHOWN + DATE + TEXT)[:2] == (TITLE, "2024-05-15")


def test_headings_of_a_column_of_links_are_no_titles() -> None:
    box = (
        f"<div id=trai><h3>Danh mục tin tức mới</h3><ul>{LINKS}</ul>"
        "<h3>Dự báo thời tiết hôm nay và ngày mai</h3><p>Gò Sim: 24-31 độ</p></div>"
    )
    assert found(box + SHOWN + DATE + TEXT)[0] == TITLE
    # a column of text is not a column of links
    told = f"<p>{'Trạm khí tượng báo trời quang, gió nhẹ. ' * 9}</p></div>"
    assert found(box.replace("</div>", told) + SHOWN + TEXT)[0] != TITLE


@pytest.mark.parametrize("count", [2, 3])
def test_how_many_links_make_a_list(count: int) -> None:
    links = "".join(f"<li><a href=/{n}>Cầu treo số {n} đã xong</a>" for n in range(count))
    box = f"<div><h3>Danh mục chương trình hay</h3><ul>{links}</ul></div>"
    shown = f"<div class=tieu-de>{TITLE}</div>"
    assert (found(box + shown + TEXT)[0] == TITLE) is (count == 3)


def test_a_title_above_buttons_or_in_a_box_with_its_date_and_links() -> None:
    buttons = "<ul><li><a>In bài</a><li><a>Facebook</a><li><a>Zalo</a></ul>"
    short = "Bãi Nhạn bàn làm đường"
    assert found(f"<div><h2>{short}</h2>{buttons}</div>" + TEXT)[0] == short
    dated = f"<div><h2>{TITLE}</h2>{DATE}<ul>{LINKS}</ul></div>"
    assert found(dated + TEXT)[0] == TITLE


LINKED = f"<h2><a href='/index.php?id=7'>{TITLE}</a></h2>"


def test_a_heading_that_links_to_its_page_under_another_url() -> None:
    details = "<dl><dt>Chi tiết bài viết<dd>Được đăng ngày 15/05/2024</dl>"
    for above in ("", "<h2>Tin tức chung mới</h2>"):
        assert found(above + LINKED + details + TEXT)[:2] == (TITLE, "2024-05-15")
    # one of several, or in a box of its own, it may be another article
    other = LINKED.replace(TITLE, "Xã Gò Sim thông xe cầu treo")
    assert found(LINKED + other + SHOWN + DATE + TEXT)[0] == TITLE
    assert found(f"<div>{other}</div>" + SHOWN + DATE + TEXT)[0] == TITLE


@pytest.mark.parametrize("wrapper", ["<form>{}</form>", "<div>{}</div>"])
def test_a_form_around_the_page_is_no_form_beside_the_text(wrapper: str) -> None:
    line = f"<span class=tieude>{TITLE}</span><br>"
    assert found(wrapper.format(line + DATE + TEXT))[0] == TITLE


@pytest.mark.parametrize(
    ("heading", "is_label"),
    [
        ("<h1>Xây dựng nông thôn mới</h1>", True),
        ("<h2>Tin hoạt động của huyện</h2>", True),
        ("<h2>Xã Gò Sim thông xe cầu treo</h2>", False),
        # in a box without the text, if it is no <h1>
        ("<div><h3>Tỷ giá ngoại tệ hôm qua</h3><p>USD 25.100</p></div>", True),
        ("<div><h1>Tỷ giá ngoại tệ hôm qua</h1><p>USD 25.100</p></div>", False),
        # above a menu
        ("<h2>Đoàn kết, dân chủ, kỷ cương</h2><p><a>Tin</a> <a>Ảnh</a> <a>Sách</a></p>", True),
        ("<h2>Đoàn kết, dân chủ, kỷ cương</h2><p><a>Tin</a> <a>Ảnh</a></p>", False),
    ],
)
def test_the_line_above_the_date_below_the_name_of_a_section(heading: str, is_label: bool) -> None:
    shown = re.sub(r"</h\d>.*|<[^>]+>", "", heading)
    assert found(heading + SHOWN + DATE + TEXT)[0] == (TITLE if is_label else shown)
    # the date is of the heading, or the line is a sentence or a name
    assert found(heading + DATE + SHOWN + TEXT)[0] == shown
    for line in ("Xã Gò Sim mở hội nghị bàn việc.", "Gò Sim mở hội nghị", "Tác giả: Lò Thị Quyên"):
        assert found(f"{heading}<div>{line}</div>" + DATE + TEXT)[0] == shown


@pytest.mark.parametrize(
    ("text", "has"),
    [
        ("Tin tức - Sự kiện", True),
        ("HOẠT ĐỘNG CỦA HỘI", True),
        ("Tin hoạt động xã Gò Sim", False),
        ("Bãi Nhạn góp đất", False),
    ],
)
def test_words_of_sections(text: str, has: bool) -> None:
    assert has_words_of_sections(text) is has


@pytest.mark.parametrize(
    ("href", "title"),
    [
        ("/van-nghe/91-nho-ban", "Nhớ bản"),
        ("https://baogosim.example/van-nghe/91-nho-ban/", "Nhớ bản"),
        ("/van-nghe", None),
        ("http://[x", None),
    ],
)
def test_a_short_heading_that_is_a_link_to_the_page_itself(href: str, title: str | None) -> None:
    page = f"<title>Nhớ bản</title><h2><a href='{href}'>Nhớ bản</a></h2>{DATE}{TEXT}"
    assert read(page, "https://baogosim.example/van-nghe/91-nho-ban").title == title


def test_a_line_of_the_imprint_is_no_title() -> None:
    assert read(f"<h2>Bản quyền thuộc về Cổng thông tin xã Gò Sim</h2>{TEXT}").title is None


ADDED = (
    f"<h1>{TITLE}<span> 1.204 lượt xem</span></h1>",
    f"<h1>{TITLE} 1.204 lượt xem</h1>",
    f"<h1>{TITLE} <a href=#cm>12 bình luận</a></h1>",
    f"<h1>{TITLE} <span>Mới</span></h1>",
    f"<h1>{TITLE}<br><small>Hà Vi</small></h1>",
    f"<h1>{TITLE} <em>(Video)</em></h1>",
    f"<h1><span>PHÓNG SỰ:</span> {TITLE}</h1>",
    f"<h1><span>PHÓNG SỰ</span> {TITLE} <span>12 bình luận</span></h1>",
    f"<h3>{TITLE} <i>Mới</i></h3>",
    f"<div class=title>{TITLE} <span>Mới</span></div>",
)


@pytest.mark.parametrize("shown", ADDED)
def test_what_a_heading_has_beside_the_title_that_the_head_states(shown: str) -> None:
    assert found(shown + LEAD + TEXT, stated(TITLE))[0] == TITLE
    assert found(shown + DATE + LEAD + TEXT, stated(TITLE))[:2] == (TITLE, "2024-05-15")
    assert found(shown + DATE + LEAD + TEXT)[0] != TITLE  # if nobody says what the title is


def test_a_heading_with_a_badge_is_the_title_below_a_breadcrumb_with_the_same_words() -> None:
    way = f"<ul><li><a href=/>Trang chủ</a><li>{TITLE}</ul>"
    page = f"<title>{TITLE}</title>{way}<h1>{TITLE} <span>Mới</span></h1>{DATE}{LEAD}{TEXT}"
    extraction = explain(page)
    assert extraction.article.title == TITLE
    assert extraction.notes.found["title"].place == "h1"


def test_a_related_heading_with_a_badge_is_not_preferred_to_the_title() -> None:
    title = "Gò Sim: dân vận, khéo hay không?"
    related = f"<h2>{title} <span>(Bài 2)</span></h2>"
    page = f"<title>{title}</title>{related}<h1>{title}</h1>{LEAD}{TEXT}"
    assert explain(page).notes.found["title"].place == "h1"


@pytest.mark.parametrize(
    ("shown", "head"),
    [
        pytest.param(f"{TITLE} trong ba tháng", TITLE, id="no element of its own"),
        pytest.param(f"{TITLE} <b>trong</b> ba tháng", TITLE, id="a part of it in an element"),
        pytest.param(f"{TITLE}s <i>Mới</i>", TITLE, id="not whole words"),
        pytest.param(f"{TITLE} <i>dài ba cây số</i>", f"{TITLE}...", id="cut in the head"),
        pytest.param("Bà con Gò Sim <i>cùng góp công</i> làm đường", "Bà con Gò Sim làm đường",
                     id="in the middle"),
        pytest.param("Ủy ban nhân dân xã Gò Sim <i>họp bàn</i>", "Ủy ban nhân dân xã Gò Sim",
                     id="the name of an office"),
        pytest.param(f"{SECTION} <i>ở Gò Sim</i>", SECTION, id="the name of a section"),
        pytest.param("Tin mới trong tuần <i>Thôn Bãi Nhạn làm đường</i>", "Tin mới trong tuần",
                     id="as many words as the stated title, and more"),
        pytest.param("Tin mới trong tuần <i>Bãi Nhạn làm đường</i>", "Tin mới trong tuần",
                     id="as many words as the stated title"),
    ],
)  # fmt: skip
def test_a_part_of_a_heading_that_the_head_leaves_out_stays(shown: str, head: str) -> None:
    title = re.sub("<.*?>", "", shown)
    assert found(f"<h1>{shown}</h1>{DATE}{LEAD}{TEXT}", stated(head))[0] == title


def test_the_name_of_the_site_is_not_the_title_in_a_heading() -> None:
    name = "Quê hương Gò Sim"
    head = f"<meta property=og:site_name content='{name}'><title>{name}</title>"
    assert found(f"<h1>{name} <i>vào xuân</i></h1>{DATE}{TEXT}", head)[0] == f"{name} vào xuân"


def test_what_is_added_has_fewer_words_than_the_title() -> None:
    shown = "<h1>Tin mới trong tuần <i>Bãi Nhạn ngày</i></h1>"
    assert (
        found(f"{shown}{DATE}{LEAD}{TEXT}", stated("Tin mới trong tuần"))[0] == "Tin mới trong tuần"
    )
