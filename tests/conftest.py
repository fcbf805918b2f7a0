"""Settings and fixtures of the tests."""

import gc
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Generator
from contextlib import closing
from pathlib import Path

# Before the plugin is imported: else Datasette would find half of it.
import datasette.app  # type: ignore[import-untyped]  # noqa: F401
import hypothesis
import pytest
from filelock import FileLock

from archive.checks import check_captures, check_tables
from archive.database import connect
from sample_sites import SITE_NAMES, Newsroom

from . import forked
from .archives import new_archive
from .browser import open_page as open_page
from .browser import windows as windows

os.environ["CONTACT"] = "luu-tru@gosim.example"  # without one, no crawl begins

# The archive syncs each file, for which tests would wait. All of theirs are less than half a GB.
IN_MEMORY = Path("/dev/shm")
if IN_MEMORY.is_dir() and shutil.disk_usage(IN_MEMORY).free > 4_000_000_000:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(IN_MEMORY))

# No deadline, as the machine may be busy. A failing example is printed so that it can be repeated.
hypothesis.settings.register_profile("tests", deadline=None, print_blob=True)
hypothesis.settings.register_profile("thorough", deadline=None, print_blob=True, max_examples=2000)
hypothesis.settings.load_profile("tests")

SLOWEST = (
    "test_reader_journeys",
    "test_record",
    "test_hostile_articles",
    "test_hostile_pages",
    "test_cli",
    "test_stock_pages",
    "test_killed_stages",
    "test_killed_crawls",
    "test_patterns",
    "test_nightly",
    "test_pipelines",
    "test_sample_sites",
    "test_quarter",
    "test_crawl",
    "test_docs",
    "test_publish",
    "test_look_alikes",
    "test_upgrade",
    "test_stock_tools",
    "test_odd_records",
)
"""The slowest modules run first, so that none of them keeps a single process busy at the end."""

SECONDS = 300
"""How long a command may take on a busy machine."""

COMMANDS = Path(sys.executable).parent
ROOT = forked.PROJECT

Command = Callable[..., subprocess.CompletedProcess[str]]


def pytest_xdist_auto_num_workers() -> int:
    """Return one process more than cores, because the tests of crawls often wait."""
    return (os.cpu_count() or 1) + 1


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Collect the tests without a search for garbage, and never search what that loads.

    It is hundreds of thousands of objects: to search them takes half a second each time.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Sort the slowest modules first, and keep the order within a module."""
    order = {name: place for place, name in enumerate(SLOWEST)}
    items.sort(key=lambda item: order.get(item.path.stem, len(order)))


def running_in(folder: Path) -> Command:
    """Return a function that runs a command on the archive in a folder.

    The commands are those of the project's environment; those of `forked.MAIN` are forked, and can
    be given the size of the largest file that they may write.
    """

    def call(
        command: str | Path,
        *arguments: str | Path,
        cwd: Path = ROOT,
        file_size: int | None = None,
        **environment: str,
    ) -> subprocess.CompletedProcess[str]:
        words = [str(argument) for argument in arguments]
        env = {
            **os.environ,
            "DATABASE_URL": f"sqlite:///{folder / 'archive.db'}",
            "PYTHONWARNINGS": "error::DeprecationWarning:crawler",
            **environment,
        }
        if command in forked.MAIN:
            limit = {} if file_size is None else {"file_size": file_size}
            return forked.run([str(command), *words], cwd=cwd, env=env, timeout=SECONDS, **limit)
        assert file_size is None
        return subprocess.run(
            [COMMANDS / command, *words],
            cwd=cwd,
            env=env,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )

    return call


def assert_whole(folder: Path) -> None:
    """Assert what `danvan status` and `danvan captures verify` check."""
    engine = connect(f"sqlite:///{folder / 'archive.db'}")
    assert [check for check in check_tables(engine) if check.broken != 0] == []
    captures = check_captures(engine, folder / "captures")
    assert [fault for _, fault in captures if fault is not None] == []
    engine.dispose()


def _made_once(
    name: str, factory: pytest.TempPathFactory, worker: str, make: Callable[[Path], None]
) -> Path:
    """Return a folder that the first process that needs it makes for all."""
    base = factory.getbasetemp()
    folder = (base if worker == "master" else base.parent) / name
    with FileLock(folder.with_suffix(".lock")):
        if not folder.exists():
            part = factory.mktemp(f"{name}_part")
            make(part)
            part.rename(folder)
    return folder


def _crawl(folder: Path, night: int) -> None:
    """Crawl the newsroom, and write what was printed and requested into `crawl.json`."""
    with Newsroom(night=night) as room:
        done = running_in(folder)("danvan", "crawl", *SITE_NAMES, "--origin", room.origin)
        assert done.returncode == 0, done.stderr
        crawl = {"output": done.stdout, "requests": room.requests}
    (folder / "crawl.json").write_text(json.dumps(crawl))


@pytest.fixture(scope="session")
def first_night(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder with the archive of a crawl of the newsroom, which the tests only read or copy.

    `crawl.json` has what the command printed and what was requested.
    """
    return _made_once("first_night", tmp_path_factory, worker_id, lambda part: _crawl(part, 1))


@pytest.fixture(scope="session")
def second_night(
    first_night: Path, tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> Path:
    """A folder as `first_night`, after another crawl: articles are new, edited, and gone."""

    def make(part: Path) -> None:
        shutil.copytree(first_night, part, dirs_exist_ok=True)
        make_articles_due(part)
        _crawl(part, 2)

    return _made_once("second_night", tmp_path_factory, worker_id, make)


def make_articles_due(folder: Path) -> None:
    """Make every article due again."""
    with closing(sqlite3.connect(folder / "archive.db")) as connection:
        connection.execute(
            "UPDATE pages SET next_check = '2020-01-01T00:00:00+00:00' "
            "WHERE outcome IN ('stored', 'unchanged', 'revised')"
        )
        connection.commit()


@pytest.fixture
def run(tmp_path: Path) -> Command:
    """Return a function that runs a command on an archive in `tmp_path`, which is empty at first.

    The archive is a copy: to make one with all migrations takes a command a tenth of a second.
    """
    new_archive(tmp_path)
    return running_in(tmp_path)


@pytest.fixture
def run_first(tmp_path: Path) -> Command:
    """Return a function as `run`, where no archive is yet."""
    return running_in(tmp_path)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many regular expressions were tested; a new one is found automatically."""
    tested = [
        report
        for outcome in ("passed", "failed")
        for report in terminalreporter.stats.get(outcome, [])
        if "::test_a_pattern_takes_linear_time[" in report.nodeid
    ]
    if tested:
        terminalreporter.write_line(
            f"{len(tested)} regular expressions were run against hostile strings of growing length"
        )
