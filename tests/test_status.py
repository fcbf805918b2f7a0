"""What `danvan status` says of runs that have not ended."""

from pathlib import Path

from archive.ledger import record
from archive.models import Outcome

from .archives import SITE, begin_run, new_archive, opened, visit_to
from .conftest import Command


def test_a_run_is_under_way_only_while_the_archive_is_being_written(
    run: Command, tmp_path: Path
) -> None:
    url = new_archive(tmp_path)

    def verdict() -> str:
        shown = run("danvan", "status", DATABASE_URL=url).stdout
        [line] = [line for line in shown.splitlines() if SITE.name in line]
        return line.split("UTC")[-1].strip()

    with opened(url) as archive:
        ended = begin_run(archive)
        record(visit_to(ended, 1, Outcome.GONE, status=404))
        ended.listings = 1
        ended.close(finished=True)
        assert verdict() == "good"
        begin_run(archive)
        assert verdict() == "under way"
    assert verdict() == "killed", "its process has gone, and none has written since"
    with opened(url):
        assert verdict() == "failed"
