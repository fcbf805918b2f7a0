"""The section of the site that a page belongs to."""

import re
from collections.abc import Sequence

from extraction.block import Block
from extraction.boilerplate import is_chrome
from extraction.dates import date_line
from extraction.head import Head
from extraction.text import clean, comparable, word_count

HOME = re.compile(r"trang chủ|home|trang nhất", re.I)
"""How a breadcrumb begins."""
_BREADCRUMB_CLASS = re.compile(r"crumb|duong-?dan|chuyen-?muc|cate-?title|\bpath\b", re.I)
_NAMES = ("class", "id", "aria-label")
_MAX_LINES_ABOVE = 8  # lines above the title that may hold a breadcrumb
_MAX_HOLDERS = 4  # elements around a line whose class may call it a breadcrumb
_MAX_WORDS = 6  # words of a section; a longer link above the title is another article
_MIN_LINK_SHARE = 0.3  # of a line of a breadcrumb, whose last step is often not a link

# The syllables of which names of sections consist.
_SYLLABLES = frozenset(
    (
        "tin tức bài viết sự kiện hoạt động của hội đoàn thể đảng bộ chính quyền huyện tỉnh xã "
        "phường thành phố thị trấn quận cơ sở địa phương trong nước quốc tế thông báo văn bản mới "
        "nhất nổi bật chung tổng hợp chuyên mục đề danh xây dựng kinh văn hóa hoá xã giáo dục y "
        "nông thôn nghiệp nông dân an ninh quốc phòng pháp luật đời sống thể thao du lịch khoa học "
        "công nghệ dân vận tuyên giáo kiểm tra tổ chức mặt trận cải cách hành chuyển đổi số và các "
        "trang chủ thời trị môi trường tài nguyên lao bạn đọc nghiên cứu trao phóng ký"
    ).split()
)


def has_words_of_sections(text: str) -> bool:
    """Return whether a text has no words but those of names of sections: `Tin hoạt động hội`."""
    return all(word in _SYLLABLES for word in text.lower().split() if any(map(str.isalpha, word)))


def find_section(blocks: Sequence[Block], title: Block | None, head: Head) -> str | None:
    """Return the section that the page says it belongs to, or None.

    It is the last step of the breadcrumb above the title: links in an element whose class says so,
    or after "Trang chủ"; else a single link just above the title; else the section in the head.
    """
    above = blocks[: title.index] if title is not None else []
    own_title = title.key if title is not None else ""
    near = above[-_MAX_LINES_ABOVE:]
    marked = [step for block in near if _is_breadcrumb(block) for step in _steps(block, own_title)]
    if marked:
        return marked[-1]
    home = next((i for i, b in enumerate(near) if HOME.match(b.text) and b.link_chars), None)
    if home is not None:
        linked = [block for block in near[home:] if block.link_share > _MIN_LINK_SHARE]
        steps = [step for block in linked for step in _steps(block, own_title)]
        if steps:
            return steps[-1]
    last = next((b for b in reversed(near) if not (date_line(b.text) or is_chrome(b.text))), None)
    if last is not None and last.link_share >= 0.9 and word_count(last.text) <= _MAX_WORDS:
        return next(iter(_steps(last, own_title)), None) if last.tag != "li" else None
    return head.sections[0] if head.sections else None


def _is_breadcrumb(block: Block) -> bool:
    return block.link_chars > 0 and any(
        _BREADCRUMB_CLASS.search(" ".join(e.get(name, "") for name in _NAMES))
        for e in block.path[-_MAX_HOLDERS:]
    )


def _steps(block: Block, own_title: str) -> list[str]:
    links = [clean(str(link.text_content())) for link in block.element.iter("a")]
    return [
        step
        for step in links
        if step
        and not HOME.fullmatch(step)
        and comparable(step) != own_title
        and not is_chrome(step)
    ]
