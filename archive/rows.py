"""From what the extraction read to columns of `articles`."""

import dataclasses

from archive.writer import Row
from extraction.article import Article


def columns_of(article: Article) -> Row:
    """Return the columns that follow from reading a page, whichever site it is of."""
    return {
        "title": article.title,
        "published": article.published,
        "topics": list(article.topics),
        "section": article.section,
        "lead": article.lead,
        "body": article.body,
        "author": article.author,
        "unit": article.unit,
        "byline": article.byline,
        "published_raw": article.published_raw,
        "captions": list(article.captions),
        "evidence": [dataclasses.asdict(item) for item in article.evidence],
        "words": article.words,
        "doubts": list(article.doubts),
        "layout": article.layout,
        "text_sha256": article.text_sha256,
        "d_words": article.d_words,
    }


def columns_anew(article: Article) -> Row:
    """Return the columns to change where an article is read anew.

    What made it part of the archive stays where its text names no topic any more.
    """
    columns = columns_of(article)
    if not article.topics:
        del columns["topics"], columns["evidence"]
    return columns
