"""Kind, state and evidence of sites, probes, and sites and articles of no province."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_WITHOUT_PROVINCE = (("sites", "province"), ("articles", "province"), ("articles", "province_now"))


def upgrade() -> None:
    """Add the columns; the next run of a site fills them in."""
    op.add_column("sites", sa.Column("kind", sa.String(), nullable=True))
    op.add_column("sites", sa.Column("state", sa.String(), nullable=True))
    op.add_column("sites", sa.Column("evidence", sa.JSON(), server_default="[]", nullable=False))
    op.add_column("sites", sa.Column("province_now", sa.String(), nullable=True))
    op.execute(
        "UPDATE sites SET province_now = "
        "(SELECT name_now FROM provinces WHERE provinces.name = sites.province)"
    )
    if op.get_bind().dialect.name == "sqlite":
        _allow_null_in_sqlite()
    else:
        for table, column in _WITHOUT_PROVINCE:
            op.alter_column(table, column, nullable=True)

    op.create_table(
        "probes",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("started", sa.String(), nullable=False),
        sa.Column("finished", sa.String(), nullable=False),
        sa.Column("requests", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
    )
    op.create_index("ix_probes_site", "probes", ["site"])


def _allow_null_in_sqlite() -> None:
    """Remove NOT NULL from the stored schema, without a copy of the table and its search index.

    This is the shorter procedure of sqlite.org/lang_altertable.html, section 7.
    """
    version = op.get_bind().execute(sa.text("PRAGMA schema_version")).scalar_one()
    op.execute("PRAGMA writable_schema = ON")
    change = sa.text(
        "UPDATE sqlite_schema SET sql = replace(sql, :before, :after) "
        "WHERE type = 'table' AND name = :table"
    )
    for table, column in _WITHOUT_PROVINCE:
        op.execute(
            change.bindparams(
                before=f"{column} VARCHAR NOT NULL", after=f"{column} VARCHAR", table=table
            )
        )
    op.execute(f"PRAGMA schema_version = {version + 1}")
    op.execute("PRAGMA writable_schema = OFF")


def downgrade() -> None:
    """Drop the columns; a site and its articles may still have no province."""
    op.drop_table("probes")
    for name in ("province_now", "evidence", "state", "kind"):
        op.drop_column("sites", name)
