"""The files in deploy/: what cron mails, what systemd says of the units, what nginx passes on."""

import http.client
import json
import os
import re
import shutil
import socketserver
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from threading import Thread
from typing import Any, ClassVar

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
        why = "The archive is damaged." if code == 2 else None
        found = {"machine": machine, "sites": others, "why_not_published": why}
        report.write_text(json.dumps(found))
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


def test_cron_mails_why_nothing_was_published_though_the_log_could_not_be_written(
    program: Path,
) -> None:
    done = night(program, 2, NEW, QUIET)
    assert done.returncode == 2
    assert done.stdout.splitlines()[:2] == [
        "Not published: The archive is damaged.",
        "this machine: No new article.",
    ]


class _MailServer(socketserver.StreamRequestHandler):
    """Takes a mail by SMTP."""

    mails: ClassVar[list[str]] = []

    def handle(self) -> None:
        self.wfile.write(b"220 gosim.example\r\n")
        for line in self.rfile:
            if line.startswith(b"DATA"):
                self.wfile.write(b"354 go on\r\n")
                self.mails.append("".join(line.decode() for line in iter(self._text, b".\r\n")))
            self.wfile.write(b"250 good\r\n")

    def _text(self) -> bytes:
        return self.rfile.readline()


@pytest.mark.skipif(
    shutil.which("curl") is None and "CI" not in os.environ, reason="there is no curl"
)
def test_root_is_mailed_that_a_unit_failed(tmp_path: Path) -> None:
    journalctl = tmp_path / "journalctl"
    journalctl.write_text('#!/bin/sh\necho "$2: danvan: The disk is full."\n')
    journalctl.chmod(0o755)
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _MailServer) as server:
        Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        address = f"smtp://127.0.0.1:{server.server_address[1]}"
        env = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}", "MAIL_SERVER": address}
        command = [str(DEPLOY / "mail-failure"), "danvan-backup.service"]
        done = subprocess.run(
            command, env=env, capture_output=True, text=True, check=False, timeout=60
        )
        server.shutdown()
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    (mail,) = _MailServer.mails
    head, _, text = mail.partition("\r\n\r\n")
    assert head.splitlines()[1:] == ["To: root@localhost", "Subject: danvan-backup.service failed"]
    assert text == "danvan-backup.service: danvan: The disk is full.\r\n"


def test_a_unit_that_fails_is_mailed_and_a_backup_can_tell() -> None:
    for name in ("nightly", "backup"):
        unit = (DEPLOY / "systemd" / f"danvan-{name}.service").read_text("utf-8")
        assert "\nOnFailure=danvan-failed@%n.service\n" in unit
        assert "\nRestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX\n" in unit
        assert not re.search("^(PrivateNetwork|IPAddressDeny|Condition)", unit, re.M)


@pytest.fixture
def units(tmp_path: Path) -> list[Path]:
    """The units, with the program of this environment."""
    place = str(Path(sys.prefix))
    for unit in UNITS:
        text = unit.read_text("utf-8").replace("/opt/danvan-archive/.venv", place)
        text = text.replace("/opt/danvan-archive/deploy", str(DEPLOY))
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
