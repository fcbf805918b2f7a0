"""Stage 4: is this article in the archive already?"""

from archive.database import ArchiveError
from archive.models import Outcome
from archive.pages import StoredArticle
from archive.rows import changed_fields
from archive.visit import Visit, fetched_page
from archive.warc.records import read_record
from extraction import Article
from pipelines.extract import extract_in_worker, why_unreadable


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
        return visit


def mark_duplicate(visit: Visit, article: Article) -> None:
    """Set the outcome `duplicate` if another article of the archive has the same text."""
    first = visit.run.archive.url_of_text(article.text_sha256)
    own = visit.stored.url if visit.stored is not None else visit.url
    if first is not None and first != own:
        visit.end(Outcome.DUPLICATE, f"the same text as {first}")


async def _compare(visit: Visit, stored: StoredArticle, article: Article) -> None:
    visit.before = stored
    if changed_fields(stored, article):
        visit.before = await _extract_last_capture(visit, stored) or stored
    changed = changed_fields(visit.before, article)
    if changed:
        visit.end(Outcome.REVISED, f"changed by the site: {', '.join(changed)}")
    else:
        visit.end(Outcome.UNCHANGED, "the same article as before")


async def _extract_last_capture(visit: Visit, stored: StoredArticle) -> Article | None:
    """Return the article in the last capture, by the current rules; None if it cannot be read."""
    run = visit.run
    last = run.captures.last_complete(visit.url)
    if last is None:
        last = run.captures.last_complete(stored.url)  # the article has moved
    if last is None:
        return None
    try:
        exchange = read_record(run.archive.warc_files.folder, last.file, last.offset)
    except ArchiveError:
        run.remarks[f"the capture of {visit.url} of {last.fetched} cannot be read"] += 1
        return None
    try:
        page = fetched_page(exchange, visit.url, exchange.content)
        article = await extract_in_worker(page, run.rules)
    except Exception as error:  # of any kind: the page is then compared with the stored article
        run.remarks[f"{visit.url} of {last.fetched} cannot be read again ({error})"] += 1
        return None
    return article if why_unreadable(article) is None else None  # such as a challenge page
