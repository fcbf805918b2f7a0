"""Lines of a site's imprint: the licence, the publisher, addresses, telephone numbers.

Articles and announcements have such words, too, so a form must begin a piece of the line, as in
`Báo Na Hin - Giấy phép số 12/GP-BTTTT`, or be complete.
"""

import functools
import re
from collections.abc import Sequence

from extraction.text import strip_diacritics

# Where a piece begins: after a sign, or glued to a name (`tỉnh Na Hin Tổng Biên tập: ...`).
_PIECE = r"(?:^|[^\w\s,] ?|(?-i:\b[A-Z]\w{0,8},? ))"
_CODE = r"\d ?/ ?GP ?-? ?(?:CBC|BC|[BS](?:TTTT|VHTTDL)|TTDT|PTTH|XB)"  # of licences for media
_MEDIUM = r"(?:bao(?! chi\b)|dai \w|cong thong|trang (?:tin|thong)|toa soan|ban bien tap|tap chi)"
# What follows below an article, unlike the programmes of a channel.
_WORK = (
    r"(?:phong su|video(?! cua)|clip|bai (?:viet|phong van|ghi)|(?:bo|chum|loat) anh|cuoc \w+"
    r"|noi dung|ghi nhan|phim tai lieu)"
)
_AGAIN = r"(?:phat hanh|su dung|trich|sao chep|dang|dan|khai thac)"

