"""Trafilatura: the second reader of a page, if few witnesses speak for our own reading."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import replace

from lxml import etree
from lxml.html import HtmlElement

from extraction.boilerplate import is_chrome, is_comment_heading, is_related_heading
from extraction.cutting import ENCODED, IN_LIST
from extraction.dates import date_line
from extraction.findings import CutLine, Finding
from extraction.imprint import is_imprint, speaks_of_site
from extraction.overlap import f1
from extraction.parts import PageParts
from extraction.reading import Reading
from extraction.text import clean, comparable, has_excessive_combining_marks

DISAGREEMENT = "text: trafilatura reads another text on the page"
"""The doubt of a text for which few witnesses speak, and that trafilatura reads differently."""

# Trafilatura takes more time than all our rules together, so it is never asked about large pages,
# nor about deep ones: it reads the text of links in links again for each of them.
_MAX_LINES = 2000
_MAX_CHARACTERS = 100_000
_MAX_LEVELS = 100  # of elements; real pages have up to 40

_MIN_IMPRINT = 2  # lines of a box; broadcasters print "Mời quý vị theo dõi ..." above a video
_LINK = 0.5  # share of a line that is a link
_MIN_WORDS = 5  # of one line at least; those of counters and buttons have fewer
_SHORT_TEXT = 400  # characters; a longer text is a witness of itself
_MAX_PROSE_OUTSIDE = 0.33  # of the prose after the title; with more, the body may be another one
# F1 of the texts of both readers, trafilatura in its generous mode. Of 490 pages without their
# classes, headings or paragraphs 95 were read wrongly; this doubts 46, and 22 of those are wrong.
_MIN_AGREEMENT = 0.4


def with_second_reader(
    reading: Reading,
    parts: PageParts,
    title: str | None,
    link_text: str | None,
    boxes: Sequence[CutLine] = (),
) -> tuple[Reading, Finding[object] | None]:
    """Return the reading, with trafilatura's paragraphs if ours has none.

    Lines of `boxes`, which were left out before, are none of them, nor are links, sentences about
    the site, and labels without a text.
    The second value says how the body was found, if trafilatura found it. If few witnesses speak
    for our text, and trafilatura's has little in common with it, ours has a doubt.
    """
    if ENCODED in reading.doubts:
        return reading, None  # it would read the code, or another article
    statements = (*parts.head.titles, link_text or "")
    if reading.length and not has_few_witnesses(reading, parts, title, statements):
        return reading, None
    if len(parts.blocks) > _MAX_LINES or _is_deep(parts.root):
        return reading, None
    if sum(len(block.text) for block in parts.blocks) > _MAX_CHARACTERS:
        return reading, None
    if not reading.length:
        left_out = {line.key for line, reason in reading.cuts if reason == IN_LIST}
        left_out.update(line.key for line, _ in boxes)
        left_out.update(block.key for block in parts.blocks if block.link_share >= _LINK)
        read = _trafilatura_paragraphs(parts.root, title, sure=True)
        paragraphs = tuple(_as_printed(read, parts, left_out))
        if not any(len(line.split()) >= _MIN_WORDS for line in paragraphs):
            return reading, None
        by = Finding(None, "trafilatura, for want of paragraphs")
        return replace(reading, paragraphs=paragraphs), by
    ours = " ".join((reading.lead.value if reading.lead else "", *reading.paragraphs))
    theirs = " ".join(_trafilatura_paragraphs(parts.root, title, sure=False))
    if f1(ours, theirs) < _MIN_AGREEMENT:
        return replace(reading, doubts=(*reading.doubts, DISAGREEMENT)), None
    return reading, None


def has_few_witnesses(
    reading: Reading, parts: PageParts, title: str | None, statements: Iterable[str]
) -> bool:
    """Return whether a text is short, its title is in no statement, or it leaves out much prose.

    `statements` are what the head of the page and the listing call the article.
    """
    if reading.length < _SHORT_TEXT or title is None:
        return True
    key = comparable(title)
    if not any(key in comparable(statement) for statement in statements):
        return True
    start = parts.title.index if parts.title is not None else -1
    prose = [block for block in parts.blocks if block.index > start and block.is_prose]
    read = {block.index for block in (*parts.before, *parts.inside)}
    outside = sum(len(block.text) for block in prose if block.index not in read)
    return outside > _MAX_PROSE_OUTSIDE * sum(len(block.text) for block in prose)


def _as_printed(lines: Iterable[str], parts: PageParts, left_out: Set[str]) -> Iterator[str]:
    """Yield trafilatura's lines as the page prints them, up to what is below an article.

    `left_out` are the keys of lines of boxes, of lists of other articles, and of links.
    """
    start = parts.title.index + 1 if parts.title is not None else 0
    around_title = frozenset(parts.title.path if parts.title is not None else ())
    above = {block.key for block in parts.blocks[:start]}
    below = {block.key: block for block in reversed(parts.blocks[start:])}
    imprint = Counter(block.box for block in below.values() if is_imprint(block.text))
    footers = {box for box, lines in imprint.items() if lines >= _MIN_IMPRINT} - around_title
    for line in lines:
        block = below.get(comparable(line))
        if block is None and comparable(line) in above:
            continue
        if is_related_heading(line) or is_comment_heading(line):
            return
        if block is not None and not footers.isdisjoint(block.path):
            return
        if not (comparable(line) in left_out or date_line(line) or speaks_of_site(line)):
            yield block.text if block is not None else line


def _is_deep(root: HtmlElement) -> bool:
    """Return whether elements are nested deeper than on real pages."""
    level = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        level += 1 if event == "start" else -1
        if level > _MAX_LEVELS:
            return True
    return False


def _trafilatura_paragraphs(root: HtmlElement, title: str | None, *, sure: bool) -> tuple[str, ...]:
    """Return the paragraphs that trafilatura reads; only those that it is sure of, if `sure`.

    Otherwise it is generous, because it reads nothing at all of many Vietnamese pages. In its fast
    mode it asks no other library: with them, fewer of the wrong texts are doubted.
    """
    if has_excessive_combining_marks(root.text_content()):
        return ()
    import trafilatura  # takes a second to load, and most crawls never need it

    text = trafilatura.extract(
        root,
        fast=True,
        favor_precision=sure,
        favor_recall=not sure,
        include_comments=False,
        include_tables=False,
    )
    own_title = comparable(title or "")
    lines = (clean(line) for line in (text or "").splitlines())
    return tuple(
        line for line in lines if line and comparable(line) != own_title and not is_chrome(line)
    )
