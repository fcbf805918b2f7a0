"""Lines of a site's imprint: the licence, the publisher, addresses, telephone numbers."""

import re

from extraction.text import strip_diacritics

_IMPRINT = re.compile(
    r"giay phep (so|thiet lap|xuat ban|hoat dong)[^.]{0,120}\d|giay phep so|co quan chu quan ?:"
    r"|ghi ro nguon|ban quyen thuoc (ve )?(bao|dai|cong|trang|toa soan|ban bien tap|tap chi|©)"
    r"|^(. ?)?ban quyen (©|bao|dai|cong|trang|toa soan|ban bien tap|tap chi)"
    r"|tong bien tap ?:|truong ban bien tap ?:|chiu trach nhiem (noi dung|chinh) ?:|issn \d"
    r"|^(dien thoai|dt|fax|email|hotline|duong day nong|toa soan|dia chi|tru so)( \w+)? ?:"
    r"|(dien thoai|hotline|duong day nong) ?: ?[\d(]|^phat trien boi|^designed by|^©"
    r"|^thiet ke (boi|va phat trien)|all rights reserved|lien he quang cao|vui long nhap"
    r"|^(\* ?)?moi (quy )?(doc gia|ban doc|khan gia|vi)( \w+){0,3}"
    r" (theo doi|don (doc|xem)|xem|tai (ung dung|app))"
    r"|^bai (viet )?nay (duoc|da) dang |^thoi tiet.{0,60}\d ?°|cap nhat lan cuoi ?:"
)
_MAX_LENGTH = 300  # characters; such a line is long enough to pass for a paragraph


def is_imprint(text: str) -> bool:
    """Return whether a line is part of the site's imprint."""
    return len(text) <= _MAX_LENGTH and _IMPRINT.search(strip_diacritics(text).lower()) is not None
