"""The gate: what must hold of an archive, and of the file made of it, before readers get it."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from archive.checks import check_tables
from archive.database import connect
from archive.times import clock, format_time, parse_time
from extraction.extract import text_digest, text_words
from operations.datapackage import ReleaseNote
from operations.earlier_withdrawals import Withdrawal
from operations.measures import COUNTED, FILLED, Measures, count_rows

MAX_FEWER = 0.01
"""Share of the rows of a table that may be missing since the last release."""
MAX_FEWER_OF_SITE = 0.1
"""Share of the articles of one site that may be missing."""
MAX_FILL_DROP = 0.05
"""How far the share of articles with a title, a date, an author or a lead may drop."""

_ARTICLES = "SELECT url, title, lead, body, published, text_sha256 FROM articles AS new"
# A digest that held in a release holds as long as neither it, nor what it is of, has changed.
_NOT_AS_RELEASED = f"""
{_ARTICLES} WHERE NOT EXISTS (
  SELECT 1 FROM released.articles AS old WHERE old.id = new.id
  AND (old.title, old.lead, old.body, old.published, old.text_sha256)
  IS (new.title, new.lead, new.body, new.published, new.text_sha256)
)
"""  # noqa: S608  (our own names)

MAX_SKEW = timedelta(minutes=5)
"""How far the last run and the last release may be in the future: clocks are corrected."""
MAX_DAYS = 100
"""How old the last release may be. After a longer time, the clock may be wrong."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was checked, and what is wrong with it."""

    what: str
    fault: str | None = None
    """In words; None if it holds."""
    allowed: bool = False
    """The operator allows the fault."""


def check_copy(copy: sqlite3.Connection) -> Finding:
    """Check that the copy of an archive, and so the archive, is not damaged."""
    what = "the archive is not damaged"
    try:
        damage = _damage(copy)
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            raise  # such as a full disk
        damage = str(error)
    advice = "restore a backup, or rebuild it from the captures"
    return Finding(what, f"{damage}: {advice}" if damage is not None else None)


def _damage(database: sqlite3.Connection) -> str | None:
    """Return the first damage of a database, or None if there is none."""
    first: str = database.execute("PRAGMA integrity_check(1)").fetchone()[0]
    return None if first == "ok" else first.splitlines()[-1]  # after the name of the database


def compare(
    new: ReleaseNote, last: ReleaseNote | None, copy: sqlite3.Connection, *, allow_fewer: bool
) -> Iterator[Finding]:
    """Compare what is to be released with the clock, and with the last release."""
    (begun,) = copy.execute("SELECT max(started) FROM runs").fetchone()
    yield _check_clock("the last run", begun)
    articles = new.measures.rows["articles"]
    yield Finding("there are articles", None if articles else "there is none: crawl first")
    if last is not None:
        yield _check_clock("the last release", last.created)
        yield replace(_check_age(last.created), allowed=allow_fewer)
        for what, fault in _compare(new.measures, last.measures):
            yield Finding(what, fault, allow_fewer)


def _check_clock(what: str, moment: str | None) -> Finding:
    today = clock()
    is_later = moment is not None and parse_time(moment) > today + MAX_SKEW
    shown = format_time(today)
    fault = f"it is of {moment}, and the clock of this machine says {shown}: is the clock right?"
    return Finding(f"{what} is not in the future", fault if is_later else None)


def _check_age(moment: str) -> Finding:
    """Check that a release is not older than it can be, if the clock is right."""
    days = (clock() - parse_time(moment)) / timedelta(days=1)
    advice = "is the clock right? If it is, publish once with --allow-fewer"
    fault = f"it is of {moment}, {days:.0f} days ago: {advice}" if days > MAX_DAYS else None
    return Finding(f"the last release is at most {MAX_DAYS} days old", fault)


def _compare(new: Measures, last: Measures) -> Iterator[tuple[str, str | None]]:
    """Yield what should be as it was, and what is wrong with it."""
    for table in COUNTED:
        before, found = last.rows.get(table, 0), new.rows[table]
        is_less = found < before - int(before * MAX_FEWER)
        yield f"{table} are not fewer", f"{found} after {before}" if is_less else None
    for site, before in sorted(last.articles_of.items()):
        found = new.articles_of.get(site, 0)
        if found < before - int(before * MAX_FEWER_OF_SITE):
            yield f"articles of {site} are not fewer", f"{found} after {before}"
    for column in FILLED:
        earlier, rate = last.fill_rate(column), new.fill_rate(column)
        is_less = round(earlier - rate, 9) > MAX_FILL_DROP
        fault = f"{rate:.1%} after {earlier:.1%}" if is_less else None
        yield f"as many articles have a value in {column}", fault


def check_withdrawals(lost: Sequence[Withdrawal]) -> Finding:
    """Check that the archive lacks no withdrawal of the last release, given those that it lacks."""
    named = "; ".join(f"{one.key} of {one.site}, {one.url}" for one in lost)
    advice = "run `danvan withdraw URL --reason TEXT` once more for each article named here"
    fault = f"it lacks those of {named}: {advice}" if lost else None
    return Finding("the archive has the withdrawals of the last release", fault)


def check_file(
    path: Path, archived: dict[str, int], left_out: dict[str, int], released: Path | None
) -> Iterator[Finding]:
    """Check the file that readers are to get.

    It is compared with the rows of the archive and the number of those that it leaves out. The
    articles of `released`, the file of a release by the same rules, need not be digested again.
    """
    engine = connect(f"sqlite:///{path}")
    try:
        for check in check_tables(engine):
            fault = "it cannot be checked" if check.broken is None else f"{check.broken} times not"
            yield Finding(check.what, fault if check.broken != 0 else None)
    finally:
        engine.dispose()
    with closing(sqlite3.connect(path.as_uri(), uri=True)) as database:
        yield Finding("the file is intact", _damage(database))
        for table, found in count_rows(database).items():
            expected = archived[table] - left_out.get(table, 0)
            fault = f"{found} instead of {expected}"
            yield Finding(f"no {table} were lost", fault if found != expected else None)
        yield _check_digests(database, released)


def _check_digests(database: sqlite3.Connection, released: Path | None) -> Finding:
    try:
        wrong = list(_wrong_digests(database, released))
    except sqlite3.DatabaseError:
        if released is None:
            raise
        wrong = list(_wrong_digests(database, None))  # that release is damaged
    what = "the digest of each article is that of its text"
    return Finding(what, f"{len(wrong)} times not, first of {wrong[0]}" if wrong else None)


def _wrong_digests(database: sqlite3.Connection, released: Path | None) -> Iterator[str]:
    """Yield the URLs of articles whose digest is not that of their text."""
    query = _ARTICLES
    if released is not None:
        database.execute("ATTACH ? AS released", [f"{released.as_uri()}?mode=ro&immutable=1"])
        query = _NOT_AS_RELEASED
    for url, title, lead, body, published, digest in database.execute(query):
        if text_digest(text_words(lead, body), title, published) != digest:
            yield url
