"""Lines of a site's imprint: the licence, the publisher, addresses, telephone numbers.

Articles and announcements have such words, too, so a form must begin a piece of the line, as in
`Báo Na Hin - Giấy phép số 12/GP-BTTTT`, or be complete.
"""

import functools
import re

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

_PUBLISHER = tuple(
    re.compile(form, re.I)
    for form in (
        rf"{_PIECE}giay phep\b[^.]{{0,80}}{_CODE}",
        rf"so (?:gp|giay phep) ?:[^.]{{0,20}}{_CODE}",
        r"^giay phep (?:thiet lap|xuat ban|hoat dong (?:bao|tap chi|trang|phat thanh))\b"
        r"[^.]{0,80}\d",
        r"co quan chu quan ?:|tong bien tap ?:|truong ban bien tap ?:"
        r"|chiu trach nhiem (?:noi dung|chinh) ?:|\bissn \d",
        rf"{_PIECE}(?:(?:xin|vui long|de nghi|yeu cau) )?ghi ro nguon(?! goc)\b"
        rf".{{0,60}}\b(?:khi|neu) {_AGAIN}",
        rf"\bban quyen thuoc (?:ve )?(?:{_MEDIUM}|©)|^(?:. ?)?ban quyen ©",
        rf"^(?:. ?)?ban quyen (?:{_MEDIUM}|thuoc|cua)(?: \S+){{0,10}}(?<!\.)$",
        rf"{_PIECE}(?:all rights reserved|lien he quang cao)|^phat trien boi|^designed by|^©"
        r"|^thiet ke (?:boi|va phat trien)",
        r"^(?:\* ?)?moi (?:quy )?(?:doc gia|ban doc|khan gia|vi)(?: \w+){0,3}"
        rf" (?:(?:theo doi|don (?:doc|xem)|xem)(?! (?:\w+ ){{0,2}}{_WORK}\b)|tai (?:ung dung|app))",
        r"^bai (?:viet )?nay (?:duoc|da) dang |cap nhat lan cuoi ?:",
        r"^thoi tiet(?: hom nay)?(?-i:(?: [A-Z]\w*){0,4}) ?[:,|-]? ?-?\d{1,2} ?°",
    )
)
# Also in announcements, whose readers are to call or to write.
_CONTACT = re.compile(
    r"^(?:dien thoai|dt|fax|e-?mail|hotline|duong day nong|toa soan|dia chi|tru so)(?: \w+)? ?:"
    rf"|(?:^|[^\w\s,] ?)(?:dien thoai|hotline|duong day nong) ?: ?[\d(]|{_PIECE}vui long nhap",
    re.I,
)
_MAX_LENGTH = 300  # characters; such a line is long enough to pass for a paragraph


def is_imprint(text: str) -> bool:
    """Return whether a line is part of the site's imprint, if it is not among paragraphs."""
    return len(text) <= _MAX_LENGTH and any(_marks(text))


def names_publisher(text: str) -> bool:
    """Return whether a line has what only an imprint has, and not just an address or a number."""
    return len(text) <= _MAX_LENGTH and _marks(text)[0]


@functools.lru_cache(maxsize=20_000)  # a line is asked about with those around it
def _marks(text: str) -> tuple[bool, bool]:
    """Return whether a line names the publisher, and whether it has an address or a number."""
    plain = strip_diacritics(text)
    return any(pattern.search(plain) for pattern in _PUBLISHER), bool(_CONTACT.search(plain))
