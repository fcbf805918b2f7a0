"""Monitors of the machine: its network, its clock and its disk."""

import os
import shutil
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median

from archive.times import SIMULATED_NOW, parse_time
from operations.monitors.model import CannotJudge, Judgement, Trouble
from operations.nights import SiteNight

MAX_SKEW = timedelta(minutes=5)
"""By which this machine's clock may differ from those of most servers."""
MAX_PAUSE = timedelta(days=100)
"""Since the last crawl. After a longer time, the clock may be wrong."""
MIN_SERVERS = 3
"""Sites whose servers say what time it is."""
MIN_CUT_OFF = 3
"""Sites without responses in one night, if it is the network of this machine."""
CUT_OFF_SHARE = 0.5
"""Of the sites that were crawled."""
MIN_FREE = (500_000_000, 2_000_000_000)
"""Bytes that must be free: with less, red; with less, yellow."""
COPIES = (1, 2)
"""The same as copies of the database, which a release and a backup need."""

_SET_CLOCK = "Set the clock (`timedatectl set-ntp true`) before the next crawl"


def judge_network(nights: Iterable[SiteNight], tonight: SiteNight) -> Judgement:
    """Judge by the sites of the night whether this machine had a network."""
    crawled = [night.is_cut_off for night in nights if night.measured]
    cut_off = sum(crawled)
    if len(crawled) < MIN_CUT_OFF:
        return CannotJudge(f"fewer than {MIN_CUT_OFF} sites were crawled")
    if cut_off < max(MIN_CUT_OFF, len(crawled) * CUT_OFF_SHARE):
        return None
    return Trouble(
        f"{cut_off} of {len(crawled)} sites gave no response, or errors in place of most",
        "most sites respond",
        "Look at this machine's network and name servers. Nothing is lost: what was not fetched is "
        "requested again in the next night.",
        tonight,
    )


def judge_clock(
    moment: datetime, last_run: str | None, nights: Iterable[SiteNight], tonight: SiteNight
) -> Judgement:
    """Judge the clock by the servers of the night, and by the crawl before it.

    `last_run` is when that was: if it lies in the future, one of the two times is wrong.
    """
    if last_run is not None and parse_time(last_run) > moment + MAX_SKEW:
        return judge_last_crawl(moment, last_run, tonight)
    if os.environ.get(SIMULATED_NOW):
        return CannotJudge(f"{SIMULATED_NOW} sets the clock")
    skews = [night.skew for night in nights if night.skew is not None]
    if len(skews) < MIN_SERVERS:
        return CannotJudge(f"fewer than {MIN_SERVERS} servers said what time it is")
    skew = timedelta(seconds=median(skews))
    if abs(skew) <= MAX_SKEW:
        return None
    word = "ahead of" if skew > timedelta(0) else "behind"
    came = f"this machine's clock is {abs(skew)} {word} those of {len(skews)} sites"
    return Trouble(came, f"at most {MAX_SKEW} is usual", f"{_SET_CLOCK}.", tonight)


def judge_last_crawl(moment: datetime, last_run: str | None, tonight: SiteNight) -> Trouble | None:
    """Judge by the last crawl whether the clock can be right, before another one begins."""
    if last_run is None:
        return None
    ago = moment - parse_time(last_run)
    if -MAX_SKEW <= ago <= MAX_PAUSE:
        return None
    came = f"the last crawl is recorded for {last_run}, and now it is {moment:%Y-%m-%d %H:%M}"
    if ago < timedelta(0):
        return Trouble(came, "no crawl lies in the future", f"{_SET_CLOCK}.", tonight)
    advice = f"{_SET_CLOCK}; if it is right, run `danvan crawl` once."
    return Trouble(came, f"one in the last {MAX_PAUSE.days} days", advice, tonight)


def judge_disk(folders: Iterable[Path], database: Path | None, night: SiteNight) -> Judgement:
    """Judge what is free where the archive and its captures are."""
    there = [folder for folder in folders if folder.exists()]
    if not there:
        return CannotJudge("the archive is not on a disk of this machine")
    least = min(there, key=lambda folder: shutil.disk_usage(folder).free)
    free = shutil.disk_usage(least).free
    size = database.stat().st_size if database is not None and database.exists() else 0
    limits = [max(bytes, copies * size) for bytes, copies in zip(MIN_FREE, COPIES, strict=True)]
    if free >= limits[1]:
        return None
    return Trouble(
        f"{free / 1e9:.1f} GB are free at {least}",
        f"at least {limits[1] / 1e9:.1f} GB are needed for crawls, releases and backups",
        "Delete what is not the archive's, move old releases away, or give it a larger disk.",
        night,
        "red" if free < limits[0] else "yellow",
    )
