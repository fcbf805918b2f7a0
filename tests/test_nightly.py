"""A night, unattended: crawl, judge, publish, tell."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from .archives import rows
from .conftest import COMMANDS, ROOT, SECONDS, Command, running_in
from .one_site import LISTING, Response, Site, listing, page, served

CARD = """
from sites.card import ACTIVE, UNVERIFIED, Evidence, SiteCard


class Bao(SiteCard):
    name = "nbtv"
    title = "Báo Gò Sim"
    kind = "newspaper"
    state = ACTIVE
    province = "Ninh Bình"
    evidence = (Evidence("page", "2026-01-02", "a test"),)
    hosts = ("nbtv.vn",)
    family = "own"
    sections = ("/thoi-su",)
    articles = {"bai": r"^/bai-(?P<key>[0-9]+)\\.html$"}


class Dai(Bao):
    name = "dai"
    title = "Đài Gò Sim"
    state = UNVERIFIED
    hosts = ("dai.gosim.example",)
"""
NIGHT = "2031-03-{:02}T01:00:00+07:00"
NOBODY = "json://127.0.0.1:9/"
"""An address at which nobody takes messages."""


Night = tuple[subprocess.CompletedProcess[str], dict[str, Any]]
"""How a night ended, and its report."""


def new_project(folder: Path) -> Path:
    """Make a project with one active site in a folder, and return its own."""
    project = folder / "project"
    (project / "spiders").mkdir(parents=True)
    (project / "scrapy.cfg").write_text((ROOT / "scrapy.cfg").read_text())
    (project / "spiders/go_sim.py").write_text(CARD)
    return project


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The folder of a project with one active site."""
    return new_project(tmp_path)


def new_site() -> Site:
    made = Site()
    made.articles(1, 2, 3)
    made.responses[LISTING] = listing([1, 2, 3])
    return made


@pytest.fixture
def site() -> Site:
    return new_site()


@pytest.fixture(scope="module")
def quiet_night(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Night]:
    """The folder of an archive and its project after a night, which the tests do not change."""
    folder = tmp_path_factory.mktemp("quiet")
    return folder, night(running_in(folder), new_project(folder), new_site())


@pytest.fixture
def later(quiet_night: tuple[Path, Night], tmp_path: Path) -> Path:
    """A copy of the project, whose next night the test runs."""
    shutil.copytree(quiet_night[0], tmp_path, symlinks=True, dirs_exist_ok=True)
    return tmp_path / "project"


def night(run: Command, project: Path, site: Site, day: int = 1, **settings: str) -> Night:
    """Run a night of a simulated day, and return how it ended and its report."""
    report = project / "report.json"
    with served(site) as origin:
        arguments = ("nightly", "--origin", origin, "--json", report)
        now = {"DANVAN_NOW": NIGHT.format(day)}
        done = run("danvan", *arguments, cwd=project, **now, **settings)
    return done, json.loads(report.read_text("utf-8"))


def test_a_quiet_night(quiet_night: tuple[Path, Night]) -> None:
    folder, (done, report) = quiet_night
    assert done.returncode == 0, done.stderr
    assert report["exit_code"] == 0
    assert report["published"].startswith("2031-02-28")
    (state,) = report["sites"]
    assert (state["site"], state["state"], state["alerts"]) == ("nbtv", "green", [])
    assert state["outcomes"]["stored"] == 3
    assert report["left_out"] == {"dai": "it is unverified (see `danvan probe dai`)"}
    published = folder / "project/published/archive.db"
    assert rows(published, "SELECT count(*) FROM articles") == [(3,)]
    assert "SIMULATION" in done.stderr
    assert "nbtv: crawl ends: good" in done.stderr


def test_a_night_that_starts_twice_requests_no_article_twice(
    run: Command, later: Path, site: Site
) -> None:
    done, report = night(run, later, site)
    assert done.returncode == 0, done.stderr
    assert LISTING in site.requested
    assert not [path for path in site.requested if path.startswith("/bai-")]
    assert report["published"].startswith("2031-02-28")


def test_requests_of_a_night_come_one_by_one_after_robots_txt(
    run: Command, project: Path, site: Site
) -> None:
    night(run, project, site, DOWNLOAD_DELAY="0.1")
    assert site.requested[0] == "/robots.txt"
    assert len(site.requested) == len(set(site.requested))
    # On a busy machine the server notes a request late, and then the next one seems too early.
    assert site.times[-1] - site.times[0] > 0.08 * (len(site.times) - 1)


