"""Dates as news sites print them, and text that is not a publish date."""

import re
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from extraction.date_forms import FORMS
from extraction.dates import (
    VIETNAM,
    PrintedDate,
    beside_date,
    choose_date,
    date_line,
    find_dates,
    is_only_date,
    is_update,
    parse_date,
)

# Every form seen on a site: name, line, and the date that it prints.
PRINTED = (
    ("1 short weekday, dots, bar, seconds", "Thứ 3, 05.01.2021 | 16:35:10", "2021-01-05T16:35:10"),
    ("1 the same, years later", "Thứ 5, 01.10.2026 | 21:39:41", "2026-10-01T21:39:41"),
    ("2 slashes, bar, seconds", "Thứ 4, 14/10/2020 | 16:39:25", "2020-10-14T16:39:25"),
    (
        "a month by its name, the hour in words",
        "Thứ tư, 6 Tháng Năm, 2009 lúc 3:12 chiều",
        "2009-05-06T15:12:00",
    ),
    (
        "the longest name of a month",
        "ngày 3 tháng mười hai năm 2014 - 8:05 sáng",
        "2014-12-03T08:05:00",
    ),
    (
        "the fifth month, and the word for year",
        "Ngày 9 tháng năm năm 2012, 19:00 tối",
        "2012-05-09T19:00:00",
    ),
    ("a year of two digits", "Thứ 7, 18.05.24 | 19:42:10", "2024-05-18T19:42:10"),
    ("a year of two digits, time first", "19:42, thứ bảy, 18-05-24", "2024-05-18T19:42:00"),
    ("the weekday after the time", "07:30 - Thứ năm, 02/12/2021", "2021-12-02T07:30:00"),
    ("3 Sunday", "Chủ nhật, 31/12/2017 | 19:57:31", "2017-12-31T19:57:31"),
    ("4 no comma", "Thứ ba 29/08/2023 13:49", "2023-08-29T13:49:00"),
    ("5 time first", "14:26, 13/08/2021", "2021-08-13T14:26:00"),
    ("6 time first", "09:47, 15/03/2021", "2021-03-15T09:47:00"),
    ("6 time first, afternoon", "16:54, 05/10/2020", "2020-10-05T16:54:00"),
    ("7 label, bar", "Cập nhật lúc: 18:00 |22/05/2022", "2022-05-22T18:00:00"),
    ("8 label, zone", "Cập nhật lúc 10:24 01/04/2025 (GMT+7)", "2025-04-01T10:24:00"),
    ("9 hyphen between", "08/01/2026 - 18:21", "2026-01-08T18:21:00"),
    ("9 hyphen between, older", "24/09/2020 - 12:39", "2020-09-24T12:39:00"),
    ("10 weekday with colon", "Thứ sáu: 15:00 ngày 09/02/2024", "2024-02-09T15:00:00"),
    ("11 plain", "18/07/2023 18:07", "2023-07-18T18:07:00"),
    ("11 plain, later", "15/10/2023 11:39", "2023-10-15T11:39:00"),
    ("12 plain, OneCMS", "14/05/2026 15:25", "2026-05-14T15:25:00"),
    ("13 author before", "Linh Thư 10/10/2024 14:28", "2024-10-10T14:28:00"),
    ("14 visible", "17/06/2025 13:43", "2025-06-17T13:43:00"),
    ("14 datetime attribute", "2025-06-17T13:43:02+0700", "2025-06-17T13:43:02"),
    ("15 two commas", "Thứ Ba, 22/04/2025, 17:46", "2025-04-22T17:46:00"),
    ("16 apostrophe after", "Thứ sáu, 26/04/2019 - 11:21'", "2019-04-26T11:21:00"),
    ("17 time, date", "04:35 15/03/2016", "2016-03-15T04:35:00"),
    ("17 time, date, later", "09:41 21/01/2021", "2021-01-21T09:41:00"),
    ("18 hyphens, counter", "11:20 18-11-2023 | :655", "2023-11-18T11:20:00"),
    (
        "19 counter and comments",
        "Thứ tư - 28/09/2022 21:45   Đã xem: 254   Phản hồi: 0",
        "2022-09-28T21:45:00",
    ),
    ("20 short weekday, no time", "Thứ 6 - 26/02/2016", "2016-02-26"),
    ("21 spaces round hyphens", "Đăng ngày 17 - 05 - 2024", "2024-05-17"),
    ("21 label, hyphens, time", "Đăng ngày 15-05-2022 10:48", "2022-05-15T10:48:00"),
    ("21 label, slashes", "Đăng ngày 16/10/2018", "2018-10-16"),
    ("22 no zeros, counter", "Tin đăng ngày: 6/2/2020 - Xem: 92", "2020-02-06"),
    ("23 day only", "03/01/2024", "2024-01-03"),
    ("24 midnight is a placeholder", "01/03/2021 00:00", "2021-03-01"),
    ("25 month in words", "Thứ ba, 18 Tháng 8 2015 16:06", "2015-08-18T16:06:00"),
    (
        "26 long form, hour of one digit",
        "Thứ sáu, ngày 12 tháng 10 năm 2018 | 9:54",
        "2018-10-12T09:54:00",
    ),
    ("27 AM, zone", "Thứ Sáu, ngày 06/12/2013 08:56 AM (GMT+7)", "2013-12-06T08:56:00"),
    ("28 weekday, hyphen", "Thứ tư, 02/10/2013 - 10:12", "2013-10-02T10:12:00"),
    ("29 desk before", "PV - 10:24, 24/11/2020", "2020-11-24T10:24:00"),
    (
        "29 section and author before",
        "Thời sự - Hồng Phúc - 20:57, 18/10/2019",
        "2019-10-18T20:57:00",
    ),
    ("30 no zeros, no time", "Thứ Hai, 22/7/2024", "2024-07-22"),
)

