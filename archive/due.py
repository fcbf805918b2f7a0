"""Which pages that are due are requested. Apart from the queue: the tables take long to load."""

IS_REQUESTED = """(
  pages.outcome = 'duplicate' AND pages.redirects_to IS NOT NULL
  OR NOT EXISTS (
    SELECT 1 FROM pages other
    WHERE other.site = pages.site AND other.key = pages.key AND other.url != pages.url AND (
      other.outcome IN ('stored', 'unchanged', 'revised') AND (
        pages.outcome NOT IN ('stored', 'unchanged', 'revised')
        OR other.last_fetched > pages.last_fetched
      )
      OR other.outcome = 'duplicate'
        AND other.article_id IS NOT NULL AND other.redirects_to IS NULL
      OR other.outcome = 'off_topic' AND other.next_check IS NULL
    )
  )
)"""
"""The SQL condition of a row of `pages` that no other page of its key stands for.

It says the same as `Queue.is_due`. A site that gave its articles new URLs leaves an old one of each
that would be due for ever; should the new one be lost, the old one is requested again.
"""
