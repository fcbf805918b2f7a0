"""The section of the site that a page belongs to."""

import re
from collections.abc import Sequence
from itertools import pairwise

from extraction.block import Block
from extraction.boilerplate import is_chrome, is_related_heading
from extraction.dates import date_line
from extraction.head import Head
from extraction.site_names import is_site_name
from extraction.text import ELLIPSES, clean, comparable, word_count

HOME = re.compile(r"trang chủ|home|trang nhất", re.I)
"""How a breadcrumb begins."""
_BREADCRUMB_CLASS = re.compile(r"crumb|duong-?dan|chuyen-?muc|cate-?title|\bpath\b", re.I)
_STEP_BELOW = re.compile(rf"(?:{HOME.pattern})\s*[»›>→/]", re.I)  # a menu has bars or nothing
_EDGES = " |»›>/"
_ARROWS = re.compile(r" ?(?:»|›|>{1,2}|/) ")  # between the steps of a way
_LABEL = re.compile(r"(?:chuyên mục|danh mục|trong mục|đăng trong|xuất bản trong)\s?:\s?", re.I)
_NO_SECTION = re.compile(
    r"đọc (?:bài|báo|tin)|bài (?:viết|đọc)|(?:danh|chuyên) mục|liên hệ(?: quảng cáo| tòa soạn)?"
    r"|quảng cáo|đăng (?:nhập|ký|xuất)|tìm kiếm|đường dây nóng|hotline|tiếng (?:anh|việt)|english"
    r"|sơ đồ (?:trang|cổng|web|website)|rss|thư điện tử",
    re.I,
)
_PAGE = ("html", "body")
_ROWS = ("table", "tbody", "tr")  # what they hold is beside each other, such as a column of links
_BANNERS = ("header", "nav")
_MENU_CLASS = re.compile(
    r"menu|(?:^|[\s_-])nav(?:bar|igation)?(?:$|[\s_-])|log-?in"
    r"|(?:^|\s)(?:(?:site|page|main|top)[-_]?)?(?:header|banner|bar|top)(?:$|\s)",
    re.I,
)
_HOME_PAGE = re.compile(r"(?:\./|/(?:(?:index|default|home|trang-chu)(?:\.\w+)?)?)", re.I)
_MIN_SITE_WORDS = 3  # of a site's name; `Truyền hình` alone is a section
_SUFFIX = re.compile(r"(?:/|\.\w+)$")  # of the address of a section
_NAMES = ("class", "id", "aria-label")
_MAX_LINES_ABOVE = 8  # lines above the title that may hold a breadcrumb
_MAX_LINES_BELOW = 8  # lines below the title that may name the section
_MAX_HOLDERS = 4  # elements around a line whose class may call it a breadcrumb
_MAX_WORDS = 6  # words of a section; a longer link above the title is another article
_MAX_STEPS = 4  # after "Trang chủ"; a menu has more
_ONLY_LINK = 0.9  # share of a line that is a link
_MIN_LINK_SHARE = 0.3  # of a line of a breadcrumb, whose last step is often not a link