# Each form after words that every line of this form has, which are quicker to look for.
_PUBLISHER = tuple(
    (words, re.compile(form, re.I))
    for words, form in (
        ("giay phep", rf"{_PIECE}giay phep\b[^.]{{0,80}}{_CODE}"),
        ("so g", rf"so (?:gp|giay phep) ?:[^.]{{0,20}}{_CODE}"),
        (
            "giay phep",
            r"^giay phep (?:thiet lap|xuat ban|hoat dong (?:bao|tap chi|trang|phat thanh))\b"
            r"[^.]{0,80}\d",
        ),
        ("co quan chu quan", r"co quan chu quan ?:"),
        ("bien tap", r"tong bien tap ?:|truong ban bien tap ?:"),
        ("chiu trach nhiem", r"chiu trach nhiem (?:noi dung|chinh) ?:"),
        ("issn", r"\bissn \d"),
        (
            "ghi ro nguon",
            rf"{_PIECE}(?:(?:xin|vui long|de nghi|yeu cau) )?ghi ro nguon(?! goc)\b"
            rf".{{0,60}}\b(?:khi|neu) {_AGAIN}",
        ),
        ("ban quyen", rf"\bban quyen thuoc (?:ve )?(?:{_MEDIUM}|©)|^(?:. ?)?ban quyen ©"),
        (
            "ban quyen",
            rf"^(?:. ?)?ban quyen (?:{_MEDIUM}|thuoc|cua)(?: \S+){{0,10}}(?<!\.)$",
        ),
        ("all rights reserved", rf"{_PIECE}all rights reserved"),
        ("lien he quang cao", rf"{_PIECE}lien he quang cao"),
        ("phat trien boi", r"^phat trien boi"),
        ("thiet ke", r"^thiet ke (?:boi|va phat trien)"),
        ("designed by", r"^designed by"),
        ("©", r"^©"),
        (
            "moi ",
            r"^(?:\* ?)?moi (?:quy )?(?:doc gia|ban doc|khan gia|vi)(?: \w+){0,3}"
            rf" (?:(?:theo doi|don (?:doc|xem)|xem)(?! (?:\w+ ){{0,2}}{_WORK}\b)"
            r"|tai (?:ung dung|app))",
        ),
        ("bai ", r"^bai (?:viet )?nay (?:duoc|da) dang "),
        ("cap nhat lan cuoi", r"cap nhat lan cuoi ?:"),
        (
            "thoi tiet",
            r"^thoi tiet(?: hom nay)?(?-i:(?: [A-Z]\w*){0,4}) ?[:,|-]? ?-?\d{1,2} ?°",
        ),
    )
)
# Also in announcements, whose readers are to call or to write.
_CONTACT = tuple(
    (words, re.compile(form, re.I))
    for words, form in (
        (
            ":",
            r"^(?:dien thoai|dt|fax|e-?mail|hotline|duong day nong|toa soan|dia chi|tru so)"
            r"(?: \w+)? ?:",
        ),
        ("dien thoai", r"(?:^|[^\w\s,] ?)dien thoai ?: ?[\d(]"),
        ("hotline", r"(?:^|[^\w\s,] ?)hotline ?: ?[\d(]"),
        ("duong day nong", r"(?:^|[^\w\s,] ?)duong day nong ?: ?[\d(]"),
        ("vui long nhap", rf"{_PIECE}vui long nhap"),
    )
)
# What a site says of itself and of its forms, in whole sentences.
_OF_SITE = tuple(
    (words, re.compile(form, re.I))
    for words, form in (
        (
            "cookie",
            r"^(?:trang (?:web|tin)|website|chung toi)\b[^.]{0,60} dung (?:\w+ ){0,3}cookie",
        ),
        (
            "sao chep",
            r"^(?:moi (?:hinh thuc|hanh vi)|nghiem cam|cam|khong duoc) (?:\w+ ){0,4}?sao chep\b"
            r"[^.]{0,120}\b(?:ghi ro nguon|dong y|cho phep)",
        ),
        ("trinh duyet", r"^trinh duyet(?: cua (?:ban|quy vi))?(?: hien tai)? khong ho tro\b"),
        (
            "dang ky nhan",
            r"^(?:(?:hay|moi ban|vui long) )?dang ky nhan (?:ban tin|tin|thong bao|email)\b"
            r"[^.]{0,60}\b(?:cua chung toi|moi nhat|moi ngay|hang (?:ngay|tuan))",
        ),
        (
            "thuan phong",
            r"^(?:noi dung )?(?:y kien|binh luan|phan hoi)\b[^.]{0,40} khong (?:vi pham|trai)\b"
            r"[^.]{0,40} thuan phong",
        ),
        ("chia se bai", r"^(?:hay )?chia se bai viet nay (?:len|qua|toi|den|cho|voi)\b"),
        (
            "danh gia",
            r"^(?:ban|quy vi|doc gia) danh gia (?:the nao )?(?:ve )?"
            r"(?:chat luong|noi dung|giao dien|bai viet|chuong trinh)\b[^.]{0,80}\?$",
        ),
    )
)
_MAX_LENGTH = 300  # characters; such a line is long enough to pass for a paragraph


def is_imprint(text: str) -> bool:
    """Return whether a line is part of the site's imprint, if it is not among paragraphs."""
    return len(text) <= _MAX_LENGTH and any(_marks(text))


def names_publisher(text: str) -> bool:
    """Return whether a line has what only an imprint has, and not just an address or a number."""
    return len(text) <= _MAX_LENGTH and (_marks(text)[0] or _marks(text)[2])


def speaks_of_site(text: str) -> bool:
    """Return whether a sentence is about the site or its forms: `Trang web này dùng cookie.`"""
    return len(text) <= _MAX_LENGTH and _marks(text)[2]


@functools.lru_cache(maxsize=2_000)  # a line is asked about with those around it
def _marks(text: str) -> tuple[bool, bool, bool]:
    """Return whether a line names the publisher, has an address or a number, speaks of the site."""
    plain = strip_diacritics(text)
    lowered = plain.lower().replace("ı", "i").replace("ſ", "s")  # as re.I takes them

    def has_one(forms: Sequence[tuple[str, re.Pattern[str]]]) -> bool:
        return any(words in lowered and form.search(plain) for words, form in forms)

    return has_one(_PUBLISHER), has_one(_CONTACT), has_one(_OF_SITE)