# Variants of the same forms.
WRITTEN = (
    ("PM", "06/12/2013 08:56 PM", "2013-12-06T20:56:00"),
    ("noon", "06/12/2013 12:30 PM", "2013-12-06T12:30:00"),
    ("half past midnight, AM", "06/12/2013 12:30 AM", "2013-12-06T00:30:00"),
    ("CH, afternoon", "06/12/2013 3:30 CH", "2013-12-06T15:30:00"),
    ("SA, morning", "06/12/2013 3:30 SA", "2013-12-06T03:30:00"),
    ("PM on a clock of 24 hours", "06/12/2013 15:30 PM", "2013-12-06T15:30:00"),
    ("h between hour and minute", "13/08/2021 lúc 14h26", "2021-08-13T14:26:00"),
    ("h, time first", "14h05 ngày 13/08/2021", "2021-08-13T14:05:00"),
    ("CN", "CN, 31/12/2017", "2017-12-31"),
    ("bẩy", "Thứ bẩy, ngày 1 tháng 1 năm 2022", "2022-01-01"),
    ("capitals", "THỨ BA, 29/08/2023 13:49", "2023-08-29T13:49:00"),
    ("leap day", "29/02/2024", "2024-02-29"),
    ("one minute past midnight", "01/03/2021 00:01", "2021-03-01T00:01:00"),
    ("one second past midnight", "01/03/2021 00:00:01", "2021-03-01T00:00:01"),
    ("midnight, time first", "00:00, 13/08/2021", "2021-08-13"),
    ("full stop after", "29/8/2023.", "2023-08-29"),
    ("in brackets", "(29/8/2023)", "2023-08-29"),
)

# Forms of old portals, of Joomla and WordPress in their defaults, and of editors' keyboards.
FORMS_OF_PORTALS = (
    ("spaces, weekday", "thứ năm, 08 08 2019 08:51", "2019-08-08T08:51:00"),
    ("spaces, weekday, no time", "Thứ tư 15 5 2024", "2024-05-15"),
    ("spaces, two digits, time", "15 05 2024 08:30", "2024-05-15T08:30:00"),
    ("en dash", "15/05/2024 – 08:30", "2024-05-15T08:30:00"),
    ("en dash, time first", "08:30 – 15/05/2024", "2024-05-15T08:30:00"),
    ("en dashes in the date", "15–05–2024", "2024-05-15"),
    ("hyphens that do not break", "15‑05‑2024 08:30", "2024-05-15T08:30:00"),
    ("bullet", "15/05/2024 • 08:30", "2024-05-15T08:30:00"),
    ("dot in the middle", "08:30 · 15/05/2024", "2024-05-15T08:30:00"),
    ("a hyphen before the date", "Tin tức -15/05/2024", "2024-05-15"),
    ("time in brackets", "15/05/2024 (08:30)", "2024-05-15T08:30:00"),
    ("giờ", "8 giờ 30, ngày 15/5/2024", "2024-05-15T08:30:00"),
    ("giờ, phút", "Thứ Tư, 15/05/2024, lúc 8 giờ 5 phút", "2024-05-15T08:05:00"),
    ("giờ, no minutes", "8 giờ, 15/05/2024", "2024-05-15T08:00:00"),
    ("h, no minutes", "8h ngày 15/5/2024", "2024-05-15T08:00:00"),
    ("hồi", "15/5/2024 hồi 9 giờ 15", "2024-05-15T09:15:00"),
    ("spaces around the colon", "15/05/2024 09 : 15", "2024-05-15T09:15:00"),
    ("spaces around the colon, first", "09 : 15, 15/05/2024", "2024-05-15T09:15:00"),
    ("h after the time", "08:30h, 15/05/2024", "2024-05-15T08:30:00"),
    ("T4", "T4, 15/05/2024 08:30", "2024-05-15T08:30:00"),
    ("English", "15 May 2024", "2024-05-15"),
    ("English, time", "Wednesday, 15 May 2024 08:30", "2024-05-15T08:30:00"),
    ("English, hyphens", "20:00 08-Oct-2019", "2019-10-08T20:00:00"),
    ("English, slashes", "08/Oct/2019", "2019-10-08"),
    ("English, month first", "May 15th, 2024 8:30 AM", "2024-05-15T08:30:00"),
    ("English, long month", "3 Sept. 2019", "2019-09-03"),
    ("an English weekday", "Wednesday, 15/05/2024", "2024-05-15"),
    ("Drupal", "Mon, 06/08/2026 - 07:30", "2026-06-08T07:30:00"),
    ("Drupal, a day above twelve", "Mon, 06/22/2026", "2026-06-22"),
    ("a short English weekday, day first", "Thu, 06/08/2026", "2026-08-06"),
    ("an English weekday, month first", "Monday, 06/08/2026", "2026-06-08"),
    ("a name before its comma", "Hà Thu, 08/06/2026", "2026-06-08"),
    ("year first, slashes", "2024/05/15", "2024-05-15"),
    ("year first, short", "08:30 2024/5/15", "2024-05-15T08:30:00"),
    ("year first, dots", "2024.05.15 08:30", "2024-05-15T08:30:00"),
    ("WordPress, month first", "Tháng Năm 15, 2024", "2024-05-15"),
    ("WordPress, number of the month first", "Tháng 5 15, 2024", "2024-05-15"),
    ("WordPress, short", "15 Th5, 2024", "2024-05-15"),
    ("WordPress, short, padded", "Th05 15, 2024", "2024-05-15"),
    ("thg", "08:30 15 thg 5, 2024", "2024-05-15T08:30:00"),
    ("Joomla", "Thứ tư, 15 Tháng 5 2024 08:30", "2024-05-15T08:30:00"),
    ("the fifth month in capitals", "6 Tháng Năm 2009", "2009-05-06"),
    ("a day that no half year has", "13 tháng năm 2009", "2009-05-13"),
    ("a slash before the year", "ngày 15 tháng 5/2024", "2024-05-15"),
    ("a given name like Thursday", "Minh Thu 15/05/2024 08:30", "2024-05-15T08:30:00"),
)

