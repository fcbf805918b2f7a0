"""An archive that tests publish, and what readers get of it."""

import hashlib
import resource
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from archive.ledger import record
from archive.outcomes import Outcome
from archive.writer import Archive
from extraction.article import Article

from .archives import article, begin_run, captured, new_archive, opened, visit_to

HOSTILE = '=HYPERLINK("http://x.example";"<b>Bấm</b>")\u202e'
"""A title that is a formula, markup, and turns the direction of the text."""


def published_archive(folder: Path, articles: int = 3) -> str:
    """Make an archive with some articles in a folder, and return its URL."""
    url = new_archive(folder)
    with opened(url) as archive:
        add_articles(archive, range(1, articles + 1))
    return url


def add_articles(archive: Archive, numbers: range, **fields: Any) -> None:
    """Add an article of each number to an archive, with its capture."""
    run = begin_run(archive)
    for number in numbers:
        record(captured(visit_to(run, number, article=article(number, **fields))))
    run.close(finished=True)


def add_visit(
    archive: Archive, number: int, outcome: Outcome, shown: Article, **facts: Any
) -> None:
    """Add a visit to a page that shows an article."""
    run = begin_run(archive)
    record(captured(visit_to(run, number, outcome, shown, **facts)))
    run.close(finished=True)


@contextmanager
def file_size_limit(size: int) -> Iterator[None]:
    """Let no file of this process become larger, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def assert_whole_release(folder: Path) -> str:
    """Assert that all names in a folder lead to one release; return its version."""
    lines = (folder / "SHA256SUMS").read_text("utf-8").splitlines()
    sums = {name: digest for digest, name in (line.split("  ") for line in lines)}
    own = (folder / "current").resolve()
    assert {path.name for path in own.iterdir()} == {*sums, "SHA256SUMS"}
    for name, digest in sums.items():
        assert (folder / name).resolve() == own / name
        assert stat.S_IMODE((own / name).stat().st_mode) == 0o444, name
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest, name
    with closing(sqlite3.connect(f"file:{folder / 'archive.db'}?immutable=1", uri=True)) as file:
        (version,) = file.execute("SELECT version FROM releases ORDER BY rowid DESC").fetchone()
    assert version == own.name
    return str(version)
