"""What the commands for crawling print."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich import box
from rich.live import Live
from rich.table import Table

from archive.outcomes import Outcome
from crawler.spider import SiteCrawl
from danvan.console import console


@contextmanager
def live_table(crawls: Callable[[], Sequence[SiteCrawl]]) -> Iterator[None]:
    """Show on a terminal how the crawl of each site goes, until it is over."""
    if not console.is_terminal:
        yield
        return
    with Live(
        console=console,
        get_renderable=lambda: _table(crawls(), running=True),
        refresh_per_second=4,
        transient=True,
    ):
        yield


def show_crawls(crawls: Sequence[SiteCrawl]) -> None:
    """Print the outcomes of each site, and what the operator should look at."""
    if not crawls:
        return
    console.print(_table(crawls, running=False))
    for crawl in crawls:
        if crawl.reasons:
            console.print(f"{crawl.site}: {crawl.verdict}")
        for reason in crawl.reasons:
            console.print(f"  - {reason}", soft_wrap=True)


def _table(crawls: Sequence[SiteCrawl], *, running: bool) -> Table:
    rows = [(crawl.site, crawl.listings, crawl.outcomes, crawl.verdict) for crawl in crawls]
    everything = sum((outcomes for _, _, outcomes, _ in rows), Counter[Outcome]())
    shown = [outcome for outcome in Outcome if everything[outcome]]
    if len(rows) > 1:
        rows.append(("all", sum(listings for _, listings, _, _ in rows), everything, ""))
    table = Table(box=box.SIMPLE_HEAD, collapse_padding=True, pad_edge=False)
    table.add_column("site", no_wrap=True)
    for heading in ("listings", "URLs", *(outcome.value for outcome in shown)):
        table.add_column(heading, justify="right", overflow="fold")
    if not running:
        table.add_column("verdict", no_wrap=True)
    for name, listings, outcomes, verdict in rows:
        if name == "all":
            table.add_section()
        cells = [name, str(listings), str(outcomes.total())]
        cells += [str(outcomes[outcome]) for outcome in shown]
        table.add_row(*cells, *([] if running else [verdict]))
    return table
