"""`make demo`: crawl the sample newsroom and serve the archive.

Runs the same commands as an operator would, in the folder `demo`.
"""

from __future__ import annotations

import argparse
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from sample_sites import Newsroom

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "demo"


def main() -> int:
    """Crawl all sites of the sample newsroom, print the outcomes, and serve the archive."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--port", type=int, default=8001, help="where to serve the archive")
    parser.add_argument("--no-serve", action="store_true", help="stop after the summary")
    options = parser.parse_args()

    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    archive = FOLDER / "archive.db"
    commands = Path(sys.executable).parent
    print("Crawling the sample newsroom, replicas of five news sites.", flush=True)
    with Newsroom() as room:
        done = subprocess.run(
            [commands / "danvan", "crawl", "--origin", room.origin],
            env={**os.environ, "DATABASE_URL": f"sqlite:///{archive}"},
            check=False,
        )
    if done.returncode:
        print("The crawl failed; see its messages above.", file=sys.stderr)
        return done.returncode
    print(f"The archive is {archive.relative_to(ROOT)}, one SQLite file.")
    if options.no_serve:
        print("To read it in a browser: make demo")
        return 0
    print(
        f"Read it at http://127.0.0.1:{options.port}/archive/articles - Ctrl-C stops the server.",
        flush=True,
    )
    serve = f"{commands}/datasette serve {archive} -m {ROOT}/datasette_metadata.json"
    serve += f" --port {options.port} --setting facet_time_limit_ms 1000"
    try:
        return subprocess.run(shlex.split(serve), check=False).returncode
    except KeyboardInterrupt:
        return 0


if __name__ == "__main__":
    sys.exit(main())
