"""From the bytes of a page to an Article."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from lxml.html import HtmlElement

from extraction.article import Article
from extraction.blocks import Block, parse, read_blocks
from extraction.boilerplate import is_chrome, is_prose
from extraction.bylines import Byline, read_byline
from extraction.challenge import challenge_sign
from extraction.dates import VIETNAM, PrintedDate, choose_date, date_line, find_dates
from extraction.decode import decode
from extraction.finding import find_body, find_section, find_title, title_from_head
from extraction.head import Head, read_head
from extraction.layouts import Layout, fitting, select
from extraction.reading import (
    Reading,
    article_lines,
    author_beside_date,
    read_body,
)
from extraction.text import clean, comparable, d_words
from extraction.topics import find_topics, topics_of

_DATE_BEHIND_TITLE = 14  # lines; a publish date stands near the title
_DATE_BEHIND_LEAD = 1
_DATE_ABOVE_TITLE = 3
_BEHIND_BODY = 25  # lines behind the body in which a byline is looked for


def extract(
    content: bytes,
    url: str,
    *,
    content_type: str = "",
    layouts: tuple[Layout, ...] = (),
    link_text: str | None = None,
    fetched: datetime | None = None,
) -> Article:
    """Read an article from the bytes of its page.

    The first of `layouts`, newest first, that fits the page is used; without one the page is read
    from its structure. `link_text` is what a listing called the page, a witness for the title.
    A publish date later than a day after `fetched` is not believed.
    """
    root = parse(decode(content, content_type))
    if root is None:
        return Article(url=url)
    head = read_head(root)
    layout = fitting(root, layouts)
    if layout is not None:
        for element in select(root, layout.drop):
            element.drop_tree()
        blocks = read_blocks(_around_article(root, layout))
    else:
        blocks = read_blocks(root)
        challenge = challenge_sign(" ".join(block.text for block in blocks))
        if challenge is not None:
            return Article(url=url, challenge=challenge)

    title_block = _title_block(root, blocks, head, layout, link_text)
    title = title_block.text if title_block else title_from_head(head, link_text)
    body = _body_element(root, blocks, title_block, layout)
    reading, used = _read(root, blocks, title, title_block, body, layout)
    published = _published(root, blocks, title_block, body, layout, head, fetched)
    byline = reading.byline or _byline_above(root, blocks, title_block, body, layout)
    section = _laid_out_text(root, layout.section if layout else "", last=True)
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
        section=section or find_section(blocks, title_block, head),
        layout=used,
    )
    return with_facts(article)


def with_facts(article: Article) -> Article:
    """Add what follows from the texts."""
    evidence = find_topics(article.title, article.lead, article.body)
    text = f"{comparable(article.lead or '')} {comparable(article.body)}".strip()
    return replace(
        article,
        evidence=evidence,
        topics=topics_of(evidence),
        words=len(text.split()),
        text_sha256=hashlib.sha256(text.encode()).hexdigest(),
        d_words=d_words(article.title, article.lead, article.body),
    )


def _around_article(root: HtmlElement, layout: Layout) -> HtmlElement:
    """Return the innermost element with both title and body: the rest need not be read."""
    body = select(root, layout.body)[0]
    around_title = {select(root, layout.title)[0], *select(root, layout.title)[0].iterancestors()}
    return next(e for e in (body, *body.iterancestors()) if e in around_title)


def _title_block(
    root: HtmlElement,
    blocks: list[Block],
    head: Head,
    layout: Layout | None,
    link_text: str | None,
) -> Block | None:
    if layout is not None:
        element = select(root, layout.title)[0]
        for block in blocks:
            if element in block.path:
                return block
    return find_title(blocks, head, link_text)


def _body_element(
    root: HtmlElement, blocks: list[Block], title: Block | None, layout: Layout | None
) -> HtmlElement | None:
    if layout is not None:
        return select(root, layout.body)[0]
    return find_body(blocks, title)


def _read(
    root: HtmlElement,
    blocks: list[Block],
    title: str | None,
    title_block: Block | None,
    body: HtmlElement | None,
    layout: Layout | None,
) -> tuple[Reading, str]:
    """Return the reading, and the name of what found it."""
    inside, before, after = _parts(blocks, title_block, body)
    lines = [line for line in article_lines(inside, title) if not _is_above_text(line, inside)]
    laid_out_lead = _laid_out_text(root, layout.lead if layout else "")
    reading = read_body(lines, before, after)
    if laid_out_lead:
        reading.lead = laid_out_lead
        said = comparable(laid_out_lead)
        reading.paragraphs = [p for p in reading.paragraphs if comparable(p) != said]
    if layout is not None:
        return reading, layout.name
    if not reading.paragraphs and not reading.lead:
        reading.paragraphs = _trafilatura_paragraphs(root, title)
        return reading, "trafilatura" if reading.paragraphs else "generic"
    return reading, "generic"


def _parts(
    blocks: list[Block], title: Block | None, body: HtmlElement | None
) -> tuple[list[Block], list[Block], list[Block]]:
    """Return the lines inside the body, between title and body, and right behind the body."""
    if body is None:
        return [], [], []
    start = title.index + 1 if title is not None else 0
    inside = [b for b in blocks if body in b.path]
    if title is not None and body in title.path:
        inside = [b for b in inside if b.index >= start]
    if not inside:
        return [], [], []
    first, last = inside[0].index, inside[-1].index
    before = blocks[start:first] if title is not None else []
    after = blocks[last + 1 : last + 1 + _BEHIND_BODY]
    # A body in several elements: more than a lead stands between the title and the largest.
    paragraphs = [b for b in before if is_prose(b)]
    if len(paragraphs) > 2:
        return before + inside, [], after
    return inside, before, after


def _is_above_text(line: Block, inside: Sequence[Block]) -> bool:
    """The date, or the author with his unit, at the top of the container is no paragraph."""
    if line.index - inside[0].index >= _DATE_BEHIND_TITLE:
        return False
    signed = read_byline(line.text) if line is not inside[-1] else None
    first = next((b.index for b in inside if is_prose(b)), line.index)
    above = line.index < first and signed is not None and signed.unit is not None
    return above or date_line(line.text) is not None


def _published(
    root: HtmlElement,
    blocks: list[Block],
    title: Block | None,
    body: HtmlElement | None,
    layout: Layout | None,
    head: Head,
    fetched: datetime | None,
) -> PrintedDate | None:
    stated = list(head.published)
    visible = None
    laid_out = select(root, layout.date) if layout else []
    for element in laid_out[:1]:
        stated += [element.get(name, "") for name in ("datetime", "content") if element.get(name)]
        visible = date_line(clean(element.text_content()))
    if visible is None and title is not None:
        for block in _below_title(blocks, title, body):
            visible = date_line(block.text)
            if visible is not None:
                stated += block.times
                break
        if visible is None:
            visible = _date_above(blocks[: title.index], stated)
    found = choose_date(visible, stated)
    if found is None or fetched is None:
        return found
    latest = (fetched.astimezone(VIETNAM) + timedelta(days=1)).date().isoformat()
    return found if found.day <= latest else None


def _date_above(above: list[Block], stated: list[str]) -> PrintedDate | None:
    """A date right above the title may be the page's clock: it needs a second witness."""
    days = {date.day for text in stated for date in find_dates(text)}
    for block in reversed(above[-_DATE_ABOVE_TITLE:]):
        found = date_line(block.text)
        if found is not None and not found.clock and found.day in days:
            return found
    return None


