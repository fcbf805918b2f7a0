"""From what the extraction read to columns of `articles` and `revisions`."""

from archive.pages import StoredArticle
from archive.writer import Row
from extraction.article import Article

COMPARED = ("title", "lead", "body", "author", "published")
"""Fields of an article whose change makes a revision."""


def article_columns(article: Article) -> Row:
    """Return the columns that follow from reading a page, whichever site it belongs to."""
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
        "evidence": [
            {"topic": e.topic, "phrase": e.phrase, "field": e.field, "count": e.count}
            for e in article.evidence
        ],
        "words": article.words,
        "doubts": list(article.doubts),
        "layout": article.layout,
        "text_sha256": article.text_sha256,
        "d_words": article.d_words,
    }


def updated_columns(article: Article) -> Row:
    """Return the columns of a stored article that change when its page is read again.

    An article whose text no longer names a topic keeps the topics that it was stored for.
    """
    columns = article_columns(article)
    if not article.topics:
        del columns["topics"], columns["evidence"]
    return columns


def changed_fields(before: StoredArticle | Article, after: Article) -> list[str]:
    """Return the names of the compared fields in which two readings of an article differ."""
    return [
        name
        for name in COMPARED
        if (getattr(before, name) or None) != (getattr(after, name) or None)
    ]


def revision_row(
    article_id: int, before: StoredArticle | Article, after: Article, seen: str, cause: str
) -> Row:
    """Return a row of `revisions`: an article as it was before it changed.

    `cause` is `edited` for a change by the newspaper, `reread` for a change of our own rules.
    """
    return {
        **{name: getattr(before, name) for name in COMPARED},
        "article_id": article_id,
        "seen": seen,
        "cause": cause,
        "changed": changed_fields(before, after),
    }
