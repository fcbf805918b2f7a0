"""Limits of reading dates: a line just inside and just outside each limit."""

import pytest

from extraction.dates import (
    beside_date,
    choose_date,
    date_line,
    find_dates,
    is_update,
    parse_date,
)

TEN_WORDS = "Mai Khê Gò Sim Lam Bông Hoa Rừng Núi Sông"
DAY = "29/08/2023"


def value(text: str) -> str | None:
    found = parse_date(text)
    return found.value if found else None


@pytest.mark.parametrize(
    ("length", "found"),
    [pytest.param(500, 1, id="500 characters"), pytest.param(501, 0, id="501 characters")],
)
def test_no_date_is_found_in_a_text_of_more_than_500_characters(length: int, found: int) -> None:
    text = f"{DAY} ".ljust(length, "x")
    assert len(text) == length
    assert len(find_dates(text)) == found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("31/12/1989", None),
        ("01/01/1990", "1990-01-01"),
        ("31/12/2100", "2100-12-31"),
        ("01/01/2101", None),
        ("ngày 1 tháng 1 năm 1990", "1990-01-01"),
        ("ngày 1 tháng 1 năm 2100", "2100-01-01"),
        ("Thứ ba, 29/08/23", "2023-08-29"),
        ("Thứ ba, 01.01.30", "2030-01-01"),
        ("Thứ năm, 01-01-98", None),  # 2098-01-01 is a Wednesday
        ("Thứ tư, 01-01-98", "2098-01-01"),
        ("32/08/2023", None),
        ("31/08/2023", "2023-08-31"),
        ("29/13/2023", None),
        ("29/12/2023", "2023-12-29"),
        ("29/02/2024", "2024-02-29"),
        ("29/02/2023", None),
    ],
)
def test_valid_years_months_and_days(text: str, expected: str | None) -> None:
    assert value(text) == expected


@pytest.mark.parametrize(
    ("name", "month"),
    [
        ("một", 1), ("hai", 2), ("ba", 3), ("tư", 4), ("năm", 5), ("sáu", 6), ("bảy", 7),
        ("tám", 8), ("chín", 9), ("mười", 10), ("mười một", 11), ("mười hai", 12), ("Mười Hai", 12),
        ("1", 1), ("12", 12),
    ],
)  # fmt: skip
def test_names_of_months(name: str, month: int) -> None:
    assert value(f"ngày 15 tháng {name} năm 2023") == f"2023-{month:02}-15"
    assert value(f"15 Tháng {name}, 2023") == f"2023-{month:02}-15"


@pytest.mark.parametrize(
    ("names", "day"),
    [
        ("thứ hai|thứ 2", 28), ("thứ ba|thứ 3", 29), ("thứ tư|thứ 4", 30), ("thứ năm|thứ 5", 31),
        ("thứ sáu|thứ 6", 25), ("thứ bảy|thứ bẩy|thứ 7", 26), ("chủ nhật|cn", 27),
    ],
)  # fmt: skip
def test_names_of_weekdays_match_only_their_day(names: str, day: int) -> None:
    for name in names.split("|"):
        for shown in (name, name.upper(), name.capitalize()):
            assert value(f"{shown}, {day}/08/2023") == f"2023-08-{day}"
            for other in {25, 26, 27, 28, 29, 30, 31} - {day}:
                assert value(f"{shown}, {other}/08/2023") is None


@pytest.mark.parametrize(
    ("clock", "read"),
    [
        ("00:00", ""), ("00:01", "T00:01:00"), ("00:00:01", "T00:00:01"), ("23:59", "T23:59:00"),
        ("24:00", None), ("12:60", None), ("12:59", "T12:59:00"), ("8h05", "T08:05:00"),
        ("8h5", ""), ("08:15:59", "T08:15:59"), ("08:15:60", None), ("8:15'", "T08:15:00"),
        ("11:15 PM", "T23:15:00"), ("12:15 PM", "T12:15:00"), ("13:15 PM", "T13:15:00"),
        ("11:15 CH", "T23:15:00"), ("12:15 CH", "T12:15:00"), ("13:15 CH", "T13:15:00"),
        ("2:15 chiều", "T14:15:00"), ("12:15 chiều", "T12:15:00"), ("8:15 tối", "T20:15:00"),
        ("8:15 AM", "T08:15:00"), ("12:15 AM", "T00:15:00"), ("11:15 AM", "T11:15:00"),
        ("8:15 SA", "T08:15:00"), ("12:15 SA", "T00:15:00"), ("13:15 SA", "T13:15:00"),
        ("8:15 sáng", "T08:15:00"), ("12:15 sáng", "T12:15:00"), ("8:15 trưa", "T08:15:00"),
        ("12:00 AM", ""), ("12:00 PM", "T12:00:00"),
    ],
)  # fmt: skip
def test_valid_times_with_and_without_am_or_pm(clock: str, read: str | None) -> None:
    expected = None if read is None else f"2023-08-29{read}{'+07:00' if read else ''}"
    assert value(f"29/08/2023 {clock}") == expected


