"""Bylines: who signs an article, and for which office."""

import re
from dataclasses import dataclass, replace

from extraction.names import APOSTROPHES, begins_with_post, is_heading, signs_for_office
from extraction.text import clean

# Tin, ảnh: P.Y / Bài và ảnh: Lê An / Tác giả: ...
_ROLE = (
    r"(?:tin(?: (?:bài|ảnh))?|bài(?: (?:viết|ảnh))?|ảnh|video|clip|biểu(?: đồ)?|lời|thể hiện"
    r"|biên tập|biên soạn|thực hiện|đồ h[ọo][aạ]|tổng hợp|phóng sự|ghi chép|bút ký"
    r"|kịch bản|biên kịch|đạo diễn)"
)
_GENRE = (
    r"(?:phóng sự(?: ảnh)?|ghi chép|(?:bút |hồi |nhật )?k[ýí]|t[ảạ][np] văn|t[uù][yỳ] bút"
    r"|truyện ngắn|(?:chùm )?thơ|bài viết)"
)
_MARK = r"(?:[*■●◆▪♦]{1,3}\s?)?"  # before a label
_LABEL = re.compile(
    rf"^{_MARK}(?:(?:{_ROLE}|(?:chùm )?thơ|tác giả|người (?:viết|đăng)(?: bài)?|sưu tầm|được viết"
    rf"|(?:(?:được )?(?:đăng|viết|gửi) ?)?bởi|nội dung|nguồn|theo|tổ chức thực hiện|phóng viên"
    rf"|biên tập viên|pv|ctv|by)"
    rf"(?: bài viết)?"
    rf"(?:\s*(?:,|và|-|–|&|/|\+)\s*{_ROLE})*\s*:"
    rf"|(?:theo|(?:(?:được )?(?:viết|đăng|gửi) )?bởi|by|{_GENRE} của)\s)\s*",
    re.I,
)
_LABEL_AFTER = re.compile(
    r" (?:thực hiện|(?:lược )?ghi|tổng hợp|sưu tầm|biên soạn"
    r"|\((?i:thực hiện|(?:lược )?ghi|tổng hợp|t/h|sưu tầm|biên soạn|lược thuật"
    r"|(?:biên |lược )?dịch)\))$"
)
_PHOTO_ONLY = re.compile(rf"^{_MARK}(?:ảnh|video|clip)\s*:", re.I)
_EDITOR_ONLY = re.compile(
    rf"^{_MARK}(?:biên tập|BTV|trình bày|thiết kế|kỹ thuật|đạo diễn|quay phim)\s*:", re.I
)
_DESIGNED_BY = re.compile(r"^đồ h[ọo][aạ]\s*:", re.I)  # who signs an infographic alone
# Bài, ảnh: Lê An, which is no caption of the picture above it.
_OF_TEXT = re.compile(rf"{_MARK}(?:tin|bài|nội dung)\b[^:]{{0,30}}:", re.I)
_EDITED_BY = re.compile(r"^(?:biên tập|BTV)\s*:\s*", re.I)
_EMAIL = re.compile(
    r"[ ,;|·–—-]{0,4}[(<\[]?[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,4}[)>\]]?$"
)
_BRACKETED = re.compile(r" ?[(\[][^()\[\]]{1,40}[)\]]?\s*$")
_SEPARATOR = re.compile(r"( [-–—] ?|[-–—] | ?[,/;&·•|] ?| và )")
# Offices of the Party and its organisations: BDV Huyện ủy, HND xã. Alone, they may be initials.
_SHORT_OFFICE = r"(?:BDV|BTG(?:DV)?|BTC|UBKT|UBMT|HND|HPN|LHPN|HCCB|CCB|HCTĐ|HKH|NCT|TĐ|ĐTN)"
_PLACE = r"(?:tỉnh|huyện|thành phố|thị xã|thị trấn|quận|xã|phường|khối|đặc khu)\b"
_UNIT = re.compile(
    r"(?:Ban|Văn phòng|VP|Đảng (?:ủy|uỷ|bộ)|Huyện (?:ủy|uỷ)|Tỉnh (?:ủy|uỷ)|Thành (?:ủy|uỷ)"
    r"|Thị (?:ủy|uỷ)|UBND|HĐND|UBMTTQ|MTTQ|Ủy ban|Uỷ ban|Sở|Trạm|Tỉnh đoàn|Huyện đoàn|Trung tâm|TT"
    r"|Đài|Công (?:an|đoàn)|Chi (?:cục|hội|đoàn)|Cục|Liên đoàn|LĐLĐ|Mặt trận|Tạp chí|Chi bộ|BCH"
    r"|Thành đoàn|Xã đoàn|Thị trấn|Cổng|Thanh tra|(?:Tòa|Toà) án|TAND|VKSND|BHXH|Bảo hiểm xã hội"
    r"|Kho bạc|Bệnh viện|Ngân hàng|Bảo tàng|Câu lạc bộ|CLB|Hợp tác xã|HTX"
    r"|Học viện|Viện|Lữ đoàn|Sư đoàn|Trung đoàn|Tiểu đoàn|Binh đoàn|Quân khu|BĐBP"
    r"|Đồn Biên phòng|Bộ (?:Chỉ huy|CHQS|Tư lệnh)|Hạt Kiểm lâm"
    r"|Trường (?:Chính trị|THPT|THCS|Tiểu học|Đại học|Cao đẳng|Mầm non)"
    r"|Khối [Dd]ân vận"
    r"|Đoàn (?:Thanh niên|TNCS|Khối|Đại biểu|ĐBQH)"
    rf"|(?-i:{_SHORT_OFFICE}(?= (?:(?i:(?:tỉnh|huyện|thành|thị|quận|đảng) (?:ủy|uỷ|bộ))"
    rf"|{_PLACE}|(?:TU|HU|TƯ|TP|TX|UBND|MTTQ)\b))))\b",
)
# What an author is at work. After a name, it says where: Lê An – Công chức Văn hóa - Xã hội.
_WORK = re.compile(
    r"(?:công chức|viên chức|cán bộ|chuyên viên|giáo viên|giảng viên|phóng viên|biên tập viên"
    r"|cộng tác viên)(?: \w+)+",
    re.I,
)
# These are family or given names, too: they name a unit only if a name follows.
_UNIT_OF = re.compile(r"(?:Hội|Phòng|Báo|Bộ|Xã|Phường|Khoa) (\w+) ?(\w*)")
# With a capital in each word, shorter ones may be the names of people: VĂN PHÒNG, Trung Tâm.
_UNIT_IN_CAPITALS = re.compile(f"{_UNIT.pattern}|{_UNIT_OF.pattern}", re.I)
_MIN_UNIT_IN_CAPITALS = 3  # words
_INITIALS = re.compile(r"(?:[A-ZĐ]\.\s?){1,3}[A-ZĐ]?\.?|[A-ZĐ]{2,3}")
_AGENCY_NAMES = r"TTXVN(?:/Vietnam(?:\+|[Pp]lus))?|TTX|VNA|VOV|VTV|VGP|Vietnam(?:\+|[Pp]lus)"
_DOMAIN = r"(?:[\w-]{1,40}\.){1,3}(?:vn|VN|com|net|org)"
# Those that readers know without the word for a newspaper.
_NEWSPAPERS = (
    r"(?:Dân trí|Dân Trí|Nhân [Dd]ân|Tuổi [Tt]rẻ|Thanh [Nn]iên|Tiền [Pp]hong|Lao [Đđ]ộng|VnExpress"
    r"|VN[Ee]xpress|VietNamNet|Vietnamnet|Quân đội nhân dân|Đại đoàn kết)(?: điện tử| [Oo]nline)?"
)
_SOURCE = re.compile(
    r"(?:[Tt]heo|[Nn]guồn\s*:|[Nn]guồn(?= [A-Z]))\s*"
    r"(?:(?:[Bb]áo|[Tt]ạp chí|[Đđ]ài|[Cc]ổng|[Tt]rang)\s+"
    rf"(?:(?:(?:thông )?tin )?điện tử (?:{_PLACE} )?)?(?P<name>\w[^.;:?!]*)"
    rf"|{_AGENCY_NAMES}|{_NEWSPAPERS}|{_DOMAIN}|(?:https?://|www\.)\S+)"
)
_THEO_UNIT = re.compile(rf"Theo (?:Công ty|{_UNIT.pattern}) [A-ZĐ][^.,;:?!]*$")
_SOURCE_LABEL = re.compile(r"nguồn\s*:\s*", re.I)
_TAKEN_FROM = re.compile(r"(?<=\w),?\s+theo\s.+$", re.I)  # Lê An, Theo Báo Lam Khê
_AGENCY = re.compile(r"[A-ZĐ]{3,6}\b")
_OFFICE = re.compile(rf"[A-ZĐ]{{4,8}}(?: {_PLACE}.*)?|BDV|BTG|HND|HPN|CCB")  # Hồng Nhung - VPHU
_IN_BRACKETS = re.compile(r"[(\[]([^()\[\]]+)[)\]]")
_NOBODY = re.compile(
    r"cộng h(?:òa|oà)\b|độc lập$"  # the heads of documents
    r"|quản trị|admin|super user|webmaster|log-?\s?(?:in|out)$"
    r"|đăng (?:nhập|ký|xuất)$|(?:viết )?bởi$|by$|trân trọng|kính |xin |cảm ơn"
    r"|(?:.{0,60} )?(?:online|news|tv|media)$"
    r"|(?:.{0,60} )?(?:của|và|cho|với|các|những|trong|là|để|được|tại) "  # Vai Trò Của Đảng
    r"|(?:infographic|multimedia|podcast|e-?magazine|hết|còn (?:nữa|tiếp)|xem tiếp|tags"
    r"|từ kh(?:óa|oá))$",
    re.I,
)
# A text of nothing else is a section, or several: Văn hóa - Xã hội.
_SECTIONS = re.compile(
    r"\b(?:văn h[óo][aá]|pháp luật|thế giới|kinh tế|giáo dục|sức kh[ỏo][eẻ]|thể thao|du lịch|xã hội"
    r"|chính trị|thời sự|tin tức|sự kiện|đời sống|giải trí|bạn đọc|xây dựng|đảng|dân vận|tuyên giáo"
    r"|quốc phòng|an ninh|quốc tế|nông nghiệp|nông thôn(?: mới)?|nông dân|khoa học|công nghệ|y tế"
    r"|môi trường|lao động|việc làm|trong (?:nước|tỉnh)|địa phương|chuyển đổi số|nhịp cầu|góc nhìn"
    r"|diễn đàn|xã luận|bình luận|kiểm tra|tổ chức|tin|bài|tổng hợp|chuyên (?:đề|mục)|phóng sự"
    r"|đoàn thể|mặt trận|chính quyền|và)\b|\W",
    re.I,
)
_DESK = re.compile(
    r"PV|CTV|T/H|Phóng viên|Cộng tác viên"
    r"|(?:Nhóm|Tổ|Ban) (?:phóng viên|PV|CTV|tác giả)(?: \w+){0,3}",
    re.I,
)
# Who runs the site: an office, and no author.
_EDITORS = re.compile(
    r"BBT|B\.B\.T|(?:ban|tổ|hội đồng|bộ phận) (?:biên tập|quản trị)"
    r"(?: (?:website|trang|cổng).{0,40})?|(?:thư ký )?(?:tòa|toà) soạn",
    re.I,
)
# Agencies and national broadcasters: a source, and no author.
_AGENCIES = re.compile(f"(?:[Nn]guồn )?(?:{_AGENCY_NAMES}|{_DOMAIN})")
# Ranks, degrees and professions before a name.
_RANK = re.compile(
    r"(?:(?:(?:Đại|Thượng|Trung|Thiếu) (?:tướng|tá|úy|uý)|Chuẩn (?:úy|uý)|QNCN"
    r"|(?:PGS|GS|TS(?:KH)?|NCS|Th\.?S|CN|KS|KTS|LS|DS|ĐD|BS(?:[. ]?(?:NT|CK[. ]?(?:I{1,2}|[12])))?"
    r"|CK[. ]?(?:I{1,2}|[12])|NS(?:ƯT|ND|NA)|NN(?:ƯT|ND)|NG(?:ƯT|ND)|TT(?:ƯT|ND))\.?"
    r"|(?:HS|NB|NV)\.|Cử nhân|Nghiên cứu sinh|(?:Phó )?Giáo sư|(?:Thượng|Trung|Hạ) sĩ"
    r"|(?:Nhà giáo|Nghệ (?:sĩ|nhân)|Thầy thuốc) (?:Ưu tú|Nhân dân)"
    r"|(?:Thạc|Tiến|Bác|Dược|Họa|Nhạc|Ca|Nghệ|Thi|Văn|Võ) s[ĩỹ]|(?:Kỹ|Luật) sư"
    r"|Nhà (?:báo|văn|thơ|giáo|nghiên cứu|sử học|phê bình)|Luật gia|Nghệ nhân|Soạn giả|Đạo diễn"
    r"|Thơ(?=(?:\s\w+){2,5}$)"  # a genre; alone it is a name
    r"|Phóng viên|Cộng tác viên|Biên tập viên|PV|CTV|BTV)(?:\s*,\s*|\s+|(?<=\.)|$))+",
    re.I,
)
# Degrees that a field may follow: BS thú y Lê An.
_DEGREE = re.compile(r"TS|Th\.?S|CN|KS|BS|DS|(?:Thạc|Tiến|Bác|Dược) sĩ|Kỹ sư|Cử nhân")
# Somebody whom the article names; Anh and Bà begin names, too.
_HONORIFIC = re.compile(r"(?:Ông|Bà|Cụ|Chị|Đồng chí)(?: \w+){2,}|(?:Anh|Cô|Chú|Bác|Em)(?: \w+){3,}")
# Whoever an article names is a "đồng chí"; the short form also signs, if the line is set apart.
_COMRADE = re.compile(r"[Đđ]/[Cc]\s?[:.]?\s?")

