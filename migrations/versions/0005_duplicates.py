"""Duplicates: their titles, their revisits, and what tells short articles with one text apart."""

import sqlalchemy as sa
from alembic import op

from extraction.extract import MIN_TELLING_WORDS, text_digest, text_words

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_articles = sa.table(
    "articles",
    *map(sa.column, ("id", "title", "lead", "body", "published", "words", "text_sha256")),
)


def upgrade() -> None:
    """Add the title of a page. Pages with the text of another article become due.

    The digest of a short article is now also that of its title and its day.
    """
    op.add_column("pages", sa.Column("title", sa.String(), nullable=True))
    op.execute(
        "UPDATE pages SET next_check = coalesce(last_fetched, first_seen) "
        "WHERE outcome = 'duplicate' AND redirects_to IS NULL AND article_id IS NOT NULL "
        "AND next_check IS NULL"
    )
    connection = op.get_bind()
    short = sa.select(_articles).where(_articles.c.words < MIN_TELLING_WORDS)
    for row in connection.execute(short).all():
        digest = text_digest(text_words(row.lead, row.body), row.title, row.published)
        connection.execute(
            sa.update(_articles).where(_articles.c.id == row.id).values(text_sha256=digest)
        )


def downgrade() -> None:
    """Drop the column; the digests stay as they are, and the pages are due."""
    op.drop_column("pages", "title")
