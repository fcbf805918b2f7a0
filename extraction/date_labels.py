"""What the words beside a date say that it is the date of: the publication, an update, an event ...

The only place for such words. To add a label, add it to a table, and an example to
`tests/test_date_labels.py`.
"""

import re
from collections.abc import Sequence

from extraction.bylines import read_unit

# Editors type other signs for the same; each of them is one character.
SIGNS = str.maketrans("‐‑‒–—−•·∙●▪│¦／：", "------|||||||/:")
BARS = re.compile(r"\s?\|\s?|\s-\s|^-|-\s?$|\)\s")
"""What separates the parts of a line, after its signs were replaced."""

POSTED = re.compile(
    r"(?:bài (?:viết )?này (?:được|đã) )?đăng (?:vào|lúc|ngày)(?: (?:lúc|ngày))?\s*:?\s*", re.I
)
"""Bài này được đăng vào Thứ tư, 6 Tháng Năm, 2009 lúc 3:12 chiều trong chuyên mục ..."""

FILED = re.compile(
    r"(?:(?:bài(?: viết)?|tin)(?: này)?|this (?:entry|post)) (?:(?:được|đã|was) ){1,2}"
    r"(?:đăng|gửi|xuất bản|posted|published|filed) (?:trong|tại|ở|in|under)\b"
    r"[^.]{0,300}?\s(?:vào|lúc|on)(?: (?:ngày|lúc))?\s?:?\s?(?=[\w, ]{0,20}\d)",
    re.I,
)
"""Bài viết này được đăng trong Văn hóa và được gắn thẻ hội làng vào ngày 18/04/2014."""

_SAYING = (
    r"(?:đăng(?: tải| tin| bài)?|gửi(?: tin| bài)?|viết(?: bài)?|đưa tin|xuất bản|cập nhật"
    r"|(?:chỉnh )?sửa|(?:khởi )?tạo|phát sóng(?=(?: lúc| ngày)*\s?:)"
    r"|posted|published|created|(?:last )?(?:updated|modified))"
)
_LABEL = (
    r"(?:(?:ngày|giờ|thời gian|thời điểm|tin|bài(?: viết)?(?: này)?|được|đã|lần|mới)\s){0,4}"
    rf"{_SAYING}(?:\s(?:lần cuối|cuối(?: cùng)?|mới nhất|vào|lúc|hồi|ngày|on|at)){{0,3}}"
)
_WHOLE_LABEL = re.compile(
    rf"{_LABEL}|(?:ngày|giờ|lúc|vào|hồi|date|time|on)(?: (?:ngày|giờ|lúc|hồi))?", re.I
)
_LABEL_AT_END = re.compile(
    rf"(?:^|[\s(]){_SAYING}(?:(?:\s(?:vào|lúc|ngày|on|at)){{1,3}}|\s?:)\s?$", re.I
)
_LABEL_AT_START = re.compile(rf"{_LABEL}(?!\w)\s?", re.I)
_NAMING = re.compile(r"(?:bởi|by|theo|của|nguồn)\s?:?\s", re.I)  # before an author
_AT = re.compile(r"\s(?:vào|lúc|ngày|hồi|on|at|posted|published){1,2}$", re.I)
_CLOCK = re.compile(r"(?:hôm nay|today|bây giờ)\s?:", re.I)