MAX_LENGTH = 90
"""Characters of a byline; a longer line is a sentence."""


@dataclass(frozen=True, slots=True)
class Byline:
    """Who signed an article."""

    raw: str
    """The line as printed, cleaned; lines of several authors are separated by line breaks."""
    author: str | None
    """The names without ranks and degrees, with the separators between them as printed; None if the
    line only names a source."""
    unit: str | None = None
    """The office that the author signs for, such as `Ban Dân vận Tỉnh ủy`."""
    labelled: bool = False
    """The line says that it is a byline: `Bài, ảnh: Lê An`."""


def read_byline(line: str, *, marked: bool = False) -> Byline | None:
    """Read a line such as `Văn Tuấn  - Văn phòng Tỉnh ủy`, or return None if it is not a byline.

    `marked` means that the page sets the line apart, by the class of its element or on the right: a
    name may then be a single word.
    """
    raw = clean(line)
    if not raw or len(raw) > MAX_LENGTH or _PHOTO_ONLY.match(raw):
        return None
    if signs_for_office(raw):
        return None
    if _EDITOR_ONLY.match(raw):
        return Byline(raw, None, labelled=True)
    label = _LABEL.match(raw)
    text = _EMAIL.sub("", raw[label.end() :] if label else raw)
    text, sources = _TAKEN_FROM.subn("", text)
    text, labels_after = _LABEL_AFTER.subn("", text)
    is_certain = label is not None or labels_after > 0
    labelled = is_certain or sources > 0
    in_brackets = _IN_BRACKETS.fullmatch(text) if marked else None
    text = in_brackets[1] if in_brackets else _BRACKETED.sub("", text)
    text = text.strip(" .;,-–—|/·•&")
    if names_comrade(text):
        if not marked:
            return None
        text = _COMRADE.sub("", text, count=1)
    if _AGENCIES.fullmatch(text) or (label is not None and _SOURCE.fullmatch(raw.strip(" .()"))):
        return Byline(raw, None, labelled=labelled)
    if not labelled and _HONORIFIC.fullmatch(text):
        return None
    pieces = _SEPARATOR.split(text)
    names: list[str] = []
    for position in range(0, len(pieces), 2):
        piece = _LABEL.sub("", pieces[position].strip())
        is_agency = _AGENCIES.fullmatch(piece) is not None
        is_office = not is_agency and _OFFICE.fullmatch(piece) and not "".join(names).isupper()
        is_work = marked and _WORK.fullmatch(piece) is not None
        is_unit = is_office or is_work or _is_unit(piece)
        if names and (is_unit or _is_agency(pieces[position - 1], piece)):
            unit = "".join(pieces[position:]).strip()
            return Byline(raw, _joined(names), unit, labelled)
        is_rank = _RANK.fullmatch(piece) is not None and position + 2 < len(pieces)
        helps = bool(names) and _has_label_of_help(pieces[position].strip())
        if is_rank or is_agency or helps:
            continue
        if not names and _EDITORS.fullmatch(piece.rstrip(".")):
            return Byline(raw, None, "".join(pieces[position:]).strip(), labelled)
        if not _is_name(piece, marked=marked or is_certain):
            together = _name_and_unit(piece) if not names else None
            return Byline(raw, *together) if together else None
        if names:
            names.append(pieces[position - 1])
        names.append(_without_rank(piece))
    return Byline(raw, _joined(names), labelled=labelled) if names else None


