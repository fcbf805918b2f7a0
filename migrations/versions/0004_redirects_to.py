"""Where a page redirects to, in a column of its own instead of the words of its reason."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# Outcome, and the reason with `%` for the target, as earlier versions wrote them.
_REASONS = (
    ("duplicate", "redirects to %"),
    ("gone", "redirects to %, which is no article"),
    ("refused", "redirects to another host, not followed: %"),
)


def upgrade() -> None:
    """Add the column and fill it from the reasons."""
    op.add_column("pages", sa.Column("redirects_to", sa.String(), nullable=True))
    for outcome, reason in _REASONS:
        start, end = (len(part) for part in reason.split("%"))
        op.execute(
            sa.text(
                "UPDATE pages SET redirects_to = "
                "substr(reason, :start + 1, length(reason) - :start - :end) "
                "WHERE outcome = :outcome AND reason LIKE :reason"
            ).bindparams(start=start, end=end, outcome=outcome, reason=reason)
        )


def downgrade() -> None:
    """Drop the column; the reasons still say it."""
    op.drop_column("pages", "redirects_to")
