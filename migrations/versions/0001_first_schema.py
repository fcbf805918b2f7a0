"""First schema: ledger, articles and their search index, runs, sites, provinces."""

import sqlalchemy as sa
from alembic import op

from archive import search

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Upgrade to this version."""
    op.create_table(
        "provinces",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_now", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_provinces")),
    )
    op.create_table(
        "sites",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("province", sa.String(), nullable=False),
        sa.Column("host", sa.String(), nullable=False),
        sa.Column("family", sa.String(), nullable=False),
        sa.Column("last_good_crawl", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["province"], ["provinces.name"], name=op.f("fk_sites_province")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_sites")),
    )
    op.create_table(
        "articles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("published", sa.String(), nullable=True),
        sa.Column(
            "year",
            sa.Integer(),
            sa.Computed("CAST(substr(published, 1, 4) AS INTEGER)", persisted=False),
            nullable=True,
        ),
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("province", sa.String(), nullable=False),
        sa.Column("province_now", sa.String(), nullable=False),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("section", sa.String(), nullable=True),
        sa.Column("lead", sa.String(), nullable=True),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=True),
        sa.Column("unit", sa.String(), nullable=True),
        sa.Column("byline", sa.String(), nullable=True),
        sa.Column("published_raw", sa.String(), nullable=True),
        sa.Column("captions", sa.JSON(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("layout", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("first_captured", sa.String(), nullable=False),
        sa.Column("duplicate_of", sa.Integer(), nullable=True),
        sa.Column("text_sha256", sa.String(), nullable=False),
        sa.Column("d_words", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["duplicate_of"], ["articles.id"], name=op.f("fk_articles_duplicate_of")
        ),
        sa.ForeignKeyConstraint(
            ["province"], ["provinces.name"], name=op.f("fk_articles_province")
        ),
        sa.ForeignKeyConstraint(["site"], ["sites.name"], name=op.f("fk_articles_site")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_articles")),
        sa.UniqueConstraint("text_sha256", name=op.f("uq_articles_text_sha256")),
        sa.UniqueConstraint("url", name=op.f("uq_articles_url")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("articles", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_articles_duplicate_of"), ["duplicate_of"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_articles_province"), ["province"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_articles_province_now"), ["province_now"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_articles_published"), ["published"], unique=False)
        batch_op.create_index(batch_op.f("ix_articles_site"), ["site"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_articles_site_published"), ["site", "published"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_articles_year"), ["year"], unique=False)

    op.create_table(
        "listings",
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("read_through", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["site"], ["sites.name"], name=op.f("fk_listings_site")),
        sa.PrimaryKeyConstraint("url", name=op.f("pk_listings")),
    )
    with op.batch_alter_table("listings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_listings_site"), ["site"], unique=False)

    op.create_table(
        "runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("started", sa.String(), nullable=False),
        sa.Column("finished", sa.String(), nullable=True),
        sa.Column("requests", sa.Integer(), nullable=False),
        sa.Column("listings", sa.Integer(), nullable=False),
        sa.Column("stored", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("revised", sa.Integer(), nullable=False),
        sa.Column("duplicate", sa.Integer(), nullable=False),
        sa.Column("off_topic", sa.Integer(), nullable=False),
        sa.Column("empty", sa.Integer(), nullable=False),
        sa.Column("blocked", sa.Integer(), nullable=False),
        sa.Column("gone", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=True),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["site"], ["sites.name"], name=op.f("fk_runs_site")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_runs")),
    )
    with op.batch_alter_table("runs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_runs_site"), ["site"], unique=False)
        batch_op.create_index(batch_op.f("ix_runs_started"), ["started"], unique=False)

    op.create_table(
        "pages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("first_seen", sa.String(), nullable=False),
        sa.Column("last_fetched", sa.String(), nullable=True),
        sa.Column("etag", sa.String(), nullable=True),
        sa.Column("last_modified", sa.String(), nullable=True),
        sa.Column("next_check", sa.String(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("published", sa.String(), nullable=True),
        sa.Column("article_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=op.f("fk_pages_article_id")),
        sa.ForeignKeyConstraint(["site"], ["sites.name"], name=op.f("fk_pages_site")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pages")),
        sa.UniqueConstraint("url", name=op.f("uq_pages_url")),
    )
    with op.batch_alter_table("pages", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pages_article_id"), ["article_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_pages_site_key"), ["site", "key"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_pages_site_outcome"), ["site", "outcome"], unique=False
        )

    for statement in search.CREATE:
        op.execute(statement)


def downgrade() -> None:
    """Downgrade to the previous version."""
    for statement in search.DROP:
        op.execute(statement)
    with op.batch_alter_table("pages", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pages_site_outcome"))
        batch_op.drop_index(batch_op.f("ix_pages_site_key"))
        batch_op.drop_index(batch_op.f("ix_pages_article_id"))

    op.drop_table("pages")
    with op.batch_alter_table("runs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_runs_started"))
        batch_op.drop_index(batch_op.f("ix_runs_site"))

    op.drop_table("runs")
    with op.batch_alter_table("listings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_listings_site"))

    op.drop_table("listings")
    with op.batch_alter_table("articles", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_articles_year"))
        batch_op.drop_index(batch_op.f("ix_articles_site_published"))
        batch_op.drop_index(batch_op.f("ix_articles_site"))
        batch_op.drop_index(batch_op.f("ix_articles_published"))
        batch_op.drop_index(batch_op.f("ix_articles_province_now"))
        batch_op.drop_index(batch_op.f("ix_articles_province"))
        batch_op.drop_index(batch_op.f("ix_articles_duplicate_of"))

    op.drop_table("articles")
    op.drop_table("sites")
    op.drop_table("provinces")
