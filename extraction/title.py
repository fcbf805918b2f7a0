"""Where things stand on a page that nobody wrote a rule for: title, body, section."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable

from lxml.html import HtmlElement

from extraction.blocks import Block
from extraction.boilerplate import (
    is_chrome,
    is_comment_heading,
    is_prose,
    is_related_heading,
)
from extraction.bylines import is_labelled, read_byline
from extraction.cutting import signature
from extraction.dates import date_line, find_dates
from extraction.head import Head
from extraction.notes import Found, NoteTaker, place
from extraction.text import clean, comparable, word_count

_TITLE_PARTS = re.compile(r"\s+[|\-–—»›·:]+\s+|\s*[|»›]\s*")
_SITE_KIND = re.compile(
    r"(?:cổng|trang) (?:thông tin|tin|chủ)\b|website|chào mừng|banner|logo\b", re.I
)
# A publisher's name alone, such as "Đài Phát thanh và Truyền hình Lam Khê"; with more words behind
# it, it is the title of an article about him.
_PUBLISHERS = (
    (re.compile(r"(?:báo|đài) \w", re.I), 9),
    (re.compile(r"(?:tạp chí|truyền hình)\b", re.I), 8),
    (re.compile(r"(?:đảng bộ|tỉnh (?:ủy|uỷ))\b", re.I), 6),
)
_OFFICE = re.compile(
    r"(?:ban|ủy ban|uỷ ban|mặt trận|hội|(?:đảng|huyện|thành|thị) (?:ủy|uỷ))\b", re.I
)
_OF_PLACE = re.compile(
    r"\b(?:tỉnh|huyện|thị xã|thành phố|quận|xã|phường|thị trấn)(?: [^\W\d_]+){1,3}$", re.I
)
_LONGEST_OFFICE = 12  # words
_SUBTITLES = 3  # lines
_LONGEST_LABEL = 5  # words
_NEAR_LABEL = 6  # lines
_TITLE_CLASS = re.compile(r"title|tieu-?de|headline|heading", re.I)
_CRUMBS = re.compile(r"crumb|duong-?dan|chuyen-?muc|cate-?title|\bpath\b", re.I)
_CRUMB_STEP = re.compile(r"\s*[»›>/]\s*")
_LONGEST_CRUMB = 500  # characters
_MOST_CRUMBS = 5
_LONG_STEP = 8  # words; sections are shorter
_HOME = re.compile(r"trang chủ|home|trang nhất", re.I)
_A_TEXT = 2000  # characters; as much may stand in boxes above a short article
_LEAST_CUT = 20  # characters of a cut title that are enough to know it by
_ASIDE = ("form", "aside", "footer")
_PAGE = ("body", "html")
_NEAR_TITLE = 8  # lines above the title in which a breadcrumb may stand
_HEADINGS = {"h1": 4, "h2": 3, "h3": 2, "h4": 1}

# A paragraph counts in full for the element it stands in, and less for each element around it.
_DECAY = 0.7
_LEVELS = 5
# Text of siblings joins the body only where links are rare among it: a list of teasers is not.
_MOST_LINKS = 0.25
_LEAST_GAIN = 0.05


def find_title(
    blocks: list[Block], head: Head, link_text: str | None, notes: NoteTaker
) -> Block | None:
    """Return the block that is the article's title, or None where the page does not show one.

    A block that repeats what the head, the listing's link or the breadcrumb says is believed first;
    then the headings before the text, the nearest one, unless it is the site's own name. What only
    its place speaks for is a doubt.
    """
    whole, cut = _title_variants((*head.titles, link_text or "", *_crumb_titles(blocks)), head)
    end = _end_of_titles(blocks)
    matching = [
        block
        for block in blocks
        if (block.key in whole or block.key.startswith(cut))
        and (block.link_share < 0.5 or block.tag in _HEADINGS)
        and (block.tag in _HEADINGS or (block.index <= end and not _is_office(block)))
        and not _is_site_name(block.text)
    ]
    names = {comparable(name) for name in head.site_names}

    def plausible(block: Block, *, linked: bool = False) -> bool:
        return (
            sum(word.isalpha() for word in block.key.split()) >= 4  # prices are no words
            and len(block.text) <= 300
            and (linked or block.link_share < 0.5)
            and not is_labelled(block.text)
            and not _is_site_name(block.text)
            and not _is_office(block)
            and not (_HOME.match(block.text) and _CRUMB_STEP.search(block.text))
            and block.key not in names
            and not find_dates(block.text)
            and not is_chrome(block.text)
            and not is_related_heading(block.text)
            and not is_comment_heading(block.text)
            and not any(e.tag in _ASIDE for e in block.path[-3:])
        )

    if matching:
        best = max(
            matching,
            key=lambda b: (
                b.link_share < 0.5,
                len(b.key) if b.key in whole else 0,  # of a cut title anything may be the rest
                _HEADINGS.get(b.tag, 0),
                -b.index,
            ),
        )  # fmt: skip
        # The head of a portal may name the section alone.
        best = _rather_than_label(best, blocks[best.index : best.index + _NEAR_LABEL], plausible)
        notes.found["title"] = Found(
            "it repeats what the head or the listing says", place(best.element)
        )
        return best
    before = _above_text(blocks)
    for rank in (4, 3, 2, 1):
        found = [
            b
            for b in before
            if _HEADINGS.get(b.tag) == rank
            and plausible(b)
            and not (is_prose(b) and b.text.endswith("."))  # a lead set as a heading
        ]
        if found:
            heading = _rather_than_label(found[-1], before, plausible)
            notes.found["title"] = Found(
                "the nearest heading above the text", place(heading.element)
            )
            return heading

    def dated(block: Block) -> bool:
        below = blocks[block.index + 1 : block.index + 4]
        return any(date_line(b.text) for b in below)

    for by, linked, looks_like_a_title in (
        ("a class that says so", False, lambda b: _TITLE_CLASS.search(b.names)),
        (
            "the class of its link, and a date below it",  # Joomla links a title to its own page
            True,
            lambda b: _TITLE_CLASS.search(b.names) and dated(b),
        ),
        ("a date stands below it", False, dated),
        ("bold above the text", False, lambda b: b.strong and read_byline(b.text) is None),
        ("the last line above the text", False, lambda b: read_byline(b.text) is None),
    ):
        found = [
            b
            for b in before
            if looks_like_a_title(b) and plausible(b, linked=linked) and not b.text.endswith(".")
        ]
        if found:
            # A kicker may stand above the title, and a subtitle below it, both smaller.
            near = [b for b in found if b.index >= found[-1].index - _SUBTITLES]
            largest = max(near, key=lambda b: (_font_size(b), b.index))
            notes.found["title"] = Found(by, place(largest.element))
            notes.doubts.append("title: only its place speaks for it")
            return largest
    return None


def _above_text(blocks: list[Block]) -> list[Block]:
    body = find_body(blocks, None)
    first_prose = next(
        (
            b.index
            for b in blocks
            if body in b.path and is_prose(b) and not _is_set_as_title(b, blocks)
        ),
        None,
    )
    return [b for b in blocks if first_prose is None or b.index < first_prose]


def _rather_than_label(
    heading: Block, before: list[Block], plausible: Callable[[Block], bool]
) -> Block:
    """Prefer to a short heading, such as a section's, a long one behind it, with a date below."""
    if word_count(heading.text) > _LONGEST_LABEL:
        return heading
    longer = (
        b
        for b in before
        if b.index > heading.index
        and b.tag in _HEADINGS
        and word_count(b.text) >= 2 * _LONGEST_LABEL
        and plausible(b)
        and not b.text.endswith(".")
        and any(date_line(below.text) for below in before if 0 < below.index - b.index <= 2)
    )
    return next(longer, heading)


