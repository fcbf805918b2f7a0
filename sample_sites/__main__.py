"""Serve the sample newsroom until interrupted."""

from __future__ import annotations

import argparse
import signal
import threading

from sample_sites.newsroom import ALL_NAMES, DEAD_NAMES, NIGHTS, SITE_NAMES, Newsroom


def main() -> None:
    """Parse the command line and serve."""
    parser = argparse.ArgumentParser(prog="sample_sites", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 picks a free port")
    parser.add_argument("--night", type=int, choices=NIGHTS, default=1)
    parser.add_argument(
        "--per-site",
        type=int,
        default=44,
        help=f"articles of each of {', '.join(SITE_NAMES)}; the other sites have a few",
    )
    options = parser.parse_args()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    names = (*ALL_NAMES, *DEAD_NAMES)
    with Newsroom(options.per_site, options.night, options.port, names) as room:
        print(f"Sample newsroom: {room.origin}", flush=True)
        stop.wait()


if __name__ == "__main__":
    main()
