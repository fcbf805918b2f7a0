"""The commands `danvan` and `scrapy` in a forked process: a new interpreter takes a second."""

import gc
import multiprocessing
import os
import pkgutil
import subprocess
import sys
import warnings
from pathlib import Path
from tempfile import TemporaryDirectory

_SERVER = multiprocessing.get_context("forkserver")
# Not `danvan` and `crawler.settings`, which read the environment when they are imported.
_PRELOAD = (
    "alembic.command", "alembic.config", "httpx", "rich.progress", "trafilatura",
    "scrapy.core.engine", "scrapy.crawler", "scrapy.pqueues", "scrapy.squeues",
    "scrapy.downloadermiddlewares.cookies", "scrapy.downloadermiddlewares.httpcompression",
    "scrapy.downloadermiddlewares.redirect", "scrapy.extensions.feedexport",
    "scrapy.extensions.memusage", "scrapy.extensions.remote_control", "scrapy.extensions.telnet",
    "crawler.extensions", "crawler.handlers", "crawler.probe", "crawler.robots", "crawler.spider",
    "pipelines.extract", "pipelines.store", "replay.reextraction",
)  # fmt: skip
_SERVER.set_forkserver_preload(list(_PRELOAD))


MAIN = {"danvan": "danvan.cli:main", "scrapy": "scrapy.cmdline:execute"}
"""The functions that these commands call."""


def run(
    command: list[str], *, cwd: Path, env: dict[str, str], timeout: float
) -> subprocess.CompletedProcess[str]:
    """Run a command as `subprocess.run` does."""
    with TemporaryDirectory() as folder:
        outputs = Path(folder, "stdout"), Path(folder, "stderr")
        process = _SERVER.Process(target=_call, args=(command, cwd, env, outputs))
        process.start()
        process.join(timeout)
        if process.exitcode is None:
            process.kill()
            process.join()
            raise subprocess.TimeoutExpired(command, timeout)
        stdout, stderr = (file.read_text("utf-8") for file in outputs)
        return subprocess.CompletedProcess(command, process.exitcode, stdout, stderr)


def _call(command: list[str], cwd: Path, env: dict[str, str], outputs: tuple[Path, Path]) -> None:
    gc.freeze()  # looking for garbage among the preloaded objects takes a tenth of a second
    for number, file in enumerate(outputs, start=1):
        os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND), number)
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(env)
    sys.path[:0] = filter(None, env.get("PYTHONPATH", "").split(os.pathsep))
    warnings.filterwarnings("error", category=DeprecationWarning, module="crawler")
    sys.argv = command
    pkgutil.resolve_name(MAIN[command[0]])()