FOR_MACHINES = (
    ("RFC 2822", "Wed, 15 May 2024 08:30:00 +0700", "2024-05-15T08:30:00"),
    ("RFC 2822, GMT", "Wed, 15 May 2024 01:30:00 GMT", "2024-05-15T08:30:00"),
    ("Java", "Wed May 15 08:30:00 ICT 2024", "2024-05-15T08:30:00"),
    ("PostgreSQL", "2024-05-15 08:30:00+07", "2024-05-15T08:30:00"),
    ("hour of one digit", "2024-05-15T8:30:00+07:00", "2024-05-15T08:30:00"),
    (".NET", "2024-05-15 02:30:00 PM", "2024-05-15T14:30:00"),
)

OFFSETS = (
    ("Z", "2023-08-29T06:49:00Z", "2023-08-29T13:49:00"),
    ("Z, over midnight", "2023-08-29T20:49:10Z", "2023-08-30T03:49:10"),
    ("+00:00", "2023-08-29T06:49:00+00:00", "2023-08-29T13:49:00"),
    ("+07:00", "2023-08-29T13:49:00+07:00", "2023-08-29T13:49:00"),
    ("+0700", "2023-08-29T13:49:00+0700", "2023-08-29T13:49:00"),
    ("-0500", "2023-08-29T13:49:00-0500", "2023-08-30T01:49:00"),
    ("+05:30", "2023-08-29T13:49:00+05:30", "2023-08-29T15:19:00"),
    ("no offset", "2023-08-29T13:49:00", "2023-08-29T13:49:00"),
    ("no offset, a space between", "2023-08-29 13:49:00", "2023-08-29T13:49:00"),
    ("no offset, no seconds", "2023-08-29T13:49", "2023-08-29T13:49:00"),
    ("fractions of a second", "2023-08-29T06:49:00.123Z", "2023-08-29T13:49:00"),
    ("day only", "2023-08-29", "2023-08-29"),
    ("midnight in Vietnam", "2023-08-29T00:00:00+07:00", "2023-08-29"),
)

CLOCKS = (
    ("stuck bracket", "Chủ nhật, 24/11/2024, 14:20[GMT+7]", "2024-11-24T14:20:00"),
    ("bracket", "Thứ sáu, 29/03/2024, 03:46 [GMT+7]", "2024-03-29T03:46:00"),
    ("round bracket", "Thứ hai, 23/04/2018, 02:57(GMT+7)", "2018-04-23T02:57:00"),
    ("no bracket", "23/04/2018 02:57 GMT+7", "2018-04-23T02:57:00"),
    ("UTC", "23/04/2018 02:57 UTC+7", "2018-04-23T02:57:00"),
    ("with minutes", "23/04/2018 02:57 (GMT+07:00)", "2018-04-23T02:57:00"),
    ("day only", "Thứ hai, 23/04/2018 (GMT+7)", "2018-04-23"),
    ("in words", "Thứ hai, ngày 23 tháng 04 năm 2018, 02:57 GMT+7", "2018-04-23T02:57:00"),
)


