"""What the words beside a date say: a publish date, or the day of something else."""

import pytest

from extraction.date_labels import is_label
from extraction.dates import beside_date, date_line, find_dates

from .reading import read

TITLE = "Xã Gò Sim ra mắt tổ dân vận khéo giữ sạch dòng kênh"
TEXT = (
    "<p>Sáng thứ bảy, xã Gò Sim ra mắt tổ dân vận khéo giữ sạch dòng kênh chảy qua ba thôn của "
    "xã.</p><p>Tổ có mười hai người, mỗi tuần hai buổi cùng bà con vớt rác và trồng hoa dọc bờ "
    "kênh.</p>"
)

OF_SOMETHING_ELSE = (
    "(Kèm theo Công văn số 45/UBND ngày 3/4/2020)",
    "(Ban hành kèm theo Quyết định số 12/QĐ-UBND, ngày 20/5/2019)",
    "Quyết định 12/QĐ-UBND ngày 20/5/2019",
    "Quyết định số 12/QĐ-UBND - 20/5/2019",
    "Theo Nghị quyết 18-NQ/TW ngày 25/10/2017",
    "Số 12 ngày 20/5/2019",
    "Ký ngày: 20/5/2019",
    "Ngày phát hành: 20/5/2019",
    "Số hiệu: 12/QĐ-UBND | Ngày phát hành: 20/5/2019",
    "Ngày phát hành: 20/5/2019 | Trích yếu: họp dân",
    "Ngày ban hành: 20/5/2019 | Lượt xem: 12",
    "Ngày ban hành | 20/5/2019",
    "Ngày công bố: 20/5/2019",
    "Thời hạn đăng ký: 30/5/2024",
    "Hạn gửi bài: 30/5/2024",
    "Hạn chót 30/5/2024",
    "Đăng ký: 30/5/2024",
    "Ngày bắt đầu: 01/5/2024",
    "Ngày hết hạn: 30/5/2024",
    "Ngày thi: 20/5/2024",
    "Ngày nộp hồ sơ: 20/5/2024",
    "Áp dụng từ 20/5/2019",
    "Hưởng ứng Ngày Dân vận 15/10/2023",
    "Ngày Dân Vận 15/10/2023",
    "CHÀO MỪNG 20/10/2023",
    "NGÀY HỘI ĐẠI ĐOÀN KẾT 18/11/2023",
    "Hội thi dân vận khéo - 20/5/2024",
    "Tiếp công dân ngày 20/5/2024",
    "Giỗ tổ 18/4/2024",
    "Thành lập: 15/10/1999",
    "Ảnh tư liệu 14/5/1999",
    "Ảnh tư liệu, 14/5/1999",
    "Gò Sim, ngày 12 tháng 8 năm 2023",
    "Địa điểm: Gò Sim 20/5/2024 08:00",
    "Lịch tiếp dân 20/5/2024 08:00",
    "Hạn nộp 17:00 20/5/2024",
    "Họp thôn lúc 8:00 20/5/2024",
    "Nhóm 3 tháng 6 năm 2019",
    "Khóa 12 tháng 5/2019",
    "20/5/2024: khai mạc hội thi",
    "20/5/2024 họp dân bàn việc làm cầu",
)
OF_THE_ARTICLE = (
    "Linh Thư 10/10/2023",
    "Linh Thư ngày 10/10/2023",
    "Lò Linh Thư, ngày 10/10/2023",
    "Linh Thư lúc 08:30 10/10/2023",
    "Vào lúc 08:30 10/10/2023",
    "Linh Thư (10/10/2023)",
    "Ban Dân vận 10/10/2023",
    "Theo Báo Gò Sim 10/10/2023",
    "Tác giả: Mai Lan 10/10/2023",
    "Người đăng: admin 10/10/2023",
    "Được gửi bởi quantri vào 10/10/2023",
    "Được đăng bởi Mai Lan vào 10 tháng 10, 2023 - 21:12",
    "Đăng ngày 10/10/2023",
    "Đăng 10 Tháng 10 2023",
    "Ngày: 10/10/2023",
    "Ngày viết bài: 10/10/2023",
    "Ngày đưa tin: 10/10/2023",
    "Thời gian đăng: 10/10/2023",
    "Thời điểm đăng tải: 10/10/2023",
    "Cập nhật lần cuối: 10/10/2023",
    "Ngày cập nhật 10/10/2023",
    "Hôm nay: 10/10/2023",
    "Xã hội | 10/10/2023",
    "Tin trong tỉnh - 10/10/2023",
    "Tin tức, 10/10/2023",
    "Văn bản | 10/10/2023",
    "92 lượt xem 10/10/2023",
    "10/10/2023 Lượt xem: 12",
    "Ngày phát hành: 10/10/2023 Tác giả: Mai Lan Lượt xem: 12",
    "Ngày phát hành: 10/10/2023 | Lượt đọc: 12",
    "Tác giả: Mai Lan | Ngày phát hành: 10/10/2023",
    "10/10/2023 0 bình luận",
    "10/10/2023 Mai Lan",
    "10/10/2023 by Mai Lan",
    "10/10/2023 trong Tin tức",
    "10/10/2023 | Mai Lan",
)