def _has_label_of_help(piece: str) -> bool:
    """Return whether one of several names is that of a photographer, an editor or a technician."""
    return any(label.match(piece) for label in (_PHOTO_ONLY, _EDITOR_ONLY, _DESIGNED_BY))


def read_editor(line: str) -> Byline | None:
    """Read a line such as `Biên tập: Lê An`, or return None: the editor counts as the author only
    where an article that is broadcast names nobody else.
    """
    raw = clean(line)
    label = _EDITED_BY.match(raw)
    byline = read_byline(raw[label.end() :], marked=True) if label is not None else None
    return replace(byline, raw=raw, labelled=True) if byline is not None and byline.author else None


def labelled_values(line: str) -> list[str]:
    """Split a line such as `Tác giả: Lê An Lượt xem: 120` before each label.

    A label is a capitalised word, with those in lower case after it, up to a colon.
    """
    words = line.split()
    starts = [0]
    for end, word in enumerate(words):
        if not word.endswith(":"):
            continue
        start = end
        while start > starts[-1] and words[start][:1].islower():
            start -= 1
        starts.append(start)
    bounds = zip(starts, (*starts[1:], len(words)), strict=True)
    return [" ".join(words[start:end]).strip(" |") for start, end in bounds if start < end]


def is_desk(name: str) -> bool:
    """Return whether a name is that of reporters whom the newspaper does not name: `PV`."""
    return _DESK.fullmatch(name) is not None


