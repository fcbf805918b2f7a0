"""A few simulated nights of the sample newsroom, with troubles: a short `make quarter`."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from subprocess import CompletedProcess

from sample_sites import Newsroom
from simulation.nights import Nights
from simulation.press import PAPERS
from simulation.troubles import SHORT
from simulation.truth import Stored, alert_faults, faults
from simulation.verdict import compare

from .conftest import Command

NIGHTS = 8


def test_each_trouble_is_reported_once_and_the_archive_is_complete(
    run: Command, tmp_path: Path
) -> None:
    def command(
        words: Sequence[str], folder: Path, variables: Mapping[str, str]
    ) -> CompletedProcess[str]:
        return run(*words, cwd=folder, **variables)

    sites = {trouble.site for trouble in SHORT}
    papers = [paper for paper in PAPERS if paper.site in sites]
    folder = tmp_path / "nights"
    folder.mkdir()
    nights = Nights(folder, SHORT, command, papers, ("cao_bang", "hue", "quang_tri"))
    with Newsroom(names=()) as room:
        for _ in range(NIGHTS):
            nights.next(room)
    reported, false_alarms = compare(SHORT, nights.record)
    assert [(row.trouble.what, row.faults) for row in reported] == [
        (trouble.what, []) for trouble in SHORT
    ]
    assert false_alarms == []
    assert nights.record.faults == []
    stored = Stored(folder / "archive.db")
    assert list(alert_faults(stored, nights.record)) == []
    assert list(faults(stored, nights.presses, nights.sent)) == []
    assert len(stored.articles) > 60
