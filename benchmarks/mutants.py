"""Whether the tests bite: change the code a little, and see if they notice (`make mutants`).

cosmic-ray makes the mutants, one changed number, comparison or condition each, in a copy of the
tree, so that nothing is left behind when it is stopped. `[tool.cosmic-ray]` in `pyproject.toml`
lists the modules, and the tests that should notice.
"""

import argparse
import os
import random
import shlex
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import tomllib
from pathlib import Path
from typing import Any

COMMANDS = Path(sys.executable).parent
ROOT = Path(__file__).resolve().parent.parent
NOT_COPIED = shutil.ignore_patterns(".*", "__pycache__", "demo", "captures", "*.db*")


def main() -> None:
    """Print for each module how many of its mutants the tests kill, and the diffs of the others."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["cosmic-ray"]
    tests: dict[str, str] = settings.pop("tests")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("modules", nargs="*", help="files; else all that pyproject.toml lists")
    parser.add_argument("--minutes", type=float, default=10, help="for each module, at the most")
    parser.add_argument("--seed", type=int, help="draw the same mutants again")
    options = parser.parse_args()
    unknown = [module for module in options.modules if module not in tests]
    if unknown:
        parser.error(f"not in [tool.cosmic-ray.tests] of pyproject.toml: {', '.join(unknown)}")
    seed = random.randrange(10_000) if options.seed is None else options.seed
    for module in options.modules or tests:
        with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
            tree = Path(folder) / "tree"
            shutil.copytree(ROOT, tree, ignore=NOT_COPIED)
            pytest = [sys.executable, "-m", "pytest", "-x", "-p", "no:cacheprovider"]
            command = shlex.join([*pytest, *tests[module].split()])
            own = {"module-path": module, "test-command": command}
            measure({**settings, **own}, tree, options.minutes, seed)


def measure(settings: dict[str, Any], tree: Path, minutes: float, seed: int) -> None:
    """Make and test the mutants of one module in a copy of the tree, and print the score."""
    import toml  # cosmic-ray's own: neither is installed before the first `make mutants`

    def run(command: str, *arguments: str) -> None:
        subprocess.run(
            [COMMANDS / command, *arguments],
            cwd=tree,
            # Commands that the tests run must be those of the copy, too.
            env={**os.environ, "PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1"},
            check=True,
        )

    (tree / "cosmic-ray.toml").write_text(toml.dumps({"cosmic-ray": settings}), "utf-8")
    run("cosmic-ray", "init", "cosmic-ray.toml", "session.sqlite")
    run("cr-filter-operators", "session.sqlite", "cosmic-ray.toml")
    begun = time.monotonic()
    run("cosmic-ray", "baseline", "cosmic-ray.toml")
    longest = time.monotonic() - begun  # a mutant that is killed takes less
    total, drawn = draw(tree / "session.sqlite", max(1, int(60 * minutes / longest)), seed)
    module = settings["module-path"]
    print(f"{module}: {drawn} of {total} mutants, drawn with seed {seed} ...", flush=True)
    run("cosmic-ray", "exec", "cosmic-ray.toml", "session.sqlite")
    run("cr-report", "session.sqlite", "--surviving-only", "--show-diff")
    killed = drawn - survivors(tree / "session.sqlite")
    print(f"{module}: {killed} of {drawn} mutants killed ({killed / (drawn or 1):.0%})", flush=True)


def draw(session: Path, most: int, seed: int) -> tuple[int, int]:
    """Leave `most` mutants in a session, drawn by chance; return how many there were, and are."""
    database = sqlite3.connect(session)
    skipped = {job for (job,) in database.execute("select job_id from work_results")}
    specs = "select job_id from mutation_specs order by module_path, operator_name, occurrence"
    jobs = [job for (job,) in database.execute(specs)]
    pending = [job for job in jobs if job not in skipped]
    drawn = set(random.Random(seed).sample(pending, min(most, len(pending))))
    left_out = [(job,) for job in jobs if job not in drawn]
    database.executemany("delete from work_results where job_id = ?", left_out)
    database.executemany("delete from mutation_specs where job_id = ?", left_out)
    database.executemany("delete from work_items where job_id = ?", left_out)
    database.commit()
    database.close()
    return len(pending), len(drawn)


def survivors(session: Path) -> int:
    """Return how many mutants of a session no test has noticed."""
    database = sqlite3.connect(session)
    outcomes = "select count(*) from work_results where lower(test_outcome) = 'survived'"
    (count,) = database.execute(outcomes).fetchone()
    database.close()
    return int(count)


if __name__ == "__main__":
    main()
