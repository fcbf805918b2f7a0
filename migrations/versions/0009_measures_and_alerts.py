"""What runs measured, and the alerts of the monitors."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column, which is null for earlier runs, and the table."""
    op.add_column("runs", sa.Column("measures", sa.JSON(), nullable=True))
    op.create_table(
        "alerts",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("monitor", sa.String(16), nullable=False),
        sa.Column("site", sa.String(), sa.ForeignKey("sites.name"), nullable=True),
        sa.Column("level", sa.String(8), nullable=False),
        sa.Column("since", sa.String(), nullable=False),
        sa.Column("until", sa.String(), nullable=True),
        sa.Column("message", sa.String(), nullable=False),
    )
    op.create_index("ix_alerts_site_until", "alerts", ["site", "until"])


def downgrade() -> None:
    """Drop both."""
    op.drop_table("alerts")
    op.drop_column("runs", "measures")
