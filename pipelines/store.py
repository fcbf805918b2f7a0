"""Stage 5: write the article and the ledger, in batches."""

import asyncio

from archive.ledger import record
from archive.outcomes import Outcome
from archive.runs import Run
from archive.visit import Visit
from extraction.article import Article
from extraction.paging import OTHER_PAGES

_BATCH_SECONDS = 1.0  # the longest time that a visit waits to be written


class StorePipeline:
    """Records every visit; a batch is one transaction."""

    def __init__(self) -> None:
        self._timers: dict[Run, asyncio.TimerHandle] = {}

    def process_item(self, visit: Visit) -> Visit:
        """Record the visit; one without an outcome is a new article."""
        run = visit.run
        if run.fault is not None:
            return visit  # its capture may not be on the disk: it is requested again
        if visit.outcome is None and visit.article is not None:
            visit.end(Outcome.STORED, f"found {found_phrases(visit.article)}")
            layouts = {layout.name for layout in run.site.rules.layouts}
            if OTHER_PAGES in visit.article.doubts:
                run.remarks["an article has other pages, which are not read"] += 1
            run.without_layout += bool(layouts) and visit.article.layout not in layouts
        with run.guard():
            record(visit)
            if run not in self._timers:
                loop = asyncio.get_running_loop()
                self._timers[run] = loop.call_later(_BATCH_SECONDS, self._commit, run)
        return visit

    def _commit(self, run: Run) -> None:
        self._timers.pop(run).cancel()
        with run.guard():
            run.archive.commit()

    def close_spider(self) -> None:
        """Write what is left."""
        for run in list(self._timers):
            self._commit(run)


def found_phrases(article: Article) -> str:
    """Return why an article belongs in the archive: `“dân vận khéo” in title, ...`."""
    return ", ".join(f"“{item.phrase}” in {item.field}" for item in article.evidence)
