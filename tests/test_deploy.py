"""The files in deploy/: what cron mails, what systemd says of the units, what nginx passes on."""

import http.client
import json
import os
import re
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from publishing.downloads import ROUTE, report_policy

from .conftest import ROOT
from .releases import published_archive
from .test_publishing import SECONDS, serving

DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())

ALERT = {"monitor": "silence", "level": "red", "since": "2026-11-27", "message": "No new article."}
QUIET = {"site": "nbtv", "state": "green", "alerts": [], "new": [], "ended": []}
OLD = {**QUIET, "site": "baogosim", "alerts": [ALERT]}
NEW = {**OLD, "site": None, "new": ["silence"]}  # an alert of the machine
ENDED = {**QUIET, "site": "baolamkhe", "ended": [ALERT]}


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A folder like that of the program, with `danvan nightly` of a few lines."""
    folder = tmp_path / "program"
    (folder / ".venv" / "bin").mkdir(parents=True)
    (folder / ".venv" / "bin" / "python").symlink_to(sys.executable)
    shutil.copytree(DEPLOY, folder / "deploy")
    danvan = folder / ".venv" / "bin" / "danvan"
    danvan.write_text(
        '#!/bin/sh\n[ "$1 $2 $3" = "nightly --json night.json" ] || exit 99\n'
        'echo "a line of the log"\n[ -f ../report ] && cp ../report night.json\nexit $CODE\n'
    )
    danvan.chmod(0o755)
    return folder


def night(program: Path, code: int, *sites: Any) -> subprocess.CompletedProcess[str]:
    """Run the line of cron, for a night whose report has these sites; without one, no report."""
    report = program.parent / "report"
    report.unlink(missing_ok=True)
    if sites:
        machine, *others = sites
        report.write_text(json.dumps({"machine": machine, "sites": others}))
    place = program.parent / "data"
    place.mkdir(exist_ok=True)
    env = {**os.environ, "DANVAN_PROGRAM": str(program), "CODE": str(code)}
    command = [program / "deploy" / "cron" / "danvan-night"]
    return subprocess.run(
        command, cwd=place, env=env, capture_output=True, text=True, check=False, timeout=60
    )


def test_cron_mails_nothing_after_a_night_without_changes(program: Path) -> None:
    for code in (0, 1):
        done = night(program, code, None, QUIET, OLD)
        assert (done.returncode, done.stdout, done.stderr) == (code, "", "")
    assert (program.parent / "data" / "night.log").read_text() == "a line of the log\n" * 2


def test_cron_mails_the_alerts_that_began_and_ended(program: Path) -> None:
    done = night(program, 1, NEW, QUIET, OLD, ENDED)
    assert done.stdout.splitlines() == [
        "this machine: No new article.",
        "baolamkhe: over since this night (silence)",
    ]


def test_cron_mails_the_end_of_the_log_if_nothing_was_published(program: Path) -> None:
    night(program, 1, NEW)
    done = night(program, 2)
    assert done.returncode == 2
    assert done.stdout.startswith(
        "danvan nightly ended with the exit code 2. The end of night.log:"
    )
    assert done.stdout.endswith("a line of the log\n")
    assert "No new article" not in done.stdout


@pytest.fixture
def units(tmp_path: Path) -> list[Path]:
    """The units, with the program of this environment."""
    place = str(Path(sys.prefix))
    for unit in UNITS:
        text = unit.read_text("utf-8").replace("/opt/danvan-archive/.venv", place)
        (tmp_path / unit.name).write_text(text)
    return sorted(tmp_path.iterdir())


@pytest.mark.skipif(
    shutil.which("systemd-analyze") is None and "CI" not in os.environ, reason="there is no systemd"
)
def test_systemd_finds_no_fault_in_the_units(units: list[Path]) -> None:
    command = ["systemd-analyze", "verify", *map(str, units)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    ours = [line for line in done.stderr.splitlines() if "danvan" in line]
    assert (done.returncode, ours) == (0, [])
    for unit in units:
        if unit.suffix == ".service":
            command = ["systemd-analyze", "security", "--offline=true", "--threshold=15", str(unit)]
            done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
            assert done.returncode == 0, done.stdout[-300:]


def test_nginx_serves_the_files_that_datasette_would_serve() -> None:
    configuration = (DEPLOY / "nginx" / "danvan.conf").read_text("utf-8")
    assert f"location ~ {ROUTE.replace('?P<name>', '')} {{" in configuration


def test_nginx_gives_the_report_the_policy_that_datasette_would_give() -> None:
    configuration = (DEPLOY / "nginx" / "danvan.conf").read_text("utf-8")
    report = (ROOT / "operations" / "templates" / "report.html").read_bytes()
    assert f'/report.html "{report_policy(report)}";' in configuration


def test_nginx_keeps_a_page_for_each_scheme_and_host_that_its_links_repeat() -> None:
    configuration = (DEPLOY / "nginx" / "danvan.conf").read_text("utf-8")
    passed = dict(re.findall(r"proxy_set_header (\S+) (\S+);", configuration))
    assert passed == {"Host": "$host", "X-Forwarded-Proto": "$danvan_scheme"}
    [key] = re.findall(r"proxy_cache_key (\S+);", configuration)
    assert key.endswith("$request_uri")
    keys = {
        key.replace("$danvan_scheme", scheme).replace("$host", host)
        for scheme in ("http", "https")
        for host in ("gosim.example", "sgosim.example")
    }
    assert len(keys) == 4


def test_links_are_https_if_the_proxy_in_the_network_of_the_containers_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    composed = (DEPLOY / "container" / "compose.yaml").read_text("utf-8")
    [believed] = re.findall(r'FORWARDED_ALLOW_IPS: "(.+)"', composed)
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", believed)
    published_archive(tmp_path)
    with serving(tmp_path / "archive.db") as served:
        # Datasette believes 127.0.0.1, whoever else it is told to believe.
        proxy = http.client.HTTPConnection(
            "127.0.0.1", served.port, timeout=SECONDS, source_address=("127.0.0.2", 0)
        )
        with closing(proxy):
            said = {"Host": "kho.example", "X-Forwarded-Proto": "https"}
            proxy.request("GET", "/archive/articles/1.bib", headers=said)
            cited = proxy.getresponse().read()
    assert b"https://kho.example/archive/articles/1}" in cited
