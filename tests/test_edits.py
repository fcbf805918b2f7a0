"""Changes of an article that are no edits, and edits that look like them."""

from dataclasses import replace

import pytest

from extraction.article import Article
from pipelines.edits import differ_only_in_counters, is_no_edit

PROSE = (
    "Bà con thôn Bãi Nhạn xã Gò Sim cùng nhau làm ba cây số đường.",
    "Tổ dân vận đến từng nhà, ghi ý kiến của 120 hộ vào sổ.",
    "Đến chiều, bà con thống nhất góp công, góp đất.",
)


def article(*lines: str, lead: str | None = None) -> Article:
    return Article("https://baogosim.example/bai-1.html", lead=lead, body="\n\n".join(lines))


def is_counter(old: str, new: str, *, at: int = 3) -> bool:
    """Return whether a line that changed among the prose is a counter or a clock."""
    before, after = list(PROSE), list(PROSE)
    before.insert(at, old)
    after.insert(at, new)
    return differ_only_in_counters(article(*before), article(*after))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Lượt xem: 1532", "Lượt xem: 2718"),
        ("Số người đọc: 999", "Số người đọc: 1.000"),
        ("Bài viết đã có 1.532 người đọc", "Bài viết đã có 12.718 người đọc"),
        ("Lượt xem: 1532", "Lượt xem: 1.532"),
        ("Hits: 7", "Hits: 8"),
        ("15 lượt", "16 lượt"),
        ("1.2K views", "1.3K views"),
        ("999 views", "1K views"),
        ("Hôm nay: 12 - Tất cả: 340", "Hôm nay: 3 - Tất cả: 352"),
        ("Thứ bảy, 28/11/2026 08:40", "Chủ nhật, 29/11/2026 09:15"),
        ("5 phút trước", "2 giờ trước"),
        ("Đăng 6 ngày trước", "Đăng 1 tuần trước"),
        ("1532", "1533"),
        ("Đã có 12 bạn đọc quan tâm", "Đã có 15 bạn đọc quan tâm"),
        ("Thích 12 Chia sẻ 3", "Thích 13 Chia sẻ 3"),
        ("8h40, thứ bảy", "9h15, chủ nhật"),
        ("Cập nhật 08:40", "Cập nhật 09:15"),
    ],
)
def test_a_counter_or_a_clock_is_no_edit(old: str, new: str) -> None:
    assert is_counter(old, new)
    assert is_counter(old, new, at=0)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Lượt xem: 2718", "Lượt xem: 1532"),  # a counter never counts down
        ("Kinh phí 120 triệu", "Kinh phí là 150 triệu"),
        ("Kinh phí 1,5 tỷ đồng", "Kinh phí 15 tỷ đồng"),
        ("Ảnh: Thu Hà", "Ảnh: Minh Anh"),
        ("Hội thi khai mạc ngày 15/5/2024", "Hội thi khai mạc ngày 16/5/2024"),
        ("Đã có 45 hộ hiến đất", "Đã có 54 hộ hiến đất"),
        ("1.532 lượt người dân dự", "1.600 lượt người dân dự"),
        ("Điện thoại: 0912345678", "Điện thoại: 0912345679"),
        ("Kỳ họp thứ hai", "Kỳ họp thứ ba"),
        ("Khai mạc lúc 8h30", "Khai mạc lúc 9h30"),
        ("Lượt xem: 12", "Lượt nghe: 13"),
    ],
)
def test_another_change_of_a_short_line_is_an_edit(old: str, new: str) -> None:
    assert not is_counter(old, new)


@pytest.mark.parametrize("at", [0, 1, 2, 3])
def test_the_two_first_and_the_two_last_lines_are_the_edge(at: int) -> None:
    assert is_counter("Đã xem: 1", "Đã xem: 2", at=at)


def test_a_line_in_the_middle_is_part_of_the_text() -> None:
    before = article(*PROSE[:2], "Đã góp: 1", *PROSE[1:])
    after = article(*PROSE[:2], "Đã góp: 2", *PROSE[1:])
    assert not differ_only_in_counters(before, after)


@pytest.mark.parametrize(("words", "expected"), [(8, True), (9, False)])
def test_a_counter_is_short(words: int, expected: bool) -> None:
    line = "xem " * words
    assert is_counter(f"{line}1", f"{line}2") is expected


@pytest.mark.parametrize(("length", "expected"), [(120, True), (121, False)])
def test_a_counter_has_few_characters(length: int, expected: bool) -> None:
    line = "xem " + "x" * (length - 6)
    assert is_counter(f"{line} 1", f"{line} 2") is expected


def test_the_lines_of_a_list_are_text() -> None:
    before = article(*PROSE, "Thôn Bãi Nhạn: 12 hộ", "Thôn Bãi Nhạn: 15 hộ")
    after = article(*PROSE, "Thôn Bãi Nhạn: 12 hộ", "Thôn Bãi Nhạn: 16 hộ")
    assert not differ_only_in_counters(before, after)
    first = article(*PROSE, "Thôn Bãi Nhạn: 13 hộ", "Thôn Bãi Nhạn: 15 hộ")
    assert not differ_only_in_counters(before, first)


def test_a_changed_or_added_line_beside_a_counter_is_an_edit() -> None:
    before = article(*PROSE, "Đã xem: 1")
    assert not differ_only_in_counters(before, article(*PROSE[:2], "Khác.", "Đã xem: 2"))
    assert not differ_only_in_counters(before, article(*PROSE, "Thêm.", "Đã xem: 2"))
    assert not differ_only_in_counters(before, article(*PROSE))


def test_a_counter_may_have_been_read_as_the_lead() -> None:
    before, after = article(*PROSE, lead="Đã xem: 1"), article(*PROSE, lead="Đã xem: 2")
    assert differ_only_in_counters(before, after)


CAPTION = "Bà con thôn Bãi Nhạn trong ngày hội. Ảnh: Văn Tấm"


@pytest.mark.parametrize(
    ("lines", "captions", "expected"),
    [
        ((CAPTION, *PROSE), (CAPTION,), True),
        ((*PROSE, CAPTION), (CAPTION,), True),
        ((CAPTION, *PROSE), (), False),  # a paragraph that was moved
        ((CAPTION, PROSE[1], PROSE[0], PROSE[2]), (CAPTION,), False),
        ((f"{CAPTION}.", *PROSE), (f"{CAPTION}.",), False),
        (PROSE, (), False),
        ((CAPTION, CAPTION, *PROSE), (CAPTION,), False),
    ],
)
def test_a_caption_that_moved_is_no_edit(
    lines: tuple[str, ...], captions: tuple[str, ...], *, expected: bool
) -> None:
    before = article(*PROSE[:2], CAPTION, *PROSE[2:])
    after = replace(article(*lines), captions=captions)
    assert is_no_edit(before, after) is expected


def test_a_counter_is_no_edit() -> None:
    assert is_no_edit(article(*PROSE, "Đã xem: 1"), article(*PROSE, "Đã xem: 2"))
