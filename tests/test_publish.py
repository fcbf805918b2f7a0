"""A release is whole, and until it is, readers keep the last one."""

import gc
import json
import multiprocessing
import os
import re
import signal
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from markupsafe import Markup
from sqlalchemy import update

from archive.models import RunRow
from operations import rules
from operations.publish import publish
from operations.release_report import MAX_NAMED
from operations.releases import PublishError, ReleaseFolder
from operations.words import both

from .archives import opened, rows
from .conftest import Command
from .old_archive import make_old_archive
from .releases import (
    HOSTILE,
    add_articles,
    assert_whole_release,
    file_size_limit,
    published_archive,
)

NAMES = {
    "archive.db", "archive.db.zst", "archive.db.gz", "articles.parquet", "articles.csv.gz",
    "SHA256SUMS", "datapackage.json", "report.html",
}  # fmt: skip


def _on(monkeypatch: pytest.MonkeyPatch, day: str) -> None:
    monkeypatch.setenv("DANVAN_NOW", f"{day}T02:00:00+00:00")


def test_the_command_leaves_all_files_and_says_so(run: Command, tmp_path: Path) -> None:
    published_archive(tmp_path)
    to = tmp_path / "public"
    done = run("danvan", "publish", "--to", to, DANVAN_NOW="2031-05-06T20:00:00+07:00")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0] == "Release 2031-05-06: 3 articles."
    assert {path.name for path in to.iterdir()} >= NAMES
    assert assert_whole_release(to) == "2031-05-06"
    again = run("danvan", "publish", DANVAN_NOW="2031-05-06T21:00:00+07:00", PUBLISHED_DIR=str(to))
    assert again.stdout.splitlines()[0] == "Release 2031-05-06.2: 3 articles."
    assert assert_whole_release(to) == "2031-05-06.2"


def test_the_published_file_has_what_the_archive_has(tmp_path: Path) -> None:
    url = published_archive(tmp_path)
    publish(url, tmp_path / "to", keep=1)
    for table in ("articles", "revisions", "pages", "captures", "runs", "sites", "provinces"):
        query = f"SELECT * FROM {table}"
        assert rows(tmp_path / "to" / "archive.db", query) == rows(url, query), table
    query = "SELECT rowid FROM articles_fts WHERE articles_fts MATCH '\"go sim\"'"
    assert rows(tmp_path / "to" / "archive.db", query) == [(1,), (2,), (3,)]
    assert rows(tmp_path / "to" / "archive.db", "PRAGMA journal_mode") == [("delete",)]


def test_an_older_archive_is_published_and_stays_as_it_was(tmp_path: Path) -> None:
    path = make_old_archive(tmp_path, 0)
    with closing(sqlite3.connect(path)) as old:
        old.execute("DELETE FROM pages")
        old.commit()
    before = path.read_bytes()
    with pytest.raises(PublishError, match="there are articles"):
        publish(f"sqlite:///{path}", tmp_path / "to", keep=1)
    assert path.read_bytes() == before


def test_releases_are_numbered_and_the_last_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = published_archive(tmp_path)
    folder = tmp_path / "to"
    days = ("2031-01-09", "2031-01-10", "2031-01-10", "2031-01-11")
    kept = []
    for day in days:
        _on(monkeypatch, day)
        publish(url, folder, keep=3)
        kept.append(ReleaseFolder(folder).versions())
    assert kept == [
        ["2031-01-09"],
        ["2031-01-09", "2031-01-10"],
        ["2031-01-09", "2031-01-10", "2031-01-10.2"],
        ["2031-01-10", "2031-01-10.2", "2031-01-11"],
    ]
    releases = rows(folder / "archive.db", "SELECT version, articles, withdrawn FROM releases")
    assert releases == [
        ("2031-01-09", 3, 0),
        ("2031-01-10", 3, 0),
        ("2031-01-10.2", 3, 0),
        ("2031-01-11", 3, 0),
    ]


def test_the_tenth_release_of_a_day_is_the_newest(tmp_path: Path) -> None:
    releases = ReleaseFolder(tmp_path)
    for number in ("", ".2", ".9", ".10"):
        (tmp_path / "releases" / f"2031-01-10{number}").mkdir(parents=True)
    (tmp_path / "releases" / "notes").mkdir()
    assert releases.versions()[-2:] == ["2031-01-10.9", "2031-01-10.10"]
    assert releases.next_version("2031-01-10", []) == "2031-01-10.11"
    assert releases.next_version("2031-01-10", ["2031-01-10.12"]) == "2031-01-10.13"
    assert releases.next_version("2031-01-11", ["2031-01-12"]) == "2031-01-11"