def _is_site_name(text: str) -> bool:
    """Say whether a text names a site: its kind, or a publisher with nothing behind his name."""
    if _SITE_KIND.match(text):
        return True
    words = text.split()
    return any(
        pattern.match(text) and len(words) <= most and (most < 9 or words[1][0].isupper())
        for pattern, most in _PUBLISHERS
    )


def _is_set_as_title(block: Block, blocks: list[Block]) -> bool:
    """A long title reads like a paragraph, but is a heading, or has its class or a date below."""
    if block.tag in _HEADINGS or _TITLE_CLASS.search(block.names):
        return True
    below = blocks[block.index + 1 : block.index + 2]
    return not block.text.endswith(".") and any(date_line(b.text) for b in below)


def _is_office(block: Block) -> bool:
    """A line in capitals that names an office is a banner; a heading, if it ends with the place."""
    return (
        block.text.isupper()
        and len(block.text.split()) <= _LONGEST_OFFICE
        and _OFFICE.match(block.text) is not None
        and (block.tag not in _HEADINGS or _OF_PLACE.search(block.text) is not None)
    )


def _font_size(block: Block) -> int:
    """Return the `<font size>` of a line; 0 where it has none."""
    sizes = [element.get("size", "") for element in block.inline if element.tag == "font"]
    return max((int(size) for size in sizes if size.isdecimal() and len(size) == 1), default=0)


