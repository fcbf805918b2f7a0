"""What the published file has beside the archive: tables and indexes for the questions of readers.

The archive has none of them, because each crawl would have to keep them up to date.
"""

import sqlite3
from collections.abc import Iterator

from operations.descriptions import described_tables, plain
from operations.exact_index import add_exact_index
from operations.narrowing import leave_out_indexes
from operations.words import vietnamese

TABLES = {
    "article_topics": """
        CREATE TABLE article_topics (
          article_id INTEGER NOT NULL REFERENCES articles (id),
          topic VARCHAR NOT NULL,
          PRIMARY KEY (topic, article_id)
        ) WITHOUT ROWID
    """,
    "article_evidence": """
        CREATE TABLE article_evidence (
          article_id INTEGER NOT NULL REFERENCES articles (id),
          topic VARCHAR NOT NULL,
          phrase VARCHAR NOT NULL,
          field VARCHAR NOT NULL,
          count INTEGER NOT NULL,
          PRIMARY KEY (phrase, article_id, topic, field)
        ) WITHOUT ROWID
    """,
    "months": """
        CREATE TABLE months (
          month VARCHAR,
          topic VARCHAR NOT NULL,
          site VARCHAR NOT NULL REFERENCES sites (name),
          province VARCHAR,
          province_now VARCHAR,
          articles INTEGER NOT NULL
        )
    """,
    "phrase_months": """
        CREATE TABLE phrase_months (
          month VARCHAR,
          topic VARCHAR NOT NULL,
          phrase VARCHAR NOT NULL,
          site VARCHAR NOT NULL REFERENCES sites (name),
          province VARCHAR,
          province_now VARCHAR,
          articles INTEGER NOT NULL,
          times INTEGER NOT NULL
        )
    """,
    "outcomes": """
        CREATE TABLE outcomes (
          site VARCHAR NOT NULL REFERENCES sites (name),
          outcome VARCHAR NOT NULL,
          pages INTEGER NOT NULL,
          PRIMARY KEY (site, outcome)
        ) WITHOUT ROWID
    """,
    "facet_buckets": """
        CREATE TABLE facet_buckets (
          id INTEGER NOT NULL PRIMARY KEY,
          site VARCHAR NOT NULL REFERENCES sites (name),
          year INTEGER,
          topics VARCHAR NOT NULL,
          kind VARCHAR,
          province VARCHAR,
          province_now VARCHAR
        )
    """,
    "article_facets": """
        CREATE TABLE article_facets (
          id INTEGER NOT NULL PRIMARY KEY REFERENCES articles (id),
          day VARCHAR NOT NULL,
          bucket INTEGER NOT NULL REFERENCES facet_buckets (id)
        )
    """,
    "dictionary": """
        CREATE TABLE dictionary (
          table_name VARCHAR NOT NULL,
          column_name VARCHAR,
          description VARCHAR NOT NULL,
          description_vi VARCHAR
        )
    """,
}
"""The tables, by name."""