def with_offset(value: str) -> str:
    return value if len(value) == 10 else value + "+07:00"


def table(rows: tuple[tuple[str, str, str], ...]) -> pytest.MarkDecorator:
    """Parametrise a test with `line` and `value` from rows of name, line and value."""
    return pytest.mark.parametrize(
        ("line", "value"),
        [pytest.param(line, with_offset(value), id=name) for name, line, value in rows],
    )


@table(PRINTED + WRITTEN + FORMS_OF_PORTALS + FOR_MACHINES + OFFSETS + CLOCKS)
def test_the_date_of_a_line(line: str, value: str) -> None:
    assert [found.value for found in find_dates(line)] == [value]
    found = parse_date(line)
    assert found is not None
    assert (found.value, found.day) == (value, value[:10])
    assert found.raw in line[found.start : found.end]
    assert date_line(line) == found


@table(PRINTED)
def test_a_date_in_the_middle_of_a_text(line: str, value: str) -> None:
    assert [d.value for d in find_dates(f"Trang chủ\n{line}\nXã Na Hin họp dân.")] == [value]


@table(CLOCKS)
def test_page_clocks_have_a_zone(line: str, value: str) -> None:
    assert [found.clock for found in find_dates(line)] == [True]


@pytest.mark.parametrize(
    "line",
    [line for _, line, _ in PRINTED + WRITTEN + FORMS_OF_PORTALS + OFFSETS if "GMT" not in line]
    + ["Thứ Sáu, ngày 23 tháng 08 năm 2019, 09:25:27"],
)
def test_other_dates_are_not_clocks(line: str) -> None:
    assert [found.clock for found in find_dates(line)] == [False]


@pytest.mark.parametrize("form", [name for name, *_ in FORMS])
def test_the_name_of_a_form_is_an_example(form: str) -> None:
    found = parse_date(form)
    assert found is not None
    assert found.value in ("2023-08-29T13:49:00+07:00", "2023-08-29")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("Xã Na Hin họp dân.", id="no date"),
        pytest.param("Thứ tư, 29/08/2023 13:49", id="the weekday of another day"),
        pytest.param("Thứ hai 29/08/2023", id="the weekday of another day, day only"),
        pytest.param("Chủ nhật, ngày 29 tháng 8 năm 2023", id="Sunday on a Tuesday"),
        pytest.param("CN, 29/08/2023", id="CN on a Tuesday"),
        pytest.param("Thứ 3, 08/29/2023 13:49", id="month before day"),
        pytest.param("Thứ 6, 12/08/2023 13:49", id="the weekday of 8 December"),
        pytest.param("31/02/2023", id="31 February"),
        pytest.param("29/02/2023", id="29 February of a common year"),
        pytest.param("13/13/2021 10:00", id="month 13"),
        pytest.param("32/12/2021", id="day 32"),
        pytest.param("00/00/0000 00:00", id="zeros"),
        pytest.param("0000-00-00", id="zeros, the other way round"),
        pytest.param("01/01/0001 00:00", id="the first day"),
        pytest.param("12/05/1950", id="long before the sites"),
        pytest.param("18/05/24", id="a year of two digits without a weekday"),
        pytest.param("Thứ sáu, 18/05/24", id="a year of two digits with another weekday"),
        pytest.param("9999-12-31", id="the last day"),
        pytest.param("25:10, 13/08/2021", id="hour 25"),
        pytest.param("12:61, 13/08/2021", id="minute 61"),
        pytest.param("13/08/2021 12:10:75", id="second 75"),
        pytest.param("2023-08-29T24:00:00Z", id="hour 24"),
        pytest.param("ngày 9/1", id="no year"),
        pytest.param("sáng 8-1, tháng 8/2023", id="neither year nor day"),
        pytest.param("13/8/21", id="a year of two digits"),
        pytest.param("0912.345.678 - 12.05.20231", id="a telephone number"),
        pytest.param("1/1/2020/5", id="part of something longer"),
        pytest.param("nghi-quyet-12/05/2023", id="stuck to a word"),
        pytest.param("Nghị quyết 146/2025/NQ-HĐND", id="the number of a document"),
        pytest.param("29/08-2023", id="two kinds of separator"),
        pytest.param("nhiệm kỳ 2020-2025", id="a term of office"),
        pytest.param("08 08 2019", id="spaces without a weekday or a time"),
        pytest.param("8 8 2019 08:51", id="spaces, one digit, without a weekday"),
        pytest.param("Thứ tư, 08 08 2019 08:51", id="spaces, the weekday of another day"),
        pytest.param("Thứ ſáu, 15/05/2024", id="a letter that only looks like one of a weekday"),
        pytest.param("Friday, 15 May 2024", id="the English weekday of another day"),
        pytest.param("Tue, 06/08/2026", id="an English weekday that neither order has"),
        pytest.param("Wed, 01/07/2026", id="an English weekday that both orders have"),
        pytest.param("Tue, 2026/06/08", id="year first: the order is known"),
        pytest.param("may 2024", id="a month without a day"),
        pytest.param("2024/15/05", id="month 15"),
        pytest.param("Lịch công tác tuần 1 tháng 5 năm 2019", id="a week"),
        pytest.param("Báo cáo kỳ 2 tháng 5 năm 2019", id="half a month"),
        pytest.param("Kết quả 9 tháng năm 2019", id="nine months"),
        pytest.param("KẾT QUẢ 9 THÁNG NĂM 2019", id="nine months in capitals"),
    ],
)
def test_not_a_date(text: str) -> None:
    assert find_dates(text) == []
    assert parse_date(text) is None
    assert beside_date(text) is None
    assert date_line(text) is None


