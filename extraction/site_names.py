"""Names of sites, publishers and offices, which headings print as titles are printed."""

import re
from collections.abc import Sequence

from extraction.block import Block

# With the most words of a line that does no more than name the site; a longer one tells of it.
_SITE_KIND = re.compile(r"(?:(?:cổng|trang) (?:thông tin|tin|chủ)|website|banner|logo)\b", re.I)
_MAX_SITE_WORDS = 8
_GREETING = re.compile(r"chào mừng\b", re.I)  # of a banner, also to a day or a congress
_GREETING_OF_SITE = re.compile(r"chào mừng (?:các )?(?:bạn|quý|bà con|đến)\b", re.I)
# The words that names of sites have in lower case.
_NAME_WORDS = frozenset(
    (
        "cổng trang thông tin chủ website web banner logo điện tử tổng hợp tức của và trực tuyến "
        "về ban tỉnh huyện xã phường quận thị trấn thành phố đảng bộ ủy uỷ nhân dân vận hội đồng "
        "mặt trận tổ quốc tuyên giáo sở phòng trung tâm văn hóa hoá thể thao truyền thông báo đài "
        "phát thanh hình tạp chí cơ quan ngôn luận đoàn liên hiệp lao động nông phụ nữ cựu chiến "
        "binh"
    ).split()
)
_MAX_NAME_WORDS = 20
# A publisher's name, such as "Đài Phát thanh và Truyền hình Lam Khê", with the most words that such
# a name has: a longer text that begins so is the title of an article.
_NEWSPAPER = re.compile(r"(?:báo|đài) \w", re.I)
_MAX_NEWSPAPER_WORDS = 9
_PUBLISHERS = (
    (re.compile(r"(?:tạp chí|truyền hình)\b", re.I), 8),
    (re.compile(r"(?:đảng bộ|tỉnh (?:ủy|uỷ))\b", re.I), 6),
)
_OFFICE = re.compile(
    r"(?:ban|ủy ban|uỷ ban|mặt trận|hội|(?:đảng|huyện|thành|thị) (?:ủy|uỷ))\b", re.I
)
_OF_PLACE = re.compile(
    r"\b(?:tỉnh|huyện|thị xã|thành phố|quận|xã|phường|thị trấn)(?: [^\W\d_]+){1,3}$", re.I
)
_MAX_OFFICE_WORDS = 12
_HEADINGS = ("h1", "h2", "h3", "h4")


def is_site_name(text: str, *, repeated: bool = False) -> bool:
    """Return whether a text names a site: by its kind, or a publisher and nothing else.

    One that is `repeated` by the head of a page, or a link to it, does only if it has no other
    words: articles tell of a new website, too.
    """
    words = text.split()
    if _GREETING.match(text):
        return not repeated or _GREETING_OF_SITE.match(text) is not None
    if _SITE_KIND.match(text):
        return _has_only_names(words) or (len(words) <= _MAX_SITE_WORDS and not repeated)
    if repeated and not _has_only_names(words):
        return False
    # "Báo động ..." is a title: a newspaper's name has a capital after its first word.
    if _NEWSPAPER.match(text) and len(words) <= _MAX_NEWSPAPER_WORDS and words[1][0].isupper():
        return True
    return any(pattern.match(text) and len(words) <= most for pattern, most in _PUBLISHERS)


def _has_only_names(words: Sequence[str]) -> bool:
    return len(words) <= _MAX_NAME_WORDS and all(
        word in _NAME_WORDS or not word[0].islower() for word in words[1:]
    )


def is_office_name(block: Block) -> bool:
    """Return whether a line in capitals names an office, as banners do.

    A heading does only if it ends with the office's place: other headings are titles.
    """
    return (
        block.text.isupper()
        and len(block.text.split()) <= _MAX_OFFICE_WORDS
        and _OFFICE.match(block.text) is not None
        and (block.tag not in _HEADINGS or _OF_PLACE.search(block.text) is not None)
    )


def names_office_of_place(text: str) -> bool:
    """Return whether a text may be the name of a place's office: `Ủy ban nhân dân xã Gò Sim`."""
    words = text.split()
    return (
        len(words) <= _MAX_OFFICE_WORDS
        and _OFFICE.match(text) is not None
        and _OF_PLACE.search(text) is not None
    )