def test_an_archive_is_published_while_it_is_written(tmp_path: Path) -> None:
    url = published_archive(tmp_path)
    with opened(url) as archive:
        add_articles(archive, range(4, 5))
        archive.write((update(RunRow).values(verdict=None), {}))
        made = publish(url, tmp_path / "to", keep=1)
        add_articles(archive, range(5, 6))
    assert made.articles == 4
    assert rows(tmp_path / "to" / "archive.db", "SELECT count(*) FROM articles") == [(4,)]
    assert rows(url, "SELECT count(*) FROM articles") == [(5,)]


def test_the_version_of_the_rules_changes_with_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "_ROOT", tmp_path)
    (tmp_path / "extraction").mkdir()
    versions = [rules.rules_version()]
    for name in ("extraction/dates.py", "extraction/title.py", "extraction/notes.md", "danvan.py"):
        (tmp_path / name).write_text("RULE = 1")
        versions.append(rules.rules_version())
    none, one, two, *others = versions
    assert len({none, one, two}) == 3
    assert set(others) == {two}
    assert re.fullmatch(r"\d+\.\d+\.\d+\+[0-9a-f]{12}", two)


# The gate


def test_a_release_that_lost_articles_keeps_the_last_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = published_archive(tmp_path)
    folder = tmp_path / "to"
    _on(monkeypatch, "2031-01-09")
    publish(url, folder, keep=2)
    with closing(sqlite3.connect(tmp_path / "archive.db")) as archive:
        for statement in ("DELETE FROM captures", "DELETE FROM pages WHERE id = 3",
                          "DELETE FROM articles WHERE id = 3"):  # fmt: skip
            archive.execute(statement)
        archive.commit()
    _on(monkeypatch, "2031-01-10")
    with pytest.raises(PublishError) as caught:
        publish(url, folder, keep=2)
    message = str(caught.value)
    assert "articles are not fewer (2 after 3)" in message
    assert "captures are not fewer (0 after 3)" in message
    assert message.endswith("Readers have release 2031-01-09.")
    assert assert_whole_release(folder) == "2031-01-09"
    assert [path.name for path in (folder / "releases").iterdir()] == ["2031-01-09"]
    made = publish(url, folder, keep=2, allow_fewer=True)
    assert {finding.what for finding in made.allowed} == {
        "articles are not fewer", "pages are not fewer", "captures are not fewer",
        "articles of baogosim are not fewer",
    }  # fmt: skip
    assert assert_whole_release(folder) == "2031-01-10"
    assert "2 after 3" in (folder / "report.html").read_text("utf-8")


@pytest.mark.parametrize("damage", ["datapackage.json", "archive.db"])
def test_a_last_release_that_cannot_be_read_must_be_allowed(tmp_path: Path, damage: str) -> None:
    url = published_archive(tmp_path)
    folder = tmp_path / "to"
    publish(url, folder, keep=2)
    (folder / damage).resolve().chmod(0o644)
    (folder / damage).write_bytes(b"{}")
    with pytest.raises(PublishError, match="the last release can be compared with"):
        publish(url, folder, keep=2)
    assert [f.what for f in publish(url, folder, keep=1, allow_fewer=True).allowed] == [
        "the last release can be compared with"
    ]
    assert_whole_release(folder)


@pytest.mark.parametrize("has_same_rules", [True, False])
def test_all_digests_are_made_again_after_the_rules_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, has_same_rules: bool
) -> None:
    url = published_archive(tmp_path)
    publish(url, tmp_path / "to", keep=1)
    for file in (tmp_path / "archive.db", (tmp_path / "to" / "archive.db").resolve()):
        with closing(sqlite3.connect(file)) as both:
            both.execute("UPDATE articles SET text_sha256 = 'x' WHERE id = 2")
            both.commit()
    if has_same_rules:
        assert publish(url, tmp_path / "to", keep=1).articles == 3
    else:
        monkeypatch.setattr("operations.publish.rules_version", lambda: "2+other")
        with pytest.raises(PublishError, match=r"the digest of each article .+\(1 times not"):
            publish(url, tmp_path / "to", keep=1)


# Faults


