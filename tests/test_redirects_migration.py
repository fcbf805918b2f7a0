"""Migration 0004: where a page redirects to, from the reasons that earlier versions wrote."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from archive.database import known_schemas, open_for_writing

from .archives import rows
from .conftest import running_in

TARGET = "https://gosim.example/bai-2"
ELSEWHERE = "https://khac.example/bai-2"

# Outcome, reason of the old row, and what it redirects to.
CASES = {
    "a redirect": ("duplicate", f"redirects to {TARGET}", TARGET),
    "a redirect with a query": ("duplicate", f"redirects to {TARGET}?a=1%2C2", f"{TARGET}?a=1%2C2"),
    "a redirect to no article": ("gone", f"redirects to {TARGET}, which is no article", TARGET),
    "a redirect to another host": (
        "refused", f"redirects to another host, not followed: {ELSEWHERE}", ELSEWHERE,
    ),
    "the same text": ("duplicate", f"the same text as {TARGET}", None),
    "a title that says so": ("stored", f"found “{TARGET} redirects to” in title", None),
    "words before it": ("duplicate", f"it redirects to {TARGET}", None),
    "gone": ("gone", "the site answered 404", None),
    "gone, without the end": ("gone", f"redirects to {TARGET}", None),
    "gone, with words after it": ("gone", f"redirects to {TARGET}, which is no article!", None),
    "no address": ("failed", "redirects to something that is no address", None),
    "stored with the reason of a redirect": ("stored", f"redirects to {TARGET}", None),
    "refused by robots.txt": ("refused", "robots.txt does not allow it", None),
    "refused, with the reason of a redirect": ("refused", f"redirects to {TARGET}", None),
    "failed, with the reason of a refusal": (
        "failed", f"redirects to another host, not followed: {ELSEWHERE}", None,
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def upgraded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of the version before, with a page for each case, after its upgrade."""
    folder = tmp_path_factory.mktemp("old")
    done = running_in(folder)("alembic", "upgrade", "0003")
    assert done.returncode == 0, done.stderr
    path = folder / "archive.db"
    with closing(sqlite3.connect(path)) as old:
        old.execute("INSERT INTO provinces VALUES ('Bắc Kạn', 'Thái Nguyên')")
        old.execute(
            "INSERT INTO sites VALUES ('gosim', 'Gò Sim', 'Bắc Kạn', 'gosim.example', 'x', NULL)"
        )
        old.executemany(
            "INSERT INTO pages (url, site, key, outcome, reason, first_seen, failures, next_check) "
            "VALUES (?, 'gosim', ?, ?, ?, '2026-01-02', 1.5, '2026-02-03')",
            [(name, name, outcome, reason) for name, (outcome, reason, _) in CASES.items()],
        )
        old.commit()
    with open_for_writing(f"sqlite:///{path}", "a test"):
        pass
    return path


@pytest.mark.parametrize("name", CASES)
def test_the_target_of_an_old_redirect(upgraded: Path, name: str) -> None:
    outcome, reason, target = CASES[name]
    query = "SELECT outcome, reason, redirects_to, failures, next_check FROM pages WHERE url = ?"
    assert rows(upgraded, query, name) == [(outcome, reason, target, 1.5, "2026-02-03")]


def test_an_upgraded_archive_is_upgraded_once(upgraded: Path) -> None:
    before = rows(upgraded, "SELECT * FROM pages")
    with open_for_writing(f"sqlite:///{upgraded}", "a test"):
        pass
    assert rows(upgraded, "SELECT * FROM pages") == before
    assert rows(upgraded, "SELECT version_num FROM alembic_version") == [(max(known_schemas()),)]
