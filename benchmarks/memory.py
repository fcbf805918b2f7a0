"""Does the memory of crawl, import and reextract grow with the number of pages?

    python -m benchmarks.memory [--per-site 200 4000]

Crawls the sample newsroom at two sizes, imports the captures of each crawl into a new archive, and
re-extracts them; prints the peak memory (resident set) of each command's own process.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from sample_sites import SITE_NAMES

COMMANDS = Path(sys.executable).parent


def measure(folder: Path, archive: str, *arguments: str | Path) -> tuple[float, float]:
    """Run `danvan` and return the seconds that it took and its peak memory in MB."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [COMMANDS / "danvan", *map(str, arguments)],
        cwd=folder,
        env={**os.environ, "DATABASE_URL": f"sqlite:///{folder / archive}"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        raise SystemExit(f"danvan {arguments[0]} failed with {os.waitstatus_to_exitcode(status)}")
    return time.perf_counter() - started, usage.ru_maxrss / 1000


def main() -> None:
    """Print a line for each size and command."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--per-site", type=int, nargs="+", default=[200, 4000])
    for per_site in parser.parse_args().per_site:
        newsroom = subprocess.Popen(
            [sys.executable, "-m", "sample_sites", "--per-site", str(per_site)],
            stdout=subprocess.PIPE,
            text=True,
        )
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            try:
                assert newsroom.stdout is not None
                origin = newsroom.stdout.readline().split()[-1]
                crawl = ("crawl", *SITE_NAMES, "--origin", origin)
                results = {"crawl": measure(folder, "archive.db", *crawl)}
            finally:
                newsroom.terminate()
                newsroom.wait(timeout=10)
            results["reextract"] = measure(folder, "archive.db", "reextract", "--dry-run")
            files = sorted((folder / "captures").glob("*/*.warc.gz"))
            results["import"] = measure(folder, "rebuilt.db", "import", *files)
            results["captures verify"] = measure(folder, "rebuilt.db", "captures", "verify")
        for command, (seconds, megabytes) in results.items():
            print(f"{5 * per_site:6} pages  {command:16} {megabytes:6.0f} MB  {seconds:6.1f} s",
                  flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
