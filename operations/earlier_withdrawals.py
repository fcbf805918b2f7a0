"""Withdrawals of the last release that the archive lacks, as after a backup was restored."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from operations.copying import open_published
from operations.leaving_out import REPRINT


class Withdrawal(NamedTuple):
    """A withdrawal as the file of a release has it."""

    url: str
    site: str
    key: str
    article_id: int
    withdrawn: str
    reason: str


_COLUMNS = ", ".join(Withdrawal._fields)
_SELECT = f"SELECT {_COLUMNS} FROM withdrawals"  # noqa: S608  (our own names)
_KEEP = f"""
INSERT INTO withdrawals ({_COLUMNS}) SELECT ?, ?, ?, ?, ?, ?
WHERE EXISTS (SELECT 1 FROM sites WHERE name = ?)
"""  # noqa: S608
# It is in force, or was undone after the release.
_IS_KNOWN = """
SELECT 1 FROM withdrawals
WHERE site = ? AND key = ? AND (restored IS NULL OR restored >= ?)
"""
_HAS_ARTICLE = """
SELECT 1 FROM pages JOIN articles ON articles.url = pages.url
WHERE pages.site = ? AND pages.key = ?
"""


def read_withdrawals(released: Path) -> list[Withdrawal]:
    """Return the withdrawals that the file of a release names, those of reprints too."""
    with closing(open_published(released)) as file:
        return [Withdrawal(*row) for row in file.execute(_SELECT)]


def keep_lost(copy: sqlite3.Connection, released: Iterable[Withdrawal]) -> list[Withdrawal]:
    """Return the withdrawals of a release that an archive lacks, if it has their articles.

    The others, of which `danvan withdraw` would know no article, are added to the copy of the
    archive: releases go on naming them, in case their articles come back.
    """
    lost = _lost(copy, list(released))
    known = [one for one in lost if copy.execute(_HAS_ARTICLE, (one.site, one.key)).fetchone()]
    with copy:
        copy.executemany(_KEEP, [(*one, one.site) for one in lost if one not in known])
    return known


def _lost(copy: sqlite3.Connection, released: list[Withdrawal]) -> list[Withdrawal]:
    """Return the withdrawals that an archive lacks. A reprint needs only that of its original."""
    originals = {(f"{REPRINT}{one.url}", one.withdrawn): one for one in released}
    lost = []
    for one in released:
        found = {one, originals.get((one.reason, one.withdrawn), one)}
        if not any(_is_known(copy, withdrawal) for withdrawal in found):
            lost.append(one)
    return lost


def _is_known(copy: sqlite3.Connection, one: Withdrawal) -> bool:
    values = (one.site, one.key, one.withdrawn)
    return copy.execute(_IS_KNOWN, values).fetchone() is not None
