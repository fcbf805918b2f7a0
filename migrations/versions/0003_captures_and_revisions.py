"""Add captures, revisions of articles, weighted failures, and kinds of runs.

Articles stored before this version have no capture. They are revisited, and thereby captured,
over the following quarter.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_SPREAD = (
    "UPDATE pages SET next_check = "
    "strftime('%Y-%m-%dT%H:%M:%S+00:00', 'now', '+' || (id % 91) || ' days') "
    "WHERE outcome = 'stored' AND next_check IS NULL"
)


def upgrade() -> None:
    """Upgrade to this version."""
    with op.batch_alter_table("pages") as pages:
        pages.alter_column("failures", type_=sa.Double(), existing_type=sa.Integer())
    op.execute(_SPREAD)
    op.add_column("articles", sa.Column("gone_since", sa.String(), nullable=True))
    op.add_column(
        "runs", sa.Column("kind", sa.String(length=8), server_default="crawl", nullable=False)
    )
    op.create_table(
        "revisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("seen", sa.String(), nullable=False),
        sa.Column("cause", sa.String(length=8), nullable=False),
        sa.Column("changed", sa.JSON(), nullable=False),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("lead", sa.String(), nullable=True),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=True),
        sa.Column("published", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_revisions_article_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revisions")),
        sa.UniqueConstraint("article_id", "number", name=op.f("uq_revisions_article_id_number")),
    )
    op.create_table(
        "capture_files",
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("opened", sa.String(), nullable=False),
        sa.Column("settled", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["site"], ["sites.name"], name=op.f("fk_capture_files_site")),
        sa.PrimaryKeyConstraint("file", name=op.f("pk_capture_files")),
    )
    op.create_index(op.f("ix_capture_files_site"), "capture_files", ["site"])
    op.create_table(
        "captures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("fetched", sa.String(), nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("offset", sa.Integer(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("record", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(["file"], ["capture_files.file"], name=op.f("fk_captures_file")),
        sa.ForeignKeyConstraint(["page_id"], ["pages.id"], name=op.f("fk_captures_page_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_captures")),
        sa.UniqueConstraint("file", "offset", name=op.f("uq_captures_file_offset")),
    )
    op.create_index(op.f("ix_captures_page_id_fetched"), "captures", ["page_id", "fetched"])


def downgrade() -> None:
    """Downgrade to the previous version."""
    op.drop_table("captures")
    op.drop_table("capture_files")
    op.drop_table("revisions")
    op.drop_column("runs", "kind")
    op.drop_column("articles", "gone_since")
    with op.batch_alter_table("pages") as pages:
        pages.alter_column("failures", type_=sa.Integer(), existing_type=sa.Double())
