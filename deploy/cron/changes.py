"""Print what changed in a night: the alerts that are new or ended, and why nothing was published.

The argument is the report that `danvan nightly --json FILE` writes.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def changes(report: dict[str, Any]) -> Iterator[str]:
    """Yield why nothing was published, and a line for each alert that is new or has ended."""
    if report["why_not_published"] is not None:
        yield f"Not published: {report['why_not_published']}"
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
