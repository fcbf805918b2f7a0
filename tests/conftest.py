"""What several tests share."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import hypothesis
import pytest

from archive.checks import check_captures, check_tables
from archive.database import connect

# No time limit for an example: a busy machine is no fault. What fails can be run again.
hypothesis.settings.register_profile("tests", deadline=None, print_blob=True)
hypothesis.settings.load_profile("tests")

LONGEST = ("test_killed_crawls", "test_record", "test_crawl", "test_odd_records", "test_docs")
"""Modules that take longest: begun first, they do not keep one process busy at the end."""

COMMANDS = Path(sys.executable).parent
ROOT = Path(__file__).resolve().parent.parent

Command = Callable[..., subprocess.CompletedProcess[str]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest modules first; the order within a module stays."""
    items.sort(key=lambda item: item.path.stem not in LONGEST)


def running_in(folder: Path) -> Command:
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
def run(tmp_path: Path) -> Command:
    """Run a command of the project's environment, with an archive of the test's own."""
    return running_in(tmp_path)
