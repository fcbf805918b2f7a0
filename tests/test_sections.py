"""The section that the lines near the title say."""

import pytest

from .reading import read

TITLE = "Thôn Bãi Nhạn họp bốn lần mới chốt chỗ làm cầu"
TEXT = "".join(
    f"<p>Lần họp thứ {n} chỉ có mười một nhà đến, tổ dân vận phải đi từng nhà, nghe từng người.</p>"
    for n in range(2, 6)
)
FIRST = TEXT.partition("</p>")[0]
MENU = "<ul><li><a href=/k>Kinh tế</a></li><li><a href=/v>Văn hóa</a></li></ul>"


def section(above: str = "", below: str = "", head: str = "") -> str | None:
    around = f"{above}<h2>{TITLE}</h2>{below}<div class=b>{TEXT}</div>"
    return read(f"<title>{TITLE}</title>{head}{MENU}<p>Báo Gò Sim</p><div>{around}</div>").section


@pytest.mark.parametrize(
    ("above", "expected"),
    [
        ("<p>Trang chủ / Tin trong tỉnh</p>", "Tin trong tỉnh"),
        ("<p>Trang chủ » Chuyện bản làng » Gương sáng</p>", "Gương sáng"),
        (f"<p>Trang chủ › Gương sáng › {TITLE}</p>", None),
        ("<p>Trang chủ</p>", None),
        ("<p>Chuyện bản làng / Gương sáng</p>", None),
        ("<p><a href=/a>Chuyện bản làng</a> &gt;&gt; <a href=/b>Gương sáng</a></p>", "Gương sáng"),
        ("<p><a href=/b>Gương sáng</a> | Gò Sim</p>", None),
        ("<p><a href=/a>Chuyện bản làng</a> - <a href=/b>Gương sáng</a></p>", None),
        ("<p>Quốc phòng - An ninh</p>", "Quốc phòng - An ninh"),
        ("<p>Tin hoạt động cơ sở |</p>", "Tin hoạt động cơ sở"),
        ("<p>Nhịp cầu nhân ái</p>", None),
        ("<p>Tin nổi bật</p>", None),
        ("<p>Chuyên mục</p>", None),
        ("<p>14/05/2026 15:25</p>", None),
        ("<p><a href=http://gosim.example>http://gosim.example</a></p>", None),
    ],
)
def test_the_line_above_the_title(above: str, expected: str | None) -> None:
    assert section(above) == expected


def test_the_last_step_may_be_the_title() -> None:
    way = "<div><p>Trang chủ / Gương sáng / Cầu mới</p>"
    assert (
        read(f"<title>Cầu mới</title>{way}<h2>Cầu mới</h2><div>{TEXT}</div></div>").section is None
    )


def test_words_of_sections_count_in_the_box_of_the_title() -> None:
    around = f"<p>Quốc phòng - An ninh</p><h2>{TITLE}</h2><div class=b>{TEXT}</div>"
    assert read(f"<title>{TITLE}</title>{around}").section is None


@pytest.mark.parametrize(
    ("below", "expected"),
    [
        ("<p>Chuyên mục: <a href=/a>Gương sáng</a></p>", "Gương sáng"),
        ("<p>Chuyên mục: Gương sáng</p>", "Gương sáng"),
        (f"<p>Chuyên mục: {TITLE}</p>", None),
        ("<p>14/05/2024</p><p><a href=/a>Tin tức</a></p>", "Tin tức"),
        ("<p><a href=/a>Nông thôn mới</a> - Hồng Phúc - 20:57, 18/10/2019</p>", "Nông thôn mới"),
        ("<p>14/05/2024</p><p><a href=/a>Hồng Phúc</a></p>", None),
        ("<p>14/05/2024</p><p><a href=/a>Đọc bài</a></p>", None),
        (f"<p>14/05/2024</p>{FIRST} <a href=/a>nông thôn mới</a>.</p>", None),
        ("<p>14/05/2024</p><p>Lượt xem: 4</p><p><a href=/a>Tin tức</a></p>", None),
        ("<p>14/05/2024</p><p><a href=/a>Tin tức</a> <a href=/b>Kinh tế</a></p>", None),
    ],
)
def test_the_lines_below_the_title(below: str, expected: str | None) -> None:
    assert section(below=below) == expected


