"""The settings: danvan.toml, the environment, the clock, and `danvan config check`."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from archive.settings import Settings, SettingsError, read_settings, stated_settings
from archive.times import clock

from .conftest import Command


@pytest.fixture
def say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Write danvan.toml into an empty folder, which becomes the current one."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.__struct_fields__:
        monkeypatch.delenv(name.upper(), raising=False)

    def write(text: str) -> None:
        (tmp_path / "danvan.toml").write_text(text, "utf-8")

    return write


@pytest.mark.usefixtures("say")
def test_without_a_file_the_defaults_are_in_force() -> None:
    assert read_settings() == Settings()
    assert {setting.source for setting in stated_settings()} == {"default"}


def test_the_environment_comes_before_the_file(
    say: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    say('download_delay = 2\nkeep_releases = 3\nnotify = ["ntfy://a", "ntfy://b"]')
    monkeypatch.setenv("KEEP_RELEASES", "9")
    monkeypatch.setenv("DOWNLOAD_DELAY", "")  # as if it were not set
    found = {setting.name: (setting.value, setting.source) for setting in stated_settings()}
    assert found["download_delay"] == (2.0, "danvan.toml")
    assert found["keep_releases"] == (9, "environment")
    assert read_settings().notify == ("ntfy://a", "ntfy://b")
    monkeypatch.setenv("NOTIFY", "ntfy://c  ntfy://d")
    assert read_settings().notify == ("ntfy://c", "ntfy://d")


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("download_delay = 0", None),
        ("download_delay = -0.1", "download_delay must be a number of at least 0, not -0.1"),
        ("download_delay = nan", "download_delay must be a number of at least 0, not nan"),
        ("max_run_seconds = inf", "max_run_seconds must be a number of at least 1, not inf"),
        ('download_delay = "2"', "download_delay must be a number of at least 0, not '2'"),
        ("keep_releases = 1", None),
        ("keep_releases = 0", "keep_releases must be a whole number of at least 1, not 0"),
        ("keep_releases = true", "keep_releases must be a whole number of at least 1, not True"),
        ('night_hours = "23:59-00:00"', None),
        ('night_hours = "24:00-05:00"', "night_hours must be two times such as 21:00-05:30"),
        ('night_hours = "21:00-05:30\\n"', "night_hours must be two times such as 21:00-05:30"),
        ('notify = "ntfy://token"', "notify must be a list of texts (danvan.toml)."),
        ("download_dely = 1", "a key 'download_dely', which is no setting. Do you mean downl"),
        ("[crawl]", "a key 'crawl', which is no setting"),
        ("download_delay =", "danvan.toml cannot be read: Invalid value (at"),
    ],
)
def test_a_setting_is_checked(say: Callable[[str], None], line: str, fault: str | None) -> None:
    say(line)
    if fault is None:
        read_settings()
        return
    with pytest.raises(SettingsError, match=re.escape(fault)):
        read_settings()


def test_the_value_of_a_secret_is_in_no_message(say: Callable[[str], None]) -> None:
    say('notify = "ntfy://topic-and-password"')
    with pytest.raises(SettingsError) as caught:
        read_settings()
    assert "password" not in str(caught.value)


def checked(run: Command, folder: Path, **environment: str) -> Any:
    return run("danvan", "config", "check", cwd=folder, **environment)


def test_config_check_says_what_is_in_force(
    run: Command, tmp_path: Path, say: Callable[[str], None]
) -> None:
    say('contact = "luu-tru@gosim.example"\nnotify = ["ntfy://topic-and-password"]')
    result = checked(run, tmp_path, CONTACT="", MAX_RUN_SECONDS="600")
    assert result.returncode == 0, result.stderr
    lines = {
        line.split()[0]: line.split()[1:] for line in result.stdout.splitlines() if line.strip()
    }
    assert lines["contact"][:2] == ["luu-tru@gosim.example", "danvan.toml"]
    assert lines["max_run_seconds"][:2] == ["600.0", "environment"]
    assert lines["notify"][:4] == ["1", "(not", "shown)", "danvan.toml"]
    assert "password" not in result.stdout + result.stderr


def test_config_check_names_every_fault(
    run: Command, tmp_path: Path, say: Callable[[str], None]
) -> None:
    say("keep_releases = 0")
    result = checked(run, tmp_path, DOWNLOAD_DELAY="soon")
    assert result.returncode == 2
    assert result.stderr.splitlines() == [
        "danvan: download_delay must be a number of at least 0, not 'soon' (environment).",
        "danvan: keep_releases must be a whole number of at least 1, not 0 (danvan.toml).",
    ]


def test_a_command_with_a_wrong_setting_does_not_begin(
    run_first: Command, tmp_path: Path, say: Callable[[str], None]
) -> None:
    say("keep_releases = 0")
    for command in (("sites",), ("status",), ("crawl", "nbtv")):
        result = run_first("danvan", *command, cwd=tmp_path, DATABASE_URL="")
        assert result.returncode == 2
        assert result.stderr == (
            "danvan: keep_releases must be a whole number of at least 1, not 0 (danvan.toml).\n"
        )
    assert [path.name for path in tmp_path.iterdir()] == ["danvan.toml"]


# The clock


def test_a_simulated_clock_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DANVAN_NOW", "2031-02-03T04:05:06+07:00")
    start = datetime(2031, 2, 2, 21, 5, 6, tzinfo=UTC)
    first = clock()
    assert start <= first < start + timedelta(minutes=1)
    assert first < clock()
    monkeypatch.setenv("DANVAN_NOW", "2031-05-03T04:05:06+07:00")
    assert clock() > start + timedelta(days=80)


def test_every_command_says_that_its_clock_is_simulated(run: Command) -> None:
    result = run("danvan", "sites", "--json", DANVAN_NOW="2031-02-03T04:05:06")
    assert result.stderr == (
        "danvan: SIMULATION: DANVAN_NOW sets the clock to 2031-02-03T04:05:06+00:00.\n"
    )
    result = run("danvan", "sites", DANVAN_NOW="2031-02-30")
    assert result.returncode == 2
    assert "DANVAN_NOW must be an ISO 8601 time" in result.stderr