def test_a_damaged_archive_is_not_published(run: Command, tmp_path: Path) -> None:
    path = Path(published_archive(tmp_path).removeprefix("sqlite:///"))
    to = tmp_path / "published"
    assert run("danvan", "publish", "--to", to).returncode == 0
    version = assert_whole_release(to)
    size = path.stat().st_size
    for start in (size // 2, 4096):  # some pages first, then all but one
        with path.open("r+b") as file:
            file.seek(start)
            file.write(b"\xa5" * (size - start))
        done = run("danvan", "publish", "--to", to)
        assert (done.returncode, done.stdout) == (2, "")
        (line,) = done.stderr.splitlines()
        assert "restore a backup" in line
        assert line.endswith(f"Readers have release {version}.")
        assert assert_whole_release(to) == version


def test_a_damaged_index_is_not_hidden_by_rewriting_the_file(tmp_path: Path) -> None:
    url = published_archive(tmp_path)
    with closing(sqlite3.connect(tmp_path / "archive.db")) as archive:
        archive.execute("PRAGMA writable_schema = ON")
        archive.execute("DELETE FROM sqlite_schema WHERE name = 'ix_pages_article_id'")
        archive.commit()
    with pytest.raises(PublishError, match=r"the archive is not damaged .+never used"):
        publish(url, tmp_path / "to", keep=2)


def test_a_search_index_that_does_not_match_is_not_published(tmp_path: Path) -> None:
    url = published_archive(tmp_path)
    with closing(sqlite3.connect(tmp_path / "archive.db")) as archive:
        archive.execute("INSERT INTO articles_fts (articles_fts) VALUES ('delete-all')")
        archive.commit()
    with pytest.raises(PublishError, match="the search index matches the articles"):
        publish(url, tmp_path / "to", keep=2)


def test_a_full_disk_keeps_the_last_release(tmp_path: Path) -> None:
    url = published_archive(tmp_path)
    publish(url, tmp_path / "to", keep=2)
    version = assert_whole_release(tmp_path / "to")
    for size in (4096, 65536):  # too little for SQLite's shared memory, for the copy
        with file_size_limit(size), pytest.raises(PublishError, match="disk I/O error") as caught:
            publish(url, tmp_path / "to", keep=2)
        assert str(caught.value).endswith(f"Readers have release {version}.")
        assert assert_whole_release(tmp_path / "to") == version
        assert not list((tmp_path / "to" / "releases").glob(".*"))


@pytest.mark.parametrize("place", ["/proc/public", "{folder}/archive.db"])
def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path, place: str) -> None:
    url = published_archive(tmp_path)
    with pytest.raises(PublishError, match=r"cannot be finished.+Readers have no release yet\."):
        publish(url, Path(place.format(folder=tmp_path)), keep=2)


def test_a_file_of_another_origin_is_not_replaced(tmp_path: Path) -> None:
    url = published_archive(tmp_path)
    (tmp_path / "report.html").write_text("mine")
    with pytest.raises(PublishError, match=r"archive\.db is not of a release"):
        publish(url, tmp_path, keep=2)
    assert (tmp_path / "report.html").read_text() == "mine"
    assert rows(url, "SELECT count(*) FROM articles") == [(3,)]


def test_one_release_is_made_at_a_time(tmp_path: Path) -> None:
    url = published_archive(tmp_path)
    with (
        ReleaseFolder(tmp_path / "to").locked(),
        pytest.raises(PublishError, match="Another process makes a release"),
    ):
        publish(url, tmp_path / "to", keep=2)


def test_readers_keep_a_file_that_they_opened(tmp_path: Path) -> None:
    url = published_archive(tmp_path)
    publish(url, tmp_path / "to", keep=1)
    path = tmp_path / "to" / "archive.db"
    with closing(sqlite3.connect(f"file:{path}?immutable=1", uri=True)) as reader:
        reader.execute("SELECT 1 FROM articles").fetchone()
        with opened(url) as archive:
            add_articles(archive, range(4, 6))
        publish(url, tmp_path / "to", keep=1)
        assert reader.execute("SELECT count(*) FROM articles").fetchone() == (3,)
    assert rows(path, "SELECT count(*) FROM articles") == [(5,)]


# A process that is killed at any moment

LINKING = {"os.symlink"}
CHANGING = {"os.mkdir", "os.rename", "os.symlink", "os.remove", "sqlite3.connect"}
ENDED = 7


def _publish_and_die(url: str, folder: Path, steps: set[str], number: int) -> None:
    """Make a release, but die before the step of that number which changes something."""
    left = number

    def count(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal left
        if event not in steps or str(folder) not in f"{arguments[:2]}":
            return
        left -= 1
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)
    publish(url, folder, keep=1)
    os._exit(ENDED)


def _die_at_each_step(url: str, folder: Path, steps: set[str], protocol: Path) -> None:
    """Die at one step after the other, and write what readers have then.

    In a process without threads, so that it can fork: a new interpreter would take a second.
    """
    import alembic.command
    import alembic.config  # noqa: F401

    gc.freeze()
    seen: list[str | None] = []
    status = None
    while status != ENDED:
        if not (child := os.fork()):
            _publish_and_die(url, folder, steps, len(seen) + 1)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        assert status in (-signal.SIGKILL, ENDED)
        seen.append(assert_whole_release(folder) if (folder / "archive.db").exists() else None)
    protocol.write_text(json.dumps(seen))


