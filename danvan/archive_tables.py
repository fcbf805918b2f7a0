"""What the commands for the archive print."""

from collections import Counter
from typing import TYPE_CHECKING

from rich import box
from rich.table import Table

from archive.outcomes import Outcome
from archive.runs import Run
from danvan.console import console, shortened
from replay.captures import Tally
from replay.importing import Import
from replay.reextraction import Differences

if TYPE_CHECKING:  # an import needs no HTTP client
    from replay.backfill import Backfill

_MAX_VALUE = 90  # characters of a value
_MAX_HOSTS = 10  # unknown hosts that are named


def show_import(importing: Import) -> None:
    """Print what came of the pages of an import, and of its other records."""
    if importing.runs:
        _show_outcomes(importing.runs)
    else:
        console.print("No page of a known site is in it.")
    if importing.recovered:
        console.print(f"{importing.recovered} captures of killed runs were recorded first.")
    for line in importing.unread:
        console.print(f"The file cannot be read: {line}", soft_wrap=True)
    _show_tally(importing.tally)


def show_backfill(backfill: "Backfill", listed: int) -> None:
    """Print what came of the captures that a web archive lists."""
    importing = backfill.importing
    if importing.runs:
        _show_outcomes(importing.runs)
    if importing.recovered:
        console.print(f"{importing.recovered} captures of killed runs were recorded first.")
    console.print(f"{listed} captures of articles are listed, {backfill.requested} were requested.")
    _show_tally(importing.tally)
    if backfill.stopped is not None:
        console.print(f"It stopped before its end, as {backfill.stopped}.", soft_wrap=True)


def _show_outcomes(runs: dict[str, Run]) -> None:
    """Print a line for each site: how many of its pages have each outcome."""
    everything = sum((run.outcomes for run in runs.values()), Counter[Outcome]())
    shown = [outcome for outcome in Outcome if everything[outcome]]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("site")
    for heading in ("pages", *(outcome.value for outcome in shown)):
        table.add_column(heading, justify="right")
    for name, run in sorted(runs.items()):
        counts = run.outcomes
        table.add_row(name, str(counts.total()), *(str(counts[outcome]) for outcome in shown))
    console.print(table)


def _show_tally(tally: Tally) -> None:
    """Print which records were skipped or cannot be read."""
    for reason, count in tally.skipped.most_common():
        console.print(f"{count} records skipped: {reason}")
    hosts = tally.unknown_hosts
    if hosts:
        named = ", ".join(f"{host or '?'} ({n})" for host, n in hosts.most_common(_MAX_HOSTS))
        more = len(hosts) - _MAX_HOSTS
        rest = f" and {more} more hosts" if more > 0 else ""
        line = f"{hosts.total()} records skipped, of unknown hosts: {named}{rest}"
        console.print(line, soft_wrap=True)
    if tally.damages:
        console.print(f"{tally.damages} records cannot be read:")
        for line in tally.damaged:
            console.print(f"  - {line}", soft_wrap=True)


def show_differences(differences: Differences) -> None:
    """Print what the current rules read differently, by field."""
    console.print(
        f"{differences.pages} pages were re-extracted: {differences.articles} articles would "
        f"change, {differences.found} more would be found."
    )
    for name, count in differences.fields.most_common():
        console.print(f"{name}: {count} articles, such as")
        for url, before, after in differences.examples[name]:
            old, new = _around_difference(" ".join(before.split()), " ".join(after.split()))
            console.print(f"  {url}", soft_wrap=True)
            console.print(f"    before: {shortened(old, _MAX_VALUE)}", soft_wrap=True)
            console.print(f"    after:  {shortened(new, _MAX_VALUE)}", soft_wrap=True)
    for reason, count in differences.kept.most_common():
        console.print(f"{count} articles are kept as they are: {reason}")


def _around_difference(before: str, after: str) -> tuple[str, str]:
    """Return both texts from shortly before the first difference."""
    same = next(
        (i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b),
        min(len(before), len(after)),
    )
    start = max(0, same - _MAX_VALUE // 3)
    mark = "…" if start else ""
    return mark + before[start:], mark + after[start:]
