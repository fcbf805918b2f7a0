"""Pauses of sites, hosts that the operator retires, and how many requests a host got in a night."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "pauses",
        sa.Column("site", sa.String(), sa.ForeignKey("sites.name"), primary_key=True),
        sa.Column("since", sa.String(), nullable=False),
        sa.Column("until", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("blocks", sa.Integer(), nullable=False),
    )
    op.create_table(
        "retired_hosts",
        sa.Column("host", sa.String(), primary_key=True),
        sa.Column("since", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
    )
    op.create_table(
        "host_requests",
        sa.Column("host", sa.String(), primary_key=True),
        sa.Column("night", sa.String(), nullable=False),
        sa.Column("requests", sa.Integer(), nullable=False),
    )


def downgrade() -> None:
    """Drop the tables."""
    for table in ("host_requests", "retired_hosts", "pauses"):
        op.drop_table(table)
