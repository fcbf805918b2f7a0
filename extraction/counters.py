"""Lines that change without the newspaper: counters, clocks, ratings, and the zoom of the text.

They are recognised by their words, in any order, so that other wordings are recognised, too.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from extraction.text import comparable, strip_diacritics

# Words of two syllables, which are taken for one.
_PAIRS = (
    r"\b(?:truy cập|trực tuyến|chia sẻ|bình luận|phản hồi|quan tâm|tương tác|yêu thích|theo dõi"
    r"|đánh giá|bình chọn|tải về|tải xuống|bạn đọc|độc giả|bài viết|hôm nay|hôm qua|hiện tại"
    r"|thu hút|tất cả|tổng cộng)\b"
)
# One of these is in a counter, with a number, and only words of the second list around it.
_COUNTED = (
    "xem đọc nghe tải thích online truycập trựctuyến chiasẻ bìnhluận phảnhồi quantâm tươngtác "
    "yêuthích theodõi đánhgiá bìnhchọn tảivề tảixuống bạnđọc độcgiả like likes share shares view "
    "views viewed hit hits read reads visit visits visitor visitors download downloads comment "
    "comments click clicks pageviews counter"
)
_AROUND = (
    "số lượt người lần đã được đang có bàiviết bài này tin tổng tổngcộng tấtcả khách thăm hômnay "
    "hômqua hiệntại hiện tuần tháng năm trước qua và là cho bạn thứ thuhút đăng mỗi ngày page post "
    "this article times time by of total today yesterday all k nghìn ngàn triệu video clip audio"
)
_ZOOM = (
    "a aa t tt cỡ chữ kích thước tăng giảm zoom mặc định phóng to thu nhỏ màu độ tương phản font "
    "size px pt xem đọc in bàiviết"
)
_ZOOM_SIGNS = "a aa t tt chữ zoom tương px pt font"
# Each period with its number; `Tuần 1, tháng 5` is a date.
_PERIOD = (
    r"(?:hôm nay|hôm qua|(?:tuần|tháng|năm) (?:này|trước|qua)|tổng(?: số| cộng)?|tất cả|today"
    r"|yesterday|total)"
)
_ANY_PERIOD = rf"(?:{_PERIOD}|tuần|tháng|năm)"
_SCORED = r"(?:điểm|xếp hạng|đánh giá|bình chọn|rating|votes?)(?: bài viết| trung bình)?"
_SCORE = r"\d+(?: \d+)? (?:trên )?(?:5|10)(?: sao)?"
_VOTES = r"\d+ (?:phiếu|lượt|bình chọn|đánh giá|votes?|người)(?: \w+)?"
_FORMS = (
    r"\d[\d ]* lượt|lượt \d[\d ]*",
    rf"(?=(?:.*\d )?{_PERIOD} \d){_ANY_PERIOD} \d+(?: \d+)*(?: {_ANY_PERIOD} \d+(?: \d+)*)+",
    # ratings
    rf"{_SCORED} {_SCORE}(?: {_VOTES})?|{_SCORE} {_VOTES}",
    r"(?:xếp hạng|đánh giá|bình chọn|rating)(?: bài viết| trung bình)? \d+(?: \d+)?(?: sao)?",
    r"\d+ phiếu(?: bầu| bình chọn)?|\d sao(?: \d+ \w+(?: \w+)?)?",
    # clocks
    r"(?:(?:thứ \w+|chủ nhật) )?\d{1,2} \d{2} \d{2}(?: [ap]m)?",
    r"(?:bây giờ|giờ hiện tại|hôm nay|hôm qua|lúc)(?: là)? \d{1,2} \d{2}(?: \d{2})?(?: [ap]m)?",
    r"(?:cập nhật|đăng|gửi) (?:cách đây )?\d+ (?:giây|phút|giờ|ngày|tuần|tháng|năm) trước",
    r"(?:đăng|gửi|viết) bởi \w+ lúc \d{1,2} \d{2}",
    # how long the text is
    r"(?:thời gian đọc|thời lượng|đọc trong)(?: khoảng)? \d+(?: \d+)?(?: phút| giây)?",
    r"\d+ phút đọc|\d+ min(?:ute)?s?(?: read)?|số (?:từ|ký tự) \d[\d ]*",
)
_NUMBER = re.compile(r"\d+[km]?")
_SIZE = re.compile(r"\d{1,3}(?:px|pt)?")
_MAX_WORDS = 14


@dataclass(frozen=True)
class _Spelling:
    """The words and forms as Vietnamese is written, or without diacritics."""

    pairs: re.Pattern[str]
    counted: frozenset[str]
    in_counters: frozenset[str]
    zoom: frozenset[str]
    zoom_signs: frozenset[str]
    forms: re.Pattern[str]


def _spelling(spell: Callable[[str], str]) -> _Spelling:
    counted, around, zoom, zoom_signs = (
        frozenset(spell(words).split()) for words in (_COUNTED, _AROUND, _ZOOM, _ZOOM_SIGNS)
    )
    pairs, forms = re.compile(spell(_PAIRS)), re.compile(spell("|".join(_FORMS)))
    return _Spelling(pairs, counted, counted | around, zoom, zoom_signs, forms)


_VIETNAMESE, _PLAIN = _spelling(str), _spelling(strip_diacritics)


def is_counter(text: str) -> bool:
    """Return whether a line counts readers or votes, tells the time, or sets the size of text."""
    key = comparable(text)
    spelling = _PLAIN if key.isascii() else _VIETNAMESE
    words = spelling.pairs.sub(lambda pair: pair[0].replace(" ", ""), key).split()
    if not words or len(words) > _MAX_WORDS:
        return False
    return (
        _counts(words, spelling)
        or _sets_size(words, spelling)
        or spelling.forms.fullmatch(key) is not None
    )


def _counts(words: list[str], spelling: _Spelling) -> bool:
    text = [word for word in words if not _NUMBER.fullmatch(word)]
    if len(text) == len(words) or not spelling.in_counters >= set(text):
        return False
    return any(word in spelling.counted for word in text)


def _sets_size(words: list[str], spelling: _Spelling) -> bool:
    text = [word for word in words if not _SIZE.fullmatch(word)]
    is_zoom = len(words) > 1 and spelling.zoom >= set(text)
    return is_zoom and any(word in spelling.zoom_signs for word in text)
