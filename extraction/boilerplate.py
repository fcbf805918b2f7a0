"""Lines of a Vietnamese news page that are not its article.

To add a heading or a phrase, add a line to the tables and an example to
`tests/test_boilerplate.py`. Lines are compared without marks and case (`_key`).
"""

import re

from extraction.blocks import Block
from extraction.text import comparable, unmarked

# Headings of lists of other articles. They end an article, or open a box inside it.
RELATED_HEADINGS = (
    r"(cac )?(tin|bai|bai viet|tin bai|tin tuc|video|anh)( tuc| viet| anh)? "
    r"(cung chuyen muc|lien quan|khac|cung loai|cung chu de|cung su kien|noi bat|moi nhat|moi"
    r"|moi hon|cu hon|da dua|cung tac gia|duoc quan tam|doc nhieu|xem nhieu|tiep theo)",
    r"(cung|trong) chuyen muc( nay)?",
    r"cung chu de|cung tac gia|cung su kien|lien quan",
    r"(doc|xem|tin doc|bai doc) (them|tiep|nhieu|nhieu nhat)( bai khac)?",
    r"tin (lien quan|khac|moi|nong|hot)|xem them (tin|bai)( \w+){0,3}",
    r"(bai|tin)( viet)? (doc|xem) (tiep|nhieu|nhieu nhat)",
    r"co the ban quan tam|ban co the quan tam|co the ban (se )?thich|goi y cho ban|de xuat cho ban",
    r"(cac )?(bai viet|tin|bai|tin bai) (truoc|sau|cu|moi)( do)?|(tin|bai) da dua",
    r"moi nhat|doc nhieu( nhat)?|xem nhieu( nhat)?|noi bat|tieu diem|tin anh|tin moi( cap nhat)?",
    r"(chu de|su kien|chuyen de)( noi bat)?|ban doc quan tam|duoc quan tam( nhat)?",
)

# Comment boxes: nothing of the article follows them.
COMMENT_HEADINGS = (
    r"(y kien|binh luan|phan hoi)( \d*)?|y kien (ban doc|cua ban|binh luan)( \d*)?",
    r"(gui|viet|dang|them|xem)( \w+)? (y kien|binh luan|phan hoi)( \w+){0,3}",
    r"binh luan (cua ban|ban doc|bai viet|facebook)( \d*)?|\d+ (binh luan|y kien|phan hoi)",
    r"(hay )?(la nguoi dau tien )?(binh luan|gui y kien)( \w+){0,4}|tra loi( huy)?",
    r"\d+ \d+ ky tu|toi thieu \d+ chu( \w+){0,10}|dang tai du lieu|khong chua lien ket",
    r"email cua ban se khong duoc( \w+){0,6}|ho (va )?ten( cua ban)?|ma (xac nhan|bao ve|captcha)",
    r"chua co (binh luan|y kien)( nao)?",
)