def names_comrade(line: str) -> bool:
    """Return whether a line begins with `Đ/c`, before the name of one who signs or is listed."""
    return _COMRADE.match(line) is not None


def is_labelled(line: str) -> bool:
    """Return whether a line is a byline with a label, such as `Viết bởi Lê An`."""
    return _LABEL.match(line) is not None and read_byline(line) is not None


def signs_text(line: str) -> bool:
    """Return whether a line is a byline whose label names the text: `Bài, ảnh: Lê An`."""
    return _OF_TEXT.match(line) is not None and is_labelled(line)


def read_unit(line: str) -> str | None:
    """Return the unit that a line names, such as `Ban Dân vận Tỉnh ủy`, or None."""
    text = clean(line).strip(" ,-–—()")
    if 3 < len(text) <= MAX_LENGTH and _is_unit(text) and not re.search(r"[.;:?!]", text):
        return text
    return None


def is_source(line: str) -> bool:
    """Return whether a line names the source of a reprint, such as `Theo Báo Lam Khê`."""
    line = line.strip(" ()[].")
    if len(line) > MAX_LENGTH:
        return False
    source, label = _SOURCE.fullmatch(line), _SOURCE_LABEL.match(line)
    if _THEO_UNIT.match(line):  # Theo Công ty Cấp nước Lam Khê
        return True
    if source is not None:
        name, *clauses = (source["name"] or "X").split(", ")
        return name[0].isupper() and not any(clause[:1].islower() for clause in clauses)
    return label is not None and _is_unit(line[label.end() :])