_UPDATE = re.compile(
    r"(?:(?:lần|ngày|được) )?cập nhật|(?:ngày )?(?:chỉnh )?sửa|(?:last )?(?:updated|modified)", re.I
)
# Just before the date only: Đăng is a given name, too.
_PUBLICATION = re.compile(
    r"\b(?:xuất bản|đăng|ngày tạo|tạo(?= (?:lúc|ngày))|published|posted)"
    r"(?:\s(?:lúc|ngày|tải|vào|on|at)){0,3}\s?:?\s?$",
    re.I,
)
_PUBLISHING = r"đăng|xuất bản|cập nhật|gửi|tạo|viết"
# Of an event, a deadline or a plan, wherever it is in the part of the line before the date.
_EVENT = re.compile(
    rf"\bthời (?:gian|điểm)(?! (?:{_PUBLISHING}))|\b(?:thời )?hạn\b|\b(?:hết|đến|quá) hạn\b"
    r"|\bhiệu lực\b|\b(?:bắt đầu|kết thúc|khai mạc|bế mạc|khai giảng|khởi công|khánh thành"
    r"|khởi hành|diễn ra|chào mừng|hưởng ứng|kỷ niệm|kỉ niệm|nhân dịp|dự kiến|địa điểm)\b"
    r"|\blịch (?:tiếp|công tác|họp|thi|trực|làm việc)\b"
    r"|\b(?:ngày|giờ) (?:họp|sinh|mất|thi|tổ chức|nghỉ|làm việc|hội|lễ)\b"
    r"|\bhội (?:thi|nghị|thảo|họp|diễn|chợ)\b|\b(?:sinh|mất|họp|thi) ngày$",
    re.I,
)
# Of a document or a picture that the article is about, or that goes with it.
_DOCUMENT = re.compile(
    r"\b(?:công văn|quyết định|nghị (?:quyết|định)|thông tư|chỉ thị|tờ trình|giấy phép|công điện"
    r"|hướng dẫn số|kế hoạch số|báo cáo số|thông báo số|ban hành|phát hành|ảnh tư liệu"
    r"|ảnh chụp|kèm theo|căn cứ|trích)\b"
    r"|\b(?:ký|kí|cấp|duyệt)(?: ngày)?\s?:?$|\bngày (?:ký|kí|cấp|duyệt|nhận)\b"
    r"|(?:^|\s)số(?: ký hiệu)?\s?:?(?: \S{1,30})?(?: ngày)?$|\d/(?:\d{4}/)?[A-ZĐ]{2}",
    re.I,
)
# A document has such a date, too, but no author or counter beside it.
_ISSUED = re.compile(r"(?:^|[\s|])ngày phát hành\s?:\s?$", re.I)
_OF_ARTICLE = re.compile(
    r"\b(?:(?:tác giả|người (?:đăng|viết|gửi))\s?:|(?:lượt|đã|số lần) (?:xem|đọc)\b)", re.I
)
_CELEBRATED = re.compile(r"(?:lễ|ngày)\s[^\W\d_]", re.I)  # Ngày Dân vận 15/10/2023
_MONTH_IN_WORDS = re.compile(r"\d{1,2}\D{0,3}th", re.I)  # which may count: Nhóm 3 tháng 6 năm 2019
# The last word before a date that is part of what its line says: ... trước ngày 10/1/2020
_CLAUSE_WORDS = (
    "trước|sau|từ|đến|tới|trong|hết|qua|dịp|nhân|sáng|trưa|chiều|tối|đêm|của|và|là|cho|kỳ|tuần"
    "|hạn|ký|nghỉ|lễ"
)
_CLAUSE = re.compile(
    rf"(?:^(?i:{_CLAUSE_WORDS})|\s(?:{_CLAUSE_WORDS})"
    r"|^(?!.*\b(?i:đăng|gửi|viết|tạo|bởi)\b).*\svào)(?:\slúc)?\s?$"
)
_FILED = re.compile(r"\s(?i:by|bởi|in|trong(?: chuyên mục| mục)?)\s+[A-ZĐÁÀẢÃẠĂÂÉÊÍÓÔƠÚƯÝ]")
_EVENT_AFTER = re.compile(r"\s?:\s?[^\W\d_]")
# Beside a date they are no words of a text: labels, counters, figures.
_NO_WORDS = re.compile(
    r"(?:cập nhật|đăng|ngày|lúc|tin|gửi|xuất bản|lần cuối|đã|xem|lượt|đọc|phản hồi|bình luận|views?"
    r"|bài viết|cỡ chữ|\ba\b"
    r"|thứ \w+|chủ nhật|gmt|[\d\s.,:;|()\[\]/+'-])+",
    re.I,
)
# Before an author or a section: Tác giả: Mai Lan 15/05/2024
_VALUE = re.compile(
    r"(?:tác giả|người (?:đăng|viết|gửi)(?: bài)?|đăng bởi|bởi|by|nguồn|theo|(?:chuyên |danh )?mục"
    r"|tin|bài|ảnh|tin, ảnh|tin và ảnh|bài và ảnh)\s?:\s?[^:]+",
    re.I,
)
_MAX_UNIT_WORDS = 7
_MIN_FULL_NAME = 3  # words
_MAX_WORDS_OF_CAPITALS = 4
_MAX_WORDS_BEFORE_COMMA = 4
EDGES = " -–|,:;()[]•"


