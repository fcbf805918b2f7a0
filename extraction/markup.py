"""What elements mean for the lines of a page: which are inline, bold, cells, set side by side."""

import functools
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from lxml.html import HtmlElement

from extraction.date_labels import is_in_clause
from extraction.dates import is_only_date
from extraction.text import clean
from extraction.visibility import UNSEEN


def _tags(names: str) -> frozenset[str]:
    return frozenset(names.split())


INLINE = _tags(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr o:p q "
    "s samp small span st1:place strike strong sub sup time tt u var wbr"
)
_STRONG = _tags("b strong h1 h2 h3 h4 h5 h6")
_EMPHASIS = _tags("i em cite figcaption")
STYLED = _STRONG | _EMPHASIS | {"a"}
"""Elements that are links, bold or in italics without a style of their own."""
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.I)
_ITALIC_STYLE = re.compile(r"font-style\s*:\s*italic", re.I)
_BLOCK_STYLE = re.compile(
    r"(?<![\w-])display\s*:\s*(?:block|flex|grid|table|list-item)\b(?!-)", re.I
)
IMAGES = _tags("img picture amp-img")
CELLS = _tags("td th")
_MAX_CELL = 80  # characters; a longer cell is not a figure or its label
_MIN_COLUMNS = 3  # of a table with links in its rows; one with two is a list with its dates
_MAX_LINKED_CELL = 300  # characters, such as the title of a document
_MAX_HEADING_ROWS = 4  # rows at the top of a table that may name its columns; others are its title
_MAX_SPAN = 1000  # columns or rows
_ROW_GROUPS = _tags("thead tbody tfoot")
_SORTS = re.compile(r"[?&](?:\w{0,20}sort|order)\w{0,20}=|javascript:.{0,40}sort", re.I)
_NUMBER = re.compile(r"[0-9]{1,6}")
_BESIDE = _tags("a span time label em i b strong small cite")
_RUNNING = _tags("p h1 h2 h3 h4 h5 h6 figcaption blockquote b strong em i")

_HEADINGS = _tags("h1 h2 h3 h4 h5 h6")
_TITLE_CLASS = re.compile(r"title|tieu-?de|headline", re.I)
_DATED = _tags("span time small i em font")
_ICON = re.compile(r"\b(?:fa[srlb]?|bi|ti|mdi|material-icons?|glyphicon)\b|icon", re.I)
_MAX_BETWEEN = 20  # elements from one to that beside it: those between them show nothing
_MAX_PIECES = 50  # texts of a heading that are read to find the date at its end

_IMAGE_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|bmp)\b", re.I)


def is_link(tag: str, attributes: Collection[str]) -> bool:
    """Return whether an element is a link by its tag and the names of its attributes.

    One with a name but no `href` is the target of links.
    """
    return tag == "a" and ("href" in attributes or not ("name" in attributes or "id" in attributes))


def is_bold(tag: str, style: str) -> bool:
    """Return whether an element is bold by its tag or its own style."""
    return tag in _STRONG or bool(style and _BOLD_STYLE.search(style))


def is_italic(tag: str, style: str) -> bool:
    """Return whether an element is in italics by its tag or its own style."""
    return tag in _EMPHASIS or bool(style and _ITALIC_STYLE.search(style))


def is_set_as_block(style: str) -> bool:
    """Return whether the own style of an inline element gives it lines of its own."""
    return _BLOCK_STYLE.search(style) is not None


def leads_elsewhere(link: HtmlElement) -> bool:
    """Return whether an image in the link is a share button or another article's picture."""
    href = link.get("href", "")
    return not (_IMAGE_FILE.search(href) or href.startswith(("#", "javascript:")) or not href)


def is_data_row(row: HtmlElement) -> bool:
    """Return whether a row belongs to a table of figures and is one line.

    Other rows lay out the page. A row with links or icons is one if a row at the top of its table
    names as many columns.
    """
    cells = _cells(row)
    if len(cells) < 2 or next(row.iter("table", "form", "iframe"), None) is not None:
        return False
    if next(row.iter("img", "a"), None) is None:
        return all(len(cell.text_content()) <= _MAX_CELL for cell in cells)
    columns = _columns(next(row.iterancestors("table"), row))
    return (
        columns.named >= _MIN_COLUMNS
        and columns.filled.get(row) == columns.named
        and all(len(cell.text_content()) <= _MAX_LINKED_CELL for cell in cells)
    )


class _Columns(NamedTuple):
    named: int
    """How many columns a row at the top of the table names; 0 if there is no such row."""
    filled: dict[HtmlElement, int]
    """How many columns each row fills, with the cells of rows above that reach into it."""


