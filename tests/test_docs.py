"""The documentation is correct: its examples run, and its tables match the database."""

import json
import os
import re
import shlex
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import click
import msgspec
import pytest

from archive.settings import Settings, stated_settings
from danvan.cli import main
from operations.reading_tables import add_reading_tables
from publishing.tables import METADATA, PAGE, tables_page
from sample_sites import SITE_NAMES, Newsroom
from sites.card import SiteCard
from sites.check import check

from . import forked
from .conftest import COMMANDS, ROOT, SECONDS
from .reading import read

DOCS = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])


def _examples(language: str) -> list[tuple[str, str]]:
    found = []
    for document in DOCS:
        blocks = re.findall(rf"```{language}\n(.*?)```", document.read_text("utf-8"), re.S)
        found += [(f"{document.name}-{n}", block) for n, block in enumerate(blocks, 1)]
    return found


def _run(folder: tuple[Path, dict[str, str]], *command: str) -> subprocess.CompletedProcess[str]:
    cwd, env = folder
    if command[0] in forked.MAIN:
        return forked.run(list(command), cwd=cwd, env=env, timeout=SECONDS)
    return subprocess.run(
        command, cwd=cwd, env=env, capture_output=True, text=True, timeout=SECONDS, check=False
    )


@pytest.fixture(scope="module")
def folder(
    first_night: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Path, dict[str, str]]]:
    """A folder with the project's files, a saved page and an archive, and the environment."""
    place = shutil.copytree(first_night, tmp_path_factory.mktemp("docs") / "project")
    for name in ("scrapy.cfg", "alembic.ini", "datasette_metadata.json"):
        shutil.copy(ROOT / name, place)
    (place / "migrations").symlink_to(ROOT / "migrations")
    published = place / "published.db"
    shutil.copy(place / "archive.db", published)
    with closing(sqlite3.connect(published)) as copy:
        add_reading_tables(copy)
    (place / "page.html").write_text("<h1>Dân vận khéo ở xã Gò Sim</h1>")
    (place / "pages").mkdir()
    (place / "pages" / "gold.json").write_text("[]")
    with Newsroom() as room:
        settings = {
            **os.environ,
            "PATH": f"{COMMANDS}:{os.environ['PATH']}",
            "CRAWL_ORIGIN": room.origin,
        }
        settings.pop("DATABASE_URL", None)
        yield place, settings


@pytest.mark.parametrize(("name", "query"), _examples("sql"), ids=lambda value: str(value)[:24])
def test_queries_return_rows(folder: tuple[Path, dict[str, str]], name: str, query: str) -> None:
    done = _run(folder, "sqlite-utils", "query", "published.db", query, "--arrays")
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) >= 2, name


@pytest.mark.parametrize(("name", "block"), _examples("sh"), ids=lambda value: str(value)[:24])
def test_commands_work(folder: tuple[Path, dict[str, str]], name: str, block: str) -> None:
    for line in block.strip().splitlines():
        command = shlex.split(line)
        if command[:2] == ["datasette", "serve"]:
            command += ["--get", "/archive/articles.json?_size=1"]  # one response, and no server
        if command == ["danvan", "crawl"]:
            command += SITE_NAMES  # the newsroom has no other
        done = _run(folder, *command)
        assert done.returncode == 0, (name, line, done.stderr)


@pytest.mark.parametrize(("name", "block"), _examples("python"), ids=lambda value: str(value)[:24])
def test_programs_run(folder: tuple[Path, dict[str, str]], name: str, block: str) -> None:
    done = _run(folder, sys.executable, "-c", block)
    assert done.returncode == 0, (name, done.stderr)


def test_the_example_of_a_site_file_is_complete() -> None:
    (block,) = (block for _, block in _examples("python") if "SiteCard" in block)
    names: dict[str, object] = {}
    exec(block, names)
    site = names["BaoGoSim"]
    assert isinstance(site, type)
    assert issubclass(site, SiteCard)
    check(site)


def test_there_are_examples_of_every_kind() -> None:
    assert all(_examples(language) for language in ("sql", "sh", "python"))


def test_the_worked_example_is_extracted_as_shown() -> None:
    (_, page), (_, shown) = _examples("html")[0], _examples("json")[0]
    article = read(page, "https://gosim.example/hop-dan-1.html")
    fields = json.loads(shown)
    found = json.loads(json.dumps(article.to_dict()))
    assert {name: found[name] for name in fields} == fields
    assert len(article.body.split("\n\n")) == 2
    assert article.body.endswith("không ai còn ý kiến khác./.")


def test_every_setting_is_documented() -> None:
    page = (ROOT / "docs" / "operator.md").read_text("utf-8")
    table = page.split("## Settings")[1].split("## ")[0]
    rows = re.findall(r"\n\| `(\w+)` \| (?:`(.+?)`|none) \| (.+?) \|", table)
    settings = [
        (field.name, str(field.default) if field.default not in ("", ()) else "")
        for field in msgspec.structs.fields(Settings)
    ]
    assert [(name, default) for name, default, _ in rows] == settings
    meanings = {setting.name: setting.description for setting in stated_settings()}
    assert {name: meaning for name, _, meaning in rows} == meanings


def test_every_doubt_is_documented() -> None:
    page = (ROOT / "docs" / "extraction.md").read_text("utf-8")
    code = "".join(file.read_text("utf-8") for file in (ROOT / "extraction").glob("*.py"))
    doubts = set(re.findall(r'"((?:title|date|text|page): [^"]+)"', code))
    assert set(re.findall(r"\n\| `(\w+: [^`]+)` \|", page)) == doubts


def test_the_page_of_tables_is_generated_from_the_metadata() -> None:
    generated = tables_page(METADATA.read_text("utf-8"))
    assert PAGE.read_text("utf-8") == generated, "run python -m publishing.tables"


def test_links_and_paths_exist() -> None:
    for document in DOCS:
        text = document.read_text("utf-8")
        for target in re.findall(r"\]\(([^)#:]+)\)", text):
            assert (document.parent / target).exists(), (document.name, target)
        for path in re.findall(r"`((?:\w+/)+[\w.]+\.(?:py|json|md))`", text):
            assert (ROOT / path).exists(), (document.name, path)
        for goal in re.findall(r"`?make (\w+)", text):
            if goal in ("demo", "test", "lint", "bench", "lock"):
                assert f"\n{goal}:" in (ROOT / "Makefile").read_text("utf-8")


def test_every_command_and_option_of_crawl_is_documented() -> None:
    page = "".join(document.read_text("utf-8") for document in DOCS)
    context = click.Context(main)
    names = main.list_commands(context)
    assert "crawl" in names
    for name in names:
        command = main.get_command(context, name)
        assert command is not None
        assert f"danvan {name}" in page
        for option in command.params:
            for spelled in option.opts:
                if spelled.startswith("--") and name == "crawl":
                    assert spelled in page, spelled
