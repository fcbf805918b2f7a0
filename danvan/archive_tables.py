"""What the commands for the record print."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rich import box
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from sqlalchemy import Engine, text
from sqlalchemy.exc import DatabaseError

from archive.checks import Check
from archive.database import ArchiveError, in_one_sentence
from archive.models import Outcome
from archive.times import now
from danvan.tables import console
from replay.importing import Import
from replay.reextraction import Differences

Told = Callable[[int], None]

_SHOWN = 90  # characters of a value
_HOSTS = 10  # unknown hosts that are named

_SITES = """
SELECT s.name AS site,
  (SELECT count(*) FROM articles a WHERE a.site = s.name) AS articles,
  (SELECT count(*) FROM pages p WHERE p.site = s.name) AS pages,
  (SELECT count(*) FROM pages p WHERE p.site = s.name AND p.next_check <= :now) AS due,
  (SELECT count(*) FROM captures c JOIN capture_files f ON f.file = c.file WHERE f.site = s.name)
    AS captures,
  (SELECT max(started) FROM runs r WHERE r.site = s.name AND r.kind = 'crawl') AS crawled,
  (SELECT verdict FROM runs r WHERE r.site = s.name AND r.kind = 'crawl' ORDER BY id DESC LIMIT 1)
    AS verdict
FROM sites s ORDER BY s.name
"""


@contextmanager
def progress(what: str, total: int | None) -> Iterator[Told]:
    """Show a bar on a terminal, and nothing in a log; `Told` is told how many more are done."""
    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as shown:
        task = shown.add_task(what, total=total)
        yield lambda more: shown.advance(task, more)


def show_import(run: Import) -> None:
    """Print what became of the pages of an import, and of the records that are none."""
    everything = sum((ledger.outcomes for ledger in run.ledgers.values()), Counter[Outcome]())
    shown = [outcome for outcome in Outcome if everything[outcome]]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("site")
    for heading in ("pages", *(outcome.value for outcome in shown)):
        table.add_column(heading, justify="right")
    for name, ledger in sorted(run.ledgers.items()):
        counts = ledger.outcomes
        table.add_row(name, str(counts.total()), *(str(counts[outcome]) for outcome in shown))
    console.print(table if run.ledgers else "No page of a known site is in it.")
    tally = run.tally
    for reason, count in tally.left.most_common():
        console.print(f"{count} records left: {reason}")
    if tally.hosts:
        named = ", ".join(f"{host or '?'} ({n})" for host, n in tally.hosts.most_common(_HOSTS))
        more = len(tally.hosts) - _HOSTS
        rest = f" and {more} more hosts" if more > 0 else ""
        console.print(
            escape(f"{tally.hosts.total()} records left, of unknown hosts: {named}{rest}"),
            soft_wrap=True,
        )
    if tally.damages:
        console.print(f"{tally.damages} records cannot be read:")
        for line in tally.damaged:
            console.print(f"  - {escape(line)}", soft_wrap=True)


def show_differences(differences: Differences) -> None:
    """Print what today's rules read otherwise, by field."""
    console.print(
        f"{differences.pages} pages were read anew: {differences.articles} articles would change, "
        f"{differences.found} more would be found."
    )
    for name, count in differences.fields.most_common():
        console.print(f"{name}: {count} articles, such as")
        for url, before, after in differences.examples[name]:
            now_, anew = _around_difference(" ".join(before.split()), " ".join(after.split()))
            console.print(f"  {escape(url)}", soft_wrap=True)
            console.print(f"    now:  {escape(_short(now_))}", soft_wrap=True)
            console.print(f"    anew: {escape(_short(anew))}", soft_wrap=True)
    for reason, count in differences.kept.most_common():
        console.print(f"{count} articles stay as they are: {escape(reason)}")


def _around_difference(before: str, after: str) -> tuple[str, str]:
    """The texts from shortly before the place where they begin to differ."""
    same = next(
        (i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b),
        min(len(before), len(after)),
    )
    start = max(0, same - _SHOWN // 3)
    mark = "…" if start else ""
    return mark + before[start:], mark + after[start:]


def _short(value: str) -> str:
    return value if len(value) <= _SHOWN else value[: _SHOWN - 1] + "…"


def show_status(engine: Engine, captures: Path) -> None:
    """Print a line for each site, and how many pages have which outcome."""
    try:
        with engine.connect() as connection:
            rows = connection.execute(text(_SITES), {"now": now()}).all()
            outcomes = connection.execute(
                text("SELECT outcome, count(*) FROM pages GROUP BY outcome ORDER BY 2 DESC")
            ).all()
    except DatabaseError as error:
        raise ArchiveError(in_one_sentence(engine, error)) from error
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("site")
    for heading in ("articles", "addresses", "due", "captures"):
        table.add_column(heading, justify="right")
    table.add_column("last crawl")
    table.add_column("verdict")
    for row in rows:
        numbers = (row.articles, row.pages, row.due, row.captures)
        verdict = row.verdict or ("under way" if row.crawled else "-")
        table.add_row(row.site, *map(str, numbers), row.crawled or "never", verdict)
    console.print(table)
    total = sum(count for _, count in outcomes)
    named = " + ".join(f"{count} {outcome}" for outcome, count in outcomes) or "0"
    console.print(f"{total} addresses = {named}", soft_wrap=True)
    size = sum(file.stat().st_size for file in captures.glob("*/*.warc.gz"))
    console.print(f"Captures: {size / 1e6:.1f} MB in {captures}", soft_wrap=True)


def show_checks(checks: Iterable[Check]) -> None:
    """Print what holds and what does not."""
    for check in checks:
        if check.broken is None:
            console.print(f"not looked at (it is being written): {check.what}")
        elif check.broken:
            console.print(f"[bold red]WRONG[/]: not {check.what} ({check.broken})")
        else:
            console.print(f"ok: {check.what}")
