"""Add doubts of the extraction, and the lines that are repeated on many pages of a site."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Upgrade to this version."""
    op.add_column("articles", sa.Column("doubts", sa.JSON(), server_default="[]", nullable=False))
    op.create_table(
        "repeated_lines",
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("line", sa.String(), nullable=False),
        sa.Column("articles", sa.Integer(), nullable=False),
        sa.Column("learned", sa.String(), nullable=False),
        sa.Column("kept", sa.Boolean(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["site"], ["sites.name"], name=op.f("fk_repeated_lines_site")),
        sa.PrimaryKeyConstraint("site", "key", name=op.f("pk_repeated_lines")),
    )


def downgrade() -> None:
    """Downgrade to the previous version."""
    op.drop_table("repeated_lines")
    op.drop_column("articles", "doubts")
