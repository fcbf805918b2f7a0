"""Names of people, and capitalised words that are none: places, series, offices that sign."""

import re

from extraction.text import comparable

# The family names that most people in Vietnam have, of the Kinh and of the minorities, without
# those that begin common phrases, such as Thi, Gia and Văn.
_FAMILY_NAMES = frozenset(
    # Kinh, Hoa, Mường
    "nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý an âu bạch bành "
    "bế biện cái cam cao cát châu chế chu chử chung cù cung dư doãn diệp du đàm đan đào đậu "
    "điền đinh đoàn đới giang giáp hà hàn hán hầu hứa kha khâu khổng "
    "khuất khúc khương kiên kiều kim la lã lại lâm lều liêu liễu lò lỗ lục lư lữ lương lưu ma "
    "mã mạc mai mạnh mẫn nghiêm nguỵ nhan nhâm nhữ ninh nông phí phó phù phùng phương "
    "quách quang sái sầm tạ tăng tấn thạch thái thân thẩm thang thiều "
    "thôi thiệu tiết tô tôn tống trang trịnh triệu trình trưng trương tưởng ty "
    "uông ứng vi viên vương "
    # Thái, Tày, Nùng, Dao, Hmông, Khơ Mú, Kháng
    "bàn bàng bạc bó cà cầm cứ chá chảo chang chẩu dìu điêu giàng hạng hảng hờ khang khoàng "
    "lành lèng lèo lềm lềnh lý lìm lò lộc lô lù lường lừu ly lỳ mào mè mò mông mua mùa mùi "
    "ngần nình nùng pờ páo phàn phừ pít pò quàng quảng sần sì sìn sính sồng sùng tao "
    "tẩn thào thền thèn tòng tráng triệu tưng vàng và vàn vì vừ vù xèo xồng xông "
    # Ê Đê, Gia Rai, Ba Na, Cơ Ho, Mạ, Xtiêng, Khmer, Chăm
    "bríu alăng ating ayun bdap bá bahnar bùi cil chau điểu êban hiao hlong hmok "
    "hồ hùng jơr kbuôr ka kpă kră krông ksor lang liêng long mlô nay neáng niê nom pinăng "
    "pơloong rah rcom rmah rơ rơchâm siu sơn tao thập thuận tou ya zơrâm ".split()
)
# The first words of places and of series, which may be capitalised like the names of people.
_NO_PERSON = frozenset(
    "ấp bãi bản bến bon buôn cầu chợ chùa cồn cửa đảo đập đèo đền đình đồi gò hang hòn huyện "
    "kênh khu làng miếu mũi mương núi phố phum phường quận rạch rừng sóc sông suối thôn tỉnh "
    "tổ tp xã xóm bài báo chuyện chuyên dân đất gương góc người nhịp tin vai vấn giải "
    "phần chương lễ".split()
)
# Provinces and phrases, as `comparable` returns them.
_NO_NAMES = frozenset(
    "an giang,bà rịa vũng tàu,bạc liêu,bắc giang,bắc kạn,bắc ninh,bến tre,bình dương,bình định"
    ",bình phước,bình thuận,cà mau,cao bằng,cần thơ,đà nẵng,đắk lắk,đắk nông,điện biên,đồng nai"
    ",đồng tháp,gia lai,hà giang,hà nam,hà nội,hà tĩnh,hải dương,hải phòng,hậu giang,hoà bình"
    ",hưng yên,khánh hoà,kiên giang,kon tum,lai châu,lạng sơn,lào cai,lâm đồng,long an,nam định"
    ",nghệ an,ninh bình,ninh thuận,phú thọ,phú yên,quảng bình,quảng nam,quảng ngãi,quảng ninh"
    ",quảng trị,sóc trăng,sơn la,tây ninh,thái bình,thái nguyên,thanh hoá,thừa thiên huế,tiền giang"
    ",trà vinh,tuyên quang,vĩnh long,vĩnh phúc,yên bái"
    ",hồ chí minh,sài gòn,việt nam,bác hồ,ghi chú,giải pháp,kết luận,mùa xuân,nhân dân,quê hương"
    ",tái bút,thân ái,tuổi trẻ".split(",")
)
# The first two words of headings: of boxes beside a text, of sections, of notices.
_HEADINGS = frozenset(
    "bình chọn,bạn đọc,bản đồ,chuyên mục,chuyên trang,chuyên đề,chào mừng,chỉ đạo,công khai"
    ",cải cách,cảnh báo,danh bạ,danh mục,danh sách,doanh nghiệp,dịch vụ,giá vàng,giới thiệu,góp ý"
    ",hoạt động,hình ảnh,hướng dẫn,hỏi đáp,hộp thư,khảo sát,kết quả,liên hệ,liên kết,lãnh đạo"
    ",lượt truy,lịch công,lịch làm,lịch phát,lịch tiếp,mạng xã,mới nhất,nghe đài,nổi bật"
    ",phát thanh,phản ánh,quảng cáo,sơ đồ,số lượt,sự kiện,thông báo,thông cáo,thông tin,thăm dò"
    ",thư mời,thư viện,thống kê,thời sự,thời tiết,thủ tục,tin khác,tin mới,tin nóng,tin tức"
    ",tin video,tin vắn,tin ảnh,tiêu điểm,tiện ích,tra cứu,trang chủ,trang thông,trang tin"
    ",trang điện,truy cập,truyền hình,trực tuyến,tuyên truyền,tuyển dụng,tài liệu,tìm kiếm,tư liệu"
    ",tỷ giá,video clip,văn bản,xem nhiều,ý kiến,đường dây,đấu giá,đấu thầu,đọc nhiều"
    ",đối tác".split(",")
)
APOSTROPHES = re.compile(r"(?<=\w)['’ʼ‘`´]")
"""What editors type in a name: H'Hen, H’Lan, K’ Tuyền."""
_MIN_FULL_NAME = 3  # words
_BETWEEN_NAMES = re.compile(r" [-–—] ?|[-–—] | ?[,/;&·•|]| và ")

