"""Stage 3: does the article belong in the archive?"""

from archive.models import Outcome
from archive.visit import Visit


class ClassifyPipeline:
    """Ends visits to pages on other topics, and to those published outside the wanted period.

    An article that is in the archive stays there, whatever its page says now.
    """

    def process_item(self, visit: Visit) -> Visit:
        """Look up the stored article, and set the outcome `off_topic` if it applies.

        A 304 for a page that was never read has `failed`.
        """
        run = visit.run
        if visit.stored is None and not visit.is_new:
            with run.guard():
                visit.stored = run.pages.article_of(visit.key)
        if visit.outcome is Outcome.UNCHANGED and visit.stored is None:
            visit.end(Outcome.FAILED, "the site answered 304 for a page that was never read")
        if visit.outcome is not None or visit.article is None or visit.stored is not None:
            return visit
        if not visit.article.topics:
            visit.end(Outcome.OFF_TOPIC, "no phrase of dân vận or QCDC in title, lead or body")
        elif visit.article.published not in run.period:
            visit.end(
                Outcome.OFF_TOPIC,
                f"published {visit.article.published}, outside the period asked for: {run.period}",
            )
            visit.due_again = True
        return visit
