"""Commands in a forked process: a new interpreter takes a second."""

import multiprocessing
import os
import pkgutil
import resource
import subprocess
import sys
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from multiprocessing import forkserver, resource_tracker, util
from multiprocessing.process import BaseProcess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

from operations import notify, sending

PROJECT = Path(__file__).resolve().parent.parent
_SERVER = multiprocessing.get_context("forkserver")
_SERVER.set_forkserver_preload(["tests.preloaded"])
# Else a test of the pool, if it came first, would have the only server of this process load less,
# and each command after it would take seconds to load the rest.
forkserver.set_forkserver_preload = lambda modules_names: None


MAIN = {
    "alembic": "alembic.config:main",
    "danvan": "danvan.cli:main",
    "scrapy": "scrapy.cmdline:execute",
    "sqlite-utils": "sqlite_utils.cli:cli",
}
"""The functions that these commands call."""
_DATASETTE = "datasette.cli:cli"
_EXTRACTING = {"backfill", "crawl", "import", "nightly", "reextract"}
"""The commands that extract in processes of their own."""


def run(
    command: list[str],
    *,
    cwd: Path,
    env: dict[str, str],
    timeout: float,
    file_size: int = resource.RLIM_INFINITY,
) -> subprocess.CompletedProcess[str]:
    """Run a command as `subprocess.run` does.

    No file that it writes becomes larger than `file_size`, as on a full disk.
    """
    with TemporaryDirectory() as folder:
        outputs = Path(folder, "stdout"), Path(folder, "stderr")
        arguments = (MAIN[command[0]], command, cwd, env, outputs, file_size)
        process = _SERVER.Process(target=_call, args=arguments)
        process.start()
        process.join(timeout)
        if process.exitcode is None:
            process.kill()
            process.join()
            raise subprocess.TimeoutExpired(command, timeout)
        stdout, stderr = (file.read_text("utf-8") for file in outputs)
        return subprocess.CompletedProcess(command, process.exitcode, stdout, stderr)


def start(
    command: list[str], *, cwd: Path, env: dict[str, str], outputs: tuple[Path, Path]
) -> BaseProcess:
    """Start a command in a process group of its own, which can be killed with all its processes.

    Its standard output and error are added to the two files.
    """
    process = _SERVER.Process(target=_call_in_group, args=(command, cwd, env, outputs))
    process.start()
    return process


def _call_in_group(
    command: list[str], cwd: Path, env: dict[str, str], outputs: tuple[Path, Path]
) -> None:
    os.setsid()
    # A tracker of its own: that of all commands would warn of what a killed one does not free.
    tracker = resource_tracker._resource_tracker
    tracker._fd = tracker._pid = None  # type: ignore[attr-defined]
    _call(MAIN[command[0]], command, cwd, env, outputs, resource.RLIM_INFINITY)


@contextmanager
def serving(
    command: list[str], *, cwd: Path, env: dict[str, str], log: Path, timeout: float
) -> Iterator[BaseProcess]:
    """Run `datasette` or another command until the end, and let it print into a log."""
    log.touch()
    main = MAIN.get(command[0], _DATASETTE)
    arguments = (main, command, cwd, env, (log, log), resource.RLIM_INFINITY)
    process = _SERVER.Process(target=_call, args=arguments)
    process.start()
    try:
        yield process
    finally:
        process.terminate()
        process.join(timeout)
        if process.exitcode is None:
            process.kill()
            process.join()


def _call(
    main: str,
    command: list[str],
    cwd: Path,
    env: dict[str, str],
    outputs: tuple[Path, Path],
    file_size: int,
) -> None:
    for number, file in enumerate(outputs, start=1):
        os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND), number)
    resource.setrlimit(resource.RLIMIT_FSIZE, (file_size, file_size))
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(env)
    sys.path[:0] = filter(None, env.get("PYTHONPATH", "").split(os.pathsep))
    warnings.filterwarnings("error", category=DeprecationWarning, module="crawler")
    if _EXTRACTING.intersection(command[1:2]):
        _start_server()
    if cwd != PROJECT:
        _forget_cards()
    # Not in a process of its own, which takes a second; those are tested in `tests.test_notify`.
    notify._result = sending.send
    sys.argv = command
    pkgutil.resolve_name(main)()


def _forget_cards() -> None:
    """Have the site cards loaded again: the folder may be a project with cards of its own."""
    for name in [name for name in sys.modules if name.split(".")[0] == "spiders"]:
        del sys.modules[name]


def _start_server() -> None:
    """Start the server of a command's own processes as a fork, which has all of it loaded.

    The command has no threads yet; a fork would copy the locks that they hold.
    """
    forkserver._forkserver._preload_modules = []  # type: ignore[attr-defined]
    with patch.object(util, "spawnv_passfds", _fork_instead):
        forkserver.ensure_running()


def _fork_instead(_: bytes, command: Sequence[Any], files: Sequence[int]) -> int:
    """Run the code of a Python command in a fork, with no other files than those given."""
    process = os.fork()
    if process == 0:
        kept = sorted({2, *files})
        for one, other in pairwise([*kept, os.sysconf("SC_OPEN_MAX")]):
            os.closerange(one + 1, other)
        try:
            exec(command[-1], {})
        finally:
            os._exit(0)
    return process