def _end_of_titles(blocks: list[Block]) -> int:
    """Return the index from which on most of the page's text is behind: no title stands there."""
    prose = [block for block in blocks if is_prose(block)]
    left = max(_A_TEXT, sum(len(block.text) for block in prose) / 2)
    for block in prose:
        left -= len(block.text)
        if left < 0:
            return block.index
    return len(blocks)


def title_from_head(head: Head, link_text: str | None, notes: NoteTaker) -> str | None:
    """Return the title as the head or the listing gives it, for pages that show none."""
    names = {comparable(name) for name in head.site_names}
    for title in (*head.titles, link_text or ""):
        title = title.strip(":-–—| ")
        parts = [part for part in _TITLE_PARTS.split(title) if part]
        if parts and word_count(parts[0]) >= 4 and not _is_site_name(parts[0]):
            kept = title
            for part in parts[1:]:
                if comparable(part) in names or _is_site_name(part):
                    kept = title[: title.rindex(part)].rstrip(" |-–—»›·:")
                    break
            if comparable(kept) not in names and not kept.endswith(("...", "…")):
                notes.found["title"] = Found("the head or the listing")
                notes.doubts.append("title: the page does not show it")
                return kept
    return None


def _crumb_titles(blocks: list[Block]) -> list[str]:
    """The last step of a breadcrumb in one line, where it is a title: long, or cut."""
    steps = [
        _CRUMB_STEP.split(block.text)[-1]
        for block in blocks
        if len(block.text) <= _LONGEST_CRUMB
        and _HOME.match(block.text)
        and _CRUMB_STEP.search(block.text)
    ]
    return [
        s for s in steps[:_MOST_CRUMBS] if s.endswith(("...", "…")) or len(s.split()) >= _LONG_STEP
    ]


def _title_variants(titles: tuple[str, ...], head: Head) -> tuple[set[str], tuple[str, ...]]:
    """All ways to read the stated titles without the site's name before or behind them.

    The second are the beginnings of titles that were cut (`Hội nghị tổng kết công tác...`).
    """
    variants: set[str] = set()
    cut: set[str] = set()
    for title in titles:
        marks = [0, *(m.end() for m in _TITLE_PARTS.finditer(title))]
        ends = [*(m.start() for m in _TITLE_PARTS.finditer(title)), len(title)]
        for start in marks[:3]:
            for end in ends:
                if start < end and word_count(title[start:end]) >= 4:
                    part = title[start:end]
                    if not _is_site_name(part) or (start, end) == (0, len(title)):
                        variants.add(comparable(part))
                        if part.endswith(("...", "…")) and len(part) >= _LEAST_CUT:
                            cut.add(comparable(part))
    return variants - {comparable(name) for name in head.site_names}, tuple(cut)