@pytest.mark.parametrize("line", OF_SOMETHING_ELSE)
def test_the_day_of_something_else_is_no_publish_date(line: str) -> None:
    assert find_dates(line)
    assert date_line(line) is None
    assert beside_date(line) is None


@pytest.mark.parametrize("line", OF_THE_ARTICLE)
def test_a_day_beside_a_label_a_section_a_counter_or_an_author(line: str) -> None:
    found = date_line(line)
    assert found is not None
    assert found.day == "2023-10-10"


@pytest.mark.parametrize(
    ("beside", "is_line"),
    [
        pytest.param("Tin tức Lam Khê,", True, id="four words and a comma"),
        pytest.param("Tin tức xã Lam Khê,", False, id="five words and a comma"),
        pytest.param("NGUYỄN THỊ MAI LAN", True, id="four words in capitals"),
        pytest.param("NGUYỄN THỊ MAI LAN KHÊ", False, id="five words in capitals"),
        pytest.param("Ban Dân vận Tỉnh ủy Lam Khê", True, id="an office of seven words"),
        pytest.param("Ban Dân vận Tỉnh ủy mới Lam Khê", False, id="an office of eight words"),
        pytest.param("Tác giả: tổ phóng viên", True, id="a label and its value"),
        pytest.param("Tham dự: tổ phóng viên", False, id="another label and its value"),
    ],
)
def test_what_may_be_just_before_a_day(beside: str, is_line: bool) -> None:
    assert (date_line(f"{beside} 10/10/2023") is not None) is is_line


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tin đăng lúc:", True), ("Ngày", True), ("(Cập nhật ngày", True), ("Đã đăng tin", True),
        ("Lần cập nhật cuối lúc", True), ("Posted on", True), ("Ngày giờ:", True),
        ("Đăng ký:", False), ("Bản tin", False), ("Đào tạo", False), ("Ngày ký", False),
        ("", False),
    ],
)  # fmt: skip
def test_labels_of_publication_and_update(text: str, expected: bool) -> None:
    assert is_label(text) is expected


def below_title(line: str) -> str:
    return f"<title>{TITLE}</title><h1>{TITLE}</h1><div>{line}</div><div>{TEXT}</div>"


@pytest.mark.parametrize("line", [OF_SOMETHING_ELSE[0], "Thời hạn đăng ký: 30/5/2024"])
def test_the_day_of_something_else_is_neither_date_nor_author_of_a_page(line: str) -> None:
    article = read(below_title(line))
    assert (article.published, article.author) == (None, None)


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("<a href='/t'>Tin tức</a> 10/10/2023", "2023-10-10"),
        ("10/10/2023 <a href='/t'>Tin tức</a>", "2023-10-10"),
        ("<span>Tin mới</span> <span class=date>10/10/2023</span>", "2023-10-10"),
        ("<span>Tin mới</span> <time>10/10/2023</time>", "2023-10-10"),
        ("<span>Tin mới</span> <span>10/10/2023</span>", None),
        ("<span>Hạn chót</span> <span class=date>10/10/2023</span>", None),
        ("<span>Ngày thi:</span> <time>10/10/2023</time>", None),
        ("Họp bàn <a href='/t'>việc làm cầu</a> 10/10/2023", None),
    ],
)
def test_an_element_separates_a_section_from_its_date(line: str, day: str | None) -> None:
    assert read(below_title(line)).published == day
