"""Articles that are withdrawn from publication, and the releases that a published file names."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the two tables."""
    op.create_table(
        "withdrawals",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("site", sa.String(), sa.ForeignKey("sites.name"), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("restored", sa.String(), nullable=True),
    )
    op.create_table(
        "releases",
        sa.Column("version", sa.String(), primary_key=True),
        sa.Column("made", sa.String(), nullable=False),
        sa.Column("rules", sa.String(), nullable=False),
        sa.Column("articles", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Integer(), nullable=False),
    )


def downgrade() -> None:
    """Drop both: which articles are withdrawn is forgotten."""
    op.drop_table("releases")
    op.drop_table("withdrawals")
