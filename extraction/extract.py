"""From the bytes of a page to an Article."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lxml.html import HtmlElement

from extraction.article import Article
from extraction.author import byline_below_title
from extraction.block import Block
from extraction.blocks import MAX_LINES, read_blocks
from extraction.body import end_of_series, find_body
from extraction.boxes import without_boxes
from extraction.challenge import challenge_sign
from extraction.decode import decode
from extraction.findings import CutLine, Finding
from extraction.fitting import Fit, fitting
from extraction.garbled import garbled_sign, packed_sign
from extraction.head import Head, read_head
from extraction.inputs import FetchedPage, SiteRules
from extraction.next_article import without_next_article
from extraction.notes import Notes, take_notes
from extraction.other_article import other_article
from extraction.parsing import MAX_PAGE, parse
from extraction.parts import PageParts
from extraction.paywall import paywall_sign
from extraction.published import find_published
from extraction.reading import read_text
from extraction.scripted import decode_into
from extraction.second_reader import with_second_reader
from extraction.section import find_section
from extraction.short_paragraphs import with_short_paragraphs
from extraction.text import clean, comparable, comparable_words, d_words
from extraction.title import find_title
from extraction.topics import find_topics, topics_of

_MAX_LINK_TEXT = 500  # characters
_MAX_AFTER_BODY = 25  # lines after the body that may hold a byline
MIN_TELLING_WORDS = 150
"""A shorter text alone does not identify an article: a broadcaster prints one stock text under many
videos."""
_MAX_LEAD = 2  # paragraphs; if more are between title and body, they are the body's first


@dataclass(frozen=True, slots=True)
class Extraction:
    """An article, and how it was found on its page."""

    article: Article
    notes: Notes


def extract(page: FetchedPage, rules: SiteRules = SiteRules()) -> Extraction:
    """Extract the article of a page.

    Without a layout that fits, the page is read from its structure alone. A page without an article
    gives an Article with an empty body. Any content is read, complete or broken, in bounded time
    and memory. Raises ValueError if `page.url` is not a URL.
    """
    if (packed := packed_sign(page.content)) is not None:
        return Extraction(Article(url=page.url, garbled=packed), Notes())
    text = decode(page.content, page.content_type)
    root = parse(text)
    if root is None:
        return Extraction(Article(url=page.url), Notes())
    decode_into(root, rules.decoders)
    fit = fitting(root, rules.layouts)
    scope = root if fit is None else _scope(root, fit)
    # While an element is not held, lxml makes it again for each question, and climbs from each that
    # it drops to the nearest one that is held: far, in a page of many levels.
    elements = list(scope.iter())
    blocks: Sequence[Block] = read_blocks(scope, _dropped(scope, fit))
    is_truncated = len(text) > MAX_PAGE or len(blocks) >= MAX_LINES
    boxes: tuple[CutLine, ...] = ()
    if fit is None:
        challenge = challenge_sign(blocks)
        if challenge is not None:
            return Extraction(Article(url=page.url, challenge=challenge), Notes())
        blocks, boxes = without_boxes(blocks)
    return _extract(page, rules, _Lines(root, elements, fit, blocks, boxes, is_truncated))


def with_facts(article: Article) -> Article:
    """Add what follows from the texts: topics, words, digest and signs of garbled text."""
    evidence = find_topics(article.title, article.lead, article.body)
    words = text_words(article.lead, article.body)
    return replace(
        article,
        evidence=evidence,
        topics=topics_of(evidence),
        words=len(words),
        garbled=garbled_sign(f"{article.title or ''} {article.text}"),
        text_sha256=text_digest(words, article.title, article.published),
        d_words=d_words(article.title, article.lead, article.body),
    )


def text_words(lead: str | None, body: str) -> list[str]:
    """Return the words of a text as they are compared."""
    return comparable_words(lead or "") + comparable_words(body)


def text_digest(words: Sequence[str], title: str | None, published: str | None) -> str:
    """Return the digest of an article's text; equal digests mean the same article.

    That of a short text is also of the title and the day.
    """
    parts = [" ".join(words)]
    if len(words) < MIN_TELLING_WORDS:
        parts += [comparable(title or ""), (published or "")[:10]]
    return hashlib.sha256("\n".join(parts).encode(errors="replace")).hexdigest()


@dataclass(frozen=True, slots=True)
class _Lines:
    """The lines of a page that may hold an article."""

    root: HtmlElement
    elements: Sequence[HtmlElement]
    """Those whose lines are read, which are held meanwhile."""
    fit: Fit | None
    blocks: Sequence[Block]
    boxes: tuple[CutLine, ...]
    """The lines that were left out."""
    is_truncated: bool


def _scope(root: HtmlElement, fit: Fit) -> HtmlElement:
    """Return the innermost element that holds title and body.

    If the layout does not say where the date is, it may be anywhere near the title: all is read.
    """
    if not fit.layout.date:
        return root
    around_title = {fit.title, *fit.title.iterancestors()}
    around_body = (fit.body, *fit.body.iterancestors())
    return next(element for element in around_body if element in around_title)


def _dropped(scope: HtmlElement, fit: Fit | None) -> frozenset[HtmlElement]:
    """Return the elements that a layout drops, unless they hold its title or its body."""
    if fit is None:
        return frozenset()
    around = {fit.title, *fit.title.iterancestors(), fit.body, *fit.body.iterancestors()}
    return frozenset(fit.elements.select_in(scope, fit.layout.drop)) - around


# All steps in their order, in one function: each needs what those before it found.
def _extract(page: FetchedPage, rules: SiteRules, lines: _Lines) -> Extraction:
    fit, head = lines.fit, read_head(lines.root)
    link_text = clean(page.link_text[:_MAX_LINK_TEXT]) if page.link_text else None
    title = find_title(lines.blocks, head, link_text, fit, page.url)
    title_text, title_block = (title.value.text, title.value.block) if title else (None, None)
    blocks = with_short_paragraphs(lines.blocks, title_block)
    if fit is None:
        blocks = without_next_article(blocks, title_block)
    body = _find_body(fit, blocks, title_block)
    parts = replace(_divide(lines, blocks, head, title_block, body.value), url=page.url)
    reading, layout = read_text(parts, title_text, rules.repeated), "generic"
    if fit is not None:
        layout = fit.layout.name
    else:
        reading, fallback = with_second_reader(reading, parts, title_text, link_text, lines.boxes)
        if fallback is not None:
            body, layout = fallback, "trafilatura"
    published = find_published(
        parts,
        page.url,
        page.fetched,
        url_counts=not rules.layouts,
        has_title=title is not None,
        month_first=rules.month_first,
        dated_paths=rules.dated_paths,
    )
    byline = reading.byline
    if byline is None or byline.value.author is None:  # the end of the text may name an office
        byline = byline_below_title(parts) or byline
    section: Finding[str | None] = parts.by_layout("section", last=True) or Finding(
        find_section(blocks, title_block, head), "the way to it above the title"
    )
    doubts = (
        *(("page: too long to be read to its end",) if lines.is_truncated else ()),
        *(title.doubts if title else ()),
        *reading.doubts,
        *(published.doubts if published else ()),
    )
    article = with_facts(
        Article(
            url=page.url,
            title=title_text,
            lead=reading.lead.value if reading.lead else None,
            body="\n\n".join(reading.paragraphs),
            captions=reading.captions,
            author=byline.value.author if byline else None,
            unit=byline.value.unit if byline else None,
            byline=byline.value.raw if byline else None,
            published=(published.value.value or None) if published and published.value else None,
            published_raw=published.value.raw if published and published.value else None,
            section=section.value,
            layout=layout,
            doubts=doubts,
        )
    )
    paywall = paywall_sign(article.words, parts.inside, parts.after)
    findings = {
        "title": title,
        "body": body,
        "lead": reading.lead,
        "published": published,
        "author": byline,
        "section": section,
    }
    return Extraction(
        replace(article, paywall=paywall, other=other_article(lines.root, page.url, title_text)),
        take_notes(findings, (*lines.boxes, *reading.cuts), doubts),
    )


def _find_body(
    fit: Fit | None, blocks: Sequence[Block], title: Block | None
) -> Finding[HtmlElement | None]:
    if fit is not None:
        return Finding(fit.body, fit.by, fit.body)
    body = find_body(blocks, title)
    return Finding(body, "it holds most of the paragraphs" if body is not None else "", body)


def _divide(
    lines: _Lines,
    blocks: Sequence[Block],
    head: Head,
    title: Block | None,
    body: HtmlElement | None,
) -> PageParts:
    start = title.index + 1 if title is not None else 0
    inside = [block for block in blocks if body in block.path] if body is not None else []
    if title is not None and body in title.path:
        inside = [block for block in inside if block.index >= start]
    if not inside:
        return PageParts(lines.root, head, lines.fit, blocks, title)
    first, last = inside[0].index, inside[-1].index
    if lines.fit is None and body is not None:
        end = end_of_series(body, blocks, last)
        inside, last = [*inside, *blocks[last + 1 : end + 1]], end
    before = list(blocks[start:first]) if title is not None else []
    if sum(b.is_prose for b in before) > _MAX_LEAD:  # the body is in several elements
        before, inside = [], before + inside
    after = blocks[last + 1 : last + 1 + _MAX_AFTER_BODY]
    return PageParts(lines.root, head, lines.fit, blocks, title, inside, before, after)