def test_a_host_gets_one_request_at_a_time(run: Command, project: Path, site: Site) -> None:
    under_way: list[int] = []
    most = 0

    def slow(number: int) -> Callable[[str], Response]:
        def answer(_: str) -> Response:
            nonlocal most
            under_way.append(number)
            most = max(most, len(under_way))
            time.sleep(0.05)
            under_way.remove(number)
            return page(number)

        return answer

    site.responses |= {f"/bai-{number:05}.html": slow(number) for number in (1, 2, 3)}
    night(run, project, site)
    assert most == 1


def test_a_site_in_trouble_is_reported_and_told_once(run: Command, later: Path, site: Site) -> None:
    site.responses = dict.fromkeys(site.responses, (403, {}, "no"))
    with receiver() as (address, messages):
        done, report = night(run, later, site, day=2, NOTIFY=address)
        assert done.returncode == 1, done.stderr
        (state,) = report["sites"]
        assert state["state"] == "red"
        assert {"monitor", "since", "message"} <= set(state["alerts"][0])
        assert report["published"] is not None
        assert len(messages) == 1
        assert "NEW nbtv" in messages[0]["message"]
        # It blocks: it is left alone for a day, and nobody is told again.
        requests = len(site.requested)
        done, report = night(run, later, site, day=2, NOTIFY=address)
        assert done.returncode == 1, done.stderr
        assert "nbtv" in report["left_out"]
        assert [one["state"] for one in report["sites"]] == ["red"]
        assert report["sites"][0]["alerts"] == state["alerts"]
        assert len(site.requested) == requests
        assert len(messages) == 1


def test_an_alert_that_could_not_be_told_is_told_by_the_next_night(
    run: Command, later: Path, site: Site
) -> None:
    site.responses = dict.fromkeys(site.responses, (403, {}, "no"))
    _, report = night(run, later, site, day=2, NOTIFY=NOBODY)
    assert report["not_notified"] == ["address 1"]
    with receiver() as (address, messages):
        _, report = night(run, later, site, day=2, NOTIFY=f"{NOBODY} {address}")
        assert report["not_notified"] == ["address 1"]
        assert [message["title"] for message in messages] == ["danvan: 1 new alerts, 0 ended"]
        assert "NEW nbtv, block (red): The site blocks" in messages[0]["message"]
        night(run, later, site, day=2, NOTIFY=address)
        assert len(messages) == 1


def test_an_alert_that_ended_before_it_could_be_told_is_told_with_its_end(
    run: Command, later: Path, site: Site
) -> None:
    quiet, site.responses = site.responses, dict.fromkeys(site.responses, (403, {}, "no"))
    night(run, later, site, day=2, NOTIFY=NOBODY)
    site.responses = quiet
    with receiver() as (address, messages):
        night(run, later, site, day=3, NOTIFY=address)
        assert [message["title"] for message in messages] == ["danvan: 0 new alerts, 1 ended"]
        (line,) = messages[0]["message"].splitlines()
        assert line.startswith("ENDED nbtv, block (red): The site blocks")
        assert line.endswith(" It ended on the night of 2031-03-02.")
        night(run, later, site, day=3, NOTIFY=address)
        assert len(messages) == 1


def test_the_end_of_an_alert_that_was_told_is_told_shortly(
    run: Command, later: Path, site: Site
) -> None:
    quiet, site.responses = site.responses, dict.fromkeys(site.responses, (403, {}, "no"))
    with receiver() as (address, messages):
        night(run, later, site, day=2, NOTIFY=address)
        site.responses = quiet
        night(run, later, site, day=3, NOTIFY=address)
    (_, end) = (message["message"] for message in messages)
    assert end.startswith("ENDED nbtv, block: since 2031-03-01T")
    assert len(end.splitlines()) == 1


def test_a_release_that_fails_a_check_is_not_published(
    run: Command, later: Path, site: Site
) -> None:
    release = (later / "published/archive.db").read_bytes()
    with closing(sqlite3.connect(later.parent / "archive.db")) as archive, archive:
        archive.execute("UPDATE articles SET text_sha256 = 'x' WHERE id = 1")
    done, report = night(run, later, site)
    assert done.returncode == 2
    assert report["published"] is None
    assert report["why_not_published"]
    assert (later / "published/archive.db").read_bytes() == release


