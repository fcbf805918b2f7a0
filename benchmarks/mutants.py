"""Mutation testing: make small changes to the code, and check that a test fails (`make mutants`).

cosmic-ray creates the mutants, each with one changed number, comparison or condition. It works in
a copy of the source tree, so it can be interrupted at any time. `[tool.cosmic-ray]` in
`pyproject.toml` lists the modules and the tests to run for each.
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
    """Print how many mutants of each module are killed, and the diffs of the survivors."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["cosmic-ray"]
    tests: dict[str, str] = settings.pop("tests")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "modules", nargs="*", help="files to mutate (default: all in pyproject.toml)"
    )
    parser.add_argument(
        "--minutes", type=float, default=10, help="time limit for each module (default: 10)"
    )
    parser.add_argument("--seed", type=int, help="seed of an earlier run, to repeat its sample")
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
            settings |= {"module-path": module, "test-command": command}
            measure(settings, tree, options.minutes, seed)


def measure(settings: dict[str, Any], tree: Path, minutes: float, seed: int) -> None:
    """Test the mutants of one module in a copy of the source tree, and print the score."""
    import toml  # installed with cosmic-ray by `make mutants`

    def run(command: str, *arguments: str) -> None:
        subprocess.run(
            [COMMANDS / command, *arguments],
            cwd=tree,
            # Subprocesses of the tests must import the copy too.
            env={**os.environ, "PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1"},
            check=True,
        )

    (tree / "cosmic-ray.toml").write_text(toml.dumps({"cosmic-ray": settings}), "utf-8")
    run("cosmic-ray", "init", "cosmic-ray.toml", "session.sqlite")
    run("cr-filter-operators", "session.sqlite", "cosmic-ray.toml")
    start = time.monotonic()
    run("cosmic-ray", "baseline", "cosmic-ray.toml")
    baseline = time.monotonic() - start  # a killed mutant takes less
    limit = max(1, int(60 * minutes / baseline))
    total, sampled = sample(tree / "session.sqlite", limit, seed)
    module = settings["module-path"]
    print(f"{module}: {sampled} of {total} mutants, sampled with seed {seed} ...", flush=True)
    run("cosmic-ray", "exec", "cosmic-ray.toml", "session.sqlite")
    run("cr-report", "session.sqlite", "--surviving-only", "--show-diff")
    killed = sampled - count_survivors(tree / "session.sqlite")
    print(
        f"{module}: {killed} of {sampled} mutants killed ({killed / (sampled or 1):.0%})",
        flush=True,
    )


def sample(session: Path, limit: int, seed: int) -> tuple[int, int]:
    """Keep a random sample of at most `limit` mutants; return their number before and after."""
    database = sqlite3.connect(session)
    skipped = {job for (job,) in database.execute("select job_id from work_results")}
    specs = "select job_id from mutation_specs order by module_path, operator_name, occurrence"
    jobs = [job for (job,) in database.execute(specs)]
    pending = [job for job in jobs if job not in skipped]
    sampled = set(random.Random(seed).sample(pending, min(limit, len(pending))))
    left_out = [(job,) for job in jobs if job not in sampled]
    database.executemany("delete from work_results where job_id = ?", left_out)
    database.executemany("delete from mutation_specs where job_id = ?", left_out)
    database.executemany("delete from work_items where job_id = ?", left_out)
    database.commit()
    database.close()
    return len(pending), len(sampled)


def count_survivors(session: Path) -> int:
    """Return the number of mutants in a session that no test killed."""
    database = sqlite3.connect(session)
    outcomes = "select count(*) from work_results where lower(test_outcome) = 'survived'"
    (count,) = database.execute(outcomes).fetchone()
    database.close()
    return int(count)


if __name__ == "__main__":
    main()
