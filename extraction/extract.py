"""From the bytes of a page to an Article."""

import hashlib
from dataclasses import dataclass, replace
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
from extraction.layouts import Fit, Layout, fitting, select
from extraction.reading import Reading, article_lines, author_beside_date, read_body
from extraction.text import clean, comparable, comparable_words, d_words
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
    fit = fitting(root, layouts)
    if fit is None:
        blocks = read_blocks(root)
        challenge = challenge_sign(" ".join(block.text for block in blocks))
        if challenge is not None:
            return Article(url=url, challenge=challenge)
    else:
        for element in select(root, fit.layout.drop):
            element.drop_tree()
        blocks = read_blocks(_around(fit))

    page = _find(root, head, fit, blocks, link_text)
    title = page.title.text if page.title else title_from_head(head, link_text)
    reading, used = _read(page, title)
    published = _published(page, fetched)
    byline = reading.byline or _byline_above(page)
    section = page.laid_out("section", last=True)
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
        text_sha256=hashlib.sha256(" ".join(words).encode()).hexdigest(),
        d_words=d_words(article.title, article.lead, article.body),
    )


@dataclass(frozen=True, slots=True)
class _Page:
    """A page with what was found on it."""

    root: HtmlElement
    head: Head
    fit: Fit | None
    blocks: list[Block]
    title: Block | None
    inside: list[Block]
    """The lines of the body, from behind the title on."""
    before: list[Block]
    """The lines between title and body."""
    after: list[Block]
    """The first lines behind the body."""

    def laid_out(self, part: str, *, last: bool = False) -> str | None:
        """Return the text that the layout, if one fits, has for a part of the article."""
        selector = getattr(self.fit.layout, part) if self.fit else ""
        found = [clean(element.text_content()) for element in select(self.root, selector)]
        found = [text for text in found if text]
        return (found[-1] if last else found[0]) if found else None


def _around(fit: Fit) -> HtmlElement:
    """Return the innermost element with both title and body: the rest need not be read."""
    around_title = {fit.title, *fit.title.iterancestors()}
    return next(e for e in (fit.body, *fit.body.iterancestors()) if e in around_title)


def _find(
    root: HtmlElement, head: Head, fit: Fit | None, blocks: list[Block], link_text: str | None
) -> _Page:
    title = next((b for b in blocks if fit.title in b.path), None) if fit else None
    title = title or find_title(blocks, head, link_text)
    body = fit.body if fit else find_body(blocks, title)
    start = title.index + 1 if title is not None else 0
    inside = [b for b in blocks if body in b.path] if body is not None else []
    if title is not None and body in title.path:
        inside = [b for b in inside if b.index >= start]
    if not inside:
        return _Page(root, head, fit, blocks, title, [], [], [])
    first, last = inside[0].index, inside[-1].index
    before = blocks[start:first] if title is not None else []
    # A body in several elements: more than a lead stands between the title and the largest.
    if sum(map(is_prose, before)) > 2:
        before, inside = [], before + inside
    after = blocks[last + 1 : last + 1 + _BEHIND_BODY]
    return _Page(root, head, fit, blocks, title, inside, before, after)


def _read(page: _Page, title: str | None) -> tuple[Reading, str]:
    """Return the reading, and the name of what found it."""
    lines = article_lines(page.inside, title)
    lines = [line for line in lines if not _is_above_text(line, page.inside)]
    reading = read_body(lines, page.before, page.after)
    lead = page.laid_out("lead")
    if lead:
        reading.lead = lead
        said = comparable(lead)
        reading.paragraphs = [p for p in reading.paragraphs if comparable(p) != said]
    if page.fit is not None:
        return reading, page.fit.layout.name
    if not reading.paragraphs and not reading.lead:
        reading.paragraphs = _trafilatura_paragraphs(page.root, title)
        return reading, "trafilatura" if reading.paragraphs else "generic"
    return reading, "generic"


def _is_above_text(line: Block, inside: list[Block]) -> bool:
    """The date, or the author with his unit, at the top of the container is no paragraph."""
    if line.index - inside[0].index >= _DATE_BEHIND_TITLE:
        return False
    if date_line(line.text) is not None:
        return True
    first = next((b.index for b in inside if is_prose(b)), line.index)
    signed = read_byline(line.text) if line.index < first else None
    return signed is not None and signed.unit is not None


def _published(page: _Page, fetched: datetime | None) -> PrintedDate | None:
    stated = list(page.head.published)
    visible = None
    for element in select(page.root, page.fit.layout.date)[:1] if page.fit else []:
        stated += [element.get(name, "") for name in ("datetime", "content") if element.get(name)]
        visible = date_line(clean(element.text_content()))
    if visible is None and page.title is not None:
        for block in _below_title(page, page.title):
            visible = date_line(block.text)
            if visible is not None:
                stated += block.times
                break
        else:
            visible = _date_above(page.blocks[: page.title.index], stated)
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


def _below_title(page: _Page, title: Block) -> list[Block]:
    """The lines in which a publish date may stand: behind the title, before the text proper.

    Page clocks come before the title, and dates inside the text are about something else.
    """
    near = page.blocks[title.index + 1 : title.index + 1 + _DATE_BEHIND_TITLE]
    inside = {block.index for block in page.inside}
    for position, block in enumerate(near):
        if block.index in inside and len(block.text) >= 80 and not date_line(block.text):
            return near[: position + 1 + _DATE_BEHIND_LEAD]
    return near


def _byline_above(page: _Page) -> Byline | None:
    author = page.laid_out("author")
    if author:
        return read_byline(author, marked=True)
    for block in _below_title(page, page.title) if page.title else []:
        beside = author_beside_date(block)
        if beside is not None:
            return beside
        signed = read_byline(block.text)
        if signed is not None and signed.unit:
            return signed
    return None


def _trafilatura_paragraphs(root: HtmlElement, title: str | None) -> list[str]:
    """The last resort, for pages whose text stands in no paragraphs that we know."""
    import trafilatura  # takes a second to load, and most crawls never need it

    text = trafilatura.extract(
        root, fast=True, favor_precision=True, include_comments=False, include_tables=False
    )
    own = comparable(title or "")
    lines = [clean(line) for line in (text or "").splitlines()]
    return [line for line in lines if line and comparable(line) != own and not is_chrome(line)]
