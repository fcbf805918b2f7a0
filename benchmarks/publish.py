"""What does a release cost, the first one and the next?

    python -m benchmarks.publish [--articles 10000 100000]

Fills archives of the sample newsroom with articles, publishes each twice, and prints what that
took. The texts are short: with those of newspapers, a release takes about four times as long.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.night import crawl
from benchmarks.synthetic import fill
from sample_sites import Newsroom

MAX_MEMORY = 500
"""MB that a release may take, whatever the size of the archive."""
_NIGHT = datetime(2026, 11, 2, 15, tzinfo=UTC)


def publish(folder: Path) -> dict[str, float]:
    """Publish the archive of a folder, and return CPU seconds and MB of memory."""
    report, released = folder / "report.json", folder / "published"
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.measured", report, folder / "captures",
         "publish", "--to", released],
        env={
            **os.environ,
            "DATABASE_URL": f"sqlite:///{folder / 'archive.db'}",
            "DANVAN_NOW": _NIGHT.isoformat(),
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"the release in {folder} failed with {process.returncode}")
    memory = json.loads(report.read_text("utf-8"))["MB of memory"]
    return {"CPU seconds": usage.ru_utime + usage.ru_stime, "MB of memory": memory}


def main() -> None:
    """Print a line for each release."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--articles", type=int, nargs="+", default=[10_000, 100_000])
    sizes = parser.parse_args().articles
    with tempfile.TemporaryDirectory() as name, Newsroom() as newsroom:
        base = Path(name) / "base"
        base.mkdir()
        crawl(base, newsroom.origin, _NIGHT)
        for articles in sizes:
            folder = Path(name) / str(articles)
            shutil.copytree(base, folder)
            fill(folder / "archive.db", folder / "captures", articles, _NIGHT)
            for which in ("the first release", "the next one"):
                costs = ", ".join(f"{cost:.1f} {what}" for what, cost in publish(folder).items())
                print(f"{articles} articles, {which}: {costs}", flush=True)
    print(f"(at most {MAX_MEMORY} MB is the goal)")


if __name__ == "__main__":
    main()
