"""From the bytes of a page to an Article."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import takewhile

from lxml.html import HtmlElement

from extraction.article import Article
from extraction.blocks import LONGEST_PAGE, MOST_LINES, Block, parse, read_blocks
from extraction.boilerplate import (
    is_chrome,
    is_comment_box,
    is_prose,
    take_sentences_for_prose,
)
from extraction.bylines import Byline, read_byline
from extraction.cards import card_lines
from extraction.challenge import challenge_sign
from extraction.cutting import article_lines
from extraction.dates import date_line
from extraction.decode import decode
from extraction.garbled import garbled_sign
from extraction.head import Head, read_head
from extraction.layouts import Fit, Layout, fitting, select
from extraction.notes import Found, Notes, NoteTaker, place
from extraction.page import Page
from extraction.published import find_published
from extraction.reading import (
    Reading,
    author_beside_date,
    is_marked_author,
    read_body,
)
from extraction.text import clean, comparable, comparable_words, d_words, has_endless_marks
from extraction.title import find_body, find_section, find_title, title_from_head
from extraction.topics import find_topics, topics_of

_ABOVE_TEXT = 14  # lines at the top of the body among which a date or an author may stand
# trafilatura costs more than all else together: it is a witness only where our text is short.
_SHORT_TEXT = 400  # characters
_MUCH_MORE = 3  # times as much text
_MOST_LINES_FOR_TRAFILATURA = 2000
_MOST_FOR_TRAFILATURA = 100_000  # characters
_PAGE = ("html", "body", "main")
_LONGEST_LINK_TEXT = 500  # characters
_LITTLE = 300  # characters of paragraphs
_BEHIND_BODY = 25  # lines behind the body in which a byline is looked for


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """A page as it was fetched; only its bytes and its URL are needed."""

    content: bytes
    """The body of the answer, unpacked, in any character set."""
    url: str
    content_type: str = ""
    """The Content-Type header, a hint of the character set."""
    link_text: str | None = None
    """The text of the link to the page on a listing: a witness of the title."""
    fetched: datetime | None = None
    """When the page was fetched, with a time zone. Later publish dates are not believed, except
    those of the next day."""


@dataclass(frozen=True, slots=True)
class SiteRules:
    """What is known of the site that a page is from; by default, nothing."""

    layouts: tuple[Layout, ...] = ()
    """The site's layouts, newest first. The first one that fits the page is used."""
    repeated: frozenset[str] = frozenset()
    """Lines that appear on many pages of the site, as `extraction.text.comparable` returns them.
    They are cut, unless they are most of the text."""


@dataclass(frozen=True, slots=True)
class Extraction:
    """An article, and how it was found on its page."""

    article: Article
    notes: Notes


def extract(page: FetchedPage, rules: SiteRules = SiteRules()) -> Extraction:
    """Extract the article of a page.

    Without a layout that fits, the page is read from its structure alone. A page that holds no
    article, or whose content is not HTML, gives an Article with an empty body. No content makes it
    fail; a `fetched` without a time zone is taken as local time.
    """
    taker = NoteTaker()
    article = _article(page, rules, taker)
    return Extraction(article, taker.notes())


def _article(fetched_page: FetchedPage, rules: SiteRules, notes: NoteTaker) -> Article:
    url, layouts, link_text = fetched_page.url, rules.layouts, fetched_page.link_text
    text = decode(fetched_page.content, fetched_page.content_type)
    root = parse(text)
    if root is None:
        return Article(url=url)
    link_text = clean(link_text[:_LONGEST_LINK_TEXT]) if link_text else None
    head = read_head(root)
    fit = fitting(root, layouts)
    if fit is None:
        blocks = read_blocks(root)
        challenge = challenge_sign(" ".join(block.text for block in blocks))
        if challenge is not None:
            return Article(url=url, challenge=challenge)
        blocks = _without_cards(_without_comment_boxes(blocks, notes), notes)
    else:
        kept = {fit.title, fit.body, *fit.title.iterancestors(), *fit.body.iterancestors()}
        dropped = frozenset(select(root, fit.layout.drop)) - kept
        blocks = read_blocks(_around(fit), dropped)
    if len(text) > LONGEST_PAGE or len(blocks) >= MOST_LINES:
        notes.doubts.append("page: too long to be read to its end")

    page = _find(root, head, fit, blocks, link_text, notes)
    title = page.title.text if page.title else title_from_head(head, link_text, notes)
    reading, used = _read(page, title, rules.repeated)
    published = find_published(page, url, fetched_page.fetched, url_counts=not layouts)
    byline = reading.byline or _byline_below_title(page)
    section = page.laid_out("section", last=True)
    by = f"the layout {fit.layout.name}" if section and fit else "the way to it above the title"
    notes.found["section"] = Found(by)
    article = Article(
        url=url,
        title=title,
        lead=reading.lead,
        body="\n\n".join(reading.paragraphs),
        captions=tuple(reading.captions),
        author=byline.author if byline else None,
        unit=byline.unit if byline else None,
        byline=byline.raw if byline else None,
        published=published.value if published else None,
        published_raw=published.raw if published else None,
        section=section or find_section(blocks, page.title, head),
        layout=used,
        doubts=tuple(notes.doubts),
    )
    return with_facts(article)