@pytest.mark.parametrize(("lines", "expected"), [(7, "Gương sáng"), (8, None)])
def test_a_label_is_at_most_eight_lines_below_the_title(lines: int, expected: str | None) -> None:
    below = "<p>Gò Sim</p>" * lines + "<p>Chuyên mục: Gương sáng</p>"
    assert section(below=below) == expected


def test_what_the_head_states_comes_first() -> None:
    head = "<meta property=article:section content='Xây dựng Đảng'>"
    assert section("<p>Quốc phòng - An ninh</p>", head=head) == "Xây dựng Đảng"


def above_title(above: str, around: str = "{}", head: str = "") -> str | None:
    """Return the section of a page that begins with `above`; `around` holds it and the article."""
    article = f"{above}<h2>{TITLE}</h2><div class=b>{TEXT}</div>"
    page = read(f"<title>{TITLE}</title>{head}<body>{around.format(article)}</body>")
    assert "title: the page does not show it" not in page.doubts
    return page.section


HOME, NEWS, EVENTS = (
    "<a href=/>Trang chủ</a>",
    "<a href=/tin-tuc>Tin tức</a>",
    "<a href=/su-kien>Sự kiện</a>",
)


@pytest.mark.parametrize("around", ["{}", "<div class=wrap>{}</div>"])
@pytest.mark.parametrize(
    "menu",
    [
        f"<p>{HOME} | {NEWS}</p>",
        f"<p>{HOME} | {NEWS} | {EVENTS}</p>",
        f"<p>{HOME} | {NEWS} | <a href=/lien-he>Liên hệ</a></p>",
        f"<p>{HOME} {NEWS} <a href=/lien-he>Liên hệ</a></p>",
        f"<p>{HOME} » {NEWS} » <a href=/lien-he>Liên hệ</a></p>",
        f"<ul class=menu><li>{HOME}</li><li>{NEWS}</li><li>{EVENTS}</li></ul>",
        f"<ul class=menu><li>{HOME}</li><li>{NEWS}</li></ul>",
        f"<nav id=main-nav>{HOME} {NEWS}</nav>",
        f"<header>{HOME} {NEWS}</header>",
        f"<div><div>{HOME}</div><div>{NEWS}</div><div>{EVENTS}</div></div>",
        f"<table><tr><td>{HOME}</td><td>{NEWS}</td><td>{EVENTS}</td></tr></table>",
    ],
)
def test_a_short_menu_is_no_way_to_the_article(menu: str, around: str) -> None:
    assert above_title(menu, around) is None


def test_a_column_of_two_links_is_no_way_to_the_article() -> None:
    column = f"<td>{HOME}<br>{NEWS}</td>"
    assert above_title("", f"<table><tr>{column}<td>{{}}</td></tr></table>") is None


def test_words_of_sections_count_beside_a_column_of_links() -> None:
    column = f"<td>{HOME}<br>{NEWS}<br>{EVENTS}</td>"
    around = f"<table><tr>{column}<td>{{}}</td></tr></table>"
    assert above_title("<font>Địa phương</font><br>", around) == "Địa phương"