def test_several_dates_in_order() -> None:
    text = "Từ 01/03/2023 đến 05/03/2023; đăng lúc 10:24, 24/11/2020 và 2023-08-29T06:49:00Z."
    assert [found.value for found in find_dates(text)] == [
        "2023-03-01",
        "2023-03-05",
        "2020-11-24T10:24:00+07:00",
        "2023-08-29T13:49:00+07:00",
    ]
    assert parse_date(text) is None
    assert date_line("01/03/2023 - 05/03/2023") is None


@pytest.mark.parametrize(
    "sentence",
    [
        "Ngày 29/8/2023, Ban Dân vận Tỉnh ủy Na Hin tổ chức hội nghị sơ kết công tác.",
        "Sáng 29/08/2023, tại nhà văn hóa bản Nà Lay, xã Nậm Lành họp dân bàn việc mở đường.",
        "Thực hiện Kế hoạch số 12-KH/BDV ngày 10/3/2021 của Ban Dân vận, các xã rà soát mô hình.",
        "Lớp tập huấn khai mạc lúc 8h00 ngày 12/05/2023 với sự có mặt của 120 cán bộ các xã.",
        "Đến ngày 30/6/2023, toàn huyện có 45 mô hình dân vận khéo được công nhận.",
        "Từ ngày 01/03/2023 đến 05/03/2023",
        "Căn cứ kết quả kiểm tra phiếu đăng ký dự tuyển ngày 17/11/2023,",
        "Hoàn thành chi trả chế độ trước ngày 10/1/2020",
        "HOÀN THÀNH CHI TRẢ CHẾ ĐỘ TRƯỚC NGÀY 10/1/2020",
        "Khánh thành cầu Gò Sim vào 10/1/2020",
        "Thời gian: 8h00 ngày 20/5/2024",
        "Ngày ban hành: 20/5/2024",
        "Có hiệu lực từ ngày 20/5/2024",
        "Hạn nộp hồ sơ: 20/5/2024",
    ],
)
def test_a_sentence_with_a_date_is_not_a_date_line(sentence: str) -> None:
    assert find_dates(sentence)
    assert beside_date(sentence) is None
    assert date_line(sentence) is None


@pytest.mark.parametrize(
    ("line", "beside"),
    [
        pytest.param("14:26, 13/08/2021", "", id="nothing"),
        pytest.param("Linh Thư 10/10/2024 14:28", "Linh Thư", id="author"),
        pytest.param("PV - 10:24, 24/11/2020", "PV", id="desk"),
        pytest.param("Thời sự - Hà Lan - 20:57, 18/10/2019", "Thời sự - Hà Lan", id="section"),
        pytest.param("Thứ ba, 29/08/2023, 13:49 | Lượt xem: 12", "Lượt xem: 12", id="counter"),
        pytest.param("Cập nhật lúc: 18:00 |22/05/2022", "Cập nhật lúc", id="label"),
        pytest.param("29/08/2023 13:49 | Hà Lan", "Hà Lan", id="author after"),
    ],
)
def test_beside_date(line: str, beside: str) -> None:
    assert beside_date(line) == beside


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Được gửi bởi Mai Lan vào 26/02/2016", "2016-02-26"),
        ("Thời gian đăng: 20/5/2024", "2024-05-20"),
        ("Lò Thành Nhân 20/5/2024", "2024-05-20"),
        ("Vào lúc 08:30 20/5/2024", "2024-05-20"),
        ("Ngày tạo: 15/05/2024 | Ngày sửa: 20/05/2024", "2024-05-15"),
        ("Ngày cập nhật: 20/05/2024 - Ngày đăng: 15/05/2024", "2024-05-15"),
        ("15/05/2024 08:30 (Cập nhật lúc 20/05/2024 09:15)", "2024-05-15"),
        ("Posted on 15/05/2024 - Last updated: 20/05/2024", "2024-05-15"),
    ],
)
def test_a_label_or_a_name_before_a_date_is_no_sentence(line: str, day: str) -> None:
    found = date_line(line)
    assert found is not None
    assert found.day == day


@pytest.mark.parametrize(
    ("line", "is_only"),
    [
        ("Ngày đăng: 15/05/2024", True),
        ("thứ tư, 15 05 2024 08:30", True),
        ("Mai Lan, 15/05/2024", False),
        ("Ngày đăng", False),
    ],
)
def test_a_line_with_nothing_but_a_date_and_its_labels(line: str, is_only: bool) -> None:
    assert is_only_date(line) is is_only