def with_facts(article: Article) -> Article:
    """Add what follows from the texts."""
    evidence = find_topics(article.title, article.lead, article.body)
    words = comparable_words(article.lead or "") + comparable_words(article.body)
    return replace(
        article,
        evidence=evidence,
        topics=topics_of(evidence),
        words=len(words),
        garbled=garbled_sign(f"{article.title or ''} {article.text}"),
        text_sha256=hashlib.sha256(" ".join(words).encode()).hexdigest(),
        d_words=d_words(article.title, article.lead, article.body),
    )


def _without_comment_boxes(blocks: list[Block], notes: NoteTaker) -> list[Block]:
    """Leave out what calls itself a comment box: comments can be longer than their article.

    Not where a box has the page's heading in it.
    """
    boxes: dict[HtmlElement, bool] = {}
    for block in blocks:
        for element in block.path:
            if element not in boxes:
                boxes[element] = element.tag not in _PAGE and is_comment_box(element)
    found = {e for e, is_box in boxes.items() if is_box and next(e.iter("h1"), None) is None}
    lines = {b.index for b in blocks if not found.isdisjoint(b.path)} if found else set()
    return _without(lines, "a box whose class says that it is for comments", blocks, notes, _LITTLE)


def _without_cards(blocks: list[Block], notes: NoteTaker) -> list[Block]:
    return _without(card_lines(blocks), "a card that links to another article", blocks, notes, 1)


def _without(
    lines: set[int], reason: str, blocks: list[Block], notes: NoteTaker, least: int
) -> list[Block]:
    """Leave out lines by their index, unless less than `least` characters of text are left."""
    kept = [block for block in blocks if block.index not in lines]
    if not lines or sum(len(block.text) for block in kept if is_prose(block)) < least:
        return blocks
    for block in blocks:
        if block.index in lines:
            notes.cut(block, reason)
    for index, block in enumerate(kept):
        block.index = index
    return kept


def _around(fit: Fit) -> HtmlElement:
    """Return the innermost element with both title and body: the rest need not be read."""
    around_title = {fit.title, *fit.title.iterancestors()}
    return next(e for e in (fit.body, *fit.body.iterancestors()) if e in around_title)


def _find(
    root: HtmlElement,
    head: Head,
    fit: Fit | None,
    blocks: list[Block],
    link_text: str | None,
    notes: NoteTaker,
) -> Page:
    title = next((b for b in blocks if fit.title in b.path), None) if fit else None
    if title is not None and fit is not None:
        notes.found["title"] = Found(f"the layout {fit.layout.name}", place(fit.title))
    else:
        title = find_title(blocks, head, link_text, notes)
    if title is not None:
        take_sentences_for_prose(blocks[title.index + 1 :])
    body = fit.body if fit else find_body(blocks, title)
    by = f"the layout {fit.layout.name}" if fit else "most of the paragraphs stand in it"
    notes.found["body"] = Found(by, place(body))
    start = title.index + 1 if title is not None else 0
    inside = [b for b in blocks if body in b.path] if body is not None else []
    if title is not None and body in title.path:
        inside = [b for b in inside if b.index >= start]
    if not inside:
        return Page(root, head, fit, blocks, title, [], [], [], notes)
    first, last = inside[0].index, inside[-1].index
    before = blocks[start:first] if title is not None else []
    # A body in several elements: more than a lead stands between the title and the largest.
    if sum(map(is_prose, before)) > 2:
        before, inside = [], before + inside
    after = blocks[last + 1 : last + 1 + _BEHIND_BODY]
    return Page(root, head, fit, blocks, title, inside, before, after, notes)


