"""What several tests share."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.checks import check_captures, check_tables
from archive.database import connect

COMMANDS = Path(sys.executable).parent
ROOT = Path(__file__).resolve().parent.parent

Run = Callable[..., subprocess.CompletedProcess[str]]


def running_in(folder: Path) -> Run:
    """Return what runs a command of the project's environment, with the archive of a folder."""

    def call(
        command: str, *arguments: str | Path, cwd: Path = ROOT, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [COMMANDS / command, *map(str, arguments)],
            cwd=cwd,
            env={
                **os.environ,
                "DATABASE_URL": f"sqlite:///{folder / 'archive.db'}",
                "PYTHONWARNINGS": "error::DeprecationWarning:crawler",
                **environment,
            },
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return call


def assert_whole(folder: Path) -> None:
    """Nothing that must hold is broken: what `danvan status` and `captures verify` look at."""
    engine = connect(f"sqlite:///{folder / 'archive.db'}")
    assert [check for check in check_tables(engine) if check.broken != 0] == []
    captures = check_captures(engine, folder / "captures")
    assert [fault for _, fault in captures if fault is not None] == []
    engine.dispose()


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run a command of the project's environment, with an archive of the test's own."""
    return running_in(tmp_path)
