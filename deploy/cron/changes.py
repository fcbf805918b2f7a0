"""Print what changed in a night: the alerts that are new, and those that ended.

The argument is the report that `danvan nightly --json FILE` writes.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def changes(report: dict[str, Any]) -> Iterator[str]:
    """Yield a line for each alert that is new or has ended."""
    for state in filter(None, [report["machine"], *report["sites"]]):
        site = state["site"] or "this machine"
        for alert in state["alerts"]:
            if alert["monitor"] in state["new"]:
                yield f"{site}: {alert['message']}"
        for alert in state["ended"]:
            yield f"{site}: over since this night ({alert['monitor']})"


if __name__ == "__main__":
    for line in changes(json.loads(Path(sys.argv[1]).read_text("utf-8"))):
        print(line)
