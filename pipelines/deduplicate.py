"""Stage 4: is this article in the archive already?"""

from archive.database import ArchiveError
from archive.ledger import Known, changed_fields
from archive.models import Outcome
from archive.visit import Page
from archive.warc.records import read_record
from extraction import Article
from pipelines.extract import read_bytes, why_unreadable


class DeduplicatePipeline:
    """Tells a known article from a changed one, and a second page with the same text from a first.

    Where a known article reads otherwise than before, its last capture is read by the same rules:
    only if that reads otherwise too has the newspaper changed it, else our rules have.
    """

    async def process_item(self, page: Page) -> Page:
        """Set the outcome `unchanged`, `revised` or `duplicate`, or let the page pass."""
        if page.outcome is not None or page.article is None:
            return page
        with page.ledger.guard():
            first = page.ledger.archive.url_of_text(page.article.text_sha256)
            own = page.known.url if page.known is not None else page.url
            if first is not None and first != own:
                page.end(Outcome.DUPLICATE, f"the same text as {first}")
            elif page.known is not None:
                await _compare(page, page.known, page.article)
        return page


async def _compare(page: Page, known: Known, article: Article) -> None:
    page.before = known
    if changed_fields(known, article):
        page.before = await _read_again(page) or known
    changed = changed_fields(page.before, article)
    if changed:
        page.end(Outcome.REVISED, f"changed by the site: {', '.join(changed)}")
    else:
        page.end(Outcome.UNCHANGED, "the same article as before")


async def _read_again(page: Page) -> Article | None:
    """Return what today's rules make of the last capture; None where there is none to read."""
    ledger = page.ledger
    last = ledger.last_whole_capture(page.url)
    if last is None and page.known is not None:
        last = ledger.last_whole_capture(page.known.url)  # it has moved
    if last is None:
        return None
    try:
        exchange = read_record(ledger.archive.captures.folder, last.file, last.offset)
    except ArchiveError:
        ledger.remarks[f"the capture of {page.url} of {last.fetched} cannot be read"] += 1
        return None
    try:
        article = await read_bytes(page, exchange)
    except Exception as error:  # any of the extraction's: the page is then compared with the table
        ledger.remarks[f"{page.url} of {last.fetched} cannot be read again ({error})"] += 1
        return None
    return article if why_unreadable(article) is None else None  # such as a challenge