@pytest.mark.parametrize(
    ("offset", "expected"),
    [
        ("Z", "2023-08-29T13:49:00+07:00"),
        ("z", "2023-08-29T13:49:00+07:00"),
        ("", "2023-08-29T06:49:00+07:00"),
        ("+07:00", "2023-08-29T06:49:00+07:00"),
        ("+0530", "2023-08-29T08:19:00+07:00"),
        ("+05:30", "2023-08-29T08:19:00+07:00"),
        ("-05:30", "2023-08-29T19:19:00+07:00"),
        ("+23:59", "2023-08-28T13:50:00+07:00"),
        ("-23:59", "2023-08-30T13:48:00+07:00"),
        ("+24:00", None),
        ("-24:00", None),
        ("+23:60", None),
        (".123Z", "2023-08-29T13:49:00+07:00"),
        (" +07:00", "2023-08-29T06:49:00+07:00"),
    ],
)
def test_a_utc_offset_is_applied_if_it_is_less_than_a_day(
    offset: str, expected: str | None
) -> None:
    assert value(f"2023-08-29T06:49:00{offset}") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "10/13/2009 9:12:43 PM", "2009-10-13T21:12:43+07:00", id="13 is the day, month first"
        ),
        pytest.param("10/12/2009 9:12:43 PM", None, id="ambiguous"),
        pytest.param("12/10/2009 9:12:43 PM", None, id="ambiguous, the other way round"),
        pytest.param(
            "13/10/2009 9:12:43 PM", "2009-10-13T21:12:43+07:00", id="13 is the day, day first"
        ),
        pytest.param(
            "12/12/2009 9:12:43 AM", "2009-12-12T09:12:43+07:00", id="day and month are equal"
        ),
        pytest.param("10/6/2009 9:12:43 AM", None, id="ambiguous in the morning"),
        pytest.param("10/6/2009 9:12 PM", "2009-06-10T21:12:00+07:00", id="no seconds"),
        pytest.param("10/6/2009 9:12:43", "2009-06-10T09:12:43+07:00", id="no AM or PM"),
        pytest.param("10/6/2009 9:12:43 CH", "2009-06-10T21:12:43+07:00", id="a Vietnamese PM"),
        pytest.param(
            "10/06/2009 9:12:43 PM", "2009-06-10T21:12:43+07:00", id="a zero-padded month"
        ),
        pytest.param("06/10/2009 9:12:43 PM", "2009-10-06T21:12:43+07:00", id="a zero-padded day"),
        pytest.param("10/6/2009 09:12:43 PM", "2009-06-10T21:12:43+07:00", id="a zero-padded hour"),
        pytest.param(
            "Thứ tư, 10/6/2009 9:12:43 PM", "2009-06-10T21:12:43+07:00", id="with a weekday"
        ),
        pytest.param(
            "Chủ nhật, 7/6/2009 9:12:43 PM", "2009-06-07T21:12:43+07:00", id="with a Sunday"
        ),
        pytest.param("Chủ nhật, 10/13/2009 9:12:43 PM", None, id="with a weekday, month first"),
        pytest.param("10/13/2009 9:12 PM", None, id="month first without seconds"),
        pytest.param("13/13/2009 9:12:43 PM", None, id="neither can be the month"),
    ],
)
def test_a_date_is_read_month_first_if_it_is_unambiguous(text: str, expected: str | None) -> None:
    assert value(text) == expected


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("29/08/2023 13:49 GMT+7", True),
        ("29/08/2023 13:49 (UTC+07:00)", True),
        ("29/08/2023 (GMT+7)", True),
        ("13:49, ngày 29 tháng 8 năm 2023 [GMT +0700]", True),
        ("29/08/2023 13:49", False),
        ("2023-08-29T13:49:00+07:00", False),
    ],
)
def test_only_a_named_time_zone_marks_a_running_clock(text: str, clock: bool) -> None:
    (found,) = find_dates(text)
    assert found.clock is clock
    assert found.raw == text
    assert (found.start, found.end) == (0, len(text))


