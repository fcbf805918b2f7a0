"""Changes that are no edits: of counters and clocks among the lines, and of a caption's place."""

import re

from archive.pages import StoredArticle
from extraction.article import Article
from extraction.text import comparable

MAX_WORDS = 8
"""Words of a counter's or clock's line, its numbers and weekday left out."""
MAX_LENGTH = 120
"""Characters of such a line."""
EDGE = 2
"""Such lines are among so many at the beginning or the end of the text."""

_UNIT = r"(?:giây|phút|giờ|ngày|tuần|tháng|năm)"
_WEEKDAY = r"thứ (?:hai|ba|tư|năm|sáu|bảy)|chủ nhật"
_VARIABLE = re.compile(
    rf"\b(?:{_WEEKDAY}|\d{{1,2}}h\d{{2}}|\d+ {_UNIT} trước|\d+(?: \d+)*(?:k|m|tr|n)?)\b"
)
# What a counter counts, in the comparable form of its line.
_SIGN = re.compile(
    r"\b(?:xem|đọc|nghe|lượt(?! (?:người|khách|hộ|đại biểu|hội viên))|views?|viewed|hits?|reads?"
    r"|clicks?|visits?|visitors?|downloads?|likes?|shares?|comments?|votes?|online|thích|chia sẻ"
    r"|bình (?:luận|chọn)|đánh giá|phiếu|truy cập|trực tuyến|tải (?:về|xuống)|quan tâm"
    r"|hôm (?:nay|qua)|(?:tuần|tháng) (?:này|trước)|\d+ \w+ trước)\b"
)
_TIME_OF_DAY = re.compile(r"\b\d{1,2}[:h]\d{2}\b")
_MAX_WORDS_OF_CLOCK = 2  # beside the time; an event begins at a time, too
_COUNT = re.compile(r"\d+|\d{1,3}(?: \d{3})+")


def is_no_edit(before: StoredArticle | Article, after: Article) -> bool:
    """Return whether two readings of an article differ, but say the same."""
    return differ_only_in_counters(before, after) or _have_moved_captions(before, after)


def _have_moved_captions(before: StoredArticle | Article, after: Article) -> bool:
    """Return whether two readings have the same lines, and all but the captions in one order.

    A redesign shows the first picture above the text.
    """
    old, new = _lines(before), _lines(after)
    texts = [[line for line in lines if line not in after.captions] for lines in (old, new)]
    return sorted(old) == sorted(new) and texts[0] == texts[1]


def differ_only_in_counters(before: StoredArticle | Article, after: Article) -> bool:
    """Return whether two readings of an article have the same text but for counters and clocks.

    These are short lines at the beginning or the end of the text of which only numbers and times
    differ. They name what they count, and stand alone: the lines of a list have neighbours of the
    same form.
    """
    old, new = _lines(before), _lines(after)
    if len(old) != len(new):
        return False
    edge = {*range(EDGE), *range(len(new) - EDGE, len(new))}
    return all(
        old[place] == new[place] or (place in edge and _is_counter(old[place], new, place))
        for place in range(len(new))
    )


def _is_counter(old: str, lines: list[str], place: int) -> bool:
    new, form = lines[place], _form(lines[place])
    neighbours = [*lines[max(place - 1, 0) : place], *lines[place + 1 : place + 2]]
    return (
        max(len(old), len(new)) <= MAX_LENGTH
        and _form(old) == form
        and len(form.split()) - form.count("#") <= MAX_WORDS
        and form not in map(_form, neighbours)
        and (_has_sign(old) and _has_sign(new))
        and not _counts_down(old, new)
    )


def _has_sign(line: str) -> bool:
    """Return whether a line names what it counts, or is a clock or a bare number."""
    if _SIGN.search(comparable(line)):
        return True
    words = len(_form(line).replace("#", " ").split())
    return words == 0 or (words <= _MAX_WORDS_OF_CLOCK and bool(_TIME_OF_DAY.search(line)))


def _counts_down(old: str, new: str) -> bool:
    """Return whether the one number of a line is smaller than before; clocks are no numbers."""
    counts = [_VARIABLE.findall(comparable(line)) for line in (old, new)]
    if not all(len(found) == 1 and _COUNT.fullmatch(found[0]) for found in counts):
        return False
    before, after = (int(found[0].replace(" ", "")) for found in counts)
    return after < before


def _lines(version: StoredArticle | Article) -> list[str]:
    return [*filter(None, [version.lead]), *version.body.split("\n\n")]


def _form(line: str) -> str:
    """Return a line without what varies in a counter or a clock."""
    return _VARIABLE.sub("#", comparable(line))