def printed(text: str | None) -> PrintedDate | None:
    if text is None:
        return None
    found = parse_date(text)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("visible", "stated", "chosen"),
    [
        pytest.param(None, [], None, id="neither"),
        pytest.param(None, ["", "hôm qua"], None, id="nothing that can be read"),
        pytest.param("29/08/2023 13:49", [], "2023-08-29T13:49:00+07:00", id="visible alone"),
        pytest.param(
            "29/08/2023 13:49", ["", "null"], "2023-08-29T13:49:00+07:00", id="stated unreadable"
        ),
        pytest.param(
            None, ["2023-08-29T13:49:25+07:00"], "2023-08-29T13:49:25+07:00", id="stated alone"
        ),
        pytest.param(
            "29/08/2023 13:49",
            ["2023-08-29T13:49:00+07:00"],
            "2023-08-29T13:49:00+07:00",
            id="they agree",
        ),
        pytest.param(
            "29/08/2023 13:49",
            ["2023-08-29T06:49:25Z"],
            "2023-08-29T13:49:25+07:00",
            id="stated more precise to the same minute",
        ),
        pytest.param(
            "29/08/2023 13:49",
            ["2023-08-29T08:00:25+07:00"],
            "2023-08-29T13:49:00+07:00",
            id="another time of the same day: what readers see",
        ),
        pytest.param(
            "29/08/2023 13:49:10",
            ["2023-08-29T13:49:25+07:00"],
            "2023-08-29T13:49:10+07:00",
            id="visible has seconds of its own",
        ),
        pytest.param("29/08/2023 13:49", ["2023-08-30T13:49:00+07:00"], None, id="they disagree"),
        pytest.param(
            "29/08/2023 02:00",
            ["2023-08-28T19:00:00Z"],
            "2023-08-29T02:00:00+07:00",
            id="they agree in Vietnam, not in Greenwich",
        ),
        pytest.param(
            "29/08/2023",
            ["2023-08-29T08:00:25+07:00"],
            "2023-08-29T08:00:25+07:00",
            id="visible has the day only",
        ),
        pytest.param("29/08/2023", ["2023-08-29"], "2023-08-29", id="both have the day only"),
        pytest.param(
            "29/08/2023 20:30",
            ["2023-08-29T20:30:25+00:00"],
            "2023-08-29T20:30:25+07:00",
            id="the figures of Vietnam with the offset of Greenwich",
        ),
        pytest.param(
            "29/08/2023 20:30",
            ["2023-08-29T20:28:00Z"],
            "2023-08-29T20:30:00+07:00",
            id="the same, two minutes before",
        ),
        pytest.param(
            "29/08/2023",
            ["Tue, 29 Aug 2023 20:30:00 GMT"],
            "2023-08-29T20:30:00+07:00",
            id="the same, the day of the page",
        ),
        pytest.param(
            "29/08/2023 20:30",
            ["2023-08-28T20:30:00+00:00"],
            "2023-08-29T20:30:00+07:00",
            id="Greenwich, another time of the same day",
        ),
        pytest.param(
            "29/08/2023 20:30", ["2023-08-29T20:30:00+01:00"], None, id="the offset of elsewhere"
        ),
        pytest.param("29/08/2023", ["2023-08-30"], None, id="two days"),
        pytest.param(
            "29/08/2023 13:49",
            ["2023-08-29"],
            "2023-08-29T13:49:00+07:00",
            id="stated has the day only",
        ),
        pytest.param(
            None,
            ["2023-08-29", "2023-08-29T08:00:25+07:00"],
            "2023-08-29T08:00:25+07:00",
            id="the more precise of two stated",
        ),
        pytest.param(
            None, ["2023-08-29", "2023-08-30T08:00:00Z"], None, id="stated contradict each other"
        ),
        pytest.param(
            "29/08/2023 13:49",
            ["2023-08-29", "2023-08-30"],
            "2023-08-29T13:49:00+07:00",
            id="stated contradict each other, visible is kept",
        ),
    ],
)
def test_choose_date(visible: str | None, stated: list[str], chosen: str | None) -> None:
    found = choose_date(printed(visible), stated)
    assert (found.value if found else None) == chosen


# Laws

WEEKDAYS = ("hai", "ba", "tư", "năm", "sáu", "bảy")
moments = st.datetimes(
    min_value=datetime(1990, 1, 1), max_value=datetime(2099, 12, 31, 23, 59, 59)
).map(lambda moment: moment.replace(microsecond=0))


def weekday(moment: datetime) -> str:
    return "Chủ nhật" if moment.weekday() == 6 else f"Thứ {WEEKDAYS[moment.weekday()]}"


def short_weekday(moment: datetime) -> str:
    return "CN" if moment.weekday() == 6 else f"Thứ {moment.weekday() + 2}"


