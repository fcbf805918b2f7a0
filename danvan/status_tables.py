"""What `danvan status` prints."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rich import box
from rich.table import Table
from rich.text import Text

from danvan.console import console
from operations.status import SiteStatus, Status

if TYPE_CHECKING:  # it loads what reads captures
    from archive.checks import Check

_BARS = "▁▂▃▄▅▆▇█"
_NO_CRAWL = "·"
_OTHER_COLUMNS = 84  # of the table beside the sparkline
_CELLS = (90, 45, 30)
_STYLES = {"green": "green", "yellow": "yellow", "red": "bold red"}


def sparkline(nights: Sequence[int | None], cells: int) -> str:
    """Return the nights as bars; each cell has as many of them, and a night without a crawl none.

    The highest bar is the most of all cells; a low bar is a night without a new article.
    """
    width = len(nights) // cells
    groups = [nights[start : start + width] for start in range(0, len(nights), width)]
    sums = [_total(group) for group in groups]
    most = max((total for total in sums if total is not None), default=0)
    return "".join(_NO_CRAWL if total is None else _BARS[_height(total, most)] for total in sums)


def _total(nights: Sequence[int | None]) -> int | None:
    known = [count for count in nights if count is not None]
    return sum(known) if known else None


def _height(total: int, most: int) -> int:
    """Return the height of a bar: 0 only without an article."""
    return -(-total * (len(_BARS) - 1) // most) if most else 0


def show_status(status: Status, *, is_written: bool) -> None:
    """Print a line for each site, its alerts, and how many pages have each outcome."""
    room = console.width - _OTHER_COLUMNS
    cells = next((n for n in _CELLS if n <= room), None)
    table = Table(box=box.SIMPLE_HEAD, collapse_padding=True, pad_edge=False)
    table.add_column("site", no_wrap=True)
    table.add_column("state", no_wrap=True)
    for heading in ("articles", "addresses", "due"):
        table.add_column(heading, justify="right", overflow="fold")
    if cells is not None:
        table.add_column(f"new articles, last {len(status.sites[0].new)} nights"
                         if status.sites else "new articles", no_wrap=True)  # fmt: skip
    table.add_column("last crawl")
    table.add_column("verdict", no_wrap=True)
    for site in status.sites:
        line = [sparkline(site.new, cells)] if cells is not None else []
        numbers = map(str, (site.articles, site.pages, site.due))
        state = Text(site.state, _STYLES[site.state])
        table.add_row(site.site, state, *numbers, *line, *_last_crawl(site, is_written=is_written))
    console.print(table)
    for alert in status.alerts:
        console.print(f"{alert['level']}: {alert['message']}", soft_wrap=True)
    for site in status.sites:
        for alert in site.alerts:
            console.print(f"{site.site}: {alert['level']}: {alert['message']}", soft_wrap=True)
    total = sum(status.outcomes.values())
    named = " + ".join(f"{count} {outcome}" for outcome, count in status.outcomes.items()) or "0"
    console.print(f"{total} addresses = {named}", soft_wrap=True)
    console.print(f"{status.captures} captures: {status.capture_bytes / 1e6:.1f} MB")


def _last_crawl(site: SiteStatus, *, is_written: bool) -> tuple[str, str]:
    crawled = site.last_crawl
    if crawled is None:
        return "never", "-"
    unended = "under way" if is_written else "killed"
    return f"{crawled[:10]} {crawled[11:16]} UTC", site.verdict or unended


def show_checks(checks: "Iterable[Check]") -> None:
    """Print what holds and what does not."""
    for check in checks:
        if check.broken is None:
            console.print(f"not checked (the archive is being written, or read-only): {check.what}")
        elif check.broken:
            console.print("WRONG", style="bold red", end="")
            console.print(f": {check.what} ({check.broken} times not)")
        else:
            console.print(f"ok: {check.what}")
