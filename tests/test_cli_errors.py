"""What an operator may meet: each ends with one sentence and the exit code 2, or with a count."""

import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from archive.ledger import record
from archive.outcomes import Outcome
from danvan import network
from danvan.cli import main
from danvan.common import NOTHING_DONE, SOME_SITE_FAILED, CommandError, all_sites
from operations.backup import back_up
from sample_sites import Newsroom
from sites.loading import load_sites

from .archives import article, begin_run, captured, new_archive, opened, visit_to
from .conftest import Command

READING = (("status",), ("sites",), ("captures", "verify"), ("reextract", "--dry-run"))
WRITING = (("crawl", "nbtv", "--origin", "{origin}"), ("import", "{file}"))


@pytest.fixture(scope="module")
def origin() -> Iterator[str]:
    with Newsroom() as room:
        yield room.origin


def _one_sentence(text: str) -> str:
    (line,) = text.splitlines()
    assert line.startswith("danvan: ")
    return line


def _sql(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(statement)
        connection.commit()


@pytest.mark.parametrize("command", READING + WRITING, ids=lambda command: command[0])
@pytest.mark.parametrize("fault", ["newer", "damaged", "no database", "a folder"])
def test_an_archive_that_cannot_be_used_is_named_in_one_sentence(
    run_first: Command, tmp_path: Path, origin: str, command: tuple[str, ...], fault: str
) -> None:
    path = tmp_path / "archive.db"
    if fault == "a folder":
        path.mkdir()
    else:
        new_archive(tmp_path)
    if fault == "newer":
        _sql(path, "UPDATE alembic_version SET version_num = '9999'")
    elif fault == "damaged":
        with path.open("r+b") as file:
            file.seek(4096)
            file.write(b"\xa5" * (path.stat().st_size - 4096))
    elif fault == "no database":
        path.write_text("a letter to the editor\n" * 500, "utf-8")
    (tmp_path / "some.warc.gz").touch()
    words = [word.format(origin=origin, file=tmp_path / "some.warc.gz") for word in command]
    done = run_first("danvan", *words)
    assert done.returncode == NOTHING_DONE
    sentence = _one_sentence(done.stderr)
    assert str(path) in sentence
    if fault == "newer":
        assert "update this program" in sentence
    if fault == "damaged":
        assert "malformed): restore a backup, or rebuild it from the captures." in sentence


@pytest.mark.parametrize("command", READING[:3], ids=lambda command: command[0])
def test_a_database_of_another_program_is_no_archive(
    run_first: Command, tmp_path: Path, command: tuple[str, ...]
) -> None:
    _sql(tmp_path / "archive.db", "CREATE TABLE recipes (name TEXT)")
    done = run_first("danvan", *command)
    assert done.returncode == NOTHING_DONE
    assert "archive.db is not an archive" in _one_sentence(done.stderr)


ALL = (
    *READING,
    *WRITING,
    ("backup", "{folder}"),
    ("config", "check"),
    ("nightly", "--origin", "{origin}"),
    ("pause",),
    ("publish",),
    ("restore", "{folder}"),
    ("serve",),
)


@pytest.mark.parametrize("command", ALL, ids=lambda command: command[0])
def test_a_text_that_is_no_url_of_a_database_is_named_in_one_sentence(
    run: Command, tmp_path: Path, origin: str, command: tuple[str, ...]
) -> None:
    back_up(new_archive(tmp_path), tmp_path / "backups", 1, lambda _: None)
    (tmp_path / "some.warc.gz").touch()
    names = {"origin": origin, "file": "some.warc.gz", "folder": "backups"}
    words = [word.format_map(names) for word in command]
    for text in ("a letter", "postgresql://host:port/tin"):
        done = run("danvan", *words, cwd=tmp_path, DATABASE_URL=text, CONTACT="tin@gosim.example")
        assert done.returncode == NOTHING_DONE
        assert f"{text!r} is not the URL of a database, such as" in _one_sentence(done.stderr)


def test_the_names_of_migrations_are_their_revisions() -> None:
    """Commands compare the schema with them, and the newest is the last by name."""
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    from archive.database import _MIGRATIONS, known_schemas

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    scripts = ScriptDirectory.from_config(config)
    assert known_schemas() == {script.revision for script in scripts.walk_revisions()}
    assert max(known_schemas()) == scripts.get_current_head()


@pytest.mark.parametrize("kilobytes", [4, 64, 200])
def test_a_full_disk_at_the_start_is_one_sentence(
    run_first: Command, origin: str, kilobytes: int
) -> None:
    """A limit on the size of files simulates it: the database, its log or its first rows fail."""
    command = ("danvan", "crawl", "nbtv", "--origin", origin, "--log-level=error")
    done = run_first(*command, file_size=kilobytes * 1024)
    assert done.returncode == NOTHING_DONE
    assert "Nothing already archived is lost" in _one_sentence(done.stderr)


def test_the_note_of_the_writer_cannot_be_written(tmp_path: Path, run: Command) -> None:
    new_archive(tmp_path)
    (tmp_path / "archive.db.lock.owner").mkdir()
    done = run("danvan", "reextract")
    assert done.returncode == NOTHING_DONE
    assert "cannot be written (Is a directory); nothing was changed" in _one_sentence(done.stderr)


FAULTY_SITES = {
    "class Bao(SiteCard\n": "line 1: SyntaxError: '(' was never closed",
    "import nothing_of_that_name\n": "line 1: ModuleNotFoundError: No module named",
    "\nhosts = (unknown,)\n": "line 2: NameError: name 'unknown' is not defined",
    "from extraction.layouts import Layout\nLayout('2025', text='p')\n": "line 2: TypeError: ",
}


@pytest.mark.parametrize("text", FAULTY_SITES, ids=lambda text: FAULTY_SITES[text].split()[2])
def test_a_faulty_site_file_is_named_with_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    package = f"sites_of_{tmp_path.name}"
    folder = tmp_path / package / "spiders"
    folder.mkdir(parents=True)
    (folder / "__init__.py").touch()
    (folder / "gosim.py").write_text(text, "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr("sites.loading.load_sites", lambda: load_sites(f"{package}.spiders"))
    with pytest.raises(CommandError) as raised:
        all_sites()
    place = f"A site file cannot be loaded: {folder / 'gosim.py'}, {FAULTY_SITES[text]}"
    assert raised.value.message.startswith(place)


def test_an_error_that_no_command_expects_is_not_taken_for_a_site_that_failed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    @click.command()
    def sites() -> None:
        raise KeyError("Gò \x1b[2J Sim")

    monkeypatch.setattr("danvan.sites.sites", sites)
    done = CliRunner().invoke(main, ["sites"])
    assert done.exit_code == NOTHING_DONE
    assert done.stderr.startswith("Traceback")
    assert done.stderr.endswith("KeyError: 'Gò \\x1b[2J Sim'\n")


def test_no_network_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def unknown(host: str, _port: int) -> list[object]:
        asked.append(host)
        raise OSError("Temporary failure in name resolution")

    sites = list(all_sites().values())
    monkeypatch.setattr(network, "getproxies", dict)
    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(CommandError, match="There is no network: not one of"):
        network.require_network(sites)
    assert sorted(asked) == sorted(host for site in sites for host in site.hosts)

    last = sites[-1].hosts[-1]
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, _: [host] if host == last else [])
    network.require_network(sites)
    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    monkeypatch.setattr(network, "getproxies", lambda: {"https": "http://127.0.0.1:3128"})
    network.require_network(sites)  # the proxy looks names up


@pytest.mark.parametrize(("lost", "named", "more"), [(20, 20, False), (21, 20, True)])
def test_verify_names_the_first_faults_and_counts_the_rest(
    run: Command, tmp_path: Path, lost: int, named: int, more: bool
) -> None:
    with opened(new_archive(tmp_path)) as archive:
        site_run = begin_run(archive)
        for number in range(lost):
            visit = visit_to(site_run, number, Outcome.STORED, article(number))
            record(captured(visit))
        site_run.close(finished=True)
    _sql(tmp_path / "archive.db", "UPDATE captures SET sha256 = 'x'")
    done = run("danvan", "captures", "verify")
    assert done.returncode == SOME_SITE_FAILED
    lines = done.stderr.splitlines()
    assert sum("the record is not the one in the table" in line for line in lines) == named
    assert (lines[-1] == "... and 1 more") == more
    assert f"{lost} are wrong" in done.stdout