# An office signs a letter or an announcement in a block of lines: for whom, the post, the name.
_POST = (
    r"(?:(?:phó|quyền|q\.|nguyên) )?(?:chủ (?:tịch|nhiệm|tọa)|(?:tổng )?(?:bí thư|giám đốc)"
    r"|trưởng (?:ban|phòng|đoàn|thôn|bản|ấp|khu|khoa|trạm|công an|tiểu ban)"
    r"|(?:cục|chi cục|vụ|viện|hiệu|hạt|đội|đồn|đoàn|tổ|thủ|bộ|thứ|chỉ huy|sở|phân viện) trưởng"
    r"|(?:viện|hiệu|đội|đồn|tổ) phó|chánh (?:văn phòng|thanh tra|án)|chính (?:ủy|uỷ|trị viên)"
    r"|tổng biên tập|thư ký)(?: thường trực| thứ nhất)?"
)
_FOR_OFFICE = re.compile(
    r"(?:T[/.]?M|K[/.]?T|T[/.]?L|TUQ|TƯQ|Q)(?:\s?[.:]\s?|\s)"
    rf"(?i:{_POST}|ban|ủy|uỷ|ubnd|hđnd|đảng|bch|hội|đoàn|tổ|chi|liên|mặt|thường (?:trực|vụ)"
    r"|(?:tỉnh|huyện|thành|thị|quận|cấp) (?:ủy|uỷ|đoàn)|công đoàn|bcđ|btv|mttq)\b"
    r"|BAN (?:THƯỜNG (?:TRỰC|VỤ)|CHẤP HÀNH)\b"  # they sign letters, and write no news
)
# With a mark after it, the office may have any name: TM. NÔNG HỘI. TM alone are initials.
_FOR_SOMEBODY = re.compile(r"(?:T/M|K/T|T/L)[.:]?|(?:TM|KT|TL|TUQ|TƯQ)\s?[.:]")
_ONLY_POST = re.compile(_POST, re.I)
_SIGNED_OR_COPIED = re.compile(
    r"đã ký|.{0,100}\bkính báo"
    r"|[-–+*•]?\s?(?:nơi nhận\s?:?|lưu\s?[:;]?\s?(?:vt|vp|hs|văn (?:thư|phòng)|hồ sơ)\b.{0,40})",
    re.I,
)

_ADDRESSEES = re.compile(r"nơi nhận\s?:", re.I)


def may_be_person(names: str) -> bool:
    """Return whether the first of several names may be that of a person, by its first word.

    A name of three words or more begins with a family name or an initial. A pen name of two may
    begin with any word but that of a place or a series.
    """
    words = _first(names).split()
    if not words or words[0] in _NO_PERSON or " ".join(words) in _NO_NAMES:
        return False
    if " ".join(words[:2]) in _HEADINGS:
        return False
    return len(words) < _MIN_FULL_NAME or _is_family_name(words[0])


def has_family_name(names: str) -> bool:
    """Return whether the first of several names may be a person's and has a known family name."""
    return may_be_person(names) and _is_family_name(_first(names).split()[0])


def is_full_name(names: str) -> bool:
    """Return whether the first of several names is a full one, with a known family name."""
    return len(_first(names).split()) >= _MIN_FULL_NAME and may_be_person(names)


def is_heading(text: str) -> bool:
    """Return whether a text begins like the heading of a box or a notice: `THÔNG BÁO`."""
    return " ".join(comparable(text).split()[:2]) in _HEADINGS


def _is_family_name(word: str) -> bool:
    return len(word) == 1 or word in _FAMILY_NAMES  # or an initial: Y Suôt


def _first(names: str) -> str:
    first = _BETWEEN_NAMES.split(names, maxsplit=1)[0]
    return comparable(first.replace("ʼ", " "))  # which is a letter, unlike the other apostrophes


def begins_with_post(text: str) -> bool:
    """Return whether a text is a post, or somebody with a post: `CHỦ TỊCH UBND XÃ`."""
    post = _ONLY_POST.match(text)
    return post is not None and not text[post.end() : post.end() + 1].isalpha()


def signs_for_office(line: str) -> bool:
    """Return whether a line begins or ends the block in which an office signs a letter.

    Such as `TM. ỦY BAN NHÂN DÂN`, `KT. CHỦ TỊCH`, `BÍ THƯ` or `- Lưu: VT.`
    """
    line = line.strip(" ,;()")
    if _FOR_OFFICE.match(line) or _SIGNED_OR_COPIED.fullmatch(line):
        return True
    mark = _FOR_SOMEBODY.match(line)
    if mark is not None and line[mark.end() :].isupper():
        return True
    return (begins_with_post(line) and line.isupper()) or _ONLY_POST.fullmatch(line) is not None


def is_row_of_signature(row: str) -> bool:
    """Return whether a row of a table has the addressees of a letter, and beside them who signs it.

    Such as `Nơi nhận: - Như trên; - Lưu: VT. | TM. ỦY BAN NHÂN DÂN CHỦ TỊCH Lê Văn An`.
    """
    cells = row.split(" | ")
    others = [cell for cell in cells if not _ADDRESSEES.match(cell)]
    return len(others) < len(cells) and any(
        signs_for_office(cell) or begins_with_post(cell) for cell in others
    )