def test_readers_have_a_whole_release_whenever_the_process_is_killed(tmp_path: Path) -> None:
    url = published_archive(tmp_path)
    folder = tmp_path / "to"
    protocols = []
    for steps in (LINKING, CHANGING):
        protocol = tmp_path / "protocol.json"
        process = multiprocessing.get_context("forkserver").Process(
            target=_die_at_each_step, args=(url, folder, steps, protocol)
        )
        process.start()
        process.join()
        assert process.exitcode == 0
        protocols.append(json.loads(protocol.read_text()))
    first, later = protocols
    assert set(first[:-1]) == {None}  # the last link is `current`
    assert first[-1] is not None
    assert None not in later
    assert set(later[:15]) == {first[-1]}
    assert later[-1] != first[-1]
    assert [path.name for path in (folder / "releases").iterdir()] == [later[-1]]


# What a release says of itself


def test_the_report_names_what_is_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = published_archive(tmp_path)
    _on(monkeypatch, "2031-01-09")
    publish(url, tmp_path / "to", keep=2)
    _on(monkeypatch, "2031-01-10")
    with opened(url) as archive:
        add_articles(archive, range(4, 5), title=HOSTILE)
    publish(url, tmp_path / "to", keep=2)
    page = (tmp_path / "to" / "report.html").read_text("utf-8")
    assert 'Bài mới / <span lang="en">New articles</span>: 1' in page
    assert "So với bản phát hành 2031-01-09, lập lúc 2031-01-09T02:0" in page
    assert "Compared with release 2031-01-09 of 2031-01-09T02:0" in page
    assert _only_in_english(page) == []
    assert "&lt;b&gt;Bấm&lt;/b&gt;" in page
    assert "\\u202e" in page
    assert "\u202e" not in page
    assert "<b>" not in page


def _only_in_english(page: str) -> list[str]:
    """Return the English texts of a report before which there is no Vietnamese one."""
    tree: Any = lxml.html.document_fromstring(page)
    alone = "//span[@lang='en'][not(preceding-sibling::node()[1][contains(., ' / ')])]"
    return [span.text_content() for span in tree.xpath(alone)]


def test_a_text_without_a_translation_is_marked_as_english() -> None:
    assert both("%(what)s < no such text", what="<b>") == Markup(
        '<span lang="en">&lt;b&gt; &lt; no such text</span>'
    )
    assert _only_in_english(f"<p>{both('now')} {both('no such text')}") == ["no such text"]


@pytest.mark.parametrize(("articles", "more"), [(MAX_NAMED, False), (MAX_NAMED + 1, True)])
def test_the_report_names_fifty_articles(tmp_path: Path, articles: int, more: bool) -> None:
    publish(published_archive(tmp_path, articles), tmp_path / "to", keep=2)
    page = (tmp_path / "to" / "report.html").read_text("utf-8")
    assert page.count("<bdi>") == MAX_NAMED
    assert ("and 1 more" in page) == more


def test_the_package_describes_every_table_column_and_file(tmp_path: Path) -> None:
    url = published_archive(tmp_path)
    folder = tmp_path / "to"
    publish(url, folder, keep=1)
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    tables = {resource["name"]: resource["schema"] for resource in package["resources"]
              if "dialect" in resource}  # fmt: skip
    file = folder / "archive.db"
    names = rows(file, "SELECT name FROM sqlite_master WHERE type = 'table'")
    hidden = ("articles_fts", "articles_exact", "sqlite_", "alembic_")
    assert set(tables) == {name for (name,) in names if not name.startswith(hidden)}
    for name, schema in tables.items():
        columns = [row[1] for row in rows(file, f"PRAGMA table_xinfo({name})")]
        assert [field["name"] for field in schema["fields"]] == columns
        assert all(field["description"] for field in schema["fields"])
    (author,) = (f for f in tables["articles"]["fields"] if f["name"] == "author")
    assert author["description"].startswith("Names of the authors (tác giả)")
    assert tables["captures"]["primaryKey"] == ["id"]
    assert {
        "fields": ["file"],
        "reference": {"resource": "capture_files", "fields": ["file"]},
    } in tables["captures"]["foreignKeys"]
    described = {resource["path"] for resource in package["resources"]}
    own = {"SHA256SUMS", "datapackage.json", "report.html"}
    assert described == {path.name for path in (folder / "current").iterdir()} - own
    sums = (folder / "SHA256SUMS").read_text("utf-8")
    for resource in package["resources"]:
        if "hash" in resource:
            digest = resource["hash"].removeprefix("sha256:")
            assert f"{digest}  {resource['path']}\n" in sums
    release = rows(file, "SELECT version, made, rules FROM releases")
    assert release == [(package["version"], package["created"], package["rules"])]