def without_labels(text: str) -> str:
    """Return what is beside a date without the labels, counters and figures."""
    return _NO_WORDS.sub(" ", text).strip(EDGES)


def is_label(text: str) -> bool:
    """Return whether a text is nothing but a label of publication or update: `Tin đăng lúc:`."""
    return _WHOLE_LABEL.fullmatch(text.strip(EDGES)) is not None


def is_of_publication(before: str) -> bool:
    """Return whether the text before a date ends with a label of publication."""
    return _PUBLICATION.search(before) is not None


def is_of_issue(before: str, after: str) -> bool:
    """Return whether a date is that of an article's issue, by what is before and after it.

    Such as `Ngày phát hành: 1/7/2024 | Tác giả: Lê An`.
    """
    is_issued = _ISSUED.search(before) is not None
    return is_issued and any(map(_OF_ARTICLE.search, (before, after)))


def is_in_clause(before: str) -> bool:
    """Return whether the last word before a date needs it: `... trước ngày`."""
    return _CLAUSE.search(before) is not None


def find_update(text: str) -> re.Match[str] | None:
    """Return the first label of an update in a text."""
    return _UPDATE.search(text)


def begins_with_update(line: str) -> bool:
    """Return whether a line begins with the label of an update."""
    return _UPDATE.match(line) is not None


def is_of_something_else(before: str, raw: str, *, runs: bool) -> bool:
    """Return whether the text before the date `raw` says that it is not the publish date.

    It does if it names an event, a deadline or a document, or is an unknown label (`Ngày thi:`). If
    `runs`, text and date may be one phrase: the text must then be an author or an office, or
    something must separate it from the date.
    """
    if before.isupper() and raw.startswith("NGÀY"):
        before = before.lower()
    before = before.translate(SIGNS).rstrip(" ([")
    part = next((p for p in reversed(BARS.split(before)) if p.strip(EDGES)), "").strip()
    if _EVENT.search(part):
        return True
    if is_of_publication(before) or is_label(part) or _LABEL_AT_END.search(part):
        return False
    if _CELEBRATED.match(part) or _DOCUMENT.search(part) or _CLAUSE.search(before):
        return True
    if part.endswith(":"):
        return _CLOCK.fullmatch(part) is None
    if _AT.search(part):
        return not _is_author(part, raw)
    return runs and bool(part) and before[-1] not in "|-" and not _is_author(part, raw)


def goes_on(after: str, *, runs: bool) -> bool:
    """Return whether the text after a date says what happened then: `20/5/2024: khai mạc ...`.

    If `runs`, text and date may be one phrase, unless something separates them.
    """
    if _EVENT_AFTER.match(after):
        return True
    if _FILED.match(after):
        return False
    left = without_labels(after)
    is_separated = after.translate(SIGNS).lstrip()[:1] in (*"|-,;()[]", "")
    return runs and bool(left) and not is_separated and not _is_capitalised(left.split())


def _is_author(part: str, raw: str) -> bool:
    """Return whether a text just before the date `raw` is an author, an office or a section."""
    if _VALUE.fullmatch(part):
        return True
    says_so = _LABEL_AT_START.match(part)  # Được đăng bởi Lê An vào 9 tháng 11, 2017
    if _MONTH_IN_WORDS.match(raw) and not says_so:
        return False
    names_day = raw[:4].lower() == "ngày"
    if part.endswith(",") and len(part.split()) <= _MAX_WORDS_BEFORE_COMMA:
        words = part.rstrip(" ,").split()
        # Of two words it may be a place: Gò Sim, ngày 15 tháng 5 năm 2024
        return not names_day or (len(words) >= _MIN_FULL_NAME and _is_capitalised(words))
    part = _AT.sub("", part[says_so.end() :] if says_so else part)
    named = _NAMING.sub("", part, 1) if _NAMING.match(part) else part
    words = without_labels(named).split()
    if not words or (len(words) == 1 and named != part) or _is_capitalised(words):
        return True
    return not names_day and len(words) <= _MAX_UNIT_WORDS and read_unit(named) is not None


def _is_capitalised(words: Sequence[str]) -> bool:
    """Return whether all words begin with a capital, as in a name, but not a line in capitals."""
    shouts = len(words) > _MAX_WORDS_OF_CAPITALS and all(word.isupper() for word in words)
    return not shouts and not any(word[0].islower() for word in words)