def test_dates_of_all_formats_are_returned_in_text_order() -> None:
    text = "ngày 1 tháng 3 năm 2023; 2023-03-02; 13:49 03/03/2023; 04/03/2023 13:49"
    assert [found.day for found in find_dates(text)] == [f"2023-03-0{n}" for n in (1, 2, 3, 4)]


def test_a_date_without_a_time_is_found_after_one_with_a_time() -> None:
    found = find_dates("13:49 03/03/2023; 04/03/2023; Thứ hai, 05/03/2023; 06/03/2023")
    assert [date.day for date in found] == ["2023-03-03", "2023-03-04", "2023-03-06"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("29/08/2023", "2023-08-29"),
        ("29.08.2023", "2023-08-29"),
        ("29 / 08 / 2023", "2023-08-29"),
        ("29  /  08/2023", None),
        ("29/08.2023", None),
        ("129/08/2023", None),
        ("x29/08/2023", None),
        ("(29/08/2023)", "2023-08-29"),
        ("29/08/2023.", "2023-08-29"),
        ("29/08/2023.5", None),
        ("29/08/2023-5", None),
        ("29/08/2023/5", None),
        ("29/08/2023x", None),
        ("29/08/20234", None),
        ("2023-8-29", None),
    ],
)
def test_characters_right_before_and_after_a_date(text: str, expected: str | None) -> None:
    assert value(text) == expected


# Text next to a date


@pytest.mark.parametrize(
    ("length", "is_line"),
    [pytest.param(200, True, id="200 characters"), pytest.param(201, False, id="201 characters")],
)
def test_a_date_line_has_at_most_200_characters(length: int, is_line: bool) -> None:
    line = f"{DAY}".ljust(length, "|")
    assert (beside_date(line) is not None) == is_line
    assert (date_line(line) is not None) == is_line


@pytest.mark.parametrize(
    ("length", "is_line"),
    [pytest.param(70, True, id="70 characters"), pytest.param(71, False, id="71 characters")],
)
def test_a_date_line_has_at_most_70_characters_besides_its_date(length: int, is_line: bool) -> None:
    beside = "Ban Dân vận ".ljust(length, "x")
    assert (date_line(f"{beside} {DAY}") is not None) == is_line
    assert beside_date(f"{beside} {DAY}") == (beside if is_line else None)


@pytest.mark.parametrize(
    ("beside", "is_line"),
    [
        pytest.param(TEN_WORDS, True, id="10 words"),
        pytest.param(f"{TEN_WORDS} Suối", False, id="11 words"),
    ],
)
def test_a_date_line_has_at_most_10_words_besides_its_date(beside: str, is_line: bool) -> None:
    assert beside_date(f"{beside} {DAY}") == (beside if is_line else None)
    assert (date_line(f"{DAY} | {beside}") is not None) == is_line


@pytest.mark.parametrize(
    ("beside", "is_line"),
    [
        pytest.param("Gò Sim Lam Khê", True, id="a name"),
        pytest.param("Gò Sim cùng làm", False, id="words in lower case"),
        pytest.param("Gò Sim cùng làm và cùng bàn việc", False, id="six words in lower case"),
        pytest.param("Gò Sim cùng làm và cùng bàn việc -", True, id="six, and a hyphen"),
    ],
)
def test_a_day_just_after_running_words_is_no_date_line(beside: str, is_line: bool) -> None:
    assert (date_line(f"{beside} {DAY}") is not None) is is_line
    assert date_line(f"{beside} {DAY} 08:30") is not None


@pytest.mark.parametrize(
    ("line", "tag", "is_line"),
    [
        pytest.param(f"Mai Lan Khê {DAY}", "h3", True, id="three words in a heading"),
        pytest.param(f"Mai Lan Khê Gò {DAY}", "h3", False, id="four words in a heading"),
        pytest.param(f"Mai Lan Khê Gò {DAY}", "p", True, id="four words in a paragraph"),
        pytest.param(f"Bản tin thời sự | {DAY}", "h3", True, id="three words and a label"),
        pytest.param(f"Bản tin thời sự | {DAY}", "h2", False, id="three and a label in a title"),
        pytest.param(f"Bản tin mới | {DAY}", "h1", True, id="two words and a label in a title"),
        pytest.param(f"Đã đăng tin {DAY}", "h1", True, id="nothing but labels in a title"),
    ],
)
def test_a_heading_with_more_than_three_words_beside_its_date_is_a_title(
    line: str, tag: str, is_line: bool
) -> None:
    assert (date_line(line, tag) is not None) is is_line