# Sections that other pages have as labels of a picture or a player.
_MEDIA = frozenset(
    ("video", "videos", "clip", "audio", "podcast", "podcasts", "ảnh", "photo", "emagazine",
     "e magazine", "multimedia", "infographic", "longform", "thời tiết")
)  # fmt: skip

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
    or the way from "Trang chủ"; else a single link just above the title, in its box; else the
    section in the head; else what the line above the title or the lines below it say.
    """
    above = blocks[: title.index] if title is not None else []
    own_title = title.key if title is not None else ""
    near = above[-_MAX_LINES_ABOVE:]
    marked = [step for block in near if _is_breadcrumb(block) for step in _steps(block, own_title)]
    if marked:
        return marked[-1]
    if title is None:
        return next(iter(head.sections), None)
    lines = [block for block in near if not (date_line(block.text) or _is_label(block.text))]
    linked = _way_from_home(near, title) or _single_link(lines, title, head)
    return linked or next(iter(head.sections), None) or _printed(blocks, title)


def _way_from_home(near: Sequence[Block], title: Block) -> str | None:
    """Return the last step of the way that begins with a link to the home page, as menus do, too.

    It has an arrow after the first step; or it begins the title's box, and has one more step or
    steps with addresses each below that before.
    """
    starts = (i for i, b in enumerate(near) if HOME.match(b.text) and b.link_chars)
    home = max(starts, default=None)
    if home is None:
        return None
    way = [block for block in near[home:] if block.link_share > _MIN_LINK_SHARE]
    links = [link for block in way for link in _links(block, title.key)]
    if not 0 < len(links) <= _MAX_STEPS or any(_NO_SECTION.fullmatch(step) for step, _ in links):
        return None
    addresses = [_SUFFIX.sub("", address) for _, address in links]
    is_nested = all(below.startswith(f"{above}/") for above, below in pairwise(addresses))
    has_arrow = _STEP_BELOW.match(" ".join(block.text for block in near[home:])) is not None
    may_be_way = is_nested and "|" not in near[home].text
    is_way = has_arrow or (may_be_way and _begins_box(near[home], near[:home], title))
    return links[-1][0] if is_way else None


def _begins_box(line: Block, before: Sequence[Block], title: Block) -> bool:
    """Return whether a line is the first of the box that it shares with the title, and no banner.

    `before` are the lines above it.
    """
    shared = [element for element in line.path if element in title.path]
    if not shared or shared[-1].tag in (*_PAGE, *_ROWS):
        return False
    if before and shared[-1] in before[-1].path:
        return False
    return not any(
        e.tag in _BANNERS or _MENU_CLASS.search(f"{e.get('class', '')} {e.get('id', '')}")
        for e in line.path[len(shared) :]
    )


def _printed(blocks: Sequence[Block], title: Block) -> str | None:
    """Return the section that a line just above the title says, or one of those below it.

    Below it are a label, `Chuyên mục: Dân vận`, or a link of words of sections beside the date.
    """
    above = (_printed_above(line, title) for line in blocks[max(0, title.index - 1) : title.index])
    below = blocks[title.index + 1 : title.index + 1 + _MAX_LINES_BELOW]
    dated = [date_line(line.text) is not None for line in below]
    near_date = [any(dated[max(0, i - 1) : i + 2]) for i in range(len(below))]
    said = (_printed_below(b, title, near) for b, near in zip(below, near_date, strict=True))
    return next(filter(None, (*above, *said)), None)


def _printed_above(line: Block, title: Block) -> str | None:
    """Return the last of the steps `Trang chủ / Dân vận`, or words of sections in the title's box.

    Steps after others than the home page are links.
    """
    text = line.text.strip(_EDGES)
    first, *others = _ARROWS.split(text)
    if others and (HOME.fullmatch(first) or len(_steps(line, title.key)) > 1):
        return others[-1] if _may_be_section(others[-1], title) else None
    holders = (e for e in line.path[-_MAX_HOLDERS:-1] if e.tag not in _PAGE)
    is_in_box = not line.link_chars and any(element in title.path for element in holders)
    is_section = is_in_box and has_words_of_sections(text) and _may_be_section(text, title)
    return text if is_section else None


def _printed_below(line: Block, title: Block, near_date: bool) -> str | None:
    if line.is_prose:
        return None
    label = _LABEL.match(line.text)
    if label is not None:
        section = line.text[label.end() :]
        return section if _may_be_section(section, title) else None
    steps = _steps(line, title.key) if line.link_chars and near_date else []
    is_section = len(steps) == 1 and has_words_of_sections(steps[0])
    return steps[0] if is_section and _may_be_section(steps[0], title) else None


def _may_be_section(text: str, title: Block) -> bool:
    if HOME.fullmatch(text) or _is_title(text, title.key) or date_line(text):
        return False
    if _NO_SECTION.fullmatch(text):
        return False
    return 0 < word_count(text) <= _MAX_WORDS and not (is_related_heading(text) or _is_label(text))


def _single_link(lines: Sequence[Block], title: Block, head: Head) -> str | None:
    """Return the text of the last line if it is one short link that begins the title's box."""
    last = lines[-1] if lines else None
    if last is None or last.tag == "li" or last.link_share < _ONLY_LINK:
        return None
    if word_count(last.text) > _MAX_WORDS or HOME.match(last.text):
        return None
    if not _begins_box(last, lines[:-1], title):
        return None
    steps = _steps(last, title.key)
    return steps[0] if len(steps) == 1 and not _names_site(steps[0], head) else None


def _names_site(text: str, head: Head) -> bool:
    return text in head.site_names or (len(text.split()) >= _MIN_SITE_WORDS and is_site_name(text))


def _is_breadcrumb(block: Block) -> bool:
    return block.link_chars > 0 and any(
        _BREADCRUMB_CLASS.search(" ".join(e.get(name, "") for name in _NAMES))
        for e in block.path[-_MAX_HOLDERS:]
    )


def _steps(block: Block, own_title: str) -> list[str]:
    links = _links(block, own_title)
    return [step for step, _ in links if not _NO_SECTION.fullmatch(step)]


def _links(block: Block, own_title: str) -> list[tuple[str, str]]:
    """Return the links of a line, each with its address.

    Those to the home page and to the page itself, and buttons, are left out.
    """
    links = ((clean(str(a.text_content())), a.get("href", "")) for a in block.element.iter("a"))
    return [
        (step, address)
        for step, address in links
        if step
        and step in block.text  # the element may have other lines
        and "//" not in step  # an address
        and not (HOME.fullmatch(step) or _HOME_PAGE.fullmatch(address))
        and not (_is_title(step, own_title) or _is_label(step))
    ]


def _is_title(step: str, own_title: str) -> bool:
    """Return whether a link has the title of the page, which may be cut."""
    key = comparable(step)
    return key == own_title or (step.endswith(ELLIPSES) and own_title.startswith(key))


def _is_label(text: str) -> bool:
    """Return whether a link is a button, not a section; some sections are called like buttons."""
    return is_chrome(text) and comparable(text) not in _MEDIA
