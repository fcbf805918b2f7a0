"""The day and the month of an article, a key to sort by, and the body first in the search index."""

import sqlalchemy as sa
from alembic import op

from archive import search

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_KEY = "coalesce(substr(published, 1, 16), '') || ' ' || substr('0000000' || id, -8)"
_COLUMNS = {
    "day": "substr(published, 1, 10)",
    "month": "substr(published, 1, 7)",
    "newest": _KEY,
}


def upgrade() -> None:
    """Add the columns and the index of the key, and build the search index again."""
    for name, computed in _COLUMNS.items():
        column = sa.Column(
            name, sa.String(), sa.Computed(computed, persisted=False), nullable=name != "newest"
        )
        op.add_column("articles", column)
    op.create_index("ix_articles_newest", "articles", ["newest"], unique=True)
    if op.get_bind().dialect.name == "sqlite":
        for statement in (*search.DROP, *search.CREATE, search.REBUILD):
            op.execute(statement)


def downgrade() -> None:
    """Drop the columns; the order of the columns in the search index makes no difference."""
    op.drop_index("ix_articles_newest", "articles")
    for name in _COLUMNS:
        op.drop_column("articles", name)
