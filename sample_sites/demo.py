"""`make demo`: crawl the sample newsroom on two nights, publish the archive, and serve it.

On the second night there are new articles, edited ones, and some that vanished. Runs the same
commands as an operator would, in the folder `demo`.
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sample_sites import ALL_NAMES, DEAD_NAMES, NIGHTS, Newsroom

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "demo"
_EXPECTED = {1: (0,), 2: (0, 1)}
"""Exit codes of the crawl of each night: on the second one, a site does not answer."""
_BETWEEN = timedelta(days=2)
"""From one night to the next."""

Command = list[str | Path]


def main() -> int:
    """Crawl all sites of the sample newsroom, print the outcomes, publish and serve the archive.

    Without serving, one night is enough.
    """
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--port", type=int, default=8001, help="where to serve the archive")
    parser.add_argument("--no-serve", action="store_true", help="stop after the summary")
    options = parser.parse_args()
    if not options.no_serve and not _is_free(options.port):
        print(
            f"Port {options.port} is taken, perhaps by another demo. Stop that program, "
            "or choose another port: make demo PORT=8002",
            file=sys.stderr,
        )
        return 1

    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    archive, published = FOLDER / "archive.db", FOLDER / "published"
    commands = Path(sys.executable).parent
    settings = _own_settings(archive)
    with Newsroom(names=(*ALL_NAMES, *DEAD_NAMES)) as room:
        crawl: Command = [commands / "danvan", "crawl", *ALL_NAMES, "--origin", room.origin]
        nights = NIGHTS[:1] if options.no_serve else NIGHTS
        for night in nights:
            room.play(night)
            ago = nights[-1] - night
            print(f"Night {night}: crawling replicas of {len(ALL_NAMES)} news sites.", flush=True)
            done = subprocess.run(crawl, env=settings | _clock(_BETWEEN * ago), check=False)
            if done.returncode not in _EXPECTED[night]:
                print("The crawl failed; see its messages above.", file=sys.stderr)
                return done.returncode
    print(f"The archive is {archive.relative_to(ROOT)}, one SQLite file.")
    if options.no_serve:
        print("To read it in a browser: make demo")
        return 0
    publish: Command = [commands / "danvan", "publish", "--to", published]
    done = subprocess.run(publish, env=settings, check=False)
    if done.returncode:
        return done.returncode
    origin = f"http://127.0.0.1:{options.port}"
    print(f"Read it at {origin} - Ctrl-C stops the server.", flush=True)
    serve: Command = [commands / "danvan", "serve", "--database", published / "archive.db"]
    serve += ["--port", str(options.port)]
    try:
        return subprocess.run(serve, env=settings, check=False).returncode
    except KeyboardInterrupt:
        return 0


def _is_free(port: int) -> bool:
    """Return whether a server can listen on a port of the loopback address."""
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            server.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def _clock(ago: timedelta) -> dict[str, str]:
    """Return the environment of a crawl some time ago: articles are rechecked after a day."""
    return {"DANVAN_NOW": (datetime.now(UTC) - ago).isoformat()} if ago else {}


def _own_settings(archive: Path) -> dict[str, str]:
    """Return the environment with an archive and captures of the demo, not of the operator."""
    own = {"DATABASE_URL": f"sqlite:///{archive}", "CAPTURES_DIR": str(archive.parent / "captures")}
    return {**os.environ, **own}


if __name__ == "__main__":
    sys.exit(main())
