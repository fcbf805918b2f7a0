"""When each alert was told, so that one whose message could not be sent is told later."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column. The alerts so far were told on their night, or nobody knows better."""
    op.add_column("alerts", sa.Column("told", sa.String(), nullable=True))
    op.execute("UPDATE alerts SET told = since")


def downgrade() -> None:
    """Drop the column."""
    op.drop_column("alerts", "told")
