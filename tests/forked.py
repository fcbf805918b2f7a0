"""Commands in a forked process: a new interpreter takes a second."""

import gc
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
from multiprocessing import forkserver, util
from multiprocessing.process import BaseProcess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

_SERVER = multiprocessing.get_context("forkserver")
# Not `danvan` and `crawler.settings`, which read the environment when they are imported.
_PRELOAD = (
    "alembic.command", "alembic.config", "httpx", "rich.logging", "rich.progress", "trafilatura",
    "scrapy.core.engine", "scrapy.crawler", "scrapy.dupefilters", "scrapy.logformatter",
    "scrapy.pqueues", "scrapy.squeues", "scrapy.statscollectors",
    *(f"scrapy.downloadermiddlewares.{name}" for name in (
        "cookies", "defaultheaders", "downloadtimeout", "httpauth", "httpcache", "httpcompression",
        "httpproxy", "offsite", "redirect", "retry", "stats", "useragent",
    )),
    *(f"scrapy.extensions.{name}" for name in (
        "closespider", "corestats", "feedexport", "logcount", "logstats", "memdebug", "memusage",
        "remote_control", "spiderstate", "telnet", "throttle",
    )),
    *(f"scrapy.spidermiddlewares.{name}" for name in (
        "depth", "httperror", "metacopy", "start", "urllength",
    )),
    "archive.search", "crawler.crawl_delay", "crawler.extensions", "crawler.handlers",
    "crawler.measuring", "crawler.probe", "crawler.process", "crawler.robots", "crawler.spider",
    "operations.choice", "operations.status", "pipelines.extract", "pipelines.store",
    "replay.reextraction", "sites.loading", "sqlite_utils.cli", "datasette.cli",
)  # fmt: skip
_SERVER.set_forkserver_preload(list(_PRELOAD))


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
    gc.freeze()  # looking for garbage among the preloaded objects takes a tenth of a second
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
    sys.argv = command
    pkgutil.resolve_name(main)()


def _start_server() -> None:
    """Start the server of a command's own processes as a fork, which has all of it loaded.

    The command has no threads yet; a fork would copy the locks that they hold.
    """
    forkserver.set_forkserver_preload([])
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