def _is_agency(separator: str, text: str) -> bool:
    """Return whether a text after a slash names an agency: `Trần Hựu/VOX-Cao Nguyên`."""
    return separator.strip() == "/" and _AGENCY.match(text) is not None


def _is_unit(text: str) -> bool:
    if _UNIT.match(text) or _is_unit_in_capitals(text):
        return True
    named = _UNIT_OF.match(text)
    return named is not None and named[1][0].isupper() and bool(named[2])


def _is_unit_in_capitals(text: str) -> bool:
    """Return whether each word of a unit begins with a capital: `BAN DÂN VẬN HUYỆN ỦY`."""
    if not text[text.find(" ") + 1 :][:1].isupper():
        return False  # as most lines
    words = [word for word in text.split() if word[0].isalpha()]
    if len(words) < _MIN_UNIT_IN_CAPITALS or any(word[0].islower() for word in words):
        return False
    return _UNIT_IN_CAPITALS.match(text) is not None


def _name_and_unit(piece: str) -> tuple[str, str] | None:
    """Split a name and its unit without a separator: `Huyền Trang Ban Dân vận Tỉnh ủy`."""
    if _is_unit(piece):
        return None  # ĐẢNG ỦY XÃ LAM KHÊ
    words = piece.split()
    for count in (2, 3, 4):
        name, unit = " ".join(words[:count]), " ".join(words[count:])
        if unit and _is_unit(unit) and _is_name(name, marked=False):
            return _without_rank(name), unit
    return None