@functools.lru_cache(maxsize=1)  # asked about each row of a table
def _columns(table: HtmlElement) -> _Columns:
    named, filled = 0, dict[HtmlElement, int]()
    ends: Counter[int] = Counter()  # how many columns of rows above end before a row
    above = 0
    for number, row in enumerate(_rows(table)):
        above -= ends.pop(number, 0)
        cells = _cells(row)
        width = sum(_span(cell, "colspan") for cell in cells)
        filled[row] = above + width
        if number < _MAX_HEADING_ROWS and not named and _is_heading(cells):
            named = above + width
        for cell in cells:
            height = _span(cell, "rowspan")
            if height > 1:
                ends[number + height] += _span(cell, "colspan")
                above += _span(cell, "colspan")
    return _Columns(named, filled)


def _rows(table: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the rows of a table, without those of tables inside it."""
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in _ROW_GROUPS:
            yield from child.iterchildren("tr")


def _is_heading(cells: Sequence[HtmlElement]) -> bool:
    """Return whether cells name columns: their links only sort the table."""
    if len(cells) < 2 or any(next(cell.iter("img"), None) is not None for cell in cells):
        return False
    is_marked = all(cell.tag == "th" for cell in cells)
    links = (link for cell in cells for link in cell.iter("a"))
    names = [cell.text_content().strip() for cell in cells]
    return all(0 < len(name) <= _MAX_CELL for name in names) and (
        is_marked or all(_SORTS.search(link.get("href", "")) for link in links)
    )


def _cells(row: HtmlElement) -> list[HtmlElement]:
    return [cell for cell in row if cell.tag in CELLS]


def _span(cell: HtmlElement, name: str) -> int:
    """Return over how many columns or rows a cell reaches."""
    value = cell.get(name, "")
    return min(max(int(value), 1), _MAX_SPAN) if _NUMBER.fullmatch(value) else 1


def is_set_beside(element: HtmlElement, has_text: Callable[[HtmlElement], bool]) -> bool:
    """Return whether a style sheet sets an inline element beside the one before it.

    As in `<span>16:45</span><span>340 lượt xem</span>`: without a space between them, in a
    container with no text of its own, and a capital or a number begins where a word or a number
    ends (but not between two capitals: `<b>H</b><i>ỌP`). An e-mail address always is.
    `has_text` tells whether a container begins with text.
    """
    parent = element.getparent()
    before_it = islice(element.itersiblings(preceding=True), _MAX_BETWEEN)
    left = next((e for e in before_it if not _shows_nothing(e)), None)
    if left is None or parent is None or parent.tag in _RUNNING or left.tag not in _BESIDE:
        return False
    if element.get("href", "").startswith("mailto:"):
        return True
    if element.tag not in _BESIDE or left.tail:
        return False
    before, after = left.text_content().rstrip(), element.text_content().lstrip()
    if not (before and after):
        return False
    if not (before[-1].isalnum() or before[-1] == ")"):
        return False
    if not (after[0].isdigit() or (after[0].isupper() and not before[-1].isupper())):
        return False
    return not has_text(parent)


def is_icon(element: HtmlElement, tag: str, attributes: Collection[str]) -> bool:
    """Return whether an inline element is an icon, which a style sheet draws."""
    if tag not in ("i", "span") or "class" not in attributes or element.text or len(element):
        return False
    return _ICON.search(element.get("class", "")) is not None


def _shows_nothing(element: HtmlElement) -> bool:
    """Return whether an element has no text to show, nor after it: a script, an icon, a dot."""
    if element.tail or (element.tag not in UNSEEN and element.tag not in _BESIDE):
        return False
    return element.tag in UNSEEN or (not len(element) and not element.text)


def is_date_at_end(element: HtmlElement, tag: str) -> bool:
    """Return whether an inline element prints the date at the end of a title, and no more.

    As in `<h1>Họp bàn làm cầu <span>(14/05/2024 08:30)</span></h1>`; but the date may be a part of
    the title: `<h1>Nghỉ lễ từ <span>30/4/2024</span></h1>`. In a list, it may be that of a link.
    """
    if tag not in _DATED or element.getnext() is not None:
        return False
    parent = element.getparent()
    if parent is None:
        return False
    if clean(element.tail or "") or not _is_title(parent):
        return False
    date = "".join(islice(element.itertext(), _MAX_PIECES))
    if not is_only_date(clean(date)):
        return False
    before = clean("".join(islice(parent.itertext(), _MAX_PIECES)).rpartition(date)[0])
    return bool(before) and not is_in_clause(before)


def _is_title(element: HtmlElement) -> bool:
    if element.tag == "h1":
        return True
    named = element.tag in _HEADINGS or _TITLE_CLASS.search(element.get("class", ""))
    return bool(named) and next(element.iter("a"), None) is None
