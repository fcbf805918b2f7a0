"""Shorter `d_words`: without diacritics, and without those that the text has anyway."""

import sqlalchemy as sa
from alembic import op

from archive import search
from extraction.text import d_words

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_BATCH = 1000
_articles = sa.table("articles", *map(sa.column, ("id", "title", "lead", "body", "d_words")))


def upgrade() -> None:
    """Make the words of each article again, and the search index over them."""
    bind = op.get_bind()
    is_indexed = bind.dialect.name == "sqlite"
    if is_indexed:  # else each article would be taken out of the index and put in again
        for statement in search.DROP:
            op.execute(statement)
    last = 0
    query = sa.select(_articles).order_by(_articles.c.id).limit(_BATCH)
    while rows := bind.execute(query.where(_articles.c.id > last)).all():
        last = rows[-1].id
        bind.execute(
            sa.update(_articles)
            .where(_articles.c.id == sa.bindparam("number"))
            .values(d_words=sa.bindparam("words")),
            [{"number": row.id, "words": d_words(row.title, row.lead, row.body)} for row in rows],
        )
    if is_indexed:
        for statement in (*search.CREATE, search.REBUILD):
            op.execute(statement)


def downgrade() -> None:
    """Leave the words: a search finds the same with either."""
