"""Lines that change without the newspaper: counters, clocks, ratings, and the zoom of the text.

They are recognised by their words, in any order, so that other wordings are, too.
"""

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# All texts are compared in lower case, without diacritics and punctuation.
_COUNTED = _words(
    "xem doc nghe tai thich like likes share shares view views viewed hit hits read reads visit visits "
    "visitor visitors online download downloads cap tuyen se luan hoi tac mem tam click clicks "
    "pageviews counter"
)
"""At least one of them is in a counter: the last syllables of `truy cập`, `chia sẻ`, ..."""
_AROUND_COUNTED = _words(
    "gia ban tuong quan xuong thu hut yeu doi theo "
    "so luot nguoi lan da duoc dang co bai viet nay tin ve truy chia binh y kien phan truc tong cong "
    "khach tham hom qua tuan thang nam tat ca va hien tai la cho page post this article times "
    "time by of total today yesterday all luong moi ngay k nghin ngan trieu video clip audio"
)
_PERIODS = re.compile(
    r"\b(?:hom nay|hom qua|(?:tuan|thang|nam) (?:nay|truoc|qua)|tong(?: cong)?|tat ca)\b"
)
_NUMBER = re.compile(r"\d+[km]?")
_ONLY_TIMES = re.compile(r"(?:(?:\d[\d ]*) luot|luot \d[\d ]*)")
_MAX_WORDS = 14

_RATING = re.compile(
    r"(?:(?:diem|xep hang|danh gia|binh chon|rating|votes?)(?: bai viet| trung binh)? )?\d+(?: \d+)? "
    r"(?:tren )?(?:5|10)(?: \d+ (?:phieu|luot|binh chon|danh gia|votes?|nguoi)(?: \w+)?)?"
    r"|(?:xep hang|danh gia|binh chon|rating)(?: bai viet| trung binh)? \d+(?: \d+)?(?: sao)?"
    r"|(?:co )?\d+ (?:luot|nguoi)?(?: da)? ?(?:binh chon|danh gia|vote)s?(?: bai viet)?"
    r"|\d sao(?: \d+ \w+(?: \w+)?)?"
    r"|(?:so )?luot (?:binh chon|danh gia) \d+|\d+ phieu(?: bau| binh chon)?"
)
_CLOCK = re.compile(
    r"(?:(?:thu \w+|chu nhat) )?\d{1,2} \d{2} \d{2}(?: [ap]m)?"
    r"|(?:bay gio|gio hien tai|hom nay|hom qua|luc)(?: la)? \d{1,2} \d{2}(?: \d{2})?(?: [ap]m)?"
)
_DURATION = re.compile(
    r"(?:thoi gian doc|thoi luong|doc trong)(?: khoang)? \d+(?: \d+)?(?: phut| giay)?"
    r"|\d+ phut doc|\d+ min(?:ute)?s?(?: read)?|so (?:tu|ky tu) \d[\d ]*"
    r"|(?:cap nhat|dang|gui) (?:cach day )?\d+ (?:giay|phut|gio|ngay|tuan|thang|nam) truoc"
    r"|(?:dang|gui|viet) boi \w+ luc \d{1,2} \d{2}"
)
_ZOOM = _words(
    "a aa t tt co chu kich thuoc tang giam zoom mac dinh phong to thu nho mau do tuong phan font size "
    "px pt xem doc in bai viet"
)
_ZOOM_SIGNS = _words("a aa t tt chu zoom tuong px pt font")


def is_counter(key: str) -> bool:
    """Return whether a line counts readers or votes, tells the time, or sets the size of the text.

    `key` is its comparable form without diacritics.
    """
    words = key.split()
    if not words or len(words) > _MAX_WORDS:
        return False
    return (
        _counts(key, words)
        or _is_zoom(words)
        or any(form.fullmatch(key) for form in (_ONLY_TIMES, _RATING, _CLOCK, _DURATION))
    )


def _counts(key: str, words: list[str]) -> bool:
    text = [word for word in words if not _NUMBER.fullmatch(word)]
    if len(text) == len(words):
        return False
    if not all(word in _COUNTED or word in _AROUND_COUNTED for word in text):
        return False
    return any(word in _COUNTED for word in text) or len(_PERIODS.findall(key)) > 1


def _is_zoom(words: list[str]) -> bool:
    signs = sum(word in _ZOOM_SIGNS for word in words)
    text = [word for word in words if not re.fullmatch(r"\d{1,3}(?:px|pt)?", word)]
    return (
        len(text) > 0
        and signs > 0
        and all(word in _ZOOM for word in text)
        and (signs > 1 or len(words) > 1)
    )