@pytest.mark.parametrize(
    ("way", "around", "expected"),
    [
        (f"<p>{HOME} » {NEWS} » {EVENTS}</p>", "{}", "Sự kiện"),
        (f"<p>{HOME}/{NEWS}</p>", "{}", "Tin tức"),
        (f"<p>{HOME}</p><p>›</p><p>{NEWS}</p>", "{}", "Tin tức"),
        (f"<p>{HOME} {NEWS}</p>", "<main>{}</main>", "Tin tức"),
        (f"<p>{HOME} {NEWS}</p>", "{}", None),
        (f"<p>{HOME} {NEWS}</p>", "<main><p>Báo Gò Sim</p>{}</main>", None),
        (f"<p>{HOME} {NEWS} <a href=/tin-tuc/xa>Xã</a></p>", "<main>{}</main>", "Xã"),
        (f"<p>{HOME} {NEWS} <a href=/xa>Xã</a></p>", "<main>{}</main>", None),
        (f"<p>{HOME} {NEWS} <a href=/tin-tuc-xa>Xã</a></p>", "<main>{}</main>", None),
        (f"<ul><li>{HOME}</li><li>{NEWS}</li></ul><p>{HOME} › {EVENTS}</p>", "{}", "Sự kiện"),
    ],
)
def test_a_way_has_arrows_or_begins_the_box_of_the_title(
    way: str, around: str, expected: str | None
) -> None:
    assert above_title(way, around) == expected


@pytest.mark.parametrize(
    ("link", "around", "expected"),
    [
        ("<a href=/b>Gương sáng</a>", "<main>{}</main>", "Gương sáng"),
        ("<p>14/05/2024</p><a href=/b>Gương sáng</a>", "<main>{}</main>", "Gương sáng"),
        ("<p><a href=/b>Gương sáng</a></p>", "{}", None),
        ("<p>Báo Gò Sim</p><a href=/b>Gương sáng</a>", "<main>{}</main>", None),
        ("<header><a href=/b>Gương sáng</a></header>", "<main>{}</main>", None),
        ("<div class=top-bar><a href=/b>Gương sáng</a></div>", "<main>{}</main>", None),
        ("<div class=top-story><a href=/b>Gương sáng</a></div>", "<main>{}</main>", "Gương sáng"),
        ("<p><a href=/l>Đăng nhập</a></p>", "<main>{}</main>", None),
        ("<p><a href=/s>Tìm kiếm</a></p>", "<main>{}</main>", None),
        ("<p><a href=/en>English</a></p>", "<main>{}</main>", None),
        ("<p><a href=/d>Đường dây nóng</a></p>", "<main>{}</main>", None),
        ("<p><a href=/q>Liên hệ quảng cáo</a></p>", "<main>{}</main>", None),
    ],
)
def test_a_single_link_begins_the_box_of_the_title(
    link: str, around: str, expected: str | None
) -> None:
    assert above_title(link, around) == expected


@pytest.mark.parametrize(
    ("link", "head", "expected"),
    [
        ("<p><a href=/amp/>Báo Gò Sim</a></p>", "", None),
        ("<p><a href=/th/>Truyền hình</a></p>", "", "Truyền hình"),
        ("<p><a href=/th/>Truyền hình Gò Sim</a></p>", "", None),
        ("<p><a href=/amp/>Gò Sim hôm nay</a></p>", "", "Gò Sim hôm nay"),
        (
            "<p><a href=/amp/>Gò Sim hôm nay</a></p>",
            "<meta property=og:site_name content='Gò Sim hôm nay'>",
            None,
        ),
        ("<p><a href=/>Gò Sim hôm nay</a></p>", "", None),
        ("<p><a href=/index.html>Gò Sim hôm nay</a></p>", "", None),
        ("<p><a href='/index.php?muc=4'>Gò Sim hôm nay</a></p>", "", "Gò Sim hôm nay"),
        ("<p class=breadcrumb><a href=/>Gò Sim hôm nay</a></p>", "", None),
        (f"<p class=breadcrumb><a href=/>Gò Sim hôm nay</a> {NEWS}</p>", "", "Tin tức"),
    ],
)
def test_the_name_of_the_site_and_a_link_to_its_home_page_are_no_section(
    link: str, head: str, expected: str | None
) -> None:
    assert above_title(link, "<main>{}</main>", head) == expected
