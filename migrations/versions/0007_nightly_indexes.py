"""Indexes of what a night asks for, closed capture files, and validators of listings."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

# Name, table and columns of each index, and its condition.
_PARTIAL = (
    ("ix_pages_due", "pages", ["site", "next_check"], "next_check IS NOT NULL"),
    ("ix_capture_files_open", "capture_files", ["site"], "closed IS NULL"),
    ("ix_runs_under_way", "runs", ["site"], "verdict IS NULL"),
)
_OF_LISTINGS = ("etag", "last_modified", "last_sent")


def upgrade() -> None:
    """Add the columns and the indexes; the next crawl of a site closes its files."""
    op.add_column("capture_files", sa.Column("closed", sa.String(), nullable=True))
    for column in _OF_LISTINGS:
        op.add_column("listings", sa.Column(column, sa.String(), nullable=True))
    for name, table, columns, where in _PARTIAL:
        condition = sa.text(where)
        op.create_index(name, table, columns, sqlite_where=condition, postgresql_where=condition)
    op.create_index("ix_listings_site_read_through", "listings", ["site", "read_through"])
    op.drop_index("ix_listings_site", "listings")


def downgrade() -> None:
    """Drop what was added."""
    op.create_index("ix_listings_site", "listings", ["site"])
    op.drop_index("ix_listings_site_read_through", "listings")
    for name, table, _, _ in _PARTIAL:
        op.drop_index(name, table)
    for column in _OF_LISTINGS:
        op.drop_column("listings", column)
    op.drop_column("capture_files", "closed")
