"""`newest` as a number, which takes a third of the space in each index."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_NUMBER = "coalesce(strftime('%s', substr(published, 1, 16)) / 60, 0) * 100000000 + id"
_TEXT = "coalesce(substr(published, 1, 16), '') || ' ' || substr('0000000' || id, -8)"


def upgrade() -> None:
    """Make a number of minutes and the number of the article."""
    _replace(_NUMBER, sa.Integer())


def downgrade() -> None:
    """Make a text of the date and the number of the article."""
    _replace(_TEXT, sa.String())


def _replace(computed: str, kind: sa.types.TypeEngine[int] | sa.types.TypeEngine[str]) -> None:
    op.drop_index("ix_articles_newest", "articles")
    op.drop_column("articles", "newest")
    column = sa.Column("newest", kind, sa.Computed(computed, persisted=False), nullable=False)
    op.add_column("articles", column)
    op.create_index("ix_articles_newest", "articles", ["newest"], unique=True)
