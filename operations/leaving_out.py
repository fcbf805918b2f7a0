"""Leaving out of a copy of the archive what readers must not get: withdrawn articles.

What is left of such an article is a row in `withdrawals`, and its pages without its title and date.
"""

import sqlite3

REPRINT = "a reprint of "
"""How the reason begins with which a reprint is left out; the URL of its original follows."""

_TITLE = 40  # characters; a reason quotes no more than 80, and escapes some
_SHORTEST = 12  # characters; shorter titles are also words of other sentences

# Each article that is left out, and the withdrawal that it is left out for: reprints as well.
_CHOOSE = """
CREATE TEMP TABLE left_out AS
WITH RECURSIVE found (id, withdrawal) AS (
  SELECT articles.id, withdrawals.id FROM withdrawals
  JOIN pages ON pages.site = withdrawals.site AND pages.key = withdrawals.key
  JOIN articles ON articles.url = pages.url
  WHERE withdrawals.restored IS NULL
  UNION
  SELECT articles.id, found.withdrawal FROM articles JOIN found ON articles.duplicate_of = found.id
)
SELECT id, min(withdrawal) AS withdrawal FROM found GROUP BY id
"""
_ADD_REPRINTS = f"""
INSERT INTO withdrawals (url, site, key, article_id, withdrawn, reason)
SELECT articles.url, pages.site, pages.key, articles.id, original.withdrawn,
  '{REPRINT}' || original.url
FROM left_out
JOIN articles ON articles.id = left_out.id
JOIN pages ON pages.url = articles.url
JOIN withdrawals AS original ON original.id = left_out.withdrawal
WHERE NOT EXISTS (SELECT 1 FROM withdrawals AS own
  WHERE own.site = pages.site AND own.key = pages.key AND own.restored IS NULL)
"""  # noqa: S608  (our own words)
_CHOOSE_PAGES = """
CREATE TEMP TABLE stripped AS
SELECT id, url FROM pages WHERE article_id IN (SELECT id FROM left_out)
  OR (site, key) IN (SELECT site, key FROM withdrawals WHERE restored IS NULL)
"""
_CHOOSE_TITLES = f"""
CREATE TEMP TABLE titles AS
SELECT DISTINCT substr(title, 1, {_TITLE}) AS title FROM (
  SELECT title FROM articles WHERE id IN (SELECT id FROM left_out)
  UNION ALL SELECT title FROM revisions WHERE article_id IN (SELECT id FROM left_out)
  UNION ALL SELECT title FROM pages WHERE id IN (SELECT id FROM stripped)
) WHERE length(title) >= {_SHORTEST}
"""  # noqa: S608  (our own numbers)
# Pages that showed such an article when they were fetched last: its title, or its URL at the end of
# the reason, says so. Their own articles, if they have any, are not withdrawn.
_CHOOSE_SHOWING = """
CREATE TEMP TABLE showing AS
SELECT id FROM pages WHERE id NOT IN (SELECT id FROM stripped) AND (
  EXISTS (SELECT 1 FROM titles WHERE instr(pages.reason, titles.title)
    OR (pages.outcome = 'failed' AND instr(pages.title, titles.title)))
  OR EXISTS (SELECT 1 FROM stripped
    WHERE substr(pages.reason, -length(stripped.url) - 1) = ' ' || stripped.url)
)
"""
_CHOOSE_ALL = (_CHOOSE, _ADD_REPRINTS, _CHOOSE_PAGES, _CHOOSE_TITLES, _CHOOSE_SHOWING)
_STRIP = (
    "UPDATE pages SET title = NULL, published = NULL, article_id = NULL, "
    "reason = 'withdrawn from publication' WHERE id IN (SELECT id FROM stripped)",
    "UPDATE pages SET title = NULL, published = NULL WHERE id IN (SELECT id FROM showing) "
    "AND EXISTS (SELECT 1 FROM titles WHERE instr(pages.title, titles.title))",
    "UPDATE pages SET reason = 'not shown: it quotes an article that is withdrawn' "
    "WHERE EXISTS (SELECT 1 FROM titles WHERE instr(pages.reason, titles.title))",
    "UPDATE runs SET reasons = (SELECT json_group_array(value) FROM json_each(runs.reasons) "
    "WHERE NOT EXISTS (SELECT 1 FROM titles WHERE instr(value, titles.title))) "
    "WHERE EXISTS (SELECT 1 FROM json_each(runs.reasons), titles WHERE instr(value, titles.title))",
    "UPDATE runs SET measures = json_set(measures, '$.failures', json(("
    "SELECT json_group_object(key, value) FROM json_each(runs.measures, '$.failures') "
    "WHERE NOT EXISTS (SELECT 1 FROM titles WHERE instr(key, titles.title))))) "
    "WHERE EXISTS (SELECT 1 FROM json_each(runs.measures, '$.failures'), titles "
    "WHERE instr(key, titles.title))",
    "UPDATE probes SET report = '{}' "
    "WHERE EXISTS (SELECT 1 FROM stripped WHERE instr(probes.report, stripped.url))",
    "UPDATE articles SET duplicate_of = NULL WHERE id IN (SELECT id FROM left_out)",
    "DELETE FROM withdrawals WHERE restored IS NOT NULL",
)
_DELETE = {
    # Those of the machine name its folders.
    "alerts": "DELETE FROM alerts WHERE site IS NULL "
    "OR EXISTS (SELECT 1 FROM titles WHERE instr(alerts.message, titles.title))",
    # Of a page that showed such an article, those stay from which its own article was read.
    "captures": "DELETE FROM captures WHERE page_id IN (SELECT id FROM stripped) "
    "OR (page_id IN (SELECT id FROM showing) AND fetched NOT IN ("
    "SELECT first_captured FROM articles JOIN pages ON pages.article_id = articles.id "
    "WHERE pages.id = captures.page_id "
    "UNION ALL SELECT seen FROM revisions JOIN pages ON pages.article_id = revisions.article_id "
    "WHERE pages.id = captures.page_id))",
    "revisions": "DELETE FROM revisions WHERE article_id IN (SELECT id FROM left_out)",
    "articles": "DELETE FROM articles WHERE id IN (SELECT id FROM left_out)",
}


def leave_out_withdrawn(database: sqlite3.Connection) -> dict[str, int]:
    """Delete withdrawn articles from a copy, and the alerts of the machine.

    Return how many rows of which table were deleted.
    """
    with database:
        for statement in (*_CHOOSE_ALL, *_STRIP):
            database.execute(statement)
        return {table: database.execute(statement).rowcount for table, statement in _DELETE.items()}
