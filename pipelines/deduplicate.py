"""Stage 4: is this article in the archive already?"""

from dataclasses import replace
from typing import Any

from archive.errors import ArchiveError
from archive.outcomes import Outcome
from archive.pages import StoredArticle
from archive.rows import changed_fields
from archive.runs import Run
from archive.site_wide import quoted
from archive.visit import Visit, fetched_page
from archive.warc.records import read_record
from extraction.article import Article
from extraction.extract import with_facts
from pipelines.classify import KEPT
from pipelines.edits import is_no_edit
from pipelines.extract import extract_in_worker, why_unreadable
from pipelines.resemblance import (
    Version,
    is_version_of,
    reading_of,
    shown_by,
    shows_known_text,
    shows_other_title,
    with_known_facts,
    without_late_date,
)

_TEXT = {"lead", "body"}
MAX_UNLIKELY = 2.0
"""Weight of the failures in a row after which a page may show its article with another text."""
MAX_CAPTURES = 5
"""The last captures of a page that are read to find what an article was like before."""


class DeduplicatePipeline:
    """Distinguishes a changed article from an unchanged one, and a duplicate from both.

    If a stored article reads differently, its last capture is read with the current rules too: only
    if that also reads differently has the newspaper changed it. Otherwise our rules have changed.
    """

    async def process_item(self, visit: Visit) -> Visit:
        """Set the outcome `unchanged`, `revised` or `duplicate` if one applies."""
        if visit.outcome is not None or visit.article is None:
            return visit
        with visit.run.guard():
            mark_duplicate(visit, visit.article)
            if visit.outcome is None and visit.stored is not None:
                await _compare(visit, visit.stored, visit.article)
                if visit.outcome is Outcome.REVISED:  # to a text that another page has by now?
                    mark_duplicate(visit, visit.article)
            if visit.outcome is Outcome.DUPLICATE and visit.stored is not None:
                visit.run.remarks[KEPT] += 1
                visit.run.site_wide.note_reading(visit.look(), reading_of(visit.article))
            elif visit.outcome is None:
                visit.run.fields.add(visit.article.published, visit.article.author)
        return visit


def mark_duplicate(visit: Visit, article: Article) -> None:
    """Set the outcome `duplicate` if another article of the archive has the same text."""
    first = visit.run.archive.url_of_text(article.text_sha256)
    own = visit.stored.url if visit.stored is not None else visit.url
    if first is not None and first != own:
        visit.end(Outcome.DUPLICATE, f"the same text as {first}")


async def _compare(visit: Visit, stored: StoredArticle, article: Article) -> None:
    """Set the outcome of a page whose article is known."""
    run, shown = visit.run, article
    page = _with_own_facts(run, stored, shown)
    visit.before, article = stored, with_known_facts(stored, page)
    if changed_fields(stored, article):
        last = await _extract_last_capture(visit, stored)
        if last is not None:
            last = _with_own_facts(run, stored, last)
            visit.before = with_known_facts(stored, last)
            article = with_known_facts(visit.before, page)
    changed = changed_fields(visit.before, article)
    if changed and not _is_believed(visit, stored, visit.before, page):
        run.remarks[KEPT] += 1
        run.site_wide.note_reading(visit.look(), reading_of(shown))
        run.site_wide.note_text(visit.look(), shown, in_place=True)
        visit.article = None  # nothing of it is the article's
        visit.end(Outcome.FAILED, f"shows {quoted(shown_by(shown))}; the known article is kept")
        return
    run.fields.add(shown.published, shown.author)
    visit.article = article
    if changed and not (set(changed) <= _TEXT and is_no_edit(visit.before, article)):
        visit.end(Outcome.REVISED, f"changed by the site: {', '.join(changed)}")
    else:
        visit.end(Outcome.UNCHANGED, "the same article as before")


def _is_believed(visit: Visit, stored: StoredArticle, known: Version, page: Article) -> bool:
    """Return whether a page shows its article, revised.

    An article that was rewritten from its first word to its last, or is twice as long as before, or
    has another headline, is believed if the page still shows it after a week.
    """
    if _is_own(visit.run, stored, known, page):
        return True
    return is_version_of(known, page) and visit.look().failures >= MAX_UNLIKELY


def _is_own(run: Run, stored: StoredArticle, known: Version, page: Article) -> bool:
    """Return whether a page shows the known text below its headline, or below one like it.

    If another article has the known headline too, it is the site's, and any may replace it.
    """
    if not shows_known_text(known, page):
        return False
    if known.title is None or not shows_other_title(known, page):
        return True
    return run.pages.is_title_of_another(known.title, stored)


def _with_own_facts(run: Run, stored: StoredArticle, page: Article) -> Article:
    """Leave out what a page shows and what is not its article's: title and date of the site."""
    return without_late_date(stored, _without_shared_title(run, stored, page))


def _without_shared_title(run: Run, stored: StoredArticle, page: Article) -> Article:
    """Leave out a title that is new on a page and that others show too: it is the site's."""
    if page.title is None or page.title == stored.title:
        return page
    if run.measures.is_shared(page.title) or run.pages.is_title_of_another(page.title, stored):
        return with_facts(replace(page, title=None))
    return page


async def _extract_last_capture(visit: Visit, stored: StoredArticle) -> Article | None:
    """Return the article in its last capture, by the current rules; None if it cannot be read.

    If a page showed something else when it was fetched last, its last captures need not be those
    of the article: only one that shows a version of the stored article counts.
    """
    run = visit.run
    url = visit.url
    captures = run.captures.complete(url)[:MAX_CAPTURES]
    if not captures:
        url = stored.url  # the article has moved
        captures = run.captures.complete(url)[:MAX_CAPTURES]
    was_read = run.pages.was_read(url)
    for capture in captures:
        article = await extract_capture(visit, capture)
        if was_read or (article is not None and _is_own(run, stored, stored, article)):
            return article
    return None


async def extract_capture(visit: Visit, capture: Any) -> Article | None:
    """Return the article in a capture of a visited page; None if it cannot be read."""
    run = visit.run
    try:
        folder = run.archive.warc_files.folder
        exchange = read_record(folder, capture.file, capture.offset, capture.sha256)
    except ArchiveError:
        run.remarks[f"the capture of {visit.url} of {capture.fetched} cannot be read"] += 1
        return None
    try:
        page = fetched_page(exchange, visit.url, exchange.content)
        article = await extract_in_worker(page, run.rules)
    except Exception as error:  # of any kind: the page is then compared with the stored article
        run.remarks[f"{visit.url} of {capture.fetched} cannot be read again ({error})"] += 1
        return None
    unreadable = why_unreadable(article, visit.key, run.site)  # such as a challenge page
    return article if unreadable is None else None