def _without_rank(name: str) -> str:
    """Return a name without the rank or degree before it: `ThS. Lê An`; PV alone stays."""
    rank = _RANK.match(name)
    if rank is None:
        return name
    words = name[rank.end() :].split()
    while words and words[0].islower() and _DEGREE.match(name):
        words.pop(0)
    return " ".join(words) or name


def _joined(names: list[str]) -> str:
    return clean("".join(names))


def _is_name(piece: str, *, marked: bool) -> bool:
    if _DESK.fullmatch(piece) or _INITIALS.fullmatch(piece):
        return True
    words = _without_rank(piece).split()
    if not words or len(words) > 5 or _is_unit(piece) or _NOBODY.match(piece):
        return False
    if begins_with_post(piece):
        return False
    if not _SECTIONS.sub("", piece):
        return False
    if len(words) == 1 and not marked and not APOSTROPHES.search(piece[:-1]):  # K’Brêu is whole
        return False
    return all(_is_name_word(word) for word in words) and not is_heading(piece)


def _is_name_word(word: str) -> bool:
    parts = word.removesuffix(".").split(".")
    if len(parts) > 1:  # T.Nhàn
        return all(part and _is_name_word(part) for part in parts)
    letters = word.removesuffix(".")
    if letters.isalpha() and letters[0].isupper() and (letters[1:].islower() or letters.isupper()):
        return True
    plain = APOSTROPHES.sub("", letters)
    if len(plain) < len(letters) and plain.isalpha() and plain[0].isupper():  # H’Lan
        return True
    return _INITIALS.fullmatch(word) is not None
