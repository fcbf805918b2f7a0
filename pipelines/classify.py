"""Stage 3: does the article belong in the archive?"""

from archive.outcomes import Outcome
from archive.site_wide import quoted
from archive.visit import Visit
from extraction.error_titles import is_error_title
from pipelines.resemblance import reading_of

KEPT = "a page no longer shows its article, which is kept as it was"
"""The remark that the operator gets."""


class ClassifyPipeline:
    """Ends visits to pages with an error's title, on other topics, or outside the wanted period.

    An article that is in the archive stays there, whatever its page says now.
    """

    def process_item(self, visit: Visit) -> Visit:
        """Look up the stored article, and set the outcome `failed` or `off_topic` if it applies.

        A 304 for a page that was never read has `failed`.
        """
        run = visit.run
        if visit.stored is None and not visit.is_new:
            with run.guard():
                visit.stored = run.pages.article_of(visit.key)
        if visit.outcome is Outcome.UNCHANGED and visit.stored is None:
            visit.end(Outcome.FAILED, "the site answered 304 for a page that was never read")
        if run.kind != "reread":
            with run.guard():
                _collect(visit)
        if visit.outcome is not None or visit.article is None or visit.stored is not None:
            return visit
        title = visit.article.title
        if title is not None and is_error_title(title):  # the article may be there the next night
            visit.end(Outcome.FAILED, f"shows no article: {quoted(title)}")
        elif not visit.article.topics:
            visit.end(Outcome.OFF_TOPIC, "no phrase of dân vận or QCDC in title, lead or body")
        elif visit.article.published not in run.period:
            visit.end(
                Outcome.OFF_TOPIC,
                f"published {visit.article.published}, outside the period asked for: {run.period}",
            )
            visit.due_again = True
        return visit


def _collect(visit: Visit) -> None:
    """Note what only makes sense once the run has seen many pages."""
    stored, site_wide = visit.stored, visit.run.site_wide
    is_gone = visit.outcome is Outcome.GONE
    if stored is None:
        if visit.outcome is None and visit.article is not None:
            look = visit.look()
            site_wide.note_reading(look, reading_of(visit.article))
            site_wide.note_text(look, visit.article)
        site_wide.new.visited += 1
        if is_gone and visit.redirects_to is not None:
            site_wide.note_gone(site_wide.new, visit.look(), visit.redirects_to)
        return
    if visit.outcome is Outcome.EMPTY:
        visit.run.remarks[KEPT] += 1
    if stored.gone_since is not None:
        return
    if visit.outcome is Outcome.DUPLICATE and visit.redirects_to is not None:
        site_wide.note_redirect(visit.look(), visit.redirects_to)
        return
    site_wide.known.visited += 1
    if is_gone:
        site_wide.note_gone(site_wide.known, visit.look(), visit.redirects_to)