def to_minute(moment: datetime) -> str:
    if (moment.hour, moment.minute) == (0, 0):
        return f"{moment:%Y-%m-%d}"
    return f"{moment:%Y-%m-%dT%H:%M}:00+07:00"


def to_second(moment: datetime) -> str:
    if (moment.hour, moment.minute, moment.second) == (0, 0, 0):
        return f"{moment:%Y-%m-%d}"
    return f"{moment:%Y-%m-%dT%H:%M:%S}+07:00"


@pytest.mark.parametrize("separator", ["/", ".", "-", " - "])
@given(moment=moments)
def test_any_time_to_the_minute_is_found(separator: str, moment: datetime) -> None:
    padded = f"{moment:%d}{separator}{moment:%m}{separator}{moment.year}"
    short = f"{moment.day}{separator}{moment.month}{separator}{moment.year}"
    clock = f"{moment:%H:%M}"
    for line in (
        f"{padded} {clock}",
        f"{short} {clock}",
        f"{padded} - {clock}",
        f"{clock}, {padded}",
        f"{clock} {short}",
        f"{clock} ngày {padded}",
        f"{weekday(moment)}, {padded}, {clock}",
        f"{weekday(moment)} {padded} {clock}",
        f"{weekday(moment)}: {clock} ngày {padded}",
        f"{short_weekday(moment)}, {padded} | {clock}",
        f"{short_weekday(moment)} - {short} {moment:%Hh%M}",
        f"{weekday(moment)}, ngày {padded} {moment:%I:%M %p} (GMT+7)",
    ):
        assert [found.value for found in find_dates(line)] == [to_minute(moment)], line


@given(moments)
def test_any_time_to_the_second_is_found(moment: datetime) -> None:
    clock = f"{moment:%H:%M:%S}"
    for line in (
        f"{moment:%d/%m/%Y} {clock}",
        f"{weekday(moment)}, {moment:%d.%m.%Y} | {clock}",
        f"{clock} {moment:%d-%m-%Y}",
        f"{weekday(moment)}, ngày {moment.day} tháng {moment.month} năm {moment.year}, {clock}",
        f"{clock}, ngày {moment.day} tháng {moment.month} năm {moment.year}",
        f"{weekday(moment)}, {moment.day} Tháng {moment.month} {moment.year} {clock}",
        f"{moment:%Y-%m-%d %H:%M:%S}",
        f"{moment:%Y-%m-%dT%H:%M:%S}+07:00",
        f"{moment:%Y-%m-%dT%H:%M:%S}+0700",
    ):
        assert [found.value for found in find_dates(line)] == [to_second(moment)], line


@given(moments)
def test_any_day_is_found(moment: datetime) -> None:
    for line in (
        f"{moment:%d/%m/%Y}",
        f"{moment.day}-{moment.month}-{moment.year}",
        f"{weekday(moment)}, {moment:%d.%m.%Y}",
        f"{short_weekday(moment)} - {moment:%d/%m/%Y}",
        f"{weekday(moment)}, ngày {moment.day} tháng {moment.month} năm {moment.year}",
        f"ngày {moment.day} tháng {moment.month}, {moment.year}",
        f"{moment:%Y-%m-%d}",
    ):
        assert [found.value for found in find_dates(line)] == [f"{moment:%Y-%m-%d}"], line


@given(moments, st.integers(min_value=-12 * 60, max_value=14 * 60))
def test_any_offset_is_converted_to_vietnam_time(moment: datetime, minutes: int) -> None:
    local = moment.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    found = parse_date(local.isoformat())
    assert found is not None
    if len(found.value) > 10:
        assert found.value == local.astimezone(VIETNAM).isoformat()
    else:  # midnight is a placeholder
        assert "00:00:00" in (f"{local:%H:%M:%S}", f"{local.astimezone(VIETNAM):%H:%M:%S}")


@given(moments, st.integers(min_value=1, max_value=6))
def test_a_date_with_a_wrong_weekday_is_left_out(moment: datetime, days: int) -> None:
    wrong = weekday(moment + timedelta(days=days))
    for line in (
        f"{wrong}, {moment:%d/%m/%Y %H:%M}",
        f"{wrong} {moment:%H:%M}, {moment:%d/%m/%Y}",
        f"{wrong}, ngày {moment.day} tháng {moment.month} năm {moment.year}",
        f"{wrong}, {moment:%d.%m.%Y}",
    ):
        assert find_dates(line) == [], line


VALUE = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d\+07:00)?", re.ASCII)
pieces = st.lists(
    st.one_of(
        st.sampled_from([line for _, line, _ in PRINTED + OFFSETS + CLOCKS]),
        moments.map(lambda moment: f"{moment:%d/%m/%Y}"),
        moments.map(lambda moment: f"{moment:%H:%M}"),
        st.sampled_from(["Thứ ba", "ngày", "tháng 8", "năm 2023", "lúc", "GMT+7", "Xã Na Hin"]),
        st.text(max_size=4),
        st.integers(min_value=0, max_value=99999).map(str),
    ),
    max_size=8,
)


