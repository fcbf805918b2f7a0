"""Bylines, units and sources, and lines that look like them."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.bylines import (
    MAX_LENGTH,
    Byline,
    is_source,
    labelled_values,
    read_byline,
    read_editor,
    read_unit,
)

SIGNED = (
    # line, author, unit
    ("Mai Lan", "Mai Lan", None),
    ("Phạm Hồ Trúc", "Phạm Hồ Trúc", None),
    ("Anh Dũng", "Anh Dũng", None),
    ("Lò Thị Mai Hoa", "Lò Thị Mai Hoa", None),
    ("LÒ THỊ HOA", "LÒ THỊ HOA", None),
    ("Y Phương", "Y Phương", None),
    ("Lê An.", "Lê An", None),
    # several authors, with the separators as printed
    ("Mai Lan – Hồng Giang", "Mai Lan – Hồng Giang", None),
    ("Mai Lan - Hồng Giang", "Mai Lan - Hồng Giang", None),
    ("Mai Lan — Hồng Giang", "Mai Lan — Hồng Giang", None),
    ("Mai Lan -Hồng Giang", "Mai Lan -Hồng Giang", None),
    ("Lệ Thu – Văn Hiến – Quang Minh", "Lệ Thu – Văn Hiến – Quang Minh", None),
    ("Lò Thị Hoa, Trần Văn Bình", "Lò Thị Hoa, Trần Văn Bình", None),
    ("Lê An/Trần Bình", "Lê An/Trần Bình", None),
    ("Lê An; Trần Bình", "Lê An; Trần Bình", None),
    ("Lê An và Trần Bình", "Lê An và Trần Bình", None),
    # initials and desks
    ("N.V", "N.V", None),
    ("N.V.", "N.V", None),
    ("P.V.A", "P.V.A", None),
    ("L.A - T.B", "L.A - T.B", None),
    ("PV", "PV", None),
    ("CTV", "CTV", None),
    ("TS (tổng hợp)", "TS", None),
    # who runs the site is no author
    ("Ban Biên tập", None, "Ban Biên tập"),
    ("bbt", None, "bbt"),
    ("Tin: BBT", None, "BBT"),
    ("Ban quản trị website", None, "Ban quản trị website"),
    ("Tòa soạn", None, "Tòa soạn"),
    ("Lê An - Ban Biên tập", "Lê An", "Ban Biên tập"),
    ("Lê Biên Tập", "Lê Biên Tập", None),
    ("PV Lê An", "Lê An", None),
    # names with an apostrophe
    ("Ksor H'Lúi", "Ksor H'Lúi", None),
    ("Ksor H’Lúi", "Ksor H’Lúi", None),
    ("Ksor HʼLúi", "Ksor HʼLúi", None),
    ("K’ Srôn", "K’ Srôn", None),
    ("K’Srôn - H'Hương Niê", "K’Srôn - H'Hương Niê", None),
    ("Bài, ảnh: KSOR H’LÚI", "KSOR H’LÚI", None),
    # labels
    ("Tin, ảnh: P.Y", "P.Y", None),
    ("Tin và ảnh: TRUNG HIẾU - DƯƠNG TÂM", "TRUNG HIẾU - DƯƠNG TÂM", None),
    ("Bài, ảnh: Lê An", "Lê An", None),
    ("Bài và ảnh: Lê An", "Lê An", None),
    ("Bài - ảnh: Lê An", "Lê An", None),
    ("Ảnh và bài: Lê An", "Lê An", None),
    ("Tin, bài: Lê An - Hà Tâm", "Lê An - Hà Tâm", None),
    ("Bài, ảnh, video: Lê An", "Lê An", None),
    ("Tác giả: Lò Văn Tâm", "Lò Văn Tâm", None),
    ("TÁC GIẢ: LÒ VĂN TÂM", "LÒ VĂN TÂM", None),
    ("Thực hiện: Lê An", "Lê An", None),
    ("Tác giả: Tâm", "Tâm", None),
    ("Biên tập: Lê An", None, None),
    ("BTV: Lê An", None, None),
    ("Trình bày: Lê An", None, None),
    ("Theo TTXVN", None, None),
    ("TTXVN", None, None),
    ("Nguồn: VOV", None, None),
    ("TTXVN - Lê An", "Lê An", None),
    ("Lê An - TTXVN", "Lê An", None),
    ("Theo Lê An", "Lê An", None),
    ("Ảnh và lời: Lê An", "Lê An", None),
    ("Bài + Ảnh: Lê An", "Lê An", None),
    ("Biên tập và thể hiện: Lê An", "Lê An", None),
    ("Tổ chức thực hiện: Lê An", "Lê An", None),
    ("Người viết bài: Lê An", "Lê An", None),
    ("Bài: Lê An · Ảnh: Hà Tâm", "Lê An", None),
    ("Bài viết: Lê An | Ảnh: Hà Tâm", "Lê An", None),
    ("Thực hiện: Lê An - Kỹ thuật: Hà Tâm", "Lê An", None),
    ("Bài: Lê An | Thiết kế: Hà Tâm", "Lê An", None),
    ("by Lê An", "Lê An", None),
    ("Được viết bởi Lê An", "Lê An", None),
    ("Được viết bởi: Lê An", "Lê An", None),
    ("Được đăng bởi: Lê An", "Lê An", None),
    ("Kịch bản: Lê An", "Lê An", None),
    ("Kịch bản và đạo diễn: Lê An", "Lê An", None),
    ("Đạo diễn: Lê An", None, None),
    ("Kịch bản: Lê An - Đạo diễn: Hà Tâm", "Lê An", None),
    ("Ghi chép của Lê An", "Lê An", None),
    ("Lê An thực hiện", "Lê An", None),
    ("Lê An - Hà Tâm thực hiện", "Lê An - Hà Tâm", None),
    ("Lê An lược ghi", "Lê An", None),
    ("Lê An (thực hiện)", "Lê An", None),
    ("Lê An (Tổng hợp)", "Lê An", None),
    ("Lê An (lược dịch)", "Lê An", None),
    ("Luật gia LÊ AN", "LÊ AN", None),
    ("Nhà nghiên cứu Lê An", "Lê An", None),
    ("Tin bài: Lê An - Công đoàn công ty", "Lê An", "Công đoàn công ty"),
    ("Bài ảnh: Lê An", "Lê An", None),
    ("Tin, biểu: L.An", "L.An", None),
    ("Ký của Lê An", "Lê An", None),
    ("Tản văn của Lê An", "Lê An", None),
    ("Truyện ngắn của Lê An", "Lê An", None),
    ("Thơ Lê Văn An", "Lê Văn An", None),
    ("Thơ: Lê An", "Lê An", None),
    ("Chùm thơ: Lê An", "Lê An", None),
    ("Lê Thơ", "Lê Thơ", None),
    ("Nội dung: Lê An | Ảnh: Hà Tâm | Đồ họa: Mai Lan", "Lê An", None),
    ("Đồ họa: Mai Lan", "Mai Lan", None),
    ("Phóng sự của LÊ AN", "LÊ AN", None),
    ("Hồng Nhung - VPHU", "Hồng Nhung", "VPHU"),
    ("Hồng Nhung - TTH", "Hồng Nhung - TTH", None),  # initials
    ("Hồng Nhung - BDV Huyện ủy", "Hồng Nhung", "BDV Huyện ủy"),
    ("Hồng Nhung – BTGDV Tỉnh uỷ", "Hồng Nhung", "BTGDV Tỉnh uỷ"),
    ("Hồng Nhung - HND xã Gò Sim", "Hồng Nhung", "HND xã Gò Sim"),
    ("Hồng Nhung - HPN tỉnh", "Hồng Nhung", "HPN tỉnh"),
    ("Hồng Nhung - TĐ huyện", "Hồng Nhung", "TĐ huyện"),
    ("Hồng Nhung - UBMTTQ", "Hồng Nhung", "UBMTTQ"),
    ("Hồng Nhung - TTDVNN huyện Na Hin", "Hồng Nhung", "TTDVNN huyện Na Hin"),
    ("HỒNG NHUNG - BDV HUYỆN ỦY", "HỒNG NHUNG", "BDV HUYỆN ỦY"),
    ("Thượng úy QNCN Lê An", "Lê An", None),
    ("Hồng Nhung - BDV", "Hồng Nhung", "BDV"),
    ("HỒNG NHUNG - BDV", "HỒNG NHUNG - BDV", None),  # initials
    ("Hồng Nhung - TĐ", "Hồng Nhung - TĐ", None),
    ("BDV", "BDV", None),
    # ranks, degrees, groups
    ("Đại úy Lê An", "Lê An", None),
    ("Thượng tá, ThS. Lê An", "Lê An", None),
    ("PGS.TS. Lê An", "Lê An", None),
    ("Kỹ sư Lê An - BS Hà Tâm", "Lê An - Hà Tâm", None),
    ("Đại tá - Lê An", "Lê An", None),
    ("ThS. Lê An - Ban Dân vận Huyện ủy", "Lê An", "Ban Dân vận Huyện ủy"),
    ("Đại úy Lê An Công an huyện Na Hin", "Lê An", "Công an huyện Na Hin"),
    ("TS", "TS", None),
    ("Phóng viên Lê An", "Lê An", None),
    ("BTV Lê An", "Lê An", None),
    ("Biên tập viên Lê An", "Lê An", None),
    ("Biên tập viên: Lê An", "Lê An", None),
    ("KTS. Lê An", "Lê An", None),
    ("BS thú y Lê Văn An", "Lê Văn An", None),
    ("CN. Lê An", "Lê An", None),
    ("CN Lê An", "Lê An", None),
    ("Cử nhân luật Lê An", "Lê An", None),
    ("NCS.ThS. Lê An", "Lê An", None),
    ("LS. Lê An", "Lê An", None),
    ("BS.CKII Lê An", "Lê An", None),
    ("BSCK2. Lê An - ĐD. Hà Tâm", "Lê An - Hà Tâm", None),
    ("TS.BS. Lê An", "Lê An", None),
    ("Th.S Lê An", "Lê An", None),
    ("NGƯT. Lê An", "Lê An", None),
    ("NSNA Lê An", "Lê An", None),
    ("NNƯT Lê An", "Lê An", None),
    ("Nhà giáo Ưu tú Lê An", "Lê An", None),
    ("Phó Giáo sư, Tiến sĩ Lê An", "Lê An", None),
    ("Thượng sĩ Lê An", "Lê An", None),
    ("NB. Lê An", "Lê An", None),
    ("NB", "NB", None),  # initials
    ("CN", "CN", None),
    ("Công Nam", "Công Nam", None),
    ("Lê An - CN", "Lê An - CN", None),
    ("Kỹ sư nông nghiệp Lê An", "Lê An", None),
    ("Nhóm phóng viên", "Nhóm phóng viên", None),
    ("Nhóm PV Chính trị", "Nhóm PV Chính trị", None),
    ("Bà Huệ", "Bà Huệ", None),
    # a site, a remark or a place in brackets
    ("Phương Nga (nahintv.test)", "Phương Nga", None),
    ("Lê An (CTV)", "Lê An", None),
    ("Tin, ảnh: Lê An (Công an tỉnh)", "Lê An", None),
    # a unit in the same line
    ("Văn Tuân  - Văn phòng Tỉnh ủy", "Văn Tuân", "Văn phòng Tỉnh ủy"),
    ("Văn Tuân - Văn phòng Tỉnh uỷ", "Văn Tuân", "Văn phòng Tỉnh uỷ"),
    ("Lò Hoà – Ban Dân vận Huyện ủy Na Hin", "Lò Hoà", "Ban Dân vận Huyện ủy Na Hin"),
    ("Hà Linh - Đài PTTH Na Hin", "Hà Linh", "Đài PTTH Na Hin"),
    ("Trần Hải - MTTQ huyện", "Trần Hải", "MTTQ huyện"),
    ("Hoàng Lan – UBND xã Nậm Lành", "Hoàng Lan", "UBND xã Nậm Lành"),
    ("Lê An - Trần Bình - Sở Nội vụ", "Lê An - Trần Bình", "Sở Nội vụ"),
    (
        "Lê An - Ban Tuyên giáo và Dân vận Tỉnh ủy",
        "Lê An",
        "Ban Tuyên giáo và Dân vận Tỉnh ủy",
    ),
    # marks before a label
    ("* Bài, ảnh: Lê An", "Lê An", None),
    ("■ Tác giả: Lê An", "Lê An", None),
    ("***Tin: Lê An - MTTQ huyện", "Lê An", "MTTQ huyện"),
    # names that look like units
    ("Hồng Giang - Trường Giang", "Hồng Giang - Trường Giang", None),
    ("Đoàn Thanh Bình", "Đoàn Thanh Bình", None),
    ("Hội An", "Hội An", None),
    ("Trần Báo", "Trần Báo", None),
    ("Lê Phòng", "Lê Phòng", None),
)


@pytest.mark.parametrize(("line", "author", "unit"), SIGNED, ids=[line for line, _, _ in SIGNED])
def test_a_byline(line: str, author: str | None, unit: str | None) -> None:
    found = read_byline(line)
    assert found is not None
    assert (found.raw, found.author, found.unit) == (" ".join(line.split()), author, unit)


@pytest.mark.parametrize(("line", "author", "unit"), SIGNED, ids=[line for line, _, _ in SIGNED])
def test_a_byline_with_space_around_it_or_decomposed(
    line: str, author: str, unit: str | None
) -> None:
    wanted = read_byline(line)
    assert wanted is not None
    assert read_byline(f"\u00a0 {line}\n") == wanted
    assert read_byline(unicodedata.normalize("NFD", line)) == wanted
    assert read_byline(line, marked=True) == wanted


@pytest.mark.parametrize("line", ["Tâm", "Hoa", "THẮNG", "Hoa – Tâm", "Hoa’"])
def test_a_single_word_is_a_byline_only_if_marked(line: str) -> None:
    assert read_byline(line) is None
    assert read_byline(line, marked=True) == Byline(line, line)


@pytest.mark.parametrize(
    ("line", "unit"),
    [
        ("Lê An – Công chức Văn hóa - Xã hội", "Công chức Văn hóa - Xã hội"),
        ("Lê An, phóng viên báo Lam Khê", "phóng viên báo Lam Khê"),
        ("Lê An - Cán bộ xã Gò Sim", "Cán bộ xã Gò Sim"),
    ],
)
def test_the_work_of_an_author_is_a_unit_only_if_the_line_is_marked(line: str, unit: str) -> None:
    assert read_byline(line) is None
    assert read_byline(line, marked=True) == Byline(line, "Lê An", unit)


@pytest.mark.parametrize(
    ("line", "unit"),
    [
        ("Đ/c Lê An", None),
        ("đ/c: Lê An", None),
        ("Đ/c Lê An - Ban Dân vận Đảng ủy", "Ban Dân vận Đảng ủy"),
        ("Đ/C Lê An, UBND xã Nậm Lành", "UBND xã Nậm Lành"),
    ],
)
def test_a_comrade_signs_only_if_the_line_is_marked(line: str, unit: str | None) -> None:
    assert read_byline(line) is None
    assert read_byline(line, marked=True) == Byline(line, "Lê An", unit)


@pytest.mark.parametrize("work", ["Công chức", "Trưởng thôn", "công chức và nhân dân, sáng nay"])
def test_a_line_with_other_words_after_a_name_is_no_byline(work: str) -> None:
    assert read_byline(f"Lê An – {work}", marked=True) is None


@pytest.mark.parametrize(
    "line",
    [
        "",
        "  ",
        " – ",
        "Tin, ảnh:",
        "Tác giả:",
        # sentences
        "Anh Lò Văn Tâm kể.",
        "Đồng chí Lò Văn Tâm phát biểu tại hội nghị.",
        "Đ/c Lò Văn Tâm phát biểu tại hội nghị.",
        "Đ/c Bí thư chi bộ",
        "Bà con vui mừng",
        "Lê An kể",
        "Theo đó, xã đã họp dân.",
        "Theo kế hoạch, năm nay xã có thêm 12 mô hình.",
        "Theo Nghị quyết",
        "Đến dự có đồng chí Lò Văn Tâm, Trần Thị Hoa và bà con xã Nậm Lành",
        # headings and labels
        "Kết quả bước đầu",
        "THÔNG BÁO",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "ĐỘC LẬP - TỰ DO - HẠNH PHÚC",
        "ĐẢNG ỦY XÃ LAM KHÊ",
        "ỦY BAN MẶT TRẬN TỔ QUỐC VIỆT NAM XÃ LAM KHÊ",
        "TIN NÓNG",
        "LIÊN KẾT",
        "Liên Kết Website",
        "VĂN BẢN - TÀI LIỆU",
        "Bài học kinh nghiệm",
        "Chính trị",
        "Xây dựng Đảng",
        "Thời sự - Chính trị",
        "Văn Hóa Xã Hội",
        "Nông Thôn Mới",
        "Tin Nông Nghiệp",
        "Chuyển Đổi Số",
        "Hết",
        "(Còn nữa)",
        "Đại úy",
        # somebody whom the article names
        "Ông Lò Văn Tâm",
        "Chị Vi Thị Hoa",
        "Anh Lò Văn Tâm",
        "TIN TỨC - SỰ KIỆN",
        "Ý kiến bạn đọc",
        "Tin liên quan",
        "Tin cùng chuyên mục",
        "Chia sẻ",
        "II. Kết quả",
        "Bài 1: Khởi đầu",
        # captions and credits
        "Ảnh: H.T",
        "Ảnh: Phạm Bằng Lăng",
        "ẢNH: ĐỨC THỌ/TÂY HỒ",
        "Video: Lê An",
        "Clip: Lê An",
        "* Ảnh: Lê An",
        "* Lê An",
        "*PV: Thưa ông, vì sao dân tin?",
        "**** Bài: Lê An",
        "Quang cảnh hội nghị",
        "Quang cảnh Hội nghị.",
        "Một góc bản Na Hin",
        "Bà con xã Nậm Lành làm đường.",
        "Đồng chí Lò Văn Tâm phát biểu tại Hội nghị. Ảnh: H.T",
        # dates, counters
        "Năm 2023",
        "Ngày 12/5/2023",
        "13:49, 29/08/2023",
        "340 lượt xem",
        "2023",
        "Bởi",
        "Log In",
        "Đăng nhập",
        # a unit without a name
        "Ban Dân vận Tỉnh ủy",
        "BAN DÂN VẬN TỈNH ỦY",
        "Trung Tâm Văn Hóa Na Hin",
        "UBND xã Nậm Lành",
    ],
    ids=repr,
)
def test_not_a_byline(line: str) -> None:
    assert read_byline(line) is None
    assert read_byline(line, marked=True) is None


def test_a_mark_before_the_label_of_an_editor() -> None:
    found = read_byline("* Biên tập: Lê An")
    assert found is not None
    assert found.author is None


def test_a_long_line_is_not_a_byline() -> None:
    name = "Lò Thị Hoa"
    names = " - ".join([name] * 20)
    assert read_byline(names[: MAX_LENGTH - MAX_LENGTH % (len(name) + 3) - 3]) is not None
    assert read_byline(names) is None
    assert read_byline(names, marked=True) is None


@pytest.mark.parametrize(
    ("line", "unit"),
    [
        ("Ban Dân vận Tỉnh ủy", "Ban Dân vận Tỉnh ủy"),
        ("(Ban Dân vận Tỉnh ủy)", "Ban Dân vận Tỉnh ủy"),
        ("  Ban Dân vận  Tỉnh ủy ", "Ban Dân vận Tỉnh ủy"),
        ("Ban Tuyên giáo và Dân vận Tỉnh uỷ", "Ban Tuyên giáo và Dân vận Tỉnh uỷ"),
        ("Văn phòng Tỉnh ủy", "Văn phòng Tỉnh ủy"),
        ("Đảng ủy xã Nậm Lành", "Đảng ủy xã Nậm Lành"),
        ("Huyện ủy Na Hin", "Huyện ủy Na Hin"),
        ("UBND xã Nậm Lành", "UBND xã Nậm Lành"),
        ("Ủy ban MTTQ tỉnh", "Ủy ban MTTQ tỉnh"),
        ("Sở Nội vụ", "Sở Nội vụ"),
        ("Trung tâm Văn hóa huyện", "Trung tâm Văn hóa huyện"),
        ("Đài PT-TH Na Hin", "Đài PT-TH Na Hin"),
        ("Hội Nông dân tỉnh", "Hội Nông dân tỉnh"),
        ("Đoàn Thanh niên xã", "Đoàn Thanh niên xã"),
        ("Trường Chính trị tỉnh", "Trường Chính trị tỉnh"),
        ("Liên đoàn Lao động tỉnh", "Liên đoàn Lao động tỉnh"),
        ("Bệnh viện huyện Na Hin", "Bệnh viện huyện Na Hin"),
        ("Khoa Dân vận", "Khoa Dân vận"),
        ("Khối Dân vận xã", "Khối Dân vận xã"),
        ("KHỐI DÂN VẬN XÃ", "KHỐI DÂN VẬN XÃ"),
        ("BDV Huyện ủy", "BDV Huyện ủy"),
        ("HND xã Gò Sim", "HND xã Gò Sim"),
        # in capitals
        ("BAN DÂN VẬN TỈNH UỶ", "BAN DÂN VẬN TỈNH UỶ"),
        ("VĂN PHÒNG HĐND - UBND", "VĂN PHÒNG HĐND - UBND"),
        ("SỞ NỘI VỤ", "SỞ NỘI VỤ"),
        ("HỘI NÔNG DÂN TỈNH", "HỘI NÔNG DÂN TỈNH"),
        ("CÔNG AN XÃ", "CÔNG AN XÃ"),
        ("Ủy Ban Nhân Dân Xã", "Ủy Ban Nhân Dân Xã"),
    ],
    ids=lambda text: repr(text),
)
def test_a_unit(line: str, unit: str) -> None:
    assert read_unit(line) == unit
    assert read_unit(unicodedata.normalize("NFD", line)) == unit


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Ban",
        "Sở",
        "Mai Lan",
        "Trường Giang",
        "Đoàn Thị Hà",
        "Khối phố 5",
        # in capitals, of two words or with a word that has none
        "CÔNG AN",
        "VĂN PHÒNG",
        "Trung Tâm",
        "Công An xã",
        "PHÒNG LÀM VIỆC của xã",
        "Hội nghị",
        "Kết quả bước đầu",
        "Tin cùng chuyên mục",
        "Ban Dân vận: kết quả bước đầu",
        "Ban Dân vận đã họp. Các xã đã báo cáo.",
        "Công an xã có mặt, phải không?",
        "Sở " + "và các đơn vị " * 8,
    ],
    ids=repr,
)
def test_not_a_unit(line: str) -> None:
    assert read_unit(line) is None


pieces = st.lists(
    st.one_of(
        st.sampled_from(
            "Lò Thị Hoa|Lê An|N.V|PV| - |–|, |/|;| và |Tin, ảnh:|Theo |Ảnh:|(|)|[|]|.|./.|"
            "Ban Dân vận|Sở|Trường|Hội|Phòng|  |\n|:".split("|")
        ),
        st.text(max_size=4),
    ),
    max_size=8,
).map("".join)


@given(st.one_of(st.text(max_size=100), pieces), st.booleans())
def test_any_line_can_be_read(line: str, marked: bool) -> None:
    byline = read_byline(line, marked=marked)
    if byline is not None:
        author = byline.author
        assert author or (author is None and re.search("TTX|VNA|VOV|VTV", byline.raw))
        assert author is None or author == " ".join(author.split())
        assert len(byline.raw) <= MAX_LENGTH
        letters = iter(byline.raw)  # labels in the middle are left out: Bài: Lê An; Ảnh: Lò Hoa
        assert all(letter in letters for letter in author or "")
        assert byline.unit is None or byline.unit in byline.raw
    assert read_unit(line) is None or len(line) > 3


@given(pieces)
def test_a_byline_is_the_same_if_marked(line: str) -> None:
    byline = read_byline(line)
    assert byline is None or read_byline(line, marked=True) == byline


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("Theo Báo Lam Khê", True),
        ("Nguồn: Đài Lam Khê", True),
        ("Nguồn: https://baolamkhe.example/a-1.html", True),
        ("Theo TTXVN", True),
        ("Theo Công ty Cấp nước Lam Khê", True),
        ("Theo Sở Y tế", True),
        ("Theo Sở Y tế, xã đã tiêm xong.", False),
        ("Theo Công ty, xã đã làm xong", False),
        ("(Theo TTXVN)", True),
        ("Theo Báo Ánh Dương", True),
        ("Theo Báo Ánh Dương, Đài Lam Khê", True),
        ("Theo Báo Ánh Dương, đến nay xã đã làm xong.", False),
        ("Theo Báo điện tử Lam Khê", True),
        ("Nguồn: Cổng thông tin điện tử tỉnh Lam Khê", True),
        ("Nguồn: Trang tin điện tử Đảng bộ thành phố", True),
        ("Theo báo điện tử, đến nay xã đã làm xong", False),
        ("Theo trang tin điện tử của xã", False),
        ("Theo baolamkhe.vn", True),
        ("Nguồn: Baolamkhe.com.vn", True),
        ("Theo VOV.VN", True),
        ("Theo VGP", True),
        ("Theo TTXVN/Vietnam+", True),
        ("Theo Vietnamplus", True),
        ("Nguồn TTXVN", True),
        ("Nguồn nước ở Gò Sim", False),
        ("Nguồn Lê An", False),
        ("(Theo Dân trí)", True),
        ("Theo Nhân Dân điện tử", True),
        ("Theo Dân trí của xã", False),
        ("Theo Lê An", False),
        ("Nguồn: Văn phòng Huyện ủy Na Hin", True),
        ("Nguồn: Lê An", False),
        ("Theo báo cáo của xã:", False),
        ("Theo báo cáo, đến nay xã đã làm xong ba cây số đường", False),
        ("Theo trang trại của ông Lò Văn Tấm", False),
        ("Theo Báo cáo số 12, đến nay xã đã làm xong.", False),
    ],
)
def test_the_source_of_a_reprint(line: str, source: bool) -> None:
    assert is_source(line) == source


@pytest.mark.parametrize(
    ("line", "author", "unit"),
    [
        ("Trần Hựu/VOX-Cao Nguyên", "Trần Hựu", "VOX-Cao Nguyên"),
        ("Viết bởi Lê An", "Lê An", None),
        ("Nội dung: Lê An", "Lê An", None),
        ("Viết bởi Quản trị viên", None, None),
        ("Văn Hóa", None, None),
        ("Infographic", None, None),
    ],
)
def test_labels_agencies_and_words_that_are_not_names(
    line: str, author: str | None, unit: str | None
) -> None:
    found = read_byline(line)
    assert (found and found.author, found and found.unit) == (author, unit)


def test_a_marked_name_in_brackets() -> None:
    assert read_byline("(Lê An)", marked=True) == Byline("(Lê An)", "Lê An")
    assert read_byline("(Lê An)") is None
    assert read_byline("(Ảnh minh họa)", marked=True) is None


def test_a_marked_name_of_initials() -> None:
    found = read_byline("T.Nhàn", marked=True)
    assert found is not None
    assert found.author == "T.Nhàn"


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("Biên tập: Lê An", "Lê An"),
        ("BTV: Lê An - Hà Tâm", "Lê An - Hà Tâm"),
        ("Biên tập: Tổ công nghệ số", None),
        ("Tổng biên tập: Lê An", None),
        ("Trình bày: Lê An", None),
        ("Lê An", None),
    ],
)
def test_the_editor_of_a_broadcast(line: str, author: str | None) -> None:
    editor = read_editor(line)
    assert (editor.author if editor is not None else None) == author


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("Phát sóng: Tác giả: Lê An Thời lượng: 08:41",
         ["Phát sóng:", "Tác giả: Lê An", "Thời lượng: 08:41"]),
        ("Lê An | Lượt xem: 12", ["Lê An", "Lượt xem: 12"]),
        ("tác giả: Lê An", ["tác giả: Lê An"]),
        ("Lê An", ["Lê An"]),
        ("", []),
    ],
)  # fmt: skip
def test_a_line_of_labels_and_values(line: str, parts: list[str]) -> None:
    assert labelled_values(line) == parts


@pytest.mark.parametrize(
    "line",
    ["Theo VGP", "VGP", "Theo VOV.VN", "Theo Vietnamplus", "Nguồn TTXVN", "Theo TTXVN/Vietnam+",
     "Theo baolamkhe.vn", "Theo Tuổi Trẻ", "Theo Thanh Niên"],
)  # fmt: skip
def test_an_agency_or_a_newspaper_is_no_author(line: str) -> None:
    for marked in (False, True):
        byline = read_byline(line, marked=marked)
        assert byline is None or byline.author is None


@pytest.mark.parametrize(
    ("line", "author"),
    [("Theo Lê An", "Lê An"), ("Lê An (Theo VGP)", "Lê An"), ("Lê An/TTXVN", "Lê An"),
     ("Thanh Niên", "Thanh Niên")],
)  # fmt: skip
def test_a_name_beside_an_agency_or_like_a_newspaper(line: str, author: str) -> None:
    byline = read_byline(line)
    assert byline is not None
    assert byline.author == author
