"""Stage 3: does the article belong in the archive?"""

from archive.models import Outcome
from archive.visit import Page


class ClassifyPipeline:
    """Ends pages on other topics, and those published outside the period asked for.

    What is in the archive stays there, whatever its page says now.
    """

    def process_item(self, page: Page) -> Page:
        """Set the outcome `off_topic`, or let the page pass."""
        ledger = page.ledger
        if not page.is_new:
            with ledger.guard():
                page.known = ledger.article_of(page.key)
        if page.outcome is Outcome.UNCHANGED and page.known is None:
            page.end(Outcome.FAILED, "the site answered 304 for a page that was never read")
        if page.outcome is not None or page.article is None or page.known is not None:
            return page
        if not page.article.topics:
            page.end(Outcome.OFF_TOPIC, "no phrase of dân vận or QCDC in title, lead or body")
        elif page.article.published not in ledger.period:
            page.end(
                Outcome.OFF_TOPIC,
                f"published {page.article.published}, outside the period asked for: "
                f"{ledger.period}",
            )
            page.again = True
        return page