# Chrome: a line of its own that never belongs to an article, wherever it stands.
CHROME = (
    r"((so )?luot (xem|doc|truy cap|dang online)|da xem|so lan doc|xem|luot)( ?\d[\d ]*( \w+)?)?",
    r"\d[\d ]* (luot (xem|doc|truy cap)|views?)",
    r"(zalo|facebook|twitter|x|linkedin|telegram|email|e mail|print|in|in (bai|trang)( viet| nay)?"
    r"|chia se|share|thich|like|tweet|pinterest|google|copy|sao chep|luu|luu (bai|tin)( viet)?"
    r"|link|copy link|sao chep lien ket|gui email|youtube|tiktok|messenger|theo doi|nghe"
    r"|bao loi)( (zalo|facebook|twitter|email|print|in|chia se|share|in bai( viet)?|telegram"
    r"|linkedin|copy link|link|x|tiktok|youtube|messenger|thich|luu))*",
    r"chia se (qua|len|tren|bai viet|cho ban be|ngay)?( \w+){0,3}|in bai viet( \w+){0,2}",
    r"theo doi (bao|chung toi|kenh|trang)( \w+){0,8}|theo doi( \w+){0,12} (google news|zalo|facebook)|(nghe|doc) (bai viet|audio|doc bai|tin bai)",
    r"quang cao( .{0,80})?|advertisement|ads|noi dung quang cao|tai tro|analytic|powered by( \w+){0,5}",
    r"co chu|kich (co|thuoc) chu|tang co chu|giam co chu|a a|a|doc bao in|multimedia",
    r"quay (ve|lai)( \w+){0,6}|ve (dau trang|trang chu)|len dau trang|tro ve( \w+){0,3}|trang chu",
    r"xem (chi tiet|tiep|them|ban in|anh lon)( (tai )?(day|o day))?|xem tat ca|doc tiep|chi tiet|tai ve|dong|huy",
    r"phong to|thu nho|toan man hinh|bam de xem( \w+){0,3}|anh (minh hoa )?\d+ \d+",
    r"danh gia( bai viet| tin)?|(\d )?(sao|diem)|click (vao )?(de )?(danh gia|binh chon)( \w+){0,4}",
    r"mau do mau xanh( \w+){0,14}|\d+|thoi tiet|lien ket( website| web)?|tu khoa|tags?|the tim kiem",
    r"(cap nhat|dang|gui)( lan cuoi)?( luc| ngay)?|nguoi (dang|viet|gui)|tac gia|bien tap",
    r"copyright.{0,200}|bao in|e magazine|emagazine|podcast|video|xem video|anh|rss|top",
)

_RELATED = re.compile("|".join(RELATED_HEADINGS))
_COMMENTS = re.compile("|".join(COMMENT_HEADINGS))
_CHROME = re.compile("|".join(CHROME))

# The imprint of a site; long enough to pass for a paragraph.
_IMPRINT = re.compile(
    r"giay phep (so|thiet lap|xuat ban|hoat dong)|co quan chu quan|ghi ro nguon|ban quyen"
    r"|(pho )?tong bien tap ?:|dien thoai ?:|duong day nong|toa soan ?:|phat trien boi|issn"
    r"|chiu trach nhiem (noi dung|chinh)|thiet ke (boi|va)|truong ban bien tap|all rights reserved"
    r"|^thoi tiet.{0,60}\d ?°|lien he quang cao|hotline|vui long nhap|designed by"
)
_TAGS = re.compile(r"(?:từ khóa|từ khoá|tags?|thẻ|chủ đề)\s*:.{0,300}|(?:#\S[^#]{1,40}){2,}", re.I)
_BARS = re.compile(r"\s+[|•·]\s+")
_FILE_NAME = re.compile(r"\S[^\n]{0,80}\.(?:jpe?g|png|gif|webp|bmp)", re.I)
_SHORT = 70  # characters; headings are short


def _key(text: str) -> str:
    return unmarked(comparable(text))


def is_related_heading(text: str) -> bool:
    """Say whether a line is the heading of a list of other articles."""
    return len(text) <= _SHORT and _RELATED.fullmatch(_key(text)) is not None


def is_comment_heading(text: str) -> bool:
    """Say whether a line belongs to a comment box."""
    return len(text) <= 2 * _SHORT and _COMMENTS.fullmatch(_key(text)) is not None


def is_chrome(text: str) -> bool:
    """Say whether a line is a counter, a share button, an advertisement's label or the like."""
    if _FILE_NAME.fullmatch(text) or _TAGS.fullmatch(text):
        return True
    keys = [_key(part) for part in _BARS.split(text)]  # Facebook | Zalo | In bài viết
    return all(not key or _CHROME.fullmatch(key) for key in keys)


def is_imprint(text: str) -> bool:
    """Say whether a line is part of the site's imprint."""
    return _IMPRINT.search(unmarked(text).lower()) is not None


def is_prose(block: Block) -> bool:
    """Say whether a line reads like a paragraph of an article rather than a label or a link."""
    text = block.text
    return (
        len(text) >= 60
        and len(text.split()) >= 12
        and block.link_share < 0.5
        and not is_imprint(text)
    )