@pytest.mark.parametrize(
    "label",
    [
        "cập nhật", "đăng", "ngày", "lúc", "tin", "gửi", "xuất bản", "lần cuối", "đã", "xem",
        "lượt", "đọc", "phản hồi", "bình luận", "view", "views", "bài viết", "cỡ chữ", "A",
        "thứ tám", "chủ nhật", "GMT", "1.234", "(12)", "+7",
    ],
)  # fmt: skip
def test_labels_and_numbers_in_a_date_line_are_not_counted_as_words(label: str) -> None:
    assert beside_date(f"{DAY} {TEN_WORDS} {label}") is not None
    assert beside_date(f"{DAY} {TEN_WORDS} {label.upper()}") is not None
    assert beside_date(f"{DAY} {TEN_WORDS} Suối {label}") is None


@pytest.mark.parametrize(
    ("line", "beside"),
    [
        pytest.param(f"Gò Sim Khê {DAY},", "Gò Sim Khê", id="three words and a comma"),
        pytest.param(f"Gò Sim Khê Lam {DAY},", None, id="four words and a comma"),
        pytest.param(f"Gò Sim Khê {DAY}:", "Gò Sim Khê", id="three words and a colon"),
        pytest.param(f"Gò Sim Khê Lam {DAY}:", None, id="four words and a colon"),
        pytest.param(f"Gò Sim Khê Lam {DAY}", "Gò Sim Khê Lam", id="four words"),
        pytest.param(f"Gò Sim Khê {DAY}.", None, id="a full stop"),
        pytest.param(f"Gò Sim Khê {DAY};", None, id="a semicolon"),
        pytest.param(f"Gò Sim Khê {DAY}!", None, id="an exclamation mark"),
        pytest.param(f"Gò Sim Khê {DAY}?", None, id="a question mark"),
        pytest.param(f"{DAY}.", ".", id="only a full stop"),
        pytest.param(f"{DAY} ...", "...", id="only dots"),
    ],
)
def test_a_date_line_does_not_end_like_a_clause_or_a_sentence(
    line: str, beside: str | None
) -> None:
    assert beside_date(line) == beside
    assert (date_line(line) is not None) == (beside is not None)


@pytest.mark.parametrize(
    ("line", "day", "beside"),
    [
        pytest.param(
            "Hà Lan 12/03/2023 Gò Sim cập nhật 13/03/2023 Lam Khê", "2023-03-12",
            "Hà Lan   Gò Sim   Lam Khê", id="the second is an update",
        ),
        pytest.param(
            "12/03/2023 chỉnh sửa 13/03/2023", "2023-03-12", "", id="the second is a change"
        ),
        pytest.param(
            "12/03/2023 sửa 13/03/2023", "2023-03-12", "", id="the second is a correction"
        ),
        pytest.param(
            "12/03/2023 lần cập nhật 13/03/2023", "2023-03-12", "",
            id="the second is one of several updates",
        ),
        pytest.param("Sửa 12/03/2023 cập nhật 13/03/2023", None, None, id="both are updates"),
        pytest.param("Sửa 12/03/2023 Lam Khê 13/03/2023", None, None, id="the first is an update"),
        pytest.param("12/03/2023 Lam Khê 13/03/2023", None, None, id="neither is labelled"),
        pytest.param(
            "12/03/2023 cập nhật 13/03/2023 cập nhật 14/03/2023", None, None, id="three dates"
        ),
        pytest.param(
            "Nhận bài 12/03/2023, xuất bản 13/03/2023", "2023-03-13", "Nhận bài  , xuất bản",
            id="the second is labelled as published",
        ),
        pytest.param(
            "Đăng 12/03/2023, xuất bản 13/03/2023", None, None, id="both are labelled as published"
        ),
        pytest.param(
            "Đăng 12/03/2023 / 13/03/2023", None, None, id="only the first is labelled"
        ),
        pytest.param(
            "Đăng lúc 12/03/2023 nhận bài 13/03/2023 duyệt 14/03/2023 Lam Khê", "2023-03-12",
            "Đăng lúc   nhận bài   duyệt   Lam Khê", id="one of three is labelled as published",
        ),
    ],
)  # fmt: skip
def test_which_of_several_dates_in_a_line_is_the_publish_date(
    line: str, day: str | None, beside: str | None
) -> None:
    found = date_line(line)
    assert (found.day if found else None) == day
    assert beside_date(line) == beside