def _below_title(blocks: list[Block], title: Block, body: HtmlElement | None) -> list[Block]:
    """The lines in which a publish date may stand: behind the title, before the text proper.

    Page clocks come before the title, and dates inside the text are about something else.
    """
    near = blocks[title.index + 1 : title.index + 1 + _DATE_BEHIND_TITLE]
    if body is None:
        return near
    for position, block in enumerate(near):
        if body in block.path and len(block.text) >= 80 and not date_line(block.text):
            return near[: position + 1 + _DATE_BEHIND_LEAD]
    return near


def _byline_above(
    root: HtmlElement,
    blocks: list[Block],
    title: Block | None,
    body: HtmlElement | None,
    layout: Layout | None,
) -> Byline | None:
    author = _laid_out_text(root, layout.author if layout else "")
    if author:
        return read_byline(author, marked=True)
    if title is None:
        return None
    for block in _below_title(blocks, title, body):
        beside = author_beside_date(block)
        if beside is not None:
            return beside
        signed = read_byline(block.text)
        if signed is not None and signed.unit:
            return signed
    return None


def _laid_out_text(root: HtmlElement, selector: str, *, last: bool = False) -> str | None:
    found = [clean(element.text_content()) for element in select(root, selector)]
    found = [text for text in found if text]
    return (found[-1] if last else found[0]) if found else None


def _trafilatura_paragraphs(root: HtmlElement, title: str | None) -> list[str]:
    """The last resort, for pages whose text stands in no paragraphs that we know."""
    import trafilatura  # takes a second to load, and most crawls never need it

    text = trafilatura.extract(
        root, fast=True, favor_precision=True, include_comments=False, include_tables=False
    )
    own = comparable(title or "")
    lines = [clean(line) for line in (text or "").splitlines()]
    return [line for line in lines if line and comparable(line) != own and not is_chrome(line)]