def find_body(blocks: list[Block], title: Block | None) -> HtmlElement | None:
    """Return the element that holds the article's paragraphs, or None where there are none."""
    start = title.index + 1 if title is not None else 0
    prose = [b for b in blocks if b.index >= start and is_prose(b)]
    if not prose:
        return None
    # Sidebars and footers come behind the article: what follows the title closely weighs more.
    first = prose[0].index
    lines_in = Counter(holder for block in blocks for holder in block.path)
    scores: dict[HtmlElement, float] = defaultdict(float)
    for block in prose:
        nearness = 1.0 if block.index - first < 40 else 0.6
        value = len(block.text) * (1 - block.link_share) * nearness
        holders = [e for e in reversed(block.path) if lines_in[e] > 1 and e.tag not in _PAGE]
        for holder in holders[:_LEVELS]:
            scores[holder] += value
            value *= _DECAY
    if not scores:  # the paragraphs stand in <body> itself
        return prose[0].element.getroottree().find("body")
    best = max(scores, key=lambda element: scores[element])
    return _with_siblings(best, blocks, start)


def _with_siblings(best: HtmlElement, blocks: list[Block], start: int) -> HtmlElement:
    """Climb from `best` as long as the element around it adds paragraphs and few links."""
    parent, passed = best, False
    for _ in range(3):
        parent = parent.getparent()
        if parent is None or parent.tag in _PAGE:
            break
        around = [b for b in blocks if parent in b.path]
        own_prose = sum(len(b.text) for b in around if best in b.path and is_prose(b))
        extra = [b for b in around if b.index >= start and best not in b.path]
        if not extra:
            passed = True  # a wrapper: what stands beside it must be set like the text
            continue
        if passed and not _set_alike(around, best, extra):
            break
        gain = sum(len(b.text) for b in extra if is_prose(b))
        links = sum(b.link_chars for b in extra)
        total = sum(len(b.text) for b in extra) or 1
        if gain < _LEAST_GAIN * own_prose or links / total > _MOST_LINKS:
            break
        if any(is_related_heading(b.text) for b in extra):
            break
        best = parent
    return best


def _set_alike(around: list[Block], best: HtmlElement, extra: list[Block]) -> bool:
    """Say whether the text beside `best` is in `<p>` of the same class as most of that in it."""
    inside = Counter(signature(b) for b in around if best in b.path and is_prose(b))
    usual = inside.most_common(1)[0][0] if inside else None
    return (
        usual is not None
        and usual[0] == "p"
        and all(signature(b) == usual for b in extra if is_prose(b))
    )


def find_section(blocks: list[Block], title: Block | None, head: Head) -> str | None:
    """Return the section that the page says it belongs to.

    The last step of the breadcrumb above the title: links in an element that calls itself one, or
    behind "Trang chủ"; else a single link right above the title; else what the head says.
    """
    above = blocks[: title.index] if title is not None else []
    own = title.key if title is not None else ""
    near = above[-_NEAR_TITLE:]
    marked = [step for block in near if _is_crumb(block) for step in _steps(block, own)]
    if marked:
        return marked[-1]
    home = next((i for i, b in enumerate(near) if _HOME.match(b.text) and b.link_chars), None)
    if home is not None:
        steps = [step for b in near[home:] if b.link_share > 0.3 for step in _steps(b, own)]
        if steps:
            return steps[-1]
    last = next((b for b in reversed(near) if not (date_line(b.text) or is_chrome(b.text))), None)
    if last is not None and last.link_share >= 0.9 and word_count(last.text) <= 6:
        return next(iter(_steps(last, own)), None) if last.tag != "li" else None
    return head.sections[0] if head.sections else None


def _is_crumb(block: Block) -> bool:
    return block.link_chars > 0 and any(
        _CRUMBS.search(f"{e.get('class', '')} {e.get('id', '')} {e.get('aria-label', '')}")
        for e in block.path[-4:]
    )


def _steps(block: Block, own: str) -> list[str]:
    links = [clean(str(link.text_content())) for link in block.element.iter("a")]
    return [
        step
        for step in links
        if step and not _HOME.fullmatch(step) and comparable(step) != own and not is_chrome(step)
    ]