def test_what_keeps_a_night_from_beginning_is_told(run: Command, project: Path, site: Site) -> None:
    night(run, project, site)
    release = (project / "published/archive.db").read_bytes()
    requests = len(site.requested)
    archive, report = project.parent / "archive.db", project / "report.json"

    def refused(moment: str) -> tuple[dict[str, Any], str]:
        with served(site) as origin, receiver() as (address, messages):
            arguments = ("nightly", "--origin", origin, "--json", report)
            done = run("danvan", *arguments, cwd=project, DANVAN_NOW=moment, NOTIFY=address)
        assert done.returncode == 2
        assert "Traceback" not in done.stderr
        assert len(site.requested) == requests
        assert (project / "published/archive.db").read_bytes() == release
        found = json.loads(report.read_text("utf-8"))
        assert f"Not published: {found['why_not_published']}" in messages[0]["message"]
        return found, found["why_not_published"]

    before = archive.read_bytes()
    found, why = refused("2032-03-01T01:00:00+07:00")
    assert "Set the clock" in why
    assert [alert["monitor"] for alert in found["machine"]["alerts"]] == ["clock"]
    assert archive.read_bytes() == before
    archive.write_bytes(b"\xa5" * archive.stat().st_size)
    found, why = refused(NIGHT.format(2))
    assert "it is damaged, or something else" in why
    assert found["sites"] == []


@pytest.mark.parametrize("how", ["retired", "dead", "without a card"])
def test_the_alert_of_a_site_that_is_left_out_for_good_ends(
    run: Command, later: Path, site: Site, how: str
) -> None:
    database = later.parent / "archive.db"
    with closing(sqlite3.connect(database)) as archive, archive:
        archive.execute(
            "INSERT INTO alerts (monitor, site, level, since, message, told) VALUES "
            "('gone', 'nbtv', 'red', '2031-02-28T18:00:00+00:00', 'All is gone.', '2031-02-28')"
        )
    card = CARD.replace("state = UNVERIFIED", "state = ACTIVE")
    if how == "retired":
        assert run("danvan", "retire", "nbtv.vn", "--reason", "gone", cwd=later).returncode == 0
    elif how == "dead":
        card = card.replace("state = ACTIVE", "state = 'dead'", 1)
    else:
        card = card.replace('name = "nbtv"', 'name = "khac"')
    (later / "spiders/go_sim.py").write_text(card)
    with receiver() as (address, messages):
        done, report = night(run, later, site, day=9, NOTIFY=address)
    assert done.returncode == 0, done.stderr
    ended = {one["site"]: [alert["monitor"] for alert in one["ended"]] for one in report["sites"]}
    assert ended["nbtv"] == ["gone"]
    (message,) = messages
    assert message["message"] == "ENDED nbtv, gone: since 2031-02-28T18:00:00+00:00"
    now = {"DANVAN_NOW": NIGHT.format(20)}
    status = json.loads(run("danvan", "status", "--json", cwd=later, **now).stdout)
    states = {one["site"]: (one["state"], one["alerts"]) for one in status["sites"]}
    assert states["nbtv"] == ("green", [])


FAULTY_FACTS = (
    CARD
    + """
    @classmethod
    def facts(cls):
        raise KeyError("Gò Sim")
"""
)
NOT_BEGUN = {
    "a faulty site file": ("spiders/hue.py", "class Hue(:\n", {}, "hue.py, line 1: SyntaxError"),
    "an unknown key": ("danvan.toml", "download_delai = 2.0\n", {}, "a key 'download_delai'"),
    "no contact": ("danvan.toml", "", {"CONTACT": ""}, "A crawl must tell the sites who runs it"),
    "by day": ("danvan.toml", "", {"DANVAN_NOW": "2031-03-01T12:00:00+07:00"}, "It is 12:00 in"),
    "a fault": ("spiders/go_sim.py", FAULTY_FACTS, {}, "A fault of this program (KeyError: 'Gò"),
}


@pytest.mark.parametrize("name", NOT_BEGUN)
def test_whatever_keeps_a_night_from_beginning_is_told(
    run: Command, project: Path, name: str
) -> None:
    file, text, settings, why = NOT_BEGUN[name]
    (project / file).write_text(text, "utf-8")
    env = {"DANVAN_NOW": NIGHT.format(1), **settings}
    with receiver() as (address, messages):
        arguments = ("nightly", "--json", "report.json")
        done = run("danvan", *arguments, cwd=project, NOTIFY=address, **env)
    assert done.returncode == 2
    assert why in done.stderr
    assert ("Traceback" in done.stderr) == (name == "a fault")
    report = json.loads((project / "report.json").read_text("utf-8"))
    assert (report["exit_code"], report["published"]) == (2, None)
    assert why in report["why_not_published"]
    (message,) = messages
    assert message["title"] == "danvan: nothing was published, 0 new alerts, 0 ended"
    assert message["message"] == f"Not published: {report['why_not_published']}"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is full")