@given(st.one_of(st.text(max_size=80), pieces.map(" ".join), pieces.map("".join)))
def test_spans_are_ordered_and_disjoint(text: str) -> None:
    end = 0
    for found in find_dates(text):
        assert end <= found.start < found.end <= len(text)
        assert found.raw == text[found.start : found.end].strip()
        assert VALUE.fullmatch(found.value)
        assert found.day == found.value[:10]
        datetime.fromisoformat(found.value)
        end = found.end


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("12/03/2023 08:15 | Cập nhật lúc: 09:30 13/03/2023", "2023-03-12T08:15:00+07:00"),
        ("Ngày đăng: 12/03/2023, cập nhật 14/03/2023", "2023-03-12"),
        ("12/03/2023 - CẬP NHẬT LẦN CUỐI: 14/03/2023", "2023-03-12"),
        ("Xuất bản: 08:15, Chủ nhật, 12/03/2023 Cập nhật: 10:02, Thứ hai, 13/03/2023",
         "2023-03-12T08:15:00+07:00"),
        ("Cập nhật: 10:02 - 13/03/2023 | Xuất bản: 08:15 - Chủ nhật, 12/03/2023",
         "2023-03-12T08:15:00+07:00"),
        ("Ngày đăng: 12-03-2023 | Ngày nhận bài: 14-01-2023 | Ngày duyệt: 20-02-2023",
         "2023-03-12"),
        ("Ngày nhận bài: 14-01-2023 | Ngày đăng: 12-03-2023", "2023-03-12"),
        ("Ngày nhận bài: 14-01-2023 | Ngày duyệt: 20-02-2023", None),
        ("Ngày đăng: 12/03/2023 08:30 - Lượt đọc: 214 Cỡ chữ: A- A A+ Đọc bài viết:",
         "2023-03-12T08:30:00+07:00"),
        ("Ngày đăng: 20/02/2026 16:45 | Lượt xem: 215 | Cỡ chữ: A A A | Đọc bài viết | Tương phản",
         "2026-02-20T16:45:00+07:00"),
        ("10/16/2009 9:12:43 PM (Số lần đọc: 318)", "2009-10-16T21:12:43+07:00"),
        ("10/6/2009 9:12:43 PM", None),
        ("06/10/2009 09:12:43 PM", "2009-10-06T21:12:43+07:00"),
        ("6/6/2009 9:12:43 PM", "2009-06-06T21:12:43+07:00"),
        ("Thứ ba, 6/10/2009 9:12:43 PM", "2009-10-06T21:12:43+07:00"),
        ("Từ 12/03/2023 đến 14/03/2023", None),
        ("Ngày đăng: 12/03/2023 | 14/03/2023", None),
        ("Ngày đăng: 12/03/2023 | 15 | 14/03/2023", None),
        ("Cập nhật 12/03/2023 14/03/2023", None),
    ],
)  # fmt: skip
def test_the_date_of_a_line_is_the_publish_date(line: str, value: str | None) -> None:
    found = date_line(line)
    assert (found.value if found else None) == value


@pytest.mark.parametrize(
    ("line", "update"),
    [
        ("Cập nhật lúc: 12/03/2023 - 14:32", True),
        ("Cập nhật: 12/03/2023 - Nguyễn Đăng Sim", True),
        ("Cập nhật: 12/03/2023 | Ngày đăng: 10/03/2023", False),
        ("Ngày đăng: 12/03/2023", False),
    ],
)
def test_is_update(line: str, update: bool) -> None:
    assert is_update(line) == update


@given(st.one_of(st.text(max_size=80), pieces.map(" ".join)))
@example("1/1/2000:CẬP NHẬT 1/1/2000")
@example("Cập nhật 1/1/2000 xuất bản 2/1/2000")
@example("ĐĂNG NGÀY:1/1/2000:0:1/1/2000")
@example("ĐĂNG NGÀY:1/1/2000 duyệt 1/1/2000")
def test_of_several_dates_the_labelled_one_or_the_one_before_an_update_is_chosen(
    text: str,
) -> None:
    found, dates = date_line(text), find_dates(text)
    assert (found is None) == (beside_date(text) is None)
    if found is None or len(dates) == 1:
        return
    ends = [0, *(date.end for date in dates)]
    labels = [text[end : date.start].lower() for end, date in zip(ends, dates, strict=False)]
    own = labels[dates.index(found)]
    if "đăng" in own or "xuất bản" in own:
        assert all(any(char.isalpha() for char in label) for label in labels)
    else:
        assert len(dates) == 2
        assert found == dates[0]
        assert "cập nhật" in labels[1] or "sửa" in labels[1]


@given(st.none() | moments, st.lists(st.one_of(moments.map(str), st.text(max_size=20)), max_size=3))
def test_a_chosen_date_is_one_of_the_witnesses(moment: datetime | None, stated: list[str]) -> None:
    visible = printed(f"{moment:%d/%m/%Y %H:%M}" if moment else None)
    found = choose_date(visible, stated)
    assert found is None or found in [visible, *map(parse_date, stated)]
