"""Recovery: what an interrupted run captured, but did not record, is recorded without a request."""

from itertools import takewhile

from archive.runs import Run
from replay.captures import ArticleCapture, Tally, chunks_of_visits
from replay.runner import StageRunner
from sites.card import SiteCard


async def recover(run: Run, site: type[SiteCard], seconds: float) -> int:
    """Record the captures that an interrupted run of the site left, as part of `run`.

    `seconds` is the time limit for the extraction of a page. Returns how many captures there were.
    If the run is cut short, a later run records the rest. Damaged records are remarked. Raises
    ArchiveError if the archive cannot go on.
    """
    unrecorded = run.captures.unrecorded()
    for damaged in run.archive.warc_files.take_damaged(site.name):
        run.remark_damage(damaged)
    if not unrecorded:
        return 0
    captures = (
        ArticleCapture(address, exchange, record)
        for exchange, record in unrecorded
        if (address := site.resolve(exchange.url)) is not None
    )
    run.recovering = True
    chunks = chunks_of_visits(captures, lambda _: run, Tally())
    with StageRunner(seconds) as stages:
        await stages.process_all(takewhile(lambda _: not run.is_cut_short, chunks))
    run.recovering = run.is_cut_short
    return len(unrecorded)
