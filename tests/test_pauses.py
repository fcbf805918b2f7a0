"""Pauses of sites, and hosts that the operator retires."""

from pathlib import Path

import pytest

from archive.pauses import retire
from danvan.common import all_sites
from operations.choice import choose, note_sites, without_hosts
from sites.card import ACTIVE, DEAD, UNVERIFIED, SiteCard

from .archives import new_archive, opened, rows
from .conftest import Command
from .gosim import GoSim

NIGHT = {"DANVAN_NOW": "2031-03-01T01:00:00+07:00"}


class Active(GoSim):
    state = ACTIVE
    hosts = ("baogosim.example", "cu.gosim.example")


def test_a_paused_site_is_left_out_unless_it_is_named(run: Command, tmp_path: Path) -> None:
    arguments = ("nbtv", "--until", "2031-03-05", "--reason", "its server is old")
    assert run("danvan", "pause", *arguments, **NIGHT).returncode == 0
    shown = run("danvan", "pause", **NIGHT).stdout
    assert shown.startswith("nbtv: until 2031-03-04T17:00:00+00:00, since 2031-02-28T18:00:")
    assert shown.endswith(": its server is old\n")
    assert "nbtv" in left_out(tmp_path, "2031-03-04T23:59:00+07:00", by_name=False)
    assert left_out(tmp_path, "2031-03-05T00:00:01+07:00", by_name=False) == {}
    assert left_out(tmp_path, "2031-03-04T23:59:00+07:00", by_name=True) == {}
    assert run("danvan", "pause", "nbtv", "--end", **NIGHT).returncode == 0
    assert run("danvan", "pause", **NIGHT).stdout == ""


def left_out(folder: Path, now: str, *, by_name: bool) -> dict[str, str]:
    card = all_sites()["nbtv"]
    with pytest.MonkeyPatch.context() as patch, opened(f"sqlite:///{folder}/archive.db") as archive:
        patch.setenv("DANVAN_NOW", now)
        return choose(archive, [card], by_name=by_name).left_out


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (("nbtv",), "--until and --reason say how long, and why."),
        (("nbtv", "--until", "2031-03-05"), "--until and --reason say how long, and why."),
        (("nbtv", "--until", "2031-03-01", "--reason", "x"), "2031-03-01 has begun in Vietnam"),
        (("nhtv", "--until", "2031-03-05", "--reason", "x"), "There is no site 'nhtv'"),
        (("nbtv", "--end", "--until", "2031-03-05"), "leave out --until and --reason"),
        (("nbtv", "--end", "--reason", "x"), "leave out --until and --reason"),
    ],
)
def test_a_pause_that_is_no_pause(run: Command, arguments: tuple[str, ...], what: str) -> None:
    done = run("danvan", "pause", *arguments, **NIGHT)
    assert done.returncode == 2
    assert what in done.stderr


def test_a_retired_host_is_requested_no_more(tmp_path: Path) -> None:
    with opened(new_archive(tmp_path)) as archive:
        retire(archive, "cu.gosim.example", "it sells shoes now")
        (site,) = choose(archive, [Active], by_name=False).sites
        assert site.live_hosts() == ("baogosim.example",)
        assert not site.may_request("https://cu.gosim.example/bai-1.html")
        assert site.owns("https://cu.gosim.example/bai-1.html")
        retire(archive, "baogosim.example", "it is gone")
        choice = choose(archive, [Active], by_name=True)
        assert choice.sites == []
        assert choice.left_out == {Active.name: "all its hosts are retired (see `danvan retire`)"}


@pytest.mark.parametrize(
    ("card", "is_kept"),
    [
        (Active, True),
        (type("Unverified", (Active,), {"state": UNVERIFIED}), True),
        (type("Unread", (Active,), {"articles": {}}), True),
        (type("Dead", (Active,), {"state": DEAD}), False),
        (type("Retired", (Active,), {"hosts": ("cu.gosim.example",)}), False),
    ],
)
def test_a_site_is_left_out_for_good_if_it_is_dead_or_retired(
    tmp_path: Path, card: type[SiteCard], is_kept: bool
) -> None:
    with opened(new_archive(tmp_path)) as archive:
        retire(archive, "cu.gosim.example", "it sells shoes now")
        assert choose(archive, [card], by_name=False).kept == ({card.name} if is_kept else set())
        note_sites(archive, [card])
        note_sites(archive, [type("Other", (Active,), {"name": "khac"})])
    states = rows(tmp_path / "archive.db", "SELECT name, state FROM sites ORDER BY name")
    assert states == [(card.name, "dead"), ("khac", "active")]


def test_a_site_that_is_kept_has_the_state_of_its_card(tmp_path: Path) -> None:
    with opened(new_archive(tmp_path)) as archive:
        note_sites(archive, [Active])
    assert rows(tmp_path / "archive.db", "SELECT state FROM sites") == [("active",)]


def test_a_card_without_a_retired_host_stays_as_it_is() -> None:
    assert without_hosts(Active, frozenset({"khac.example"})) is Active


def test_retire_and_back(run: Command) -> None:
    assert run("danvan", "retire", "nbtv.vn", "--reason", "it is gone").returncode == 0
    assert run("danvan", "retire").stdout == "nbtv.vn\n"
    done = run("danvan", "crawl", "nbtv", CRAWL_ORIGIN="http://127.0.0.1:9")
    assert "nbtv is not crawled: all its hosts are retired" in done.stderr
    assert run("danvan", "retire", "nbtv.vn", "--undo").returncode == 0
    assert run("danvan", "retire").stdout == ""
    for host, what in (("khac.example", "No site has the host"), ("nbtv.vn", "--reason says why")):
        done = run("danvan", "retire", host)
        assert done.returncode == 2
        assert what in done.stderr
