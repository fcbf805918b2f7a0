"""What several tests share."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

COMMANDS = Path(sys.executable).parent
ROOT = Path(__file__).resolve().parent.parent

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run a command of the project's environment, in an empty folder with an archive of its own."""

    def call(
        command: str, *arguments: str | Path, cwd: Path = ROOT, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [COMMANDS / command, *map(str, arguments)],
            cwd=cwd,
            env={
                **os.environ,
                "DATABASE_URL": f"sqlite:///{tmp_path / 'archive.db'}",
                "PYTHONWARNINGS": "error::DeprecationWarning:crawler",
                **environment,
            },
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return call
