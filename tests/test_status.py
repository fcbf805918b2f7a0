"""What `danvan status` says of sites, and of runs that have not ended."""

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, update

from archive.database import open_for_reading
from archive.ledger import record
from archive.models import AlertRow, PageRow, SiteRow
from archive.outcomes import Outcome
from archive.sites import put_sites
from archive.times import clock, format_time
from danvan.status_tables import sparkline
from operations.status import NIGHTS, read_status

from .archives import SITE, article, begin_run, new_archive, opened, visit_to
from .conftest import Command


def test_a_run_is_under_way_only_while_the_archive_is_being_written(
    run: Command, tmp_path: Path
) -> None:
    url = new_archive(tmp_path)

    def verdict() -> str:
        shown = run("danvan", "status", DATABASE_URL=url).stdout
        [line] = [line for line in shown.splitlines() if SITE.name in line]
        return line.split("UTC")[-1].strip()

    with opened(url) as archive:
        ended = begin_run(archive)
        record(visit_to(ended, 1, Outcome.GONE, status=404))
        ended.listings = 1
        ended.close(finished=True)
        assert verdict() == "good"
        begin_run(archive)
        assert verdict() == "under way"
    assert verdict() == "killed", "its process has gone, and none has written since"
    with opened(url):
        assert verdict() == "failed"


def test_an_old_url_of_an_article_is_not_due(tmp_path: Path) -> None:
    url = new_archive(tmp_path)
    with opened(url) as archive:
        run = begin_run(archive)
        for days, path, outcome in (
            (9, "cu-1", Outcome.STORED), (3, "cu-1", Outcome.GONE), (2, "moi-1", Outcome.UNCHANGED),
            (2, "bai-2", Outcome.FAILED), (0, "bai-3", Outcome.FAILED),
        ):  # fmt: skip
            facts = {"url": f"https://{SITE.host}/{path}", "key": f"post:{path[-1]}"}
            fetched = clock() - timedelta(days=days)
            shown = article(1, url=facts["url"]) if outcome is Outcome.STORED else None
            record(visit_to(run, 1, outcome, shown, fetched=fetched, due_again=True, **facts))
            archive.commit()
        archive.write((update(PageRow).values(next_check=format_time(clock())), {}))
        future = format_time(clock() + timedelta(days=1))
        coming = update(PageRow).where(PageRow.key == "post:3")
        archive.write((coming.values(next_check=future), {}))
        requested = [page.url for page in begin_run(archive).queue.due_pages()]
    assert requested == [f"https://{SITE.host}/moi-1", f"https://{SITE.host}/bai-2"]
    with open_for_reading(url) as engine:
        [site] = read_status(engine).sites
    assert site.due == 2


def test_a_site_has_the_colour_of_its_worst_alert(tmp_path: Path) -> None:
    url = new_archive(tmp_path)
    with opened(url) as archive:
        run = begin_run(archive)
        run.listings = 1
        run.outcomes[Outcome.STORED] = 3
        run.close(finished=True)
        rows: list[dict[str, Any]] = [
            {"monitor": "layout", "site": SITE.name, "level": "yellow", "since": "2026-03-02"},
            {"monitor": "block", "site": SITE.name, "level": "red", "since": "2026-03-04"},
            {"monitor": "clock", "site": None, "level": "red", "since": "2026-03-05"},
        ]
        archive.write(
            (insert(AlertRow), [{**row, "message": "Do.", "until": None} for row in rows])
        )
        ended = {**rows[1], "message": "Do.", "until": "2026-03-05", "since": "2026-03-01"}
        archive.write((insert(AlertRow), [ended]))
    with open_for_reading(url) as engine:
        status = read_status(engine)
    [site] = status.sites
    assert (site.state, site.since) == ("red", "2026-03-04")
    assert [alert["monitor"] for alert in site.alerts] == ["layout", "block"]
    assert (status.state, [alert["monitor"] for alert in status.alerts]) == ("red", ["clock"])
    assert (site.new[-1], len(site.new), set(site.new[:-1])) == (3, NIGHTS, {None})
    assert json.loads(json.dumps(status.as_json()))["sites"][0]["verdict"] == site.verdict


@pytest.mark.parametrize(
    ("state", "hours", "expected"),
    [("active", 71, "green"), ("active", 73, "yellow"), ("frozen", 73, "green"),
     ("active", None, "yellow"), ("unverified", None, None)],
)  # fmt: skip
def test_an_active_site_without_a_good_crawl_for_three_days_is_yellow(
    tmp_path: Path, state: str, hours: int | None, expected: str | None
) -> None:
    url = new_archive(tmp_path)
    with opened(url) as archive:
        archive.write(*put_sites([replace(SITE, state=state)]))
        if hours is not None:
            begin_run(archive, replace(SITE, state=state))
            started = format_time(clock() - timedelta(hours=hours))
            archive.write((update(SiteRow).values(last_good_crawl=started), {}))
    with open_for_reading(url) as engine:
        states = [site.state for site in read_status(engine).sites]
    assert states == ([expected] if expected else [])


def test_an_older_archive_is_named(run: Command, tmp_path: Path) -> None:
    url = new_archive(tmp_path)
    with closing(sqlite3.connect(tmp_path / "archive.db")) as archive:
        archive.execute("UPDATE alembic_version SET version_num = '0008'")
        archive.execute("DROP TABLE alerts")
        archive.commit()
    done = run("danvan", "status", DATABASE_URL=url)
    assert (done.returncode, done.stdout) == (2, "")
    assert "was written by an older danvan-archive (schema 0008)" in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("nights", "cells", "shown"),
    [
        ([0, 1, 7, None, 14, 0], 6, "▁▂▅·█▁"),
        ([0, 1, 7, None, 14, 0], 3, "▂▅█"),
        ([None, None, 0, 0, 1, None], 3, "·▁█"),
        ([0, 0, 0], 3, "▁▁▁"),
        ([1, 1000], 2, "▂█"),
    ],
)
def test_a_sparkline_has_the_lowest_bar_only_for_nothing(
    nights: list[int | None], cells: int, shown: str
) -> None:
    assert sparkline(nights, cells) == shown
