"""Text of a site never reaches a terminal, a log or a table of the archive raw."""

import io
import json
import logging
import unicodedata
from pathlib import Path

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.table import Table

from archive.escaping import escaped
from archive.outcomes import Outcome
from archive.visit import Visit
from danvan.common import CommandError
from danvan.console import EscapingConsole, EscapingFormatter

from .archives import NOW, begin_run, new_archive, opened, rows
from .conftest import Command
from .one_site import LISTING, Site, listing, served

FORGED = "\x1b]0;owned\x07\n2026-11-21 02:17:00 INFO nbtv: crawl ends: good"
ON_ONE_LINE = r"\x1b]0;owned\x07\n2026-11-21 02:17:00 INFO nbtv: crawl ends: good"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Dân vận khéo ở xã Gò Sim – “đường” №1 …", "Dân vận khéo ở xã Gò Sim – “đường” №1 …"),
        ("a\xa0b\u3000c", "a\xa0b\u3000c"),
        ("a\nb\r\nc\td", r"a\nb\r\nc\td"),
        ("a\x0bb\x0cc\x1cd\x85e\u2028f\u2029g", r"a\x0bb\x0cc\x1cd\x85e\u2028f\u2029g"),
        ("\x1b[2J\x9b2J\x7f\x00\x08", r"\x1b[2J\x9b2J\x7f\x00\x08"),
        ("\u202egpj\u202c \u2066\u2069 \u200e\u200f\u061c",
         r"\u202egpj\u202c \u2066\u2069 \u200e\u200f\u061c"),
        ("a\u200bb\ufeffc\xadd\U000e0041", r"a\u200bb\ufeffc\xadd\U000e0041"),
        ("\ud800", r"\ud800"),
        (r"\x1b", r"\x1b"),
        ("", ""),
    ],
)  # fmt: skip
def test_what_acts_on_a_terminal_is_escaped(text: str, shown: str) -> None:
    assert escaped(text) == shown


@given(st.text(st.characters()))
def test_escaped_text_is_one_line_of_what_can_be_seen(text: str) -> None:
    shown = escaped(text)
    assert len(shown.splitlines()) <= 1
    assert all(c.isprintable() or unicodedata.category(c) == "Zs" for c in shown)
    assert escaped(shown) == shown
    shown.encode("utf-8")


# Where it reaches people


def test_reasons_are_stored_on_one_line(tmp_path: Path) -> None:
    url = new_archive(tmp_path)
    with opened(url) as archive:
        run = begin_run(archive)
        visit = Visit(run, "post:1", "https://baogosim.example/bai-1", NOW)
        visit.end(Outcome.GONE, FORGED)
        assert visit.reason == ON_ONE_LINE
        run.listings = 1
        run.remarks[f"the listing {FORGED} is gone"] += 1
        assert run.close(finished=True) == ("doubtful", [f"the listing {ON_ONE_LINE} is gone"])
    [(reasons,)] = rows(url, "SELECT reasons FROM runs")
    assert json.loads(reasons) == [f"the listing {ON_ONE_LINE} is gone"]


def printed(what: object, *, terminal: bool = False) -> str:
    file = io.StringIO()
    console = EscapingConsole(
        file=file, width=200, force_terminal=terminal, highlight=False, markup=False, emoji=False
    )
    console.print(what, soft_wrap=True)
    return file.getvalue()


@pytest.mark.parametrize("text", [FORGED, "[/red] [link=file:///etc/passwd]x[/link] :skull:"])
@pytest.mark.parametrize("terminal", [False, True])
def test_the_console_prints_text_as_it_is_on_one_line(text: str, terminal: bool) -> None:
    assert printed(text, terminal=terminal) == escaped(text) + "\n"
    table = Table("heading", text, title=text)
    table.add_row("cell", text)
    shown = printed(table)
    assert shown.count(escaped(text)) == 3
    assert not set("\x1b\x07") & set(shown)


def log_line(message: str, *arguments: object, error: BaseException | None = None) -> str:
    record = logging.LogRecord("danvan", logging.INFO, "file.py", 1, message, arguments, None)
    if error is not None:
        record.exc_info = (type(error), error, error.__traceback__)
    return EscapingFormatter("%(levelname)s %(message)s").format(record)


def test_a_message_is_one_line_in_the_log() -> None:
    assert log_line("nbtv: %s", FORGED) == f"INFO nbtv: {ON_ONE_LINE}"


def test_a_traceback_never_passes_for_a_line_of_the_log() -> None:
    try:
        raise ValueError(FORGED)
    except ValueError as error:
        lines = log_line("It broke.", error=error).split("\n")
    assert lines[0] == "INFO It broke."
    assert len(lines) > 3, "it is still a traceback"
    assert all(line.startswith("    ") for line in lines[1:])
    assert not any("\x1b" in line for line in lines)


def test_an_error_of_a_command_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    CommandError(f"The file {FORGED} cannot be read.").show()
    assert capsys.readouterr().err == f"danvan: The file {ON_ONE_LINE} cannot be read.\n"
    assert issubclass(CommandError, click.ClickException)


def test_a_site_cannot_forge_a_line_of_the_log(run: Command, tmp_path: Path) -> None:
    site = Site()
    site.articles(1)
    forged = "/[/red]%1b]0;owned%07%0a2026-11-21 02:17:00 INFO nbtv: crawl ends: good"
    menu = "".join(f'<a href="{path}">Thời sự</a>' for path in (LISTING, forged))
    site.responses["/"] = (200, {}, menu)
    site.responses[LISTING] = listing([1])
    with served(site) as origin:
        done = run("danvan", "crawl", "nbtv", "--origin", origin)
    assert done.returncode == 0, done.stderr
    lines = (done.stdout + done.stderr).splitlines()
    assert not [line for line in lines if line.startswith("2026-11-21 02:17")]
    assert "\x1b" not in done.stdout + done.stderr
    reason = f"the listing https://nbtv.vn/[/red]{ON_ONE_LINE} answered 404"
    assert done.stdout.count(reason) == 1
    [(reasons,)] = rows(tmp_path / "archive.db", "SELECT reasons FROM runs")
    assert json.loads(reasons) == [reason]
