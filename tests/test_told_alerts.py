"""Which alerts are still to be told, and those of archives that did not note it."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from archive.database import open_for_writing
from operations.alerts import Alert, note_told, read_untold, write_alerts

from .archives import new_archive, opened, rows
from .conftest import running_in

NIGHT = "2031-03-08T14:00:00+00:00"
UNTOLD = {
    None: True,
    "2031-03-08T14:00:00+00:00": True,
    "2031-03-01T14:00:00+00:00": True,  # seven days
    "2031-03-01T13:59:59+00:00": False,
}


@pytest.mark.parametrize("until", UNTOLD, ids=str)
def test_an_alert_is_to_be_told_while_it_is_open_and_a_week_after_its_end(
    tmp_path: Path, until: str | None
) -> None:
    with opened(new_archive(tmp_path)) as archive:
        begun = "2031-02-01T14:00:00+00:00"
        alert = Alert("disk", None, "red", begun, "The disk is full.", until)
        write_alerts(archive, [alert], [], NIGHT)
        untold = read_untold(archive, NIGHT)
        assert [(one.monitor, one.until) for one in untold] == [("disk", until)] * UNTOLD[until]
        if untold:
            note_told(archive, untold, NIGHT)
        assert read_untold(archive, NIGHT) == []
    told = NIGHT if UNTOLD[until] else None
    assert rows(tmp_path / "archive.db", "SELECT until, told FROM alerts") == [(until, told)]


def test_the_alerts_of_an_older_archive_are_not_told_again(tmp_path: Path) -> None:
    done = running_in(tmp_path)("alembic", "upgrade", "0013")
    assert done.returncode == 0, done.stderr
    path = tmp_path / "archive.db"
    with closing(sqlite3.connect(path)) as old, old:
        old.execute(
            "INSERT INTO alerts (monitor, level, since, message) "
            "VALUES ('disk', 'red', '2031-02-01T14:00:00+00:00', 'The disk is full.')"
        )
    with open_for_writing(f"sqlite:///{path}", "a test"):
        pass
    assert rows(path, "SELECT told FROM alerts") == [("2031-02-01T14:00:00+00:00",)]
