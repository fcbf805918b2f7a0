"""What the commands for crawling print."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich import box
from rich.live import Live
from rich.table import Table

from archive.outcomes import Outcome
from crawler.spider import SiteSpider
from danvan.console import console


@contextmanager
def live_table(spiders: Callable[[], Sequence[SiteSpider]]) -> Iterator[None]:
    """Show on a terminal how the crawl of each site goes, until it is over."""
    if not console.is_terminal:
        yield
        return
    with Live(
        console=console,
        get_renderable=lambda: _table(spiders(), running=True),
        refresh_per_second=4,
        transient=True,
    ):
        yield


def show_crawl(spiders: Sequence[SiteSpider]) -> None:
    """Print the outcomes of each site, and what the operator should look at."""
    if not spiders:
        return
    console.print(_table(spiders, running=False))
    for spider in spiders:
        verdict, reasons = spider.verdict
        if reasons:
            console.print(f"{spider.name}: {verdict}")
        for reason in reasons:
            console.print(f"  - {reason}", soft_wrap=True)


def _table(spiders: Sequence[SiteSpider], *, running: bool) -> Table:
    rows = [(s.name, s.run.listings, s.run.outcomes, s.verdict[0]) for s in spiders]
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