def test_a_night_that_cannot_print_ends_with_2_and_has_its_report(
    project: Path, site: Site
) -> None:
    database = f"sqlite:///{project}/archive.db"
    with served(site) as origin, open("/dev/full", "w") as full:
        done = subprocess.run(
            [COMMANDS / "danvan", "nightly", "--origin", origin, "--json", "report.json"],
            cwd=project, env={**os.environ, "DATABASE_URL": database}, stdout=full, stderr=full,
            timeout=SECONDS, check=False,
        )  # fmt: skip
    assert done.returncode == 2
    report = json.loads((project / "report.json").read_text("utf-8"))
    assert (report["exit_code"], report["sites"][0]["site"]) == (0, "nbtv")


def test_a_report_that_cannot_be_written_hides_nothing(
    run: Command, project: Path, site: Site
) -> None:
    with served(site) as origin:
        arguments = ("nightly", "--origin", origin, "--json", "/proc/none/report.json")
        done = run("danvan", *arguments, cwd=project, DANVAN_NOW=NIGHT.format(1))
    assert done.returncode == 1
    assert "/proc/none/report.json cannot be written" in done.stderr
    assert "Release 2031-02-28" in done.stdout


def test_a_dry_run_requests_nothing(run: Command, project: Path, site: Site) -> None:
    with served(site) as origin:
        done = run("danvan", "nightly", "--dry-run", "--origin", origin, cwd=project)
    assert done.returncode == 0, done.stderr
    assert site.requested == []
    assert "1 sites would be crawled" in done.stdout
    assert "it is unverified" in done.stdout


def test_a_dry_run_needs_neither_the_night_nor_a_contact(run: Command, project: Path) -> None:
    day = {"DANVAN_NOW": "2031-03-01T12:00:00+07:00", "CONTACT": ""}
    (project / "danvan.toml").unlink(missing_ok=True)
    done = run("danvan", "nightly", "--dry-run", cwd=project, **day)
    assert done.returncode == 0, done.stderr
    assert "1 sites would be crawled" in done.stdout
    done = run("danvan", "nightly", cwd=project, **day)
    assert done.returncode == 2
    assert "A crawl must tell the sites who runs it" in done.stderr


def test_the_sites_are_not_crawled_by_day(run: Command, project: Path) -> None:
    done = run("danvan", "nightly", cwd=project, DANVAN_NOW="2031-03-01T12:00:00+07:00")
    assert done.returncode == 2
    assert done.stderr.splitlines()[1:] == [
        "danvan: It is 12:00 in Vietnam, and the sites are crawled from 21:00-05:30 only (the "
        "setting night_hours); nothing was requested."
    ]


def test_sigterm_ends_the_night_after_what_is_under_way(
    run: Command, project: Path, site: Site
) -> None:
    def slow(_: str) -> tuple[int, dict[str, str], str]:
        time.sleep(1)
        return listing([1, 2, 3])

    site.responses[LISTING] = slow
    with served(site) as origin:
        command: list[str | Path] = [
            COMMANDS / "danvan",
            "nightly",
            "--origin",
            origin,
            "--json",
            "report.json",
        ]
        process = subprocess.Popen(
            command, cwd=project, stderr=subprocess.PIPE, text=True,
            env={**os.environ, "DATABASE_URL": f"sqlite:///{project}/archive.db"},
        )  # fmt: skip
        _wait_for(lambda: LISTING in site.requested)
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=SECONDS)
    assert process.returncode == 2
    assert "The night was stopped" in errors
    assert json.loads((project / "report.json").read_text())["published"] is None
    assert not (project / "published").exists()
    assert rows(project / "archive.db", "SELECT count(*) FROM runs WHERE finished IS NULL") == [
        (0,)
    ]


@contextmanager
def receiver() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Receive notifications on loopback: their address, and the messages."""
    messages: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            messages.append(json.loads(self.rfile.read(length)))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Log nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"json://127.0.0.1:{server.server_port}/", messages
        server.shutdown()


def _wait_for(condition: Callable[[], bool]) -> None:
    ends = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < ends
        time.sleep(0.02)
