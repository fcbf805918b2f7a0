"""The documentation says what is true: its examples run, its tables are the database's."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.spider import SiteSpider
from danvan.cli import main
from publishing.tables import METADATA, PAGE, tables_page
from sample_sites import Newsroom

from .conftest import COMMANDS, ROOT
from .reading import read

DOCS = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])


def _examples(language: str) -> list[tuple[str, str]]:
    found = []
    for document in DOCS:
        blocks = re.findall(rf"```{language}\n(.*?)```", document.read_text("utf-8"), re.S)
        found += [(f"{document.name}-{n}", block) for n, block in enumerate(blocks, 1)]
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, dict[str, str]]]:
    """A folder as an operator has it: the project's files, a saved page, an archive."""
    place = tmp_path_factory.mktemp("docs")
    for name in ("scrapy.cfg", "alembic.ini", "datasette_metadata.json"):
        shutil.copy(ROOT / name, place)
    (place / "migrations").symlink_to(ROOT / "migrations")
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
        subprocess.run(["danvan", "crawl"], cwd=place, env=settings, check=True, timeout=120,
                       capture_output=True)  # fmt: skip
        yield place, settings


@pytest.mark.parametrize(("name", "query"), _examples("sql"), ids=lambda value: str(value)[:24])
def test_queries_bring_rows(folder: tuple[Path, dict[str, str]], name: str, query: str) -> None:
    command = ["sqlite-utils", "query", "archive.db", query, "--arrays"]
    done = subprocess.run(command, cwd=folder[0], env=folder[1], capture_output=True, text=True,
                          timeout=60, check=False)  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) >= 2, name


@pytest.mark.parametrize(("name", "block"), _examples("sh"), ids=lambda value: str(value)[:24])
def test_commands_work(folder: tuple[Path, dict[str, str]], name: str, block: str) -> None:
    for line in block.strip().splitlines():
        command = shlex.split(line)
        if command[:2] == ["datasette", "serve"]:
            command += ["--get", "/archive/articles.json?_size=1"]  # answers, and ends
        done = subprocess.run(command, cwd=folder[0], env=folder[1], capture_output=True, text=True,
                              timeout=120, check=False)  # fmt: skip
        assert done.returncode == 0, (name, line, done.stderr)


@pytest.mark.parametrize(("name", "block"), _examples("python"), ids=lambda value: str(value)[:24])
def test_programs_run(folder: tuple[Path, dict[str, str]], name: str, block: str) -> None:
    done = subprocess.run([sys.executable, "-c", block], cwd=folder[0], capture_output=True,
                          text=True, timeout=60, check=False)  # fmt: skip
    assert done.returncode == 0, (name, done.stderr)


def test_the_example_of_a_site_file_is_whole() -> None:
    (block,) = (block for _, block in _examples("python") if "SiteSpider" in block)
    names: dict[str, object] = {}
    exec(block, names)
    site = names["BaoGoSim"]
    assert isinstance(site, type)
    assert issubclass(site, SiteSpider)
    site.check()


def test_there_are_examples_of_every_kind() -> None:
    assert all(_examples(language) for language in ("sql", "sh", "python"))


def test_the_worked_example_is_read_as_it_says() -> None:
    (_, page), (_, said) = _examples("html")[0], _examples("json")[0]
    article = read(page, "https://gosim.example/hop-dan-1.html")
    fields = json.loads(said)
    found = json.loads(json.dumps(article.to_dict()))
    assert {name: found[name] for name in fields} == fields
    assert len(article.body.split("\n\n")) == 2
    assert article.body.endswith("không ai còn ý kiến khác./.")


def test_every_doubt_is_explained() -> None:
    page = (ROOT / "docs" / "extraction.md").read_text("utf-8")
    code = "".join(file.read_text("utf-8") for file in (ROOT / "extraction").glob("*.py"))
    noted = set(re.findall(r'"((?:title|date|text|page): [^"]+)"', code))
    assert set(re.findall(r"\n\| `(\w+: [^`]+)` \|", page)) == noted


def test_the_page_of_tables_is_that_of_the_metadata() -> None:
    made = tables_page(METADATA.read_text("utf-8"))
    assert PAGE.read_text("utf-8") == made, "run python -m publishing.tables"


def test_what_the_documentation_points_at_is_there() -> None:
    for document in DOCS:
        text = document.read_text("utf-8")
        for target in re.findall(r"\]\(([^)#:]+)\)", text):
            assert (document.parent / target).exists(), (document.name, target)
        for path in re.findall(r"`((?:\w+/)+[\w.]+\.(?:py|json|md))`", text):
            assert (ROOT / path).exists(), (document.name, path)
        for goal in re.findall(r"`?make (\w+)", text):
            if goal in ("demo", "test", "lint", "bench", "lock"):
                assert f"\n{goal}:" in (ROOT / "Makefile").read_text("utf-8")


def test_every_command_and_option_is_in_the_operators_page() -> None:
    page = "".join(document.read_text("utf-8") for document in DOCS)
    for name, command in main.commands.items():
        assert f"danvan {name}" in page
        for option in command.params:
            for spelled in option.opts:
                if spelled.startswith("--") and name == "crawl":
                    assert spelled in page, spelled