_FILL = (
    """
    INSERT INTO article_topics
    SELECT DISTINCT articles.id, topic.value FROM articles, json_each(articles.topics) AS topic
    ORDER BY 2, 1
    """,
    """
    INSERT INTO article_evidence
    SELECT articles.id, item.value ->> 'topic', item.value ->> 'phrase', item.value ->> 'field',
      sum(item.value ->> 'count')
    FROM articles, json_each(articles.evidence) AS item
    GROUP BY 1, 2, 3, 4 ORDER BY 3, 1, 2, 4
    """,
    """
    INSERT INTO months
    SELECT month, topic, site, province, province_now, count(*)
    FROM article_topics JOIN articles ON articles.id = article_id WHERE duplicate_of IS NULL
    GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
    """,
    """
    INSERT INTO phrase_months
    SELECT month, topic, phrase, site, province, province_now,
      count(DISTINCT articles.id), sum(article_evidence.count)
    FROM article_evidence JOIN articles ON articles.id = article_id WHERE duplicate_of IS NULL
    GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY phrase, topic, 1, 4, 5, 6
    """,
    "INSERT INTO outcomes SELECT site, outcome, count(*) FROM pages GROUP BY 1, 2 ORDER BY 1, 2",
)
# Those of a site in a year on the same topics are in one bucket: a search counts these.
_FILL_FACETS = (
    """
    INSERT INTO facet_buckets (site, year, topics, kind, province, province_now)
    SELECT articles.site, year, topics, sites.kind, sites.province, sites.province_now
    FROM articles JOIN sites ON sites.name = articles.site
    GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
    """,
    """
    INSERT INTO article_facets
    SELECT articles.id, coalesce(day, ''), facet_buckets.id
    FROM articles JOIN facet_buckets ON facet_buckets.site = articles.site
      AND facet_buckets.year IS articles.year AND facet_buckets.topics = articles.topics
    ORDER BY articles.id
    """,
)
# Each begins with what a list is filtered by, goes on with what it is sorted by, and has what its
# facets count, so that they read no article.
_INDEXES = (
    "CREATE INDEX ix_articles_site_newest ON articles (site, newest, province, year)",
    "CREATE INDEX ix_articles_province_newest ON articles (province, newest, site, year)",
    "CREATE INDEX ix_articles_province_now_newest "
    "ON articles (province_now, newest, site, province, year)",
    "CREATE INDEX ix_articles_year_newest ON articles (year, newest, site, province)",
    "CREATE INDEX ix_articles_month ON articles (month, duplicate_of)",
    "CREATE INDEX ix_articles_day ON articles (day)",
    "CREATE INDEX ix_articles_reprints ON articles (duplicate_of) WHERE duplicate_of IS NOT NULL",
    "CREATE INDEX ix_articles_gone ON articles (gone_since) WHERE gone_since IS NOT NULL",
    "CREATE INDEX ix_articles_in_doubt ON articles (id) WHERE doubts != '[]'",
    "CREATE INDEX ix_phrase_months_phrase ON phrase_months (phrase)",
    "CREATE INDEX ix_revisions_cause ON revisions (cause, seen)",
    "CREATE INDEX ix_runs_kind ON runs (kind)",
    "CREATE INDEX ix_runs_verdict ON runs (verdict)",
    "CREATE INDEX ix_captures_page ON captures (page_id)",
    "CREATE INDEX ix_pages_article ON pages (article_id) WHERE article_id IS NOT NULL",
    "CREATE INDEX ix_pages_outcome ON pages (outcome)",
    "CREATE INDEX ix_pages_unread ON pages (id) "
    "WHERE outcome IN ('empty', 'blocked', 'refused', 'failed')",
)
_MAX_ANALYZED = 1000
"""Rows of each index that are looked at, for SQLite to choose among the indexes."""


def add_reading_tables(copy: sqlite3.Connection) -> None:
    """Add the tables and indexes to the copy of an archive that is to be published."""
    with copy:
        for statement in (*TABLES.values(), *_FILL, *_FILL_FACETS):
            copy.execute(statement)
        add_exact_index(copy)
        copy.executemany("INSERT INTO dictionary VALUES (?, ?, ?, ?)", _descriptions())
        leave_out_indexes(copy)
        for statement in _INDEXES:
            copy.execute(statement)
        copy.execute(f"PRAGMA analysis_limit = {_MAX_ANALYZED}")
        copy.execute("ANALYZE")


def _descriptions() -> Iterator[tuple[str, str | None, str, str | None]]:
    """Yield a row of `dictionary` for each table, and one for each column."""
    for name, table in described_tables().items():
        about = table["description_html"]
        yield name, None, plain(about), plain(vietnamese(about) or "") or None
        for column, description in table["columns"].items():
            yield name, column, description, vietnamese(description)
