"""Simulated nights: each serves the newsroom of a day and runs `danvan nightly` over it."""

import json
import os
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from archive.settings import Settings
from archive.times import night_of, parse_time
from sample_sites import Newsroom
from simulation.newsroom import Sent, edition
from simulation.press import FIRST_DAY, PAPERS, Paper, Press
from simulation.troubles import Trouble
from sites.loading import load_sites
from tests import forked

Command = Callable[[Sequence[str], Path, Mapping[str, str]], subprocess.CompletedProcess[str]]
"""Runs a command line in a folder, with more variables in its environment."""

_ROOT = Path(__file__).resolve().parent.parent
_REPORT = "report.json"
_SECONDS = 600  # that a night may take on a busy machine
_VARIABLES = {name.upper() for name in Settings.__struct_fields__}
"""Of the operator's environment: a simulation has its own settings."""
_SETTINGS = 'contact = "luu-tru@gosim.example"\nkeep_releases = 1\n'


@dataclass(slots=True)
class Alarm:
    """An alert, as the reports of the nights have it."""

    site: str
    monitor: str
    since: str
    raised: int
    """The night whose report has it first."""
    message: str
    ended: int | None = None

    @property
    def began(self) -> int:
        """The night on which the trouble began, by its own word."""
        return (night_of(parse_time(self.since)) - FIRST_DAY).days + 1


@dataclass(slots=True)
class Record:
    """What the reports of all nights say."""

    alarms: list[Alarm] = field(default_factory=list)
    crawled: dict[int, set[str]] = field(default_factory=dict)
    """The sites that were not left alone."""
    faults: list[str] = field(default_factory=list)
    """What no night may do, whatever happens to the sites."""

    def add(self, night: int, report: Mapping[str, Any], code: int) -> None:
        """Add the report of a night, and the exit code of its command."""
        sites = report["sites"]
        self.crawled[night] = {site["site"] for site in sites} - set(report["left_out"])
        has_alert = any(site["alerts"] for site in (*sites, report["machine"]))
        if code != int(has_alert) or report["published"] is None:
            why = report["why_not_published"]
            self.faults.append(f"night {night} ended with exit code {code}: {why}")
        for site in sites:
            for ended in site["ended"]:
                self._open(site["site"], ended["monitor"]).ended = night
            for alert in site["alerts"]:
                if alert["monitor"] in site["new"]:
                    facts = alert["monitor"], alert["since"], night, alert["message"]
                    self.alarms.append(Alarm(site["site"], *facts))

    def _open(self, site: str, monitor: str) -> Alarm:
        return next(
            alarm
            for alarm in self.alarms
            if (alarm.site, alarm.monitor, alarm.ended) == (site, monitor, None)
        )


class Nights:
    """The nights of a newsroom, one after the other, and the archive that they write."""

    def __init__(
        self,
        folder: Path,
        troubles: Sequence[Trouble],
        command: Command,
        papers: Sequence[Paper] = PAPERS,
    ) -> None:
        self.folder = folder
        self.troubles = troubles
        self.presses = [Press(paper) for paper in papers]
        self.record = Record()
        self.sent = Sent()
        self._command = command
        self._night = 0
        _make_project(folder, [paper.site for paper in papers])

    def next(self, room: Newsroom) -> list[Alarm]:
        """Run a night, and return the alarms that it raised."""
        self._night += 1
        today = FIRST_DAY + timedelta(days=self._night - 1)
        effects = defaultdict(list)
        for trouble in self.troubles:
            if trouble.first <= self._night <= trouble.last:
                effects[trouble.site].append(trouble.effect)
        for press in self.presses:
            of_site = effects[press.site.key]
            press.publish(today, is_silent=any(effect.is_silent for effect in of_site))
            for trouble in self.troubles:
                if (trouble.site, trouble.first) == (press.site.key, self._night):
                    trouble.effect.begin(press, today)
        room.show(edition(self.presses, effects, today, self.sent))
        self._crawl(room.origin, f"{today}T22:00:00+07:00")
        return [alarm for alarm in self.record.alarms if alarm.raised == self._night]

    def _crawl(self, origin: str, moment: str) -> None:
        done = self._command(
            ("danvan", "nightly", "--origin", origin, "--json", _REPORT),
            self.folder,
            {"DANVAN_NOW": moment, "DATABASE_URL": f"sqlite:///{self.folder / 'archive.db'}"},
        )
        report = self.folder / _REPORT
        if not report.exists():
            raise RuntimeError(f"danvan nightly of {moment} wrote no report: {done.stderr}")
        self.record.add(self._night, json.loads(report.read_text("utf-8")), done.returncode)
        report.unlink()


def _make_project(folder: Path, sites: Iterable[str]) -> None:
    """Make a project with the files of `spiders/` that have the cards of these sites.

    The newspapers must be all those of their provinces that are crawled every night.
    """
    (folder / "danvan.toml").write_text(_SETTINGS, "utf-8")
    shutil.copy(_ROOT / "scrapy.cfg", folder)
    (folder / "spiders").mkdir()
    cards = load_sites()
    for module in {cards[site].__module__ for site in sites}:
        shutil.copy(_ROOT / f"{module.replace('.', '/')}.py", folder / "spiders")


def run_forked(
    words: Sequence[str], folder: Path, variables: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    """Run a command in a forked process: in a new one, half of a night would be imports."""
    own = {name: value for name, value in os.environ.items() if name not in _VARIABLES}
    environment = {**own, **variables}
    return forked.run(list(words), cwd=folder, env=environment, timeout=_SECONDS)
