"""`make demo`: what it runs, and what it leaves alone. The crawl itself is in `test_crawl.py`."""

import socket
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from danvan.common import all_sites
from sample_sites import ALL_NAMES, DEAD_NAMES, demo
from sites.card import DEAD


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The demo's folder, with an archive of an earlier demo, below a name with odd characters."""
    root = tmp_path / "a folder (of mine)"
    monkeypatch.setattr(demo, "ROOT", root)
    monkeypatch.setattr(demo, "FOLDER", root / "demo")
    (root / "demo").mkdir(parents=True)
    (root / "demo" / "archive.db").touch()
    return root / "demo"


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[tuple[list[str], dict[str, Any]]]:
    """The commands that the demo starts, which do nothing here."""
    found: list[tuple[list[str], dict[str, Any]]] = []

    def run(command: list[str | Path], **options: Any) -> subprocess.CompletedProcess[str]:
        found.append(([str(word) for word in command], options))
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(subprocess, "run", run)
    return found


def test_the_demo_has_an_archive_and_captures_of_its_own(
    folder: Path, started: list[tuple[list[str], dict[str, Any]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAPTURES_DIR", "/srv/danvan/captures")
    monkeypatch.setenv("DATABASE_URL", "sqlite:////srv/danvan/archive.db")
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        port = server.getsockname()[1]
    monkeypatch.setattr("sys.argv", ["demo", "--port", str(port)])
    assert demo.main() == 0
    (first, its), (second, options), (publish, its_options), (serve, of_readers) = started
    assert first == second
    assert first[1 : 2 + len(ALL_NAMES)] == ["crawl", *ALL_NAMES]
    assert options["env"]["CAPTURES_DIR"] == str(folder / "captures")
    assert options["env"]["DATABASE_URL"] == f"sqlite:///{folder / 'archive.db'}"
    days = datetime.now(UTC) - datetime.fromisoformat(its["env"].pop("DANVAN_NOW"))
    assert timedelta(days=1) < days < timedelta(days=3)  # so that articles are due
    assert its["env"] == options["env"] == its_options["env"]
    assert publish[1:] == ["publish", "--to", str(folder / "published")]
    assert serve[1:3] == ["serve", "--database"]
    assert of_readers["env"] == its_options["env"]  # readers see the captures of the demo
    assert str(folder / "published" / "archive.db") in serve
    assert str(port) in serve


def test_without_serving_the_demo_has_one_night(
    folder: Path, started: list[tuple[list[str], dict[str, Any]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["demo", "--no-serve"])
    assert demo.main() == 0
    [(crawl, options)] = started
    assert crawl[1] == "crawl"
    assert "DANVAN_NOW" not in options["env"]


def test_a_taken_port_is_reported_before_anything_is_deleted(
    folder: Path,
    started: list[tuple[list[str], dict[str, Any]]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        port = str(server.getsockname()[1])
        monkeypatch.setattr("sys.argv", ["demo", "--port", port])
        assert demo.main() == 1
        assert f"Port {port} is taken" in capsys.readouterr().err
        assert (folder / "archive.db").exists()
        assert started == []
        monkeypatch.setattr("sys.argv", ["demo", "--port", port, "--no-serve"])
        assert demo.main() == 0  # it serves nothing
    assert not (folder / "archive.db").exists()


def test_the_demo_crawls_the_sites_of_the_newsroom_only() -> None:
    """A new file in `spiders/` has no replica, and the demo does not ask for it."""
    cards = all_sites()
    assert {*ALL_NAMES, *DEAD_NAMES} <= set(cards)
    assert {name for name in (*ALL_NAMES, *DEAD_NAMES) if cards[name].state == DEAD} == {
        *DEAD_NAMES
    }
