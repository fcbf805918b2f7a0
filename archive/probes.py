"""The table of probes: what visits to sites have found."""

from typing import Any

from sqlalchemy import insert, select

from archive.models import ProbeRow
from archive.writer import Archive

PASSED, FAILED = "passed", "failed"
"""Verdicts of a probe."""

_ADD = insert(ProbeRow)
_SELECT_VERDICTS = select(ProbeRow.site, ProbeRow.verdict).order_by(ProbeRow.id)


def add_probe(archive: Archive, probe: dict[str, Any]) -> None:
    """Write a probe: a value for each column of the table but the id."""
    archive.write((_ADD, probe))


def passed_sites(archive: Archive) -> frozenset[str]:
    """Return the sites whose last probe has passed."""
    last = {row.site: row.verdict for row in archive.read(_SELECT_VERDICTS)}
    return frozenset(name for name, verdict in last.items() if verdict == PASSED)