@pytest.mark.parametrize(
    ("label", "publication"),
    [
        ("Đăng", True), ("Đăng:", True), ("Đăng lúc:", True), ("Đăng ngày :", True),
        ("Đăng tải vào lúc", True), ("Xuất bản", True), ("Ngày xuất bản:", True),
        ("Đăng Khoa", False), ("Hải đăng bởi", False), ("Hảiđăng", False), ("Duyệt:", False),
    ],
)  # fmt: skip
def test_a_publish_label_is_right_before_its_date(label: str, publication: bool) -> None:
    found = date_line(f"Nhận bài: 12/03/2023 {label} 13/03/2023")
    assert (found.day if found else None) == ("2023-03-13" if publication else None)
    assert is_update(f"Cập nhật: 12/03/2023 {label} 13/03/2023") is not publication


@pytest.mark.parametrize(
    ("line", "update"),
    [
        ("Cập nhật 12/03/2023", True), ("Lần cập nhật: 12/03/2023", True),
        ("Chỉnh sửa: 12/03/2023", True), ("Sửa 12/03/2023", True), ("SỬA 12/03/2023", True),
        ("Tin cập nhật 12/03/2023", False), ("12/03/2023 cập nhật", False), ("12/03/2023", False),
        ("Cập nhật, đăng: 12/03/2023", False),
    ],
)  # fmt: skip
def test_an_update_line_begins_with_its_label(line: str, update: bool) -> None:
    assert is_update(line) is update


# Visible dates, and dates stated in the head


@pytest.mark.parametrize(
    ("visible", "stated", "raw"),
    [
        pytest.param("29/08/2023 13:49", ["2023-08-29T13:49:00"], 0, id="both are equal"),
        pytest.param("29/08/2023 13:49", ["2023-08-29T13:49:01"], 1, id="stated with seconds"),
        pytest.param(
            "29/08/2023 13:49", ["2023-08-29T13:50:01"], 0, id="stated with another minute"
        ),
        pytest.param("29/08/2023 13:49", ["2023-08-29T14:49:01"], 0, id="stated with another hour"),
        pytest.param(
            "29/08/2023 13:49:01", ["2023-08-29T13:49:02"], 0, id="both with seconds, one apart"
        ),
        pytest.param(
            "29/08/2023 13:49:10", ["2023-08-29T13:49:12"], 0, id="both with seconds, two apart"
        ),
        pytest.param("29/08/2023", ["2023-08-29"], 0, id="both without a time"),
        pytest.param("29/08/2023", ["2023-08-29T13:49:00"], 1, id="visible without a time"),
        pytest.param("29/08/2023", ["2023-08-29T00:00:00"], 0, id="stated at midnight"),
        pytest.param("29/08/2023 13:49", ["2023-08-29"], 0, id="stated without a time"),
        pytest.param(
            "29/08/2023 13:49", ["2023-08-28T13:49:01"], None, id="stated with another day"
        ),
        pytest.param(
            "29/08/2023 13:49",
            ["2023-08-29T13:49:01", "29/8/2023"],
            1,
            id="the first of two is more precise",
        ),
        pytest.param(
            "29/08/2023 13:49",
            ["29/8/2023", "2023-08-29T13:49:01"],
            2,
            id="the second of two is more precise",
        ),
        pytest.param(
            "29/08/2023 13:49",
            ["2023-08-29T13:49:01", "2023-08-29T13:49:02"],
            1,
            id="two are equally precise",
        ),
        pytest.param(None, ["2023-08-29T13:49:01", "2023-08-29T14:00:00"], 1, id="no visible date"),
    ],
)
def test_which_of_the_visible_and_stated_dates_is_used(
    visible: str | None, stated: list[str], raw: int | None
) -> None:
    found = choose_date(parse_date(visible) if visible else None, stated)
    texts = [visible, *stated]
    assert (found.raw if found else None) == (None if raw is None else texts[raw])


def test_a_stated_date_is_cleaned_before_it_is_parsed() -> None:
    found = choose_date(None, ["  2023-08\u200b-29 "])
    assert found is not None
    assert found.raw == "2023-08-29"
