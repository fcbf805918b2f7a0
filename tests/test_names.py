"""Names of people, and the capitalised words that are none."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction import names
from extraction.bylines import read_byline
from extraction.names import (
    begins_with_post,
    has_family_name,
    is_full_name,
    may_be_person,
    signs_for_office,
)
from extraction.text import comparable

PEOPLE = (
    # name, is it a full one?
    ("Lò Văn Tấm", True),
    ("LÒ VĂN TẤM", True),
    ("Giàng A Chá", True),
    ("Thạch Sô Phia", True),
    ("Ksor H'Nhiên Mlô", True),
    ("Y Suôt Êban", True),
    ("H'Loan Mlô", True),
    ("H’Loan Mlô", True),
    ("HʼLoan Mlô", True),
    ("Lê Bá Thản - Vũ Minh Hòa", True),
    ("Nguyễn Văn An, Minh Hà", True),
    ("Linh Thư", False),
    ("Linh Thư - Lê Bá Thản", False),
    ("Hồng Giang", False),
    ("T.Nhàn", False),
    ("PV", False),
)


@pytest.mark.parametrize(("name", "full"), PEOPLE)
def test_a_person(name: str, full: bool) -> None:
    for form in (name, unicodedata.normalize("NFD", name)):
        assert may_be_person(form)
        assert is_full_name(form) == full


@pytest.mark.parametrize(
    "name",
    [
        "",
        # places
        "Gò Sim",
        "Bãi Nhạn",
        "Cầu Bãi Nhạn",
        "Thôn Hai",
        "Hà Nội",
        "HÀ GIANG",
        "Hòa Bình",
        "Hoà Bình",
        "TP. Hồ Chí Minh",
        "Thành Phố Gò Sim",
        # series and headings
        "Dân Vận Khéo",
        "Bản Tin Gò Sim",
        "Đất Và Người",
        "Người Tốt Việc Tốt",
        "Thông Báo",
        "Thông Báo Mới",
        "TRANG TIN ĐIỆN TỬ",
        "Danh Sách Trúng Thưởng",
        "Gia Đình Văn Hóa",
        "Thi Đua Yêu Nước",
    ],
)
def test_no_person(name: str) -> None:
    assert not may_be_person(name)
    assert not is_full_name(name)


@pytest.mark.parametrize(
    ("name", "family"),
    [("Lê Sim", True), ("Lò Văn Tấm", True), ("Y Suôt", True), ("Hồng Giang", False),
     ("Hà Nội", False), ("", False)],
)  # fmt: skip
def test_a_family_name(name: str, family: bool) -> None:
    assert has_family_name(name) == family


@pytest.mark.parametrize(("name", "person"), [("Nắng Mới", True), ("Nắng Mới Về", False)])
def test_a_name_of_three_words_begins_with_a_family_name(name: str, person: bool) -> None:
    assert may_be_person(name) == person


def test_the_words_of_the_tables_are_as_they_are_compared_and_in_one_table_only() -> None:
    tables = (names._FAMILY_NAMES, names._NO_PERSON, names._NO_NAMES)
    assert [word for table in tables for word in table if comparable(word) != word] == []
    assert not names._FAMILY_NAMES & names._NO_PERSON


OFFICES = (
    "TM. ỦY BAN NHÂN DÂN",
    "TM. UỶ BAN NHÂN DÂN XÃ GÒ SIM",
    "TM.BAN TỔ CHỨC",
    "T/M BAN CHẤP HÀNH",
    "TM BAN THƯỜNG TRỰC",
    "TM. Ban Thường trực",
    "TM. ĐẢNG ỦY",
    "BAN THƯỜNG TRỰC UBMTTQ XÃ GÒ SIM",
    "BAN CHẤP HÀNH",
    "KT. CHỦ TỊCH",
    "KT.CHỦ TỊCH",
    "TL. GIÁM ĐỐC",
    "TUQ. TRƯỞNG BAN",
    "Q. TRƯỞNG PHÒNG",
    "CHỦ TỊCH",
    "Chủ tịch",
    "PHÓ CHỦ TỊCH THƯỜNG TRỰC",
    "CHỦ TỊCH UBND XÃ",
    "(BÍ THƯ)",
    "PHÓ BÍ THƯ",
    "TRƯỞNG BAN",
    "CHÁNH VĂN PHÒNG",
    "TỔNG GIÁM ĐỐC",
    "HIỆU TRƯỞNG",
    "CHỈ HUY TRƯỞNG",
    "T.M ĐẢNG ỦY",
    "T/M TỈNH ỦY",
    "TM. HUYỆN ỦY",
    "TM. Huyện uỷ",
    "TM. Thường trực HĐND",
    "TM. CẤP ỦY",
    "TM. BCĐ",
    "TM. Công đoàn",
    "TM: NÔNG HỘI GÒ SIM",
    "TUQ. CHÁNH THANH TRA",
    "(Đã ký)",
    "- Lưu VT.",
    "- Lưu: VT, BDV.",
    "Lưu: Văn thư.",
    "Nơi nhận:",
)


@pytest.mark.parametrize("line", OFFICES)
def test_a_line_with_which_an_office_signs(line: str) -> None:
    assert signs_for_office(line)
    assert read_byline(line) is None
    assert read_byline(line, marked=True) is None


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Lò Văn Tấm",
        "TL",
        "TM - Lê An",
        "TM. Lê An",
        "TL. Công Thành",
        "TM. Thành",
        "T/M",
        "TM LÊ AN",
        "TMT. LÊ AN",
        "KT Lê An",
        "Q. Anh",
        "Chủ tịch xã thăm bà con thôn Hai",
        "Bí thư Huyện ủy Na Hin",
        "BIÊN TẬP: LÊ AN",
        "Thư Kỳ",
        "CHỦ TỊCHX",
        "Lưu Thanh",
        "Ban Thường vụ Tỉnh ủy",
        "BAN THƯỜNG VỤNG",
        "BAN DÂN VẬN",
        "Lưu ý bà con",
        "Nơi nhận hồ sơ",
    ],
)
def test_a_line_with_which_no_office_signs(line: str) -> None:
    assert not signs_for_office(line)


@pytest.mark.parametrize(
    ("text", "post"),
    [
        ("Chủ tịch", True),
        ("CHỦ TỊCH LÒ VĂN TẤM", True),
        ("Bí Thư", True),
        ("Bí Thưởng", False),
        ("Lê Chủ Tịch", False),
    ],
)
def test_a_post(text: str, post: bool) -> None:
    assert begins_with_post(text) == post
    assert (read_byline(text) is None) == post


words = st.sampled_from("Lò Gò Hà TM. TM KT. BAN CHỦ TỊCH Lưu VT Nơi nhận - , . ( Văn".split())


@given(st.one_of(st.text(max_size=60), st.lists(words, max_size=6).map(" ".join)))
def test_any_text_can_be_asked_about(text: str) -> None:
    assert not is_full_name(text) or has_family_name(text)
    assert not has_family_name(text) or may_be_person(text)
    assert not signs_for_office(text) or read_byline(text) is None
    assert not may_be_person(text) or comparable(text)
