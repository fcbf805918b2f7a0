"""`make .venv/ready`, by which the program is installed and updated: what becomes of `.venv`."""

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import ROOT, SECONDS

NOT_THERE = f"gosim==1.0 --hash=sha256:{'0' * 64}\n"
UPDATING, CREATING = "Updating .venv ...", "Creating .venv (first run only)"


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A folder of a program that is installed in `.venv`, and has a new requirements.lock."""
    folder = tmp_path / "a program's folder"
    folder.mkdir()
    shutil.copy(ROOT / "Makefile", folder)
    (folder / "pyproject.toml").write_text(
        "[build-system]\nrequires = ['setuptools']\nbuild-backend = 'setuptools.build_meta'\n"
        "[project]\nname = 'gosim'\nversion = '1.0'\n[tool.setuptools]\npy-modules = []\n"
    )
    (folder / "requirements.lock").write_text(NOT_THERE)
    environment = folder / ".venv"
    venv.create(environment, symlinks=True)
    # pip and setuptools are those of the tests: to install them takes seconds.
    (packages,) = environment.glob("lib/python*/site-packages")
    (packages / "of_the_tests.pth").write_text(sysconfig.get_path("purelib"))
    (environment / "bin" / "pip").write_text(f"#!{environment}/bin/python\n")
    (environment / "bin" / "danvan").write_text("the program")
    return folder


def make(program: Path) -> subprocess.CompletedProcess[str]:
    """Run `make .venv/ready` without a package index, and with a Python that makes no `.venv`."""
    python = program / "python"
    python.write_text(
        f'#!/bin/sh\n[ "$*" = "-m venv --clear .venv" ] && exit 9\nexec {sys.executable} "$@"\n'
    )
    python.chmod(0o755)
    without_index = {"PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull}
    # Inside `make test`, make would say that it is another make's.
    own = {k: v for k, v in os.environ.items() if not k.startswith(("MAKE", "MFLAGS"))}
    return subprocess.run(
        ["make", ".venv/ready", "PYTHON=./python"],
        cwd=program,
        env={**own, **without_index},
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
    )


def test_an_update_without_a_package_index_leaves_the_program(program: Path) -> None:
    done = make(program)
    assert done.returncode == 2
    assert done.stdout.startswith(UPDATING)
    assert "No matching distribution found for gosim==1.0" in done.stdout
    assert (program / ".venv" / "bin" / "danvan").read_text() == "the program"
    assert not (program / ".venv" / "ready").exists()


def test_an_update_installs_in_place(program: Path) -> None:
    (program / "requirements.lock").write_text("")
    done = make(program)
    assert done.stdout == f"{UPDATING}\n"
    assert done.returncode == 0
    assert (program / ".venv" / "bin" / "danvan").read_text() == "the program"
    assert list(program.glob(".venv/lib/python*/site-packages/gosim-1.0.dist-info"))
    assert make(program).stdout == "make: '.venv/ready' is up to date.\n"


def _lose(environment: Path) -> None:
    shutil.rmtree(environment)


def _lose_its_python(environment: Path) -> None:
    (environment / "bin" / "python").unlink()
    (environment / "bin" / "python").symlink_to("/usr/bin/python3.0")


def _age(environment: Path) -> None:
    python = environment / "bin" / "python"
    python.unlink()
    python.write_text("#!/bin/sh\ncase $* in *version_info*) exit 1; esac\n")
    python.chmod(0o755)


def _lose_pip(environment: Path) -> None:
    next(environment.glob("lib/python*/site-packages/of_the_tests.pth")).unlink()


def _be_a_copy(environment: Path) -> None:
    (environment / "bin" / "pip").write_text("#!/srv/danvan/.venv/bin/python\n")


@pytest.mark.parametrize("spoil", [_lose, _lose_its_python, _age, _lose_pip, _be_a_copy])
def test_an_environment_that_does_not_work_here_is_made_again(
    program: Path, spoil: Callable[[Path], None]
) -> None:
    spoil(program / ".venv")
    done = make(program)
    assert done.stdout.startswith(CREATING)
    assert "Error 9" in done.stderr
