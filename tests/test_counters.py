"""Counters, clocks and zoom lines in any wording, and lines of articles that resemble them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.boilerplate import is_chrome
from extraction.counters import is_counter
from extraction.text import strip_diacritics

from .reading import read

COUNTERS = (
    "Số người đọc: 1532",
    "Bài viết đã có 1.532 người đọc",
    "Lượt xem bài viết: 1532",
    "Đã đọc: 1532",
    "Hits: 1532",
    "Có 1532 lượt xem bài này",
    "1532 lượt",
    "Lượt nghe: 1532",
    "1.5K lượt xem",
    "Bài này đã được đọc 1532 lần",
    "Bạn là người thứ 1532 đọc bài này",
    "Số lượt truy cập bài viết: 1532",
    "Thích 12 Chia sẻ 3",
    "1532 lượt xem | 12 bình luận | 3 chia sẻ",
    "Hiện có 3 khách trực tuyến",
    "Hôm nay: 12 Hôm qua: 34 Tổng: 5678",
    "Tuần này: 12 | Tháng này: 123",
    "Hôm nay 12 Hôm qua 34 Tuần 56 Tháng 78 Tổng 5.678",
    "Tuần 56 Tháng 78 Tất cả 5678",
    "Today 12 Yesterday 34 Total 5678",
    "Luot xem: 1532",
    "Page views: 1532",
    "Viewed 1532 times",
    # ratings
    "Điểm: 4.5/5 (12 phiếu)",
    "4.5/5 - (12 bình chọn)",
    "Có 12 lượt đánh giá",
    "5 sao (12 lượt)",
    # clocks
    "10:35:22",
    "Thứ tư, 10:35:22",
    "Bây giờ là 10:35",
    "Cập nhật 5 phút trước",
    "3 phút đọc",
    "Thời lượng: 02:35",
)
ZOOMS = ("A- 100% A+", "A- A A+", "Cỡ chữ: A- 100% A+", "Zoom 100%", "T T+ T-", "Cỡ chữ - 16px +")
SENTENCES = (
    "Tổng số: 1.532 hộ",
    "1.532 lượt người dân",
    "Có 12 hộ hiến đất",
    "100% hộ dân đồng ý",
    "Kết quả: 45/50 phiếu",
    "Có 15 lượt đại biểu phát biểu",
    "Số người đọc thông, viết thạo: 120",
    "Lượt đi: 3, lượt về: 4",
    "Lượt khám: 120",
    "Cấp 3: 120 người",
    "Số nghề: 12",  # nghề is not nghe
    "Tại thôn 3",
    "Năm nay: 120 hộ, năm qua: 100 hộ",
    "2 giờ sau, cầu thông xe",
    "Độ cao 100",
    "Bài 3",
    "Tuần 1, tháng 5",
    "Tháng 5 năm 2024",
    "Hôm nay, hôm qua và năm 2024",
    "Hôm nay và hôm qua",
    "Cấp 3",
)


@pytest.mark.parametrize("line", COUNTERS + ZOOMS)
def test_a_counter_is_chrome(line: str) -> None:
    assert is_chrome(line)
    assert is_chrome(line.upper())
    assert is_chrome(strip_diacritics(line))


@pytest.mark.parametrize("line", SENTENCES)
def test_a_line_of_an_article_is_no_counter(line: str) -> None:
    assert not is_counter(line)


@pytest.mark.parametrize("words", [13, 14])
def test_a_counter_has_at_most_14_words(words: int) -> None:
    assert is_counter("Lượt xem " + "1 " * (words - 2))
    assert not is_counter("Lượt xem " + "1 " * 13)


@given(st.sampled_from(COUNTERS), st.integers(min_value=0, max_value=10**7))
def test_a_counter_that_grows_does_not_change_the_text(line: str, count: int) -> None:
    paragraphs = [
        f"Bà con xã Gò Sim góp công làm đường và giữ sạch dòng kênh qua thôn số {n}."
        for n in range(3)
    ]
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    counter = line.replace("1532", str(count))
    page = f"<h1>Xã Gò Sim làm đường liên thôn</h1><div>{text}<p>{counter}</p></div>"
    assert read(page).text.split("\n\n") == paragraphs
