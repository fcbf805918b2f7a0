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
