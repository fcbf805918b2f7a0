"""How long an archive of the previous version takes to be brought up to this one.

    python -m benchmarks.upgrade

Makes one of 100,000 articles at that revision, and prints the time of the upgrade.
"""

import tempfile
import time
from pathlib import Path

from archive.database import open_for_writing
from tests.old_archive import make_old_archive

ARTICLES = 100_000


def main() -> None:
    """Print the seconds."""
    with tempfile.TemporaryDirectory() as folder:
        path = make_old_archive(Path(folder), ARTICLES)
        size = path.stat().st_size / 1e6
        started = time.perf_counter()
        with open_for_writing(f"sqlite:///{path}", "the benchmark"):
            seconds = time.perf_counter() - started
    print(f"{ARTICLES} articles and pages, {size:.0f} MB: brought up in {seconds:.1f} s")


if __name__ == "__main__":
    main()
