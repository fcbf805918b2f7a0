"""Recovery: what an interrupted run captured, but did not record, is recorded without a request."""

from collections.abc import Callable, Iterator
from itertools import chain, islice

from archive.runs import Run
from archive.times import parse_time
from archive.warc.index import CaptureIndex
from replay.captures import ArticleCapture, Tally, chunks_of_visits
from replay.runner import StageRunner
from sites.card import SiteCard


async def recover(
    captures: CaptureIndex,
    site: type[SiteCard],
    seconds: float,
    run_of: Callable[[type[SiteCard]], Run],
) -> int:
    """Record the captures of the site that an interrupted run left, as part of another run.

    `run_of` returns that run; it is not called if nothing was left. `seconds` is the time limit for
    the extraction of a page. Returns how many captures there were. If the run is cut short, a later
    run records the rest. Damaged records are remarked. Raises ArchiveError if the archive cannot go
    on.
    """
    unrecorded, number = captures.unrecorded(), 0
    first = list(islice(unrecorded, 1))

    def of_articles() -> Iterator[ArticleCapture]:
        nonlocal number
        for exchange, record in chain(first, unrecorded):
            number += 1
            address = site.resolve(exchange.url)
            if address is not None:
                yield ArticleCapture(address, exchange, record)

    if first:
        run = run_of(site)
        run.recovering = True
        chunks = chunks_of_visits(of_articles(), lambda _: run, Tally())
        with StageRunner(seconds) as stages:
            await stages.process_all(chunks)
        run.begin_night(parse_time(run.started))  # the killed run may be of another
        run.recovering = run.is_cut_short
    for damaged in captures.damaged():
        run_of(site).remark_damage(damaged)
    return number
