"""`danvan serve`: what is done before the first reader comes."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette  # type: ignore[import-untyped]
from jinja2 import Environment

from danvan.common import NOTHING_DONE, CommandError
from danvan.serve import _require_tables, compile_templates

from .archives import new_archive
from .conftest import Command


def test_no_reader_waits_for_templates(monkeypatch: pytest.MonkeyPatch) -> None:
    datasette: Any = Datasette([])
    asyncio.run(compile_templates(datasette))

    def compile_again(*_: object, **__: object) -> None:
        raise AssertionError("a template was compiled after the start")

    monkeypatch.setattr(Environment, "compile", compile_again)
    for name in ("search.html", "table.html", "article.html", "_table.html", "search.xml"):
        assert datasette.jinja_env.get_template(name).name == name


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"no database\n", "file is not a database"),
        (b"", "it has no tables"),
        (None, "database disk image is malformed"),  # an archive that is cut
    ],
)
def test_a_file_that_cannot_be_served_is_named(
    run: Command, tmp_path: Path, content: bytes | None, fault: str
) -> None:
    if content is None:
        new_archive(tmp_path)
        content = (tmp_path / "archive.db").read_bytes()[:5000]
    file = tmp_path / "release.db"
    file.write_bytes(content)
    done = run("danvan", "serve", "--database", file)
    assert (done.returncode, done.stdout) == (NOTHING_DONE, "")
    assert done.stderr == (
        f"danvan: {file} cannot be served ({fault}). To make a release: danvan publish. To serve "
        "another file, name it with --database.\n"
    )


def test_a_file_needs_one_table(tmp_path: Path) -> None:
    file = tmp_path / "kho # 1?.db"
    with closing(sqlite3.connect(file)) as database:
        database.execute("CREATE TABLE a (b)")
        _require_tables(file)
        database.execute("DROP TABLE a")
        with pytest.raises(CommandError, match="it has no tables"):
            _require_tables(file)


def test_a_wrong_url_of_the_archive_is_named(run: Command, tmp_path: Path) -> None:
    new_archive(tmp_path)
    done = run("danvan", "serve", "--database", tmp_path / "archive.db", DATABASE_URL="kho.db")
    assert (done.returncode, done.stdout) == (NOTHING_DONE, "")
    assert done.stderr.startswith("danvan: 'kho.db' is not the URL of a database, such as sqlite:")
    assert done.stderr.count("\n") == 1