def _read(page: Page, title: str | None, repeated: frozenset[str]) -> tuple[Reading, str]:
    """Return the reading, and the name of what found it."""
    lines = []
    for line in article_lines(page.inside, title, repeated, page.notes):
        if _is_above_text(line, page.inside):
            page.notes.cut(line, "a date or an author above the text")
        else:
            lines.append(line)
    reading = read_body(lines, page.before, page.after, page.notes)
    lead = page.laid_out("lead")
    if lead and page.fit is not None:
        page.notes.found["lead"] = Found(f"the layout {page.fit.layout.name}")
        reading.lead = lead
        said = comparable(lead)
        reading.paragraphs = [p for p in reading.paragraphs if comparable(p) != said]
    if page.fit is not None:
        return reading, page.fit.layout.name
    own = sum(map(len, (reading.lead or "", *reading.paragraphs)))
    whole = sum(len(block.text) for block in page.blocks)
    too_much = len(page.blocks) > _MOST_LINES_FOR_TRAFILATURA or whole > _MOST_FOR_TRAFILATURA
    if own >= _SHORT_TEXT or too_much:
        return reading, "generic"
    others = _trafilatura_paragraphs(page.root, title)
    if own:
        if sum(map(len, others)) > _MUCH_MORE * own:
            page.notes.doubts.append("text: short, and trafilatura reads more of the page")
        return reading, "generic"
    reading.paragraphs = others
    page.notes.found["body"] = Found("trafilatura, for want of paragraphs")
    return reading, "trafilatura" if others else "generic"


def _is_above_text(line: Block, inside: list[Block]) -> bool:
    """The date, or the author with his unit, at the top of the container is no paragraph."""
    if line.index - inside[0].index >= _ABOVE_TEXT or line.after_image:
        return False
    paragraphs = sum(is_prose(b) for b in inside if b.index < line.index)
    if date_line(line.text) is not None:
        return line.tag != "tr" or paragraphs == 0
    signed = read_byline(line.text)
    position = line.index - inside[0].index
    beside = inside[max(0, position - 1) : position + 2]
    if signed is None or not (
        signed.unit
        or signed.labelled
        or is_marked_author(line)
        or any(date_line(block.text) for block in beside)
    ):
        return False
    return paragraphs == 0 or (signed.labelled and paragraphs == 1)  # behind the lead


def _byline_below_title(page: Page) -> Byline | None:
    author = page.laid_out("author")
    if author and page.fit is not None:
        page.notes.found["author"] = Found(f"the layout {page.fit.layout.name}")
        return read_byline(author, marked=True)
    lines = page.below_title
    for position, block in enumerate(lines):
        signed = author_beside_date(block)
        if signed is None:
            signed = read_byline(block.text, marked=is_marked_author(block))
            if signed is not None and not (
                signed.unit or signed.labelled or is_marked_author(block)
            ):
                continue
        if signed is not None:
            page.notes.found["author"] = Found("a line below the title", place(block.element))
            return (
                _with_others(signed, lines[position + 1 :]) if is_marked_author(block) else signed
            )
    return None


def _with_others(first: Byline, following: Sequence[Block]) -> Byline:
    """Several authors, each in an element of his own that is marked like the first."""
    read = (read_byline(b.text, marked=True) for b in takewhile(is_marked_author, following))
    others = [byline for byline in takewhile(lambda byline: byline is not None, read) if byline]
    if first.unit or any(byline.unit for byline in others):
        return first
    signed = [first, *(byline for byline in others if byline.author != first.author)]
    raw, author = (
        "\n".join(b.raw for b in signed),
        ", ".join(b.author for b in signed if b.author),
    )
    return Byline(raw, author)


def _trafilatura_paragraphs(root: HtmlElement, title: str | None) -> list[str]:
    """A second reader of the page, and the last resort where its paragraphs are none to us."""
    if has_endless_marks(root.text_content()):
        return []
    import trafilatura  # takes a second to load, and most crawls never need it

    text = trafilatura.extract(
        root, fast=True, favor_precision=True, include_comments=False, include_tables=False
    )
    own = comparable(title or "")
    lines = [clean(line) for line in (text or "").splitlines()]
    return [line for line in lines if line and comparable(line) != own and not is_chrome(line)]
